"""Books written with openpyxl, XlsxWriter and by hand are read with every cell as the kind that it is."""

import datetime
import tracemalloc
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from support import handmade

from flowxl.ooxml.package import Kind, Package, SheetCells, is_date_format
from flowxl.voice.faults import FlowXLError

STYLES = (
    f'<styleSheet xmlns="{handmade.MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
    '<numFmt numFmtId="177" formatCode="G/通用格式&quot;days&quot;"/></numFmts>'
    '<cellXfs count="7"><xf numFmtId="0"/><xf numFmtId="27"/><xf numFmtId="31"/><xf numFmtId="57"/>'
    '<xf numFmtId="176"/><xf numFmtId="177"/><xf numFmtId="10"/></cellXfs></styleSheet>'
)
STRINGS = (
    f'<sst xmlns="{handmade.MAIN}" uniqueCount="3"><si><t>北京</t></si>'
    '<si><r><t>12</t></r><r><t xml:space="preserve"> *</t></r><rPh sb="0" eb="1"><t>PIN</t></rPh></si>'
    '<si><t xml:space="preserve">   </t></si></sst>'
)
MIXED = """
<row r="2">
<c r="B2"><v>1.5</v></c><c r="C2" t="s"><v>0</v></c><c r="D2" t="b"><v>1</v></c><c r="E2" t="e"><v>#N/A</v></c>
<c r="F2"><f>1+1</f></c><c r="G2"><f>1+1</f><v>2</v></c><c r="H2" t="str"><f>""</f><v></v></c><c r="I2"><f>1</f><v/></c>
<c r="J2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="K2" s="1"><v>41275.5</v></c><c r="L2" s="6"><v>0.25</v></c>
</row>
<row r="4">
<c r="A4" t="inlineStr"><is><t>a_x000D_b</t></is></c><c r="B4" t="s"><v>1</v></c><c r="C4" t="s"><v>2</v></c>
<c r="D4" s="2"/><c r="E4" s="3"><f>A1</f><v>7</v></c><c r="F4" s="4"><v>40000</v></c><c r="G4" s="5"><v>3</v></c>
<c r="H4" s="1" t="str"><f>"x"</f><v>x</v></c><c r="I4" t="b"><f>TRUE</f><v>0</v></c><c r="J4" s="1"><f>A1</f></c>
</row>
"""
EXPECTED = {
    (2, 2): (Kind.NUMBER, 1.5, False),
    (2, 3): (Kind.TEXT, "北京", False),
    (2, 4): (Kind.BOOL, True, False),
    (2, 5): (Kind.ERROR, "#N/A", False),
    (2, 6): (Kind.UNCACHED, None, True),
    (2, 7): (Kind.NUMBER, 2.0, True),
    (2, 8): (Kind.TEXT, "", True),
    (2, 9): (Kind.UNCACHED, None, True),
    (2, 10): (Kind.ERROR, "#DIV/0!", True),
    (2, 11): (Kind.DATE, 41275.5, False),
    (2, 12): (Kind.NUMBER, 0.25, False),
    (4, 1): (Kind.TEXT, "a\rb", False),
    (4, 2): (Kind.TEXT, "12 *", False),
    (4, 3): (Kind.TEXT, "   ", False),
    (4, 4): (Kind.BLANK, None, False),
    (4, 5): (Kind.DATE, 7.0, True),
    (4, 6): (Kind.DATE, 40000.0, False),
    (4, 7): (Kind.NUMBER, 3.0, False),
    (4, 8): (Kind.TEXT, "x", True),
    (4, 9): (Kind.BOOL, False, True),
    (4, 10): (Kind.UNCACHED, None, True),
}


def prefixed(xml: str) -> str:
    """Return the XML with a namespace prefix on every element."""
    return xml.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")


def without_addresses(xml: str) -> str:
    """Return the rows of ``MIXED`` without addresses: blank cells and rows stand where the gaps were."""
    for old, new in (('<row r="2">', "<row/><row><c/>"), ('<row r="4">', "<row/><row>")):
        xml = xml.replace(old, new)
    for column in "ABCDEFGHIJKL":
        for row in "24":
            xml = xml.replace(f' r="{column}{row}"', "")
    return xml


FORMS = {
    "plain": handmade.sheet(MIXED),
    "without line breaks": handmade.sheet(MIXED.replace("\n", "")),
    "pretty": handmade.sheet(MIXED.replace("<f>", "\n  <f>").replace("<v>", "\n  <v>").replace("</c>", "\n </c>")),
    "prefixed": prefixed(handmade.sheet(MIXED)),
    "without addresses": handmade.sheet(without_addresses(MIXED)),
    "single quotes": handmade.sheet(MIXED).replace('"', "'").replace("''", '""').replace("'x'</f>", '"x"</f>'),
    "comment": handmade.sheet(MIXED.replace("<v>1.5</v>", "<!-- x --><v><!-- y -->1.5</v>")),
    "value before formula": handmade.sheet(MIXED.replace("<f>1+1</f><v>2</v>", "<v>2</v><f>1+1</f>")),
    "utf-16": ('<?xml version="1.0" encoding="UTF-16"?>' + handmade.sheet(MIXED)).encode("utf-16"),
    "other order": handmade.sheet(MIXED.replace('<c r="E2" t="e">', '<c t="e" r="E2">')),
}


def cells_of(path: Path, name: str = "S") -> SheetCells:
    """Return the cells of a sheet."""
    with Package.open(path) as package:
        return package.sheet(name)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_sheet_gives_the_same_cells(form: str, tmp_path: Path) -> None:
    """Prefixes, missing addresses, other quotes and encodings change nothing."""
    book = handmade.parts(sheet=FORMS[form], strings=STRINGS, styles=STYLES)
    cells = cells_of(handmade.write(tmp_path / "book.xlsx", book))
    found = {at: (cells.kind(*at), cells.value(*at), cells.is_formula(*at)) for at in EXPECTED}
    assert found == EXPECTED
    assert (cells.max_row, cells.max_col) == (4, 12)
    assert cells.errors == {(2, 5), (2, 10)}
    assert cells.uncached == {(2, 6), (2, 9), (4, 10)}
    assert cells.booleans == {(2, 4), (4, 9)}
    assert cells.dated == {(2, 11), (4, 5), (4, 6)}
    assert cells.kind(99, 99) is Kind.BLANK


@pytest.mark.parametrize("form", ["plain", "without line breaks", "pretty"])
def test_usual_forms_need_no_parser(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Excel, WPS, LibreOffice, openpyxl and XlsxWriter write is read the fast way."""
    monkeypatch.delattr("flowxl.ooxml.package.SlowScan")
    book = handmade.parts(sheet=FORMS[form], strings=STRINGS, styles=STYLES)
    assert cells_of(handmade.write(tmp_path / "book.xlsx", book)).max_row == 4


def test_prefixed_errors_without_dates(tmp_path: Path) -> None:
    """Nothing but the prefix tells that this sheet needs a parser."""
    xml = prefixed(handmade.sheet('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>'))
    cells = cells_of(handmade.write(tmp_path / "book.xlsx", handmade.parts(sheet=xml)))
    assert cells.errors == {(1, 1)}


def test_openpyxl_formulas_have_no_values(tmp_path: Path) -> None:
    """What openpyxl writes is a formula without value, not a blank cell."""
    book = openpyxl.Workbook()
    book.active["B3"] = "=1+1"
    book.active["C3"] = datetime.date(2013, 1, 1)
    book.active["D3"] = "=date"
    book.active["D3"].data_type = "s"
    book.active["E3"] = True
    book.save(tmp_path / "book.xlsx")
    cells = cells_of(tmp_path / "book.xlsx", "Sheet")
    assert cells.kind(3, 2) is Kind.UNCACHED
    assert cells.is_formula(3, 2)
    assert (cells.kind(3, 3), cells.value(3, 3)) == (Kind.DATE, 41275.0)  # 2013-01-01, as Excel counts
    assert (cells.kind(3, 4), cells.value(3, 4), cells.is_formula(3, 4)) == (Kind.TEXT, "=date", False)
    assert (cells.kind(3, 5), cells.value(3, 5)) == (Kind.BOOL, True)


@pytest.mark.parametrize("date1904", [False, True])
def test_dates_are_serial_numbers_as_stored(date1904: bool, tmp_path: Path) -> None:
    """In a book of 1904 the serial is smaller by 1,462; elapsed time is a date too."""
    with xlsxwriter.Workbook(tmp_path / "book.xlsx", {"date_1904": date1904}) as book:
        sheet = book.add_worksheet("S")
        for column, code in enumerate(["yyyy-mm-dd", "[h]:mm:ss", "yyyy年m月", "0.00_);[Red](0.00)", '0"d"', "m/d"]):
            sheet.write(0, column, 41275 - 1462 * date1904, book.add_format({"num_format": code}))
        sheet.write_datetime(0, 6, datetime.datetime(2013, 1, 1), book.add_format({"num_format": 14}))
    cells = cells_of(tmp_path / "book.xlsx")
    dated = [cells.kind(1, column) is Kind.DATE for column in range(1, 8)]
    assert dated == [True, True, True, False, False, True, True]
    assert {cells.value(1, column) for column in range(1, 8)} == {41275.0 - 1462 * date1904}


def test_xlsxwriter_values_of_formulas(tmp_path: Path) -> None:
    """Stored values of formulas, array formulas over several cells, texts that look like XML."""
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        sheet = book.add_worksheet("S")
        sheet.write_formula("A1", '=IF(1<2,"a&b","")', None, "a&b")
        sheet.write_formula("A2", "=1=1", None, True)
        sheet.write_formula("A3", "=NA()", None, "#N/A")
        sheet.write_array_formula("B1:B3", "{=ROW(A1:A3)}", None, 1)
        sheet.write_array_formula("E1:F2", "{=ROW(A1:B2)}", None, 1)
        sheet.write_string("C1", '<c r="Z9" t="e"><v>1</v></c>')
        sheet.write_formula("C2", '="<c r=""Z9"" t=""e"">"&1', None, '<c r="Z9" t="e">')
        sheet.write_string("D1", "a_x000D_b")
    cells = cells_of(tmp_path / "book.xlsx")
    assert [cells.value(row, 1) for row in (1, 2, 3)] == ["a&b", True, "#N/A"]
    assert [cells.is_formula(row, 2) for row in (1, 2, 3, 4)] == [True, True, True, False]
    assert [cells.is_formula(1, column) for column in (4, 5, 6, 7)] == [False, True, True, False]
    assert (cells.value(1, 3), cells.value(2, 3)) == ('<c r="Z9" t="e"><v>1</v></c>', '<c r="Z9" t="e">')
    assert cells.value(1, 4) == "a_x000D_b"
    assert cells.errors == {(3, 1)}
    assert cells.uncached == set()


def test_blocks_may_end_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Marks are found wherever the end of a block cuts a cell."""
    monkeypatch.setattr("flowxl.ooxml.package._CHUNK", 97)
    monkeypatch.delattr("flowxl.ooxml.package.SlowScan")
    odd = {(row, column) for row in range(1, 51) for column in range(1, 41) if (row + column) % 7 == 0}
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        sheet = book.add_worksheet("S")
        for row in range(1, 51):
            for column in range(1, 41):
                if (row, column) in odd:
                    sheet.write_formula(row - 1, column - 1, "=1/0", None, "" if row % 2 else "#DIV/0!")
                else:
                    sheet.write_number(row - 1, column - 1, row)
    cells = cells_of(tmp_path / "book.xlsx")
    assert cells.errors == {at for at in odd if at[0] % 2 == 0}
    assert cells.uncached == {at for at in odd if at[0] % 2 == 1}


def test_cells_outside_of_areas(tmp_path: Path) -> None:
    """A number, an error and an uncached formula beside the table are listed; blank cells are not."""
    book = handmade.parts(sheet=handmade.sheet(MIXED), strings=STRINGS, styles=STYLES)
    cells = cells_of(handmade.write(tmp_path / "book.xlsx", book))
    outside = list(cells.cells_outside([(2, 2, 2, 8), (2, 11, 2, 11), (4, 1, 4, 5)]))
    assert outside == [(2, 9), (2, 10), (2, 12), (4, 6), (4, 7), (4, 8), (4, 9), (4, 10)]


@pytest.mark.parametrize(
    ("code", "dated"),
    [
        ("General", False),
        ("G/通用格式", False),
        ("0.00E+00", False),
        ('0" m/s"', False),
        ("#,##0\\d", False),
        ("[Red]0.0", False),
        ("[$-804]0", False),
        ("_-* #,##0.00_-;@", False),
        ("yyyy/m/d", True),
        ("[$-F800]dddd, mmmm dd", True),
        ("上午/下午h时", True),
        ("[h]", True),
        ("[ss]", True),
        ("aaaa", True),
    ],
)
def test_date_formats(code: str, dated: bool) -> None:
    """Letters of dates count outside of quotes, escapes and brackets only."""
    assert is_date_format(code) is dated


def test_book_without_styles_and_chart_sheets(tmp_path: Path) -> None:
    """Chart sheets have no cells and are left out."""
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        book.add_worksheet("S").write("A1", 1)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=S!$A$1:$A$2"})
        book.add_chartsheet("图").set_chart(chart)
    with Package.open(tmp_path / "book.xlsx") as package:
        assert package.sheet_names == ("S",)
        with pytest.raises(KeyError):
            package.sheet("图")
    empty = cells_of(handmade.write(tmp_path / "empty.xlsx", handmade.parts(sheet=handmade.sheet(""))))
    assert (empty.max_row, empty.max_col) == (0, 0)


def test_numbers_that_are_none(tmp_path: Path) -> None:
    """INF is an error, a text without type stays a text, as in calamine."""
    rows = '<row r="1"><c r="A1"><v>INF</v></c><c r="B1"><v>abc</v></c><c r="C1" t="d"><v>2020-01-01</v></c></row>'
    cells = cells_of(handmade.write(tmp_path / "book.xlsx", handmade.parts(sheet=handmade.sheet(rows))))
    assert [cells.kind(1, column) for column in (1, 2, 3)] == [Kind.ERROR, Kind.TEXT, Kind.TEXT]
    assert cells.value(1, 3) == "2020-01-01"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ('<c r="A0"><v>1</v></c>', "cell address 'A0'"),
        ('<c r="11"><v>1</v></c>', "cell address '11'"),
        ('<c r="A1" t="s"><v>7</v></c>', "number 7 of a text, of 3 texts"),
        ('</row><row r="0"><c><v>1</v></c>', "row number 0"),
        ('<c r="A1"><v>1</c>', "mismatched tag"),
    ],
)
def test_damaged_cells_are_told(cell: str, words: str, tmp_path: Path) -> None:
    """What no parser can place is refused with the part and the reason, never dropped."""
    book = handmade.parts(sheet=handmade.sheet(f'<row r="1">{cell}</row>'), strings=STRINGS)
    with pytest.raises(FlowXLError, match=words) as caught:
        cells_of(handmade.write(tmp_path / "book.xlsx", book))
    assert caught.value.faults[0].where == "book.xlsx, part xl/worksheets/sheet1.xml"


def test_damaged_styles_are_told(tmp_path: Path) -> None:
    """Styles are parsed here for the first time."""
    with pytest.raises(FlowXLError, match="styles.xml"):
        Package.open(handmade.write(tmp_path / "book.xlsx", handmade.parts(styles="<styleSheet>")))


def test_a_large_sheet_of_formulas_takes_little_memory(tmp_path: Path) -> None:
    """Half a million of them may have no stored value: a set of their addresses would take a hundred MB and more."""
    with xlsxwriter.Workbook(tmp_path / "book.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet("S")
        for row in range(2000):
            for column in range(50):
                sheet.write_formula(row, column, "=1/0", None, "")
    with Package.open(tmp_path / "book.xlsx") as package:
        tracemalloc.start()
        try:
            cells = package.sheet("S")
            kept, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert cells.is_formula(2000, 50)
    assert cells.kind(2000, 50) is Kind.UNCACHED
    assert kept < 20 * 2000 * 50
