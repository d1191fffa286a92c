"""Kendall's W: the worked example of the NAG Library, R, scipy and what must hold for any ratings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, friedmanchisquare, rankdata
from support.delphi_data import NAG, ratings, reference, table

from flowxl.core.delphi.concordance import concordance
from flowxl.core.delphi.ranks import chi_square_tail, mid_ranks


def test_nag_example_to_the_printed_digits():
    """S 591, ΣT 114, W 0.8277, χ² 22.349 on 9 degrees, p 0.00784."""
    found = concordance(NAG)
    assert (found.s, found.ties, found.df, found.experts, found.items) == (591, 114, 9, 3, 10)
    assert (round(found.w, 4), round(found.chi2, 3), round(found.p, 5)) == (0.8277, 22.349, 0.00784)
    assert found.reason == ""


def test_friedman_of_r():
    """On ratings with ties and gaps; experts with a gap are left out, those who rated nothing are not named."""
    expected, found = reference(), concordance(table("first"))
    figures = [found.chi2, found.df, found.p, found.w]
    wanted = [expected[f"friedman.{name}"] for name in ("chi2", "df", "p", "w")]
    np.testing.assert_allclose(figures, wanted, rtol=1e-12, atol=0)
    assert np.flatnonzero(found.left_out).tolist() == [2, 7]
    assert np.flatnonzero(~found.used).tolist() == [2, 7, 12]


@given(ratings(experts=(2, 12), items=(3, 9)))
def test_friedman_of_scipy(values):
    """To 1e-12, where it is defined."""
    found = concordance(values)
    complete = values[~np.isnan(values).any(axis=1)]
    assert found.experts == len(complete)
    if found.reason == "":
        expected = friedmanchisquare(*complete.T)
        np.testing.assert_allclose(
            [found.chi2, found.p], [expected.statistic, expected.pvalue], rtol=1e-12, atol=1e-300
        )
        assert -1e-15 <= found.w <= 1


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (np.empty((0, 3)), "few_experts"),
        (np.array([[1.0, 2, 3]]), "few_experts"),
        (np.array([[1.0, 2, 3], [np.nan, 2, 3]]), "few_experts"),
        (np.array([[1.0], [2.0]]), "few_items"),
        (np.array([[3.0, 3, 3], [4, 4, 4]]), "all_tied"),
    ],
)
def test_no_concordance_has_a_reason(values, reason):
    """NaN and a code."""
    found = concordance(values)
    assert found.reason == reason
    assert np.isnan([found.w, found.chi2, found.p]).all()


@given(ratings(experts=(2, 9), items=(2, 9)), st.randoms())
def test_order_is_nothing(values, random):
    """Neither that of the experts nor that of the items."""
    rows, columns = (random.sample(range(size), size) for size in values.shape)
    found, other = concordance(values), concordance(values[rows][:, columns])
    np.testing.assert_array_equal([other.w, other.chi2, other.p], [found.w, found.chi2, found.p])
    np.testing.assert_array_equal(other.rank_sums, found.rank_sums[columns])


@given(ratings(experts=(1, 1), items=(2, 9), gaps=False), st.integers(2, 20))
def test_one_order_is_full_concordance(values, experts):
    """The same ranking by everyone gives exactly 1, with ties as well, unless all is tied."""
    found = concordance(np.repeat(values, experts, axis=0) * np.arange(1, experts + 1)[:, None])
    assert found.reason == "all_tied" if len(set(values[0])) == 1 else found.w == 1


def test_opposite_orders_have_no_concordance():
    """Two experts, one the reverse of the other."""
    found = concordance(np.array([[1.0, 2, 3, 4], [4, 3, 2, 1]]))
    assert (found.w, found.chi2, found.p) == (0, 0, 1)


@given(ratings(experts=(1, 1), items=(1, 30), gaps=False))
def test_mid_ranks_are_scipys(values):
    """Equal values share the mean rank."""
    np.testing.assert_array_equal(mid_ranks(values[0]), rankdata(values[0]))


@given(st.floats(0, 900), st.integers(1, 400))
def test_chi_square_tail_is_scipys(x, df):
    """The finite sums, far into the tail."""
    np.testing.assert_allclose(chi_square_tail(x, df), chi2.sf(x, df), rtol=2e-12, atol=1e-300)


def test_chi_square_tail_is_that_of_r():
    """As recorded."""
    recorded = [(name, p) for name, p in reference().items() if name.startswith("chi2.")]
    assert len(recorded) == 25
    for name, p in recorded:
        x, df = name.removeprefix("chi2.").rsplit(".", 1)
        assert chi_square_tail(float(x), int(df)) == pytest.approx(p, rel=1e-12)
