"""The XML of one sheet: put values into cells, take stored values from formulas, leave all other bytes alone."""

import math
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from flowxl.ooxml.addresses import a1
from flowxl.ooxml.package_sheet import position
from flowxl.ooxml.patch_values import Values, arrays_of, is_inside
from flowxl.voice.faults import Fault
from flowxl.voice.message import Message
from flowxl.voice.place import Place

Value = float | str | None
LONGEST = 32_767
"""So many characters of text a cell holds."""

_DATA = re.compile(rb"<((?:\w+:)?)sheetData(?:\s[^>]*?)?(?:/>|>(.*)</\1sheetData>)", re.DOTALL)
_ATTRIBUTES = rb'((?:\s+[\w:.-]+="[^"<]*")*)\s*'
_NAMED = re.compile(rb'\s([\w:.-]+)="([^"]*)"')
_SPANS = re.compile(rb'\s+spans="[^"]*"')
_FORMULA_REF = re.compile(rb'\bref="([A-Z]+[0-9]+(?::[A-Z]+[0-9]+)?)"')
_SHARED = re.compile(rb'\bt="shared"')
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class PatchError(Exception):
    """Cells that cannot be changed; each fault says where by its address."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} cells")
        self.faults = faults


@dataclass(frozen=True)
class Patched:
    """The new XML, and whether a formula gave way to a value."""

    xml: bytes
    formula_gone: bool


@dataclass(frozen=True)
class _Row:
    """A row within the data of a sheet: where it begins and ends, its tag's attributes, where its cells are."""

    start: int
    end: int
    number: int
    attributes: bytes
    content: slice


def patch_sheet(xml: bytes, cells: Mapping[str, Value], kept: Collection[str]) -> Patched:
    """Return a sheet with other contents of some cells, without the stored values of formulas.

    Parameters
    ----------
    xml
        The part.
    cells
        Contents by address; cells keep their look, new ones get that of the cell above.
    kept
        Addresses of formulas whose values stay.

    Raises
    ------
    PatchError
        With every cell that cannot be changed on its own.
    """
    found = _DATA.search(xml)
    if found is None:
        if not cells:
            return Patched(xml, formula_gone=False)
        raise PatchError([_unusual(Place(cell=address), Message("patch.no_cells")) for address in cells])
    prefix, body = found[1], found[2] or b""
    data = _Data(prefix, body)
    new = data.put(cells) if cells else body
    new = Values(prefix, set(kept) - set(cells), arrays_of(prefix, new)).without(new)
    if new == body:
        return Patched(xml, formula_gone=False)
    tags = b"<%ssheetData>" % prefix, b"</%ssheetData>" % prefix
    return Patched(b"".join([xml[: found.start()], tags[0], new, tags[1], xml[found.end() :]]), data.formula_gone)


class _Data:
    """The data of a sheet in which cells are changed."""

    def __init__(self, prefix: bytes, body: bytes) -> None:
        self.prefix, self.body = prefix, body
        self.formula_gone = False
        self.faults: list[Fault] = []
        self._row = re.compile(rb"<%srow%s(?:/>|>(.*?)</%srow>)" % (prefix, _ATTRIBUTES, prefix), re.DOTALL)
        self._cell = re.compile(rb"<%sc%s(?:/>|>(.*?)</%sc>)" % (prefix, _ATTRIBUTES, prefix), re.DOTALL)
        self._formula = re.compile(rb"<%sf\b([^>]*?)/?>" % prefix)
        self._styles: dict[bytes, list[tuple[int, bytes]]] = {}

    def put(self, cells: Mapping[str, Value]) -> bytes:
        """Return the data with new contents of cells."""
        self._check(cells)
        wanted: dict[int, dict[int, Value]] = {}
        for address, value in cells.items():
            row, column = position(address.encode())
            wanted.setdefault(row, {})[column] = value
        pieces, at = [], 0
        rows = list(self._rows())
        numbers = [row.number for row in rows]
        for number in sorted(wanted):
            place = bisect_left(numbers, number)
            there = rows[place] if place < len(rows) and numbers[place] == number else None
            start = there.start if there else rows[place].start if place < len(rows) else len(self.body)
            pieces += [self.body[at:start], self._new_row(number, there, wanted[number])]
            at = there.end if there else start
        if self.faults:
            raise PatchError(self.faults)
        return b"".join([*pieces, self.body[at:]])

    def _check(self, cells: Mapping[str, Value]) -> None:
        """Refuse what only a parser can tell, and values that no cell can hold."""
        if b"<!" in self.body or b"<?" in self.body or b"\0" in self.body:
            raise PatchError([_unusual(Place(cell=address), Message("patch.marks")) for address in cells])
        if sum(1 for _ in self._row.finditer(self.body)) != len(re.findall(rb"<%srow[\s/>]" % self.prefix, self.body)):
            raise PatchError([_unusual(Place(cell=address), Message("patch.rows")) for address in cells])
        for address, value in cells.items():
            if isinstance(value, str) and len(value) > LONGEST:
                self.faults.append(Fault("too_long", Place(cell=address), found=len(value), most=LONGEST))
            elif isinstance(value, float | int) and not math.isfinite(value):
                self.faults.append(Fault("number.finite", Place(cell=address), found=str(value)))
        arrays = arrays_of(self.prefix, self.body)
        for address in cells:
            row, column = position(address.encode())
            if is_inside(row, column, arrays):
                self.faults.append(Fault("array", Place(cell=address)))

    def _rows(self) -> Iterator[_Row]:
        last = 0
        for found in self._row.finditer(self.body):
            number = dict(_NAMED.findall(found[1])).get(b"r", b"")
            if not number.isdigit() or int(number) <= last:
                raise PatchError(
                    [_unusual(Place(name=Message("place.row_after", row=last)), Message("patch.row_number"))]
                )
            last = int(number)
            yield _Row(found.start(), found.end(), last, found[1], slice(*(found.span(2) if found[2] else (0, 0))))

    def _new_row(self, number: int, row: _Row | None, wanted: dict[int, Value]) -> bytes:
        attributes = row.attributes if row else b' r="%d"' % number
        content = self.body[row.content] if row else b""
        pieces, at, last, left = [], 0, 0, dict(wanted)
        for found in self._cell.finditer(content):
            named = dict(_NAMED.findall(found[1]))
            address = named.get(b"r", b"")
            column = position(address)[1] if re.fullmatch(rb"[A-Z]{1,3}%d" % number, address) else 0
            if column <= last:
                self.faults.append(_unusual(Place(cell=a1(number - 1, min(wanted) - 1)), Message("patch.addresses")))
                return b""
            last = column
            for before in sorted(c for c in left if c < column):
                pieces += [content[at : found.start()], self._cell_of(number, before, left.pop(before))]
                at = found.start()
            if column in left:
                pieces += [content[at : found.start()], self._changed(found, named, left.pop(column))]
                at = found.end()
        pieces.append(content[at:])
        pieces += [self._cell_of(number, column, left[column]) for column in sorted(left)]
        if any(column > last for column in wanted):
            attributes = _SPANS.sub(b"", attributes)  # a hint on the width, which is now another
        return b"<%srow%s>%s</%srow>" % (self.prefix, attributes, b"".join(pieces), self.prefix)

    def _changed(self, found: re.Match[bytes], named: dict[bytes, bytes], value: Value) -> bytes:
        formula = self._formula.search(found[2] or b"")
        if formula:
            self.formula_gone = True
            ref = _FORMULA_REF.search(formula[1])
            if ref and _SHARED.search(formula[1]) and b":" in ref[1]:
                self.faults.append(Fault("shared_formula", Place(cell=named[b"r"].decode())))
        return self._written(named[b"r"], named.get(b"s"), value)

    def _cell_of(self, row: int, column: int, value: Value) -> bytes:
        """Return a cell that is not in the file yet, looking as the one above it."""
        address = a1(row - 1, column - 1).encode()
        return self._written(address, self._style_above(row, address.rstrip(b"0123456789")), value)

    def _style_above(self, row: int, letters: bytes) -> bytes | None:
        if letters not in self._styles:
            pattern = rb'<%sc\s[^>]*?\br="%s([0-9]+)"[^>]*?\bs="([0-9]+)"' % (self.prefix, letters)
            self._styles[letters] = [(int(number), style) for number, style in re.findall(pattern, self.body)]
        above = [style for number, style in self._styles[letters] if number < row]
        return above[-1] if above else None

    def _written(self, address: bytes, style: bytes | None, value: Value) -> bytes:
        p = self.prefix
        start = b'<%sc r="%s"' % (p, address) + (b' s="%s"' % style if style is not None else b"")
        if value is None or value == "":
            return start + b"/>"
        if isinstance(value, str):
            text = escape(_escaped(value)).encode()
            inline = b'<%sis><%st xml:space="preserve">%s</%st></%sis>' % (p, p, text, p, p)
            return start + b' t="inlineStr">%s</%sc>' % (inline, p)
        return start + b"><%sv>%s</%sv></%sc>" % (p, repr(float(value)).encode(), p, p)


def _escaped(text: str) -> str:
    """Write what XML cannot hold, and what would be taken for such an escape, in the way of spreadsheets."""
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _unusual(place: Place, found: Message) -> Fault:
    return Fault("rewrite.cell", place, found=found)
