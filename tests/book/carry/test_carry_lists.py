"""What a roll cannot carry is listed once, on the screen and on 变更 alike, also from a sheet that is gone."""

import re
from pathlib import Path

import pytest
import xlsxwriter
from support import people
from support.frameworks import SECOND, copy_second
from support.xlsx_cells import read_cells

from flowxl.api import BuildOptions, build
from flowxl.carry.added_rules import newer_formats, own_validations
from flowxl.carry.cell_moves import Place, Places
from flowxl.carry.references import References
from flowxl.carry.spans import Spans
from flowxl.cycle.roll import Rolled, RollOptions, roll
from flowxl.ooxml.package import Package
from flowxl.reading.read_book import read_book

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NEWER = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
FORMULAS = "http://schemas.microsoft.com/office/workbook/2006/main"
FEW = ("AMBE", "ASTE", "BIRC", "CEDA")


def listed(path: Path) -> list[tuple[str, str]]:
    """Return where and what stands in the list of 变更, read without the code that wrote it."""
    with Package.open(path) as package:
        at = package.defined_names["flow_listed"][0]
    cells = read_cells(path)
    rows = range(at.min_row + 1, at.max_row + 1)
    return [(str(cells[at.sheet, f"B{row}"][1]), str(cells[at.sheet, f"D{row}"][1])) for row in rows]


def on_both(rolled: Rolled, path: Path) -> list[tuple[str, str]]:
    """Return what was told, which is the same on the screen and on 变更."""
    told = [(finding.where, finding.found) for finding in rolled.findings]
    assert listed(path) == told
    return told


def edited(base: Path, out: Path, title: str, change) -> Path:
    """Change the XML of one sheet."""
    with Package.open(base) as package:
        number = list(package.sheet_names).index(title) + 1
    part = f"xl/worksheets/sheet{number}.xml"
    return people.rewrite(base, out, {part: change(people.contents(base)[part])})


def without_pillar(folder: Path) -> Path:
    """Return the second framework without its first pillar."""
    made = copy_second(folder)
    for name in ("pillars", "indicators", "observations"):
        path = made / f"{name}.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        gone = re.compile(r"AIR|[^,]*,AIR,|.*,AIR\d")
        path.write_text("\n".join(line for line in lines if not gone.match(line)) + "\n", encoding="utf-8")
    table = made / "dimensions.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join(line for line in lines if not line.startswith("ENV,")) + "\n", encoding="utf-8")
    return made


def test_rules_for_input_stand_on_the_screen_and_in_the_list(tmp_path):
    """Also those that newer programs keep apart, and one of a kind that we use ourselves."""
    base = tmp_path / "base.xlsx"
    build(base, BuildOptions(framework=SECOND, language="en", demo=True, cities=FEW))
    rules = (
        b'<dataValidation type="textLength" sqref="AZ3"><formula1>1</formula1><formula2>9</formula2></dataValidation>'
    )
    newer = (
        f'<extLst><ext xmlns:x14="{NEWER}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}"><x14:dataValidations '
        f'xmlns:xm="{FORMULAS}" count="1"><x14:dataValidation type="list"><x14:formula1><xm:f>Cities!$A$6:$A$9</xm:f>'
        "</x14:formula1><xm:sqref>AZ4</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
    ).encode()

    def change(xml: bytes) -> bytes:
        xml = xml.replace(b"</dataValidations>", rules + b"</dataValidations>")
        assert b"extLst" not in xml
        return xml.replace(b"</worksheet>", newer + b"</worksheet>")

    title = read_title(base, "flow_in_LIFE")
    old = edited(base, tmp_path / "old.xlsx", title, change)
    new = tmp_path / "new.xlsx"
    told = on_both(roll(old, new, RollOptions(read_book(base).settings.window[1] + 1)), new)
    assert told == [(f"{title}!AZ3", "textLength 1, 9"), (f"{title}!AZ4", "list Cities!$A$6:$A$9")]


def test_what_a_person_put_on_a_sheet_that_is_gone_is_listed(tmp_path):
    """Links, formats, rules and sparklines; ours on it are not, for nobody misses them."""
    base = tmp_path / "base.xlsx"
    build(base, BuildOptions(framework=SECOND, language="en", demo=True, cities=FEW))
    lines = (
        f'<extLst><ext xmlns:x14="{NEWER}" uri="{{05C60535-1F16-4FD2-B633-F4F36F0B64E0}}"><x14:sparklineGroups '
        f'xmlns:xm="{FORMULAS}"/></ext></extLst>'
    ).encode()
    link = b'<hyperlinks><hyperlink ref="AZ1" location="Cities!A1"/></hyperlinks>'

    def change(xml: bytes) -> bytes:
        rule = b'<dataValidation type="whole" sqref="AZ3"><formula1>1</formula1></dataValidation>'
        xml = xml.replace(b"</dataValidations>", rule + b"</dataValidations>" + link)
        own = b'<conditionalFormatting sqref="AZ5"><cfRule type="cellIs" priority="99" operator="lessThan"><formula>-7'
        xml = xml.replace(b"<dataValidations", own + b"</formula></cfRule></conditionalFormatting><dataValidations")
        return xml.replace(b"</worksheet>", lines + b"</worksheet>")

    title = read_title(base, "flow_in_AIR")
    old, new = edited(base, tmp_path / "old.xlsx", title, change), tmp_path / "new.xlsx"
    last = read_book(base).settings.window[1]
    told = on_both(roll(old, new, RollOptions(last, framework=without_pillar(tmp_path))), new)
    assert sorted(told) == [
        (title, '<hyperlink ref="AZ1" location="Cities!A1"/>'),
        (title, "sparklines or slicers on a sheet that is gone"),
        (f"{title}!AZ3", "whole 1"),
        (f"{title}!AZ5", "cellIs -7"),
    ]


class _Gone(Places):
    """Of the sheets A to E, which a person's M and N stand among, B is gone and C is called C 2; row 9 moves."""

    def __init__(self) -> None:
        super().__init__({}, {}, {"A": "A", "B": None, "C": "C 2", "D": "D", "E": "E"})

    def new(self, place: Place) -> Place | None:
        title = self.sheets[place.sheet]
        return Place(title, place.row + (place.row == 9), place.column) if title else None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("SUM(D:N!A1)", "SUM(D:N!A1)", []),
        ("SUM(M:N!A1)", "SUM(M:N!A1)", [("M:N!A1", "M:N!A1")]),
        ("SUM(D:E!A9)", "SUM(D:E!A9)", [("D:E!A9", "D:E!A9")]),
        ("SUM(D:F!A1)", "SUM(D:F!A1)", []),
        ("SUM(A:C!$A$1:B2)", "SUM('A:C 2'!$A$1:B2)", [("A:C!$A$1:B2", "'A:C 2'!$A$1:B2")]),
        ("SUM(B:D!A1)", "SUM(#REF!)", [("B:D!A1", "#REF!")]),
        ("SUM('d:n'!A1)&\"A:C!A1\"", "SUM('d:n'!A1)&\"A:C!A1\"", []),
        ("SUM(E:A!A1)", "SUM(E:A!A1)", [("E:A!A1", "E:A!A1")]),
    ],
)
def test_a_reference_across_sheets_that_changed_is_told(old, new, told):
    """A sheet between its ends that is gone, new or called otherwise, or a cell that moved, changes what it means."""
    references = References(
        _Gone(), Spans(("A", "M", "B", "C", "D", "N", "E"), ("A", "M", "C 2", "D", "N", "New", "E"))
    )
    assert references.rewrite(old) == new
    assert [(move.old, move.new) for move in references.moves] == told
    assert {move.kind for move in references.moves} <= {"span"}


def test_references_across_our_sheets_are_listed_where_they_stand(tmp_path):
    """On a sheet of a person's, in a name and on a sheet of ours: the first of the sheets is gone."""
    base = tmp_path / "base.xlsx"
    build(base, BuildOptions(framework=SECOND, language="en", demo=True, cities=FEW))
    titles = [read_title(base, f"flow_in_{code}") for code in ("AIR", "LIFE", "NEAR")]
    first, second, third = titles
    given = tmp_path / "donor.xlsx"
    with xlsxwriter.Workbook(given) as book:
        sheet = book.add_worksheet(people.SHEET)
        sheet.write_formula("A1", f"=SUM('{first}:{third}'!M6)")
        sheet.write_formula("A2", f"=SUM('{second}:{third}'!M6)")
        sheet.write_comment("A1", "x")
        sheet.add_table("D12:E15", {"name": "MyTable", "columns": [{"header": "k"}, {"header": "v"}]})
        sheet.add_sparkline("G1", {"range": "A1:B1"})
    grafted = people.graft(base, given, tmp_path / "grafted.xlsx")
    workbook = people.contents(grafted)["xl/workbook.xml"]
    name = f"<definedName name=\"my_span\">SUM('{first}:{third}'!$M$6)</definedName></definedNames>".encode()
    cell = f"<c r=\"AZ3\"><f>SUM('{first}:{third}'!M6)</f><v>1</v></c></row>".encode()
    named = {"xl/workbook.xml": workbook.replace(b"</definedNames>", name)}
    with_name = people.rewrite(grafted, tmp_path / "named.xlsx", named)
    old = edited(with_name, tmp_path / "old.xlsx", third, lambda xml: add_to_row(xml, 3, cell))
    last, new = read_book(base).settings.window[1], tmp_path / "plain.xlsx"
    assert roll(old, new, RollOptions(last + 1)).findings == ()
    new = tmp_path / "new.xlsx"
    found = roll(old, new, RollOptions(last, framework=without_pillar(tmp_path)))
    on_both(found, new)
    spans = {(f.where, f.now) for f in found.findings if f.kind == "span"}
    assert spans == {(f"{people.SHEET}!A1", "#REF!"), ("name my_span", "#REF!"), (f"{third}!AZ3", "#REF!")}


def add_to_row(xml: bytes, row: int, cell: bytes) -> bytes:
    """Put a cell at the end of a row."""
    found = re.search(rb'<row r="%d"[^>]*?(/>|>.*?</row>)' % row, xml, re.DOTALL)
    assert found
    if found[1] == b"/>":
        return xml.replace(found[0], found[0][:-2] + b">" + cell, 1)
    return xml.replace(found[0], found[0].removesuffix(b"</row>") + cell, 1)


def read_title(path: Path, name: str) -> str:
    """Return the title of the sheet that a table stands on."""
    with Package.open(path) as package:
        return package.defined_names[name][0].sheet


def test_rules_of_newer_programs_are_told_apart():
    """The newer half of a data bar belongs to one that is carried; ours are known by their form."""
    bar = b'<cfRule type="dataBar" priority="1"><extLst><ext><x14:id>{A}</x14:id></ext></extLst></cfRule>'
    block = b'<x14:conditionalFormatting><x14:cfRule type="%s" id="{%s}"><xm:f>%s</xm:f></x14:cfRule>'
    end = b"<xm:sqref>B2</xm:sqref></x14:conditionalFormatting>"
    old = bar + block % (b"dataBar", b"A", b"1") + end + block % (b"expression", b"B", b"X!A1&gt;0") + end
    assert newer_formats(b"", old) == [("B2", "expression X!A1>0")]
    assert newer_formats(b'<cfRule type="expression"><formula>X!C7&gt;0</formula></cfRule>', old) == []
    assert own_validations(b"", b"<dataValidations/>") == []
