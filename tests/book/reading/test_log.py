"""The sheet 导入记录: rows that somebody or a program wrote are read; a book without the sheet has none."""

from dataclasses import replace

from support.books import built

from flowxl.reading.read_book import read_book
from flowxl.workbook.log import LogEntry
from flowxl.workbook.sheets.registry import lay_out
from flowxl.workbook.writing.writer import write_book

ENTRIES = (
    LogEntry("2026-11-24", "import", "年鉴.xlsx", "表1", "C5:L5", "10 values"),
    LogEntry("2026-11-25", "merge", "part.xlsx"),
)


def test_rows_of_the_log_come_back(tmp_path):
    """In order, blank rows left out, texts as they are."""
    book = built("mixed").book
    path = tmp_path / "logged.xlsx"
    write_book(replace(book, log=ENTRIES), path)
    assert read_book(path).log == ENTRIES
    assert read_book(built("mixed").path).log == ()


def test_a_long_log_has_room_for_more(small_book):
    """As many rows as it begins with, and a hundred."""
    data = read_book(small_book)
    layout = lay_out(data.framework, data.observations.years, "zh", 0, 500)
    assert layout.areas["flow_log"].grid.size == 600
