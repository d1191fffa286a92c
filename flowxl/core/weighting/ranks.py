"""Rank correlation with ties: Kendall's tau-b (Kendall 1945) and Spearman's rho."""

import numpy as np


def kendall(first: np.ndarray, second: np.ndarray) -> float:
    """Return tau-b of two rankings, shape (n,); NaN where one of them is constant.

    >>> kendall(np.array([1, 2, 3]), np.array([1, 3, 2]))
    0.3333333333333333
    """
    both = one = two = 0
    for position in range(len(first) - 1):
        x = np.sign(first[position + 1 :] - first[position])
        y = np.sign(second[position + 1 :] - second[position])
        both += int(x @ y)
        one += int(x @ x)
        two += int(y @ y)
    return both / float(np.sqrt(float(one) * float(two))) if one and two else float("nan")


def spearman(first: np.ndarray, second: np.ndarray) -> float:
    """Return Pearson's r of mean ranks of two rankings, shape (n,); NaN where one of them is constant.

    >>> spearman(np.array([1, 2, 3]), np.array([1, 3, 2]))
    0.5
    """
    x, y = mean_ranks(first), mean_ranks(second)
    x, y = x - x.mean(), y - y.mean()
    size = float(np.sqrt((x @ x) * (y @ y)))
    return float(np.clip(x @ y / size, -1, 1)) if size else float("nan")


def mean_ranks(values: np.ndarray) -> np.ndarray:
    """Return ranks from 1, smallest first, ties with the mean of their places; shape (n,), as the values.

    >>> mean_ranks(np.array([4, 1, 4])).tolist()
    [2.5, 1.0, 2.5]
    """
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: np.ndarray = (last - (counts - 1) / 2)[inverse]
    return ranks
