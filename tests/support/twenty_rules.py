"""Twenty rules for a workbook that a statistician can trust, tested on the finished file.

This module knows nothing of the layout that made the workbook; what the file does not show, `Expect` says.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

from openpyxl.formula.tokenizer import Token
from support.block_forms import outliers
from support.book_model import Book, Finding, place
from support.rule_case import COMPUTED, EDITED, LONGEST_FORMULA, NOTHING, ROLES, VOLATILE, Case, Expect, Violation
from support.xlsx_cells import is_error, is_number, split

UNCACHED = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f[^>]*/>|<f[^>]*>[^<]*</f>)(<v ?/>|<v></v>|)</c>')


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
            said.append(f"{value}: {case.book.value(first, row, column + 1)}".casefold())
    for words in case.expect.lines:
        if not re.search(
            rf"(?:{'|'.join(map(re.escape, words))})[^\n:：\s]*[:：\s]+[^:：\s]".casefold(), "\n".join(said)
        ):
            yield first, "", f"no line for {' / '.join(words)}"


def contents(case: Case) -> Iterator[Finding]:
    """2. The first sheet has a link to every other sheet."""
    first, *others = case.book.sheets
    targets = [unescape(target) for target in re.findall(r'<hyperlink [^>]*location="([^"]*)"', case.book.xml[first])]
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
        for letters, column in case.book.sheets[name].column_dimensions.items():
            if not column.protection.locked:
                yield name, letters, "a column to be edited on a sheet that is not for input"


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
        numbers = [
            t.value for t in case.book.alike(sheet, ref) if t.type == Token.OPERAND and t.subtype == Token.NUMBER
        ]
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
        for token in case.book.alike(sheet, ref):
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
    """10. Tables have no blank rows; lines at the end that wait to be filled are none."""
    for table, area in case.book.tables().items():
        rows = list(area.rows())
        unlocked = set(case.book.unlocked(area.sheet))
        while rows and case.book.blank_row(area, rows[-1]) and place(rows[-1], area.left) in unlocked:
            rows.pop()
        for row in rows:
            if case.book.blank_row(area, row):
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


def filled_columns(case: Case) -> Iterator[Finding]:
    """13. Measure, source and direction are given for every row that is there."""
    for table, headers in case.expect.filled.items():
        area = case.book.names[table]
        for header in headers:
            for ref, value in case.book.column(table, header).items():
                if str(value).strip() == "" and not case.book.blank_row(area, split(ref)[0]):
                    yield area.sheet, ref, f"nothing in column {header!r} of {table}"


def inputs_validated(case: Case) -> Iterator[Finding]:
    """14. Every input that is not a text is validated."""
    for name in case.of(EDITED):
        validations = case.book.sheets[name].data_validations.dataValidation
        areas = [area for v in validations if v.type not in {None, "none"} for area in v.sqref.ranges]
        for ref in case.book.unlocked(name):
            row, column = split(ref)
            text = isinstance(case.book.value(name, row, column), str) and case.book.value(name, row, column) != ""
            covered = any(a.min_row <= row <= a.max_row and a.min_col <= column <= a.max_col for a in areas)
            if not (text or covered or case.within(case.expect.free, name, ref)):
                yield name, ref, "an input without validation"


def protection(case: Case) -> Iterator[Finding]:
    """15. Sheets are protected without a password, so that only inputs can be edited by accident."""
    for name, sheet in case.book.sheets.items():
        protected = sheet.protection
        if not protected.sheet and case.roles.get(name) in COMPUTED | EDITED:
            yield name, "", "not protected"
        if protected.password or protected.hashValue:
            yield name, "", "protected with a password"
    for name in case.of(EDITED):
        if next(case.book.unlocked(name), None) is None:
            yield name, "", "nothing can be edited"


def cached_values(case: Case) -> Iterator[Finding]:
    """16. Every formula has a cached value, nothing is an error, and nobody has to recalculate on opening."""
    for (sheet, ref), (_, value) in case.book.cells.items():
        if is_error(value):
            yield sheet, ref, f"error {value}"
    for name, xml in case.book.xml.items():
        uncached = UNCACHED.findall(xml)
        for ref, attributes, formula, value in uncached:
            # an empty text is a value; XlsxWriter leaves out its type, so look whether other formulas have values
            empty = 't="str"' in attributes or '""' in unescape(formula) or len(uncached) < xml.count("<f")
            if not (value and empty):
                yield name, ref, "a formula without a cached value"
    if re.search(r'<calcPr [^>]*fullCalcOnLoad="(?:1|true)"', case.book.workbook_xml):
        yield "", "", "fullCalcOnLoad is set"


def checks_pass(case: Case) -> Iterator[Finding]:
    """17. There is a table of checks, and none is at fault."""
    area = case.book.names.get(case.expect.checks)
    if area is None or case.roles.get(area.sheet) != "checks":
        yield "", "", f"no sheet of checks with a table {case.expect.checks}"
        return
    for ref, state in case.book.column(case.expect.checks, case.expect.state).items():
        if not str(state).startswith(case.expect.passing):
            yield area.sheet, ref, f"check in state {state!r}"


def view_and_print(case: Case) -> Iterator[Finding]:
    """18. Sheets with tables keep their headers in view and on paper, and are as wide as the paper."""
    for name in dict.fromkeys(area.sheet for area in case.book.tables().values()):
        sheet = case.book.sheets[name]
        setup = sheet.sheet_properties.pageSetUpPr
        wanted = {
            "freeze panes": sheet.freeze_panes,
            "print titles": sheet.print_title_rows,
            "fit to width": setup and setup.fitToPage and sheet.page_setup.fitToWidth in {None, 1},
        }
        for what, there in wanted.items():
            if not there and case.roles.get(name) != "about":
                yield name, "", f"no {what}"


def nothing_hidden(case: Case) -> Iterator[Finding]:
    """19. No links to other workbooks; no hidden sheets, rows or columns."""
    for file in case.book.files:
        if file.startswith("xl/externalLinks/") or file == "xl/connections.xml":
            yield "", "", f"part {file}"
    for sheet, ref, formula in case.book.formulas():
        if any(t.subtype == Token.RANGE and "[" in t.value.rpartition("!")[0] for t in case.book.alike(sheet, ref)):
            yield sheet, ref, f"reference to another workbook: {formula}"
    for name, sheet in case.book.sheets.items():
        if case.book.parts[name].state != "visible":
            yield name, "", f"{case.book.parts[name].state} sheet"
        for dimensions in (sheet.row_dimensions, sheet.column_dimensions):
            for index, dimension in dimensions.items():
                if dimension.hidden:
                    yield name, str(index), "hidden row or column"


def adds_up(case: Case) -> Iterator[Finding]:
    """20. Weights, contributions and ranks add up, see `adds_up`."""
    yield from (finding for check in case.expect.adds_up for finding in check(case.book))


RULES = (
    about_sheet,
    contents,
    one_role,
    inputs_styled,
    no_typed_numbers,
    no_literals,
    one_formula_per_block,
    simple_formulas,
    no_merged_cells,
    no_blank_rows,
    unique_headers,
    titles,
    filled_columns,
    inputs_validated,
    protection,
    cached_values,
    checks_pass,
    view_and_print,
    nothing_hidden,
    adds_up,
)


def violations(path: Path, *, roles: Mapping[str, str], expect: Expect = NOTHING) -> list[Violation]:
    """Check a finished .xlsx for the twenty rules.

    Parameters
    ----------
    path
        The workbook.
    roles
        Sheet name → about, input, settings, calculation, result, checks or charts.
    expect
        What the file itself does not say.

    Returns
    -------
    list of Violation
        In the order of the rules; empty for a workbook to be trusted.
    """
    case = Case(Book(path), roles, expect)
    return [Violation(number, *finding) for number, rule in enumerate(RULES, 1) for finding in rule(case)]
