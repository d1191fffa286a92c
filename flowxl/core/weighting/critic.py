"""CRITIC (Diakoulaki, Mavrotas & Papayannakis 1995, Computers & Operations Research 22, 763-770)."""

import numpy as np

from flowxl.core.weighting.common import NOISE, Weights, WeightsError, complete_cities, correlation


def critic(values: np.ndarray) -> Weights:
    """Weigh by contrast and conflict: C_j = s_j sum_k (1 - r_jk).

    s is the standard deviation and r Pearson's correlation of the min-max values over the complete cities. The r of a
    constant item with the others is taken as 0 and its weight is 0. Where a single item varies, it has weight 1.

    Parameters
    ----------
    values
        Oriented, shape (cities, items), NaN where missing.

    Raises
    ------
    WeightsError
        ``no_items``, ``not_finite``, ``too_few_cities``, ``all_constant``; ``no_conflict`` where all items are
        perfectly correlated.
    """
    complete = complete_cities(values)
    x, varying = complete.minmax, ~complete.constant
    raw = x.std(axis=0, ddof=1)
    if np.count_nonzero(varying) == 1:
        return complete.weigh(raw)
    conflict = 1.0 - correlation(x[:, varying])
    conflict[conflict < NOISE] = 0.0
    if not conflict.any() and varying.all():
        raise WeightsError("no_conflict", items=tuple(range(len(varying))))
    raw[varying] *= conflict.sum(axis=1) + np.count_nonzero(complete.constant)
    return complete.weigh(raw)
