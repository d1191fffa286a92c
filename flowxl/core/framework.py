"""The structure of an index: dimensions, pillars, indicators, cities, regions. Plain data, checked when it is built."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from flowxl.core.arrays import read_only
from flowxl.voice.text import Language, Text
from flowxl.voice.unit import CITY, Unit

Entry = Literal["level", "increment"]
ENTRIES: tuple[Entry, ...] = ("level", "increment")


@dataclass(frozen=True)
class Dimension:
    """First level of the index (一级指标)."""

    code: str
    name: Text
    short: Text


@dataclass(frozen=True)
class Pillar:
    """Second level (二级指标): has an input sheet and a weight."""

    code: str
    dimension: str
    name: Text
    short: Text
    weight: float


@dataclass(frozen=True)
class Indicator:
    """Third level (三级指标).

    ``direction`` is +1 where more is better and -1 where less is. ``region_rank`` k means that a city takes the
    series of the k-th city of its region. ``same_as`` names the indicator where the same series is entered.
    """

    code: str
    pillar: str
    name: Text
    measure: Text
    direction: int
    entry: Entry
    region_rank: int | None
    same_as: str | None
    publisher: Text
    baidu_keyword: str

    @property
    def is_percentage(self) -> bool:
        """Whether figures are percentages, so that 12.5% means 12.5."""
        return self.measure.zh in {"%", "％"} or self.measure.en in {"%", "％", "percent", "per cent"}


@dataclass(frozen=True)
class Place:
    """A city as a place that figures are about: one that is scored, or a member of a region."""

    code: str
    name: Text


@dataclass(frozen=True)
class Region:
    """The city cluster behind a spillover indicator; ``members[k - 1]`` has rank k."""

    code: str
    name: Text
    members: tuple[Place, ...]


@dataclass(frozen=True)
class City:
    """A city that is scored."""

    code: str
    name: Text
    region: str | None


@dataclass(frozen=True)
class Series:
    """What is entered in one row: the figures of one indicator for one place."""

    indicator: str
    place: str

    @property
    def key(self) -> str:
        """Key of the row in an input sheet, e.g. ``TR08.SH``."""
        return f"{self.indicator}.{self.place}"


@dataclass(frozen=True, eq=False)
class Framework:
    """The whole structure, in display order: indicators follow their pillars, pillars their dimensions.

    Build it with :func:`flowxl.frameworks.load_framework`; that checks every rule.
    """

    code: str
    name: Text
    source: Text
    window: tuple[int, int]
    data_date: str
    dimensions: tuple[Dimension, ...]
    pillars: tuple[Pillar, ...]
    indicators: tuple[Indicator, ...]
    cities: tuple[City, ...]
    regions: tuple[Region, ...]
    language: Language = "zh"
    """Language of a workbook that is built from it, where nobody asks for another."""
    unit: Unit = CITY
    """What it calls its units."""

    @cached_property
    def indicator_codes(self) -> tuple[str, ...]:
        """Codes of the indicators, in order."""
        return tuple(indicator.code for indicator in self.indicators)

    @cached_property
    def pillar_codes(self) -> tuple[str, ...]:
        """Codes of the pillars, in order."""
        return tuple(pillar.code for pillar in self.pillars)

    @cached_property
    def city_codes(self) -> tuple[str, ...]:
        """Codes of the scored cities, in order."""
        return tuple(city.code for city in self.cities)

    @cached_property
    def weights(self) -> np.ndarray:
        """Weights of the pillars, shape (pillars,)."""
        return read_only(np.array([pillar.weight for pillar in self.pillars], dtype=np.float64))

    @cached_property
    def indicator(self) -> dict[str, Indicator]:
        """Indicators by code."""
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def pillar_starts(self) -> np.ndarray:
        """Position of each pillar's first indicator, shape (pillars,); indicators of a pillar are adjacent."""
        owners = [indicator.pillar for indicator in self.indicators]
        return read_only(np.array([owners.index(code) for code in self.pillar_codes], dtype=np.intp))

    @cached_property
    def pillar_sizes(self) -> np.ndarray:
        """Number of indicators of each pillar, shape (pillars,)."""
        return read_only(np.diff(np.append(self.pillar_starts, len(self.indicators))))

    @cached_property
    def pillar_of_indicator(self) -> np.ndarray:
        """Position of each indicator's pillar, shape (indicators,)."""
        return read_only(np.repeat(np.arange(len(self.pillars)), self.pillar_sizes))

    @cached_property
    def dimension_starts(self) -> np.ndarray:
        """Position of each dimension's first pillar, shape (dimensions,)."""
        owners = [pillar.dimension for pillar in self.pillars]
        return read_only(np.array([owners.index(dimension.code) for dimension in self.dimensions], dtype=np.intp))

    @cached_property
    def directions(self) -> np.ndarray:
        """+1 or -1 per indicator, shape (indicators,)."""
        return read_only(np.array([indicator.direction for indicator in self.indicators], dtype=np.float64))

    @cached_property
    def increments(self) -> np.ndarray:
        """Whether the yearly increment of an indicator counts, shape (indicators,)."""
        return read_only(np.array([indicator.entry == "increment" for indicator in self.indicators], dtype=bool))

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """Every row that people enter, in sheet order; a shared series stands once."""
        return tuple(
            Series(indicator.code, place.code)
            for indicator in self.indicators
            if indicator.same_as is None
            for place in self.places_of(indicator)
        )

    @cached_property
    def series_position(self) -> dict[str, int]:
        """Position of each entered series by its key."""
        return {series.key: position for position, series in enumerate(self.series)}

    @cached_property
    def sources(self) -> np.ndarray:
        """Position in ``series`` of what feeds each indicator and city, shape (indicators, cities)."""
        rows = [[self.series_position[self.source_of(i, city).key] for city in self.cities] for i in self.indicators]
        return read_only(np.array(rows, dtype=np.intp))

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every place by code: scored cities and region cities."""
        found = {city.code: Place(city.code, city.name) for city in self.cities}
        for region in self.regions:
            for place in region.members:
                found.setdefault(place.code, place)
        return found

    def indicators_of(self, pillar: str) -> tuple[Indicator, ...]:
        """Return the indicators of a pillar, in order."""
        return tuple(indicator for indicator in self.indicators if indicator.pillar == pillar)

    def places_of(self, indicator: Indicator) -> tuple[Place, ...]:
        """Return the places an indicator has a row for: the cities, or the region cities of its rank."""
        if indicator.region_rank is None:
            return tuple(Place(city.code, city.name) for city in self.cities)
        used = {city.region for city in self.cities}
        regions = [region for region in self.regions if region.code in used]
        members = [region.members[indicator.region_rank - 1] for region in regions]
        return tuple({place.code: place for place in members}.values())

    def source_of(self, indicator: Indicator, city: City) -> Series:
        """Return the series that feeds an indicator for a city."""
        base = self.indicator[indicator.same_as] if indicator.same_as else indicator
        if base.region_rank is None:
            return Series(base.code, city.code)
        region = next(region for region in self.regions if region.code == city.region)
        return Series(base.code, region.members[base.region_rank - 1].code)

    def years_needed(self, window: tuple[int, int]) -> tuple[int, ...]:
        """Return the years of a window, with the year before it where an indicator counts by its increment."""
        first = window[0] - 1 if self.increments.any() else window[0]
        return tuple(range(first, window[1] + 1))

    def with_cities(self, codes: Sequence[str]) -> "Framework":
        """Return the framework for some of its cities, in the given order.

        Raises
        ------
        KeyError
            If a code is not a city of the framework.
        ValueError
            If there is no code, or one twice.
        """
        if not codes or len(set(codes)) < len(codes):
            raise ValueError(f"cities {tuple(codes)}: expected at least one, each once")
        known = {city.code: city for city in self.cities}
        return replace(self, cities=tuple(known[code] for code in codes))

    def with_window(self, window: tuple[int, int]) -> "Framework":
        """Return the framework with another window of years."""
        return replace(self, window=window)
