"""A Delphi study in a workbook: written, read back, computed by its formulas, carried into the next year's book."""

import functools
import shutil
from dataclasses import replace

import numpy as np
import openpyxl
import pytest
from support import engines
from support.book_studies import ROUNDS, pillars_study
from support.books import built
from support.delphi_studies import answers, items
from support.edits import edited
from support.shared import shared

from flowxl.core.delphi.study import SCALES, Item, Round, Study
from flowxl.cycle.delphi_book import Weigh, apply_study, read_study, save_study
from flowxl.cycle.roll import RollOptions, roll
from flowxl.reading.read_book import read_book
from flowxl.voice.faults import FlowXLError
from flowxl.voice.text import Text
from flowxl.workbook.methods_compared import compare_methods
from flowxl.workbook.weighting import described_study

NAN = float("nan")


@pytest.fixture
def book(tmp_path):
    """Copy a book of five pillars with real figures, of which some have none."""
    return shutil.copy(built("mixed real").path, tmp_path / "book.xlsx")


@pytest.fixture
def whole(shipped_book, tmp_path):
    """Copy the shipped book."""
    return shutil.copy(shipped_book, tmp_path / "book.xlsm")


def test_a_study_is_read_back_as_it_was_saved(whole):
    """Ratings, gaps, words, remarks, dates: nothing of a study changes on its way, and the figures stay."""
    before = read_book(whole)
    study = pillars_study(whole, *ROUNDS)
    renewed = save_study(whole, study)
    after = read_book(whole)
    assert described_study(after.weighting.study) == described_study(study)
    assert np.array_equal(after.observations.values, before.observations.values, equal_nan=True)
    assert np.array_equal(after.weights, before.weights)
    assert after.compute().index.tolist() == pytest.approx(before.compute().index.tolist(), rel=0, nan_ok=True)
    assert renewed.findings == ()
    assert read_book(renewed.backup).weighting.study is None


def test_another_study_is_not_overwritten(book):
    """A book holds one study; another one is refused, and the first stays."""
    study = pillars_study(book, *ROUNDS)
    save_study(book, study)
    other = Study("S2", "另一研究", study.scale, "pillar", study.items, study.experts, study.rounds)
    with pytest.raises(FlowXLError, match="another Delphi study"):
        save_study(book, other)
    assert read_study(book).code == "S1"


def test_roll_carries_the_study(book, tmp_path):
    """The next year's book has the whole study."""
    study = pillars_study(book, *ROUNDS)
    save_study(book, study)
    roll(book, tmp_path / "next.xlsx", RollOptions(to=2021))
    assert described_study(read_study(tmp_path / "next.xlsx")) == described_study(study)


@pytest.mark.parametrize(("how", "first"), [("mean", 4.0), ("median", 4.5)])
def test_weights_by_ratings_say_where_they_are_from(book, how, first):
    """Means 4, 2.75, 2 … are scaled to the total that the book has; each weight says study, round, way and day."""
    study = pillars_study(book, [[5, 3, 1], [4, 3, 2], [5, 2, 1], [2, 3, 4]], experts=4)
    save_study(book, study)
    total = read_book(book).weights.sum()
    apply_study(book, Weigh(how))
    after = read_book(book)
    assert after.weights.sum() == pytest.approx(total)
    centres = {"mean": [4.0, 2.75, 2.0], "median": [4.5, 3.0, 1.5]}[how]
    assert centres[0] == first
    assert after.weights[:3] / after.weights[0] == pytest.approx(np.array(centres) / centres[0])
    assert all("权重研究" in text and "第 1 轮" in text for text in after.weighting.origins.values())
    assert len(after.weighting.origins) == len(after.weights)


def test_a_weight_typed_by_hand_says_so(book):
    """Who types over a weight is told apart, in the cell and when read."""
    typed = openpyxl.load_workbook(book)
    sheet = typed["权重"]
    header = next(row for row in sheet.iter_rows(max_row=10) if row[0].value == "代码")
    column = next(cell.column for cell in header if cell.value == "权重")
    sheet.cell(header[0].row + 1, column, 9)
    typed.save(book)
    origins = read_book(book).weighting.origins
    assert list(origins.values()) == ["手工填写"]


KINDS = ("two rounds", "open round", "budget", "indicators", "nobody")
BUDGET = [[10, 20, 5], [12.5, 7.5, 30], [9, 9, 9]]
NINE = [[9, 8, 1, 2, 3, 4, 5], [7, 8, 2, 2, 2, 4, 4], [9, 9, NAN, 1, 1, 1, 9]]


def of_kind(kind, path):
    """Return a study of each kind."""
    if kind == "indicators":
        grouped = tuple(Item(i.code, i.name, "A" if n < 3 else "B", Text("甲", "A")) for n, i in enumerate(items(7)))
        experts = ("E1", "E2", "E3")
        rounds = (Round(1, "2026-01-01", experts, answers(NINE)),)
        return Study("S", "指标", SCALES["1-9"], "indicator", grouped, experts, rounds)
    if kind == "budget":
        return pillars_study(path, BUDGET, BUDGET[::-1], scale="budget", experts=3)
    nobody = [None] * 5
    rounds = {"two rounds": ROUNDS, "open round": (ROUNDS[0], nobody), "nobody": (nobody,)}
    return pillars_study(path, *rounds[kind])


def with_study(kind):
    """Return a book with a study of a kind."""

    def make(path):
        shutil.copy(built("mixed real").path, path)
        save_study(path, of_kind(kind, path))

    return shared(f"{kind}.xlsx", make, "study")


@pytest.fixture(scope="module")
def computed(tmp_path_factory):
    """Let a program compute the books of all kinds, in one go."""

    @functools.cache
    def get(engine):
        paths, folder = [with_study(kind) for kind in KINDS], tmp_path_factory.mktemp(engine)
        return engines.recalculate(paths, folder, engine)

    return get


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "engine",
    [
        pytest.param("libreoffice", marks=pytest.mark.libreoffice),
        pytest.param("gnumeric", marks=pytest.mark.gnumeric),
    ],
)
def test_formulas_give_what_the_core_says(computed, engine, kind):
    """Every formula of the sheets, computed anew by another program, finds the value stored beside it."""
    engines.need(engine)
    path = with_study(kind)
    new = computed(engine)[path]
    compared = engines.compare(path, new)
    assert not compared.mismatches
    assert compared.largest_difference < 1e-12


@pytest.mark.libreoffice
def test_a_table_of_ratings_that_was_sorted_and_moved_reads_the_same(book, tmp_path):
    """Rows sorted, rows and columns inserted, sheets renamed: the study is the same."""
    engines.need("libreoffice")
    path = book
    study = pillars_study(path, *ROUNDS)
    save_study(path, study)
    ops = [
        ["sort", "flow_delphi_experts", "专家代码", False, None],
        ["insert", "flow_delphi_ratings", "Rows", f"2.{study.item_codes[0]}", 2],
        ["rename", "德尔菲", "德尔菲（旧）"],
    ]
    found = read_study(edited(path, ops, tmp_path / "edited.xlsx"))
    key = sorted(described_study(found)[5])
    assert key == sorted(study.experts)
    for number in (1, 2):
        order = [found.experts.index(expert) for expert in study.experts]
        assert np.array_equal(found.ratings(number)[order], study.ratings(number), equal_nan=True)


def test_a_rating_off_the_scale_keeps_nobody_from_computing_but_the_book_cannot_be_rolled(book, tmp_path, flowxl):
    """7 on a scale from 1 to 5: told with its cell by compute, refused by whatever would write the study anew."""
    path = book
    study = pillars_study(path, *ROUNDS)
    save_study(path, study)
    typed = openpyxl.load_workbook(path, keep_links=False)
    sheet = typed["德尔菲"]
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == "E1" and sheet.cell(c.row, 1).value == "行码")
    cell = sheet.cell(cell.row + 1, cell.column, 7)
    typed.save(path)
    ran = flowxl("compute", path)
    assert ran.code == 1
    assert f"德尔菲!{cell.coordinate}" in ran.err
    with pytest.raises(FlowXLError, match="cannot be read reliably"):
        roll(path, tmp_path / "next.xlsx", RollOptions(to=2021))
    with pytest.raises(FlowXLError, match="cannot be read reliably"):
        save_study(path, study)


def test_weights_of_a_round_that_few_answered_say_so(book, flowxl):
    """Two of five answers: the weights are written with that number, and the command ends with 1."""
    path = book
    save_study(path, pillars_study(path, [[5, 3, 1], [4, 3, 2], None, None, None]))
    ran = flowxl("delphi", "weights", path)
    assert ran.code == 1
    assert "2/5" in ran.out
    assert all("（2/5 份）" in text for text in read_book(path).weighting.origins.values())


def test_weights_by_authority_leave_nobody_out_without_a_word(book):
    """Who rated and did not judge the own familiarity has no Cr: refused with the code, and not compared."""
    path = book
    study = pillars_study(path, [[5, 3, 1], [4, 3, 2]], experts=2)
    first, second = study.rounds[0].answers
    asked = replace(study.rounds[0], answers=(first, replace(second, familiarity="")))
    save_study(path, replace(study, rounds=(asked,)))
    with pytest.raises(FlowXLError, match="E2"):
        apply_study(path, Weigh("authority"))
    data = read_book(path)
    weighting = replace(data.weighting, methods=("delphi", "delphi_authority"))
    plain, weighted = compare_methods(data.compute(), weighting).methods[1:]
    assert plain.weights is not None
    assert weighted.weights is None
    assert weighted.reason.code == "no_authority"
