"""A matrix of comparisons in pairs, as a person filled it in, is looked at before anything is computed."""

import numpy as np

from flowxl.core.numbers import LARGEST
from flowxl.core.weighting.common import WeightsError, positions

SAATY = 9.0
"""Nothing is more than nine times as important as another thing (Saaty 1980)."""
RECIPROCAL = 1e-6
"""a[i, j] a[j, i] may differ from 1 by this much: 0.3333333 for 1/3 will do, 0.33 will not."""


def checked(matrix: np.ndarray) -> np.ndarray:
    """Return the matrix, shape (items, items), as doubles, blanks as 0, the diagonal as 1.

    Raises
    ------
    WeightsError
        ``no_items``, ``not_square``, ``not_positive``, ``diagonal``, ``not_reciprocal`` or ``disconnected``.
    """
    matrix = np.array(matrix, dtype=np.float64)
    if matrix.size == 0:
        raise WeightsError("no_items")
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise WeightsError("not_square", shape=matrix.shape)
    matrix[np.isnan(matrix)] = 0.0
    wrong = (matrix != 0) & ~((matrix >= 1 / LARGEST) & (matrix <= LARGEST))
    if wrong.any():
        raise WeightsError("not_positive", pairs=pairs(wrong))
    diagonal = np.diagonal(matrix)
    odd = (diagonal != 0) & (np.abs(diagonal - 1) > RECIPROCAL)
    if odd.any():
        raise WeightsError("diagonal", items=positions(odd))
    np.fill_diagonal(matrix, 1.0)
    both_blank = (matrix == 0) & (matrix.T == 0)
    unequal = ~both_blank & ~(np.abs(matrix * matrix.T - 1) <= RECIPROCAL)
    if unequal.any():
        raise WeightsError("not_reciprocal", pairs=pairs(np.triu(unequal)))
    parts = connected_parts(matrix != 0)
    if len(parts) > 1:
        raise WeightsError("disconnected", parts=parts)
    return matrix


def pairs(flags: np.ndarray) -> tuple[tuple[int, ...], ...]:
    """Return where flags, shape (rows, columns), are set, as pairs of row and column."""
    return tuple((int(row), int(column)) for row, column in np.argwhere(flags))


def connected_parts(joined: np.ndarray) -> tuple[tuple[int, ...], ...]:
    """Return the parts of a graph, each a tuple of items; ``joined``, shape (n, n), is symmetric."""
    left = set(range(len(joined)))
    parts = []
    while left:
        part, fresh = set(), {min(left)}
        while fresh:
            part |= fresh
            fresh = {int(n) for item in fresh for n in np.flatnonzero(joined[item])} - part
        left -= part
        parts.append(tuple(sorted(part)))
    return tuple(parts)
