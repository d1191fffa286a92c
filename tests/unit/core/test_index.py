"""The index and the rules for missing data, by hand. Min-max scores of 0, 25, …, 100 keep the sums readable."""

import numpy as np
import pytest
from support.frameworks import NAN, panel, small

from flowxl.core.index import compute, weighted_sum
from flowxl.core.settings import Settings

FULL = [0, 25, 50, 75, 100]
LACKING = [0, 40, 60, 100, NAN]  # city E lacks the second pillar


def minmax(framework, values, **settings):
    """Compute with min-max scores over the framework's window."""
    return compute(panel(framework, values), Settings(framework.window, method="minmax", **settings))


def two_pillars(missing_pillar):
    """Return pillar scores FULL (weight 3) and LACKING (weight 1)."""
    return minmax(small((1, 1), 5, weights=(3, 1)), [FULL, LACKING], missing_pillar=missing_pillar)


def test_index_is_the_weighted_sum():
    """0.5 x 0 + 2 x 100 and so on: a sum, not a mean."""
    result = minmax(small((1, 1), 3, weights=(0.5, 2)), [[0, 50, 100], [100, 50, 0]])
    assert result.index.tolist() == [200, 125, 50]
    assert result.contributions.tolist() == [[0, 25, 50], [200, 100, 0]]
    assert result.rank.tolist() == [1, 2, 3]


def test_given_weights_replace_those_of_the_framework():
    """Weights may be given as a list; the framework stays as it is."""
    framework = small((1, 1), 2)
    result = compute(panel(framework, [[0, 100], [100, 0]]), Settings(framework.window, "minmax"), weights=[1, 3])
    assert result.index.tolist() == [300, 100]
    assert framework.weights.tolist() == [1, 1]


def test_settings_default_to_the_window_of_the_framework():
    """Without settings the z-scores over the framework's window count."""
    framework = small((1,), 3, window=(2002, 2003))
    values = [[[99, 1, 1], [0, 2, 2], [0, 3, 3]]]
    assert compute(panel(framework, values, 2001)).index.tolist() == [-1, 0, 1]


def test_pillar_score_is_the_mean_of_what_a_city_has():
    """City B has two of three indicators: (25 + 50) / 2."""
    values = [[0, 25, 100], [100, NAN, 0], [0, 50, 100]]
    result = minmax(small((3,), 3), values)
    np.testing.assert_allclose(result.pillar_scores, [[100 / 3, 37.5, 200 / 3]])
    assert result.pillar_counts.tolist() == [[3, 2, 3]]


def test_one_city_alone():
    """Every indicator is constant, so the index is 0, and the rank 1."""
    result = compute(panel(small((2, 1), 1), [[4], [5], [6]]))
    assert (result.index.tolist(), result.rank.tolist()) == ([0], [1])
    assert result.display_index.tolist() == [100]


def test_two_cities_mirror_each_other():
    """Weight 4 x 1/sqrt(2), up and down."""
    result = compute(panel(small((1,), 2, weights=(4,)), [[1, 9]]))
    np.testing.assert_allclose(result.index, [-2.8284271247461903, 2.8284271247461903], rtol=1e-15)


def test_one_year():
    """A window of one year is that year."""
    result = compute(panel(small((1,), 3, window=(2001, 2001)), [[1, 2, 3]]))
    assert result.index.tolist() == [-1, 0, 1]


def test_half_of_the_years_is_enough():
    """Two of four years count, one does not; its mean is shown all the same."""
    values = [[[1, NAN, NAN, 3], [NAN, 7, NAN, NAN], [4, 4, 4, 4], [8, 8, 8, NAN]]]
    result = compute(panel(small((1,), 4), values))
    assert result.has.tolist() == [[True, False, True, True]]
    assert result.means.tolist() == [[2, 7, 4, 8]]
    assert result.year_counts.tolist() == [[2, 1, 4, 3]]
    assert np.isnan(result.scores[0, 1])
    assert np.isnan(result.oriented[0, 1])


@pytest.mark.parametrize(("cities", "counts"), [(3, True), (2, False)])
def test_an_indicator_counts_from_60_percent_of_the_cities(cities, counts):
    """Three of five cities are just enough, two are not."""
    row = [1.0, 2, 3][:cities] + [NAN] * (5 - cities)
    result = compute(panel(small((2,), 5), [row, FULL]))
    assert result.counting.tolist() == [counts, True]
    assert np.isnan(result.scores[0]).all() != counts
    assert result.coverage.indicators == 1 + counts


def test_a_direction_of_minus_one_turns_scores_not_means():
    """Less is better: the mean is shown as entered, the score is turned."""
    result = minmax(small((1,), 3, P1_1={"direction": -1}), [[10, 15, 30]])
    assert result.means.tolist() == [[10, 15, 30]]
    assert result.oriented.tolist() == [[-10, -15, -30]]
    assert result.index.tolist() == [100, 75, 0]


def test_a_pillar_that_nobody_has_is_left_out_for_all():
    """The index is what remains, for every city, and the coverage says so."""
    result = minmax(small((1, 2), 3, weights=(3, 1)), [[0, 50, 100], [NAN] * 3, [7, NAN, NAN]])
    assert result.index.tolist() == [0, 150, 300]
    assert result.complete.all()
    assert result.pillar_counting.tolist() == [True, False]
    assert str(result.coverage) == "1 of 2 pillars, weight 3 of 4, 1 of 3 indicators"


def test_a_city_that_lacks_a_pillar_has_no_index():
    """Index missing and rank 0; the others are ranked without it; its lack has a name."""
    result = two_pillars("none")
    np.testing.assert_array_equal(result.index, [0, 115, 210, 325, NAN])
    assert result.rank.tolist() == [4, 3, 2, 1, 0]
    assert result.complete.tolist() == [True, True, True, True, False]
    assert result.lacking(4) == ("P2",)
    assert result.lacking(0) == ()
    assert result.contributions[0, 4] == 300  # what it has stays visible


def test_a_city_that_lacks_a_pillar_may_be_scaled_up():
    """3 x 100 x (4 / 3) = 400; flagged by ``complete``; contributions carry the factor and give the index."""
    result = two_pillars("rest")
    np.testing.assert_allclose(result.index, [0, 115, 210, 325, 400], rtol=1e-15)
    assert result.rank.tolist() == [5, 4, 3, 2, 1]
    assert result.complete.tolist() == [True, True, True, True, False]
    np.testing.assert_allclose(result.contributions[:, 4], [400, NAN], rtol=1e-15)
    np.testing.assert_allclose(np.nansum(result.contributions, axis=0), result.index, rtol=1e-15)
    assert result.city_weight.tolist() == [4, 4, 4, 4, 3]


def test_the_factor_is_counting_weight_over_its_weight():
    """A pillar that nobody has is no part of the factor: (3 + 1) / 3, not (3 + 1 + 6) / 3."""
    result = minmax(small((1, 1, 1), 5, weights=(3, 1, 6)), [FULL, LACKING, [NAN] * 5], missing_pillar="rest")
    np.testing.assert_allclose(result.index[4], 400, rtol=1e-15)


def test_a_city_without_any_pillar_has_no_index_in_either_way():
    """Nothing is scaled up from nothing."""
    for missing_pillar in ("none", "rest"):
        result = minmax(small((1,), 5), [[0, 25, 75, 100, NAN]], missing_pillar=missing_pillar)
        np.testing.assert_array_equal(result.index, [0, 25, 75, 100, NAN])
        assert result.rank.tolist() == [4, 3, 2, 1, 0]
        assert not result.complete[4]


@pytest.mark.parametrize(("step", "ranks"), [(5e-10, [4, 2, 2, 1]), (5e-9, [4, 3, 2, 1])])
def test_indices_within_the_tolerance_share_a_rank(step, ranks):
    """Differences up to 1e-9 are rounding; the next rank is left out."""
    result = minmax(small((1,), 4), [[0, 50, 50 + step, 100]])
    assert result.rank.tolist() == ranks


def test_weighted_sum():
    """Two cities, scores 1, 2 and -1, 0.5 with weights 2, 4."""
    contributions, index, complete = weighted_sum(np.array([[1, -1], [2, 0.5]]), np.array([2.0, 4.0]))
    assert contributions.tolist() == [[2, -2], [8, 2]]
    assert (index.tolist(), complete.tolist()) == ([10, 0], [True, True])
