"""Books with a study and comparisons made anew: by roll, by flowxl weights, by collecting; nothing goes in silence."""

import shutil
from dataclasses import replace

import numpy as np
import openpyxl
import pytest
from support.book_studies import with_comparisons
from support.books import built, with_some

from flowxl.cycle import roll as rolling
from flowxl.cycle.roll import RollOptions, roll
from flowxl.cycle.weights_book import WeightsOptions, change_weights, with_pairs
from flowxl.reading.read_book import read_book
from flowxl.workbook.weighting import Pairwise


@pytest.fixture
def compared(tmp_path):
    """Give a book of five pillars with comparisons of the pillars and, empty, within them."""
    path = shutil.copy(built("mixed").path, tmp_path / "book.xlsx")
    with_comparisons(path)
    change_weights(path, WeightsOptions(compare=("equal", "ahp"), pairs="indicator"))
    return path


def test_renewing_a_book_that_nobody_touched_finds_nothing(compared):
    """The list of contradictions has no keys: it is not taken for something that a person typed."""
    assert change_weights(compared, WeightsOptions(compare=("equal",))).renewed.findings == ()


def test_what_a_renewal_cannot_carry_is_printed(compared, flowxl):
    """A note on a sheet that goes away is shown with its cell, and the exit code asks for a look."""
    typed = openpyxl.load_workbook(compared)
    typed["权重比较"]["AD7"] = "请保留"
    typed.save(compared)
    ran = flowxl("weights", compared, "--compare", "none")
    assert ran.code == 1
    assert "权重比较!AD7" in ran.out
    assert "请保留" in ran.out


def test_comparisons_of_a_pillar_that_a_framework_leaves_out_stay(compared, tmp_path, monkeypatch):
    """RS is gone from the framework: its own comparisons and those with it are in the new book and the one after."""
    data = read_book(compared)
    fewer = with_some(data.framework, data.framework.pillar_codes[1:], ())
    monkeypatch.setattr(rolling, "load_framework", lambda _: fewer)
    roll(compared, tmp_path / "next.xlsx", RollOptions(to=2021, framework="fewer"))
    change_weights(tmp_path / "next.xlsx", WeightsOptions(compare=("ahp",)))
    found = read_book(tmp_path / "next.xlsx").weighting.pairwise
    assert {one.group for one in found} == {one.group for one in data.weighting.pairwise} >= {"", "RS"}
    held = {one.group: one for one in data.weighting.pairwise}
    for one in found:
        assert replace(one, values=held[one.group].values).codes == held[one.group].codes
        assert np.array_equal(one.values, held[one.group].values, equal_nan=True)


def test_a_book_without_a_figure_can_compare_and_be_checked(tmp_path, flowxl):
    """No pillar counts: weights by data say why there are none, equal ones are there, and nothing crashes."""
    path = tmp_path / "blank.xlsx"
    assert flowxl("build", "--empty", "--years", "2014-2016", "--output", path).code == 0
    ran = flowxl("weights", path, "--compare", "equal,entropy")
    assert ran.code == 0
    assert "0 个城市、0 个二级指标" in ran.out
    assert "Traceback" not in flowxl("check", path).err


def test_a_new_pillar_gets_room_among_the_comparisons(compared):
    """What was compared stays; the pairs with the new one are empty."""
    framework = read_book(compared).framework
    first, second = framework.pillar_codes[:2]
    before = Pairwise("", (second, first), np.array([[np.nan, 3.0], [np.nan, np.nan]]))
    found = with_pairs((before,), framework, "pillar")[0]
    assert found.codes == (second, first, *framework.pillar_codes[2:])
    assert found.values[0, 1] == 3.0
    assert int((~np.isnan(found.values)).sum()) == 1
