"""What people put on our sheets beside figures: carried to where it belongs, or listed with its address.

The old sheets are compared with what would stand there if the old book were generated again from its own data.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from flowxl.carry.cell_moves import Place, Places
from flowxl.carry.covered_blocks import shifted
from flowxl.carry.findings import Finding
from flowxl.carry.generated import AsGenerated, plain
from flowxl.carry.odd_formulas import Box, OddFormulas, bare
from flowxl.carry.our_fields import Entry, Kept, OurField, OurFields
from flowxl.carry.raw_cells import Injection, RawCell
from flowxl.carry.references import References
from flowxl.ooxml.package_sheet import area as parse_area
from flowxl.workbook.book import Book, Columns, Line
from flowxl.workbook.layout import TABLE_TOP, Layout
from flowxl.workbook.sheets import registry
from flowxl.workbook.texts import versionless

Cells = Callable[[], Iterator[RawCell]]
"""Reads the cells of a sheet."""


@dataclass
class Added:
    """What was found on our old sheets.

    Attributes
    ----------
    injections
        Cells to put into the fresh sheets, by title, row and column.
    findings
        What was moved or could not be carried.
    """

    injections: dict[str, dict[tuple[int, int], Injection]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def put(self, place: Place, injection: Injection) -> None:
        """Note a cell of the new book."""
        self.injections.setdefault(place.sheet, {})[place.row, place.column] = injection


@dataclass
class SheetReader:
    """Compares the cells of old sheets with the book as generated.

    ``expected`` are the contents of the old book generated again; ``same_version`` says whether its texts are those of
    this FlowXL.
    """

    old: Book
    new_layout: Layout
    places: Places
    references: References
    expected: Mapping[str, Columns]
    same_version: bool
    found: Added = field(default_factory=Added)

    def __post_init__(self) -> None:
        self.title = ""
        self.lines: dict[tuple[int, int], Line] = {}
        self.generated = AsGenerated.of(self.places.tables, self.old.layout)
        self.fields = OurFields(self.old.layout, self.expected)

    def read(self, title: str, key: str, cells: Cells) -> None:
        """Look at all cells of one old sheet."""
        self.title, self.lines = title, self._lines(key)
        captions = self._captions(title)
        odd = OddFormulas(title, self.generated)
        arrays: list[Box] = []
        for cell, entry in self._entries(title, cells):
            if cell.array:
                arrays.append(parse_area(cell.array.encode()))
            if isinstance(entry, tuple):
                self._ours(cell, *entry, odd, arrays)
            elif entry is Kept.RECORD:
                self._recorded(Place(title, cell.row, cell.column), cell)
            elif entry is None and not cell.is_blank and not self._is_line(cell, captions):
                self._foreign(Place(title, cell.row, cell.column), cell)

        def keyed() -> Iterator[tuple[RawCell, OurField | None]]:
            for cell, entry in self._entries(title, cells):
                yield cell, entry[0] if isinstance(entry, tuple) and entry[0].has_formula(entry[1]) else None

        self.found.findings += odd.findings(keyed)

    def _entries(self, title: str, cells: Cells) -> Iterator[tuple[RawCell, Entry]]:
        """Yield each cell with what it is."""
        tables, row = self.places.tables.get(title, ()), 0
        here: list[tuple[int, int, list[Entry]]] = []
        for cell in cells():
            if cell.row != row:
                row = cell.row
                spans = [
                    (table, table.target) for table in tables if table.target.min_row <= row <= table.target.max_row
                ]
                here = [(at.min_col, at.max_col, self.fields.line(table, row)) for table, at in spans]
            entry = None
            for first, last, line in here:
                if first <= cell.column <= last:
                    entry = line[cell.column - first]
                    break
            yield cell, entry

    def read_report(self, title: str, cells: Iterator[RawCell]) -> None:
        """Look at the cells of an old 变更: its tables are made anew, what a person wrote beside them is carried."""
        self.lines, captions = {}, self._captions(title)
        for cell in cells:
            place = Place(title, cell.row, cell.column)
            ours = self.places.table_at(place) is not None or (cell.row, cell.column) in captions
            if not (ours or cell.is_blank or (cell.row < TABLE_TOP and cell.column == 1)):
                self._foreign(place, cell)

    def _lines(self, key: str) -> dict[tuple[int, int], Line]:
        sheet = next(sheet for sheet in self.old.layout.sheets if sheet.key == key)
        return {
            (r, c): line
            for r, cells in enumerate(registry.lines(self.old, sheet), 1)
            for c, line in enumerate(cells, 1)
        }

    def _captions(self, title: str) -> set[tuple[int, int]]:
        return {(table.target.min_row - 1, table.target.min_col) for table in self.places.tables.get(title, ())}

    def _is_line(self, cell: RawCell, captions: set[tuple[int, int]]) -> bool:
        """Tell whether a cell is one of our titles and sentences, as they were generated."""
        line = self.lines.get((cell.row, cell.column))
        if line is not None and not self.same_version:
            return True
        if line is not None and self._is_worded(cell, line):
            return True
        if line is None and (cell.row, cell.column) in captions:
            return True
        # Where rows were inserted it stands elsewhere.
        return any(self._is_worded(cell, line) for line in self.lines.values())

    def _is_worded(self, cell: RawCell, line: Line) -> bool:
        if line.formula is None or cell.formula is None:
            return line.formula == cell.formula and bool(line.text) and _wording(line.text) == _wording(cell.value)
        forms = (cell.formula, self.generated.rewrite(cell.formula, self.title))
        # Its numbers are of the day on which it was written as well: how many pillars counted.
        return _wording(plain(bare(line.formula))) in {_wording(plain(form)) for form in forms}

    def _foreign(self, place: Place, cell: RawCell) -> None:
        new = self.places.beside(place)
        array = self._array(place, cell)
        if new is None or self._taken(new) or array == "":
            self._lost(place, cell)
            return
        moved = cell._replace(row=new.row, column=new.column, formula=self._formula(cell, place.sheet), array=array)
        self.found.put(new, Injection(moved, cell.style))
        if new != place:
            self.found.findings.append(
                Finding("moved", f"{place.sheet}!{cell.address}", cell.shown, f"{new.sheet}!{moved.address}")
            )

    def _array(self, place: Place, cell: RawCell) -> str | None:
        """Return the range of an array formula now: as a plain one it would give other numbers. Empty if it parts."""
        if cell.array is None:
            return None

        def move(row: int, column: int) -> tuple[int, int] | None:
            new = self.places.new(Place(place.sheet, row, column))
            return (new.row, new.column) if new and new.sheet == self.places.sheets[place.sheet] else None

        return (shifted(cell.array.encode(), move) or b"").decode()

    def _taken(self, place: Place) -> bool:
        """Whether a cell of the new book is ours or already has something that was carried."""
        if (place.row, place.column) in self.found.injections.get(place.sheet, {}):
            return True
        line = self.lines.get((place.row, place.column))
        if line is not None and (line.text or line.formula):
            return True
        areas = (area for area in self.new_layout.areas.values() if area.sheet == place.sheet)
        bounds = (area.bounds for area in areas)
        inside = any(t < place.row <= b + 1 and le < place.column <= r + 1 for t, le, b, r in bounds)
        return inside or (place.row == 1 and place.column == 1)

    def _lost(self, place: Place, cell: RawCell) -> None:
        self.found.findings.append(Finding("not_carried", f"{place.sheet}!{cell.address}", cell.shown))

    def _formula(self, cell: RawCell, sheet: str) -> str | None:
        if cell.formula is None:
            return None
        self.references.moves.clear()
        new = self.references.rewrite(cell.formula, sheet)
        spans = [move for move in self.references.moves if move.kind == "span"]
        self.found.findings += [Finding("span", f"{sheet}!{cell.address}", move.old, move.new) for move in spans]
        return new

    def _ours(self, cell: RawCell, own: OurField, number: int, odd: OddFormulas, arrays: list[Box]) -> None:
        """Look at a cell of one of our tables."""
        if own.is_entered(number):
            self._entered(Place(self.title, cell.row, cell.column), cell, own)
        elif own.computed:
            odd.look(cell, own, number, arrays)
        elif self.same_version and not own.stored and not cell.is_blank:
            values = own.column.values if own.numbered else (own.column.values[number],)
            if not any(_same(cell, value) for value in values):
                self._lost(Place(self.title, cell.row, cell.column), cell)

    def _recorded(self, place: Place, cell: RawCell) -> None:
        new = None if cell.is_blank else self.places.new(place)
        if new is not None:
            self.found.put(new, Injection(cell._replace(row=new.row, column=new.column), cell.style, ours=True))
        elif not cell.is_blank:
            self._lost(place, cell)

    def _entered(self, place: Place, cell: RawCell, own: OurField) -> None:
        """Carry what the reader does not give back to the letter: formulas, texts among figures, digits, looks."""
        new, year = self.places.new(place), own.is_year
        if new is None or new.sheet not in self.places.sheets.values():
            if cell.formula is not None or (year and not cell.is_blank and cell.kind != "n"):
                self._lost(place, cell)
            return
        keep = cell.formula is not None or (year and not cell.is_blank and (cell.kind != "n" or _is_long(cell.value)))
        array = self._array(place, cell)
        if keep and array == "":
            self._lost(place, cell)
        elif keep:
            formula = self._formula(cell, place.sheet)
            moved = cell._replace(row=new.row, column=new.column, formula=formula, array=array)
            self.found.put(new, Injection(moved, cell.style, ours=True))
        elif cell.style:
            self.found.put(new, Injection(None, cell.style, ours=True))


def _is_long(value: str) -> bool:
    """Whether a number has more digits than XlsxWriter writes."""
    return float(f"{float(value):.16G}") != float(value)


def _wording(text: str) -> str:
    """Return a sentence of ours without version and numbers: those are of the day on which it was written."""
    return re.sub(r"\d+", "0", versionless(text))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _same(cell: RawCell, value: object) -> bool:
    """Whether a cell shows what was generated; the last digits of a number are the program's."""
    if cell.kind == "n" and isinstance(value, int | float):
        return math.isclose(float(cell.value), value, rel_tol=1e-12)
    return cell.value == _text(value)
