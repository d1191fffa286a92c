"""What a file's own formulas show for the result, beside what the core computes from its inputs.

They differ where a program changed inputs without computing the formulas again, or where somebody changed a formula.
"""

import math
from collections.abc import Iterator

from flowxl.core.faults import Fault
from flowxl.core.framework import Framework
from flowxl.core.result import Result
from flowxl.excel.package import Kind
from flowxl.excel.tables import Cell, Tables, fitted

TOLERANCE = 1e-9
ENGINE = "engine"
OTHER_SHOWN = "other_shown"
"""Kind of a fault: what people look at differs, the formulas behind it do not."""
REMEDY = "Open the file in a spreadsheet program, compute everything anew and save it"
SHOWN, NATIVE = "flow_result", "flow_native"
"""What people look at, and the native formulas behind it."""
Shown = dict[tuple[str, str, str], Cell]


def read_shown(tables: Tables, framework: Framework) -> Shown:
    """Return the cells of both result tables by table, item (pillar code, ``index``, ``rank``) and city code."""
    found: Shown = {}
    for name in (SHOWN, NATIVE):
        found |= {(name, *place): cell for place, cell in _read_table(tables, framework, name).items()}
    return found


def _read_table(tables: Tables, framework: Framework, name: str) -> dict[tuple[str, str], Cell]:
    targets = tables.package.defined_names.get(name, [])
    if len(targets) != 1:
        tables.notes.append(_not_compared(name, "no such table"))
        return {}
    cells = tables.sheet(targets[0].sheet)
    target = fitted(targets[0], cells)

    def at(row: int, column: int) -> Cell:
        return Cell(target.sheet, row, column, cells.kind(row, column), cells.value(row, column))

    down = {at(row, target.min_col).text: row for row in range(target.min_row, target.max_row + 1)}
    right = {at(target.min_row, column).text: column for column in range(target.min_col, target.max_col + 1)}
    names = {name: city.code for city in framework.cities for name in (city.name.zh, city.name.en) if name}
    items = (*framework.pillar_codes, "index", "rank", ENGINE)
    if "index" in down:
        found = {(item, city): at(row, column) for item, city, row, column in _pairs(down, right, names, items)}
    else:
        found = {(item, city): at(row, column) for item, city, column, row in _pairs(right, down, names, items)}
    if not found:
        tables.notes.append(_not_compared(name, "no cities and pillars at its edges"))
    return found


def _not_compared(name: str, found: str) -> Fault:
    return Fault("name", f"name {name}", found, "the result table", "Its formulas were not compared")


def _pairs(
    item_places: dict[str, int], city_places: dict[str, int], names: dict[str, str], items: tuple[str, ...]
) -> Iterator[tuple[str, str, int, int]]:
    for item in items:
        for title, place in city_places.items():
            if item in item_places and title in names:
                yield item, names[title], item_places[item], place


def badge(shown: Shown) -> str:
    """Return who computed what the file shows; empty where it does not say."""
    return next((cell.text for (name, item, _), cell in shown.items() if (name, item) == (SHOWN, ENGINE)), "")


def differences(shown: Shown, result: Result) -> list[Fault]:
    """Return where the file shows another value than the core computes; all at once if nothing is stored."""
    cells = {place: cell for place, cell in shown.items() if place[1] != ENGINE}
    if any(cell.kind is Kind.UNCACHED for cell in cells.values()):
        where = next(cell.where for cell in cells.values() if cell.kind is Kind.UNCACHED)
        return [Fault("not_computed", where, "formulas without stored values", "computed formulas", REMEDY)]
    found = {place: _difference(place, cell, result) for place, cell in cells.items()}
    # What is shown is named apart only where the formulas behind it are right.
    wrong = {place[1:] for place, fault in found.items() if fault and place[0] == NATIVE}
    return [fault for place, fault in found.items() if fault and (place[0] == NATIVE or place[1:] not in wrong)]


def _difference(place: tuple[str, str, str], cell: Cell, result: Result) -> Fault | None:
    name, item, city = place
    expected = _expected(result, item, result.framework.city_codes.index(city))
    value = cell.value if isinstance(cell.value, float) and cell.kind is Kind.NUMBER else math.nan
    same = math.isnan(value) and math.isnan(expected)
    odd = cell.kind not in (Kind.NUMBER, Kind.TEXT, Kind.BLANK)
    if not odd and (same or abs(value - expected) <= TOLERANCE * max(1.0, abs(expected))):
        return None
    wanted = "nothing" if math.isnan(expected) else f"{expected:.6g}, as the core computes"
    return Fault("other_value" if name == NATIVE else OTHER_SHOWN, cell.where, cell.shown, wanted, REMEDY)


def _expected(result: Result, item: str, city: int) -> float:
    if item == "index":
        return float(result.index[city])
    if item == "rank":
        return float(result.rank[city]) or math.nan
    return float(result.pillar_scores[result.framework.pillar_codes.index(item), city])
