"""What the sheets on weights show, beside what the core makes of the ratings, comparisons and figures in them.

Their formulas differ from the core where a table was sorted on one side only, where a formula was changed, or where
a program changed inputs without computing anew. Weights of other methods are stored values: they may be out of date.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from flowxl.core.delphi.statistics import study_statistics
from flowxl.core.delphi.study import Study, item_positions
from flowxl.core.delphi.weights import item_centres
from flowxl.core.index import weighted_sum
from flowxl.core.normalise import competition_rank
from flowxl.core.result import Result
from flowxl.core.settings import INDEX_TOLERANCE
from flowxl.core.weighting.ahp import ahp
from flowxl.core.weighting.common import WeightsError
from flowxl.ooxml.package import Kind
from flowxl.reading.book_tables import Cell, Table, Tables
from flowxl.reading.formula_results import TOLERANCE, core_computes
from flowxl.voice.faults import Fault
from flowxl.voice.message import Message
from flowxl.voice.text import Language
from flowxl.workbook.methods_compared import INDICATOR, PRESENT, compare_methods, whole_matrix
from flowxl.workbook.sheets.ahp_grids import matrix_name
from flowxl.workbook.sheets.compare_grids import INDEX, RANKS, WEIGHTS
from flowxl.workbook.sheets.delphi_grids import ITEMS, RATINGS, ROUNDS
from flowxl.workbook.texts_methods import method_name
from flowxl.workbook.weighting import Pairwise, Weighting

LANGUAGES: tuple[Language, ...] = ("zh", "en")
ITEM_FIELDS = (
    "ratings_count", "mean_rating", "median", "authority_mean", "mean_share", "median_share", "authority_share",
)  # fmt: skip
RATING_FIELDS = (
    "ratings_count",
    "mean_rating",
    "median",
    "sd_rating",
    "cv",
    "q1",
    "q3",
    "iqr",
    "full",
    "agree",
    "changed_share",
)
ROUND_FIELDS = ("returned", "ca", "cs", "cr", "experts_used", "w", "agreed_items", "mean_cv", "changed_share")
Values = Mapping[tuple[str, str], float]
Cells = dict[tuple[str, str], Cell]


@dataclass(frozen=True)
class WeightingShown:
    """Cells of the sheets on weights by table, then by key and field (a method's code in those of 权重比较)."""

    tables: Mapping[str, Cells]


def read_weighting_shown(tables: Tables, weighting: Weighting) -> WeightingShown:
    """Return the cells that formulas fill; a table that cannot be found is left to the reader to tell."""
    own = tables.afresh()
    wanted = [(ITEMS, "code", ITEM_FIELDS), (RATINGS, "key", RATING_FIELDS), (ROUNDS, "round", ROUND_FIELDS)]
    found = [(name, own.find(name, (key,), fields), key) for name, key, fields in wanted if weighting.study]
    found += [(name, own.find(name, ("code",), ("gm_share",)), "code") for name in _matrices(weighting)]
    cells = {name: _cells(table, key, table.columns) for name, table, key in found if table}
    for name in (INDEX, RANKS, WEIGHTS) if weighting.methods else ():
        table = own.find(name, ("code",))
        cells |= {name: _cells(table, "code", _methods(table, weighting))} if table else {}
    return WeightingShown(cells)


def _matrices(weighting: Weighting) -> list[str]:
    return [matrix_name(one.group) for one in weighting.pairwise]


def _methods(table: Table, weighting: Weighting) -> dict[str, int]:
    """Return the column of each method by its title."""
    titles = {method_name(code, language): code for code in (PRESENT, *weighting.methods) for language in LANGUAGES}
    at = table.target
    cells = [table.cell(at.min_row, column) for column in range(at.min_col, at.max_col + 1)]
    return {titles[cell.text]: cell.column for cell in cells if cell.text in titles}


def _cells(table: Table, key: str, columns: Mapping[str, int]) -> Cells:
    return {
        (table.field(row, key).text, field): table.cell(row, column)
        for row in table.rows
        for field, column in columns.items()
        if field != key
    }


def weighting_differences(shown: WeightingShown, weighting: Weighting, result: Result) -> list[Fault]:
    """Return where a formula shows another value than the core computes; cells never computed are passed over."""
    study = weighting.study
    expected: dict[str, Values] = dict(_study_values(study)) if study else {}
    expected |= {matrix_name(one.group): _shares(one) for one in weighting.pairwise}
    expected |= _compared_values(shown, result)
    return [
        fault
        for name, values in expected.items()
        for place, value in values.items()
        if (cell := shown.tables.get(name, {}).get(place)) and (fault := _difference(cell, value))
    ]


def outdated(shown: WeightingShown, weighting: Weighting, result: Result) -> list[Fault]:
    """Return, once per method, where 权重比较 holds other weights than the core finds now."""
    cells = shown.tables.get(WEIGHTS, {})
    faults = []
    for found in compare_methods(result, weighting).methods[1:] if cells else ():
        weights = np.full(len(result.weights), math.nan) if found.weights is None else found.weights
        for code, weight in zip(result.framework.pillar_codes, weights.tolist(), strict=True):
            cell = cells.get((code, found.code))
            if cell and _difference(cell, weight):
                now = Message("weight.none") if math.isnan(weight) else Message("weight.now", value=weight)
                faults.append(Fault("outdated.weights", cell.place, found=cell.content, expected=now))
                break
    return faults


def _difference(cell: Cell, expected: float) -> Fault | None:
    if cell.kind is Kind.UNCACHED:
        return None
    value = cell.value if cell.kind is Kind.NUMBER and isinstance(cell.value, float) else math.nan
    odd = cell.kind not in (Kind.NUMBER, Kind.TEXT, Kind.BLANK)
    same = math.isnan(value) and math.isnan(expected)
    if not odd and (same or abs(value - expected) <= TOLERANCE * max(1.0, abs(expected))):
        return None
    return Fault("other_value", cell.place, found=cell.content, expected=core_computes(expected))


def _study_values(study: Study) -> Iterator[tuple[str, Values]]:
    """Yield what the tables of a study hold."""
    found, codes = study_statistics(study), study.item_codes
    ratings: dict[tuple[str, str], float] = {}
    rounds: dict[tuple[str, str], float] = {}
    nothing = np.full(len(codes), math.nan)
    for s in found:
        i = s.items
        changed = s.stability.changed if s.stability else nothing
        lines = (i.n, i.mean, i.median, i.sd, i.cv, i.q1, i.q3, i.iqr, i.full_share, i.agree_share, changed)
        for field, line in zip(RATING_FIELDS, lines, strict=True):
            keyed = zip(codes, np.asarray(line, dtype=np.float64).tolist(), strict=True)
            ratings |= {(f"{s.number}.{code}", field): value for code, value in keyed}
        known = i.cv[~np.isnan(i.cv)]
        a, c = s.authority, s.concordance
        numbers = (
            len(study.rounds[s.number - 1].answers), a.mean_basis, a.mean_familiarity, a.mean_authority, c.experts, c.w,
            int(s.verdict.consensus.sum()), float(known.mean()) if known.size else math.nan,
            s.stability.changed_share if s.stability else math.nan,
        )  # fmt: skip
        rounds |= {(str(s.number), f): float(v) for f, v in zip(ROUND_FIELDS, numbers, strict=True)}
    last = max((r.number for r in study.rounds if r.answers), default=1)
    yield from ((RATINGS, ratings), (ROUNDS, rounds))
    if found:
        i, weighted = found[last - 1].items, item_centres(study, last, by_authority=True)
        measures = (i.n, i.mean, i.median, weighted, *(_within(study, v) for v in (i.mean, i.median, weighted)))
        items = {
            (code, field): value
            for field, line in zip(ITEM_FIELDS, measures, strict=True)
            for code, value in zip(codes, np.asarray(line, dtype=np.float64).tolist(), strict=True)
        }
        yield ITEMS, items


def _within(study: Study, values: np.ndarray) -> np.ndarray:
    """Return the values as shares of the sum of their group."""
    found = np.full(len(values), math.nan)
    for group in study.groups:
        block = item_positions(study.items, group)
        total = float(np.nansum(values[block]))
        found[block] = values[block] / total if total > 0 else math.nan
    return found


def _shares(pairwise: Pairwise) -> Values:
    """Return the weights by geometric means; nothing while a pair is blank."""
    try:
        weighed = None if np.isnan(pairwise.values).all() else ahp(whole_matrix(pairwise))
    except WeightsError:
        weighed = None
    full = weighed is not None and not weighed.blanks
    shares = weighed.geometric if weighed is not None and full else np.full(len(pairwise.codes), math.nan)
    return {(c, "gm_share"): v for c, v in zip(pairwise.codes, shares.tolist(), strict=True)}


def _compared_values(shown: WeightingShown, result: Result) -> dict[str, Values]:
    """Return indices by the weights that the sheet shows, and the ranks of the indices that it shows."""
    pillars, cities = result.framework.pillar_codes, result.framework.city_codes
    index: dict[tuple[str, str], float] = {}
    ranks: dict[tuple[str, str], float] = {}
    weights, indices = shown.tables.get(WEIGHTS, {}), shown.tables.get(INDEX, {})
    for method in dict.fromkeys(field for _, field in indices):
        held = _numbers(weights, pillars, method)
        if not np.isnan(held).any() and not method.endswith(INDICATOR):
            made = weighted_sum(result.pillar_scores, held, result.settings.missing_pillar)[1]
            index |= {(city, method): value for city, value in zip(cities, made.tolist(), strict=True)}
        ranked = competition_rank(_numbers(indices, cities, method), INDEX_TOLERANCE).tolist()
        ranks |= {(city, method): float(r) if r else math.nan for city, r in zip(cities, ranked, strict=True)}
    present = zip(pillars, result.weights.tolist(), strict=True)
    return {INDEX: index, RANKS: ranks, WEIGHTS: {(code, PRESENT): weight for code, weight in present}}


def _numbers(cells: Cells, keys: tuple[str, ...], field: str) -> np.ndarray:
    found = [cells.get((key, field)) for key in keys]
    return np.array([c.value if c and isinstance(c.value, float) else math.nan for c in found], dtype=np.float64)
