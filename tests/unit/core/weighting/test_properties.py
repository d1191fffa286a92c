"""What must hold for weights from any data."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowxl.core.weighting import METHODS
from flowxl.core.weighting.common import WeightsError

settings.register_profile("unhurried", deadline=None)  # a busy machine is no reason to fail
settings.load_profile("unhurried")
methods = st.sampled_from(sorted(METHODS))


@st.composite
def tables(draw):
    """Draw values of ordinary, huge or tiny size, some with ties and gaps; items of one table differ in size."""
    cities, items = draw(st.integers(3, 12)), draw(st.integers(1, 7))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    values = random.normal(draw(st.sampled_from([0, 3])), 1, (cities, items))
    values = np.round(values, draw(st.sampled_from([0, 2, 12])))
    values[random.random(values.shape) < draw(st.sampled_from([0.0, 0.05]))] = np.nan
    return values * 10.0 ** random.choice(draw(st.sampled_from([(0,), (-6, 0, 6), (-90, 90), (-300, 0, 300)])), items)


def outcome(method, values):
    """Return the weights, or the reason why there are none."""
    try:
        return METHODS[method](values)
    except WeightsError as error:
        return error.code


def agree(after, before, order=...):
    """Stop unless two outcomes are the same."""
    if isinstance(before, str) or isinstance(after, str):
        assert after == before
    else:
        np.testing.assert_allclose(after.weights, before.weights[order], rtol=0, atol=1e-7)


@given(tables(), methods)
def test_weights_are_shares(values, method):
    """Not negative, sum 1, no NaN, whatever the figures; or a reason."""
    found = outcome(method, values)
    if not isinstance(found, str):
        assert found.weights.shape == values.shape[1:]
        assert found.used.shape == values.shape[:1]
        assert (found.weights >= 0).all()
        assert found.weights.sum() == pytest.approx(1, abs=1e-12)


@given(tables(), methods, st.randoms())
def test_the_order_of_cities_does_not_matter(values, method, random):
    """Rows in another order."""
    order = list(range(len(values)))
    random.shuffle(order)
    agree(outcome(method, values[order]), outcome(method, values))


@given(tables(), methods, st.randoms())
def test_the_order_of_items_does_not_matter(values, method, random):
    """Columns in another order: the weights move along."""
    order = list(range(values.shape[1]))
    random.shuffle(order)
    agree(outcome(method, values[:, order]), outcome(method, values), order)


@given(tables(), methods, st.integers(-20, 20), st.integers(0, 6))
def test_the_measure_does_not_matter(values, method, power, column):
    """Thousands or millions: a factor of 2 ** k is exact, so not a bit changes."""
    scaled = values.copy()
    with np.errstate(over="ignore"):
        scaled[:, column % values.shape[1]] *= 2.0**power
    before, after = outcome(method, values), outcome(method, scaled)
    if isinstance(before, str) or isinstance(after, str):
        assert after == before
    else:
        np.testing.assert_array_equal(after.weights, before.weights)


@given(tables(), methods)
def test_turning_every_item_changes_entropy_alone(values, method):
    """Spread and correlations stay; entropy alone looks from the worst city."""
    before, after = outcome(method, values), outcome(method, -values)
    if method != "entropy":
        agree(after, before)
