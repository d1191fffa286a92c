"""What real Excel is strict about in a workbook with macros, as rules; LibreOffice and olevba forgive most of it.

From [MS-OVBA], [MS-CFB], [ECMA-376] and from faults that people report. A fault begins with the name of its rule.
"""

import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from support.vba_container import Container, decompress

CONTENT_TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.microsoft.com/office/2006"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
BOOK_TYPES = {f"application/vnd.ms-excel.{kind}.macroEnabled.main+xml" for kind in ("sheet", "addin")}
INFORMATION = (0x01, 0x02, 0x14, 0x03, 0x04, 0x05, 0x40, 0x06, 0x3D, 0x07, 0x08, 0x09, 0x0C, 0x3C)
REFERENCE = (0x16, 0x3E, 0x0D)
MODULE = (0x19, 0x47, 0x1A, 0x32, 0x1C, 0x48, 0x31, 0x1E, 0x2C, 0x21, 0x2B)
SIZES = {0x01: 4, 0x02: 4, 0x14: 4, 0x03: 2, 0x07: 4, 0x08: 4, 0x0F: 2, 0x13: 2, 0x31: 4, 0x1E: 4, 0x2C: 2}
EMPTY = (0x10, 0x21, 0x22, 0x2B)
TWICE = {0x05: 0x40, 0x0C: 0x3C, 0x16: 0x3E, 0x19: 0x47, 0x1A: 0x32, 0x1C: 0x48}  # in the code page and in UTF-16
BASES = {
    "workbook": "0{00020819-0000-0000-C000-000000000046}",
    "sheet": "0{00020820-0000-0000-C000-000000000046}",
    "class": "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}",
}
PROTECTION = {"CMG": bytes(4), "DPB": b"\0", "GC": b"\xff"}
PROJECT = re.compile(
    r'ID="(?P<id>\{[0-9A-F]{8}-(?:[0-9A-F]{4}-){3}[0-9A-F]{12}\})"\r\n'
    r"(?P<modules>(?:(?:Document|Module|Class)=[^\r\n]+\r\n)+)"
    r'Name="\w+"\r\nHelpContextID="0"\r\nVersionCompatible32="393222000"\r\n'
    r'CMG="(?P<CMG>[0-9A-F]{22,28})"\r\nDPB="(?P<DPB>[0-9A-F]{16,})"\r\nGC="(?P<GC>[0-9A-F]{16,22})"\r\n'
    r"\r\n\[Host Extender Info\]\r\n&H00000001=\{3832D640-CF90-11CF-8E43-00A0C911005A\};VBE;&H00000000\r\n"
    r"(?:\r\n\[Workspace\]\r\n(?:\w+=-?\d+, -?\d+, -?\d+, -?\d+, [CZI]?\r\n)*)?"
)


@dataclass
class Book:
    """What a workbook says about its macros."""

    parts: dict[str, bytes]
    code_name: str
    sheet_names: list[str]
    container: Container
    records: list[tuple[int, bytes]] = field(default_factory=list)
    tail: bytes = b""
    modules: list[dict[int, bytes]] = field(default_factory=list)

    @property
    def page(self) -> str:
        """Return the encoding of the project."""
        return f"cp{int.from_bytes(dict(self.records)[0x03], 'little')}"

    def text(self, module: dict[int, bytes]) -> str:
        """Return a module's source."""
        stream = self.container.streams[f"VBA/{module[0x1A].decode(self.page)}"]
        return decompress(stream[struct.unpack("<I", module[0x31])[0] :]).decode(self.page)

    @property
    def declared(self) -> list[tuple[str, str]]:
        """Return kind and name of each module in the stream PROJECT."""
        text = self.container.streams["PROJECT"].decode(self.page)
        return re.findall(r"^(Document|Module|Class)=(\w+)", text, re.MULTILINE)


def read(path: Path) -> Book:
    """Read a workbook with macros."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    workbook = ElementTree.fromstring(parts["xl/workbook.xml"])
    relations = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {relation.get("Id"): relation.get("Target", "").lstrip("/") for relation in relations}
    sheets = [targets[sheet.get(LINK)].removeprefix("xl/") for sheet in workbook.iter(f"{MAIN}sheet")]
    return Book(
        parts,
        _code_name(workbook, "workbookPr"),
        [_code_name(ElementTree.fromstring(parts[f"xl/{sheet}"]), "sheetPr") for sheet in sheets],
        Container(parts["xl/vbaProject.bin"]),
    )


def _code_name(root: ElementTree.Element, element: str) -> str:
    found = root.find(f"{MAIN}{element}")
    return "" if found is None else found.get("codeName", "")


def strict(path: Path) -> list[str]:
    """Return every fault, each as ``rule: what was found``."""
    book = read(path)
    faults = [*book.container.faults, *_package(book), *_streams(book)]
    if not faults:
        _read_dir(book)
        faults = [*_dir(book), *_records(book)]
    return faults or [fault for rules in (_project, _names, _modules, _documents) for fault in rules(book)]


def _package(book: Book) -> Iterator[str]:
    types = {}
    for part in ElementTree.fromstring(book.parts[CONTENT_TYPES]):
        types[part.get("PartName") or part.get("Extension")] = part.get("ContentType")
    if types.get("/xl/workbook.xml") not in BOOK_TYPES:
        yield f"content_type: {types.get('/xl/workbook.xml')}"
    if types.get("/xl/vbaProject.bin", types.get("bin")) != "application/vnd.ms-office.vbaProject":
        yield f"content_type: {types.get('bin')}"
    relations = ElementTree.fromstring(book.parts["xl/_rels/workbook.xml.rels"])
    kinds = {relation.get("Target", "").removeprefix("/xl/"): relation.get("Type") for relation in relations}
    if kinds.get("vbaProject.bin") != f"{OFFICE}/relationships/vbaProject":
        yield f"relationship: {kinds.get('vbaProject.bin')}"
    if not book.code_name or not all(book.sheet_names):
        yield f"code_name: workbook {book.code_name!r}, sheets {book.sheet_names}"


def _streams(book: Book) -> Iterator[str]:
    streams = book.container.streams
    missing = {"PROJECT", "PROJECTwm", "VBA/dir", "VBA/_VBA_PROJECT"} - set(streams)
    if missing:
        yield f"streams: {missing} are missing"
    if any("__SRP_" in name for name in streams):
        yield f"streams: caches of compiled code in {sorted(streams)}"
    if streams.get("VBA/_VBA_PROJECT", b"")[:5] != b"\xcc\x61\xff\xff\x00" or len(streams["VBA/_VBA_PROJECT"]) != 7:
        yield f"not_compiled: _VBA_PROJECT is {streams.get('VBA/_VBA_PROJECT', b'')[:16].hex()}"
    for name, content in streams.items():
        if name.startswith("VBA/") and name != "VBA/_VBA_PROJECT":
            yield from _raw_chunks(name, content)


def _raw_chunks(name: str, content: bytes) -> Iterator[str]:
    at = 1
    while at < len(content):
        header = struct.unpack_from("<H", content, at)[0]
        if not header >> 15:
            yield f"raw_chunk: {name} at {at}"
        at += (header & 0xFFF) + 3


def _read_dir(book: Book) -> None:
    data, at = decompress(book.container.streams["VBA/dir"]), 0
    while at < len(data) and (not book.records or book.records[-1][0] != 0x10):
        number, size = struct.unpack_from("<HI", data, at)
        size = 6 if number == 0x09 else size
        book.records.append((number, data[at + 6 : at + 6 + size]))
        at += 6 + size
    book.tail = data[at:]


def _dir(book: Book) -> Iterator[str]:
    """Check the order of records, and gather modules."""
    numbers, at = [0x21 if number == 0x22 else number for number, _ in book.records], len(INFORMATION)
    if book.tail:
        yield f"dir_tail: {len(book.tail)} bytes after the last record"
    if tuple(numbers[:at]) != INFORMATION:
        yield f"dir_order: {[hex(number) for number in numbers[:at]]}"
        return
    while tuple(numbers[at : at + 3]) == REFERENCE:
        at += 3
    if numbers[at : at + 2] != [0x0F, 0x13]:
        yield f"dir_order: {[hex(number) for number in numbers[at : at + 3]]} after the references"
        return
    count, at = struct.unpack("<H", book.records[at][1])[0], at + 2
    for _ in range(count):
        module = book.records[at : at + len(MODULE)]
        if tuple(numbers[at : at + len(MODULE)]) != MODULE:
            yield f"dir_order: {[hex(number) for number, _ in module]} in a module"
            return
        book.modules.append(dict(module))
        at += len(MODULE)
    if numbers[at:] != [0x10]:
        yield f"dir_order: {count} modules announced, then {len(numbers) - at} records"


def _records(book: Book) -> Iterator[str]:
    for number, content in book.records:
        expected = 0 if number in EMPTY else SIZES.get(number, len(content))
        if len(content) != expected:
            yield f"dir_size: record {number:#x} of {len(content)} bytes"
    for (number, content), (_, again) in zip(book.records, book.records[1:], strict=False):
        if number in TWICE and content.decode(book.page) != again.decode("utf-16-le", "replace"):
            yield f"dir_unicode: record {number:#x} says {content!r}, then {again!r}"
        if number == 0x0D and struct.unpack_from("<I", content)[0] != len(content) - 10:
            yield f"dir_size: a reference of {len(content)} bytes"
        if number in {0x13, 0x2C} and content != b"\xff\xff":
            yield f"dir_cookie: {content.hex()}"
        if number == 0x31 and content != bytes(4):
            yield f"dir_offset: {content.hex()}, so compiled code comes first"


def _project(book: Book) -> Iterator[str]:
    text = book.container.streams["PROJECT"].decode(book.page)
    found = PROJECT.fullmatch(text)
    if found is None:
        yield f"project_layout: {text!r}"
        return
    if [name for _, name in book.declared] != [module[0x19].decode(book.page) for module in book.modules]:
        yield f"project_order: {book.declared}"
    for key, expected in PROTECTION.items():
        said = _decrypt(bytes.fromhex(found[key]), found["id"])
        if said != expected:
            yield f"project_protection: {key} says {said!r}"


def _decrypt(encrypted: bytes, identity: str) -> bytes | str:
    """Return what was encrypted after [MS-OVBA] 2.4.3.3, or why it cannot be read."""
    seed, version, key = encrypted[0], encrypted[0] ^ encrypted[1], encrypted[0] ^ encrypted[2]
    if version != 2 or key != sum(map(ord, identity)) % 256:
        return f"version {version}, key {key} of {identity}"
    plain = [key]
    for at in range(3, len(encrypted)):
        plain.append(encrypted[at] ^ (encrypted[at - 2] + plain[-1]) % 256)
    content = bytes(plain[1 + (seed & 6) // 2 :])
    size = struct.unpack_from("<I", content)[0]
    return content[4:] if size == len(content) - 4 else f"{len(content) - 4} bytes, announced as {size}"


def _names(book: Book) -> Iterator[str]:
    names = [module[0x19].decode(book.page) for module in book.modules]
    pairs = (f"{name}\0".encode(book.page) + f"{name}\0".encode("utf-16-le") for name in names)
    if book.container.streams["PROJECTwm"] != b"".join(pairs) + b"\0\0":
        yield f"project_names: {book.container.streams['PROJECTwm']!r}"
    for name in names:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,30}", name):
            yield f"module_name: {name!r}"
    if len({name.lower() for name in names}) < len(names):
        yield f"module_name: {names} are not all different"


def _modules(book: Book) -> Iterator[str]:
    for module, (kind, name) in zip(book.modules, book.declared, strict=True):
        if f"VBA/{name}" not in book.container.streams:
            yield f"module_stream: {name} has none"
            continue
        if (0x21 in module) != (kind == "Module"):
            yield f"module_type: {name} is {kind}"
        text = book.text(module)
        lines = text.split("\r\n")
        if lines[-1] or any("\n" in line or "\r" in line for line in lines):
            yield f"line_end: {name}"
        if max(map(len, lines)) > 1023:
            yield f"line_length: {name}"
        yield from _head(name, kind, lines, book)


def _head(name: str, kind: str, lines: list[str], book: Book) -> Iterator[str]:
    if lines[0] != f'Attribute VB_Name = "{name}"' or sum(line.startswith("Attribute VB_Name") for line in lines) > 1:
        yield f"module_head: {name} begins with {lines[0]!r}"
    bases = [line.partition(" = ")[2].strip('"') for line in lines if line.startswith("Attribute VB_Base = ")]
    document = "workbook" if name == book.code_name else "sheet"
    expected = {"Module": [], "Class": [BASES["class"]], "Document": [BASES[document]]}[kind]
    if bases != expected:
        yield f"module_base: {name} is based on {bases}"


def _documents(book: Book) -> Iterator[str]:
    documents = [name for kind, name in book.declared if kind == "Document"]
    if sorted(documents) != sorted([book.code_name, *book.sheet_names]):
        yield f"documents: {documents} for {book.code_name}, {book.sheet_names}"
