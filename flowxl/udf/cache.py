"""One computation per distinct content: 66 formulas that read the same ranges share one."""

import hashlib
import marshal
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")
LIMIT = 16
CELLS = 4_000_000
"""Cells behind the contents that are kept; a book of 300 cities and 20 years has 1.2 million."""


def digest(*contents: Any) -> bytes:
    """Return a fingerprint of ranges as they were handed over; 1, 1.0 and TRUE differ, also 1 and "1"."""
    try:
        plain = marshal.dumps(contents, 2)  # version 2 goes by value alone, later ones also by identity
    except ValueError:  # dates and the like
        plain = repr(contents).encode()
    return hashlib.blake2b(plain, digest_size=16).digest()


def count_cells(*contents: Any) -> int:
    """Count the cells of ranges."""
    return sum(len(c) * len(c[0]) if isinstance(c, tuple | list) and c and isinstance(c[0], tuple | list) else 1
               for c in contents)  # fmt: skip


class ContentCache(Generic[Value]):
    """Keeps what was made of contents, the latest used, bounded in number and in size; safe between threads.

    Nothing is looked up by workbook, so two open workbooks cannot be mixed: equal contents have equal results.
    """

    def __init__(self, limit: int = LIMIT, cells: int = CELLS) -> None:
        self.limit, self.cells = limit, cells
        self.made = 0
        self._kept: OrderedDict[bytes, tuple[Value, int]] = OrderedDict()
        self._lock = threading.RLock()

    def get(self, contents: tuple[Any, ...], make: Callable[[], Value]) -> Value:
        """Return what was made of the contents before, or make it now; an error is not kept."""
        key = digest(*contents)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
            value = make()
            self.made += 1
            self._kept[key] = (value, count_cells(*contents))
            while len(self._kept) > 1 and (len(self._kept) > self.limit or self._size() > self.cells):
                self._kept.popitem(last=False)
            return value

    def _size(self) -> int:
        return sum(size for _, size in self._kept.values())

    def __len__(self) -> int:
        return len(self._kept)
