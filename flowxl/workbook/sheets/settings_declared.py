"""Every setting of a book, declared once: its words, what it may be, how it is shown, checked and read.

A new one is one entry here. What the core computes with stands in ``core/settings.py`` as well, with its rule; any
other is the book's own: ``Book.choices`` and ``BookData.choices`` have it by its code, and a roll and a split take it
along.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from flowxl.core.settings import INDEX_TOLERANCE, MEAN_TOLERANCE
from flowxl.voice.text import Text
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Value
from flowxl.workbook.sheets.accepting import LIMIT

Kind = Literal["year", "number", "word", "city", "fixed"]


@dataclass(frozen=True)
class SettingSpec:
    """A setting: a row of 设置.

    Attributes
    ----------
    code, label, help
        Its code and its words; the help is shown beside its cell as well.
    kind
        A year of the window, a number, one of several words, a city, or a value that nobody changes.
    limits, refused
        What the cell of a number or year accepts, and what is said of anything else.
    words
        Words that it may be, by their codes; ``options`` is the table that lists them, or the cities.
    value
        What stands in its cell; without it the setting of that code.
    computes
        Whether index, scores or means change with it: these stand first.
    own
        Default of a setting that the core does not know.
    """

    code: str
    label: Text
    help: Text
    kind: Kind
    limits: Mapping[str, Any] | None = None
    refused: Text = Text("", "")  # noqa: RUF009 - frozen
    words: Mapping[str, Text] | None = None
    options: tuple[str, str] | None = None
    value: Callable[[Book], Value] | None = None
    computes: bool = False
    own: float | str | None = None

    def shown(self, book: Book) -> Value:
        """Return what stands in its cell, in the words of the book."""
        if self.value is not None:
            return self.value(book)
        if self.own is not None:
            found: Value = book.choices.get(self.code, self.own)
        else:
            found = getattr(book.settings, self.code)
        return book.say(self.words[str(found)]) if self.words is not None else found

    def holds(self, value: float) -> bool:
        """Whether a number is within its limits."""
        limits = self.limits or {}
        low, high = limits.get("minimum", -math.inf), limits.get("maximum", math.inf)
        value_is = {">": value > limits.get("value", 0), ">=": value >= limits.get("value", 0)}
        return math.isfinite(value) and value_is.get(limits.get("criteria", ""), low <= value <= high)

    @property
    def style(self) -> str:
        """Style of its cell."""
        return {"year": "input_year", "number": "input_number", "fixed": "stored_tiny"}.get(self.kind, "input_text")


def compared_cities(book: Book) -> tuple[int, int]:
    """Return the positions of focus and benchmark city; without a choice the first and the second."""
    focus, benchmark = (book.framework.city_codes.index(code) for code in book.result.compared)
    return focus, benchmark


def _city(place: int) -> Callable[[Book], Value]:
    return lambda book: book.framework.cities[compared_cities(book)[place]].name.of(book.language)


_YEAR: dict[str, Any] = {"validate": "integer", "criteria": "between"}
_NO_YEAR = Text("请填表中已有的年份：{0}–{1}。", "A year of the workbook: {0}–{1}.")
_SHARE: dict[str, Any] = {"validate": "decimal", "criteria": "between", "minimum": 0.01, "maximum": 1}
_NO_SHARE = Text("大于 0、不超过 1 的比例，如 0.5。", "A share above 0 and up to 1, e.g. 0.5.")

SETTINGS: tuple[SettingSpec, ...] = (
    SettingSpec(
        "window_first",
        Text("起始年", "First year"),
        Text("计入均值的第一年", "First year whose values count"),
        "year",
        limits=_YEAR,
        refused=_NO_YEAR,
        value=lambda book: book.settings.window[0],
        computes=True,
    ),
    SettingSpec(
        "window_last",
        Text("终止年", "Last year"),
        Text("计入均值的最后一年", "Last year whose values count"),
        "year",
        limits=_YEAR,
        refused=_NO_YEAR,
        value=lambda book: book.settings.window[1],
        computes=True,
    ),
    SettingSpec(
        "method",
        Text("标准化方法", "Normalisation"),
        Text(
            "论文用 z 分数；极差法为 0–100；名次分 1 最低、n 最高", "The paper: z-score. Rank score: 1 lowest, n best"
        ),
        "word",
        words=texts.METHOD_WORDS,
        options=("flow_methods", "option"),
        computes=True,
    ),
    SettingSpec(
        "min_year_share",
        Text("{unit}最低年数占比", "Least share of years"),
        Text(
            "{unit}在窗口内有数的年份不足此比例，其均值不计入", "With fewer years the mean of {a unit} does not count"
        ),
        "number",
        limits=_SHARE,
        refused=_NO_SHARE,
        computes=True,
    ),
    SettingSpec(
        "min_city_share",
        Text("指标最低{unit}占比", "Least share of {units}"),
        Text("有该指标的{unit}不足此比例，指标不计入", "With fewer {units} an indicator does not count"),
        "number",
        limits=_SHARE,
        refused=_NO_SHARE,
        computes=True,
    ),
    SettingSpec(
        "min_indicator_share",
        Text("二级指标提示线", "Amber below this share"),
        Text("低于此指标占比的二级得分标为琥珀色", "A pillar score from fewer indicators is amber"),
        "number",
        limits=_SHARE,
        refused=_NO_SHARE,
        computes=True,
    ),
    SettingSpec(
        "missing_pillar",
        Text("{unit}缺二级指标时", "{Unit} lacks a pillar"),
        Text("不给指数，或按其余二级指标放大", "No index, or scale up the pillars it has"),
        "word",
        words=texts.MISSING_WORDS,
        options=("flow_missing", "option"),
        computes=True,
    ),
    SettingSpec(
        "focus",
        Text("目标{unit}", "Focus {unit}"),
        Text("差距表与图中的主角", "Compared in the gap table and charts"),
        "city",
        options=("flow_cities", "name"),
        value=_city(0),
    ),
    SettingSpec(
        "benchmark",
        Text("标杆{unit}", "Benchmark {unit}"),
        Text("与谁比较", "The {unit} it is compared with"),
        "city",
        options=("flow_cities", "name"),
        value=_city(1),
    ),
    SettingSpec(
        "gap_band",
        Text("持平范围", "Level band"),
        Text("得分差在此范围内为持平", "Score differences within it are level"),
        "number",
        limits={"validate": "decimal", "criteria": ">=", "value": 0},
        refused=Text("不小于 0 的数。", "A number, 0 or more."),
    ),
    SettingSpec(
        "step_factor",
        Text("跳变倍数", "Step factor"),
        Text(
            "相邻两年相差超过此倍数则提示（常见于单位错误）",
            "Adjacent years further apart are suspicious (unit slips)",
        ),
        "number",
        limits={"validate": "decimal", "criteria": ">", "value": 1},
        refused=Text("大于 1 的倍数。", "A factor above 1."),
    ),
    SettingSpec(
        "display_mean",
        Text("展示均值", "Display mean"),
        Text("展示指数的均值，仅供阅读", "Mean of the display index, a second view"),
        "number",
        limits={"validate": "decimal", "criteria": "between", "minimum": -LIMIT, "maximum": LIMIT},
        refused=Text("任意数，如 100。", "Any number, e.g. 100."),
    ),
    SettingSpec(
        "display_sd",
        Text("展示标准差", "Display sd"),
        Text("展示指数的标准差", "Standard deviation of the display index"),
        "number",
        limits={"validate": "decimal", "criteria": ">", "value": 0},
        refused=Text("大于 0 的数，如 10。", "A number above 0, e.g. 10."),
    ),
    SettingSpec(
        "mean_tolerance",
        Text("均值容差", "Tolerance of means"),
        Text("相对容差，固定", "Relative, fixed"),
        "fixed",
        value=lambda _: MEAN_TOLERANCE,
    ),
    SettingSpec(
        "index_tolerance",
        Text("指数容差", "Tolerance of scores"),
        Text("并列名次的容差，固定", "For ties, fixed"),
        "fixed",
        value=lambda _: INDEX_TOLERANCE,
    ),
)
