"""Values on their way between cells and Python: fingerprints of ranges, and error values."""

import hashlib
import marshal
import math
import struct
from typing import Any

ERRORS = {"#N/A": 0x7FFF, "#VALUE!": 519}
"""LibreOffice's numbers of error values (formula/errorcodes.hxx)."""
QUIET_NAN = 0x7FF8_0000_0000_0000


def error_value(error: str) -> float:
    """Return the number that LibreOffice shows as an error value: a NaN that carries the error's own number.

    An exception would always show as #VALUE!, and a volatile result cannot raise one.
    """
    number: float = struct.unpack("<d", struct.pack("<Q", QUIET_NAN | ERRORS[error]))[0]
    return number


def is_error(value: Any) -> bool:
    """Say whether a value is one that LibreOffice shows as an error."""
    return isinstance(value, float) and math.isnan(value)


def is_table(value: Any) -> bool:
    """Say whether a value is rows of cells."""
    return isinstance(value, tuple | list)


def fingerprint(value: Any) -> str:
    """Return the fingerprint of a cell or range by its content."""
    return hashlib.blake2b(marshal.dumps(value, 2), digest_size=16).hexdigest()
