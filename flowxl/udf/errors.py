"""What a function gives instead of a wrong number: an error value of the spreadsheet, and the reason as data."""

from collections.abc import Sequence
from typing import Literal

from flowxl.udf.declare import TITLES
from flowxl.voice.faults import Fault
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Language, Sayable, Text

ErrorCode = Literal["#N/A", "#VALUE!"]
MARK = "#FLOWXL:"
"""How an answer that is an error begins on its way to the VBA wrappers; one of the codes and the reason follow."""
CODES = {"missing": "NA ", "value": "VAL", "late": "LAT"}
CODE_LENGTH = 3
"""``#N/A``, ``#VALUE!``, and: took too long, ask no more."""
BETWEEN = "\x01"
"""Stands between the English and the Chinese words of a reason on its way to the VBA wrappers."""
SHOWN = 5
"""Faults that are told in a cell; the number of the others follows."""
JOINT = Text("；", "; ")


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
        super().__init__(self.of("en"))

    def of(self, language: Language) -> str:
        """Return the reason in one language."""
        more = len(self.faults) - SHOWN
        listed = [fault.of(language) for fault in self.faults[:SHOWN]]
        if more > 0:
            listed.append(Message("udf.more", count=more).of(language))
        return JOINT.of(language).join(listed)


def argument(name: str) -> Text:
    """Return how an argument is called in a message: as the function wizard shows it."""
    return Text(f"{TITLES[name]}（{name}）", name)


def _place(where: str | Sayable) -> Place:
    return Place(name=argument(where) if isinstance(where, str) else where)


def unknown(where: str | Sayable, found: Sayable, expected: Sayable) -> FunctionError:
    """Return the error of a name that is not known; ``where`` is an argument, or says where in words."""
    return FunctionError("#N/A", Fault("unknown.name", _place(where), found=found, expected=expected))


def unusable(where: str | Sayable, found: Sayable, expected: Sayable) -> FunctionError:
    """Return the error of an argument that cannot be used."""
    return FunctionError("#VALUE!", Fault("unusable", _place(where), found=found, expected=expected))


def missing(where: str | Sayable, found: Sayable, expected: Sayable) -> FunctionError:
    """Return the error of a result that is not there."""
    return FunctionError("#N/A", Fault("missing.answer", _place(where), found=found, expected=expected))
