"""The guide to the import says what the command does, in both languages; every reason is told in Chinese too."""

import argparse
import re
import shlex

import pytest
from support.command import ROOT

from flowxl.cli.parser import make_parser
from flowxl.cycle.importing_words import DECISION_WORDS, TITLES, VERDICT_WORDS
from flowxl.yearbook.doubts import SENTENCES, in_chinese
from flowxl.yearbook.table_readings import RULES

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


@pytest.mark.parametrize(("name", "position"), [(GUIDES[1], 0), (GUIDES[0], 1)])
def test_words_of_the_preview_are_those_of_the_guide(name: str, position: int) -> None:
    """Verdicts, decisions, and the columns to fill in."""
    words = [pair[position] for table in (VERDICT_WORDS, DECISION_WORDS) for pair in table.values()]
    words += [TITLES[key][position] for key in ("decision", "value", "reasons")]
    assert [word for word in words if word not in TEXT[name]] == []


@pytest.mark.parametrize(("name", "readme"), [(GUIDES[0], "README.md"), (GUIDES[1], "README.zh-CN.md")])
def test_the_guide_is_found_from_its_readme(name: str, readme: str) -> None:
    """And leads to files that are there."""
    assert f"]({name})" in (ROOT / readme).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", TEXT[name]):
        assert (ROOT / "docs" / link).is_file()


def test_every_reason_has_its_chinese() -> None:
    """With as many gaps to fill, and found again with words in the gaps."""
    assert set(RULES.values()) <= set(SENTENCES)
    for english, chinese in SENTENCES.items():
        gaps = english.count("{}")
        assert len(re.findall(r"\{\d?\}", chinese)) == gaps
        words = [f"w{number}" for number in range(gaps)]
        told = in_chinese(english.format(*words))
        assert told == chinese.format(*words), english
        assert re.search(r"[\u4e00-\u9fff]", told)


SOURCES = ("yearbook/table_readings.py", "yearbook/matching.py", "cycle/importing.py", "cycle/importing_steps.py")


@pytest.mark.parametrize("source", SOURCES)
def test_no_reason_of_the_code_is_without_its_chinese(source: str) -> None:
    """Each sentence that the code gives as a reason is in the list."""
    code = (ROOT / "flowxl" / source).read_text(encoding="utf-8")
    given = re.findall(
        r'(?:yield (?:\w+, |figure\.year, )?|unused=|reasons\.append\(|_doubted\(line, |\(\), )f?"([^"]+)"', code
    )
    assert given
    for sentence in given:
        plain = re.sub(r"\{[^{}]*\}", "{}", sentence)
        assert plain in SENTENCES, plain
