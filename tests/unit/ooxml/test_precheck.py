"""Every hostile file is refused with its own kind, within memory and time; sound books pass with their facts."""

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from support import handmade, hostile
from support.voice import said_twice

from flowxl.ooxml import precheck as precheck_module
from flowxl.ooxml import precheck_extent, precheck_strings, precheck_xml, precheck_zip
from flowxl.ooxml.precheck import precheck
from flowxl.ooxml.precheck_zip import BLOCK
from flowxl.voice.faults import FlowXLError

SHRINK = 64
BUDGETS = (
    (precheck_zip, ("MAX_TOTAL", "MAX_PARTS")),
    (precheck_xml, ("MAX_RUN", "MAX_TEXT", "SLOW_BYTES", "SLOW_ELEMENTS", "MAX_FORMATS")),
    (precheck_strings, ("MAX_STRINGS", "MAX_COPIES")),
    (precheck_extent, ("MAX_CELLS",)),
    (precheck_module, ("MAX_STRUCTURE", "MAX_STYLES")),
)
"""What a book may have much of; an area is a product of two numbers, and costs nothing to exceed."""


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make budgets small, and hostile files as small; ``tests/exhaustive`` has both in full."""
    monkeypatch.setattr(hostile, "SHRINK", SHRINK)
    for module, names in BUDGETS:
        for name in names:
            monkeypatch.setattr(module, name, getattr(module, name) // SHRINK)
    monkeypatch.setattr(precheck_zip, "RATIO_FLOOR", 4 * precheck_zip.BLOCK)  # a block is the least that is looked at


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("case", hostile.HOSTILE)
def test_hostile_file_is_refused_with_its_kind(case: str, tmp_path: Path) -> None:
    """Each attack gives one fault of its own kind."""
    kind, make = hostile.HOSTILE[case]
    with pytest.raises(FlowXLError) as caught:
        precheck(make(tmp_path))
    assert [fault.kind for fault in caught.value.faults] == [kind]
    said_twice(caught.value.faults)


def test_small_budgets_are_enough_for_a_sound_book(small: None, tmp_path: Path) -> None:  # noqa: ARG001 - a fixture
    """They refuse nothing that they should not."""
    assert precheck(hostile.sound(tmp_path)).warnings == ()


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("csv", "plain text such as CSV"),
        ("html", "a web page (HTML)"),
        ("table", "a web page (HTML)"),
        ("png", "a PNG picture"),
        ("word", "a Word document"),
        ("xlsb", "a binary workbook (.xlsb)"),
        ("old xls", "an old binary workbook (.xls)"),
        ("encrypted", "encrypted with a password"),
        ("old word", "an old Office file without a workbook"),
        ("plain zip", "a zip archive without a workbook"),
        ("far cell", "row 1,048,576 and column 16,384"),
        ("no shared strings", "no part xl/sharedStrings.xml"),
        ("no workbook.xml", "no part xl/workbook.xml"),
    ],
)
def test_sentence_says_what_the_file_is(case: str, words: str, tmp_path: Path) -> None:
    """A person reads what was found, not the name of a Python error."""
    with pytest.raises(FlowXLError, match="cannot be read as a workbook") as caught:
        precheck(hostile.HOSTILE[case][1](tmp_path))
    assert words in str(caught.value.faults[0])


def test_all_faults_of_several_parts_are_told(tmp_path: Path) -> None:
    """Two bad parts give two faults."""
    book = handmade.parts(sheet=handmade.sheet('<row r="1"><c r="XFD1048576"><v>1</v></c></row>'))
    book["docProps/app.xml"] = '<!DOCTYPE x [<!ENTITY e "boo">]><x/>'
    with pytest.raises(FlowXLError) as caught:
        precheck(handmade.write(tmp_path / "book.xlsx", book))
    assert sorted(fault.kind for fault in caught.value.faults) == ["dtd", "far_cell"]


def test_sound_book_passes_with_its_facts(tmp_path: Path) -> None:
    """XlsxWriter's book: sheets in order, cells counted, no warnings."""
    path = tmp_path / "城市.xlsx"
    with xlsxwriter.Workbook(path) as book:
        first, second = book.add_worksheet("说明"), book.add_worksheet("数据")
        first.write("A1", "text")
        for row in range(300):
            second.write_row(row, 0, [row, row / 7, f"=A{row + 1}*2"])
    checked = precheck(path)
    assert (checked.sheets, checked.cells, checked.warnings, checked.date1904) == (("说明", "数据"), 901, (), False)


def test_openpyxl_book_of_1904_is_told(tmp_path: Path) -> None:
    """The date system is a fact and a warning."""
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.save(tmp_path / "mac.xlsx")
    checked = precheck(tmp_path / "mac.xlsx")
    assert checked.date1904
    assert [warning.kind for warning in checked.warnings] == ["dates_1904"]


def test_macros_and_links_are_warnings(tmp_path: Path) -> None:
    """A macro, a link and a connection do not stop reading; a name that ends in .xlsm says that macros are there."""
    extra = {"xl/vbaProject.bin": b"\xd0", "xl/externalLinks/externalLink1.xml": "<x/>", "xl/connections.xml": "<x/>"}
    path = handmade.write(tmp_path / "book.xlsx", {**handmade.parts(), **extra})
    assert [warning.kind for warning in precheck(path).warnings] == ["macros", "external_links", "connections"]
    path = handmade.write(tmp_path / "book.xlsm", {**handmade.parts(), **extra})
    assert [warning.kind for warning in precheck(path).warnings] == ["external_links", "connections"]


def test_wide_formatting_without_content_passes(tmp_path: Path) -> None:
    """Empty formatted cells and rows at the far end, as WPS and LibreOffice write them, harm no parser."""
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>'
        '<row r="700000"><c r="A700000" s="1"><v>1</v></c></row><row r="1048576" ht="12.8"/>'
    )
    path = handmade.write(tmp_path / "book.xlsx", handmade.parts(sheet=handmade.sheet(rows)))
    assert precheck(path).cells == 3


def test_wrong_dimension_passes(tmp_path: Path) -> None:
    """Tencent Docs write wrong dimensions; no reader of ours believes them."""
    xml = handmade.sheet(before='<dimension ref="A1:XFD1048576"/>')
    assert precheck(handmade.write(tmp_path / "book.xlsx", handmade.parts(sheet=xml))).cells == 1


@pytest.mark.parametrize("row", ['<x:row r="2"><x:c r="B2"><x:v>1</x:v></x:c></x:row>', "<x:row><x:c/></x:row>"])
def test_unusual_forms_pass(row: str, tmp_path: Path) -> None:
    """Prefixed names and cells without addresses are unusual, not wrong."""
    xml = f'<x:worksheet xmlns:x="{handmade.MAIN}"><x:sheetData>{row}</x:sheetData></x:worksheet>'
    path = handmade.write(tmp_path / "book.xlsx", handmade.parts(sheet=xml.encode("utf-16")))
    assert precheck(path).sheets == ("S",)


def test_cells_of_charts_are_no_cells(tmp_path: Path) -> None:
    """Charts use the same short names of elements for other things."""
    chart = '<c:chartSpace xmlns:c="c"><c:c r="XFD1048576"><c:v>1</c:v></c:c></c:chartSpace>'
    path = handmade.write(tmp_path / "book.xlsx", {**handmade.parts(), "xl/charts/chart1.xml": chart})
    assert precheck(path).cells == 1


def test_backslashes_and_case_of_part_names_pass(tmp_path: Path) -> None:
    """Some writers use backslashes and other cases; Office opens their books."""
    book = {name.replace("/", "\\").replace("workbook", "Workbook"): text for name, text in handmade.parts().items()}
    assert precheck(handmade.write(tmp_path / "book.xlsx", book)).sheets == ("S",)


def test_calculation_chain_counts_no_cells(tmp_path: Path) -> None:
    """The chain lists each formula again; its cells are no cells of a sheet."""
    chain = f'<calcChain xmlns="{handmade.MAIN}">' + '<c r="A1" i="1"/>' * 1000 + "</calcChain>"
    path = handmade.write(tmp_path / "book.xlsx", {**handmade.parts(), "xl/calcChain.xml": chain})
    assert precheck(path).cells == 1


@pytest.mark.parametrize("padding", range(0, 60, 3))
def test_marks_across_blocks_are_found(padding: int, tmp_path: Path) -> None:
    """A far cell or a declaration is found wherever the end of a block cuts it."""
    filler = '<c r="A1"><v>12345678</v></c>' * (BLOCK // 29 - 3)
    rows = f'<row r="1">{filler}<c r="A1"><v>{"1" * padding}</v></c><c r="XFD1048576" s="1"><v>1</v></c></row>'
    path = handmade.write(tmp_path / "book.xlsx", handmade.parts(sheet=handmade.sheet(rows)))
    with pytest.raises(FlowXLError, match="row 1,048,576"):
        precheck(path)
    text = "<t>1</t>" * (BLOCK // 8 - 4)
    xml = f"<x>{text}<t>{'1' * padding}</t><!DOCTYPE x></x>"
    path = handmade.write(tmp_path / "other.xlsx", {**handmade.parts(), "docProps/app.xml": xml})
    with pytest.raises(FlowXLError, match="DTD"):
        precheck(path)
