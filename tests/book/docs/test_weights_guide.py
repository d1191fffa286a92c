"""The guide to weights says what the command does, in both languages, and its commands run."""

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.books import with_macros
from support.command import ROOT, Ran

from flowxl.cli.arguments import methods
from flowxl.cli.exits import OK
from flowxl.workbook.texts_methods import NAMES

GUIDES = ("docs/weights.md", "docs/weights.zh-CN.md")
TEXT = {name: (ROOT / name).read_text(encoding="utf-8") for name in GUIDES}
READMES = dict(zip(GUIDES, ("README.md", "README.zh-CN.md"), strict=True))


def blocks(name: str) -> list[str]:
    """Return the fenced commands of a guide."""
    return re.findall(r"^```sh\n(.*?)^```$", TEXT[name], re.MULTILINE | re.DOTALL)


def test_its_commands_run(flowxl: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, in a book that has no study; both guides have the same."""
    assert blocks(GUIDES[0]) == blocks(GUIDES[1]) != []
    shutil.copy(with_macros("mixed real"), tmp_path / "FlowIndex.xlsm")
    monkeypatch.chdir(tmp_path)
    for line in "".join(blocks(GUIDES[0])).splitlines():
        ran = flowxl(*shlex.split(line)[1:])
        assert (ran.code, ran.err) == (OK, ""), line


@pytest.mark.parametrize("name", GUIDES)
def test_every_method_is_told(name: str) -> None:
    """By the code that the command takes."""
    codes = [code for code in NAMES if code != "present"]
    assert [code for code in codes if f"`{code}`" not in TEXT[name]] == []
    assert methods(",".join(codes)) == tuple(codes)


@pytest.mark.parametrize("name", GUIDES)
def test_the_guide_is_found_from_its_readme(name: str) -> None:
    """And leads to files that are there."""
    assert f"]({name})" in (ROOT / READMES[name]).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", TEXT[name]):
        assert (ROOT / "docs" / link).is_file()
