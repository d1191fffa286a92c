"""``flowxl delphi``: three steps on the command line; the book is kept by a stand-in."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.command import Ran
from support.questionnaires import Form

from flowxl.cli.exits import OK, REFUSED, USAGE, VALUE_FAULTS
from flowxl.core.delphi.study import Study
from flowxl.cycle import delphi_book
from flowxl.reading.read_book import OpenBook
from flowxl.voice.faults import WriteError

Run = Callable[..., Ran]
Kept = dict[Path, Study]


@pytest.fixture
def small_book(small_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the small book: a step locks it, and other processes test with it at the same time."""
    return Path(shutil.copy(small_book, tmp_path_factory.mktemp("own")))


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Keep studies in memory."""
    store: Kept = {}

    def save(book: OpenBook, study: Study) -> SimpleNamespace:
        store[book.path] = study
        return SimpleNamespace(findings=())

    monkeypatch.setattr(delphi_book, "study_of", lambda data: store.get(data.path))
    monkeypatch.setattr(delphi_book, "save_study", save)
    return store


@pytest.fixture
def experts(tmp_path: Path) -> Path:
    """Write a list of three experts."""
    path = tmp_path / "experts.csv"
    path.write_text("姓名,单位\n张三,甲\n李四,乙\n王五,丙\n", encoding="gb18030")
    return path


def fill(study: Study, folder: Path, expert: str, rating: object = 4) -> Path:
    """Fill in a questionnaire that was sent."""
    path = folder / f"问卷-第{len(study.rounds)}轮-{expert}.xlsx"
    return Form(path).full(dict.fromkeys(study.item_codes, rating)).save()


def test_a_study_from_start_to_its_second_round(
    flowxl: Run, kept: Kept, experts: Path, small_book: Path, tmp_path: Path
) -> None:
    """Sent, collected, sent again; names are shown to the coordinator and stand in no book."""
    one, two = tmp_path / "round1", tmp_path / "round2"
    ran = flowxl(
        "delphi", "start", small_book, "--experts", experts, "-o", one, "--due", "2999-12-31", "--name", "甲研究"
    )
    assert (ran.code, ran.err) == (OK, "")
    assert "甲研究" in ran.out
    assert "李四" in ran.out
    study = kept[small_book]
    assert (study.name, len(study.items), study.experts) == ("甲研究", 11, ("E01", "E02", "E03"))
    listed = (one / "experts-round1.csv").read_text(encoding="utf-8-sig")
    assert listed.splitlines() == ["代码,姓名,单位", "E01,张三,甲", "E02,李四,乙", "E03,王五,丙"]
    assert not any("李四".encode() in path.read_bytes() for path in one.glob("*.xlsx"))
    assert len(list(one.glob("*.xlsx"))) == 3

    fill(study, one, "E01")
    fill(study, one, "E03", 6)
    ran = flowxl("delphi", "collect", small_book, one)
    assert ran.code == VALUE_FAULTS
    assert "第 1 轮已有 1 / 3 份答卷。" in ran.out
    assert "尚未交回：E02、E03。" in ran.out
    assert "问卷!C16" in ran.err
    assert [answer.expert for answer in kept[small_book].rounds[0].answers] == ["E01"]

    more = tmp_path / "more.csv"
    more.write_text(listed.replace("\r", "") + ",赵六,丁\n", encoding="utf-8")
    ran = flowxl("delphi", "next", small_book, "-o", two, "--experts", more, "--lang", "en")
    assert ran.code == VALUE_FAULTS  # one of three is less than 70 %
    assert "Round 1: 1 of 3 came back, 33%." in ran.out
    assert "Joined: E04." in ran.out
    assert "No answer, not asked again: E02, E03" in ran.out
    assert kept[small_book].rounds[1].asked == ("E01", "E04")
    assert len(list(two.glob("*.xlsx"))) == 2

    fill(kept[small_book], two, "E01")
    flowxl("delphi", "collect", small_book, two)
    ran = flowxl("delphi", "next", small_book, "-o", tmp_path / "round3", "--experts", two / "experts-round2.csv")
    assert "名单中没有新的专家。" in ran.out
    assert kept[small_book].rounds[2].asked == ("E01",)


def test_json_says_all(flowxl: Run, kept: Kept, experts: Path, small_book: Path, tmp_path: Path) -> None:
    """Of each step."""
    one = tmp_path / "round1"
    start = (
        "delphi",
        "start",
        small_book,
        "--experts",
        experts,
        "-o",
        one,
        "--scale",
        "budget",
        "--level",
        "indicator",
    )
    said = json.loads(flowxl(*start, "--json").out)
    assert (said["round"], len(said["questionnaires"]), said["joined"]) == (1, 3, ["E01", "E02", "E03"])
    assert (kept[small_book].scale.code, len(kept[small_book].items)) == ("budget", 127)
    path = one / "问卷-第1轮-E02.xlsx"
    Form(path).put("fq_items", "SP01", "分值", -1).save()
    ran = flowxl("delphi", "collect", small_book, path, "--json")
    (file,) = json.loads(ran.out)["files"]
    assert (ran.code, file["state"], file["expert"]) == (VALUE_FAULTS, "refused", "E02")
    assert file["faults"][0]["kind"] == "out_of_scale"
    assert {"where", "found", "expected", "remedy"} <= set(file["faults"][0])


def test_questionnaires_in_english(flowxl: Run, kept: Kept, experts: Path, small_book: Path, tmp_path: Path) -> None:
    """Also the name, where none is given; what the program says stays in the language of the book."""
    ran = flowxl("delphi", "start", small_book, "--experts", experts, "-o", tmp_path / "en", "--language", "en")
    assert kept[small_book].name.isascii()
    assert "份问卷" in ran.out
    (path, *_) = sorted((tmp_path / "en").glob("questionnaire-round1-*.xlsx"))
    assert Form(path).cell("fq_items", "TR", "What is rated").value.startswith("Transport flows")


def test_options_of_collect(flowxl: Run, kept: Kept, experts: Path, small_book: Path, tmp_path: Path) -> None:
    """--partial, --replace and --late do what they say."""
    one = tmp_path / "round1"
    flowxl("delphi", "start", small_book, "--experts", experts, "-o", one)
    study = kept[small_book]
    path = fill(study, one, "E01", 3)
    Form(path).put("fq_items", "SP", "评分", None).save()
    assert flowxl("delphi", "collect", small_book, path).code == VALUE_FAULTS
    assert kept[small_book].rounds[0].answers == ()
    assert "已采用" in flowxl("delphi", "collect", small_book, path, "--partial").err
    fill(study, one, "E01", 5)
    assert "--replace" in flowxl("delphi", "collect", small_book, path).err
    assert flowxl("delphi", "collect", small_book, path, "--replace").code == OK
    assert kept[small_book].rounds[0].answers[0].ratings.tolist() == [5] * 11
    flowxl("delphi", "next", small_book, "-o", tmp_path / "round2", "--again")
    late = fill(study, one, "E02")
    assert "--late" in flowxl("delphi", "collect", small_book, late).err
    assert flowxl("delphi", "collect", small_book, late, "--late").code == VALUE_FAULTS
    assert kept[small_book].rounds[0].answer_of["E02"].late


def test_what_is_refused(
    flowxl: Run, kept: Kept, experts: Path, small_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No study, a study too many, no answers, a folder with files; each in words, and nothing is left behind."""
    one = tmp_path / "round1"
    start = ("delphi", "start", small_book, "--experts", experts, "-o")
    ran = flowxl("delphi", "collect", small_book, one)
    assert (ran.code, "delphi start" in ran.err) == (REFUSED, True)
    assert flowxl("delphi", "next", small_book, "-o", one).code == REFUSED
    assert flowxl(*start, one, "--due", "2001-01-01").code == REFUSED
    assert flowxl(*start, one).code == OK
    assert flowxl("delphi", "next", small_book, "-o", tmp_path / "two").code == REFUSED
    assert flowxl(*start, tmp_path / "other").code == REFUSED
    assert flowxl(*start, one, "--force").code == OK
    fill(kept[small_book], one, "E01")
    flowxl("delphi", "collect", small_book, one)
    ran = flowxl(*start, tmp_path / "other", "--force")
    assert (ran.code, "1 份答卷" in ran.err) == (REFUSED, True)

    def full(_: OpenBook, __: Study) -> None:
        raise WriteError("the book is open")

    monkeypatch.setattr(delphi_book, "save_study", full)
    assert flowxl("delphi", "next", small_book, "-o", tmp_path / "two").code == USAGE
    assert not (tmp_path / "two").exists()


def test_a_list_is_not_left_behind(
    flowxl: Run, kept: Kept, experts: Path, small_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the study could not be kept."""

    def full(_: OpenBook, __: Study) -> None:
        raise WriteError("the book is open")

    monkeypatch.setattr(delphi_book, "save_study", full)
    one = tmp_path / "round1"
    assert flowxl("delphi", "start", small_book, "--experts", experts, "-o", one).code == USAGE
    assert not one.exists()
    assert kept == {}


def test_a_step_is_needed(flowxl: Run) -> None:
    """And its help tells every option."""
    assert flowxl("delphi").code == USAGE
    for step in ("start", "collect", "next"):
        ran = flowxl("delphi", step, "--help")
        assert (ran.code, f"flowxl delphi {step} FlowIndex.xlsm" in ran.out) == (OK, True)
