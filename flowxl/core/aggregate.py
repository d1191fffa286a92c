"""Aggregation: one level up at a time (OECD/JRC Handbook, step 6)."""

import numpy as np


def group_counts(present: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Count what is present in each group of adjacent rows; shape (groups, cities) from (rows, cities)."""
    return np.add.reduceat(present, starts, axis=0, dtype=np.float64)


def group_means(scores: np.ndarray, present: np.ndarray, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean of the present scores in each group of adjacent rows (paper, section 2.2, step 3).

    Parameters
    ----------
    scores, present
        Shape (rows, cities).
    starts
        First row of each group, shape (groups,).

    Returns
    -------
    means, counts
        Shape (groups, cities); the mean of none is NaN.
    """
    counts = group_counts(present, starts)
    totals = np.add.reduceat(np.where(present, scores, 0.0), starts, axis=0)
    with np.errstate(invalid="ignore"):
        return totals / counts, counts


def group_weighted_means(
    scores: np.ndarray, present: np.ndarray, weights: np.ndarray, starts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Weighted mean of the present scores in each group of adjacent rows; weights of the present ones are scaled up.

    Parameters
    ----------
    scores, present
        Shape (rows, cities).
    weights
        Not negative, shape (rows,), any scale. A row with weight 0 is as good as absent.
    starts
        First row of each group, shape (groups,).

    Returns
    -------
    means, counts
        Shape (groups, cities); the mean of none is NaN; rows with weight 0 are not counted.
    """
    present = present & (weights > 0)[:, None]
    held = np.where(present, weights[:, None], 0.0)
    totals = group_sums(np.where(present, scores, 0.0) * held, starts)
    with np.errstate(invalid="ignore"):
        return totals / group_sums(held, starts), group_counts(present, starts)


def group_sums(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Sum of each group of adjacent rows; shape (groups, cities) from (rows, cities)."""
    return np.add.reduceat(values, starts, axis=0)
