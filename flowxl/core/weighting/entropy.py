"""Entropy weights (Shannon 1948; Zeleny 1982, ch. 7; Hwang & Yoon 1981, 3.2): what tells cities apart weighs more."""

import numpy as np

from flowxl.core.weighting.common import Weights, complete_cities


def entropy(values: np.ndarray) -> Weights:
    """Weigh by 1 - e, with e = -sum p ln p / ln n, p = x / sum x, and 0 ln 0 = 0.

    x are min-max values over the n complete cities, so that sign, scale and direction do not matter; the worst city has
    p = 0.

    Parameters
    ----------
    values
        Oriented, shape (cities, items), NaN where missing.

    Raises
    ------
    WeightsError
        ``no_items``, ``not_finite``, ``too_few_cities`` or ``all_constant``.
    """
    complete = complete_cities(values)
    x = complete.minmax
    p = x / np.where(complete.constant, 1.0, x.sum(axis=0))
    p[p == 0] = 1.0  # 0 ln 0 = 0 = 1 ln 1
    e = -np.einsum("cj,cj->j", p, np.log(p)) / np.log(len(p))
    return complete.weigh(np.where(complete.constant, 0.0, 1.0 - e))
