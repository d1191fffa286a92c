"""Tables within a sheet: where each has its header and its body, and which lines belong to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from flowxl.yearbook.cell_kinds import is_meta, is_plain_year, is_title, is_value, lines_of
from flowxl.yearbook.column_titles import roles_in
from flowxl.yearbook.grids import Grid
from flowxl.yearbook.headings import is_continued, turns
from flowxl.yearbook.labels import year_of

MOST_HEADER_ROWS = 4
LOOK_AHEAD = 3  # so many rows below a header there must be a figure


@dataclass
class Block:
    """One table.

    Attributes
    ----------
    header
        Rows of its header.
    body
        Rows with figures.
    context
        Lines above it.
    sections, notes
        For each row of the body the lines that stand above it within the table (市辖区, 单位：万元); lines below it.
    """

    header: list[int]
    context: list[str]
    body: list[int] = field(default_factory=list)
    sections: dict[int, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """What a sheet holds: its tables, and rows with figures that belong to none."""

    blocks: tuple[Block, ...]
    stray: tuple[int, ...]


def find_blocks(grid: Grid) -> Found:
    """Find the tables of a sheet."""
    return _Finder(grid).run()


class _Finder:
    """Goes through the rows from top to bottom."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.blocks: list[Block] = []
        self.stray: list[int] = []
        self.pending: list[str] = []
        self.section: list[str] = []
        self.apart = True  # whether the row before is blank, a line of text or nothing

    def run(self) -> Found:
        row = 0
        while row < len(self.grid.rows):
            row = self._row(row)
        if self.blocks:
            self.blocks[-1].notes += self.pending
        return Found(tuple(self.blocks), tuple(self.stray))

    def _row(self, row: int) -> int:
        """Take a row and return the next one to look at."""
        if not self.grid.filled(row):
            self.apart = True
            return row + 1
        if is_year_header(self.grid, row, apart=self.apart) or is_text_header(self.grid, row, apart=self.apart):
            return self._begin(row)
        lines = lines_of(self.grid, row) or self._titles(row)
        if lines:
            self.pending += lines
            self.apart = True
        else:
            self._figures(row)
        return row + 1

    def _titles(self, row: int) -> list[str]:
        """Return the texts of a row without figures, with more than one, that says something of the figures below."""
        filled = self.grid.filled(row)
        if any(is_value(self.grid.cell(row, column)) for column in filled):
            return []
        texts = [self.grid.text(row, column) for column in filled]
        if not self.blocks or any(map(is_title, texts)):
            return texts
        return texts if any(turns(text) for text in texts) else []

    def _begin(self, row: int) -> int:
        header = [row]
        following = row + 1
        while len(header) < MOST_HEADER_ROWS and self._continues(header, following):
            header.append(following)
            following += 1
        if self.blocks:
            self.blocks[-1].notes += [line for line in self.pending if is_meta(line)]
        goes_on = bool(self.blocks) and any(map(is_continued, self.pending))
        before = [*self.blocks[-1].context, *self.section] if goes_on else []
        self.blocks.append(Block(header, [*before, *self.pending]))
        self.pending, self.section, self.apart = [], [], False
        return following

    def _continues(self, header: Sequence[int], row: int) -> bool:
        """Whether a row is a further row of a header: its corner is blank, or those above it are."""
        grid = self.grid
        if row >= len(grid.rows) or not grid.filled(row):
            return False
        filled = grid.filled(row)
        years = [column for column in filled if year_of(grid.cell(row, column)) is not None]
        figures = [column for column in filled if is_value(grid.cell(row, column)) and column not in years]
        first = min(column for number in header for column in grid.filled(number))
        if figures or (years and not _years_of_header(grid, row, years)):
            return False
        if filled[0] > first:
            return not lines_of(grid, row) or len(filled) == 1
        corner = grid.text(row, filled[0])
        above = [grid.text(number, filled[0]) for number in header]
        return not years and (corner in above or not any(above)) and len(filled) > 1

    def _figures(self, row: int) -> None:
        block = self.blocks[-1] if self.blocks else None
        self.pending, continued = [line for line in self.pending if not is_continued(line)], self.pending
        if block is None or any(is_title(line) for line in self.pending):
            self.pending = continued
            self.stray.append(row)
            return
        if self.pending and all(map(is_meta, self.pending)):
            self.section, self.pending = [*self.section, *self.pending], []  # a measure does not end 市辖区
        elif self.pending:
            self.section, self.pending = self.pending, []
        block.body.append(row)
        block.sections[row] = self.section
        self.apart = False


def _years_of_header(grid: Grid, row: int, years: Sequence[int]) -> bool:
    """Whether years in a row are labels: written as such, or in steps of the same sign."""
    if any(not is_plain_year(grid.cell(row, column)) for column in years):
        return True
    found = [year_of(grid.cell(row, column)) or 0 for column in years]
    cycle = found.index(found[0], 1) if found.count(found[0]) > 1 else len(found)
    if cycle > 1 and found == (found[:cycle] * len(found))[: len(found)]:
        found = found[:cycle]  # the same years below each name of a header in two rows
    steps = {after - before for before, after in pairwise(found)} - {0}
    return len(found) > 1 and bool(steps) and (max(steps) < 0 or min(steps) > 0) and max(map(abs, steps)) <= 10


def is_year_header(grid: Grid, row: int, *, apart: bool) -> bool:
    """Whether a row is a header with a year in each column of figures."""
    filled = grid.filled(row)
    years = [column for column in filled if year_of(grid.cell(row, column)) is not None]
    others = [column for column in filled if column not in years]
    if not years or any(is_value(grid.cell(row, column)) for column in others):
        return False
    lead = [column for column in others if column < years[0]]
    named = any(roles_in(grid.text(row, column)) for column in lead)
    if len(years) == 1 and not named:
        return False
    if any(not is_plain_year(grid.cell(row, column)) for column in years):
        return len(years) > 1 or named
    return (named or apart) and (len(years) == 1 or _years_of_header(grid, row, years))


def is_text_header(grid: Grid, row: int, *, apart: bool) -> bool:
    """Whether a row is a header of names: texts only, with figures soon below."""
    filled = grid.filled(row)
    if len(filled) < 2 or any(is_value(grid.cell(row, c)) or year_of(grid.cell(row, c)) for c in filled):
        return False
    named = any(roles_in(grid.text(row, column)) for column in filled[:3])
    if lines_of(grid, row) or not (apart or named):
        return False
    below = (number for number in range(row + 1, len(grid.rows)) if grid.filled(number))
    for number in islice(below, LOOK_AHEAD + 1):
        if is_year_header(grid, number, apart=False) and grid.filled(number)[0] <= filled[0]:
            return False  # a line of two texts above the header proper
        if any(is_value(grid.cell(number, column)) for column in grid.filled(number)[1:]):
            return True
    return False
