"""What was read from a foreign table: a value with everything that was said about it, and where it stood."""

from dataclasses import dataclass


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
        Why a person must look at it before it is used, in words; empty where nothing is doubtful.
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
    doubts: tuple[str, ...] = ()
    missing: bool = False
    notes: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """File, sheet and cell in one text, e.g. ``gdp.xlsx 表1!B7``."""
        return f"{self.file} {self.sheet}!{self.cell}" if self.sheet else f"{self.file} {self.cell}"
