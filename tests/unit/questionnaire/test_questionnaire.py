"""A questionnaire is filled in by other programs and read back as it was meant."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import engines
from support.questionnaires import FULL_SELF, Form, answered, second_round, sent, study, typed, whole

from flowxl.core.delphi.choices import Choices
from flowxl.core.delphi.study import Remark, Study
from flowxl.questionnaire.earlier_rounds import group_of, own_of
from flowxl.questionnaire.read import read_questionnaire

NAN = float("nan")
RATING = st.one_of(st.none(), st.integers(-1, 7), st.floats(0, 6).map(lambda rating: round(rating, 3)))
ROUND_ONE = np.array([[1, 2, 3, 4], [2, 2, 3, 5], [3, 4, 3, 5], [5, 5, 3, NAN]])


@pytest.fixture
def second() -> Study:
    """Give a study whose second round is open."""
    return second_round(answered(study(), ROUND_ONE))


def test_filled_in_through_libreoffice(tmp_path: Path) -> None:
    """Typed into the open cells of the protected sheet; the live line says what is left."""
    found = study()
    cells = {("fq_items", code, "评分"): rating for code, rating in zip(found.item_codes, "4521", strict=True)}
    cells |= {
        ("fq_self", code, "选择"): word for code, word in zip(("S1", "S2", "S3"), ("熟悉", "大", "中"), strict=True)
    }
    cells |= {("fq_self", code, "选择"): "小" for code in ("S4", "S5")}
    cells[("fq_items", "TR02", "意见")] = "=不是公式，是意见"
    cells[("fq_proposals", "P2", "建议增加的内容")] = "数据跨境流量"
    cells[("fq_proposals", "P2", "为什么")] = "数字经济"
    path = typed(sent(found, tmp_path), cells, tmp_path / "typed.xlsx", "很好")
    answer = read_questionnaire(path, found)
    assert (answer.faults, answer.gaps, answer.doubts) == ((), (), ())
    assert (answer.expert, answer.round) == ("E01", 1)
    np.testing.assert_array_equal(answer.answer.ratings, [4, 5, 2, 1])
    assert (answer.answer.familiarity, answer.answer.basis) == FULL_SELF
    assert answer.answer.remarks == (
        Remark("comment", "TR02", "=不是公式，是意见"),
        Remark("proposal", "", "数据跨境流量：数字经济"),
        Remark("general", "", "很好"),
    )
    assert openpyxl.load_workbook(path, data_only=True)["问卷"]["A2"].value == "已全部填完，请保存后交回。"
    assert engines.validate([sent(found, tmp_path)]) == []


def test_locked_cells_stay_locked_in_libreoffice(tmp_path: Path) -> None:
    """Codes, questions, what is known of the last round, and the sheet that says which study it is."""
    found = second_round(answered(study(), ROUND_ONE))
    locked = {(table, code, title): "9" for table, code, title in LOCKED}
    path = typed(sent(found, tmp_path), locked, tmp_path / "typed.xlsx")
    before, after = Form(sent(found, tmp_path)), Form(path)
    assert [after.cell(*place).value for place in locked] == [before.cell(*place).value for place in locked]
    assert all(sheet.protection.sheet for sheet in after.book)
    assert read_questionnaire(path, found).is_empty


LOCKED = (
    *(
        ("fq_items", "TR01", title)
        for title in ("代码", "评价内容", "您上轮", "中位数", "下四分位", "上四分位", "提示")
    ),
    *(("fq_self", "S1", title) for title in ("代码", "自评")),
    *(("fq_meta", code, "内容") for code in ("study", "round", "expert", "mark")),
)


def test_second_round_shows_the_first(second: Study, tmp_path: Path) -> None:
    """The own rating, median and quartiles as a spreadsheet's QUARTILE.INC gives them."""
    form = Form(sent(second, tmp_path, "E02"))
    # by hand: of 1, 2, 3, 5 the quartiles lie at 1 + 3·0.25 steps: 1.75, 2.5, 3.5
    shown = [form.cell("fq_items", "TR01", title).value for title in ("您上轮", "中位数", "下四分位", "上四分位")]
    assert shown == [2, 2.5, 1.75, 3.5]
    # three ratings 4, 5, 5
    assert [form.cell("fq_items", "SI04", title).value for title in ("下四分位", "中位数")] == [4.5, 5]
    assert Form(sent(second, tmp_path, "E04")).cell("fq_items", "SI04", "您上轮").value is None


def test_an_item_that_nobody_rated_has_no_quartiles(tmp_path: Path) -> None:
    """Neither numbers nor a hint, and no warning of numpy."""
    found = second_round(answered(study(), np.where([True, True, True, False], ROUND_ONE, NAN)))
    assert np.isnan(group_of(found, 1).median).tolist() == [False, False, False, True]
    form = Form(sent(found, tmp_path))
    assert [form.cell("fq_items", "SI04", title).value for title in ("中位数", "提示")] == [None, None]


def test_own_rating_may_be_older(second: Study) -> None:
    """Of somebody who left out a round."""
    later = answered(second, ROUND_ONE[:2])
    third = replace(second_round(later), rounds=(*second_round(later).rounds,))
    np.testing.assert_array_equal(own_of(third, "E03", 3), ROUND_ONE[2])
    assert np.isnan(own_of(third, "E99", 3)).all()


def test_a_rating_outside_asks_for_a_reason(second: Study, tmp_path: Path) -> None:
    """In the sheet by a native formula, and of what comes back as a doubt."""
    ratings = {("fq_items", code, "评分"): rating for code, rating in zip(second.item_codes, "1535", strict=True)}
    ratings[("fq_items", "TR02", "理由")] = "枢纽地位"
    path = typed(sent(second, tmp_path), ratings, tmp_path / "typed.xlsx")
    values = openpyxl.load_workbook(path, data_only=True)["问卷"]
    places = [Form(path).cell("fq_items", code, "提示").coordinate for code in second.item_codes]
    assert [values[place].value or "" for place in places] == ["请说明理由", "已说明", "", ""]
    found = read_questionnaire(path, second)
    assert [(doubt.kind, doubt.found) for doubt in found.doubts] == [("no_reason", "no reason for 1 of TR01")]
    assert Remark("reason", "TR02", "枢纽地位") in found.answer.remarks


def test_budget_shows_what_is_left(tmp_path: Path) -> None:
    """For each group of its own, while points are given."""
    found = study("budget")
    points = dict(zip(found.item_codes, ("50", "30", "25.5", "100"), strict=True))
    cells = {("fq_items", code, "分值"): value for code, value in points.items()}
    path = typed(sent(found, tmp_path), cells, tmp_path / "typed.xlsx")
    sheet = openpyxl.load_workbook(path, data_only=True)["问卷"]
    sums = [row for row in sheet.iter_rows(values_only=True) if str(row[1]).startswith("合计")]
    assert [row[2:4] for row in sums] == [(105.5, "超出 5.5"), (100, "正好")]
    assert sheet["A2"].value == "还有 0 项未评分，1 组合计不是 100，5 项自评未选。"
    (fault,) = read_questionnaire(path, found).faults
    assert (fault.kind, fault.found) == ("budget", "points that sum to 105.5")


@pytest.mark.parametrize(
    ("parts", "kinds"),
    [
        ((33.3, 33.3, 33.4), []),
        ((33.3, 33.3, 33.35), []),
        ((33.3, 33.3, 33.46), ["budget"]),
        ((33.3, 33.3, 33.34), ["budget"]),
    ],
)
def test_budget_sums_with_a_stated_tolerance(parts: tuple[float, ...], kinds: list[str], tmp_path: Path) -> None:
    """0.05: what one sees is rounded to tenths."""
    found = study("budget")
    path = Form(sent(found, tmp_path)).full(dict(zip(found.item_codes, (*parts, 100), strict=True)), "分值").save()
    assert [fault.kind for fault in read_questionnaire(path, found).faults] == kinds


def test_per_cent_typed_in_libreoffice(tmp_path: Path) -> None:
    """The program makes 1 of it, and shows 100 %."""
    found = study("0-100")
    path = typed(sent(found, tmp_path), {("fq_items", "TR01", "评分"): "100%"}, tmp_path / "typed.xlsx")
    assert Form(path).cell("fq_items", "TR01", "评分").value == 1
    assert [(fault.kind, fault.found) for fault in read_questionnaire(path, found).faults] == [
        ("percentage", "100% for TR01")
    ]


def test_openpyxl_fills_it_in_english(tmp_path: Path) -> None:
    """A second program, which drops all stored values of formulas; words in the other language do as well."""
    found = study("0-100")
    form = Form(sent(found, tmp_path, "E02", "en"))
    for code, value in zip(found.item_codes, (0, 100, 50.0, 7), strict=True):
        form.put("fq_items", code, "Rating", value)
    for code, word in zip(
        ("S1", "S2", "S3", "S4", "S5"), ("not at all", "Large", "medium", "小", "small"), strict=True
    ):
        form.put("fq_self", code, "Answer", word)
    answer = read_questionnaire(form.save(), found)
    assert (answer.faults, answer.gaps, answer.doubts) == ((), (), ())
    np.testing.assert_array_equal(answer.answer.ratings, [0, 100, 50, 7])
    assert (answer.answer.familiarity, answer.answer.basis) == ("none", ("large", "medium", "small", "small"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ratings=st.lists(RATING, min_size=4, max_size=4))
def test_any_rating_is_taken_missing_or_refused(ratings: list[float | None], tmp_path: Path) -> None:
    """And never another one: a fault for each that is out of scale or not whole, a gap for each that is not there."""
    found = study()
    path = Form(sent(found, tmp_path)).full(dict(zip(found.item_codes, ratings, strict=True))).save()
    read = read_questionnaire(path, found)
    good = [rating if rating is not None and rating in (1, 2, 3, 4, 5) else NAN for rating in ratings]
    np.testing.assert_array_equal(read.answer.ratings, good)
    assert len(read.gaps) == ratings.count(None)
    kinds = ["not_whole" if 1 <= r <= 5 else "out_of_scale" for r in ratings if r is not None and r not in range(1, 6)]
    assert sorted(fault.kind for fault in read.faults) == sorted(kinds)


def test_levels_of_familiarity_that_a_study_made_up(tmp_path: Path) -> None:
    """Stand in the list as they are called there."""
    found = replace(study(), choices=Choices(familiarity={"专业": 1.0, "业余": 0.4}))
    form = Form(sent(found, tmp_path)).full(dict.fromkeys(found.item_codes, 3)).put("fq_self", "S1", "选择", "业余")
    assert read_questionnaire(form.save(), found).answer.familiarity == "业余"
    sheet = form.book["问卷"]
    assert any('"专业,业余"' in str(rule.formula1) for rule in sheet.data_validations.dataValidation)


@pytest.mark.validator
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("scale", "level"), [("1-5", "pillar"), ("1-9", "indicator"), ("budget", "indicator")])
def test_the_whole_framework_is_valid_and_printable(scale: str, level: str, language: str, tmp_path: Path) -> None:
    """Both rounds: no errors of the Open XML SDK, no errors in cells, pages of the width of one."""
    engines.need("validator", "libreoffice")
    first = whole(scale, level)
    ratings = np.tile(np.arange(1, 6.0), (12, len(first.items)))[:, : len(first.items)]
    paths = [sent(first, tmp_path, language=language)]
    paths.append(sent(second_round(answered(first, ratings)), tmp_path, language=language))
    assert engines.validate(paths) == []
    recalculated = engines.recalculate_libreoffice(paths, tmp_path / "recalculated")
    for path in paths:
        values = openpyxl.load_workbook(recalculated[path], data_only=True).worksheets[0]
        kept = openpyxl.load_workbook(path, data_only=True).worksheets[0]
        assert str(len(first.items)) in values["A2"].value
        assert [[c.value or "" for c in row] for row in values] == [[c.value or "" for c in row] for row in kept]
