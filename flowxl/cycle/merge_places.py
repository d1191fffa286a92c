"""Where things stand in a book that people edited: the cells of each series, the rows of remarks and of the log."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from defusedxml.ElementTree import fromstring

from flowxl.core.panel import Remark
from flowxl.ooxml.addresses import a1
from flowxl.ooxml.package import Package
from flowxl.ooxml.package_scan import local
from flowxl.reading.book_tables import Cell, Table
from flowxl.reading.read_book import OpenBook
from flowxl.reading.read_inputs import BadCell, find_inputs
from flowxl.reading.read_remarks import REMARK_FIELDS, YEAR
from flowxl.reading.read_structure import MAX_ROWS
from flowxl.workbook.log import LOG, LOG_FIELDS

Held = float | str | Remark | None
"""What an entry holds: a figure, a text, a remark; None where it holds nothing."""
_PROGRAMS = {"openpyxl", "xlsxwriter"}  # they sign as authors
_LONGEST = 1 << 20


@dataclass(frozen=True, order=True)
class Entry:
    """One thing that can be entered.

    ``what`` is ``value`` or ``remark``, of a year, or the column of a text of the row: its source, its note.
    """

    key: str
    what: str
    year: int = 0

    def __str__(self) -> str:
        """Return a short name."""
        return " ".join(filter(None, (self.key, str(self.year or ""), "" if self.what == "value" else self.what)))


@dataclass
class Places:
    """The cells of a book.

    Attributes
    ----------
    series
        Table and row by key.
    remarks
        The table of remarks, the row of each, and the rows that are free.
    log
        The table of what was brought in, where the book has one, and its free rows.
    bad
        Cells that hold something else than a number, by key and year.
    """

    series: dict[str, tuple[Table, int]] = field(default_factory=dict)
    remark_table: Table | None = None
    remark_rows: dict[tuple[str, int], int] = field(default_factory=dict)
    free_remarks: list[int] = field(default_factory=list)
    log: Table | None = None
    free_log: list[int] = field(default_factory=list)
    bad: dict[tuple[str, int], Cell] = field(default_factory=dict)

    def cell(self, entry: Entry) -> Cell | None:
        """Return the cell of an entry; of a remark that of its status; None where a remark has no row."""
        if entry.what == "remark":
            row = self.remark_rows.get((entry.key, entry.year))
            return self.remark_table.field(row, "status") if self.remark_table and row else None
        table, row = self.series[entry.key]
        return table.cell(row, table.years[entry.year]) if entry.what == "value" else table.field(row, entry.what)

    def where(self, entry: Entry) -> str:
        """Return sheet and address of an entry, or the sheet where it has none."""
        cell = self.cell(entry)
        return cell.where if cell else (self.remark_table.target.sheet if self.remark_table else "")


def read_places(book: OpenBook) -> Places:
    """Return the cells of an open book that was read without a fault."""
    framework, package, tables = book.data.framework, book.package, book.tables.afresh()
    keys = {series.key.lower(): series.key for series in framework.series}
    places = Places()
    for pillar in framework.pillar_codes:
        table = find_inputs(tables, pillar)
        for row in table.rows if table else ():
            key = keys.get(table.field(row, "key").text.lower()) if table else None
            if table and key:
                places.series[key] = table, row
    places.remark_table = table = tables.find("flow_remarks", REMARK_FIELDS)
    if table:
        places.remark_rows = dict(_remark_rows(table, keys))
        places.free_remarks = _free(package, table)
    places.log = tables.find(LOG, LOG_FIELDS) if tables.names(LOG) else None
    places.free_log = _free(package, places.log) if places.log else []
    places.bad = dict(_bad(places, book.data.bad_cells))
    return places


def _remark_rows(table: Table, keys: dict[str, str]) -> Iterator[tuple[tuple[str, int], int]]:
    for row in reversed(table.rows):  # of two the first counts, as for the reader
        key, year = keys.get(table.field(row, "key").text.lower()), table.field(row, "year").text
        if key and YEAR.fullmatch(year):
            yield (key, int(year)), row


def _free(package: Package, table: Table) -> list[int]:
    """Return the rows of a table that hold nothing: the table ends where it is filled, its name further down."""
    filled = set(table.rows)
    first = table.target.min_row + 1
    last = min(package.defined_names[table.name][0].max_row, first + MAX_ROWS)
    return [row for row in range(first, last + 1) if row not in filled]


def _bad(places: Places, bad_cells: tuple[BadCell, ...]) -> Iterator[tuple[tuple[str, int], Cell]]:
    at = {(bad.cell.sheet, bad.cell.row, bad.cell.column): bad.cell for bad in bad_cells}
    if not at:
        return
    for key, (table, row) in places.series.items():
        for year, column in table.years.items():
            cell = at.get((table.target.sheet, row, column))
            if cell:
                yield (key, year), cell


def address(cell: Cell) -> str:
    """Return the address of a cell within its sheet."""
    return a1(cell.row - 1, cell.column - 1)


def author(book: OpenBook) -> str:
    """Return who saved an open file last, or made it; the file's name where it does not say."""
    said: dict[str, str] = {}
    core = book.package.part("docProps/core.xml", _LONGEST)
    if core is not None:
        said = {local(item): (item.text or "").strip() for item in fromstring(core, forbid_dtd=True)}
    names = (said.get("lastModifiedBy", ""), said.get("creator", ""))
    return next((name for name in names if name and name.lower() not in _PROGRAMS), book.path.name)
