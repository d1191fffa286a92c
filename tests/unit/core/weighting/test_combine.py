"""Weights made of weights: by hand, and the game's equations by numpy's own solver."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.weighted import codes

from flowxl.core.weighting.combine import additive, game, multiplicative, scale_to_total
from flowxl.core.weighting.common import WeightsError

ONE, TWO = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.2, 0.6])


def test_additive():
    """By hand; the share is that of the first; any scale of the vectors."""
    np.testing.assert_allclose(additive(ONE, TWO), [0.35, 0.25, 0.4], rtol=1e-15)
    np.testing.assert_allclose(additive(10 * ONE, TWO, 0.8), [0.44, 0.28, 0.28], rtol=1e-15)
    np.testing.assert_allclose(additive(ONE, TWO, 1), ONE, rtol=1e-15)


def test_multiplicative():
    """Products 0.10, 0.06, 0.12 of sum 0.28; zero times anything is zero."""
    np.testing.assert_allclose(multiplicative(ONE, 7 * TWO), [10 / 28, 6 / 28, 12 / 28], rtol=1e-14)
    np.testing.assert_array_equal(multiplicative([1, 0, 1], [1, 1, 0]), [1, 0, 0])
    with pytest.raises(WeightsError, match="no_overlap"):
        multiplicative([1, 0], [0, 1])


def test_game_by_hand():
    """With a = 0.38, b = 0.44, c = 0.28: a1 = b (a - c) / (ab - c^2), a2 = a (b - c) / (ab - c^2)."""
    found = game([ONE, TWO])
    first, second = 0.44 * 0.10, 0.38 * 0.16
    np.testing.assert_allclose(found.shares, [first / (first + second), second / (first + second)], rtol=1e-12)
    np.testing.assert_allclose(found.weights, found.shares @ [ONE, TWO], rtol=1e-14)
    assert found.notes == ()


def test_game_of_three():
    """The equations as they stand, by numpy.linalg.solve."""
    vectors = np.array([ONE, TWO, [0.1, 0.8, 0.1]])
    products = vectors @ vectors.T
    expected = np.abs(np.linalg.solve(products, np.diagonal(products)))
    np.testing.assert_allclose(game(list(vectors)).shares, expected / expected.sum(), rtol=1e-10)


def test_game_with_a_negative_coefficient():
    """A flat vector beside an uneven one that points the same way: c > a; the size of a1 is taken and it is said."""
    flat, uneven = np.array([0.4, 0.3, 0.3]), np.array([0.8, 0.1, 0.1])
    found = game([flat, uneven])
    first, second = 0.66 * (0.38 - 0.34), 0.34 * (0.66 - 0.38)  # a = 0.34, b = 0.66, c = 0.38
    np.testing.assert_allclose(found.shares, [first / (first + second), second / (first + second)], rtol=1e-12)
    assert codes(found) == [("negative_share", (0,))]


def test_game_ignores_equal_weights():
    """w.w of equal weights is 1 / p, and so is their product with any others: their coefficient is 0."""
    found = game([np.full(3, 1 / 3), TWO])
    np.testing.assert_allclose(found.weights, TWO, atol=1e-12)
    assert found.notes == ()


@pytest.mark.parametrize("vectors", [[ONE, ONE], [ONE, 3 * ONE], [ONE, ONE, ONE], [ONE]])
def test_game_of_equal_vectors(vectors):
    """The same weights again, in equal shares; no crash."""
    found = game(vectors)
    np.testing.assert_allclose(found.weights, ONE, rtol=1e-14)
    np.testing.assert_allclose(found.shares, np.full(len(vectors), 1 / len(vectors)), rtol=1e-12)
    assert codes(found) == ([("singular", ())] if len(vectors) > 1 else [])


def test_game_with_an_equal_pair():
    """Two equal ones share what one of them would have."""
    pair, single = game([ONE, ONE, TWO]), game([ONE, TWO])
    np.testing.assert_allclose(pair.weights, single.weights, rtol=1e-10)
    assert pair.shares[0] == pytest.approx(pair.shares[1])


@settings(deadline=None)
@given(st.lists(st.lists(st.floats(0, 1e6), min_size=4, max_size=4), min_size=1, max_size=5))
def test_combinations_are_shares(vectors):
    """Not negative, sum 1, between the smallest and the largest weight of each item."""
    vectors = [np.add(vector, [1, 0, 0, 0]) for vector in vectors]
    table = np.array([vector / vector.sum() for vector in vectors])
    for found in (game(vectors).weights, additive(vectors[0], vectors[-1]), multiplicative(vectors[0], vectors[-1])):
        assert (found >= 0).all()
        assert found.sum() == pytest.approx(1, abs=1e-12)
    assert (game(vectors).weights <= table.max(axis=0) + 1e-12).all()


def test_scale_to_total():
    """To the framework's total."""
    np.testing.assert_allclose(scale_to_total([1, 1, 2], 36), [9, 9, 18], rtol=1e-15)
    for total in (0, -1, float("nan"), float("inf")):
        with pytest.raises(WeightsError, match="total_out_of_range"):
            scale_to_total([1], total)


@pytest.mark.parametrize("bad", [[-1, 2], [0, 0], [1, float("nan")], [1, float("inf")], [[1, 2]], []])
def test_what_are_no_weights(bad):
    """Refused, with the number of the vector."""
    with pytest.raises(WeightsError) as refused:
        game([np.array([1.0, 2.0]), np.array(bad, dtype=float)])
    assert (refused.value.code, refused.value.numbers) == ("not_weights", {"vector": 1})


def test_lengths_and_shares():
    """Vectors of one length, a share from 0 to 1."""
    with pytest.raises(WeightsError, match="lengths_differ"):
        additive([1, 2], [1, 2, 3])
    for share in (-0.1, 1.1, float("nan")):
        with pytest.raises(WeightsError, match="share_out_of_range"):
            additive(ONE, TWO, share)
