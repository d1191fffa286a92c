"""What was read from a foreign table: a value with everything that was said about it, and where it stood."""

from dataclasses import dataclass

from flowxl.voice.message import Message
from flowxl.voice.text import Language, Sayable

Note = str | Message
"""A line of a file as it stands, or something of ours to say."""


@dataclass(frozen=True)
class Reading:
    """One value as a foreign table gives it; nothing is matched or converted yet.

    Attributes
    ----------
    value
        The number; None where the cell says that there is none, or cannot be read surely.
    text
        What stands in the cell, unchanged.
    place, indicator
        Names as they stand in the table; empty where the table has none.
    year
        None where the table names none.
    measure
        Unit of measurement as written beside the value, its column, its table; empty where there is none.
    file, sheet, cell
        Where it stood: name of the file, name of the sheet (empty in a text file), address such as ``B7``.
    doubts
        Why a person must look at it before it is used; empty where nothing is doubtful.
    missing, notes
        Whether the cell says that there is no value (``-``, ``n/a``); what else to know, such as a footnote.
    """

    value: float | None
    text: str
    place: str
    indicator: str
    year: int | None
    measure: str
    file: str
    sheet: str
    cell: str
    doubts: tuple[Message, ...] = ()
    missing: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def where(self) -> str:
        """File, sheet and cell in one text, e.g. ``gdp.xlsx 表1!B7``."""
        return f"{self.file} {self.sheet}!{self.cell}" if self.sheet else f"{self.file} {self.cell}"


def said(note: str | Sayable, language: Language) -> str:
    """Return a line of a file as it stands, and what is ours to say in one language."""
    return note if isinstance(note, str) else note.of(language)
