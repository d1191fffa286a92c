"""Scores on a fixed base: new figures measured by last year's means and standard deviations.

Re-normalised scores say where a city stands among the others, each year anew: their mean is zero every year. On a fixed
base a city that grows gains points, whatever the others do.
"""

from dataclasses import dataclass

import numpy as np

from flowxl.core.aggregate import group_means
from flowxl.core.arrays import read_only
from flowxl.core.index import weighted_sum
from flowxl.core.normalise import MINMAX_RANGE, centre_and_sd
from flowxl.core.numbers import LARGEST, SMALLEST
from flowxl.core.result import Result
from flowxl.cycle.measures import measures_agree


@dataclass(frozen=True, eq=False)
class FixedBase:
    """New figures on an old base.

    Attributes
    ----------
    index
        (C,) of the new result's cities.
    pillar_scores
        (P, C).
    left_out
        Codes of counting indicators that the base does not have, or that have a new measure.
    possible
        False for rank scores, which have no base.
    """

    index: np.ndarray
    pillar_scores: np.ndarray
    left_out: tuple[str, ...]
    possible: bool = True


def on_base(new: Result, base: Result) -> FixedBase:
    """Measure new figures by the means and standard deviations of a base (or its extremes, for min-max).

    Parameters
    ----------
    new, base
        Results; indicators are matched by code, and one whose measure changed has no base.
    """
    framework, settings = new.framework, new.settings
    centre, scale, neutral = _measures(base)
    place = {code: n for n, code in enumerate(base.framework.indicator_codes)}
    scores = np.full(new.oriented.shape, np.nan)
    left_out = []
    for row, indicator in enumerate(framework.indicators):
        at = place.get(indicator.code)
        if (
            at is None
            or not base.counting[at]
            or not measures_agree(indicator.measure, base.framework.indicators[at].measure)
        ):
            left_out += [indicator.code] if new.counting[row] else []
            continue
        turned = indicator.direction * base.framework.indicators[at].direction
        if np.isnan(scale[at]):
            scores[row] = np.where(new.has[row], neutral, np.nan)
        else:
            score = (turned * new.oriented[row] - centre[at]) / scale[at] + _bottom(base)
            scores[row] = score if turned > 0 else 2 * neutral - score
    counting = new.counting & ~np.isin(framework.indicator_codes, left_out)
    pillars, _ = group_means(scores, new.has & counting[:, None], framework.pillar_starts)
    possible = settings.method == base.settings.method != "rank"
    _, index, _ = weighted_sum(pillars, new.weights, settings.missing_pillar)
    nothing = np.full(index.shape, np.nan)
    return FixedBase(read_only(index if possible else nothing), read_only(pillars), tuple(left_out), possible)


def _bottom(base: Result) -> float:
    return MINMAX_RANGE[0] if base.settings.method == "minmax" else 0.0


def _measures(base: Result) -> tuple[np.ndarray, np.ndarray, float]:
    """Return what is subtracted, what it is divided by (NaN where the base has no spread), and the neutral score."""
    if base.settings.method == "minmax":
        bottom, top = MINMAX_RANGE
        spread = np.where(base.spread.constant, np.nan, (base.spread.high - base.spread.low) / (top - bottom))
        return base.spread.low, spread, (bottom + top) / 2
    centre, sd = centre_and_sd(base.oriented, base.spread)
    usable = (sd >= SMALLEST) & (sd <= LARGEST) & ~base.spread.constant
    return centre, np.where(usable, sd, np.nan), 0.0
