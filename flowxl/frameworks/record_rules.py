"""The rules that each line of a framework keeps by itself; every fault is noted, none raised."""

import re
from collections.abc import Callable, Iterable, Sequence

from flowxl.core.framework import ENTRIES, City, Dimension, Entry, Indicator, Pillar, Region
from flowxl.core.framework import Place as Member
from flowxl.frameworks.csv_rows import Row, plain_number
from flowxl.voice.faults import Fault
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Text

CODE = re.compile(r"(?!(?i:true|false)\Z)[A-Za-z][A-Za-z0-9_]{0,19}")
"""TRUE and FALSE are no codes: spreadsheet programs take them for booleans where they look rows up."""
SHEET_NAME = re.compile(r"[^\[\]:*?/\\']{1,31}")
PARENTS = {
    "dimension": Message("term.dimension"),
    "pillar": Message("term.pillar"),
    "region": Message("term.region"),
}
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

    def fault(self, key: str, row: Row, **values: object) -> None:
        """Note a fault of a row."""
        self.faults.append(Fault(key, row.place, 1, **values))

    def text(self, row: Row, column: str, *, required: bool = True) -> Text:
        """Read a bilingual text; one language is enough."""
        text = Text(row[f"{column}_zh"], row[f"{column}_en"])
        if required and not (text.zh or text.en):
            self.fault("name.row", row, column=column)
        return text

    def code(self, row: Row, seen: dict[str, Place], column: str = "code") -> str:
        """Read a code: well formed, and unique without regard to case (spreadsheets look up without it)."""
        code = row[column]
        if not CODE.fullmatch(code):
            self.fault("code.row", row, found=code)
        elif code.lower() in seen:
            self.fault("duplicate_code.row", row, code=code, first=seen[code.lower()])
        seen.setdefault(code.lower(), row.place)
        return code

    def parent(self, row: Row, column: str, known: Iterable[str], what: str) -> str:
        """Read a reference to another record."""
        if row[column] not in set(known) and f"{what}s.csv" not in self.unread:
            self.fault("unknown_parent", row, column=column, found=row[column], parent=PARENTS[what])
        return row[column]

    def entry(self, row: Row) -> Entry:
        """Read how an indicator is entered."""
        found = row["entry"] or ENTRIES[0]
        for entry in ENTRIES:
            if found == entry:
                return entry
        self.fault("entry", row, found=found, known=tuple(ENTRIES))
        return ENTRIES[0]

    def number(self, row: Row, column: str, holds: Callable[[float], bool], key: str) -> float | None:
        """Read a number that keeps a rule; what is said if it does not is found by the key."""
        value = plain_number(row[column])
        if value is None or not holds(value):
            self.faults.append(Fault(key, row.place, found=row[column]))
            return None
        return value

    def short(self, row: Row, name: Text, seen: dict[str, Place]) -> Text:
        """Read a short name: a valid and unique sheet name in either language."""
        short = self.text(row, "short", required=False)
        short = short if short.zh or short.en else name
        for text in sorted({short.of("zh"), short.of("en")}):
            if not SHEET_NAME.fullmatch(text):
                self.fault("short_name.rule", row, found=text)
            elif seen.setdefault(text.lower(), row.place) != row.place:
                self.fault("short_name.twice", row, name=text, first=seen[text.lower()])
        return short

    def dimensions(self, rows: Sequence[Row]) -> list[Dimension]:
        """Read the dimensions."""
        seen: dict[str, Place] = {}
        result = []
        for row in rows:
            name = self.text(row, "name")
            short = self.text(row, "short", required=False)
            result.append(Dimension(self.code(row, seen), name, short if short.zh or short.en else name))
        return result

    def pillars(self, rows: Sequence[Row], dimensions: Sequence[Dimension]) -> list[Pillar]:
        """Read the pillars."""
        known = [dimension.code for dimension in dimensions]
        seen: dict[str, Place] = {}
        names: dict[str, Place] = {}
        result = []
        for row in rows:
            name = self.text(row, "name")
            weight = self.number(row, "weight", lambda x: x > 0, "weight.row")
            code = self.code(row, seen)
            parent = self.parent(row, "dimension", known, "dimension")
            result.append(Pillar(code, parent, name, self.short(row, name, names), weight or 1.0))
        return result

    def cities(self, rows: Sequence[Row], regions: Sequence[Region]) -> list[City]:
        """Read the scored cities."""
        seen: dict[str, Place] = {}
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
        seen: dict[str, Place] = {}
        found: list[tuple[str, Text, Row]] = [(self.code(row, seen), self.text(row, "name"), row) for row in rows]
        members = self._members([code for code, _, _ in found], member_rows)
        result = []
        for code, name, row in found:
            ranks = sorted(members[code])
            if not ranks and "region_cities.csv" not in self.unread:
                self.fault("region_without_cities", row, code=code)
            elif ranks != list(range(1, len(ranks) + 1)):
                self.fault("region_rank.gaps", row, code=code, ranks=str(ranks), last=len(ranks))
            result.append(Region(code, name, tuple(members[code][rank] for rank in ranks)))
        return result

    def _members(self, regions: Sequence[str], rows: Sequence[Row]) -> dict[str, dict[int, Member]]:
        members: dict[str, dict[int, Member]] = {code: {} for code in regions}
        for row in rows:
            region = self.parent(row, "region", members, "region")
            rank = self.number(row, "rank", lambda x: x >= 1 and x == int(x), "rank")
            place = Member(self.code(row, {}), self.text(row, "name"))
            if rank is None or region not in members:
                continue
            if int(rank) in members[region]:
                self.fault("region_rank.twice", row, rank=int(rank), region=region)
            members[region][int(rank)] = place
        return members

    def indicators(self, rows: Sequence[Row], pillars: Sequence[Pillar]) -> list[Indicator]:
        """Read the indicators."""
        known = [pillar.code for pillar in pillars]
        seen: dict[str, Place] = {}
        result = []
        for row in rows:
            direction = self.number(row, "direction", lambda x: x in (1, -1), "direction")
            rank = (
                self.number(row, "region_rank", lambda x: x >= 1 and x == int(x), "region_rank.row")
                if row["region_rank"]
                else None
            )
            result.append(
                Indicator(
                    code=self.code(row, seen),
                    pillar=self.parent(row, "pillar", known, "pillar"),
                    name=self.text(row, "name"),
                    measure=self.text(row, "measure"),
                    direction=int(direction or 1),
                    entry=self.entry(row),
                    region_rank=int(rank) if rank else None,
                    same_as=row["same_as"] or None,
                    publisher=self.text(row, "publisher", required=False),
                    baidu_keyword=row["baidu_keyword"],
                )
            )
        return result
