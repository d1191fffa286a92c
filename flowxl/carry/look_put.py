"""Looks of a person put on a fresh sheet, whose XML is as XlsxWriter writes it."""

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from flowxl.carry import elements
from flowxl.carry.look_carry import NewLook
from flowxl.carry.look_read import MARGINS, LineLook
from flowxl.ooxml.addresses import a1

_COLUMN = re.compile(rb'<col min="(\d+)" max="(\d+)"([^>]*?)/>')
_ROW = re.compile(rb'<row r="(\d+)"([^>]*?)(/?)>')
_VIEW = re.compile(rb"(<sheetView\b[^>]*?)(?:/>|>.*?</sheetView>)", re.DOTALL)
PRINTS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
ON_PAGE = ("headings", "gridLines", "horizontalCentered", "verticalCentered")
DEFAULT_WIDTH = 9.140625


def put_look(xml: bytes, look: NewLook) -> bytes:
    """Return a fresh sheet with what a person set."""
    xml = _columns(xml, look.columns)
    xml = _rows(xml, look.rows)
    xml = _depth(xml, look)
    xml = _panes(xml, look.pane)
    for key, value in look.view.items():
        xml = re.sub(rb"<sheetView\b[^>]*>", lambda m, k=key, v=value: _with(m[0], k, v), xml, count=1)  # type: ignore[misc]
    if look.tab:
        tab = "".join(f" {key}={quoteattr(value)}" for key, value in look.tab.items())
        xml = re.sub(rb"<tabColor\b[^>]*/>", f"<tabColor{tab}/>".encode(), xml, count=1)
    xml = _page(xml, look)
    return xml if look.prints is None else _replaced(xml, "headerFooter", _prints(look.prints))


def _with(tag: bytes, key: str, value: str) -> bytes:
    """Return a start tag with an attribute set."""
    tag = re.sub(rb'\s%s="[^"]*"' % key.encode(), b"", tag)
    end = re.match(rb"<\w+", tag).end()  # type: ignore[union-attr]
    return tag[:end] + f" {key}={quoteattr(value)}".encode() + tag[end:]


def _replaced(xml: bytes, name: str, element: bytes) -> bytes:
    old = elements.find(xml, name)
    if old is not None:
        xml = xml.replace(old, b"", 1)
    return elements.insert(xml, name, element) if element else xml


def _line(rest: bytes, line: LineLook, size: str, custom: str) -> bytes:
    tag = b"<x" + rest
    if line.size is not None:
        tag = _with(_with(tag, size, f"{line.size:.10g}"), custom, "1")
    for key, value in (("hidden", int(line.hidden)), ("outlineLevel", line.level)):
        tag = _with(tag, key, str(value)) if value else re.sub(rb'\s%s="[^"]*"' % key.encode(), b"", tag)
    return tag.removeprefix(b"<x")


def _columns(xml: bytes, looks: Mapping[int, LineLook]) -> bytes:
    """Write columns one by one where a person set some."""
    if not looks:
        return xml
    known: dict[int, bytes] = {}
    for first, last, rest in _COLUMN.findall(elements.find(xml, "cols") or b""):
        known |= dict.fromkeys(range(int(first), int(last) + 1), rest)
    for number, line in looks.items():
        rest = known.get(number, b' width="%f"' % DEFAULT_WIDTH)
        known[number] = _line(rest, line, "width", "customWidth")
    items = b"".join(b'<col min="%d" max="%d"%s/>' % (n, n, rest) for n, rest in sorted(known.items()))
    old, new = elements.find(xml, "cols"), b"<cols>%s</cols>" % items
    return xml.replace(b"<sheetData", new + b"<sheetData", 1) if old is None else xml.replace(old, new, 1)


def _rows(xml: bytes, looks: Mapping[int, LineLook]) -> bytes:
    if not looks:
        return xml
    waiting = dict(looks)

    def row(found: re.Match[bytes]) -> bytes:
        number, new = int(found[1]), b""
        for before in sorted(n for n in waiting if n < number):
            new += _new_row(before, waiting.pop(before))
        line = waiting.pop(number, None)
        rest = found[2] if line is None else _line(found[2], line, "ht", "customHeight")
        return b'%s<row r="%d"%s%s>' % (new, number, rest, found[3])

    xml = _ROW.sub(row, xml)
    left = b"".join(_new_row(number, line) for number, line in sorted(waiting.items()))
    return xml.replace(b"</sheetData>", left + b"</sheetData>", 1)


def _new_row(number: int, line: LineLook) -> bytes:
    return b'<row r="%d"%s/>' % (number, _line(b"", line, "ht", "customHeight"))


def _depth(xml: bytes, look: NewLook) -> bytes:
    """Say how deep the outline is: programs show its marks only then."""
    for key, lines in (("outlineLevelRow", look.rows), ("outlineLevelCol", look.columns)):
        depth = max((line.level for line in lines.values()), default=0)
        if depth:
            xml = re.sub(rb"<sheetFormatPr\b[^>]*>", lambda m, k=key, d=depth: _with(m[0], k, str(d)), xml, count=1)  # type: ignore[misc]
    return xml


def _panes(xml: bytes, pane: tuple[int, int] | None) -> bytes:
    if pane is None:
        return xml
    down, across = pane
    corner = {(False, False): "", (True, False): "bottomLeft", (False, True): "topRight"}
    active = corner.get((down > 0, across > 0), "bottomRight")
    splits = (f' xSplit="{across}"' if across else "") + (f' ySplit="{down}"' if down else "")
    text = f'<pane{splits} topLeftCell="{a1(down, across)}" activePane="{active}" state="frozen"/>' if active else ""
    text += f'<selection pane="{active}"/>' if active else ""
    return _VIEW.sub(lambda found: found[1] + b">" + text.encode() + b"</sheetView>", xml, count=1)


def _page(xml: bytes, look: NewLook) -> bytes:
    if not look.page:
        return xml
    page = look.page
    fits = "scale" in page and not page["scale"]
    fit = b'<pageSetUpPr fitToPage="%d"/>' % fits
    xml = re.sub(rb"<pageSetUpPr\b[^>]*/>", fit, xml, count=1)
    set_up = {key: value for key, value in page.items() if value and key not in ON_PAGE}
    xml = _replaced(xml, "pageSetup", _element("pageSetup", set_up))
    shown = {key: page[key] for key in ON_PAGE if page[key] != "0"}
    xml = _replaced(xml, "printOptions", _element("printOptions", shown) if shown else b"")
    if not look.margins:
        return xml
    margins = dict(zip(MARGINS, map(str, look.margins), strict=True)) | {"header": "0.3", "footer": "0.3"}
    return _replaced(xml, "pageMargins", _element("pageMargins", margins))


def _element(name: str, values: Mapping[str, str]) -> bytes:
    return (f"<{name}" + "".join(f" {key}={quoteattr(value)}" for key, value in values.items()) + "/>").encode()


def _prints(prints: Mapping[str, str]) -> bytes:
    """Return headers and footers; a picture in one is listed, and not called for."""
    flags = "".join(f' {key}="1"' for key in ("differentOddEven", "differentFirst") if key in prints)
    texts = (f"<{key}>{escape(prints[key].replace('&G', ''))}</{key}>" for key in PRINTS if key in prints)
    return f"<headerFooter{flags}>{''.join(texts)}</headerFooter>".encode()
