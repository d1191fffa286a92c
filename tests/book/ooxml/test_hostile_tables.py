"""Tables of a workbook whose names or contents are beyond measure: served where that is sure, refused in one line."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from support.patch import grid_address, set_cells

from flowxl import api
from flowxl.cli.exits import OK, REFUSED
from flowxl.ooxml.addresses import a1
from flowxl.ooxml.package import Package, SheetCells
from flowxl.reading.book_tables import Tables
from flowxl.reading.read_book import read_book
from flowxl.voice.faults import FlowXLError, counted
from flowxl.workbook.book import Book

LOOKS = 300_000  # at single cells; the book itself needs 30,000
TABLES = "cities|weights|settings|framework|remarks|meta|regions|data|in_[A-Z]*"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Book]:
    """Return a small workbook and what it was made from."""
    path = tmp_path_factory.mktemp("hostile") / "book.xlsx"
    return path, api.build(path, api.BuildOptions(cities=("SH", "BJ"), window=(2014, 2016)))


@pytest.fixture
def few_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop a reader that looks at far more cells than a book has."""
    looks = 0
    kind = SheetCells.kind

    def counting(cells: SheetCells, row: int, col: int) -> object:
        nonlocal looks
        looks += 1
        assert looks < LOOKS, "the reader looks at every cell there could be"
        return kind(cells, row, col)

    monkeypatch.setattr(SheetCells, "kind", counting)


def renamed(path: Path, out: Path, names: str, area: str) -> Path:
    """Write a copy in which names stand for another area of their sheets."""
    pattern = re.compile(f'(<definedName name="flow_(?:{names})">[^!<]*!)[^<]*<')
    return changed(path, out, "xl/workbook.xml", lambda xml: pattern.sub(rf"\g<1>{area}<", xml))


def changed(path: Path, out: Path, part: str, change: Callable[[str], str]) -> Path:
    """Write a copy with one part changed."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == part:
                content, before = change(content.decode()).encode(), content
                assert content != before
            new.writestr(info.filename, content)
    return out


def with_rows(path: Path, out: Path, rows: str) -> Path:
    """Write a copy with more rows on the input sheet of the pillar TR, below its table."""
    part = part_of(path, "交通流")
    return changed(path, out, part, lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>"))


def part_of(path: Path, sheet: str) -> str:
    """Return the part that holds a sheet."""
    with Package.open(path) as package:
        return package.part_of(sheet)


def text(address: str, content: str) -> str:
    """Return a cell with a text of its own."""
    return f'<c r="{address}" t="inlineStr"><is><t>{content}</t></is></c>'


@pytest.mark.usefixtures("few_looks")
@pytest.mark.parametrize(
    ("names", "area"),
    [
        ("in_TR", "$A:$W"),
        ("in_[A-Z]*", "$A:$W"),
        ("in_TR", "$A$5:$W$1048576"),
        ("in_TR", "$A$5:$XFD$1048576"),
        ("remarks", "$A:$XFD"),
        ("framework|weights", "$A:$XFD"),
        ("native", "$A$1:$XFD$1048576"),
    ],
)
def test_a_name_that_reaches_to_the_end_of_the_sheet(real, tmp_path: Path, names: str, area: str) -> None:
    """Whole columns are a common edit; what is filled of them is the table."""
    path, _ = real
    data = read_book(renamed(path, tmp_path / "long.xlsx", names, area))
    before = read_book(path)
    np.testing.assert_array_equal(data.compute().index, before.compute().index)
    np.testing.assert_array_equal(data.observations.values, before.observations.values)


@pytest.mark.usefixtures("few_looks")
@pytest.mark.parametrize(
    ("names", "area"),
    [(TABLES, "$A$5:$CV$1048576"), (TABLES, "$A:$XFD"), (TABLES, "$1:$1048576"), ("data", "$A$5:$XFD$1048576")],
)
def test_names_that_reach_into_other_tables(real, tmp_path: Path, names: str, area: str) -> None:
    """Tables that share a sheet lie in one another then: that is told, not guessed."""
    path, _ = real
    with pytest.raises(FlowXLError) as caught:
        read_book(renamed(path, tmp_path / "long.xlsx", names, area))
    kinds = {fault.kind for fault in caught.value.faults}
    assert kinds <= {"header", "duplicate_code", "meta", "unheaded", "structure"}


def test_result_that_cannot_be_compared_is_told(real, tmp_path: Path) -> None:
    """Its name stands for whole columns, so that its edges hold no cities."""
    path, _ = real
    data = read_book(renamed(path, tmp_path / "long.xlsx", "result", "$A:$XFD"))
    assert [note.where for note in data.notes] == ["name flow_result"]


def test_a_code_that_stands_twice_is_refused(real, tmp_path: Path) -> None:
    """The second of two values of one setting counted, without a word."""
    path, book = real
    cell = grid_address(book, "flow_settings", "gap_band", "code")
    with pytest.raises(FlowXLError) as caught:
        read_book(set_cells(path, tmp_path / "twice.xlsx", {cell: "step_factor"}))
    assert "duplicate_code" in {fault.kind for fault in caught.value.faults}


@pytest.mark.usefixtures("few_looks")
def test_a_crowd_of_figures_below_a_table_is_refused_in_one_line(real, tmp_path: Path, flowxl) -> None:
    """One line on the terminal, one row in JSON, and the number of all."""
    row = '<row r="{0}"><c r="A{0}"><v>7</v></c><c r="B{0}"><v>7</v></c></row>'
    path = with_rows(real[0], tmp_path / "crowd.xlsx", "".join(map(row.format, range(1000, 41_000))))
    ran = flowxl("compute", path, "--json")
    assert ran.code == REFUSED
    assert len(ran.err.splitlines()) <= 3
    assert "交通流!A1000 至 " in ran.err
    assert sum(fault["count"] for fault in json.loads(ran.out)["faults"]) == 80_000


@pytest.mark.usefixtures("few_looks")
def test_a_crowd_of_texts_below_a_table_is_told_in_one_line(real, tmp_path: Path, flowxl) -> None:
    """The book is served; a single figure or key behind them is still found."""
    rows = [f'<row r="{n}">{text(f"A{n}", "old")}{text(f"B{n}", str(n))}</row>' for n in range(1000, 41_000)]
    path = with_rows(real[0], tmp_path / "crowd.xlsx", "".join(rows))
    ran = flowxl("compute", path, "--json")
    assert ran.code == OK
    assert len(ran.err) < 20_000
    assert sum(note["count"] for note in json.loads(ran.out)["notes"]) == 80_000
    for last, kind in (('<c r="C50000"><v>1</v></c>', "outside"), (text("A50000", "TR01.SH"), "below")):
        path = with_rows(real[0], tmp_path / "last.xlsx", "".join([*rows, f'<row r="50000">{last}</row>']))
        with pytest.raises(FlowXLError) as caught:
            read_book(path)
        assert [(fault.kind, counted(caught.value.faults)) for fault in caught.value.faults] == [(kind, 1)]


@pytest.mark.usefixtures("few_looks")
@pytest.mark.parametrize("cell", ['<c r="H{0}"><v>1</v></c>', text("A{0}", "TR01.SH"), text("A{0}", "nobody")])
def test_far_too_many_rows_are_one_fault(real, tmp_path: Path, cell: str) -> None:
    """Rows without a key, with the same key, with an unknown key, all inside the name."""
    row = f'<row r="{{0}}">{cell}</row>'
    path = with_rows(real[0], tmp_path / "rows.xlsx", "".join(map(row.format, range(1000, 101_000))))
    with pytest.raises(FlowXLError) as caught:
        read_book(renamed(path, tmp_path / "long.xlsx", "in_TR", "$A$5:$W$1048576"))
    assert [fault.kind for fault in caught.value.faults] == ["too_many_rows"]
    assert "100,0" in caught.value.faults[0].found


def test_a_framework_beyond_measure_is_refused(real, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some thousand indicators and some thousand cities would be millions of rows."""
    monkeypatch.setattr("flowxl.reading.read_structure.MAX_SERIES", 200)
    with pytest.raises(FlowXLError, match="127 indicators for") as caught:
        read_book(real[0])
    assert "too_large" in {fault.kind for fault in caught.value.faults}


def test_a_table_of_the_framework_beyond_measure_is_refused(real, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of its rows would be checked against all others."""
    monkeypatch.setattr("flowxl.reading.read_structure.MAX_ROWS", 100)
    monkeypatch.setattr("flowxl.reading.book_tables.SPARE_ROWS", 0)
    with pytest.raises(FlowXLError, match="127 rows in flow_framework") as caught:
        read_book(real[0])
    assert [fault.kind for fault in caught.value.faults] == ["too_many_rows"]


def test_formulas_of_a_large_book_are_found_for_its_copy(real, monkeypatch: pytest.MonkeyPatch) -> None:
    """The repair of a book looks at its tables again, which may have a row for each of 40,000 series."""
    path, _ = real
    monkeypatch.setattr("flowxl.reading.book_tables.SPARE_ROWS", -1_000_000)
    with Package.open(path) as package:
        tables = Tables(package)
        assert tables.find("flow_data", ("key",), years=True)
    assert len(tables.faults) == 0


def test_results_that_are_repeated_without_end_are_not_compared(real, tmp_path: Path) -> None:
    """Each of the rows would be compared for each of the columns."""
    path, _ = real
    row = f'<row r="{{0}}">{text("A{0}", "index")}<c r="B{{0}}"><v>1</v></c></row>'
    part = part_of(path, "结果")
    rows = "".join(map(row.format, range(1000, 11_000)))
    out = changed(path, tmp_path / "rows.xlsx", part, lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>"))
    with Package.open(path) as package:
        (target,) = package.defined_names["flow_result"]
    columns = f"${a1(0, target.min_col - 1)[:-1]}${target.min_row}:${a1(0, target.max_col - 1)[:-1]}$1048576"
    data = read_book(renamed(out, tmp_path / "long.xlsx", "result", columns))
    assert [note.where for note in data.notes] == ["name flow_result"]
    assert len(data.shown) < 1000


def test_every_remark_that_fits_nothing_is_counted(real, tmp_path: Path, flowxl) -> None:
    """Its rows are counted one by one, however many there are; what is told of them stays short."""
    path, book = real
    area = book.layout.areas["flow_remarks"]
    cells = {(area.sheet, a1(*area.position(item, "key"))): "XX.SH" for item in range(150)}
    ran = flowxl("check", set_cells(path, tmp_path / "remarks.xlsx", cells), "--json")
    row = next(row for row in json.loads(ran.out)["checks"] if row["code"] == "remarks")
    assert row["found"] == 150
    assert len(json.loads(ran.out)["remark_faults"]) < 5
