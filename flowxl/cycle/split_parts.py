"""Who gets what: the parts of a split, by pillar, by city or from a list, and the framework of each."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flowxl.core.framework import Framework
from flowxl.frameworks.csv_rows import Row
from flowxl.frameworks.observations import fold_name
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Language, Text
from flowxl.yearbook.text_files import read_list

TITLES = {
    "name": ("name", "姓名", "负责人", "名称"),
    "pillars": ("pillars", "pillar", "二级指标"),
    "cities": ("cities", "city", "城市"),
    "indicators": ("indicators", "indicator", "三级指标", "指标"),
}
COLUMNS: dict[str, Text] = {
    "pillars": Text("二级指标", "pillars"),
    "cities": Text("城市", "cities"),
    "indicators": Text("三级指标", "indicators"),
}
_SEPARATORS = re.compile(r"[;；、|\n]")
_COMMAS = re.compile(r"[,，]")
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
LONGEST_NAME = 60


@dataclass(frozen=True)
class Part:
    """What one colleague gets: a name, and the framework of the rows to fill."""

    name: str
    framework: Framework

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of its rows."""
        return tuple(series.key for series in self.framework.series)


@dataclass(frozen=True)
class Parts:
    """All parts of a split.

    Attributes
    ----------
    parts
        The parts, each with at least one row.
    nobody
        Keys of rows of the book that are in no part.
    shared
        Rows that are in several parts, with the names of these.
    elsewhere
        Indicators that a part would have, but which are entered at an indicator of another part; by name of the part.
    """

    parts: tuple[Part, ...]
    nobody: tuple[str, ...]
    shared: dict[str, tuple[str, ...]]
    elsewhere: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class _Wish:
    """A name with the indicators and cities that go with it."""

    name: str
    indicators: frozenset[str]
    cities: tuple[str, ...]


def parts_by(framework: Framework, by: str | Path, language: Language) -> Parts:
    """Return the parts of a split.

    Parameters
    ----------
    framework
        The whole.
    by
        ``pillar``, ``city``, or a CSV file with the columns name, pillars and/or cities, and maybe indicators.
    language
        Language of the names.

    Raises
    ------
    FlowXLError
        If the list cannot be used; with every fault.
    """
    if by == "pillar":
        return _parts(framework, _wishes_by_pillar(framework, language))
    if by == "city":
        return _parts(framework, _wishes_by_city(framework, language))
    return _parts(framework, _wishes_of_list(framework, Path(by)))


def restricted(framework: Framework, indicators: Iterable[str], cities: Sequence[str]) -> Framework:
    """Return the framework with some of its indicators and cities, in its own order.

    An indicator whose series is entered at one that is not among them is left out.
    """
    wanted = set(indicators)
    kept = tuple(i for i in framework.indicators if i.code in wanted and (i.same_as is None or i.same_as in wanted))
    pillars = tuple(p for p in framework.pillars if any(i.pillar == p.code for i in kept))
    dimensions = tuple(d for d in framework.dimensions if any(p.dimension == d.code for p in pillars))
    places = tuple(city for city in framework.cities if city.code in set(cities))
    regions = tuple(r for r in framework.regions if r.code in {city.region for city in places})
    return replace(framework, dimensions=dimensions, pillars=pillars, indicators=kept, cities=places, regions=regions)


def _wishes_by_pillar(framework: Framework, language: Language) -> list[_Wish]:
    return [
        _Wish(p.short.of(language) or p.name.of(language), _indicators_of(framework, [p.code]), framework.city_codes)
        for p in framework.pillars
    ]


def _wishes_by_city(framework: Framework, language: Language) -> list[_Wish]:
    every = frozenset(framework.indicator_codes)
    return [_Wish(city.name.of(language), every, (city.code,)) for city in framework.cities]


def _indicators_of(framework: Framework, pillars: Iterable[str]) -> frozenset[str]:
    return frozenset(i.code for i in framework.indicators if i.pillar in set(pillars))


def _parts(framework: Framework, wishes: Sequence[_Wish]) -> Parts:
    names = _file_names([wish.name for wish in wishes])
    parts, elsewhere = [], {}
    for name, wish in zip(names, wishes, strict=True):
        own = restricted(framework, wish.indicators, wish.cities)
        left_out = tuple(i.code for i in framework.indicators if i.code in wish.indicators - set(own.indicator_codes))
        if left_out:
            elsewhere[name] = left_out
        if own.series:
            parts.append(Part(name, own))
    owners: dict[str, list[str]] = {series.key: [] for series in framework.series}
    for part in parts:
        for key in part.keys:
            owners[key].append(part.name)
    nobody = tuple(key for key, found in owners.items() if not found)
    shared = {key: tuple(found) for key, found in owners.items() if len(found) > 1}
    return Parts(tuple(parts), nobody, shared, elsewhere)


def _file_names(names: Sequence[str]) -> list[str]:
    """Return names that every file system takes, each once, whatever case it tells apart."""
    found: list[str] = []
    taken: Counter[str] = Counter()
    for name in names:
        plain = _NOT_IN_NAMES.sub("_", unicodedata.normalize("NFC", name)).strip(" .")[:LONGEST_NAME].strip(" .")
        plain = f"_{plain}" if not plain or _DEVICES.fullmatch(plain) else plain
        taken[plain.lower()] += 1
        while taken[plain.lower()] > 1:
            plain = f"{plain}-{taken[plain.lower()]}"
            taken[plain.lower()] += 1
        found.append(plain)
    return found


def _wishes_of_list(framework: Framework, path: Path) -> list[_Wish]:
    faults: list[Fault] = []
    rows = [_renamed(row) for row in read_list(path, (), faults)]
    reader = _ListReader(framework, faults)
    wishes = [reader.wish(row) for row in rows]
    if not rows and not faults:
        faults.append(Fault("list.empty", Place(path.name)))
    twice = [name for name, count in Counter(wish.name for wish in wishes if wish.name).items() if count > 1]
    faults += [Fault("list.twice", Place(path.name), name=name) for name in twice]
    if faults:
        raise FlowXLError(Message("split.list", name=path.name), faults)
    return wishes


def _renamed(row: Row) -> Row:
    known = {title: key for key, titles in TITLES.items() for title in titles}
    return Row(row.place, {known.get(title.lower(), title): cell for title, cell in row.cells.items()})


class _ListReader:
    """Reads the rows of a list; names that stand for nothing are faults."""

    def __init__(self, framework: Framework, faults: list[Fault]) -> None:
        self.framework, self.faults = framework, faults
        self.pillars = self._known((p.code, (p.name, p.short)) for p in framework.pillars)
        self.cities = self._known((c.code, (c.name,)) for c in framework.cities)
        self.indicators = self._known((i.code, (i.name,)) for i in framework.indicators)

    @staticmethod
    def _known(items: Iterable[tuple[str, tuple[Text, ...]]]) -> dict[str, set[str]]:
        """Return the codes by each of their names; a name may stand for several, a code never does."""
        listed = list(items)
        found: dict[str, set[str]] = {}
        for code, names in listed:
            for text in {fold_name(text) for name in names for text in (name.zh, name.en) if text}:
                found.setdefault(text, set()).add(code)
        return found | {fold_name(code): {code} for code, _ in listed}

    def wish(self, row: Row) -> _Wish:
        """Return what one row asks for."""
        unknown = tuple(title for title in row.cells if title not in TITLES)
        if unknown:
            fault = Fault("list.columns", row.place, unknown=unknown, known=tuple(TITLES))
            if fault not in self.faults:
                self.faults.append(fault)
        if not row["name"]:
            self.faults.append(Fault("list.no_name", row.place))
        pillars = self._codes(row, "pillars", self.pillars)
        single = self._codes(row, "indicators", self.indicators)
        cities = self._codes(row, "cities", self.cities)
        if not (row["pillars"] or row["cities"] or row["indicators"]):
            self.faults.append(Fault("list.nothing", row.place))
        indicators = _indicators_of(self.framework, pillars) | single
        everything = not (row["pillars"] or row["indicators"])
        return _Wish(
            row["name"],
            frozenset(self.framework.indicator_codes) if everything else indicators,
            tuple(city for city in self.framework.city_codes if not row["cities"] or city in cities),
        )

    def _codes(self, row: Row, column: str, known: dict[str, set[str]]) -> frozenset[str]:
        found: set[str] = set()
        for name in _names(row[column], lambda text: fold_name(text) in known):
            codes = known.get(fold_name(name), set())
            if len(codes) == 1:
                found |= codes
                continue
            place, title = replace(row.place, name=column), COLUMNS[column]
            if codes:
                self.faults.append(Fault("list.several", place, name=name, codes=tuple(sorted(codes)), column=title))
            else:
                self.faults.append(Fault("list.unknown", place, name=name, column=title))
        return frozenset(found)


def _names(text: str, known: Callable[[str], bool]) -> list[str]:
    """Split a cell at ; 、 and |, and at commas where the whole is no name: some names have a comma in them."""
    found = []
    for piece in _SEPARATORS.split(text):
        found += [piece] if known(piece) else _COMMAS.split(piece)
    return [name.strip() for name in found if name.strip()]
