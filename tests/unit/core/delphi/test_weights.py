"""Weights against arithmetic by hand and numpy; rounding that is the same everywhere; totals that add up."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from support.delphi_data import ratings
from support.delphi_studies import answers, study

from flowxl.core.delphi.study import Round
from flowxl.core.delphi.weights import study_weights, to_integers, to_total, weighted_mean, weighted_median
from flowxl.voice.faults import FlowXLError

ROWS = [[5, 3, 4], [4, 2, 4], [3, 1, np.nan]]


def with_familiarity(*levels):
    """Return the study with experts so familiar: very gives Cr 1, fair .75, nothing none."""
    made = study(ROWS)
    given_ = tuple(replace(a, familiarity=level) for a, level in zip(answers(ROWS), levels, strict=True))
    return replace(made, rounds=(Round(1, "2024-01-01", made.experts, given_),))


def test_plain_weights():
    """Means 4, 2, 4 are .4, .2, .4 of their sum; medians of other rows differ."""
    found = study_weights(study(ROWS), 1)
    assert found.centres.tolist() == [4, 2, 4]
    np.testing.assert_allclose(found.values, [0.4, 0.2, 0.4], rtol=1e-15)
    assert study_weights(study([[1, 5], [2, 5], [5, 2]]), 1, "median").centres.tolist() == [2, 5]


def test_each_group_sums_to_one():
    """Pillars A (5, 3 with means 4, 2) and B."""
    found = study_weights(study(ROWS, groups=["A", "A", "B"]), 1)
    np.testing.assert_allclose(found.values, [2 / 3, 1 / 3, 1], rtol=1e-15)


def test_weights_by_authority():
    """Cr 1, .75, .75 by hand: (5 + 3 + 2.25) / 2.5, (3 + 1.5 + .75) / 2.5, (4 + 3) / 1.75."""
    found = study_weights(with_familiarity("very", "fair", "fair"), 1, by_authority=True)
    np.testing.assert_allclose(found.centres, [4.1, 2.1, 4], rtol=1e-14)
    np.testing.assert_allclose(found.values, np.array([4.1, 2.1, 4]) / 10.2, rtol=1e-14)
    median = study_weights(with_familiarity("very", "fair", "fair"), 1, "median", by_authority=True)
    assert median.centres.tolist() == [4, 2, 4]


def test_experts_without_authority():
    """Refused with their names, or left out and named."""
    made = with_familiarity("very", "", "fair")
    with pytest.raises(FlowXLError, match="expert E2: found no Cr"):
        study_weights(made, 1, by_authority=True)
    found = study_weights(made, 1, by_authority=True, leave_out=True)
    assert found.left_out == ("E2",)
    np.testing.assert_allclose(found.centres, [7.25 / 1.75, 3.75 / 1.75, 4], rtol=1e-14)
    assert study_weights(made, 1).left_out == ()


def test_no_weights():
    """An item that nobody rated, one whose only expert is left out, and a group of nothing are refused by name."""
    with pytest.raises(FlowXLError, match="item I2: found no rating"):
        study_weights(study([[4, np.nan], [5, np.nan]]), 1)
    with pytest.raises(FlowXLError, match="group B: found only ratings of 0"):
        study_weights(study([[100, 0, 0]], scale="budget", groups=["A", "B", "B"]), 1)
    with pytest.raises(FlowXLError, match="whole number from 1 to 5"):
        study_weights(study([[4, 7]]), 1)


drawn = st.integers(1, 9).flatmap(
    lambda n: st.tuples(
        arrays(np.float64, n, elements=st.integers(1, 5).map(float)), arrays(np.int64, n, elements=st.integers(1, 7))
    )
)


@given(drawn)
def test_weighted_median_is_that_of_repeated_values(pair):
    """A weight of k is k experts; and a scale of the weights, here .1, changes nothing."""
    values, weights = pair
    expected = float(np.median(np.repeat(values, weights)))
    assert weighted_median(values, weights.astype(float)) == expected
    assert weighted_median(values, weights * 0.1) == expected


@given(drawn)
def test_weighted_mean_is_numpys(pair):
    """Σ w x / Σ w; to the last bit the same from behind."""
    values, weights = pair
    assert weighted_mean(values, weights * 0.1) == weighted_mean(values[::-1], weights[::-1] * 0.1)
    assert weighted_mean(values, weights * 0.1) == pytest.approx(np.average(values, weights=weights), rel=1e-14)


@given(ratings(experts=(1, 9), gaps=False), st.randoms(), st.sampled_from(["mean", "median"]), st.booleans())
def test_order_of_experts_is_nothing(values, random, centre, by_authority):
    """To the last bit."""
    rows = random.sample(range(len(values)), len(values))
    one, other = (
        study_weights(study(v.tolist()), 1, centre, by_authority=by_authority).values for v in (values, values[rows])
    )
    np.testing.assert_array_equal(one, other)
    assert one.sum() == pytest.approx(1, abs=1e-12)


def test_halves_are_rounded_up_and_told():
    """2.5 and 3.5 become 3 and 4 (banker's rounding has 2 and 4); a last digit below a half is a half."""
    found = to_integers(np.array([2.5, 3.5, 2.4999999999999996, 2.4999, 3, 2.9999999999999996, 4.51]))
    assert found.values.tolist() == [3, 4, 3, 2, 3, 3, 5]
    assert found.ties.tolist() == [True, True, True, False, False, False, False]


def test_totals_add_up():
    """Three thirds of 100 are 34, 33, 33: the first of equal remainders gets what is left."""
    thirds = np.full(3, 1 / 3)
    assert to_total(thirds, 100, 0).tolist() == [34, 33, 33]
    assert to_total(thirds, 1, 2).tolist() == [0.34, 0.33, 0.33]
    assert to_total(np.array([0.4, 0.2, 0.4]), 34).tolist() == pytest.approx([13.6, 6.8, 13.6])
    with pytest.raises(ValueError, match="no sum"):
        to_total(np.zeros(2))
    with pytest.raises(ValueError, match="decimals"):
        to_total(thirds, 33.5, 0)


@given(arrays(np.float64, st.integers(1, 30), elements=st.floats(0.01, 1)), st.integers(0, 3))
def test_rounded_totals_are_near_and_exact(values, decimals):
    """Each within a unit of its exact value, all of them adding up."""
    rounded, exact = to_total(values, 100, decimals), to_total(values, 100)
    assert round(float(rounded.sum()) * 10**decimals, 6) == 100 * 10**decimals
    assert (np.abs(rounded - exact) < 10.0**-decimals).all()
