"""What each field of our tables in an old book is: entered by people, computed by a formula, stored, a label."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from flowxl.carry.cell_moves import OldTable
from flowxl.workbook.book import Column, Columns
from flowxl.workbook.grid import Traits
from flowxl.workbook.layout import Layout

STORED = "stored"
"""Begins the fields that keep what a book was when it was generated: it differs as soon as anything is entered."""
TITLE = -2
"""Number of the line of titles."""


@dataclass(frozen=True, eq=False)
class OurField:
    """One field of a table of ours, with its contents as generated."""

    key: str
    column: Column
    traits: Traits

    @cached_property
    def is_year(self) -> bool:
        """Whether it is a year, with figures in it."""
        return self.key.startswith("year:")

    @cached_property
    def stored(self) -> bool:
        """Whether it keeps what the book was when it was generated."""
        return self.key.startswith(STORED)

    @cached_property
    def numbered(self) -> bool:
        """Whether its labels may have been sorted since."""
        return self.traits.items == "position"

    @cached_property
    def computed(self) -> bool:
        """Whether formulas stand in it."""
        return bool(self.column.block or self.column.formula)

    def has_formula(self, number: int) -> bool:
        """Whether the cell of an item is one where a formula of ours should stand."""
        return self.computed and not self.is_entered(number)

    def is_entered(self, number: int) -> bool:
        """Whether the cell of an item is one that people fill in."""
        return self._may_be_entered and not (self.column.formula and self.column.formula(number))

    @cached_property
    def _may_be_entered(self) -> bool:
        return self.traits.is_entered(self.key)


class Kept(Enum):
    """A cell of ours that is not compared."""

    NOTHING = "nothing"
    RECORD = "record"
    """Each cell of its table is carried as it is."""


Entry = tuple[OurField, int] | Kept | None
"""What a cell is: field and number of its item; None where it is none of ours."""


class OurFields:
    """The fields of an old book, looked up line by line.

    Parameters
    ----------
    layout
        Its layout.
    expected
        Its contents, generated again.
    """

    def __init__(self, layout: Layout, expected: Mapping[str, Columns]) -> None:
        self.layout, self.expected = layout, expected
        self._fields: dict[str, list[OurField | Kept | None]] = {}
        self._numbers: dict[str, list[int | None]] = {}

    def line(self, table: OldTable, row: int) -> list[Entry]:
        """Return what each cell of a table is in a row of the file, from the first column of the table on."""
        if table.name not in self._fields:
            items, keys = (table.columns, table.rows) if table.transposed else (table.rows, table.columns)
            self._fields[table.name] = [None if key is None else self._field(table.name, key) for key in keys]
            self._numbers[table.name] = [self._number(table.name, item) for item in items]
        fields, numbers = self._fields[table.name], self._numbers[table.name]
        at = row - table.target.min_row
        if table.transposed:
            return [_entry(fields[at], number) for number in numbers]
        number = numbers[at]
        return [_entry(field, number) for field in fields]

    def _field(self, table: str, key: str) -> OurField | Kept:
        traits = self.layout.areas[table].grid.traits
        if traits.carried == "whole" and traits.is_entered(key):
            return Kept.RECORD
        column = None if traits.carried == "renewed" else self.expected.get(table, {}).get(key)
        return Kept.NOTHING if column is None else OurField(key, column, traits)

    def _number(self, table: str, item: str | None) -> int | None:
        """Return the number of an item; -1 for the title and what the book as generated has not."""
        if item is None:
            return None
        if item.startswith("#"):
            return int(item[1:])
        return self.layout.areas[table].grid.item_position.get(item, -1) if item else TITLE


def _entry(field: OurField | Kept | None, number: int | None) -> Entry:
    if field is None or number is None:
        return None
    if isinstance(field, Kept):
        return Kept.NOTHING if number == TITLE else field
    return (field, number) if 0 <= number < len(field.column.values) else Kept.NOTHING
