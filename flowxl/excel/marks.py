"""What makes cells stand out and guides the hand: validation, conditional formats, protection, charts."""

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flowxl.excel.book import Book
from flowxl.excel.layout import Sheet
from flowxl.excel.styles import Styles


def mark_sheet(book: Book, sheet: Sheet, workbook: Workbook, worksheet: Worksheet, styles: Styles) -> None:
    """Add to a sheet what is not a cell's content."""
    del book, workbook, styles
    if sheet.role not in {"input"}:
        worksheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
