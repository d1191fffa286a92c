"""The guide to a Delphi study says what the commands do, in both languages."""

import argparse
import re
import shlex

import pytest
from support.command import ROOT

from flowxl.cli.delphi_words import STATES
from flowxl.cli.parser import make_parser
from flowxl.questionnaire.identity import BUDGET_TOLERANCE

GUIDES = ("docs/delphi.md", "docs/delphi.zh-CN.md")
TEXT = {name: (ROOT / name).read_text(encoding="utf-8") for name in GUIDES}
STEPS = ("start", "collect", "status", "next", "weights")


def blocks(name: str) -> list[str]:
    """Return the fenced commands of a guide."""
    return re.findall(r"^```sh\n(.*?)^```$", TEXT[name], re.MULTILINE | re.DOTALL)


def test_both_guides_have_the_same_commands() -> None:
    """And the parser understands each, step by step."""
    assert blocks(GUIDES[0]) == blocks(GUIDES[1]) != []
    lines = "".join(blocks(GUIDES[0])).splitlines()
    assert tuple(make_parser().parse_args(shlex.split(line)[1:]).step for line in lines) == STEPS


def inner(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the commands of a parser."""
    return next(dict(a.choices) for a in parser._actions if isinstance(a, argparse._SubParsersAction))


@pytest.mark.parametrize("name", GUIDES)
def test_every_option_is_told(name: str) -> None:
    """Besides those that all commands have; each has a help text."""
    steps = inner(inner(make_parser())["delphi"])
    actions = [action for step in STEPS for action in steps[step]._actions]
    untold = {
        max(a.option_strings, key=len) for a in actions if a.option_strings and not set(a.option_strings) & told(name)
    }
    assert untold == {"--help", "--lang"}
    assert all(action.help for action in actions)


def told(name: str) -> set[str]:
    """Return the options that a guide names."""
    return set(re.findall(r"(?<![\w-])--?[a-z]+", TEXT[name]))


@pytest.mark.parametrize(("name", "position"), [(GUIDES[1], 0), (GUIDES[0], 1)])
def test_words_are_those_of_the_program(name: str, position: int) -> None:
    """What became of a file, and how far points may miss their sum."""
    assert [
        word
        for pair in STATES.values()
        if (word := (pair.zh, pair.en)[position]).split(("，", ",")[position])[0] not in TEXT[name]
    ] == []
    assert f"{BUDGET_TOLERANCE:g}" in TEXT[name]


@pytest.mark.parametrize(("name", "readme"), [(GUIDES[0], "README.md"), (GUIDES[1], "README.zh-CN.md")])
def test_the_guide_is_found_from_its_readme(name: str, readme: str) -> None:
    """And leads to files that are there."""
    assert f"]({name})" in (ROOT / readme).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", TEXT[name]):
        assert (ROOT / "docs" / link).is_file()
