"""Changes between rounds against R and scipy; Wilcoxon's test by every rule that it has."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats
from support.delphi_data import per_item, ratings, reference, table

from flowxl.core.delphi.stability import spearman, stability
from flowxl.core.delphi.wilcoxon import signed_rank_p


def test_two_rounds_by_r():
    """Pairs, Wilcoxon with ties and zeros, Spearman of the means; where nobody changed p is 1 and R has none."""
    found = stability(table("first"), table("second"))
    assert found.pairs.tolist() == per_item("pairs").tolist()
    expected = per_item("wilcox")
    assert np.flatnonzero(np.isnan(expected)).tolist() == [4]
    np.testing.assert_allclose(found.p, np.where(np.isnan(expected), 1, expected), rtol=1e-12, atol=0)
    assert found.spearman == pytest.approx(reference()["spearman"], rel=1e-14)


def test_exact_and_many_by_r():
    """12 differences without ties: exact; 60: the normal approximation."""
    before, after = table("untied").T
    assert signed_rank_p(before - after) == pytest.approx(reference()["wilcox.exact"], rel=1e-12)
    many = (np.arange(60) + 0.5) * np.tile([1, -1, 1], 20)
    assert signed_rank_p(many) == pytest.approx(reference()["wilcox.many"], rel=1e-12)


@given(st.integers(1, 49).flatmap(lambda n: st.tuples(st.permutations(range(1, n + 1)), arrays(bool, n))))
def test_exact_p_is_scipys(drawn):
    """Of whole numbers without ties, up to 49 of them."""
    sizes, signs = drawn
    differences = np.where(signs, sizes, np.negative(sizes)).astype(float)
    expected = stats.wilcoxon(differences, method="exact").pvalue
    assert signed_rank_p(differences) == pytest.approx(expected, rel=1e-12)


@given(arrays(np.float64, st.integers(2, 60), elements=st.sampled_from([-2.0, -1, 0, 1, 2, 3])))
def test_approximate_p_is_scipys(differences):
    """With ties and zeros, corrected for both and for continuity."""
    if not differences.any() or (np.unique(np.abs(differences)).size == differences.size and differences.all()):
        return
    ranks = stats.wilcoxon(differences, zero_method="wilcox", correction=True, method="asymptotic")
    assert signed_rank_p(differences) == pytest.approx(ranks.pvalue, rel=1e-12)


def test_nobody_changed_and_nobody_there():
    """1 by definition, and NaN."""
    assert signed_rank_p(np.zeros(5)) == 1
    assert np.isnan(signed_rank_p(np.array([])))


def test_equal_changes_in_decimals_are_ties():
    """0.3 - 0.2 and 0.2 - 0.1 differ in the last digit; so do 33.4 - 33.3 and 0.1; the p is that of 1, 1, 1, 2."""
    changes = np.array([0.3 - 0.2, 0.2 - 0.1, 33.4 - 33.3, 0.2])
    assert len(set(changes)) > 2
    assert signed_rank_p(changes) == signed_rank_p(np.array([1.0, 1, 1, 2]))


def test_changes_by_hand():
    """Three pairs: one of them changed; CV of 4, 4, 5 less that of 3, 4, 5; one unit of the distribution moved."""
    before = np.array([[3.0, 1], [4, 2], [5, np.nan], [1, 5], [np.nan, 4]])
    now = np.array([[4.0, 2], [4, 1], [5, 4], [np.nan, np.nan], [2, np.nan]])
    found = stability(before, now)
    assert (found.experts, found.pairs.tolist()) == (3, [3, 2])
    np.testing.assert_allclose(found.changed, [1 / 3, 1])
    np.testing.assert_allclose(found.net_changed, [1 / 3, 0])
    assert found.changed_share == 3 / 5
    assert found.cv_change[0] == pytest.approx((1 / 3) ** 0.5 / (13 / 3) - 1 / 4, abs=1e-15)
    assert found.cv_change[1] == 0


def test_nobody_answered_both():
    """Everything is NaN, without a warning."""
    found = stability(np.array([[1.0, 2], [np.nan, np.nan]]), np.array([[np.nan, np.nan], [2, 3]]))
    assert (found.experts, found.pairs.tolist()) == (0, [0, 0])
    for measure in (found.p, found.cv_change, found.changed, found.net_changed, found.changed_share, found.spearman):
        assert np.isnan(measure).all()


@given(ratings(experts=(1, 10)), st.randoms())
def test_properties(values, random):
    """Against itself nothing changed; order is nothing; the net change is never above the share of changed ratings."""
    same = stability(values, values)
    rated = ~np.isnan(values).all(axis=0)
    assert (same.p[rated] == 1).all()
    assert not same.changed[rated].any()
    rows, columns = (random.sample(range(size), size) for size in values.shape)
    other = values[random.sample(rows, len(rows))]
    found, turned = stability(values, other), stability(values[rows][:, columns], other[rows][:, columns])
    for measure in ("pairs", "p", "cv_change", "changed", "net_changed"):
        np.testing.assert_array_equal(getattr(turned, measure), getattr(found, measure)[columns])
    np.testing.assert_allclose([turned.changed_share, turned.spearman], [found.changed_share, found.spearman])
    assert (found.net_changed[found.pairs > 0] <= found.changed[found.pairs > 0]).all()


@given(arrays(np.float64, st.tuples(st.just(2), st.integers(2, 12)), elements=st.sampled_from([1.0, 2, 3, 4.5])))
def test_spearman_is_scipys(pair):
    """With ties; NaN where a row is constant."""
    one, other = pair
    if len(set(one)) == 1 or len(set(other)) == 1:
        assert np.isnan(spearman(one, other))
    else:
        assert spearman(one, other) == pytest.approx(stats.spearmanr(one, other).statistic, abs=1e-12)
