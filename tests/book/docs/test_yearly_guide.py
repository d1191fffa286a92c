"""The guide to the work of a year: both languages say the same, and the parser understands it."""

import re
import shlex

import pytest
from support.command import ROOT

from flowxl.cli.parser import make_parser

GUIDES = ("docs/yearly.md", "docs/yearly.zh-CN.md")
TEXT = {name: (ROOT / name).read_text(encoding="utf-8") for name in GUIDES}
READMES = dict(zip(GUIDES, ("README.md", "README.zh-CN.md"), strict=True))


def blocks(name: str) -> list[str]:
    """Return what stands in fences."""
    return re.findall(r"```\w+\n(.*?)```", TEXT[name], re.DOTALL)


def test_both_guides_have_the_same_commands():
    """And the parser understands each; every command of the year is there."""
    assert blocks(GUIDES[0]) == blocks(GUIDES[1]) != []
    parsed = [make_parser().parse_args(shlex.split(line)[1:]) for line in "".join(blocks(GUIDES[0])).splitlines()]
    assert {one.command for one in parsed} == {"roll", "import", "split", "merge", "diff"}


@pytest.mark.parametrize("name", GUIDES)
def test_the_guide_is_found_from_its_readme(name):
    """And leads to files that are there."""
    assert f"]({name})" in (ROOT / READMES[name]).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", TEXT[name]):
        assert (ROOT / "docs" / link).is_file()
