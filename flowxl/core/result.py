"""What a computation gives: scores on every level, ranks, and how much data stands behind them."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from flowxl.core.aggregate import group_counts, group_sums
from flowxl.core.arrays import every, some
from flowxl.core.framework import Framework
from flowxl.core.normalise import Spread, competition_rank
from flowxl.core.settings import INDEX_TOLERANCE, Settings

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Coverage:
    """How much of the framework stands behind the index."""

    pillars: int
    of_pillars: int
    weight: float
    of_weight: float
    indicators: int
    of_indicators: int

    def __str__(self) -> str:
        """Return the coverage in words."""
        return (
            f"{self.pillars} of {self.of_pillars} pillars, weight {self.weight:g} of {self.of_weight:g}, "
            f"{self.indicators} of {self.of_indicators} indicators"
        )


@dataclass(frozen=True, eq=False)
class Gap:
    """Two cities compared, per pillar; each array of shape (pillars,).

    ``gap`` is focus score - benchmark score; ``weighted_gap`` the same in index points; ``state`` is +1 leading, 0
    level within the band, -1 lagging, NaN where either city lacks the pillar.
    """

    focus: str
    benchmark: str
    focus_scores: np.ndarray
    benchmark_scores: np.ndarray
    gap: np.ndarray
    weighted_gap: np.ndarray
    state: np.ndarray


@dataclass(frozen=True, eq=False)
class Result:
    """Everything that :func:`flowxl.core.index.compute` found.

    Arrays are read-only. Shapes: I indicators, C cities, P pillars; missing is NaN.

    Attributes
    ----------
    means, year_counts
        (I, C) mean over the window in the indicator's measure, and the number of years in it.
    has
        (I, C) whether enough years stand behind the mean.
    oriented, spread
        (I, C) direction x mean where it counts; what normalisation measured of it.
    counting
        (I,) whether enough cities have the indicator.
    scores
        (I, C) normalised scores of counting indicators.
    pillar_scores, pillar_counts
        (P, C) mean score, and the number of indicators behind it (those that weigh 0 are not counted).
    contributions
        (P, C) weight x score in index points (scaled up under ``missing_pillar = rest``).
    complete
        (C,) whether the city has every counting pillar.
    index, rank
        (C,) the index, and 1 + number of cities greater by more than 1e-9; rank 0 means no index.
    indicator_weights
        (I,) weights inside the pillars; None where the mean is simple.
    """

    framework: Framework
    settings: Settings
    weights: np.ndarray
    means: np.ndarray
    year_counts: np.ndarray
    has: np.ndarray
    oriented: np.ndarray
    spread: Spread
    counting: np.ndarray
    scores: np.ndarray
    pillar_scores: np.ndarray
    pillar_counts: np.ndarray
    contributions: np.ndarray
    complete: np.ndarray
    index: np.ndarray
    rank: np.ndarray
    indicator_weights: np.ndarray | None = None

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for value in vars(self).values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    @cached_property
    def pillar_counting(self) -> np.ndarray:
        """Whether any city has the pillar, shape (P,); a pillar without it is left out for all."""
        return some(self.pillar_counts > 0, axis=1)

    @cached_property
    def pillar_amber(self) -> np.ndarray:
        """Whether a pillar score rests on too few of its indicators, shape (P, C)."""
        share = self.pillar_counts / self.framework.pillar_sizes[:, None]
        amber: np.ndarray = (self.pillar_counts > 0) & (share < self.settings.min_indicator_share)
        return amber

    @cached_property
    def pillar_complete(self) -> np.ndarray:
        """Whether every city has every counting indicator of the pillar that weighs something, shape (P,)."""
        weighing = self.counting if self.indicator_weights is None else self.counting & (self.indicator_weights > 0)
        counting = group_counts(weighing[:, None], self.framework.pillar_starts)
        complete: np.ndarray = every(self.pillar_counts == counting, axis=1) & self.pillar_counting
        return complete

    @cached_property
    def coverage(self) -> Coverage:
        """How much of the framework counts."""
        return Coverage(
            pillars=int(self.pillar_counting.sum()),
            of_pillars=len(self.framework.pillars),
            weight=float(self.weights[self.pillar_counting].sum()),
            of_weight=float(self.weights.sum()),
            indicators=int(self.counting.sum()),
            of_indicators=len(self.framework.indicators),
        )

    @cached_property
    def year_coverage(self) -> np.ndarray:
        """Share of the window's years with a value, over all indicators, shape (C,)."""
        years = self.settings.window[1] - self.settings.window[0] + 1
        share: np.ndarray = self.year_counts.sum(axis=0) / (years * len(self.framework.indicators))
        return share

    @cached_property
    def indicator_coverage(self) -> np.ndarray:
        """Number of counting indicators that the city has, shape (C,)."""
        count: np.ndarray = (self.has & self.counting[:, None]).sum(axis=0)
        return count

    @cached_property
    def city_weight(self) -> np.ndarray:
        """Weight of the pillars that the city has, shape (C,)."""
        weight: np.ndarray = np.where(self.pillar_counts > 0, self.weights[:, None], 0.0).sum(axis=0)
        return weight

    @cached_property
    def dimension_subtotals(self) -> np.ndarray:
        """Sum of a dimension's contributions, shape (dimensions, C); NaN where nothing of it counts or one lacks."""
        return self._over_dimensions(self.contributions)

    @cached_property
    def dimension_scores(self) -> np.ndarray:
        """Weighted mean of the pillar scores of a dimension, shape (dimensions, C)."""
        present = self.pillar_counts > 0
        weights = np.where(present, self.weights[:, None], 0.0)
        total = group_sums(weights, self.framework.dimension_starts)
        scores: np.ndarray = self._over_dimensions(self.weights[:, None] * self.pillar_scores) / total
        return scores

    def _over_dimensions(self, values: np.ndarray) -> np.ndarray:
        """Sum (P, C) over dimensions; a lacking pillar makes it NaN unless the settings say to take the rest."""
        starts = self.framework.dimension_starts
        present = self.pillar_counts > 0
        sums = group_sums(np.where(present, values, 0.0), starts)
        some = group_sums(present.astype(np.float64), starts) > 0
        lacking = group_sums((self.pillar_counting[:, None] & ~present).astype(np.float64), starts) > 0
        allowed = some if self.settings.missing_pillar == "rest" else some & ~lacking
        return np.where(allowed, sums, np.nan)

    @cached_property
    def pillar_ranks(self) -> np.ndarray:
        """Rank of each city in each pillar, shape (P, C); 0 means no score."""
        return np.array([competition_rank(row, INDEX_TOLERANCE) for row in self.pillar_scores])

    @cached_property
    def display_index(self) -> np.ndarray:
        """The index on the display scale, shape (C,); a second view, never a replacement."""
        usable = self.index[~np.isnan(self.index)]
        if usable.size < 2 or np.ptp(usable) <= INDEX_TOLERANCE:
            return np.where(np.isnan(self.index), np.nan, self.settings.display_mean)
        distance: np.ndarray = (self.index - usable.mean()) / usable.std(ddof=1)
        return self.settings.display_mean + self.settings.display_sd * distance

    def lacking(self, city: int) -> tuple[str, ...]:
        """Return the codes of counting pillars that a city (by position) lacks: the reason why it has no index."""
        absent = self.pillar_counting & (self.pillar_counts[:, city] == 0)
        return tuple(code for code, gone in zip(self.framework.pillar_codes, absent, strict=True) if gone)

    @property
    def compared(self) -> tuple[str, str]:
        """Codes of focus and benchmark city; without a choice the first and the second."""
        codes = self.framework.city_codes
        return self.settings.focus or codes[0], self.settings.benchmark or codes[min(1, len(codes) - 1)]

    def gap(self, focus: str, benchmark: str) -> Gap:
        """Compare two cities, given by code.

        Raises
        ------
        ValueError
            If a code is not a city of the framework.
        """
        for code in (focus, benchmark):
            if code not in self.framework.city_codes:
                raise ValueError(f"{code!r} is none of the cities {', '.join(self.framework.city_codes)}")
        a, b = (self.framework.city_codes.index(code) for code in (focus, benchmark))
        gap = self.pillar_scores[:, a] - self.pillar_scores[:, b]
        band = self.settings.gap_band
        state = np.where(np.isnan(gap), np.nan, np.where(gap > band, 1.0, np.where(gap < -band, -1.0, 0.0)))
        weighted = self.contributions[:, a] - self.contributions[:, b]
        return Gap(focus, benchmark, self.pillar_scores[:, a], self.pillar_scores[:, b], gap, weighted, state)

    def to_frame(self) -> "pd.DataFrame":
        """Return one row per city: index, rank, display index, coverage."""
        import pandas as pd  # takes a quarter of a second, which worksheet functions need not wait for

        rank = pd.array(self.rank, dtype="Int64")
        rank[self.rank == 0] = pd.NA
        return pd.DataFrame(
            {
                "city": [city.name.of("zh") for city in self.framework.cities],
                "index": self.index,
                "rank": rank,
                "display": self.display_index,
                "indicators": self.indicator_coverage,
                "weight": self.city_weight,
                "years": self.year_coverage,
            },
            index=pd.Index(self.framework.city_codes, name="code"),
        )

    def pillar_frame(self) -> "pd.DataFrame":
        """Return pillar scores: one row per pillar, one column per city."""
        return self._frame(self.pillar_scores, self.framework.pillar_codes, "pillar")

    def contribution_frame(self) -> "pd.DataFrame":
        """Return contributions in index points: one row per pillar, one column per city."""
        return self._frame(self.contributions, self.framework.pillar_codes, "pillar")

    def indicator_frame(self) -> "pd.DataFrame":
        """Return indicator scores: one row per indicator, one column per city."""
        return self._frame(self.scores, self.framework.indicator_codes, "indicator")

    def mean_frame(self) -> "pd.DataFrame":
        """Return means over the window (the paper's Table 3): one row per indicator, one column per city."""
        return self._frame(self.means, self.framework.indicator_codes, "indicator")

    def _frame(self, values: np.ndarray, rows: tuple[str, ...], name: str) -> "pd.DataFrame":
        import pandas as pd

        return pd.DataFrame(
            values, index=pd.Index(rows, name=name), columns=pd.Index(self.framework.city_codes, name="city")
        )
