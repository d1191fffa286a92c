"""The XML of an old sheet of ours: its cells and their styles, read fast where it is written in the usual form.

What programs write is looked through as bytes, a block at a time; any other form goes through a parser.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

import numpy as np
from defusedxml.ElementTree import fromstring, iterparse
from openpyxl.formula.translate import Translator

from flowxl.carry.raw_cells import RawCell
from flowxl.ooxml.addresses import a1
from flowxl.ooxml.escapes import to_text
from flowxl.ooxml.package_scan import local
from flowxl.ooxml.package_sheet import position

BLOCK = 1 << 20
"""Bytes that are looked through at once, so that a large sheet is never held as a list of cells."""
_TAG = re.compile(rb'<c r="[A-Z]{1,3}+[0-9]{1,7}+"(?: s="[0-9]{1,5}+")?+(?: (?!s=)[A-Za-z:]++="[^"<>&]*+")*+ ?/?>')
_OPEN = re.compile(rb"<c[\s/>]")
_PREFIXED = re.compile(rb":(?:c|row|v|f|is)[\s/>]")
_ENCODING = re.compile(rb"""<\?xml[^>]*\sencoding=["'](?!utf-8["'])""", re.IGNORECASE)
_STYLED = re.compile(rb'<c r="([A-Z]+)([0-9]+)"(?: s="([0-9]+)")?')
_CELL = re.compile(
    rb'<c r="([A-Z]++)([0-9]++)"(?: s="([0-9]++)")?+(?: t="([A-Za-z]++)")?+([^>/]*+)'
    rb"(?:/>|>(?:(<f)([^>/]*+)(?:/>|>([^<]*+)</f>))?+(?:<v>([^<]*+)</v>|<v/>)?+"
    rb'(?:<is><t(?: xml:space="preserve")?+>([^<]*+)</t></is>)?+</c>|>(.*?)</c>)',
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rb'([A-Za-z]+)="([^"]*)"')
_TYPE = re.compile(rb' t="([A-Za-z]+)"')
_ANY_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_AT = re.compile(rb'\br="([A-Z]+[0-9]+)"')
_STYLE = re.compile(rb'\ss="([0-9]+)"')
_TEXTS = {"s": "s", "str": "s", "inlineStr": "s", "d": "s"}
Shared = dict[str, tuple[str, str]]


@dataclass
class SheetXml:
    """An old sheet as it is written; ``precheck`` has let it pass."""

    xml: bytes
    _noted: np.ndarray | None = None
    """Rows, columns and styles, once all cells were read."""

    @cached_property
    def is_usual(self) -> bool:
        """Whether its cells are written as spreadsheet programs write them."""
        xml = self.xml
        if xml[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<") or _ENCODING.match(xml):
            return False
        if b"\r" in xml or b"<!" in xml or _PREFIXED.search(xml):
            return False
        return len(_TAG.findall(xml)) == len(_OPEN.findall(xml))

    def _blocks(self) -> Iterator[bytes]:
        """Yield the rows in blocks that end with a row."""
        start, xml = 0, self.xml
        while start < len(xml):
            end = xml.find(b"</row>", start + BLOCK)
            end = len(xml) if end < 0 else end
            yield xml[start:end]
            start = end

    def styles(self) -> np.ndarray:
        """Return row, column and style, shape (3, cells), of the cells that are written with their address."""
        if not self.is_usual:
            tags = [(_AT.search(tag[1]), _STYLE.search(tag[1])) for tag in _ANY_CELL.finditer(self.xml)]
            found = [(*position(at[1]), int(style[1]) if style else 0) for at, style in tags if at]
            return np.array(found, dtype=np.int32).reshape(-1, 3).T
        if self._noted is not None:
            return self._noted
        columns = _Columns()
        parts = [np.empty((3, 0), dtype=np.int32)]
        for block in self._blocks():
            cells = [(int(row), columns[letters], int(style or 0)) for letters, row, style in _STYLED.findall(block)]
            parts.append(np.array(cells, dtype=np.int32).reshape(-1, 3).T)
        return np.concatenate(parts, axis=1)

    def cells(self, strings: list[str]) -> Iterator[RawCell]:
        """Yield the cells that hold something or have a style; shared formulas are spelled out."""
        return self._fast(strings) if self.is_usual else self._slow(strings)

    def _fast(self, strings: list[str]) -> Iterator[RawCell]:
        shared: Shared = {}
        columns = _Columns()
        noted = array("i"), array("i"), array("i")
        note_row, note_column, note_style = (one.append for one in noted)
        for block in self._blocks():
            for letters, digits, style, kind, more, has, attributes, text, stored, inline, odd in _CELL.findall(block):
                row, column, number = int(digits), columns[letters], int(style or 0)
                note_row(row)
                note_column(column)
                note_style(number)
                if odd:
                    whole = b'<c s="%s" t="%s">%s</c>' % (style or b"0", kind or b"n", odd)
                    yield self._odd((row, column), whole, strings, shared)
                    continue
                if more and b" t=" in more:  # behind others
                    kind = _TYPE.findall(more)[0]  # noqa: PLW2901
                if kind == b"s":
                    value = _string(stored, strings)
                else:
                    value = _text(inline or stored) if inline or stored else ""
                if has:
                    formula, range_ = _text(text), None
                    if attributes:
                        own = {key.decode(): to_text(it) for key, it in _ATTRIBUTE.findall(attributes)}
                        formula, range_ = _formula(formula, own, (row, column), shared)
                    yield RawCell(row, column, number, _kind(kind), value, formula, range_)
                elif value or number:
                    yield RawCell(row, column, number, _kind(kind), value)
        self._noted = np.array(noted, dtype=np.int32).reshape(3, -1)

    def _odd(self, at: tuple[int, int], xml: bytes, strings: list[str], shared: Shared) -> RawCell:
        """Read one cell that holds more than a formula and a value."""
        root = re.search(rb"<(?:[\w.-]+:)?worksheet\b[^>]*>", self.xml)
        if root is None:
            raise ValueError("no worksheet")
        return _cell(fromstring(root[0] + xml + b"</worksheet>", forbid_dtd=True)[0], *at, strings, shared)

    def _slow(self, strings: list[str]) -> Iterator[RawCell]:
        shared: Shared = {}
        row = column = 0
        for event, element in iterparse(BytesIO(self.xml), events=("start", "end"), forbid_dtd=True):
            name = local(element)
            if event == "start":
                if name == "row":
                    row, column = int(element.get("r", row + 1)), 0
                continue
            if name == "row":
                element.clear()
            if name != "c":
                continue
            ref = element.get("r")
            row, column = position(ref.encode()) if ref else (row, column + 1)
            cell = _cell(element, row, column, strings, shared)
            if not cell.is_blank or cell.style:
                yield cell
            element.clear()


class _Columns(dict[bytes, int]):
    """Numbers of columns by their letters."""

    def __missing__(self, letters: bytes) -> int:
        """Work a number out once."""
        found = self[letters] = position(letters + b"1")[1]
        return found


def _text(xml: bytes) -> str:
    if b"&" not in xml:
        return xml.decode()
    if b"&#" in xml:
        return to_text(xml)
    text = xml.decode().replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'")
    return text.replace("&amp;", "&")


def _string(number: bytes, strings: list[str]) -> str:
    return strings[int(number)] if number.isdigit() and int(number) < len(strings) else ""


def _kind(written: bytes) -> str:
    """Return ``n``, ``s`` for any text, or what is written."""
    if not written or written == b"n":
        return "n"
    kind = written.decode()
    return _TEXTS.get(kind, kind)


def _cell(element: Any, row: int, column: int, strings: list[str], shared: Shared) -> RawCell:
    kind, value, formula, array = element.get("t", "n"), "", None, None
    for part in element:
        name = local(part)
        if name == "v":
            value = part.text or ""
        elif name == "is":
            value = "".join(text.text or "" for text in part.iter() if local(text) == "t")
        elif name == "f":
            formula, array = _formula(part.text or "", part.attrib, (row, column), shared)
    if kind == "s":
        value = _string(value.encode(), strings)
    return RawCell(row, column, int(element.get("s", 0)), _TEXTS.get(kind, kind), value, formula, array)


def _formula(text: str, own: dict[str, str], at: tuple[int, int], shared: Shared) -> tuple[str, str | None]:
    """Return a formula, and the range of an array formula, from the attributes of its element."""
    kind = own.get("t")
    if kind not in ("array", "shared"):
        return text, None
    address = a1(at[0] - 1, at[1] - 1)
    if kind == "array":
        return text, own.get("ref") or address
    if text:
        shared[own.get("si", "")] = text, address
        return text, None
    master = shared.get(own.get("si", ""))
    if master is not None:
        moved = Translator(f"={master[0]}", origin=master[1]).translate_formula(address)
        return str(moved).removeprefix("="), None
    return text, None
