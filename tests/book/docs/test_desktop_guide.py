"""The guide to Excel: both languages say the same, and what they say is so."""

import re
import shlex

import pytest
from support.command import ROOT
from support.ranges import ranges_of

from flowxl.cli.parser import make_parser
from flowxl.desktop.versions import XLWINGS
from flowxl.udf import functions
from flowxl.udf.all_functions import UDFS

GUIDES = ("docs/excel.md", "docs/excel.zh-CN.md")
TEXT = {name: (ROOT / name).read_text(encoding="utf-8") for name in GUIDES}


def blocks(name: str) -> list[str]:
    """Return what stands in fences."""
    return re.findall(r"```\w+\n(.*?)```", TEXT[name], re.DOTALL)


def test_both_guides_have_the_same_commands_and_formulas():
    """Only the words around them differ."""
    assert blocks(GUIDES[0]) == blocks(GUIDES[1]) != []
    formulas = [re.findall(r"`(=FLOW[^`]*)`", TEXT[name]) for name in GUIDES]
    assert set(formulas[0]) == set(formulas[1])
    assert {re.match(r"=(\w+)", formula)[1] for formula in formulas[0]} == {udf.name for udf in UDFS}


@pytest.mark.parametrize("name", GUIDES)
def test_every_flowxl_command_is_understood(name):
    """By the very parser."""
    lines = [line for block in blocks(name) for line in block.splitlines() if r"Scripts\flowxl" in line]
    assert {line.split()[1] for line in lines} == {"install", "doctor"}
    for line in lines:
        make_parser().parse_args(shlex.split(line.partition(" ")[2]))


@pytest.mark.parametrize("name", GUIDES)
def test_the_release_of_xlwings_is_the_pinned_one(name):
    """Everywhere."""
    assert set(re.findall(r"xlwings==([\d.]+)", TEXT[name])) == {XLWINGS}


@pytest.mark.parametrize("name", GUIDES)
def test_the_examples_give_what_is_said(name, shipped_book):
    """With the public figures, by the very functions."""
    tables = ranges_of(shipped_book)
    rows = re.findall(r"^\| `=(\w+)\(([^`]*)\)` \| [^|]+ \| ([\d.]+) \|$", TEXT[name], re.MULTILINE)
    assert len(rows) == 4
    for function, arguments, shown in rows:
        given = [text.strip('"') for text in arguments.split(",")]
        given += [None] * (function == "FLOWRANK" and len(given) == 1)
        value = getattr(functions, function.lower())(*given, *tables)
        assert shown == (f"{value:.3f}" if "." in shown else str(int(value)))


@pytest.mark.parametrize(("name", "readme"), [(GUIDES[0], "README.md"), (GUIDES[1], "README.zh-CN.md")])
def test_the_guide_is_found_from_its_readme(name, readme):
    """And leads to the other language."""
    assert f"]({name})" in (ROOT / readme).read_text(encoding="utf-8")
    assert set(re.findall(r"\]\(([^)]+)\)", TEXT[name])) == {
        "functions.zh-CN.md" if "zh-CN" in name else "functions.md",
        next(other for other in GUIDES if other != name).removeprefix("docs/"),
    }
