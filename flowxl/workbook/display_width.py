"""How wide a text is shown: a Chinese character takes the room of two letters."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def display_width(text: str) -> int:
    """Return the width of a text in letters; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
