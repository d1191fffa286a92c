"""What a file's own formulas show for the result, beside what the core computes from its inputs.

They differ where a program changed inputs without computing the formulas again, or where somebody changed a formula.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from flowxl.core.framework import Framework
from flowxl.core.result import Result
from flowxl.ooxml.package import Kind
from flowxl.reading.book_tables import Cell, Tables, fitted
from flowxl.voice.faults import Fault
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.unit import CITY
from flowxl.workbook import texts

TOLERANCE = 1e-9
ENGINE = "engine"
OTHER_SHOWN = "other_shown"
"""Kind of a fault: what people look at differs, the formulas behind it do not."""
SHOWN, NATIVE = "flow_result", "flow_native"
"""What people look at, and the native formulas behind it."""
GAP_FIELDS = ("focus", "benchmark", "gap", "weighted_gap")
Lines = dict[str, np.ndarray]


@dataclass(frozen=True)
class Seen:
    """A cell of a result table: which table, which item, which column (a city's code or a field of the gap)."""

    table: str
    item: str
    column: str
    cell: Cell


Shown = tuple[Seen, ...]


def _table_2(result: Result) -> Lines:
    rank = np.where(result.rank > 0, result.rank.astype(np.float64), np.nan)
    pillars = dict(zip(result.framework.pillar_codes, result.pillar_scores, strict=True))
    return pillars | {"index": result.index, "rank": rank, "display": result.display_index}


def _contributions(result: Result) -> Lines:
    parts = dict(zip(result.framework.pillar_codes, result.contributions, strict=True))
    return parts | {"index": result.index}


def _dimensions(values: Callable[[Result], np.ndarray]) -> Callable[[Result], Lines]:
    def lines(result: Result) -> Lines:
        return {d.code: line for d, line in zip(result.framework.dimensions, values(result), strict=True)}

    return lines


def _gaps(result: Result) -> Lines:
    pair = result.compared
    gap = result.gap(*pair)
    columns = np.array([gap.focus_scores, gap.benchmark_scores, gap.gap, gap.weighted_gap]).T
    first, second = (float(result.index[result.framework.city_codes.index(code)]) for code in pair)
    index = np.array([first, second, first - second, first - second])
    return dict(zip(result.framework.pillar_codes, columns, strict=True)) | {"index": index}


EXPECTED: dict[str, Callable[[Result], Lines]] = {
    NATIVE: _table_2,
    SHOWN: _table_2,
    "flow_contributions": _contributions,
    "flow_subtotals": _dimensions(lambda result: result.dimension_subtotals),
    "flow_dimensions": _dimensions(lambda result: result.dimension_scores),
    "flow_gap": _gaps,
}
"""What each table holds: for every item one value per city, or per field of the gap."""


def read_shown(tables: Tables, framework: Framework) -> Shown:
    """Return the cells of the result tables."""
    return tuple(seen for name in EXPECTED for seen in _read_table(tables, framework, name))


def _read_table(tables: Tables, framework: Framework, name: str) -> Iterator[Seen]:
    targets = tables.package.defined_names.get(name, [])
    if len(targets) != 1:
        tables.notes.append(Fault("name.result_gone", _place(name)))
        return
    cells = tables.sheet(targets[0].sheet)
    target = fitted(targets[0], cells)

    def at(row: int, column: int) -> Cell:
        return Cell(target.sheet, row, column, cells.kind(row, column), cells.value(row, column))

    down = {row: at(row, target.min_col).text for row in range(target.min_row, target.max_row + 1)}
    right = {column: at(target.min_row, column).text for column in range(target.min_col, target.max_col + 1)}
    items, columns = _items(framework, name), _titles(framework, name)
    turned = not any(text in items for text in down.values())
    if turned:
        down, right = right, down
    rows = {place: text for place, text in down.items() if text in items}
    places = {place: columns[text] for place, text in right.items() if text in columns}
    if not (rows and places):
        tables.notes.append(Fault("name.result_edges", _place(name)))
    elif len(rows) * len(places) > len(items) * len(columns):
        tables.notes.append(Fault("name.result_repeated", _place(name), found=len(rows)))
        return
    for row, item in rows.items():
        for place, column in places.items():
            yield Seen(name, item, column, at(place, row) if turned else at(row, place))


def _place(name: str) -> Place:
    return Place(name=Message("place.name", name=name))


def _items(framework: Framework, name: str) -> set[str]:
    if name in {"flow_subtotals", "flow_dimensions"}:
        return {dimension.code for dimension in framework.dimensions}
    return {*framework.pillar_codes, "index", "rank", "display", ENGINE}


def _titles(framework: Framework, name: str) -> dict[str, str]:
    """Return the column that each title stands for."""
    if name == "flow_gap":
        named = [(unit.named(texts.FIELDS[field]), field) for field in GAP_FIELDS for unit in (CITY, framework.unit)]
        return {title: field for text, field in named for title in text.both}
    starts = ["", *(f"{word} " for word in texts.FIELDS["native_score"].both)]
    return {
        start + text: city.code
        for city in framework.cities
        for text in (city.name.zh, city.name.en)
        if text
        for start in starts
    }


def badge(shown: Shown) -> str:
    """Return who computed what the file shows; empty where it does not say."""
    return next((seen.cell.text for seen in shown if (seen.table, seen.item) == (SHOWN, ENGINE)), "")


def differences(shown: Shown, result: Result) -> list[Fault]:
    """Return where the file shows another value than the core computes; all at once if nothing is stored."""
    compared = [seen for seen in shown if seen.item != ENGINE]
    for seen in compared:
        if seen.cell.kind is Kind.UNCACHED:
            return [Fault("not_computed", seen.cell.place)]
    expected = {name: lines(result) for name, lines in EXPECTED.items()}
    places = {code: n for n, code in enumerate(result.framework.city_codes)} | {f: n for n, f in enumerate(GAP_FIELDS)}
    faults = [
        (seen, fault)
        for seen in compared
        if (fault := _difference(seen, float(expected[seen.table][seen.item][places[seen.column]])))
    ]
    # What is shown is named apart only where the formulas behind it are right.
    wrong = {(seen.item, seen.column) for seen, _ in faults if seen.table == NATIVE}
    return [fault for seen, fault in faults if seen.table != SHOWN or (seen.item, seen.column) not in wrong]


def _difference(seen: Seen, expected: float) -> Fault | None:
    cell = seen.cell
    value = cell.value if isinstance(cell.value, float) and cell.kind is Kind.NUMBER else math.nan
    same = math.isnan(value) and math.isnan(expected)
    odd = cell.kind not in (Kind.NUMBER, Kind.TEXT, Kind.BLANK)
    if not odd and (same or abs(value - expected) <= TOLERANCE * max(1.0, abs(expected))):
        return None
    return Fault(
        "other_shown" if seen.table == SHOWN else "other_value",
        cell.place,
        found=cell.content,
        expected=core_computes(expected),
    )


def core_computes(expected: float) -> Message:
    """Return what the core computes, in words."""
    return Message("nothing") if math.isnan(expected) else Message("core.computes", value=expected)
