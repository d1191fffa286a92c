"""Input sheets: each row by its key, each year by its title; what cannot be told with certainty is refused."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from flowxl.core.framework import Framework, Indicator
from flowxl.core.framework import Place as Member
from flowxl.core.numbers import RANGE, is_usable
from flowxl.ooxml.addresses import a1
from flowxl.ooxml.package import Kind
from flowxl.reading.book_tables import Cell, Table, Tables, outside
from flowxl.voice.faults import Fault, Findings
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import shortened
from flowxl.workbook.layout import input_grid_name
from flowxl.workbook.sheets import inputs_declared

SAME = 1e-12
LOOKED_AT = 10_000  # so many cells beside a table are told by what they hold, the others only counted


@dataclass
class Series:
    """One row as it was read: a value per year of the book, and the texts of the row by their columns."""

    values: list[float]
    texts: dict[str, str]


@dataclass(frozen=True)
class Expected:
    """What a row should be: its sheet's pillar, indicator and place."""

    pillar: str
    indicator: Indicator
    place: Member

    @property
    def base(self) -> str:
        """Key of the row where the series is entered."""
        return f"{self.indicator.same_as or self.indicator.code}.{self.place.code}"

    @property
    def names(self) -> str:
        """Names of indicator and place."""
        return f"{self.indicator.name.of('zh')}, {self.place.name.of('zh')}"


@dataclass(frozen=True)
class BadCell:
    """A cell that holds something else than a number, in the row of a series by its key.

    ``percentage`` says whether 12% would mean 12 there.
    """

    cell: Cell
    percentage: bool
    key: str


@dataclass
class InputReader:
    """Reads all input tables; ``tables.faults`` refuse the book, ``value_faults`` are cells that count as missing."""

    tables: Tables
    framework: Framework
    years: tuple[int, ...]
    value_faults: Findings = field(default_factory=Findings)
    bad_cells: list[BadCell] = field(default_factory=list)
    formulas: int = 0
    numbers: set[tuple[str, int]] = field(default_factory=set)
    seen: dict[str, Place] = field(default_factory=dict)
    entered: dict[str, Series] = field(default_factory=dict)
    shared: list[tuple[Expected, list[Cell]]] = field(default_factory=list)
    expected: dict[str, Expected] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    rows_of: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """List every row that the book must have."""
        for indicator in self.framework.indicators:
            for place in self.framework.places_of(indicator):
                row = Expected(indicator.pillar, indicator, place)
                self.rows_of[indicator.pillar] += 1
                self.expected[f"{indicator.code}.{place.code}".lower()] = row

    def read(self, pillar: str) -> dict[str, Series]:
        """Read the table of a pillar; return the series that are entered there by key."""
        most = self.rows_of[pillar]
        table = find_inputs(self.tables, pillar, most)
        found: dict[str, Series] = {}
        if table is None:
            self.unreadable.add(pillar)
            return found
        missing = [str(year) for year in self.years if year not in table.years]
        if missing:
            at = Place(sheet=table.target.sheet, row=table.target.min_row)
            self.tables.faults.append(Fault("years.columns", at, years=tuple(missing)))
            self.unreadable.add(pillar)
            return found
        for row in table.rows:
            key = self._key(table, row, pillar)
            if key:
                self._take(table, row, self.expected[key.lower()], found)
        self._check_outside(table)
        return found

    def check_missing(self) -> None:
        """Refuse the book where rows are gone, and check rows that are only shown."""
        for key, row in self.expected.items():
            if key not in self.seen and row.pillar not in self.unreadable:
                code = f"{row.indicator.code}.{row.place.code}"
                at = Place(sheet=self._pillar_sheet(row.pillar), name=row.names)
                self.tables.faults.append(Fault("missing_row", at, key=code))
        for row, cells in self.shared:
            self._check_shared(row, cells)

    def _pillar_sheet(self, pillar: str) -> str:
        areas = self.tables.package.defined_names.get(input_grid_name(pillar), [])
        return areas[0].sheet if areas else pillar

    def _key(self, table: Table, row: int, pillar: str) -> str | None:
        """Return the key of a row if it can be used; a row without one must be empty."""
        cell = table.field(row, "key")
        if not cell.text:
            stray = [c for c in table.filled(row) if not c.is_formula]
            if stray:
                self.tables.faults.append(Fault("no_key", stray[0].place, found=stray[0].content))
            return None
        known = self.expected.get(cell.text.lower())
        if known is None or known.pillar != pillar:
            fault = Fault("key.unknown", cell.place, key=shortened(cell.text))
            if known:
                sheet = self._pillar_sheet(known.pillar)
                fault = Fault("key.other_sheet", cell.place, key=shortened(cell.text), sheet=sheet)
            self.tables.faults.append(fault)
            return None
        if cell.text.lower() in self.seen:
            first = self.seen[cell.text.lower()]
            self.tables.faults.append(Fault("duplicate_key", cell.place, key=cell.text, first=first))
            return None
        self.seen[cell.text.lower()] = cell.place
        return cell.text

    def _take(self, table: Table, row: int, expected: Expected, found: dict[str, Series]) -> None:
        for key, name in (("indicator_name", expected.indicator.name), ("city_name", expected.place.name)):
            cell = table.field(row, key)
            if cell.text not in {name.zh, name.en} or not cell.text:
                names, row_key = f"{name.of('zh')} / {name.of('en')}", table.field(row, "key").text
                fault = Fault("label", cell.place, found=cell.content, name=names, key=row_key)
                self.tables.faults.append(fault)
        columns = [table.years[year] for year in self.years]
        cells = [table.cell(row, column) for column in columns]
        if expected.indicator.same_as is not None:
            self.shared.append((expected, cells))
            return
        values = [self._number(cell, expected) for cell in cells]
        self.numbers |= {
            (expected.base, year) for year, value in zip(self.years, values, strict=True) if not np.isnan(value)
        }
        texts = {key: table.field(row, key).text for key in inputs_declared.kept() if key in table.columns}
        series = Series(values, texts)
        found[expected.base] = self.entered[expected.base] = series

    def _number(self, cell: Cell, row: Expected) -> float:
        """Return what a cell counts for: a number, or NaN where it is blank, an empty text or something else."""
        if cell.kind is Kind.BLANK or cell.value == "":
            return np.nan
        self.formulas += cell.is_formula
        if cell.kind in (Kind.NUMBER, Kind.DATE) and isinstance(cell.value, float):
            if cell.kind is Kind.DATE:
                self.tables.notes.append(Fault("date", cell.place, found=cell.value))
            if not is_usable(cell.value):
                large = abs(cell.value) > 1
                fault = Fault("too_large.number" if large else "too_small", cell.place, found=cell.content, range=RANGE)
                self.tables.faults.append(fault)
            return cell.value
        if cell.kind is Kind.UNCACHED:
            self.tables.faults.append(Fault("uncached", cell.place, found=cell.content))
            return np.nan
        self.bad_cells.append(BadCell(cell, row.indicator.is_percentage, row.base))
        self.value_faults.append(Fault("value.cell", cell.place, found=cell.content, name=row.names))
        return np.nan

    def _check_shared(self, row: Expected, cells: list[Cell]) -> None:
        """Figures typed over a row that only shows a series would be lost in silence."""
        base = self.entered.get(row.base)
        if base is None:
            return
        for cell, value in zip(cells, base.values, strict=True):
            if cell.is_formula or cell.kind is Kind.BLANK:
                continue
            same = isinstance(cell.value, float) and abs(cell.value - value) <= SAME * abs(value)
            if not same:
                wanted = Message("nothing") if np.isnan(value) else f"{value:g}"
                fault = Fault("shared_row", cell.place, found=cell.content, expected=wanted, base=row.base)
                self.tables.faults.append(fault)

    def _check_outside(self, table: Table) -> None:
        """Keys and figures outside the table count for nothing: say so."""
        headings = {column: table.cell(table.target.min_row, column) for column in range(1, table.cells.max_col + 1)}
        figures, others, looked_at = Rest(table), Rest(table), 0
        for row, columns in outside(table):
            title = row == table.target.min_row  # the figures under a title are told, not the title itself
            if looked_at < LOOKED_AT:
                looked_at += len(columns)
                for column in columns:
                    cell = table.cell(row, column)
                    if not title or cell.kind not in (Kind.NUMBER, Kind.DATE):
                        self._cell_outside(table, cell, headings[column].text)
                continue
            plain = table.cells.plain_values(row)
            for column in columns:
                value = table.cells.value(row, column) if plain is None else plain[column - 1]
                if type(value) is float:
                    figures.add(row, column)
                elif row > table.target.max_row and str(value).strip().lower() in self.expected:
                    self._cell_outside(table, table.cell(row, column), "")
                else:
                    others.add(row, column)
        if figures.count:
            self.tables.faults.append(Fault("outside.more", figures.place, figures.count))
        if others.count:
            self.tables.notes.append(Fault("outside.more_cells", others.place, others.count))

    def _cell_outside(self, table: Table, cell: Cell, head: str) -> None:
        below = cell.row > table.target.max_row
        if below and cell.text.lower() in self.expected:
            self.tables.faults.append(Fault("below.key", cell.place, key=cell.text))
        elif cell.kind in (Kind.NUMBER, Kind.DATE):
            fault = Fault("outside.below" if below else "outside.beside", cell.place, found=cell.content)
            if head and not below:
                fault = Fault("outside.under", cell.place, found=cell.content, head=shortened(head))
            self.tables.faults.append(fault)
        else:
            self.tables.notes.append(Fault("outside.note", cell.place, found=cell.content))


def find_inputs(tables: Tables, pillar: str, most: int | None = None) -> Table | None:
    """Return the input table of a pillar, or None with a fault."""
    required, optional = inputs_declared.required(), inputs_declared.optional()
    return tables.find(input_grid_name(pillar), required, optional, years=True, most=most)


class Rest:
    """Cells that are counted only."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.count = 0
        self.first = self.last = (1, 1)

    def add(self, row: int, column: int) -> None:
        """Count one more."""
        self.first = self.first if self.count else (row, column)
        self.last = row, column
        self.count += 1

    @property
    def place(self) -> Place:
        """Sheet, address of the first cell and of the last."""
        first, last = (a1(row - 1, column - 1) for row, column in (self.first, self.last))
        return Place(sheet=self.table.target.sheet, cell=first, until=last)
