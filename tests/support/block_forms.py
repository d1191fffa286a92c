"""Which formulas of a block do not do what their neighbours do."""

from collections.abc import Iterator
from itertools import groupby

from support.book_model import Book, place
from support.xlsx_cells import split

Cell = tuple[int, int]
Forms = dict[Cell, str]


def forms(book: Book, sheet: str) -> Forms:
    """Give every formula of a sheet in R1C1 terms, by row and column."""
    return {split(ref): book.forms[sheet, ref] for _, ref, _ in book.formulas(sheet)}


def _runs(found: Forms, down: bool) -> Iterator[list[list[Cell]]]:
    """Unbroken runs of formulas along one direction, each cut into segments of equal form."""
    lines = sorted(found, key=lambda cell: (cell[1], cell[0]) if down else cell)
    along = 0 if down else 1
    numbered = enumerate(lines)
    for _, run in groupby(numbered, lambda item: (item[1][1 - along], item[1][along] - item[0])):
        cells = [cell for _, cell in run]
        yield [list(segment) for _, segment in groupby(cells, found.__getitem__)]


def _suspects(found: Forms, down: bool) -> set[Cell]:
    """Cells that interrupt a block along one direction.

    A single cell beside a segment of two or more, or any segment between two such segments of one and the same
    form. A border between groups (pillar to pillar, body to total) is neither, unless a group has one row.
    """
    suspects: set[Cell] = set()
    for run in _runs(found, down):
        for number, segment in enumerate(run):
            sides = [run[n] for n in (number - 1, number + 1) if 0 <= n < len(run)]
            long = [found[side[0]] for side in sides if len(side) > 1]
            sandwiched = len(long) == 2 and long[0] == long[1]
            if (len(segment) == 1 and long) or sandwiched:
                suspects.update(segment)
    return suspects


def outliers(book: Book, sheet: str) -> Iterator[tuple[str, str]]:
    """Find reference and form of each formula that interrupts a block and agrees with no neighbour across it."""
    found = forms(book, sheet)
    for down in (True, False):
        step = (0, 1) if down else (1, 0)
        for row, column in sorted(_suspects(found, down)):
            across = [(row + sign * step[0], column + sign * step[1]) for sign in (-1, 1)]
            if found[row, column] not in [found.get(cell) for cell in across]:
                yield place(row, column), found[row, column]
