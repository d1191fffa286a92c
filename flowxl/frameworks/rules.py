"""The rules of a framework: each is checked on loading, and every fault is told at once."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from flowxl.core.faults import Fault
from flowxl.core.framework import ENTRIES, City, Dimension, Indicator, Pillar, Place, Region, Text
from flowxl.frameworks.tables import Row

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}")
SHEET_NAME = re.compile(r"[^\[\]:*?/\\']{1,31}")
REQUIRED = {
    "dimensions.csv": ("code",),
    "pillars.csv": ("code", "dimension", "weight"),
    "indicators.csv": ("code", "pillar", "direction"),
    "cities.csv": ("code",),
    "regions.csv": ("code",),
    "region_cities.csv": ("region", "rank", "code"),
}
T = TypeVar("T")


class Rules:
    """Turns table rows into framework records and collects what is wrong with them."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults

    def fault(self, kind: str, row: Row, found: str, expected: str) -> None:
        """Note a fault of a row."""
        self.faults.append(Fault(kind, row.where, found, expected))

    def text(self, row: Row, column: str, *, required: bool = True) -> Text:
        """Read a bilingual text; one language is enough."""
        text = Text(row[f"{column}_zh"], row[f"{column}_en"])
        if required and not (text.zh or text.en):
            self.fault("name", row, f"no {column}", f"{column}_zh or {column}_en")
        return text

    def code(self, row: Row, seen: dict[str, str], column: str = "code") -> str:
        """Read a code: well formed, and unique without regard to case (spreadsheets look up without it)."""
        code = row[column]
        if not CODE.fullmatch(code):
            self.fault("code", row, f"code {code!r}", "a letter, then letters, digits or _, at most 20")
        elif code.lower() in seen:
            self.fault("duplicate_code", row, f"code {code}, as in {seen[code.lower()]}", "a code of its own")
        seen.setdefault(code.lower(), row.where)
        return code

    def parent(self, row: Row, column: str, known: Iterable[str], what: str) -> str:
        """Read a reference to another record."""
        if row[column] not in set(known):
            self.fault("unknown_parent", row, f"{column} {row[column]!r}", f"the code of a {what}")
        return row[column]

    def choice(self, row: Row, column: str, allowed: Sequence[str], default: str) -> str:
        """Read one of a few words."""
        if (row[column] or default) not in allowed:
            self.fault(column, row, f"{column} {row[column]!r}", " or ".join(allowed))
            return default
        return row[column] or default

    def number(self, row: Row, column: str, holds: Callable[[float], bool], expected: str) -> float | None:
        """Read a number that keeps a rule."""
        try:
            value = float(row[column])
        except ValueError:
            value = float("nan")
        if not holds(value):
            self.fault(column, row, f"{column} {row[column]!r}", expected)
            return None
        return value

    def short(self, row: Row, name: Text, seen: dict[str, str]) -> Text:
        """Read a short name: a valid and unique sheet name in either language."""
        short = self.text(row, "short", required=False)
        short = short if short.zh or short.en else name
        for text in sorted({short.of("zh"), short.of("en")}):
            if not SHEET_NAME.fullmatch(text):
                self.fault("short_name", row, f"short name {text!r}", "1 to 31 characters without []:*?/\\'")
            elif seen.setdefault(text.lower(), row.where) != row.where:
                self.fault("short_name", row, f"short name {text}, as in {seen[text.lower()]}", "a name of its own")
        return short

    def dimensions(self, rows: Sequence[Row]) -> list[Dimension]:
        """Read the dimensions."""
        seen: dict[str, str] = {}
        result = []
        for row in rows:
            name = self.text(row, "name")
            short = self.text(row, "short", required=False)
            result.append(Dimension(self.code(row, seen), name, short if short.zh or short.en else name))
        return result

    def pillars(self, rows: Sequence[Row], dimensions: Sequence[Dimension]) -> list[Pillar]:
        """Read the pillars."""
        known, seen, names = [d.code for d in dimensions], {}, {}
        result = []
        for row in rows:
            name = self.text(row, "name")
            weight = self.number(row, "weight", lambda x: 0 < x < float("inf"), "a number above 0")
            code = self.code(row, seen)
            parent = self.parent(row, "dimension", known, "dimension")
            result.append(Pillar(code, parent, name, self.short(row, name, names), weight or 1.0))
        return result

    def cities(self, rows: Sequence[Row], regions: Sequence[Region]) -> list[City]:
        """Read the scored cities."""
        seen: dict[str, str] = {}
        known = [region.code for region in regions]
        return [
            City(
                self.code(row, seen),
                self.text(row, "name"),
                self.parent(row, "region", known, "region") if row["region"] else None,
            )
            for row in rows
        ]

    def regions(self, rows: Sequence[Row], member_rows: Sequence[Row]) -> list[Region]:
        """Read the regions with their cities in rank order."""
        seen: dict[str, str] = {}
        found: list[tuple[str, Text, Row]] = [(self.code(row, seen), self.text(row, "name"), row) for row in rows]
        members: dict[str, dict[int, Place]] = {code: {} for code, _, _ in found}
        for row in member_rows:
            region = self.parent(row, "region", members, "region")
            rank = self.number(row, "rank", lambda x: x >= 1 and x == int(x), "a whole number from 1")
            place = Place(self.code(row, {}), self.text(row, "name"))
            if rank is None or region not in members:
                continue
            if int(rank) in members[region]:
                self.fault("region_rank", row, f"rank {int(rank)} of {region} twice", "each rank once")
            members[region][int(rank)] = place
        result = []
        for code, name, row in found:
            ranks = sorted(members[code])
            if not ranks:
                self.fault(
                    "region_without_cities",
                    row,
                    f"region {code} without cities",
                    "at least one line in region_cities.csv",
                )
            elif ranks != list(range(1, len(ranks) + 1)):
                self.fault("region_rank", row, f"ranks {ranks} in region {code}", f"1 to {len(ranks)}")
            result.append(Region(code, name, tuple(members[code][rank] for rank in ranks)))
        return result

    def indicators(self, rows: Sequence[Row], pillars: Sequence[Pillar]) -> list[Indicator]:
        """Read the indicators."""
        known, seen = [p.code for p in pillars], {}
        result = []
        for row in rows:
            direction = self.number(row, "direction", lambda x: x in (1, -1), "1 or -1")
            rank = (
                self.number(row, "region_rank", lambda x: x >= 1 and x == int(x), "empty or a whole number from 1")
                if row["region_rank"]
                else None
            )
            entry: Any = self.choice(row, "entry", ENTRIES, "level")
            result.append(
                Indicator(
                    code=self.code(row, seen),
                    pillar=self.parent(row, "pillar", known, "pillar"),
                    name=self.text(row, "name"),
                    measure=self.text(row, "measure"),
                    direction=int(direction or 1),
                    entry=entry,
                    region_rank=int(rank) if rank else None,
                    same_as=row["same_as"] or None,
                    publisher=self.text(row, "publisher", required=False),
                    baidu_keyword=row["baidu_keyword"],
                )
            )
        return result


def check_structure(
    rules: Rules,
    tables: dict[str, list[Row]],
    dimensions: Sequence[Dimension],
    pillars: Sequence[Pillar],
    indicators: Sequence[Indicator],
    cities: Sequence[City],
    regions: Sequence[Region],
) -> None:
    """Check what holds between records: no empty group, sources that exist, names that tell series apart."""
    _check_children(rules, tables["dimensions.csv"], dimensions, [p.dimension for p in pillars], "pillar")
    _check_children(rules, tables["pillars.csv"], pillars, [i.pillar for i in indicators], "indicator")
    _check_sources(rules, tables["indicators.csv"], indicators, cities, regions)
    _check_places(rules, tables, cities, regions)
    names: dict[tuple[str, str], str] = {}
    for row, indicator in zip(tables["indicators.csv"], indicators, strict=True):
        for name in sorted({indicator.name.of("zh"), indicator.name.of("en")}):
            first = names.setdefault((indicator.pillar, name.lower()), row.where)
            if first != row.where:
                rules.fault(
                    "duplicate_name",
                    row,
                    f"name {name!r}, as in {first}",
                    "a name of its own within the pillar",
                )


def _check_children(rules: Rules, rows: list[Row], parents: Sequence[Any], owners: list[str], what: str) -> None:
    for row, parent in zip(rows, parents, strict=True):
        if parent.code not in owners:
            rules.fault("empty_group", row, f"{parent.code} without {what}s", f"at least one {what}")


def _check_sources(
    rules: Rules,
    rows: list[Row],
    indicators: Sequence[Indicator],
    cities: Sequence[City],
    regions: Sequence[Region],
) -> None:
    by_code = {indicator.code: indicator for indicator in indicators}
    sizes = {region.code: len(region.members) for region in regions}
    for row, indicator in zip(rows, indicators, strict=True):
        if indicator.region_rank is not None:
            short = [c.code for c in cities if sizes.get(c.region or "", 0) < indicator.region_rank]
            if short:
                found = f"region_rank {indicator.region_rank}, but too few region cities for {', '.join(short)}"
                rules.fault("region_rank", row, found, "a region with that many cities for every city")
        if indicator.same_as is None:
            continue
        base = by_code.get(indicator.same_as)
        if base is None or base is indicator or base.same_as:
            rules.fault(
                "same_as",
                row,
                f"same_as {indicator.same_as!r}",
                "the code of another indicator that is entered itself",
            )
        elif (base.entry, base.region_rank, base.measure) != (
            indicator.entry,
            indicator.region_rank,
            indicator.measure,
        ):
            rules.fault(
                "same_as",
                row,
                f"another entry, region_rank or measure than {base.code}",
                "the same as the series it shares",
            )


def _check_places(
    rules: Rules, tables: dict[str, list[Row]], cities: Sequence[City], regions: Sequence[Region]
) -> None:
    """A place that stands in several lists must carry one name, or figures would be mixed up."""
    names: dict[str, Text] = {city.code.lower(): city.name for city in cities}
    for region in regions:
        for place in region.members:
            known = names.setdefault(place.code.lower(), place.name)
            if known != place.name:
                row = next(row for row in tables["region_cities.csv"] if row["code"] == place.code)
                rules.fault(
                    "place_name",
                    row,
                    f"{place.code} is {place.name.of('zh')} here",
                    f"{known.of('zh')}, as elsewhere",
                )
