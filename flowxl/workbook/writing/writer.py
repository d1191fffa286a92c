"""Write a book: layout + contents -> file. The file is written whole or not at all."""

import datetime as dt
import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flowxl.vba.sources import WORKBOOK_CODE_NAME, sheet_code_name
from flowxl.workbook.book import Book, Column, Columns, Line, Value
from flowxl.workbook.grid import Area, Field
from flowxl.workbook.layout import Sheet
from flowxl.workbook.sheets.registry import contents, lines
from flowxl.workbook.styles import TABS, Styles
from flowxl.workbook.writing.cell_styles import Looks
from flowxl.workbook.writing.sheet_features import Marks
from flowxl.workbook.writing.views import View

BIG_BOOK = 300_000
"""From this many cells rows are written to disk as they come, so that memory stays small."""
CREATED = dt.datetime(2000, 1, 1)  # a fixed moment: the same input must give the same bytes
Progress = Callable[[str, int, int], None]


def write_book(  # noqa: PLR0913 - what is written, where and how
    book: Book,
    path: Path,
    progress: Progress | None = None,
    macros: bytes | None = None,
    more: dict[str, Columns] | None = None,
    *,
    exact: bool = False,
) -> None:
    """Write the workbook.

    Parameters
    ----------
    book
        What to write.
    path
        Where, in a folder that exists; replaced only when the new file is complete.
    progress
        Called with the sheet's title, the number of cells written and their total.
    macros
        VBA project of a book whose cells call functions; its code names are those of ``flowxl.vba.sources``.
    more
        Contents of grids that the layout has beside those of every book.
    exact
        Whether numbers keep all their digits.
    """
    handle, name = tempfile.mkstemp(suffix=path.suffix, prefix=f".{path.stem}-", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        _Writer(book, temporary, progress, macros, more or {}, exact=exact).write()
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


class _Worksheet(Worksheet):
    """A worksheet that takes our formulas as they are.

    XlsxWriter searches every formula for some 200 newer functions that the file format stores under a prefix; we use
    none of them (a test says so), and the search is half the time of a build.
    """

    exact = False
    """Whether every number is written with all its digits; XlsxWriter writes sixteen, of which some need seventeen."""

    def _xml_number_element(self, number: float, attributes: list[tuple[str, Any]]) -> None:
        if self.exact and float(f"{number:.16G}") != number:
            text = "".join(f' {key}="{value}"' for key, value in attributes)
            self.fh.write(f"<c{text}><v>{number!r}</v></c>")
            return
        super()._xml_number_element(number, attributes)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("{").removeprefix("=").removesuffix("}")

    def _xml_formula_element(self, formula: str, result: Any, attributes: list[tuple[str, Any]]) -> None:
        """Say that an empty value is a text: without that readers take the formula for one that was never computed."""
        marked = [*attributes, ("t", "str")] if result == "" else attributes
        super()._xml_formula_element(formula, result, marked)


class _Writer:
    worksheet_class: type[_Worksheet] = _Worksheet

    def __init__(  # noqa: PLR0913 - what is written, where and how
        self,
        book: Book,
        path: Path,
        progress: Progress | None,
        macros: bytes | None,
        more: dict[str, Columns],
        *,
        exact: bool,
    ) -> None:
        self.book, self.progress = book, progress
        self.total = sum(area.grid.size * len(area.grid.fields) for area in book.layout.areas.values())
        self.done = 0
        self.workbook = self._opened(path)
        self.workbook.set_properties({"title": book.framework.name.of(book.language), "created": CREATED})
        self.workbook.set_calc_mode("auto", 191029)
        self.workbook.calc_on_load = False
        self.macros = macros
        self.styles = Styles(self.workbook, book.language)
        self.view, self.marks = View(book), Marks(book, self.workbook)
        self.contents, self.exact = self._contents(more), exact

    def _contents(self, more: dict[str, Columns]) -> dict[str, Columns]:
        return contents(self.book) | more

    def _opened(self, path: Path) -> Workbook:
        return Workbook(str(path), {"constant_memory": self.total > BIG_BOOK, "strings_to_urls": False})

    def write(self) -> None:
        layout = self.book.layout
        add, kind = self.workbook.add_worksheet, self.worksheet_class
        self.worksheets = {sheet.key: add(sheet.title, kind) for sheet in layout.sheets}
        self._add_macros()
        for sheet in layout.sheets:
            worksheet = self.worksheets[sheet.key]
            worksheet.exact = self.exact
            worksheet.set_tab_color(TABS[sheet.role])
            self.view.set_up(sheet, worksheet)
            self._lines(sheet, worksheet)
            for name in sheet.grids:
                self._grid(sheet, worksheet, layout.areas[name], self.contents[name])
            self.marks.add(sheet, worksheet)
        for name, area in layout.areas.items():
            self._name(name, area)
        self._open_on("result" if self.book.result.coverage.pillars else "about")
        self.workbook.close()

    def _add_macros(self) -> None:
        """Put the macros in; every code name must be that of a module, or Excel makes a second one."""
        if self.macros is None:
            return
        self.workbook.add_vba_project(io.BytesIO(self.macros), is_stream=True)
        self.workbook.set_vba_name(WORKBOOK_CODE_NAME)
        for number, worksheet in enumerate(self.worksheets.values(), start=1):
            worksheet.set_vba_name(sheet_code_name(number))

    def _open_on(self, key: str) -> None:
        """Open the book on a sheet, with its tab in view."""
        self.worksheets[key].activate()
        self.worksheets[key].set_first_sheet()

    def _name(self, name: str, area: Area) -> None:
        """Define the name of a grid, or those of its parts."""
        fields = area.grid.fields
        for own, first, last in area.grid.traits.names or ((name, fields[0].key, fields[-1].key),):
            self.workbook.define_name(own, f"={area.address_of(first, last)}")

    def _lines(self, sheet: Sheet, worksheet: Worksheet) -> None:
        """Write title, help and status lines above the first table; 说明 has nothing but lines."""
        for row, cells in enumerate(lines(self.book, sheet)):
            height = self.view.line_height(cells, row, sheet)
            if height:
                worksheet.set_row(row, height)
            for column, line in enumerate(cells):
                self._line(worksheet, row, column, line)

    def _line(self, worksheet: Worksheet, row: int, column: int, line: Line) -> None:
        style = self.styles(line.style)
        if line.link:
            worksheet.write_url(row, column, line.link, style, line.text)
        elif line.formula and line.formula.startswith("{"):
            worksheet.write_array_formula(row, column, row, column, line.formula, style, line.text)
        elif line.formula:
            worksheet.write_formula(row, column, line.formula, style, line.text)
        elif line.text:
            worksheet.write_string(row, column, line.text, style)
        elif line.style.startswith(("sample_", "head")):
            worksheet.write_blank(row, column, None, style)

    def _grid(self, sheet: Sheet, worksheet: Worksheet, area: Area, columns: Columns) -> None:
        """Write a table row by row, since a big book takes rows only in order."""
        looks = Looks(self.styles, area, columns)
        caption = self.book.say(area.grid.traits.caption)
        if caption:
            worksheet.write_string(area.top - 1, area.left, caption, self.styles("caption"))
        for row, height in self.view.row_heights(area, columns, sheet).items():
            worksheet.set_row(row, height)
        fields = [(field.key, columns[field.key], looks.of(field.key)) for field in area.grid.fields]
        if area.grid.transposed:
            for field, (key, column, look) in zip(area.grid.fields, fields, strict=True):
                self._head(worksheet, area, looks, field)
                for item in range(area.grid.size):
                    self._cell(worksheet, area, key, column, item, look(item))
            return
        for field in area.grid.fields:
            self._head(worksheet, area, looks, field)
        for item in range(area.grid.size):
            for key, column, look in fields:
                self._cell(worksheet, area, key, column, item, look(item))

    def _head(self, worksheet: Worksheet, area: Area, looks: Looks, field: Field) -> None:
        row, column = area.position(-1, field.key)
        style = looks.header(field.key)
        if field.key.startswith("year:"):
            worksheet.write_number(row, column, int(field.title), style)
        else:
            worksheet.write_string(row, column, field.title, style)

    def _cell(  # noqa: PLR0913 - a cell in its place, its contents, its look
        self, worksheet: Worksheet, area: Area, key: str, column: Column, item: int, style: Format
    ) -> None:
        row, col = area.position(item, key)
        value = column.values[item]
        formula = column.formula(item) if column.formula else ""
        if column.block and item == 0 and key == column.block.first:
            last = area.position(area.grid.size - 1, column.block.last)
            worksheet.write_array_formula(row, col, *last, column.block.formula, style, _number_or_text(value))
        elif formula.startswith("{"):
            worksheet.write_array_formula(row, col, row, col, formula, style, _number_or_text(value))
        elif formula:
            worksheet.write_formula(row, col, formula, style, _number_or_text(value))
        elif value is None or value == "":
            worksheet.write_blank(row, col, None, style)
        elif isinstance(value, str):
            worksheet.write_string(row, col, value, style)
        else:
            worksheet.write_number(row, col, float(value), style)
        self.done += 1
        if self.progress and self.done % 5000 == 0:
            self.progress(worksheet.get_name(), self.done, self.total)


def _number_or_text(value: Value) -> Any:
    return "" if value is None else value
