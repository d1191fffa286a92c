"""Which formulas of a workbook stand where a person fills something in: their stored values are what was entered."""

from collections.abc import Collection, Iterator

from flowxl.core.framework import Framework
from flowxl.ooxml.addresses import a1
from flowxl.reading.book_tables import Table, Tables
from flowxl.reading.read_data import FIELDS as DATA_FIELDS
from flowxl.reading.read_filled import filled_fields
from flowxl.reading.read_inputs import find_inputs
from flowxl.reading.read_remarks import REMARK_FIELDS
from flowxl.reading.read_structure import (
    CITY_FIELDS,
    INDICATOR_FIELDS,
    META_FIELDS,
    REGION_FIELDS,
    SETTING_FIELDS,
    WEIGHT_FIELDS,
)
from flowxl.workbook.log import LOG, LOG_FIELDS

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


def filled_formulas(tables: Tables, framework: Framework) -> dict[str, set[str]]:
    """Return the addresses, by sheet, of formulas in the cells that the reader takes as entered.

    What FlowXL computes is not among them, also not the rows of an input sheet that show a series from elsewhere. What
    is wrong with a table was told when it was read.
    """
    found: dict[str, set[str]] = {}
    for table, row, columns in _entered(tables.afresh(), framework):
        formulas = [column for column in columns if table.cells.is_formula(row, column)]
        if formulas:
            found.setdefault(table.target.sheet, set()).update(a1(row - 1, column - 1) for column in formulas)
    return found


def _entered(tables: Tables, framework: Framework) -> Iterator[tuple[Table, int, Collection[int]]]:
    """Yield the rows of all tables with the columns in which something is entered."""
    for name, fields in (_PLAIN | filled_fields()).items():
        table = tables.find(name, fields, years=name == "flow_data") if tables.names(name) else None
        if table:
            yield table, table.target.min_row, table.columns.values()
            labels = [column for key, column in table.columns.items() if key in fields]
            yield from ((table, row, labels) for row in table.rows)
    shown = {i.code.lower() for i in framework.indicators if i.same_as}
    for pillar in framework.pillar_codes:
        table = find_inputs(tables, pillar)
        if table:
            yield table, table.target.min_row, table.columns.values()
            labels = [column for key, column in table.columns.items() if not key.startswith("year:")]
            for row in table.rows:
                calculated = table.field(row, "key").text.lower().partition(".")[0] in shown
                yield table, row, labels if calculated else table.columns.values()
