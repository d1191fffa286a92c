"""Cells as they stand in the XML of a sheet, and put into a fresh one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from xml.sax.saxutils import escape

from flowxl.carry.strings import Strings
from flowxl.ooxml.addresses import a1
from flowxl.ooxml.package_sheet import area as parse_area
from flowxl.ooxml.package_sheet import position


class RawCell(NamedTuple):
    """A cell of an old sheet.

    ``kind`` is ``n``, ``s`` (any text), ``b`` or ``e``; ``value`` is the stored text; ``array`` is the range of an
    array formula that begins here.
    """

    row: int
    column: int
    style: int
    kind: str
    value: str
    formula: str | None = None
    array: str | None = None

    @property
    def address(self) -> str:
        """Address without the sheet."""
        return a1(self.row - 1, self.column - 1)

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands there."""
        return self.formula is None and self.value == ""

    @property
    def shown(self) -> str:
        """What stands there, in one text."""
        return self.value if self.formula is None else f"={self.formula} → {self.value}"


@dataclass(frozen=True)
class Injection:
    """What is put into a cell of a fresh sheet: a cell's content, or None for its style alone.

    The style of a cell of ours counts only where a person gave it another; ``marked`` says that it does.
    """

    cell: RawCell | None
    style: int | None = None
    ours: bool = False
    marked: bool = False


_ROW = re.compile(rb'<row r="(\d+)"([^>]*?)(?:/>|>(.*?)</row>)', re.DOTALL)
_CELL = re.compile(rb'<c r="([A-Z]+)\d+"(?: s="(\d+)")?[^>]*?(?:/>|>.*?</c>)', re.DOTALL)

_KEPT = re.compile(rb'^<c r="[A-Z]+\d+"(?: s="\d+")?')


def inject(xml: bytes, cells: Mapping[tuple[int, int], Injection], strings: Strings) -> bytes:
    """Put cells into a fresh sheet, whose rows and cells are written as XlsxWriter writes them."""
    if not cells:
        return xml
    by_row: dict[int, dict[int, Injection]] = {}
    for (row, column), injection in cells.items():
        by_row.setdefault(row, {})[column] = injection
    start, end = xml.find(b"<sheetData"), xml.find(b"</sheetData>")
    if end < 0:  # an empty sheet
        tag = xml.find(b"<sheetData/>")
        xml, start, end = xml.replace(b"<sheetData/>", b"<sheetData></sheetData>", 1), tag, tag + len(b"<sheetData>")
    head, tail = xml[:start], xml[end:]
    out, at = [b"<sheetData>"], 0
    waiting = sorted(by_row)
    for found in _ROW.finditer(xml, start, end):
        number = int(found[1])
        while at < len(waiting) and waiting[at] < number:
            out.append(_new_row(waiting[at], by_row[waiting[at]], strings))
            at += 1
        if at < len(waiting) and waiting[at] == number:
            out.append(_row(found, by_row[number], strings))
            at += 1
        else:
            out.append(found[0])
    out += [_new_row(row, by_row[row], strings) for row in waiting[at:]]
    return _dimension(head, cells) + b"".join(out) + tail


def _new_row(row: int, cells: dict[int, Injection], strings: Strings) -> bytes:
    items = [_written(row, column, injection, None, strings) for column, injection in sorted(cells.items())]
    return b'<row r="%d">%s</row>' % (row, b"".join(items))


def _row(found: re.Match[bytes], cells: dict[int, Injection], strings: Strings) -> bytes:
    row = int(found[1])
    own = {position(cell[1] + b"1")[1]: cell for cell in _CELL.finditer(found[3] or b"")}
    items = []
    for column in sorted({*own, *cells}):
        known = own.get(column)
        injection = cells.get(column)
        if injection is None and known is not None:
            items.append(known[0])
        elif injection is not None:
            items.append(_written(row, column, injection, known, strings))
    attributes = re.sub(rb'\s+spans="[^"]*"', b"", found[2])  # a hint only, and wrong where cells were added
    return b'<row r="%d"%s>%s</row>' % (row, attributes, b"".join(items))


def _written(row: int, column: int, injection: Injection, known: re.Match[bytes] | None, strings: Strings) -> bytes:
    style = injection.style if injection.style is not None else int(known[2]) if known and known[2] else 0
    start = f'<c r="{a1(row - 1, column - 1)}"' + (f' s="{style}"' if style else "")
    cell = injection.cell
    if cell is None:
        rest = _KEPT.sub(b"", known[0], count=1) if known else b"/>"
        return start.encode() + rest
    return f"{start}{_content(cell, strings)}".encode()


def _content(cell: RawCell, strings: Strings) -> str:
    if cell.formula is None:
        if cell.value == "":
            return "/>"
        if cell.kind == "s":
            return f' t="s"><v>{strings.number(stored(cell.value))}</v></c>'
        kind = f' t="{cell.kind}"' if cell.kind != "n" else ""
        return f"{kind}><v>{escape(cell.value)}</v></c>"
    kind = {"s": ' t="str"', "n": ""}.get(cell.kind, f' t="{cell.kind}"')
    array = f' t="array" ref="{cell.array}"' if cell.array else ""
    value = f"<v>{escape(cell.value)}</v>" if cell.value or cell.kind == "s" else ""
    return f"{kind}><f{array}>{escape(cell.formula)}</f>{value}</c>"


def stored(text: str) -> str:
    """Return a text as the file format stores it: what looks like an escaped character is escaped itself.

    >>> stored("a_x000D_b")
    'a_x005F_x000D_b'
    """
    text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    return re.sub(r"[\x00-\x08\x0b\x0c\x0d\x0e-\x1f]", lambda found: f"_x{ord(found[0]):04X}_", text)


def _dimension(head: bytes, cells: Mapping[tuple[int, int], Injection]) -> bytes:
    """Widen what the sheet says of its own size."""
    found = re.search(rb'<dimension ref="([^"]*)"/>', head)
    if found is None:
        return head
    top, left, bottom, right = parse_area(found[1])
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    top, left = min(top, *rows), min(left, *columns)
    bottom, right = max(bottom, *rows), max(right, *columns)
    ref = f"{a1(top - 1, left - 1)}:{a1(bottom - 1, right - 1)}".encode()
    return head.replace(found[0], b'<dimension ref="%s"/>' % ref, 1)
