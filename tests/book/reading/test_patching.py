"""Cells of a finished workbook are changed in its XML; all else stays, and nothing is taken for something else."""

import re
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from support.command import rewrite
from support.patch import replace_in_part

from flowxl.api import BuildOptions, build
from flowxl.cycle.importing_targets import open_targets
from flowxl.ooxml.addresses import a1
from flowxl.ooxml.package import Package
from flowxl.ooxml.package_sheet import position
from flowxl.ooxml.patch_sheet import PatchError, patch_sheet
from flowxl.reading.patching import not_written, patch_book
from flowxl.reading.read_book import read_book
from flowxl.voice.faults import FlowXLError
from flowxl.workbook.book import Book
from flowxl.workbook.layout import input_grid_name


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Book]:
    """Build a small workbook with functions: its results are array formulas."""
    path = tmp_path_factory.mktemp("patch") / "book.xlsm"
    return path, build(path, BuildOptions(cities=("SH", "BJ"), window=(2014, 2016)))


def place(book: Book, key: str, field: str) -> tuple[str, str]:
    """Return sheet and address of a field of an input row."""
    area = book.layout.areas[input_grid_name(book.framework.indicator[key.partition(".")[0]].pillar)]
    return area.sheet, a1(*area.position(area.grid.item_position[key], field))


def parts(path: Path) -> dict[str, bytes]:
    """Return every part of a package."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def typed_formula(path: Path, target: Path, sheet: str, address: str) -> Path:
    """Copy a book with a formula, whose value is 3, in a cell."""
    with Package.open(path) as package:
        part = package.part_of(sheet)
    cell = re.search(rb'<c r="%s"( s="\d+")?[^>]*?(?:/>|>.*?</c>)' % address.encode(), parts(path)[part])
    assert cell is not None
    typed = b'<c r="%s"%s><f>1+2</f><v>3</v></c>' % (address.encode(), cell[1] or b"")
    return replace_in_part(path, target, part, cell[0], typed)


def test_cells_are_changed_and_nothing_else(built: tuple[Path, Book], tmp_path: Path) -> None:
    """Numbers, texts and blanks; the figures of all other cells are those of the old book, as are all other parts."""
    path, book = built
    sheet, figure = place(book, "OE07.SH", "year:2015")
    _, emptied = place(book, "OE07.BJ", "year:2014")
    other, note = place(book, "TR08.SH", "note")
    cells = {sheet: {figure: 1234.5, emptied: None}, other: {note: "=1+1 <&> 上海"}}
    out = tmp_path / "out.xlsm"
    patch_book(path, out, cells)
    old, new = read_book(path).observations, read_book(out).observations
    changed = ~((old.values == new.values) | (np.isnan(old.values) & np.isnan(new.values)))
    keys = {
        (new.framework.series[row].key, new.years[column]) for row, column in zip(*np.nonzero(changed), strict=True)
    }
    assert keys == {("OE07.SH", 2015), ("OE07.BJ", 2014)}
    assert new.values[new.framework.series_position["OE07.SH"], new.years.index(2015)] == 1234.5
    assert new.notes == {**old.notes, "TR08.SH": "=1+1 <&> 上海"}
    assert not_written(out, cells) == []
    before, after = parts(path), parts(out)
    assert list(before) == list(after)
    differ = {name for name in before if before[name] != after[name]}
    assert all(name == "xl/workbook.xml" or name.startswith("xl/worksheets/sheet") for name in differ)


def test_no_old_result_is_left(built: tuple[Path, Book], tmp_path: Path) -> None:
    """Neither in formulas nor in the cells that an array formula fills; openpyxl, another reader, finds none."""
    path, book = built
    sheet, figure = place(book, "OE07.SH", "year:2015")
    patch_book(path, tmp_path / "out.xlsm", {sheet: {figure: 1.0}})
    old, new = (
        openpyxl.load_workbook(path, data_only=True),
        openpyxl.load_workbook(tmp_path / "out.xlsm", data_only=True),
    )
    formulas = openpyxl.load_workbook(path)
    result = book.layout.areas["flow_result"]
    title, item = result.sheet, result.grid.items.index("index")
    row, column = result.position(item, result.grid.fields[-1].key)
    assert old[title].cell(row + 1, column + 1).value is not None
    assert new[title].cell(row + 1, column + 1).value is None
    count = 0
    for cells in formulas:
        for line in cells.iter_rows():
            for cell in line:
                if cell.data_type == "f":
                    count += 1
                    assert new[cells.title][cell.coordinate].value in (None, ""), (cells.title, cell.coordinate)
    assert count > 1000
    assert b'fullCalcOnLoad="1"' in parts(tmp_path / "out.xlsm")["xl/workbook.xml"]


def test_a_cell_and_a_row_that_the_file_lacks_are_made(built: tuple[Path, Book], tmp_path: Path) -> None:
    """As programs leave out what is blank: in its place, in order, with the look of the cell above."""
    path, book = built
    sheet, address = place(book, "OE07.BJ", "year:2015")
    with Package.open(path) as package:
        part = package.part_of(sheet)
    cell = re.search(rb'<c r="%s"[^>]*?(?:/>|>.*?</c>)' % address.encode(), parts(path)[part])
    assert cell is not None
    lacking = replace_in_part(path, tmp_path / "lacking.xlsm", part, cell[0], b"")
    far = a1(5000, 1)
    patch_book(lacking, tmp_path / "out.xlsm", {sheet: {address: 7.0, far: "far"}})
    sheet_of = openpyxl.load_workbook(tmp_path / "out.xlsm")[sheet]
    assert (sheet_of[address].value, sheet_of[far].value) == (7, "far")
    above = a1(position(address.encode())[0] - 2, position(address.encode())[1] - 1)
    assert sheet_of[address].style_id == sheet_of[above].style_id
    assert sheet_of[address].protection.locked is False
    xml = parts(tmp_path / "out.xlsm")[part]
    addresses = [position(found) for found in re.findall(rb'<c r="([A-Z]+[0-9]+)"', xml)]
    assert addresses == sorted(addresses)


TEXTS = [
    "=cmd|'/c calc'!A1",
    "a\nb\tc",
    " spaces ",
    "_x000D_",
    "_x0041_",
    "\x01\x0b",
    "😀 上海",
    "]]>",
    "<v>1</v>",
    "&amp;",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_that_text(built: tuple[Path, Book], tmp_path: Path, text: str) -> None:
    """Never a formula, never markup, never an escape; two readers agree."""
    path, book = built
    sheet, address = place(book, "OE07.SH", "note")
    patch_book(path, tmp_path / "out.xlsm", {sheet: {address: text}})
    with Package.open(tmp_path / "out.xlsm") as package:
        assert package.sheet(sheet).value(*position(address.encode())) == text
        assert not package.sheet(sheet).is_formula(*position(address.encode()))
    cell = openpyxl.load_workbook(tmp_path / "out.xlsm")[sheet][address]
    assert cell.data_type == "s"


def test_a_number_keeps_every_digit(built: tuple[Path, Book], tmp_path: Path) -> None:
    """The largest, the smallest, one third."""
    path, book = built
    for value in (1 / 3, 1e150, -1e-150, 0.1 + 0.2, 12345678901234567.0, 5):
        sheet, address = place(book, "OE07.SH", "year:2015")
        patch_book(path, tmp_path / "out.xlsm", {sheet: {address: value}})
        with Package.open(tmp_path / "out.xlsm") as package:
            assert package.sheet(sheet).value(*position(address.encode())) == value


DATA = b'<worksheet><sheetData><row r="2" spans="1:2">%s</row></sheetData></worksheet>'


def row(cells: bytes) -> bytes:
    """Return a sheet with one row."""
    return DATA % cells


REFUSED = {
    "a part of an array": (row(b'<c r="A2"><f t="array" ref="A2:B2">X</f><v>1</v></c><c r="B2"><v>2</v></c>'), "B2"),
    "a formula that others share": (row(b'<c r="A2"><f t="shared" ref="A2:A9" si="0">B1</f><v>1</v></c>'), "A2"),
    "cells without addresses": (row(b"<c><v>1</v></c>"), "A2"),
    "cells out of order": (row(b'<c r="B2"/><c r="A2"/>'), "A2"),
    "a row without its number": (row(b"").replace(b' r="2"', b""), "A2"),
    "a comment between cells": (row(b'<!-- <c r="A2"/> --><c r="A2"/>'), "A2"),
    "single quotes": (row(b"").replace(b'r="2"', b"r='2'"), "A2"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_changed_on_its_own_is_refused(what: str) -> None:
    """With the address."""
    xml, address = REFUSED[what]
    with pytest.raises(PatchError) as caught:
        patch_sheet(xml, {address: 1.0}, ())
    assert caught.value.faults


def test_a_value_that_no_cell_can_hold_is_refused(built: tuple[Path, Book], tmp_path: Path) -> None:
    """All at once, each with sheet and address."""
    path, book = built
    sheet, figure = place(book, "OE07.SH", "year:2015")
    _, note = place(book, "OE07.SH", "note")
    with pytest.raises(FlowXLError) as caught:
        patch_book(path, tmp_path / "out.xlsm", {sheet: {figure: float("nan"), note: "x" * 32_768}})
    assert {fault.where for fault in caught.value.faults} == {f"{sheet}!{figure}", f"{sheet}!{note}"}


def test_other_forms_of_xml() -> None:
    """A prefix before every name, a sheet without cells, a formula that gives way."""
    cell = b'<x:c r="A1" s="3"><x:f>B1</x:f><x:v>4</x:v></x:c>'
    xml = b'<x:worksheet><x:sheetData><x:row r="1">%s</x:row></x:sheetData></x:worksheet>' % cell
    assert patch_sheet(xml, {}, ()).xml == xml.replace(b"<x:v>4</x:v>", b"")
    assert patch_sheet(xml, {}, {"A1"}).xml == xml
    patched = patch_sheet(xml, {"A1": 2.0}, ())
    assert patched.formula_gone
    assert b'<x:c r="A1" s="3"><x:v>2.0</x:v></x:c>' in patched.xml
    empty = patch_sheet(b"<worksheet><sheetData/></worksheet>", {"B3": "x", "A3": None}, ()).xml
    assert re.findall(rb'r="([A-Z0-9]+)"', empty) == [b"3", b"A3", b"B3"]


def test_the_list_of_formulas_goes_where_one_gave_way(built: tuple[Path, Book], tmp_path: Path) -> None:
    """Excel calls a file damaged whose list names a cell without formula; it makes a new list by itself."""
    path, book = built
    sheet, address = place(book, "OE07.SH", "year:2015")
    chained, out = tmp_path / "chained.xlsm", tmp_path / "out.xlsm"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(chained, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "[Content_Types].xml":
                kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
                content = content.replace(
                    b"</Types>", b'<Override PartName="/xl/calcChain.xml" ContentType="%s"/></Types>' % kind
                )
            if info.filename == "xl/_rels/workbook.xml.rels":
                kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
                link = b'<Relationship Id="rId999" Type="%s" Target="calcChain.xml"/></Relationships>' % kind
                content = content.replace(b"</Relationships>", link)
            new.writestr(info, content)
        new.writestr("xl/calcChain.xml", b"<calcChain/>")
    patch_book(chained, out, {sheet: {address: 2.0}})
    assert "xl/calcChain.xml" in parts(out)
    formula = typed_formula(chained, tmp_path / "formula.xlsm", sheet, address)
    patch_book(formula, out, {sheet: {address: 2.0}})
    left = parts(out)
    assert not any(b"calcChain" in left[name] for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"))
    assert "xl/calcChain.xml" not in left


def test_other_books_and_other_sheets_are_refused(built: tuple[Path, Book], tmp_path: Path) -> None:
    """A sheet that is not there, a workbook of somebody else, the book itself as target."""
    path, _ = built
    with pytest.raises(FlowXLError, match="cannot be changed"):
        patch_book(path, tmp_path / "out.xlsm", {"no such sheet": {}})
    openpyxl.Workbook().save(tmp_path / "foreign.xlsx")
    with pytest.raises(FlowXLError):
        patch_book(tmp_path / "foreign.xlsx", tmp_path / "out.xlsx", {})
    with pytest.raises(ValueError, match="at once"):
        patch_book(path, path, {})


def test_a_cell_that_was_not_written_is_found(built: tuple[Path, Book], tmp_path: Path) -> None:
    """Planted: the file holds another number than was meant."""
    path, book = built
    sheet, address = place(book, "OE07.SH", "year:2015")
    patch_book(path, tmp_path / "out.xlsm", {sheet: {address: 2.0}})
    rewrite(tmp_path / "out.xlsm", tmp_path / "wrong.xlsm", b"<v>2.0</v>", b"<v>3.0</v>")
    assert [fault.where for fault in not_written(tmp_path / "wrong.xlsm", {sheet: {address: 2.0}})] == [
        f"{sheet}!{address}"
    ]


def test_what_is_known_of_a_book_is_used_while_it_is_the_same_file(
    built: tuple[Path, Book], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is the same as without; where somebody changed it, it is checked and read again."""
    path, book = built
    sheet, formula = place(book, "OE07.BJ", "year:2014")
    _, figure = place(book, "OE07.SH", "year:2015")
    first = typed_formula(path, tmp_path / "book.xlsm", sheet, formula)
    known = open_targets(first).known
    cells = {sheet: {figure: 1234.5}}
    patch_book(first, tmp_path / "read.xlsm", cells)
    with monkeypatch.context() as patched:
        patched.delattr("flowxl.reading.patching.OpenBook")
        patch_book(first, tmp_path / "known.xlsm", cells, known)
    assert (tmp_path / "known.xlsm").read_bytes() == (tmp_path / "read.xlsm").read_bytes()
    _, other = place(book, "OE07.BJ", "year:2016")
    typed_formula(first, tmp_path / "changed.xlsm", sheet, other).replace(first)
    patch_book(first, tmp_path / "out.xlsm", cells, known)
    found = read_book(tmp_path / "out.xlsm").observations
    row = found.framework.series_position["OE07.BJ"]
    assert [found.values[row, found.years.index(year)] for year in (2014, 2016)] == [3.0, 3.0]
