"""Faults with words of their own, for tests of how faults are gathered and told: no catalogue knows them."""

import re
from dataclasses import dataclass

from flowxl.voice.faults import Fault, Words, shortened_twice
from flowxl.voice.place import Place
from flowxl.voice.text import Language

_CELL = re.compile(r"!|: | row ")


def rough(kind: str, where: str, found: str, expected: str, remedy: str = "", count: int = 1) -> Fault:
    """Return a fault whose words are English sentences that are not in the catalogue yet."""
    return _Rough(kind, where, found, expected, remedy, count)


@dataclass(frozen=True)
class _PlainPlace(Place):
    """A place of which only a text is known."""

    text: str = ""

    @classmethod
    def read(cls, where: str) -> "_PlainPlace":
        split = _CELL.search(where)
        return cls(sheet=where[: split.start()], name=where[split.end() :], text=where) if split else cls(text=where)

    def of(self, language: Language) -> str:
        return self._until(language, self.text)

    @property
    def end(self) -> str:
        return super().end or self.text


class _Rough(Fault):
    """A fault whose words are English sentences and not yet in the catalogue."""

    def __init__(self, kind: str, where: str, found: str, expected: str, remedy: str = "", count: int = 1) -> None:
        super().__init__(kind, _PlainPlace.read(where), count)
        object.__setattr__(
            self, "_words", Words(shortened_twice(where), shortened_twice(found), shortened_twice(expected), remedy)
        )

    def at(self, place: Place) -> Fault:
        """Return the fault at another place."""
        _, found, expected, remedy = self.words("en")
        return _Rough(self.key, place.of("en"), found, expected, remedy, self.count)

    def within(self, file: str) -> Fault:
        """Return the fault with the file that it is in before its place."""
        return self.at(_PlainPlace.read(f"{file}, {self.where}"))

    def words(self, language: Language) -> Words:  # noqa: ARG002 - it knows English alone
        """Return its words."""
        words: Words = self._words  # type: ignore[attr-defined]
        return words

    def __eq__(self, other: object) -> bool:
        """Whether two faults say the same."""
        return isinstance(other, _Rough) and (self.key, self.words("en"), self.count) == (
            other.key,
            other.words("en"),
            other.count,
        )

    def __hash__(self) -> int:
        """Return a hash that fits to equality."""
        return hash((self.key, self.words("en"), self.count))
