"""Tables of a workbook that people edited: found by the file's own names, read by the titles of their columns."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flowxl.core.faults import Fault
from flowxl.excel import texts
from flowxl.excel.grid import a1
from flowxl.excel.package import Kind, NameTarget, Package, SheetCells

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
    def where(self) -> str:
        """Sheet and address."""
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
    def shown(self) -> str:
        """What was found, for a fault."""
        words = {Kind.BLANK: "nothing", Kind.UNCACHED: "a formula without a stored value"}
        if self.kind is Kind.TEXT:
            return f"the text {self.value!r}"
        return words.get(self.kind, str(self.value))


@dataclass(frozen=True)
class Table:
    """A table in its place in the file; ``columns`` gives the column of each field that was found."""

    name: str
    target: NameTarget
    cells: SheetCells
    columns: dict[str, int]

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell of the table's sheet."""
        kind = self.cells.kind(row, column)
        formula = self.cells.is_formula(row, column)
        return Cell(self.target.sheet, row, column, kind, self.cells.value(row, column), formula)

    def field(self, row: int, key: str) -> Cell:
        """Return a row's cell of a field."""
        return self.cell(row, self.columns[key])

    @property
    def rows(self) -> range:
        """Rows below the header."""
        return range(self.target.min_row + 1, self.target.max_row + 1)

    @property
    def years(self) -> dict[int, int]:
        """Column of each year."""
        return {int(key.removeprefix("year:")): at for key, at in self.columns.items() if key.startswith("year:")}

    def filled(self, row: int) -> list[Cell]:
        """Return the cells of a row within the table that hold something."""
        found = (self.cell(row, column) for column in range(self.target.min_col, self.target.max_col + 1))
        return [cell for cell in found if cell.kind is not Kind.BLANK]


class Tables:
    """Finds tables in a package; what is wrong with them is collected in ``faults``, what is odd in ``notes``."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self._sheets: dict[str, SheetCells] = {}

    def names(self, prefix: str) -> list[str]:
        """Return the names of the file that begin with a prefix, also broken ones."""
        return [name for name in (*self.package.defined_names, *self.package.broken_names) if name.startswith(prefix)]

    def sheet(self, title: str) -> SheetCells:
        """Return the cells of a sheet; it is read once."""
        if title not in self._sheets:
            self._sheets[title] = self.package.sheet(title)
        return self._sheets[title]

    def find(
        self, name: str, fields: Iterable[str], optional: Iterable[str] = (), *, years: bool = False
    ) -> Table | None:
        """Return the table of a name, or None with a fault: name gone, header gone or doubled."""
        target = self._target(name)
        if target is None:
            return None
        table = Table(name, target, self.sheet(target.sheet), {})
        required = tuple(fields)
        columns = self._columns(table, (*required, *optional), years=years)
        missing = [key for key in required if key not in columns]
        for key in missing:
            titles = " / ".join(dict.fromkeys(texts.FIELDS[key]))
            self.faults.append(
                Fault(
                    "header", f"{target.sheet} row {target.min_row}", f"no column {titles}", "the header as generated"
                )
            )
        return None if missing else Table(name, target, table.cells, columns)

    def _target(self, name: str) -> NameTarget | None:
        areas = self.package.defined_names.get(name, [])
        if len(areas) == 1:
            return areas[0]
        found = self.package.broken_names.get(name, f"{len(areas)} areas" if areas else "no such name")
        remedy = "Take the name from a backup, or paste the figures into a fresh workbook"
        self.faults.append(Fault("name", f"name {name}", found, "the name of one table of this book", remedy))
        return None

    def _columns(self, table: Table, keys: tuple[str, ...], *, years: bool) -> dict[str, int]:
        titles = {title.lower(): key for key in keys for title in texts.FIELDS[key]}
        found: dict[str, int] = {}
        row = table.target.min_row
        for column in range(table.target.min_col, table.target.max_col + 1):
            cell = table.cell(row, column)
            year = YEAR.fullmatch(cell.text) if years else None
            key = f"year:{year[1]}" if year else titles.get(cell.text.lower())
            if key is None:
                self._stray_column(table, column, cell)
            elif key in found:
                self.faults.append(Fault("header", cell.where, f"{cell.text} twice", "each column once"))
            else:
                found[key] = column
        return found

    def _stray_column(self, table: Table, column: int, header: Cell) -> None:
        """Note a column that is not ours and has a title; figures without a title are a fault."""
        filled = [table.cell(row, column) for row in table.rows]
        numbers = [cell for cell in filled if cell.kind in (Kind.NUMBER, Kind.DATE)]
        if numbers and not header.text:
            self.faults.append(
                Fault(
                    "unheaded",
                    numbers[0].where,
                    f"{numbers[0].shown} in a column without a title",
                    "figures below a year",
                )
            )
        elif header.text and table.name.startswith("flow_in_") and header.text.lower() not in _known_titles():
            self.notes.append(
                Fault(
                    "column",
                    header.where,
                    f"a column {header.text!r}",
                    "columns of the template",
                    "It is kept and not read",
                )
            )


def _known_titles() -> frozenset[str]:
    return frozenset(title.lower() for pair in texts.FIELDS.values() for title in pair)


def outside(table: Table) -> Iterator[Cell]:
    """Yield filled cells below the table and beside it; what stands above is title and help."""
    target, cells = table.target, table.cells
    inside = (target.min_row, target.min_col, target.max_row, target.max_col)
    for row, column in cells.cells_outside([inside]):
        if (
            row > target.max_row
            or (row >= target.min_row and column > target.max_col)
            or (row >= target.min_row and column < target.min_col)
        ):
            yield table.cell(row, column)
