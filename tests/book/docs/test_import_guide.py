"""The guide to the import says what the command does, in both languages."""

import argparse
import re
import shlex

import pytest
from support.command import ROOT

from flowxl.cli.parser import make_parser
from flowxl.cycle.importing_words import DECISION_WORDS, TITLES, VERDICT_WORDS
from flowxl.voice.text import Language

GUIDES = ("docs/import.md", "docs/import.zh-CN.md")
TEXT = {name: (ROOT / name).read_text(encoding="utf-8") for name in GUIDES}


def blocks(name: str) -> list[str]:
    """Return the fenced commands of a guide."""
    return re.findall(r"^```sh\n(.*?)^```$", TEXT[name], re.MULTILINE | re.DOTALL)


def test_both_guides_have_the_same_commands() -> None:
    """And the parser understands each."""
    assert blocks(GUIDES[0]) == blocks(GUIDES[1]) != []
    for line in "".join(blocks(GUIDES[0])).splitlines():
        assert make_parser().parse_args(shlex.split(line)[1:]).command == "import"


@pytest.mark.parametrize("name", GUIDES)
def test_every_option_is_told(name: str) -> None:
    """Here or in the guide to the Baidu Index, besides those that all commands have."""
    subparsers = next(action for action in make_parser()._actions if isinstance(action, argparse._SubParsersAction))
    options = {option for action in subparsers.choices["import"]._actions for option in action.option_strings}
    baidu = (ROOT / name.replace("import", "baidu")).read_text(encoding="utf-8")  # a guide of its own
    untold = {option for option in options if option not in TEXT[name] + baidu}
    assert untold == {"-h", "--help", "--json", "--lang"}


@pytest.mark.parametrize(("name", "language"), [(GUIDES[1], "zh"), (GUIDES[0], "en")])
def test_words_of_the_preview_are_those_of_the_guide(name: str, language: Language) -> None:
    """Verdicts, decisions, and the columns to fill in."""
    words = [word.of(language) for table in (VERDICT_WORDS, DECISION_WORDS) for word in table.values()]
    words += [TITLES[key].of(language) for key in ("decision", "value", "reasons")]
    assert [word for word in words if word not in TEXT[name]] == []


@pytest.mark.parametrize(("name", "readme"), [(GUIDES[0], "README.md"), (GUIDES[1], "README.zh-CN.md")])
def test_the_guide_is_found_from_its_readme(name: str, readme: str) -> None:
    """And leads to files that are there."""
    assert f"]({name})" in (ROOT / readme).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", TEXT[name]):
        assert (ROOT / "docs" / link).is_file()
