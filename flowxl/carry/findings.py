"""What a carrying-over has to tell: what was moved, and what could not be taken along."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "reference", "moved", "kept_formula", "text", "not_carried", "comment", "macros", "look", "returned", "span"
]


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
    where
        Sheet and cell, or part, of the old book.
    found
        What stood there.
    now
        What it is now, or where; empty if it is nowhere.
    """

    kind: Kind
    where: str
    found: str
    now: str = ""
