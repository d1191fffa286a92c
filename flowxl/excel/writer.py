"""Write a book: layout + contents -> file. The file is written whole or not at all."""

import datetime as dt
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flowxl.excel.book import Book, Columns, Value
from flowxl.excel.contents import about, checks, compare, data, inputs, result, scores, structure
from flowxl.excel.grid import Area
from flowxl.excel.layout import Sheet
from flowxl.excel.marks import mark_sheet
from flowxl.excel.styles import TABS, Styles

BIG_BOOK = 300_000
"""From this many cells rows are written to disk as they come, so that memory stays small."""
CREATED = dt.datetime(2000, 1, 1)  # a fixed moment: the same input must give the same bytes
Progress = Callable[[str, int, int], None]


def contents(book: Book) -> dict[str, Columns]:
    """Return the contents of every grid of the book."""
    modules = (structure, inputs, data, scores, result, compare, checks)
    return {name: columns for module in modules for name, columns in module.columns(book).items()}


def write_book(book: Book, path: Path, progress: Progress | None = None) -> None:
    """Write the workbook.

    Parameters
    ----------
    book
        What to write.
    path
        Where; replaced only when the new file is complete.
    progress
        Called with the sheet's title, the number of cells written and their total.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(suffix=".xlsx", prefix=f".{path.stem}-", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        _Writer(book, temporary, progress).write()
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


class _Worksheet(Worksheet):
    """A worksheet that takes our formulas as they are.

    XlsxWriter searches every formula for some 200 newer functions that the file format stores under a prefix; we use none
    of them (a test says so), and the search is half the time of a build.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("{").removeprefix("=").removesuffix("}")


class _Writer:
    def __init__(self, book: Book, path: Path, progress: Progress | None) -> None:
        self.book, self.progress = book, progress
        self.total = sum(area.grid.size * len(area.grid.fields) for area in book.layout.areas.values())
        self.done = 0
        self.workbook = Workbook(str(path), {"constant_memory": self.total > BIG_BOOK, "strings_to_urls": False})
        self.workbook.set_properties({"title": book.framework.name.of(book.language), "created": CREATED})
        self.workbook.set_calc_mode("auto", 191029)
        self.workbook.calc_on_load = False
        self.styles = Styles(self.workbook, book.language)
        self.contents = contents(book)

    def write(self) -> None:
        layout = self.book.layout
        self.worksheets = {sheet.key: self.workbook.add_worksheet(sheet.title, _Worksheet) for sheet in layout.sheets}
        for sheet in layout.sheets:
            worksheet = self.worksheets[sheet.key]
            self._set_up(sheet, worksheet)
            self._lines(sheet, worksheet)
            for name in sheet.grids:
                self._grid(worksheet, layout.areas[name], self.contents[name])
            mark_sheet(self.book, sheet, self.workbook, self.worksheets[sheet.key], self.styles)
        for name, area in layout.areas.items():
            self._name(name, area)
        empty = not self.book.result.coverage.pillars
        first = self.worksheets["about" if empty else "result"]
        first.activate()
        self.workbook.close()

    def _name(self, name: str, area: Area) -> None:
        """Define the name of a grid; that of ``flow_data`` ends with the last year, before what is derived."""
        years = self.book.layout.year_keys
        address = area.address_of("key", years[-1]) if name == "flow_data" else area.address
        self.workbook.define_name(name, f"={address}")

    def _set_up(self, sheet: Sheet, worksheet: Worksheet) -> None:
        worksheet.set_tab_color(TABS[sheet.role])
        worksheet.hide_gridlines(2)
        worksheet.set_landscape()
        worksheet.set_paper(9)
        worksheet.fit_to_pages(1, 1 if sheet.key in {"result", "gap", "charts"} else 0)
        worksheet.set_footer("&L&F&C&A&R&P / &N")
        worksheet.set_default_row(16.5)
        if not sheet.grids:
            worksheet.set_column(0, 0, 110)
            return
        main = self.book.layout.areas[sheet.grids[-1] if sheet.key == "data" else sheet.grids[0]]
        if sheet.key == "data":
            main = self.book.layout.areas["flow_data"]
        top = main.top + (len(_label_fields(main)) if main.grid.transposed else 1)
        left = 1 if main.grid.transposed else len(_label_fields(main))
        worksheet.freeze_panes(top, left)
        worksheet.repeat_rows(main.top, main.top)
        self._widths(sheet, worksheet)

    def _widths(self, sheet: Sheet, worksheet: Worksheet) -> None:
        widths: dict[int, float] = {}
        for name in sheet.grids:
            area = self.book.layout.areas[name]
            fields = area.grid.fields
            if area.grid.transposed:
                widths[area.left] = max(widths.get(area.left, 0), *(min(24.0, 2.0 * len(f.title) + 2) for f in fields))
                for item in range(area.grid.size):
                    widths[area.left + 1 + item] = max(widths.get(area.left + 1 + item, 0), 12.0)
                continue
            for field in fields:
                column = area.position(0, field.key)[1]
                widths[column] = max(widths.get(column, 0), field.width)
        for column, width in widths.items():
            worksheet.set_column(column, column, width)

    def _lines(self, sheet: Sheet, worksheet: Worksheet) -> None:
        """Write title, help and status lines above the first table."""
        for row, line in enumerate(about.lines(self.book, sheet)):
            style = self.styles(line.style)
            if line.link:
                worksheet.write_url(row, 0, line.link, style, line.text)
            elif line.formula:
                worksheet.write_formula(row, 0, line.formula, style, line.text)
            elif line.text:
                worksheet.write_string(row, 0, line.text, style)

    def _grid(self, worksheet: Worksheet, area: Area, columns: Columns) -> None:
        fields = area.grid.fields
        header = self.styles("header")
        year = self.styles("header_year")

        def head(key: str, title: str) -> None:
            row, column = area.position(-1, key)
            if key.startswith("year:"):
                worksheet.write_number(row, column, int(title), year)
            else:
                worksheet.write_string(row, column, title, header)

        if area.grid.transposed:
            for field in fields:
                head(field.key, field.title)
                for item in range(area.grid.size):
                    self._cell(worksheet, area, columns, item, field.key)
            return
        for field in fields:
            head(field.key, field.title)
        worksheet.set_row(area.top, 33)
        for item in range(area.grid.size):
            for field in fields:
                self._cell(worksheet, area, columns, item, field.key)

    def _cell(self, worksheet: Worksheet, area: Area, columns: Columns, item: int, key: str) -> None:
        column = columns[key]
        name = column.style if isinstance(column.style, str) else column.style(item)
        style = self.styles(name, top=self._first_of_indicator(area, item))
        row, col = area.position(item, key)
        value = column.values[item]
        formula = column.formula(item) if column.formula else ""
        if formula.startswith("{"):
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

    def _first_of_indicator(self, area: Area, item: int) -> bool:
        """Whether a light line stands above: on input sheets, where another indicator begins."""
        items = area.grid.items
        if not area.grid.name.startswith("flow_in_") or not item:
            return False
        return items[item].partition(".")[0] != items[item - 1].partition(".")[0]


def _number_or_text(value: Value) -> Any:
    return "" if value is None else value


LABELS = {"key", "code", "name", "indicator_name", "city_name", "label", "weight", "indicator", "dimension"}


def _label_fields(area: Area) -> list[str]:
    """Return the leading fields that stay in view."""
    found = []
    for field in area.grid.fields:
        if field.key not in LABELS:
            break
        found.append(field.key)
    return found


