"""Files of tables in every encoding and quoting that is met, and what is refused before it is parsed."""

import struct
from pathlib import Path

import pytest
import xlsxwriter
from support.tables_given import NAMES, short, write_xlsx

from flowxl.cycle.importing_files import read_grids, read_rows
from flowxl.cycle.importing_looks import HIDDEN, MERGED
from flowxl.vba.compound import compound_file
from flowxl.voice.faults import FlowXLError
from flowxl.voice.message import Message
from flowxl.yearbook import biff
from flowxl.yearbook.table_readings import read_grid
from flowxl.yearbook.text_files import decoded

TABLE = "指标：GDP(亿元)\n地区,2019年,2020年\n上海,7.5,8.5\n"
READ = [("上海", "GDP", 2019, "亿元", 7.5), ("上海", "GDP", 2020, "亿元", 8.5)]


def read(path: Path) -> list[tuple[str, str, int | None, str, float | None]]:
    """Return the readings of all sheets of a file."""
    return short([reading for grid in read_grids(path) for reading in read_grid(grid, NAMES)])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "mark-be"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    """None of them changes what is read."""
    text = TABLE.replace("\n", end)
    content = b"\xfe\xff" + text.encode("utf-16-be") if encoding == "mark-be" else text.encode(encoding)
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    assert read(path) == READ


@pytest.mark.parametrize("text", ["北京", "上海市,杭州", "指标：GDP"])
def test_what_is_valid_in_two_encodings_is_taken_for_utf_8(text: str) -> None:
    """The bytes of 北京 in UTF-8 are three other characters in GB18030."""
    assert decoded(text.encode(), "x") == (text, "utf-8")
    assert text.encode("utf-8").decode("gb18030", "replace") != text


QUOTING = {
    "tabs at the end of each cell": TABLE.replace(",", "\t,").replace("8.5", "8.5\t,").replace("2020年", "2020年\t,"),
    "all quoted, blanks inside": '"指标：GDP(亿元)"\n"地区","2019年","2020年"\n"上海","7.5 ","8.5 "\n',
    "commas at the end": TABLE.replace("\n", ",,,\n"),
    "tabs between cells": TABLE.replace(",", "\t"),
    "semicolons between cells": TABLE.replace(",", ";"),
    "whole rows inside quotes": '指标：GDP(亿元)\n地区,名称,2019年,2020年\n"上海,""Shanghai, China"",7.5,8.5"\n',
    "empty lines at the end": TABLE + ",,\n" * 40 + "\n" * 40,
}


@pytest.mark.parametrize("shape", QUOTING)
def test_quoting_and_separators(tmp_path: Path, shape: str) -> None:
    """As exports and programs write them."""
    path = tmp_path / "table.xlsx.csv"
    path.write_text(QUOTING[shape], encoding="gb18030")
    assert read(path) == READ


def test_thousands_between_tabs_and_decimals_between_semicolons(tmp_path: Path) -> None:
    """A comma inside a cell is read by what stands around it, never dropped."""
    tabs, semicolons = tmp_path / "a.txt", tmp_path / "b.csv"
    tabs.write_text("指标：GDP(亿元)\n地区\t2019年\n上海\t36,365.38\n", encoding="utf-8")
    semicolons.write_text("指标：GDP(亿元)\n地区;2019年\n上海;7,25\n", encoding="utf-8")
    assert read(tabs) == [("上海", "GDP", 2019, "亿元", 36365.38)]
    assert read(semicolons) == [("上海", "GDP", 2019, "亿元", None)]


# figures of two rows; what the first of them is read as, None for a question
MARKS = {
    "nothing proves which": ("7,512", "8", ";", None),
    "full-width comma": ("7，512", "8", ";", None),
    "nothing proves it of the point": ("7.512", "8", ";", None),
    "a decimal comma": ("7,512", "12,5", ";", None),
    "a point before thousands": ("7,512", "1.234,56", ";", None),
    "a decimal comma against the point": ("7.512", "12,5", ";", None),
    "both": ("7,512", "1.5;2,5", ";", None),
    "thousands and a point": ("7,512", "1,234.5", ";", 7512.0),
    "thousands twice": ("7,512", "1,234,567", ";", 7512.0),
    "a decimal point": ("7,512", "12.5", ";", 7512.0),
    "a decimal point for the point": ("7.512", "12.5", ";", 7.512),
    "a month proves nothing": ("7,512", "2019.12", ";", None),
    "between tabs": ("7,512", "8", "\t", 7512.0),
    "between tabs, a decimal comma": ("7,512", "12,5", "\t", None),
    "between tabs, a slip": ("7,512", "12,5\t1,234.5", "\t", 7512.0),
    "between tabs, a point before thousands": ("7.512", "1.234,56", "\t", None),
    "negative": ("-7,512", "8", ";", None),
    "four digits": ("7512", "8", ";", 7512.0),
}


@pytest.mark.parametrize("case", MARKS)
def test_a_comma_before_three_digits_is_read_by_what_the_file_proves(tmp_path: Path, case: str) -> None:
    """7,512 between semicolons may be 7.512: it waits unless another figure shows what a comma is in that file."""
    text, other, mark, expected = MARKS[case]
    path = tmp_path / "table.csv"
    lines = ["指标：GDP(亿元)", "地区;2019年;2020年", f"上海;{text};9", f"杭州;{other}", "北京;9;9"]
    path.write_text("\n".join(line.replace(";", mark) for line in lines) + "\n", encoding="utf-8")
    (found,) = [r for grid in read_grids(path) for r in read_grid(grid, NAMES) if r.text == text]
    assert (found.value, bool(found.doubts)) == (expected, expected is None)


REFUSED = {
    "a merge never finished": (b"a,b\n<<<<<<< HEAD\n1,2\n=======\n1,3\n>>>>>>> other\n", "merge_conflict"),
    "a quote never closed": ('地区,2019年\n"上海,7.5\n杭州,2\n'.encode(), "csv"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "encoding"),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "encoding"),
    "no text": ("上海".encode("gb18030") + b"\xff\xff\x00", "encoding"),
    "a damaged workbook": (b"PK\x03\x04" + bytes(100), None),
    "a damaged old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_workbook"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, what: str) -> None:
    """With the file, what was found and what was expected."""
    content, kind = REFUSED[what]
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(FlowXLError) as caught:
        read_grids(path)
    assert caught.value.faults
    assert kind is None or {fault.kind for fault in caught.value.faults} == {kind}
    assert all(fault.where.startswith("bad.csv") for fault in caught.value.faults)


def test_every_mark_of_a_merge_is_told(tmp_path: Path) -> None:
    """With its line."""
    path = tmp_path / "bad.csv"
    path.write_bytes(REFUSED["a merge never finished"][0])
    with pytest.raises(FlowXLError) as caught:
        read_grids(path)
    assert [fault.where for fault in caught.value.faults] == [f"bad.csv line {n}" for n in (2, 4, 6)]


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is read."""
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    monkeypatch.setattr("flowxl.yearbook.text_files.MAX_BYTES", 20)
    with pytest.raises(FlowXLError, match="too large"):
        read_grids(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """And a folder is told from it."""
    for path, found in ((tmp_path / "none.csv", "no such file"), (tmp_path, "a folder")):
        with pytest.raises(FlowXLError, match=found):
            read_grids(path)


def test_workbooks_with_empty_sheets(tmp_path: Path) -> None:
    """Each sheet is read; one with nothing gives nothing."""
    rows: list[list[object]] = [["指标：GDP(亿元)"], ["地区", 2019, 2020], ["  上 海", 7.5, "8.5"]]
    path = write_xlsx(tmp_path / "book.xlsx", {"Sheet1": rows, "Sheet2": []})
    assert [grid.sheet for grid in read_grids(path)] == ["Sheet1", "Sheet2"]
    assert read(path) == [(place.replace("上海", "上 海"), *rest) for place, *rest in READ]


def test_cells_as_they_are_shown(tmp_path: Path) -> None:
    """Dates above columns are years; 0.125 shown as 12.5% is 12.5; errors, truth values and formulas are no numbers."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        date, per_cent = book.add_format({"num_format": "yyyy/m/d"}), book.add_format({"num_format": "0.0%"})
        sheet.write_row(0, 0, ["指标：进口依存度(%)"])
        sheet.write_row(1, 0, ["地区"])
        for column, serial in enumerate((43830, 44196), 1):  # the last days of 2019 and 2020
            sheet.write_number(1, column, serial, date)
        sheet.write_string(2, 0, "上海")
        sheet.write_number(2, 1, 0.125, per_cent)
        sheet.write_number(2, 2, 12.5)
        sheet.write_string(3, 0, "杭州")
        sheet.write_boolean(3, 1, True)
        sheet.write_formula(3, 2, "=1/0", None, "#DIV/0!")
    found = [reading for grid in read_grids(path) for reading in read_grid(grid, NAMES)]
    assert [(r.year, r.text, r.value) for r in found] == [
        (2019, "12.5%", 12.5), (2020, "12.5", 12.5), (2019, "TRUE", None), (2020, "#DIV/0!", None),
    ]  # fmt: skip
    assert [bool(r.doubts) for r in found] == [False, False, True, True]


def test_a_workbook_is_told_by_its_content(tmp_path: Path) -> None:
    """A workbook or a text under the name of an old workbook is read as what it is; a text is no new one."""
    rows: list[list[object]] = [["日期", "值"], [1.0, 2.0]]
    new = write_xlsx(tmp_path / "new.xls", {"S": rows})
    assert [(name, list(map(list, found))) for name, found in read_rows(new)] == [("S", rows)]
    old, text = tmp_path / "text.xls", tmp_path / "text.xlsx"
    for path in (old, text):
        path.write_text("a,b\n", encoding="utf-8")
    assert list(read_rows(old)) == [("", (("a", "b"),))]
    for refused in (text, tmp_path / "none.xlsx"):
        with pytest.raises(FlowXLError):
            list(read_rows(refused))


def doubted(path: Path) -> dict[str, Message | None]:
    """Return the first doubt of each figure of a workbook."""
    found = [reading for grid in read_grids(path) for reading in read_grid(grid, NAMES)]
    return {f"{r.sheet}!{r.cell}": next(iter(r.doubts), None) for r in found if r.value is not None}


FORMATS = {
    "#,##0.0,": True, "0.0,,": True, '0\\.0,"万"': True, '0.0"万"': True, '0"亿元"': True, "0.0‰": True, ";;;": True,
    "#,##0.00": False, "0.00_);[Red](0.00)": False, "General": False, '_-* #,##0_-;-* #,##0_-;_-* "-"_-': False,
    "[$¥-804]#,##0.00": False, "0.00E+00": False, "@": False, "# ?/?": False,
}  # fmt: skip


@pytest.mark.parametrize("code", FORMATS)
def test_a_number_that_is_shown_in_another_scale_waits(tmp_path: Path, code: str) -> None:
    """75000 shown as 75.0 or as 7.5万: the unit beside it is that of what is shown."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("S")
        for row, cells in enumerate((["指标：GDP(亿元)"], ["地区", 2019], ["上海"])):
            sheet.write_row(row, 0, cells)
        sheet.write_number(2, 1, 75000, book.add_format({"num_format": code}))
    assert list(map(bool, doubted(path).values())) == [FORMATS[code]]


def test_hidden_figures_wait(tmp_path: Path) -> None:
    """What a person does not see was hidden for a reason: rows, columns, sheets."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("S", "旧"):
            sheet = book.add_worksheet(name)
            table = (["指标：GDP(亿元)"], ["地区", 2018, 2019], ["上海", 7.5, 8.5], ["杭州", 3, 4])
            for row, cells in enumerate(table):
                sheet.write_row(row, 0, cells)
        sheet.hide()
        first = book.worksheets()[0]
        first.set_row(3, None, None, {"hidden": True})
        first.set_column(2, 2, None, None, {"hidden": True})
    found = doubted(path)
    assert [where for where, doubt in found.items() if not doubt] == ["S!B3"]
    assert set(filter(None, found.values())) == {HIDDEN}
    assert len(found) == 8


def test_a_figure_in_merged_cells_waits_unless_all_are_merged_so(tmp_path: Path) -> None:
    """One figure for two cities or two years; columns that are wide from top to bottom are no such thing."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, wide = book.add_worksheet("S"), book.add_worksheet("宽")
        for row, cells in enumerate((["指标：GDP(亿元)"], ["地区", 2018, 2019], ["上海"], ["杭州", "", 4], ["北京"])):
            sheet.write_row(row, 0, cells)
        sheet.merge_range(2, 1, 3, 1, 10.0)
        sheet.merge_range(4, 1, 4, 2, 9.0)
        wide.write(0, 0, "指标：GDP(亿元)")
        wide.write(1, 0, "地区")
        wide.merge_range(1, 1, 1, 2, "2019年")
        wide.write(2, 0, "上海")
        wide.merge_range(2, 1, 2, 2, 7.5)
    assert doubted(path) == {"S!B3": MERGED, "S!C4": None, "S!B5": MERGED, "宽!B3": None}


def test_a_hostile_workbook_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    """One cell in the far corner would cost gigabytes."""
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_number(1_048_575, 16_383, 1.0)
    with pytest.raises(FlowXLError):
        read_grids(path)


def old_workbook(path: Path, cells: list[tuple[int, int]], *, password: bool = False, least: int = 0) -> Path:
    """Write the records of an old workbook with numbers in some cells; ``least`` is the length to fill up to."""
    records = struct.pack("<HHHH", 0x0809, 4, 0x0600, 0x0010)
    records += struct.pack("<HH6s", 0x002F, 6, b"secret") if password else b""
    for row, column in cells:
        records += struct.pack("<HHHHHd", 0x0203, 14, row, column, 0, 1.0)
    records += struct.pack("<HH", 0x000A, 0)
    path.write_bytes(compound_file({"Workbook": records.ljust(least, b"\0")}))
    return path


@pytest.mark.parametrize("least", [0, 5000])
def test_old_workbooks_are_measured_before_they_are_parsed(tmp_path: Path, least: int) -> None:
    """Parsers make a table as large as the last cell is far; streams may lie in small sectors or large ones."""
    biff.check_biff(old_workbook(tmp_path / "good.xls", [(0, 0), (100, 20)], least=least))
    with pytest.raises(FlowXLError, match="16,777,216 cells"):
        biff.check_biff(old_workbook(tmp_path / "far.xls", [(65535, 255)], least=least))
    with pytest.raises(FlowXLError, match="encrypted"):
        biff.check_biff(old_workbook(tmp_path / "locked.xls", [(0, 0)], password=True, least=least))


def test_an_old_workbook_whose_chain_has_no_end_is_refused(tmp_path: Path) -> None:
    """A sector that names itself as the next one."""
    path = old_workbook(tmp_path / "loop.xls", [(0, 0)] * 500)
    content = bytearray(path.read_bytes())
    first_fat = struct.unpack_from("<I", content, 76)[0]
    for entry in range(128):
        struct.pack_into("<I", content, (first_fat + 1) * 512 + 4 * entry, 1)
    path.write_bytes(content)
    with pytest.raises(FlowXLError, match="damaged"):
        biff.check_biff(path)
