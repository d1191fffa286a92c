"""Questionnaires go out whole or not at all; the next round goes to whom it should, with what they should see."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.questionnaires import Form, answered, study, whole

from flowxl.core.delphi.study import Study
from flowxl.cycle import delphi_files
from flowxl.cycle.delphi_files import Plan, Sending, items_of, next_round, start
from flowxl.frameworks.load import load_framework
from flowxl.questionnaire.read import read_questionnaire
from flowxl.voice.faults import FlowXLError, WriteError

FULL = np.array([[1, 2, 3, 4], [2, 2, 3, 5], [3, 4, 3, 5], [5, 5, 3, 1.0]])


def plan() -> Plan:
    """Return what the small study asks."""
    return Plan("流量经济指标", study().items, "1-5", "indicator")


def to(folder: Path, **more: object) -> Sending:
    """Return where the questionnaires go."""
    return Sending(folder, "2022-01-01", **more)  # type: ignore[arg-type]


def test_start_writes_a_questionnaire_for_everyone(tmp_path: Path) -> None:
    """Each knows whose it is; the study asks them all, and is kept after they are written."""
    kept: list[Study] = []
    told: list[tuple[str, int, int]] = []
    sending = to(tmp_path / "round1", due="2022-01-31", progress=lambda *args: told.append(args))
    sent = start(plan(), ("E01", "E02"), sending, kept.append)
    assert kept == [sent.study]
    assert [file.name for file in sent.files] == ["问卷-第1轮-E01.xlsx", "问卷-第1轮-E02.xlsx"]
    assert sent.study.rounds[0].asked == ("E01", "E02")
    assert (sent.joined, sent.dropped, sent.response_rate) == (("E01", "E02"), (), None)
    assert told == [("E01", 0, 2), ("E02", 1, 2)]
    for code, file in zip(("E01", "E02"), sent.files, strict=True):
        found = read_questionnaire(file, sent.study)
        assert (found.expert, found.round, found.faults, found.is_empty) == (code, 1, (), True)
        assert "请于 2022-01-31 前交回" in Form(file).book["问卷"]["A3"].value


def test_a_study_has_a_code_of_its_own(tmp_path: Path) -> None:
    """The same start gives the same, another one another."""
    codes = {start(replace(plan(), name=name), ("E01",), to(tmp_path / name)).study.code for name in "ab"}
    again = start(replace(plan(), name="a"), ("E01",), to(tmp_path / "c")).study.code
    assert len(codes) == 2
    assert again in codes


def test_nothing_is_overwritten_unless_forced(tmp_path: Path) -> None:
    """And then each file is kept as a backup."""
    first = start(plan(), ("E01", "E02"), to(tmp_path))
    first.files[1].unlink()
    before = first.files[0].read_bytes()
    with pytest.raises(WriteError, match="already"):
        start(plan(), ("E01", "E02"), to(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == [first.files[0].name]
    start(plan(), ("E01", "E02"), to(tmp_path, force=True, language="zh", due="2022-02-02"))
    (backup,) = tmp_path.glob("*.backup-*")
    assert backup.read_bytes() == before != first.files[0].read_bytes()


@pytest.mark.parametrize("force", [False, True])
def test_all_or_none(force: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A questionnaire that fails, or a study that cannot be kept, leaves everything as it was."""
    folder = tmp_path / "out"
    if force:
        start(plan(), ("E01", "E02"), to(folder))
    before = {path: path.read_bytes() for path in folder.glob("*")}

    def refuse(_: Study) -> None:
        raise WriteError("the book is open")

    with pytest.raises(WriteError, match="open"):
        start(plan(), ("E01", "E02"), to(folder, force=force, due="2022-03-03"), refuse)
    assert {path: path.read_bytes() for path in folder.glob("*")} == before
    write = delphi_files.write_questionnaire

    def fail(sheet: object, path: Path) -> None:
        if sheet.expert == "E02":  # type: ignore[attr-defined]
            raise OSError(28, os.strerror(28))
        write(sheet, path)  # type: ignore[arg-type]

    monkeypatch.setattr(delphi_files, "write_questionnaire", fail)
    with pytest.raises(WriteError, match="disk is full"):
        start(plan(), ("E01", "E02"), to(folder, force=force, due="2022-03-03"))
    assert {path: path.read_bytes() for path in folder.glob("*")} == before
    assert folder.exists() == force


def test_what_cannot_be_sent(tmp_path: Path) -> None:
    """Nothing, to nobody, into a file, until yesterday."""
    with pytest.raises(FlowXLError, match="0 experts"):
        start(plan(), (), to(tmp_path))
    with pytest.raises(FlowXLError, match="before they are sent"):
        to(tmp_path, due="2021-12-31")
    with pytest.raises(FlowXLError, match="each expert once"):
        start(plan(), ("E01", "E01"), to(tmp_path))
    for name in ("", " ", "一" * 101, "a\nb"):
        with pytest.raises(FlowXLError, match="characters that can be printed"):
            start(replace(plan(), name=name), ("E01",), to(tmp_path))
    (tmp_path / "file").touch()
    with pytest.raises(WriteError, match="cannot be made"):
        start(plan(), ("E01",), to(tmp_path / "file"))


def test_next_round_goes_to_who_answered(tmp_path: Path) -> None:
    """With late joiners; who did not answer is named."""
    first = answered(study(), FULL[:3])  # E04 did not answer
    sent = next_round(first, to(tmp_path), ("E05", "E02"))
    assert sent.study.rounds[1].asked == ("E01", "E02", "E03", "E05")
    assert sent.study.experts == ("E01", "E02", "E03", "E04", "E05")
    assert (sent.dropped, sent.joined, sent.response_rate) == (("E04",), ("E05",), 0.75)
    assert first.rounds == sent.study.rounds[:1]
    form = Form(sent.files[3])  # of the one who joins: nothing of the own, all of the group
    assert form.cell("fq_items", "TR01", "您上轮").value is None
    assert form.cell("fq_items", "TR01", "中位数").value == 2
    assert Form(sent.files[2]).cell("fq_items", "TR01", "您上轮").value == 3


def test_next_round_may_ask_everyone_again(tmp_path: Path) -> None:
    """Also those who left out a round: they see their rating of before that."""
    first = answered(study(), FULL[:3])
    second = next_round(first, to(tmp_path), again=True).study
    assert second.rounds[1].asked == first.experts
    third = next_round(answered(second, FULL[:2]), to(tmp_path), again=True)
    assert third.dropped == ()
    assert Form(third.files[2]).cell("fq_items", "TR01", "您上轮").value == 3  # of round 1


def test_no_answer_no_next_round(tmp_path: Path) -> None:
    """There is nothing to show."""
    with pytest.raises(FlowXLError, match="no answer to round 1"):
        next_round(study(), to(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_the_longest_name_fits(tmp_path: Path) -> None:
    """Also with what begins a code in a footer, or a formula in a cell."""
    sent = start(replace(plan(), name="=&甲" + "&" * 97), ("E01",), to(tmp_path))
    form = Form(sent.files[0])
    assert form.book["问卷"].oddFooter.left.text.startswith("=&&甲&&")
    assert form.book["问卷"]["A1"].value.startswith("=&甲&&")


def test_items_of_the_framework() -> None:
    """Eleven pillars by dimension, 127 indicators by pillar."""
    framework = load_framework("flow_economy")
    pillars, indicators = items_of(framework, "pillar"), items_of(framework, "indicator")
    assert (len(pillars), len(indicators)) == (11, 127)
    assert {item.group for item in pillars} == {""}
    assert (pillars[1].code, pillars[1].group_name.zh) == ("OE", "经济型流量指数类")
    assert (indicators[0].code, indicators[0].group, indicators[0].group_name.zh) == ("SP01", "SP", "战略规划流")
    assert len(whole(level="indicator").groups) == 11
