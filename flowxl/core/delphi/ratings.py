"""What the ratings of each item say: place, spread, and how many agree.

Conventions: the sd is that of a sample (ddof 1); quartiles by linear interpolation (type 7 of Hyndman & Fan 1996,
``QUARTILE.INC``); every measure is over the experts who rated the item.
"""

from dataclasses import dataclass, fields

import numpy as np

from flowxl.core.arrays import read_only

TOLERANCE = 1e-9
"""Two measures of ratings that differ by no more are the same: what is left of adding decimals in another order."""


@dataclass(frozen=True, eq=False)
class ItemStatistics:
    """Measures of each item, each of shape (items,); NaN where one is not defined.

    Attributes
    ----------
    n
        Number of experts who rated the item.
    mean, median, q1, q3, iqr
        NaN if nobody did.
    sd
        NaN below two ratings.
    cv
        sd / mean; NaN where the mean is not above 0.
    full_share
        Share of ratings equal to the full score; NaN where there is none (a budget).
    agree_share
        Share of ratings at or above the score that counts as agreement; NaN where there is none.
    """

    n: np.ndarray
    mean: np.ndarray
    median: np.ndarray
    sd: np.ndarray
    cv: np.ndarray
    q1: np.ndarray
    q3: np.ndarray
    iqr: np.ndarray
    full_share: np.ndarray
    agree_share: np.ndarray

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for field in fields(self):
            read_only(getattr(self, field.name))


def item_statistics(ratings: np.ndarray, full: float | None = None, agree_from: float | None = None) -> ItemStatistics:
    """Measure each item.

    Parameters
    ----------
    ratings
        Shape (experts, items), NaN where an expert gave none.
    full, agree_from
        Full score, and the lowest score that counts as agreement; None where there is none.
    """
    # By size, and row after row in memory: so the sums are the same whatever the order of experts and items.
    rows = ratings if len(ratings) else np.full((1, ratings.shape[1]), np.nan)
    ordered = np.sort(np.ascontiguousarray(rows), axis=0)
    n = np.count_nonzero(~np.isnan(ordered), axis=0)
    mean, sd = _mean_and_sd(ordered, n)
    q1, median, q3 = (_quantile(ordered, n, share) for share in (0.25, 0.5, 0.75))
    cv = np.divide(sd, mean, out=np.full(n.shape, np.nan), where=mean > 0)
    full_share = _share(ordered == full if full is not None else None, n)
    agree_share = _share(ordered >= agree_from - TOLERANCE if agree_from is not None else None, n)
    return ItemStatistics(n, mean, median, sd, cv, q1, q3, q3 - q1, full_share, agree_share)


def _mean_and_sd(ordered: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    mean = _ratio(np.nansum(ordered, axis=0), n)
    squares = np.nansum((ordered - mean) ** 2, axis=0)
    sd = np.sqrt(_ratio(squares, n - 1))
    # Equal decimals need not have a sum that divides into them again: their spread is 0, and their mean is they.
    low, high = ordered[0], _at(ordered, n - 1)
    return np.where(low == high, low, mean), np.where((low == high) & (n > 1), 0.0, sd)


def _ratio(of: np.ndarray, by: np.ndarray) -> np.ndarray:
    """Divide, with NaN where the divisor is not above 0."""
    result: np.ndarray = np.divide(of, by, out=np.full(by.shape, np.nan), where=by > 0)
    return result


def _share(flags: np.ndarray | None, n: np.ndarray) -> np.ndarray:
    if flags is None:
        return np.full(n.shape, np.nan)
    return _ratio(np.count_nonzero(flags, axis=0), n)


def _at(ordered: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """Return of each column the value at a position, the first if it is below 0."""
    values: np.ndarray = np.take_along_axis(ordered, np.maximum(positions, 0)[None, :], axis=0)[0]
    return values


def _quantile(ordered: np.ndarray, n: np.ndarray, share: float) -> np.ndarray:
    place = np.maximum(n - 1, 0) * share
    below = np.floor(place).astype(np.intp)
    low, high = _at(ordered, below), _at(ordered, np.minimum(below + 1, n - 1))
    values: np.ndarray = low + (place - below) * (high - low)
    return values
