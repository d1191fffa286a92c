"""The help, made of what a command declares: usage, arguments, example, exit codes; in the width of the terminal.

argparse counts a Chinese character as one letter and breaks lines at blanks only, so this does not come from there.
"""

import shutil
from collections.abc import Iterator, Sequence
from itertools import groupby

from flowxl.cli.argparse_words import ARGPARSE
from flowxl.cli.declare import GROUPS, Argument, Command, OneOf, Part, Section
from flowxl.cli.placeholders import COMMAND, STEP
from flowxl.cli.wrapping import width_of, wrapped
from flowxl.voice.text import Language, Text

INDENT, COLUMN = 2, 24
USAGE = Text("用法：", "usage: ")
POSITIONALS = Text("参数：", "positional arguments:")
OPTIONS = Text("选项：", "options:")
EXAMPLE = Text("示例：", "example:")
CODES = Text("退出码：", "exit codes:")
TITLE = Text("{0}：", "{0}:")
SENTENCE = Text("{0}。", "{0}.")
MORE_CODES = Text("退出码见 `flowxl --help`。", "`flowxl --help` lists the exit codes.")
MORE_COMMANDS = Text(
    "`flowxl 命令 --help` 说明该命令并举例。", "`flowxl COMMAND --help` explains a command and shows an example."
)
MORE_STEPS = Text("`{0} 步骤 --help` 说明该步骤。", "`{0} STEP --help` explains a step.")
HELP = Argument("-h --help", ARGPARSE["show this help message and exit"], flag=True)

Row = tuple[str, str]


def page(command: Command, prog: str, language: Language) -> str:
    """Return the help of a command."""
    return "\n".join(
        [usage(command, prog, language), *_paragraph(command, language), *_arguments(command, language)]
    ) + _end(command, prog, language)


def usage(command: Command, prog: str, language: Language) -> str:
    """Return what can be typed, in short."""
    begin = f"{USAGE.of(language)}{prog} "
    pieces = [_piece(part, language) for part in (HELP, *command.all_parts) if _optional(part)]
    pieces += [_positional(part, language) for part in command.arguments() if not part.is_option]
    pieces += [f"{_steps(command).of(language)} ..."] if command.steps else []
    indent = " " * width_of(begin)
    lines, line = [], begin
    for piece in _unpacked(pieces):
        if line.strip() and width_of(line + piece) > _width() and line not in (begin, indent):
            lines.append(line.rstrip())
            line = indent
        line += f"{piece} "
    return "\n".join([*lines, line.rstrip()]) + "\n"


def _width() -> int:
    return shutil.get_terminal_size().columns - 2


def _steps(command: Command) -> Text:
    return COMMAND if command.name == "flowxl" else STEP


def _optional(part: Part) -> bool:
    return not isinstance(part, Argument) or part.is_option


def _unpacked(pieces: Sequence[str]) -> Iterator[str]:
    for piece in pieces:
        yield from piece.split("\n")


def _piece(part: Part, language: Language) -> str:
    """Return options as the usage shows them; those of a section one after the other."""
    if isinstance(part, Argument):
        shown = _option(part, language)
        return shown if part.required else f"[{shown}]"
    if isinstance(part, Section):
        return "\n".join(_piece(one, language) for one in part.arguments)
    shown = " | ".join(_option(one, language) for one in part.arguments)
    return f"({shown})" if part.required else f"[{shown}]"


def _option(argument: Argument, language: Language) -> str:
    value = _value(argument, language)
    return f"{argument.spellings[0]} {value}" if value else argument.spellings[0]


def _value(argument: Argument, language: Language) -> str:
    """Return what stands for the value of an option."""
    if argument.flag:
        return ""
    value = _placeholder(argument, language)
    return f"[{value}]" if argument.nargs == "?" else value


def _placeholder(argument: Argument, language: Language) -> str:
    if argument.metavar:
        return argument.metavar.of(language)
    return f"{{{','.join(argument.choices)}}}" if argument.choices else argument.names


def _positional(argument: Argument, language: Language) -> str:
    value = _placeholder(argument, language)
    forms = {"?": f"[{value}]", "*": f"[{value} ...]", "+": f"{value} [{value} ...]"}
    return forms[argument.nargs] if argument.nargs else value


def _paragraph(command: Command, language: Language) -> list[str]:
    """Return what the command does, as a sentence."""
    summary = command.summary.of(language)
    return [*wrapped(SENTENCE.say(language, f"{summary[:1].upper()}{summary[1:]}"), _width()), ""]


def _arguments(command: Command, language: Language) -> list[str]:
    """Return everything that can be typed, with what it does."""
    sections: list[tuple[str, list[Row]]] = []
    if command.steps:
        sections += list(_commands(command, language))
    arguments = [one for part in command.all_parts if not isinstance(part, Section) for one in _inside(part)]
    positionals = [one for one in arguments if not one.is_option]
    sections.append((POSITIONALS.of(language), [_row(one, language) for one in positionals]))
    options = [HELP, *(one for one in arguments if one.is_option)]
    sections.append((OPTIONS.of(language), [_row(one, language) for one in options]))
    for part in command.all_parts:
        if isinstance(part, Section):
            title = TITLE.say(language, part.title)
            sections.append((title, [_row(one, language) for one in part.arguments]))
    lines: list[str] = []
    for title, rows in sections:
        if rows:
            lines += [title, *_table(rows), ""]
    return lines


def _inside(part: Argument | OneOf) -> tuple[Argument, ...]:
    return (part,) if isinstance(part, Argument) else part.arguments


def _commands(command: Command, language: Language) -> Iterator[tuple[str, list[Row]]]:
    """Yield the commands within a command; those of ``flowxl`` group by group."""
    for group, steps in groupby(command.steps, lambda one: one.group):
        title = GROUPS[group] if command.name == "flowxl" else _steps(command)
        yield TITLE.say(language, title), [(step.name, step.summary.of(language)) for step in steps]


def _row(argument: Argument, language: Language) -> Row:
    return invocation(argument, language), argument.help.say(language, default=argument.default)


def invocation(argument: Argument, language: Language) -> str:
    """Return all spellings of an argument with what stands for its value."""
    if not argument.is_option:
        return _placeholder(argument, language)
    value = _value(argument, language)
    names = ", ".join(argument.spellings)
    return f"{names} {value}" if value else names


def _table(rows: Sequence[Row]) -> Iterator[str]:
    """Yield lines of two columns; what is too long for the first stands above its text."""
    for name, text in rows:
        lines = wrapped(text, max(_width() - COLUMN, 20))
        begin = " " * INDENT + name
        if width_of(begin) > COLUMN - 2:
            yield begin
            begin = ""
        yield begin + " " * (COLUMN - width_of(begin)) + lines[0]
        yield from (" " * COLUMN + line for line in lines[1:])


def _end(command: Command, prog: str, language: Language) -> str:
    """Return example and exit codes, or where they are found."""
    lines = [EXAMPLE.of(language), f"  {command.example}", ""] if command.example else []
    if command.codes:
        lines += [CODES.of(language)]
        lines += [f"  {code:<2} {words.of(language)}" for code, words in command.codes.items()]
        lines += ["", MORE_COMMANDS.of(language)]
    else:
        lines.append(MORE_STEPS.say(language, prog) if command.steps else MORE_CODES.of(language))
    return "\n" + "\n".join(lines) + "\n"
