"""How far the sheets of a workbook from outside reach, and how far they may."""

import re

from flowxl.voice.faults import Fault, rough

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384  # a sheet of Excel
MAX_AREA = 8_000_000  # over all sheets; calamine reserves 24 bytes for every position up to the last filled cell
MAX_CELLS = 3_500_000  # a book of 300 cities x 127 indicators x 20 years has 2.9 million cells; a million takes 0.6 s
MAX_MERGED = 2_000_000  # openpyxl makes one object for every position of a merged or linked range


class PartRefusedError(Exception):
    """A part that must not be read further; carries the fault."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


def column_number(letters: bytes) -> int:
    """Return the 1-based number of a column, e.g. 28 for ``AB``."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _far_cell(where: str, row: int, column: int) -> Fault:
    found = f"filled cells as far as row {row:,} and column {column:,}"
    expected = f"a filled area of at most {MAX_AREA:,} cells over all sheets"
    remedy = "Press Ctrl+End on the sheet to find the stray cell and delete its row or column"
    return rough("far_cell", where, found, expected, remedy)


class Extent:
    """Counts over all sheets of a book, and the last filled row and column of the present sheet."""

    def __init__(self) -> None:
        self.cells = 0
        self.rows = 0
        self.merged = 0
        self.elements = 0
        self.text = 0
        self.last_row = 0
        self.last_column = 0
        self.uses_strings = False
        self._ends: dict[str, tuple[int, int]] = {}

    def start_sheet(self) -> None:
        """Begin a sheet, or the same one once more."""
        self.last_row = self.last_column = 0

    def end_sheet(self, where: str) -> None:
        """Keep the last filled row and column of a sheet."""
        self._ends[where] = self.last_row, self.last_column

    def too_wide(self) -> list[Fault]:
        """Return a fault for each of the largest sheets where all together fill too much."""
        ends = sorted(self._ends.items(), key=lambda item: -item[1][0] * item[1][1])
        left = sum(row * column for _, (row, column) in ends)
        if left <= MAX_AREA:
            return []
        faults = []
        for where, (row, column) in ends:
            if left <= MAX_AREA // 2:  # sheets as small as these are not what is wrong
                break
            faults.append(_far_cell(where, row, column))
            left -= row * column
        return faults

    def reach(self, row: int, column: int, where: str) -> None:
        """Take note of a filled cell and refuse a sheet whose filled area is beyond measure."""
        self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)
        area = self.last_row * self.last_column
        if area <= MAX_AREA and self.last_row <= MAX_ROWS and self.last_column <= MAX_COLUMNS:
            return
        raise PartRefusedError(_far_cell(where, self.last_row, self.last_column))

    def add(self, cells: int, rows: int, where: str) -> None:
        """Count cells and rows, filled or not."""
        self.cells += cells
        self.rows += rows
        if max(self.cells, self.rows) > MAX_CELLS:
            expected = f"at most {MAX_CELLS:,} cells and as many rows"
            raise PartRefusedError(rough("too_many_cells", where, "more cells than that", expected))

    def merge(self, ref: bytes, where: str) -> None:
        """Count the positions of a merged or linked range."""
        corners = re.findall(rb"([A-Z]*)\$?([0-9]*)", ref.replace(b"$", b""))
        corners = [(letters, digits[:9]) for letters, digits in corners if letters or digits]
        (left, top), (right, bottom) = corners[0], corners[-1]
        width = column_number(right[:4]) - column_number(left[:4]) + 1 if left and right else MAX_COLUMNS
        height = int(bottom) - int(top) + 1 if top and bottom else MAX_ROWS
        self.merged += max(abs(width) * abs(height), 1)
        if self.merged > MAX_MERGED:
            found = f"merged or linked ranges such as {ref[:40].decode()}"
            expected = f"merged and linked ranges of at most {MAX_MERGED:,} cells in all"
            raise PartRefusedError(rough("huge_range", where, found, expected))
