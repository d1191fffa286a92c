"""Whether two measures are the same: figures are never carried from one into another."""

import unicodedata

from flowxl.voice.text import Text


def measures_agree(a: Text, b: Text) -> bool:
    """Tell whether two measures are the same, apart from how they are written.

    The Chinese names decide where both have one; a new translation changes nothing.

    >>> measures_agree(Text("万人", "10,000 persons"), Text("万人 ", "ten thousand")), measures_agree(
    ...     Text("万人", ""), Text("人", ""))
    (True, False)
    """
    if a.zh and b.zh:
        return _plain(a.zh) == _plain(b.zh)
    return _plain(a.en or a.zh) == _plain(b.en or b.zh)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
