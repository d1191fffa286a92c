"""What can be typed, piece by piece: how each argument is read, and what all commands share."""

import argparse
import datetime as dt
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

MAX_YEARS = 200
STDOUT = Path("-")
BOOKS = (".xlsx", ".xlsm")
ADDINS = (".xlam", ".oxt")
WORKBOOKS = (*BOOKS, *ADDINS)


def command(commands: Any, name: str, summary: str, example: str) -> argparse.ArgumentParser:
    """Add a command with its summary, its example and ``--json``."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"example:\n  {example}\n\n`flowxl --help` lists the exit codes.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--json",
        nargs="?",
        type=report,
        const=STDOUT,
        metavar="FILE",
        help="give everything as JSON: instead of the text (also with -), or in FILE beside it",
    )
    return parser


def runner(module: str) -> Callable[[argparse.Namespace], int]:
    """Return what runs a command: its module is imported only then, for it imports what is heavy."""

    def run(arguments: argparse.Namespace) -> int:
        code: int = import_module(f"flowxl.cli.{module}").run(arguments)
        return code

    return run


def add_language(parser: argparse.ArgumentParser, default: str) -> None:
    """Add ``--lang``."""
    parser.add_argument("--lang", choices=("zh", "en"), help=f"language of the output (default: {default})")


def book(text: str) -> Path:
    """Read the name of a workbook, one that is there or one to write."""
    path = Path(text)
    if path.suffix.lower() not in BOOKS:
        raise argparse.ArgumentTypeError(f"{text!r} does not end in .xlsx or .xlsm")
    return path


def book_or_folder(text: str) -> Path:
    """Read the name of a workbook, or of a folder with workbooks: not every shell makes names of parts/*.xlsx."""
    return Path(text) if Path(text).is_dir() or not Path(text).suffix else book(text)


def split_by(text: str) -> str | Path:
    """Read by what a book is split: pillar, city, or a list."""
    if text in ("pillar", "city"):
        return text
    if Path(text).suffix.lower() != ".csv":
        raise argparse.ArgumentTypeError(f"{text!r} is neither pillar nor city, nor a file that ends in .csv")
    return Path(text)


def preview(text: str) -> Path:
    """Read the name of a preview."""
    path = Path(text)
    if path.suffix.lower() != ".xlsx":
        raise argparse.ArgumentTypeError(f"{text!r} does not end in .xlsx")
    return path


def pair(text: str) -> tuple[str, str]:
    """Read two words with = between them."""
    found, equals, meant = text.partition("=")
    if not (equals and found.strip() and meant.strip()):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form FOUND=MEANT")
    return found.strip(), meant.strip()


def addin_file(text: str) -> Path:
    """Read the name of an add-in to write."""
    path = Path(text)
    if path.suffix.lower() not in ADDINS:
        raise argparse.ArgumentTypeError(f"{text!r} does not end in .xlam or .oxt")
    return path


def report(text: str) -> Path:
    """Read the name of a file for results; a workbook there is a slip that would destroy it."""
    path = Path(text)
    if path.suffix.lower() in WORKBOOKS:
        raise argparse.ArgumentTypeError(f"{text!r} is a workbook; put the workbook before the options")
    return path


def years(text: str) -> tuple[int, int]:
    """Read a first and a last year."""
    match = re.fullmatch(r"\s*(\d{4})\s*(?:[-–—~～至]\s*(\d{4})\s*)?", text)
    if not match:
        raise argparse.ArgumentTypeError(f"{text!r} is not like 2012-2021")
    first, last = int(match[1]), int(match[2] or match[1])
    if not 1 <= first <= last < first + MAX_YEARS:
        raise argparse.ArgumentTypeError(f"{text!r}: expected a first year, then a last one, {MAX_YEARS} years at most")
    return first, last


def year(text: str) -> int:
    """Read one year."""
    first, last = years(text) if re.fullmatch(r"\s*\d{4}\s*", text) else (0, 1)
    if first != last:
        raise argparse.ArgumentTypeError(f"{text!r} is not one year, such as 2021")
    return first


def names(text: str) -> list[str]:
    """Read names with commas between them."""
    names = [name.strip() for name in re.split(r"[,，、;；]", text) if name.strip()]
    if not names:
        raise argparse.ArgumentTypeError("expected codes or names with commas between them")
    return names


def methods(text: str) -> tuple[str, ...]:
    """Read methods with commas between them; the word none is no method."""
    return () if text.strip().casefold() == "none" else tuple(names(text))


def date(text: str) -> str:
    """Read a date."""
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2022-12-31") from None
