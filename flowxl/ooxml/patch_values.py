"""The stored values of formulas, taken from the XML of a sheet: at once, or block by block where it is large."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import IO

from flowxl.ooxml.package_sheet import Area, area, position

_BLOCK = 1 << 20
_NAME = b"sheetData"
_START = re.compile(rb"<((?:\w+:)?)sheetData>")
_ADDRESS = re.compile(rb'\br="([A-Z]+[0-9]+)"')
_ARRAY = re.compile(rb'\bt="(?:array|dataTable)"')
_REF = re.compile(rb'\bref="([A-Z]+[0-9]+(?::[A-Z]+[0-9]+)?)"')


class Values:
    """Takes the stored values from formulas, also from those that fill several cells, save where a person filled in.

    Parameters
    ----------
    prefix
        Prefix of the names in the XML, with its colon; mostly empty.
    kept
        Addresses of formulas whose values stay.
    arrays
        Areas of the formulas that fill several cells.
    """

    def __init__(self, prefix: bytes, kept: Collection[str], arrays: Collection[Area]) -> None:
        self.kept, self.arrays = kept, arrays
        p = {b"p": prefix}
        formula = rb"(?:<%(p)sf\b[^>]*/>|<%(p)sf\b[^>]*>[^<]*</%(p)sf>)" % p
        value = rb"<%(p)sv\b[^>]*>[^<]*</%(p)sv>" % p
        self._formula = re.compile(rb"(<%(p)sc\b[^>]*>\s*" % p + formula + rb")\s*" + value)
        self._cell = re.compile(rb'(<%(p)sc\b[^>]*?\br="([A-Z]+[0-9]+)"[^>]*>)\s*' % p + value)

    def without(self, body: bytes) -> bytes:
        """Return cells, or whole rows of them, without the stored values."""
        body = self._formula.sub(self._unless if self.kept else rb"\1", body)
        return self._cell.sub(self._unless_inside, body) if self.arrays else body

    def _unless(self, found: re.Match[bytes]) -> bytes:
        address = _ADDRESS.search(found[1])
        return found[0] if address and address[1].decode() in self.kept else found[1]

    def _unless_inside(self, found: re.Match[bytes]) -> bytes:
        inside = is_inside(*position(found[2]), self.arrays) and found[2].decode() not in self.kept
        return found[1] if inside else found[0]


def arrays_of(prefix: bytes, body: bytes) -> list[Area]:
    """Return the areas of the formulas that fill several cells."""
    if b't="array"' not in body and b't="dataTable"' not in body:
        return []
    tags = re.findall(rb"<%sf\b([^>]*)>" % prefix, body)
    found = [_REF.search(tag) for tag in tags if _ARRAY.search(tag)]
    return [area(ref[1]) for ref in found if ref and b":" in ref[1]]


def is_inside(row: int, column: int, areas: Collection[Area]) -> bool:
    """Whether a cell lies in one of the areas."""
    return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in areas)


@dataclass(frozen=True)
class _Pieces:
    """Cuts a sheet at the ends of its rows: what stands before the rows, the rows in blocks, what comes after."""

    open_part: Callable[[], IO[bytes]]
    prefix: bytes

    def blocks(self) -> Iterator[tuple[bool, bytes]]:
        """Yield all bytes in their order, and whether they are rows."""
        start, end, row = (form % self.prefix for form in (b"<%ssheetData>", b"</%ssheetData>", b"</%srow>"))
        with self.open_part() as stream:
            rest = stream.read(_BLOCK)
            at = rest.index(start) + len(start)
            yield False, rest[:at]
            rest = rest[at:]
            while end not in rest:
                block = stream.read(_BLOCK)
                if not block:
                    break
                cut = rest.rfind(row)
                cut = cut + len(row) if cut >= 0 else 0
                yield True, rest[:cut]
                rest = rest[cut:] + block
            at = rest.find(end)
            yield True, rest[:at]
            yield False, rest[at:]
            yield from ((False, block) for block in iter(lambda: stream.read(_BLOCK), b""))


def blocks_without_values(open_part: Callable[[], IO[bytes]], kept: Collection[str]) -> Iterator[bytes] | None:
    """Return a large sheet block by block without stored values; None where only the whole of it can tell them.

    Parameters
    ----------
    open_part
        Opens the part; it is read twice, for an array formula may stand behind the cells that it fills.
    kept
        Addresses of formulas whose values stay.
    """
    with open_part() as stream:
        found = _START.search(stream.read(_BLOCK))
    if found is None:
        return None
    pieces = _Pieces(open_part, found[1])
    end = b"</%ssheetData>" % found[1]
    arrays: list[Area] = []
    names, tail, closed = 0, b"", False
    for is_rows, block in pieces.blocks():
        seen = tail + block
        tail = seen[-len(_NAME) :]
        names += seen.count(_NAME) - tail.count(_NAME)
        if is_rows and (b"<!" in seen or b"<?" in seen or b"\0" in seen):
            return None
        arrays += arrays_of(found[1], block) if is_rows else []
        closed |= not is_rows and block.startswith(end)
    if not closed or names + tail.count(_NAME) != 2:  # the start and the end: no text has the word in it
        return None
    values = Values(found[1], kept, arrays)
    return (values.without(block) if is_rows else block for is_rows, block in pieces.blocks())
