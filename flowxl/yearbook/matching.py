"""Readings matched to the rows of a framework: by code and name, and to its measures; what is not sure waits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from flowxl.core.framework import Framework, Indicator
from flowxl.core.numbers import is_usable
from flowxl.voice.message import Message
from flowxl.yearbook.measures import converted, factor_between
from flowxl.yearbook.name_lookup import Names
from flowxl.yearbook.readings import Reading

PER_HEAD = ("人均", "per capita", "per head")
_MISSING = Message("unused.missing")
_NO_YEAR = Message("unused.no_year")
_NO_INDICATOR = Message("unused.no_indicator")
_NO_PLACE = Message("unused.no_place")
_NOT_USABLE = Message("doubt.converted")


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
    doubts: tuple[Message, ...] = ()
    unused: Message | None = None


class Matcher:
    """Matches readings to series."""

    def __init__(self, framework: Framework, names: Names) -> None:
        self.framework, self.names = framework, names
        self._near_indicators = lru_cache(maxsize=None)(names.near_indicators)
        self._near_places = lru_cache(maxsize=None)(names.near_places)
        self._found = lru_cache(maxsize=None)(self._find)
        self._no_measure = lru_cache(maxsize=None)(self._without_measure)  # a file may lack them all

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
            return Matched(reading, key, unused=_MISSING)
        if reading.year is None:
            return Matched(reading, key, unused=_NO_YEAR)
        value, measure_doubts = self._convert(reading, self.framework.indicator[key.partition(".")[0]])
        return Matched(reading, key, value, (*reading.doubts, *doubts, *measure_doubts))

    def _find(self, indicator: str, place: str) -> tuple[str, tuple[Message, ...], Message | None]:
        """Return key, doubts, and why nothing fits."""
        if not indicator:
            return "", (), _NO_INDICATOR
        if not place:
            return "", (), _NO_PLACE
        indicators, places = self.names.indicator(indicator), self.names.place(place)
        doubts = []
        if not indicators:
            indicators = set(self._near_indicators(indicator)[:1])
            doubts += [self._similar(indicator, code) for code in indicators]
        if not places:
            near = self._near_places(place)[:1] if not _is_region_of_many(place) else []
            places = set(near)
            known = self.framework.places
            doubts += [Message("doubt.similar_place", found=place, name=known[code].name) for code in near]
        if not indicators:
            return "", (), Message("unused.indicator", found=indicator)
        if not places:
            return "", (), Message("unused.place", found=place)
        keys = sorted(key for i in indicators for p in places if (key := f"{i}.{p}") in self.framework.series_position)
        if not keys:
            return "", (), Message("unused.no_row", indicator=indicator, place=place)
        both = self.names.homonym(place)
        if both:
            doubts.append(Message("doubt.homonym", found=place, places=both))
        if len(keys) > 1:
            doubts.append(Message("doubt.several_rows", keys=tuple(keys)))
        return keys[0], tuple(doubts), None

    def _similar(self, found: str, code: str) -> Message:
        name = self.framework.indicator[code].name
        return Message("doubt.similar_indicator", found=found, code=code, name=name)

    def _without_measure(self, code: str) -> tuple[Message, ...]:
        return (Message("doubt.no_measure", book=self.framework.indicator[code].measure),)

    def _convert(self, reading: Reading, indicator: Indicator) -> tuple[float | None, tuple[Message, ...]]:
        """Return the figure in the indicator's measure, or why it cannot be had."""
        if reading.value is None:
            return None, ()
        wanted = indicator.measure
        if not reading.measure:
            return reading.value, self._no_measure(indicator.code)
        per_head = any(word in reading.indicator.lower() for word in PER_HEAD)
        for text in filter(None, (wanted.zh, wanted.en)):
            factor = factor_between(reading.measure, text, per_head=per_head)
            if factor is not None:
                value = converted(reading.value, factor)
                return (value, ()) if is_usable(value) else (None, (_NOT_USABLE,))
        return None, (Message("doubt.measure", found=reading.measure, book=wanted),)


def _is_region_of_many(place: str) -> bool:
    """Whether a label is that of a total, which is similar to no city."""
    return any(word in place for word in ("合计", "总计", "全国", "平均")) or place.strip().lower() == "total"


def unused_counts(matched: Iterable[Matched]) -> Iterator[tuple[str, str, Message, int, str]]:
    """Yield file, sheet, reason, number of readings and first cell of what is not used."""
    counts: dict[tuple[str, str, Message], list[Reading]] = {}
    for one in matched:
        if one.unused:
            counts.setdefault((one.reading.file, one.reading.sheet, one.unused), []).append(one.reading)
    for (file, sheet, reason), readings in counts.items():
        yield file, sheet, reason, len(readings), readings[0].cell
