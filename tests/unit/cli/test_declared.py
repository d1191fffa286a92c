"""Commands are declared once: parser, help, reference and a command of a test's own derive from that."""

import argparse
import shlex
import sys

import pytest
from support.command import ROOT, python

from flowxl.cli import main
from flowxl.cli.commands import declared
from flowxl.cli.declare import GROUPS, Argument, Command, OneOf
from flowxl.cli.exits import OK, USAGE
from flowxl.cli.parser import make_parser
from flowxl.cli.reference import NAMES, TOUCHES, reference
from flowxl.voice.text import LANGUAGES, Text


def greet(arguments: argparse.Namespace) -> int:
    """Run the command of this test."""
    words = Text("你好，{0}：{1}\n", "Hello, {0}: {1}\n")
    sys.stdout.write(words.say(arguments.lang or "en", arguments.whom, arguments.loud))
    return OK


GREET = Command(
    "greet",
    Text("问候某人", "greet somebody"),
    "flowxl greet Ada --loud",
    run=greet,
    group="book",
    parts=(
        Argument("whom", Text("问候谁", "whom to greet"), metavar=Text("姓名", "NAME")),
        OneOf(
            (Argument("--loud", Text("大声", "loudly"), flag=True), Argument("--low", Text("小声", "low"), flag=True))
        ),
    ),
)
COMMANDS = (*declared(), GREET)


def everything() -> list[tuple[str, Command]]:
    """Return all commands and steps by what is typed."""
    found = [(f"flowxl {one.name}", one) for one in declared()]
    return found + [(f"{name} {step.name}", step) for name, one in found for step in one.steps]


def test_a_command_of_a_test_alone_is_in_the_help(capsys):
    """In its group, in both languages; its own help is made as that of all others."""
    for language, summary, title in (("en", "greet somebody", "the workbook:"), ("zh", "问候某人", "工作簿：")):
        with pytest.raises(SystemExit):
            main(["--lang", language, "--help"], COMMANDS)
        shown = capsys.readouterr().out
        assert summary in shown[shown.index(title) :].partition("\n\n")[0]
    with pytest.raises(SystemExit):
        main(["greet", "--help", "--lang", "zh"], COMMANDS)
    shown = capsys.readouterr().out
    assert "[--loud | --low]" in shown
    assert "姓名                  问候谁" in shown
    assert "  flowxl greet Ada --loud" in shown
    assert "| [flowxl greet](#flowxl-greet) | 问候某人 | — |" in reference("zh", COMMANDS)


def test_a_command_of_a_test_alone_runs(capsys):
    """A function runs it, or what its declaration names."""
    assert main(["greet", "Ada", "--loud", "--lang", "zh"], COMMANDS) == OK
    assert capsys.readouterr().out == "你好，Ada：True\n"
    named = Command("greet", GREET.summary, "", run=f"{__name__}:greet", parts=GREET.parts)
    assert main(["--lang", "zh", "greet", "Ada"], (named,)) == OK
    assert capsys.readouterr().out == "你好，Ada：False\n"


def test_elsewhere_there_is_no_such_command(capsys):
    """The commands of a test are those of its call alone."""
    with pytest.raises(SystemExit) as stop:
        main(["greet", "Ada", "--lang", "zh"])
    assert stop.value.code == USAGE
    assert "无效的取值 'greet'" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "command"), everything())
def test_a_declaration_is_whole(name, command):
    """Words in both languages, a group of the help, an example that the parser understands."""
    texts = [command.summary, *(one.help for one in command.arguments())]
    assert all(text.zh and text.en and text.zh != text.en for text in texts)
    assert command.group in GROUPS
    assert command.book in TOUCHES
    assert command.example.startswith(name)
    assert callable(make_parser().parse_args(shlex.split(command.example)[1:]).run)
    assert callable(command.run) or bool(command.run) != bool(command.steps)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_is_made_of_the_declarations(language):
    """``python -m flowxl.cli.reference docs`` makes it anew."""
    assert (ROOT / "docs" / NAMES[language]).read_text(encoding="utf-8") == reference(language)


def test_declarations_import_nothing_heavy():
    """What runs a command is imported when it runs."""
    code = "import sys; from flowxl.cli.reference import reference; reference('zh'); sys.exit(' '.join(sys.modules))"
    loaded = set(python("-c", code).stderr.split())
    heavy = {"numpy", "pandas", "rich", "xlsxwriter", "openpyxl", "jinja2", "flowxl.core", "flowxl.workbook"}
    assert loaded & (heavy | {"flowxl.cli.commands.roll"}) == {"flowxl.cli.commands.roll"}
