"""Kendall's coefficient of concordance: how far the experts put the items in the same order."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from flowxl.core.arrays import every, read_only, some
from flowxl.core.delphi.ranks import chi_square_tail, mid_ranks, tie_sum

Reason = Literal["", "few_experts", "few_items", "all_tied"]


@dataclass(frozen=True, eq=False)
class Concordance:
    """Kendall's W, corrected for ties, with its test.

    Attributes
    ----------
    w, chi2, p
        NaN where ``reason`` says why there is none.
    s, ties
        Sum of the squared deviations of the rank sums, and ΣT.
    df
        Items less 1.
    experts, items
        Numbers that were used.
    rank_sums
        Shape (items,).
    used, left_out
        Shape (experts,): who rated every item; who rated some but not all and is therefore left out. Experts who rated
        nothing are in neither.
    reason
        ``few_experts`` or ``few_items``: fewer than two; ``all_tied``: everyone rated all items alike.
    """

    w: float
    chi2: float
    p: float
    s: float
    ties: int
    df: int
    experts: int
    items: int
    rank_sums: np.ndarray
    used: np.ndarray
    left_out: np.ndarray
    reason: Reason = ""

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for array in (self.rank_sums, self.used, self.left_out):
            read_only(array)


def concordance(ratings: np.ndarray) -> Concordance:
    """Compute W = 12 S / (m² (n³ - n) - m ΣT) and χ² = m (n - 1) W.

    Each expert's ratings become mid-ranks. An expert with a missing rating is left out, as R's ``friedman.test`` does:
    the ranks of a part of the items cannot be compared with those of all. χ² is Friedman's tie-corrected statistic; its
    p is an approximation, and a small W is significant when experts are many (Kendall & Gibbons 1990, ch. 6).

    Parameters
    ----------
    ratings
        Shape (experts, items), NaN where an expert gave none.
    """
    given = ~np.isnan(ratings)
    used = every(given, axis=1)
    left_out = some(given, axis=1) & ~used
    m, n = int(np.count_nonzero(used)), ratings.shape[1]
    rows = ratings[used]
    ranks = np.array([mid_ranks(row) for row in rows]).reshape(m, n)
    ties = sum(tie_sum(row) for row in rows)
    sums = ranks.sum(axis=0)
    s = float(((sums - m * (n + 1) / 2) ** 2).sum())
    most = m * m * (n**3 - n) - m * ties
    reason: Reason = "few_experts" if m < 2 else "few_items" if n < 2 else "all_tied" if most == 0 else ""
    w = 12 * s / most if not reason else np.nan
    chi2 = m * (n - 1) * w
    p = chi_square_tail(chi2, n - 1) if not reason else np.nan
    return Concordance(w, chi2, p, s, ties, n - 1, m, n, sums, used, left_out, reason)
