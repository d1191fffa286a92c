"""A sheet of a foreign file as plain cells: numbers, texts, blanks; where each stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flowxl.ooxml.addresses import a1
from flowxl.voice.message import Message

Cell = float | str
"""A number, a text as it stands, or an empty text for a blank cell."""

UNCACHED = "=…"
"""What stands for a formula of a workbook that has no stored value."""
MAX_CELLS = 4_000_000
"""A file with more is nothing that a person pasted together."""


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet, or of a text file; rows may differ in length.

    Attributes
    ----------
    file, sheet
        Names; the sheet of a text file is empty.
    rows, notes
        Cells from the first row and column of the sheet on; what was done to read them, for people.
    separator
        What stands between the cells of a text file; empty elsewhere.
    doubts
        Why a cell may not mean the number in it, by row and column.
    """

    file: str
    sheet: str
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    separator: str = ""
    doubts: Mapping[tuple[int, int], Message] = field(default_factory=dict)

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell; rows and columns count from 0, and beyond the last one all is blank."""
        line = self.rows[row] if row < len(self.rows) else ()
        return line[column] if column < len(line) else ""

    def text(self, row: int, column: int) -> str:
        """Return a cell as text, stripped; whole numbers without a point."""
        return as_text(self.cell(row, column)).strip()

    def filled(self, row: int) -> list[int]:
        """Return the columns that hold something in a row."""
        return [column for column, cell in enumerate(self.rows[row]) if not is_blank(cell)]


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing but blanks."""
    return isinstance(cell, str) and not cell.strip("\ufeff\u200b \t\r\n\u3000\u00a0")


def as_text(cell: Cell) -> str:
    """Return a cell as text.

    >>> as_text(2011.0), as_text(0.14), as_text(" a")
    ('2011', '0.14', ' a')
    """
    if isinstance(cell, str):
        return cell
    return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell; rows and columns count from 0.

    >>> cell_name(0, 0), cell_name(6, 27)
    ('A1', 'AB7')
    """
    return a1(row, column)
