"""界值法: limits by hand, each criterion, ties, and budgets within their pillars."""

import numpy as np
import pytest
from hypothesis import given
from support.delphi_data import ratings, table
from support.delphi_studies import study

from flowxl.core.delphi.ratings import item_statistics
from flowxl.core.delphi.screening import screening
from flowxl.core.delphi.statistics import round_statistics

# Columns by hand: means 5, 4, 4, 1; K 1, 1/3, 0, 0; CV 0, .25, 0, 0.
RATINGS = np.array([[5.0, 3, 4, 1], [5, 4, 4, 1], [5, 5, 4, 1]])


def test_limits_by_hand():
    """Means 5, 4, 4, 1: mean 3.5, sd sqrt(9/3); K: 1/3 less sqrt(2/9); CV .0625 and .125."""
    found = screening(item_statistics(RATINGS, full=5), full=True)
    np.testing.assert_allclose(found.mean_limit, 3.5 - 3**0.5, rtol=1e-14)
    np.testing.assert_allclose(found.full_limit, 1 / 3 - (2 / 9) ** 0.5, rtol=1e-14)
    np.testing.assert_allclose(found.cv_limit, 0.0625 + 0.125, rtol=1e-14)
    assert found.failed == ((), ("cv",), (), ("mean",))
    assert found.kept.tolist() == [True, False, True, False]


def test_full_score_share_can_fail():
    """K 1, 1, 1, 0 has the limit .25: the last item fails it; without K it does not."""
    items = item_statistics(np.array([[5.0, 5, 5, 4], [5, 5, 5, 4]]), full=5)
    assert screening(items, full=True).failed[3] == ("mean", "full")
    bare = screening(items, full=False)
    assert bare.failed[3] == ("mean",)
    assert np.isnan(bare.full_limit).all()


def test_what_cannot_be_judged_is_neither_kept_nor_dropped():
    """An item that nobody rated sets no limit either; one alone has no limits."""
    gap = np.column_stack([RATINGS, [np.nan] * 3])
    found = screening(item_statistics(gap, full=5), full=True)
    assert found.failed == ((), ("cv",), (), ("mean",), ())
    assert found.kept.tolist() == [True, False, True, False, False]
    np.testing.assert_allclose(found.mean_limit, 3.5 - 3**0.5, rtol=1e-14)
    alone = screening(item_statistics(RATINGS[:, :1], full=5), full=True)
    assert (alone.failed, alone.kept.tolist()) == (((),), [False])


@pytest.mark.parametrize("count", range(2, 9))
def test_items_that_are_alike_are_all_kept(count):
    """Their spread is some last digits only: no item may fail by them."""
    rows = table("first")[[0, 1, 3, 5, 6], :1]
    assert screening(item_statistics(np.repeat(rows * 0.1, count, axis=1), full=0.5), full=True).kept.all()


@given(ratings(experts=(2, 9), items=(2, 9), gaps=False))
def test_order_of_items_is_nothing(values):
    """Turned round, the same items fail the same."""
    found, turned = (screening(item_statistics(v, full=5), full=True) for v in (values, values[:, ::-1]))
    assert turned.failed == found.failed[::-1]
    assert turned.kept.tolist() == found.kept.tolist()[::-1]


def test_budgets_are_screened_within_their_pillars():
    """Two items share 100 as 50 and 50, ten as 10 each: over all items the ten would fail for being many."""
    row = [50.0] * 2 + [10.0] * 9 + [10.0]
    made = study([row, row], scale="budget", groups=["A"] * 2 + ["B"] * 10)
    found = round_statistics(made, 1).screening
    assert found.kept.all()
    assert found.mean_limit.tolist() == row
