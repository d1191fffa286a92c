"""Streams of a compound file ([MS-CFB]) from outside, read by olefile within bounds: old workbooks, VBA projects."""

import io
import struct
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from olefile import OleFileIO

MAX_BYTES = 256 << 20
"""So large may a compound file be that is read."""


class DamagedError(Exception):
    """A compound file that cannot be followed, in the words of who found it: English, for a quotation."""


def streams(data: bytes, *names: str) -> dict[str, bytes]:
    """Return streams of a compound file by the last part of their names; names of one file are unique.

    Parameters
    ----------
    data
        The file.
    *names
        Those that are wanted; all where none is given.

    Raises
    ------
    DamagedError
        If it is none, or cannot be followed; or if what is wanted is longer than the file, in which each byte belongs
        to one stream.
    """
    import olefile  # only files of old kinds need it

    _check_tables(data)
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            paths = {path[-1]: path for path in file.listdir() if not names or path[-1] in names}
            if sum(file.get_size(path) for path in paths.values()) > len(data):
                raise DamagedError("streams longer than the file")
            file.loadminifat()
            _check_chains(file, paths)
            found = {name: file.openstream(path).read() for name, path in paths.items()}
            short = [name for name, path in paths.items() if len(found[name]) < file.get_size(path)]
    except (
        OSError,
        OverflowError,
        ValueError,
        IndexError,
        TypeError,
        AttributeError,
        struct.error,
        RecursionError,
    ) as error:
        raise DamagedError(str(error)) from error
    if short:
        raise DamagedError(f"the stream {short[0]} ends early")
    return found


def _check_chains(file: "OleFileIO", names: Collection[str]) -> None:
    """Refuse a chain of sectors that bites its tail: olefile reads on in it until the stream is long enough."""
    for entry in file.direntries:
        if entry is None or entry.name not in names:
            continue
        table = file.minifat if entry.is_minifat else file.fat
        at, seen = entry.isectStart, 0
        while at < len(table):
            seen += 1
            if seen > len(table):
                raise DamagedError("a chain without end")
            at = table[at]


def _check_tables(data: bytes) -> None:
    """Refuse a header that promises more sectors than the file has: tables are read by that number."""
    if len(data) < 512 or len(data) > MAX_BYTES:
        raise DamagedError(f"{len(data):,} bytes")
    shift, mini = struct.unpack_from("<2H", data, 30)
    tables, further = (struct.unpack_from("<I", data, at)[0] for at in (44, 72))
    if (shift, mini) not in ((9, 6), (12, 6)):
        raise DamagedError("sectors of an unknown size")
    if max(tables, further) > len(data) >> shift:
        raise DamagedError("more tables than sectors")
