"""What makes cells stand out and guides the hand: validation, conditional formats, protection, pictures."""

from collections.abc import Callable

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flowxl.workbook.book import Book
from flowxl.workbook.declare import View
from flowxl.workbook.handout import PartBook
from flowxl.workbook.layout import TABLE_TOP, Sheet
from flowxl.workbook.sheets.chart_grids import PICTURE_ROWS
from flowxl.workbook.sheets.registry import spec_of
from flowxl.workbook.writing.charts import ACROSS, ROW_PIXELS, Pictures, put_all
from flowxl.workbook.writing.charts_delphi import DelphiPictures
from flowxl.workbook.writing.marks import Highlights, add_validation
from flowxl.workbook.writing.views import SCREEN, column_widths, pixels

NARROWEST, WIDEST, TALLEST = 340, 560, 19
GUTTER = 14


class Marks:
    """Adds to the sheets of one book what is not a cell's content."""

    def __init__(self, book: Book, workbook: Workbook) -> None:
        self.book, self.layout, self.workbook = book, book.layout, workbook
        self.highlights = Highlights(workbook)
        self.pictures = Pictures(book, workbook)
        self.drawn: dict[str, Callable[[Sheet, Worksheet], None]] = {"delphi": self._delphi, "charts": self._charts}
        """Sheets with pictures of their own, not beside a table."""

    def add(self, sheet: Sheet, worksheet: Worksheet) -> None:
        """Mark one sheet."""
        if sheet.role != "input" or isinstance(self.book, PartBook):
            # Pictures stay free, so that they can be copied into a report.
            options = {"objects": True, "format_columns": True, "format_rows": True, "sort": True, "autofilter": True}
            worksheet.protect("", options)
        spec = spec_of(sheet.key)
        for rule in spec.accepts(self.book, sheet):
            add_validation(worksheet, rule)
        for one in spec.highlights(self.book, sheet):
            self.highlights.add(worksheet, one)
        if sheet.key in self.drawn:
            self.drawn[sheet.key](sheet, worksheet)
        if spec.view.beside is not None:
            self._beside(sheet, worksheet, spec.view)
        elif spec.view.printed is not None:
            worksheet.print_area(0, 0, *self._printed_end(*spec.view.printed))

    def _printed_end(self, name: str, field: str) -> tuple[int, int]:
        """Return the last cell of a table up to a field, or of the whole table."""
        area = self.layout.areas[name]
        return area.position(area.grid.size - 1, field) if field else area.bounds[2:]

    def _delphi(self, _: Sheet, worksheet: Worksheet) -> None:
        DelphiPictures(self.book, self.workbook).put_delphi(worksheet)

    def _charts(self, sheet: Sheet, worksheet: Worksheet) -> None:
        put_all(self.pictures, worksheet)
        last = self._last_column(column_widths(self.layout, sheet), 0, 2 * ACROSS + GUTTER)
        worksheet.print_area(0, 0, TABLE_TOP + PICTURE_ROWS - 2, last)

    def _beside(self, sheet: Sheet, worksheet: Worksheet, view: View) -> None:
        """Draw a picture right of the first table, as high as the table, within a small screen if it can be."""
        if view.beside is None:
            return
        name, grid = view.beside
        area = self.layout.areas[grid]
        _, _, bottom, right = area.bounds
        widths = column_widths(self.layout, sheet)
        taken = sum(pixels(widths[column]) for column in range(right + 1))
        width = max(NARROWEST, min(WIDEST, SCREEN - taken - GUTTER))
        rows = min(bottom - area.top + 1, TALLEST)
        self.pictures.put(worksheet, name, (area.top, right + 1), (width, rows * ROW_PIXELS), GUTTER)
        last = self._last_column(widths, right + 1, width + GUTTER)
        # Cities in rows fill the page with the first table alone.
        further = view.printed is not None and not area.grid.transposed
        end = self._printed_end(*view.printed)[0] if view.printed and further else bottom
        worksheet.print_area(0, 0, end, last)

    @staticmethod
    def _last_column(widths: dict[int, float], start: int, width: int) -> int:
        """Return the column in which a picture ends."""
        column, left = start, width
        while left > 0:
            left -= pixels(widths.get(column, 8.43))
            column += 1
        return column - 1
