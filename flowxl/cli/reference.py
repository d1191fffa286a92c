"""The list of all commands in ``docs/``, rendered from their declarations: ``python -m flowxl.cli.reference docs``."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from flowxl.cli.commands import declared
from flowxl.cli.declare import JSON, Argument, Command
from flowxl.cli.help_pages import invocation
from flowxl.voice.text import LANGUAGES, Language, Text

NAMES: dict[Language, str] = {"en": "commands.md", "zh": "commands.zh-CN.md"}
TITLE = Text("命令", "Commands")
INTRODUCTION = Text(
    "本页由各命令的声明生成（`python -m flowxl.cli.reference docs`），请勿直接修改。`flowxl 命令 --help`\n"
    "给出同样的内容。每条命令都有 `--json` 和 `--lang`；输出的语言依次取 `--lang`、工作簿的语言、系统的语言。",
    "Made from the declarations of the commands (`python -m flowxl.cli.reference docs`); do not edit. `flowxl COMMAND\n"
    "--help` says the same. Every command has `--json` and `--lang`; it speaks the language of `--lang`, else that\n"
    "of the workbook, else that of the system.",
)
HEADS = (Text("命令", "command"), Text("用途", "what it does"), Text("工作簿", "workbook"))
COLUMNS = (Text("参数", "argument"), Text("含义", "meaning"))
TOUCHES: dict[str, Text] = {
    "none": Text("—", "—"),
    "reads": Text("只读", "reads it"),
    "changes": Text("写入，保留备份", "writes into it, keeps a backup"),
    "writes": Text("写出新簿", "writes a new one"),
}
SENTENCE = Text("{0}。", "{0}.")


def reference(language: Language, commands: Sequence[Command] | None = None) -> str:
    """Return the list in one language."""
    whole = [(f"flowxl {one.name}", one) for one in (declared() if commands is None else commands)]
    flat = [(name, one) for prefix, command in whole for name, one in _with_steps(prefix, command)]
    lines = [f"# {TITLE.of(language)}", "", INTRODUCTION.of(language), "", *_head(HEADS, language)]
    for name, command in flat:
        anchor = name.replace(" ", "-")
        touched = TOUCHES[command.book].of(language) if not command.steps else ""
        lines.append(f"| [{name}](#{anchor}) | {command.summary.of(language)} | {touched} |")
    for name, command in flat:
        lines += ["", *_section(name, command, language)]
    return "\n".join(lines) + "\n"


def _with_steps(name: str, command: Command) -> Iterator[tuple[str, Command]]:
    yield name, command
    for step in command.steps:
        yield from _with_steps(f"{name} {step.name}", step)


def _section(name: str, command: Command, language: Language) -> Iterator[str]:
    summary = command.summary.of(language)
    yield f"## {name}"
    yield ""
    yield SENTENCE.say(language, f"{summary[:1].upper()}{summary[1:]}")
    if command.steps:
        return
    yield from ("", "```sh", command.example, "```")
    own = [one for one in command.arguments() if one is not JSON]
    if own:
        yield ""
        yield from _head(COLUMNS, language)
        yield from (_row(one, language) for one in own)


def _row(argument: Argument, language: Language) -> str:
    shown = invocation(argument, language).replace("|", r"\|")
    return f"| `{shown}` | {argument.help.say(language, default=argument.default)} |"


def _head(titles: Sequence[Text], language: Language) -> list[str]:
    return [f"| {' | '.join(title.of(language) for title in titles)} |", "|---" * len(titles) + "|"]


def main(folder: Path) -> None:
    """Write both lists."""
    for language in LANGUAGES:
        (folder / NAMES[language]).write_text(reference(language), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
