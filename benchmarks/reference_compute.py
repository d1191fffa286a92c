"""The method as one bare numpy function: what speed is measured against, and a second opinion on the result.

It shares no line with ``flowxl``; levels only, z-score, a city that lacks a pillar has no index.
"""

import numpy as np


def reference(
    values: np.ndarray, directions: np.ndarray, starts: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Compute pillar scores, index and ranks.

    Parameters
    ----------
    values
        Shape (indicators, cities, years); NaN where missing.
    directions
        +1 or -1, shape (indicators,).
    starts
        First indicator of each pillar, shape (pillars,).
    weights
        Shape (pillars,).

    Returns
    -------
    pillars, index, ranks
        Shapes (pillars, cities), (cities,), (cities,); rank 0 means no index.
    """
    _, n_cities, n_years = values.shape
    missing = np.isnan(values)
    n = n_years - missing.sum(axis=2)
    total = np.where(missing, 0.0, values).sum(axis=2)
    has = n / n_years >= 0.5
    x = np.where(has, directions[:, None] * total / np.maximum(n, 1), 0.0)

    k = has.sum(axis=1)
    counts = k / n_cities >= 0.6
    low, high = np.where(has, x, np.inf).min(axis=1), np.where(has, x, -np.inf).max(axis=1)
    varies = counts & (high - low > 1e-12 * np.maximum(abs(low), abs(high)))
    d = np.where(has, x - (x.sum(axis=1) / np.maximum(k, 1))[:, None], 0.0)
    sd = np.sqrt((d * d).sum(axis=1) / np.maximum(k - 1, 1))
    z = d * np.where(varies, 1 / np.where(varies, sd, 1.0), 0.0)[:, None]

    size = np.add.reduceat(has & counts[:, None], starts, axis=0, dtype=np.float64)
    there = size > 0
    pillars = np.add.reduceat(z, starts, axis=0) / np.maximum(size, 1)
    complete = (there | ~there.any(axis=1)[:, None]).all(axis=0) & there.any(axis=0)
    index = np.where(complete, (weights[:, None] * pillars).sum(axis=0), np.nan)
    ordered = np.sort(index[complete])
    ranks = np.where(complete, 1 + ordered.size - np.searchsorted(ordered, index + 1e-9, side="right"), 0)
    return np.where(there, pillars, np.nan), index, ranks
