"""Time a large Delphi study, each part beside a peer in the same run: 50 experts x 127 indicators x 3 rounds.

Run it with ``python benchmarks/bench_delphi.py``. Statistics of all rounds beside scipy's Friedman test alone (it gives
W) for the same rounds; saving the study beside building the book; collecting 50 files beside reading their cells with
openpyxl alone. Exit code 1 if a limit is broken.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np
import openpyxl
from scipy import stats

sys.path.insert(0, str(Path(__file__).parent.parent))  # so that it runs from a clone as well

from flowxl.cli import main as flowxl
from flowxl.core.delphi.statistics import study_statistics
from flowxl.core.delphi.study import SCALES, Answer, Round, Study
from flowxl.cycle.delphi_book import save_study
from flowxl.cycle.delphi_collect import collect
from flowxl.cycle.delphi_files import items_of
from flowxl.questionnaire.identity import Sheet
from flowxl.questionnaire.write import write_questionnaire
from flowxl.reading.read_book import read_book

EXPERTS, ROUNDS, DAY = 50, 3, "2022-01-01"
LIMITS = {"statistics": 12.0, "save": 18.0, "collect": 1.5}
"""Ours beside the peer's: two dozen measures per item; a book is read, written anew and read back."""
SELF = ("familiar", ("large", "medium", "small", "small"))


def timed(function: Callable[[], object], repeats: int = 1) -> float:
    """Return the shortest time of a few calls in seconds."""
    times = []
    for _ in range(repeats):
        start = perf_counter()
        function()
        times.append(perf_counter() - start)
    return min(times)


def make_study(book: Path) -> Study:
    """Return a study of all indicators of a book with full answers to each round."""
    items, drawn = items_of(read_book(book).framework, "indicator"), np.random.default_rng(1)
    codes = tuple(f"E{n:02}" for n in range(1, EXPERTS + 1))
    ratings = drawn.integers(1, 6, (EXPERTS, len(items)))
    rounds = []
    for number in range(1, ROUNDS + 1):
        answers = tuple(Answer(c, r.astype(float), *SELF) for c, r in zip(codes, ratings, strict=True))
        rounds.append(Round(number, DAY, codes, answers))
        moved = drawn.random(ratings.shape) < 0.2
        ratings = np.where(moved, np.clip(ratings + drawn.choice([-1, 1], ratings.shape), 1, 5), ratings)
    return Study("Dff001122", "指标重要性", SCALES["1-5"], "indicator", items, codes, tuple(rounds))


def fill(study: Study, folder: Path) -> list[Path]:
    """Write a filled questionnaire for each expert of the last round, and return the files."""
    files = []
    asked = replace(study, rounds=(*study.rounds[:-1], replace(study.rounds[-1], answers=())))
    for answer in study.rounds[-1].answers:
        path = folder / f"{answer.expert}.xlsx"
        write_questionnaire(Sheet(asked, ROUNDS, answer.expert, "zh", ""), path)
        book = openpyxl.load_workbook(path)
        sheet, area = next(iter(book.defined_names["fq_items"].destinations))
        rows = book[sheet][area.replace("$", "")]
        column = [cell.value for cell in rows[0]].index("评分")
        values = dict(zip(study.item_codes, answer.ratings.tolist(), strict=True))
        for row in rows[1:]:
            if row[0].value in values:
                row[column].value = values[row[0].value]
        sheet, area = next(iter(book.defined_names["fq_self"].destinations))
        for row, word in zip(book[sheet][area.replace("$", "")][1:], ("熟悉", "大", "中", "小", "小"), strict=True):
            row[2].value = word
        book.save(path)
        files.append(path)
    return files


def friedman(study: Study) -> None:
    """Compute W of each round by scipy alone."""
    for number in range(1, ROUNDS + 1):
        stats.friedmanchisquare(*study.ratings(number).T)


def raw(files: list[Path]) -> None:
    """Read the cells of all files, no more."""
    for path in files:
        for sheet in openpyxl.load_workbook(path):
            list(sheet.values)


def main() -> int:
    """Time all parts and print them."""
    with tempfile.TemporaryDirectory(prefix="flowxl-bench-") as name:
        folder = Path(name)
        book = folder / "book.xlsx"
        build = timed(lambda: flowxl(["build", "--xlsx", "--output", str(book), "--json", str(folder / "built.json")]))
        study = make_study(book)
        files = fill(study, folder)
        asked = replace(study, rounds=(*study.rounds[:-1], replace(study.rounds[-1], answers=())))
        taken = collect(asked, files, DAY)
        if len(taken.study.rounds[-1].answers) != EXPERTS:
            print(f"only {len(taken.study.rounds[-1].answers)} of {EXPERTS} answers were taken")
            return 1
        shutil.copy(book, folder / "study.xlsx")
        found = {
            "statistics": (timed(lambda: study_statistics(study), 3), timed(lambda: friedman(study), 3)),
            "save": (timed(lambda: save_study(folder / "study.xlsx", study)), build),
            "collect": (timed(lambda: collect(asked, files, DAY), 2), timed(lambda: raw(files), 2)),
        }
    peers = {"statistics": "scipy's Friedman", "save": "building the book", "collect": "openpyxl reading"}
    broken = 0
    print(f"{EXPERTS} experts x {len(study.items)} indicators x {ROUNDS} rounds, seconds")
    for part, (ours, theirs) in found.items():
        ratio = ours / theirs
        broken += ratio > LIMITS[part]
        print(f"{part:<12}{ours:8.3f}   {peers[part]} {theirs:8.3f}   x {ratio:6.2f}   limit {LIMITS[part]:g}")
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
