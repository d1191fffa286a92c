"""How a check is declared, and the file that it looks at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flowxl.core.checks import Checks
from flowxl.voice.faults import Fault
from flowxl.voice.text import Language, Text
from flowxl.workbook.book import Book, Value
from flowxl.workbook.sheets.check_formulas import CheckTables


@dataclass(frozen=True)
class Examined:
    """A file that was read, as ``flowxl check`` looks at it.

    Attributes
    ----------
    checks
        What the core found in its figures.
    language
        Of the words that are printed.
    faults, remark_faults
        Cells that are no number, remarks that cannot be used.
    apart, stored
        Places where functions, and formulas, show something else than the core.
    formulas_at_fault
        Whether formulas show something else, and were not merely never computed.
    outdated
        Places of material on weights that is old.
    badge
        Who computed what the file shows, and whether that is known.
    choices
        Settings of the book's own, by their codes.
    """

    checks: Checks
    language: Language
    faults: Sequence[Fault] = ()
    remark_faults: Sequence[Fault] = ()
    apart: Sequence[str] = ()
    stored: Sequence[str] = ()
    formulas_at_fault: bool = False
    outdated: Sequence[Fault] = ()
    badge: str = ""
    badge_is_known: bool = True
    choices: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What a check found in a file, where, and how grave that is: 0 good, 1 attention, 2 fault; None as declared."""

    found: Value
    where: Sequence[str] = ()
    level: int | None = None


@dataclass(frozen=True)
class CheckSpec:
    """A check: a row of 校验 and of ``flowxl check``.

    Attributes
    ----------
    code, asks, advice
        Its code; what it looks for; what to do about it.
    formula
        Counts its findings in the book.
    in_file
        Counts them in a file that was read; without it as many as the core found.
    fresh
        Counts them in a fresh book; without it as many as the core found, 0 where it looks for none of them.
    grave
        Whether a finding means that numbers are wrong; else it asks for attention.
    difference
        Whether it finds the largest difference of numbers, not a count.
    good
        A formula part that holds while all is well, from the cell of its finding; without it none was found.
    """

    code: str
    asks: Text
    advice: Text
    formula: Callable[[CheckTables], str]
    in_file: Callable[[Examined], Outcome] | None = None
    fresh: Callable[[Book], Value] | None = None
    grave: bool = False
    difference: bool = False
    good: Callable[[Book, str], str] | None = None

    def in_book(self, book: Book, checks: Checks) -> Value:
        """Return what it finds in a fresh book."""
        return checks.counts.get(self.code, 0) if self.fresh is None else self.fresh(book)

    def outcome(self, file: Examined) -> Outcome:
        """Return what it finds in a file, with its level."""
        found = Outcome(file.checks.counts.get(self.code, 0)) if self.in_file is None else self.in_file(file)
        level = found.level if found.level is not None else self.level(found.found)
        return Outcome(found.found, found.where, level)

    def level(self, found: Value) -> int:
        """Return how grave a finding is."""
        return (2 if self.grave else 1) if isinstance(found, int | float) and found > 0 else 0
