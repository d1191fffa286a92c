"""The ``dir`` stream of a VBA project after [MS-OVBA] 2.3.4.2: a list of records in a fixed order."""

import struct
from collections.abc import Sequence

from flowxl.vba.modules import CODE_PAGE, ENCODING, Module

SYSTEM_64_BIT_WINDOWS = 3  # what Excel wrote into the books that xlwings ships; other systems read it as well
ENGLISH_US = 0x409
NO_COOKIE = b"\xff\xff"

REFERENCES = {
    # What Excel itself gives to every new workbook, so that users' own macros find what they are used to. Our modules
    # name no type of either. Libraries are found by number and version; the path is a hint.
    "stdole": r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    "Office": r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared"
    r"\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
}


def dir_stream(project: str, modules: Sequence[Module]) -> bytes:
    """Return the stream, not yet compressed.

    The record of compatibility (0x4A) is left out: it is optional, and Office versions differ about it.
    """
    return b"".join(
        [
            _information(project),
            *(_reference(name, libid) for name, libid in REFERENCES.items()),
            _record(0x0F, struct.pack("<H", len(modules))),
            _record(0x13, NO_COOKIE),
            *map(_module, modules),
            _record(0x10, b""),
        ]
    )


def _information(project: str) -> bytes:
    """Return properties of the project ([MS-OVBA] 2.3.4.2.1)."""
    return b"".join(
        [
            _number(0x01, SYSTEM_64_BIT_WINDOWS),
            _number(0x02, ENGLISH_US),
            _number(0x14, ENGLISH_US),
            _record(0x03, struct.pack("<H", CODE_PAGE)),
            _record(0x04, project.encode(ENCODING)),
            _texts(0x05, 0x40, ""),  # description
            _record(0x06, b"") + _record(0x3D, b""),  # help file, twice
            _number(0x07, 0),  # help context
            _number(0x08, 0),  # flags of the library
            struct.pack("<HIIH", 0x09, 4, 1, 0),  # version 1.0; its "size" of 4 counts the first number only
            _texts(0x0C, 0x3C, ""),  # constants for conditional compilation
        ]
    )


def _reference(name: str, libid: str) -> bytes:
    """Return a reference to a registered library ([MS-OVBA] 2.3.4.2.2.5)."""
    encoded = libid.encode(ENCODING)
    return _texts(0x16, 0x3E, name) + _record(0x0D, struct.pack("<I", len(encoded)) + encoded + bytes(6))


def _module(module: Module) -> bytes:
    """Return properties of a module ([MS-OVBA] 2.3.4.2.3.2)."""
    return b"".join(
        [
            _texts(0x19, 0x47, module.name),
            _texts(0x1A, 0x32, module.name),  # its stream has the same name
            _texts(0x1C, 0x48, module.description),
            _number(0x31, 0),  # the source begins at once: no compiled code before it
            _number(0x1E, 0),  # help context
            _record(0x2C, NO_COOKIE),
            _record(0x21 if module.kind == "standard" else 0x22, b""),
            _record(0x2B, b""),
        ]
    )


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _number(number: int, value: int) -> bytes:
    return _record(number, struct.pack("<I", value))


def _texts(number: int, unicode_number: int, text: str) -> bytes:
    """Return a text in the code page and again in UTF-16; sizes count bytes."""
    return _record(number, text.encode(ENCODING)) + _record(unicode_number, text.encode("utf-16-le"))
