"""Old Excel files (.xls) looked at before they are opened: a cell in a far corner would cost gigabytes.

The records of its stream say how far each sheet reaches. Parsers make a full table of that size, whatever stands in it.
"""

import struct
from pathlib import Path

from flowxl.compound_streams import DamagedError, streams
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Text
from flowxl.yearbook.grids import MAX_CELLS

MAX_BYTES = 64_000_000
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
        cells = None if stream is None else _extent(stream)
    except (DamagedError, struct.error, IndexError, ValueError) as error:
        raise _refused(path, "old_workbook.damaged", problem=Text("内容不完整", str(error))) from error
    if stream is None:
        raise _refused(path, "old_workbook.damaged", problem=Message("biff.no_workbook"))
    if cells is None:
        raise _refused(path, "old_workbook.encrypted")
    if cells > MAX_CELLS:
        raise _refused(path, "old_workbook.reach", cells=cells, most=MAX_CELLS)


def _refused(path: Path, how: str, **values: object) -> FlowXLError:
    return FlowXLError(Message("yearbook.old_workbook", name=path.name), [Fault(how, Place(path.name), 1, **values)])


def _workbook_stream(content: bytes) -> bytes | None:
    """Return the stream of records inside a compound file; None where it holds no workbook."""
    found = streams(content, *_NAMES)
    return next((found[name] for name in _NAMES if found.get(name)), None)


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
