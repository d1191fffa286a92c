"""Weights made of weights: additive, multiplicative, game-theoretic; each vector is scaled to sum 1 first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flowxl.core.arrays import read_only
from flowxl.core.weighting.common import Note, WeightsError, whole

SINGULAR = 1e-10
"""Vectors whose products with each other are as near to linear dependence as this count as dependent."""


@dataclass(frozen=True, eq=False)
class Combination:
    """Weights, shape (items,), sum 1; ``shares`` of the vectors in them, shape (vectors,), sum 1; and notes.

    ``singular``: vectors are equal or depend on each other; of all solutions the one with the smallest squares was
    taken, which gives equal vectors equal shares. ``negative_share``: the coefficient of the vectors ``items`` was
    negative; its size was taken.
    """

    weights: np.ndarray
    shares: np.ndarray
    notes: tuple[Note, ...]


def as_shares(weights: np.ndarray, vector: int | str = 0) -> np.ndarray:
    """Return weights, shape (items,), scaled to sum 1.

    Raises
    ------
    WeightsError
        ``not_weights`` with ``vector``.
    """
    weights = np.asarray(weights, dtype=np.float64)
    if weights.ndim != 1 or not whole(np.isfinite(weights) & (weights >= 0)) or not (weights > 0).any():
        raise WeightsError("not_weights", vector=vector)
    weights = weights / weights.max()  # a sum of huge ones would overflow
    return np.asarray(weights / weights.sum())


def _table(vectors: Sequence[np.ndarray]) -> np.ndarray:
    """Return vectors as rows that sum to 1."""
    shares = [as_shares(vector, position) for position, vector in enumerate(vectors)]
    lengths = tuple(len(vector) for vector in shares)
    if len(set(lengths)) != 1:
        raise WeightsError("lengths_differ", lengths=lengths)
    return np.array(shares)


def additive(first: np.ndarray, second: np.ndarray, share: float = 0.5) -> np.ndarray:
    """Return ``share`` x first + (1 - share) x second, shape (items,), sum 1.

    Raises
    ------
    WeightsError
        ``share_out_of_range``, ``not_weights`` or ``lengths_differ``.
    """
    if not 0 <= share <= 1:
        raise WeightsError("share_out_of_range", share=float(share))
    one, two = _table([first, second])
    return read_only(share * one + (1 - share) * two)


def multiplicative(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return first x second, scaled to sum 1; shape (items,). What one of the two takes for nothing weighs nothing.

    Raises
    ------
    WeightsError
        ``not_weights``, ``lengths_differ`` or ``no_overlap``.
    """
    one, two = _table([first, second])
    product = one * two
    if not product.any():
        raise WeightsError("no_overlap")
    return read_only(as_shares(product))


def game(vectors: Sequence[np.ndarray]) -> Combination:
    """Combine vectors so that the result is as near to all of them as can be (Chen 2003).

    Minimising the distance of sum_k a_k w_k to each w_j gives sum_k a_k w_j.w_k = w_j.w_j for every j; the shares are
    |a| / sum |a|. Each vector has shape (items,).

    Raises
    ------
    WeightsError
        ``not_weights`` or ``lengths_differ``.
    """
    table = _table(vectors)
    products = table @ table.T
    length = np.sqrt(np.diagonal(products))
    # Scaled to diagonal 1, so that "singular" means the same for flat and for uneven vectors.
    cosines = products / np.outer(length, length)
    solution, _, rank, _ = np.linalg.lstsq(cosines, length, rcond=SINGULAR)
    coefficients = solution / length
    notes = []
    if rank < len(table):
        notes.append(Note("singular"))
    negative = np.flatnonzero(coefficients < -SINGULAR)
    if len(negative):
        notes.append(Note("negative_share", tuple(int(vector) for vector in negative)))
    shares = np.abs(coefficients)
    shares /= shares.sum()
    return Combination(read_only(shares @ table), read_only(shares), tuple(notes))


def scale_to_total(weights: np.ndarray, total: float) -> np.ndarray:
    """Return weights scaled to a total, such as the 100 or 36 of a framework; shape (items,).

    Raises
    ------
    WeightsError
        ``not_weights`` or ``total_out_of_range``.
    """
    if not (np.isfinite(total) and total > 0):
        raise WeightsError("total_out_of_range", total=float(total))
    return read_only(as_shares(weights) * total)
