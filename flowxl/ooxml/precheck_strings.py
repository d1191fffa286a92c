"""How much text the cells of a workbook from outside hold: a shared string counts for every cell that shows it.

calamine and Python copy a shared string into each of its cells, so that a file of 1 MB can ask for 100 GB.
"""

import re
from array import array

from flowxl.ooxml.precheck_extent import PartRefusedError
from flowxl.voice.faults import Fault
from flowxl.voice.place import Place

MAX_STRINGS = 1_500_000  # shared strings; a book of 300 cities x 127 indicators x 20 years has 0.1 million
MAX_COPIES = 96 << 20  # bytes of the texts of all cells; that book has 620,000 texts of 50 MB
OVERHEAD = 64  # bytes that a text takes beside its letters

STRINGS_PART = "xl/sharedstrings.xml"  # calamine reads shared strings from here and from nowhere else
_ITEM = re.compile(rb"<si[\s/>]")
_PREFIXED_ITEM = re.compile(rb"<[^\s<>/:!?]+:si[\s/>]")
_INDEX = re.compile(rb' t="s"[^>]*+>\s*+<v[^>]*+>\s*+([0-9]{1,9})')
_LONG_VALUE = re.compile(rb"<(?:v|t)(?: [^>]*+)?>([^<]{32,}+)")


class Strings:
    """Lengths of the shared strings of a book, and the bytes that its cells take with them.

    Where the part is written in an unusual way, so that its strings cannot be told apart with certainty, each counts
    as the longest.
    """

    def __init__(self) -> None:
        self._lengths = array("L")
        self._sure = True
        self._closed = 1
        self._longest = 0
        self._copied = 0
        self._looked = 0

    def learn(self, data: bytes, place: Place) -> None:
        """Look through a piece of the shared strings that ends before a tag."""
        prefixed = b":si" in data
        self._sure = self._sure and not prefixed and b"<!" not in data
        first, *items = (_PREFIXED_ITEM if prefixed else _ITEM).split(data)
        if self._lengths:
            self._lengths[-1] += len(first)
            self._closed += first.count(b"</si>")
            self._longest = max(self._longest, self._lengths[-1])
        if items:
            whole = all(item.count(b"</si>") == 1 for item in items[:-1])
            self._sure = self._sure and self._closed == 1 and whole
            self._closed = items[-1].count(b"</si>")
            self._lengths.extend(map(len, items))
            self._longest = max(self._longest, *map(len, items))
        if len(self._lengths) > MAX_STRINGS:
            raise PartRefusedError(Fault("too_many_strings.counted", place, most=MAX_STRINGS))

    def count(self, data: bytes, place: Place) -> None:
        """Add up the texts of a piece of a sheet, its own ones and those that it shows."""
        self._looked += len(data)
        if b' t="s"' in data or b"t='s'" in data:
            indices = [int(index) for index in _INDEX.findall(data)]
            known = [self._lengths[index] for index in indices if index < len(self._lengths)] if self._sure else []
            cells = data.count(b' t="s"') + data.count(b"t='s'")
            self._copied += sum(known) + (cells - len(known)) * self._longest + cells * OVERHEAD
        if self._looked > MAX_COPIES:  # before, the sheets are too small to hold much text of their own
            self._copied += sum(map(len, _LONG_VALUE.findall(data)))
        if self._copied > MAX_COPIES:
            raise PartRefusedError(Fault("too_much_text", place, most=MAX_COPIES >> 20))
