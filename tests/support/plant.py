"""Plant one fault into a finished workbook, to see the rule go red.

The parts are edited as texts, so everything else of the file stays as it was (a library that loads and saves would
drop cached values). Made for files that XlsxWriter wrote.
"""

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from support.block_forms import forms
from support.book_model import Area, Book, place
from support.rule_case import NOTHING, Expect
from support.xlsx_cells import is_number, split

# what may follow <mergeCells> in a worksheet, in the order of the schema
AFTER_MERGED = "<(?:phoneticPr|conditionalFormatting|dataValidations|hyperlinks|printOptions|pageMargins)"


@dataclass
class Bench:
    """A workbook on the bench: what is known about it, and the texts of its parts, to be changed."""

    book: Book
    roles: Mapping[str, str]
    expect: Expect
    workbook: str
    styles: str

    def sheets(self, *roles: str) -> list[str]:
        """Names of the sheets that have one of the roles, those with tables first."""
        tables = {area.sheet for area in self.book.tables().values()}
        return sorted((n for n in self.book.sheets if self.roles[n] in roles), key=lambda n: n not in tables)

    def table(self, *roles: str) -> Area:
        """Find the first table on a sheet with one of the roles."""
        return next(area for area in self.book.tables().values() if self.roles[area.sheet] in roles)

    def edit(self, sheet: str, pattern: str, new: str | Callable[[re.Match[str]], str], count: int = 1) -> None:
        """Replace something in a worksheet; it must be there."""
        self.book.xml[sheet], done = re.subn(pattern, new, self.book.xml[sheet], count=count, flags=re.DOTALL)
        if not done:
            raise LookupError(f"{sheet}: expected {pattern}, found nothing to plant the fault in")

    def cell(self, sheet: str, ref: str, inner: str, kind: str = "", style: str | None = None) -> None:
        """Give a cell another content; the style stays unless one is given."""

        def new(match: re.Match[str]) -> str:
            number = style or (re.search(r' s="([0-9]+)"', match[1]) or ["", "0"])[1]
            return f'<c r="{ref}" s="{number}"' + (f' t="{kind}"' if kind else "") + f">{inner}</c>"

        self.edit(sheet, rf'<c r="{ref}"([^>]*?)(?:/>|>.*?</c>)', new)

    def text(self, sheet: str, ref: str, text: str) -> None:
        """Type a text into a cell."""
        self.cell(sheet, ref, f"<is><t>{escape(text)}</t></is>", "inlineStr")

    def formulas(self, sheet: str, change: Callable[[str], str]) -> None:
        """Change all ordinary formulas of a sheet alike, so that blocks stay blocks."""
        self.edit(sheet, r"<f>([^<]*)</f>", lambda match: f"<f>{change(match[1])}</f>", count=0)

    def computed_cell(self) -> tuple[str, str]:
        """Sheet and reference of a numeric formula amid four equal ones of its column."""
        for sheet in self.sheets("calculation", "result"):
            found = forms(self.book, sheet)
            for (row, column), form in found.items():
                near = [found.get((row + step, column)) for step in (-2, -1, 1, 2)]
                beside = [found.get((row, column + step)) for step in (-1, 1)]
                number = is_number(self.book.value(sheet, row, column))
                if near == [form] * 4 and form not in beside and number:
                    return sheet, place(row, column)
        raise LookupError("no column of five equal numeric formulas to plant a fault in")

    def input_cell(self) -> tuple[str, str]:
        """Sheet and reference of an unlocked number."""
        for sheet in self.sheets("input", "settings"):
            for ref in self.book.unlocked(sheet):
                if is_number(self.book.value(sheet, *split(ref))):
                    return sheet, ref
        raise LookupError("no unlocked number to plant a fault in")

    def unlocked_style(self) -> str:
        """Give the number of the cell format of an input."""
        sheet, ref = self.input_cell()
        return re.search(rf'<c r="{ref}" s="([0-9]+)"', self.book.xml[sheet])[1]


def _no_version(bench: Bench) -> None:
    about = bench.sheets("about")[0]
    words = bench.expect.lines[0]
    for (sheet, ref), (_, value) in bench.book.cells.items():
        if sheet == about and isinstance(value, str) and any(w.casefold() in value.casefold() for w in words):
            bench.text(sheet, ref, "?")


def _formula_as_value(bench: Bench) -> None:
    sheet, ref = bench.computed_cell()
    bench.cell(sheet, ref, f"<v>{bench.book.cells[sheet, ref][1]!r}</v>")


def _unlike_neighbours(bench: Bench) -> None:
    sheet, ref = bench.computed_cell()
    bench.edit(sheet, rf'(<c r="{ref}"[^>]*><f>)([^<]*)</f>', r"\1(\2)+0</f>")


def _merge(bench: Bench) -> None:
    bench.edit(
        bench.sheets("result")[0],
        f"(?={AFTER_MERGED})",
        '<mergeCells count="1"><mergeCell ref="XA1:XB1"/></mergeCells>',
    )


def _blank_row(bench: Bench) -> None:
    area = bench.table("input")
    for column in area.columns():
        bench.cell(area.sheet, place(area.top + 2, column), "")


def _same_header(bench: Bench) -> None:
    area = bench.table("input")
    first, *_, last = area.columns()
    bench.text(area.sheet, place(area.top, last), str(bench.book.value(area.sheet, area.top, first)))


def _unfilled(bench: Bench) -> None:
    table, headers = next(iter(bench.expect.filled.items()))
    bench.cell(bench.book.names[table].sheet, next(iter(bench.book.column(table, headers[0]))), "")


def _failing_check(bench: Bench) -> None:
    sheet = bench.book.names[bench.expect.checks].sheet
    ref = next(iter(bench.book.column(bench.expect.checks, bench.expect.state)))
    bench.edit(sheet, rf'(<c r="{ref}"[^>]*>.*?)<v>[^<]*</v>', r"\1<v>✖</v>")


def _wrong_sum(bench: Bench) -> None:
    table, header = bench.expect.adds_up[-1].last
    sheet = bench.book.names[table].sheet
    only = bench.expect.adds_up[-1].only
    line = bench.book.keyed(table, header).items()
    ref, value = next(item for key, item in line if is_number(item[1]) and (not only or key in only))
    bench.edit(sheet, rf'(<c r="{ref}"[^>]*>(?:<f>[^<]*</f>)?)<v>[^<]*</v>', rf"\g<1><v>{value + 1!r}</v>")


def _no_calculation_by_hand(bench: Bench) -> None:
    bench.workbook = re.sub(r"<calcPr ", '<calcPr fullCalcOnLoad="1" ', bench.workbook)


FAULTS: dict[int, Callable[[Bench], None]] = {
    1: _no_version,
    2: lambda b: b.edit(b.sheets("about")[0], r"<hyperlink [^>]*location=[^>]*>", ""),
    3: lambda b: b.edit(b.computed_cell()[0], r' s="[0-9]+"|(?<=<c r="A1")', f' s="{b.unlocked_style()}"'),
    4: lambda b: b.cell(*b.input_cell(), "<f>1+0</f><v>1</v>"),
    5: _formula_as_value,
    6: lambda b: b.formulas(b.computed_cell()[0], lambda f: f"({f})+7"),
    7: _unlike_neighbours,
    8: lambda b: b.formulas(b.computed_cell()[0], lambda f: f"IF(TRUE,IF(TRUE,{f},0),0)"),
    9: _merge,
    10: _blank_row,
    11: _same_header,
    12: lambda b: b.cell(b.sheets("input")[0], "A1", ""),
    13: _unfilled,
    14: lambda b: b.edit(b.sheets("input")[0], r"<dataValidations.*</dataValidations>", ""),
    15: lambda b: b.edit(b.computed_cell()[0], "<sheetProtection ", '<sheetProtection password="83AF" '),
    16: _no_calculation_by_hand,
    17: _failing_check,
    18: lambda b: b.edit(b.computed_cell()[0], "<pane [^>]*/>", ""),
    19: lambda b: b.edit(b.computed_cell()[0], r'<row r="([0-9]+)"', r'<row r="\1" hidden="1"'),
    20: _wrong_sum,
}


def plant(path: Path, rule: int, out: Path, *, roles: Mapping[str, str], expect: Expect = NOTHING) -> Path:
    """Write a copy of a workbook with one fault against a rule.

    Parameters
    ----------
    path
        A workbook without violations.
    rule
        Number of the rule to break, 1 to 20. Rules 13 and 20 need `expect` to say what to break.
    out
        Where the copy goes.
    roles, expect
        As for `twenty_rules.violations`.

    Returns
    -------
    Path
        The copy.
    """
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        bench = Bench(Book(path), roles, expect, old.read("xl/workbook.xml").decode(), "")
        before = bench.workbook, dict(bench.book.xml)
        FAULTS[rule](bench)
        if before == (bench.workbook, bench.book.xml):
            raise LookupError(f"rule {rule}: found nothing to plant a fault in")
        changed = {bench.book.parts[name].path: xml for name, xml in bench.book.xml.items()}
        changed["xl/workbook.xml"] = bench.workbook
        for item in old.infolist():
            new.writestr(item, changed.get(item.filename, old.read(item)))
    return out
