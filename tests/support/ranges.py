"""Ranges as a spreadsheet program hands them to a function: those of a built book, and a small foreign table."""

from pathlib import Path

import openpyxl

TABLES = ("flow_data", "flow_weights", "flow_settings")

# Three cities, two pillars, three indicators, two years; made up, so that every mean is a small whole number.
DATA = (
    ("Indicator", "City", "Pillar", "2019", "2020"),
    ("Ports", "North", "Trade", 1.0, 3.0),
    ("Ports", "Middle", "Trade", 4.0, 4.0),
    ("Ports", "South", "Trade", 6.0, 6.0),
    ("Cables", "North", "Trade", 9.0, 9.0),
    ("Cables", "Middle", "Trade", 5.0, 5.0),
    ("Cables", "South", "Trade", 1.0, 1.0),
    ("Trips", "North", "People", 10.0, 10.0),
    ("Trips", "Middle", "People", 30.0, 30.0),
    ("Trips", "South", "People", 20.0, 20.0),
)
WEIGHTS = (("Code", "Weight"), ("Trade", 2.0), ("People", 3.0))
# Ports 2, 4, 6 -> -1, 0, 1; Cables 9, 5, 1 -> 1, 0, -1; Trade 0, 0, 0; Trips 10, 30, 20 -> -1, 1, 0.
INDEX = {"North": -3.0, "Middle": 3.0, "South": 0.0}


def ranges_of(path: Path, *names: str) -> tuple[tuple[tuple[object, ...], ...], ...]:
    """Return the values of defined names of a saved book."""
    book = openpyxl.load_workbook(path, data_only=True)
    found = []
    for name in names or TABLES:
        ((sheet, address),) = book.defined_names[name].destinations
        found.append(tuple(tuple(cell.value for cell in row) for row in book[sheet][address]))
    return tuple(found)


def changed(
    grid: tuple[tuple[object, ...], ...], row: int, column: int, value: object
) -> tuple[tuple[object, ...], ...]:
    """Return a range with one cell changed."""
    lines = [list(line) for line in grid]
    lines[row][column] = value
    return tuple(map(tuple, lines))
