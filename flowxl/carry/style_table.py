"""Styles: those of the fresh book are appended to the old ones, or found among them; none is ever renumbered."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from flowxl.ooxml.package_parts import unusual

_PART = "styles"
_LISTS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
_ITEM = {"numFmts": "numFmt", "fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf", "dxfs": "dxf"}
OPTIONAL = {"numFmts", "dxfs"}
FIRST_OWN_FORMAT = 164
_ATTRIBUTES = re.compile(rb'\s([\w:]+)="([^"]*)"')


@dataclass(frozen=True)
class StyleMap:
    """Styles of the old book with those of the fresh one, and the new number of each fresh cell and dxf style."""

    xml: bytes
    cells: dict[int, int]
    differential: dict[int, int]


def merge_styles(old: bytes, fresh: bytes) -> StyleMap:
    """Append the styles of the fresh book.

    Raises
    ------
    FlowXLError
        If the old styles are written with a prefix or without a list that every program writes.
    """
    xml = old
    formats, xml = _formats(xml, fresh)
    maps: dict[str, dict[int, int]] = {}
    for kind in ("fonts", "fills", "borders"):
        maps[kind], xml = _append(xml, kind, _items(fresh, kind))

    def cell(item: bytes) -> bytes:
        for attribute, numbers in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            item = _renumber(item, attribute, maps[numbers])
        return re.sub(rb'\bxfId="\d+"', b'xfId="0"', _renumber(item, "numFmtId", formats), count=1)

    cells, xml = _append(xml, "cellXfs", [cell(item) for item in _items(fresh, "cellXfs")])
    differential = [_renumber(item, "numFmtId", formats) for item in _items(fresh, "dxfs")]
    dxfs, xml = _append(xml, "dxfs", differential)
    return StyleMap(xml, cells, dxfs)


def _renumber(item: bytes, attribute: str, numbers: dict[int, int]) -> bytes:
    name = attribute.encode()

    def new(found: re.Match[bytes]) -> bytes:
        number = int(found[1])
        return b'%s="%d"' % (name, numbers.get(number, number))

    return re.sub(rb'\b%s="(\d+)"' % name, new, item)


def _block(xml: bytes, kind: str) -> re.Match[bytes] | None:
    name = kind.encode()
    return re.search(rb"<%s\b[^>]*?/>|<%s\b[^>]*?>(.*?)</%s>" % (name, name, name), xml, re.DOTALL)


def _items(xml: bytes, kind: str) -> list[bytes]:
    """Return the elements of a list, each as it is written."""
    block = _block(xml, kind)
    if block is None or block[1] is None:
        return []
    return split_elements(block[1], _ITEM[kind].encode())


def split_elements(xml: bytes, name: bytes) -> list[bytes]:
    """Return the elements of a name that stand side by side; one within another, as ``font`` in ``dxf``, is part of it.

    >>> split_elements(b'<a/><a x="1"><b/></a>', b"a")
    [b'<a/>', b'<a x="1"><b/></a>']
    """
    pattern = rb"<%s(?:\s[^>]*)?/>|<%s(?:\s[^>]*[^/])?>.*?</%s>" % (name, name, name)
    return re.findall(pattern, xml, re.DOTALL)


def _same(item: bytes) -> tuple[object, ...]:
    """Return what makes a style: its start tag with attributes in any order, and what is in it."""
    start, _, rest = item.partition(b">")
    attributes = _ATTRIBUTES.findall(start)
    return re.match(rb"<[\w:]+", start)[0], frozenset(attributes), rest or b""  # type: ignore[index]


def _append(xml: bytes, kind: str, items: list[bytes]) -> tuple[dict[int, int], bytes]:
    known: dict[tuple[object, ...], int] = {}
    own = _items(xml, kind)
    for number, item in enumerate(own):
        known.setdefault(_same(item), number)
    numbers: dict[int, int] = {}
    new: list[bytes] = []
    for number, item in enumerate(items):
        key = _same(item)
        if key not in known:
            known[key] = len(own) + len(new)
            new.append(item)
        numbers[number] = known[key]
    return numbers, (_with(xml, kind, own, new) if new else xml)


def _formats(xml: bytes, fresh: bytes) -> tuple[dict[int, int], bytes]:
    """Append number formats, which carry their numbers: a code keeps that of the old book, a new one gets the next."""

    def read(item: bytes) -> tuple[int, bytes]:
        attributes = dict(_ATTRIBUTES.findall(item))
        return int(attributes[b"numFmtId"]), attributes[b"formatCode"]

    own = _items(xml, "numFmts")
    codes = {code: number for number, code in map(read, own)}
    following = max([FIRST_OWN_FORMAT - 1, *codes.values()]) + 1
    numbers, new = {}, []
    for number, code in map(read, _items(fresh, "numFmts")):
        if code not in codes:
            codes[code] = following
            following += 1
            new.append(b'<numFmt numFmtId="%d" formatCode="%s"/>' % (codes[code], code))
        numbers[number] = codes[code]
    return numbers, (_with(xml, "numFmts", own, new) if new else xml)


def _with(xml: bytes, kind: str, own: list[bytes], new: list[bytes]) -> bytes:
    name, block = kind.encode(), _block(xml, kind)
    count = b' count="%d"' % (len(own) + len(new))
    if block is None and kind not in OPTIONAL:
        raise unusual(_PART, f"no list {kind}", "the styles of a workbook, without prefixes")
    if block is None:
        return _insert(xml, kind, b"<%s%s>%s</%s>" % (name, count, b"".join(new), name))
    start = re.match(rb"<%s\b([^>]*?)/?>" % name, block[0])
    others = re.sub(rb'\s+count="[^"]*"', b"", start[1] if start else b"")
    whole = b"<%s%s%s>%s%s</%s>" % (name, count, others, block[1] or b"", b"".join(new), name)
    return xml[: block.start()] + whole + xml[block.end() :]


def _insert(xml: bytes, kind: str, block: bytes) -> bytes:
    """Put a list that the old book lacks in its place: before the first that follows it."""
    before: Callable[[str], re.Match[bytes] | None] = lambda name: re.search(rb"<%s\b" % name.encode(), xml)  # noqa: E731
    for name in (*_LISTS[_LISTS.index(kind) + 1 :], "tableStyles", "colors", "extLst"):
        found = before(name)
        if found:
            return xml[: found.start()] + block + xml[found.start() :]
    at = xml.rfind(b"</styleSheet>")
    if at < 0:
        raise unusual(_PART, f"styles without {kind}", "the styles of a workbook")
    return xml[:at] + block + xml[at:]
