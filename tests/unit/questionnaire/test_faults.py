"""What is wrong with a returned questionnaire is told with sheet, cell, found and expected; all of it at once."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from support.questionnaires import Form, answered, second_round, sent, study
from support.voice import said_twice

from flowxl.core.delphi.study import Round, Study
from flowxl.questionnaire.identity import Sheet
from flowxl.questionnaire.read import Returned, read_questionnaire
from flowxl.voice.text import Text

GOOD = {"TR01": 4, "TR02": 5, "TR03": 3, "SI04": 1}


def full(found: Study, folder: Path, expert: str = "E01") -> Form:
    """Return a questionnaire that is filled in without a fault."""
    return Form(sent(found, folder, expert)).full(GOOD)


def read(form: Form, found: Study) -> Returned:
    """Save it and read it back; whatever is told is told in both languages."""
    answer = read_questionnaire(form.save(), found)
    said_twice((*answer.faults, *answer.gaps, *answer.doubts))
    return answer


def told(answer: Returned) -> list[tuple[str, str]]:
    """Return kind and finding of each fault."""
    return [(fault.kind, fault.found) for fault in answer.faults]


def test_without_a_fault(tmp_path: Path) -> None:
    """The form that the others spoil."""
    answer = read(full(study(), tmp_path), study())
    assert (answer.faults, answer.gaps, answer.doubts) == ((), (), ())


@pytest.mark.parametrize(
    ("value", "kind", "found"),
    [
        (6, "out_of_scale", "6 for TR02"),
        (0, "out_of_scale", "0 for TR02"),
        (-3, "out_of_scale", "-3 for TR02"),
        (4.5, "not_whole", "4.5 for TR02"),
        ("4 分", "not_a_number", "the text '4 分'"),
        ("４", "not_a_number", "the text '４'"),
        (True, "not_a_number", "True"),
        ("#N/A", "not_a_number", "#N/A"),
        ("=2+2", "no_value", "a formula without a stored value"),
    ],
)
def test_a_rating_that_cannot_be_taken(value: object, kind: str, found: str, tmp_path: Path) -> None:
    """Is told with its cell, and stays out of the answer."""
    form = full(study(), tmp_path).put("fq_items", "TR02", "评分", value)
    answer = read(form, study())
    assert told(answer) == [(kind, found)]
    assert answer.faults[0].where == f"问卷!{form.cell('fq_items', 'TR02', '评分').coordinate}"
    assert answer.faults[0].expected == "a whole number from 1 to 5"
    assert answer.answer.ratings[1] != answer.answer.ratings[1]


@pytest.mark.parametrize(("value", "kind"), [(-1, "out_of_scale"), (101, "out_of_scale"), ("30%", "not_a_number")])
def test_points_that_cannot_be_taken(value: object, kind: str, tmp_path: Path) -> None:
    """Of a budget; its sum is not judged then."""
    found = study("budget")
    points = {"TR01": value, "TR02": 30, "TR03": 30, "SI04": 100}
    answer = read_questionnaire(Form(sent(found, tmp_path)).full(points, "分值").save(), found)
    assert [fault.kind for fault in answer.faults] == [kind]


def test_what_was_not_filled_in(tmp_path: Path) -> None:
    """Ratings, familiarity and each basis are told one by one."""
    form = full(study(), tmp_path).put("fq_items", "TR03", "评分", None)
    form.put("fq_self", "S1", "选择", None).put("fq_self", "S4", "选择", None)
    answer = read(form, study())
    assert answer.faults == ()
    assert [gap.found for gap in answer.gaps] == [
        "no rating of TR03 机场吞吐量",
        "no answer: 您对本研究领域的熟悉程度",
        "no answer: 判断依据：国内外文献的影响",
    ]


def test_a_word_that_is_not_in_the_list(tmp_path: Path) -> None:
    """Is refused with those that are."""
    (fault,) = read(full(study(), tmp_path).put("fq_self", "S2", "选择", "很大"), study()).faults
    assert (fault.kind, fault.found, fault.expected) == ("choice", "the text '很大'", "大 / 中 / 小")


Spoil = Callable[[Form], object]
ALTERED: dict[str, tuple[Spoil, str]] = {
    "wording": (lambda f: f.put("fq_items", "TR02", "评价内容", "客运总量"), "the text '客运总量'"),
    "code": (lambda f: f.put("fq_items", "TR02", "代码", "TR09"), "the code 'TR09'"),
    "row gone": (lambda f: _clear(f, "TR02"), "no row TR02"),
    "row twice": (lambda f: f.put("fq_items", "TR02", "代码", "TR01"), "TR01 a second time"),
    "rating without a code": (lambda f: f.put("fq_items", "TR02", "代码", None), "5"),
    "title gone": (lambda f: f.put("fq_items", "代码", "评分", "分"), "no column 评分 / Rating"),
    "own question gone": (lambda f: f.put("fq_self", "S3", "代码", None), "no row S3"),
    "expert": (lambda f: f.put("fq_meta", "expert", "内容", "E02"), "the mark"),
    "scale": (lambda f: f.put("fq_meta", "scale", "内容", "1-9"), "the scale '1-9'"),
    "mark": (lambda f: f.put("fq_meta", "mark", "内容", "0"), "the mark '0'"),
    "meta row gone": (lambda f: f.put("fq_meta", "mark", "代码", None), "no row mark"),
    "name gone": (lambda f: f.book.defined_names.pop("fq_self"), "no such name"),
}


def _clear(form: Form, code: str) -> None:
    for title in ("评分", "评价内容", "代码"):
        form.put("fq_items", code, title, None)


@pytest.mark.parametrize("what", ALTERED)
def test_altered(what: str, tmp_path: Path) -> None:
    """What was sent is not what came back."""
    form = full(study(), tmp_path)
    spoil, found = ALTERED[what]
    spoil(form)
    faults = read(form, study()).faults
    assert any(fault.kind in ("altered", "header") and found in fault.found for fault in faults), faults
    assert all(fault.where and fault.expected for fault in faults)


def test_altered_in_the_study(tmp_path: Path) -> None:
    """The wording in the book is another one than was asked."""
    found = study()
    form = full(found, tmp_path)
    items = (replace(found.items[0], name=Text("货物周转量", "Item 1")), *found.items[1:])
    kinds = [fault.kind for fault in read(form, replace(found, items=items)).faults]
    assert kinds == ["altered", "altered"]  # the mark, and the cell


def test_a_row_that_was_inserted(tmp_path: Path) -> None:
    """With a code of its own: nobody asked that."""
    form = full(study(), tmp_path)
    cell = form.cell("fq_items", "SI04", "代码")
    cell.parent.cell(cell.row - 1, 1).value = "XX"  # the row of the subtitle
    assert ("altered", "the code 'XX'") in told(read(form, study()))


def test_sorted_rows_are_fine(tmp_path: Path) -> None:
    """Each rating goes with its code."""
    form = full(study(), tmp_path)
    rows = [[form.cell("fq_items", code, title) for title in ("代码", "评价内容", "评分")] for code in ("TR01", "SI04")]
    for one, other in zip(*rows, strict=True):
        one.value, other.value = other.value, one.value
    answer = read(form, study())
    assert answer.faults == ()
    assert answer.answer.ratings.tolist() == list(GOOD.values())


def test_of_another_study_round_or_expert(tmp_path: Path) -> None:
    """None of them is read any further."""
    found = study()
    second = second_round(answered(found, [[1, 2, 3, 4]]))  # only E01 answered
    other = replace(found, code="Dffffffff")
    assert told(read(full(other, tmp_path), found)) == [("other_study", "the study 'Dffffffff'")]
    assert told(read(full(second, tmp_path), found)) == [("other_round", "round '2'")]
    more = replace(found, experts=(*found.experts, "E77"), rounds=(Round(1, "2022-01-01", (*found.experts, "E77")),))
    assert told(read(full(more, tmp_path, "E77"), found)) == [("expert", "the expert 'E77'")]
    stranger = replace(second, rounds=(second.rounds[0], Round(2, "2022-02-01", ("E01", "E02"))))
    assert ("expert", "E02 in round 2") in told(read(full(stranger, tmp_path, "E02"), second))


def test_a_newer_format(tmp_path: Path) -> None:
    """Is not guessed at."""
    assert told(read(full(study(), tmp_path).put("fq_meta", "format", "内容", 2), study())) == [
        ("format", "the format '2'")
    ]


def test_no_questionnaire_of_ours(tmp_path: Path) -> None:
    """Another workbook, a text, and nothing."""
    book = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(book)
    assert told(read_questionnaire(book, study())) == [("not_ours", "no name fq_meta")]
    text = tmp_path / "text.xlsx"
    text.write_text("hello", encoding="utf-8")
    assert [fault.kind for fault in read_questionnaire(text, study()).faults] == ["not_workbook"]
    assert [fault.kind for fault in read_questionnaire(tmp_path / "gone.xlsx", study()).faults] == ["missing_file"]


def test_hostile_names_are_refused(tmp_path: Path) -> None:
    """A name for an area without end, or for two areas, is no table."""
    form = full(study(), tmp_path)
    form.book.defined_names["fq_items"] = DefinedName("fq_items", attr_text="'问卷'!$A$14:$D$20,'问卷'!$A$1:$D$3")
    assert [fault.kind for fault in read(form, study()).faults] == ["altered"]


def test_all_faults_at_once(tmp_path: Path) -> None:
    """In ratings, choices and questions."""
    form = full(study(), tmp_path).put("fq_items", "TR01", "评分", 9).put("fq_items", "TR02", "评分", "好")
    form.put("fq_items", "SI04", "评价内容", "别的").put("fq_self", "S1", "选择", "专家").put(
        "fq_items", "TR03", "评分", None
    )
    answer = read(form, study())
    assert {fault.kind for fault in answer.faults} == {"out_of_scale", "not_a_number", "altered", "choice"}
    assert len(answer.gaps) == 1


def test_what_stands_elsewhere_is_told(tmp_path: Path) -> None:
    """Beside the tables, on other sheets, in comments on cells: taken all the same."""
    form = full(study(), tmp_path)
    sheet = form.book["问卷"]
    sheet["F15"].value = "另见附件"
    sheet["B15"].comment = Comment("不清楚", "E01")
    form.book.create_sheet("附件")["A1"].value = 1
    answer = read(form, study())
    assert answer.faults == ()
    assert [(doubt.where, doubt.found) for doubt in answer.doubts] == [
        ("问卷!F15", "the text '另见附件'"),
        ("附件", "a sheet that is not ours"),
        ("E01-1-zh.xlsx", "comments on cells"),
    ]


def test_an_error_where_a_text_should_be(tmp_path: Path) -> None:
    """What begins with = may have become a formula in another program: it is not lost in silence."""
    answer = read(full(study(), tmp_path).put("fq_items", "TR01", "意见", "=重要"), study())
    assert told(answer) == [("no_value", "a formula without a stored value")]


@pytest.mark.parametrize(
    ("scale", "value", "form"), [("0-100", 1, "0%"), ("budget", 0.3, "0.00%"), ("1-5", 4, '0.0%;"-"0%')]
)
def test_per_cent_is_refused(scale: str, value: float, form: str, tmp_path: Path) -> None:
    """100% is stored as 1, which would be another rating without an error."""
    found = study(scale)
    path = sent(found, tmp_path)
    title = "分值" if scale == "budget" else "评分"
    filled = Form(path).full(dict.fromkeys(found.item_codes, 3) | {"TR02": value}, title)
    filled.cell("fq_items", "TR02", title).number_format = form
    told_percent = [fault for fault in read(filled, found).faults if fault.kind == "percentage"]
    assert [fault.found for fault in told_percent] == [f"{100 * value:g}% for TR02"]


def test_reasons_are_wanted_on_both_sides(tmp_path: Path) -> None:
    """Below and above the quartiles (1.75 to 3.25 for TR01, 2 to 4.25 for TR02), not on them."""
    first = answered(study(), [[1, 2, 3, 4], [2, 2, 3, 5], [3, 4, 3, 5], [4, 5, 3, 1]])
    second = second_round(first)
    form = Form(sent(second, tmp_path)).full({"TR01": 1, "TR02": 5, "TR03": 3, "SI04": 4})
    assert [doubt.found for doubt in read(form, second).doubts] == [
        "no reason for 1 of TR01",
        "no reason for 5 of TR02",
    ]
    form.put("fq_items", "TR01", "理由", "过高").put("fq_items", "TR02", "理由", "过低")
    assert read(form, second).doubts == ()


def test_the_mark_does_not_depend_on_the_order() -> None:
    """But on each wording, and on whose questionnaire it is."""
    found = study()
    mark = Sheet(found, 1, "E01").mark
    assert Sheet(replace(found, items=found.items[::-1]), 1, "E01").mark == mark
    reworded = replace(found, items=(replace(found.items[0], name=Text("别的", "")), *found.items[1:]))
    others = [Sheet(reworded, 1, "E01"), Sheet(found, 1, "E02"), Sheet(found, 2, "E01"), Sheet(found, 1, "E01", "en")]
    assert len({mark, *(other.mark for other in others)}) == 5


def test_a_sheet_full_of_other_things(tmp_path: Path) -> None:
    """Is told up to a bound, and then that there is more."""
    form = full(study(), tmp_path)
    for row in range(100, 800):
        form.book["问卷"].cell(row, 7).value = "x"
    answer = read(form, study())
    assert 480 < sum(doubt.count for doubt in answer.doubts) <= 501
    assert any("more than 500" in doubt.found for doubt in answer.doubts)
