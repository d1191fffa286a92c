"""The shape of a Baidu Index export, recognised by what stands in its cells: long, wide, or transposed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from flowxl.ooxml.addresses import a1, column_letters
from flowxl.voice.faults import Fault
from flowxl.voice.place import Place
from flowxl.voice.text import shortened
from flowxl.yearbook.baidu_areas import Areas
from flowxl.yearbook.baidu_dates import Period, read_period
from flowxl.yearbook.baidu_sheets import HEAD_ROWS, Sheet
from flowxl.yearbook.baidu_words import Role, device_of, plain, role_of

Shape = Literal["long", "wide", "transposed"]
Across = Literal["keyword", "area", "device"]
_CITY_HEADS = {**dict.fromkeys(("city", "城市", "市"), True), **dict.fromkeys(("province", "省份", "省"), False)}


@dataclass(frozen=True, eq=False)
class Table:
    """A sheet that was understood; rows and columns count from 0.

    Attributes
    ----------
    sheet, shape
        Where it stood, and how it lies.
    top
        First row below the header.
    columns
        All cells below the header, by column.
    roles
        Column of each thing that a row names.
    across
        What the heads of the columns of figures name, where they are no dates.
    heads
        Heads of the columns of figures, by column.
    periods
        Dates in the heads, by column.
    """

    sheet: Sheet
    shape: Shape
    top: int
    columns: list[np.ndarray]
    roles: dict[Role, int]
    across: Across | None = None
    heads: dict[int, str] = field(default_factory=dict)
    periods: dict[int, Period] = field(default_factory=dict)

    def address(self, row: int, column: int) -> str:
        """Return the address of a cell of the body, as a spreadsheet shows it."""
        return a1(self.top + row, column)

    def place(self, row: int, column: int) -> Place:
        """Return file, sheet and address of a cell."""
        return self.sheet.place(self.address(row, column))


def find_table(sheet: Sheet, areas: Areas) -> Table | Fault:
    """Return the table of a sheet, or why there is none."""
    unclear: Fault | None = None
    for row, cells in enumerate(sheet.head[:HEAD_ROWS]):
        heads = [_shown(cell) for cell in cells]
        if sum(map(bool, heads)) < 2 and not any(map(read_period, cells)):
            continue
        found = _Header(sheet, row, cells, heads, areas).read()
        if isinstance(found, Table):
            return found
        unclear = unclear or found
    first = next((row for row in sheet.head if any(map(_shown, row))), [])
    return unclear or Fault("shape.no_header", sheet.place(), first=_listed(map(_shown, first[:8])))


def _shown(cell: object) -> str:
    return "" if cell is None or cell != cell else plain(cell)  # noqa: PLR0124 - NaN alone differs from itself


@dataclass
class _Header:
    """A row that may be the header of a sheet."""

    sheet: Sheet
    row: int
    cells: Sequence[object]
    heads: list[str]
    areas: Areas
    roles: dict[Role, int] = field(default_factory=dict)
    corner: Role | None = None

    def read(self) -> Table | Fault | None:
        """Return the table under this header; a fault if it is one and unclear, None if it is none."""
        periods = {column: period for column, cell in enumerate(self.cells) if (period := self._period(cell))}
        fault = self._find_roles(periods)
        if len(periods) > 1 or (periods and len(periods) >= len(self.heads) - 1):
            return fault or self._transposed(periods)
        if "date" not in self.roles and not self._blank_head():
            return None
        if fault:
            return fault
        columns = self._columns()
        if not columns or not len(columns[0]):
            return Fault("empty", self.sheet.place())
        if "date" not in self.roles and not self._dates_without_head(columns):
            return None
        self._drop_counters(columns)
        return self._upright(columns)

    def _columns(self) -> list[np.ndarray]:
        """Return the columns below; what names something stays as it was written."""
        texts = {column for role, column in self.roles.items() if role != "value"}
        return self.sheet.columns_below(self.row + 1, texts | {0})

    def _period(self, cell: object) -> Period | None:
        return read_period(cell) if _shown(cell) else None

    def _find_roles(self, periods: dict[int, Period]) -> Fault | None:
        for column, head in enumerate(self.heads):
            role, corner = role_of(head)
            if role is None or column in periods:
                continue
            if role == "area" and role in self.roles and self._of_city(column):
                continue
            if role == "value" and self.roles.get("value") == 0 and self.heads[0].lower() == "index":
                self.roles["counter"] = 0  # "index" is also how pandas heads row numbers
            elif role in self.roles and role != "counter":
                other = self.roles[role]
                return Fault(
                    "shape.two_columns",
                    self._at(column),
                    column=column_letters(other),
                    first=self.heads[other],
                    second=head,
                )
            self.roles[role] = column
            self.corner = self.corner or corner
        return None

    def _of_city(self, column: int) -> bool:
        """Take the column of cities where one of provinces stands beside it."""
        pair = {_CITY_HEADS.get(self.heads[c].lower()): c for c in (self.roles["area"], column)}
        if pair.keys() == {True, False}:
            self.roles["area"] = pair[True]
            return True
        return False

    def _at(self, column: int) -> Place:
        return self.sheet.place(a1(self.row, column))

    def _blank_head(self) -> bool:
        return self.heads[0].lower() in {"", "name", "unnamed: 0"}

    def _dates_without_head(self, columns: list[np.ndarray]) -> bool:
        """Take a first column without a head for dates if it holds some: programs save their row labels so."""
        first = next((cell for cell in columns[0] if _shown(cell)), "")
        if read_period(first) is None:
            return False
        self.roles["date"] = 0
        return True

    def _drop_counters(self, columns: list[np.ndarray]) -> None:
        """Leave out a column that only counts rows, whatever its head."""
        if self.roles.get("value") == 0 and _counts(columns[0]):
            self.roles["counter"] = self.roles.pop("value")

    def _upright(self, columns: list[np.ndarray]) -> Table | Fault:
        taken = set(self.roles.values())
        others = {c: head for c, head in enumerate(self.heads) if c not in taken and (head or not _idle(columns[c]))}
        unnamed = [column for column, head in others.items() if not head and not _counts(columns[column])]
        if unnamed:
            return Fault("head.blank", self._at(unnamed[0]))
        others = {c: head for c, head in others.items() if head and not head.lower().startswith("unnamed:")}
        if "value" in self.roles:
            return Table(self.sheet, "long", self.row + 1, columns, self.roles)
        across = self._across(others)
        if isinstance(across, Fault):
            return across
        return Table(self.sheet, "wide", self.row + 1, columns, self.roles, across, others)

    def _across(self, heads: dict[int, str]) -> Across | Fault:
        """Return what the heads of the columns of figures name."""
        if not heads:
            return Fault("shape.no_figures", self._at(0))
        if all(device_of(head) for head in heads.values()):
            return "device"
        if "area" in self.roles and "keyword" in self.roles:
            return Fault("shape.columns", self._at(min(heads)), heads=_listed(heads.values()))
        if "area" in self.roles or self.corner == "keyword":
            return "keyword"
        return "area" if "keyword" in self.roles or self.corner == "area" else self._keywords_or_areas(heads)

    def _keywords_or_areas(self, heads: dict[int, str]) -> Across | Fault:
        areas = [head for head in heads.values() if self.areas.find(head).kind not in {"other", "unknown_code"}]
        if areas and len(areas) < len(heads):
            others = [head for head in heads.values() if head not in areas]
            return Fault("shape.mixed", self._at(min(heads)), areas=_listed(areas), others=_listed(others))
        return "area" if areas else "keyword"

    def _transposed(self, periods: dict[int, Period]) -> Table | Fault:
        columns = self._columns()
        if not columns or not len(columns[0]):
            return Fault("empty", self.sheet.place())
        if not {"keyword", "area"} & self.roles.keys():
            if 0 in periods or not self._blank_head():
                return Fault("shape.head", self._at(0), head=self.heads[0])
            self.roles["area" if self._all_areas(columns[0]) else "keyword"] = 0
        taken = {*self.roles.values(), *periods}
        for column, head in enumerate(self.heads):
            if column not in taken and not _idle(columns[column]) and not _counts(columns[column]):
                return Fault("head.no_date", self._at(column), head=head)
        return Table(self.sheet, "transposed", self.row + 1, columns, self.roles, None, {}, periods)

    def _all_areas(self, labels: np.ndarray) -> bool:
        kinds = {self.areas.find(str(label)).kind for label in labels if _shown(label)}
        return not kinds & {"other", "unknown_code"}


def _listed(names: Iterable[str]) -> str:
    """Return names of a file in short, as a text of that file."""
    return shortened(", ".join(names))


def _idle(column: np.ndarray) -> bool:
    """Whether a column holds nothing."""
    return not any(map(_shown, column)) if column.dtype == object else bool(np.isnan(column.astype(float)).all())


def _counts(column: np.ndarray) -> bool:
    """Whether a column counts its rows from 0 or 1."""
    numbers = pd.to_numeric(pd.Series(column), errors="coerce").to_numpy(dtype=np.float64)
    return len(numbers) > 1 and bool(numbers[0] in (0, 1) and (np.diff(numbers) == 1).all())
