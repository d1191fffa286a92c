"""Other weights in a workbook: pairwise comparisons and the comparison of methods, by formulas and read back."""

import functools
import shutil
import sys
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from support import engines
from support.book_studies import with_comparisons
from support.books import built
from support.mishaps import kill
from support.shared import shared
from support.tiers import amount

from flowxl.cycle.roll import RollOptions, roll
from flowxl.cycle.weights_book import WeightsOptions, change_weights
from flowxl.reading.read_book import read_book
from flowxl.voice.faults import FlowXLError
from flowxl.workbook.methods_compared import DEFAULT_METHODS, compare_methods

KILLS = amount("kills", 3)

METHODS = (*DEFAULT_METHODS, "ahp", "ahp+entropy", "ahp*entropy", "game:ahp:entropy", "entropy@indicator", "delphi")


@pytest.fixture
def book(tmp_path):
    """Copy a book of five pillars with real figures, of which some have none."""
    return shutil.copy(built("mixed real").path, tmp_path / "book.xlsx")


@pytest.fixture
def whole(shipped_book, tmp_path):
    """Copy the shipped book."""
    return shutil.copy(shipped_book, tmp_path / "book.xlsm")


def test_comparing_leaves_the_index_as_it_was(book):
    """With the weights of the paper the book gives what it gave before, whatever stands beside it."""
    before = read_book(book).compute()
    done = change_weights(book, WeightsOptions(compare=DEFAULT_METHODS))
    after = read_book(book).compute()
    assert np.array_equal(before.index, after.index, equal_nan=True)
    assert np.array_equal(done.comparison.methods[0].index, before.index, equal_nan=True)
    assert read_book(book).weighting.methods == DEFAULT_METHODS


def test_equal_weights_give_the_plain_mean_of_the_pillar_scores(book):
    """The index by equal weights is the mean of the counting pillars times the sum of their weights now."""
    change_weights(book, WeightsOptions(compare=("equal",)))
    data = read_book(book)
    result = data.compute()
    counting = result.pillar_counting
    expected = result.pillar_scores[counting].mean(axis=0) * result.weights[counting].sum()
    found = compare_methods(result, data.weighting).methods[1]
    assert found.index == pytest.approx(expected, rel=1e-12)


def compared_book(blanks):
    """Return a book with everything that can be compared; of the pairs some are blank."""

    def make(path):
        shutil.copy(built("mixed real").path, path)
        with_comparisons(path, blanks=blanks)
        change_weights(path, WeightsOptions(compare=METHODS, pairs="indicator"))

    return shared(f"{blanks} blanks.xlsx", make, "compared")


@pytest.fixture(scope="module")
def computed(tmp_path_factory):
    """Let a program compute both books, in one go."""

    @functools.cache
    def get(engine):
        return engines.recalculate([compared_book(0), compared_book(2)], tmp_path_factory.mktemp(engine), engine)

    return get


@pytest.mark.parametrize("blanks", [0, 2])
@pytest.mark.parametrize(
    "engine",
    [
        pytest.param("libreoffice", marks=pytest.mark.libreoffice),
        pytest.param("gnumeric", marks=pytest.mark.gnumeric),
    ],
)
def test_formulas_give_what_the_core_says(computed, engine, blanks):
    """Every formula of 层次分析 and 权重比较, computed anew by another program, finds the value stored beside it."""
    engines.need(engine)
    path = compared_book(blanks)
    compared = engines.compare(path, computed(engine)[path])
    assert not compared.mismatches
    assert compared.largest_difference < 1e-9


def test_comparisons_are_read_back_and_rolled(book, tmp_path):
    """What was compared stays, also in the next year's book, and so do the methods."""
    with_comparisons(book, blanks=2)
    change_weights(book, WeightsOptions(compare=METHODS))
    before, n = read_book(book).weighting, len(read_book(book).weights)
    roll(book, tmp_path / "next.xlsx", RollOptions(to=2021))
    after = read_book(tmp_path / "next.xlsx").weighting
    assert after.described() == before.described()
    assert int(np.isnan(before.pairwise[0].values).sum()) == n * (n + 1) // 2 + 2
    assert before.methods == METHODS


def test_weights_of_a_method_are_taken_over_with_their_origin(whole):
    """AHP's weights stand in 权重, scaled to the total that was there, and say what they are."""
    with_comparisons(whole)
    total = read_book(whole).weights.sum()
    change_weights(whole, WeightsOptions(use="ahp"))
    after = read_book(whole)
    counting = after.compute().pillar_counting
    assert after.weights[counting].sum() == pytest.approx(18.0)  # of 34 in all: the pillars that count
    assert total == 34
    assert all(text.startswith("层次分析，") for text in after.weighting.origins.values())


def test_a_method_that_gives_no_weight_to_a_pillar_is_not_taken_over(whole):
    """Pillars without figures have entropy weight 0, which no index can be made of: refused, and nothing is written."""
    before = whole.read_bytes()
    with pytest.raises(FlowXLError, match="cannot be used") as refused:
        change_weights(whole, WeightsOptions(use="entropy"))
    assert "战略规划流" in refused.value.of("zh")
    assert whole.read_bytes() == before


@pytest.mark.parametrize("method", ["entropie", "entropy@pillar", "game:entropy:nobody", "delphi+ahp@indicator"])
def test_an_unknown_method_is_refused(book, method):
    """With the methods that there are."""
    with pytest.raises(FlowXLError, match="methods cannot be used"):
        change_weights(book, WeightsOptions(compare=(method,)))


def test_few_cities_are_told_in_words(whole):
    """Five cities and six counting pillars: the covariance has rank 4, and the sheet says so."""
    change_weights(whole, WeightsOptions(compare=DEFAULT_METHODS))
    sheet = openpyxl.load_workbook(whole)["权重比较"]
    said = sheet.cell(2, 1).value
    assert "5 个城市、6 个二级指标" in said
    assert "秩为 4" in said
    assert "不宜单独作为依据" in said


def test_a_comparison_that_is_no_ratio_is_told_with_its_cell(book, tmp_path, flowxl):
    """A date, as 1/3 may become when typed, is refused with a hint; the index is computed all the same."""
    with_comparisons(book)
    typed = openpyxl.load_workbook(book)
    sheet = typed["层次分析"]
    row = next(c.row for c in sheet["A"] if c.value == "RS")
    sheet.cell(row, 4).value = 12
    path = tmp_path / "typed.xlsx"
    typed.save(path)
    ran = flowxl("check", path)
    assert ran.code == 1
    assert f"层次分析!D{row}" in ran.err
    assert "1/9 至 9" in ran.err


def test_a_combination_weighs_both_methods_alike_over_the_pillars_that_count(book):
    """Half the share of each: pillars without figures, which one method gives no weight, do not dilute the other."""
    with_comparisons(book)
    change_weights(book, WeightsOptions(compare=("ahp", "entropy", "ahp+entropy")))
    data = read_book(book)
    result = data.compute()
    counting = result.pillar_counting
    ahp, entropy, both = (m.weights[counting] for m in compare_methods(result, data.weighting).methods[1:])
    expected = (ahp / ahp.sum() + entropy / entropy.sum()) / 2
    assert both / both.sum() == pytest.approx(expected, rel=1e-12)


def charts(path):
    """Return the number of charts in a book."""
    with zipfile.ZipFile(path) as package:
        return sum(name.startswith("xl/charts/chart") and name.endswith(".xml") for name in package.namelist())


@pytest.mark.libreoffice
def test_pictures_of_a_book_that_libreoffice_saved_do_not_stand_there_twice(book, tmp_path):
    """It drops descriptions and writes titles as text: our charts are still known, and a person's chart stays."""
    engines.need("libreoffice")
    path = book
    before = charts(path)
    saved = engines.recalculate_libreoffice([path], tmp_path / "out")[path]
    assert charts(saved) == before == 6
    renewed = change_weights(saved, WeightsOptions(compare=("equal",))).renewed
    assert charts(saved) == before
    assert renewed.findings == ()
    roll(saved, tmp_path / "next.xlsx", RollOptions(to=2021))
    assert charts(tmp_path / "next.xlsx") == before


def test_a_date_of_its_own_stays_when_the_book_is_made_anew(tmp_path, flowxl):
    """What --date said stands on 说明 afterwards, and is nothing to tell."""
    path = tmp_path / "dated.xlsx"
    flowxl("build", "--cities", "SH,BJ", "--years", "2014-2016", "--date", "2026-03-04", "--output", path)
    done = change_weights(path, WeightsOptions(compare=("equal",)))
    assert done.renewed.findings == ()
    said = [cell.value for row in openpyxl.load_workbook(path)["说明"].iter_rows() for cell in row if cell.value]
    assert any("2026-03-04" in str(text) for text in said)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_killing_a_run_leaves_the_book_as_it_was_or_as_it_was_meant(book):
    """Kill -9 at random moments, FLOWXL_KILLS of them: never a book between, and no backup that is another one."""
    path = book
    old = Path(path).read_bytes()
    kill("weights", Path(path), [], KILLS)
    assert Path(path).read_bytes() == old
