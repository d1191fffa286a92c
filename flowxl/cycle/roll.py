"""``roll``: the book of the next year, made from the old one; nothing that people entered or made is lost."""

from dataclasses import dataclass
from pathlib import Path

from flowxl.cycle.explain import Stand, explain
from flowxl.cycle.maker import Maker, Rolled
from flowxl.cycle.roll_check import check_new_book
from flowxl.cycle.roll_plan import make_plan, new_window
from flowxl.frameworks.load import load_framework
from flowxl.ooxml.safely import book_lock, write_safely
from flowxl.reading.read_book import read_book
from flowxl.voice.faults import FlowXLError, rough
from flowxl.workbook.writing.writer import Progress


@dataclass(frozen=True)
class RollOptions:
    """How a book is rolled.

    Attributes
    ----------
    to
        Last year of the new window.
    keep_start
        Extend the window instead of shifting it.
    framework
        Folder or name of another framework.
    revised
        A book whose figures take the place of the old ones where it has some.
    force
        Replace a file that is there; a backup is kept.
    date
        Date shown on 说明; without it that of the book.
    """

    to: int
    keep_start: bool = False
    framework: str | Path | None = None
    revised: Path | None = None
    force: bool = False
    date: str | None = None


def roll(old: str | Path, new: str | Path, options: RollOptions, progress: Progress | None = None) -> Rolled:
    """Make the book of the next year.

    Parameters
    ----------
    old
        The book; it is only read.
    new
        The file to write, of the same kind.
    options
        Year, window, framework.
    progress
        Called while the fresh sheets are written.

    Raises
    ------
    FlowXLError
        If the old book cannot be read surely, does not fit, or the new one cannot be written; then nothing is written.
    """
    old, new = Path(old), Path(new)
    _check_paths(old, new, options)
    framework = load_framework(options.framework) if options.framework is not None else None
    data = read_book(old)
    revised = read_book(options.revised).observations if options.revised else None
    window = new_window(data.settings.window, options.to, keep_start=options.keep_start)
    stand = Stand(data.observations, data.weights, data.settings)
    plan = make_plan(stand, window, framework, revised)
    explanation = explain(plan.old, plan.new)
    maker = Maker(data, plan, explanation, data.weighting, options.date)
    with book_lock(new):
        backup = write_safely(
            new,
            lambda path: maker.write(path, progress),
            lambda path: check_new_book(path, plan, data),
            backup=options.force,
        )
    return maker.rolled(backup)


def _check_paths(old: Path, new: Path, options: RollOptions) -> None:
    faults = []
    if old.suffix.lower() != new.suffix.lower():
        remedy = "Macros are part of the book: keep its kind"
        faults.append(rough("suffix", str(new), new.suffix, old.suffix, remedy))
    if new.exists() and old.exists() and new.samefile(old):
        faults.append(rough("same", str(new), "the old book itself", "a new name", "The old book is never changed"))
    elif new.exists() and not options.force:
        faults.append(rough("exists", str(new), "a file", "a new name", "Or replace it with --force; a backup is kept"))
    if faults:
        raise FlowXLError(f"{new.name} is not written.", faults)
