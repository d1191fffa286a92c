"""Ranks with ties, and the upper tail of the chi-square distribution."""

import math

import numpy as np


def mid_ranks(values: np.ndarray) -> np.ndarray:
    """Return ascending ranks from 1, shape as given; equal values share the mean of their ranks.

    >>> mid_ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist()
    [3.5, 1.0, 3.5, 2.0]
    """
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: np.ndarray = (last - (counts - 1) / 2)[inverse.reshape(values.shape)]
    return ranks


def tie_sum(values: np.ndarray) -> int:
    """Return the sum of t³ - t over the groups of t equal values; ``values`` of any shape.

    >>> tie_sum(np.array([1.0, 2.0, 2.0, 2.0, 5.0, 5.0]))
    30
    """
    return sum(int(t) ** 3 - int(t) for t in np.unique(values, return_counts=True)[1])


def chi_square_tail(x: float, df: int) -> float:
    """Return the chance that chi-square with whole ``df`` is above ``x``.

    The finite sums of Abramowitz & Stegun (1964), 26.4.4 and 26.4.5, with terms by their logarithms so that none is too
    large: no library of distributions has to start for one number.

    >>> round(chi_square_tail(3.841458820694124, 1), 12)
    0.05
    """
    half = x / 2
    if half <= 0:
        return 1.0
    odd = df % 2
    start = math.erfc(math.sqrt(half)) if odd else 0.0
    powers = (k + odd / 2 for k in range(df // 2))
    return min(1.0, start + math.fsum(math.exp(k * math.log(half) - half - math.lgamma(k + 1)) for k in powers))
