"""Fresh sheets in their new package: styles, strings, relations and code name renumbered to it."""

import re
from collections.abc import Mapping
from functools import partial

_CELL = re.compile(rb'<c r="([A-Z]++[0-9]++)"(?: s="([0-9]++)")?+( t="s"><v>)?+(?(3)([0-9]++))')
_ROW = re.compile(rb'(<row\b[^>]*?\ss=")(\d+)(")')
_COLUMN = re.compile(rb'(<col\b[^>]*?\sstyle=")(\d+)(")')
_DIFFERENTIAL = re.compile(rb'( dxfId=")(\d+)(")')
_SELECTED = re.compile(rb'\s+tabSelected="\d"')


def adapted(
    xml: bytes, styles: Mapping[int, int], differential: Mapping[int, int], strings: Mapping[int, int]
) -> bytes:
    """Return a fresh sheet, as XlsxWriter writes it, with the numbers of the package it goes into."""
    start = xml.find(b"<sheetData")
    end = max(xml.rfind(b"</sheetData>"), start)

    def renumbered(numbers: Mapping[int, int], found: re.Match[bytes]) -> bytes:
        return b"%s%d%s" % (found[1], numbers[int(found[2])], found[3])

    style = {b"%d" % old: b' s="%d"' % new for old, new in styles.items()} | {None: b""}
    string = {b"%d" % old: b' t="s"><v>%d' % new for old, new in strings.items()} | {None: b""}

    def cell(found: re.Match[bytes]) -> bytes:
        address, own, _, text = found.groups()
        return b'<c r="%s"%s%s' % (address, style[own], string[text])

    head = _SELECTED.sub(b"", _COLUMN.sub(partial(renumbered, styles), xml[:start]))
    data = _CELL.sub(cell, xml[start:end])
    if b" customFormat=" in data:  # only then a row has a style
        data = _ROW.sub(partial(renumbered, styles), data)
    return head + data + _DIFFERENTIAL.sub(partial(renumbered, differential), xml[end:])


def selected(xml: bytes) -> bytes:
    """Return a sheet that is the one in front."""
    return xml.replace(b"<sheetView ", b'<sheetView tabSelected="1" ', 1)


def code_name(xml: bytes) -> str:
    """Return the code name by which macros know a sheet; empty if it has none."""
    found = re.search(rb'<sheetPr\b[^>]*\bcodeName="([^"]*)"', xml[:4000])
    return found[1].decode() if found else ""


def with_code_name(xml: bytes, name: str) -> bytes:
    """Return a fresh sheet under a code name; without one if that is empty."""
    xml = re.sub(rb'(<sheetPr\b[^>]*?)\s+codeName="[^"]*"', rb"\1", xml, count=1)
    if not name:
        return xml
    return re.sub(rb"<sheetPr\b", b'<sheetPr codeName="%s"' % name.encode(), xml, count=1)
