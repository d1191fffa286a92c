"""Everything that is said before a book is opened, in Chinese and English: help, arguments at fault, refusals."""

import argparse
import ast
import errno
import io
import re
import sys
from pathlib import Path

import pytest
from support.wording import chinese, english

from flowxl.cli import argparse_words, language, main
from flowxl.cli.commands import declared
from flowxl.cli.exits import EXIT_CODES, INTERNAL, OK, REFUSED, STOPPED, USAGE
from flowxl.cli.parser import make_parser
from flowxl.voice.faults import Fault, FlowXLError, WriteError
from flowxl.voice.place import Place

BOTH = pytest.mark.parametrize(("speaks", "foreign"), [("zh", english), ("en", chinese)])
HELP = [["--help"], *([one.name, "--help"] for one in declared())]
HELP += [[one.name, step.name, "--help"] for one in declared() for step in one.steps]
AT_FAULT = [
    [],
    ["nope"],
    ["--lang", "fr"],
    ["--lang"],
    ["compute"],
    ["compute", "a.xlsx", "b.xlsx"],
    ["compute", "a.xlsx", "--nope"],
    ["compute", "a.xlsx", "--json", "b.xlsx"],
    ["compute", "a.xlsx", "--csv"],
    ["build", "--empty", "--demo"],
    ["build", "--empty=1"],
    ["build", "--years", "now"],
    ["build", "--years", "2020-2010"],
    ["build", "--cities", ","],
    ["build", "--date", "tomorrow"],
    ["roll", "a.xlsx"],
    ["roll", "a.txt", "--to", "2021", "-o", "b.xlsx"],
    ["roll", "a.xlsx", "--to", "2020-2021", "-o", "b.xlsx"],
    ["import", "--i", "b.xlsx"],
    ["import", "--into", "b.xlsx"],
    ["import", "a.csv", "--into", "b.xlsx", "--accept", "all"],
    ["import", "a.csv", "--into", "b.xlsx", "--preview", "c.csv"],
    ["import", "a.csv", "--into", "b.xlsx", "--longest-gap", "long"],
    ["import", "a.csv", "--into", "b.xlsx", "--area", "A"],
    ["import", "a.csv", "--into", "b.xlsx", "--device", "pc"],
    ["import", "a.csv", "--into", "b.xlsx", "--baidu", "--year", "2020"],
    ["import", "--from", "p.xlsx", "--into", "b.xlsx", "--baidu"],
    ["import", "--from", "p.xlsx", "--into", "b.xlsx", "--accept", "steps"],
    ["split", "a.xlsx", "--by", "dimension"],
    ["merge", "a.xlsx"],
    ["merge", "a.xlsx", "no_such_folder"],
    ["delphi"],
    ["delphi", "nope"],
    ["delphi", "collect", "a.xlsx"],
    ["doctor", "a.xlsx", "--environment", "b.json"],
    ["addin", "calc", "--install"],
    ["addin", "excel"],
    ["addin", "excel", "--build", "a.txt"],
    ["addin", "excel", "--build", "a.oxt"],
    ["addin", "libreoffice", "--uninstall", "--outside"],
    ["compute", "a.xlsx", "--json", "r", "--csv", "r"],
    ["compute", "a.xlsx", "--json", "--csv", "-"],
]


@BOTH
@pytest.mark.parametrize("words", HELP, ids=" ".join)
def test_help_is_in_one_language(words, speaks, foreign, flowxl):
    """Asked for before the command or after it."""
    ran = flowxl("--lang", speaks, *words)
    assert (ran.code, ran.err) == (OK, "")
    assert foreign(ran.out) == []
    assert max(map(len, ran.out.splitlines())) < 250


@BOTH
@pytest.mark.parametrize("words", AT_FAULT, ids=" ".join)
def test_arguments_at_fault_are_told_in_one_language(words, speaks, foreign, flowxl, monkeypatch, tmp_path):
    """That of the system, where none was typed."""
    monkeypatch.setenv("LC_ALL", {"zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8"}[speaks])
    monkeypatch.chdir(tmp_path)
    ran = flowxl(*words)
    assert (ran.code, ran.out) == (USAGE, "")
    assert foreign(ran.err) == []
    assert ran.err.splitlines()[-1].startswith("flowxl")


PARSING = (
    *("__str__", "__call__", "parse_known_args", "parse_args", "_parse_known_args", "_parse_known_args2"),
    *("_match_argument", "_parse_optional", "_get_option_tuples", "_get_values", "_get_value", "_check_value"),
)
NEVER = (
    *(".__call__() not defined", 'argument "-" with mode %r', "can't open '%(filename)s': %(error)s"),
    "%r is not callable",
)
"""Of actions without a method, of files that argparse opens, and of a type that is none: FlowXL has none of these."""


def asked_for() -> set[str]:
    """Return the sentences that this Python's argparse asks ``gettext`` for while it parses."""
    tree = ast.parse(Path(argparse.__file__).read_text(encoding="utf-8"))
    functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name in PARSING]
    calls = [one for function in functions for one in ast.walk(function) if isinstance(one, ast.Call)]
    texts = [one for call in calls if getattr(call.func, "id", "") in ("_", "ngettext") for one in call.args]
    return {text.value for text in texts if isinstance(text, ast.Constant)}


def test_every_sentence_of_argparse_has_its_chinese():
    """Those of this Python, with no other gaps to fill."""
    sentences = asked_for() - set(NEVER)
    assert len(sentences) > 12
    assert sentences - set(argparse_words.CHINESE) == set()
    gaps = re.compile(r"%(?:\(\w+\))?[rs]")
    for one, said in argparse_words.CHINESE.items():
        assert set(gaps.findall(said)) <= set(gaps.findall(one))


def test_argparse_is_as_it_was_afterwards():
    """Other programs in this process keep their own translations."""
    before = vars(argparse)["_"], vars(argparse)["ngettext"]
    with pytest.raises(SystemExit):
        make_parser("zh").parse_args(["nope"])
    assert (vars(argparse)["_"], vars(argparse)["ngettext"]) == before


# --- what goes wrong while a command runs ---------------------------------------------------------------------------


def failing(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make `flowxl reproduce` fail."""
    from flowxl.cli import reproduce

    def fail() -> None:
        raise error

    monkeypatch.setattr(reproduce, "reproduce", fail)


@BOTH
@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), STOPPED),
        (ZeroDivisionError("…"), INTERNAL),
        *(
            (OSError(number, "?", "a.csv"), USAGE)
            for number in (errno.EACCES, errno.ENOSPC, errno.EISDIR, errno.ENOENT)
        ),
    ],
    ids=repr,
)
def test_mishaps_are_told_in_one_language(error, code, speaks, foreign, flowxl, monkeypatch):
    """The system's own sentence comes in a language that nobody chose."""
    failing(error, monkeypatch)
    ran = flowxl("reproduce", "--lang", speaks)
    assert (ran.code, ran.out) == (code, "")
    assert foreign(ran.err.replace("ZeroDivisionError", "")) == []


@pytest.mark.parametrize("kind", [FlowXLError, WriteError])
@pytest.mark.parametrize(
    ("typed", "of_book", "system", "told"),
    [
        ("en", "zh", "zh_CN.UTF-8", "en"),
        (None, "zh", "en_GB.UTF-8", "zh"),
        (None, "en", "zh_CN.UTF-8", "en"),
        (None, None, "zh_CN.UTF-8", "zh"),
        (None, None, "C", "en"),
    ],
)
def test_a_refusal_is_in_the_language_asked_for_else_of_the_book_else_of_the_system(
    kind, typed, of_book, system, told, flowxl, monkeypatch
):
    """In that order."""
    from flowxl.voice.message import Message

    title = Message("cli.delphi.has_study", book="b.xlsx")
    fault = Fault("study.no_answers", Place("b.xlsx"), study="S", code="D")
    failing(kind(title, [fault], of_book), monkeypatch)
    monkeypatch.setenv("LC_ALL", system)
    ran = flowxl("reproduce", *(("--lang", typed) if typed else ()))
    assert ran.code == (USAGE if kind is WriteError else REFUSED)
    assert title.of(told) in ran.err
    assert fault.words(told).remedy in ran.err
    printed = flowxl("reproduce", "--json", *(("--lang", typed) if typed else ())).out
    assert f'"error": "{title.of(told)}"' in printed
    assert '"kind": "study"' in printed


# --- streams ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("encoding", "told"), [("cp1252", "en"), ("ascii", "en"), ("gbk", "zh"), ("utf-8", "zh")])
def test_a_console_without_chinese_gets_english(encoding, told, monkeypatch):
    """Unless Chinese was asked for: then it gets what it can show."""
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert language.typed_language([]) == told
    assert language.message_language(argparse.Namespace(lang=None), "zh") == told
    assert language.message_language(argparse.Namespace(lang="zh"), "en") == "zh"
    with pytest.raises(SystemExit):
        main(["--help"])
    out.flush()
    assert EXIT_CODES[OK].of(told).encode(encoding) in out.buffer.getvalue()
