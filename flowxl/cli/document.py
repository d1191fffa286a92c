"""A result as plain data: what ``--json`` and ``--csv`` give."""

import csv
import io
from typing import Any

import numpy as np

from flowxl.cli.csv_titles import TITLES, pillar_title
from flowxl.cli.output import Document, number_or_none
from flowxl.core.result import Result
from flowxl.voice.text import Language, Text


def result_document(result: Result) -> Document:
    """Return everything on the levels of city, dimension and pillar; NaN is None."""
    framework = result.framework
    return {
        "framework": {"code": framework.code, **_names(framework.name)},
        "settings": {**vars(result.settings), "window": list(result.settings.window)},
        "coverage": dict(vars(result.coverage)),
        "cities": [_city(result, position) for position in range(len(framework.cities))],
        "dimensions": [_dimension(result, position) for position in range(len(framework.dimensions))],
        "pillars": [_pillar(result, position) for position in range(len(framework.pillars))],
    }


def result_csv(result: Result, titles: Language) -> str:
    """Return one line per city: index, rank, coverage, then score and contribution of each pillar."""
    codes = result.framework.pillar_codes
    rows = []
    for position, city in enumerate(_city(result, n) for n in range(len(result.framework.cities))):
        plain = {**city, "lacking": " ".join(city["lacking"])}
        row = {TITLES[key].of(titles): value for key, value in plain.items()}
        for kind, values in (("score", result.pillar_scores), ("contribution", result.contributions)):
            row |= {
                pillar_title(kind, code, titles): number_or_none(values[n, position]) for n, code in enumerate(codes)
            }
        rows.append(row)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _city(result: Result, position: int) -> Document:
    city = result.framework.cities[position]
    return {
        "code": city.code,
        **_names(city.name),
        "index": number_or_none(result.index[position]),
        "rank": int(result.rank[position]) or None,
        "display": number_or_none(result.display_index[position]),
        "complete": bool(result.complete[position]),
        "lacking": list(result.lacking(position)),
        "indicators": int(result.indicator_coverage[position]),
        "weight": float(result.city_weight[position]),
        "years": float(result.year_coverage[position]),
    }


def _dimension(result: Result, position: int) -> Document:
    dimension = result.framework.dimensions[position]
    return {
        "code": dimension.code,
        **_names(dimension.name),
        "subtotals": _by_city(result, result.dimension_subtotals[position]),
        "scores": _by_city(result, result.dimension_scores[position]),
    }


def _pillar(result: Result, position: int) -> Document:
    pillar = result.framework.pillars[position]
    amber = zip(result.framework.city_codes, result.pillar_amber[position], strict=True)
    return {
        "code": pillar.code,
        **_names(pillar.name),
        "dimension": pillar.dimension,
        "weight": float(result.weights[position]),
        "counts": bool(result.pillar_counting[position]),
        "scores": _by_city(result, result.pillar_scores[position]),
        "contributions": _by_city(result, result.contributions[position]),
        "ranks": {city: rank or None for city, rank in _by_city(result, result.pillar_ranks[position], int).items()},
        "few_indicators": [city for city, few in amber if few],
    }


def _by_city(result: Result, values: np.ndarray, kind: Any = number_or_none) -> dict[str, Any]:
    return {city: kind(value) for city, value in zip(result.framework.city_codes, values, strict=True)}


def _names(name: Text) -> dict[str, str]:
    return {"name_zh": name.of("zh"), "name_en": name.of("en")}
