"""Names of cities, dimensions, pillars and indicators: found by code or by either name, however it is spelled."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from flowxl.core.framework import Framework
from flowxl.udf.errors import unknown
from flowxl.voice.message import Message
from flowxl.voice.text import Language, Sayable, Text

Level = Literal["dimension", "pillar", "indicator"]
SEPARATOR = "/"
CITY_ENDING = "市"
LISTED = 12


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return a name without what does not tell names apart: width, case, outer blanks, runs of blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def fold_city(text: str) -> str:
    """Return the folded name of a city, without 市."""
    folded = fold(text)
    return folded.removesuffix(CITY_ENDING) or folded


@dataclass(frozen=True)
class Item:
    """A dimension, pillar or indicator by its position."""

    level: Level
    position: int


@dataclass(frozen=True)
class Names:
    """Cities and items of a framework by folded name; ``series`` says for each indicator which series feeds it."""

    framework: Framework
    cities: dict[str, tuple[int, ...]]
    items: dict[str, tuple[Item, ...]]
    series: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, framework: Framework, series: tuple[tuple[str, ...], ...]) -> "Names":
        """Collect the names of a framework."""
        cities: dict[str, tuple[int, ...]] = {}
        for n, city in enumerate(framework.cities):
            for word in {fold_city(text) for text in (city.code, city.name.zh, city.name.en) if text}:
                cities[word] = (*cities.get(word, ()), n)
        items: dict[str, tuple[Item, ...]] = {}

        def add(item: Item, words: Iterable[str]) -> None:
            for word in {fold(word) for word in words if word}:
                items[word] = (*items.get(word, ()), item)

        for n, dimension in enumerate(framework.dimensions):
            name, short = dimension.name, dimension.short
            add(Item("dimension", n), (dimension.code, name.zh, name.en, short.zh, short.en))
        for n, pillar in enumerate(framework.pillars):
            name, short = pillar.name, pillar.short
            add(Item("pillar", n), (pillar.code, name.zh, name.en, short.zh, short.en))
        for n, indicator in enumerate(framework.indicators):
            add(Item("indicator", n), (indicator.code, indicator.name.zh, indicator.name.en))
        return cls(framework, cities, items, series)

    def city(self, text: str, argument: str = "city") -> int:
        """Return the position of a city.

        Raises
        ------
        FunctionError
            If there is none of that name, or more than one.
        """
        found = self.cities.get(fold_city(text), ())
        if len(found) > 1:
            codes = tuple(self.framework.cities[n].code for n in found)
            several = Message("udf.several_cities", name=text, count=len(found))
            raise unknown(argument, several, Message("udf.choice", words=codes))
        if not found:
            names = tuple(
                Text(c.name.of("zh") or c.code, c.name.of("en") or c.code) for c in self.framework.cities[:LISTED]
            )
            many = len(self.framework.cities) > LISTED
            expected = Message("udf.one_of_many_cities" if many else "udf.one_of_cities", names=names)
            raise unknown(argument, Message("udf.quoted", found=text), expected)
        return found[0]

    def item(self, text: str, argument: str = "item", only: Level | None = None) -> Item:
        """Return what a name stands for; ``pillar/indicator`` tells indicators of one name apart.

        Raises
        ------
        FunctionError
            If there is nothing of that name, or more than one thing.
        """
        folded = fold(text)
        found = [item for item in self.items.get(folded, ()) if only in (None, item.level)]
        if not found and SEPARATOR in folded:
            found = self._inside(folded, only)
        if not found:
            expected = Message("udf.an_indicator" if only == "indicator" else "udf.an_item")
            raise unknown(argument, Message("udf.quoted", found=text), expected)
        if len(found) > 1 and not self._same(found):
            several = Message("udf.several_items", name=text, count=len(found))
            raise unknown(argument, several, Message("udf.choice", words=tuple(map(self._address, found))))
        return found[0]

    def _inside(self, folded: str, only: Level | None) -> list[Item]:
        """Return the indicators of a pillar by ``pillar/indicator``; names may themselves hold a stroke."""
        found = []
        parts = folded.split(SEPARATOR)
        for cut in range(1, len(parts)):
            pillar, name = (SEPARATOR.join(part).strip() for part in (parts[:cut], parts[cut:]))
            owners = {item.position for item in self.items.get(pillar, ()) if item.level == "pillar"}
            found += [
                item
                for item in self.items.get(name, ())
                if item.level == "indicator" and self.framework.pillar_of_indicator[item.position] in owners
            ]
        return [item for item in found if only in (None, item.level)]

    def _same(self, items: list[Item]) -> bool:
        """Say whether indicators are one series, entered and scored alike."""
        if any(item.level != "indicator" for item in items):
            return False
        chosen = [self.framework.indicators[item.position] for item in items]
        feeds = {self.series[item.position] for item in items}
        return len(feeds) == 1 and len({(i.direction, i.entry) for i in chosen}) == 1

    def _address(self, item: Item) -> Sayable:
        framework = self.framework
        if item.level == "dimension":
            return Message("udf.the_dimension", code=framework.dimensions[item.position].code)
        if item.level == "pillar":
            return Message("udf.the_pillar", code=framework.pillars[item.position].code)
        indicator = framework.indicators[item.position]
        pillar = framework.pillars[int(framework.pillar_of_indicator[item.position])]

        def said(language: Language) -> str:
            first = pillar.short.of(language) or pillar.code
            return f"{first}{SEPARATOR}{indicator.name.of(language) or indicator.code} ({indicator.code})"

        return Text(said("zh"), said("en"))
