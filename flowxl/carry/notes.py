"""Cell comments on our sheets: they stay with their cells; of a cell that is gone the text is told."""

import re
from collections.abc import Callable

from flowxl.carry.rewrite import PREFIX
from flowxl.ooxml.addresses import a1
from flowxl.ooxml.escapes import to_text
from flowxl.ooxml.package_sheet import position

Move = Callable[[int, int], tuple[int, int] | None]
"""Gives the new row and column of a cell, counted from 1; None if it is gone."""

_COMMENT = {
    b"comment": re.compile(rb"<(%s)comment\b[^>]*>.*?</\1comment>" % PREFIX, re.DOTALL),
    b"threadedComment": re.compile(rb"<(%s)threadedComment\b[^>]*>.*?</\1threadedComment>" % PREFIX, re.DOTALL),
}
_REF = re.compile(rb"""(\sref=["'])([A-Z]+[0-9]+)(["'])""")
_SHAPE = re.compile(rb"<(%s)shape\b(?!type).*?</\1shape>" % PREFIX, re.DOTALL)
_ROW, _COLUMN, _ANCHOR = (
    re.compile(rb"(<%s%s>\s*)([^<]*?)(\s*</)" % (PREFIX, name)) for name in (b"Row", b"Column", b"Anchor")
)
_NOTE = re.compile(rb"""\bObjectType=["']Note["']""")


def moved_comments(xml: bytes, kind: str, move: Move) -> tuple[bytes, list[tuple[str, str]]]:
    """Return the part with its comments moved, and address and text of those whose cell is gone."""
    gone: list[tuple[str, str]] = []

    def one(found: re.Match[bytes]) -> bytes:
        ref = _REF.search(found[0])
        if ref is None:
            return found[0]
        address = ref[2].decode()
        new = move(*position(ref[2]))
        if new is None:
            gone.append((address, comment_text(found[0])))
            return b""
        return _REF.sub(lambda m: m[1] + a1(new[0] - 1, new[1] - 1).encode() + m[3], found[0], count=1)

    return _COMMENT[kind.encode()].sub(one, xml), gone


def comment_text(xml: bytes) -> str:
    """Return the text of a comment."""
    return "".join(to_text(text) for text in re.findall(rb"<%s(?:t|text)(?:\s[^>]*)?>([^<]+)<" % PREFIX, xml)).strip()


def moved_shapes(xml: bytes, move: Move) -> bytes:
    """Return the drawing of comment boxes with each box at its cell's new place; those of gone cells are taken out."""

    def one(found: re.Match[bytes]) -> bytes:
        row, column = _ROW.search(found[0]), _COLUMN.search(found[0])
        if row is None or column is None or not _NOTE.search(found[0]):
            return found[0]
        old = int(row[2]) + 1, int(column[2]) + 1
        new = move(*old)
        if new is None:
            return b""
        if new == old:
            return found[0]
        shape = _ROW.sub(lambda m: m[1] + b"%d" % (new[0] - 1) + m[3], found[0])
        shape = _COLUMN.sub(lambda m: m[1] + b"%d" % (new[1] - 1) + m[3], shape)
        return _ANCHOR.sub(lambda m: m[1] + _shifted(m[2], new[0] - old[0], new[1] - old[1]) + m[3], shape)

    return _SHAPE.sub(one, xml)


def _shifted(anchor: bytes, rows: int, columns: int) -> bytes:
    """Shift an anchor: left column, offset, top row, offset, right column, offset, bottom row, offset."""
    numbers = [int(number) for number in anchor.split(b",")]
    for place in (0, 4):
        numbers[place] = max(0, numbers[place] + columns)
    for place in (2, 6):
        numbers[place] = max(0, numbers[place] + rows)
    return ", ".join(map(str, numbers)).encode()
