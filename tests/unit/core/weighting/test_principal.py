"""Weights from principal components against R and the OECD/JRC Handbook's published example."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.weighted import codes, data_set, recorded

from flowxl.core.weighting import first_component, principal
from flowxl.core.weighting.common import WeightsError
from flowxl.core.weighting.varimax import varimax

CASES = [("tai", 4), ("tai", 2), ("usarrests", 2), ("usarrests", 1), ("mtcars", 2)]


@pytest.mark.parametrize(("name", "count"), CASES)
def test_r_agrees(name, count):
    """Eigenvalues, rotated loadings and weights as R's eigen, prcomp and varimax give them."""
    r = recorded("components")
    found = principal(data_set(name), count)
    key = f"{name}{count}"
    np.testing.assert_allclose(found.eigenvalues, r[key, "eigenvalues"], rtol=1e-11)
    np.testing.assert_allclose(found.eigenvalues, r[key, "prcomp"], rtol=1e-11)
    squared = np.square(found.loadings)
    np.testing.assert_allclose(np.sort(squared.ravel()), r[key, "squared"], rtol=0, atol=1e-7)
    np.testing.assert_allclose(np.sort(squared.sum(axis=0))[::-1], r[key, "explained"], rtol=1e-7)
    np.testing.assert_allclose(found.weights, r[key, "weights"], rtol=0, atol=1e-7)
    np.testing.assert_allclose(first_component(data_set(name)).weights, r[key, "first"], rtol=1e-10)


def test_the_handbooks_example():
    """Tables 16 to 18 (pp. 90-91): eigenvalues, explained variance, groups and weights of the TAI; four components.

    Published with two digits from figures with more digits than the Handbook prints; so 0.01 is left for rounding.
    """
    found = principal(data_set("tai"), 4)
    np.testing.assert_allclose(found.eigenvalues, [3.3, 1.7, 1.0, 0.9, 0.5, 0.3, 0.2, 0.1], atol=0.06)
    np.testing.assert_allclose(100 * found.eigenvalues / 8, [41.9, 21.8, 12.3, 11.1, 6.0, 3.7, 2.2, 0.9], atol=0.15)
    np.testing.assert_allclose(np.sort(found.shares), [0.17, 0.20, 0.25, 0.38], atol=0.01)
    patents, royalties, internet, exports, telephones, electricity, schooling, university = found.factors
    assert internet == electricity == schooling
    assert patents == exports
    assert royalties == telephones
    assert len({internet, patents, royalties, university}) == 4
    published = [0.17, 0.15, 0.11, 0.06, 0.08, 0.12, 0.14, 0.16]
    np.testing.assert_allclose(found.weights, published, atol=0.01)


def test_which_components_are_kept():
    """TAI: two have an eigenvalue above 1 and explain 63.7 %. USArrests: one, 62.0 %."""
    tai = principal(data_set("tai"))
    assert tai.loadings.shape == (8, 2)
    assert tai.notes == ()
    assert principal(data_set("usarrests")).loadings.shape == (4, 1)


def test_components_are_added_until_60_percent_are_explained():
    """Six items whose correlation is 0.1: eigenvalues 1.5 and five times 0.9, that is 25 % and 15 % each."""
    values = with_correlation(np.full((6, 6), 0.1) + 0.9 * np.eye(6))
    found = principal(values)
    np.testing.assert_allclose(found.eigenvalues, [1.5] + [0.9] * 5, rtol=1e-9)
    assert found.loadings.shape == (6, 6)
    assert codes(found) == [("components_added", (1, 2, 3)), ("components_tied", (4, 5))]
    np.testing.assert_allclose(found.weights, np.full(6, 1 / 6), atol=1e-9)  # all items are alike


def test_uncorrelated_items_weigh_the_same():
    """No eigenvalue is above 1 and all are equal: all are kept."""
    found = principal(with_correlation(np.eye(5)))
    np.testing.assert_allclose(found.weights, np.full(5, 0.2), atol=1e-9)
    with pytest.raises(WeightsError, match="first_component_tied"):
        first_component(with_correlation(np.eye(5)))


def with_correlation(matrix, cities=40):
    """Return values whose correlation matrix is the one given, to rounding."""
    raw = np.random.default_rng(5).normal(size=(cities, len(matrix)))
    q, _ = np.linalg.qr(raw - raw.mean(axis=0))
    return q @ np.linalg.cholesky(matrix).T


def test_rank_is_at_most_cities_less_1():
    """Five cities, eight items: rank 4, and it is said."""
    found = principal(data_set("tai")[:5])
    assert found.rank == 4
    assert np.count_nonzero(found.eigenvalues > 1e-9) == 4
    assert ("rank_deficient", ()) in codes(found)
    with pytest.raises(WeightsError) as refused:
        principal(data_set("tai")[:5], 5)
    assert (refused.value.code, refused.value.numbers) == ("components_out_of_range", {"asked": 5, "rank": 4})


def test_an_item_between_two_factors():
    """Two pairs of items and one that is the mean of both factors: it loads on them equally, and that is said."""
    matrix = np.array(
        [
            [1.0, 0.9, 0.0, 0.0, 0.6],
            [0.9, 1.0, 0.0, 0.0, 0.6],
            [0.0, 0.0, 1.0, 0.9, 0.6],
            [0.0, 0.0, 0.9, 1.0, 0.6],
            [0.6, 0.6, 0.6, 0.6, 1.0],
        ]
    )
    found = principal(with_correlation(matrix), 2)
    assert ("factor_tied", (4,)) in codes(found)
    np.testing.assert_allclose(found.weights[:4], np.full(4, found.weights[0]), rtol=1e-8)


def test_many_factors_of_noise():
    """40 unrelated items, more than 15 factors, as flat as a criterion can be: it settles, at a stationary point."""
    loadings = principal(np.random.default_rng(2).normal(size=(400, 40))).loadings
    assert loadings.shape[1] > 15
    np.testing.assert_allclose(np.square(varimax(loadings)), np.square(loadings), atol=1e-6)


def test_a_rotation_that_does_not_settle_is_refused(monkeypatch):
    """Never half-turned loadings."""
    monkeypatch.setattr(f"{varimax.__module__}.SWEEPS", 1)
    with pytest.raises(WeightsError) as refused:
        principal(data_set("tai"), 4)
    assert (refused.value.code, refused.value.numbers) == ("rotation_failed", {"sweeps": 1})


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 5))
def test_signs_of_eigenvectors_do_not_matter(seed, count):
    """Whatever signs a library gives, the squared loadings are the same."""
    random = np.random.default_rng(seed)
    loadings = random.normal(size=(7, count)) * random.uniform(0.5, 3, count)
    before, after = (np.square(varimax(loadings * signs)) for signs in (1, random.choice([-1, 1], count)))
    np.testing.assert_allclose(after, before, atol=1e-8)
    np.testing.assert_allclose(before.sum(axis=1), np.square(loadings).sum(axis=1), rtol=1e-10)
