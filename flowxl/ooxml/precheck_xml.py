"""One XML part of a workbook from outside, looked through without parsing where that is possible.

Every part is read as bytes, block by block. Cells in the usual form ``<c r="B5" …>`` are found by a regular
expression at 100 MB/s and more; a sheet in any other form is counted element by element with expat.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from xml.parsers import expat

from flowxl.ooxml.precheck_extent import MAX_ROWS, Extent, PartRefusedError, column_number
from flowxl.ooxml.precheck_strings import MAX_STRINGS, STRINGS_PART, Strings
from flowxl.voice.faults import Fault
from flowxl.voice.place import Place

MAX_RUN = 2 << 20  # longest text or tag; a cell holds at most 32,767 characters, Power Query some 100 KB
MAX_TEXT = 128 << 20  # XML other than sheets, above all the shared strings; readers hold them twice
SLOW_BYTES = 64 << 20  # a sheet in an unusual form is read with expat, 30 times slower
SLOW_ELEMENTS = 150_000  # 50,000 cells; half a second here, and one more where the reader does the same
MAX_FORMATS = 600_000  # elements of the styles; 64,000 formats, the most that Excel allows, have 400,000 with theirs
STYLES_PART = "/styles.xml"
_TAIL = 1 << 16  # a tag that is cut by the end of a block is completed from the next one up to this length

_LETTERS, _DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0123456789"
_REF_OF_CELL = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"')
_CELL = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"([^<>]*)>')
_CELL_OPEN = re.compile(rb"<c[\s/>]")
_PLAIN_ATTRIBUTES = re.compile(rb'(?: [A-Za-z:]+="[^"<>&]*")* ?/?')
_PREFIXED = re.compile(rb":(?:c|row|mergeCell|hyperlink)[\s/>]")
_ROW = re.compile(rb'<row(?: r="([0-9]+)")?')
_RANGE = re.compile(rb"<(?:mergeCell|hyperlink)\s([^<>]*)>")
_REF = re.compile(rb'(?:^|\s)ref="([A-Z0-9$]+(?::[A-Z0-9$]+)?)"')
_UNIQUE = re.compile(rb"uniqueCount\s*=\s*[\"']([^\"']*)[\"']")
_CONTENT = re.compile(rb"[<:](?:v|f|is)[\s/>]")
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY|doctype|entity)")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_UNICODE_MARKS = {
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}


def as_utf8(blocks: Iterable[bytes], place: Place) -> Iterator[bytes]:
    """Yield the text of an XML part as UTF-8; other encodings than UTF-8 and UTF-16 are refused."""
    blocks = iter(blocks)
    head = next(blocks, b"")
    encoding = next((name for mark, name in _UNICODE_MARKS.items() if head.startswith(mark)), "utf-8")
    if encoding.startswith("utf-16"):
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        for block in chain([head], blocks):
            yield decoder.decode(block).encode("utf-8", "replace")
        return
    declared = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8))
    name = declared[1].decode("ascii", "replace").lower() if declared else encoding
    if name not in ("utf-8", "utf8", "us-ascii", "ascii"):
        raise PartRefusedError(Fault("encoding.xml", place, encoding=name))
    yield from chain([head.removeprefix(codecs.BOM_UTF8)], blocks)


def is_xml(head: bytes, name: str) -> bool:
    """Tell by the first bytes, not only by the name, whether a part is XML."""
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    # white space without end may still be followed by XML
    return name.endswith((".xml", ".rels", ".vml")) or text.startswith((b"<", *_UNICODE_MARKS)) or not text


class PartScan:
    """Looks through the UTF-8 text of one part; ``plain`` turns False where only a parser can tell the cells."""

    def __init__(self, name: str, place: Place, extent: Extent, strings: Strings) -> None:
        self.place = place
        self.extent = extent
        self.strings = strings
        self.plain = True
        self.has_cells = False
        self.shared = name == STRINGS_PART
        self.styles = name.endswith(STYLES_PART)
        self.chain = name.endswith("calcchain.xml")  # lists every formula once more, as a cell without content
        self._tail = b""
        self._run = 0
        self._elements = 0
        extent.start_sheet()

    def feed(self, block: bytes) -> None:
        """Look through the next block."""
        self._check_run(block)
        data = self._tail + block
        near = max(len(data) - _TAIL, 0)
        cut = data.rfind(b"<c ", near)  # whole cells, so that opened and closed ones can be compared
        if cut < 0:
            cut = data.rfind(b"<", near)
        self._tail = data[cut:] if cut >= 0 else b""
        self._look(data[:cut] if cut >= 0 else data)

    def finish(self) -> None:
        """Look through what is left."""
        self._look(self._tail)

    def _check_run(self, block: bytes) -> None:
        first = block.find(b"<")
        if self._run + (first if first >= 0 else len(block)) > MAX_RUN:
            raise PartRefusedError(Fault("long_text.piece", self.place, most=MAX_RUN))
        self._run = len(block) - block.rfind(b"<") - 1 if first >= 0 else self._run + len(block)

    def _whole_part(self, data: bytes) -> None:
        """Refuse what no part may hold, and count what only some parts hold."""
        # "in" comes first everywhere: it is up to twenty times as fast as an expression that finds nothing
        if b"!" in data and b"<!" in data and _DTD.search(data):
            raise PartRefusedError(Fault("dtd", self.place))
        for count in _UNIQUE.findall(data) if b"uniqueCount" in data else ():
            if not count.isdigit() or int(count[:20]) > MAX_STRINGS:
                named = count[:20].decode("ascii", "replace")
                raise PartRefusedError(Fault("too_many_strings.named", self.place, found=named, most=MAX_STRINGS))
        if self.shared:
            self.strings.learn(data, self.place)
        if self.styles:
            self._formats(data)

    def _look(self, data: bytes) -> None:
        self._whole_part(data)
        if self.chain and not _CONTENT.search(data):
            return
        rows = _ROW.findall(data)
        refs = _REF_OF_CELL.findall(data) if self.plain else []
        opened = data.count(b"<c")
        if opened != len(refs):
            opened = len(_CELL_OPEN.findall(data))  # without <cols>, <cfRule> and the like
        self.has_cells |= opened > 0
        self.extent.add(opened, len(rows), self.place)
        if self.has_cells:
            self.strings.count(data, self.place)
        if self.plain:
            self.plain = len(refs) == opened and self._ranges(data) and self._cells(data, refs)
            self.plain = self.plain and not (b":" in data and _PREFIXED.search(data))
        last_row = max((int(row[:9]) for row in rows if len(row) > 6), default=0)
        if last_row > MAX_ROWS:
            self.extent.reach(last_row, 1, self.place)

    def _formats(self, data: bytes) -> None:
        """Count the elements of the styles, which are parsed into one tree."""
        self._elements += data.count(b"<") - data.count(b"</")
        if self._elements > MAX_FORMATS:
            raise PartRefusedError(Fault("too_many_formats", self.place, most=MAX_FORMATS))

    def _ranges(self, data: bytes) -> bool:
        """Count merged and linked ranges; False where one is written in an unusual way."""
        if b"<mergeCell" not in data and b"<hyperlink" not in data:
            return True
        for attributes in _RANGE.findall(data):
            ref = _REF.search(attributes)
            if not ref:
                return False
            self.extent.merge(ref[1], self.place)
        return True

    def _cells(self, data: bytes, refs: list[bytes]) -> bool:
        """Find the last filled cell; False where a cell is written in an unusual way."""
        if data.count(b"</c>") != len(refs):
            # a cell without content may lie anywhere: parsers skip it, and formatted rows are full of them
            cells = _CELL.findall(data)
            kinds = {attributes for _, attributes in cells}
            if len(cells) != len(refs) or not all(map(_PLAIN_ATTRIBUTES.fullmatch, kinds)):
                return False
            refs = [ref for ref, attributes in cells if not attributes.endswith(b"/")]
        if b"t='s" in data:
            return False
        self.extent.uses_strings = self.extent.uses_strings or b' t="s"' in data
        if refs:
            joined = b" ".join(refs)
            rows = set(joined.translate(None, _LETTERS).split())
            columns = set(joined.translate(None, _DIGITS).split())
            self.extent.reach(max(map(int, rows)), max(map(column_number, columns)), self.place)
        return True


class _NoSheetError(Exception):
    """The root of the part is no worksheet."""


class SlowScan:
    """Finds the cells of a sheet in an unusual form: prefixed names, cells without addresses, other quotes."""

    def __init__(self, place: Place, extent: Extent) -> None:
        self.place = place
        self.extent = extent
        self._at = (0, 0)
        self._handlers: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._row,
            "c": self._cell,
            "mergeCell": self._range,
            "hyperlink": self._range,
        }
        extent.start_sheet()

    def run(self, blocks: Iterable[bytes]) -> None:
        """Read the part; parts that are no sheet end at their root."""
        parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = self._root(parser)
        size = 0
        try:
            for block in blocks:
                size += len(block)
                if size > SLOW_BYTES:
                    raise self._unusual()
                parser.Parse(block)
            parser.Parse(b"", True)
        except _NoSheetError:
            return
        except expat.ExpatError as error:
            raise PartRefusedError(Fault("damaged.xml", self.place, error=str(error))) from error

    def _root(self, parser: expat.XMLParserType) -> Callable[[str, dict[str, str]], None]:
        def start(name: str, _: dict[str, str]) -> None:
            if name.rpartition(":")[2] != "worksheet":
                raise _NoSheetError
            parser.StartElementHandler = self._start

        return start

    def _unusual(self) -> PartRefusedError:
        return PartRefusedError(Fault("unusual_form", self.place, most=SLOW_ELEMENTS))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.extent.elements += 1
        if self.extent.elements > SLOW_ELEMENTS:
            raise self._unusual()
        local = name.rpartition(":")[2]
        handler = self._handlers.get(local)
        if handler is not None:
            handler(attributes)
        elif local in ("v", "f", "is"):
            self.extent.reach(*self._at, self.place)

    def _row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._at = (int(number[:9]) if number.isdecimal() else self._at[0] + 1, 0)
        if self._at[0] > MAX_ROWS:
            self.extent.reach(*self._at, self.place)

    def _cell(self, attributes: dict[str, str]) -> None:
        match = re.fullmatch(rb"([A-Z]{1,7})([0-9]{1,9})", attributes.get("r", "").upper().encode())
        self._at = (int(match[2]), column_number(match[1])) if match else (self._at[0], self._at[1] + 1)
        self.extent.uses_strings |= attributes.get("t") == "s"

    def _range(self, attributes: dict[str, str]) -> None:
        self.extent.merge(attributes.get("ref", "A1").upper().encode(), self.place)


def check_part(
    open_part: Callable[[], Iterable[bytes]], name: str, place: Place, extent: Extent, strings: Strings
) -> None:
    """Look through one part, or raise PartRefusedError.

    Parameters
    ----------
    open_part
        Gives the blocks of the part; called a second time where the cells need a parser.
    name
        Normal name of the part.
    place
        Place for the faults.
    extent, strings
        Counts over the book.
    """
    blocks = iter(open_part())
    head = next(blocks, b"")
    if not is_xml(head, name):
        for _ in blocks:
            pass  # inflated only so that its true size is counted
        return
    scan = PartScan(name, place, extent, strings)
    merged, size = extent.merged, 0
    for block in as_utf8(chain([head], blocks), place):
        scan.feed(block)
        size += len(block)
        if not scan.has_cells and extent.text + size > MAX_TEXT:
            raise PartRefusedError(Fault("long_text.all", place, most=MAX_TEXT >> 20))
    scan.finish()
    if not scan.has_cells:
        extent.text += size
    if not scan.plain:
        extent.merged = merged
        SlowScan(place, extent).run(as_utf8(open_part(), place))
    extent.end_sheet(place)
