"""Faults: what is wrong, where, what was found and what was expected. All faults of a file are told at once."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

MOST = 100
"""So many faults of one kind on one sheet are told one by one; of more, equal ones are told together."""
MOST_IN_ALL = 1000
"""So many faults are told in all; then comes how many more there are."""

LONGEST = 200
"""So many characters of a text from a file are shown."""

_CELL = re.compile(r"!|: | row ")


def shortened(text: str) -> str:
    """Return a text from a file as it is shown: a cell may hold 32,767 characters.

    >>> shortened("x" * 1234)[-20:]
    '… (1,234 characters)'
    """
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text):,} characters)"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    Attributes
    ----------
    kind
        Stable short code of the rule that was broken, e.g. ``"duplicate_code"``.
    where
        Sheet and cell, or file and line.
    found, expected
        In words, with the value that was met and the value or rule that was hoped for.
    remedy
        What to do about it; may be empty.
    count
        Number of cells or rows that it stands for.
    """

    kind: str
    where: str
    found: str
    expected: str
    remedy: str = ""
    count: int = 1

    def __str__(self) -> str:
        """Return one readable line."""
        text = f"{self.where}: found {self.found}; expected {self.expected}"
        return f"{text}. {self.remedy}" if self.remedy else text


@dataclass
class _Alike:
    """The first of some faults that are told together, the place of the last, and how many cells they stand for."""

    first: Fault
    last: str = ""
    count: int = 0
    same: bool = True

    def add(self, fault: Fault) -> None:
        self.last = fault.where
        self.count += fault.count
        self.same = self.same and fault.expected == self.first.expected

    def told(self, found: str) -> Fault:
        first, split = self.first, _CELL.search(self.last)
        if self.count == first.count:
            return first
        where = f"{first.where} to {self.last[split.end() :] if split else self.last}"
        expected = first.expected if self.same else f"{first.expected}, and so on"
        return replace(first, where=where, found=found, expected=expected, count=self.count)


@dataclass
class _Group:
    """Faults of one kind on one sheet: the first ones as they came, the equal ones together, the rest counted."""

    first: list[Fault] = field(default_factory=list)
    equal: dict[str, _Alike] = field(default_factory=dict)
    rest: _Alike | None = None
    count: int = 0

    def add(self, fault: Fault) -> None:
        self.count += fault.count
        if len(self.first) < MOST:
            self.first.append(fault)
        alike = self.equal.get(fault.found)
        if alike is None and len(self.equal) < MOST:
            alike = self.equal[fault.found] = _Alike(fault)
        elif alike is None:
            alike = self.rest = self.rest or _Alike(fault)
        alike.add(fault)

    def told(self) -> Iterator[Fault]:
        if self.count <= MOST:
            yield from self.first
            return
        for found, alike in self.equal.items():
            yield alike.told(f"{found}, {alike.count:,} times")
        if self.rest:
            yield self.rest.told(f"{self.rest.count:,} more, such as {self.rest.first.found}")


class Findings:
    """Faults of a book of which only a bounded number is kept; each cell counts.

    Few faults are told one by one as they came. Of one kind on one sheet at most 100 are: of more, equal ones are
    told together, with the first place, the last one and their number.
    """

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._groups: dict[tuple[str, str], _Group] = {}
        self.extend(faults)

    def append(self, fault: Fault) -> None:
        """Take note of a fault."""
        if max(len(fault.where), len(fault.found), len(fault.expected)) > 2 * LONGEST:
            where, found, expected = map(shortened, (fault.where, fault.found, fault.expected))
            fault = replace(fault, where=where, found=found, expected=expected)
        split = _CELL.search(fault.where)
        sheet = fault.where[: split.start()] if split else ""
        key = fault.kind, sheet
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = _Group()
        group.add(fault)

    def extend(self, faults: Iterable[Fault]) -> None:
        """Take note of several."""
        for fault in faults:
            self.append(fault)

    def __len__(self) -> int:
        """Return the number of all cells and rows, told or not."""
        return sum(group.count for group in self._groups.values())

    def __iter__(self) -> Iterator[Fault]:
        """Yield what is told."""
        left = MOST_IN_ALL
        told = 0
        for group in self._groups.values():
            for fault in group.told():
                if left == 0:
                    more = len(self) - told
                    yield Fault("more", "and elsewhere", f"{more:,} more", "none", "Mend these first", more)
                    return
                yield fault
                left -= 1
                told += fault.count


def counted(faults: Iterable[Fault]) -> int:
    """Return for how many cells and rows some faults stand."""
    return sum(fault.count for fault in faults)


class FlowXLError(Exception):
    """Input that cannot be used; carries every fault that was found, not only the first."""

    def __init__(self, title: str, faults: Iterable[Fault] = ()) -> None:
        self.title = title
        self.faults = tuple(faults if isinstance(faults, Findings) else Findings(faults))
        super().__init__("\n".join([title, *(f"  {fault}" for fault in self.faults)]))


class WriteError(FlowXLError):
    """A file that cannot be written as things stand; what was there before is as it was."""
