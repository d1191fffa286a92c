"""Numbers in sentences are rounded as the sheet's own formula rounds them."""

from dataclasses import replace

import numpy as np
import pytest
import xlsxwriter
from support.books import built
from support.engines import need, recalculate_libreoffice
from support.xlsx_cells import read_cells

from flowxl.workbook.fixed_decimals import fixed
from flowxl.workbook.sheets.registry import lines
from flowxl.workbook.sheets.settings_declared import compared_cities

# What LibreOffice 25.2 shows for FIXED(x,1).
SHOWN = {
    0.25: "0.3", 0.35: "0.4", -0.25: "-0.3", 0.05: "0.1", -0.04: "0.0", 0.15: "0.2", 1.005: "1.0", 1234.55: "1,234.6",
    -1234.55: "-1,234.6", 99.95: "100.0", 999.95: "1,000.0", 12.349999999999998: "12.4", 1234567.25: "1,234,567.3",
}  # fmt: skip


@pytest.mark.parametrize(("value", "text"), SHOWN.items())
def test_halves_go_away_from_zero(value, text):
    """As in the program; Python's own rounding gives other texts for nine of them."""
    assert fixed(value, 1) == text


@pytest.mark.libreoffice
def test_libreoffice_gives_the_same_texts(tmp_path):
    """It is the judge, for halves and for other numbers."""
    need("libreoffice")
    numbers = [*SHOWN, *np.random.default_rng(1).uniform(-90, 90, 200).round(2).tolist()]
    with xlsxwriter.Workbook(tmp_path / "fixed.xlsx") as book:
        sheet = book.add_worksheet("S")
        for row, number in enumerate(numbers):
            sheet.write_number(row, 0, number)
            sheet.write_formula(row, 1, f"=FIXED(A{row + 1},1)")
    (shown,) = recalculate_libreoffice([tmp_path / "fixed.xlsx"], tmp_path / "shown").values()
    cells = read_cells(shown)
    assert {x: cells["S", f"B{n}"][1] for n, x in enumerate(numbers, 1)} == {x: fixed(x, 1) for x in numbers}


@pytest.mark.parametrize(("gap", "text"), [(0.25, "0.3"), (-0.04, "0.0"), (12.35, "12.4")])
def test_the_sentence_about_the_gap_says_what_its_formula_says(gap, text):
    """The stored text of 差距 and its formula round alike."""
    book = built("mixed").book
    focus, _ = compared_cities(book)
    index = np.where(np.arange(len(book.result.index)) == focus, gap, 0.0)
    sheet = next(sheet for sheet in book.layout.sheets if sheet.key == "gap")
    line = lines(replace(book, result=replace(book.result, index=index)), sheet)[2][0]
    assert line.text.endswith(f"指数差 {text}")
    assert "FIXED(" in line.formula
