"""Twenty rules for a workbook that a statistician can trust, tested on the finished file.

The rules and where they come from stand in the notes of the project (ICAEW, FAST, GSS, ONS, OECD/JRC). This module
knows nothing of the layout that made the workbook; what it cannot see in the file the caller says in `Expect`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from block_forms import outliers
from book_model import Book, Finding, place, tokens
from openpyxl.formula.tokenizer import Token
from xlsx_cells import is_error, is_number, split

ROLES = frozenset({"about", "input", "settings", "calculation", "result", "checks", "charts"})
EDITED = frozenset({"input", "settings"})
COMPUTED = frozenset({"calculation", "result", "checks", "charts"})
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


def about_sheet(case: Case) -> Iterator[Finding]:
    """1. The first sheet is about the workbook: version, date, source, contact, each with something said."""
    first = next(iter(case.book.sheets))
    if case.roles.get(first) != "about":
        yield first, "", "the first sheet is not the one about the workbook"
        return
    said = []
    for (sheet, ref), (_, value) in case.book.cells.items():
        if sheet == first and isinstance(value, str):
            row, column = split(ref)
            beside = case.book.value(first, row, column + 1)
            if beside != "" or value.replace("：", ":").partition(":")[2].strip():
                said.append(value.casefold())
    for words in case.expect.lines:
        if not any(word.casefold() in text for word in words for text in said):
            yield first, "", f"no line for {' / '.join(words)}"


def contents(case: Case) -> Iterator[Finding]:
    """2. The first sheet has a link to every other sheet."""
    first, *others = case.book.sheets
    targets = [link.location or "" for link in case.book.sheets[first]._hyperlinks]
    targets += [formula for _, _, formula in case.book.formulas(first) if "HYPERLINK(" in formula]
    for name in others:
        spellings = (f"{name}!", "'" + name.replace("'", "''") + "'!")
        if not any(spelling in target for spelling in spellings for target in targets):
            yield first, "", f"no link to {name}"


def one_role(case: Case) -> Iterator[Finding]:
    """3. Every sheet has one role: it is edited or it computes or it explains."""
    for name in [*case.book.sheets, *case.roles]:
        if case.roles.get(name) not in ROLES or name not in {s.title for s in case.book.workbook}:
            yield name, "", f"role {case.roles.get(name)!r} of a sheet that is there: {name in case.book.sheets}"
    for name in case.of(ROLES - EDITED):
        for ref in case.book.unlocked(name):
            yield name, ref, "a cell to be edited on a sheet that is not for input"


def inputs_styled(case: Case) -> Iterator[Finding]:
    """4. Inputs look like inputs and hold no formulas."""
    cells = [(name, ref) for name in case.of(EDITED) for ref in case.book.unlocked(name)]
    fills = {cell: case.book.sheets[cell[0]][cell[1]].fill for cell in cells}
    colours = {cell: str(f.fgColor.rgb) if f.fill_type == "solid" else "none" for cell, f in fills.items()}
    common = Counter(colours.values()).most_common(1)
    allowed = set(case.expect.input_fills or (colour for colour, _ in common)) - {"none"}
    for (name, ref), colour in colours.items():
        if colour not in allowed:
            yield name, ref, f"an input filled {colour}, expected {sorted(allowed)}"
        if case.book.cells.get((name, ref), (None, ""))[0] is not None:
            yield name, ref, "a formula in an input cell"


def no_typed_numbers(case: Case) -> Iterator[Finding]:
    """5. Sheets that compute hold no typed numbers but years in headers and blocks stored on purpose."""
    headers = {(a.sheet, place(a.top, column)) for a in case.book.tables().values() for column in a.columns()}
    computed = case.of(COMPUTED)
    for (sheet, ref), (formula, value) in case.book.cells.items():
        typed = formula is None and is_number(value) and sheet in computed
        if typed and (sheet, ref) not in headers and not case.within(case.expect.stored, sheet, ref):
            yield sheet, ref, f"typed number {value!r}"


def no_literals(case: Case) -> Iterator[Finding]:
    """6. Formulas contain no numbers but 0, 1 and 100."""
    for sheet, ref, formula in case.book.formulas():
        numbers = [t.value for t in tokens(formula) if t.type == Token.OPERAND and t.subtype == Token.NUMBER]
        if strange := [number for number in numbers if float(number) not in case.expect.literals]:
            yield sheet, ref, f"literals {', '.join(strange)} in {formula}"


def one_formula_per_block(case: Case) -> Iterator[Finding]:
    """7. Within a block all cells have the same formula in R1C1 terms, see `block_forms`."""
    for name in case.book.sheets:
        for ref, form in outliers(case.book, name):
            if not case.within(case.expect.mixed, name, ref):
                yield name, ref, f"unlike its neighbours: {form}"


def simple_formulas(case: Case) -> Iterator[Finding]:
    """8. Formulas have at most 255 characters after the =, no IF inside an IF, and nothing volatile."""
    for sheet, ref, formula in case.book.formulas():
        opened: list[str] = []
        faults = set()
        for token in tokens(formula):
            if token.subtype == Token.CLOSE and token.type in {Token.FUNC, Token.PAREN}:
                opened.pop()
            elif token.subtype == Token.OPEN and token.type in {Token.FUNC, Token.PAREN}:
                function = token.value.rstrip("(").upper().rpartition(".")[2]
                faults |= {"IF inside IF"} if function == "IF" and "IF" in opened else set()
                faults |= {f"volatile {function}"} if function in VOLATILE else set()
                opened.append(function)
        length = len(formula.strip("{}")) - 1
        faults |= {f"{length} characters"} if length > LONGEST_FORMULA else set()
        if faults:
            yield sheet, ref, f"{', '.join(sorted(faults))}: {formula}"


def no_merged_cells(case: Case) -> Iterator[Finding]:
    """9. No cells are merged."""
    for name, sheet in case.book.sheets.items():
        for area in sheet.merged_cells.ranges:
            yield name, area.coord, "merged cells"


def no_blank_rows(case: Case) -> Iterator[Finding]:
    """10. Tables have no blank rows."""
    for table, area in case.book.tables().items():
        for row in area.rows():
            if all(case.book.value(area.sheet, row, column) == "" for column in area.columns()):
                yield area.sheet, place(row, area.left), f"blank row in {table}"


def unique_headers(case: Case) -> Iterator[Finding]:
    """11. Each table has one header row, of different texts, none of them blank."""
    for table, area in case.book.tables().items():
        texts = {place(area.top, c): str(case.book.value(area.sheet, area.top, c)).strip() for c in area.columns()}
        seen = Counter(texts.values())
        for ref, text in texts.items():
            if not text or seen[text] > 1:
                yield area.sheet, ref, f"header {text!r} of {table} is blank or not unique"


def titles(case: Case) -> Iterator[Finding]:
    """12. The title of a sheet stands in A1."""
    for name in case.book.sheets:
        title = case.book.value(name, 1, 1)
        if not isinstance(title, str) or not title.strip() or is_error(title):
            yield name, "A1", f"no title but {title!r}"
