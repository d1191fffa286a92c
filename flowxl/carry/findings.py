"""What a carrying-over has to tell: what was moved, and what could not be taken along."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from flowxl.voice.text import Language, Sayable

Kind = Literal[
    "reference", "moved", "kept_formula", "text", "not_carried", "comment", "macros", "look", "returned", "span"
]


Said = str | Sayable
"""What is quoted from the book, or something of ours that has words in each language."""


class Words(NamedTuple):
    """A finding in one language."""

    where: str
    found: str
    now: str


@dataclass(frozen=True)
class Finding:
    """One thing to tell.

    Attributes
    ----------
    kind
        ``reference`` (a reference was rewritten), ``moved`` (a cell of a person is elsewhere now), ``not_carried``
        (it stands nowhere in the new book but in this list), ``comment`` (its cell is gone), ``macros``, ``look``
        (a setting of a sheet that begins anew), ``returned`` (an old list keeps figures of a series that has a row
        again), ``span`` (a reference across sheets that does not mean the same sheets or cells any more).
    place
        Sheet and cell, or part, of the old book.
    stood
        What stood there.
    becomes
        What it is now, or where; empty if it is nowhere.
    """

    kind: Kind
    place: Said
    stood: Said
    becomes: Said = ""

    def words(self, language: Language) -> Words:
        """Return it in one language; what is quoted from the book stays as it is."""
        where, found, now = (
            one if isinstance(one, str) else one.of(language) for one in (self.place, self.stood, self.becomes)
        )
        return Words(where, found, now)

    @property
    def where(self) -> str:
        """Its place, in English."""
        return self.words("en").where

    @property
    def found(self) -> str:
        """What stood there, in English."""
        return self.words("en").found

    @property
    def now(self) -> str:
        """What it is now, in English."""
        return self.words("en").now
