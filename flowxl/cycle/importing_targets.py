"""The cells of a workbook that figures go to: found by key and year, wherever people moved the rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from flowxl.core.framework import Framework
from flowxl.ooxml.addresses import a1
from flowxl.ooxml.package import Kind
from flowxl.reading.book_tables import Cell, Table, Tables
from flowxl.reading.patching import Known
from flowxl.reading.read_book import BookData, OpenBook
from flowxl.reading.read_inputs import find_inputs
from flowxl.reading.read_remarks import REMARK_FIELDS
from flowxl.voice.faults import FlowXLError
from flowxl.voice.message import Message
from flowxl.workbook.log import LOG, LOG_FIELDS

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


class Figures(Mapping[tuple[str, int], Target]):
    """The cell of each series and year, found when it is asked for: a large book has hundreds of thousands."""

    def __init__(self, years: Sequence[int]) -> None:
        self.years = years
        self.rows: dict[str, tuple[Table, int]] = {}

    def __getitem__(self, where: tuple[str, int]) -> Target:
        """Return the cell of a key and year."""
        table, row = self.rows[where[0]]
        return Target(table.cell(row, table.years[where[1]]))

    def __contains__(self, where: object) -> bool:
        """Whether there is such a cell."""
        return isinstance(where, tuple) and where[0] in self.rows and where[1] in self.years

    def __iter__(self) -> Iterator[tuple[str, int]]:
        """Yield all keys with all years."""
        return ((key, year) for key in self.rows for year in self.years)

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self.rows) * len(self.years)


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
    known
        What the change of its cells needs to know of it.
    """

    book: BookData
    figures: Figures
    sources: dict[str, Cell]
    remarks: Spare | None
    log: Spare | None
    known: Known

    @cached_property
    def not_applicable(self) -> frozenset[tuple[str, int]]:
        """Keys and years that are marked as not applicable: worked out once, and asked for each figure."""
        return self.book.observations.not_applicable

    @property
    def framework(self) -> Framework:
        """The book's framework."""
        return self.book.framework


def open_targets(path: Path) -> Targets:
    """Read a workbook and find its cells.

    Raises
    ------
    FlowXLError
        If it is no workbook of ours, or cannot be read reliably.
    """
    with OpenBook.open(path) as opened:
        book, tables = opened.data, opened.tables
        figures = Figures(book.observations.years)
        sources: dict[str, Cell] = {}
        for pillar in book.framework.pillar_codes:
            _find_rows(tables, book.framework, pillar, figures, sources)
        remarks = _spare(tables, "flow_remarks", REMARK_FIELDS)
        log = _spare(tables, LOG, LOG_FIELDS)
        if tables.faults:
            raise FlowXLError(Message("importing.book", name=path.name), tables.faults)
        known = Known.of(opened, book.framework)
    return Targets(book, figures, sources, remarks, log, known)


def _find_rows(tables: Tables, framework: Framework, pillar: str, figures: Figures, sources: dict[str, Cell]) -> None:
    table = find_inputs(tables, pillar)
    if table is None:
        return
    own = {key.lower(): key for key in framework.series_position}
    for row in table.rows:
        key = own.get(table.field(row, "key").text.lower())
        if key is not None:
            sources[key] = table.field(row, "source")
            figures.rows[key] = table, row


def _spare(tables: Tables, name: str, fields: tuple[str, ...]) -> Spare | None:
    if not tables.names(name):
        return None
    table = tables.find(name, fields)
    if table is None:
        return None
    return Spare(table, tables.package.defined_names[name][0].max_row)  # the table is cut to what is filled
