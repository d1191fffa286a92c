"""The parser of ``flowxl``, derived from what the commands declare. Light, because every call imports it."""

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from flowxl import __version__
from flowxl.cli.argparse_words import ARGPARSE, speaking
from flowxl.cli.arguments import UnfitError
from flowxl.cli.commands import declared, in_order
from flowxl.cli.declare import Argument, Command, OneOf, Part
from flowxl.cli.exits import EXIT_CODES, USAGE
from flowxl.cli.help_pages import page, usage
from flowxl.cli.placeholders import COMMAND, STEP
from flowxl.voice.text import LANGUAGES, Language, Text

VERSION = Argument("--version", Text("显示版本号后退出", "show the version and exit"), flag=True)
SUMMARY = Text(
    "表格中的综合指数：生成工作簿，由工作簿计算指数，检查工作簿",
    "composite indices in the spreadsheet: build the workbook, compute the index from it, check it",
)
ERROR = Text("{prog}：错误：{message}\n", "{prog}: error: {message}\n")


def root(commands: Sequence[Command]) -> Command:
    """Return ``flowxl`` itself, with its commands as steps."""
    talk = Argument(
        "--lang", Text("帮助与各命令输出的语言", "language of the help and of what commands say"), choices=LANGUAGES
    )
    steps = in_order(tuple(commands))
    return Command("flowxl", SUMMARY, "", parts=(VERSION, talk), steps=steps, codes=EXIT_CODES)


def make_parser(language: Language = "en", commands: Sequence[Command] | None = None) -> "Parser":
    """Return the parser of ``flowxl``; each command sets ``run``."""
    whole = root(declared() if commands is None else commands)
    parser = Parser(prog=whole.name, command=whole, language=language)
    parser.set_defaults(json=None)
    return parser


class Parser(argparse.ArgumentParser):
    """A parser of one declared command, or of the steps within it; it shows help and tells errors in one language."""

    def __init__(self, *, prog: str, command: Command, language: Language) -> None:
        super().__init__(prog=prog, add_help=False)
        self.command, self.language = command, language
        self.add_argument("-h", "--help", action="help", help=ARGPARSE["show this help message and exit"].of(language))
        for part in command.all_parts:
            self._add(part)
        if command.steps:
            self._add_steps(command)
        else:
            self.set_defaults(run=command)

    def _add(self, part: Part) -> None:
        """Add what can be typed."""
        if isinstance(part, Argument):
            add_argument(self, part, self.language)
            return
        group: Any
        if isinstance(part, OneOf):
            group = self.add_mutually_exclusive_group(required=part.required)
        else:
            group = self.add_argument_group(part.title.of(self.language))
        for argument in part.arguments:
            add_argument(group, argument, self.language)

    def _add_steps(self, command: Command) -> None:
        """Add the commands within a command."""
        metavar, dest = (COMMAND, "command") if command.name == "flowxl" else (STEP, "step")
        steps = self.add_subparsers(dest=dest, metavar=metavar.of(self.language), required=True, parser_class=Parser)
        for step in command.steps:
            about = step.summary.of(self.language).replace("%", "%%")
            steps.add_parser(step.name, help=about, command=step, language=self.language)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse; argparse's own sentences come in this language."""
        with speaking(self.language):
            return super().parse_known_args(args, namespace)

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse, and refuse what is left over."""
        with speaking(self.language):
            return super().parse_args(args, namespace)

    def format_help(self) -> str:
        """Return the help."""
        return page(self.command, self.prog, self.language)

    def format_usage(self) -> str:
        """Return what can be typed, in short."""
        return usage(self.command, self.prog, self.language)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with what was typed, and leave."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, ERROR.say(self.language, prog=self.prog, message=message))


def add_argument(to: Any, argument: Argument, language: Language) -> None:
    """Add one declared argument to a parser or a group of one."""
    given: dict[str, Any] = {"help": about(argument, language).replace("%", "%%"), "dest": argument.dest or None}
    if argument is VERSION:
        given |= {"action": "version", "version": f"flowxl {__version__}"}
    elif argument.flag:
        given["action"] = "store_true"
    else:
        given |= _value(argument, language)
    to.add_argument(*argument.spellings, **{name: value for name, value in given.items() if value is not None})


def _value(argument: Argument, language: Language) -> dict[str, Any]:
    """Return how argparse takes the value of an argument."""
    return {
        "action": "append" if argument.several else None,
        "default": list(argument.default) if argument.several else argument.default,
        "required": argument.required or None,
        "choices": argument.choices or None,
        "metavar": argument.metavar.of(language) if argument.metavar else None,
        "type": reader(argument.read, language) if argument.read else None,
        "nargs": argument.nargs,
        "const": argument.bare,
    }


def about(argument: Argument, language: Language) -> str:
    """Return the help text of an argument."""
    return argument.help.say(language, default=argument.default)


def reader(read: Callable[[str], Any], language: Language) -> Callable[[str], Any]:
    """Return what reads an argument and tells in one language why it cannot."""

    def value(text: str) -> Any:
        try:
            return read(text)
        except UnfitError as error:
            raise argparse.ArgumentTypeError(error.message.of(language)) from None

    return value
