"""Entropy, CRITIC and standard deviation against scipy, pymcdm and scikit-criteria, and where these differ."""

import numpy as np
import pymcdm.weights
import pytest
import scipy.stats
from data.weights.record_skcriteria import DIRECTIONS
from support.weighted import codes, data_set, recorded

from flowxl.core.weighting import METHODS, critic, deviation, entropy, equal
from flowxl.core.weighting.common import NOTES, REASONS, WeightsError

NAN = float("nan")
SETS = tuple(DIRECTIONS)
DATA_DRIVEN = sorted(set(METHODS) - {"equal"})


def oriented(name):
    """Return a data set with more is better."""
    return data_set(name) * DIRECTIONS[name]


def scaled(values):
    """Min-max over the cities."""
    return (values - values.min(axis=0)) / (values.max(axis=0) - values.min(axis=0))


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("method", ["entropy", "critic", "deviation"])
def test_scikit_criteria_agrees(name, method):
    """Recorded weights of scikit-criteria, to the 12th digit."""
    expected = recorded("skcriteria")[name, method]
    found = METHODS[method](oriented(name))
    np.testing.assert_allclose(found.weights, expected, rtol=1e-12)
    assert found.used.all()
    assert found.notes == ()


@pytest.mark.parametrize("name", SETS)
def test_entropy_agrees_with_scipy(name):
    """scipy.stats.entropy takes 0 ln 0 as 0, as we do."""
    e = scipy.stats.entropy(scaled(oriented(name)), base=len(data_set(name)), axis=0)
    np.testing.assert_allclose(entropy(oriented(name)).weights, (1 - e) / (1 - e).sum(), rtol=1e-12)


@pytest.mark.parametrize("name", SETS)
def test_pymcdm_agrees_where_it_can(name):
    """Its CRITIC on figures whose direction is up; its standard deviation on min-max values."""
    values = oriented(name)
    np.testing.assert_allclose(critic(values).weights, pymcdm.weights.critic_weights(values), rtol=1e-10)
    expected = pymcdm.weights.standard_deviation_weights(scaled(values))
    np.testing.assert_allclose(deviation(values).weights, expected, rtol=1e-12)


def test_by_hand():
    """Two items over three cities: (0, 1/2, 1) and (0, 0, 1)."""
    values = np.array([[10.0, 5.0], [15.0, 5.0], [20.0, 6.0]])
    # p = (0, 1/3, 2/3): e = (ln 3 - 2/3 ln 2) / ln 3; p = (0, 0, 1): e = 0
    first = 2 / 3 * np.log(2) / np.log(3)
    np.testing.assert_allclose(entropy(values).weights, [first / (1 + first), 1 / (1 + first)], rtol=1e-14)
    sd = np.array([0.5, 3**-0.5])  # sums of squares 1/2 and 2/3, over 2
    np.testing.assert_allclose(deviation(values).weights, sd / sd.sum(), rtol=1e-14)
    np.testing.assert_allclose(critic(values).weights, sd / sd.sum(), rtol=1e-14)  # two items: 1 - r is the same
    np.testing.assert_array_equal(equal(values).weights, [0.5, 0.5])


def test_zeros_do_not_win():
    """The library pymcdm 1.4 refuses a zero, with a message that says nothing of weights; we do as scipy does."""
    values = np.array([[0.0, 1.0], [5.0, 2.0], [5.0, 4.0], [5.0, 9.0]])
    with pytest.raises(ValueError, match="all positive"):
        pymcdm.weights.entropy_weights(values)
    p = np.array([[0, 1, 1, 1], [0, 1, 3, 8]]) / [[3], [12]]
    e = scipy.stats.entropy(p, base=4, axis=1)
    np.testing.assert_allclose(entropy(values).weights, (1 - e) / (1 - e).sum(), rtol=1e-13)
    assert entropy(values).weights[0] < 0.5


def test_direction_matters():
    """CRITIC of pymcdm ignores direction: with a cost item turned, the correlations change sign, and so do weights."""
    turned = oriented("usarrests")
    assert np.abs(pymcdm.weights.critic_weights(data_set("usarrests")) - critic(turned).weights).max() > 0.02


@pytest.mark.parametrize("method", DATA_DRIVEN)
def test_z_scores_give_the_weights_of_the_figures(method):
    """Negative values and any scale: the weights are those of the figures."""
    values = oriented("mtcars")
    z = (values - values.mean(axis=0)) / values.std(axis=0, ddof=1)
    np.testing.assert_allclose(METHODS[method](z).weights, METHODS[method](values).weights, rtol=1e-9)


@pytest.mark.parametrize("method", DATA_DRIVEN)
def test_a_constant_item_weighs_nothing(method):
    """It is named; rounding noise is no variation."""
    values = np.column_stack([oriented("tai"), np.full(23, 0.1)])
    values[::2, -1] = 0.1 + 1e-16
    found = METHODS[method](values)
    assert found.weights[-1] == 0
    assert found.weights.sum() == pytest.approx(1, abs=1e-14)
    assert ("constant", (8,)) in codes(found)


@pytest.mark.parametrize("method", ["entropy", "deviation", "principal", "first_component"])
def test_a_constant_item_does_not_move_the_others(method):
    """The others weigh as without it. CRITIC takes the constant's correlation as 0, which adds s to each of them."""
    values = oriented("tai")
    found = METHODS[method](np.column_stack([values, np.ones(23)]))
    np.testing.assert_allclose(found.weights[:-1], METHODS[method](values).weights, rtol=1e-12)


def test_critic_with_a_constant_item():
    """Its correlation with the others is 0: C_j = s_j (sum (1 - r) + 1)."""
    values = oriented("tai")
    raw = scaled(values).std(axis=0, ddof=1) * ((1 - np.corrcoef(values.T)).sum(axis=0) + 1)
    found = critic(np.column_stack([values, np.ones(23)]))
    np.testing.assert_allclose(found.weights, [*raw / raw.sum(), 0], rtol=1e-12)


@pytest.mark.parametrize("method", DATA_DRIVEN)
def test_cities_with_gaps_are_left_out_and_named(method):
    """List-wise: the weights are those of the table without the city."""
    values = oriented("tai")
    values[4, 2] = values[9, 2] = values[9, 7] = NAN
    found = METHODS[method](values)
    np.testing.assert_array_equal(np.flatnonzero(~found.used), [4, 9])
    assert ("incomplete", (2, 7)) in codes(found)
    np.testing.assert_allclose(found.weights, METHODS[method](np.delete(values, [4, 9], axis=0)).weights, rtol=1e-12)


@pytest.mark.parametrize("method", DATA_DRIVEN)
@pytest.mark.parametrize(
    ("values", "code", "numbers"),
    [
        (
            [[1, 2], [2, NAN], [3, 4], [4, NAN]],
            "too_few_cities",
            {"complete": 2, "cities": 4, "needed": 3, "items": (1,)},
        ),
        ([[1, 2], [1, 2], [1, 2]], "all_constant", {"items": (0, 1)}),
        ([[1, np.inf], [2, 3], [3, 4]], "not_finite", {"items": (1,)}),
        (np.empty((4, 0)), "no_items", {}),
    ],
)
def test_what_cannot_be_computed_is_refused(method, values, code, numbers):
    """With a reason and numbers, never with NaN."""
    with pytest.raises(WeightsError) as refused:
        METHODS[method](np.array(values, dtype=float))
    assert (refused.value.code, refused.value.numbers) == (code, numbers)


def test_critic_of_proportional_items_is_refused():
    """All correlations are 1, though 1 - r is not 0 to the last digit: 0 / 0 must not become noise."""
    x = np.array([1.37, -0.67, 0.35, 0.9, 0.09, -0.74, -0.92])
    with pytest.raises(WeightsError, match="no_conflict"):
        critic(np.column_stack([x, 3 * x + 0.1, 0.7 * x]))


@pytest.mark.parametrize("method", sorted(METHODS))
def test_a_single_item_has_weight_1(method):
    """Whatever the method."""
    np.testing.assert_array_equal(METHODS[method](np.array([[1.0], [2.0], [4.0]])).weights, [1.0])


def test_equal_needs_no_figures():
    """No city is left out, and a gap does not matter."""
    found = equal(np.full((2, 4), NAN))
    np.testing.assert_array_equal(found.weights, [0.25] * 4)
    assert found.used.all()
    with pytest.raises(WeightsError, match="no_items"):
        equal(np.empty((3, 0)))


@pytest.mark.parametrize("method", sorted(METHODS))
def test_results_are_read_only(method):
    """Nobody changes weights by accident; the input is not touched."""
    values = oriented("usarrests")
    before = values.copy()
    found = METHODS[method](values)
    np.testing.assert_array_equal(values, before)
    for array in (found.weights, found.used):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_every_code_has_a_meaning():
    """In one line."""
    assert all(meaning and "\n" not in meaning for meaning in [*NOTES.values(), *map(str, REASONS.values())])
    assert all(reason.of("zh") != reason.of("en") for reason in REASONS.values())
