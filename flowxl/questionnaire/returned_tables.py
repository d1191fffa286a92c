"""Tables of a returned questionnaire: found by the file's own names, their columns by titles, their rows by codes."""

from collections.abc import Collection
from pathlib import Path

from flowxl.ooxml.package import Package, SheetCells
from flowxl.questionnaire.wording import POINTS, TITLES
from flowxl.reading.book_tables import Cell, Table, fitted
from flowxl.voice.faults import Findings, rough
from flowxl.voice.text import shortened

RETURN_OURS = "Ask the expert to fill in the questionnaire as it was sent"


def one_line(text: str) -> str:
    """Return a text with single blanks: programs write line ends and blanks in their own way."""
    return " ".join(text.split())


def _titles(key: str) -> tuple[str, ...]:
    return (*TITLES[key], *(POINTS if key == "rating" else ()))


class Places:
    """Finds tables in one returned file; what is wrong with them is collected in ``faults``."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.faults = Findings()
        self._sheets: dict[str, SheetCells] = {}

    @property
    def file(self) -> Path:
        """The file."""
        return self.package.path

    def sheet(self, title: str) -> SheetCells:
        """Return the cells of a sheet; it is read once."""
        if title not in self._sheets:
            self._sheets[title] = self.package.sheet(title)
        return self._sheets[title]

    def area(self, name: str) -> Table | None:
        """Return the area of a name without columns; None with a fault where the name is gone."""
        areas = self.package.defined_names.get(name, [])
        if len(areas) != 1:
            found = self.package.broken_names.get(name, f"{len(areas)} areas" if areas else "no such name")
            self.faults.append(rough("altered", f"{self.file.name}, name {name}", found, "one table", RETURN_OURS))
            return None
        cells = self.sheet(areas[0].sheet)
        return Table(name, fitted(areas[0], cells), cells, {})

    def table(self, name: str, keys: Collection[str]) -> Table | None:
        """Return a table with the columns of its titles; None with faults where one is gone or there twice."""
        found = self.area(name)
        if found is None:
            return None
        titles = {title: key for key in keys for title in _titles(key)}
        at = found.target
        columns: dict[str, int] = {}
        twice = False
        for column in range(at.min_col, at.max_col + 1):
            cell = found.cell(at.min_row, column)
            key = titles.get(one_line(cell.text))
            if key in columns:
                twice = True
                self.faults.append(rough("header", cell.where, f"{cell.text} twice", "each column once", RETURN_OURS))
            elif key:
                columns[key] = column
        missing = [" / ".join(TITLES[key]) for key in keys if key not in columns]
        if missing:
            where, gone = f"{at.sheet} row {at.min_row}", f"no column {', '.join(missing)}"
            self.faults.append(rough("header", where, gone, "the titles as sent", RETURN_OURS))
        return None if missing or twice else Table(name, at, found.cells, columns)

    def rows(self, table: Table, expected: Collection[str]) -> dict[str, int]:
        """Return the row of each code; faults tell of codes that are gone, unknown or there twice."""
        found: dict[str, int] = {}
        for row in table.rows:
            cell = table.field(row, "code")
            if not cell.text:
                continue
            if cell.text not in expected:
                self._altered(cell, f"the code {shortened(cell.text)!r}", "a code of this questionnaire")
            elif cell.text in found:
                self._altered(cell, f"{cell.text} a second time (first in row {found[cell.text]})", "each row once")
            else:
                found[cell.text] = row
        gone = [code for code in expected if code not in found]
        if gone:
            where = f"{table.target.sheet}, table {table.name}"
            shown = shortened(", ".join(gone))
            self.faults.append(rough("altered", where, f"no row {shown}", "all rows as sent", RETURN_OURS, len(gone)))
        return found

    def _altered(self, cell: Cell, found: str, expected: str) -> None:
        self.faults.append(rough("altered", cell.where, found, expected, RETURN_OURS))
