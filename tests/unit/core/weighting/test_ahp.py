"""Comparisons in pairs against Saaty's and Harker's examples, R and pymcdm."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymcdm.weights.subjective import AHP
from support.weighted import codes, recorded

from flowxl.core.weighting.ahp import RANDOM_INDEX, ahp, random_index
from flowxl.core.weighting.common import WeightsError

CASES = ("house", "school", "house_with_blanks")
NAN = float("nan")


def matrix(name):
    """Return a matrix that was given to R."""
    flat = recorded("ahp")[name, "matrix"]
    return flat.reshape(int(len(flat) ** 0.5), -1)


@pytest.mark.parametrize("name", CASES)
def test_r_agrees(name):
    """Eigenvalue, eigenvector, geometric means; with blanks Harker's matrix and lm() on the logarithms."""
    r, found = recorded("ahp"), ahp(matrix(name))
    assert found.lambda_max == pytest.approx(r[name, "lambda"][0], rel=1e-13)
    np.testing.assert_allclose(found.weights, r[name, "weights"], rtol=1e-12)
    np.testing.assert_allclose(found.geometric, r[name, "geometric"], rtol=1e-12)


def test_saatys_house():
    """Saaty 1990 (European Journal of Operational Research 48, 9-26), table 2: priorities, lambda, CI, CR."""
    found = ahp(matrix("house"))
    np.testing.assert_allclose(found.weights, [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333], atol=5.1e-4)
    assert round(found.lambda_max, 3) == 9.669
    assert round(found.ci, 3) == 0.238
    assert round(found.cr, 3) == 0.169
    assert (found.blanks, found.notes) == (0, ())


def test_saatys_worst_judgement():
    """Saaty 2003 (same journal 145, 85-91): the house's most inconsistent judgement is a37 = 6, 5.32 times too high."""
    worst, second, *_ = found = ahp(matrix("house")).misfits
    assert (worst.row, worst.column, worst.given, worst.fits) == (2, 6, 6.0, 1.0)
    assert np.exp(worst.size) == pytest.approx(5.32, abs=0.005)
    assert worst.implied == pytest.approx(6 / 5.32, abs=0.002)
    assert second.size <= worst.size
    assert [misfit.size for misfit in found] == sorted((misfit.size for misfit in found), reverse=True)


def test_saatys_school():
    """Saaty's choice of a school (1980): priorities to two digits."""
    np.testing.assert_allclose(ahp(matrix("school")).weights, [0.32, 0.14, 0.03, 0.13, 0.24, 0.14], atol=0.006)


def test_harkers_examples():
    """Harker 1987 (Mathematical Modelling 9, 353-360): full, and with a13 left blank: weights 4/7, 2/7, 1/7."""
    full = ahp(np.array([[1, 2, 3], [1 / 2, 1, 2], [1 / 3, 1 / 2, 1]]))
    np.testing.assert_allclose(full.weights, [0.5396145, 0.2969613, 0.1634241], atol=5e-7)
    for blank in (0, NAN):
        found = ahp(np.array([[1, 2, blank], [1 / 2, 1, 2], [blank, 1 / 2, 1]]))
        np.testing.assert_allclose(found.weights, [4 / 7, 2 / 7, 1 / 7], rtol=1e-12)
        np.testing.assert_allclose(found.geometric, [4 / 7, 2 / 7, 1 / 7], rtol=1e-12)
        assert found.lambda_max == pytest.approx(3, rel=1e-12)
        assert (found.blanks, found.ri, found.cr, found.misfits) == (1, None, None, ())
        assert codes(found) == [("incomplete_matrix", (0, 2))]


@pytest.mark.parametrize("name", ["house", "school"])
def test_pymcdm_agrees(name):
    """The weights are the same; its CR has other random indices (Tummala & Ling 1998)."""
    peer = AHP(matrix=matrix(name))
    found = ahp(matrix(name))
    np.testing.assert_allclose(found.weights, peer(), rtol=1e-10)
    assert found.cr * found.ri == pytest.approx(peer.get_cr() * AHP.RI_M[len(found.weights) - 1], rel=1e-10)


def test_random_index():
    """Saaty's table to 15 items; beyond, Alonso & Lamata's line, which meets it."""
    assert len(RANDOM_INDEX) == 15
    assert random_index(15) == 1.59
    assert random_index(16) == pytest.approx((2.7699 * 16 - 4.3513 - 16) / 15)
    found = ahp(np.ones((16, 16)))
    assert found.cr == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(found.weights, np.full(16, 1 / 16), rtol=1e-12)


def test_one_and_two_items():
    """One item weighs 1; two are always consistent."""
    one, two = ahp(np.array([[1.0]])), ahp(np.array([[1, 4], [1 / 4, 1]]))
    assert (one.weights.tolist(), one.lambda_max, one.ci, one.cr) == ([1.0], 1.0, 0.0, 0.0)
    np.testing.assert_allclose(two.weights, [0.8, 0.2], rtol=1e-14)
    assert (two.lambda_max, two.cr, two.misfits) == (pytest.approx(2), 0.0, ())


@pytest.mark.parametrize(
    ("given", "code", "numbers"),
    [
        ([], "no_items", {}),
        ([[1, 2]], "not_square", {"shape": (1, 2)}),
        ([[1, -2], [-0.5, 1]], "not_positive", {"pairs": ((0, 1), (1, 0))}),
        ([[1, np.inf], [0, 1]], "not_positive", {"pairs": ((0, 1),)}),
        ([[1, 2], [0.5, 3]], "diagonal", {"items": (1,)}),
        ([[1, 3], [0.33, 1]], "not_reciprocal", {"pairs": ((0, 1),)}),
        ([[1, 3], [0, 1]], "not_reciprocal", {"pairs": ((0, 1),)}),
        ([[1, 3], [3, 1]], "not_reciprocal", {"pairs": ((0, 1),)}),
        (
            [[1, 0, 2, 0], [0, 1, 0, 3], [0.5, 0, 1, 0], [0, 1 / 3, 0, 1]],
            "disconnected",
            {"parts": ((0, 2), (1, 3))},
        ),
    ],
)
def test_what_cannot_be_used_is_refused(given, code, numbers):
    """With the places."""
    with pytest.raises(WeightsError) as refused:
        ahp(np.array(given, dtype=float))
    assert (refused.value.code, refused.value.numbers) == (code, numbers)


def test_beyond_the_scale():
    """It is computed and noted; what fits stays on the scale."""
    found = ahp(np.array([[1, 20, 1], [1 / 20, 1, 1], [1, 1, 1]]))
    assert codes(found) == [("outside_scale", (0, 1))]
    assert all(1 / 9 <= misfit.fits <= 9 for misfit in found.misfits)


@settings(deadline=None)
@given(st.integers(3, 9), st.integers(0, 2**32 - 1), st.sampled_from([1.0, 1e30]), st.sampled_from([0.0, 0.3]))
def test_consistent_matrices_give_back_their_weights(n, seed, range_of, blanks):
    """Of any size, also with blanks, as long as the comparisons hang together."""
    random = np.random.default_rng(seed)
    w = range_of ** random.uniform(-1, 1, n) * random.uniform(0.1, 1, n)
    a = w[:, None] / w
    gone = np.triu(random.random((n, n)) < blanks, 2)  # the chain of neighbours stays
    a[gone | gone.T] = 0
    found = ahp(a)
    np.testing.assert_allclose(found.weights, w / w.sum(), rtol=1e-8)
    np.testing.assert_allclose(found.geometric, w / w.sum(), rtol=1e-8)
    assert found.ci == pytest.approx(0, abs=1e-10)


@settings(deadline=None)
@given(st.integers(3, 8), st.integers(0, 2**32 - 1), st.randoms())
def test_the_order_of_items_does_not_matter(n, seed, random):
    """Weights, CR and misfits move along."""
    draws = np.random.default_rng(seed)
    upper = np.triu(draws.choice([1 / 9, 1 / 3, 1, 2, 5, 7], (n, n)), 1)
    a = upper + np.eye(n) + np.where(upper.T > 0, 1 / np.where(upper.T > 0, upper.T, 1), 0)
    order = list(range(n))
    random.shuffle(order)
    before, after = ahp(a), ahp(a[np.ix_(order, order)])
    np.testing.assert_allclose(after.weights, before.weights[order], rtol=1e-9)
    assert after.cr == pytest.approx(before.cr, abs=1e-9)
    assert after.weights.sum() == pytest.approx(1)
    assert len(after.misfits) == len(before.misfits)


def test_the_value_that_fits_is_nearest_as_a_ratio():
    """An implied 3 ** (1/3) = 1.44 is nearer to 2 than to 1 (1.39 and 1.44 times), though 0.44 and 0.56 away."""
    found = ahp(np.array([[1, 1, 1], [1, 1, 1 / 3], [1, 3, 1]]))  # rows' geometric means: 1, 3 ** (-1/3), 3 ** (1/3)
    assert [(misfit.row, misfit.column, misfit.fits) for misfit in found.misfits] == [
        (0, 1, 2.0),
        (0, 2, 0.5),
        (1, 2, 0.5),
    ]
