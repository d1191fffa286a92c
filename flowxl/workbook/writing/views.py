"""How a sheet is seen and printed: frozen labels, widths, heights, page."""

import math
from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from flowxl.workbook.book import Book, Columns, Line
from flowxl.workbook.display_width import display_width
from flowxl.workbook.grid import Area, Field
from flowxl.workbook.layout import TABLE_TOP, Layout, Sheet
from flowxl.workbook.sheets.registry import spec_of

LINE = 16.5
"""Height of a row in points; 22 pixels."""
SCREEN = 1290
"""Pixels of a 1366 x 768 screen that a sheet can use from left to right."""
ONE_PAGE = 60
"""More cities than this cannot be read on one printed page."""
PANES = {
    "key", "code", "name", "indicator_name", "city_name", "label", "weight", "indicator", "dimension", "measure",
    "dimension_name", "pillar_name",
}  # fmt: skip
"""Leading fields that stay in view."""


def lines_needed(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of some width."""
    # Text is set a size smaller than the digits that widths are counted in.
    return max(1, math.ceil(0.94 * display_width(text) / max(1.0, width - 0.5)))


def leading_fields(area: Area) -> list[Field]:
    """Return the first fields that stay in view."""
    found = []
    for field in area.grid.fields:
        if field.key not in PANES:
            break
        found.append(field)
    return found


def column_widths(layout: Layout, sheet: Sheet) -> dict[int, float]:
    """Return the width of every column of a sheet: the widest that one of its grids asks for."""
    widths: dict[int, float] = {}

    def ask(column: int, width: float) -> None:
        widths[column] = max(widths.get(column, 0), width)

    for name in sheet.grids:
        area = layout.areas[name]
        if not area.grid.transposed:
            for field in area.grid.fields:
                ask(area.position(0, field.key)[1], field.width)
            continue
        ask(area.left, max(min(22.0, display_width(field.title) + 2.0) for field in area.grid.fields))
        own = spec_of(sheet.key).view.city_width
        widest = own if own is not None else max(field.width for field in area.grid.fields if ":" in field.key)
        for item in range(area.grid.size):
            ask(area.left + 1 + item, widest)
    return widths


def pixels(width: float) -> int:
    """Return the pixels of a column of some width."""
    return int(width * 7 + 5)


class View:
    """Sets up the sheets of one book."""

    def __init__(self, book: Book) -> None:
        self.book, self.layout = book, book.layout

    def set_up(self, sheet: Sheet, worksheet: Worksheet) -> None:
        """Set page, panes and widths of a sheet."""
        worksheet.hide_gridlines(2)
        worksheet.set_default_row(LINE)
        self._page(sheet, worksheet)
        if not sheet.grids:
            for column, width in enumerate(ABOUT_WIDTHS):
                worksheet.set_column(column, column, width)
            return
        for column, width in column_widths(self.layout, sheet).items():
            worksheet.set_column(column, column, width)
        area = self.layout.areas[sheet.grids[0]]
        view = spec_of(sheet.key).view
        if view.frozen is not None:
            worksheet.freeze_panes(TABLE_TOP - 1, view.frozen)
            worksheet.repeat_rows(0)
            return
        fields = leading_fields(area)
        top = area.top + (len(fields) if area.grid.transposed else 1)
        left = 1 if area.grid.transposed else len(fields)
        if view.opens_on_years:
            years = area.position(0, self.layout.year_keys[0])[1]
            worksheet.freeze_panes(top, left, top, years)
        else:
            worksheet.freeze_panes(top, left)
        worksheet.repeat_rows(area.top, top - 1)

    def _page(self, sheet: Sheet, worksheet: Worksheet) -> None:
        worksheet.set_landscape()
        worksheet.set_paper(9)
        worksheet.set_margins(left=0.5, right=0.5, top=0.55, bottom=0.65)
        whole = spec_of(sheet.key).view.one_page and len(self.book.framework.cities) <= ONE_PAGE
        worksheet.fit_to_pages(1, 1 if whole else 0)
        worksheet.set_footer("&L&8&F&C&8&A&R&8&D   &P / &N")

    def line_height(self, cells: Sequence[Line], row: int, sheet: Sheet) -> float:
        """Return the height of a line above the tables, 0 where it is an ordinary one."""
        if not row:
            return 24
        if sheet.key != "about" or len(cells) < 2:
            return 0
        need = lines_needed(cells[1].text, ABOUT_WIDTHS[1])
        return LINE + (need - 1) * NEXT_LINE if need > 1 else 0

    def row_heights(self, area: Area, columns: Columns, sheet: Sheet) -> dict[int, float]:
        """Return the rows that are higher than a line: titles, and names longer than their column."""
        widths = column_widths(self.layout, sheet)
        found: dict[int, float] = {}

        def ask(row: int, column: int, text: str, most: int = 5) -> None:
            need = min(lines_needed(text, widths[column]), most)
            if need > 1:
                found[row] = max(found.get(row, 0), LINE + (need - 1) * NEXT_LINE)

        if not area.grid.transposed:
            found[area.top] = LINE + 5
            for field in area.grid.fields:
                ask(*area.position(-1, field.key), bold(field.title))
        for field in area.grid.fields:
            reason = area.grid.traits.wrapped and field.key.startswith("value:")
            if area.grid.traits.run_on or not (reason or field.key in WRAPPED):
                continue
            for item, value in enumerate(columns[field.key].values):
                if isinstance(value, str):
                    ask(*area.position(item, field.key), value)
        return found


NEXT_LINE = 13.5
"""What a further line of text adds to the height of a row."""
ABOUT_WIDTHS = (30.0, 104.0)
"""Widths of the two columns of 说明: word and explanation."""


def bold(text: str) -> str:
    """Return a text as wide as it is in bold, where words break."""
    return text + " " * (len(text) // 8)


WRAPPED = {"name", "indicator_name", "pillar_name", "dimension_name", "publisher", "measure"}
"""Fields whose texts break into lines; elsewhere a text is cut or runs on to the right."""
