"""Programs give namespaces prefixes of their own, or none: a roll tells elements by namespace and loses nothing."""

import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from support import people
from support.books import built
from support.engines import need, validate

from flowxl.carry.elements import self_contained, usual
from flowxl.cycle.roll import RollOptions, roll
from flowxl.ooxml.markup import take_apart
from flowxl.voice.faults import FlowXLError
from flowxl.voice.unit import CITY
from flowxl.workbook.writing.charts import ALT

OUR, DATA = "交通流", "数据汇总"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Picture(Image):
    """A picture that openpyxl writes without Pillow."""

    def __init__(self, at: str) -> None:
        self.width = self.height = 20
        self.format, self.anchor, self.ref = "png", at, None

    def _data(self) -> bytes:
        return people.PIXEL


def sheet_part(title: str) -> str:
    """Return the part of a sheet of ours in a book as generated."""
    number = next(n for n, s in enumerate(built("mixed").book.layout.sheets, 1) if s.title == title)
    return f"xl/worksheets/sheet{number}.xml"


def saved_by_openpyxl(path: Path) -> Path:
    """Save a book of ours with openpyxl, with a chart and a picture on a sheet of a person's own and on one of ours."""
    book = openpyxl.load_workbook(built("mixed").path)
    own, ours, data = book.create_sheet("我的"), book["结果"], book[DATA]
    own["A1"] = f"=SUM({DATA}!U6:U10)"
    for sheet, at in ((own, "C3"), (ours, "Z40")):
        chart = BarChart()
        chart.add_data(Reference(data, min_col=21, min_row=6, max_row=10))
        sheet.add_chart(chart, at)
        sheet.add_image(Picture("A12" if sheet is own else "Z70"))
    data.cell(6, data.max_column + 2, "我的注").comment = Comment("请核对", "王")
    ours["Z90"] = "年鉴"
    ours["Z90"].hyperlink = "https://example.org/yearbook"
    book.save(path)
    return path


def charts(parts: dict[str, bytes], ours: bool) -> int:
    """Return how many charts of ours, or of others, stand in drawings."""
    known = {text for pair in ALT.values() for text in CITY.named(pair).both}
    found = 0
    for name, xml in parts.items():
        if not re.fullmatch(r"xl/drawings/drawing\d+\.xml", name):
            continue
        drawing = take_apart(xml, name)
        for anchor in drawing.children:
            inside = drawing.within(anchor)
            if any(element.name[1] == "graphicFrame" for element in inside):
                told = any(element.attributes.get(("", "descr")) in known for element in inside)
                found += told is ours
    return found


def test_a_book_saved_by_openpyxl_rolls_with_its_charts_and_pictures(tmp_path):
    """Its parts have no prefixes, and our charts lose their description: they are told by what they show."""
    need("validator")
    path = saved_by_openpyxl(tmp_path / "old.xlsx")
    for year in (2021, 2022):
        new = tmp_path / f"{year}.xlsx"
        found = roll(path, new, RollOptions(year)).findings
        assert {finding.kind for finding in found} == {"reference", "moved"}
        before, after = people.contents(path), people.contents(new)
        assert (charts(after, ours=True), charts(after, ours=False)) == (6, 2)
        assert len([name for name in after if "/media/" in name]) == 2
        letter, following = ("U", "V") if year == 2021 else ("V", "W")
        for name, xml in before.items():
            if name.startswith("xl/charts/chart") and f"!${letter}$6:${letter}$10".encode() in xml:
                moved = xml.replace(f"${letter}$".encode(), f"${following}$".encode())
                assert moved in after.values()
        own = next(n for n in before if n.startswith("xl/drawings/drawing") and b"<row>11</row>" in before[n])
        assert after[own] == before[own]
        assert b"https://example.org/yearbook" in b"".join(xml for name, xml in after.items() if name.endswith(".rels"))
        note = next(xml for name, xml in after.items() if "omment" in name and b"<text>" in xml)
        shape = next(xml for name, xml in after.items() if name.endswith(".vml"))
        cell = re.search(rb'ref="([A-Z]+)(\d+)"', note)
        at = int(re.search(rb"<\w+:Row>(\d+)<", shape)[1]), int(re.search(rb"<\w+:Column>(\d+)<", shape)[1])
        assert at == (int(cell[2]) - 1, openpyxl.utils.column_index_from_string(cell[1].decode()) - 1)
        # openpyxl orders what is in a font in its own way; nothing else may be told.
        assert [error for error in validate([new]) if "/xl/styles.xml" not in error] == []
        path = new


def test_a_drawing_with_odd_prefixes_takes_our_pictures(tmp_path):
    """What a person drew stays to the letter; what is new declares what it needs."""
    need("validator")
    base = people.contents(built("mixed").path)
    relations = base[sheet_part("结果").replace("sheets/", "sheets/_rels/") + ".rels"].decode()
    drawing = "xl/drawings/" + re.search(r"(drawing\d+\.xml)", relations)[1]
    shape = (
        b"<q-1.x:absoluteAnchor><q-1.x:pos x='0' y='0'/><q-1.x:ext cx='9525' cy='9525'/><q-1.x:sp macro='' "
        b"textlink='" + DATA.encode() + b"!$U$6'><q-1.x:nvSpPr><q-1.x:cNvPr id='40' name='a &gt; b'/><q-1.x:cNvSpPr/>"
        b"</q-1.x:nvSpPr><q-1.x:spPr/></q-1.x:sp><q-1.x:clientData/></q-1.x:absoluteAnchor>"
    )
    xml = re.sub(rb"(</?|xmlns:)xdr\b", rb"\1q-1.x", base[drawing])
    xml = re.sub(rb"(</?|xmlns:)a\b(?=[:=])", rb"\1xdr", xml).replace(b"</q-1.x:wsDr>", shape + b"</q-1.x:wsDr>")
    old = people.rewrite(built("mixed").path, tmp_path / "old.xlsx", {drawing: xml})
    assert validate([old]) == []
    for year in (2021, 2022):
        new = tmp_path / f"{year}.xlsx"
        found = roll(old, new, RollOptions(year)).findings
        assert [finding.kind for finding in found] == ["reference"]
        after = people.contents(new)
        shape = re.sub(
            rb"textlink='[^']*'|!\$V\$6",
            lambda m: m[0].replace(b"U", b"V").replace(b"'", b'"') if b"U" in m[0] else b"!$W$6",
            shape,
        )
        assert shape in after[drawing]
        assert (charts(after, ours=True), charts(after, ours=False)) == (6, 0)
        assert validate([new]) == []
        old = new


def test_formulas_of_a_sheet_with_prefixes_follow_their_cells(tmp_path):
    """Shared ones as well, in other quotes, and with letters written as numbers."""
    parts = people.contents(built("mixed").path)
    coded = "".join(f"&#{ord(letter)};" for letter in DATA)
    sheet = (
        f"<x:worksheet xmlns:x='{MAIN}'><x:sheetData><x:row r='1'>"
        f"<x:c r='A1'><x:f t='shared' ref='A1:A2' si='0'>{coded}!U6</x:f><x:v>1</x:v></x:c></x:row><x:row r='2'>"
        "<x:c r='A2'><x:f t='shared' si='0'/><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    people._end(parts, "xl/workbook.xml", "</sheets>", '<sheet name="我的" sheetId="90" r:id="own"/>')
    link = f'<Relationship Id="own" Type="{RELATIONS}/worksheet" Target="worksheets/own.xml"/>'
    people._end(parts, "xl/_rels/workbook.xml.rels", "</Relationships>", link)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    people._end(
        parts, "[Content_Types].xml", "</Types>", f'<Override PartName="/xl/worksheets/own.xml" ContentType="{kind}"/>'
    )
    old = people.rewrite(built("mixed").path, tmp_path / "old.xlsx", parts | {"xl/worksheets/own.xml": sheet.encode()})
    found = roll(old, tmp_path / "new.xlsx", RollOptions(2021)).findings
    assert [(f.where, f.now) for f in found] == [("我的!A1", f"{DATA}!V6"), ("我的!A2", f"{DATA}!V7")]
    xml = people.contents(tmp_path / "new.xlsx")["xl/worksheets/own.xml"].decode()
    assert re.findall(r"<x:f>(.*?)</x:f>", xml) == [f"{DATA}!V6", f"{DATA}!V7"]


def test_links_with_marks_of_revisions_are_carried_without_them(tmp_path):
    """Excel marks them with a prefix that only the root of its own sheet knows."""
    need("validator")
    base, part = people.contents(built("mixed").path), sheet_part(OUR)
    names = (
        b'<worksheet xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="xr" '
        b'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
        b'xmlns:rel="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    mark = b'xr:uid="{00000000-0004-0000-0000-000000000000}"'
    link = b"<hyperlinks><hyperlink ref='B3' rel:id='rId77' %s/></hyperlinks>" % mark
    xml = base[part].replace(b"<worksheet", names, 1).replace(b"<pageMargins", link + b"<pageMargins", 1)
    rels = part.replace("sheets/", "sheets/_rels/") + ".rels"
    relation = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId77" '
        b'Type="'
        + RELATIONS.encode()
        + b'/hyperlink" Target="https://example.org/" TargetMode="External"/></Relationships>'
    )
    assert rels not in base
    old = people.rewrite(built("mixed").path, tmp_path / "old.xlsx", {part: xml, rels: relation})
    assert validate([old]) == []
    assert roll(old, tmp_path / "new.xlsx", RollOptions(2021)).findings == ()
    new = people.contents(tmp_path / "new.xlsx")
    assert b'<hyperlink ref="B3" r:id="rId77"/>' in new[part]
    assert b"https://example.org/" in new[rels]
    assert validate([tmp_path / "new.xlsx"]) == []


def test_a_sheet_of_ours_with_prefixes_is_refused():
    """What people added could not be found in it; what an element needs of the root goes along."""
    with pytest.raises(FlowXLError, match="unusual"):
        usual(f"<x:worksheet xmlns:x='{MAIN}'><x:sheetData/></x:worksheet>".encode(), "sheet1.xml")
    root = b'<worksheet xmlns:xm="urn:m" xmlns:q="urn:q"><sheetData/></worksheet>'
    assert self_contained(b"<ext><xm:f>A1</xm:f></ext>", root) == b'<ext xmlns:xm="urn:m"><xm:f>A1</xm:f></ext>'
