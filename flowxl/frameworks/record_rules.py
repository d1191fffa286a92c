"""The rules that each line of a framework keeps by itself; every fault is noted, none raised."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flowxl.core.framework import ENTRIES, City, Dimension, Indicator, Pillar, Place, Region
from flowxl.frameworks.csv_rows import Row, plain_number
from flowxl.voice.faults import Fault, rough
from flowxl.voice.text import Text

CODE = re.compile(r"(?!(?i:true|false)\Z)[A-Za-z][A-Za-z0-9_]{0,19}")
"""TRUE and FALSE are no codes: spreadsheet programs take them for booleans where they look rows up."""
CODE_RULE = "a letter, then letters, digits or _, at most 20, not TRUE or FALSE"
SHEET_NAME = re.compile(r"[^\[\]:*?/\\']{1,31}")
REQUIRED = {
    "dimensions.csv": ("code",),
    "pillars.csv": ("code", "dimension", "weight"),
    "indicators.csv": ("code", "pillar", "direction"),
    "cities.csv": ("code",),
    "regions.csv": ("code",),
    "region_cities.csv": ("region", "rank", "code"),
}


class Rules:
    """Turns table rows into framework records and collects what is wrong with them.

    ``unread`` names the files that could not be read: what refers to them cannot be judged, so it is no fault.
    """

    def __init__(self, faults: list[Fault], unread: Iterable[str] = ()) -> None:
        self.faults = faults
        self.unread = frozenset(unread)

    def fault(self, kind: str, row: Row, found: str, expected: str) -> None:
        """Note a fault of a row."""
        self.faults.append(rough(kind, row.where, found, expected))

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
            self.fault("code", row, f"code {code!r}", CODE_RULE)
        elif code.lower() in seen:
            self.fault("duplicate_code", row, f"code {code}, as in {seen[code.lower()]}", "a code of its own")
        seen.setdefault(code.lower(), row.where)
        return code

    def parent(self, row: Row, column: str, known: Iterable[str], what: str) -> str:
        """Read a reference to another record."""
        if row[column] not in set(known) and f"{what}s.csv" not in self.unread:
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
        value = plain_number(row[column])
        if value is None or not holds(value):
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
        known = [dimension.code for dimension in dimensions]
        seen: dict[str, str] = {}
        names: dict[str, str] = {}
        result = []
        for row in rows:
            name = self.text(row, "name")
            weight = self.number(row, "weight", lambda x: x > 0, "a number above 0")
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
        members = self._members([code for code, _, _ in found], member_rows)
        result = []
        for code, name, row in found:
            ranks = sorted(members[code])
            if not ranks and "region_cities.csv" not in self.unread:
                expected = "at least one line in region_cities.csv"
                self.fault("region_without_cities", row, f"region {code} without cities", expected)
            elif ranks != list(range(1, len(ranks) + 1)):
                self.fault("region_rank", row, f"ranks {ranks} in region {code}", f"1 to {len(ranks)}")
            result.append(Region(code, name, tuple(members[code][rank] for rank in ranks)))
        return result

    def _members(self, regions: Sequence[str], rows: Sequence[Row]) -> dict[str, dict[int, Place]]:
        members: dict[str, dict[int, Place]] = {code: {} for code in regions}
        for row in rows:
            region = self.parent(row, "region", members, "region")
            rank = self.number(row, "rank", lambda x: x >= 1 and x == int(x), "a whole number from 1")
            place = Place(self.code(row, {}), self.text(row, "name"))
            if rank is None or region not in members:
                continue
            if int(rank) in members[region]:
                self.fault("region_rank", row, f"rank {int(rank)} of {region} twice", "each rank once")
            members[region][int(rank)] = place
        return members

    def indicators(self, rows: Sequence[Row], pillars: Sequence[Pillar]) -> list[Indicator]:
        """Read the indicators."""
        known = [pillar.code for pillar in pillars]
        seen: dict[str, str] = {}
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
