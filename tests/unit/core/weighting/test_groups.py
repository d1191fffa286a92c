"""Weights inside pillars."""

import numpy as np
import pytest
from support.weighted import codes, data_set

from flowxl.core.weighting import METHODS, entropy
from flowxl.core.weighting.common import WeightsError
from flowxl.core.weighting.groups import within_groups

GROUPS = np.array([2, 0, 2, 0, 2, 1, 0, 2])


@pytest.mark.parametrize("method", sorted(METHODS))
def test_each_group_is_weighed_on_its_own(method):
    """Groups need not be adjacent; a single item gets 1."""
    values = data_set("tai")
    found = within_groups(METHODS[method], values, GROUPS)
    for group in (0, 2):
        expected = METHODS[method](values[:, group == GROUPS]).weights
        np.testing.assert_array_equal(found.weights[group == GROUPS], expected)
    assert found.weights[5] == 1


def test_cities_are_left_out_group_by_group():
    """A gap in one group does not matter to the others; notes have positions among all items."""
    values = data_set("tai")
    values[3, 4] = np.nan
    values[:, 5] = np.nan  # the single item of its group
    values[:, 6] = 7
    found = within_groups(entropy, values, GROUPS)
    np.testing.assert_array_equal(np.argwhere(~found.used), [[2, 3]])
    assert codes(found) == [("constant", (6,)), ("incomplete", (4,))]
    assert found.group_of_note == (0, 2)


def test_items_that_do_not_count():
    """Weight 0 and a note; a group in which none counts sums to 0."""
    values = data_set("tai")
    counting = np.array([True, False, True, True, False, False, True, True])
    found = within_groups(entropy, values, GROUPS, counting)
    np.testing.assert_array_equal(found.weights[~counting], 0)
    np.testing.assert_array_equal(found.weights[[3, 6]], entropy(values[:, [3, 6]]).weights)
    assert codes(found) == [("not_counting", (1,)), ("not_counting", (5,)), ("not_counting", (4,))]
    assert found.group_of_note == (0, 1, 2)


def test_an_error_says_which_group():
    """And positions among all items; nothing else is put in its place."""
    values = data_set("tai")
    values[:, [1, 3, 6]] = 1
    with pytest.raises(WeightsError) as refused:
        within_groups(entropy, values, GROUPS)
    assert refused.value.code == "all_constant"
    assert refused.value.numbers == {"group": 0, "items": (1, 3, 6)}


@pytest.mark.parametrize("groups", [[0, 1], [0.0] * 8, [-1] * 8, [[0] * 8]])
def test_groups_that_cannot_be_used(groups):
    """One whole number per item."""
    with pytest.raises(WeightsError, match="groups_unusable"):
        within_groups(entropy, data_set("tai"), np.array(groups))
