"""Equal weights (OECD/JRC 2008, step 6.1): w_j = 1 / p."""

import numpy as np

from flowxl.core.weighting.common import Weights, table


def equal(values: np.ndarray) -> Weights:
    """Give each item the same weight; no city is left out, for no figure is looked at.

    Parameters
    ----------
    values
        Shape (cities, items).

    Raises
    ------
    WeightsError
        ``no_items`` or ``not_finite``.
    """
    cities, items = table(values).shape
    return Weights(np.full(items, 1 / items), np.ones(cities, dtype=bool), ())
