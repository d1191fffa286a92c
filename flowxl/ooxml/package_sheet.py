"""Cells of one sheet as they are asked for: kind, value, formula or not."""

import math
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

import numpy as np

from flowxl.ooxml.package_positions import Positions

Position = tuple[int, int]
Area = tuple[int, int, int, int]
Value = float | str | bool | None


class Kind(Enum):
    """What stands in a cell."""

    BLANK = "blank"
    NUMBER = "number"
    TEXT = "text"
    BOOL = "bool"
    ERROR = "error"
    DATE = "date"
    UNCACHED = "uncached"


@dataclass
class Marks:
    """What a reading of the XML of a sheet finds beside values; rows and columns count from 1.

    Attributes
    ----------
    formulas, uncached
        Positions of formula cells, and of those without a stored value.
    arrays
        First row, first column, last row, last column of array formulas.
    booleans
        Positions.
    errors, dates
        Names of errors and serial numbers of dates, by position.
    """

    formulas: Positions = field(default_factory=Positions)
    arrays: list[Area] = field(default_factory=list)
    uncached: Positions = field(default_factory=Positions)
    booleans: set[Position] = field(default_factory=set)
    errors: dict[Position, str] = field(default_factory=dict)
    dates: dict[Position, float] = field(default_factory=dict)


def position(ref: bytes) -> Position:
    """Return row and column of an address.

    >>> position(b"AB5")
    (5, 28)
    """
    letters = ref.rstrip(b"0123456789")
    column = 0
    for letter in letters:
        column = 26 * column + letter - 64
    return int(ref[len(letters) :]), column


def area(ref: bytes) -> Area:
    """Return first row, first column, last row and last column of a range.

    >>> area(b"$A$1:$B$9")
    (1, 1, 9, 2)
    """
    first, _, last = ref.replace(b"$", b"").partition(b":")
    return (*position(first), *position(last or first))


class SheetCells:
    """Cells of one sheet; rows and columns count from 1.

    Attributes
    ----------
    max_row, max_col
        Last row and column with something in it, 0 where the sheet is empty.
    dated, errors, booleans
        Positions of cells of these kinds.
    """

    def __init__(self, rows: Sequence[Sequence[object]], marks: Marks) -> None:
        self._rows = rows
        self._marks = marks
        self._formulas, self._uncached = marks.formulas.rows, marks.uncached.rows
        self.errors, self.dated, self.booleans = (
            frozenset(at for at in found if at not in marks.uncached)
            for found in (marks.errors, marks.dates, marks.booleans)
        )
        self._kinds = dict.fromkeys(self.dated, Kind.DATE) | dict.fromkeys(self.errors, Kind.ERROR)
        last_row, last_column = marks.uncached.last
        self.max_row = max([len(rows), last_row, *(row for row, _ in self._kinds)])
        self.max_col = max([max(map(len, rows), default=0), last_column, *(column for _, column in self._kinds)])

    @property
    def uncached(self) -> frozenset[Position]:
        """Positions of formulas without a stored value."""
        return frozenset(self._marks.uncached)

    def _stored(self, row: int, col: int) -> object:
        line = self._rows[row - 1] if 0 < row <= len(self._rows) else ()
        return line[col - 1] if 0 < col <= len(line) else ""

    def _marked_kind(self, row: int, col: int) -> Kind | None:
        """Return the kind of a cell whose stored value does not tell it."""
        return Kind.UNCACHED if col in self._uncached.get(row, ()) else self._kinds.get((row, col))

    def kind(self, row: int, col: int) -> Kind:
        """Return what stands in a cell; a formula is told by its stored value."""
        marked = self._marked_kind(row, col)
        if marked is not None:
            return marked
        stored = self._stored(row, col)
        if isinstance(stored, bool):
            return Kind.BOOL
        if isinstance(stored, float):
            return Kind.NUMBER if math.isfinite(stored) else Kind.ERROR
        return Kind.TEXT if stored != "" or self.is_formula(row, col) else Kind.BLANK

    def look(self, row: int, col: int) -> tuple[Kind, Value, bool]:
        """Return kind, value and whether it is a formula; most cells of a large sheet are numbers, texts or blank."""
        formula = self.is_formula(row, col)
        if self._marked_kind(row, col) is None:
            stored = self._stored(row, col)
            if type(stored) is float and math.isfinite(stored):
                return Kind.NUMBER, stored, formula
            if type(stored) is str:
                return (Kind.TEXT, stored, formula) if stored or formula else (Kind.BLANK, None, False)
        return self.kind(row, col), self.value(row, col), formula

    def value(self, row: int, col: int) -> Value:
        """Return the value as stored.

        Numbers and the serial numbers of dates are floats, texts and the names of errors strings; None stands for
        blank cells and for formulas without a stored value.
        """
        kind = self.kind(row, col)
        if kind in (Kind.BLANK, Kind.UNCACHED):
            return None
        if kind is Kind.DATE:
            return self._marks.dates[row, col]
        if kind is Kind.ERROR:
            return self._marks.errors.get((row, col), "#NUM!")
        stored = self._stored(row, col)
        return stored if isinstance(stored, bool | float) else str(stored)

    def is_formula(self, row: int, col: int) -> bool:
        """Tell whether a cell holds a formula or is a part of an array formula."""
        if col in self._formulas.get(row, ()):
            return True
        return (
            bool(self._marks.arrays) and row <= self.max_row and col <= self.max_col and bool(self._in_arrays[row, col])
        )

    @cached_property
    def _in_arrays(self) -> np.ndarray:
        """Whether each cell is a part of an array formula: a sheet may have hundreds of thousands."""
        inside = np.zeros((self.max_row + 1, self.max_col + 1), dtype=bool)
        for top, left, bottom, right in self._marks.arrays:
            inside[top : bottom + 1, left : right + 1] = True
        return inside

    @cached_property
    def _odd(self) -> dict[int, set[int]]:
        """Columns of dates and errors by row."""
        odd: dict[int, set[int]] = {}
        for row, column in self._kinds:
            odd.setdefault(row, set()).add(column)
        return odd

    def _marked(self, row: int) -> frozenset[int] | set[int]:
        """Return the columns of a row whose stored values do not tell the kind."""
        uncached, odd = self._uncached.get(row), self._odd.get(row)
        return (odd | uncached if odd else uncached) if uncached else odd or set()

    def filled(self, row: int, left: int, right: int) -> list[int]:
        """Return the columns between two that hold something in a row; formulas that show nothing are left out."""
        line = self._rows[row - 1][left - 1 : right] if 0 < row <= len(self._rows) else ()
        columns = [column for column, stored in enumerate(line, left) if stored != ""] if _any(line) else []
        marked = [column for column in self._marked(row) if left <= column <= right]
        return sorted({*columns, *marked}) if marked else columns

    def plain_values(self, row: int) -> Sequence[object] | None:
        """Return the values of a row as they are stored; None where some have a kind of their own."""
        return self._rows[row - 1] if row <= len(self._rows) and not self._marked(row) else None

    def filled_rows(self, top: int, bottom: int, left: int, right: int) -> list[int]:
        """Return the rows of an area that hold something there; formulas that show nothing do not count."""
        return [
            row
            for row in self._rows_with_something[bisect_left(self._rows_with_something, top) :]
            if row <= bottom and self._is_filled(row, left, right)
        ]

    def _is_filled(self, row: int, left: int, right: int) -> bool:
        line = self._rows[row - 1][left - 1 : right] if 0 < row <= len(self._rows) else ()
        return _any(line) or any(left <= column <= right for column in self._marked(row))

    @cached_property
    def _rows_with_something(self) -> list[int]:
        """All rows that are not blank: most rows of a sheet with a stray cell far below are."""
        rows = {row for row, line in enumerate(self._rows, 1) if _any(line)}
        return sorted(rows.union(self._uncached, self._odd))

    def cells_outside(self, areas: Collection[Area]) -> Iterator[Position]:
        """Yield the positions of filled cells outside of all areas; formulas that show nothing are left out."""
        for row in self._rows_with_something:
            filled = self.filled(row, 1, self.max_col)
            for top, left, bottom, right in areas:
                if top <= row <= bottom:
                    filled = [column for column in filled if not left <= column <= right]
            yield from ((row, column) for column in filled)


def _any(line: Sequence[object]) -> bool:
    """Whether anything stands in a line of values; counting is twenty times as fast as looking at each."""
    return line.count("") != len(line)
