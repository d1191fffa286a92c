"""Where everything stands in a workbook: sheets in order, and the area of every table.

Writer, formulas and reader derive from it. ``Layout.with_sheet`` is the only code that decides a position; what there
is to be placed is declared in ``sheets``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from flowxl.core.framework import Framework
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Language
from flowxl.workbook.grid import Area, Placed, keys
from flowxl.workbook.plan import YEAR_ITEMS, input_grid_name, order_by_weight
from flowxl.workbook.titles import INPUT

TABLE_TOP = 4
"""First row of a sheet's first table: title, one line of help, a line of status and a line of air stand above it."""
SPACING = 2
"""Rows of air between two tables."""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its key in the code, its title in the file, its role, its grids from top to bottom."""

    key: str
    title: str
    role: str
    grids: tuple[str, ...]

    @property
    def member(self) -> str:
        """What the sheet is for, where there are several of its kind: the code of a pillar."""
        return self.key.partition(":")[2]


@dataclass(frozen=True)
class Layout:
    """Sheets in order and the area of every grid by its name."""

    framework: Framework
    years: tuple[int, ...]
    language: Language
    sheets: tuple[Sheet, ...]
    areas: dict[str, Area]

    def with_sheet(self, key: str, title: str, role: str, grids: Placed, top: int = TABLE_TOP) -> "Layout":
        """Return the layout with one more sheet at its end, its first table in row ``top``."""
        areas, row = dict(self.areas), top
        for grid, left in grids:
            row += grid.traits.room
            areas[grid.name] = Area(grid, title, row, left)
            row += grid.height + SPACING
        sheet = Sheet(key, title, role, tuple(grid.name for grid, _ in grids))
        return replace(self, sheets=(*self.sheets, sheet), areas=areas)

    def title(self, key: str) -> str:
        """Return the title of a sheet by its key."""
        return self._titles[key]

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {sheet.key: sheet.title for sheet in self.sheets}

    def area(self, name: str, sheet: str) -> Area:
        """Return a grid's area as formulas on a sheet (by key) see it."""
        return self.areas[name].seen_from(self.title(sheet))

    @property
    def year_keys(self) -> list[str]:
        """Keys of the year fields."""
        return keys("year", self.years)

    def city_keys(self, family: str) -> list[str]:
        """Keys of a family of fields with one per city."""
        return keys(family, self.framework.city_codes)


def check_titles(sheets: Sequence[Sheet]) -> None:
    """Refuse two sheets with one title: a pillar's short name may be that of one of our own sheets.

    Raises
    ------
    FlowXLError
        With every title that stands twice.
    """
    seen: dict[str, str] = {}
    faults = []
    for sheet in sheets:
        if sheet.title.lower() in seen:
            faults.append(Fault("sheet_name", Place("pillars.csv"), title=sheet.title))
        seen[sheet.title.lower()] = sheet.key
    if faults:
        raise FlowXLError(Message("workbook.layout"), faults)


__all__ = [
    "INPUT",
    "SPACING",
    "TABLE_TOP",
    "YEAR_ITEMS",
    "Layout",
    "Sheet",
    "check_titles",
    "input_grid_name",
    "order_by_weight",
]
