"""Files made by FlowXL 0.1.0 go through every command as they did there: figures, exit codes, what is listed.

What 0.1.0 said is recorded in ``expected.json`` (see ``make.py`` beside it). Sentences are not compared, nor what a
later FlowXL says besides: every number, code, cell and file that 0.1.0 gave must still be given.
"""

import json
import math
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

OLD = Path(__file__).parents[2] / "data" / "release_0_1_0"
CASES: dict[str, dict[str, Any]] = json.loads((OLD / "expected.json").read_text(encoding="utf-8"))["cases"]
SENTENCES = {"check", "advice", "expected", "remedy", "origin", "sentence"}
"""What is told in words, in the language of the book."""
OTHER_VERSION = "98.7rc6"
AS_ANOTHER = """import json, sys
import flowxl
flowxl.__version__ = sys.argv[1]
from flowxl.cli import main
for command in json.loads(sys.argv[2]):
    print(json.dumps(main(command)))
"""


def copied(files: list[str], folder: Path) -> Path:
    """Copy old files into a folder where they may be changed."""
    for name in files:
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        (shutil.copytree if (OLD / name).is_dir() else shutil.copy)(OLD / name, target)
    return folder


def facts(value: Any) -> Any:
    """Return what was said without sentences; rows that have codes by these, so that others may come between."""
    if isinstance(value, dict):
        return {key: bool(one) if key == "backup" else facts(one) for key, one in value.items() if is_fact(key, value)}
    if isinstance(value, list):
        codes = [item.get("code") for item in value if isinstance(item, dict)]
        rows = [facts(item) for item in value]
        return dict(zip(codes, rows, strict=True)) if codes and None not in codes else rows
    return value


def is_fact(key: str, row: dict[str, Any]) -> bool:
    """Whether a value is more than words: those of a check, or what was found, follow language and version."""
    worded = (key == "found" and isinstance(row[key], str)) or (key == "verdict" and "level" in row)
    return not worded and key not in SENTENCES


def missed(old: Any, new: Any, where: str = "") -> Iterator[str]:
    """Yield which facts 0.1.0 gave that are not given any more."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key, value in old.items():
            yield from missed(value, new.get(key, "nothing"), f"{where}.{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, pair in enumerate(zip(old, new, strict=True)):
            yield from missed(*pair, f"{where}[{number}]")
    elif not is_same(old, new):
        yield f"{where}: {old} is now {new}"


def is_same(old: Any, new: Any) -> bool:
    """Whether two values are equal; the last digits of a number are the machine's."""
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (old, new))
    return math.isclose(old, new, rel_tol=1e-12, abs_tol=1e-12) if numbers else bool(old == new)


@pytest.mark.parametrize("case", CASES)
def test_an_old_file_does_what_it_did(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flowxl: Callable[..., Any]
) -> None:
    """Every command of the case gives the exit code and the facts that 0.1.0 gave."""
    monkeypatch.chdir(copied(CASES[case]["files"], tmp_path))
    for step in CASES[case]["steps"]:
        ran = flowxl(*step["command"].split(" "), "--json")
        assert list(missed(facts(step["said"]), facts(json.loads(ran.out)))) == [], step["command"]
        assert ran.code == step["code"], step["command"]


def as_another(folder: Path, *commands: str, version: str = OTHER_VERSION) -> list[dict[str, Any]]:
    """Run commands in a FlowXL that calls itself another version; return what each said."""
    words = [[*command.split(" "), "--json", f"said{n}.json"] for n, command in enumerate(commands)]
    arguments = [sys.executable, "-c", AS_ANOTHER, version, json.dumps(words)]
    ran = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    said = [json.loads((folder / f"said{n}.json").read_text(encoding="utf-8")) for n in range(len(commands))]
    codes = [int(line) for line in ran.stdout.splitlines() if line.isdecimal()]
    return [{"code": code, "said": one} for code, one in zip(codes[-len(said) :], said, strict=True)]


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """Change parts of a book in place, each by its name and content."""
    with zipfile.ZipFile(path) as book:
        parts = {name: change(name, book.read(name)) for name in book.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)


@pytest.mark.parametrize("case", ["plain small.xlsm", "small", "people renewed"])
def test_another_version_number_alone_changes_nothing(case: str, tmp_path: Path) -> None:
    """What a person typed over is still listed, and nothing that is ours because its text names another version."""
    steps = CASES[case]["steps"][:2]
    found = as_another(copied(CASES[case]["files"], tmp_path), *(step["command"] for step in steps))
    for step, now in zip(steps, found, strict=True):
        assert list(missed(facts(step["said"]), facts(now["said"]))) == [], step["command"]
        assert now["code"] == step["code"], step["command"]


def test_functions_of_another_version_than_the_book_are_told(tmp_path: Path, flowxl: Callable[..., Any]) -> None:
    """Who computed is compared with the version that made the book, as its own sheet of checks does."""
    path = copied(["small.xlsm"], tmp_path) / "small.xlsm"
    rewritten(path, lambda _, content: content.replace("存档值，FlowXL 0.1.0".encode(), "Python 核心 0.0.9".encode()))
    (row,) = (row for row in json.loads(flowxl("check", path, "--json").out)["checks"] if row["code"] == "answered")
    assert (row["found"], row["level"]) == ("Python 核心 0.0.9", 1)


def test_a_sentence_of_ours_that_moved_is_ours_in_any_version(tmp_path: Path) -> None:
    """A person inserted rows on 说明, above the line that names the version: it is not carried as a person's text."""
    path = copied(["small.xlsm"], tmp_path) / "small.xlsm"

    def moved(found: re.Match[bytes]) -> bytes:
        return found[1] + str(int(found[2]) + 90).encode() + b'"'

    def lowered(name: str, content: bytes) -> bytes:
        is_about = name == "xl/worksheets/sheet1.xml"
        return re.sub(rb'(<(?:row|c) r="[A-Z]*)([0-9]+)"', moved, content) if is_about else content

    rewritten(path, lowered)
    (rolled,) = as_another(tmp_path, "roll small.xlsm --to 2013 -o next.xlsm")
    assert rolled["said"]["findings"] == []
    page = openpyxl.load_workbook(tmp_path / "next.xlsm", read_only=True)["说明"]
    named = [cell for row in page.iter_rows(values_only=True) for cell in row if str(cell).startswith("FlowXL ")]
    assert named == [f"FlowXL {OTHER_VERSION}"]


def test_a_label_that_was_typed_over_in_an_old_book_is_listed(tmp_path: Path, flowxl: Callable[..., Any]) -> None:
    """The sheets of 0.1.0 have the words of today's, so that any other word is a person's."""
    path = copied(["small.xlsm"], tmp_path) / "small.xlsm"
    ours, theirs = (text.encode() for text in ("数值格中不是数的内容", "我们自己的说法"))
    rewritten(path, lambda _, content: content.replace(ours, theirs))
    ran = flowxl("roll", path, "--to", "2013", "-o", tmp_path / "next.xlsm", "--json")
    told = [(one["kind"], one["found"]) for one in json.loads(ran.out)["findings"]]
    assert told == [("not_carried", theirs.decode())]
    assert ran.code == 1
