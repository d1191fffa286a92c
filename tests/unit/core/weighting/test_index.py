"""Weights of indicators inside their pillars, from the weighted mean to the index."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.frameworks import NAN, panel, small

from flowxl.core.aggregate import group_means, group_weighted_means
from flowxl.core.checks import Checks
from flowxl.core.index import compute, weighted_sum
from flowxl.core.panel import Panel
from flowxl.core.settings import METHODS, Settings
from flowxl.core.weighting import METHODS as WEIGHTINGS
from flowxl.core.weighting.groups import within_groups
from flowxl.frameworks.load import load_framework
from flowxl.frameworks.observations import shipped_observations
from flowxl.voice.faults import FlowXLError

WINDOW = (2001, 2004)
FRAMEWORK = load_framework()


def shipped(seed, missing):
    """Return made-up figures for the shipped framework."""
    random = np.random.default_rng(seed)
    values = random.lognormal(3, 1, (len(FRAMEWORK.indicators), len(FRAMEWORK.cities), 11))
    values[random.random(values.shape) < missing] = np.nan
    return Panel(FRAMEWORK, tuple(range(2010, 2021)), values)


def test_weighted_mean_by_hand():
    """Weights of the missing are spread over the present; a row with weight 0 is as good as absent."""
    scores = np.array([[1.0, 2.0, NAN], [4.0, NAN, NAN], [7.0, 5.0, 9.0], [8.0, 6.0, 1.0]])
    means, counts = group_weighted_means(scores, ~np.isnan(scores), np.array([1.0, 3, 0, 2]), np.array([0, 2]))
    np.testing.assert_array_equal(means, [[13 / 4, 2, NAN], [8, 6, 1]])
    np.testing.assert_array_equal(counts, [[2, 1, 0], [1, 1, 1]])


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.integers(1, 6))
def test_weighted_mean_agrees_with_numpy(seed, rows, cities):
    """numpy.average over what is there, city by city."""
    random = np.random.default_rng(seed)
    scores, weights = random.normal(size=(rows, cities)), random.uniform(0.1, 5, rows)
    present = random.random(scores.shape) < 0.7
    starts = np.unique(np.append(0, random.integers(0, rows, 3)))
    means, counts = group_weighted_means(scores, present, weights, starts)
    for group, on in enumerate(np.split(np.arange(rows), starts[1:])):
        for city in range(cities):
            held = on[present[on, city]]
            expected = np.average(scores[held, city], weights=weights[held]) if len(held) else np.nan
            np.testing.assert_allclose(means[group, city], expected, rtol=0, atol=1e-13)
            assert counts[group, city] == len(held)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_without_weights_not_a_bit_changes(method, missing):
    """The simple mean stays what it was."""
    result = compute(shipped(1, missing), Settings(FRAMEWORK.window, method))
    means, counts = group_means(result.scores, result.has & result.counting[:, None], FRAMEWORK.pillar_starts)
    np.testing.assert_array_equal(result.pillar_scores, means)
    np.testing.assert_array_equal(result.pillar_counts, counts)
    np.testing.assert_array_equal(result.index, weighted_sum(means, result.weights)[1])
    assert result.indicator_weights is None


@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_equal_weights_are_the_simple_mean(missing):
    """To 1e-12, whatever the scale in each pillar."""
    data = shipped(2, missing)
    scale = np.repeat(np.geomspace(1e-3, 1e3, len(FRAMEWORK.pillars)), FRAMEWORK.pillar_sizes)
    simple, weighted = compute(data), compute(data, indicator_weights=scale)
    np.testing.assert_allclose(weighted.pillar_scores, simple.pillar_scores, rtol=0, atol=1e-12)
    np.testing.assert_allclose(weighted.index, simple.index, rtol=0, atol=1e-11)
    np.testing.assert_array_equal(weighted.pillar_counts, simple.pillar_counts)
    np.testing.assert_array_equal(weighted.pillar_complete, simple.pillar_complete)


def test_index_by_hand():
    """Min-max scores (0, 50, 100) and (100, 0, 50) with weights 3 and 1; the second pillar has weight 2."""
    framework = small((2, 1), 3, (1, 2), WINDOW)
    data = panel(framework, [[1, 2, 3], [9, 5, 7], [4, 8, 6]])
    result = compute(data, Settings(WINDOW, method="minmax"), indicator_weights=[3, 1, 7])
    np.testing.assert_allclose(result.pillar_scores, [[25, 37.5, 87.5], [0, 100, 50]], rtol=1e-14)
    np.testing.assert_allclose(result.index, [25, 237.5, 187.5], rtol=1e-14)
    assert not result.indicator_weights.flags.writeable


def test_a_city_with_weightless_indicators_alone_lacks_the_pillar():
    """Its score is missing, not 0 / 0 by accident; the others stand."""
    framework = small((2, 1), 4, (1, 1), WINDOW)
    data = panel(framework, [[1, 2, 3, NAN], [9, 5, 7, 1], [4, 8, 6, 2]])
    result = compute(data, Settings(WINDOW), indicator_weights=[1, 0, 1])
    np.testing.assert_array_equal(result.pillar_counts, [[1, 1, 1, 0], [1, 1, 1, 1]])
    np.testing.assert_array_equal(np.isnan(result.index), [False, False, False, True])
    np.testing.assert_array_equal(result.rank > 0, [True, True, True, False])


def test_complete_pillars_sum_to_zero_with_weights():
    """A check that looks at pillars in which all have all: an indicator that weighs nothing is not asked for."""
    framework = small((2, 1), 4, (1, 1), WINDOW)
    data = panel(framework, [[1, 2, 3, 5], [9, 5, 7, NAN], [4, 8, 6, 2]])
    result = compute(data, Settings(WINDOW), indicator_weights=[1, 0, 1])
    assert result.pillar_complete.all()
    np.testing.assert_allclose(Checks(data, result).pillar_sum, 0, atol=1e-12)


@pytest.mark.parametrize("name", sorted(WEIGHTINGS))
def test_weights_from_data_reach_the_index(name):
    """Each method, inside pillars, over 60 cities."""
    framework = small((3, 1, 4), 60, (2, 3, 1), WINDOW)
    data = panel(framework, np.random.default_rng(8).normal(size=(8, 60)))
    first = compute(data, Settings(WINDOW))
    groups = np.repeat(np.arange(3), framework.pillar_sizes)
    found = within_groups(WEIGHTINGS[name], first.oriented.T, groups, first.counting)
    result = compute(data, Settings(WINDOW), indicator_weights=found.weights)
    expected = [
        np.average(first.scores[rows], axis=0, weights=found.weights[rows]) for rows in np.split(np.arange(8), [3, 4])
    ]
    np.testing.assert_allclose(result.pillar_scores, expected, rtol=0, atol=1e-13)


@pytest.mark.parametrize(
    ("weights", "where"),
    [
        ([1, 1], "weights of indicators"),
        ([1, -1, 1], "weight of P1_2"),
        ([1, NAN, 1], "weight of P1_2"),
        ([1, 1e101, 1], "weight of P1_2"),
        ([1, 1e-200, 1], "weight of P1_2"),
        ([0, 0, 1], "weights of the counting indicators of P1"),
    ],
)
def test_weights_that_cannot_be_used(weights, where):
    """One number per indicator, 0 or more, one above 0 in each pillar."""
    data = panel(small((2, 1), 3, (1, 1), WINDOW), [[1, 2, 3], [9, 5, 7], [4, 8, 6]])
    with pytest.raises(FlowXLError) as refused:
        compute(data, Settings(WINDOW), indicator_weights=weights)
    assert [fault.where for fault in refused.value.faults] == [where]


def test_the_public_figures_with_entropy_weights():
    """28 of 127 indicators have figures: what does not count weighs 0, also whole pillars; the cities are the same."""
    data = shipped_observations(FRAMEWORK, FRAMEWORK.years_needed(FRAMEWORK.window)).panel()
    simple = compute(data)
    groups = np.repeat(np.arange(len(FRAMEWORK.pillars)), FRAMEWORK.pillar_sizes)
    found = within_groups(WEIGHTINGS["entropy"], simple.oriented.T, groups, simple.counting)
    weighted = compute(data, indicator_weights=found.weights)
    np.testing.assert_array_equal(np.isnan(weighted.index), np.isnan(simple.index))
    np.testing.assert_array_equal(weighted.pillar_counting, simple.pillar_counting)
    assert not simple.pillar_counting.all()
    single = np.add.reduceat(simple.counting.astype(int), FRAMEWORK.pillar_starts) == 1
    assert single.any()
    np.testing.assert_array_equal(weighted.pillar_scores[single], simple.pillar_scores[single])
