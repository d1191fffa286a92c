"""Small foreign tables for the tests of the import, written here in the manner of those that are met."""

import csv
import io
from pathlib import Path

import xlsxwriter

from flowxl.frameworks.load import load_framework
from flowxl.yearbook.context import Given
from flowxl.yearbook.grids import Grid
from flowxl.yearbook.name_lookup import Names
from flowxl.yearbook.readings import Reading
from flowxl.yearbook.table_readings import read_grid

FRAMEWORK = load_framework()
NAMES = Names(FRAMEWORK)
Short = tuple[str, str, int | None, str, float | None]


def grid(text: str, name: str = "table.csv") -> Grid:
    """Return a table written as CSV as a grid."""
    return Grid(name, "", tuple(map(tuple, csv.reader(io.StringIO(text)))))


def readings(text: str, **given: object) -> list[Reading]:
    """Return what is read from a table written as CSV."""
    return read_grid(grid(text), NAMES, Given(**given))  # type: ignore[arg-type]


def short(found: list[Reading]) -> list[Short]:
    """Return place, indicator, year, measure, value of each reading."""
    return [(r.place, r.indicator, r.year, r.measure, r.value) for r in found]


def write_xlsx(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    """Write sheets as a workbook of somebody else."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None and value != "":
                        sheet.write(number, column, value)
    return path
