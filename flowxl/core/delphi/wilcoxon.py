"""Wilcoxon's signed-rank test by the rules of R's ``wilcox.test(paired = TRUE)``.

Differences of 0 are dropped (``zero_method="wilcox"``). The p is exact where fewer than 50 differences are left,
none was 0 and no two are equal in size; otherwise by the normal approximation, corrected for ties and for continuity.
"""

import math

import numpy as np

from flowxl.core.delphi.ranks import mid_ranks, tie_sum

EXACT_BELOW = 50
DIGITS = 9
"""Differences are compared to so many decimals: 0.3 - 0.2 and 0.2 - 0.1 are the same change."""


def signed_rank_p(differences: np.ndarray) -> float:
    """Return the two-sided p.

    NaN without any difference; 1 by definition where all are 0: nobody changed, and R gives none.

    Parameters
    ----------
    differences
        Shape (pairs,), without NaN.
    """
    if differences.size == 0:
        return math.nan
    rounded = np.round(differences, DIGITS)
    moved = rounded[rounded != 0]
    if moved.size == 0:
        return 1.0
    sizes = np.abs(moved)
    n, ties = moved.size, tie_sum(sizes)
    above = float(mid_ranks(sizes)[moved > 0].sum())
    if n < EXACT_BELOW and n == differences.size and not ties:
        return _exact(n, round(min(above, n * (n + 1) / 2 - above)))
    variance = n * (n + 1) * (2 * n + 1) / 24 - ties / 48
    distance = max(0.0, abs(above - n * (n + 1) / 4) - 0.5)
    return math.erfc(distance / math.sqrt(2 * variance))


def _exact(n: int, smaller: int) -> float:
    """Return the p of the smaller rank sum: each of the 2^n choices of signs is equally likely."""
    ways = np.zeros(n * (n + 1) // 2 + 1, dtype=np.int64)
    ways[0] = 1
    for rank in range(1, n + 1):
        ways[rank:] += ways[:-rank].copy()
    return min(1.0, 2 * float(ways[: smaller + 1].sum() / 2**n))
