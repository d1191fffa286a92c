"""Defined names become areas, or are told as broken or as standing for something else."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from support import handmade

from flowxl.ooxml.package import NameTarget, Package
from flowxl.ooxml.package_names import parse_name


def test_names_of_a_real_book(tmp_path: Path) -> None:
    """Names of the whole book by openpyxl: Chinese and quoted sheets, several areas, broken and other names."""
    book = openpyxl.Workbook()
    book.active.title = "It's 数据"
    book.create_sheet("输入")
    texts = {
        "fx_a": "'It''s 数据'!$B$2:$AA$30",
        "fx_b": "输入!$A$1",
        "fx_two": "输入!$A$1:$B$2,'It''s 数据'!$C$3",
        "fx_column": "输入!$A:$C",
        "fx_row": "输入!$2:$5",
        "fx_gone": "输入!#REF!",
        "fx_sheet_gone": "#REF!$A$1:$B$2",
        "fx_half": "输入!$A$1,输入!#REF!",
        "fx_unknown": "Old!$A$1",
        "fx_rate": "0.5",
        "fx_moving": "OFFSET(输入!$A$1,0,0,5,1)",
        "fx_outside": "[1]输入!$A$1",
    }
    for name, text in texts.items():
        book.defined_names[name] = DefinedName(name, attr_text=text)
    book.active.defined_names["local"] = DefinedName("local", attr_text="输入!$A$1")
    book.active.print_title_rows = "1:2"
    book.save(tmp_path / "book.xlsx")
    with Package.open(tmp_path / "book.xlsx") as package:
        assert package.sheet_names == ("It's 数据", "输入")
        assert package.defined_names == {
            "fx_a": [NameTarget("It's 数据", 2, 2, 30, 27)],
            "fx_b": [NameTarget("输入", 1, 1, 1, 1)],
            "fx_two": [NameTarget("输入", 1, 1, 2, 2), NameTarget("It's 数据", 3, 3, 3, 3)],
            "fx_column": [NameTarget("输入", 1, 1, 1_048_576, 3)],
            "fx_row": [NameTarget("输入", 2, 1, 5, 16_384)],
        }
        assert set(package.broken_names) == {"fx_gone", "fx_sheet_gone", "fx_half", "fx_unknown"}
        assert set(package.other_names) == {"fx_rate", "fx_moving", "fx_outside"}


def test_names_of_excel_itself_are_left_out(tmp_path: Path) -> None:
    """Print areas and filters are no names that people gave."""
    inside = '<definedNames><definedName name="_xlnm.Print_Area">S!$A$1</definedName></definedNames>'
    path = handmade.write(tmp_path / "book.xlsx", handmade.parts(workbook=handmade.workbook(inside)))
    with Package.open(path) as package:
        assert package.defined_names == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A1",
        "Data!A",
        "Data!5",
        "Data!$A$1:$B",
        "S1:S3!$A$1",
        "Data!$A$1:B",
        "'a'b!$A$1",
        "Data!$A$1 Data!$B$2",
        "Data!$A$1,5",
    ],
)
def test_text_that_is_no_area(text: str) -> None:
    """A name without sheet, with half an address or over several sheets stands for no area."""
    assert parse_name(text) is None


def test_corners_in_any_order() -> None:
    """A range whose corners are swapped is the same range."""
    assert parse_name("Data!$C$9:$A$1") == [NameTarget("Data", 1, 1, 9, 3)]
