"""What a function gives instead of a wrong number: an error value of the spreadsheet, and the reason in words."""

from collections.abc import Sequence
from typing import Literal

from flowxl.voice.faults import Fault, rough

ErrorCode = Literal["#N/A", "#VALUE!"]
MARK = "#FLOWXL:"
"""How an answer that is an error begins on its way to the VBA wrappers; one of the codes and the reason follow."""
CODES = {"missing": "NA ", "value": "VAL", "late": "LAT"}
CODE_LENGTH = 3
"""``#N/A``, ``#VALUE!``, and: took too long, ask no more."""
SHOWN = 5
"""Faults that are told in a cell; the number of the others follows."""


class FunctionError(Exception):
    """A function cannot answer.

    Attributes
    ----------
    code
        ``#N/A``: a name is unknown or ambiguous, or the figures are missing. ``#VALUE!``: an argument cannot be used.
    faults
        Argument, what was found, what was expected.
    """

    def __init__(self, code: ErrorCode, faults: Fault | Sequence[Fault]) -> None:
        self.code = code
        self.faults = (faults,) if isinstance(faults, Fault) else tuple(faults)
        more = len(self.faults) - SHOWN
        listed = [*map(str, self.faults[:SHOWN]), *([f"and {more} more"] if more > 0 else [])]
        super().__init__("; ".join(listed))


def unknown(argument: str, found: object, expected: str) -> FunctionError:
    """Return the error of a name that is not known."""
    return FunctionError("#N/A", rough("unknown", argument, repr(found), expected))


def unusable(argument: str, found: object, expected: str) -> FunctionError:
    """Return the error of an argument that cannot be used."""
    return FunctionError("#VALUE!", rough("unusable", argument, str(found), expected))


def missing(what: str, reason: str, expected: str) -> FunctionError:
    """Return the error of a result that is not there."""
    return FunctionError("#N/A", rough("missing", what, reason, expected))
