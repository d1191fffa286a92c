"""Every cell of the real samples, where they lie beside the repository, against a second, dull reading of each file.

The layout of each file was looked at by a person and stands here; the second reading knows nothing else.
"""

import csv
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from support.command import ROOT
from support.tables_given import NAMES, readings

from flowxl.cycle.importing_files import read_grids
from flowxl.yearbook.grids import cell_name
from flowxl.yearbook.readings import Reading
from flowxl.yearbook.table_readings import read_grid

SAMPLES = Path(os.environ.get("FLOWXL_SAMPLES", ROOT.parent / "shared" / "samples")) / "messy"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
Expected = dict[str, tuple[str, str, int | None, str, float | None]]


@dataclass(frozen=True)
class Wide:
    """A table with years on one side and places or indicators on the other; rows count from 0."""

    name: str
    header: int
    rows: str  # what the first column holds: place, indicator or year
    encoding: str = "utf-8-sig"
    place: str = ""
    indicator: str = ""
    measure: str = ""


WIDE = [
    Wide("01_nbs_biff_indicators_in_rows.xls", 3, "indicator", place="上海"),
    Wide("02_nbs_biff_transposed_time_rows.xls", 3, "year", indicator="房地产开发住宅投资额", measure="亿元"),
    Wide("03_nbs_csv_bom_tabs_no_indicator.csv", 2, "place"),
    Wide("05_nbs_csv_preamble_padded.csv", 3, "place", "gb18030", indicator="粮食产量", measure="万吨"),
    Wide("06_nbs_csv_all_quoted_trailing_space.csv", 0, "year"),
    Wide("08_year_header_Y2024_no_indicator.csv", 0, "place", "gb18030"),
    Wide("09_double_extension.xlsx.csv", 3, "place", "gb18030", indicator="地方一般公共预算收入", measure="亿元"),
]


def raw_rows(path: Path, encoding: str, sheet: int = 0) -> list[list[str]]:
    """Return the cells of a file as texts."""
    if path.suffix.startswith(".xls"):
        book = CalamineWorkbook.from_path(str(path))
        rows = book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)
        return [[str(cell) for cell in row] for row in rows]
    with path.open(encoding=encoding, newline="") as file:
        return [[cell.strip() for cell in row] for row in csv.reader(file)]


def year(text: str) -> int:
    """Return the four digits of a label."""
    found = re.search(r"\d{4}", text)
    assert found
    return int(found[0])


def wide(table: Wide) -> Iterator[tuple[str, tuple[str, str, int | None, str, float | None]]]:
    """Yield what each filled cell must give."""
    rows = raw_rows(SAMPLES / table.name, table.encoding)
    titles = rows[table.header]
    for number, row in enumerate(rows[table.header + 1 :], table.header + 1):
        for column, text in enumerate(row[1:], 1):
            if not text.strip():
                continue
            label, title = row[0].strip(), titles[column].strip()
            place, indicator, measure = table.place, table.indicator, table.measure
            when = year(label if table.rows == "year" else title)
            if table.rows == "place":
                place = label
            elif table.rows == "year":
                place = title
            else:
                indicator, measure = re.fullmatch(r"(.+)\((.+)\)", label).groups()  # type: ignore[union-attr]
            yield cell_name(number, column), (place, indicator, when, measure, float(text))


def read(name: str, sheet: int = 0) -> list[Reading]:
    """Return what the importer reads."""
    return read_grid(read_grids(SAMPLES / name)[sheet], NAMES)


def told(found: list[Reading]) -> Expected:
    """Return the readings by cell."""
    assert len({reading.cell for reading in found}) == len(found)
    return {r.cell: (r.place, r.indicator, r.year, r.measure, r.value) for r in found}


@pytest.mark.parametrize("table", WIDE, ids=lambda table: table.name)
def test_wide_tables(table: Wide) -> None:
    """All cells, none more, none doubted."""
    found = read(table.name)
    assert told(found) == dict(wide(table))
    assert not any(reading.doubts for reading in found)


def test_whole_rows_inside_quotes() -> None:
    """Names with commas stay whole, and every figure stands below its title."""
    name = "11_csv_whole_row_quoted.csv"
    rows = raw_rows(SAMPLES / name, "utf-8-sig")
    rows = [next(csv.reader(row[:1])) if len(row) == 1 or not any(row[1:]) else row for row in rows]
    expected = {
        cell_name(number, column): (row[2], rows[0][column], int(row[0]), "", float(text))
        for number, row in enumerate(rows[1:], 1)
        for column, text in enumerate(row)
        if column > 3 and text
    }
    assert told(read(name)) == expected


def test_a_long_table_whose_title_lies() -> None:
    """Every figure with the measure of its title; that the title lies, only its neighbours tell."""
    name = "12_unit_break_in_one_year.csv"
    rows = raw_rows(SAMPLES / name, "utf-8-sig")
    found = told(read(name))
    expected = {
        cell_name(number, column): (row[0], int(row[1]), float(text))
        for number, row in enumerate(rows[1:], 1)
        for column, text in enumerate(row)
        if column > 1 and text
    }
    assert {cell: (place, when, value) for cell, (place, _, when, _, value) in found.items()} == expected
    assert {column: found[f"{column}2"][1:4:2] for column in "CFIM"} == {
        "C": ("GDP", "亿元"), "F": ("第二产业比重", "%"), "I": ("65岁以上人口", "人"),
        "M": ("城镇单位就业人员", "万人"),
    }  # fmt: skip


EARLY, LATE = "13_yearbook_2011_two_row_header.xlsx", "13_yearbook_2017_two_row_header.xlsx"
YEARBOOKS = [
    (EARLY, 0, {"C": ("年末总人口", "万人"), "G": ("年末单位从业人员数", "万人")}, "DFH"),
    (LATE, 0, {"C": ("年末户籍人口", "万人"), "G": ("城镇单位从业人员期末人数", "")}, "DFH"),
    (LATE, 1, {"C": ("城市建设用地面积", "平方公里")}, ""),
    (LATE, 2, {"F": ("水资源总量", "万立方米")}, "DE"),
]


@pytest.mark.parametrize(("name", "sheet", "titles", "parts"), YEARBOOKS)
def test_yearbooks(name: str, sheet: int, titles: dict[str, tuple[str, str]], parts: str) -> None:
    """Two rows of header; no year anywhere; what is for the districts only is put up for review."""
    rows = raw_rows(SAMPLES / name, "", sheet)
    found = {reading.cell: reading for reading in read(name, sheet)}
    expected = {
        cell_name(number, column): text
        for number, row in enumerate(rows[2:], 2)
        for column, text in enumerate(row)
        if column > 1 and text.strip()
    }
    assert {cell: reading.text for cell, reading in found.items()} == {
        cell: text.removesuffix(".0") for cell, text in expected.items()
    }
    for cell, reading in found.items():
        column, number = cell[0], int(cell[1:]) - 1
        plain = re.fullmatch(r"\d+(\.\d*)?", expected[cell].strip())
        assert reading.value == (float(expected[cell]) if plain else None), cell
        assert bool(reading.doubts) == (column in parts or not plain), cell
        assert reading.place == rows[number][0].strip()
        assert reading.year is None
        if column in titles:
            assert (reading.indicator, reading.measure) == titles[column]


def test_the_list_of_bad_cells() -> None:
    """Each of the 30 cells as its reading by eye says: the number, or none."""
    with (SAMPLES / "14_bad_cells_in_yearbooks.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = list(csv.DictReader(file))
    assert len(cells) == 30
    for cell in cells:
        text = cell["raw"].replace('"', '""')
        table = f'地区,2011年,2012年\n上海,"{text}",1\n'
        first = readings(table)[0]
        assert first.value == (float(cell["safe_value"].rstrip(".")) if cell["safe_value"] else None), cell
        assert first.missing == (cell["kind"] == "missing marker"), cell
        assert bool(first.doubts) == (first.value is None and not first.missing), cell
