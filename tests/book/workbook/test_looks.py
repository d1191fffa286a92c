"""What people see: guidance at the cells, colours by rule, pictures beside tables, the sheet a book opens on."""

import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from support.frameworks import SECOND

from flowxl.api import BuildOptions, build
from flowxl.workbook.book import Book
from flowxl.workbook.layout import INPUT
from flowxl.workbook.writing.views import display_width, lines_needed

KINDS = {
    "zh": BuildOptions(),
    "en": BuildOptions(language="en"),
    "demo": BuildOptions(demo=True),
    "empty": BuildOptions(empty=True),
    "many": BuildOptions(framework=SECOND, language="en"),
}
MAX_RULES = 8


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Book, Workbook]]:
    """Books of every kind: path, what was written, what openpyxl reads."""
    folder = tmp_path_factory.mktemp("looks")
    found = {}
    for name, options in KINDS.items():
        path = folder / f"{name}.xlsx"
        book = build(path, options)
        found[name] = path, book, load_workbook(path)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_input_cell_is_validated_with_a_message(made, kind):
    """Every year cell of an input sheet has a rule that says what to enter, within Excel's limits."""
    _, book, workbook = made[kind]
    for sheet in book.layout.sheets:
        if not sheet.key.startswith(INPUT):
            continue
        area = book.layout.areas[sheet.grids[0]]
        rules = workbook[sheet.title].data_validations.dataValidation
        boxes = [(box, rule) for rule in rules for box in rule.sqref.ranges]
        for item in (0, area.grid.size - 1):
            for key in (book.layout.year_keys[0], book.layout.year_keys[-1]):
                row, column = (number + 1 for number in area.position(item, key))
                hits = [r for b, r in boxes if b.min_row <= row <= b.max_row and b.min_col <= column <= b.max_col]
                assert len(hits) == 1, (sheet.title, row, column)
                assert hits[0].prompt
                assert hits[0].error
        for rule in rules:
            assert len(rule.prompt or "") <= 255
            assert len(rule.promptTitle or "") <= 32


@pytest.mark.parametrize("kind", KINDS)
def test_one_conditional_format_per_table_and_meaning(made, kind):
    """The number of rules on a sheet does not grow with cities, indicators or years."""
    _, book, workbook = made[kind]
    for sheet in book.layout.sheets:
        rules = [r for area in workbook[sheet.title].conditional_formatting for r in area.rules]
        assert len(rules) <= MAX_RULES + 4, sheet.title


@pytest.mark.parametrize("kind", KINDS)
def test_opens_where_the_reader_wants_to_be(made, kind):
    """An empty book opens on 说明, one with data on 结果, and the tab is in view."""
    _, book, workbook = made[kind]
    wanted = book.layout.title("about" if kind == "empty" else "result")
    assert workbook.active.title == wanted
    assert (workbook.views[0].firstSheet or 0) == workbook.sheetnames.index(wanted)


def test_demo_says_so_on_every_sheet(made):
    """Every sheet of a synthetic book carries the word above its first table."""
    _, book, workbook = made["demo"]
    for sheet in book.layout.sheets:
        lines = [workbook[sheet.title].cell(row, 1).value for row in range(1, 5)]
        assert any("SYNTHETIC" in str(line) for line in lines), sheet.title
    assert not any("SYNTHETIC" in str(made["zh"][2][s.title].cell(4, 1).value) for s in book.layout.sheets)


def drawings(path: Path) -> dict[str, list[tuple[int, int, int, int]]]:
    """Rows and columns that each drawing covers, by the drawing's part."""
    found: dict[str, list[tuple[int, int, int, int]]] = {}
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if not name.startswith("xl/drawings/drawing"):
                continue
            xml = package.read(name).decode()
            assert xml.count("<xdr:twoCellAnchor") == len(re.findall(r'descr="[^"]{10,}"', xml)), name
            corners = re.findall(r"<xdr:col>(\d+)</xdr:col>.*?<xdr:row>(\d+)</xdr:row>", xml)
            ends = [(int(row), int(column)) for column, row in corners]
            found[name] = [(*ends[k], *ends[k + 1]) for k in range(0, len(ends), 2)]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_cover_no_table_and_are_described(made, kind):
    """Every picture has a description, and no cell of a table lies under it."""
    path, book, _ = made[kind]
    pictured = [book.layout.title(key) for key in ("result", "gap", "charts")]
    parts = drawings(path)
    assert [len(boxes) for boxes in parts.values()] == [1, 1, 4]
    for title, boxes in zip(pictured, parts.values(), strict=True):
        tables = [area.bounds for area in book.layout.areas.values() if area.sheet == title]
        for top, left, bottom, right in boxes:
            for first_row, first_column, last_row, last_column in tables:
                apart = top > last_row or bottom < first_row or left > last_column or right < first_column
                assert apart, (title, (top, left, bottom, right))


def test_pictures_refer_to_tables_of_their_sheet(made):
    """Every range that a chart draws lies within a table of the sheet 图表 or names a setting."""
    path, book, _ = made["zh"]
    charts, settings = book.layout.title("charts"), book.layout.title("settings")
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.startswith("xl/charts/chart"):
                references = re.findall(r"<c:f>(.*?)</c:f>", package.read(name).decode())
                assert references
                assert {reference.rpartition("!")[0].strip("'") for reference in references} <= {charts, settings}


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_landscape_and_one_wide(made, kind):
    """Every sheet prints on landscape A4, as wide as the paper, with file, sheet and page below."""
    _, book, workbook = made[kind]
    for sheet in book.layout.sheets:
        worksheet = workbook[sheet.title]
        assert worksheet.page_setup.orientation == "landscape"
        assert worksheet.page_setup.paperSize == 9
        assert worksheet.sheet_properties.pageSetUpPr.fitToPage
        assert worksheet.oddFooter.left.text == "&F" or "&F" in worksheet.oddFooter.left.text


@pytest.mark.parametrize("kind", KINDS)
def test_result_fits_a_small_screen(made, kind):
    """Title, status, table and ranks stand in the first 22 rows, or cities stand in rows."""
    _, book, _ = made[kind]
    area = book.layout.areas["flow_result"]
    assert area.grid.transposed or area.bounds[2] < 22


def test_years_hold_real_numbers(made):
    """A year column is wide enough for 1,234,567.8912."""
    _, book, workbook = made["zh"]
    sheet = next(s for s in book.layout.sheets if s.key.startswith(INPUT))
    area = book.layout.areas[sheet.grids[0]]
    column = area.position(0, book.layout.year_keys[0])[1]
    width = next(d.width for d in workbook[sheet.title].column_dimensions.values() if d.min <= column + 1 <= d.max)
    assert width >= len("1,234,567.8912")


def test_widths_count_chinese_letters_twice():
    """A Chinese letter is two wide; a text of 20 needs three lines in a column of 8."""
    assert display_width("资金流 A") == 8
    assert lines_needed("中" * 10, 8) == 3
