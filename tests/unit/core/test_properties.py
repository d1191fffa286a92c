"""What must hold for any data: properties of the method, and agreement with a second, bare implementation."""

import importlib.util
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.command import ROOT
from support.frameworks import NAN, panel, small

from flowxl.core.index import compute
from flowxl.core.settings import METHODS, Settings

settings.register_profile("unhurried", deadline=None)  # a busy machine is no reason to fail
settings.load_profile("unhurried")
YEARS = (2001, 2004)
BENCHMARKS = ROOT / "benchmarks"


@st.composite
def panels(draw, missing=(0.0, 0.1, 0.5)):
    """Draw panels of up to three pillars with up to three indicators, mixed directions, increments, ties and gaps."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    codes = [f"P{p}_{i}" for p, size in enumerate(sizes, start=1) for i in range(1, size + 1)]
    changes = {
        code: {"direction": draw(st.sampled_from([1, -1])), "entry": draw(st.sampled_from(["level", "increment"]))}
        for code in codes
    }
    weights = draw(st.lists(st.floats(0.1, 10), min_size=len(sizes), max_size=len(sizes)))
    groups = draw(st.sampled_from([(len(sizes),), (1,) * len(sizes)]))
    framework = small(sizes, draw(st.integers(1, 7)), weights, YEARS, groups, **changes)
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = (len(codes), len(framework.cities), 5)
    values = np.round(random.normal(0, draw(st.sampled_from([1, 1e6])), shape), draw(st.sampled_from([0, 3])))
    values[random.random(shape) < draw(st.sampled_from(missing))] = NAN
    return panel(framework, values, 2000)


methods = st.sampled_from(METHODS)
rests = st.sampled_from(["none", "rest"])


@given(panels(), methods, rests, st.randoms())
def test_the_order_of_cities_does_not_matter(data, method, missing_pillar, random):
    """Cities in another order have the same scores, index and rank."""
    order = list(range(len(data.framework.cities)))
    random.shuffle(order)
    chosen = Settings(YEARS, method, missing_pillar=missing_pillar)
    shuffled = panel(
        data.framework.with_cities([data.framework.city_codes[c] for c in order]), data.values[:, order], 2000
    )
    before, after = compute(data, chosen), compute(shuffled, chosen)
    np.testing.assert_allclose(after.scores, before.scores[:, order], rtol=0, atol=1e-9)
    np.testing.assert_allclose(after.index, before.index[order], rtol=0, atol=1e-9)
    np.testing.assert_array_equal(after.complete, before.complete[order])


@given(panels(), methods, st.integers(-20, 20), st.integers(0, 8))
def test_the_measure_of_an_indicator_does_not_matter(data, method, power, row):
    """Thousands or millions: a factor of 2 ** k, which is exact, leaves the scores as they are to the last bit."""
    values = data.values.copy()
    values[row % len(values)] *= 2.0**power
    before, after = (compute(replace(data, values=v), Settings(YEARS, method)) for v in (data.values, values))
    np.testing.assert_array_equal(after.scores, before.scores)
    np.testing.assert_array_equal(after.index, before.index)


@given(panels(missing=(0.0,)))
def test_complete_pillars_sum_to_zero(data):
    """Without gaps z-scores sum to zero over the cities in every pillar, and so does the index."""
    result = compute(data)
    assert result.pillar_complete.all()
    np.testing.assert_allclose(result.pillar_scores.sum(axis=1), 0, atol=1e-9)
    np.testing.assert_allclose(result.index.sum(), 0, atol=1e-8)


@given(panels())
def test_a_zscore_has_a_limit(data):
    """With n cities and the sample sd no z-score is beyond (n - 1) / sqrt(n)."""
    result = compute(data)
    n = result.spread.count[:, None]
    beyond = np.abs(result.scores) > (n - 1) / np.sqrt(np.maximum(n, 1)) + 1e-9
    assert not beyond.any()


@given(panels(), methods, rests)
def test_contributions_add_up_to_the_index(data, method, missing_pillar):
    """For every city that has an index, through the dimensions too."""
    result = compute(data, Settings(YEARS, method, missing_pillar=missing_pillar))
    has = ~np.isnan(result.index)
    np.testing.assert_allclose(np.nansum(result.contributions, axis=0)[has], result.index[has], atol=1e-9)
    np.testing.assert_allclose(np.nansum(result.dimension_subtotals, axis=0)[has], result.index[has], atol=1e-9)
    np.testing.assert_array_equal(result.rank > 0, has)


@given(panels(), rests)
def test_ranks_are_a_competition_ranking(data, missing_pillar):
    """Each rank is 1 + the number of indices greater by more than 1e-9, counted one by one."""
    result = compute(data, Settings(YEARS, missing_pillar=missing_pillar))
    index = result.index.tolist()
    expected = [0 if math.isnan(x) else 1 + sum(y > x + 1e-9 for y in index) for x in index]
    assert result.rank.tolist() == expected


@given(panels(), methods)
def test_arrays_stay_read_only(data, method):
    """Neither the panel nor a result can be written to."""
    before = data.values.tobytes()
    result = compute(data, Settings(YEARS, method))
    assert data.values.tobytes() == before
    for array in (data.values, result.scores, result.index, result.means):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


@pytest.fixture(scope="module")
def reference():
    """Load the bare function of the benchmark; it shares no line with the package."""
    spec = importlib.util.spec_from_file_location("reference_compute", BENCHMARKS / "reference_compute.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.reference


@settings(max_examples=200)
@given(data=panels())
def test_the_bare_function_agrees(reference, data):
    """Pillars, index and ranks are those of the bare function (levels only)."""
    levels = replace(
        data.framework, indicators=tuple(replace(indicator, entry="level") for indicator in data.framework.indicators)
    )
    result = compute(panel(levels, data.values[:, :, 1:]))
    pillars, index, ranks = reference(data.values[:, :, 1:], levels.directions, levels.pillar_starts, levels.weights)
    np.testing.assert_allclose(result.pillar_scores, pillars, rtol=0, atol=1e-9)
    np.testing.assert_allclose(result.index, index, rtol=0, atol=1e-9)
    np.testing.assert_array_equal(result.rank, ranks)
