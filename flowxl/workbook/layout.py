"""The one description of the workbook: which sheets there are, which grids stand on them, and where.

Writer, formulas and reader derive from it. ``Layout.of`` is the only code that decides a position.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flowxl.core.framework import Framework
from flowxl.voice.faults import FlowXLError, rough
from flowxl.voice.text import Language
from flowxl.workbook.grid import Area, keys
from flowxl.workbook.plan import (
    CHECK_ITEMS,
    DERIVED_ITEMS,
    META_ITEMS,
    SETTING_ITEMS,
    YEAR_ITEMS,
    Plan,
    input_grid_name,
    order_by_weight,
)
from flowxl.workbook.plan_pictures import PICTURE_ITEMS
from flowxl.workbook.plan_weighting import RATINGS
from flowxl.workbook.titles import INPUT
from flowxl.workbook.weighting import Weighting

TABLE_TOP = 4
"""First row of a sheet's first table: title, one line of help, a line of status and a line of air stand above it."""
SPACING = 2
"""Rows of air between two tables."""
PICTURE_ROWS = 37
"""Rows at the top of 图表 that its pictures take: the reader comes for them; the figures behind stand below."""
ROOM = {RATINGS: 34}
"""Rows above a table, below the one before, that pictures take."""
ROLES = {
    "about": "about",
    "handout": "calculation",
    "framework": "calculation",
    "cities": "calculation",
    "remarks": "input",
    "data": "calculation",
    "weights": "settings",
    "delphi": "settings",
    "delphi_experts": "settings",
    "ahp": "settings",
    "compare": "result",
    "settings": "settings",
    "scores": "calculation",
    "pillars": "calculation",
    "result": "result",
    "gap": "result",
    "charts": "charts",
    "checks": "checks",
    "log": "input",
}


@dataclass(frozen=True)
class Sheet:
    """A sheet: its key in the code, its title in the file, its role, its grids from top to bottom."""

    key: str
    title: str
    role: str
    grids: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """Sheets in order and the area of every grid by its name."""

    framework: Framework
    years: tuple[int, ...]
    language: Language
    sheets: tuple[Sheet, ...]
    areas: dict[str, Area]

    @classmethod
    def of(  # noqa: PLR0913 - what sizes and titles depend on
        cls,
        framework: Framework,
        years: tuple[int, ...],
        language: Language,
        remarks: int = 0,
        log: int = 0,
        weighting: Weighting | None = None,
    ) -> "Layout":
        """Lay out the workbook of a framework; ``remarks`` and ``log`` are numbers of rows that it begins with.

        ``weighting`` says which sheets on weights there are.

        Raises
        ------
        FlowXLError
            If a pillar's short name is the name of one of our own sheets.
        """
        plan = Plan(framework, years, language, remarks, log, weighting)
        sheets, areas = [], {}
        for key, grids in plan.sheets():
            title = plan.title(key)
            role = "input" if key.startswith(INPUT) else ROLES[key]
            sheets.append(Sheet(key, title, role, tuple(grid.name for grid, _ in grids)))
            row = TABLE_TOP + (PICTURE_ROWS if key == "charts" else 0)
            for grid, left in grids:
                row += ROOM.get(grid.name, 0)
                areas[grid.name] = Area(grid, title, row, left)
                row += grid.height + SPACING
        _check_titles(sheets)
        return cls(framework, years, language, tuple(sheets), areas)

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


def _check_titles(sheets: Sequence[Sheet]) -> None:
    seen: dict[str, str] = {}
    faults = []
    for sheet in sheets:
        if sheet.title.lower() in seen:
            faults.append(
                rough(
                    "sheet_name",
                    "pillars.csv",
                    f"short name {sheet.title}",
                    "a name that no other sheet of the book has",
                )
            )
        seen[sheet.title.lower()] = sheet.key
    if faults:
        raise FlowXLError("The workbook cannot be laid out.", faults)


__all__ = [
    "CHECK_ITEMS",
    "DERIVED_ITEMS",
    "INPUT",
    "META_ITEMS",
    "PICTURE_ITEMS",
    "PICTURE_ROWS",
    "ROLES",
    "SETTING_ITEMS",
    "TABLE_TOP",
    "YEAR_ITEMS",
    "Layout",
    "Sheet",
    "input_grid_name",
    "order_by_weight",
]
