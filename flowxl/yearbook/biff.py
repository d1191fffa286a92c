"""Old Excel files (.xls) looked at before they are opened: a cell in a far corner would cost gigabytes.

The compound file is followed just far enough to find the records that say how far each sheet reaches. Parsers make a
full table of that size, whatever stands in it.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Sayable, Text
from flowxl.yearbook.grids import MAX_CELLS

MAX_BYTES = 64_000_000
_END = 0xFFFFFFFA  # from here on a number of a sector stands for something else
_NAMES = ("Workbook", "Book")
_BOF, _EOF, _PASSWORD = 0x0809, 0x000A, 0x002F
# records that begin with row and column: blank, number, label, boolean or error, RK, shared string, formula (two kinds)
_CELLS = {
    0x0001,
    0x0002,
    0x0003,
    0x0004,
    0x0005,
    0x0006,
    0x0201,
    0x0203,
    0x0204,
    0x0205,
    0x0206,
    0x027E,
    0x00FD,
    0x0406,
}
_RUNS = {0x00BD, 0x00BE}  # several cells of a row: the last two bytes are the last column


def check_biff(path: Path) -> None:
    """Refuse an old workbook that is damaged, encrypted or reaches too far.

    Raises
    ------
    FlowXLError
        If it is.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise _refused(path, "old_workbook.too_large", size=size, most=MAX_BYTES)
    try:
        stream = _workbook_stream(path.read_bytes())
        cells = _extent(stream)
    except _DamagedError as error:
        raise _refused(path, "old_workbook.damaged", problem=error.how) from error
    except (struct.error, IndexError, ValueError) as error:
        raise _refused(path, "old_workbook.damaged", problem=Text("内容不完整", str(error))) from error
    if cells is None:
        raise _refused(path, "old_workbook.encrypted")
    if cells > MAX_CELLS:
        raise _refused(path, "old_workbook.reach", cells=cells, most=MAX_CELLS)


class _DamagedError(Exception):
    """A compound file that cannot be followed; says why."""

    def __init__(self, how: Sayable) -> None:
        super().__init__(how)
        self.how = how


def _refused(path: Path, how: str, **values: object) -> FlowXLError:
    return FlowXLError(Message("yearbook.old_workbook", name=path.name), [Fault(how, Place(path.name), 1, **values)])


def _workbook_stream(content: bytes) -> bytes:
    """Return the stream of records inside a compound file."""
    shift, mini_shift = struct.unpack_from("<HH", content, 30)
    if shift not in (9, 12) or mini_shift != 6:
        raise _DamagedError(Message("biff.sectors"))
    sector = 1 << shift
    fat = _fat(content, sector)
    directory = b"".join(_chain(content, sector, fat, struct.unpack_from("<I", content, 48)[0]))
    cutoff, mini_fat_start = struct.unpack_from("<I", content, 56)[0], struct.unpack_from("<I", content, 60)[0]
    entries = list(_entries(directory))
    root = entries[0]
    start, length = next((entry[1:] for name in _NAMES for entry in entries if entry[0] == name), (0, 0))
    if not length:
        raise _DamagedError(Message("biff.no_workbook"))
    if length >= cutoff:
        return b"".join(_chain(content, sector, fat, start))[:length]
    mini_fat = _numbers(b"".join(_chain(content, sector, fat, mini_fat_start)))
    mini = b"".join(_chain(content, sector, fat, root[1]))
    return b"".join(mini[at * 64 : at * 64 + 64] for at in _links(mini_fat, start))[:length]


def _entries(directory: bytes) -> Iterator[tuple[str, int, int]]:
    """Yield name, first sector and length of what lies in the file."""
    for at in range(0, len(directory) - 127, 128):
        size = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(min(size, 64) - 2, 0)].decode("utf-16-le", "replace")
        start, length = struct.unpack_from("<II", directory, at + 116)
        yield name, start, length


def _fat(content: bytes, sector: int) -> list[int]:
    places = list(struct.unpack_from("<109I", content, 76))
    following = struct.unpack_from("<I", content, 68)[0]
    seen: set[int] = set()
    while following < _END and following not in seen:
        seen.add(following)
        more = _numbers(_sector(content, sector, following))
        places += more[:-1]
        following = more[-1]
    return [number for place in places if place < _END for number in _numbers(_sector(content, sector, place))]


def _sector(content: bytes, sector: int, number: int) -> bytes:
    return content[(number + 1) * sector : (number + 2) * sector]


def _numbers(content: bytes) -> list[int]:
    return list(struct.unpack_from(f"<{len(content) // 4}I", content))


def _chain(content: bytes, sector: int, fat: list[int], start: int) -> Iterator[bytes]:
    for number in _links(fat, start):
        yield _sector(content, sector, number)


def _links(fat: list[int], start: int) -> Iterator[int]:
    """Yield the numbers of a chain; one that bites its tail is damaged."""
    seen = 0
    while start < _END:
        seen += 1
        if seen > len(fat):
            raise _DamagedError(Message("biff.endless"))
        yield start
        start = fat[start]


def _extent(stream: bytes) -> int | None:
    """Return how many cells all sheets reach over, from the first to the last in each; None where it is encrypted."""
    total, last_row, last_column, at = 0, -1, -1, 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = at + 4
        if kind == _PASSWORD:
            return None
        if kind in (_BOF, _EOF):
            total += (last_row + 1) * (last_column + 1)
            last_row = last_column = -1
        elif kind in _CELLS or kind in _RUNS:
            row, column = struct.unpack_from("<HH", stream, body)
            if kind in _RUNS:
                column = max(column, struct.unpack_from("<H", stream, body + length - 2)[0])
            last_row, last_column = max(last_row, row), max(last_column, column)
        at = body + length
    return total + (last_row + 1) * (last_column + 1)
