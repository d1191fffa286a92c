"""Why indices move: one kind of change alone moves one step alone; mixed ones equal computations made by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.frameworks import small

from flowxl.core.index import compute
from flowxl.core.panel import Observations
from flowxl.core.settings import Settings
from flowxl.cycle.explain import Stand, explain
from flowxl.voice.text import Text

WINDOW, NEXT = (2001, 2004), (2002, 2005)


def stand(framework=None, years=(2001, 2002, 2003, 2004, 2005), seed=1, window=WINDOW) -> Stand:
    """Return a book with random figures; those of a framework's indicator depend on nothing but its code."""
    framework = framework or small((2, 3), n_cities=5, weights=(3, 2))
    rows = [np.random.default_rng([seed, *series.key.encode()]).uniform(1, 9, 50) for series in framework.series]
    values = np.array(rows)[:, [year - 2000 for year in years]]
    return Stand(Observations(framework, tuple(years), values), np.array(framework.weights), Settings(window))


def revise(book: Stand, row: int, year: int, factor: float = 1.5) -> Stand:
    """Return a book in which one figure was revised."""
    values = np.array(book.observations.values)
    values[row, book.observations.years.index(year)] *= factor
    return replace(book, observations=replace(book.observations, values=values))


def turned(book: Stand) -> Stand:
    """Return a book whose framework counts one indicator the other way, and has one more."""
    framework = small((2, 4), n_cities=5, weights=(3, 2), P1_2={"direction": -1})
    other = stand(framework, window=book.settings.window)
    return replace(book, observations=Observations(framework, other.observations.years, other.observations.values))


def by_hand(book: Stand) -> np.ndarray:
    """Compute the index without the core: mean, z-score over cities, mean per pillar, weighted sum."""
    framework, years = book.framework, book.observations.years
    first, last = (years.index(year) for year in book.settings.window)
    means = book.observations.values[:, first : last + 1].mean(axis=1).reshape(-1, len(framework.cities))
    means *= framework.directions[:, None]
    z = (means - means.mean(axis=1, keepdims=True)) / means.std(axis=1, ddof=1, keepdims=True)
    owners = [indicator.pillar for indicator in framework.indicators]
    pillars = [z[[o == code for o in owners]].mean(axis=0) for code in framework.pillar_codes]
    return book.weights @ np.array(pillars)


def test_nothing_changed_moves_nothing():
    """The same book twice."""
    found = explain(stand(), stand())
    assert (found.steps == 0.0).all()
    assert (found.total == 0.0).all()
    assert np.array_equal(found.fixed, found.indices[0])


@pytest.mark.parametrize("kind", range(3))
def test_one_change_alone_moves_one_step_alone(kind):
    """The other two are zero to the last digit."""
    old = stand()
    changed = (
        revise(old, 3, 2002),
        replace(old, settings=replace(old.settings, window=NEXT)),
        turned(old),
    )[kind]
    found = explain(old, changed)
    assert (found.steps[[n for n in range(3) if n != kind]] == 0.0).all()
    assert np.abs(found.steps[kind]).max() > 0.01
    assert np.array_equal(found.steps[kind], found.total)


def test_a_revision_of_a_year_outside_the_window_moves_nothing():
    """It does not count."""
    old = stand()
    assert (explain(old, revise(old, 3, 2005)).steps == 0.0).all()


def test_mixed_changes_equal_computations_by_hand():
    """Each state is computed anew, without the core."""
    old = stand()
    revised = revise(old, 3, 2003)
    window = replace(revised, settings=replace(old.settings, window=NEXT))
    new = revise(turned(window), 3, 2003)
    found = explain(old, new)
    expected = [by_hand(book) for book in (old, revised, window, new)]
    np.testing.assert_allclose(found.indices, expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.steps.sum(axis=0), found.total, rtol=0, atol=1e-13)
    assert np.abs(found.steps).max(axis=1).min() > 0.001


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000), row=st.integers(0, 24), year=st.integers(2001, 2005), which=st.sets(st.integers(0, 2))
)
def test_steps_that_did_not_happen_are_zero(seed, row, year, which):
    """Whatever is mixed."""
    old = new = stand(seed=seed)
    if 1 in which:
        new = replace(new, settings=replace(new.settings, window=NEXT))
    if 2 in which:
        new = replace(new, weights=new.weights * np.array([1.0, 2.0]))
    if 0 in which:
        new = revise(new, row, year)
    found = explain(old, new)
    quiet = [n for n in range(3) if n not in which and not (n == 1 and 0 in which and year == 2005)]
    assert (found.steps[quiet] == 0.0).all()
    np.testing.assert_allclose(found.steps.sum(axis=0), found.total, rtol=0, atol=1e-13)


def test_new_figures_of_the_new_year_belong_to_the_window():
    """At roll time the new year is empty; later it is filled in."""
    old = stand(years=range(2001, 2005))
    new = replace(stand(), settings=replace(old.settings, window=NEXT))
    found = explain(old, new)
    assert (found.steps[0] == 0.0).all()
    assert (found.steps[2] == 0.0).all()
    assert np.abs(found.steps[1]).max() > 0.01


def test_a_changed_measure_is_a_change_of_the_framework():
    """Its figures are not carried: that nothing stands there now is no revision."""
    old = stand()
    indicators = list(old.framework.indicators)
    indicators[0] = replace(indicators[0], measure=Text("", "million"))
    framework = replace(old.framework, indicators=tuple(indicators))
    values = np.array(old.observations.values)
    values[:5] = np.nan
    new = replace(old, observations=Observations(framework, old.observations.years, values))
    found = explain(old, new)
    assert (found.steps[:2] == 0.0).all()
    assert np.abs(found.steps[2]).max() > 0.01
    assert found.base.left_out == ()


def test_cities_that_come_and_go_have_no_moves():
    """Their index before or after is missing; the others' moves come from the framework."""
    old = stand()
    framework = old.framework.with_cities(["A", "B", "C", "D"])
    new = replace(old, observations=old.observations.fitted(framework, old.observations.years))
    found = explain(old, new)
    assert found.cities == ("A", "B", "C", "D", "E")
    assert np.isnan(found.total[4])
    assert (found.steps[:2, :4] == 0.0).all()


def test_fixed_base_is_the_handbook_formula():
    """Z-scores by last year's means and sds: a city that grows alone gains, and the others stand still."""
    old = stand()
    new = revise(old, 3, 2002, factor=3.0)
    found = explain(old, new)
    assert found.fixed[3] > found.indices[0, 3]
    assert np.array_equal(np.delete(found.fixed, 3), np.delete(found.indices[0], 3))
    values = old.observations.values[0:5, :4].mean(axis=1)
    gain = (new.observations.values[3, :4].mean() - values[3]) / values.std(ddof=1)
    assert found.fixed[3] - found.indices[0, 3] == pytest.approx(3 * gain / 2, abs=1e-12)


@pytest.mark.parametrize("method", ["minmax", "zscore"])
def test_fixed_base_follows_a_turned_direction(method):
    """An indicator that counts the other way is measured from the other end."""
    old = stand()
    old = replace(old, settings=replace(old.settings, method=method))
    framework = small((2, 3), n_cities=5, weights=(3, 2), P1_2={"direction": -1})
    new = replace(old, observations=Observations(framework, old.observations.years, old.observations.values))
    found = explain(old, new)
    np.testing.assert_allclose(found.fixed, found.indices[-1], rtol=0, atol=1e-9)


def test_ranks_have_no_fixed_base():
    """A rank says nothing about size."""
    old = stand()
    old = replace(old, settings=replace(old.settings, method="rank"))
    found = explain(old, old)
    assert not found.base.possible
    assert np.isnan(found.fixed).all()
    assert compute(old.observations.panel(), old.settings).index.size == 5
