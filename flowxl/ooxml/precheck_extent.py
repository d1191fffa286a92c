"""How far the sheets of a workbook from outside reach, and how far they may."""

import re

from flowxl.voice.faults import Fault
from flowxl.voice.place import Place

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


def _far_cell(place: Place, row: int, column: int) -> Fault:
    return Fault("far_cell", place, row=row, column=column, most=MAX_AREA)


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
        self._ends: list[tuple[Place, tuple[int, int]]] = []

    def start_sheet(self) -> None:
        """Begin a sheet, or the same one once more."""
        self.last_row = self.last_column = 0

    def end_sheet(self, place: Place) -> None:
        """Keep the last filled row and column of a sheet."""
        self._ends.append((place, (self.last_row, self.last_column)))

    def too_wide(self) -> list[Fault]:
        """Return a fault for each of the largest sheets where all together fill too much."""
        ends = sorted(self._ends, key=lambda item: -item[1][0] * item[1][1])
        left = sum(row * column for _, (row, column) in ends)
        if left <= MAX_AREA:
            return []
        faults = []
        for place, (row, column) in ends:
            if left <= MAX_AREA // 2:  # sheets as small as these are not what is wrong
                break
            faults.append(_far_cell(place, row, column))
            left -= row * column
        return faults

    def reach(self, row: int, column: int, place: Place) -> None:
        """Take note of a filled cell and refuse a sheet whose filled area is beyond measure."""
        self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)
        area = self.last_row * self.last_column
        if area <= MAX_AREA and self.last_row <= MAX_ROWS and self.last_column <= MAX_COLUMNS:
            return
        raise PartRefusedError(_far_cell(place, self.last_row, self.last_column))

    def add(self, cells: int, rows: int, place: Place) -> None:
        """Count cells and rows, filled or not."""
        self.cells += cells
        self.rows += rows
        if max(self.cells, self.rows) > MAX_CELLS:
            raise PartRefusedError(Fault("too_many_cells", place, most=MAX_CELLS))

    def merge(self, ref: bytes, place: Place) -> None:
        """Count the positions of a merged or linked range."""
        corners = re.findall(rb"([A-Z]*)\$?([0-9]*)", ref.replace(b"$", b""))
        corners = [(letters, digits[:9]) for letters, digits in corners if letters or digits]
        (left, top), (right, bottom) = corners[0], corners[-1]
        width = column_number(right[:4]) - column_number(left[:4]) + 1 if left and right else MAX_COLUMNS
        height = int(bottom) - int(top) + 1 if top and bottom else MAX_ROWS
        self.merged += max(abs(width) * abs(height), 1)
        if self.merged > MAX_MERGED:
            raise PartRefusedError(Fault("huge_range", place, ref=ref[:40].decode(), most=MAX_MERGED))
