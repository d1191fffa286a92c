"""A whole Delphi study with mishaps, played through in files: the command line and LibreOffice, nothing else.

Sixteen experts, three rounds. E14 answers the first round after the second began, E02 and E11 leave out the second, E11
comes back in the third, E16 joins in the second. E03 leaves a gap, E05 pastes a 6, E07 takes off the protection and
words a question anew, E09 sends two files.
"""

import contextlib
import io
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from support.command import Ran
from support.edits import edited
from support.questionnaires import Form

from flowxl.cli import main

PILLARS = ("SP", "OE", "IN", "RS", "LT", "CA", "PE", "IF", "TR", "SI", "OS")
NAMES = tuple(
    "张伟明 李秀兰 王建国 刘洋洋 陈思源 杨慧敏 赵永强 黄丽华 周志刚 吴晓燕 徐国栋 孙玉梅 马俊杰 朱明月 胡海涛".split()
)
JOINED = "郭婉婷"
CODES = tuple(f"E{n:02}" for n in range(1, 17))
PLANTED = (
    "54433453342 55224353552 53414444553 55523454452 54313234554 55423344451 33524344533 54322553554 54223234553 "
    "54423224552 43433445553 54423534552 34513553351 44513435554 55522343552 52324544533",
    "54433443452 55223344552 53413444552 55423444552 54323344553 54423444451 33423444543 54322453553 54223234552 "
    "54423334552 44433444553 54423544552 34413453352 44523444553 55423344552 53424444542",
    "54423444452 54223344552 53413444552 55423444552 54323344552 54423444452 33423444552 54322454552 54323244552 "
    "54423344552 54433444552 54423544552 34413443452 44523444552 54423344552 53424444542",
)
RATINGS = tuple(np.array([[int(digit) for digit in row] for row in rows.split()], dtype=float) for rows in PLANTED)
"""What each expert thinks in each round: one row per expert, one column per pillar."""
LEVELS = {"很熟悉": 1.0, "熟悉": 0.8, "一般": 0.5}
SCORES = {"大": (0.5, 0.3, 0.1, 0.1), "中": (0.4, 0.2, 0.1, 0.1), "小": (0.3, 0.1, 0.1, 0.1)}
SELF = tuple((tuple(LEVELS)[n % 3], tuple(SCORES)[(n // 3) % 3]) for n in range(16))
"""How each expert judges the own familiarity, and the influence of each basis."""
ANSWERED = (
    tuple(code for code in CODES if code != "E16"),
    tuple(code for code in CODES if code not in ("E02", "E11", "E14")),
    tuple(code for code in CODES if code not in ("E02", "E14")),
)
ASKED = (CODES[:15], tuple(code for code in CODES if code != "E14"), CODES)
GAP = 6
"""E03 leaves out this pillar in the first round."""


def ratings_of(number: int) -> np.ndarray:
    """Return what was answered in a round: one row per expert, NaN where there is no rating."""
    found = RATINGS[number - 1].copy()
    found[[n for n, code in enumerate(CODES) if code not in ANSWERED[number - 1]]] = np.nan
    if number == 1:
        found[CODES.index("E03"), GAP] = np.nan
    return found


@dataclass
class Play:
    """A study as it is played.

    Attributes
    ----------
    said
        What each command said, by the name of the step.
    """

    folder: Path
    book: Path
    said: dict[str, Ran] = field(default_factory=dict)

    def run(self, step: str, *arguments: object) -> Ran:
        """Run ``flowxl`` and keep what it says."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = main([str(argument) for argument in arguments])
            except SystemExit as stop:
                code = int(stop.code or 0)
        self.said[step] = Ran(code, out.getvalue(), err.getvalue())
        return self.said[step]

    def sent(self, number: int, code: str) -> Path:
        """Return the questionnaire that an expert was sent."""
        return self.folder / f"round{number}" / f"问卷-第{number}轮-{code}.xlsx"

    def back(self, number: int, name: str) -> Path:
        """Return where an answer comes back to."""
        folder = self.folder / f"back{number}"
        folder.mkdir(exist_ok=True)
        return folder / f"{name}.xlsx"

    def fill(self, number: int, code: str, name: str = "", leave_out: int | None = None) -> Path:
        """Type an expert's answer into the protected questionnaire, as hands do."""
        form, expert = Form(self.sent(number, code)), CODES.index(code)
        level, influence = SELF[expert]
        answers = zip(("S1", "S2", "S3", "S4", "S5"), (level, *[influence] * 4), strict=True)
        places = [(form.cell("fq_self", row, "选择"), word) for row, word in answers]
        values = RATINGS[number - 1][expert]
        rated = [n for n in range(len(PILLARS)) if n != leave_out]
        places += [(form.cell("fq_items", PILLARS[n], "评分"), f"{values[n]:g}") for n in rated]
        if number == 2 and code == "E01":
            places.append((form.cell("fq_items", "SP", "理由"), "战略规划决定要素流向"))
        ops = [["enter", cell.parent.title, cell.coordinate, text] for cell, text in places]
        return edited(form.path, ops, self.back(number, name or code), protected=True)

    def change(self, path: Path, *ops: list[Any], protected: bool = True) -> Path:
        """Change an answer in place."""
        before = path.with_suffix(".before")
        shutil.move(path, before)
        edited(before, list(ops), path, protected=protected)
        before.unlink()
        return path


def first_round(play: Play) -> None:
    """Send, get back with every mishap, have it mended."""
    listed = play.folder / "experts.csv"
    listed.write_bytes(("姓名,单位\r\n" + "".join(f"{name},甲\r\n" for name in NAMES)).encode("gb18030"))
    one = play.folder / "round1"
    play.run("start", "delphi", "start", play.book, "--experts", listed, "-o", one, "--name", "流量经济权重研究",
             "--language", "zh", "--due", "2999-03-31")  # fmt: skip
    for code in ANSWERED[0]:
        if code != "E14":
            play.fill(1, code, leave_out=GAP if code == "E03" else None)
    pasted = play.change(play.back(1, "E05"), ["put", "fq_items", "OE", "评分", 6])
    altered = play.change(play.back(1, "E07"), ["put", "fq_items", "TR", "评价内容", "海运"], protected=False)
    twice = shutil.copy(play.back(1, "E09"), play.back(1, "E09 改"))
    play.change(Path(twice), ["put", "fq_items", "SP", "评分", 3])
    play.run("collect 1", "delphi", "collect", play.book, play.folder / "back1")
    play.run("collect 1 en", "delphi", "collect", play.book, pasted, altered, "--lang", "en")
    play.run("collect 1 json", "delphi", "collect", play.book, play.back(1, "E03"), "--json")
    Path(twice).unlink()
    for code in ("E05", "E07"):
        play.fill(1, code)
    play.run("mended", "delphi", "collect", play.book, play.folder / "back1")
    play.run("partial", "delphi", "collect", play.book, play.back(1, "E03"), "--partial")
    play.run("status 1", "delphi", "status", play.book)


def second_round(play: Play) -> None:
    """Go on with who joins; take an answer to the first round that comes late."""
    listed = play.folder / "experts2.csv"
    known = (play.folder / "round1" / "experts-round1.csv").read_text(encoding="utf-8-sig")
    listed.write_bytes((known + f",{JOINED},乙\n").encode("gb18030"))
    play.run("next 2", "delphi", "next", play.book, "-o", play.folder / "round2", "--experts", listed,
             "--language", "zh")  # fmt: skip
    late = play.fill(1, "E14")
    play.run("too late", "delphi", "collect", play.book, late)
    play.run("late", "delphi", "collect", play.book, late, "--late")
    for code in ANSWERED[1]:
        play.fill(2, code)
    play.run("collect 2", "delphi", "collect", play.book, play.folder / "back2")
    play.run("status 2", "delphi", "status", play.book, "--lang", "en")


def third_round(play: Play) -> None:
    """Ask everyone again; then leave out the rule on agreement, on the sheet."""
    play.run("next 3", "delphi", "next", play.book, "-o", play.folder / "round3", "--again", "--language", "zh")
    for code in ANSWERED[2]:
        play.fill(3, code)
    play.run("collect 3", "delphi", "collect", play.book, play.folder / "back3")
    play.run("status 3", "delphi", "status", play.book)
    play.run("status 3 json", "delphi", "status", play.book, "--json")
    play.run("status 3 en", "delphi", "status", play.book, "--lang", "en")


def weigh(play: Play) -> dict[str, Path]:
    """Write the weights in every way; return a copy of the book after each."""
    kept = {}
    ways = {"mean": [], "median": ["--lang", "en"], "authority": ["--json"], "integers": []}
    for way, options in ways.items():
        by = ["--by", "mean", "--integers"] if way == "integers" else ["--by", way]
        play.run(way, "delphi", "weights", play.book, *by, *options)
        kept[way] = Path(shutil.copy(play.book, play.folder / f"{way}{play.book.suffix}"))
    return kept


def dump(play: Play) -> str:
    """Return everything that was said, to be read by a person."""
    return "\n".join(
        f"=== {step} [{ran.code}]\n{ran.out}{'--- stderr' if ran.err else ''}\n{ran.err}"
        for step, ran in play.said.items()
    )


def document(ran: Ran) -> dict[str, Any]:
    """Return what a command gave as JSON."""
    found: dict[str, Any] = json.loads(ran.out)
    return found
