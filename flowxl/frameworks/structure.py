"""The rules that hold between the records of a framework: no empty group, sources that exist, names that differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flowxl.core.framework import City, Dimension, Indicator, Pillar, Region
from flowxl.core.framework import Place as Member
from flowxl.frameworks.csv_rows import Row
from flowxl.frameworks.record_rules import Rules
from flowxl.voice.faults import Fault
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Text

NONE = Message("none")


@dataclass
class Parts:
    """The records of a framework in the order of their lines, before they are sorted."""

    dimensions: list[Dimension]
    pillars: list[Pillar]
    indicators: list[Indicator]
    cities: list[City]
    regions: list[Region]


def check_structure(rules: Rules, tables: dict[str, list[Row]], parts: Parts) -> None:
    """Check what holds between records; each fault is noted with ``rules``."""
    _check_filled(rules, parts)
    if "pillars.csv" not in rules.unread:
        _check_children(rules, tables["dimensions.csv"], [p.dimension for p in parts.pillars], "empty_group.pillars")
    if "indicators.csv" not in rules.unread:
        _check_children(rules, tables["pillars.csv"], [i.pillar for i in parts.indicators], "empty_group.indicators")
    pairs = list(zip(tables["indicators.csv"], parts.indicators, strict=True))
    _check_region_ranks(rules, pairs, parts)
    _check_shared_series(rules, pairs)
    _check_names(rules, pairs)
    _check_places(rules, tables["region_cities.csv"], parts.cities)


def _check_filled(rules: Rules, parts: Parts) -> None:
    for name, records in vars(parts).items():
        if not records and name != "regions" and f"{name}.csv" not in rules.unread:
            rules.fault("empty.table", Row(Place(f"{name}.csv"), {}))


def _check_children(rules: Rules, rows: Sequence[Row], owners: Sequence[str], key: str) -> None:
    for row in rows:
        if row["code"] not in owners:
            rules.faults.append(Fault(key, row.place, code=row["code"]))


def _check_region_ranks(rules: Rules, pairs: Sequence[tuple[Row, Indicator]], parts: Parts) -> None:
    if rules.unread & {"regions.csv", "region_cities.csv"}:
        return
    sizes = {region.code: len(region.members) for region in parts.regions}
    for row, indicator in pairs:
        rank = indicator.region_rank or 0
        short = [city.code for city in parts.cities if sizes.get(city.region or "", 0) < rank]
        if short:
            rules.fault("region_rank.short", row, rank=rank, cities=tuple(short))


def _check_shared_series(rules: Rules, pairs: Sequence[tuple[Row, Indicator]]) -> None:
    by_code = {indicator.code: indicator for _, indicator in pairs}
    for row, indicator in pairs:
        if indicator.same_as is None:
            continue
        base = by_code.get(indicator.same_as)
        if base is None or base is indicator or base.same_as:
            rules.fault("same_as.unknown", row, found=indicator.same_as)
        else:
            for column in ("entry", "region_rank", "measure"):
                ours, theirs = _shown(indicator, column), _shown(base, column)
                if ours != theirs:
                    rules.fault("same_as.differs", row, column=column, base=base.code, ours=ours, theirs=theirs)


def _shown(indicator: Indicator, column: str) -> str | Message:
    value = getattr(indicator, column)
    if isinstance(value, Text):
        return " / ".join(filter(None, (value.zh, value.en))) or NONE
    return NONE if value is None else str(value)


def _check_names(rules: Rules, pairs: Sequence[tuple[Row, Indicator]]) -> None:
    names: dict[tuple[str, str], Place] = {}
    for row, indicator in pairs:
        for name in sorted({indicator.name.of("zh"), indicator.name.of("en")} - {""}):
            first = names.setdefault((indicator.pillar, name.lower()), row.place)
            if first != row.place:
                rules.fault("duplicate_name", row, name=name, first=first)


def _check_places(rules: Rules, rows: Sequence[Row], cities: Sequence[City]) -> None:
    """Check that a place in several lists has one code and one name: else its figures would be mixed up."""
    known = {city.code.lower(): Member(city.code, city.name) for city in cities}
    for row, place in _members(rows):
        first = known.setdefault(place.code.lower(), place)
        if first.code != place.code:
            rules.fault("place_code", row, found=place.code, first=first.code)
        elif first.name != place.name:
            found, known_as = (" / ".join(filter(None, (name.zh, name.en))) for name in (place.name, first.name))
            rules.fault("place_name", row, code=place.code, found=found, first=known_as)


def _members(rows: Sequence[Row]) -> Iterator[tuple[Row, Member]]:
    return ((row, Member(row["code"], Text(row["name_zh"], row["name_en"]))) for row in rows)
