"""Small workbooks with macros: written as XlsxWriter does it, or taken apart, spoilt and put together again."""

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import xlsxwriter
from support.vba_container import Container, decompress

from flowxl.vba.compound import compound_file
from flowxl.vba.compression import compress
from flowxl.vba.modules import Module
from flowxl.vba.project import vba_project

BIN = "xl/vbaProject.bin"
OPEN = "Private Sub Workbook_Open()\n    Shout\nEnd Sub\n"
SHOUT = 'Option Explicit\r\n\r\nPublic Sub Shout()\r\n    MsgBox "caf\xe9"\r\nEnd Sub\r\n'
CLASS = (
    "VERSION 1.0 CLASS\nBEGIN\n  MultiUse = -1  'True\nEND\n"
    'Attribute VB_Name = "Counter"\nAttribute VB_Exposed = True\nAttribute VB_Description = "Says ""hi""\\r\\n"\n'
    "Public Value As Long\n"
)
MODULES = (
    Module("ThisWorkbook", "workbook", OPEN),
    Module("Sheet1", "worksheet"),
    Module("Sheet2", "worksheet"),
    Module("Helpers", "standard", SHOUT),
    Module("Counter", "class", CLASS),
)


def macro_book(path: Path, modules: tuple[Module, ...], name: str = "VBAProject") -> Path:
    """Write a workbook of empty sheets that carries a project."""
    project = vba_project(modules, name)
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_vba_project(io.BytesIO(project), is_stream=True)
        for module in modules:
            if module.kind == "workbook":
                workbook.set_vba_name(module.name)
            elif module.kind == "worksheet":
                workbook.add_worksheet().set_vba_name(module.name)
    return path


@dataclass(frozen=True)
class Draft:
    """A workbook taken apart: parts of the package, streams, records of ``dir``, sources."""

    parts: dict[str, bytes]
    streams: dict[str, bytes]
    records: list[tuple[int, bytes]]
    sources: dict[str, bytes]
    tail: bytes = b""
    pack: Callable[[bytes], bytes] = compress

    @classmethod
    def of(cls, path: Path) -> "Draft":
        """Take a workbook apart."""
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        streams = Container(parts.pop(BIN)).streams
        data, records, at = decompress(streams.pop("VBA/dir")), [], 0
        while at < len(data):
            number, size = struct.unpack_from("<HI", data, at)
            size = 6 if number == 0x09 else size
            records.append((number, data[at + 6 : at + 6 + size]))
            at += 6 + size
        modules = [name for name in streams if name.startswith("VBA/") and name != "VBA/_VBA_PROJECT"]
        sources = {name.removeprefix("VBA/"): decompress(streams.pop(name)) for name in modules}
        return cls(parts, streams, records, sources)

    def write(self, path: Path) -> Path:
        """Put the workbook together again."""
        data = b"".join(
            struct.pack("<HI", number, 4 if number == 0x09 else len(content)) + content
            for number, content in self.records
        )
        vba = {name.removeprefix("VBA/"): at for name, at in self.streams.items() if name.startswith("VBA/")}
        vba |= {"dir": self.pack(data + self.tail)} | {name: self.pack(text) for name, text in self.sources.items()}
        rest = {name: at for name, at in self.streams.items() if not name.startswith("VBA/")}
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
            archive.writestr(BIN, compound_file({**rest, "VBA": vba}))
        return path

    def part(self, name: str, old: str, new: str) -> "Draft":
        """Change the text of a part."""
        return replace(self, parts=_changed(self.parts, name, old, new))

    def stream(self, name: str, old: str, new: str) -> "Draft":
        """Change the text of a stream."""
        return replace(self, streams=_changed(self.streams, name, old, new))

    def source(self, name: str, old: str, new: str) -> "Draft":
        """Change the text of a module."""
        return replace(self, sources=_changed(self.sources, name, old, new))

    def record(self, number: int, *instead: tuple[int, bytes]) -> "Draft":
        """Put records in the place of the first of a number."""
        at = [found for found, _ in self.records].index(number)
        return replace(self, records=[*self.records[:at], *instead, *self.records[at + 1 :]])


def _changed(texts: dict[str, bytes], name: str, old: str, new: str) -> dict[str, bytes]:
    before, after = old.encode("latin-1"), new.encode("latin-1")
    assert before in texts[name], f"{old!r} is not in {name}"
    return {**texts, name: texts[name].replace(before, after, 1)}
