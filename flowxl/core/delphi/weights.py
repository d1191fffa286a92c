"""Weights from ratings: means or medians of the items, plain or by authority, scaled within each group."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from flowxl.core.arrays import read_only
from flowxl.core.delphi.authority import authority
from flowxl.core.delphi.ratings import TOLERANCE, item_statistics
from flowxl.core.delphi.scale import ratings_on_scale
from flowxl.core.delphi.study import Study, item_positions
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

Centre = Literal["mean", "median"]


@dataclass(frozen=True, eq=False)
class Weights:
    """Weights of the items.

    Attributes
    ----------
    centres
        Mean or median of each item, on the scale of the ratings, shape (items,).
    values
        The same, scaled to sum to 1 within each group, shape (items,).
    left_out
        Experts who rated but have no authority, where they were to be left out.
    """

    centres: np.ndarray
    values: np.ndarray
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        read_only(self.centres)
        read_only(self.values)


@dataclass(frozen=True, eq=False)
class Integers:
    """Rounded centres, shape (items,); ``ties`` are those that lay half-way and were rounded up."""

    values: np.ndarray
    ties: np.ndarray

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        read_only(self.values)
        read_only(self.ties)


def study_weights(
    study: Study, number: int, centre: Centre = "mean", *, by_authority: bool = False, leave_out: bool = False
) -> Weights:
    """Return the weights that a round gives.

    Parameters
    ----------
    by_authority
        Weigh each rating with the Cr of its expert in that round: Σ Cr x / Σ Cr over those who rated the item.
    leave_out
        Leave out experts who rated but have no Cr; they are named in the result. Otherwise they are refused.

    Raises
    ------
    FlowXLError
        With every expert without Cr, or every item that nobody rated, or each group whose centres are all 0.
    """
    ratings = ratings_on_scale(study, number)
    left_out: tuple[str, ...] = ()
    if by_authority:
        scores = authority(study, number).authority
        left_out = without_authority(study, number)
        if left_out and not leave_out:
            places = (Place(name=Message("place.expert", expert=expert)) for expert in left_out)
            raise FlowXLError(Message("core.no_authority"), [Fault("delphi_authority", place) for place in places])
        centres = _weighted(ratings, np.where(np.isnan(scores), 0.0, scores), centre)
    else:
        items = item_statistics(ratings)
        centres = items.mean if centre == "mean" else items.median
    return Weights(centres, _scaled(study, centres), left_out)


def without_authority(study: Study, number: int) -> tuple[str, ...]:
    """Return the experts who rated in a round and have no Cr."""
    rated = ~np.isnan(ratings_on_scale(study, number)).all(axis=1)
    scores = authority(study, number).authority
    return tuple(study.experts[row] for row in np.flatnonzero(rated & np.isnan(scores)))


def _weighted(ratings: np.ndarray, scores: np.ndarray, centre: Centre) -> np.ndarray:
    of = weighted_mean if centre == "mean" else weighted_median
    columns = []
    for column in ratings.T:
        rows = ~np.isnan(column) & (scores > 0)
        columns.append(of(column[rows], scores[rows]) if rows.any() else np.nan)
    return np.array(columns)


def weighted_mean(values: np.ndarray, weights: np.ndarray) -> float:
    """Return Σ w x / Σ w, the same in any order; both of shape (values,), weights above 0."""
    order = np.lexsort((weights, values))
    return float((values[order] * weights[order]).sum() / weights[order].sum())


def weighted_median(values: np.ndarray, weights: np.ndarray) -> float:
    """Return the value at which the weights, by ascending value, pass half of their sum.

    Where a value reaches half exactly it is the mean of this and the next one, so that equal weights give the ordinary
    median (Cormen et al., *Introduction to Algorithms*, problem 9-2, lower and upper weighted median). Both arrays have
    shape (values,).

    >>> weighted_median(np.array([1.0, 2.0, 3.0]), np.array([1.0, 1.0, 3.0]))
    3.0
    """
    order = np.lexsort((weights, values))
    ordered, sums = values[order], np.cumsum(weights[order])
    half = sums[-1] / 2
    tolerance = TOLERANCE * half
    lower = int(np.searchsorted(sums, half - tolerance))
    upper = int(np.searchsorted(sums, half + tolerance, side="right"))
    return float(ordered[lower] + ordered[upper]) / 2


def _scaled(study: Study, centres: np.ndarray) -> np.ndarray:
    """Scale the centres of each group to a sum of 1."""
    faults = [
        Fault("delphi_unrated", Place(name=Message("place.item", item=study.item_codes[n])))
        for n in np.flatnonzero(np.isnan(centres))
    ]
    values = np.array(centres)
    for group in study.groups:
        block = item_positions(study.items, group)
        total = float(centres[block].sum())
        if total == 0:
            place = Place(name=Message("place.group", group=group or study.name))
            faults.append(Fault("delphi_weight", place))
        values[block] = centres[block] / (total or np.nan)
    if faults:
        raise FlowXLError(Message("core.no_weights"), faults)
    return values


def to_integers(centres: np.ndarray) -> Integers:
    """Round to whole numbers, half up, as the paper prints its weights: 2.5 becomes 3, whatever the spreadsheet does.

    What differs from a half by less than 1e-9 is one: sums of decimals end a digit above or below it.
    Shape (items,), as the centres.
    """
    below = np.floor(centres + TOLERANCE)
    fractions = centres - below
    return Integers(np.floor(centres + 0.5 + TOLERANCE), np.abs(fractions - 0.5) <= TOLERANCE)


def to_total(values: np.ndarray, total: float = 100.0, decimals: int | None = None) -> np.ndarray:
    """Scale the weights of one group, shape (items,), to a total.

    With ``decimals`` they are rounded so that they add up to the total: rounded down, and what is left goes one unit
    each to the largest remainders (Hamilton's method), the first item first where remainders are equal.

    Raises
    ------
    ValueError
        If the weights do not have a sum above 0, or the total itself has more decimals.
    """
    if not values.sum() > 0:
        raise ValueError(f"weights {values.tolist()} have no sum above 0")
    scaled: np.ndarray = values / values.sum() * total
    if decimals is None:
        return scaled
    unit = 10.0**decimals
    units = round(total * unit)
    if abs(units - total * unit) > TOLERANCE:
        raise ValueError(f"a total of {total:g} has more than {decimals} decimals")
    exact = scaled * unit
    whole = np.floor(exact + TOLERANCE)
    most = np.argsort(-np.round(exact - whole, 9), kind="stable")[: units - int(whole.sum())]
    whole[most] += 1
    rounded: np.ndarray = whole / unit
    return rounded


def item_centres(study: Study, number: int, centre: Centre = "mean", *, by_authority: bool = False) -> np.ndarray:
    """Return mean or median of each item in a round, shape (items,); NaN where nobody counts who rated it.

    ``by_authority`` weighs each rating with the Cr of its expert; experts without one do not count then.
    """
    ratings = ratings_on_scale(study, number)
    if by_authority:
        scores = authority(study, number).authority
        return _weighted(ratings, np.where(np.isnan(scores), 0.0, scores), centre)
    items = item_statistics(ratings)
    return items.mean if centre == "mean" else items.median
