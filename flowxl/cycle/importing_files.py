"""Files to import, opened by what they are: workbooks after a check, old workbooks, text; each sheet as plain cells."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from flowxl.cycle.importing_looks import MERGED, BookLooks, merged_figures
from flowxl.ooxml.package import Kind, Package, SheetCells
from flowxl.ooxml.package_sheet import Position
from flowxl.ooxml.precheck import precheck
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Text
from flowxl.yearbook.biff import check_biff
from flowxl.yearbook.grids import UNCACHED, Cell, Grid
from flowxl.yearbook.text_files import read_text_grid

_OLD = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_LAST_SERIAL = 200_000
_FIRST_DAYS = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)


def read_grids(path: Path) -> list[Grid]:
    """Return the sheets of a file that somebody sent.

    Raises
    ------
    FlowXLError
        If it is missing, hostile, damaged, or nothing that holds a table.
    """
    start = _first_bytes(path)
    if start.startswith(_ZIP):
        return list(_workbook(path))
    if start.startswith(_OLD):
        return list(_old_workbook(path))
    return [read_text_grid(path)]


def read_rows(path: Path) -> Iterator[tuple[str, Sequence[Sequence[object]]]]:
    """Yield name and rows of each sheet of a file, quickly: days as dates, and no look at how cells are shown.

    Raises
    ------
    FlowXLError
        If it is missing, hostile, damaged, or no workbook.
    """
    start = _first_bytes(path)
    # some programs save text as .xls; a text that says .xlsx is a mishap
    if start.startswith(_OLD) or (path.suffix.lower() == ".xls" and not start.startswith(_ZIP)):
        yield from ((grid.sheet, grid.rows) for grid in read_grids(path))
        return
    for _, name, cells, epoch in _sheets(path):
        yield name, [_plain_row(cells, row, epoch) for row in range(1, cells.max_row + 1)]


def _first_bytes(path: Path) -> bytes:
    if not path.is_file():
        fault = Fault("file.import_folder" if path.is_dir() else "file.import_missing", Place(str(path)))
        raise FlowXLError(Message("importing.file", name=path.name), [fault])
    with path.open("rb") as stream:
        return stream.read(8)


def _workbook(path: Path) -> Iterator[Grid]:
    looks: BookLooks | None = None
    for package, name, cells, epoch in _sheets(path):
        looks = looks or BookLooks(package)
        found = looks.of(name, package.part_of(name), (cells.max_row, cells.max_col))
        rows = tuple(_row(cells, row, epoch, found.percent) for row in range(1, cells.max_row + 1))
        doubts = found.doubts | dict.fromkeys(merged_figures(found.merged, rows), MERGED)
        yield Grid(path.name, name, rows, doubts={(row - 1, column - 1): why for (row, column), why in doubts.items()})


def _sheets(path: Path) -> Iterator[tuple[Package, str, SheetCells, dt.datetime]]:
    """Yield the open package, name, cells and first day of each sheet of a workbook that is safe to open."""
    epoch = _FIRST_DAYS[precheck(path).date1904]
    with Package.open(path) as package:
        for name in package.sheet_names:
            yield package, name, package.sheet(name), epoch


def _plain_row(cells: SheetCells, row: int, epoch: dt.datetime) -> Sequence[object]:
    plain = cells.plain_values(row)
    return [_dated(cells, (row, column), epoch) for column in range(1, cells.max_col + 1)] if plain is None else plain


def _dated(cells: SheetCells, at: Position, epoch: dt.datetime) -> object:
    kind, value = cells.kind(*at), cells.value(*at)
    if kind is Kind.UNCACHED:
        return UNCACHED
    if kind is Kind.DATE and isinstance(value, float) and value.is_integer() and 60 < value < _LAST_SERIAL:
        return (epoch + dt.timedelta(days=int(value))).date()
    return "" if value is None else value


def _row(cells: SheetCells, row: int, epoch: dt.datetime, percent: frozenset[Position]) -> tuple[Cell, ...]:
    return tuple(_cell(cells, (row, column), epoch, percent) for column in range(1, cells.max_col + 1))


def _cell(cells: SheetCells, at: Position, epoch: dt.datetime, percent: frozenset[Position]) -> Cell:
    """Return a cell as a person sees it: dates as dates, 0.125 shown as 12.5% as that."""
    kind = cells.kind(*at)
    if kind is Kind.UNCACHED:
        return UNCACHED
    value = cells.value(*at)
    if value is None:
        return ""
    if kind is Kind.DATE and isinstance(value, float):
        return _day(value, epoch)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and at in percent:
        return f"{(Decimal(repr(value)) * 100).normalize():f}%"
    return value


def _day(serial: float, epoch: dt.datetime) -> str:
    try:
        return (epoch + dt.timedelta(days=serial)).date().isoformat()
    except OverflowError:
        return f"date {serial:g}"


def _old_workbook(path: Path) -> Iterator[Grid]:
    check_biff(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield Grid(path.name, name, tuple(tuple(map(_plain, row)) for row in rows), ("xls",))
    except (CalamineError, ValueError) as error:
        fault = Fault("damaged.import", Place(path.name), problem=Text("内容已损坏", str(error)))
        raise FlowXLError(Message("importing.no_workbook", name=path.name), [fault]) from error


def _plain(value: object) -> Cell:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)
