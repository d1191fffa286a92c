"""What moves each city's index from one year to the next: revised figures, the new window, the new framework.

Each step is a full computation by the core. What did not change moves nothing, to the last digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from flowxl.core.arrays import read_only
from flowxl.core.framework import Framework
from flowxl.core.index import compute
from flowxl.core.panel import Observations
from flowxl.core.result import Result
from flowxl.core.settings import Settings
from flowxl.cycle.explain_base import FixedBase, on_base
from flowxl.cycle.measures import measures_agree

STEPS = ("revised", "window", "framework")


@dataclass(frozen=True, eq=False)
class Stand:
    """A book at one time: figures, weights and settings."""

    observations: Observations
    weights: np.ndarray
    settings: Settings

    @property
    def framework(self) -> Framework:
        """The framework."""
        return self.observations.framework

    def result(self) -> Result:
        """Compute the index."""
        return compute(self.observations.panel(), self.settings, self.weights)


@dataclass(frozen=True, eq=False)
class Explanation:
    """Why the index moved.

    Attributes
    ----------
    results
        The results before, after the figures of the old window were revised, in the new window, and in the new
        framework: each a full computation.
    base
        The new figures on the means and standard deviations of the first of them.
    """

    results: tuple[Result, Result, Result, Result]
    base: FixedBase

    @cached_property
    def cities(self) -> tuple[str, ...]:
        """Codes of all cities, those that are gone last."""
        before, after = self.results[0].framework, self.results[-1].framework
        return (*after.city_codes, *(code for code in before.city_codes if code not in after.city_codes))

    @cached_property
    def indices(self) -> np.ndarray:
        """Index after each step, shape (4, cities); NaN where a city has none."""
        return read_only(np.array([_by_city(r.index, r, self.cities, np.nan) for r in self.results]))

    @cached_property
    def ranks(self) -> np.ndarray:
        """Rank after each step, shape (4, cities); 0 where a city has none."""
        return read_only(np.array([_by_city(r.rank, r, self.cities, 0) for r in self.results], dtype=np.intp))

    @cached_property
    def steps(self) -> np.ndarray:
        """What each step moves, shape (3, cities)."""
        return read_only(np.diff(self.indices, axis=0))

    @cached_property
    def total(self) -> np.ndarray:
        """What all of them move, shape (cities,)."""
        return read_only(self.indices[-1] - self.indices[0])

    @cached_property
    def fixed(self) -> np.ndarray:
        """The new figures on last year's base, shape (cities,)."""
        return read_only(_by_city(self.base.index, self.results[-1], self.cities, np.nan))


def explain(old: Stand, new: Stand) -> Explanation:
    """Compare two books.

    Parameters
    ----------
    old, new
        The book before and after. Series are matched by key, cities and pillars by code.

    Notes
    -----
    Revised are figures of years that the old book has; what it lacked there counts as revised as well. The figures of
    other years come with the window. A changed weight or method comes with the framework.
    """
    revised = _revised(old, new)
    window = Stand(_all_figures(old, new), old.weights, replace(old.settings, window=new.settings.window))
    results = (old.result(), revised.result(), window.result(), new.result())
    return Explanation(results, on_base(results[-1], results[0]))


def _revised(old: Stand, new: Stand) -> Stand:
    """Return the old book with the figures that the new one has for the years of the old one."""
    return replace(old, observations=_taken(old.observations, new.observations, old.observations.years))


def _all_figures(old: Stand, new: Stand) -> Observations:
    first, last = new.settings.window
    years = {*old.observations.years, *new.observations.years, *old.framework.years_needed((first, last))}
    return _taken(old.observations, new.observations, tuple(range(min(years), max(years) + 1)))


def _taken(old: Observations, new: Observations, years: Sequence[int]) -> Observations:
    """Return the figures of the new book in the old framework; what it lacks or measures anew stays."""
    values = np.array(old.fitted(old.framework, tuple(years)).values)
    fitted = new.fitted(old.framework, tuple(years)).values
    for row, series in enumerate(old.framework.series):
        own = old.framework.indicator[series.indicator]
        there = new.framework.indicator.get(series.indicator)
        if series.key in new.framework.series_position and there and measures_agree(own.measure, there.measure):
            known = [n for n, year in enumerate(years) if year in new.years]
            values[row, known] = fitted[row, known]
    return Observations(old.framework, tuple(years), values)


def _by_city(values: np.ndarray, result: Result, cities: Sequence[str], missing: float) -> np.ndarray:
    place = {code: n for n, code in enumerate(result.framework.city_codes)}
    return np.array([values[place[code]] if code in place else missing for code in cities], dtype=np.float64)
