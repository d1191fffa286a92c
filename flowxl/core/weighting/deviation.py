"""Standard deviation weights (Diakoulaki, Mavrotas & Papayannakis 1995, as the simpler method beside CRITIC)."""

import numpy as np

from flowxl.core.weighting.common import Weights, complete_cities


def deviation(values: np.ndarray) -> Weights:
    """Weigh by the standard deviation of the min-max values over the complete cities.

    Min-max comes first: the standard deviation of z-scores is 1 for every item, that of raw figures depends on the
    measure. Dividing by n or n - 1 makes no difference.

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
    return complete.weigh(complete.minmax.std(axis=0, ddof=1))
