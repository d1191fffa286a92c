"""How a book looks as it is generated: its package without contents, and the style of every cell beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from flowxl.workbook.book import Book, Columns
from flowxl.workbook.grid import Area
from flowxl.workbook.layout import Sheet
from flowxl.workbook.writing.book_parts import PartsWorkbook
from flowxl.workbook.writing.cell_styles import Looks
from flowxl.workbook.writing.writer import _Worksheet, _Writer

NO_CELL = np.iinfo(np.uint16).max
"""Stands where a sheet has no cell; a file has at most 65,490 styles of cells."""


@dataclass(frozen=True, eq=False)
class BookLooks:
    """How a generated book looks.

    Attributes
    ----------
    parts
        Its package, the cells left out.
    cells
        By key of the sheet: the number of the style of each cell, shape (rows, columns), :data:`NO_CELL` where there
        is no cell.
    """

    parts: Mapping[str, bytes]
    cells: Mapping[str, np.ndarray]


def book_looks(book: Book, contents: Mapping[str, Columns]) -> BookLooks:
    """Return how a book looks when it is generated.

    Parameters
    ----------
    book
        The book.
    contents
        Of its grids, as :func:`flowxl.workbook.writing.writer.contents` gives them; only values and styles count.
    """
    writer = _LookWriter(book, Path(), None, None, dict(contents), exact=False)
    writer.write()
    return BookLooks(writer.parts, {key: sheet.looks for key, sheet in writer.worksheets.items()})


class _LookSheet(_Worksheet):
    """A worksheet that notes the style of each cell instead of writing it."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = np.full((64, 16), NO_CELL, dtype=np.uint16)

    def room(self, row: int, column: int) -> None:
        """Make room for a cell."""
        rows, columns = self.looks.shape
        if row >= rows or column >= columns:
            wider = np.full((max(row + 1, rows), max(column + 1, columns)), NO_CELL, dtype=np.uint16)
            wider[:rows, :columns] = self.looks
            self.looks = wider

    def note(self, row: int, column: int, style: Format) -> None:
        """Note the style of a cell."""
        self.room(row, column)
        self.looks[row, column] = _number(style)
        self.style = style

    def _assemble_xml_file(self) -> None:
        """Write one cell in every row that has some, since a row that has none has no height in the file."""
        for row in np.flatnonzero((self.looks != NO_CELL).any(axis=1)).tolist():
            self._write_blank(row, 0, None, self.style)
        super()._assemble_xml_file()

    def write_string(self, row: int, column: int, _: str, style: Format) -> None:
        """Note a text."""
        self.note(row, column, style)

    def write_blank(self, row: int, column: int, _: None, style: Format) -> None:
        """Note an empty cell."""
        self.note(row, column, style)

    def write_number(self, row: int, column: int, _: float, style: Format) -> None:
        """Note a number."""
        self.note(row, column, style)

    def write_url(self, row: int, column: int, _: str, style: Format, __: str) -> None:
        """Note a link."""
        self.note(row, column, style)

    def write_formula(self, row: int, column: int, _: str, style: Format, __: Any) -> None:
        """Note a formula."""
        self.note(row, column, style)

    def write_array_formula(self, row: int, column: int, _: int, __: int, ___: str, style: Format, ____: Any) -> None:
        """Note an array formula of one cell; those of more stand in tables."""
        self.note(row, column, style)


def _number(style: Format) -> int:
    """Return the number of a style, which it gets when a cell first has it."""
    return int(style._get_xf_index())


class _LookWriter(_Writer):
    """Sets up every sheet as the writer does, without contents of cells."""

    worksheet_class = _LookSheet

    def _contents(self, more: dict[str, Columns]) -> dict[str, Columns]:
        return more

    def _opened(self, path: Path) -> Workbook:  # noqa: ARG002 - there is no file
        self.parts: dict[str, bytes] = {}
        return PartsWorkbook(self.parts, big=False)

    def _grid(self, sheet: Sheet, worksheet: _LookSheet, area: Area, columns: Columns) -> None:
        looks = Looks(self.styles, area, columns)
        if area.grid.traits.caption.of(self.book.language):
            worksheet.note(area.top - 1, area.left, self.styles("caption"))
        for row, height in self.view.row_heights(area, columns, sheet).items():
            worksheet.set_row(row, height)
        worksheet.room(*area.bounds[2:])
        for field in area.grid.fields:
            self._head(worksheet, area, looks, field)
            look, (row, column) = looks.of(field.key), area.position(0, field.key)
            numbers = [_number(look(item)) for item in range(area.grid.size)]
            if area.grid.transposed:
                worksheet.looks[row, column : column + len(numbers)] = numbers
            else:
                worksheet.looks[row : row + len(numbers), column] = numbers
