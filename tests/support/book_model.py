"""A workbook as its file says it is, for tests of its structure: cells, styles, names, tables, formulas."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from support.xlsx_cells import Part, Value, column_letters, column_number, is_number, read_cells, sheet_parts, split

PREFIX = "flow_"
CELL = re.compile(r"(?:(\$?)([A-Z]{1,3}))?(?:(\$?)([0-9]+))?")
# texts, sheets, functions | cells, columns, rows | names | numbers: whatever is met first takes its characters
WORDS = re.compile(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*'!|[^\W\d][\w.]*[(!])"""
    r"""|(\$?[A-Z]{1,3}\$?[0-9]+|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?[0-9]+:\$?[0-9]+)(?![\w.(!])"""
    r"""|[^\W\d][\w.]*|[0-9.]+(?:E[+-]?[0-9]+)?"""
)
Finding = tuple[str, str, str]  # sheet, reference (empty: the whole sheet), message


@dataclass(frozen=True)
class Area:
    """A rectangle of cells, numbered from 1."""

    sheet: str
    left: int
    top: int
    right: int
    bottom: int

    def rows(self) -> range:
        """Row numbers, the header row first."""
        return range(self.top, self.bottom + 1)

    def columns(self) -> range:
        """Column numbers."""
        return range(self.left, self.right + 1)

    def holds(self, ref: str) -> bool:
        """Whether a cell of the sheet lies in the rectangle."""
        row, column = split(ref)
        return row in self.rows() and column in self.columns()


def place(row: int, column: int) -> str:
    """Write the reference of a cell."""
    return f"{column_letters(column)}{row}"


def tokens(formula: str) -> list[Token]:
    """Split a formula as `read_cells` gives it (array formulas in braces) into tokens."""
    return _tokens(formula[1:-1] if formula.startswith("{") else formula)


@cache
def _tokens(formula: str) -> list[Token]:
    return Tokenizer(formula).items


def _relative_cell(text: str, row: int, column: int) -> str:
    fixed_column, letters, fixed_row, digits = CELL.fullmatch(text).groups()
    form = ""
    if digits:
        form = f"R{digits}" if fixed_row else f"R[{int(digits) - row}]"
    if letters:
        number = column_number(letters)
        form += f"C{number}" if fixed_column else f"C[{number - column}]"
    return form


def relative_form(formula: str, ref: str) -> str:
    """Write a formula in R1C1 terms: cells that do the same as their neighbour get the same text."""
    at = split(ref)

    def relative(match: re.Match[str]) -> str:
        cells = match[2]
        return ":".join(_relative_cell(cell, *at) for cell in cells.split(":")) if cells else match[0]

    return WORDS.sub(relative, formula)


class Book:
    """A finished workbook.

    Attributes
    ----------
    cells
        What `xlsx_cells.read_cells` finds.
    sheets
        The worksheets in the order of the tabs, as openpyxl sees them (styles, protection, printing).
    parts, xml, workbook_xml, files
        The worksheets as parts of the package, their text and that of the workbook, and all names of parts.
    names
        Defined names that stand for one rectangle.
    forms
        Every formula in R1C1 terms, by sheet and reference.
    """

    def __init__(self, path: Path) -> None:
        self.cells = read_cells(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl says what it would lose on saving; nothing is saved
            self.workbook = openpyxl.load_workbook(path)
        self.sheets: dict[str, Worksheet] = {sheet.title: sheet for sheet in self.workbook.worksheets}
        with zipfile.ZipFile(path) as package:
            self.parts: dict[str, Part] = {part.name: part for part in sheet_parts(package)}
            self.xml = {part.name: package.read(part.path).decode() for part in self.parts.values()}
            self.workbook_xml = package.read("xl/workbook.xml").decode()
            self.files = package.namelist()
        self.forms = {(s, ref): relative_form(formula, ref) for s, ref, formula in self.formulas()}
        self._first = {form: self.cells[cell][0] for cell, form in reversed(self.forms.items())}
        self.names: dict[str, Area] = {}
        for name, defined in self.workbook.defined_names.items():
            places = list(defined.destinations) if defined.type == "RANGE" else []
            if len(places) == 1:
                self.names[name] = Area(places[0][0], *range_boundaries(places[0][1].replace("$", "")))

    def tables(self) -> dict[str, Area]:
        """Names of whole tables: they begin with flow_ and have more than one row and column."""
        named = self.names.items()
        return {n: a for n, a in named if n.startswith(PREFIX) and a.top < a.bottom and a.left < a.right}

    def formulas(self, *sheets: str) -> Iterator[tuple[str, str, str]]:
        """Sheet, reference and text of every formula, of all sheets or of those given."""
        for (sheet, ref), (formula, _) in self.cells.items():
            if formula is not None and (not sheets or sheet in sheets):
                yield sheet, ref, formula

    def alike(self, sheet: str, ref: str) -> list[Token]:
        """Tokens of the first formula with the same form: same functions, numbers, texts and sheets."""
        return tokens(self._first[self.forms[sheet, ref]])

    def value(self, sheet: str, row: int, column: int) -> Value:
        """Give the cached or typed value of a cell; blank is the empty text."""
        return self.cells.get((sheet, place(row, column)), (None, ""))[1]

    def blank_row(self, area: Area, row: int) -> bool:
        """Whether a row of an area shows nothing at all."""
        return all(self.value(area.sheet, row, column) == "" for column in area.columns())

    def unlocked(self, sheet: str) -> Iterator[str]:
        """List the cells that people may edit, blank ones included."""
        protections = self.workbook._protections  # a cell's own .protection takes 50 times as long
        for cell in self.sheets[sheet]._cells.values():
            if not protections[cell._style.protectionId].locked:
                yield cell.coordinate

    def column(self, table: str, header: str | None = None) -> dict[str, Value]:
        """Values of a column of a table by reference, without the header; None is the last column."""
        area = self.names[table]
        headers = [str(_plain(self.value(area.sheet, area.top, column))) for column in area.columns()]
        if header is not None and header not in headers:
            raise KeyError(f"{table}: expected a column {header!r}, found {headers}")
        column = area.right if header is None else area.left + headers.index(header)
        return {place(row, column): self.value(area.sheet, row, column) for row in area.rows()[1:]}

    def keyed(self, table: str, name: str) -> dict[str, tuple[str, Value]]:
        """Give reference and value of a line of a table.

        The line is the column with the header `name`, by the keys in the first column; or, where no column has
        it, the row with that key, by the headers.
        """
        area = self.names[table]
        headers = {str(_plain(self.value(area.sheet, area.top, column))): column for column in area.columns()}
        keys = {str(_plain(self.value(area.sheet, row, area.left))): row for row in area.rows()[1:]}
        if name in headers:
            places = {key: (row, headers[name]) for key, row in keys.items()}
        elif name in keys:
            places = {header: (keys[name], column) for header, column in headers.items()}
        else:
            raise KeyError(f"{table}: expected a column or row {name!r}, found {[*headers]} and {[*keys]}")
        return {key: (place(*cell), self.value(area.sheet, *cell)) for key, cell in places.items()}


def _plain(value: Value) -> Value:
    """Years are whole numbers to the reader of a header."""
    return int(value) if is_number(value) and value == int(value) else value
