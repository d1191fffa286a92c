"""Settings of the method, each declared once with its default and what it may be."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Literal

from flowxl.core.numbers import LARGEST
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

YEARS = (1, 9999)
Method = Literal["zscore", "minmax", "rank"]
METHODS: tuple[Method, ...] = ("zscore", "minmax", "rank")
MissingPillar = Literal["none", "rest"]
MISSING_PILLAR: tuple[MissingPillar, ...] = ("none", "rest")

INDEX_TOLERANCE = 1e-9
"""Scores and indices closer than this share a rank: far above rounding of doubles, far below a published digit."""
MEAN_TOLERANCE = 1e-12
"""Means closer than this times the largest |mean| are the same value."""


@dataclass(frozen=True)
class Settings:
    """How the index is computed; the defaults are the paper's method and our written-down rules for missing data.

    Attributes
    ----------
    window
        First and last year whose values count.
    method
        ``zscore`` (sample standard deviation, the paper's), ``minmax`` (0-100) or ``rank`` (1 lowest, n best).
    min_year_share
        Share of the window's years that a city needs for its mean to count.
    min_city_share
        Share of the cities that must have an indicator for it to count.
    min_indicator_share
        Below this share of its indicators a pillar is shown in amber.
    missing_pillar
        ``none``: a city that lacks a counting pillar has no index. ``rest``: the others are scaled up to the counting
        weight.
    focus, benchmark
        Codes of the two cities that are compared; empty means the first and the second.
    gap_band
        Score difference within which two cities are level.
    step_factor
        Factor between adjacent years from which a step is suspicious.
    display_mean, display_sd
        Mean and standard deviation of the optional display scale beside the index; it never replaces it.
    """

    window: tuple[int, int]
    method: Method = "zscore"
    min_year_share: float = 0.5
    min_city_share: float = 0.6
    min_indicator_share: float = 0.5
    missing_pillar: MissingPillar = "none"
    focus: str = ""
    benchmark: str = ""
    gap_band: float = 0.05
    step_factor: float = 5.0
    display_mean: float = 100.0
    display_sd: float = 10.0

    def __post_init__(self) -> None:
        """Check every rule; all faults are told at once."""
        faults = self.faults()
        if faults:
            raise FlowXLError(Message("core.settings"), faults)

    def faults(self) -> list[Fault]:
        """Return what is wrong with the settings."""
        return [fault.at(Place(name=name)) for name, holds, fault in self._rules() if not holds]

    def _rules(self) -> Iterator[tuple[str, bool, Fault]]:
        """Yield each setting, whether its rule holds, and what is to be said if it does not."""
        anywhere = Place()
        yield "window", _is_window(self.window), Fault("setting.window", anywhere, found=self.window)
        for name, choices in (("method", METHODS), ("missing_pillar", MISSING_PILLAR)):
            value = getattr(self, name)
            yield name, value in choices, Fault("setting.choice", anywhere, found=value, known=choices)
        for name in ("min_year_share", "min_city_share", "min_indicator_share"):
            value = getattr(self, name)
            yield name, _is_number(value) and 0 < value <= 1, Fault("setting.share", anywhere, found=value)
        value = self.gap_band
        fault = Fault("setting.from_nought", anywhere, found=value, largest=LARGEST)
        yield "gap_band", _is_number(value) and value >= 0, fault
        value = self.step_factor
        fault = Fault("setting.factor", anywhere, found=value, largest=LARGEST)
        yield "step_factor", _is_number(value) and value > 1, fault
        value = self.display_mean
        yield "display_mean", _is_number(value), Fault("setting.size", anywhere, found=value, largest=LARGEST)
        value = self.display_sd
        fault = Fault("setting.above_nought", anywhere, found=value, largest=LARGEST)
        yield "display_sd", _is_number(value) and value > 0, fault

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of all settings, in order."""
        return tuple(field.name for field in fields(cls))


def _is_number(value: object) -> bool:
    # without a limit the display scale could overflow
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST


def _is_window(window: tuple[int, ...]) -> bool:
    return len(window) == 2 and all(type(year) is int and is_year(year) for year in window) and window[0] <= window[1]


def is_year(year: float) -> bool:
    """Whether a number is a whole year from 1 to 9999.

    >>> is_year(2020), is_year(2020.5), is_year(0), is_year(1e300)
    (True, False, False, False)
    """
    return YEARS[0] <= year <= YEARS[1] and year == int(year)
