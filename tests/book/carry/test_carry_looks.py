"""Looks that a person gave our sheets: carried by key, or listed; what programs write by themselves is neither."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill
from openpyxl.worksheet.pagebreak import Break
from support.books import built
from support.edits import Model
from support.engines import need, recalculate_libreoffice, validate

from flowxl.carry.look_carry import NewLook
from flowxl.carry.look_cells import faces, is_marked
from flowxl.carry.look_put import put_look
from flowxl.carry.look_read import LineLook, read_look
from flowxl.carry.workbook import read_sheets
from flowxl.cycle.roll import Rolled, RollOptions, roll
from flowxl.ooxml.addresses import a1
from flowxl.ooxml.package_parts import Parts
from flowxl.voice.faults import FlowXLError

OUR = "交通流"
YELLOW, RED = "FFFFFF00", "FFFF0000"


def place(name: str, item: int, field: str) -> str:
    """Return the address of a cell in the book as generated."""
    return a1(*built("mixed").book.layout.areas[name].position(item, field))


def column(name: str, field: str) -> str:
    """Return the letters of a field's column."""
    return place(name, -1, field).rstrip("0123456789")


def edited(path: Path) -> Path:
    """Give a book many looks, as a person would."""
    book = openpyxl.load_workbook(built("mixed").path)
    for sheet in book:
        sheet._charts = []  # openpyxl writes them in a form that is refused
    sheet = book[OUR]
    sheet.column_dimensions[column("flow_in_TR", "year:2014")].width = 31  # in openpyxl those of all years
    sheet.column_dimensions[column("flow_in_TR", "note")].hidden = True
    sheet.row_dimensions[8].height = 42
    sheet.row_dimensions[9].hidden = True
    sheet.row_dimensions.group(11, 13, outline_level=1)
    sheet.freeze_panes = "C6"
    sheet.sheet_view.zoomScale = 85
    sheet.sheet_properties.tabColor = RED
    sheet.oddHeader.center.text = "内部资料"
    sheet.page_setup.orientation = "portrait"
    sheet.page_margins.left = 1.25
    data = book["数据汇总"]
    data.sheet_state = "hidden"
    data.column_dimensions[column("flow_data", "mean")].hidden = True
    pillars = book["二级得分"]
    pillars["D6"].fill = PatternFill("solid", fgColor=YELLOW)
    pillars["D6"].number_format = "0.0000"
    pillars["B30"].fill = PatternFill("solid", fgColor=YELLOW)
    book["权重"]["D6"].fill = PatternFill("solid", fgColor=YELLOW)
    book.save(path)
    return path


def hidden(sheet) -> set[int]:
    """Return the hidden columns of a sheet."""
    lines = (line for line in sheet.column_dimensions.values() if line.hidden)
    return {number for line in lines for number in range(line.min, line.max + 1)}


def width(sheet, field: str) -> float:
    """Return the width of the column of a field."""
    number = openpyxl.utils.column_index_from_string(column("flow_in_TR", field))
    return next(line.width for line in sheet.column_dimensions.values() if line.min <= number <= line.max)


@pytest.fixture(scope="module")
def saved(tmp_path_factory) -> dict[str, Path]:
    """Return the edited book as two programs save it."""
    folder = tmp_path_factory.mktemp("looks")
    own = edited(folder / "own.xlsx")
    need("libreoffice")
    (other,) = recalculate_libreoffice([own], folder / "saved").values()
    return {"openpyxl": own, "libreoffice": other}


@pytest.mark.libreoffice
@pytest.mark.parametrize("program", ["openpyxl", "libreoffice"])
def test_looks_of_a_person_are_carried_by_key(program, saved, tmp_path):
    """The new year moves what is derived, and the looks go with it."""
    found = roll(saved[program], tmp_path / "new.xlsx", RollOptions(2021))
    assert found.findings == ()
    book = openpyxl.load_workbook(tmp_path / "new.xlsx")
    sheet, old = book[OUR], openpyxl.load_workbook(saved[program])[OUR]
    assert [width(sheet, f"year:{year}") for year in (2014, 2020)] == [pytest.approx(31, abs=0.1)] * 2
    assert width(sheet, "score") == pytest.approx(width(openpyxl.load_workbook(built("mixed").path)[OUR], "score"))
    assert hidden(sheet) == hidden(old)
    assert [sheet.row_dimensions[n].height for n in (6, 8)] == [16.5, pytest.approx(42, abs=0.1)]
    assert [n for n in range(1, 40) if sheet.row_dimensions[n].hidden] == [9]
    assert [n for n in range(1, 40) if sheet.row_dimensions[n].outlineLevel] == [11, 12, 13]
    assert (sheet.freeze_panes, sheet.sheet_view.zoomScale) == ("C6", 85)
    assert sheet.sheet_properties.tabColor.rgb == RED
    assert "内部资料" in sheet.oddHeader.center.text
    assert sheet.oddFooter.left.text == old.oddFooter.left.text
    assert (sheet.page_setup.orientation, sheet.page_margins.left) == ("portrait", 1.25)
    data = book["数据汇总"]
    was = hidden(openpyxl.load_workbook(saved[program])["数据汇总"])
    assert hidden(data) == {number + 1 for number in was} != set()
    assert data.sheet_state == "hidden"
    pillars = book["二级得分"]
    assert [pillars[at].fill.fgColor.rgb for at in ("D6", "B30")] == [YELLOW] * 2
    assert pillars["D6"].number_format == "0.0000"
    assert pillars["D7"].fill.fgColor.rgb != YELLOW
    assert book["权重"]["D6"].fill.fgColor.rgb == YELLOW


@pytest.mark.libreoffice
def test_a_book_with_looks_of_a_person_is_valid(saved, tmp_path):
    """The Open XML SDK has nothing to say."""
    need("validator")
    roll(saved["libreoffice"], tmp_path / "new.xlsx", RollOptions(2021))  # openpyxl's own styles are not
    assert validate([tmp_path / "new.xlsx"]) == []


def told(found: Rolled) -> set[tuple[str, str, str]]:
    """Return what a roll lists."""
    words = [(finding.kind, finding.words("zh")) for finding in found.findings]
    return {(kind, told.where, told.found) for kind, told in words}


def test_what_is_not_carried_is_listed(tmp_path):
    """One line for each sheet and kind."""
    book = openpyxl.load_workbook(built("mixed").path)
    for sheet in book:
        sheet._charts = []
    sheet = book[OUR]
    sheet.auto_filter.ref = "A5:S45"
    sheet.row_dimensions[7].hidden = True
    sheet.print_area = "A1:H20"
    sheet.row_breaks.append(Break(id=20))
    book["权重"].protection.password = "1234"
    book.save(tmp_path / "old.xlsx")
    assert told(roll(tmp_path / "old.xlsx", tmp_path / "new.xlsx", RollOptions(2021))) == {
        ("look", f"{OUR}!A5:S45", "筛选已取消，被筛去的行重新显示"),
        ("look", OUR, f"打印区域 '{OUR}'!$A$1:$H$20"),
        ("look", OUR, "手工分页符 1"),
        ("look", "权重", "工作表保护密码"),
    }
    new = openpyxl.load_workbook(tmp_path / "new.xlsx")
    assert not new[OUR].row_dimensions[7].hidden
    assert "外观未带入，请重新设置" in {cell.value for row in new["变更"].iter_rows() for cell in row}


@pytest.mark.libreoffice
def test_what_another_program_writes_by_itself_is_no_look_of_a_person(tmp_path):
    """A roll of a book that LibreOffice saved looks like one of the book as generated."""
    need("libreoffice")
    (other,) = recalculate_libreoffice([built("mixed").path], tmp_path / "saved").values()
    looks = []
    for number, path in enumerate((built("mixed").path, other)):
        new = tmp_path / f"{number}.xlsx"
        assert roll(path, new, RollOptions(2021)).findings == ()
        parts = Parts.read(new)
        entries = read_sheets(parts, "xl/workbook.xml")
        looks.append({entry.title: read_look(parts.content[entry.part]) for entry in entries})
    assert looks[0] == looks[1]


@pytest.mark.libreoffice
def test_another_order_of_pillars_is_no_look(tmp_path):
    """It is that of the columns behind the pictures, which several tables share."""
    need("libreoffice")
    old = Model(built("mixed")).do("sort", "flow_weights", "key", False).save(tmp_path / "old.xlsx")
    looks = []
    for number, path in enumerate((built("mixed").path, old)):
        roll(path, tmp_path / f"{number}.xlsx", RollOptions(2021))
        sheet = openpyxl.load_workbook(tmp_path / f"{number}.xlsx")["图表"]
        looks.append({key: line.width for key, line in sheet.column_dimensions.items()})
    assert looks[0] == looks[1]


def test_a_width_that_is_no_number_is_refused():
    """With what was found."""
    xml = b'<worksheet><cols><col min="1" max="2" width="wide" customWidth="1"/></cols><sheetData/></worksheet>'
    with pytest.raises(FlowXLError) as raised:
        read_look(xml)
    assert "wide" in raised.value.faults[0].found


def test_a_second_roll_keeps_what_the_first_carried(tmp_path):
    """Year after year."""
    edited(tmp_path / "2020.xlsx")
    for year in (2021, 2022):
        roll(tmp_path / f"{year - 1}.xlsx", tmp_path / f"{year}.xlsx", RollOptions(year))
    sheet = openpyxl.load_workbook(tmp_path / "2022.xlsx")[OUR]
    assert (sheet.freeze_panes, sheet.sheet_view.zoomScale, sheet.row_dimensions[9].hidden) == ("C6", 85, True)


def test_rows_that_the_fresh_sheet_lacks_are_put_in_order():
    """Hidden and grouped ones beyond the tables as well."""
    xml = b'<worksheet><sheetFormatPr defaultRowHeight="15"/><sheetData><row r="3" s="1"/></sheetData></worksheet>'
    look = NewLook(rows={2: LineLook(20.0), 3: LineLook(hidden=True), 9: LineLook(level=2)})
    new = put_look(xml, look)
    assert read_look(new).rows == look.rows
    assert new.index(b'r="2"') < new.index(b'r="3"') < new.index(b'r="9"')
    assert b'outlineLevelRow="2"' in new


STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts>{}</fonts><fills><fill/></fills>'
    '<borders><border/><border><left style="thin"/></border></borders><cellXfs><xf/><xf {}/></cellXfs></styleSheet>'
)


@pytest.mark.parametrize(
    ("one", "two", "marked"),
    [
        (("<font><color theme='1'/></font>", ""), ("<font><color rgb='FF000000'/></font>", ""), False),
        (("<font/>", "borderId='1'"), ("<font/>", ""), True),
        (("<font/>", ""), ("<font/>", "borderId='1'"), False),
        (("<font/>", "numFmtId='4'"), ("<font/>", "numFmtId='0'"), True),
    ],
)
def test_looks_are_compared_by_what_is_seen(one, two, marked):
    """Black is black; a border that a program left out is no mark."""
    old, generated = (faces(STYLES.format(*each).encode())[1] for each in (one, two))
    assert is_marked(old, generated) is marked
