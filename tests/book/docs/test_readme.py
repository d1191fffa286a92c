"""What both READMEs tell people to type works, and both tell the same."""

import os
import re
import shlex
import shutil
from pathlib import Path

import numpy as np
import pytest
from support.command import ROOT, python
from support.frameworks import SECOND
from support.tables_given import write_xlsx

import flowxl as package
from flowxl.cli.exits import EXIT_CODES, OK
from flowxl.cli.words import coverage_sentence

READMES = ("README.md", "README.zh-CN.md")
TEXT = {name: (ROOT / name).read_text(encoding="utf-8") for name in READMES}
SETUP = {
    "build": "python3 -m venv .venv && .venv/bin/pip install --quiet . && .venv/bin/python build_workbook.py",
    "test": "python3 -m venv .venv && .venv/bin/pip install --quiet -e '.[dev]' && .venv/bin/python -m pytest",
}


def blocks(name: str, language: str) -> list[str]:
    """Return the fenced blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT[name], re.MULTILINE | re.DOTALL)


def commands(name: str = READMES[0]) -> list[str]:
    """Return the lines that call ``flowxl``."""
    return [line for block in blocks(name, "sh") for line in block.splitlines() if line.startswith("flowxl ")]


@pytest.mark.parametrize("language", ["sh", "powershell", "python"])
def test_both_readmes_have_the_same_commands(language):
    """Only the words around them differ."""
    assert blocks(READMES[0], language) == blocks(READMES[1], language) != []


@pytest.mark.parametrize("name", READMES)
@pytest.mark.parametrize("line", SETUP.values(), ids=SETUP)
def test_set_up_is_one_line_each(name, line):
    """``.ci/run`` takes these lines from the README and runs them."""
    assert [block for block in blocks(name, "sh") if block == f"{line}\n"] == [f"{line}\n"]


@pytest.mark.skipif(os.name == "nt", reason="the lines for a POSIX shell; those for PowerShell differ in paths only")
def test_powershell_lines_do_the_same():
    """The same steps, with the paths of Windows."""
    expected = "\n".join(SETUP.values()).replace(" &&", ";").replace("python3", "py")
    expected = expected.replace(".venv/bin/", ".venv\\Scripts\\")
    assert blocks(READMES[0], "powershell") == [f"{expected}\n"]


def test_every_command_runs(project, flowxl):
    """In order, in a folder as it is after the first line."""
    (project / "figures.csv").write_text("indicator,place,year,value\nOE07,上海,2011,3\n", encoding="utf-8")
    rows: list[list[object]] = [["指标：土地交易额(亿元)"], ["地区", 2019], ["上海", 7.5]]
    write_xlsx(project / "yearbook.xlsx", {"表1": rows})
    shutil.copytree(SECOND, project / "my_framework")
    failed = {}
    for line in commands():
        ran = flowxl(*shlex.split(line)[1:])
        if ran.code != OK or ran.err:
            failed[line] = ran
    assert failed == {}
    assert len(commands()) >= 10


def test_build_workbook_runs_again_after_set_up(project):
    """The workbook that the checkout brings along, or the first run made, is no obstacle."""
    ran = python(project / "build_workbook.py")
    assert ran.returncode == OK, ran.stderr


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("name", READMES)
def test_python_in_three_lines(name, capsys):
    """The snippet prints the frame of the shipped index."""
    (snippet,) = blocks(name, "python")
    exec(compile(snippet, name, "exec"), {})
    assert len(snippet.splitlines()) == 3
    assert "上海" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "language", "figures"),
    [(READMES[0], "en", "{} of the 127 indicators"), (READMES[1], "zh", "127 个指标中，有 {} 个")],
)
def test_coverage_is_what_it_says(name, language, figures, shipped_book):
    """How many indicators have figures, and how much counts."""
    text = " ".join(TEXT[name].split())
    read = package.read(shipped_book)
    assert coverage_sentence(read.compute().coverage, language) in text
    series, filled = read.framework.series, np.isfinite(read.observations.values).any(axis=1)
    entered = {one.indicator for one, some in zip(series, filled, strict=True) if some}
    shown = [i for i in read.framework.indicators if i.code in entered or i.same_as in entered]
    assert figures.format(len(shown)) in text


@pytest.mark.parametrize(("name", "language"), [(READMES[0], "en"), (READMES[1], "zh")])
def test_exit_codes_are_those_of_the_program(name, language):
    """The table has every code with the words of ``--help``, in its language."""
    rows = dict(re.findall(r"^\| (\d+) \| (.+) \|$", TEXT[name], re.MULTILINE))
    assert rows == {str(code): meaning.of(language) for code, meaning in EXIT_CODES.items()}


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name):
    """Files, folders and pictures of this repository."""
    targets = re.findall(r"\]\(([^)#]+)\)", TEXT[name])
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (ROOT / Path(target)).exists()] == []
    assert "docs/images/result.png" in local
