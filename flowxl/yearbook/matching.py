"""Readings matched to the rows of a framework: by code and name, and to its measures; what is not sure waits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from flowxl.core.framework import Framework, Indicator
from flowxl.core.numbers import is_usable
from flowxl.yearbook.measures import converted, factor_between
from flowxl.yearbook.name_lookup import Names
from flowxl.yearbook.readings import Reading

PER_HEAD = ("人均", "per capita", "per head")


@dataclass(frozen=True)
class Matched:
    """A reading with the series that it belongs to.

    Attributes
    ----------
    reading
        What was read.
    key
        Key of the series, e.g. ``TR08.SH``; empty where none fits.
    value
        The figure in the measure of the indicator; None where there is none or the measures do not convert.
    doubts
        Why a person must look at it, the reading's own reasons first.
    unused
        Why it cannot be used at all; then it is only counted.
    """

    reading: Reading
    key: str = ""
    value: float | None = None
    doubts: tuple[str, ...] = ()
    unused: str = ""


class Matcher:
    """Matches readings to series."""

    def __init__(self, framework: Framework, names: Names) -> None:
        self.framework, self.names = framework, names
        self._near_indicators = lru_cache(maxsize=None)(names.near_indicators)
        self._near_places = lru_cache(maxsize=None)(names.near_places)
        self._found = lru_cache(maxsize=None)(self._find)

    def match_all(self, readings: Iterable[Reading]) -> list[Matched]:
        """Match readings, each for itself."""
        return [self.match(reading) for reading in readings]

    def match(self, reading: Reading) -> Matched:
        """Match a reading."""
        key, doubts, unused = self._found(reading.indicator, reading.place)
        if unused and reading.value is None and not reading.missing and not (reading.indicator and reading.place):
            unused = reading.doubts[0] if reading.doubts else unused
        if unused:
            return Matched(reading, unused=unused)
        if reading.missing:
            return Matched(reading, key, unused="a mark for a missing figure")
        if reading.year is None:
            return Matched(reading, key, unused="no year (--year)")
        value, measure_doubts = self._convert(reading, self.framework.indicator[key.partition(".")[0]])
        return Matched(reading, key, value, (*reading.doubts, *doubts, *measure_doubts))

    def _find(self, indicator: str, place: str) -> tuple[str, tuple[str, ...], str]:
        """Return key, doubts, and why nothing fits."""
        if not indicator:
            return "", (), "no indicator (--indicator)"
        if not place:
            return "", (), "no place (--place)"
        indicators, places = self.names.indicator(indicator), self.names.place(place)
        doubts = []
        if not indicators:
            indicators = set(self._near_indicators(indicator)[:1])
            doubts += [f"{indicator} is only similar to {self._name(code)}" for code in indicators]
        if not places:
            near = self._near_places(place)[:1] if not _is_region_of_many(place) else []
            places = set(near)
            doubts += [f"{place} is only similar to {self.framework.places[code].name.zh}" for code in near]
        if not indicators:
            return "", (), f"indicator {indicator}"
        if not places:
            return "", (), f"place {place}"
        keys = sorted(key for i in indicators for p in places if (key := f"{i}.{p}") in self.framework.series_position)
        if not keys:
            return "", (), f"no row for {indicator}, {place}"
        both = self.names.homonym(place)
        if both:
            doubts.append(f"{place} may be {both}")
        if len(keys) > 1:
            doubts.append(f"may be {', '.join(keys)}")
        return keys[0], tuple(doubts), ""

    def _name(self, code: str) -> str:
        indicator = self.framework.indicator[code]
        return f"{code} {indicator.name.of('zh')}"

    def _convert(self, reading: Reading, indicator: Indicator) -> tuple[float | None, tuple[str, ...]]:
        """Return the figure in the indicator's measure, or why it cannot be had."""
        if reading.value is None:
            return None, ()
        wanted = indicator.measure
        if not reading.measure:
            return reading.value, (f"no measure; the book has {wanted.of('zh')}",)
        per_head = any(word in reading.indicator.lower() for word in PER_HEAD)
        for text in filter(None, (wanted.zh, wanted.en)):
            factor = factor_between(reading.measure, text, per_head=per_head)
            if factor is not None:
                value = converted(reading.value, factor)
                return (value, ()) if is_usable(value) else (None, ("too small or too large to compute with",))
        return None, (f"measure {reading.measure}; the book has {wanted.of('zh')}",)


def _is_region_of_many(place: str) -> bool:
    """Whether a label is that of a total, which is similar to no city."""
    return any(word in place for word in ("合计", "总计", "全国", "平均")) or place.strip().lower() == "total"


def unused_counts(matched: Iterable[Matched]) -> Iterator[tuple[str, str, str, int, str]]:
    """Yield file, sheet, reason, number of readings and first cell of what is not used."""
    counts: dict[tuple[str, str, str], list[Reading]] = {}
    for one in matched:
        if one.unused:
            counts.setdefault((one.reading.file, one.reading.sheet, one.unused), []).append(one.reading)
    for (file, sheet, reason), readings in counts.items():
        yield file, sheet, reason, len(readings), readings[0].cell
