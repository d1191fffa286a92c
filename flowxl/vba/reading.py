"""The modules of a VBA project that came with a file: names and source text, or nothing where it cannot be read."""

import re
import struct

from flowxl.compound_streams import DamagedError, streams

LONGEST_TEXT = 16 << 20


class UnreadableError(Exception):
    """The project is damaged, protected in a way of its own, or too large to look at."""


def read_modules(project: bytes) -> dict[str, str]:
    """Return the source text of each module by its name.

    Raises
    ------
    UnreadableError
        If the file cannot be read.
    """
    try:
        held = {name.lower(): content for name, content in streams(project).items()}
        found = {}
        for name, stream, offset in _directory(_decompressed(held["dir"])):
            found[name] = _decompressed(held[stream.lower()][offset:]).decode("cp1252", "replace")
    except (DamagedError, struct.error, IndexError, KeyError, ValueError, MemoryError) as error:
        raise UnreadableError(str(error)) from error
    return found


def _decompressed(container: bytes) -> bytes:
    """Return what was compressed ([MS-OVBA] 2.4.1.3)."""
    if not container or container[0] != 1:
        raise UnreadableError("no compressed text")
    out, at = bytearray(), 1
    while at + 2 <= len(container):
        header = struct.unpack_from("<H", container, at)[0]
        end = at + (header & 0xFFF) + 3
        body = container[at + 2 : end]
        out += _expanded(body) if header & 0x8000 else body
        at = end
        if len(out) > LONGEST_TEXT:
            raise UnreadableError("a very long text")
    return bytes(out)


def _expanded(body: bytes) -> bytes:
    out, at = bytearray(), 0
    while at < len(body):
        flags, at = body[at], at + 1
        for bit in range(8):
            if at >= len(body):
                break
            if not flags >> bit & 1:
                out.append(body[at])
                at += 1
                continue
            token, at = struct.unpack_from("<H", body, at)[0], at + 2
            bits = max(4, (len(out) - 1).bit_length())
            length, back = (token & (0xFFFF >> bits)) + 3, (token >> (16 - bits)) + 1
            if back > len(out):
                raise UnreadableError("a copy from before the beginning")
            for _ in range(length):
                out.append(out[-back])
    return bytes(out)


def _directory(data: bytes) -> list[tuple[str, str, int]]:
    """Return name, stream and offset of the text of each module ([MS-OVBA] 2.3.4.2.3.2)."""
    found: list[tuple[str, str, int]] = []
    at, name, stream, offset = 0, "", "", 0
    while at + 6 <= len(data):
        kind, size = struct.unpack_from("<HI", data, at)
        body = data[at + 6 : at + 6 + size]
        at += 6 + size
        if kind == 0x0009:
            at += 2  # the minor version is not counted in its size
        elif kind == 0x0019:
            name = body.decode("cp1252", "replace")
        elif kind == 0x001A:
            stream = body.decode("cp1252", "replace")
        elif kind == 0x0047:
            name = body.decode("utf-16-le")
        elif kind == 0x0032 and stream:
            stream = body.decode("utf-16-le")
        elif kind == 0x0031:
            (offset,) = struct.unpack("<I", body)
        elif kind == 0x002B and name:
            found.append((name, stream or name, offset))
            name = stream = ""
    return found


def code(source: str) -> str:
    r"""Return the code of a module: without its attributes and blank lines.

    >>> code('Attribute VB_Name = "Sheet1"\r\n\r\nSub A()\r\nEnd Sub\r\n')
    'Sub A()\nEnd Sub'
    """
    lines = (line.rstrip() for line in source.splitlines())
    return "\n".join(line for line in lines if line and not re.match(r"Attribute\s+[\w.]+\s*=", line))
