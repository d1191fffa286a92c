"""Normalisation by hand: three methods, both directions, constants, ties."""

import statistics

import numpy as np
import pytest
from support.frameworks import NAN, panel, small

from flowxl.core.index import compute
from flowxl.core.normalise import Spread, centre_and_sd, competition_rank, zscore
from flowxl.core.settings import Settings
from flowxl.voice.faults import FlowXLError

WINDOW = (2001, 2004)
ROOT_HALF = 0.7071067811865476
R15 = 1.224744871391589  # 2 / sqrt(8 / 3)


def scores(method, row, direction=1, **settings):
    """Score one indicator."""
    framework = small((1,), len(row), P1_1={"direction": direction})
    return compute(panel(framework, [row]), Settings(WINDOW, method=method, **settings)).scores[0]


@pytest.mark.parametrize(
    ("method", "direction", "row", "expected"),
    [
        ("zscore", 1, [1, 2, 3], [-1, 0, 1]),  # mean 2, sample sd 1
        ("zscore", -1, [1, 2, 3], [1, 0, -1]),
        ("zscore", 1, [2, 4, 4, 6], [-R15, 0, 0, R15]),  # mean 4, sum of squares 8, sample variance 8 / 3
        ("zscore", 1, [1, 2, 3, NAN], [-1, 0, 1, NAN]),
        ("minmax", 1, [10, 15, 30], [0, 25, 100]),
        ("minmax", -1, [10, 15, 30], [100, 75, 0]),
        ("minmax", 1, [10, NAN, 15, 30], [0, NAN, 25, 100]),
        ("rank", 1, [10, 30, 30, 5], [2, 4, 4, 1]),  # ranks 3, 1, 1, 4 of 4
        ("rank", -1, [10, 30, 30, 5], [3, 2, 2, 4]),  # ranks 2, 3, 3, 1 of 4
        ("rank", 1, [10, NAN, 30, 5], [2, NAN, 3, 1]),  # three cities have it
    ],
)
def test_methods_by_hand(method, direction, row, expected):
    """Each method gives the scores worked out by hand; a city without the indicator gets none."""
    np.testing.assert_allclose(scores(method, row, direction), expected, rtol=0, atol=1e-15)


def test_zscore_uses_the_sample_standard_deviation():
    """An irregular row agrees with the standard library's mean and stdev."""
    row = [3.7, 12.9, 0.02, 8.4, 5.5]
    mean, sd = statistics.mean(row), statistics.stdev(row)
    np.testing.assert_allclose(scores("zscore", row), [(x - mean) / sd for x in row], rtol=1e-14)


def test_centre_and_sd():
    """Mean and sample sd are taken over the cities that have the indicator."""
    values = np.array([[2.0, 4.0, 4.0, 6.0], [1.0, NAN, 2.0, 3.0]])
    centre, sd = centre_and_sd(values, Spread.of(values))
    np.testing.assert_allclose(centre, [4, 2])
    np.testing.assert_allclose(sd, [1.632993161855452, 1])  # sqrt(8 / 3), 1


@pytest.mark.parametrize(("ddof", "expected"), [(1, [-R15, 0, 0, R15]), (0, [-(2**0.5), 0, 0, 2**0.5])])
def test_zscore_with_the_sd_of_a_sample_or_of_a_population(ddof, expected):
    """Mean 4, sum of squares 8: variance 8 / 3 of a sample of four, 8 / 4 = 2 of a population."""
    values = np.array([[2.0, 4.0, 4.0, 6.0]])
    np.testing.assert_allclose(zscore(values, Spread.of(values), ddof)[0], expected, rtol=1e-15)


def test_spread():
    """Number, smallest and largest value, and the tolerance of 1e-12 of the largest magnitude."""
    spread = Spread.of(np.array([[2.0, -8.0, NAN], [3.0, 3.0, 3.0], [1.0, 4.0, 2.0]]))
    assert spread.count.tolist() == [2, 3, 3]
    assert (spread.low.tolist(), spread.high.tolist()) == ([-8, 3, 1], [2, 3, 4])
    assert spread.tolerance.tolist() == [8e-12, 3e-12, 4e-12]
    assert spread.constant.tolist() == [False, True, False]


@pytest.mark.parametrize(("method", "neutral"), [("zscore", 0), ("minmax", 50), ("rank", 2.5)])
@pytest.mark.parametrize("value", [0.0, 0.1, -7.3, 1e9])
def test_a_constant_indicator_scores_the_neutral_value(method, neutral, value):
    """Four equal cities of five score 0, 50 or (4 + 1) / 2; the fifth, which lacks it, none."""
    np.testing.assert_array_equal(
        scores(method, [value, value, NAN, value, value]), [neutral, neutral, NAN, neutral, neutral]
    )


@pytest.mark.parametrize(("method", "neutral"), [("zscore", 0), ("minmax", 50), ("rank", 2)])
def test_a_constant_of_one_tenth_with_gaps_is_constant(method, neutral):
    """Means of 0.1 over 10 and over 6 years differ in the last bit; that is rounding, not a difference of cities."""
    framework = small((1,), 3, window=(2001, 2010))
    values = np.full((1, 3, 10), 0.1)
    values[0, 1, 6:] = NAN
    values[0, 2, ::3] = NAN
    result = compute(panel(framework, values), Settings((2001, 2010), method=method))
    assert len(set(result.means[0].tolist())) > 1  # else the test shows nothing
    assert result.scores[0].tolist() == [neutral] * 3


@pytest.mark.parametrize(("step", "expected"), [(5e-13, [1.5, 1.5]), (5e-12, [1, 2])])
def test_ties_of_means_have_a_relative_tolerance(step, expected):
    """Means closer than 1e-12 of the largest magnitude are one value, whatever the measure."""
    for scale in (1.0, 1e-6, 1e8):
        assert scores("rank", [scale, scale * (1 + step)]).tolist() == expected


def test_ties_of_means_take_the_better_rank():
    """Two best cities within the tolerance both score n; the largest of all sets the tolerance."""
    assert scores("rank", [1.0, 2.0, 2.0 + 1e-12]).tolist() == [1, 3, 3]
    assert scores("rank", [1.0, 1.0 + 1e-12, 2.0]).tolist() == [2, 2, 3]


@pytest.mark.parametrize(("method", "neutral"), [("zscore", 0), ("minmax", 50), ("rank", 1)])
def test_one_city(method, neutral):
    """A single city is constant: it scores the neutral value."""
    assert scores(method, [17.0]).tolist() == [neutral]


@pytest.mark.parametrize(
    ("method", "expected"), [("zscore", [-ROOT_HALF, ROOT_HALF]), ("minmax", [0, 100]), ("rank", [1, 2])]
)
def test_two_cities(method, expected):
    """Two cities score the extremes: plus and minus 1 / sqrt(2), 0 and 100, 1 and 2."""
    np.testing.assert_allclose(scores(method, [3, 8]), expected, rtol=1e-15)


def test_competition_rank():
    """The rank is 1 + the number of greater values; equal ones share it and the next is left out."""
    assert competition_rank(np.array([5.0, 7, 7, 1, 9]), 1e-9).tolist() == [4, 2, 2, 5, 1]


def test_competition_rank_of_nothing_is_0():
    """A missing value has no rank and counts for none."""
    assert competition_rank(np.array([NAN, 2, NAN, 3]), 1e-9).tolist() == [0, 2, 0, 1]
    assert competition_rank(np.array([NAN]), 1e-9).tolist() == [0]


def test_competition_rank_counts_only_what_is_greater_by_more_than_the_tolerance():
    """1 and 1 + 5e-10 tie; 1 + 5e-9 is ahead of both; a difference of just the tolerance is a tie."""
    assert competition_rank(np.array([1.0, 1.5, 2.25]), 0.5).tolist() == [2, 2, 1]
    assert competition_rank(np.array([1.0, 1 + 5e-10, 1 + 5e-9]), 1e-9).tolist() == [2, 2, 1]


@pytest.mark.parametrize("method", ["zscore", "minmax", "rank"])
@pytest.mark.parametrize("size", [5e-324, 1e-320, 1e-200, 1e-150, 1e-141, 1e100, 1e148])
def test_numbers_whose_squares_do_not_fit_into_a_double_have_finite_scores(method, size):
    """A score is the same in any measure; nothing is infinite, and no warning is left."""
    plain, extreme = scores(method, [1.0, 2, 4, 4]), scores(method, [size, 2 * size, 4 * size, 4 * size])
    np.testing.assert_allclose(extreme, plain, rtol=1e-3 if size < 1e-300 else 1e-12)


@pytest.mark.parametrize("size", [1e151, 1e200, 1.7e308])
@pytest.mark.parametrize("entry", ["level", "increment"])
def test_means_beyond_a_double_are_refused(size, entry):
    """With the code of the indicator; a result would be infinite."""
    framework = small((1,), 2, P1_1={"entry": entry})
    data = panel(framework, [[[size, -size, size, size], [1, 2, 3, -size]]], 2001)
    with pytest.raises(FlowXLError, match="indicator P1_1"):
        compute(data, Settings(WINDOW))
