"""Means over the window: gaps, increments, windows beyond the data."""

import numpy as np
import pytest
from support.frameworks import NAN, panel, small

from flowxl.core.index import compute
from flowxl.core.settings import Settings
from flowxl.core.transform import increments, mean_of_available, window_means

INCREMENT = {"P1_1": {"entry": "increment"}}


def one_city(levels, first, window, **changes):
    """Return mean and number of years of one indicator and city."""
    framework = small((1,), 1, window=window, **changes)
    means, counts = window_means(panel(framework, [[levels]], first), window)
    return means[0, 0], counts[0, 0]


def test_mean_of_available():
    """The mean is taken over what there is; the mean of none is missing, not 0."""
    means, counts = mean_of_available(np.array([[1.0, 2, 6], [NAN, 4, NAN], [NAN, NAN, NAN]]))
    np.testing.assert_array_equal(means, [3, 4, NAN])
    assert counts.tolist() == [3, 1, 0]


def test_mean_of_complete_values():
    """Without gaps the count is the number of years."""
    means, counts = mean_of_available(np.array([[1.0, 2, 6], [4, 4, 4]]))
    assert (means.tolist(), counts.tolist()) == ([3, 4], [3, 3])


@pytest.mark.parametrize("years", [200, 255, 256, 300])
def test_mean_of_many_years_that_are_missing(years):
    """The count of gaps does not overflow: one value after up to 299 gaps is one value."""
    values = np.full((1, years), NAN)
    values[0, -1] = 7.5
    means, counts = mean_of_available(values)
    assert (means.tolist(), counts.tolist()) == ([7.5], [1])


def test_increments():
    """Year-on-year differences; missing where either year is, and in the first."""
    np.testing.assert_array_equal(increments(np.array([10.0, 12, 15, NAN, 20, 19])), [NAN, 2, 3, NAN, NAN, -1])


def test_increments_with_the_year_before_as_base():
    """10, 12, 15, 19 from 2000: the increments of 2001 to 2003 are 2, 3, 4, mean 3."""
    assert one_city([10, 12, 15, 19], 2000, (2001, 2003), **INCREMENT) == (3, 3)


def test_increments_without_a_base():
    """12, 15, 19 from 2001: there is no increment of 2001; 3 and 4, mean 3.5."""
    assert one_city([12, 15, 19], 2001, (2001, 2003), **INCREMENT) == (3.5, 2)


def test_increments_with_a_gap():
    """10, -, 15, 19: only the increment of the last year is known."""
    assert one_city([10, NAN, 15, 19], 2000, (2001, 2003), **INCREMENT) == (4, 1)


def test_increments_use_no_level_beyond_the_window_but_the_base():
    """Years after the window and before the base do not count."""
    assert one_city([500, 10, 12, 15, 900], 1999, (2001, 2002), **INCREMENT) == (2.5, 2)


def test_levels_and_increments_stand_side_by_side():
    """In one panel each indicator goes its own way."""
    framework = small((2,), 1, window=(2001, 2002), P1_2={"entry": "increment"})
    means, counts = window_means(panel(framework, [[[1, 2, 4]], [[1, 2, 4]]], 2000), (2001, 2002))
    assert (means.tolist(), counts.tolist()) == ([[3], [1.5]], [[2], [2]])


@pytest.mark.parametrize(
    ("window", "mean", "count"),
    [((2000, 2001), 1, 1), ((2003, 2009), 3, 1), ((2002, 2002), 2, 1), ((1990, 2040), 2, 3)],
)
def test_a_window_that_the_data_cover_in_part(window, mean, count):
    """Only the years of the window count: 1, 2, 3 from 2001."""
    assert one_city([1, 2, 3], 2001, window) == (mean, count)


@pytest.mark.parametrize("window", [(1990, 1999), (2004, 2010)])
@pytest.mark.parametrize("method", ["zscore", "minmax", "rank"])
def test_a_window_outside_the_data_gives_nothing(window, method):
    """No mean, no score, no index, rank 0; and no warning (warnings are errors in these tests)."""
    framework = small((2,), 2, window=window, P1_2={"entry": "increment"})
    result = compute(panel(framework, np.ones((2, 2, 3)), 2001), Settings(window, method=method))
    for array in (result.means, result.scores, result.pillar_scores, result.index, result.display_index):
        assert np.isnan(array).all()
    assert result.rank.tolist() == [0, 0]
    assert result.coverage.indicators == result.coverage.pillars == 0
    assert np.isnan(result.dimension_scores).all()
