"""What counts as a number, the same for every reader: its square must fit into a double, or a deviation cannot."""

from flowxl.voice.message import Message

LARGEST = 1e100
"""A figure beyond this is a slip, and its square would overflow soon."""
SMALLEST = 1e-140
"""A figure nearer to zero than this, and not zero, is a slip, and the squares of deviations would vanish."""
RANGE = Message("range", smallest=SMALLEST, largest=LARGEST)


def is_usable(value: float) -> bool:
    """Whether a number can be computed with.

    >>> is_usable(0.0), is_usable(-1e-9), is_usable(1e101), is_usable(1e-200), is_usable(float("nan"))
    (True, True, False, False, False)
    """
    return value == 0 or SMALLEST <= abs(value) <= LARGEST
