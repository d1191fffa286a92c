"""Do the numbers of a workbook add up: sums, contributions and ranks, from the cached values alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from book_model import Book, Finding
from xlsx_cells import Value, is_number

Column = tuple[str, str]  # defined name of a table, header of one of its columns


def _numbers(keyed: dict[Value, tuple[str, Value]]) -> dict[Value, tuple[str, float]]:
    return {key: (ref, value) for key, (ref, value) in keyed.items() if is_number(value)}


@dataclass(frozen=True)
class ColumnSum:
    """The numbers of a column add up to `total`, e.g. weights to 1."""

    part: Column
    total: float
    tolerance: float = 1e-9

    @property
    def last(self) -> Column:
        """The column that a planted fault goes to."""
        return self.part

    def __call__(self, book: Book) -> Iterator[Finding]:
        """Compare the sum."""
        found = sum(value for _, value in _numbers(book.keyed(*self.part)).values())
        if not abs(found - self.total) <= self.tolerance:
            yield book.names[self.part[0]].sheet, "", f"{self.part} adds up to {found!r}, expected {self.total!r}"


@dataclass(frozen=True)
class RowSums:
    """In each row the columns `parts` add up to the column `total`, e.g. contributions to the index.

    The columns may be of different tables; rows are matched by the key in the first column of each table.
    """

    parts: tuple[Column, ...]
    total: Column
    tolerance: float = 1e-9

    @property
    def last(self) -> Column:
        """The column that a planted fault goes to."""
        return self.total

    def __call__(self, book: Book) -> Iterator[Finding]:
        """Compare every row; where there is no total the parts do not matter."""
        columns = [_numbers(book.keyed(*part)) for part in self.parts]
        for key, (ref, total) in _numbers(book.keyed(*self.total)).items():
            found = sum(column[key][1] for column in columns if key in column)
            if not abs(found - total) <= self.tolerance * max(1.0, abs(total)):
                yield book.names[self.total[0]].sheet, ref, f"parts of {key!r} add up to {found!r}, not {total!r}"


@dataclass(frozen=True)
class Ranks:
    """Ranks are 1 + the number of rows that are greater by more than the tolerance; none where no number is."""

    of: Column
    ranks: Column
    tolerance: float = 1e-9

    @property
    def last(self) -> Column:
        """The column that a planted fault goes to."""
        return self.ranks

    def __call__(self, book: Book) -> Iterator[Finding]:
        """Compare every rank."""
        values = _numbers(book.keyed(*self.of))
        for key, (ref, rank) in book.keyed(*self.ranks).items():
            expected: Value = ""
            if key in values:
                expected = 1.0 + sum(other > values[key][1] + self.tolerance for _, other in values.values())
            if rank != expected:
                yield book.names[self.ranks[0]].sheet, ref, f"rank of {key!r} is {rank!r}, expected {expected!r}"
