"""What a single cell or row of a foreign table looks like, before anything is known of the table."""

import re
import unicodedata
from functools import lru_cache

from flowxl.yearbook.grids import Cell, Grid, is_blank
from flowxl.yearbook.labels import marked_year, year_of
from flowxl.yearbook.number_texts import read_text

_ERRORS = ("#VALUE!", "#N/A", "#DIV/0!", "#REF!", "#NAME?", "#NUM!", "#NULL!")
_MARKS = {"dash", "not_available", "ellipsis"}
# slips of typing and of optical recognition: figures with a letter, a colon, two points, two figures in one cell
_ALMOST = re.compile(
    r"(?=.*\d)[\d.,:;\s'’+\-%‰OolISBZz/、~～*]+|[(\[][^\w]*\d[\d.,\s%百千万亿元人*-]*[)\]]|[+-]?[\d.,]+\s*[百千万亿]+\S{0,3}"
)
_DATE = re.compile(
    r"(?:19|20)\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?:[ T][\d:]+)?|"
    r"(?:19|20)\d\d\s*年?\s*[-–—~～至/÷]\s*(?:19|20)\d\d\s*年?"
)
_META = re.compile(
    r"^\s*(数据库|指标|地区|城市|时间|年份|(?:计量)?单位|注\d*|注释|说明|备注|(?:数据|资料)?来源|source|notes?|unit)\s*[:：]",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^\s*(?:续?表|table)\s*\d", re.IGNORECASE)


def is_error(cell: Cell) -> bool:
    """Whether a cell shows an error of a spreadsheet program."""
    return isinstance(cell, str) and cell.strip().upper() in _ERRORS


def is_value(cell: Cell) -> bool:
    """Whether a cell looks like a figure, a mark for a missing one, or a slip in typing one.

    >>> [is_value(c) for c in (1.5, "36,365.38", "0:68", "…", "=H13/10000", "0．O9", "北京", "GDP", "2011年")]
    [True, True, True, True, True, True, False, False, False]
    """
    return not isinstance(cell, str) or _is_value(cell)


@lru_cache(maxsize=10_000)
def _is_value(cell: str) -> bool:
    text = unicodedata.normalize("NFKC", cell).strip()
    if is_blank(cell) or _DATE.fullmatch(text) or marked_year(cell) is not None:
        return False
    reading = read_text(cell, percentage=True)
    if reading.kind == "clear" or reading.rule in _MARKS:
        return True
    return is_error(text) or text.startswith("=") or bool(_ALMOST.fullmatch(text))


def is_meta(text: str) -> bool:
    """Whether a line says what a table is about, its source or a note (指标：, 单位：, 注：)."""
    return bool(_META.match(unicodedata.normalize("NFKC", text)))


def is_title(text: str) -> bool:
    """Whether a line is the title of a numbered table (表1)."""
    return bool(_TITLE.match(text))


def lines_of(grid: Grid, row: int) -> list[str]:
    """Return the texts of a row that is no part of a table: it has a single text, or begins as such lines do."""
    filled = grid.filled(row)
    texts = [grid.text(row, column) for column in filled]
    if len(filled) == 1 and not is_value(grid.cell(row, filled[0])):
        return texts
    if texts and is_meta(texts[0]) and not any(is_value(grid.cell(row, column)) for column in filled):
        return texts
    if len(filled) == 2 and is_meta(texts[1]) and not is_value(grid.cell(row, filled[0])):
        return texts  # a title, and 单位：万元 at the right end of the line
    return []


def is_plain_year(cell: Cell) -> bool:
    """Whether a cell is a year that could as well be a figure: 2011, and not 2011年."""
    return year_of(cell) is not None and is_value(cell)
