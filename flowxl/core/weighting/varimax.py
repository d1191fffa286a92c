"""Varimax rotation (Kaiser 1958, Psychometrika 23, 187-200) with Kaiser's row normalisation, plane by plane."""

from itertools import combinations

import numpy as np

from flowxl.core.weighting.common import WeightsError

SWEEPS = 1000
SETTLED = 1e-13
"""Largest angle, in radians, of a sweep after which nothing moves any more."""
FLAT = 1e-12
"""Where the criterion changes by no more than this share of its scale, a plane has no best angle and stays."""


def varimax(loadings: np.ndarray) -> np.ndarray:
    """Rotate loadings so that each factor has few large ones; shape (items, factors) in and out.

    Each plane gets the angle that is best in it, so signs and order of the columns do not matter.

    Raises
    ------
    WeightsError
        ``rotation_failed``.
    """
    length = np.sqrt(np.square(loadings).sum(axis=1))
    length[length == 0] = 1.0
    rotated = loadings / length[:, None]
    for _ in range(SWEEPS):
        turned = 0.0
        for first, second in combinations(range(loadings.shape[1]), 2):
            x, y = rotated[:, first].copy(), rotated[:, second].copy()
            angle = best_angle(x, y)
            turned = max(turned, abs(angle))
            cosine, sine = np.cos(angle), np.sin(angle)
            rotated[:, first], rotated[:, second] = cosine * x + sine * y, cosine * y - sine * x
        if turned <= SETTLED:
            return np.asarray(rotated * length[:, None])
    raise WeightsError("rotation_failed", sweeps=SWEEPS)


def best_angle(x: np.ndarray, y: np.ndarray) -> float:
    """Return the angle that maximises the varimax criterion in the plane of two columns, shape (items,) each."""
    u, v = x * x - y * y, 2 * x * y
    above = 2 * (u @ v - u.sum() * v.sum() / len(u))
    below = u @ u - v @ v - (u.sum() ** 2 - v.sum() ** 2) / len(u)
    scale = float(np.square(x * x + y * y).sum())
    if np.hypot(above, below) <= FLAT * scale:
        return 0.0
    return float(np.arctan2(above, below) / 4)
