"""What calamine leaves out of a sheet: formulas, formulas without value, names of errors, raw dates.

calamine gives an empty text for errors, nothing for formulas without a stored value, and dates as objects; and it
reads cells wrongly without a word where comments or an unusual order stand inside a cell. So the usual form of a
sheet is looked through as bytes, beside calamine, and any other form is read element by element instead of it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from flowxl.ooxml.package_sheet import Marks, Position, area, position

Rows = list[list[object]]

# possessive quantifiers (++, *+): what has matched is never tried again, which halves the time of a cell, and keeps a
# run of blanks between two tags from being tried at each of its places
_TAG = re.compile(rb'<c r="[A-Z]{1,3}+[0-9]{1,7}+"(?: [A-Za-z:]++="[^"<>&]*+")*+ ?/?>')
_OPEN = re.compile(rb"<c[\s/>]")
_PREFIXED = re.compile(rb":(?:c|row|v|f|is)[\s/>]")
_FORMULA = rb"(?:<f(?:\s[^>]*)?(?:(?<=/)>|>[^<]*</f>)|<f/>)"
_FORMULA_CELL = re.compile(rb'<c r="([A-Z]++[0-9]++)"[^>]*+>\s*+<f[\s/>]')
_FORMULA_OPEN = re.compile(rb"<f[\s/>]")
_NO_VALUE = rb"\s*+(?:<v/>|<v(?:\s[^>]*+)?+>(?:\s*+</v>)?+)?+\s*+</c>"
_UNCACHED = (re.compile(rb"</f>" + _NO_VALUE), re.compile(rb"<f(?:\s[^<>]*)?/>" + _NO_VALUE))
_ATTRIBUTES = re.compile(rb"<f\s([^>]*+)>")
_ARRAY = re.compile(rb't="(?:array|dataTable)"')
_REF = re.compile(rb'\bref="([A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?)"')
_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)(?<!/)>\s*' + _FORMULA + rb"?\s*(?:<v(?:\s[^>]*)?>([^<]*)</v>)?")
_ADDRESS = re.compile(r"[A-Za-z]{1,3}0*[1-9][0-9]{0,6}")
_TYPE = re.compile(rb' t="([^"]*)"')
_STYLE = re.compile(rb' s="([0-9]+)"')
_FEW = 16  # so many date formats are a pattern of their own; books have two or three
_WHOLE = re.compile(rb"<c [^>]*+(?<=/)>|</c>")
_LONGEST = 16 << 20  # a text or tag of a checked file has at most 2 MB, a cell a few of them
_ESCAPE = re.compile(r"_x(00[0-9A-Fa-f]{2})_")  # up to 00FF, as calamine does


class UnusualError(Exception):
    """The XML of a sheet has a form that only a parser can tell."""


def unescape(text: str) -> str:
    """Undo the escapes of characters that XML cannot hold, once and from left to right.

    >>> unescape("a_x0041_b _x005F_x000D_")
    'aAb _x000D_'
    """
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x0" in text else text


def _end_of_whole_cells(data: bytes) -> int:
    """Return where the last cell begins, or the last tag where no cell is open: what comes after cells may be long."""
    cut = data.rfind(b"<c ")
    whole = _WHOLE.search(data, max(cut, 0))
    if whole:
        cut = max(data.rfind(b"<", whole.end()), whole.end())
    elif cut < 0:
        cut = max(data.rfind(b"<"), 0)
    if len(data) - cut > _LONGEST:
        raise UnusualError
    return cut


def _is_text(data: bytes, start: int, formula: re.Match[bytes]) -> bool:
    """Whether a cell, from its start to the end of a formula without value, says that it shows an empty text."""
    return b"<v" in formula[0] and b' t="str"' in data[start : data.index(b">", start)]


class FastScan:
    """Looks through a sheet in the usual form.

    Parameters
    ----------
    date_styles
        Numbers of the cell formats that show a date.
    """

    def __init__(self, date_styles: Iterable[int]) -> None:
        self.marks = Marks()
        self._styles = {str(style).encode() for style in date_styles}
        # a pattern that begins with what is rare is ten times as fast as one that begins with a cell; but every
        # alternative costs time at every place, so that many formats are looked up one by one
        self._listed = len(self._styles) > _FEW
        dated = [rb' s="([0-9]+)"'] if self._listed else [rb' s="%s"' % style for style in sorted(self._styles)]
        self._special = re.compile(b"|".join([rb' t="[eb]"', *dated]))

    def run(self, blocks: Iterable[bytes]) -> Marks:
        """Return the marks of all blocks, or raise UnusualError."""
        tail, first = b"", True
        for block in blocks:
            if first and block.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
                raise UnusualError  # UTF-16, which calamine reads as an empty sheet
            data, first = tail + block, False
            cut = _end_of_whole_cells(data)
            self._look(data[:cut])
            tail = data[cut:]
        self._look(tail)
        return self.marks

    def _look(self, data: bytes) -> None:
        opened = data.count(b"<c")
        tags = len(_TAG.findall(data))
        if tags != opened and tags != len(_OPEN.findall(data)):
            raise UnusualError
        if (b"!" in data and b"<!" in data) or (b":" in data and _PREFIXED.search(data)):
            raise UnusualError
        if b"<f" in data:
            self._formulas(data)
        last = -1
        for mark in self._special.finditer(data):
            if self._listed and mark[1] is not None and mark[1] not in self._styles:
                continue
            start = data.rfind(b"<c ", 0, mark.start())
            if start > last:
                self._cell(data, start)
            last = start

    def _formulas(self, data: bytes) -> None:
        refs = _FORMULA_CELL.findall(data)
        if len(refs) != len(_FORMULA_OPEN.findall(data)):
            raise UnusualError
        self.marks.formulas.add_all(refs)
        uncached = []
        for pattern in _UNCACHED:
            for match in pattern.finditer(data):
                start = data.rfind(b"<c ", 0, match.start())
                if not _is_text(data, start, match):
                    uncached.append(data[start + 6 : data.index(b'"', start + 6)])
        self.marks.uncached.add_all(uncached)
        if b't="array"' in data or b't="dataTable"' in data:
            found = [_REF.search(attributes) for attributes in _ATTRIBUTES.findall(data) if _ARRAY.search(attributes)]
            # an array of one cell is a formula like any other
            self.marks.arrays += [area(match[1]) for match in found if match and b":" in match[1]]

    def _cell(self, data: bytes, start: int) -> None:
        cell = _CELL.match(data, start)
        if not cell or not cell[3]:
            return  # without content, or a formula without value, which is found elsewhere
        kind, style = _TYPE.search(cell[2]), _STYLE.search(cell[2])
        at = position(cell[1])
        if kind is None or kind[1] == b"n":
            if style and style[1] in self._styles:
                try:
                    self.marks.dates[at] = float(cell[3])
                except ValueError as error:
                    raise UnusualError from error
        elif kind[1] == b"e":
            self.marks.errors[at] = cell[3].decode("utf-8", "replace")
        elif kind[1] == b"b":
            self.marks.booleans.add(at)


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def text_of(item: Element) -> str:
    """Return the text of a shared or inline string, without the readings of Chinese characters (rPh)."""
    found = []
    for child in item:
        if local(child) == "t":
            found.append(child.text or "")
        elif local(child) == "r":
            found += [part.text or "" for part in child if local(part) == "t"]
    return unescape("".join(found))


def shared_strings(stream: IO[bytes]) -> list[str]:
    """Return all shared strings of a book."""
    strings = []
    for _, element in iterparse(stream, events=("end",), forbid_dtd=True):
        if local(element) == "si":
            strings.append(text_of(element))
            element.clear()
    return strings


class SlowScan:
    """Reads a sheet of any form, values and all."""

    def __init__(self, date_styles: Iterable[int], strings: list[str]) -> None:
        self.marks = Marks()
        self._styles = {str(style) for style in date_styles}
        self._strings = strings
        self._values: dict[int, dict[int, object]] = {}
        self._formulas: dict[int, set[int]] = {}
        self._uncached: dict[int, set[int]] = {}

    def run(self, stream: IO[bytes]) -> tuple[Rows, Marks]:
        """Return the rows of values and the marks."""
        row = column = 0
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            name = local(element)
            if name == "row" and event == "start":
                row, column = int(element.get("r") or row + 1), 0
                if row < 1:
                    raise ValueError(f"row number {row}")
            elif name == "row":
                element.clear()
            elif name == "c" and event == "end":
                ref = element.get("r")
                if ref and not _ADDRESS.fullmatch(ref):
                    raise ValueError(f"cell address {ref!r}")
                at = position(ref.upper().encode()) if ref else (row, column + 1)
                column = at[1]
                self._cell(at, element)
        self.marks.formulas.add_rows(self._formulas)
        self.marks.uncached.add_rows(self._uncached)
        return list(self._lines()), self.marks

    def _lines(self) -> Iterator[list[object]]:
        for row in range(1, max(self._values, default=0) + 1):
            line = self._values.get(row, {})
            yield [line.get(column, "") for column in range(1, max(line, default=0) + 1)]

    def _cell(self, at: Position, cell: Element) -> None:
        inside = {local(child): child for child in cell}
        formula, value = inside.get("f"), inside.get("v")
        kind = cell.get("t", "n")
        stored = (value.text or "") if value is not None else ""
        if formula is not None:
            self._formulas.setdefault(at[0], set()).add(at[1])
            if formula.get("t") in ("array", "dataTable") and formula.get("ref"):
                self.marks.arrays.append(area(formula.get("ref", "").encode()))
            if not stored and not (kind == "str" and value is not None):
                self._uncached.setdefault(at[0], set()).add(at[1])
                return
        if kind == "inlineStr" and "is" in inside:
            self._put(at, text_of(inside["is"]))
        elif kind == "s" and stored.strip().isdecimal():
            self._put(at, self._shared(int(stored)))
        elif kind == "e" and stored:
            self.marks.errors[at] = stored
        elif kind == "b" and stored:
            self.marks.booleans.add(at)
            self._put(at, stored.strip() in ("1", "true"))
        elif kind == "n" and stored:
            self._number(at, stored, dated=cell.get("s", "0") in self._styles)
        elif stored:
            self._put(at, unescape(stored))

    def _shared(self, number: int) -> str:
        if number >= len(self._strings):
            raise ValueError(f"number {number} of a text, of {len(self._strings)} texts")
        return self._strings[number]

    def _number(self, at: Position, stored: str, *, dated: bool) -> None:
        try:
            number = float(stored)
        except ValueError:
            self._put(at, stored)  # as calamine does
            return
        if dated:
            self.marks.dates[at] = number
        self._put(at, number)

    def _put(self, at: Position, value: object) -> None:
        self._values.setdefault(at[0], {})[at[1]] = value
