"""Fresh sheets in their new package: styles, strings, relations and code name renumbered to it."""

import re
from collections.abc import Mapping

_STYLE = re.compile(rb'(<(?:c|row)\b[^>]*?\ss=")(\d+)(")|(<col\b[^>]*?\sstyle=")(\d+)(")')
_STRING = re.compile(rb'(\st="s"><v>)(\d+)(</v>)')
_DIFFERENTIAL = re.compile(rb'(\sdxfId=")(\d+)(")')
_SELECTED = re.compile(rb'\s+tabSelected="\d"')


def adapted(
    xml: bytes, styles: Mapping[int, int], differential: Mapping[int, int], strings: Mapping[int, int]
) -> bytes:
    """Return a fresh sheet with the numbers of the package it goes into."""

    def style(found: re.Match[bytes]) -> bytes:
        first, number, last = found.group(1, 2, 3) if found[1] else found.group(4, 5, 6)
        return b"%s%d%s" % (first, styles[int(number)], last)

    xml = _STYLE.sub(style, xml)
    xml = _STRING.sub(lambda found: b"%s%d%s" % (found[1], strings[int(found[2])], found[3]), xml)
    xml = _DIFFERENTIAL.sub(lambda found: b"%s%d%s" % (found[1], differential[int(found[2])], found[3]), xml)
    return _SELECTED.sub(b"", xml)


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
