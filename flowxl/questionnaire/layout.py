"""Where everything stands in a questionnaire: rows and columns from 0. The table of items holds subtitles and sums."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from flowxl.core.delphi.study import item_positions
from flowxl.ooxml.addresses import a1, pinned_range
from flowxl.questionnaire.identity import Sheet
from flowxl.questionnaire.wording import SELF, say

FIRST_COLUMNS = {"code": 7.5, "name": 42.0, "rating": 11.0, "comment": 36.0}
LATER_COLUMNS = {
    "code": 7.5,
    "name": 40.0,
    "rating": 11.0,
    "hint": 13.0,
    "last": 9.0,
    "median": 8.5,
    "low": 9.5,
    "high": 9.5,
    "reason": 30.0,
    "comment": 22.0,
}
"""Columns of the table of items with their widths, in the first round and in later ones."""
PROPOSALS = 3
"""So many rows for what should be added."""
TITLE, STATUS, WHO, LINES = range(4)
"""The first rows of the sheet."""


@dataclass(frozen=True)
class Row:
    """A row of the table of items: an item by its position, the subtitle of some, or the sum of a group.

    ``first`` and ``last`` of a sum are the rows of the sheet that it adds up.
    """

    kind: Literal["item", "subtitle", "sum"]
    position: int = -1
    text: str = ""
    first: int = -1
    last: int = -1


@dataclass(frozen=True)
class Layout:
    """The places of one questionnaire."""

    sheet: Sheet

    @cached_property
    def columns(self) -> dict[str, float]:
        """Width of each column of the table of items, in their order."""
        budget = self.sheet.study.scale.budget  # what is left of the points is told in the column of hints
        first = FIRST_COLUMNS if not budget else {**FIRST_COLUMNS, "comment": 24.0}
        if self.sheet.round > 1:
            return LATER_COLUMNS
        return {key: width for name in first for key, width in self._with_hint(name, first[name], budget)}

    @staticmethod
    def _with_hint(name: str, width: float, budget: bool) -> list[tuple[str, float]]:
        return [(name, width), ("hint", 13.0)] if budget and name == "rating" else [(name, width)]

    def column(self, key: str) -> int:
        """Return the place of a column."""
        return list(self.columns).index(key)

    @property
    def last_column(self) -> int:
        """The rightmost column of the form."""
        return len(self.columns) - 1

    @cached_property
    def lines(self) -> list[str]:
        """Lines of the instruction."""
        study, language = self.sheet.study, self.sheet.language
        keys = ["how", study.scale.code, *(["again"] if self.sheet.round > 1 else [])]
        return [say(key, language, high=study.scale.high) for key in keys]

    @property
    def header(self) -> int:
        """Row of the titles of the table of items; it comes second, or its printed titles would stand over others."""
        return self.self_header + len(SELF) + 2

    @cached_property
    def rows(self) -> list[Row]:
        """Rows below the header of the table of items, group by group in the order of the study."""
        study, language = self.sheet.study, self.sheet.language
        found: list[Row] = []
        for group in study.groups:
            first, shown = self.header + 1 + len(found), ""
            for position in item_positions(study.items, group):
                title = study.items[position].group_name.of(language)
                if title != shown:
                    found.append(Row("subtitle", text=title))
                    shown = title
                found.append(Row("item", position))
            if study.scale.budget:
                text = say("sum", language, high=study.scale.high)
                found.append(Row("sum", text=text, first=first, last=self.header + len(found)))
        return found

    @property
    def last_item(self) -> int:
        """Last row of the table of items."""
        return self.header + len(self.rows)

    @property
    def self_header(self) -> int:
        """Row of the titles of the table of what an expert says of himself."""
        return LINES + len(self.lines) + 1

    @property
    def proposals_header(self) -> int:
        """Row of the titles of the table of what should be added, below a heading."""
        return self.last_item + 3

    @property
    def general(self) -> int:
        """Row of the general remark, below its heading."""
        return self.proposals_header + PROPOSALS + 3

    def area(self, first: int, last: int, left: str = "code", right: str = "") -> str:
        """Return a reference to some rows of some columns, without the sheet."""
        at = self.column(right) if right else self.last_column
        return pinned_range(first, self.column(left), last, at)

    def items(self, key: str) -> str:
        """Return a reference to a column of the table of items, without its header."""
        return self.area(self.header + 1, self.last_item, key, key)

    def cell(self, row: int, key: str) -> str:
        """Return a reference to a cell of a column."""
        return a1(row, self.column(key))
