"""Measures per item against R and numpy; few answers are visible and never a warning."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.delphi_data import per_item, ratings, table

from flowxl.core.delphi.ratings import item_statistics

MEASURES = ("n", "mean", "median", "sd", "cv", "q1", "q3", "iqr", "full_share", "agree_share")


@pytest.mark.parametrize("measure", MEASURES[:8])
def test_measures_are_those_of_r(measure):
    """Mean, median, sd, quantile type 7 of base R on ratings with gaps."""
    found = getattr(item_statistics(table("first")), measure)
    np.testing.assert_allclose(found, per_item(measure), rtol=1e-14, atol=0)


def test_shares_by_hand():
    """Of 4, 5, 5, 3 (and one gap) two are the full score and three at least 4."""
    found = item_statistics(np.array([[4, 5, 5, 3, np.nan]]).T, full=5, agree_from=4)
    assert (found.full_share, found.agree_share) == (0.5, 0.75)
    bare = item_statistics(np.array([[4.0, 5.0]]).T)
    assert np.isnan([bare.full_share, bare.agree_share]).all()


def test_agreement_does_not_hang_on_the_last_digit():
    """0.7 of the way from 0 to 3 is 2.0999999999999996; a rating of 2.1 is at it, and so is the other way round."""
    assert item_statistics(np.array([[2.1]]), agree_from=3 * 0.7).agree_share == 1
    assert item_statistics(np.array([[3 * 0.7]]), agree_from=2.1).agree_share == 1


def test_few_answers():
    """Nobody: NaN; one: no spread; all 0: no coefficient of variation."""
    found = item_statistics(np.array([[np.nan, 4, 0], [np.nan, np.nan, 0]]), full=5, agree_from=4)
    assert found.n.tolist() == [0, 1, 2]
    assert np.isnan([getattr(found, measure)[0] for measure in MEASURES[1:]]).all()
    assert (found.mean[1], found.median[1], found.q1[1], found.iqr[1], found.full_share[1]) == (4, 4, 4, 0, 0)
    assert np.isnan([found.sd[1], found.cv[1], found.cv[2]]).all()
    assert (found.mean[2], found.sd[2]) == (0, 0)
    assert item_statistics(np.empty((0, 3))).n.tolist() == [0, 0, 0]


def test_below_zero_there_is_no_coefficient_of_variation():
    """A negative one would be below every limit."""
    assert np.isnan(item_statistics(np.array([[-1.0, -3.0]]).T).cv)


def test_equal_decimals_have_no_spread():
    """Three times 0.1 add up to 0.30000000000000004."""
    found = item_statistics(np.full((3, 1), 0.1))
    assert (found.mean, found.sd, found.cv) == (0.1, 0, 0)


@given(ratings(), st.randoms())
def test_order_of_experts_and_items_is_nothing(values, random):
    """Bit for bit; and the items keep to their own figures."""
    rows, columns = (random.sample(range(size), size) for size in values.shape)
    found, other = item_statistics(values, 5, 4), item_statistics(values[rows][:, columns], 5, 4)
    for measure in MEASURES:
        np.testing.assert_array_equal(getattr(other, measure), getattr(found, measure)[columns])


@given(ratings(experts=(1, 12)))
def test_quartiles_and_median_are_numpys(values):
    """Where anybody rated; its linear interpolation is QUARTILE.INC."""
    found = item_statistics(values)
    for n in np.flatnonzero(found.n):
        expected = np.nanquantile(values[:, n], [0.25, 0.5, 0.75], method="linear")
        np.testing.assert_allclose([found.q1[n], found.median[n], found.q3[n]], expected, rtol=1e-14)
