"""Addresses are written as XlsxWriter writes them, which has them from Excel; it is the second source here."""

from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_range_abs

from flowxl.ooxml.addresses import COLUMNS, ROWS, column_letters, column_number, pinned_range, quoted

LETTERS = "RCrcAXFD01956._ -'结果é!"
row, column = st.integers(0, ROWS - 1), st.integers(0, COLUMNS - 1)


def test_columns_have_the_letters_that_xlsxwriter_gives_them() -> None:
    """Every column of a sheet, there and back."""
    for number in range(COLUMNS):
        assert column_letters(number) == xl_col_to_name(number)
        assert column_number(column_letters(number)) == number


@given(st.text(LETTERS, min_size=1, max_size=8).filter(lambda title: not title.startswith("'")))
def test_titles_are_quoted_where_xlsxwriter_quotes_them(title: str) -> None:
    """A title that could be taken for a cell stands in quotes."""
    assert quoted(title) == quote_sheetname(title)


@given(row, column, row, column)
def test_blocks_are_written_as_xlsxwriter_writes_them(top: int, left: int, bottom: int, right: int) -> None:
    """A block of one cell is that cell."""
    assert pinned_range(top, left, bottom, right) == xl_range_abs(top, left, bottom, right)
