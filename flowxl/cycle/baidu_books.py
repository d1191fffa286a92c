"""Workbooks with Baidu Index exports, checked before they are opened; error cells stay visible as texts."""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from flowxl.excel.package import Kind, Package, SheetCells
from flowxl.excel.precheck import precheck

_EPOCHS = {False: dt.date(1899, 12, 30), True: dt.date(1904, 1, 1)}
_LAST_SERIAL = 200_000


def open_book(path: Path) -> Iterator[tuple[str, Sequence[Sequence[object]]]]:
    """Yield name and rows of each sheet of a workbook.

    Raises
    ------
    FlowXLError
        If the file is no workbook, or is not safe to open.
    """
    checked = precheck(path)
    with Package.open(path) as package:
        for name in package.sheet_names:
            cells = package.sheet(name)
            yield name, [_row(cells, row, _EPOCHS[checked.date1904]) for row in range(1, cells.max_row + 1)]


def _row(cells: SheetCells, row: int, epoch: dt.date) -> Sequence[object]:
    plain = cells.plain_values(row)
    return [_value(cells, row, column, epoch) for column in range(1, cells.max_col + 1)] if plain is None else plain


def _value(cells: SheetCells, row: int, column: int, epoch: dt.date) -> object:
    kind, value = cells.kind(row, column), cells.value(row, column)
    if kind is Kind.UNCACHED:
        return "formula without a value"
    if kind is Kind.DATE and isinstance(value, float) and value.is_integer() and 60 < value < _LAST_SERIAL:
        return epoch + dt.timedelta(days=int(value))
    return "" if value is None else value
