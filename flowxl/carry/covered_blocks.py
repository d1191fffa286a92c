"""What covers a block of cells on a sheet of ours: tables, pivot tables, merged cells. It moves with its cells."""

import re
from collections.abc import Callable, Iterable

from flowxl.ooxml.addresses import a1
from flowxl.ooxml.package_sheet import area as parse_area
from flowxl.voice.text import Text

Move = Callable[[int, int], tuple[int, int] | None]
"""Gives the new row and column of a cell, counted from 1; None if it is gone."""
BLOCKS = {"table": b"table", "pivotTable": b"location"}
"""The element that says where a part of a kind stands."""
_REF = re.compile(rb'(\sref=")([A-Z]+[0-9]+(?::[A-Z]+[0-9]+)?)(")')
_MERGED = re.compile(rb'<mergeCell\b[^>]*\sref="([^"]*)"')
BLOCKS_GONE: dict[str, Text] = {
    "table": Text("表格（其单元格已逐一带入或列出）", "a table; its cells are carried or listed one by one"),
    "pivotTable": Text(
        "数据透视表（其单元格已逐一带入或列出）", "a pivot table; its cells are carried or listed one by one"
    ),
}
SPARKLINES_GONE = Text("已不存在的工作表上的迷你图或切片器", "sparklines or slicers on a sheet that is gone")
MERGED_CELLS = Text("合并单元格", "merged cells")


def shifted(ref: bytes, move: Move) -> bytes | None:
    """Return where a block is now; None if its cells are gone or no longer stand together."""
    top, left, bottom, right = parse_area(ref)
    start = move(top, left)
    if start is None:
        return None
    for row in range(top, bottom + 1):
        for column in (left, right):
            if move(row, column) != (start[0] + row - top, start[1] + column - left):
                return None
    last = a1(start[0] + bottom - top - 1, start[1] + right - left - 1)
    first = a1(start[0] - 1, start[1] - 1)
    return (f"{first}:{last}" if b":" in ref else first).encode()


def place_of(xml: bytes, kind: str) -> bytes:
    """Return the reference of the block that a table or pivot table covers; empty if there is none."""
    found = re.search(rb"<%s\b[^>]*>" % BLOCKS[kind], xml)
    ref = _REF.search(found[0]) if found else None
    return ref[2] if ref else b""


def moved_block(xml: bytes, kind: str, move: Move) -> bytes | None:
    """Return a table or pivot table at the new place of its cells; None if these no longer stand together."""
    if shifted(place_of(xml, kind) or b"A1", move) is None:
        return None
    if kind == "table":
        return _REF.sub(lambda found: found[1] + (shifted(found[2], move) or found[2]) + found[3], xml)

    def location(found: re.Match[bytes]) -> bytes:
        return _REF.sub(lambda ref: ref[1] + (shifted(ref[2], move) or ref[2]) + ref[3], found[0])

    return re.sub(rb"<location\b[^>]*>", location, xml, count=1)


def merged_cells(element: bytes | None) -> list[bytes]:
    """Return the references of merged cells."""
    return _MERGED.findall(element or b"")


def merged_element(refs: Iterable[bytes]) -> bytes:
    """Return the element that merges cells."""
    items = [b'<mergeCell ref="%s"/>' % ref for ref in refs]
    return b'<mergeCells count="%d">%s</mergeCells>' % (len(items), b"".join(items))
