"""What a text in a number cell may mean: a number for certain, nothing, or something that a person must look at.

A text is read as a number only if no other reading is possible. A wrong number is worse than a question, so a comma
counts as a separator before groups of exactly three digits only, and a letter O is never taken for a nought.
"""

import re
from dataclasses import dataclass
from typing import Literal

from flowxl.core.numbers import is_usable


@dataclass(frozen=True)
class TextReading:
    """What a text may mean.

    Attributes
    ----------
    kind
        ``clear`` (a number), ``blank`` (a mark for a missing value) or ``review`` (never read, shown to a person).
    value
        The number of a clear reading, otherwise None.
    rule
        Stable code of the rule that decided.

        clear: ``plain``, ``spaces``, ``minus``, ``full_width``, ``thousands``, ``percent``;
        blank: ``empty``, ``dash``, ``not_available``;
        review: ``ellipsis``, ``brackets``, ``formula``, ``percent``, ``wan``, ``exponent``, ``letters``, ``groups``
        (commas, blanks or apostrophes not before groups of three), ``several`` (more than one number),
        ``too_large``, ``too_small`` (to compute with), ``text``.
    """

    kind: Literal["clear", "blank", "review"]
    value: float | None
    rule: str


# what surrounds pasted numbers: all white space of Unicode, and marks without width (200B to 200F, 2060, the BOM)
_EDGE = r"[\s\u0085\u180e\u200b-\u200f\u202a-\u202e\u2060\ufeff]+"
_SURROUNDING = re.compile(f"^{_EDGE}|{_EDGE}$")
# full-width forms only; NFKC as a whole would make 102 of 10² and ... of …
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_MINUS = "\u2212"
_DASHES = re.compile("[-\u2010-\u2015\u2212]+")
_NOT_AVAILABLE = {"na", "n/a", "n.a.", "n.a", "n/a."}

_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
# one kind of separator throughout; 0,335 and 012,345 are no numbers with groups but decimal commas or mistakes
_THOUSANDS = re.compile(
    r"[+-]?[1-9][0-9]{0,2}(?P<mark>[,'’ \u00a0\u2009\u202f])[0-9]{3}(?:(?P=mark)[0-9]{3})*(?:\.[0-9]*)?"
)
_SEPARATORS = re.compile(r"[,'’ \u00a0\u2009\u202f]")
_NUMBER_BEGINS = re.compile(r"[+-]?\.?[0-9]")

_REVIEW = (
    ("ellipsis", re.compile(r"…+|⋯+|\.{2,}|。{2,}")),
    ("formula", re.compile(r"[=@].*", re.DOTALL)),
    ("brackets", re.compile(r"[(\[【〔].*[)\]】〕]", re.DOTALL)),
    ("percent", re.compile(r".*[%‰]", re.DOTALL)),
    ("wan", re.compile(r"[+-]?[0-9.,]+\s*[百千万亿兆萬億]+.*", re.DOTALL)),
    ("exponent", re.compile(r"[+-]?[0-9.]+[eE][+-]?[0-9]+")),
    ("several", re.compile(r"[+-]?[0-9.,]+(?:\s*[\n\r\t;；/、~～]\s*[+-]?[0-9.,]+)+")),
    ("groups", re.compile(r"[+-]?[0-9.,'’\s]*[0-9][0-9.,'’\s]*")),
    ("letters", re.compile(r"(?=.*[0-9]).*[A-Za-z].*", re.DOTALL)),
)


def _float(digits: str, rule: str) -> TextReading:
    value = float(digits)
    lost = value == 0 and not set(digits).isdisjoint("123456789")
    if is_usable(value) and not lost:
        return TextReading("clear", value, rule)
    return TextReading("review", None, "too_large" if abs(value) > 1 else "too_small")


def _number(text: str, rule: str) -> TextReading | None:
    """Return the clear reading of a text without surrounding blanks, or None."""
    if _PLAIN.fullmatch(text):
        return _float(text, rule)
    if _THOUSANDS.fullmatch(text):
        return _float(_SEPARATORS.sub("", text), "thousands")
    return None


def narrowed(text: str) -> str:
    """Return a text in half-width forms and without the blanks around it.

    >>> narrowed(" ７，５１２ ")
    '7,512'
    """
    return _SURROUNDING.sub("", text).translate(_FULL_WIDTH)


def read_text(text: str, *, percentage: bool) -> TextReading:
    """Tell what a text in a number cell means.

    Parameters
    ----------
    text
        Text of the cell as stored.
    percentage
        Whether the measure of the indicator is per cent; only then is ``12.5%`` read, as 12.5.

    Returns
    -------
    TextReading
        With a value only where no other reading is possible.

    Examples
    --------
    >>> read_text("36,365.38", percentage=False)
    TextReading(kind='clear', value=36365.38, rule='thousands')
    >>> read_text("335,2", percentage=False)
    TextReading(kind='review', value=None, rule='groups')
    """
    inner = _SURROUNDING.sub("", text)
    if not inner:
        return TextReading("blank", None, "empty")
    narrow = narrowed(inner)
    if _DASHES.fullmatch(narrow):
        return TextReading("blank", None, "dash")
    if narrow.lower() in _NOT_AVAILABLE:
        return TextReading("blank", None, "not_available")
    rule = "plain" if inner == text else "spaces"
    if narrow != inner:
        rule = "full_width"
    if narrow.startswith(_MINUS):
        narrow, rule = "-" + narrow[1:], "minus"
    if percentage and narrow.endswith("%"):
        reading = _number(_SURROUNDING.sub("", narrow[:-1]), "percent")
        if reading is not None:
            return TextReading(reading.kind, reading.value, "percent")
    reading = _number(narrow, rule)
    if reading is not None:
        return reading
    return TextReading("review", None, next((name for name, form in _REVIEW if form.fullmatch(narrow)), "text"))
