"""Labels of foreign tables taken apart: years, measures in brackets, scopes, marks of sub-items, two languages."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from flowxl.yearbook.grids import Cell, as_text
from flowxl.yearbook.measures import known_measure

_YEAR = re.compile(r"[yY]?\s*((?:19|20)\d\d)(?:\.0+)?\s*(?:年(?:度|末|底)?)?")
_MARKED_YEAR = re.compile(
    r"[yY]?\s*((?:19|20)\d\d)\s*年?\s*(?:[*＊※†‡#]{1,3}|[①-⑳¹²³]|\d[)）]|"
    r"[(（\[]\s*(?:[pre]|初步(?:数|核算)?|修[订正]数?|快报数?|预计数?|调整数?|[*＊①-⑳\d])\s*[)）\]])",
    re.IGNORECASE,
)
_LAST_DAY = re.compile(r"((?:19|20)\d\d)[-/.](?:12[-/.]31)(?:[ T]00:00(?::00)?)?")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_SUB_ITEM = re.compile(r"^\s*(?:[#＃]\s*|(?:其中|Of which)\s*[:：]\s*)", re.IGNORECASE)
_UNIT_AFTER = re.compile(r"^(.*?)(?:\s*[,，_/]\s*|\s+)([^,，_/\s]+)$")
_UNIT_WORD = re.compile(r"(?:计量)?单位\s*[:：]\s*([^\s)）,，;；]+)|\bunit\s*[:：]\s*([^)）;；]+)", re.IGNORECASE)
_PAIR = re.compile(r"^\s*([^:：]{1,20})\s*[:：]\s*(.+)$", re.DOTALL)
_WHOLE = re.compile(r"全\s*市|total\s+city", re.IGNORECASE)
_PART = re.compile(r"市\s*辖\s*区|districts\s+under\s+city|(?:^|[(\s])市\s*区", re.IGNORECASE)
_MADE_UP = re.compile(r"插值|插补|估计|估算|预测|平滑|interpolat|estimat|forecast|imputed", re.IGNORECASE)


@dataclass(frozen=True)
class Label:
    """A label taken apart.

    Attributes
    ----------
    name
        What is left when everything else is taken off.
    measure
        Unit in it, or empty.
    part
        Words that narrow the place to a part of it (市辖区), or empty.
    sub_item
        Whether it is marked as one part of the item above (``# 汽车``).
    made_up
        Words that say that the figures were not observed (插值), or empty.
    """

    name: str
    measure: str = ""
    part: str = ""
    sub_item: bool = False
    made_up: str = ""


def year_of(cell: Cell) -> int | None:
    """Return the year that a label stands for, or None.

    >>> [year_of(label) for label in ("2011年", "Y2024年", "2011/12/31", "1998.0", 2006.0, "2011年6月", "20111")]
    [2011, 2024, 2011, 1998, 2006, None, None]
    """
    text = unicodedata.normalize("NFKC", as_text(cell)).strip().strip("\ufeff\u200b").strip()
    found = _YEAR.fullmatch(text) or _LAST_DAY.fullmatch(text)
    return int(found[1]) if found else None


def marked_year(cell: Cell) -> int | None:
    """Return the year of a label that carries a mark for a footnote or of a vintage, or None.

    >>> [marked_year(label) for label in ("2020年*", "2020①", "2020(初步)", "2020 r", "2020年", "2020年(一季度)")]
    [2020, 2020, 2020, None, None, None]
    """
    found = _MARKED_YEAR.fullmatch(as_text(cell).strip())  # not in half-width forms: ① would be a digit
    return int(found[1]) if found else None


def any_year(cell: Cell) -> int | None:
    """Return the year of a label, marked or not, or None."""
    year = year_of(cell)
    return marked_year(cell) if year is None else year


def plain(text: str) -> str:
    """Return a text in half-width forms; line breaks stay, for they separate languages."""
    text = unicodedata.normalize("NFKC", text.replace("_x000D_", "").replace("\r", ""))
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip("\ufeff\u200b \n")


def label_of(text: str) -> Label:
    r"""Take a label apart.

    >>> label_of("年末总人口\r\n(万人)")
    Label(name='年末总人口', measure='万人', part='', sub_item=False, made_up='')
    >>> label_of("GDP_亿元").measure, label_of("GDP指数(上年=100)").name
    ('亿元', 'GDP指数(上年=100)')
    """
    text = plain(text)
    sub_item = bool(_SUB_ITEM.match(text))
    text = _SUB_ITEM.sub("", text)
    text, measure = _without_measure(text)
    part = _PART.search(text)
    made_up = _MADE_UP.search(text)
    name = one_language(_WHOLE.sub(" ", text))
    return Label(name, measure, part[0] if part else "", sub_item, made_up[0] if made_up else "")


def place_and_name(text: str) -> tuple[str, str] | None:
    """Return the two halves of a title such as 北京:GDP, or None.

    >>> place_and_name("北京：人均GDP"), place_and_name("GDP")
    (('北京', '人均GDP'), None)
    """
    found = _PAIR.match(text)
    return (found[1].strip(), found[2].strip()) if found else None


def joined(labels: Iterable[Label]) -> Label:
    """Return the label of a column whose header has several rows; the lower measure is nearer to the figures.

    >>> joined([label_of("年末总人口(万人)"), label_of("全市")])
    Label(name='年末总人口', measure='万人', part='', sub_item=False, made_up='')
    """
    found = list(labels)
    return Label(
        " ".join(label.name for label in found if label.name),
        next((label.measure for label in reversed(found) if label.measure), ""),
        next((label.part for label in found if label.part), ""),
        any(label.sub_item for label in found),
        next((label.made_up for label in found if label.made_up), ""),
    )


def measure_in(text: str) -> str:
    """Return the measure that a title or a line above a table names, or an empty text.

    >>> measure_in("表1 各市人口 单位：万人"), measure_in("粮食产量（万吨）"), measure_in("表2 (续)")
    ('万人', '万吨', '')
    """
    text = plain(text)
    word = _UNIT_WORD.search(text)
    return (word[1] or word[2]).strip() if word else _without_measure(text)[1]


def _without_measure(text: str) -> tuple[str, str]:
    """Take the measure off: in brackets, after 单位, or after a last comma, blank or underscore."""
    if known_measure(text):
        return "", text
    word = _UNIT_WORD.search(text)
    if word:
        rest = _BRACKETS.sub(lambda found: "" if _UNIT_WORD.search(found[0]) else found[0], text)
        return _UNIT_WORD.sub("", rest).strip(" \n,，"), (word[1] or word[2]).strip()
    units = [found for found in _BRACKETS.finditer(text) if known_measure(found[1])]
    if units:
        for found in reversed(units):
            text = text[: found.start()] + " " + text[found.end() :]
        return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip(), units[0][1].strip()
    after = _UNIT_AFTER.match(text) if "\n" not in text else None
    if after and known_measure(after[2]) and after[1] and not set("()[]【】") & set(after[2]):
        return after[1].strip(), after[2].strip()
    return text, ""


def one_language(text: str) -> str:
    r"""Return the Chinese lines of a label in two languages: the English ones follow them.

    >>> one_language("年末户籍人口\nPopulation at Year-end"), one_language("Gross\nRegional Product")
    ('年末户籍人口', 'Gross Regional Product')
    """
    lines = [line for line in text.split("\n") if line.strip()]
    chinese = [number for number, line in enumerate(lines) if _CHINESE.search(line)]
    if not chinese:
        return " ".join(lines).strip()
    return "".join(" ".join(line.split()) for line in lines[: chinese[-1] + 1]).strip()
