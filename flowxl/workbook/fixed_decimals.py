"""Numbers as texts, as spreadsheet programs write them with FIXED: a stored text must be the one that they compute."""

from decimal import ROUND_HALF_UP, Decimal

DIGITS = 15
"""Digits of a number that spreadsheet programs tell apart."""


def fixed(value: float, places: int) -> str:
    """Return what ``FIXED`` gives: halves go away from zero, thousands are set apart, zero has no sign.

    Python rounds the binary number, and halves to the even digit: 0.35 and 0.25 would be 0.3 and 0.2.

    Parameters
    ----------
    value
        A finite number.
    places
        Number of decimals.

    >>> fixed(0.35, 1), fixed(-1234.25, 1), fixed(-0.04, 1)
    ('0.4', '-1,234.3', '0.0')
    """
    digits = Decimal(f"{value:.{DIGITS - 1}e}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{digits if digits else abs(digits):,.{places}f}"
