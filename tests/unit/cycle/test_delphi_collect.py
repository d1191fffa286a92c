"""What of returned files is taken, and why the rest is not; of a refused file nothing is."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.questionnaires import Form, answered, second_round, sent, study

from flowxl.core.delphi.study import Study
from flowxl.cycle.delphi_collect import Choice, Collected, collect
from flowxl.questionnaire.earlier_rounds import group_of
from flowxl.voice.faults import FlowXLError

RATINGS = (4, 5, 3, 1)
TODAY = "2022-01-20"


def returned(found: Study, folder: Path, expert: str = "E01", ratings: tuple[object, ...] = RATINGS) -> Path:
    """Return a questionnaire that is filled in."""
    folder.mkdir(exist_ok=True)
    return Form(sent(found, folder, expert)).full(dict(zip(found.item_codes, ratings, strict=True))).save()


def states(found: Collected) -> list[str]:
    """Return what became of each file."""
    return [entry.state for entry in found.entries]


def kinds(found: Collected) -> list[list[str]]:
    """Return the faults of each file."""
    return [[fault.kind for fault in entry.faults] for entry in found.entries]


def test_a_folder_of_answers(tmp_path: Path) -> None:
    """Taken in the order of who was asked, with file and day; what is no answer is named, what is blank is no fault."""
    found = study()
    for expert in ("E03", "E01"):
        returned(found, tmp_path, expert)
    sent(found, tmp_path, "E02")
    shutil.copy(tmp_path / "E01-1-zh.xlsx", tmp_path / "E01-1-zh.backup-20220101-000000.xlsx")
    (tmp_path / "~$E01-1-zh.xlsx").touch()
    (tmp_path / "E04.xls").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    (tmp_path / "experts.csv").write_text("代码,姓名", encoding="utf-8")
    result = collect(found, [tmp_path], TODAY)
    assert states(result) == ["taken", "empty", "taken", "refused"]
    (answers,) = (one.answers for one in result.study.rounds)
    assert [answer.expert for answer in answers] == ["E01", "E03"]
    assert (answers[0].file, answers[0].received, answers[0].late) == ("E01-1-zh.xlsx", TODAY, False)
    np.testing.assert_array_equal(answers[1].ratings, RATINGS)
    assert (result.waiting, len(result.left_out), result.changed) == (("E02", "E04"), 2, True)
    assert found.rounds[0].answers == ()


def test_the_same_again_is_fine_another_is_a_conflict(tmp_path: Path) -> None:
    """Unless it shall replace the one that is there."""
    first = collect(study(), [returned(study(), tmp_path / "a")], TODAY).study
    again = collect(first, [returned(study(), tmp_path / "b")], "2022-02-02")
    assert (states(again), again.changed, again.study) == (["same"], False, first)
    other = returned(study(), tmp_path / "c", ratings=(1, 1, 1, 1))
    refused = collect(first, [other], TODAY)
    assert (kinds(refused), refused.study) == ([["conflict"]], first)
    taken = collect(first, [other], "2022-02-02", Choice(replace=True))
    assert states(taken) == ["replaced"]
    assert taken.study.rounds[0].answer_of["E01"].ratings.tolist() == [1, 1, 1, 1]
    assert taken.study.rounds[0].answer_of["E01"].received == "2022-02-02"


@pytest.mark.parametrize("choice", [Choice(), Choice(partial=True, late=True, replace=True)])
def test_two_files_by_one_expert_are_both_refused(choice: Choice, tmp_path: Path) -> None:
    """Nobody knows which counts, also if one is at fault; one file given twice is one."""
    one, two = returned(study(), tmp_path / "a"), returned(study(), tmp_path / "b", ratings=(9, 1, 1, 1))
    result = collect(study(), [one, two, returned(study(), tmp_path, "E02")], TODAY, choice)
    assert kinds(result) == [["two_answers"], ["out_of_scale", "two_answers"], []]
    assert [answer.expert for answer in result.study.rounds[0].answers] == ["E02"]
    assert states(collect(study(), [one, one, tmp_path / "a"], TODAY)) == ["taken"]


def test_incomplete(tmp_path: Path) -> None:
    """Refused, or taken with what is there; a blank sheet is never an answer."""
    path = returned(study(), tmp_path, ratings=(4, None, 3, None))
    Form(path).put("fq_self", "S1", "选择", None).save()
    refused = collect(study(), [path], TODAY)
    assert kinds(refused) == [["incomplete"] * 3]
    taken = collect(study(), [path], TODAY, Choice(partial=True))
    (answer,) = taken.study.rounds[0].answers
    assert (states(taken), len(taken.entries[0].doubts), answer.familiarity) == (["taken"], 3, "")
    np.testing.assert_array_equal(answer.ratings, [4, np.nan, 3, np.nan])
    nothing = returned(study(), tmp_path, "E02", (None,) * 4)
    result = collect(study(), [nothing], TODAY, Choice(partial=True))
    assert (kinds(result), result.study.rounds[0].answers) == ([["incomplete"]], ())


def test_partial_forgives_no_fault(tmp_path: Path) -> None:
    """Of a file with one rating out of scale nothing is taken; points with gaps must still sum up."""
    path = returned(study(), tmp_path, ratings=(6, None, 3, 1))
    result = collect(study(), [path], TODAY, Choice(partial=True))
    assert (kinds(result), result.study.rounds[0].answers) == ([["out_of_scale"]], ())
    budget = study("budget")
    folder = tmp_path / "budget"
    folder.mkdir()
    for expert, points in (("E01", (60, 40, None, 100)), ("E02", (60, None, 30, 100))):
        points_of = dict(zip(budget.item_codes, points, strict=True))
        Form(sent(budget, folder, expert)).full(points_of, "分值").save()
    assert kinds(collect(budget, [folder], TODAY, Choice(partial=True))) == [[], ["budget"]]


def test_an_answer_to_an_earlier_round(tmp_path: Path) -> None:
    """Refused, or taken into that round and marked."""
    first = study()
    path = returned(first, tmp_path, "E04")
    second = second_round(answered(first, np.tile([[3.0]], (3, 4))))
    refused = collect(second, [path], TODAY)
    assert kinds(refused) == [["late"]]
    assert "round 2" in refused.entries[0].faults[0].expected
    taken = collect(second, [path], TODAY, Choice(late=True))
    answer = taken.study.rounds[0].answer_of["E04"]
    assert (answer.late, answer.ratings.tolist()) == (True, list(RATINGS))
    assert taken.study.rounds[1].answers == ()
    assert [doubt.kind for doubt in taken.entries[0].doubts] == ["late"]
    # what the second round was shown stays what it was: three ratings of 3
    assert group_of(taken.study, 1).high.tolist() == [3, 3, 3, 3]
    # and one that is there already, unchanged, is no fault
    assert states(collect(taken.study, [path], TODAY)) == ["same"]


def test_of_strangers_nothing_is_taken(tmp_path: Path) -> None:
    """All files are read and told, one bad file stops no other."""
    other = returned(replace(study(), code="Dffffffff"), tmp_path / "a")
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04")
    good = returned(study(), tmp_path / "b", "E02")
    result = collect(study(), [other, bad, good], TODAY)
    assert states(result) == ["refused", "refused", "taken"]
    assert kinds(result)[0] == ["other_study"]
    assert result.study.rounds[0].answers[0].expert == "E02"


def test_nothing_to_collect(tmp_path: Path) -> None:
    """No file, or no round."""
    with pytest.raises(FlowXLError, match="nothing to collect"):
        collect(study(), [tmp_path], TODAY)
    with pytest.raises(FlowXLError, match="no round"):
        collect(replace(study(), rounds=()), [tmp_path], TODAY)
