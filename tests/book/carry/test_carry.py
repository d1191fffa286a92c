"""What people made is carried: their parts byte for byte, what they put on our sheets by key, the rest listed."""

import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.table import Table
from support import people
from support.books import built
from support.engines import need, recalculate_libreoffice, validate
from support.patch import set_cells
from support.xlsx_cells import read_cells

from flowxl.carry.cell_moves import Place, Places
from flowxl.carry.covered_blocks import moved_block
from flowxl.carry.references import References
from flowxl.carry.strings import Strings
from flowxl.carry.style_table import merge_styles
from flowxl.cycle.roll import Rolled, RollOptions, roll
from flowxl.ooxml.addresses import a1
from flowxl.reading.read_book import read_book
from flowxl.voice.faults import FlowXLError

OUR = "交通流"
MOVED = {("我的分析!B3", "数据汇总!$V$6"), ("我的分析!B3", "数据汇总!V:V"), ("我的图, chart", "数据汇总!$V$6:$V$10"),
         ("name my_cell", "数据汇总!$V$6")}  # fmt: skip


@pytest.fixture(scope="module")
def carried(tmp_path_factory) -> tuple[Path, Path, Rolled]:
    """Return a book that people worked in, the rolled one, and what was told."""
    folder = tmp_path_factory.mktemp("people")
    with pytest.warns(UserWarning, match="Unknown worksheet reference"):
        given = people.donor(folder / "donor.xlsx", OUR)
    old = people.graft(built("mixed").path, given, folder / "old.xlsx")
    new = folder / "new.xlsx"
    return old, new, roll(old, new, RollOptions(2021))


def rolled(old: Path, new: Path, **options) -> Rolled:
    """Roll to the next year."""
    return roll(old, new, RollOptions(2021, **options))


def place(book, pillar: str, item: int, field: str) -> tuple[str, str]:
    """Return sheet and address of a cell of an input table."""
    area = book.layout.areas[f"flow_in_{pillar}"]
    return area.sheet, a1(*area.position(item, field))


def test_parts_of_a_person_are_the_same_bytes(carried):
    """Only the two that point at a cell that moved differ, and only in that reference."""
    old, new, _ = (people.contents(path) if isinstance(path, Path) else path for path in carried)
    theirs = [name for name in old if re.search(r"people_|custom|slicer|person|thread|theme", name)]
    assert len(theirs) >= 18
    changed = {name for name in theirs if old[name] != new[name]}
    assert changed == {"xl/worksheets/people_sheet1.xml", "xl/charts/people_chart2.xml"}
    for name in changed:
        back = re.sub(rb"\$V\$", b"$U$", new[name]).replace(b"!V:V", b"!U:U")
        assert back == old[name]


def test_every_rewritten_reference_is_listed(carried):
    """With its place and both texts; nothing else is told, for nothing else happened."""
    found = carried[2].findings
    assert {(finding.where, finding.now) for finding in found} == MOVED
    assert {finding.kind for finding in found} == {"reference"}


def test_the_rolled_book_is_valid(carried):
    """The Open XML SDK has nothing to say."""
    need("validator")
    assert validate(carried[:2]) == []


@pytest.mark.libreoffice
def test_a_persons_formulas_show_the_same_cells_after_a_roll(carried, tmp_path):
    """LibreOffice computes old and new anew: what people wrote shows what it showed, and ours agree with the core."""
    need("libreoffice")
    shown = recalculate_libreoffice(carried[:2], tmp_path)
    old, new = (read_cells(shown[path]) for path in carried[:2])
    for row in range(1, 5):
        at = people.SHEET, f"B{row}"
        assert new[at][1] == pytest.approx(old[at][1])
        assert isinstance(new[at][1], float)
    book = read_book(shown[carried[1]])
    assert book.differences(book.compute()) == []


def test_the_old_book_is_not_touched(carried, tmp_path):
    """It is only read."""
    old = tmp_path / "old.xlsx"
    shutil.copy2(carried[0], old)
    before = old.read_bytes(), old.stat().st_mtime_ns
    rolled(old, tmp_path / "new.xlsx")
    assert (old.read_bytes(), old.stat().st_mtime_ns) == before


def test_cells_that_people_filled_in_their_own_way_are_carried(tmp_path):
    """A formula for a figure, a text among figures, all digits of a number."""
    book = built("mixed").book
    formula, text, digits = (place(book, "TR", n, "year:2016") for n in (0, 1, 2))
    cells = {
        formula: b"><f>1+N(M7)*0</f><v>1</v></c>",
        text: "约 3 万",
        digits: b"><v>0.30000000000000004</v></c>",
    }
    old = set_cells(built("mixed").path, tmp_path / "old.xlsx", cells)
    found = rolled(old, tmp_path / "new.xlsx")
    now = read_cells(tmp_path / "new.xlsx")
    assert now[text][1] == "约 3 万"
    assert now[digits][1] == 0.1 + 0.2
    new = people.contents(tmp_path / "new.xlsx")
    sheet = next(xml for xml in new.values() if f'<c r="{formula[1]}"'.encode() in xml and b"<f>1+N(M7)*0</f>" in xml)
    assert b"<v>1</v>" in sheet
    assert len(found.unusable) == 1


def test_array_formulas_of_a_person_stay_array_formulas(tmp_path):
    """As plain ones they would show other numbers."""
    area = built("mixed").book.layout.areas["flow_in_TR"]
    row, right = area.position(0, "year:2020")
    block, now = a1(row, right + 2), a1(row, right + 3)
    year = a1(row, right)

    def array(ref: str, formula: str) -> bytes:
        return f'><f t="array" ref="{ref}">{formula}</f><v>7</v></c>'.encode()

    base = set_cells(built("mixed").path, tmp_path / "base.xlsx", {(OUR, year): array(year, "SUM(M6:N6*M7:N7)")})
    part = next(n for n, s in enumerate(built("mixed").book.layout.sheets, 1) if s.title == OUR)
    name = f"xl/worksheets/sheet{part}.xml"
    xml = people.contents(base)[name]
    at = xml.index(b"</row>", xml.index(f'<row r="{row + 1}"'.encode()))
    text = array(f"{block}:{a1(row + 1, right + 2)}", "M6:M7&amp;TRIM(1)")
    cell = f'<c r="{block}" t="str"'.encode() + text
    old = people.rewrite(base, tmp_path / "old.xlsx", {name: xml[:at] + cell + xml[at:]})
    assert {f.kind for f in rolled(old, tmp_path / "new.xlsx").findings} == {"moved"}
    new = people.contents(tmp_path / "new.xlsx")[name]
    assert f'<f t="array" ref="{year}">SUM(M6:N6*M7:N7)</f>'.encode() in new
    assert f'<f t="array" ref="{now}:{a1(row + 1, right + 3)}">M6:M7&amp;TRIM(1)</f>'.encode() in new


def test_a_text_among_figures_makes_programs_compute_the_checks_anew(tmp_path):
    """They count it, and what is stored beside their formulas does not."""
    row, column = built("mixed").book.layout.areas["flow_in_TR"].position(0, "year:2016")
    typed = set_cells(built("mixed").path, tmp_path / "typed.xlsx", {(OUR, a1(row, column)): "缺"})
    book = people.contents(typed)["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    old = people.rewrite(typed, tmp_path / "old.xlsx", {"xl/workbook.xml": book})
    rolled(old, tmp_path / "new.xlsx")
    assert b' fullCalcOnLoad="1"' in people.contents(tmp_path / "new.xlsx")["xl/workbook.xml"]


@pytest.mark.libreoffice
def test_a_text_among_figures_is_counted_in_what_is_stored(tmp_path):
    """A viewer that computes nothing shows what LibreOffice computes."""
    need("libreoffice")
    area = built("mixed").book.layout.areas["flow_in_TR"]
    places = [(OUR, a1(*area.position(item, f"year:{year}"))) for item, year in ((0, 2016), (0, 2020), (3, 2018))]
    old = set_cells(built("mixed").path, tmp_path / "old.xlsx", dict.fromkeys(places, "缺"))
    assert len(rolled(old, tmp_path / "new.xlsx").unusable) == 3
    (shown,) = recalculate_libreoffice([tmp_path / "new.xlsx"], tmp_path / "shown").values()
    stored, computed = read_cells(tmp_path / "new.xlsx"), read_cells(shown)
    assert stored[OUR, "A3"][1].startswith("问题数：3")
    assert stored["校验", "C6"][1] == 3
    for at, (formula, value) in stored.items():
        if formula and at[0] in (OUR, "校验", "结果"):
            other = computed[at][1]
            number = isinstance(value, float) and isinstance(other, float)
            assert other == (pytest.approx(value, rel=1e-9, abs=1e-9) if number else value), at


def test_notes_beside_a_table_move_with_it_and_are_told(tmp_path):
    """The new year takes their column."""
    book = built("mixed").book
    area = book.layout.areas["flow_in_TR"]
    row, right = area.position(0, "year:2020")
    beside = a1(row, right + 1)
    part = next(n for n, s in enumerate(book.layout.sheets, 1) if s.title == area.sheet)
    name = f"xl/worksheets/sheet{part}.xml"
    xml = people.contents(built("mixed").path)[name]
    cell = f'<c r="{beside}" t="inlineStr"><is><t>待核实</t></is></c></row>'.encode()
    at = xml.index(b"</row>", xml.index(f'<row r="{row + 1}"'.encode()))
    old = people.rewrite(built("mixed").path, tmp_path / "old.xlsx", {name: xml[:at] + cell + xml[at + 6 :]})
    found = rolled(old, tmp_path / "new.xlsx")
    now = a1(row, right + 2)
    assert read_cells(tmp_path / "new.xlsx")[area.sheet, now][1] == "待核实"
    assert [(f.kind, f.where, f.now) for f in found.findings] == [
        ("moved", f"{area.sheet}!{beside}", f"{area.sheet}!{now}")
    ]


def test_what_was_typed_over_a_formula_is_listed_with_its_address(tmp_path):
    """Our formula takes its place again, and nobody loses the number in silence."""
    book = built("mixed").book
    area = book.layout.areas["flow_scores"]
    where = a1(*area.position(2, "sd"))
    cells = {(area.sheet, where): 77.5, ("权重", "A1"): "我的权重表"}
    old = set_cells(built("mixed").path, tmp_path / "old.xlsx", cells)
    found = rolled(old, tmp_path / "new.xlsx").findings
    assert {(f.kind, f.where, f.found) for f in found} == {
        ("not_carried", f"{area.sheet}!{where}", "77.5"),
        ("not_carried", "权重!A1", "我的权重表"),
    }
    texts = {value for (sheet, _), (_, value) in read_cells(tmp_path / "new.xlsx").items() if sheet == "变更"}
    assert {"77.5", "我的权重表"} <= texts


def test_a_book_that_was_filled_in_rolls_without_noise(tmp_path):
    """What it was when it was generated differs then, and is none of a person's."""
    base = built("mixed")
    row, column = base.book.layout.areas["flow_in_TR"].position(0, "year:2016")
    cells = {(OUR, a1(row, column)): 12.5, ("权重", "D6"): 3.5, ("设置", "C6"): 2016}
    assert rolled(set_cells(base.path, tmp_path / "old.xlsx", cells), tmp_path / "new.xlsx").findings == ()


def test_a_formula_of_a_persons_own_among_ours_is_listed(tmp_path):
    """It is unlike the others of its field."""
    area = built("mixed").book.layout.areas["flow_scores"]
    where = a1(*area.position(2, "sd"))
    cells = {(area.sheet, where): b"><f>1+1</f><v>2</v></c>"}
    old = set_cells(built("mixed").path, tmp_path / "old.xlsx", cells)
    found = rolled(old, tmp_path / "new.xlsx").findings
    assert [(f.kind, f.where, f.found) for f in found] == [("not_carried", f"{area.sheet}!{where}", "=1+1 → 2")]


def test_comments_on_our_sheets_stay_on_their_cells(tmp_path):
    """Byte for byte in a plain roll."""
    base = people.contents(built("mixed").path)
    number = next(n for n, s in enumerate(built("mixed").book.layout.sheets, 1) if s.title == OUR)
    sheet = f"xl/worksheets/sheet{number}.xml"
    comments = (
        '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>王</author>'
        '</authors><commentList><comment ref="M6" authorId="0"><text><t>见年鉴第 5 页</t></text></comment>'
        "</commentList></comments>"
    ).encode()
    kind = f"{people.TYPES}.spreadsheetml.comments+xml"
    declared = f'<Override PartName="/xl/comments9.xml" ContentType="{kind}"/></Types>'
    types = base["[Content_Types].xml"].replace(b"</Types>", declared.encode())
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{people.RELATIONS}/comments" Target="../comments9.xml"/></Relationships>'
    ).encode()
    old = people.rewrite(
        built("mixed").path,
        tmp_path / "old.xlsx",
        {
            "xl/comments9.xml": comments,
            "[Content_Types].xml": types,
            f"xl/worksheets/_rels/sheet{number}.xml.rels": relations,
            sheet: base[sheet],
        },
    )
    assert rolled(old, tmp_path / "new.xlsx").findings == ()
    new = people.contents(tmp_path / "new.xlsx")
    assert new["xl/comments9.xml"] == comments
    assert b"comments9.xml" in new[f"xl/worksheets/_rels/sheet{number}.xml.rels"]


def test_a_picture_beside_our_chart_stays_and_ours_is_new(tmp_path):
    """Both stand in one drawing."""
    base = people.contents(built("mixed").path)
    number = next(n for n, s in enumerate(built("mixed").book.layout.sheets, 1) if s.title == "结果")
    relations = base[f"xl/worksheets/_rels/sheet{number}.xml.rels"].decode()
    drawing = "xl/drawings/" + re.search(r"(drawing\d+\.xml)", relations)[1]
    shape = (
        b"<xdr:absoluteAnchor><xdr:pos x='0' y='0'/><xdr:ext cx='9525' cy='9525'/><xdr:sp macro='' textlink=''>"
        b"<xdr:nvSpPr><xdr:cNvPr id='40' name='mine'/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr/></xdr:sp><xdr:clientData/>"
        b"</xdr:absoluteAnchor>"
    )
    changed = base[drawing].replace(b"</xdr:wsDr>", shape + b"</xdr:wsDr>")
    old = people.rewrite(built("mixed").path, tmp_path / "old.xlsx", {drawing: changed})
    for number in range(3):
        new = tmp_path / f"new{number}.xlsx"
        assert roll(old, new, RollOptions(2021 + number)).findings == ()
        xml = people.contents(new)[drawing]
        assert shape in xml
        assert xml.count(b"<xdr:graphicFrame") == 1
        old = new
    assert len(re.findall(r"xl/charts/chart", " ".join(people.contents(new)))) == 6


def test_tables_and_merged_cells_of_a_person_move_with_their_cells(tmp_path):
    """A table that names other cells than its titles makes Excel call the file damaged."""
    area = built("mixed").book.layout.areas["flow_in_TR"]
    row, right = area.position(0, "year:2020")
    book = openpyxl.load_workbook(built("mixed").path)
    for sheet in book.worksheets:
        sheet._charts = []  # openpyxl writes drawings in its own way
    sheet = book[area.sheet]
    corner = a1(row, right + 2)
    for at, text in zip((corner, a1(row, right + 3), a1(row + 1, right + 2)), "kvp", strict=True):
        sheet[at] = text
    sheet.add_table(Table(displayName="Mine", ref=f"{corner}:{a1(row + 1, right + 3)}"))
    sheet.merge_cells(f"{a1(row + 3, right + 2)}:{a1(row + 4, right + 3)}")
    sheet.merge_cells(f"{a1(row + 3, 5)}:{a1(row + 3, 6)}")
    book.save(tmp_path / "old.xlsx")
    found = rolled(tmp_path / "old.xlsx", tmp_path / "new.xlsx").findings
    assert [(f.where, f.found) for f in found if f.found == "merged cells"] == [
        (f"{area.sheet}!{a1(row + 3, 5)}:{a1(row + 3, 6)}", "merged cells")
    ]
    new = openpyxl.load_workbook(tmp_path / "new.xlsx")[area.sheet]
    assert new.tables["Mine"].ref == f"{a1(row, right + 3)}:{a1(row + 1, right + 4)}"
    assert new.tables["Mine"].autoFilter.ref == new.tables["Mine"].ref
    assert [new[a1(row, right + n)].value for n in (3, 4)] == ["k", "v"]
    assert [str(ref) for ref in new.merged_cells.ranges] == [f"{a1(row + 3, right + 3)}:{a1(row + 4, right + 4)}"]


def test_a_table_whose_cells_part_is_listed():
    """Its rows are carried one by one."""
    xml = b'<table ref="D2:E4" totalsRowCount="0"><autoFilter ref="D2:E4"/></table>'
    pivot = b'<pivotTableDefinition><location ref="D2:E4" firstHeaderRow="1"/></pivotTableDefinition>'
    for kind, part in (("table", xml), ("pivotTable", pivot)):
        assert moved_block(part, kind, lambda row, column: (row, column + 2)) == part.replace(b"D2:E4", b"F2:G4")
        assert moved_block(part, kind, lambda row, column: (row + (row > 3), column)) is None
        assert moved_block(part, kind, lambda row, column: None if row == 3 else (row, column)) is None


def test_conditional_formats_of_a_person_are_carried_once_and_rules_for_input_told(tmp_path):
    """Ours are told by their form: roll after roll there is one of each."""
    base = people.contents(built("mixed").path)
    number = next(n for n, s in enumerate(built("mixed").book.layout.sheets, 1) if s.title == OUR)
    sheet = f"xl/worksheets/sheet{number}.xml"
    own = (
        b'<conditionalFormatting sqref="M6:S6"><cfRule type="cellIs" dxfId="1" priority="90" operator="greaterThan">'
        b"<formula>100</formula></cfRule></conditionalFormatting>"
    )
    rule = b'<dataValidation type="whole" sqref="Z1"><formula1>1</formula1><formula2>9</formula2></dataValidation>'
    xml = (
        base[sheet]
        .replace(b"<dataValidations", own + b"<dataValidations")
        .replace(b"</dataValidations>", rule + b"</dataValidations>")
    )
    old = people.rewrite(built("mixed").path, tmp_path / "old.xlsx", {sheet: xml})
    for year, told in ((2021, 1), (2022, 0)):
        found = roll(old, tmp_path / f"{year}.xlsx", RollOptions(year)).findings
        assert [(f.kind, f.where, f.found) for f in found] == [("not_carried", f"{OUR}!Z1", "whole 1, 9")] * told
        shown = [value for (_, at), (_, value) in read_cells(tmp_path / f"{year}.xlsx").items() if at.startswith("B")]
        assert shown.count(f"{OUR}!Z1") == told
        old = tmp_path / f"{year}.xlsx"
        new = people.contents(old)[sheet]
        assert new.count(b"<cfRule") == base[sheet].count(b"<cfRule") + 1
        assert b'operator="greaterThan"><formula>100</formula>' in new


@pytest.mark.libreoffice
def test_a_book_saved_by_another_program_rolls_without_noise(tmp_path):
    """LibreOffice spells formulas, styles and formats in its own way; nobody added anything."""
    need("libreoffice", "validator")
    (saved,) = recalculate_libreoffice([built("mixed").path], tmp_path / "saved").values()
    found = rolled(saved, tmp_path / "new.xlsx")
    assert found.findings == ()
    assert validate([tmp_path / "new.xlsx"]) == []
    rules = [
        sum(xml.count(b"<cfRule") for name, xml in people.contents(path).items() if "worksheets/" in name)
        for path in (built("mixed").path, tmp_path / "new.xlsx")
    ]
    assert rules[0] == rules[1]


def test_a_renamed_sheet_keeps_its_name_and_what_points_at_it(tmp_path):
    """Formulas in other sheets follow, as they do in the spreadsheet program."""
    base = people.contents(built("mixed").path)
    changed = {
        name: xml.replace("权重".encode(), "我的".encode()) for name, xml in base.items() if name == "xl/workbook.xml"
    }
    for name, xml in base.items():
        if name.startswith(("xl/worksheets/sheet", "xl/charts")):
            changed[name] = xml.replace("权重!".encode(), "我的!".encode())
    old = people.rewrite(built("mixed").path, tmp_path / "old.xlsx", changed)
    rolled(old, tmp_path / "new.xlsx")
    workbook = people.contents(tmp_path / "new.xlsx")["xl/workbook.xml"].decode()
    assert '<sheet name="我的"' in workbook
    assert '<sheet name="权重"' not in workbook
    assert ">我的!$A$5" in workbook


def test_an_unusual_package_is_refused(tmp_path):
    """Elements with a prefix are not rewritten by guess."""
    base = people.contents(built("mixed").path)
    xml = base["xl/styles.xml"].replace(b"<cellXfs", b"<x:cellXfs").replace(b"</cellXfs>", b"</x:cellXfs>")
    xml = xml.replace(
        b"<styleSheet ", b'<styleSheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    )
    xml = xml.replace(b"</styleSheet>", b"</styleSheet >")
    old = people.rewrite(built("mixed").path, tmp_path / "old.xlsx", {"xl/styles.xml": xml})
    with pytest.raises(FlowXLError):
        rolled(old, tmp_path / "new.xlsx")
    assert not (tmp_path / "new.xlsx").exists()


class _Shift(Places):
    """Everything on the sheet Ours stands one row lower and two columns to the right; row 9 is gone."""

    def __init__(self) -> None:
        super().__init__({}, {}, {"Ours": "Ours", "O'Neil's": "New"})

    def new(self, place: Place) -> Place | None:
        if place.row == 9:
            return None
        return Place(self.sheets[place.sheet], place.row + 1, place.column + 2)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ours!A1", "Ours!C2"),
        ("SUM(Ours!$A$1:B2)*2", "SUM(Ours!$C$2:D3)*2"),
        ("'O''Neil''s'!A$1", "New!C$2"),
        ('"Ours!A1"&Ours!A1', '"Ours!A1"&Ours!C2'),
        ("Other!A1+A1", "Other!A1+A1"),
        ("[1]Ours!A1+'[b.xlsx]Ours'!A1", "[1]Ours!A1+'[b.xlsx]Ours'!A1"),
        ("Ours!A9", "#REF!"),
        ("Ours!LOG10", "Ours!LOG10"),
        ("LOG10(Ours!LOG10)+Ours!A1", "LOG10(Ours!LOG12)+Ours!C2"),
    ],
)
def test_references_follow_their_cells(old, new):
    """Texts, other books and other sheets are left alone."""
    if old == "Ours!LOG10":  # a cell like any other
        new = "Ours!LOI11"
    if "LOG12" in new:
        new = "LOG10(Ours!LOI11)+Ours!C2"
    assert References(_Shift()).rewrite(old) == new


def test_bare_references_mean_the_sheet_that_they_stand_on():
    """In a formula on one of our sheets; another book's cells stay its own."""
    text = "[1]Ours!A1+A1+$B2+Other!A1+LOG10(A1)"
    assert References(_Shift()).rewrite(text, "Ours") == "[1]Ours!A1+C2+$D3+Other!A1+LOG10(C2)"


def test_styles_are_appended_once():
    """A second time all of them are found."""
    old = (
        b'<styleSheet><fonts count="1"><font><sz val="9"/></font></fonts><fills count="1"><fill/></fills>'
        b'<borders count="1"><border/></borders><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" '
        b'xfId="0"/></cellXfs></styleSheet>'
    )
    fresh = (
        b'<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0"/></numFmts><fonts count="2"><font/>'
        b'<font><sz val="9"/></font></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        b'<cellXfs count="2"><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" '
        b'fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="1" fontId="0" fillId="0" borderId="0" '
        b'xfId="0"/></cellXfs><dxfs count="1"><dxf><font><b/></font></dxf></dxfs>'
        b"</styleSheet>"
    )
    first = merge_styles(old, fresh)
    assert first.cells == {0: 0, 1: 1, 2: 2}
    assert first.differential == {0: 0}
    assert first.xml.index(b"<numFmts") < first.xml.index(b"<fonts") < first.xml.index(b"<dxfs")
    assert merge_styles(first.xml, fresh) == first


def test_strings_are_appended_and_old_ones_found():
    """Also those that Chinese Excel saves with phonetic properties; rich ones are never taken for plain."""
    xml = (
        b'<sst count="3" uniqueCount="3"><si><t>a</t><phoneticPr fontId="1"/></si><si><r><t>b</t></r></si>'
        b"<si><t>&lt;c</t></si></sst>"
    )
    strings = Strings(xml)
    assert [strings.number(text) for text in ("a", "b", "<c", "b", " d")] == [0, 3, 2, 3, 4]
    written = strings.written()
    assert written.startswith(b"<sst><si><t>a</t><phoneticPr")
    assert written.endswith(b'<si><t>b</t></si><si><t xml:space="preserve"> d</t></si></sst>')
