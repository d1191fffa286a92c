"""Lines above and within a table that are about another place or item than the one its figures would be taken for."""

import re

from flowxl.yearbook.cell_kinds import is_meta
from flowxl.yearbook.context import Vocabulary, is_change, is_note, narrows, other_period, other_value
from flowxl.yearbook.labels import label_of, plain, year_of

_ADMINISTRATIVE = re.compile(
    r"[\u4e00-\u9fff]{2,6}?(?:新区|开发区|自治[区州县旗]|(?<![城上超股夜门])市(?![区场辖民政属值委])|"
    r"(?<![地市辖城郊社园景小灾行政])区(?![域间])|[县省盟旗镇])"
)
_GENERAL = re.compile(r"[各全分本我该两主]|城市|地区|单列|省级|直辖|辖|所属|统计|市县|县市|及以下|以上")
_CONTINUED = re.compile(
    r"[(（\[]?\s*(?:(?:表|table)\s*[\d.\-－—]*\s*)?(?:续\s*表?|接上表|continued|cont\.?)\s*[\d一二三四五六七八九十.\-－—]*\s*[)）\]]?|"
    r"(?:表|table)\s*[\d.\-－—]+\s*[(（\[](?:续\s*表?|continued|cont\.?)\s*[\d一二三四五六七八九十]*[)）\]]",
    re.IGNORECASE,
)
# a heading that only groups rows of places
_GROUP = re.compile(
    r"(?:省|市|区|州|盟|县|部|带|群|圈|湾|三角|半岛|东北|华东|华北|华南|华中|西北|西南|全国|[合总小]计)$|^(?:分|按)|"
    r"region|province|area|cities|municipalit|total|^[A-Z]?[\d一二三四五六七八九十.、()（）\s]*$",
    re.IGNORECASE,
)

_NARROWING = re.compile(
    r"人均|农村|城镇|乡村|第[一二三]产业|工业|农业|建筑业|服务业|国有|私营|集体|规模以上|限额以上|"
    r"per capita|\brural\b|\burban\b",
    re.IGNORECASE,
)


def is_continued(line: str) -> bool:
    """Whether a line says that a table goes on: 续表, 表1 (续), continued.

    >>> [is_continued(line) for line in ("续表", "（续表2）", "表1续", "Table 2 (continued)", "表2 人口", "续航里程")]
    [True, True, True, True, False, False]
    """
    return bool(_CONTINUED.fullmatch(plain(line)))


def other_place(line: str, place: str, vocabulary: Vocabulary) -> bool:
    """Whether a line names a place that is not the one of the figures, nor a province around it.

    Names end in 市, 区, 县 …, or are those of the framework; 各市 and 全市 name none.
    """
    named = [found for found in _ADMINISTRATIVE.findall(line) if not _GENERAL.search(found)]
    own = [name for name in named if vocabulary.is_same_place(name, place)]
    others = [name for name in named if name not in own and not (own and name.endswith(("省", "自治区")))]
    return bool(others) or bool(vocabulary.other_places(line, place))


def other_item(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a line within a table whose figures have their indicator from above it names something else."""
    text = plain(line)
    name = label_of(text).name
    if not name or is_meta(text) or is_note(text) or is_continued(text) or year_of(name) is not None:
        return False
    known = vocabulary.is_indicator(name) or vocabulary.is_place(name)
    return not known and not _GROUP.search(name)


def narrows_item(heading: str, name: str) -> bool:
    """Whether a heading speaks of less than an indicator that is not named beside its figures: 人均GDP above GDP."""
    return any(word.lower() not in name.lower() for word in _NARROWING.findall(heading))


def turns(text: str) -> bool:
    """Whether a text in a row without figures changes what the rows below are about: 市辖区, 比上年增长, 农村.

    A row with a measure is one of the table without figures, unless that is a rate of change.
    """
    label = label_of(text)
    if label.measure and label.measure != "%":
        return False
    return bool(label.part) or other_period(text) or other_value(text) or is_change(text) or narrows(text)
