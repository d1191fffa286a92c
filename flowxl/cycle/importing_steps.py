"""Figures that do not fit to those around them: units mixed up, vintages mixed, a nought for a missing figure."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from flowxl.core.panel import Observations
from flowxl.cycle.importing_same import is_same
from flowxl.voice.message import Message

OTHER_PLACES = 300.0
"""A place whose figures are so many times those of all others has them in another measure."""
ENOUGH_PLACES = 3
STEPS = frozenset({"doubt.step", "doubt.step_places"})
"""Reasons that say no more than that a figure is far from those around it."""
_NOUGHT = Message("doubt.nought")
_SHARE = Message("doubt.share")


@dataclass(frozen=True)
class Figure:
    """A figure of a series: ``new`` where it is to be written."""

    key: str
    year: int
    value: float
    new: bool
    per_cent: bool = False


def figures_of(
    observations: Observations, indicators: Collection[str], new: Mapping[tuple[str, int], float]
) -> list[Figure]:
    """Return the figures of some indicators as they would be: those of the book, and new ones in their place."""
    figures = []
    framework = observations.framework
    for row, series in enumerate(framework.series):
        if series.indicator not in indicators:
            continue
        per_cent = framework.indicator[series.indicator].is_percentage
        for year, value in zip(observations.years, observations.values[row].tolist(), strict=True):
            written = new.get((series.key, year))
            if written is not None and not is_same(written, value):
                figures.append(Figure(series.key, year, written, new=True, per_cent=per_cent))
            elif not math.isnan(value):
                figures.append(Figure(series.key, year, value, new=False))
    return figures


def doubtful(figures: Sequence[Figure], factor: float) -> dict[tuple[str, int], list[Message]]:
    """Return why new figures are doubtful, by key and year.

    Parameters
    ----------
    figures
        What the book will hold if everything is written.
    factor
        Adjacent years may differ by this factor (the setting ``step_factor`` of the book).
    """
    series: dict[str, dict[int, Figure]] = {}
    for figure in figures:
        series.setdefault(figure.key, {})[figure.year] = figure
    found: dict[tuple[str, int], list[Message]] = {}
    for key, years in series.items():
        for year, reason in _in_series(years, factor):
            found.setdefault((key, year), []).append(reason)
    for key, reason in _among_places(series):
        for year, figure in series[key].items():
            if figure.new:
                found.setdefault((key, year), []).append(reason)
    return found


def _in_series(years: Mapping[int, Figure], factor: float) -> Iterator[tuple[int, Message]]:
    """Compare each new figure with its neighbours, and all of them with what the book holds."""
    old = [figure for figure in years.values() if not figure.new and figure.value]
    middle = _middle([figure.value for figure in years.values()])
    for year, figure in years.items():
        if not figure.new:
            continue
        if figure.value == 0:
            around = [years[near].value for near in (year - 1, year + 1) if near in years]
            if around and all(around):
                yield year, _NOUGHT
            continue
        step = _step(figure, years, old, factor, middle)
        if step:
            yield year, Message("doubt.step", ratio=step[0], year=step[1])
    new = [figure for figure in years.values() if figure.new]
    if new and all(figure.per_cent and 0 < abs(figure.value) <= 1 for figure in new):
        for figure in new:
            yield figure.year, _SHARE


def _step(
    figure: Figure, years: Mapping[int, Figure], old: Sequence[Figure], factor: float, middle: float
) -> tuple[float, int] | None:
    """Return the largest step of a figure against its neighbours and the nearest one of the book."""
    near = [years[year] for year in (figure.year - 1, figure.year + 1) if year in years and years[year].value]
    near += sorted(old, key=lambda other: abs(other.year - figure.year))[:1]
    steps = [(_ratio(figure.value, other.value), other) for other in near]
    # Of two neighbours the one that is far from the middle of the series is at fault, if the other one is near to it.
    blamed = [
        (ratio, other.year)
        for ratio, other in steps
        if ratio > factor and not (other.new and _ratio(figure.value, middle) <= factor < _ratio(other.value, middle))
    ]
    return max(blamed, default=None)


def _ratio(one: float, other: float) -> float:
    if one == 0 or other == 0:
        return 1.0
    return max(abs(one / other), abs(other / one))


def _middle(values: Sequence[float]) -> float:
    """Return the median on the scale of logarithms."""
    logs = [math.log(abs(value)) for value in values if value]
    return math.exp(median(logs)) if logs else 0.0


def _among_places(series: Mapping[str, Mapping[int, Figure]]) -> Iterator[tuple[str, Message]]:
    """Compare the places of an indicator with one another."""
    of_indicator: dict[str, dict[str, float]] = {}
    for key, years in series.items():
        middle = _middle([figure.value for figure in years.values()])
        if middle:
            of_indicator.setdefault(key.partition(".")[0], {})[key] = middle
    for middles in of_indicator.values():
        if len(middles) < ENOUGH_PLACES:
            continue
        for key, middle in middles.items():
            ratios = [_ratio(middle, other) for name, other in middles.items() if name != key]
            if min(ratios) > OTHER_PLACES:
                yield key, Message("doubt.step_places", ratio=min(ratios))
