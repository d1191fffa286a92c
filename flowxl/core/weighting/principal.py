"""Weights from principal components (OECD/JRC 2008, Handbook, pp. 89-91; Nicoletti, Scarpetta & Boylaud 2000).

The Handbook's steps: correlation matrix, components, varimax rotation, squared loadings of each factor scaled to sum 1.
An item belongs to the factor where its scaled squared loading is largest; its weight is that times the share of the
factor in the variance that the kept factors explain; all are scaled to sum 1. That the scaled loadings decide gives the
Handbook's groups (exports, -0.64 on the first factor and 0.56 on the second, stand with the second: 0.16 against 0.23)
and does not depend on signs.
"""

from dataclasses import dataclass, replace

import numpy as np

from flowxl.core.weighting.common import (
    Complete,
    Note,
    Weights,
    WeightsError,
    complete_cities,
    correlation,
    positions,
)
from flowxl.core.weighting.varimax import varimax

EIGENVALUE, SHARE, TOGETHER = 1.0, 0.10, 0.60
"""A component is kept with an eigenvalue above 1 and more than 10 % of the variance; all explain more than 60 %."""
EQUAL = 1e-9
"""Eigenvalues, shares and squared loadings that differ by no more than this are the same."""
RANK = 1e-10
"""Eigenvalues up to this times the largest are 0."""


@dataclass(frozen=True, eq=False)
class PrincipalWeights(Weights):
    """Weights and what stands behind them; V items vary, K factors are kept.

    Attributes
    ----------
    eigenvalues
        (V,) of the correlation matrix, largest first; their sum is V.
    rank
        Number of eigenvalues above 0, at most the number of cities used less 1.
    loadings
        (items, K) rotated, rows of constant items 0; the sign of a column means nothing.
    shares
        (K,) part of each factor in the variance that the kept ones explain, sum 1.
    factors
        (items,) the factor of each item, -1 for constant ones.
    """

    eigenvalues: np.ndarray
    rank: int
    loadings: np.ndarray
    shares: np.ndarray
    factors: np.ndarray


def spectrum(complete: Complete) -> tuple[np.ndarray, np.ndarray, int]:
    """Return eigenvalues (largest first), eigenvectors (columns) and rank of the correlation of the varying items."""
    eigenvalues, vectors = np.linalg.eigh(correlation(complete.values[:, ~complete.constant]))
    eigenvalues = np.maximum(eigenvalues[::-1], 0.0)
    rank = min(int(np.count_nonzero(eigenvalues > RANK * eigenvalues[0])), len(complete.values) - 1)
    return eigenvalues, vectors[:, ::-1], rank


def kept_components(eigenvalues: np.ndarray, rank: int, asked: int | None) -> tuple[int, tuple[Note, ...]]:
    """Return how many components are kept, and notes on those that the two single rules would have left out.

    Eigenvalues have shape (items,), the largest first.

    Raises
    ------
    WeightsError
        ``components_out_of_range``.
    """
    if asked is not None:
        if not 1 <= asked <= rank:
            raise WeightsError("components_out_of_range", asked=asked, rank=rank)
        count, added = asked, asked
    else:
        share = eigenvalues / eigenvalues.sum()
        count = max(1, int(np.count_nonzero((eigenvalues > EIGENVALUE + EQUAL) & (share > SHARE + EQUAL))))
        added = max(count, int(np.searchsorted(np.cumsum(share), TOGETHER + EQUAL, side="right")) + 1)
    tied = added
    while tied < rank and eigenvalues[tied - 1] - eigenvalues[tied] <= EQUAL * eigenvalues[0]:
        tied += 1
    notes = [Note("components_added", tuple(range(count, added)))] if added > count else []
    if tied > added:
        notes.append(Note("components_tied", tuple(range(added, tied))))
    return tied, tuple(notes)


def principal(values: np.ndarray, components: int | None = None) -> PrincipalWeights:
    """Weigh by rotated principal components, as the Handbook does.

    Parameters
    ----------
    values
        Oriented, shape (cities, items), NaN where missing.
    components
        How many to keep. By default those with an eigenvalue above 1 and more than 10 % of the variance, at least one,
        and further ones until together they explain more than 60 %. Equal eigenvalues stay together.

    Raises
    ------
    WeightsError
        ``no_items``, ``not_finite``, ``too_few_cities``, ``all_constant``, ``components_out_of_range`` or
        ``rotation_failed``.
    """
    complete = complete_cities(values)
    eigenvalues, vectors, rank = spectrum(complete)
    count, notes = kept_components(eigenvalues, rank, components)
    rotated = varimax(vectors[:, :count] * np.sqrt(eigenvalues[:count]))
    squared = np.square(rotated)
    explained = squared.sum(axis=0)
    scaled = squared / explained
    tied = scaled >= scaled.max(axis=1, keepdims=True) - EQUAL
    chosen = np.where(tied, explained, -1.0).argmax(axis=1)

    varying = np.flatnonzero(~complete.constant)
    raw = np.zeros(len(complete.constant))
    raw[varying] = squared[np.arange(len(varying)), chosen]
    loadings = np.zeros((len(raw), count))
    loadings[varying] = rotated
    factors = np.full(len(raw), -1)
    factors[varying] = chosen
    undecided = positions(np.count_nonzero(tied, axis=1) > 1)
    if undecided:
        notes += (Note("factor_tied", tuple(int(varying[n]) for n in undecided)),)
    if rank < len(varying):
        notes += (Note("rank_deficient"),)
    weights = replace(complete, notes=complete.notes + notes).weigh(raw)
    return PrincipalWeights(
        **vars(weights),
        eigenvalues=eigenvalues,
        rank=rank,
        loadings=loadings,
        shares=explained / explained.sum(),
        factors=factors,
    )


def first_component(values: np.ndarray) -> Weights:
    """Weigh by the squared loadings on the first principal component, unrotated, scaled to sum 1.

    Parameters
    ----------
    values
        Oriented, shape (cities, items), NaN where missing.

    Raises
    ------
    WeightsError
        ``no_items``, ``not_finite``, ``too_few_cities``, ``all_constant``; ``first_component_tied`` where no component
        is the first.
    """
    complete = complete_cities(values)
    eigenvalues, vectors, _ = spectrum(complete)
    if len(eigenvalues) > 1 and eigenvalues[0] - eigenvalues[1] <= EQUAL * eigenvalues[0]:
        raise WeightsError("first_component_tied")
    raw = np.zeros(len(complete.constant))
    raw[~complete.constant] = np.square(vectors[:, 0])
    return complete.weigh(raw)
