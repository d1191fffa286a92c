"""Pairwise comparisons as a workbook has them: rows and columns by their codes, each pair once."""

import math

import numpy as np

from flowxl.core.weighting.comparisons import SAATY
from flowxl.ooxml.package import Kind
from flowxl.reading.book_tables import Cell, Table, Tables
from flowxl.voice.faults import Fault
from flowxl.voice.place import Place
from flowxl.workbook import texts
from flowxl.workbook.sheets.ahp_grids import AHP, IN
from flowxl.workbook.weighting import Pairwise

OWN_TITLES = {title for key in ("name", "gm", "gm_share", "eigen_share") for title in texts.FIELDS[key].both}
NEAR = 1e-6
"""A typed 0.333 beside 3 is read as what it is; a typed pair may differ by this share and still be reciprocal."""


def read_pairwise(tables: Tables, pillars: tuple[str, ...]) -> tuple[Pairwise, ...]:
    """Return the comparisons that a book has, those in `pillars` first; what is wrong with them is noted as faults.

    A pillar that a new framework left out keeps its comparisons: nobody says that it will not come back.
    """
    start = AHP + IN
    held = {name.removeprefix(start): name for name in tables.names(start)}
    held |= {"": AHP} if AHP in tables.names(AHP) else {}
    order = ("", *pillars)
    groups = sorted(held, key=lambda group: order.index(group) if group in order else len(order))
    found = [_read(tables, held[group], group) for group in groups]
    return tuple(one for one in found if one is not None)


def _read(tables: Tables, name: str, group: str) -> Pairwise | None:
    table = tables.find(name, ("code",))
    if table is None:
        return None
    known = len(tables.faults)
    rows = _rows(tables, table)
    columns = _columns(tables, table, tuple(rows))
    codes = tuple(rows)
    values = np.full((len(codes), len(codes)), math.nan)
    for i, first in enumerate(codes):
        for j in range(i + 1, len(codes)):
            if codes[j] in columns and first in columns:
                upper = table.cell(rows[first], columns[codes[j]])
                lower = table.cell(rows[codes[j]], columns[first])
                values[i, j] = _pair(tables, upper, lower)
    return Pairwise(group, codes, values) if len(tables.faults) == known else None


def _rows(tables: Tables, table: Table) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in table.rows:
        code = table.field(row, "code")
        if not code.text or found.setdefault(code.text, row) != row:
            tables.faults.append(Fault("ahp.code", code.place, found=code.content))
    return found


def _columns(tables: Tables, table: Table, codes: tuple[str, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    head = table.target.min_row
    for column in range(table.columns["code"] + 1, table.target.max_col + 1):
        cell = table.cell(head, column)
        if cell.text in codes and found.setdefault(cell.text, column) != column:
            tables.faults.append(Fault("ahp.twice", cell.place, code=cell.text))
        elif cell.text and cell.text not in codes and cell.text not in OWN_TITLES:
            tables.faults.append(Fault("ahp.no_row", cell.place, found=cell.content))
    lacking = [code for code in codes if code not in found]
    if lacking:
        place = Place(sheet=table.target.sheet, row=head)
        tables.faults.append(Fault("ahp.no_column", place, codes=tuple(lacking)))
    return found


def _pair(tables: Tables, upper: Cell, lower: Cell) -> float:
    """Return how much more the first matters.

    A pair is typed once, on either side of the diagonal; a formula opposite to what was typed is ours and follows it.
    """
    typed = [cell for cell in (upper, lower) if cell.kind is not Kind.BLANK and not cell.is_formula]
    blank = next((cell for cell in (upper, lower) if cell.kind is Kind.BLANK), None)
    if not typed and blank is not None and not math.isnan(value := _number(tables, upper if blank is lower else lower)):
        # The formula of another pair, where rows were sorted, looks like one that a person typed.
        tables.faults.append(Fault("ahp.blank", blank.place, value=value))
        return math.nan
    if len(typed) == 1:
        value = _number(tables, typed[0])
        return value if typed[0] is upper else 1 / value
    above, below = _number(tables, upper), _number(tables, lower)
    if math.isnan(above) or math.isnan(below):
        return above if math.isnan(below) else 1 / below
    if abs(above * below - 1) <= NEAR:
        return above
    tables.faults.append(Fault("ahp.opposite", upper.place, above=above, below=below, place=lower.place))
    return math.nan


def _number(tables: Tables, cell: Cell) -> float:
    """Return a comparison; NaN where there is none yet, which for a formula may be an empty text."""
    if cell.kind is Kind.BLANK or (cell.is_formula and not cell.text):
        return math.nan
    value = cell.value if cell.kind is Kind.NUMBER and isinstance(cell.value, float) else math.nan
    if not (1 / SAATY - NEAR <= value <= SAATY + NEAR):
        fault = Fault("ahp.date" if cell.kind is Kind.DATE else "ahp.number", cell.place, found=cell.content)
        tables.faults.append(fault)
        return math.nan
    return value
