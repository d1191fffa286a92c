"""Titles of sheets and fields, from which grids are made."""

from collections.abc import Mapping

from flowxl.core.framework import Framework
from flowxl.voice.text import Language, Text
from flowxl.workbook import texts
from flowxl.workbook.grid import Field

INPUT = "input:"
MANY_CITIES = 20
"""Above this number cities stand in rows: more columns than that cannot be read."""


class Words:
    """Titles of fields in the language of a book; ``titles`` are all there are, without it those of ``texts``."""

    def __init__(
        self,
        framework: Framework,
        years: tuple[int, ...],
        language: Language,
        titles: Mapping[str, Text] | None = None,
    ) -> None:
        self.framework, self.years, self.language = framework, years, language
        self.many = len(framework.cities) > MANY_CITIES
        self.titles = texts.FIELDS if titles is None else titles

    def say(self, text: Text) -> str:
        """Return a text in the language of the book, with what its framework calls its units."""
        return self.framework.unit.named(text).of(self.language)

    def field(self, key: str, width: float = 10.0) -> Field:
        """Return a field with its title."""
        return Field(key, self.say(self.titles[key]), width)

    def fields(self, **widths: float) -> list[Field]:
        """Return fields, given by their widths."""
        return [self.field(key, width) for key, width in widths.items()]

    def per_year(self, width: float = 12.5) -> list[Field]:
        """Return a field per year."""
        return [Field(f"year:{year}", str(year), width) for year in self.years]

    def per_city(
        self, family: str, width: float = 10.0, *, plain: bool = False, title: str | None = None
    ) -> list[Field]:
        """Return a field per city; ``plain`` titles are the city alone, others begin with that of the family."""
        word = self.say(self.titles[title or family])
        return [
            Field(
                f"{family}:{city.code}",
                city.name.of(self.language) if plain else f"{word} {city.name.of(self.language)}",
                width,
            )
            for city in self.framework.cities
        ]
