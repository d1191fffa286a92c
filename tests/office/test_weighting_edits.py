"""What people do to the sheets on weights: read right, or told; a formula shows the core's number or nothing."""

import shutil

import numpy as np
import openpyxl
import pytest
from support import engines
from support.book_studies import ROUNDS, pillars_study, with_comparisons
from support.books import built
from support.edits import edited

from flowxl.cycle.delphi_book import save_study
from flowxl.cycle.weights_book import WeightsOptions, change_weights
from flowxl.ooxml.package import Kind
from flowxl.reading.read_book import read_book

pytestmark = pytest.mark.libreoffice
FIRST, SECOND, THIRD = "RS", "LT", "CA"
RATED, EXPERTS, STUDY = "flow_delphi_ratings", "flow_delphi_experts", "flow_delphi_study"
SAME = {
    "ratings sorted": [["sort", RATED, "均值", False, None]],
    "items sorted": [["sort", "flow_delphi_items", "代码", True, None]],
    "rounds sorted": [["sort", "flow_delphi_rounds", "轮次", False, None]],
    "experts sorted": [["sort", EXPERTS, "专家代码", False, None]],
    "columns of experts sorted": [["sort_columns", RATED, "E1", False]],
    "column among the ratings": [["insert", RATED, "Columns", "E3", 1]],
    "rows among the ratings": [["insert", RATED, "Rows", f"2.{SECOND}", 2]],
    "rows of ratings swapped": [["cut_swap", RATED, f"1.{FIRST}", f"1.{THIRD}", None]],
    "tables moved": [["add_sheet", "x", 0], ["move_table", RATED, "x", "B3"], ["move_table", "flow_ahp", "x", "B40"]],
    "sheets renamed": [["rename", "德尔菲", "a b"], ["rename", "层次分析", "c'd"], ["rename", "权重比较", "e"]],
    "pairs sorted": [["sort", "flow_ahp", "代码", False, None]],
    "columns of pairs sorted": [["sort_columns", "flow_ahp", FIRST, False]],
    "row among the pairs": [["insert", "flow_ahp", "Rows", THIRD, 1]],
    "cities sorted": [["sort", "flow_compare_index", "代码", True, None]],
}
"""Edits after which the core reads what was there before."""
TOLD = {
    "row of an expert deleted": ([["remove", EXPERTS, "Rows", "2.E2"]], "2.E2"),
    "setting deleted": ([["remove", STUDY, "Rows", "cv_limit"]], "cv_limit"),
    "setting out of range": ([["put", STUDY, "cv_limit", "取值", 5]], "德尔菲!"),
    "rating below": ([["put_below", RATED, 1, "E1", 4]], "德尔菲!"),
    "ratings beside": (
        [["put_beside", RATED, "", 1, "E6"], ["put_beside", RATED, f"2.{FIRST}", 1, 5]],
        "below the code of an expert",
    ),
    "row of a pair deleted": ([["remove", "flow_ahp", "Rows", THIRD]], "层次分析!"),
    "both halves typed": ([["put", "flow_ahp", SECOND, FIRST, 3]], "层次分析!"),
    "formula opposite to nothing": (
        [["put", "flow_ahp", FIRST, SECOND, None], ["put", "flow_ahp", SECOND, FIRST, {"formula": "=1/4"}]],
        "0.25 by a formula opposite",
    ),
}
"""Edits after which something cannot be read surely, with what is said of it."""


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Give a book with a study of two rounds, comparisons and other methods."""
    engines.need("libreoffice")
    path = shutil.copy(built("mixed").path, tmp_path_factory.mktemp("weighting") / "book.xlsx")
    save_study(path, pillars_study(path, *ROUNDS))
    with_comparisons(path)
    change_weights(path, WeightsOptions(compare=("equal", "ahp", "delphi_authority")))
    return path


def ratings_of(study):
    """Return the ratings by round, expert and item."""
    return {
        (found.number, expert, code): value
        for found in study.rounds
        for expert, line in zip(study.experts, study.ratings(found.number).tolist(), strict=True)
        for code, value in zip(study.item_codes, line, strict=True)
        if not np.isnan(value)
    }


def pairs_of(pairwise):
    """Return how much more one item matters than another, by both codes."""
    return {
        (pairwise.codes[min(i, j)], pairwise.codes[max(i, j)])
        if pairwise.codes[i] < pairwise.codes[j]
        else (pairwise.codes[j], pairwise.codes[i]): float(
            value if pairwise.codes[i] < pairwise.codes[j] else 1 / value
        )
        for (i, j), value in np.ndenumerate(pairwise.values)
        if not np.isnan(value)
    }


@pytest.mark.parametrize("name", SAME)
def test_what_was_moved_is_read_right_and_no_formula_shows_another_number(source, tmp_path, name):
    """The study and the pairs are those of before; one that cannot follow shows no number, and 校验 says so."""
    before, after = read_book(source), read_book(edited(source, SAME[name], tmp_path / "edited.xlsx"))
    assert after.weighting_faults == ()
    assert ratings_of(after.weighting.study) == ratings_of(before.weighting.study)
    assert pairs_of(after.weighting.pairwise[0]) == pytest.approx(pairs_of(before.weighting.pairwise[0]))
    assert after.outdated(after.compute()) == []
    empty = {fault.found for fault in after.differences(after.compute())}
    assert empty <= {"the text ''", "#VALUE!"}
    assert flagged(tmp_path / "edited.xlsx") == bool(empty)


def flagged(path):
    """Whether 校验 asks for a look at the weights."""
    sheet = openpyxl.load_workbook(path, data_only=True)["校验"]
    return next(row[4].value for row in sheet.iter_rows() if row[0].value == "weighting") > 0


@pytest.mark.parametrize("name", TOLD)
def test_what_cannot_be_read_surely_is_told(source, tmp_path, name):
    """With the place, and with what was found."""
    ops, said = TOLD[name]
    after = read_book(edited(source, ops, tmp_path / "edited.xlsx"))
    assert said in " ".join(map(str, after.weighting_faults))


def test_a_comparison_older_than_the_weights_says_so(source, tmp_path, flowxl):
    """A weight was typed: the other methods' weights, scaled to the old total, are no longer those of the core."""
    path = edited(source, [["put", "flow_weights", FIRST, "权重", 9]], tmp_path / "edited.xlsx")
    data = read_book(path)
    assert len(data.outdated(data.compute())) == 3
    assert flagged(path)
    ran = flowxl("check", path)
    assert "权重比较!" in ran.out


def test_a_formula_changed_on_a_sheet_of_weights_is_told(source, tmp_path):
    """The core computes the mean of 5, 4, 5, 3 as 4.25, whatever stands in the cell."""
    ops = [["put", "flow_delphi_items", FIRST, "均值", 4.5]]
    data = read_book(edited(source, ops, tmp_path / "edited.xlsx"))
    told = [fault for fault in data.differences(data.compute()) if fault.found == "4.5"]
    assert len(told) == 1
    assert "4.25, as the core computes" in told[0].expected
    assert all(cell.kind is not Kind.ERROR for cells in data.weighting_shown.tables.values() for cell in cells.values())
