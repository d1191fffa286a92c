"""Addresses of cells and names of sheets as formulas write them; XlsxWriter, which knows them too, is slow to start."""

import re
from functools import lru_cache

ROWS, COLUMNS = 1_048_576, 16_384
"""Size of a sheet."""

_PLAIN = re.compile(r"[^\W\d][\w.]*")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ROW_FIRST = re.compile(r"R([0-9]+)")
_COLUMN_FIRST = re.compile(r"R?C([0-9]+)")


@lru_cache(maxsize=COLUMNS)
def column_letters(column: int) -> str:
    """Return the letters of a column, which counts from 0.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column from 0 by its letters, in capitals."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def a1(row: int, column: int, *, pin_row: bool = False, pin_column: bool = False) -> str:
    """Return the address of a cell; row and column count from 0."""
    return f"{'$' if pin_column else ''}{column_letters(column)}{'$' if pin_row else ''}{row + 1}"


def pinned_range(top: int, left: int, bottom: int, right: int) -> str:
    """Return the address of a block with all its ends pinned; that of one cell is the cell's.

    >>> pinned_range(0, 0, 1, 2), pinned_range(3, 3, 3, 3)
    ('$A$1:$C$2', '$D$4')
    """
    first = a1(top, left, pin_row=True, pin_column=True)
    last = a1(bottom, right, pin_row=True, pin_column=True)
    return first if first == last else f"{first}:{last}"


def quoted(title: str) -> str:
    """Return the title of a sheet as a formula writes it: in quotes only where it could be taken for something else.

    >>> quoted("结果"), quoted("A1"), quoted("two words"), quoted("it's"), quoted("R1 and more"), quoted("R1C2x")
    ('结果', "'A1'", "'two words'", "'it''s'", "'R1 and more'", "'R1C2x'")
    """
    needed = not _PLAIN.fullmatch(title) or _could_be_a_cell(title.upper())
    return "'{}'".format(title.replace("'", "''")) if needed else title


def _could_be_a_cell(title: str) -> bool:
    if title in {"R", "C", "RC"}:
        return True
    cell, row, column = _CELL.fullmatch(title), _ROW_FIRST.match(title), _COLUMN_FIRST.match(title)
    if cell and column_number(cell[1]) < COLUMNS and 0 < int(cell[2]) <= ROWS:
        return True
    return bool((row and 0 < int(row[1]) <= ROWS) or (column and 0 < int(column[1]) <= COLUMNS))
