"""Varimax rotation (Kaiser 1958, Psychometrika 23, 187-200) with Kaiser's row normalisation, plane by plane."""

import numpy as np

from flowxl.core.weighting.common import WeightsError

SWEEPS = 1000
SETTLED = 1e-12
"""Largest angle, in radians, of a sweep after which nothing moves any more."""
FLAT = 1e-12
"""Where the criterion changes by no more than this share of its scale, a plane has no best angle and stays."""


def varimax(loadings: np.ndarray) -> np.ndarray:
    """Rotate loadings so that each factor has few large ones; shape (items, factors) in and out.

    Each plane gets the angle that is best in it, so the signs of the columns do not matter.

    Raises
    ------
    WeightsError
        ``rotation_failed``.
    """
    length = np.sqrt(np.square(loadings).sum(axis=1))
    length[length == 0] = 1.0
    rotated = loadings / length[:, None]
    planes = rounds(loadings.shape[1])
    for _ in range(SWEEPS):
        turned = max((turn(rotated, first, second) for first, second in planes), default=0.0)
        if turned <= SETTLED:
            return np.asarray(rotated * length[:, None])
    raise WeightsError("rotation_failed", sweeps=SWEEPS)


def rounds(columns: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return all pairs of columns in rounds whose pairs do not touch, so that a round can be turned at once.

    >>> [(first.tolist(), second.tolist()) for first, second in rounds(3)]
    [([1], [2]), ([0], [2]), ([0], [1])]
    """
    seats = columns + columns % 2  # in a round, a column beside an empty seat rests
    ring = list(range(1, seats))
    found = []
    for _ in range(seats - 1):
        row = [0, *ring]
        pairs = [(row[n], row[-1 - n]) for n in range(seats // 2)]
        first, second = np.array([pair for pair in pairs if max(pair) < columns]).T.reshape(2, -1)
        found.append((first, second))
        ring = [ring[-1], *ring[:-1]]
    return [(first, second) for first, second in found if len(first)]


def turn(rotated: np.ndarray, first: np.ndarray, second: np.ndarray) -> float:
    """Turn disjoint pairs of columns in place, each by its best angle; return the largest angle.

    ``rotated`` has shape (items, components); ``first`` and ``second``, shape (pairs,), are numbers of columns.
    """
    x, y = rotated[:, first], rotated[:, second]
    angle = best_angles(x, y)
    cosine, sine = np.cos(angle), np.sin(angle)
    rotated[:, first], rotated[:, second] = cosine * x + sine * y, cosine * y - sine * x
    return float(np.abs(angle).max())


def best_angles(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the angle that maximises the criterion in each plane; (items, planes) in, (planes,) out."""
    u, v = x * x - y * y, 2 * x * y
    sum_u, sum_v = u.sum(axis=0), v.sum(axis=0)
    above = 2 * ((u * v).sum(axis=0) - sum_u * sum_v / len(x))
    below = (u * u - v * v).sum(axis=0) - (sum_u * sum_u - sum_v * sum_v) / len(x)
    scale = np.square(x * x + y * y).sum(axis=0)
    angles: np.ndarray = np.where(np.hypot(above, below) <= FLAT * scale, 0.0, np.arctan2(above, below) / 4)
    return angles
