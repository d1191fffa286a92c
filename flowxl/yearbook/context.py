"""What the lines around a table say of all its figures: indicator, place, measure, year, part of a place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from flowxl.yearbook.cell_kinds import is_meta
from flowxl.yearbook.labels import label_of, measure_in, plain

_KEYED = re.compile(r"^\s*(指标|地区|城市|时间|年份)\s*[:：]\s*(.+?)\s*$")
_SINGLE_YEAR = re.compile(r"((?:19|20)\d\d)\s*年(?!\s*(?:鉴|统计年鉴))")
# a year of prices, of a base, of a change of definitions: never that of the figures
_BASE_YEAR = re.compile(
    r"(?:19|20)\d\d\s*年?(?:末|底)?\s*(?:的|为)?\s*(?:价|不变|可比|现价|基期|基数|基年|=\s*100|起|以来|以后|以前|之前|之后|后|开始|口径)|"
    r"(?:按照?|以|根据|依据|自|从|据)\s*(?:19|20)\d\d\s*年|(?:19|20)\d\d\s*(?:constant |comparable )?prices|"
    r"(?:since|prices of|based on|base year:?)\s*(?:19|20)\d\d|(?:19|20)\d\d\s*=\s*100",
    re.IGNORECASE,
)
_CONSTANT = re.compile(r"不变价|可比价|constant price|comparable price", re.IGNORECASE)
_CURRENT = re.compile(r"当年价|现价|速度|current price", re.IGNORECASE)
_OTHER_VALUE = re.compile(
    r"不变价|可比价|年\s*价格|constant prices?|comparable prices?|prices of \d|"
    r"计划(?!单列)|目标|预计|预测|规划|\bplan(?:ned)?\b|\btargets?\b|forecast|projected",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"年\s*鉴|公布|发布|出版|yearbook|published", re.IGNORECASE)
_ANY_YEAR = re.compile(r"(?:19|20)\d\d")
_NOTE = re.compile(r"^\s*(?:注|说明|备注|note|(?:数据|资料)?来源|source|\d+[.、)]|[①-⑳])", re.IGNORECASE)
_NARROWER = re.compile(
    r"农村|农业|城镇|乡村|男|女|第[一二三]产业|工业|其中|户籍|国有|私营|集体|外资|规模以|限额以|指数|增长|增速|比重|不变价|可比价|现价"
)
# months but December, which may stand for the year (1-12月, 12月31日)
_PERIOD = re.compile(
    r"年初|(?<![\d一二三四五六七八九十])(?!12|十二)(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月|季度?|[上下]半年|\bquarter|\bq[1-4]\b|\bmonth",
    re.IGNORECASE,
)
_CHANGES = (
    r"同比|环比|[比较]上年|[比较]去年|增长|增速|增幅|增减|涨幅|降幅|发展速度|上年(?:同期)?\s*=\s*100|"
    r"growth|year[- ]on[- ]year|\byoy\b|\by/y\b|(?:previous|preceding|last|prior) year|rates? of (?:increase|change)|"
    r"(?:percentage|per cent|percent|%) (?:change|increase)"
)
_CHANGE = re.compile(rf"{_CHANGES}|指数|\bind(?:ex|ices)", re.IGNORECASE)
# an index by name is a change; the index that a book or a project is about (流动经济指数基础数据) is none
_OF_LEVELS = re.compile(
    rf"{_CHANGES}|指数\s*(?:[(（\d].*)?$|\bind(?:ex|ices)\s*(?:[(\d].*)?$|\bind(?:ex|ices)\b.*100", re.IGNORECASE
)
_AND_CHANGES = re.compile(
    r"(?:[及和与、&]|\band\b)\s*其?(?!上年|去年|上期|同期|previous|preceding|last)(?:\w{1,2}|(?:\w+ ){0,2})?"
    rf"(?:{_CHANGES}|指数|ind(?:ex|ices)|rates? of)",
    re.IGNORECASE,
)
_OTHER = re.compile(r"累计|预计|预测|市\s*辖\s*区|市区|forecast", re.IGNORECASE)
_MEASURE_LINE = re.compile(r"^[\s(（]*(?:计量)?单位\s*[:：]", re.IGNORECASE)


NO_YEAR = 0
"""The year of lines that name several: none of them is surely that of the figures."""


class Vocabulary(Protocol):
    """Knows which names are those of places and of indicators."""

    def is_place(self, text: str) -> bool:
        """Whether a label names a place that is known."""
        ...

    def is_indicator(self, text: str) -> bool:
        """Whether a label names an indicator that is known."""
        ...

    def full_name(self, text: str) -> str:
        """Return the names of the indicators that a label or code stands for, and the label."""
        ...

    def is_same_place(self, one: str, other: str) -> bool:
        """Whether two labels name one place, known or not."""
        ...

    def other_places(self, text: str, place: str) -> bool:
        """Whether a text has the name of a known place in it, and not of this one only."""
        ...


@dataclass(frozen=True)
class Given:
    """What a person says about a file that says it not itself; it never takes the place of what the file says."""

    indicator: str = ""
    place: str = ""
    measure: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Context:
    """What holds for all figures of a table."""

    indicator: str = ""
    place: str = ""
    measure: str = ""
    year: int | None = None
    part: str = ""
    notes: tuple[str, ...] = ()


def context_of(lines: Iterable[str], vocabulary: Vocabulary) -> Context:
    """Read the lines above a table."""
    found = Context()
    for line in lines:
        found = _with(found, plain(line), vocabulary)
    return found


def _with(known: Context, line: str, vocabulary: Vocabulary) -> Context:
    keyed = _KEYED.match(line)
    if keyed:
        return _with_keyed(known, keyed[1], keyed[2])
    if is_note(line):
        return _replace(known, notes=(*known.notes, line))
    label = label_of(line)
    only = _year_in(line)
    says_unit_only = _MEASURE_LINE.match(line) or is_meta(line)
    name = label.name
    return _replace(
        known,
        measure=measure_in(line) or known.measure,
        indicator=name if not is_meta(line) and vocabulary.is_indicator(name) else known.indicator,
        place=name if not is_meta(line) and vocabulary.is_place(name) else known.place,
        year=only if known.year in (None, only) else known.year if only is None else NO_YEAR,
        part=label.part or known.part,
        notes=(*known.notes, line) if other_value(line) or not says_unit_only else known.notes,
    )


def _year_in(line: str) -> int | None:
    """Return the year that a line gives to the figures below it: alone, and not one of prices or of a yearbook."""
    if _PUBLISHED.search(line) or _BASE_YEAR.search(line):
        return None
    years = set(_SINGLE_YEAR.findall(line))
    return int(next(iter(years))) if len(years) == 1 and set(_ANY_YEAR.findall(line)) == years else None


def is_note(line: str) -> bool:
    """Whether a line is a note or names a source."""
    return bool(_NOTE.match(line))


def narrows(line: str) -> bool:
    """Whether a line within a table changes what the figures below it are about: 农村, 第一产业, 比上年增长."""
    # With a measure it is a row of the table without figures, not a heading.
    return bool(_NARROWER.search(line)) and not measure_in(line)


def other_period(text: str) -> bool:
    """Whether a text names a part of a year: 1-6月, 三季度, 上半年.

    >>> [other_period(text) for text in ("2019年1-6月", "前三季度", "1-12月", "2019年12月31日", "2019年")]
    [True, True, False, False, False]
    """
    return bool(_PERIOD.search(text))


def other_value(text: str) -> bool:
    """Whether a text says that figures are in the prices of another year, planned or expected.

    >>> [other_value(text) for text in ("2015年不变价", "按2015年价格计算", "2020年计划", "计划单列市主要指标")]
    [True, True, True, False]
    """
    return bool(_OTHER_VALUE.search(text))


def note_on_prices(note: str) -> bool:
    """Whether a note says that the levels of its table are at constant prices; of growth rates that is usual.

    >>> [note_on_prices(note) for note in ("注：按2015年不变价计算", "注：绝对数按当年价格，增长速度按不变价格计算")]
    [True, False]
    """
    return bool(_CONSTANT.search(note)) and not _CHANGE.search(note) and not _CURRENT.search(note)


def is_change(text: str) -> bool:
    """Whether a text says that figures are changes or indices: 同比, 比上年增长, 指数."""
    return bool(_CHANGE.search(text))


def says_levels_are_changes(text: str) -> bool:
    """Whether a title makes changes of figures whose measure is one of levels; it does not where it names both.

    >>> [says_levels_are_changes(text) for text in ("GDP比上年增长", "GDP及增长速度", "指数基础数据")]
    [True, False, False]
    """
    return bool(_OF_LEVELS.search(text)) and not _AND_CHANGES.search(text)


def sets_apart(text: str) -> bool:
    """Whether a text beside a figure says that it is no figure of the year and the place as such."""
    return other_period(text) or is_change(text) or bool(_OTHER.search(text))


def _with_keyed(known: Context, key: str, text: str) -> Context:
    if key == "指标":
        label = label_of(text)
        return _replace(known, indicator=label.name, measure=label.measure or known.measure)
    if key in ("地区", "城市"):
        return _replace(known, place=text)
    years = set(_ANY_YEAR.findall(text))
    single = len(years) == 1 and re.fullmatch(r"\d{4}\s*年?", text.strip())
    return _replace(known, year=int(next(iter(years)))) if single else known


def _replace(known: Context, **changes: object) -> Context:
    return Context(**{**vars(known), **changes})
