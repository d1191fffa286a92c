"""``flowxl build``: write a workbook, and never lose what somebody entered into an older one."""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xlsxwriter.exceptions import FileCreateError

from flowxl.api import BuildOptions, build
from flowxl.cli.exits import OK, UsageError
from flowxl.cli.output import Document, give_json, print_lines, writing
from flowxl.cli.progress import progress
from flowxl.cli.same import same_workbook
from flowxl.cli.words import WORDS, coverage_sentence
from flowxl.ooxml.safely import write_safely
from flowxl.reading.read_book import read_book
from flowxl.voice.message import Message
from flowxl.voice.reasons import Reason
from flowxl.workbook.book import Book
from flowxl.workbook.writing.writer import Progress as Report


def run(arguments: argparse.Namespace) -> int:
    """Build the workbook that the arguments describe.

    Raises
    ------
    UsageError
        If the file cannot be written, or would take the place of another.
    """
    output: Path = arguments.output.with_suffix(".xlsx") if arguments.xlsx else arguments.output
    options = BuildOptions(
        framework=arguments.framework,
        data=arguments.data,
        window=arguments.years,
        cities=arguments.cities,
        language=arguments.lang,
        empty=arguments.empty,
        demo=arguments.demo,
        date=arguments.date,
    )
    if output.exists() and not output.is_file():
        raise UsageError(Message("cli.not_a_file", path=output))
    backup = None
    with _writing(output), progress() as report:
        if output.exists() and not arguments.force:
            book, written = _compare(output, options, report), False
        elif output.exists():
            (book, backup), written = _replace(output, options, report), True
        else:
            book, written = build(output, options, report), True
    if not give_json(_document(book, output, backup, written=written), arguments.json):
        print_lines(_summary(book, output, backup, written=written))
    return OK


def _replace(output: Path, options: BuildOptions, report: Report | None) -> tuple[Book, Path | None]:
    """Put a new book in the place of a file, which is kept as a backup."""
    books: list[Book] = []

    def write(path: Path) -> None:
        books.append(build(path, options, report))

    backup = write_safely(output, write, _check, backup=True)
    return books[0], backup


def _check(path: Path) -> None:
    """Read a book back, as every command will."""
    read_book(path)


def _compare(output: Path, options: BuildOptions, report: Report | None) -> Book:
    """Build beside the file that is there, and refuse if that holds anything else.

    Raises
    ------
    UsageError
        If it does.
    """
    with tempfile.TemporaryDirectory(prefix=f".{output.stem}-", dir=output.parent) as folder:
        new = Path(folder) / output.name
        book = build(new, options, report)
        if not same_workbook(output, new):
            raise UsageError(Message("cli.build.exists", path=output))
    return book


@contextmanager
def _writing(output: Path) -> Iterator[None]:
    with writing(output):
        try:
            yield
        except FileCreateError as error:  # XlsxWriter's wrapping of a full disk and the like
            cause = error.args[0] if error.args else error
            reason = Reason(cause) if isinstance(cause, OSError) else str(cause)
            raise UsageError(Message("cli.unwritable", path=output, reason=reason)) from error


def _summary(book: Book, output: Path, backup: Path | None, *, written: bool) -> list[str]:
    framework, language = book.framework, book.language
    here = Path.cwd()
    shown = output.relative_to(here) if output.is_relative_to(here) else output
    first, last = book.settings.window
    lines = [
        framework.unit.named(WORDS["built" if written else "current"]).say(
            language,
            path=shown,
            indicators=len(framework.indicators),
            cities=len(framework.cities),
            first=first,
            last=last,
        ),
        coverage_sentence(book.result.coverage, language),
    ]
    if backup is not None:
        lines.insert(1, WORDS["replaced"].say(language, backup=backup.name))
    return [*lines, WORDS["synthetic"].of(language)] if book.synthetic else lines


def _document(book: Book, output: Path, backup: Path | None, *, written: bool) -> Document:
    return {
        "output": str(output),
        "written": written,
        "backup": str(backup) if backup else None,
        "framework": book.framework.code,
        "language": book.language,
        "window": list(book.settings.window),
        "cities": list(book.framework.city_codes),
        "synthetic": book.synthetic,
        "coverage": dict(vars(book.result.coverage)),
    }
