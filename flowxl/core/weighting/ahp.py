"""Weights from comparisons in pairs: the analytic hierarchy process (Saaty 1980), also with blanks (Harker 1987)."""

from dataclasses import dataclass

import numpy as np

from flowxl.core.arrays import every, read_only
from flowxl.core.weighting.common import Note, positions
from flowxl.core.weighting.comparisons import checked

RANDOM_INDEX = (0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Mean CI of random matrices of 1 to 15 items (Saaty 1980)."""
SCALE = np.array([1 / n for n in range(9, 1, -1)] + list(range(1, 10)))
"""Saaty's scale, 1/9 to 9."""
FITS = 1e-9
"""A comparison whose ratio to w_i / w_j is this near to 1 fits."""


@dataclass(frozen=True)
class Misfit:
    """A comparison that does not fit the weights; ``row`` < ``column``.

    ``given`` is a[row, column], ``implied`` w_row / w_column, ``fits`` the value of Saaty's scale nearest to that (as a
    ratio), ``size`` is |ln(given / implied)|.
    """

    row: int
    column: int
    given: float
    implied: float
    fits: float
    size: float


@dataclass(frozen=True, eq=False)
class PairwiseWeights:
    """Weights of n items from comparisons in pairs; arrays are read-only.

    Attributes
    ----------
    weights
        (n,) principal eigenvector, sum 1.
    geometric
        (n,) geometric means of the rows (Crawford & Williams 1985), sum 1; with blanks the logarithmic least squares,
        which are the same without (Bozoki, Fulop & Ronyai 2010).
    lambda_max, ci
        Largest eigenvalue; CI = (lambda_max - n) / (n - 1), 0 for one item.
    ri, cr
        Random index; CR = CI / RI, 0 for up to two items. None with blanks: Saaty's RI is that of full matrices.
    blanks
        Number of pairs that were not compared.
    misfits, notes
        All comparisons that do not fit, the worst first; ``incomplete_matrix`` with the items that have blanks,
        ``outside_scale`` with the items of comparisons beyond 1/9 to 9.
    """

    weights: np.ndarray
    geometric: np.ndarray
    lambda_max: float
    ci: float
    ri: float | None
    cr: float | None
    blanks: int
    misfits: tuple[Misfit, ...]
    notes: tuple[Note, ...]


def random_index(items: int) -> float:
    """Return Saaty's RI; above 15 items (1.7699 n - 4.3513) / (n - 1) (Alonso & Lamata 2006).

    >>> random_index(3), round(random_index(16), 4)
    (0.58, 1.5978)
    """
    return RANDOM_INDEX[items - 1] if items <= len(RANDOM_INDEX) else (1.7699 * items - 4.3513) / (items - 1)


def ahp(matrix: np.ndarray) -> PairwiseWeights:
    """Weigh by comparisons in pairs.

    Parameters
    ----------
    matrix
        Shape (n, n): a[i, j] says how many times as important i is as j; a[j, i] = 1 / a[i, j]. A blank is 0 or NaN.

    Raises
    ------
    WeightsError
        ``no_items``, ``not_square``, ``not_positive``, ``diagonal``, ``not_reciprocal`` or ``disconnected``.
    """
    matrix = checked(matrix)
    n = len(matrix)
    blank = matrix == 0
    blanks = int(np.count_nonzero(blank)) // 2
    geometric = least_squares(matrix, blank)
    lambda_max, weights = principal_vector(matrix, blank, geometric)
    ci = max(lambda_max - n, 0.0) / (n - 1) if n > 1 else 0.0  # below n by rounding only
    ri = None if blanks else random_index(n)
    notes = []
    if blanks:
        notes.append(Note("incomplete_matrix", positions(~every(~blank, axis=1))))
    beyond = ~blank & ((matrix > SCALE[-1] * (1 + FITS)) | (matrix < SCALE[0] * (1 - FITS)))
    if beyond.any():
        notes.append(Note("outside_scale", positions(~every(~beyond, axis=1))))
    return PairwiseWeights(
        weights=read_only(weights),
        geometric=read_only(geometric),
        lambda_max=lambda_max,
        ci=ci,
        ri=ri,
        cr=None if ri is None else ci / ri if ri else 0.0,
        blanks=blanks,
        misfits=misfits(matrix, blank, weights),
        notes=tuple(notes),
    )


def least_squares(matrix: np.ndarray, blank: np.ndarray) -> np.ndarray:
    """Minimise the sum of (ln a_ij - ln w_i + ln w_j)^2 over the comparisons; shape (n,), sum 1."""
    logs = np.log(np.where(blank, 1.0, matrix))
    compared = ~blank & ~np.eye(len(matrix), dtype=bool)
    laplacian = np.diag(compared.sum(axis=1)) - compared
    # The graph is connected, so only a constant is free; adding 1 everywhere sets the sum of the logarithms to 0.
    solution = np.linalg.solve(laplacian + np.ones_like(matrix), logs.sum(axis=1))
    powers = np.exp(solution - solution.max())
    return np.asarray(powers / powers.sum())


def principal_vector(matrix: np.ndarray, blank: np.ndarray, start: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the largest eigenvalue and its vector, sum 1, of the matrix with Harker's diagonal, 1 + blanks in the row.

    It is computed of the matrix scaled by ``start``, whose entries are near to 1, so that large ones do not blur it.
    Matrix and ``blank`` have shape (items, items), ``start`` and the vector (items,).
    """
    harker = matrix + np.diag(blank.sum(axis=1).astype(np.float64))
    values, vectors = np.linalg.eig(harker * (start / start[:, None]))
    largest = int(values.real.argmax())
    weights = start * np.abs(vectors[:, largest].real)
    return float(values[largest].real), weights / weights.sum()


def misfits(matrix: np.ndarray, blank: np.ndarray, weights: np.ndarray) -> tuple[Misfit, ...]:
    """Return the comparisons of different items that do not fit, the worst first, ties in the order of rows.

    Matrix and ``blank`` have shape (items, items), weights (items,).
    """
    found = []
    for row, column in zip(*np.triu_indices(len(matrix), 1), strict=True):
        if blank[row, column]:
            continue
        given, implied = float(matrix[row, column]), float(weights[row] / weights[column])
        size = abs(float(np.log(given / implied)))
        if size > FITS:
            nearest = float(SCALE[np.abs(np.log(SCALE / implied)).argmin()])
            found.append(Misfit(int(row), int(column), given, implied, nearest, size))
    return tuple(sorted(found, key=lambda misfit: -round(misfit.size, 9)))
