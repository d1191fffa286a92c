"""Tables of a returned questionnaire: found by the file's own names, their columns by titles, their rows by codes."""

from collections.abc import Collection
from pathlib import Path

from flowxl.ooxml.package import Package, SheetCells
from flowxl.questionnaire.wording import POINTS, TITLES
from flowxl.reading.book_tables import Table, fitted, name_trouble
from flowxl.voice.faults import Fault, Findings
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import shortened


def one_line(text: str) -> str:
    """Return a text with single blanks: programs write line ends and blanks in their own way."""
    return " ".join(text.split())


def _titles(key: str) -> tuple[str, ...]:
    texts = (TITLES[key], *([POINTS] if key == "rating" else []))
    return tuple(title for text in texts for title in (text.zh, text.en))


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
            found = name_trouble(self.package, name)
            place = Place(self.file.name, name=Message("place.name", name=name))
            self.faults.append(Fault("altered.name", place, found=found))
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
                self.faults.append(Fault("header.question_twice", cell.place, title=cell.text))
            elif key:
                columns[key] = column
        missing = tuple(f"{TITLES[key].zh} / {TITLES[key].en}" for key in keys if key not in columns)
        if missing:
            place = Place(sheet=at.sheet, row=at.min_row)
            self.faults.append(Fault("header.question_gone", place, titles=missing))
        return None if missing or twice else Table(name, at, found.cells, columns)

    def rows(self, table: Table, expected: Collection[str]) -> dict[str, int]:
        """Return the row of each code; faults tell of codes that are gone, unknown or there twice."""
        found: dict[str, int] = {}
        for row in table.rows:
            cell = table.field(row, "code")
            if not cell.text:
                continue
            if cell.text not in expected:
                self.faults.append(Fault("altered.unknown_code", cell.place, found=cell.text))
            elif cell.text in found:
                first = found[cell.text]
                self.faults.append(Fault("altered.row_twice", cell.place, code=cell.text, first=first))
            else:
                found[cell.text] = row
        gone = [code for code in expected if code not in found]
        if gone:
            place = Place(sheet=table.target.sheet, name=Message("place.table", table=table.name))
            self.faults.append(Fault("altered.rows_gone", place, len(gone), codes=shortened(", ".join(gone))))
        return found
