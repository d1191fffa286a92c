"""What a file's own formulas show for the result, beside what the core computes from its inputs.

They differ where a program changed inputs without computing the formulas again, or where somebody changed a formula.
"""

import math
from collections.abc import Iterator

from flowxl.core.faults import Fault
from flowxl.core.framework import Framework
from flowxl.core.result import Result
from flowxl.excel.package import Kind
from flowxl.excel.tables import Cell, Tables

TOLERANCE = 1e-9
REMEDY = "Open the file in a spreadsheet program, compute everything anew and save it"
Shown = dict[tuple[str, str], Cell]


def read_shown(tables: Tables, framework: Framework) -> Shown:
    """Return the cells of the result table by item (pillar code, ``index``, ``rank``) and city code."""
    targets = tables.package.defined_names.get("flow_result", [])
    if len(targets) != 1:
        where = "name flow_result"
        tables.notes.append(Fault("name", where, "no such table", "the result table", "Its formulas were not compared"))
        return {}
    target = targets[0]
    cells = tables.sheet(target.sheet)

    def at(row: int, column: int) -> Cell:
        return Cell(target.sheet, row, column, cells.kind(row, column), cells.value(row, column))

    down = {at(row, target.min_col).text: row for row in range(target.min_row, target.max_row + 1)}
    right = {at(target.min_row, column).text: column for column in range(target.min_col, target.max_col + 1)}
    names = {name: city.code for city in framework.cities for name in (city.name.zh, city.name.en) if name}
    items = (*framework.pillar_codes, "index", "rank")
    if "index" in down:
        pairs = _pairs(down, right, names, items)
        return {(item, city): at(row, column) for item, city, row, column in pairs}
    return {(item, city): at(row, column) for item, city, column, row in _pairs(right, down, names, items)}


def _pairs(
    item_places: dict[str, int], city_places: dict[str, int], names: dict[str, str], items: tuple[str, ...]
) -> Iterator[tuple[str, str, int, int]]:
    for item in items:
        for title, place in city_places.items():
            if item in item_places and title in names:
                yield item, names[title], item_places[item], place


def differences(shown: Shown, result: Result) -> list[Fault]:
    """Return where the file shows another value than the core computes; all at once if nothing is stored."""
    if any(cell.kind is Kind.UNCACHED for cell in shown.values()):
        where = next(cell.where for cell in shown.values() if cell.kind is Kind.UNCACHED)
        return [Fault("not_computed", where, "formulas without stored values", "computed formulas", REMEDY)]
    framework = result.framework
    found = []
    for (item, city), cell in shown.items():
        expected = _expected(result, item, framework.city_codes.index(city))
        value = cell.value if isinstance(cell.value, float) and cell.kind is Kind.NUMBER else math.nan
        same = math.isnan(value) and math.isnan(expected)
        odd = cell.kind not in (Kind.NUMBER, Kind.TEXT, Kind.BLANK)
        if odd or not (same or abs(value - expected) <= TOLERANCE * max(1.0, abs(expected))):
            wanted = "nothing" if math.isnan(expected) else f"{expected:.6g}, as the core computes"
            found.append(Fault("other_value", cell.where, cell.shown, wanted, REMEDY))
    return found


def _expected(result: Result, item: str, city: int) -> float:
    if item == "index":
        return float(result.index[city])
    if item == "rank":
        return float(result.rank[city]) or math.nan
    return float(result.pillar_scores[result.framework.pillar_codes.index(item), city])
