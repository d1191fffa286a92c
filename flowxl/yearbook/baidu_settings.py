"""The decisions that turn days of a Baidu Index into a yearly mean: settings with stated defaults."""

from dataclasses import dataclass
from typing import Literal, get_args

from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Text

Device = Literal["all", "pc", "wise"]
Zero = Literal["zero", "missing"]
Duplicates = Literal["review", "first", "last", "mean"]
Incomplete = Literal["review", "use", "leave"]
Weight = Literal["days", "points"]
Week = Literal["calendar", "first", "last"]
Province = Literal["review", "leave"]
Keywords = Literal["folded", "exact"]

DEVICES: tuple[Device, ...] = get_args(Device)


@dataclass(frozen=True)
class BaiduSettings:
    """What is counted, and how.

    Attributes
    ----------
    device
        The index that is wanted: ``all`` (整体 = PC + mobile), ``pc`` or ``wise`` (mobile).
    untyped
        What a table without a column of devices holds, if its name does not say.
    zero
        What 0 or a blank on single days is: ``zero``, below the threshold of collection, or ``missing``, no day.
    unindexed
        What a keyword with 0 or blank on every day of a year is: ``missing`` (not indexed), or ``zero``.
    duplicates
        Two different figures for one day: ``review``, or take the ``first``, the ``last`` or their ``mean``.
    incomplete
        A year whose days are not all there: ``review``, ``use`` the days found, or ``leave`` it out.
    weight
        Weekly and monthly figures count by their ``days`` in the year, or as ``points`` by the year of their first day.
    week
        What the date of a weekly figure is: the ``first`` or ``last`` day of its week, or as the ``calendar`` says:
        weeks run from Monday to Sunday, so a Monday is the first day and a Sunday the last.
    province
        Figures of a province, which is not its city: ``review``, or ``leave`` them out with a note.
    keywords
        Keywords are compared ``folded`` (quotes, full-width characters, byte order mark, case) or ``exact``.
    longest_gap
        More days than this in a row without a search, in a year with searches, go to review.
    areas
        Pairs of an area as the table names it, and the place of the framework that it is; the area ``""`` stands for
        tables that name none.
    synonyms
        The same for keywords.
    """

    device: Device = "all"
    untyped: Device = "all"
    zero: Zero = "zero"
    unindexed: Zero = "missing"
    duplicates: Duplicates = "review"
    incomplete: Incomplete = "review"
    weight: Weight = "days"
    week: Week = "calendar"
    province: Province = "review"
    keywords: Keywords = "folded"
    longest_gap: int = 60
    areas: tuple[tuple[str, str], ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse choices that do not exist.

        Raises
        ------
        FlowXLError
            With a fault for each.
        """
        faults = [
            Fault("setting.baidu", Place(name=name), found=getattr(self, name), choices=choices)
            for name, choices in CHOICES.items()
            if getattr(self, name) not in choices
        ]
        if faults:
            raise FlowXLError(Message("baidu.settings"), faults)

    def decisions(self) -> tuple["Decision", ...]:
        """Return what was decided, in the order in which it matters."""
        chosen = [Decision(name, str(getattr(self, name)), *_WORDS[name, getattr(self, name)]) for name in CHOICES]
        gap = Text(
            f"连续超过 {self.longest_gap} 天没有搜索的年份：请人工核对",
            f"More than {self.longest_gap} days in a row without a search: review",
        )
        given = [
            Decision(name, f"{found or '*'}={meant}", Text(f"表中“{found}”即“{meant}”", f"{found!r} is {meant!r}"))
            for name, pairs in (("area", self.areas), ("keyword", self.synonyms))
            for found, meant in pairs
        ]
        return (
            *chosen,
            Decision("longest_gap", str(self.longest_gap), gap, self.longest_gap == type(self).longest_gap),
            *given,
        )


@dataclass(frozen=True)
class Decision:
    """One decision in words, for the preview; ``is_default`` is False where somebody chose."""

    name: str
    value: str
    meaning: Text
    is_default: bool = False


CHOICES: dict[str, tuple[str, ...]] = {
    "device": DEVICES,
    "untyped": DEVICES,
    "zero": get_args(Zero),
    "unindexed": get_args(Zero),
    "duplicates": get_args(Duplicates),
    "incomplete": get_args(Incomplete),
    "weight": get_args(Weight),
    "week": get_args(Week),
    "province": get_args(Province),
    "keywords": get_args(Keywords),
}
"""What can be chosen, by name of the setting; the first is the default but for ``unindexed``."""

_MEANINGS: dict[tuple[str, str], Text] = {
    ("device", "all"): Text("取整体指数（PC + 移动）", "The all-device index counts (PC + mobile)"),
    ("device", "pc"): Text("取 PC 指数", "The PC index counts"),
    ("device", "wise"): Text("取移动指数", "The mobile index counts"),
    ("untyped", "all"): Text(
        "表中没有数据源列：视为整体指数", "A table that names no device holds the all-device index"
    ),
    ("untyped", "pc"): Text("表中没有数据源列：视为 PC 指数", "A table that names no device holds the PC index"),
    ("untyped", "wise"): Text("表中没有数据源列：视为移动指数", "A table that names no device holds the mobile index"),
    ("zero", "zero"): Text(
        "个别日为 0 或空：低于收录阈值，按 0 计入",
        "0 or a blank on single days is below the threshold and counts as 0",
    ),
    ("zero", "missing"): Text("个别日为 0 或空：该日不计", "0 or a blank on single days does not count as a day"),
    ("unindexed", "missing"): Text(
        "全年每日均为 0 或空：关键词未收录，视为缺失",
        "0 or blank on every day of a year: the keyword is not indexed, the year is missing",
    ),
    ("unindexed", "zero"): Text("全年每日均为 0 或空：记为 0", "0 or blank on every day of a year: the year is 0"),
    ("duplicates", "review"): Text(
        "同一天有不同数值：请人工核对（数值相同只计一次）",
        "Different figures for one day: review (equal ones count once)",
    ),
    ("duplicates", "first"): Text("同一天有不同数值：取先读到的", "Different figures for one day: the first is taken"),
    ("duplicates", "last"): Text("同一天有不同数值：取后读到的", "Different figures for one day: the last is taken"),
    ("duplicates", "mean"): Text("同一天有不同数值：取平均", "Different figures for one day: their mean is taken"),
    ("incomplete", "review"): Text(
        "天数不足 365/366 的年份：请人工核对",
        "A year without all of its 365 or 366 days: review",
    ),
    ("incomplete", "use"): Text(
        "天数不足的年份：按已有天数平均", "A year without all of its days: mean of those found"
    ),
    ("incomplete", "leave"): Text("天数不足的年份：不导入", "A year without all of its days is left out"),
    ("weight", "days"): Text(
        "周、月数据按落入该年的天数加权",
        "Weekly and monthly figures are weighted by their days in the year",
    ),
    ("weight", "points"): Text("周、月数据不加权", "Weekly and monthly figures are not weighted"),
    ("week", "calendar"): Text(
        "周为周一至周日：日期是周一即首日，是周日即末日",
        "Weeks run Monday to Sunday: a Monday dates the first day, a Sunday the last",
    ),
    ("week", "first"): Text("周数据的日期是该周首日", "A weekly figure is dated by its first day"),
    ("week", "last"): Text("周数据的日期是该周末日", "A weekly figure is dated by its last day"),
    ("province", "review"): Text("省的数据不是市的数据：请人工核对", "A province is not its city: review"),
    ("province", "leave"): Text("省的数据不是市的数据：不导入", "A province is not its city: left out"),
    ("keywords", "folded"): Text(
        "关键词忽略引号、全角半角、大小写和 BOM",
        "Keywords match without quotes, width, case and byte order mark",
    ),
    ("keywords", "exact"): Text("关键词须完全一致", "Keywords must match exactly"),
}
_WORDS = {
    (name, value): (meaning, value == getattr(BaiduSettings, name)) for (name, value), meaning in _MEANINGS.items()
}
