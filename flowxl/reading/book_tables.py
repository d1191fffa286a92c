"""Tables of a workbook that people edited: found by the file's own names, read by the titles of their columns."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from flowxl.frameworks.own_unit import own_unit
from flowxl.ooxml.addresses import a1
from flowxl.ooxml.package import Kind, NameTarget, Package, SheetCells
from flowxl.ooxml.package_names import MAX_ROWS
from flowxl.voice.faults import Fault, Findings
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.unit import CITY, Unit
from flowxl.workbook.sheets.registry import titles

META = "flow_meta"
MOST_META = 100
"""A table of what the book is has no more rows than that."""
SPARE_ROWS = 1_000  # so many more than it should have are told row by row
_HEADER_ROWS = 1_000  # so many rows of a whole column are searched for the header
YEAR = re.compile(r"(\d{4})(?:\.0+)?\s*年?")


@dataclass(frozen=True)
class Cell:
    """A cell as it was found; row and column count from 1."""

    sheet: str
    row: int
    column: int
    kind: Kind
    value: float | str | bool | None
    is_formula: bool = False

    @property
    def place(self) -> Place:
        """Sheet and address."""
        return Place(sheet=self.sheet, cell=a1(self.row - 1, self.column - 1))

    @property
    def where(self) -> str:
        """Sheet and address as a text."""
        return f"{self.sheet}!{a1(self.row - 1, self.column - 1)}"

    @property
    def text(self) -> str:
        """What stands there as text, stripped; whole numbers without a point."""
        if self.kind is Kind.BLANK or self.value is None:
            return ""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return str(self.value).strip()

    @property
    def content(self) -> str | Message:
        """What was found, for a fault."""
        if self.kind is Kind.BLANK:
            return Message("nothing")
        if self.kind is Kind.UNCACHED:
            return Message("cell.uncached")
        if self.kind is Kind.TEXT:
            return Message("cell.text", text=str(self.value))
        return str(self.value)

    @property
    def shown(self) -> str:
        """What was found, in English."""
        return str(self.content)


@dataclass(frozen=True)
class Table:
    """A table in its place in the file; ``columns`` gives the column of each field that was found."""

    name: str
    target: NameTarget
    cells: SheetCells
    columns: dict[str, int]

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell of the table's sheet."""
        return Cell(self.target.sheet, row, column, *self.cells.look(row, column))

    def field(self, row: int, key: str) -> Cell:
        """Return a row's cell of a field."""
        return self.cell(row, self.columns[key])

    @cached_property
    def rows(self) -> list[int]:
        """Rows below the header that hold something."""
        at = self.target
        return self.cells.filled_rows(at.min_row + 1, at.max_row, at.min_col, at.max_col)

    @cached_property
    def years(self) -> dict[int, int]:
        """Column of each year."""
        return {int(key.removeprefix("year:")): at for key, at in self.columns.items() if key.startswith("year:")}

    def filled(self, row: int) -> list[Cell]:
        """Return the cells of a row within the table that hold something."""
        columns = self.cells.filled(row, self.target.min_col, self.target.max_col)
        return [self.cell(row, column) for column in columns]


class Tables:
    """Finds tables in a package; what is wrong with them is collected in ``faults``, what is odd in ``notes``."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.faults = Findings()
        self.notes = Findings()
        self._sheets: dict[str, SheetCells] = {}
        self._unit: Unit | None = None

    def afresh(self) -> "Tables":
        """Return a finder with faults and notes of its own, which does not read the same sheets again."""
        other = Tables(self.package)
        other._sheets, other._unit = self._sheets, self._unit
        return other

    def forget(self) -> None:
        """Let the cells of all sheets go; tables that were found keep theirs."""
        self._sheets.clear()

    @property
    def unit(self) -> Unit:
        """What the book calls its units; titles are made with that name."""
        if self._unit is None:
            self._unit = CITY
            table = self.afresh().find(META, ("code", "setting")) if META in self.package.defined_names else None
            rows = table.rows[:MOST_META] if table else []
            values = {table.field(row, "code").text: table.field(row, "setting").text for row in rows if table}
            self._unit = own_unit(values, Place())
        return self._unit

    def titled(self, key: str) -> tuple[str, ...]:
        """Return every title that a column may have: with the name of cities, and with what this book says instead."""
        text = titles()[key]
        return tuple(dict.fromkeys(title for unit in (CITY, self.unit) for title in unit.named(text).both))

    def names(self, prefix: str) -> list[str]:
        """Return the names of the file that begin with a prefix, also broken ones."""
        return [name for name in (*self.package.defined_names, *self.package.broken_names) if name.startswith(prefix)]

    def sheet(self, title: str) -> SheetCells:
        """Return the cells of a sheet; it is read once."""
        if title not in self._sheets:
            self._sheets[title] = self.package.sheet(title)
        return self._sheets[title]

    def find(
        self,
        name: str,
        fields: Iterable[str],
        optional: Iterable[str] = (),
        *,
        years: bool = False,
        most: int | None = None,
    ) -> Table | None:
        """Return the table of a name, or None with a fault: name gone, header gone or doubled, far too many rows."""
        target = self._target(name)
        if target is None:
            return None
        cells, required = self.sheet(target.sheet), tuple(fields)
        target = fitted(_from_header(target, cells, [self.titled(key) for key in required]), cells)
        table = Table(name, target, cells, {})
        columns = self._columns(table, (*required, *optional), years=years)
        missing = [key for key in required if key not in columns]
        for key in missing:
            named = " / ".join(self.titled(key))
            place = Place(sheet=target.sheet, row=target.min_row)
            self.faults.append(Fault("header.gone", place, titles=named))
        if not missing and most is not None and len(table.rows) > most + SPARE_ROWS:
            place = Place(sheet=target.sheet, row=table.rows[0], until=str(table.rows[-1]))
            self.faults.append(Fault("too_many_rows", place, found=len(table.rows), name=name, most=most))
            return None
        return None if missing else Table(name, target, cells, columns)

    def _target(self, name: str) -> NameTarget | None:
        areas = self.package.defined_names.get(name, [])
        if len(areas) == 1:
            return areas[0]
        place = Place(name=Message("place.name", name=name))
        self.faults.append(Fault("name.book", place, found=name_trouble(self.package, name)))
        return None

    def _columns(self, table: Table, keys: tuple[str, ...], *, years: bool) -> dict[str, int]:
        wanted = {title.lower(): key for key in keys for title in self.titled(key)}
        found: dict[str, int] = {}
        untitled: set[int] = set()
        row = table.target.min_row
        for column in range(table.target.min_col, table.target.max_col + 1):
            cell = table.cell(row, column)
            year = YEAR.fullmatch(cell.text) if years else None
            key = f"year:{year[1]}" if year else wanted.get(cell.text.lower())
            if key is None and not cell.text:
                untitled.add(column)
            elif key is None:
                self._stray_column(table, cell)
            elif key in found:
                self.faults.append(Fault("header.twice", cell.place, title=cell.text))
            else:
                found[key] = column
        self._untitled_columns(table, untitled)
        return found

    def _untitled_columns(self, table: Table, untitled: set[int]) -> None:
        """Note the first figure of each column without a title."""
        for row in table.rows if untitled else ():
            for column in untitled.intersection(table.cells.filled(row, min(untitled), max(untitled))):
                cell = table.cell(row, column)
                if cell.kind in (Kind.NUMBER, Kind.DATE):
                    self.faults.append(Fault("unheaded", cell.place, found=cell.content))
                    untitled.remove(column)
            if not untitled:
                return

    def _known_titles(self) -> frozenset[str]:
        return frozenset(title.lower() for key in titles() for title in self.titled(key))

    def _stray_column(self, table: Table, header: Cell) -> None:
        """Note a column that is not ours and has a title."""
        if table.name.startswith("flow_in_") and header.text.lower() not in self._known_titles():
            self.notes.append(Fault("column.stray", header.place, found=header.text))


def name_trouble(package: Package, name: str) -> str | Message:
    """Return what a name stands for that is not one area."""
    if name in package.broken_names:
        return package.broken_names[name]
    areas = package.defined_names.get(name, [])
    return Message("name.areas", number=len(areas)) if areas else Message("name.gone")


def fitted(target: NameTarget, cells: SheetCells) -> NameTarget:
    """Return what a sheet fills of an area: a name may reach as far as the last row and column there are."""
    last_row, last_column = max(cells.max_row, target.min_row), max(cells.max_col, target.min_col)
    return replace(target, max_row=min(target.max_row, last_row), max_col=min(target.max_col, last_column))


def _from_header(target: NameTarget, cells: SheetCells, required: list[tuple[str, ...]]) -> NameTarget:
    """Return the area below and with its header where a name stands for whole columns and one row has all titles."""
    if target.min_row > 1 or target.max_row < MAX_ROWS:
        return target
    found = []
    for row in cells.filled_rows(1, _HEADER_ROWS, target.min_col, target.max_col):
        columns = cells.filled(row, target.min_col, target.max_col)
        held = {str(cells.value(row, column)).strip().lower() for column in columns}
        if all(any(title.lower() in held for title in words) for words in required):
            found.append(row)
    return replace(target, min_row=found[0]) if len(found) == 1 else target


def outside(table: Table) -> Iterator[tuple[int, list[int]]]:
    """Yield rows and columns of filled cells below the table and beside it; what stands above is title and help."""
    target = table.target
    inside = (target.min_row, target.min_col, target.max_row, target.max_col)
    for row, places in groupby(table.cells.cells_outside([inside]), key=itemgetter(0)):
        if row >= target.min_row:
            yield row, [column for _, column in places]
