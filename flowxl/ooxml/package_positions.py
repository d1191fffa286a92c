"""Where cells of one kind stand in a sheet: there may be a million, mostly in the same columns row after row."""

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

_NONE: frozenset[int] = frozenset()
_LONGEST = 10  # three letters and seven digits


class Positions:
    """A set of rows and columns, which count from 1; rows that have the same columns share one set of them."""

    def __init__(self) -> None:
        self._rows: dict[int, frozenset[int]] = {}
        self._shared: dict[bytes, frozenset[int]] = {}

    def add_rows(self, rows: Mapping[int, Collection[int]]) -> None:
        """Add columns by row."""
        for row, columns in rows.items():
            self._put(row, array("H", sorted(columns)).tobytes())

    def add_all(self, addresses: Sequence[bytes]) -> None:
        """Add many, by addresses such as ``b"AB5"`` of at most ten letters and digits, in any order."""
        if not addresses:
            return
        rows, columns = _split(addresses)
        if (np.diff(rows) < 0).any():
            order = np.argsort(rows, kind="stable")
            rows, columns = rows[order], columns[order]
        ends = [*(np.flatnonzero(np.diff(rows)) + 1).tolist(), len(rows)]
        numbers, packed, start = rows.tolist(), columns.tobytes(), 0
        for end in ends:
            self._put(numbers[start], packed[2 * start : 2 * end])
            start = end

    def _put(self, row: int, packed: bytes) -> None:
        """Add columns, two bytes for each, to a row."""
        there = self._rows.get(row)
        if there is not None:
            packed = array("H", sorted({*there, *array("H", packed)})).tobytes()
        found = self._shared.get(packed)
        if found is None:
            found = self._shared[packed] = frozenset(array("H", packed))
        self._rows[row] = found

    @property
    def rows(self) -> Mapping[int, frozenset[int]]:
        """Columns of each row that has some."""
        return self._rows

    def columns(self, row: int) -> frozenset[int]:
        """Return the columns of a row."""
        return self._rows.get(row, _NONE)

    @property
    def last(self) -> tuple[int, int]:
        """Last row and last column, 0 where there are none."""
        return max(self._rows, default=0), max(map(max, self._shared.values()), default=0)

    def __contains__(self, at: object) -> bool:
        """Whether a position is among them."""
        return isinstance(at, tuple) and at[1] in self.columns(at[0])

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Yield all positions."""
        return ((row, column) for row, columns in self._rows.items() for column in columns)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._rows)


def _split(addresses: Sequence[bytes]) -> tuple[np.ndarray, np.ndarray]:
    """Return rows (int64) and columns (uint16) of addresses."""
    letters = np.array(addresses, dtype=f"S{_LONGEST}").view(np.uint8).reshape(len(addresses), _LONGEST)
    rows, columns = np.zeros(len(addresses), np.int64), np.zeros(len(addresses), np.int64)
    for at in range(_LONGEST):
        letter = letters[:, at].astype(np.int64)
        columns = np.where(letter >= ord("A"), 26 * columns + letter - ord("A") + 1, columns)
        is_digit = (letter >= ord("0")) & (letter <= ord("9"))
        rows = np.where(is_digit, 10 * rows + letter - ord("0"), rows)
    return rows, columns.astype(np.uint16)
