"""The cells of a workbook that figures go to: found by key and year, wherever people moved the rows."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from flowxl.core.faults import FlowXLError
from flowxl.core.framework import Framework
from flowxl.excel.grid import a1
from flowxl.excel.layout import input_grid_name
from flowxl.excel.log import LOG, LOG_FIELDS
from flowxl.excel.package import Kind, Package
from flowxl.excel.reader import BookData, read_book
from flowxl.excel.reader_inputs import FIELDS
from flowxl.excel.reader_remarks import REMARK_FIELDS
from flowxl.excel.tables import Cell, Table, Tables

Place = tuple[str, str]
"""Sheet and address."""
MOST_SPARE = 20_000
"""A name of whole columns has a million rows; so many of them are looked at."""


@dataclass(frozen=True)
class Target:
    """A cell for one figure, and what stands there now."""

    cell: Cell

    @property
    def place(self) -> Place:
        """Sheet and address."""
        return self.cell.sheet, a1(self.cell.row - 1, self.cell.column - 1)

    @property
    def now(self) -> float | str | None:
        """The number there; text for anything else, None for nothing."""
        if self.cell.kind is Kind.BLANK or self.cell.value == "":
            return None
        if self.cell.kind in (Kind.NUMBER, Kind.DATE) and isinstance(self.cell.value, float):
            return self.cell.value
        return str(self.cell.value) if self.cell.value is not None else "="


@dataclass
class Spare:
    """Rows of a table that are free, and what stands in those that are taken."""

    table: Table
    last: int
    free: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """List the free rows within the table, the first first."""
        taken = set(self.table.rows)
        first = self.table.target.min_row + 1
        last = min(self.last, first + MOST_SPARE)
        self.free = [row for row in range(first, last + 1) if row not in taken]

    def place(self, row: int, name: str) -> Place:
        """Return where a field of a row stands."""
        return self.table.target.sheet, a1(row - 1, self.table.columns[name] - 1)


@dataclass(frozen=True)
class Targets:
    """A workbook with the places of its cells.

    Attributes
    ----------
    book
        What it holds.
    figures
        The cell of each series and year.
    sources
        The cell that names the source of each series.
    remarks, log
        Rows of the remarks and of the log; None where the book has no such table.
    """

    book: BookData
    figures: dict[tuple[str, int], Target]
    sources: dict[str, Cell]
    remarks: Spare | None
    log: Spare | None

    @property
    def framework(self) -> Framework:
        """The book's framework."""
        return self.book.framework


def open_targets(path: Path, keys: Collection[str] | None = None) -> Targets:
    """Read a workbook and find its cells.

    Parameters
    ----------
    path
        The workbook.
    keys
        Series to look for; all if None.

    Raises
    ------
    FlowXLError
        If it is no workbook of ours, or cannot be read surely.
    """
    book = read_book(path)
    with Package.open(path) as package:
        tables = Tables(package)
        figures: dict[tuple[str, int], Target] = {}
        sources: dict[str, Cell] = {}
        for pillar in book.framework.pillar_codes:
            _find_rows(tables, book, pillar, keys, (figures, sources))
        remarks = _spare(tables, "flow_remarks", REMARK_FIELDS)
        log = _spare(tables, LOG, LOG_FIELDS)
        if tables.faults:
            raise FlowXLError(f"{path.name} cannot be read surely; nothing was changed.", tables.faults)
    return Targets(book, figures, sources, remarks, log)


def _find_rows(
    tables: Tables,
    book: BookData,
    pillar: str,
    keys: Collection[str] | None,
    found: tuple[dict[tuple[str, int], Target], dict[str, Cell]],
) -> None:
    table = tables.find(input_grid_name(pillar), FIELDS, ("measure",), years=True)
    if table is None:
        return
    own = {key.lower(): key for key in book.framework.series_position}
    for row in table.rows:
        key = own.get(table.field(row, "key").text.lower())
        if key is None or (keys is not None and key not in keys):
            continue
        found[1][key] = table.field(row, "source")
        for year in book.observations.years:
            found[0][key, year] = Target(table.cell(row, table.years[year]))


def _spare(tables: Tables, name: str, fields: tuple[str, ...]) -> Spare | None:
    if not tables.names(name):
        return None
    table = tables.find(name, fields)
    if table is None:
        return None
    return Spare(table, tables.package.defined_names[name][0].max_row)  # the table is cut to what is filled
