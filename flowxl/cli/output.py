"""Where results go: tables on a terminal, plain text in a pipe, JSON, files that are written whole or not at all."""

import json
import math
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flowxl.cli.arguments import BOOKS, STDOUT
from flowxl.cli.exits import UsageError
from flowxl.voice.faults import Fault, Findings, FlowXLError, WriteError
from flowxl.voice.message import Message
from flowxl.voice.reasons import Reason
from flowxl.voice.text import Language
from flowxl.voice.text import Text as Words

WIDE = 100_000
"""Width without a terminal: a line in a file or a pipe is never wrapped."""
REFUSED = Words("flowxl：{0}", "flowxl: {0}")
REMEDY = Words("{0}。", " {0}.")


def plain(text: object) -> str:
    """Return a text on one line, without what would steer a terminal: it may come from a stranger's workbook."""
    line = " ".join(str(text).split())
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in line)


def console() -> Console:
    """Return what to print tables to: coloured and as wide as the terminal, plain elsewhere."""
    width = None if sys.stdout.isatty() else WIDE
    return Console(file=sys.stdout, width=width, markup=False, highlight=False, emoji=False)


def print_table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> None:
    """Print a table; columns in ``numbers`` stand right."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for position, name in enumerate(header):
        table.add_column(Text(plain(name)), justify="right" if position in numbers else "left")
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    if sys.stdout.isatty():
        console().print(Text(plain(title), "bold"), table, sep="\n")
        return
    print(plain(title))
    with console() as out, out.capture() as capture:
        out.print(table)
    print(*(line.rstrip() for line in capture.get().splitlines()), sep="\n")


def print_lines(lines: Sequence[str]) -> None:
    """Print sentences, one a line."""
    for line in lines:
        print(plain(line))


def print_faults(title: str, faults: Sequence[Fault], language: Language) -> None:
    """List faults on stderr, one per line: where, found, expected; equal ones of a crowd together."""
    sys.stdout.flush()
    lines = (f"  {plain(fault.of(language))}" for fault in Findings(faults))
    print(plain(title), *lines, sep="\n", file=sys.stderr)


def print_refusal(error: FlowXLError, json_to: Path | None, language: Language) -> None:
    """Tell why the input was refused, on stderr, and as JSON where that was asked for; one sentence where it can."""
    title = REFUSED.say(language, error.title(language))
    if isinstance(error, WriteError):  # its title says what was found, so only the remedies are missing
        remedies = [words.remedy for fault in error.faults if (words := fault.words(language)).remedy]
        print_faults("".join([title, *(REMEDY.say(language, remedy) for remedy in remedies)]), (), language)
    else:
        print_faults(title, error.faults, language)
    if json_to == STDOUT:
        print_json({"error": error.title(language), "faults": fault_rows(error.faults, language)})


def fault_rows(faults: Sequence[Fault], language: Language) -> list[dict[str, str | int]]:
    """Return faults as plain rows; ``count`` says for how many cells a row stands."""
    return [fault.to_json(language) for fault in Findings(faults)]


def print_json(document: object) -> None:
    """Print a document as JSON; letters that the stream cannot carry are escaped."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(document, ensure_ascii=not utf8, indent=2, allow_nan=False))


def give_csv(text: str, to: Path | None) -> bool:
    """Print or write CSV if asked for; return whether it takes the place of the text."""
    if to is None:
        return False
    if to == STDOUT:
        print(text.replace("\r\n", "\n"), end="")
        return True
    write_text(to, text, "utf-8-sig")  # with its mark, or Excel would take the Chinese names for something else
    return False


def give_json(document: object, to: Path | None) -> bool:
    """Print or write the document if asked for; return whether it takes the place of the text."""
    if to is None:
        return False
    if to == STDOUT:
        print_json(document)
        return True
    write_text(to, json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
    return False


def write_text(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write a file whole or not at all; a link is followed, and a device or pipe takes the text as it comes.

    Raises
    ------
    UsageError
        If it cannot be written.
    """
    with writing(path):
        if path.exists() and not path.is_file():
            with path.open("w", encoding=encoding, newline="") as file:
                file.write(text)
            return
        target = path.resolve()
        if target.suffix.lower() in BOOKS:
            raise UsageError(Message("cli.link_to_book", path=path, book=target.name))
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
        try:
            with os.fdopen(handle, "w", encoding=encoding, newline="") as file:
                file.write(text)
            Path(name).chmod(0o644)
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)


def check_targets(*targets: Path | None) -> None:
    """Refuse to write two results to one place: the second would take the place of the first.

    Raises
    ------
    UsageError
        If two targets are the same.
    """
    given = [target for target in targets if target is not None]
    places = [target if target == STDOUT else target.resolve() for target in given]
    for position, place in enumerate(places):
        if place in places[:position]:
            target = Message("cli.stdout") if place == STDOUT else given[position]
            raise UsageError(Message("cli.same_target", target=target))


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Tell what goes wrong while a file is written as one sentence about that file.

    Raises
    ------
    UsageError
        If it cannot be written.
    """
    try:
        yield
    except FileNotFoundError as error:
        if path.parent.exists():
            raise UsageError(Message("cli.unwritable", path=path, reason=Reason(error))) from error
        raise UsageError(Message("cli.unwritable.folder", path=path, folder=path.parent)) from error
    except OSError as error:
        if isinstance(error, PermissionError) and path.exists():
            raise UsageError(Message("cli.unwritable.open", path=path, reason=Reason(error))) from error
        raise UsageError(Message("cli.unwritable", path=path, reason=Reason(error))) from error


def number(value: float, digits: int = 3) -> str:
    """Return a number for a table; a missing one is a dash."""
    return "—" if math.isnan(value) else f"{value:z.{digits}f}"


def number_or_none(value: float) -> float | None:
    """Return a number for JSON, which has no NaN."""
    return None if math.isnan(value) else float(value)


Document = dict[str, Any]
