"""Ratings in a range: experts in rows and items in columns or turned, with labels or without."""

import math
import re
from dataclasses import dataclass
from itertools import dropwhile

import numpy as np

from flowxl.ooxml.addresses import a1
from flowxl.udf.cell_values import Cell, Grid, is_blank, shown, text_of, transposed
from flowxl.udf.errors import FunctionError, argument, missing, unusable
from flowxl.voice.faults import Fault
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Language

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NUMBERING = {"专家", "专家编号", "编号", "序号", "代码", "expert", "experts", "no", "no.", "number", "id", "code", "#"}
"""Titles under which numbers are marks of experts and no ratings."""


@dataclass(frozen=True, eq=False)
class Ratings:
    """Ratings, shape (experts, items), NaN for a blank; the name of each item; the language of the labels."""

    values: np.ndarray
    items: tuple[str, ...]
    language: Language


def read_ratings(grid: Grid, *, turned: bool) -> Ratings:
    """Read a range; its first row and its first column may hold labels, which are texts.

    Blank rows and columns at its end are none. Without labels items are named by their place, and titles are Chinese.

    Raises
    ------
    FunctionError
        ``#VALUE!`` with each cell that is neither a number nor a label; ``#N/A`` if there is no number at all.
    """
    rows = _without_end(_without_end(transposed(grid) if turned else grid, across=False), across=True)
    head, side = _labels(rows, turned=turned) if rows else (False, False)
    body = np.array(_numbers(rows, head, side, turned=turned), dtype=np.float64)
    if np.isnan(body).all():
        raise missing("ratings", Message("udf.no_number"), Message("udf.at_least_one_number"))
    names = [text_of(cell) for cell in rows[0][side:]] if head else []
    items = tuple((names[n] if head else "") or str(n + 1) for n in range(body.shape[1]))
    return Ratings(body, items, "zh" if not any(names) or CHINESE.search("".join(names)) else "en")


def _without_end(rows: Grid, *, across: bool) -> Grid:
    lines = transposed(rows) if across else rows
    kept = tuple(dropwhile(is_blank, reversed(lines)))[::-1]
    return transposed(kept) if across and kept else kept


def _is_text(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(cell.strip())


def _labels(rows: Grid, *, turned: bool) -> tuple[bool, bool]:
    """Return whether the first row and the first column hold labels.

    Raises
    ------
    FunctionError
        If one of them holds texts and numbers, an item with ratings has no label, or the first item seems to be the
        numbers of the experts.
    """
    first = [row[0] for row in rows]
    corner = _is_text(first[0])
    side = any(map(_is_text, first[1:])) or (corner and len(rows) == 1)
    head = any(map(_is_text, rows[0][1:])) or (corner and not side)
    for labelled, line, across in ((head, rows[0], True), (side, first, False)):
        own = list(line)[1 if head and side else 0 :]
        if labelled and any(not _is_text(cell) and cell is not None for cell in own):
            place = next(n for n, cell in enumerate(line) if _is_text(cell))
            where = _where(0, place, turned=turned) if across else _where(place, 0, turned=turned)
            met = Message("udf.beside_numbers", found=shown(line[place]))
            raise unusable(where, met, Message("udf.numbers_or_labels"))
    if head and not side:
        _check_first(rows, turned=turned)
    if head:
        for n, cell in enumerate(rows[0]):
            if n >= side and not _is_text(cell) and not is_blank(row[n] for row in rows[1:]):
                raise unusable(_where(0, n, turned=turned), shown(None), Message("udf.label"))
    return head, side


def _check_first(rows: Grid, *, turned: bool) -> None:
    title = text_of(rows[0][0])
    if title.casefold() in NUMBERING:
        met = Message("udf.above_numbers", found=title)
        raise unusable(_where(0, 0, turned=turned), met, Message("udf.texts_or_no_title"))


def _where(row: int, column: int, *, turned: bool) -> Message:
    cell = a1(column, row) if turned else a1(row, column)
    return Message("place.range_cell", argument=argument("ratings"), cell=cell)


def _numbers(rows: Grid, head: bool, side: bool, *, turned: bool) -> list[list[float]]:
    faults, lines = [], []
    for down, row in enumerate(rows[head:], start=head):
        line = []
        for right, cell in enumerate(row[side:], start=side):
            line.append(cell if isinstance(cell, float) else math.nan)
            if not isinstance(cell, float) and not is_blank([cell]):
                place = Place(name=_where(down, right, turned=turned))
                faults.append(Fault("rating.in_range", place, found=shown(cell)))
        lines.append(line)
    if faults:
        raise FunctionError("#VALUE!", faults)
    return lines
