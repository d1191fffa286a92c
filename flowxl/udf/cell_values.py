"""Cells as spreadsheet programs hand them over, made alike: a number, a text, a truth value, an error or nothing."""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flowxl.udf.errors import unusable
from flowxl.voice.message import Message
from flowxl.voice.text import Sayable, Text

EXCEL_ERRORS = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
}
"""How error cells arrive through COM: whole numbers, while the numbers of cells are floats."""
EPOCH = dt.datetime(1899, 12, 30)


@dataclass(frozen=True)
class CellError:
    """An error value in a cell."""

    text: str

    def __str__(self) -> str:
        """Return the error as the cell shows it."""
        return self.text


UNNAMED_ERROR = CellError("#ERR")
"""An error value of which the program does not say which one it is."""
Cell = float | str | bool | CellError | None
Grid = tuple[tuple[Cell, ...], ...]


def clean(value: Any) -> Cell:
    """Return a cell as a number, a text, a truth value, an error or None; a date is the number behind it.

    Raises
    ------
    FunctionError
        For a value that no cell has.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool | str | CellError):
        return value
    if isinstance(value, int) and value in EXCEL_ERRORS:
        return CellError(EXCEL_ERRORS[value])
    if isinstance(value, dt.datetime):
        return (value.replace(tzinfo=None) - EPOCH) / dt.timedelta(days=1)
    if isinstance(value, int | float | Decimal):
        number = float(value)
        return number if math.isfinite(number) else CellError("#NUM!")
    raise unusable(Message("place.argument"), as_it_is(type(value).__name__), Message("udf.cells_with"))


def as_grid(value: Any) -> Grid:
    """Return a cell or a range as rows of cells.

    Raises
    ------
    FunctionError
        If rows differ in length.
    """
    if not isinstance(value, tuple | list):
        return ((clean(value),),)
    rows = [row if isinstance(row, tuple | list) else None for row in value]
    if all(row is None for row in rows):
        return (tuple(map(clean, value)),)
    if any(row is None for row in rows) or len({len(row) for row in rows if row is not None}) != 1:
        raise unusable(Message("place.range"), Message("udf.ragged"), Message("udf.rectangle"))
    return tuple(tuple(map(clean, row)) for row in rows if row is not None)


def transposed(grid: Grid) -> Grid:
    """Swap rows and columns."""
    return tuple(zip(*grid, strict=True))


def is_blank(cells: Iterable[Cell]) -> bool:
    """Say whether there is nothing in any of the cells."""
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def text_of(cell: Cell) -> str:
    """Return a cell as text; whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def as_it_is(text: str) -> Text:
    """Return what is written alike in every language, such as a number."""
    return Text(text, text)


def shown(cell: Cell) -> Sayable:
    """Return what was found in a cell, for a message."""
    if cell is None:
        return Message("nothing")
    if cell == UNNAMED_ERROR:
        return Message("udf.error_value")
    return Message("udf.text", text=cell) if isinstance(cell, str) else as_it_is(str(cell))


def or_blank(value: float) -> float | str:
    """Return a number as a cell shows it: a blank where there is none."""
    return "" if math.isnan(value) else float(value)


def choice(value: Any, argument: str, allowed: tuple[int, int], default: int = 1) -> int:
    """Return one of two whole numbers that an argument may be; the default if it was left out.

    Raises
    ------
    FunctionError
        If it is anything else.
    """
    if value is None:
        return default
    grid = as_grid(value)
    cell = grid[0][0]
    if len(grid) * len(grid[0]) == 1 and isinstance(cell, float) and cell in allowed:
        return int(cell)
    raise unusable(argument, shown(cell), Message("udf.either", first=allowed[0], second=allowed[1]))
