"""Each rule of the strict reader, which judges our workbooks with macros, finds a fault that was planted."""

import dataclasses
import struct
from pathlib import Path

import pytest
from support.vba_books import MODULES, Draft, macro_book
from support.vba_strict import strict

TYPES = "[Content_Types].xml"
NUMBER = struct.Struct("<I")
PLANTS = {  # how to spoil a sound workbook, and the rule that must find it
    "ordinary workbook": (lambda d: d.part(TYPES, "ms-excel.sheet.macroEnabled.main", "x.sheet.main"), "content_type"),
    "another type of project": (lambda d: d.part(TYPES, "ms-office.vbaProject", "ms-office.x"), "content_type"),
    "another relation": (lambda d: d.part("xl/_rels/workbook.xml.rels", "2006/relationships/vba", "x"), "relationship"),
    "workbook without name": (lambda d: d.part("xl/workbook.xml", ' codeName="This', ' x="'), "code_name"),
    "sheet without name": (lambda d: d.part("xl/worksheets/sheet1.xml", "codeName", "other"), "code_name"),
    "other name of workbook": (lambda d: d.part("xl/workbook.xml", '"ThisWorkbook"', '"Book"'), "module_base"),
    "other name of sheet": (lambda d: d.part("xl/worksheets/sheet2.xml", '"Sheet2"', '"Sheet3"'), "documents"),
    "no list of names": (lambda d: without(d, "PROJECTwm"), "streams"),
    "cache": (lambda d: dataclasses.replace(d, streams={**d.streams, "VBA/__SRP_0": b"x"}), "streams"),
    "old cache": (lambda d: d.stream("VBA/_VBA_PROJECT", "\xff\xff", "\xb5\0"), "not_compiled"),
    "raw chunk": (lambda d: dataclasses.replace(d, pack=raw), "raw_chunk"),
    "record of compatibility": (lambda d: d.record(0x01, d.records[0], (0x4A, bytes(4))), "dir_order"),
    "no help file": (lambda d: d.record(0x3D), "dir_order"),
    "unicode name first": (lambda d: d.record(0x47, (0x1A, b"ThisWorkbook")), "dir_order"),
    "half a reference": (lambda d: d.record(0x3E), "dir_order"),
    "one module fewer announced": (lambda d: d.record(0x0F, (0x0F, b"\4\0")), "dir_order"),
    "bytes after the end": (lambda d: dataclasses.replace(d, tail=b"\0"), "dir_tail"),
    "code page in four bytes": (lambda d: d.record(0x03, (0x03, NUMBER.pack(1252))), "dir_size"),
    "size of a library": (lambda d: d.record(0x0D, (0x0D, NUMBER.pack(5) + bytes(16))), "dir_size"),
    "names that differ": (lambda d: d.record(0x32, (0x32, "ThisBook".encode("utf-16-le"))), "dir_unicode"),
    "cookie": (lambda d: d.record(0x2C, (0x2C, b"\1\2")), "dir_cookie"),
    "offset": (lambda d: d.record(0x31, (0x31, NUMBER.pack(9))), "dir_offset"),
    "order of modules": (lambda d: d.stream("PROJECT", "Document=Sheet1", "Document=Sheet9"), "project_order"),
    "no line ends": (lambda d: d.stream("PROJECT", "\r\n\r\n", "\r\n"), "project_layout"),
    "key of another project": (lambda d: d.stream("PROJECT", 'ID="{', 'ID="{0'), "project_layout"),
    "protected": (lambda d: d.stream("PROJECT", 'DPB="', 'DPB="00'), "project_protection"),
    "key": (lambda d: other_identity(d), "project_protection"),
    "names in another order": (lambda d: d.stream("PROJECTwm", "Sheet1\0", "Sheet9\0"), "project_names"),
    "wrong type": (lambda d: d.record(0x21, (0x22, b"")), "module_type"),
    "bare line feed": (lambda d: d.source("Helpers", "Sub\r\n", "Sub\n"), "line_end"),
    "no last line end": (lambda d: d.source("Helpers", "End Sub\r\n", "End Sub"), "line_end"),
    "long line": (lambda d: d.source("Helpers", "MsgBox", "' " + "x" * 1020), "line_length"),
    "header of a file": (lambda d: d.source("Counter", "Attr", "VERSION 1.0 CLASS\r\nAttr"), "module_head"),
    "name in the text": (lambda d: d.source("Helpers", '"Helpers"', '"Helper"'), "module_head"),
    "base of a sheet": (lambda d: d.source("Sheet1", "00020820", "00020821"), "module_base"),
    "no base of a class": (lambda d: d.source("Counter", "VB_Base", "VB_Bass"), "module_base"),
}  # fmt: skip


def without(draft: Draft, name: str) -> Draft:
    """Leave a stream out."""
    return dataclasses.replace(draft, streams={key: at for key, at in draft.streams.items() if key != name})


def raw(data: bytes) -> bytes:
    """Store as it is, which the format allows and Excel does not."""
    chunks = [data[at : at + 4096].ljust(4096, b" ") for at in range(0, len(data), 4096)]
    return b"\1" + b"".join(b"\xff\x3f" + chunk for chunk in chunks)


def other_identity(draft: Draft) -> Draft:
    """Change a digit of the identity, so that the key no longer fits."""
    digit = draft.streams["PROJECT"][5:6].decode()
    return draft.stream("PROJECT", f'ID="{{{digit}', f'ID="{{{"0" if digit != "0" else "1"}')


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a workbook that nothing is wrong with."""
    return macro_book(tmp_path_factory.mktemp("sound") / "book.xlsm", MODULES)


def test_sound_book_is_sound(sound, tmp_path):
    """Also when it was taken apart and put together again."""
    assert strict(sound) == []
    assert strict(Draft.of(sound).write(tmp_path / "again.xlsm")) == []


@pytest.mark.parametrize("plant", PLANTS)
def test_strict_reader_finds(plant, sound, tmp_path):
    """Each rule of the strict reader fails on a fault that was planted."""
    spoil, rule = PLANTS[plant]
    found = strict(spoil(Draft.of(sound)).write(tmp_path / "spoilt.xlsm"))
    assert rule in {fault.partition(":")[0] for fault in found}, found
