"""Whether a figure that was read is the one of the book: equal, printed with fewer digits, of single precision."""

import numpy as np

CLOSE = 1e-12
"""Figures nearer than this are the same: what is left is the last digit of a double."""
LARGEST_SINGLE = 1e30
ENOUGH_DIGITS = 4
"""With fewer digits a printed figure says too little to be told from another."""


def is_rounded(value: float, now: float | str | None) -> bool:
    """Whether a figure is the one of the book, printed with fewer digits; the book's is then the better one.

    >>> is_rounded(4231.38, 4231.3761), is_rounded(4231.38, 4231.386), is_rounded(4.2, 4.23)
    (True, False, False)
    """
    printed = repr(value)
    digits = printed.replace("-", "").replace(".", "").strip("0")
    if not isinstance(now, float) or "e" in printed or len(digits) < ENOUGH_DIGITS:
        return False
    decimals = len(printed.partition(".")[2].rstrip("0"))
    return abs(value - now) <= 0.5 * 10.0**-decimals * (1 + CLOSE)


def is_same(value: float, now: float | str | None) -> bool:
    """Whether two figures are the same: equal but for the last digit, or for the tail of a single-precision number.

    >>> is_same(0.14, 0.140000000596046), is_same(38700.58, 38700.6)
    (True, False)
    """
    if not isinstance(now, float):
        return False
    if abs(value - now) <= CLOSE * max(abs(value), abs(now)):
        return True
    small = max(abs(value), abs(now)) < LARGEST_SINGLE
    return small and any(map(_has_tail, (value, now))) and float(np.float32(value)) == float(np.float32(now))


def _has_tail(value: float) -> bool:
    """Whether a number has as many digits as only a conversion from single precision leaves."""
    return len(repr(value).replace("-", "").replace(".", "").strip("0")) >= 12
