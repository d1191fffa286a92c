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


def group_sums(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Sum of each group of adjacent rows; shape (groups, cities) from (rows, cities)."""
    return np.add.reduceat(values, starts, axis=0)
