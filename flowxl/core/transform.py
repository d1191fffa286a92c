"""From levels over years to one mean per indicator and city."""

import numpy as np

from flowxl.core.panel import Panel


def increments(levels: np.ndarray) -> np.ndarray:
    """Year-on-year differences; NaN where either year is missing.

    Parameters
    ----------
    levels
        Shape (..., years), in the measure of the indicator.

    Returns
    -------
    np.ndarray
        Shape (..., years); the first year has no base and is NaN.
    """
    result = np.full(levels.shape, np.nan)
    result[..., 1:] = levels[..., 1:] - levels[..., :-1]
    return result


def mean_of_available(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and number of the values that are not NaN, over the last axis; the mean of none is NaN."""
    if not values.size:
        return np.full(values.shape[:-1], np.nan), np.zeros(values.shape[:-1])
    missing = np.isnan(values)
    any_missing = missing.any()
    filled = np.where(missing, 0.0, values) if any_missing else values
    # Year by year: a few long additions are faster than many sums of ten, and the order is that of a spreadsheet.
    total = filled[..., 0].copy()
    for year in range(1, values.shape[-1]):
        total += filled[..., year]
    if not any_missing:
        return total / values.shape[-1], np.full(total.shape, float(values.shape[-1]))
    count = values.shape[-1] - np.count_nonzero(missing, axis=-1).astype(np.float64)
    with np.errstate(invalid="ignore"):
        return total / count, count


def window_means(panel: Panel, window: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Mean of every indicator and city over the years of the window that have a value (paper, section 2.2, step 1).

    An increment indicator uses the year before the window as base where the panel holds it.

    Returns
    -------
    means, year_counts
        Shape (indicators, cities); the mean in the indicator's measure, the number of values (or increments) in it.
    """
    first, last = window
    inside = slice(max(first - panel.years[0], 0), max(last + 1 - panel.years[0], 0))
    means, counts = mean_of_available(panel.values[:, :, inside])
    rows = np.flatnonzero(panel.framework.increments)
    if rows.size:
        means[rows], counts[rows] = mean_of_available(increments(panel.values[rows])[:, :, inside])
    return means, counts
