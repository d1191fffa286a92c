"""What is called and what must come back: arguments as the cells of the workbook hold them, numbers from the core.

A table that a function gives is read by its own labels, so that its layout may change; a number that is not where its
labels say is a difference.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl

from flowxl import __version__
from flowxl.core.framework import Framework
from flowxl.core.normalise import Spread, zscore
from flowxl.core.result import Result
from flowxl.reading.read_book import read_book
from flowxl.udf.all_functions import UDFS
from flowxl.udf.errors import CODES, MARK
from flowxl.vba.sources import XLWINGS_VERSION

MISSING = {"missing": True}
INDEX_LABELS = frozenset({"index", "Index", "指数"})
TABLES = ("flow_data", "flow_weights", "flow_settings")

Cells = list[list[Any]]
Judge = Callable[[Any], float]


@dataclass(frozen=True)
class Case:
    """One call: how it is shown, the function, its arguments, and a judge that gives the greatest difference."""

    shown: str
    function: str
    arguments: list[Any]
    judge: Judge


def named_cells(book: Path) -> dict[str, Cells]:
    """Return the values of the named tables as Excel's ``Value2`` gives them: a formula's blank is an empty text."""
    values = openpyxl.load_workbook(book, data_only=True)
    formulas = openpyxl.load_workbook(book)
    found = {}
    for name in TABLES:
        sheet, reference = next(values.defined_names[name].destinations)
        pairs = zip(values[sheet][reference], formulas[sheet][reference], strict=True)
        found[name] = [[_value(*cells) for cells in zip(*rows, strict=True)] for rows in pairs]
    return found


def _value(cell: Any, formula: Any) -> Any:
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return float(cell.value)  # Excel knows no whole numbers
    return "" if cell.value is None and formula.data_type == "f" else cell.value


def make_cases(book: Path) -> list[Case]:
    """Return all calls on the figures of a workbook."""
    data = read_book(book)
    result = data.compute()
    cells = named_cells(book)
    tables = [cells[name] for name in TABLES]
    cities = [
        Case(f'FLOWINDEX("{name}", data, weights, settings)', "FLOWINDEX", [name, *tables], number(result.index[n]))
        for n, name in enumerate(city.name.of("zh") for city in data.framework.cities)
    ]
    cases = [
        *cities,
        Case("FLOWINDEX(, data, weights, settings)", "FLOWINDEX", [MISSING, *tables], ranking(result)),
        Case("FLOWTABLE(data, weights, settings)", "FLOWTABLE", tables, table(result)),
        *z_cases(result),
        Case('FLOWINDEX("Nowhere", data, …) refused', "FLOWINDEX", ["Nowhere", *tables], refused),
    ]
    return [replace(case, arguments=as_wrapper(case)) for case in cases]


def as_wrapper(case: Case) -> list[Any]:
    """Return what the wrapper hands over: every argument, those left out as Missing, and last who asks."""
    count = next(len(udf.params) for udf in UDFS if udf.name == case.function)
    left_out = [MISSING] * (count - len(case.arguments))
    return [*case.arguments, *left_out, f"{__version__}|{XLWINGS_VERSION}|FlowIndex.xlsm"]


def z_cases(result: Result) -> list[Case]:
    """Return calls of FLOWZ on means of the real data: a column, a row, tables, both choices of each argument.

    The wrapper passes every argument: one that the formula leaves out arrives as VBA's ``Missing``.
    """
    complete = np.flatnonzero(result.has.all(axis=1))
    means = result.means[complete]
    scores = zscore(means, Spread.of(means))
    cities = means.shape[1]
    population = scores * math.sqrt(cities / (cities - 1))
    columns = means.T.tolist()
    size = f"{cities}x{len(complete)}"
    return [
        Case(f"FLOWZ(column of {cities})", "FLOWZ", [means[:1].T.tolist(), MISSING, MISSING], grid(scores[:1].T)),
        Case(f"FLOWZ(row of {cities})", "FLOWZ", [means[:1].tolist(), MISSING, MISSING], grid(scores[:1])),
        Case(f"FLOWZ(table {size})", "FLOWZ", [columns, MISSING, MISSING], grid(scores.T)),
        Case(f"FLOWZ(table {size}, 0)", "FLOWZ", [columns, 0.0, MISSING], grid(population.T)),
        Case(f"FLOWZ(table {size}, 1, -1)", "FLOWZ", [columns, 1.0, -1.0], grid(-scores.T)),
    ]


def number(expected: float) -> Judge:
    """Judge a single number."""
    return lambda value: difference(value, expected)


def grid(expected: np.ndarray) -> Judge:
    """Judge an array of numbers, every cell. ``CallUDF`` gives a single row as a plain array, as VBA takes it."""

    def judge(value: Any) -> float:
        rows = as_rows(value)
        if [len(row) for row in rows] != [expected.shape[1]] * expected.shape[0]:
            return math.inf
        return worst(
            difference(cell, wanted)
            for row, line in zip(rows, expected.tolist(), strict=True)
            for cell, wanted in zip(row, line, strict=True)
        )

    return judge


def ranking(result: Result) -> Judge:
    """Judge a table with a row per city that holds its index and its rank."""
    cities = result.framework.cities

    def judge(value: Any) -> float:
        rows = as_rows(value)
        lines = [(row_with(rows, names(c)), result.index[n], result.rank[n]) for n, c in enumerate(cities)]
        return worst(
            min((difference(cell, float(expected)) for cell in row), default=math.inf)
            for row, *numbers in lines
            for expected in numbers
        )

    return judge


def table(result: Result) -> Judge:
    """Judge Table 2: pillars down, cities across, and the line with the index."""
    framework = result.framework

    def judge(value: Any) -> float:
        rows = as_rows(value)
        columns = city_columns(rows, framework)
        if not columns:
            return math.inf
        lines = [(names(pillar), result.pillar_scores[n]) for n, pillar in enumerate(framework.pillars)]
        lines.append((INDEX_LABELS, result.index))
        return worst(
            difference(row[column], float(expected)) if row else math.inf
            for labels, numbers in lines
            for row in [row_with(rows, labels)]
            for column, expected in zip(columns, numbers, strict=True)
        )

    return judge


def refused(value: Any) -> float:
    """Judge what comes back for an unknown city: the mark of #N/A with the reason."""
    return 0.0 if isinstance(value, str) and value.startswith(MARK + CODES["missing"]) else math.inf


def names(entry: Any) -> frozenset[str]:
    """Return the code and every name of a city or a pillar."""
    texts = [entry.name, getattr(entry, "short", None)]
    return frozenset({entry.code, *(name for text in texts if text for name in (text.zh, text.en) if name)})


def city_columns(rows: Cells, framework: Framework) -> list[int]:
    """Return the columns of the cities, by the first row that names them all."""
    for row in rows:
        found = [[n for n, cell in enumerate(row) if cell in names(city)] for city in framework.cities]
        if all(found):
            return [columns[0] for columns in found]
    return []


def row_with(rows: Cells, labels: Iterable[str]) -> list[Any]:
    """Return the first row that holds one of the labels, or an empty one."""
    return next((row for row in rows if any(isinstance(cell, str) and cell in labels for cell in row)), [])


def as_rows(value: Any) -> Cells:
    """Return what came back as rows of cells."""
    if not isinstance(value, list):
        return [[value]]
    return value if value and all(isinstance(row, list) for row in value) else [value]


def is_number(value: Any) -> bool:
    """Say whether a cell would hold a number; an error value comes as a whole number of COM, far below zero."""
    return isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool) and value > -(2**31) / 2)


def difference(value: Any, expected: float) -> float:
    """Return how far a cell is from what the core gives, relative to numbers above 1; missing must be no number."""
    if math.isnan(expected):
        return math.inf if is_number(value) else 0.0
    if not is_number(value):
        return math.inf
    return float(abs(value - expected) / max(1.0, abs(expected)))


def worst(differences: Iterable[float]) -> float:
    """Return the greatest difference; nothing compared is no agreement."""
    return max(differences, default=math.inf)
