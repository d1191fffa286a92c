"""Tables that stand side by side below one line of headers: 城市, 2019, 2020, 城市, 2019, 2020."""

from dataclasses import replace
from itertools import pairwise

from flowxl.yearbook.blocks import Block
from flowxl.yearbook.cell_kinds import is_value
from flowxl.yearbook.column_titles import Role, roles_in
from flowxl.yearbook.context import Vocabulary
from flowxl.yearbook.grids import Grid, is_blank
from flowxl.yearbook.labels import year_of

_LABELS: set[Role] = {"place", "indicator", "year"}


def panels(grid: Grid, block: Block, vocabulary: Vocabulary) -> list[Grid]:
    """Return the sheet once for each table of a block that stands beside others, with all other columns blank.

    A column of labels of a kind that came before, after columns of figures, begins a new table.
    """
    columns = sorted({column for row in (*block.header, *block.body) for column in grid.filled(row)})
    starts: list[int] = []
    seen: set[Role] = set()
    figures = False
    for column in columns:
        roles = _roles(grid, block, column, vocabulary)
        if roles and figures and roles & seen:
            starts.append(column)
            seen, figures = set(roles), False
        elif roles:
            seen |= roles
        else:
            figures = figures or _has_figures(grid, block, column)
    if not starts:
        return [grid]
    bounds = [0, *starts, columns[-1] + 1]
    return [_window(grid, left, right) for left, right in pairwise(bounds)]


def _roles(grid: Grid, block: Block, column: int, vocabulary: Vocabulary) -> set[Role]:
    """Return which kinds of labels stand in a column; none where it holds figures."""
    title = "\n".join(filter(None, (grid.text(row, column) for row in block.header)))
    body = [cell for row in block.body if not is_blank(cell := grid.cell(row, column))]
    named = set(roles_in(title)) & _LABELS
    if not body or any(year_of(grid.cell(row, column)) is not None for row in block.header):
        return set()
    if all(year_of(cell) is not None for cell in body):
        return {"year"} if "year" in named or not title else set()
    if 2 * sum(map(is_value, body)) >= len(body):
        return set()
    if named:
        return named
    texts = [cell for cell in body if isinstance(cell, str)]
    if any(map(vocabulary.is_place, texts)):
        return {"place"}
    return {"indicator"} if any(map(vocabulary.is_indicator, texts)) else set()


def _has_figures(grid: Grid, block: Block, column: int) -> bool:
    return any(is_value(grid.cell(row, column)) for row in block.body)


def _window(grid: Grid, left: int, right: int) -> Grid:
    rows = tuple(
        tuple(cell if left <= column < right else "" for column, cell in enumerate(row[:right])) for row in grid.rows
    )
    return replace(grid, rows=rows)
