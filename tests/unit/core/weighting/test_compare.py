"""What other weights change: index and ranks by hand, correlations against scipy."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from support.weighted import codes, data_set

from flowxl.core.index import compute, weighted_sum
from flowxl.core.panel import Panel
from flowxl.core.weighting.common import WeightsError
from flowxl.core.weighting.compare import compare, reliability
from flowxl.core.weighting.ranks import kendall, spearman
from flowxl.frameworks.load import load_framework

NAN = float("nan")
SCORES = np.array([[1.0, 2.0, 3.0, 4.0], [4.0, 3.0, 1.0, 2.0]])


def test_by_hand():
    """Index with weights (1, 1): 5, 5, 4, 6; with (2, 0) of the same total: 2, 4, 6, 8."""
    found = compare(SCORES, {"first": [5, 0], "own": [1, 1]}, "own")
    np.testing.assert_allclose(found.weights, [[2, 0], [1, 1]])
    np.testing.assert_allclose(found.index, [[2, 4, 6, 8], [5, 5, 4, 6]])
    np.testing.assert_array_equal(found.rank, [[4, 3, 2, 1], [2, 2, 4, 1]])
    np.testing.assert_array_equal(found.changed, [[True, True, True, False], [False] * 4])
    tau = scipy.stats.kendalltau([2, 4, 6, 8], [5, 5, 4, 6]).statistic
    rho = scipy.stats.spearmanr([2, 4, 6, 8], [5, 5, 4, 6]).statistic
    np.testing.assert_allclose(found.kendall, [tau, 1], rtol=1e-14)
    np.testing.assert_allclose(found.spearman, [rho, 1], rtol=1e-14)
    assert found.notes == ()


@settings(deadline=None)
@given(st.integers(2, 60), st.integers(0, 2**32 - 1), st.sampled_from([2, 5, 100]))
def test_rank_correlation_agrees_with_scipy(n, seed, values):
    """Tau-b and rho with any number of ties."""
    random = np.random.default_rng(seed)
    x, y = random.integers(0, values, n), random.integers(0, values, n)
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert np.isnan([kendall(x, y), spearman(x, y)]).all()
        return
    assert kendall(x, y) == pytest.approx(scipy.stats.kendalltau(x, y).statistic, abs=1e-12)
    assert spearman(x, y) == pytest.approx(scipy.stats.spearmanr(x, y).statistic, abs=1e-12)


def test_the_reference_has_the_published_index():
    """To the last bit what compute gives."""
    framework = load_framework()
    values = np.random.default_rng(3).normal(size=(len(framework.indicators), len(framework.cities), 11))
    panel = Panel(framework, tuple(range(2010, 2021)), values)
    result = compute(panel, weights=np.geomspace(0.1, 3.7, len(framework.pillars)))
    found = compare(result.pillar_scores, {"own": result.weights, "equal": np.ones(len(result.weights))}, "own")
    np.testing.assert_array_equal(found.index[0], result.index)
    np.testing.assert_array_equal(found.rank[0], result.rank)


def test_missing_pillars():
    """A pillar that all lack does not count; a city that lacks one has no index and no rank, whatever its weight."""
    scores = np.array([[1.0, 2.0, 3.0], [1.0, NAN, 1.0], [NAN, NAN, NAN]])
    found = compare(scores, {"own": [1, 1, 1], "other": [1, 0, 2]}, "own")
    np.testing.assert_array_equal(found.rank, [[2, 0, 1], [2, 0, 1]])
    assert np.isnan(found.index[:, 1]).all()
    np.testing.assert_array_equal(found.changed, np.zeros((2, 3), dtype=bool))


def test_rest_with_a_weight_of_0():
    """A city whose pillars all weigh 0 has no index under rest: there is nothing to scale up."""
    scores = np.array([[1.0, NAN, 3.0], [1.0, 2.0, 1.0]])
    _, index, complete = weighted_sum(scores, np.array([2.0, 0.0]), "rest")
    np.testing.assert_array_equal(index, [2, NAN, 6])
    np.testing.assert_array_equal(complete, [True, False, True])
    found = compare(scores, {"own": [1, 1], "first": [1, 0]}, "own", "rest")
    np.testing.assert_array_equal(found.rank, [[3, 1, 1], [2, 0, 1]])
    np.testing.assert_allclose(found.kendall, [1, 1])


def test_undefined_correlation():
    """All alike, or fewer than two cities with both ranks: NaN and a note."""
    found = compare(np.array([[1.0, 2.0], [2.0, 1.0]]), {"own": [1, 0], "even": [1, 1]}, "own")
    assert np.isnan([found.kendall[1], found.spearman[1]]).all()
    assert codes(found) == [("constant_ranks", (1,))]
    lone = compare(np.array([[1.0], [2.0]]), {"own": [1, 0], "even": [1, 1]}, "own")
    assert codes(lone) == [("few_ranked", (0, 1))]
    assert np.isnan(lone.kendall).all()


@pytest.mark.parametrize(
    ("weights", "reference", "code"),
    [
        ({"a": [1, 2]}, "b", "no_reference"),
        ({"a": [1, 2, 3]}, "a", "lengths_differ"),
        ({"a": [1, 2], "b": [1, -2]}, "a", "not_weights"),
    ],
)
def test_what_cannot_be_compared(weights, reference, code):
    """Refused."""
    with pytest.raises(WeightsError, match=code):
        compare(SCORES, weights, reference)


def test_reliability():
    """Rank of the covariance as numpy finds it; three complete cities per item are asked for."""
    values = data_set("usarrests")
    found = reliability(values)
    assert (found.cities, found.complete, found.items, found.rank, found.notes) == (50, 50, 4, 4, ())
    few = reliability(data_set("tai")[:5])
    assert few.rank == np.linalg.matrix_rank(np.cov(data_set("tai")[:5].T)) == 4
    assert codes(few) == [("few_cities", ()), ("rank_deficient", ())]
    assert codes(reliability(values[:12])) == []
    assert codes(reliability(values[:11])) == [("few_cities", ())]
    dependent = np.column_stack([values, values[:, 0] + 2 * values[:, 1], np.ones(50)])
    assert reliability(dependent).rank == 4
    assert codes(reliability(dependent)) == [("rank_deficient", ())]


@pytest.mark.parametrize("cities", [0, 1, 2])
def test_reliability_of_next_to_nothing(cities):
    """No error: it is what people ask before they weigh."""
    found = reliability(data_set("usarrests")[:cities])
    assert found.rank == max(cities - 1, 0)
    assert codes(found) == [("few_cities", ()), ("rank_deficient", ())]
