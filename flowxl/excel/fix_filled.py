"""Which formulas of a workbook stand where a person fills something in: their stored values are what was entered."""

from collections.abc import Iterator

from flowxl.core.framework import Framework
from flowxl.excel.grid import a1
from flowxl.excel.layout import input_grid_name
from flowxl.excel.log import LOG, LOG_FIELDS
from flowxl.excel.package import Package
from flowxl.excel.reader_data import FIELDS as DATA_FIELDS
from flowxl.excel.reader_inputs import FIELDS as INPUT_FIELDS
from flowxl.excel.reader_remarks import REMARK_FIELDS
from flowxl.excel.reader_structure import (
    CITY_FIELDS,
    INDICATOR_FIELDS,
    META_FIELDS,
    REGION_FIELDS,
    SETTING_FIELDS,
    WEIGHT_FIELDS,
)
from flowxl.excel.tables import Cell, Table, Tables

_PLAIN = {
    "flow_framework": INDICATOR_FIELDS,
    "flow_weights": WEIGHT_FIELDS,
    "flow_cities": CITY_FIELDS,
    "flow_regions": REGION_FIELDS,
    "flow_meta": META_FIELDS,
    "flow_settings": SETTING_FIELDS,
    "flow_remarks": REMARK_FIELDS,
    LOG: LOG_FIELDS,
    "flow_data": DATA_FIELDS,
}


def filled_formulas(package: Package, framework: Framework) -> dict[str, set[str]]:
    """Return the addresses, by sheet, of formulas in the cells that the reader takes as entered.

    What FlowXL computes is not among them, also not the rows of an input sheet that show a series from elsewhere.
    """
    tables = Tables(package)
    found: dict[str, set[str]] = {}
    for cell in _entered(tables, framework):
        if cell.is_formula:
            found.setdefault(cell.sheet, set()).add(a1(cell.row - 1, cell.column - 1))
    return found


def _entered(tables: Tables, framework: Framework) -> Iterator[Cell]:
    for name, fields in _PLAIN.items():
        table = tables.find(name, fields, years=name == "flow_data") if tables.names(name) else None
        if table:
            yield from _header(table)
            labels = [column for key, column in table.columns.items() if key in fields]
            yield from (table.cell(row, column) for row in table.rows for column in labels)
    shown = {i.code.lower() for i in framework.indicators if i.same_as}
    for pillar in framework.pillar_codes:
        table = tables.find(input_grid_name(pillar), INPUT_FIELDS, ("measure",), years=True)
        if table:
            yield from _header(table)
            yield from (cell for row in table.rows for cell in _row(table, row, shown))


def _header(table: Table) -> Iterator[Cell]:
    return (table.cell(table.target.min_row, column) for column in table.columns.values())


def _row(table: Table, row: int, shown: set[str]) -> Iterator[Cell]:
    calculated = table.field(row, "key").text.lower().partition(".")[0] in shown
    years = set(table.years.values())
    return (table.cell(row, column) for column in table.columns.values() if not (calculated and column in years))
