"""Normalisation: indicators in different measures become comparable (OECD/JRC Handbook, step 5).

Every function takes oriented values (direction x mean, so that more is better), shape (indicators, cities), NaN where a
city lacks the indicator, and returns scores of the same shape. An indicator that is constant over its cities gets the
neutral score of the method.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from flowxl.core.numbers import LARGEST, SMALLEST
from flowxl.core.settings import MEAN_TOLERANCE, Method

MINMAX_RANGE = (0.0, 100.0)


@dataclass(frozen=True, eq=False)
class Spread:
    """What normalisation needs to know of each indicator, each of shape (indicators,).

    ``count`` cities have the indicator, and ``present``, shape (indicators, cities), says which; ``low`` and ``high``
    are the smallest and the largest oriented value; two values that differ by up to ``tolerance`` are the same;
    ``constant`` says that all are.
    """

    present: np.ndarray
    count: np.ndarray
    low: np.ndarray
    high: np.ndarray
    tolerance: np.ndarray
    constant: np.ndarray

    def __post_init__(self) -> None:
        """Freeze the arrays, save ``present``, which belongs to the caller."""
        for array in (self.count, self.low, self.high, self.tolerance, self.constant):
            array.flags.writeable = False

    @classmethod
    def of(cls, values: np.ndarray, present: np.ndarray | None = None) -> "Spread":
        """Measure oriented values, shape (indicators, cities)."""
        present = ~np.isnan(values) if present is None else present
        low = np.where(present, values, np.inf).min(axis=1)
        high = np.where(present, values, -np.inf).max(axis=1)
        tolerance = MEAN_TOLERANCE * np.maximum(np.abs(low), np.abs(high))
        with np.errstate(invalid="ignore", over="ignore"):
            constant = high - low <= tolerance
        return cls(present, np.count_nonzero(present, axis=1), low, high, tolerance, constant)


def centre_and_sd(values: np.ndarray, spread: Spread, ddof: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation over the cities that have the indicator; shape (indicators,).

    ``ddof`` 1 gives the sample standard deviation, 0 that of the population.
    """
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        centre = np.where(spread.present, values, 0.0).sum(axis=1) / spread.count
        deviation = np.where(spread.present, values - centre[:, None], 0.0)
        deviation *= deviation
        return centre, np.sqrt(deviation.sum(axis=1) / (spread.count - ddof))


def zscore(values: np.ndarray, spread: Spread, ddof: int = 1) -> np.ndarray:
    """Standardise: (x - mean) / sd. A constant indicator scores 0. ddof = 1 is verified against the paper's Table 3.

    Values and scores have shape (indicators, cities); NaN stays NaN.
    """
    centre, sd = centre_and_sd(values, spread, ddof)
    usable = (sd >= SMALLEST) & (sd <= LARGEST)
    scores = (values - centre[:, None]) / np.where(usable, sd, 1.0)[:, None]
    for row in np.flatnonzero(~usable & ~spread.constant):
        scores[row] = _extreme(values[row], ddof)
    return _neutral(scores, spread, 0.0)


def _extreme(line: np.ndarray, ddof: int) -> np.ndarray:
    """Standardise one indicator whose squares do not fit into a double: a z-score is the same in any measure."""
    scaled = line / np.nanmax(np.abs(line))
    scaled -= np.nanmean(scaled)
    scaled /= np.nanmax(np.abs(scaled))
    scores: np.ndarray = scaled / np.nanstd(scaled, ddof=ddof)
    return scores


def minmax(values: np.ndarray, spread: Spread) -> np.ndarray:
    """Min-max: 0 for the worst city, 100 for the best. A constant indicator scores 50.

    Values and scores have shape (indicators, cities); NaN stays NaN.
    """
    bottom, top = MINMAX_RANGE
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = bottom + (top - bottom) * (values - spread.low[:, None]) / (spread.high - spread.low)[:, None]
    return _neutral(scores, spread, (bottom + top) / 2)


def _neutral(scores: np.ndarray, spread: Spread, score: float) -> np.ndarray:
    """Give constant indicators their score, in place."""
    if spread.constant.any():
        scores[spread.constant] = np.where(spread.present[spread.constant], score, np.nan)
    return scores


def rank(values: np.ndarray, spread: Spread) -> np.ndarray:
    """Score n + 1 - rank: 1 is the lowest, n the best; ties share the better one. A constant scores (n + 1) / 2.

    Values and scores have shape (indicators, cities); NaN stays NaN.
    """
    scores = np.full(values.shape, np.nan)
    for row, (line, present) in enumerate(zip(values, spread.present, strict=True)):
        places = competition_rank(line[present], spread.tolerance[row])
        neutral = (spread.count[row] + 1) / 2
        scores[row, present] = neutral if spread.constant[row] else spread.count[row] + 1 - places
    return scores


def competition_rank(values: np.ndarray, tolerance: float) -> np.ndarray:
    """Rank 1 + number of values greater by more than the tolerance; 0 where the value is NaN. Shape (n,)."""
    ordered = np.sort(values)
    usable = values.size - np.count_nonzero(np.isnan(values))  # NaN sorts last
    greater = usable - np.searchsorted(ordered[:usable], values + tolerance, side="right")
    return np.where(np.isnan(values), 0, greater + 1)


NORMALISE: dict[Method, Callable[[np.ndarray, Spread], np.ndarray]] = {
    "zscore": zscore,
    "minmax": minmax,
    "rank": rank,
}
