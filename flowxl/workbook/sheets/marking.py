"""Highlights that several sheets have: the state of the book, counts, scores in colours, scores that rest on little."""

from collections.abc import Iterator

from flowxl.ooxml.addresses import a1
from flowxl.workbook.book import Book
from flowxl.workbook.declare import Heat, Highlight

STATUS_ROW, COUNT_ROW = 1, 2
SIGNS = ("●", "▲", "■")
"""The first character of a status line says its state, also in grey print."""


def status() -> Iterator[Highlight]:
    """Colour the status line by the sign that it begins with."""
    cell = a1(STATUS_ROW, 0, pin_row=True, pin_column=True)
    for sign, look in zip(SIGNS, ("good", "attention", "fault"), strict=True):
        yield Highlight((STATUS_ROW, 0, STATUS_ROW, 2), f'LEFT({cell},1)="{sign}"', look)


def positive(book: Book, name: str, fields: tuple[str, ...], look: str) -> Iterator[Highlight]:
    """Mark counts above 0 in some fields of a table."""
    area = book.layout.areas[name]
    for field in fields:
        yield Highlight(area.cells(field), f"N({area.cell(0, field)})>0", look)


def thin(book: Book, name: str, sheet: str, size: int, family: str = "score") -> Highlight:
    """Mark pillar scores that rest on few indicators."""
    layout = book.layout
    area, pillars = layout.area(name, sheet), layout.area("flow_pillars", sheet)
    scores, counts = layout.city_keys(family), layout.city_keys("present_indicators")
    find = pillars.find(area.cell(0, "code", "f"))
    column = pillars.span(counts[0], "i")
    place = f"1,{find}" if pillars.grid.transposed else f"{find},1"
    needed = f"{book.setting('min_indicator_share', sheet)}*INDEX({pillars.span('indicators')},{place})"
    present = f"INDEX({column},{place})"
    formula = f"ISNUMBER({area.cell(0, scores[0])})*({present}<{needed})"
    return Highlight(area.cells(scores[0], scores[-1], 0, size - 1), formula, "thin")


def heat(book: Book, name: str, size: int | None = None, family: str = "score") -> Heat:
    """Colour scores around 0, evenly to both sides, so that a shade means the same size either way."""
    area, scores = book.layout.areas[name], book.layout.city_keys(family)
    last = (size or area.grid.size) - 1
    start, end = area.position(0, scores[0]), area.position(last, scores[-1])
    fixed = {"pin_row": True, "pin_column": True}
    every = f"{a1(*start, **fixed)}:{a1(*end, **fixed)}"
    return Heat((*start, *end), f"SQRT(SUMSQ({every})/COUNT({every}))")
