"""A whole Delphi study played through in files, with mishaps; every number is found again from what was planted."""

import re
import shutil
import zipfile
from itertools import pairwise
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from scipy import stats
from support import delphi_play as played
from support import engines
from support.command import SMALL
from support.delphi_play import CODES, PILLARS, Play, document, ratings_of
from support.edits import edited
from support.frameworks import few_indicators

from flowxl.cli import main
from flowxl.cli.exits import OK, VALUE_FAULTS

pytestmark = pytest.mark.libreoffice
TABLE_1 = {"SP": 5, "OE": 1, "IN": 2, "RS": 3, "LT": 3, "CA": 4, "PE": 4, "IF": 3, "TR": 3, "SI": 4, "OS": 2}
"""The paper's weights, their total is 34."""
ORIGINS = ("代码", "权重", "权重来源")
LAST = ratings_of(3)
MEANS, MEDIANS = np.nanmean(LAST, axis=0), np.nanmedian(LAST, axis=0)
BASIS, FAMILIAR = (
    np.array(values)
    for values in zip(*((sum(played.SCORES[w]), played.LEVELS[f]) for f, w in played.SELF), strict=True)
)
CR = (BASIS + FAMILIAR) / 2


def kendall(ratings: np.ndarray) -> tuple[float, float]:
    """Return W and its p by scipy's Friedman test, over the experts who rated everything."""
    complete = ratings[~np.isnan(ratings).any(axis=1)]
    chi2, p = stats.friedmanchisquare(*complete.T)
    return chi2 / (len(complete) * (len(PILLARS) - 1)), p


def kept_share(ratings: np.ndarray, before: np.ndarray) -> float:
    """Return the share of changed ratings among those given in both rounds."""
    both = ~np.isnan(ratings) & ~np.isnan(before)
    return float((ratings[both] != before[both]).mean())


@pytest.fixture(scope="session")
def play(tmp_path_factory: pytest.TempPathFactory) -> Play:
    """Play the study in a book with macros."""
    engines.need("libreoffice")
    folder = tmp_path_factory.mktemp("play")
    book = folder / "FlowIndex.xlsm"
    few = ("--framework", str(few_indicators(folder / "framework")))
    assert main(["build", *few, *SMALL, "--output", str(book)]) == OK
    found = Play(folder, book)
    for part in (played.first_round, played.second_round, played.third_round, played.weigh):
        part(found)
    return found


def table(path: Path, name: str) -> list[dict[str, object]]:
    """Return a table of a book as a stranger's program reads it: a row as its titles and stored values."""
    book = openpyxl.load_workbook(path, data_only=True)
    title, area = next(iter(book.defined_names[name].destinations))
    header, *rows = book[title][area.replace("$", "")]
    return [dict(zip((cell.value for cell in header), (cell.value for cell in row), strict=True)) for row in rows]


def test_every_step_ends_as_it_should(play: Play) -> None:
    """0 where nothing needs a look, 1 where something does."""
    look = {
        "collect 1",
        "collect 1 en",
        "collect 1 json",
        "mended",
        "partial",
        "too late",
        "late",
        "collect 2",
        "collect 3",
    }
    assert {step: ran.code for step, ran in play.said.items()} == {
        step: VALUE_FAULTS if step in look else OK for step in play.said
    }
    assert not any("Traceback" in ran.err for ran in play.said.values())


def test_nothing_of_a_file_at_fault_is_taken(play: Play) -> None:
    """A gap, a 6, other words, two files: each with its cell and what was expected."""
    said = play.said["collect 1"]
    assert "第 1 轮已有 10 / 15 份答卷。" in said.out
    assert "尚未交回：E03、E05、E07、E09、E14。" in said.out
    for words in (
        "PE 人流(包括人力资源流、旅客流) 未评分", "OE 的评分为 6；应为：1 至 5 的整数", "海运",
        "E09 另有答卷：E09 改.xlsx",
    ):  # fmt: skip
        assert words in said.err
    assert "not taken" in play.said["collect 1 en"].out
    (gap,) = document(play.said["collect 1 json"])["files"]
    assert (gap["state"], gap["faults"][0]["kind"]) == ("refused", "incomplete")
    assert re.findall(r"\n E\d\d\.xlsx +(E\d\d) +1 +采用\n", play.said["mended"].out.replace("\n", "\n\n")) == [
        "E05", "E07", "E09",
    ]  # fmt: skip
    assert "E03.xlsx 已采用，请查看" in play.said["partial"].err


def test_who_is_asked(play: Play) -> None:
    """Who did not answer is left out, unless asked again; who joins is named; a late answer fills up its own round."""
    second, third = play.said["next 2"].out, play.said["next 3"].out
    assert second.startswith("第 2 轮，流量经济权重研究（")
    assert "新加入：E16。" in second
    assert "未交回、不再邀请：E14" in second
    assert "上轮未交回、再次邀请：E02、E11、E14。" in third
    assert "姓名" not in third
    assert "--late 可将其计入所属轮次" in play.said["too late"].err
    assert "第 1 轮已有 15 / 15 份答卷。" in play.said["late"].out
    assert "第 2 轮已有 13 / 15 份答卷。" in play.said["collect 2"].out


def test_statistics_are_those_of_what_was_planted(play: Play) -> None:
    """By numpy and scipy: response, Ca, Cs, Cr, W, its p, changed ratings of each round."""
    rounds = document(play.said["status 3 json"])["rounds"]
    for number, found in enumerate(rounds, 1):
        ratings, here = ratings_of(number), [code in played.ANSWERED[number - 1] for code in CODES]
        w, p = kendall(ratings)
        asked, returned = len(played.ASKED[number - 1]), sum(here)
        assert (found["round"], found["asked"], found["returned"]) == (number, asked, returned)
        assert isinstance(found["returned"], int)
        wanted = {"response": returned / asked, "ca": BASIS[here].mean(), "cs": FAMILIAR[here].mean()}
        wanted |= {"cr": CR[here].mean(), "w": w, "p": p}
        assert {key: found[key] for key in wanted} == pytest.approx(wanted, rel=1e-9)
    for (number, before), found in zip(pairwise((1, 2, 3)), rounds[1:], strict=True):
        assert found["changed_share"] == pytest.approx(kept_share(ratings_of(before), ratings_of(number)))
    assert "93.3%" in play.said["status 1"].out
    assert "<0.001" in play.said["status 1"].out


def test_the_sheet_shows_the_measures_of_each_pillar(play: Play) -> None:
    """Means, medians and shares of the last round; quartiles, CV and who rated in each."""
    rows = table(play.book, "flow_delphi_items")
    assert [row["均值"] for row in rows] == pytest.approx(MEANS.tolist())
    assert [row["中位数"] for row in rows] == MEDIANS.tolist()
    assert [row["均值权重"] for row in rows] == pytest.approx((MEANS / MEANS.sum()).tolist())
    rows = table(play.book, "flow_delphi_ratings")
    for number in (1, 2, 3):
        ratings, own = ratings_of(number), rows[(number - 1) * len(PILLARS) : number * len(PILLARS)]
        low, high = np.nanpercentile(ratings, [25, 75], axis=0)
        cv = np.nanstd(ratings, axis=0, ddof=1) / np.nanmean(ratings, axis=0)
        wanted = (
            ("下四分位", low),
            ("上四分位", high),
            ("变异系数", cv),
            ("评分人数", (~np.isnan(ratings)).sum(axis=0)),
        )
        for title, values in wanted:
            assert [row[title] for row in own] == pytest.approx(values.tolist()), (number, title)
        shown = np.array([[row[code] for code in CODES] for row in own], dtype=float).T
        assert np.array_equal(shown, ratings, equal_nan=True)


def test_the_sentence_decides_as_the_limits_say(play: Play, tmp_path: Path) -> None:
    """Go on after rounds 1 and 2; stable after the third; it may stop once low ratings count as agreement."""
    changed = [kept_share(ratings_of(n), ratings_of(n - 1)) for n in (2, 3)]
    assert changed[0] > 0.15 > changed[1]
    cv, iqr = np.nanstd(LAST, axis=0, ddof=1) / MEANS, np.subtract(*np.nanpercentile(LAST, [75, 25], axis=0))
    low = int((np.nanmean(np.where(np.isnan(LAST), np.nan, LAST >= 4), axis=0) < 0.75).sum())
    assert ((cv < 0.25) & (iqr <= 1)).all()
    assert "第1轮后应继续征询：只有一轮" in play.said["status 1"].out
    assert "Go on after round 2" in play.said["status 2"].out
    assert f"{changed[0] * 100:.1f}% of their ratings" in play.said["status 2"].out
    assert document(play.said["status 3 json"])["verdict"] == "stable_dissent"
    assert f"但{low}个条目意见尚未一致" in play.said["status 3"].out
    assert f"有{low}个评分集中，只是认为重要的人不足75%" in play.said["status 3"].out
    assert f"on {low} of the items without consensus ratings lie close together" in play.said["status 3 en"].out

    eased = tmp_path / "eased.xlsx"
    edited(play.book, [["put", "flow_delphi_study", "agree_share", "取值", 0]], eased, protected=False)
    top = [cell.value for cell in openpyxl.load_workbook(eased, data_only=True)["德尔菲"]["A"][:4]]
    assert any(str(text).startswith("评分或阈值已改动") for text in top)
    own = Play(play.folder, eased)
    assert document(own.run("", "delphi", "status", eased, "--json"))["verdict"] == "stop"


@pytest.mark.parametrize("way", ["mean", "median", "authority", "integers"])
def test_weights_are_those_of_a_pocket_calculator(play: Play, way: str) -> None:
    """Scaled to the total of the paper's weights; whole numbers are the means, half up; each says where it is from."""
    here = ~np.isnan(LAST[:, 0])
    centre = {"mean": MEANS, "median": MEDIANS, "authority": CR[here] @ LAST[here] / CR[here].sum(), "integers": MEANS}
    wanted = np.floor(MEANS + 0.5) if way == "integers" else centre[way] / centre[way].sum() * sum(TABLE_1.values())
    rows = table(play.folder / f"{way}.xlsm", "flow_weights")
    assert {row["代码"]: row["权重"] for row in rows} == pytest.approx(dict(zip(PILLARS, wanted, strict=True)))
    words = {"median": "中位数", "authority": "权威加权均值"}.get(way, "均值")
    answers = f"（{here.sum()}/{len(here)} 份）"
    assert {str(row["权重来源"])[:-11] for row in rows} == {f"德尔菲“流量经济权重研究”第 3 轮{answers}，{words}"}


def test_names_stand_in_no_book(play: Play) -> None:
    """Neither in a questionnaire nor in the workbook or its backups, in any part and any encoding."""
    books = [path for path in play.folder.rglob("*.xls*") if path.is_file()]
    assert len(books) > 80
    codes = ("utf-8", "gb18030", "utf-16-le")
    spelled = [name.encode(code) for name in (*played.NAMES, played.JOINED) for code in codes]
    for path in books:
        with zipfile.ZipFile(path) as package:
            for part in package.namelist():
                content = package.read(part)
                assert not [name for name in spelled if name in content], f"{path.name}: {part}"
    assert played.JOINED in (play.folder / "round2" / "experts-round2.csv").read_text(encoding="utf-8-sig")


def test_roll_carries_everything(play: Play, tmp_path: Path) -> None:
    """The next year's book says the same of the study, and has its weights with their origin."""
    own = Play(tmp_path, tmp_path / "next.xlsm")
    assert own.run("roll", "roll", play.book, "--to", "2021", "-o", own.book).code in (OK, VALUE_FAULTS)
    for step in ("status 3", "status 3 en"):
        own.run(step, "delphi", "status", own.book, *(["--lang", "en"] if step.endswith("en") else []))
        assert own.said[step] == play.said[step]
    for name in ("flow_delphi_experts", "flow_delphi_remarks", "flow_delphi_ratings"):
        assert table(own.book, name) == table(play.book, name)
    before, now = (table(book, "flow_weights") for book in (play.book, own.book))
    assert [[row[title] for row in now] for title in ORIGINS] == [[row[title] for row in before] for title in ORIGINS]


def test_formulas_agree_with_what_is_stored(play: Play, tmp_path: Path) -> None:
    """LibreOffice computes everything anew, and no cell of the final book is another one."""
    (now,) = engines.recalculate_libreoffice([play.book], tmp_path).values()
    found = engines.compare(play.book, now)
    assert found.n_formulas > 1000
    # Who computes is told by three cells: a book without the add-in says so.
    assert [one for one in found.mismatches if "存档值" not in str(one.cached)] == []
    assert (found.errors, len(found.mismatches)) == ((), 3)
    assert found.largest_difference < 1e-9


def test_a_book_without_macros_in_english_takes_the_same_answers(play: Play, tmp_path: Path) -> None:
    """Its study has the same mark; one command a round, with every option, gives the same figures."""
    own = Play(tmp_path, tmp_path / "book.xlsx")
    few = ("--framework", str(play.folder / "framework"))
    assert main(["build", "--xlsx", "--lang", "en", *few, *SMALL, "--output", str(own.book)]) == OK
    shutil.copytree(play.folder / "round1", tmp_path / "list")
    listed = tmp_path / "list" / "experts-round1.csv"
    own.run("start", "delphi", "start", own.book, "--experts", listed, "-o", tmp_path / "1", "--name",
            "流量经济权重研究", "--language", "zh")  # fmt: skip
    late = play.back(1, "E14")
    own.run("back 1", "delphi", "collect", own.book, *sorted(set(late.parent.iterdir()) - {late}), "--partial")
    joined = play.folder / "round2" / "experts-round2.csv"
    own.run("next 2", "delphi", "next", own.book, "-o", tmp_path / "2", "--experts", joined, "--language", "zh")
    own.run("back 2", "delphi", "collect", own.book, play.folder / "back2")
    own.run("next 3", "delphi", "next", own.book, "-o", tmp_path / "3", "--again", "--language", "zh")
    own.run("back 3", "delphi", "collect", own.book, play.folder / "back3")
    own.run("late", "delphi", "collect", own.book, late, "--late", "--lang", "zh")
    assert "第 1 轮已有 15 / 15 份答卷。" in own.said["late"].out
    ours, theirs = (document(p.run("json", "delphi", "status", p.book, "--json"))["rounds"] for p in (own, play))
    assert ours == theirs
