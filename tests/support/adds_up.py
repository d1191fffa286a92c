"""Do the numbers of a workbook add up: sums, contributions and ranks, from the cached values alone."""

from collections.abc import Container, Iterator
from dataclasses import dataclass

from support.book_model import Book, Finding
from support.xlsx_cells import Value, is_number

Line = tuple[str, str]  # defined name of a table; header of a column or, in a table on its side, key of a row


def _numbers(book: Book, line: Line, only: Container[str]) -> dict[str, tuple[str, float]]:
    """Numbers of a line by key; where `only` says which keys matter, of those."""
    keyed = book.keyed(*line).items()
    return {k: (ref, value) for k, (ref, value) in keyed if is_number(value) and (not only or k in only)}


@dataclass(frozen=True)
class LineSum:
    """The numbers of a line add up to `total`, e.g. weights to 1."""

    part: Line
    total: float
    tolerance: float = 1e-9
    only: tuple[str, ...] = ()

    @property
    def last(self) -> Line:
        """The line that a planted fault goes to."""
        return self.part

    def __call__(self, book: Book) -> Iterator[Finding]:
        """Compare the sum."""
        found = sum(value for _, value in _numbers(book, self.part, self.only).values())
        if not abs(found - self.total) <= self.tolerance:
            yield book.names[self.part[0]].sheet, "", f"{self.part} adds up to {found!r}, expected {self.total!r}"


@dataclass(frozen=True)
class Sums:
    """Key by key, the lines `parts` add up to the line `total`, e.g. contributions to the index.

    The lines may be of different tables.
    """

    parts: tuple[Line, ...]
    total: Line
    tolerance: float = 1e-9
    only: tuple[str, ...] = ()

    @property
    def last(self) -> Line:
        """The line that a planted fault goes to."""
        return self.total

    def __call__(self, book: Book) -> Iterator[Finding]:
        """Compare key by key; where there is no total the parts do not matter."""
        lines = [_numbers(book, part, self.only) for part in self.parts]
        for key, (ref, total) in _numbers(book, self.total, self.only).items():
            found = sum(line[key][1] for line in lines if key in line)
            if not abs(found - total) <= self.tolerance * max(1.0, abs(total)):
                yield book.names[self.total[0]].sheet, ref, f"parts of {key!r} add up to {found!r}, not {total!r}"


@dataclass(frozen=True)
class Ranks:
    """Ranks are 1 + the number of rows that are greater by more than the tolerance; none where no number is."""

    of: Line
    ranks: Line
    tolerance: float = 1e-9
    only: tuple[str, ...] = ()

    @property
    def last(self) -> Line:
        """The line that a planted fault goes to."""
        return self.ranks

    def __call__(self, book: Book) -> Iterator[Finding]:
        """Compare every rank."""
        values = _numbers(book, self.of, self.only)
        for key, (ref, rank) in book.keyed(*self.ranks).items():
            if self.only and key not in self.only:
                continue
            expected: Value = ""
            if key in values:
                expected = 1.0 + sum(other > values[key][1] + self.tolerance for _, other in values.values())
            if rank != expected:
                yield book.names[self.ranks[0]].sheet, ref, f"rank of {key!r} is {rank!r}, expected {expected!r}"
