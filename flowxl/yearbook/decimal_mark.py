"""Which of comma and point is the decimal mark of a sheet, where 7,512 and 7.512 could be either of two numbers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flowxl.voice.message import Message
from flowxl.yearbook.grids import Cell
from flowxl.yearbook.number_texts import narrowed

AMBIGUOUS = Message("doubt.decimal_mark")
_OPEN = re.compile(r"[+-]?[1-9][0-9]{0,2}([.,])[0-9]{3}")
_GROUPED = r"[+-]?[1-9][0-9]{0,2}(?:%s[0-9]{3})%s"
_ODD = r"[+-]?(?:(?:0|[0-9]{4,})%s[0-9]+|[0-9]{1,3}%s(?:[0-9]{1,2}|[0-9]{4,}))"


def _decimal(mark: str, other: str) -> re.Pattern[str]:
    """Return the forms in which a mark can only be that of decimals: 12,5 and 1.234,56."""
    return re.compile(_ODD % (mark, mark) + "|" + _GROUPED % (other, "+") + mark + "[0-9]+")


def _thousands(mark: str, other: str) -> re.Pattern[str]:
    """Return the forms in which a mark can only separate thousands: 1,234,567 and 1,234.5."""
    return re.compile(_GROUPED % (mark, "{2,}") + "|" + _GROUPED % (mark, "+") + other + "[0-9]+")


_MONTH = re.compile(r"(?:19|20)[0-9]{2}\.[0-9]{1,2}")  # 2019.12 in a label proves nothing
_COMMA_DECIMAL, _COMMA_THOUSANDS = _decimal(",", r"\."), _thousands(",", r"\.")
_POINT_DECIMAL, _POINT_THOUSANDS = _decimal(r"\.", ","), _thousands(r"\.", ",")


@dataclass(frozen=True)
class Marks:
    """What the figures of a sheet prove about comma and point.

    Attributes
    ----------
    point
        Whether a figure proves that the point is the decimal mark, or that the comma separates thousands.
    comma
        Whether a figure proves that the comma is the decimal mark, or that the point separates thousands.
    semicolons
        Whether semicolons stand between the cells: programs write so where the comma is the decimal mark.
    """

    point: bool = False
    comma: bool = False
    semicolons: bool = False

    def leave_open(self, text: str) -> bool:
        """Whether a text is one of two numbers, and the sheet does not prove which.

        Among commas as separators the project's rule holds (a comma before three digits separates thousands), unless
        a figure of the sheet says otherwise and none speaks for it.

        >>> Marks(semicolons=True).leave_open("7,512"), Marks(semicolons=True, point=True).leave_open("7,512")
        (True, False)
        >>> Marks().leave_open("7,512"), Marks(comma=True).leave_open("7,512")
        (False, True)
        """
        if not _OPEN.fullmatch(narrowed(text).rstrip("% ")):
            return False
        return self.comma or not self.point if self.semicolons else self.comma and not self.point


def marks_of(rows: Iterable[Iterable[Cell]], *, semicolons: bool) -> Marks:
    """Return what the figures of a sheet prove."""
    point = comma = False
    for row in rows:
        for cell in row:
            if isinstance(cell, str) and ("," in cell or "." in cell or "\uff0c" in cell or "\uff0e" in cell):
                text = narrowed(cell).rstrip("% ")
                comma = comma or bool(_COMMA_DECIMAL.fullmatch(text) or _POINT_THOUSANDS.fullmatch(text))
                point = point or bool(_COMMA_THOUSANDS.fullmatch(text) or _is_point_decimal(text))
    return Marks(point, comma, semicolons)


def _is_point_decimal(text: str) -> bool:
    return bool(_POINT_DECIMAL.fullmatch(text)) and not _MONTH.fullmatch(text)
