"""Ratings that stand where nobody reads them: pasted beside or below, or of experts who were not asked."""

import re
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from flowxl.ooxml.package import Kind
from flowxl.reading.book_tables import Cell, Table, outside
from flowxl.voice.faults import Fault
from flowxl.voice.place import Place
from flowxl.workbook import texts
from flowxl.workbook.sheets.delphi_grids import RATING_FIELDS

OWN_TITLES = {title for key in RATING_FIELDS for title in texts.FIELDS[key].both}
CODE = re.compile(r"[A-Za-z]*\d*")
"""What heads a column of ratings; a person's own figures beside them have a title in words."""
Asked = Mapping[int, Mapping[str, int]]


def stray_ratings(table: Table, columns: Mapping[str, int]) -> Iterator[Fault]:
    """Yield the first number of each column that may be an expert's and is none's, and what stands below the table.

    Formulas are a person's own sums.
    """
    at = table.target
    for column in range(at.min_col, at.max_col + 2):
        title = table.cell(at.min_row, column).text
        if column not in columns.values() and title not in OWN_TITLES and CODE.fullmatch(title):
            yield from _first(table.cell(row, column) for row in range(at.min_row + 1, at.max_row + 1))
    below = [column for row, filled in outside(table) if row == at.max_row + 1 for column in filled]
    yield from _first(table.cell(at.max_row + 1, column) for column in below if column in columns.values())


def _first(cells: Iterable[Cell]) -> Iterator[Fault]:
    found = next((cell for cell in cells if cell.kind is Kind.NUMBER and not cell.is_formula), None)
    if found is not None:
        yield Fault("delphi.stray", found.place, found=found.content)


def not_asked(
    table: Table, ratings: Mapping[str, np.ndarray], experts: tuple[str, ...], asked: Asked
) -> Iterator[Fault]:
    """Yield the experts with ratings in a round that they were not asked in: these would be lost."""
    for number, own in asked.items():
        for n, expert in enumerate(experts):
            if expert not in own and str(number) in ratings and not np.isnan(ratings[str(number)][n]).all():
                yield Fault("delphi.not_asked", Place(sheet=table.target.sheet), expert=expert, round=number)
