"""What the twenty rules are tested on, and how a broken one is reported."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from support.book_model import Book, Finding

EDITED = frozenset({"input", "settings"})
COMPUTED = frozenset({"calculation", "result", "checks", "charts"})
ROLES = EDITED | COMPUTED | {"about"}
VOLATILE = frozenset("NOW TODAY RAND RANDBETWEEN RANDARRAY OFFSET INDIRECT INFO CELL".split())
LONGEST_FORMULA = 255
LINES = (("version", "版本"), ("date", "日期"), ("source", "来源"), ("contact", "联系"))


@dataclass(frozen=True)
class Violation:
    """A rule (1 to 20) that a place of the workbook breaks; `ref` is empty where the whole sheet is meant."""

    rule: int
    sheet: str
    ref: str
    message: str


@dataclass(frozen=True)
class Expect:
    """What the file itself does not say.

    Parameters
    ----------
    lines
        For each line that the first sheet must have, the words one of which its label contains.
    input_fills
        Colours (aRGB) that mark inputs; unless given, the commonest one of the unlocked cells.
    stored
        Defined names of blocks on computed sheets that hold typed numbers on purpose.
    literals
        Numbers that formulas may contain.
    mixed
        Defined names of blocks whose cells differ in their formulas on purpose.
    filled
        Columns, by header, of tables, by defined name, that have no blank cell.
    free
        Defined names of inputs that take any text and need no validation.
    checks, state, passing
        Defined name of the table of checks, header of its state column (None is the last column), and how the
        states begin that are no fault.
    adds_up
        Checks of sums and ranks, see `adds_up`.
    """

    lines: tuple[tuple[str, ...], ...] = LINES
    input_fills: tuple[str, ...] = ()
    stored: tuple[str, ...] = ()
    literals: frozenset[float] = frozenset({0.0, 1.0, 100.0})
    mixed: tuple[str, ...] = ()
    filled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    free: tuple[str, ...] = ()
    checks: str = "flow_checks"
    state: str | None = None
    passing: tuple[str, ...] = ("✔", "–", "OK", "True")
    adds_up: tuple[Callable[[Book], Iterable[Finding]], ...] = ()


NOTHING = Expect()


@dataclass(frozen=True)
class Case:
    """A workbook with all that is known about it; what every rule gets."""

    book: Book
    roles: Mapping[str, str]
    expect: Expect

    def of(self, roles: Iterable[str]) -> list[str]:
        """Names of the sheets that have one of the roles."""
        return [name for name in self.book.sheets if self.roles.get(name) in roles]

    def within(self, names: Iterable[str], sheet: str, ref: str) -> bool:
        """Whether a cell lies in one of the areas with these defined names."""
        areas = (self.book.names[name] for name in names)
        return any(area.sheet == sheet and area.holds(ref) for area in areas)
