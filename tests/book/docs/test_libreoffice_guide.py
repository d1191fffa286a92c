"""The guide to LibreOffice: both languages say the same, and what they say is so."""

import re
import shlex

import pytest
from support.command import ROOT

from flowxl.cli.parser import make_parser
from flowxl.libreoffice.install import OLDEST

GUIDES = ("docs/libreoffice.md", "docs/libreoffice.zh-CN.md")
TEXT = {name: (ROOT / name).read_text(encoding="utf-8") for name in GUIDES}


def blocks(name: str) -> list[str]:
    """Return what stands in fences."""
    return re.findall(r"```\w+\n(.*?)```", TEXT[name], re.DOTALL)


def test_both_guides_have_the_same_commands():
    """Only the words around them differ."""
    assert blocks(GUIDES[0]) == blocks(GUIDES[1]) != []


def test_every_flowxl_command_is_understood():
    """By the very parser; each action is shown."""
    lines = [line for block in blocks(GUIDES[0]) for line in block.splitlines() if re.search(r"flowxl addin", line)]
    actions = [make_parser().parse_args(shlex.split(line.rpartition("flowxl ")[2])) for line in lines]
    assert {(one.install, one.uninstall, one.outside) for one in actions} == {
        (True, False, False), (True, False, True), (False, True, False),
    }  # fmt: skip


@pytest.mark.parametrize("name", GUIDES)
def test_the_release_of_libreoffice_is_the_oldest_that_works(name):
    """As the installer asks for."""
    assert set(re.findall(r"Calc (\d+\.\d+)", TEXT[name])) == {".".join(map(str, OLDEST))}


@pytest.mark.parametrize(("name", "readme"), [(GUIDES[0], "README.md"), (GUIDES[1], "README.zh-CN.md")])
def test_the_guide_is_found_from_its_readme(name, readme):
    """And leads to files that are there."""
    assert f"]({name})" in (ROOT / readme).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", TEXT[name]):
        assert (ROOT / "docs" / link).is_file()
