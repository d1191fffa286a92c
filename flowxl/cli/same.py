"""Whether a workbook on disk holds something that a new one would lose."""

import math
import re
import zipfile
from itertools import zip_longest
from pathlib import Path

NUMBER = re.compile(rb"(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)")
CLOSE = 1e-9
"""Last digits of sums differ between processors and releases of numpy; an entry that somebody typed differs by more."""


def same_workbook(old: Path, new: Path) -> bool:
    """Whether two workbooks hold the same: the same parts, and in them the same text and numbers.

    Compared are the unzipped parts, for other releases of zlib compress differently. A file that is no workbook, or one
    that any spreadsheet program has saved, is not the same.
    """
    try:
        with zipfile.ZipFile(old) as first, zipfile.ZipFile(new) as second:
            sizes = {info.filename: info.file_size for info in second.infolist()}
            # The sizes are looked at first, so that a file from outside cannot unpack into something huge.
            if [info.filename for info in first.infolist()] != list(sizes):
                return False
            if any(info.file_size > 2 * sizes[info.filename] + 1000 for info in first.infolist()):
                return False
            return all(_same_part(name, first.read(name), second.read(name)) for name in sizes)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):  # damaged, or encrypted
        return False


def _same_part(name: str, old: bytes, new: bytes) -> bool:
    if old == new:
        return True
    if not name.startswith("xl/worksheets/"):
        return False
    # Text and numbers alternate.
    pairs = enumerate(zip_longest(NUMBER.split(old), NUMBER.split(new)))
    return all(a == b or (position % 2 == 1 and _close(a, b)) for position, (a, b) in pairs)


def _close(a: bytes | None, b: bytes | None) -> bool:
    if a is None or b is None or (a.lstrip(b"-").isdigit() and b.lstrip(b"-").isdigit()):
        return False  # whole numbers are also years and addresses
    return math.isclose(float(a), float(b), rel_tol=CLOSE, abs_tol=CLOSE)
