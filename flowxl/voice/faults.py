"""Faults: what is wrong and where, as data. All faults of a file are told at once; the catalogue has the words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from flowxl.voice import catalogue
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import LONGEST, Language, shortened

MOST = 100
"""So many faults of one kind on one sheet are told one by one; of more, equal ones are told together."""
MOST_IN_ALL = 1000
"""So many faults are told in all; then comes how many more there are."""


class Words(NamedTuple):
    """A fault in one language: where it is, what was found, what was expected, what to do (may be empty)."""

    where: str
    found: str
    expected: str
    remedy: str


@dataclass(frozen=True, init=False)
class Fault:
    """One thing that is wrong.

    Attributes
    ----------
    key
        What the catalogue finds it by: the stable short code of the rule that was broken, and after a dot in which
        way, e.g. ``"weight.not_a_number"``.
    place
        Where it is.
    values
        What was met and what was hoped for, by the names that the catalogue's texts use.
    count
        Number of cells or rows that it stands for.
    """

    key: str
    place: Place
    values: Mapping[str, object] = field(hash=False)
    count: int

    def __init__(self, key: str, place: Place, /, count: int = 1, **values: object) -> None:
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "place", place)
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "count", count)

    @property
    def kind(self) -> str:
        """The rule that was broken; it never changes with language or wording."""
        return self.key.partition(".")[0]

    def words(self, language: Language) -> Words:
        """Return the fault in one language.

        Raises
        ------
        KeyError
            If the catalogue does not know the kind, or a value is lacking: that is a fault of the program.
        """
        entry = catalogue.faults()[self.key]
        found, expected, remedy = (
            shortened_twice(text.say(language, **self.values, count=self.count))
            for text in (entry.found, entry.expected, entry.remedy)
        )
        return Words(shortened_twice(self.place.of(language)), found, expected, remedy)

    def of(self, language: Language) -> str:
        """Return one readable line in one language."""
        words = self.words(language)
        line = Message("fault", where=words.where, found=words.found, expected=words.expected).of(language)
        return Message("fault.remedy", fault=line, remedy=words.remedy).of(language) if words.remedy else line

    def within(self, file: str) -> "Fault":
        """Return the fault with the file that it is in, where its place names none."""
        return self.at(self.place.within(file))

    def at(self, place: Place) -> "Fault":
        """Return the fault at another place."""
        return Fault(self.key, place, self.count, **self.values)

    def times(self, count: int) -> "Fault":
        """Return the fault as one that stands for more cells."""
        return Fault(self.key, self.place, count, **self.values)

    def to_json(self, language: Language) -> dict[str, str | int]:
        """Return it as plain data; keys and ``kind`` never change with language."""
        return {"kind": self.kind, **self.words(language)._asdict(), "count": self.count}

    def __str__(self) -> str:
        """Return one readable line in English."""
        return self.of("en")

    @property
    def where(self) -> str:
        """Where it is, in English."""
        return self.words("en").where

    @property
    def found(self) -> str:
        """What was found, in English."""
        return self.words("en").found

    @property
    def expected(self) -> str:
        """What was expected, in English."""
        return self.words("en").expected

    @property
    def remedy(self) -> str:
        """What to do, in English."""
        return self.words("en").remedy


def shortened_twice(text: str) -> str:
    """Return a text shortened where it is more than twice as long as a text from a file may be."""
    return shortened(text) if len(text) > 2 * LONGEST else text


@dataclass(frozen=True)
class _Together(Fault):
    """Several equal faults told as one; what was found says how many there are, or which of them is shown."""

    first: Fault
    found_as: str
    same: bool

    def __init__(self, first: Fault, place: Place, count: int, found_as: str, *, same: bool) -> None:
        super().__init__(first.key, place, count, **first.values)
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "found_as", found_as)
        object.__setattr__(self, "same", same)

    def words(self, language: Language) -> Words:
        """Return them in one language."""
        first = self.first.words(language)
        found = Message(self.found_as, found=first.found, count=self.count).of(language)
        expected = first.expected if self.same else Message("and_so_on", expected=first.expected).of(language)
        return Words(self.place.of(language), found, expected, first.remedy)


@dataclass
class _Alike:
    """The first of some faults that are told together, the place of the last, and how many cells they stand for."""

    first: Fault
    last: Place = field(default_factory=Place)
    count: int = 0
    same: bool = True

    def add(self, fault: Fault) -> None:
        self.last = fault.place
        self.count += fault.count
        self.same = self.same and fault.expected == self.first.expected

    def told(self, found_as: str) -> Fault:
        if self.count == self.first.count:
            return self.first
        place = replace(self.first.place, until=self.last.end)
        return _Together(self.first, place, self.count, found_as, same=self.same)


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
        found = fault.found
        alike = self.equal.get(found)
        if alike is None and len(self.equal) < MOST:
            alike = self.equal[found] = _Alike(fault)
        elif alike is None:
            alike = self.rest = self.rest or _Alike(fault)
        alike.add(fault)

    def told(self) -> Iterator[Fault]:
        if self.count <= MOST:
            yield from self.first
            return
        for alike in self.equal.values():
            yield alike.told("times")
        if self.rest:
            yield self.rest.told("others")


class Findings:
    """Faults of a book of which only a bounded number is kept; each cell counts.

    Few faults are told one by one as they came. Of one kind on one sheet at most 100 are: of more, equal ones are
    told together, with the first place, the last one and their number.
    """

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._groups: dict[tuple[str, str, str], _Group] = {}
        self.extend(faults)

    def append(self, fault: Fault) -> None:
        """Take note of a fault."""
        key = fault.kind, fault.place.file, fault.place.sheet
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
                    yield Fault("more", Place(), more)
                    return
                yield fault
                left -= 1
                told += fault.count


def counted(faults: Iterable[Fault]) -> int:
    """Return for how many cells and rows some faults stand."""
    return sum(fault.count for fault in faults)


class FlowXLError(Exception):
    """Input that cannot be used; carries every fault that was found, not only the first.

    Attributes
    ----------
    headline
        What was refused.
    faults
        Why, fault by fault.
    language
        Language of the book or framework that was refused, where that is known.
    """

    def __init__(self, headline: Message | str, faults: Iterable[Fault] = (), language: Language | None = None) -> None:
        self.headline = headline
        self.faults = tuple(faults if isinstance(faults, Findings) else Findings(faults))
        self.language = language
        super().__init__(self.of("en"))

    def title(self, language: Language = "en") -> str:
        """Return what was refused, in one language."""
        return self.headline if isinstance(self.headline, str) else self.headline.of(language)

    def of(self, language: Language) -> str:
        """Return what was refused and every fault, one a line, in one language."""
        return "\n".join([self.title(language), *(f"  {fault.of(language)}" for fault in self.faults)])


class WriteError(FlowXLError):
    """A file that cannot be written as things stand; what was there before is as it was."""
