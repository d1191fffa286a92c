"""Checks of a result: what a statistician should look at before the numbers leave the house."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from flowxl.core.panel import Panel
from flowxl.core.result import Result
from flowxl.core.settings import INDEX_TOLERANCE
from flowxl.core.transform import increments


def count_steps(levels: np.ndarray, factor: float) -> np.ndarray:
    """Count adjacent years that differ by more than a factor, over the last axis; zeros and gaps are no step.

    Unit slips (10, 100, 10^4) and breaks of definition show up here. Levels have shape (..., years), counts (...).
    """
    count: np.ndarray = steps(levels, factor).sum(axis=-1)
    return count


def steps(levels: np.ndarray, factor: float) -> np.ndarray:
    """Return where a year differs from the year before by more than a factor; shape (..., years - 1)."""
    before, now = np.abs(levels[..., :-1]), np.abs(levels[..., 1:])
    with np.errstate(invalid="ignore", over="ignore"):
        apart: np.ndarray = ((now > factor * before) | (before > factor * now)) & (before > 0) & (now > 0)
    return apart


@dataclass(frozen=True, eq=False)
class Checks:
    """What the checks found in a result; shapes: I indicators, C cities, P pillars."""

    panel: Panel
    result: Result

    @cached_property
    def year_sets_differ(self) -> np.ndarray:
        """Whether the cities of a counting indicator are averaged over different years, shape (I,)."""
        first, last = self.result.settings.window
        years = np.array(self.panel.years)
        present = ~np.isnan(self.panel.values)
        rows = self.panel.framework.increments
        present[rows] = ~np.isnan(increments(self.panel.values[rows]))
        present &= (years >= first) & (years <= last)
        has = self.result.has
        some = np.where(has[:, :, None], present, False).any(axis=1)
        every = np.where(has[:, :, None], present, True).all(axis=1)
        differ: np.ndarray = (some & ~every).sum(axis=1) > 0
        both: np.ndarray = differ & self.result.counting
        return both

    @cached_property
    def steps(self) -> np.ndarray:
        """Number of suspicious steps of each indicator over its cities, shape (I,)."""
        total: np.ndarray = count_steps(self.panel.values, self.result.settings.step_factor).sum(axis=1)
        return total

    @cached_property
    def largest_score(self) -> np.ndarray:
        """Largest |score| of each indicator; NaN where it does not count; shape (I,)."""
        largest = np.where(np.isnan(self.result.scores), -np.inf, np.abs(self.result.scores)).max(axis=1)
        return np.where(self.result.counting, largest, np.nan)

    @cached_property
    def score_bound(self) -> np.ndarray:
        """(n - 1) / sqrt(n): no z-score with the sample sd over n cities can be larger; shape (I,)."""
        count = np.maximum(self.result.spread.count, 1)
        return np.where(self.result.spread.count > 0, (count - 1) / np.sqrt(count), np.nan)

    @cached_property
    def beyond_bound(self) -> np.ndarray:
        """Whether a z-score is larger than it can be, shape (I,)."""
        if self.result.settings.method != "zscore":
            return np.zeros(len(self.result.counting), dtype=bool)
        with np.errstate(invalid="ignore"):
            beyond: np.ndarray = self.largest_score > self.score_bound + INDEX_TOLERANCE
        return beyond

    @cached_property
    def pillar_sum(self) -> np.ndarray:
        """Sum of the pillar scores over the cities, shape (P,)."""
        total: np.ndarray = np.nansum(self.result.pillar_scores, axis=1)
        return total

    @cached_property
    def not_zero(self) -> np.ndarray:
        """Whether a complete pillar does not sum to zero although scores are z-scores, shape (P,)."""
        if self.result.settings.method != "zscore":
            return np.zeros(len(self.pillar_sum), dtype=bool)
        off: np.ndarray = self.result.pillar_complete & (np.abs(self.pillar_sum) > INDEX_TOLERANCE)
        return off

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of findings per check, by the check's code."""
        result = self.result
        lacking = (result.pillar_counting[:, None] & (result.pillar_counts == 0)).any(axis=0)
        return {
            "counting": int((~result.counting).sum()),
            "pillars": int((~result.pillar_counting).sum()),
            "lacking": int(lacking.sum()),
            "thin": int(result.pillar_amber.sum()),
            "uneven": int(self.year_sets_differ.sum()),
            "constant": int((result.spread.constant & result.counting).sum()),
            "steps": int(self.steps.sum()),
            "bound": int(self.beyond_bound.sum()),
            "zero_sum": int(self.not_zero.sum()),
        }
