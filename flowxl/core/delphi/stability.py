"""How far ratings changed from one round to the next, among the experts who answered both."""

from dataclasses import dataclass

import numpy as np

from flowxl.core.arrays import read_only, some
from flowxl.core.delphi.ranks import mid_ranks
from flowxl.core.delphi.ratings import item_statistics
from flowxl.core.delphi.wilcoxon import DIGITS, signed_rank_p


@dataclass(frozen=True, eq=False)
class Stability:
    """Changes between two rounds; NaN where there are no pairs.

    Attributes
    ----------
    experts
        Number of those who rated anything in both rounds.
    pairs
        Experts who rated the item in both rounds, shape (items,).
    p
        Wilcoxon's signed-rank test of each item (:mod:`flowxl.core.delphi.wilcoxon`), shape (items,).
    cv_change
        CV now less CV before, both over the pairs, shape (items,).
    changed
        Share of the pairs whose rating is another one, shape (items,).
    net_changed
        Net change of the distribution: half the sum of its absolute differences, as a share of the pairs, shape
        (items,). It is what Scheibe, Skutsch & Schofer (1975) hold against 15 %; ``changed`` is never below it.
    changed_share
        Share of changed ratings over all pairs of all items.
    spearman
        Of the items' means over the pairs, before and now, corrected for ties; NaN below two items, or where all means
        of a round are equal.
    """

    experts: int
    pairs: np.ndarray
    p: np.ndarray
    cv_change: np.ndarray
    changed: np.ndarray
    net_changed: np.ndarray
    changed_share: float
    spearman: float

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for array in (self.pairs, self.p, self.cv_change, self.changed, self.net_changed):
            read_only(array)


def stability(before: np.ndarray, now: np.ndarray) -> Stability:
    """Compare two rounds.

    Parameters
    ----------
    before, now
        Shape (experts, items), the same experts in the same rows; NaN where an expert gave no rating.
    """
    both = ~(np.isnan(before) | np.isnan(now))
    pairs = np.count_nonzero(both, axis=0)
    earlier, later = (item_statistics(np.where(both, ratings, np.nan)) for ratings in (before, now))
    different = both & (before != now)
    changed = np.count_nonzero(different, axis=0)
    columns = [(before[rows, n], now[rows, n]) for n, rows in enumerate(both.T)]
    return Stability(
        int(np.count_nonzero(some(both, axis=1))),
        pairs,
        np.array([signed_rank_p(late - early) for early, late in columns]),
        later.cv - earlier.cv,
        _share(changed, pairs),
        np.array([_net_change(early, late) for early, late in columns]),
        float(_share(changed.sum(keepdims=True), pairs.sum(keepdims=True))[0]),
        spearman(earlier.mean, later.mean),
    )


def spearman(one: np.ndarray, other: np.ndarray) -> float:
    """Return the rank correlation of two rows, over the places that both have: Pearson's of the mid-ranks.

    Both have shape (items,). Values that agree to 9 decimals share a rank; NaN where one row does not vary.
    """
    there = ~(np.isnan(one) | np.isnan(other))
    a, b = (mid_ranks(np.round(row[there], DIGITS)) for row in (one, other))
    a, b = a - a.mean() if a.size else a, b - b.mean() if b.size else b
    spread = float(a @ a) * float(b @ b)
    return float(a @ b) / spread**0.5 if spread > 0 else np.nan


def _share(of: np.ndarray, by: np.ndarray) -> np.ndarray:
    shares: np.ndarray = np.divide(of, by, out=np.full(by.shape, np.nan), where=by > 0)
    return shares


def _net_change(before: np.ndarray, now: np.ndarray) -> float:
    if before.size == 0:
        return np.nan
    counts = [np.count_nonzero(row == value) for value in np.union1d(before, now) for row in (before, now)]
    return sum(abs(a - b) for a, b in zip(counts[::2], counts[1::2], strict=True)) / 2 / before.size
