"""What the methods share: results, reasons, complete cities, min-max, correlation. Words are made elsewhere."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from flowxl.core.arrays import every, read_only, some
from flowxl.core.settings import MEAN_TOLERANCE
from flowxl.voice.faults import FlowXLError
from flowxl.voice.message import Message

LEAST_CITIES = 3
"""Two points give every item the same min-max values (0 and 1) and every correlation as +1 or -1."""
NOISE = 1e-12
"""Differences of correlations smaller than this are rounding: 1 - r of two proportional items is not exactly 0."""

NoteCode = Literal[
    "constant",
    "incomplete",
    "components_added",
    "components_tied",
    "factor_tied",
    "not_counting",
    "few_cities",
    "rank_deficient",
    "incomplete_matrix",
    "outside_scale",
    "singular",
    "negative_share",
    "few_ranked",
    "constant_ranks",
]
NOTES: dict[NoteCode, str] = {
    "constant": "items that are the same in every city used: they tell no city from another, so their weight is 0",
    "incomplete": "items with gaps: cities that lack one of them were left out of the weights (the mask says which)",
    "components_added": "components that the two single rules had left out, kept so that more than 60 % is explained",
    "components_tied": "components kept because their eigenvalue equals that of the last one kept",
    "factor_tied": "items that load equally on two factors; the factor that explains more was taken",
    "not_counting": "items that the caller said do not count: weight 0",
    "few_cities": "fewer than three complete cities per item: the result may be another one with other cities",
    "incomplete_matrix": "items with blanks: there is no consistency ratio, since Saaty's RI is that of full matrices",
    "outside_scale": "items with comparisons beyond 1/9 to 9, Saaty's scale",
    "singular": "vectors that are combined are equal or depend on each other: the solution with the smallest squares",
    "negative_share": "vectors whose coefficient was negative in the combination; its size was taken",
    "few_ranked": "weights whose ranks cannot be correlated with the reference's: fewer than two cities have both",
    "constant_ranks": "weights whose ranks cannot be correlated with the reference's: one of the two ranks all alike",
    "rank_deficient": "items depend on each other linearly, as they must where there are no more cities than items",
}
"""Meaning of each note; ``items`` of a note are positions of items, for the two notes on components of components."""

Reason = Literal[
    "no_items",
    "not_finite",
    "too_few_cities",
    "all_constant",
    "no_conflict",
    "components_out_of_range",
    "first_component_tied",
    "rotation_failed",
    "groups_unusable",
    "not_square",
    "not_positive",
    "diagonal",
    "not_reciprocal",
    "disconnected",
    "not_weights",
    "lengths_differ",
    "share_out_of_range",
    "no_overlap",
    "total_out_of_range",
    "no_reference",
]
REASONS: dict[Reason, Message] = {
    "no_items": Message("weights.no_items"),
    "not_finite": Message("weights.not_finite"),
    "too_few_cities": Message("weights.too_few_cities"),
    "all_constant": Message("weights.all_constant"),
    "no_conflict": Message("weights.no_conflict"),
    "components_out_of_range": Message("weights.components_out_of_range"),
    "first_component_tied": Message("weights.first_component_tied"),
    "rotation_failed": Message("weights.rotation_failed"),
    "groups_unusable": Message("weights.groups_unusable"),
    "not_square": Message("weights.not_square"),
    "not_positive": Message("weights.not_positive"),
    "diagonal": Message("weights.diagonal"),
    "not_reciprocal": Message("weights.not_reciprocal"),
    "disconnected": Message("weights.disconnected"),
    "not_weights": Message("weights.not_weights"),
    "lengths_differ": Message("weights.lengths_differ"),
    "share_out_of_range": Message("weights.share_out_of_range"),
    "no_overlap": Message("weights.no_overlap"),
    "total_out_of_range": Message("weights.total_out_of_range"),
    "no_reference": Message("weights.no_reference"),
}
"""Meaning of each reason, with the numbers that an error with it carries."""

Number = int | float | str | None | tuple[int, ...] | tuple[tuple[int, ...], ...]


class WeightsError(FlowXLError):
    """Weights that cannot be computed; ``code`` is one of ``REASONS``, ``numbers`` what belongs to it.

    ``group`` in ``numbers`` says in which group of items it happened, where there are groups.
    """

    def __init__(self, code: Reason, **numbers: Number) -> None:
        self.code: Reason = code
        self.numbers = numbers
        found = tuple(f"{name} {number}" for name, number in numbers.items())
        error = Message("weights_error", code=code, reason=REASONS[code])
        super().__init__(Message("weights_error.numbers", error=error, numbers=found) if found else error)


@dataclass(frozen=True)
class Note:
    """Something to know about weights: one of ``NOTES``, and the positions that it concerns."""

    code: NoteCode
    items: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Weights:
    """What a data-driven method gives; arrays are read-only.

    Attributes
    ----------
    weights
        (items,) not negative, sum 1.
    used, notes
        (cities,) whether the city took part; what to know about the weights.
    """

    weights: np.ndarray
    used: np.ndarray
    notes: tuple[Note, ...]

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for value in vars(self).values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False


@dataclass(frozen=True, eq=False)
class Complete:
    """The cities that have every item.

    ``values`` has shape (complete cities, items), each item divided by a power of two (exact) so that no square and no
    difference overflows; ``low`` and ``high``, shape (items,), are its ends; ``constant``, shape (items,), says which
    items do not vary.
    """

    values: np.ndarray
    low: np.ndarray
    high: np.ndarray
    used: np.ndarray
    constant: np.ndarray
    notes: tuple[Note, ...]

    @property
    def minmax(self) -> np.ndarray:
        """0 for the worst of the cities used, 1 for the best; a constant item is 0 everywhere."""
        scaled: np.ndarray = self.values - self.low
        scaled /= np.where(self.constant, 1.0, self.high - self.low)
        if self.constant.any():
            scaled[:, self.constant] = 0.0
        return scaled

    def weigh(self, raw: np.ndarray) -> Weights:
        """Return raw weights, shape (items,), scaled to sum 1."""
        return Weights(raw / raw.sum(), self.used, self.notes)


def positions(flags: np.ndarray) -> tuple[int, ...]:
    """Return where flags, shape (n,), are set."""
    return tuple(int(position) for position in np.flatnonzero(flags))


def table(values: np.ndarray) -> np.ndarray:
    """Return values as doubles of shape (cities, items).

    Raises
    ------
    WeightsError
        ``no_items`` or ``not_finite``.
    """
    values = np.asarray(values, dtype=np.float64)
    if values.ndim != 2 or values.shape[1] == 0:
        raise WeightsError("no_items")
    infinite = some(np.isinf(values), axis=0)
    if infinite.any():
        raise WeightsError("not_finite", items=positions(infinite))
    return values


def complete_cities(values: np.ndarray) -> Complete:
    """Leave out, list-wise, the cities that lack an item.

    Parameters
    ----------
    values
        Oriented, shape (cities, items), NaN where missing.

    Raises
    ------
    WeightsError
        ``no_items``, ``not_finite``, ``too_few_cities`` or ``all_constant``.
    """
    values = table(values)
    missing = np.isnan(values)
    used = ~some(missing, axis=1)
    gaps = positions(some(missing, axis=0))
    count = int(np.count_nonzero(used))
    if count < LEAST_CITIES:
        raise WeightsError("too_few_cities", complete=count, cities=len(values), needed=LEAST_CITIES, items=gaps)
    kept, low, high, constant = measured(values if used.all() else values[used])
    if constant.all():
        raise WeightsError("all_constant", items=positions(constant))
    notes = [Note("incomplete", gaps)] if gaps else []
    if constant.any():
        notes.append(Note("constant", positions(constant)))
    return Complete(kept, low, high, read_only(used), constant, tuple(notes))


def measured(kept: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Scale values, shape (cities, items), by powers of two; return them, their ends, and which items are constant."""
    low, high = kept.min(axis=0), kept.max(axis=0)
    _, exponent = np.frexp(np.maximum(-low, high))
    power = np.ldexp(1.0, -np.maximum(exponent, -1021))  # below, 2 ** 1022 and more would overflow
    kept, low, high = (array * power for array in (kept, low, high))
    return kept, low, high, high - low <= MEAN_TOLERANCE * np.maximum(-low, high)


def correlation(values: np.ndarray) -> np.ndarray:
    """Pearson's r of the columns, none of which is constant; shape (items, items), diagonal 1."""
    centred = values - values.mean(axis=0)
    centred /= np.sqrt(np.square(centred).sum(axis=0))
    r: np.ndarray = np.clip(centred.T @ centred, -1.0, 1.0)
    np.fill_diagonal(r, 1.0)
    return r


def whole(flags: np.ndarray) -> bool:
    """Whether every flag of a vector, shape (n,), is set."""
    return bool(every(flags, axis=0))
