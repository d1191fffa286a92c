"""The rules that hold between the records of a framework: no empty group, sources that exist, names that differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flowxl.core.framework import City, Dimension, Indicator, Pillar, Place, Region
from flowxl.frameworks.csv_rows import Row
from flowxl.frameworks.record_rules import Rules
from flowxl.voice.text import Text


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
    _check_children(rules, tables["dimensions.csv"], [p.dimension for p in parts.pillars], "pillar")
    _check_children(rules, tables["pillars.csv"], [i.pillar for i in parts.indicators], "indicator")
    pairs = list(zip(tables["indicators.csv"], parts.indicators, strict=True))
    _check_region_ranks(rules, pairs, parts)
    _check_shared_series(rules, pairs)
    _check_names(rules, pairs)
    _check_places(rules, tables["region_cities.csv"], parts.cities)


def _check_filled(rules: Rules, parts: Parts) -> None:
    for name, records in vars(parts).items():
        if not records and name != "regions" and f"{name}.csv" not in rules.unread:
            rules.fault("empty", Row(f"{name}.csv", {}), "no lines", "at least one")


def _check_children(rules: Rules, rows: Sequence[Row], owners: Sequence[str], what: str) -> None:
    if f"{what}s.csv" in rules.unread:
        return
    for row in rows:
        if row["code"] not in owners:
            rules.fault("empty_group", row, f"{row['code']} without {what}s", f"at least one {what}")


def _check_region_ranks(rules: Rules, pairs: Sequence[tuple[Row, Indicator]], parts: Parts) -> None:
    if rules.unread & {"regions.csv", "region_cities.csv"}:
        return
    sizes = {region.code: len(region.members) for region in parts.regions}
    for row, indicator in pairs:
        rank = indicator.region_rank or 0
        short = [city.code for city in parts.cities if sizes.get(city.region or "", 0) < rank]
        if short:
            found = f"region_rank {rank}, but too few region cities for {', '.join(short)}"
            rules.fault("region_rank", row, found, "a region with that many cities for every city")


def _check_shared_series(rules: Rules, pairs: Sequence[tuple[Row, Indicator]]) -> None:
    by_code = {indicator.code: indicator for _, indicator in pairs}
    for row, indicator in pairs:
        if indicator.same_as is None:
            continue
        base = by_code.get(indicator.same_as)
        if base is None or base is indicator or base.same_as:
            expected = "the code of another indicator that is entered itself"
            rules.fault("same_as", row, f"same_as {indicator.same_as!r}", expected)
        else:
            for column in ("entry", "region_rank", "measure"):
                ours, theirs = _shown(indicator, column), _shown(base, column)
                if ours != theirs:
                    found = f"another {column} than {base.code}: {ours}"
                    rules.fault("same_as", row, found, f"{theirs}, the same as the series it shares")


def _shown(indicator: Indicator, column: str) -> str:
    value = getattr(indicator, column)
    if isinstance(value, Text):
        return " / ".join(filter(None, (value.zh, value.en))) or "none"
    return "none" if value is None else str(value)


def _check_names(rules: Rules, pairs: Sequence[tuple[Row, Indicator]]) -> None:
    names: dict[tuple[str, str], str] = {}
    for row, indicator in pairs:
        for name in sorted({indicator.name.of("zh"), indicator.name.of("en")} - {""}):
            first = names.setdefault((indicator.pillar, name.lower()), row.where)
            if first != row.where:
                rules.fault("duplicate_name", row, f"name {name!r}, as in {first}", "its own name within the pillar")


def _check_places(rules: Rules, rows: Sequence[Row], cities: Sequence[City]) -> None:
    """Check that a place in several lists has one code and one name: else its figures would be mixed up."""
    known = {city.code.lower(): Place(city.code, city.name) for city in cities}
    for row, place in _members(rows):
        first = known.setdefault(place.code.lower(), place)
        if first.code != place.code:
            rules.fault("place_code", row, f"code {place.code}", f"{first.code}, as elsewhere")
        elif first.name != place.name:
            found, expected = (" / ".join(filter(None, (name.zh, name.en))) for name in (place.name, first.name))
            rules.fault("place_name", row, f"{place.code} is {found} here", f"{expected}, as elsewhere")


def _members(rows: Sequence[Row]) -> Iterator[tuple[Row, Place]]:
    return ((row, Place(row["code"], Text(row["name_zh"], row["name_en"]))) for row in rows)
