"""Where each cell of our old sheets is in the new book: found by table, key and title, never by its address."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from flowxl.ooxml.package import NameTarget, Package, SheetCells
from flowxl.ooxml.package_names import MAX_COLUMNS, MAX_ROWS
from flowxl.reading.book_tables import Tables, fitted
from flowxl.workbook.grid import PLAIN, Area, Traits
from flowxl.workbook.layout import Layout


@dataclass(frozen=True, order=True)
class Place:
    """A cell: title of its sheet, row and column from 1."""

    sheet: str
    row: int
    column: int


@dataclass(frozen=True)
class OldTable:
    """A table of ours as the old file has it: what each of its rows and columns holds, None where somebody added it.

    ``lines`` belong to items and ``across`` to fields, or the other way round where the grid is transposed.
    """

    name: str
    target: NameTarget
    transposed: bool
    rows: tuple[str | None, ...]
    columns: tuple[str | None, ...]
    traits: Traits = PLAIN

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell is within the table."""
        at = self.target
        return at.min_row <= row <= at.max_row and at.min_col <= column <= at.max_col

    def named(self, row: int, column: int) -> tuple[str, str] | None:
        """Return item and field of a cell; None in a row or column that somebody added. The header's item is empty."""
        line, across = self.rows[row - self.target.min_row], self.columns[column - self.target.min_col]
        if line is None or across is None:
            return None
        return (across, line) if self.transposed else (line, across)

    @cached_property
    def added_columns(self) -> tuple[int, ...]:
        """Columns within the table that somebody added."""
        return tuple(self.target.min_col + n for n, key in enumerate(self.columns) if key is None)


@dataclass
class Places:
    """Old tables by sheet, and the areas of the new layout.

    ``sheets`` gives the new title of each old sheet of ours, None where it is gone; ``kept`` is the table of dropped
    figures, where references to them can go on, and ``kept_keys`` what the rows of an older one are called in it.
    """

    tables: dict[str, list[OldTable]]
    areas: dict[str, Area]
    sheets: dict[str, str | None]
    kept: Area | None = None
    kept_keys: Mapping[str, str] = field(default_factory=dict)
    _items: dict[str, dict[str, int]] = field(default_factory=dict)

    def table_at(self, place: Place) -> OldTable | None:
        """Return the table that a cell is in."""
        tables = self.tables.get(place.sheet, ())
        return next((table for table in tables if table.holds(place.row, place.column)), None)

    def named(self, place: Place) -> tuple[OldTable, str, str] | None:
        """Return table, item and field of a cell of ours."""
        table = self.table_at(place)
        names = table.named(place.row, place.column) if table else None
        return (table, *names) if table and names else None

    def new(self, place: Place) -> Place | None:
        """Return where a cell of one of our old sheets is now; None if it is gone."""
        named = self.named(place)
        if named is None:
            return self.beside(place)
        table, item, field_key = named
        return self._of(table.name, item, field_key)

    def _of(self, name: str, item: str, field_key: str) -> Place | None:
        older = self.kept is not None and name == self.kept.grid.name
        for area, key in ((self.areas.get(name), item), (self.kept, self.kept_keys.get(item, item) if older else item)):
            if area is None or (area is self.kept and not name.startswith(("flow_in_", area.grid.name))):
                continue
            number = -1 if not key else self._positions(area).get(key.lower())
            if number is not None and field_key in area.grid.field_position and (key or area is not self.kept):
                row, column = area.position(number, field_key)
                return Place(area.sheet, row + 1, column + 1)
        return None

    def number_of(self, area: Area, item: str) -> int | None:
        """Return the number of an item in a grid; None if it is not there."""
        return self._positions(area).get(item.lower())

    def _positions(self, area: Area) -> dict[str, int]:
        name = area.grid.name
        if name not in self._items:
            known = {item.lower(): n for n, item in enumerate(area.grid.items)}
            spare = {f"#{n}": n for n in range(area.grid.size)}
            self._items[name] = spare | known
        return self._items[name]

    def beside(self, place: Place) -> Place | None:
        """Return where a cell goes that stands outside of our tables, or in a row or column that somebody added."""
        sheet = self.sheets.get(place.sheet)
        if sheet is None:
            return None
        tables = [t for t in self.tables.get(place.sheet, ()) if t.name in self.areas]
        table = next((t for t in tables if t.target.min_row <= place.row <= t.target.max_row), None)
        if table is None:
            return Place(sheet, self._row_between(tables, place.row), place.column)
        if self.areas[table.name].sheet != sheet:
            return None
        return self._row_of(table, place, sheet)

    def _row_of(self, table: OldTable, place: Place, sheet: str) -> Place | None:
        area, at = self.areas[table.name], table.target
        top, left, bottom, right = (edge + 1 for edge in area.bounds)
        key = table.rows[place.row - at.min_row]
        if key is None:
            return None
        if table.transposed:
            position = area.grid.field_position.get(key)
            row = None if position is None else top + position
        else:
            number = -1 if not key else self._positions(area).get(key.lower())
            row = None if number is None else top + 1 + number
        if row is None:
            return None
        if at.min_col <= place.column <= at.max_col:
            column = right + 1 + table.added_columns.index(place.column) if place.column in table.added_columns else 0
            return Place(sheet, row, column) if column else None
        if place.column < at.min_col:
            return Place(sheet, row, place.column + left - at.min_col)
        return Place(sheet, row, place.column - at.max_col + right + len(table.added_columns))

    def _row_between(self, tables: list[OldTable], row: int) -> int:
        above = [t for t in tables if t.target.max_row < row]
        if above:
            last = max(above, key=lambda t: t.target.max_row)
            return row + self.areas[last.name].bounds[2] + 1 - last.target.max_row
        return row


def locate(tables: Tables, layout: Layout) -> dict[str, list[OldTable]]:
    """Find the tables of ours in an old file, with what each row and column holds.

    Parameters
    ----------
    tables
        Those of the old file: what was read of it is not read again.
    layout
        Layout of a book with the same framework, years and language: gives titles and keys.
    """
    package = tables.package
    found: dict[str, list[OldTable]] = {}
    for name, area in layout.areas.items():
        targets = package.defined_names.get(name, [])
        if len(targets) != 1:
            continue
        target = _whole(package, area.grid.traits, targets[0])
        cells = tables.sheet(target.sheet)
        if target.max_row == MAX_ROWS or target.max_col == MAX_COLUMNS:
            target = fitted(target, cells)
        found.setdefault(target.sheet, []).append(_table(name, target, area, cells))
    for own in found.values():
        own.sort(key=lambda table: (table.target.min_row, table.target.min_col))
    return found


def _whole(package: Package, traits: Traits, target: NameTarget) -> NameTarget:
    """Return the area of a table with its further parts, which have names of their own."""
    for name, _, _ in traits.names[1:]:
        parts = package.defined_names.get(name, [])
        if len(parts) == 1 and parts[0].sheet == target.sheet and parts[0].min_row == target.min_row:
            target = replace(target, max_col=max(target.max_col, parts[0].max_col))
    return target


def _text(cells: SheetCells, row: int, column: int) -> str:
    value = cells.value(row, column)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _table(name: str, target: NameTarget, area: Area, cells: SheetCells) -> OldTable:
    rows = range(target.min_row, target.max_row + 1)
    columns = range(target.min_col, target.max_col + 1)
    heads = [_text(cells, row, target.min_col) for row in rows]
    titles = [_text(cells, target.min_row, column) for column in columns]
    if area.grid.transposed:
        return OldTable(name, target, True, _fields(heads, area), _items(titles, area), area.grid.traits)
    return OldTable(name, target, False, _items(heads, area), _fields(titles, area), area.grid.traits)


def _fields(titles: list[str], area: Area) -> tuple[str | None, ...]:
    """Return the key of each title; of equal titles the n-th is the n-th of the template."""
    wanted: dict[str, list[str]] = {}
    for each in area.grid.fields:
        wanted.setdefault(each.title.strip().lower(), []).append(each.key)
    seen: Counter[str] = Counter()
    found = []
    for title in titles:
        keys = wanted.get(title.lower(), [])
        found.append(keys[seen[title.lower()]] if seen[title.lower()] < len(keys) else None)
        seen[title.lower()] += 1
    return tuple(found)


def _items(labels: list[str], area: Area) -> tuple[str | None, ...]:
    """Return the item of each label below the title, which itself is the empty one."""
    if area.grid.traits.items == "order" or area.grid.spare:
        return ("", *(f"#{n}" for n in range(len(labels) - 1)))
    if area.grid.traits.items == "position":
        return ("", *(area.grid.items[n] if n < len(area.grid.items) else None for n in range(len(labels) - 1)))
    known = {item.lower(): item for item in area.grid.items}
    return ("", *(known.get(label.lower()) for label in labels[1:]))
