"""What other weights would change: index, ranks, rank correlation; and how far data can bear weights at all."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from flowxl.core.arrays import some
from flowxl.core.index import weighted_sum
from flowxl.core.normalise import competition_rank
from flowxl.core.settings import INDEX_TOLERANCE, MissingPillar
from flowxl.core.weighting.combine import as_shares
from flowxl.core.weighting.common import Note, WeightsError, correlation, measured, positions, table
from flowxl.core.weighting.principal import RANK
from flowxl.core.weighting.ranks import kendall, spearman

CASES_PER_ITEM = 3
"""Least cities per item (Grossman et al. 1991, the mildest of the rules in the OECD/JRC Handbook, step 4)."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Several weights side by side; M methods, P pillars, C cities; arrays are read-only.

    Attributes
    ----------
    names, reference
        Names of the methods in the order of the rows, and that of the reference.
    weights
        (M, P) each with the reference's total, so that indices can be compared.
    index, rank
        (M, C); rank 0 and NaN where the city has no index.
    kendall, spearman
        (M,) rank correlation with the reference over the cities that both rank; NaN where undefined.
    changed, notes
        (M, C) whether both rank the city, and differently. ``constant_ranks``: all cities share a rank, so correlation
        is undefined; ``few_ranked``: fewer than two cities are ranked by both; ``items`` are rows.
    """

    names: tuple[str, ...]
    reference: str
    weights: np.ndarray
    index: np.ndarray
    rank: np.ndarray
    kendall: np.ndarray
    spearman: np.ndarray
    changed: np.ndarray
    notes: tuple[Note, ...]

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for value in vars(self).values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False


def compare(
    pillar_scores: np.ndarray,
    weights: Mapping[str, np.ndarray],
    reference: str,
    missing_pillar: MissingPillar = "none",
) -> Comparison:
    """Compute the index with each of several weights and compare ranks with a reference.

    Parameters
    ----------
    pillar_scores
        Shape (pillars, cities); NaN where a city lacks the pillar. A pillar that all lack does not count.
    weights
        Not negative, shape (pillars,) each, by name; any scale. A pillar with weight 0 still has to be there for a city
        to have an index, as with any other weight.
    reference
        Name of the weights that the others are compared with.
    missing_pillar
        As in :func:`flowxl.core.index.weighted_sum`.

    Raises
    ------
    WeightsError
        ``no_reference``, ``not_weights`` or ``lengths_differ``.
    """
    if reference not in weights:
        raise WeightsError("no_reference", reference=reference)
    lengths = tuple(len(vector) for vector in weights.values())
    if set(lengths) != {len(pillar_scores)}:
        raise WeightsError("lengths_differ", lengths=(len(pillar_scores), *lengths))
    names = tuple(weights)
    base = np.asarray(weights[reference], dtype=np.float64)
    scaled = np.array([as_shares(vector, name) for name, vector in weights.items()]) * base.sum()
    row = names.index(reference)
    scaled[row] = base  # to the last bit, so that its index is the published one
    index = np.array([weighted_sum(pillar_scores, vector, missing_pillar)[1] for vector in scaled])
    rank = np.array([competition_rank(line, INDEX_TOLERANCE) for line in index])
    both = (rank > 0) & (rank[row] > 0)
    tau, rho = (
        np.array([of(line[on], rank[row, on]) for line, on in zip(rank, both, strict=True)])
        for of in (kendall, spearman)
    )
    few = np.count_nonzero(both, axis=1) < 2
    notes = [Note("few_ranked", positions(few)), Note("constant_ranks", positions(np.isnan(tau) & ~few))]
    return Comparison(
        names, reference, scaled, index, rank, tau, rho, both & (rank != rank[row]), tuple(n for n in notes if n.items)
    )


@dataclass(frozen=True)
class Reliability:
    """How far data can bear weights: ``complete`` of ``cities`` have all ``items``; ``rank`` is that of the covariance.

    ``few_cities``: fewer than three complete cities per item; ``rank_deficient``: the rank is less than that of items.
    """

    cities: int
    complete: int
    items: int
    rank: int
    notes: tuple[Note, ...]


def reliability(values: np.ndarray) -> Reliability:
    """Count cities and items and find the rank of the covariance matrix of the complete cities.

    Parameters
    ----------
    values
        Oriented, shape (cities, items), NaN where missing.

    Raises
    ------
    WeightsError
        ``no_items`` or ``not_finite``.
    """
    values = table(values)
    kept = values[~some(np.isnan(values), axis=1)]
    rank = 0
    if len(kept) > 1:
        scaled, _, _, constant = measured(kept)
        varying = scaled[:, ~constant]
        if varying.shape[1]:
            eigenvalues = np.linalg.eigvalsh(correlation(varying))
            rank = min(int(np.count_nonzero(eigenvalues > RANK * eigenvalues[-1])), len(kept) - 1)
    notes = []
    if len(kept) < CASES_PER_ITEM * values.shape[1]:
        notes.append(Note("few_cities"))
    if rank < values.shape[1]:
        notes.append(Note("rank_deficient"))
    return Reliability(len(values), len(kept), values.shape[1], rank, tuple(notes))
