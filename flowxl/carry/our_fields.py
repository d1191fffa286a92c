"""What each field of our tables in an old book is: entered by people, computed by a formula, stored, a label."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from flowxl.core.delphi.study import BASES
from flowxl.workbook.book import Column, Columns
from flowxl.workbook.layout import Layout
from flowxl.workbook.plan_ahp import AHP
from flowxl.workbook.plan_weighting import EXPERTS, RATINGS, STUDY

ENTERED: dict[str, tuple[str, ...]] = {
    "flow_weights": ("weight",),
    "flow_settings": ("setting",),
    "flow_in_": ("source", "note"),
    EXPERTS: ("familiarity", *BASES),
    STUDY: ("setting",),
}
"""Fields of texts and numbers that people enter, besides the years of input tables."""
CARRIED_WHOLE = {"flow_log"}
"""Tables that FlowXL fills in row by row, and that are a record: each cell is carried as it is."""
CHANGING = {"flow_remarks", "flow_meta"}
"""Tables whose contents are read and written anew as a whole."""
STORED = "stored"
"""Begins the fields that keep what a book was when it was generated: it differs as soon as anything is entered."""
NUMBERED = {"flow_years"}
"""Tables whose labels are in the order of another one, which may have been sorted since."""


@dataclass(frozen=True, eq=False)
class OurField:
    """One field of a table of ours, with its contents as generated."""

    table: str
    key: str
    column: Column

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
        return self.table in NUMBERED

    @cached_property
    def computed(self) -> bool:
        """Whether formulas stand in it."""
        return bool(self.column.block or self.column.formula)

    def has_formula(self, number: int) -> bool:
        """Whether the cell of an item is one where a formula of ours should stand."""
        return self.computed and not self.is_entered(number)

    def is_entered(self, number: int) -> bool:
        """Whether the cell of an item is one that people fill in."""
        if not self._may_be_entered:
            return False
        return not (self._unless_computed and self.column.formula and self.column.formula(number))

    @cached_property
    def _unless_computed(self) -> bool:
        """Whether some of its cells are entered and others computed."""
        inputs = self.table.startswith("flow_in_") and self.is_year
        return inputs or self.table == AHP or self.table.startswith(f"{AHP}_in_")

    @cached_property
    def _may_be_entered(self) -> bool:
        if self.table.startswith("flow_in_"):
            return self.is_year or self.key in ENTERED["flow_in_"]
        if self.table == RATINGS:
            return self.key.startswith("expert:")
        if self.table == AHP or self.table.startswith(f"{AHP}_in_"):
            return self.key.startswith("vs:")
        return self.key in ENTERED.get(self.table, ()) and not self.column.formula


class OurFields:
    """The fields of an old book, looked up by the names of a cell.

    Parameters
    ----------
    layout
        Its layout.
    expected
        Its contents, generated again.
    """

    def __init__(self, layout: Layout, expected: Mapping[str, Columns]) -> None:
        self.layout, self.expected = layout, expected
        self._fields: dict[tuple[str, str], OurField | None] = {}
        self._numbers: dict[str, Mapping[str, int]] = {}

    @staticmethod
    def is_record(table: str) -> bool:
        """Whether each cell of a table is carried as it is."""
        return table in CARRIED_WHOLE

    def of(self, table: str, item: str, field: str) -> tuple[OurField, int] | None:
        """Return the field of a cell and the number of its item; None where there is nothing to compare it with."""
        if not item or table in CHANGING:
            return None
        known = (table, field)
        if known not in self._fields:
            column = self.expected.get(table, {}).get(field)
            self._fields[known] = None if column is None else OurField(table, field, column)
        own = self._fields[known]
        if own is None:
            return None
        number = int(item[1:]) if item.startswith("#") else self._positions(table).get(item)
        return None if number is None or number >= len(own.column.values) else (own, number)

    def _positions(self, table: str) -> Mapping[str, int]:
        if table not in self._numbers:
            self._numbers[table] = self.layout.areas[table].grid.item_position
        return self._numbers[table]
