"""How a command is declared: what it is called and for, what can be typed, what runs it. All else is derived from it.

Parser, help, reference and tests read these records; see :mod:`flowxl.cli.commands`.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Literal

from flowxl.cli.arguments import STDOUT, report
from flowxl.voice.text import LANGUAGES, Text

Run = Callable[[argparse.Namespace], int]
Touch = Literal["none", "reads", "changes", "writes"]
"""What a command does to the workbook that it is given: nothing, reads it, writes into it; or it writes a new one."""
GROUPS: dict[str, Text] = {
    "book": Text("工作簿", "the workbook"),
    "year": Text("年度更新与分工填报", "a new year, and work in several hands"),
    "weights": Text("权重", "weights"),
    "programs": Text("表格程序", "spreadsheet programs"),
    "paper": Text("论文", "the paper"),
    "other": Text("其他", "other"),
}
"""Groups of commands in the help, in order."""


@dataclass(frozen=True, eq=False, repr=False)
class Argument:
    """Something that can be typed.

    Attributes
    ----------
    names
        Name of a positional, or spellings of an option with blanks between them.
    help
        What it is or does; ``{default}`` stands for the default.
    metavar
        What stands for its value; without it the choices, or the name.
    read
        Turns what was typed into a value, or raises :class:`~flowxl.cli.arguments.UnfitError`.
    nargs
        How many values, as argparse writes it; None is one.
    choices
        Values that can be chosen.
    default, bare
        The value where it is left out, and the value of an option that stands without one.
    required
        Whether an option must be given.
    flag
        An option without a value.
    several
        An option that may stand several times.
    dest
        Name of the attribute with the value, where it is not the name.
    """

    names: str
    help: Text
    metavar: Text | None = None
    read: Callable[[str], Any] | None = None
    nargs: Literal["?", "*", "+"] | None = None
    choices: tuple[str, ...] = ()
    default: Any = None
    bare: Any = None
    required: bool = False
    flag: bool = False
    several: bool = False
    dest: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        """The spellings of an option, or the name of a positional."""
        return tuple(self.names.split())

    @property
    def is_option(self) -> bool:
        """Whether it begins with a dash."""
        return self.names.startswith("-")


@dataclass(frozen=True, eq=False, repr=False)
class OneOf:
    """Options of which at most one is given, or exactly one."""

    arguments: tuple[Argument, ...]
    required: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class Section:
    """Options that stand under a title of their own in the help."""

    title: Text
    arguments: tuple[Argument, ...]


Part = Argument | OneOf | Section

JSON = Argument(
    "--json",
    Text(
        "以 JSON 给出全部结果：代替文字输出（也可写 -），或另存为文件",
        "give everything as JSON: instead of the text (also with -), or in FILE beside it",
    ),
    metavar=Text("文件", "FILE"),
    read=report,
    nargs="?",
    bare=STDOUT,
)
BY_BOOK = Text("按工作簿", "the workbook's")
BY_SYSTEM = Text("按系统", "the system's")


def language(default: Text) -> Argument:
    """Return the option ``--lang`` with what holds where it is left out."""
    about = Text(f"输出的语言（默认：{default.zh}）", f"language of the output (default: {default.en})")
    return language_option(about)


def language_option(about: Text) -> Argument:
    """Return the option ``--lang``; where it is left out, one before the command stands."""
    return Argument("--lang", about, choices=LANGUAGES, default=argparse.SUPPRESS)


@dataclass(frozen=True, eq=False, repr=False)
class Command:
    """A command.

    Attributes
    ----------
    name
        What is typed.
    summary
        What it does: a phrase that begins small and ends without a full stop.
    example
        A line that can be typed.
    run
        What runs it: a function, or ``"module:function"``, which is imported only then.
    parts
        What can be typed besides ``--json`` and ``--lang``.
    speaks
        What ``--lang`` is by default; None where the command declares that option itself.
    group, order
        Where it stands in the help.
    book
        What it does to a workbook.
    steps
        Commands within it; then it has neither ``--json`` nor an own ``--lang``.
    codes
        Exit codes that its help lists.
    """

    name: str
    summary: Text
    example: str
    run: Run | str = ""
    parts: tuple[Part, ...] = ()
    speaks: Text | None = BY_BOOK
    group: str = "other"
    order: int = 0
    book: Touch = "none"
    steps: "tuple[Command, ...]" = ()
    codes: Mapping[int, Text] = field(default_factory=dict)

    @property
    def all_parts(self) -> tuple[Part, ...]:
        """Everything that can be typed after the name."""
        if self.steps:
            return self.parts
        return (JSON, *self.parts, *((language(self.speaks),) if self.speaks else ()))

    def arguments(self) -> Iterator[Argument]:
        """Yield everything that can be typed, one by one."""
        for part in self.all_parts:
            yield from (part,) if isinstance(part, Argument) else part.arguments

    def __call__(self, arguments: argparse.Namespace) -> int:
        """Run the command and return its exit code."""
        if callable(self.run):
            return self.run(arguments)
        module, _, function = self.run.partition(":")
        code: int = getattr(import_module(module), function)(arguments)
        return code
