"""What makes cells stand out and guides the hand: validation, conditional formats, protection, pictures."""

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flowxl.workbook.book import Book
from flowxl.workbook.handout import PartBook
from flowxl.workbook.layout import INPUT, PICTURE_ROWS, TABLE_TOP, Sheet
from flowxl.workbook.plan_weighting import RATINGS
from flowxl.workbook.writing.charts import ACROSS, ROW_PIXELS, Pictures, put_all
from flowxl.workbook.writing.charts_delphi import DelphiPictures
from flowxl.workbook.writing.highlights import Highlights
from flowxl.workbook.writing.validation import Validation
from flowxl.workbook.writing.views import SCREEN, column_widths, pixels

BESIDE = {"result": ("ranking", "flow_result"), "gap": ("gap", "flow_gap")}
"""The picture beside a table."""
PRINTED = {"framework": "counting", "weights": "origin"}
"""The last field of a sheet that is printed."""
NARROWEST, WIDEST, TALLEST = 340, 560, 19
GUTTER = 14


class Marks:
    """Adds to the sheets of one book what is not a cell's content."""

    def __init__(self, book: Book, workbook: Workbook) -> None:
        self.book, self.layout, self.workbook = book, book.layout, workbook
        self.validation = Validation(book)
        self.highlights = Highlights(book, workbook)
        self.pictures = Pictures(book, workbook)

    def add(self, sheet: Sheet, worksheet: Worksheet) -> None:
        """Mark one sheet."""
        if sheet.role != "input" or isinstance(self.book, PartBook):
            # Pictures stay free, so that they can be copied into a report.
            options = {"objects": True, "format_columns": True, "format_rows": True, "sort": True, "autofilter": True}
            worksheet.protect("", options)
        if sheet.key.startswith(INPUT):
            pillar = next(p for p in self.book.framework.pillars if p.code == sheet.key.removeprefix(INPUT))
            self.validation.inputs(worksheet, pillar)
            self.highlights.inputs(worksheet, pillar, sheet.key)
            return
        for owner in (self.validation, self.highlights):
            mark = getattr(owner, sheet.key, None)
            if mark is not None:
                mark(worksheet)
        if sheet.key == "delphi":
            DelphiPictures(self.book, self.workbook).put_delphi(worksheet)
            # What follows are figures for formulas and pictures.
            worksheet.print_area(0, 0, *self.layout.areas[RATINGS].bounds[2:])
        if sheet.key == "charts":
            put_all(self.pictures, worksheet)
            last = self._last_column(column_widths(self.layout, sheet), 0, 2 * ACROSS + GUTTER)
            worksheet.print_area(0, 0, TABLE_TOP + PICTURE_ROWS - 2, last)
        if sheet.key in PRINTED:
            # What follows are the names in both languages, for the program that reads the file.
            area = self.layout.areas[f"flow_{sheet.key}"]
            worksheet.print_area(0, 0, *area.position(area.grid.size - 1, PRINTED[sheet.key]))
        if sheet.key in BESIDE:
            self._beside(sheet, worksheet)

    def _beside(self, sheet: Sheet, worksheet: Worksheet) -> None:
        """Draw a picture right of the first table, as high as the table, within a small screen if it can be."""
        name, grid = BESIDE[sheet.key]
        area = self.layout.areas[grid]
        _, _, bottom, right = area.bounds
        widths = column_widths(self.layout, sheet)
        taken = sum(pixels(widths[column]) for column in range(right + 1))
        width = max(NARROWEST, min(WIDEST, SCREEN - taken - GUTTER))
        rows = min(bottom - area.top + 1, TALLEST)
        self.pictures.put(worksheet, name, (area.top, right + 1), (width, rows * ROW_PIXELS), GUTTER)
        last = self._last_column(widths, right + 1, width + GUTTER)
        # Cities in rows fill the page with the first table alone.
        whole = sheet.key == "result" and not area.grid.transposed
        end = self.layout.areas["flow_contributions"] if whole else area
        worksheet.print_area(0, 0, end.bounds[2], last)

    @staticmethod
    def _last_column(widths: dict[int, float], start: int, width: int) -> int:
        """Return the column in which a picture ends."""
        column, left = start, width
        while left > 0:
            left -= pixels(widths.get(column, 8.43))
            column += 1
        return column - 1
