"""``merge``: what colleagues entered in their parts comes back into the book; nothing is overwritten by chance."""

import filecmp
import math
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from flowxl.core.panel import Observations, Remark
from flowxl.cycle.merge_compare import Comparison, Prefer, compare, equal
from flowxl.cycle.merge_parts import Returned, Whole, read_parts, read_whole
from flowxl.cycle.merge_places import Entry, Held
from flowxl.cycle.merge_write import Cells, cells_of, log_cells
from flowxl.ooxml.safely import book_lock, write_safely
from flowxl.reading.patching import patch_book, read_back
from flowxl.voice.faults import Fault, FlowXLError, WriteError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.refusing import refusing_in

Told = Callable[[str, int, int], None]


@dataclass(frozen=True)
class MergeOptions:
    """How to merge.

    Attributes
    ----------
    out
        Where to write; without it the book itself, with a backup.
    prefer
        Whose value counts in a conflict; without it the book stays and the conflict is told.
    partial
        Whether some parts of the split may be missing.
    dry_run
        Whether only to show.
    date
        Day for the log of the book.
    """

    out: Path | None = None
    prefer: Prefer = None
    partial: bool = False
    dry_run: bool = False
    date: str = ""


@dataclass(frozen=True)
class Merge:
    """What was merged.

    Attributes
    ----------
    whole, parts
        What was read.
    comparison
        What was taken and what is in conflict.
    written
        The file that was written; None where there was nothing to write, or nothing should be.
    backup
        The book as it was, where it was replaced.
    logged
        Whether the log of the book says so; None where it has none.
    """

    whole: Whole
    parts: tuple[Returned, ...]
    comparison: Comparison
    written: Path | None
    backup: Path | None
    logged: bool | None


def merge_parts(book: Path, paths: Sequence[Path], options: MergeOptions, progress: Told | None = None) -> Merge:
    """Bring parts back into their book.

    Parameters
    ----------
    book
        The whole book; it is replaced as a whole, or not at all.
    paths
        The parts.
    options
        How.
    progress
        Called with what is done, how far it is, and how much there is.

    Raises
    ------
    FlowXLError
        If the book or a part cannot be read reliably, or a part is foreign, outdated, twice or missing.
    WriteError
        If the file cannot be written; then the book is as it was.
    """
    _check_target(book, paths, options)
    tell = progress or (lambda *_: None)
    in_place = not (options.dry_run or options.out)
    with (
        book_lock(book) if in_place else nullcontext()
    ):  # a book that is only read may lie where nothing can be written
        tell(book.name, 0, 3)
        whole = read_whole(book)
        with refusing_in(whole.data.language):
            tell(f"{len(paths)} ×", 1, 3)
            parts = read_parts(whole, paths, partial=options.partial)
            comparison = compare(whole, parts, options.prefer)
            if options.dry_run or not (comparison.taken or options.out):
                return Merge(whole, tuple(parts), comparison, None, None, None)
            tell(book.name, 2, 3)
            written, backup, logged = _write(whole, comparison, options)
            tell(book.name, 3, 3)
    return Merge(whole, tuple(parts), comparison, written, backup, logged)


def _check_target(book: Path, paths: Sequence[Path], options: MergeOptions) -> None:
    """Refuse a file given twice, and a target that is there already or ends otherwise.

    Raises
    ------
    FlowXLError, WriteError
        If it is so.
    """
    given = Counter(path.resolve() for path in (book, *paths))
    twice = [Fault("duplicate.file", Place(str(path)), times=n) for path, n in given.items() if n > 1]
    if twice:
        raise FlowXLError(Message("merge.refused"), twice)
    out = options.out
    if out is None:
        return
    if out.exists():
        raise WriteError(Message("merge.exists", out=str(out)), [Fault("exists", Place(str(out)))])
    if out.suffix.lower() != book.suffix.lower():
        place, found = Place(str(out)), out.suffix or Message("merge.no_ending")
        fault = Fault("suffix.merge", place, found=found, expected=book.suffix)
        raise WriteError(Message("merge.ending", out=str(out), ending=book.suffix, name=book.name), [fault])


def _write(whole: Whole, comparison: Comparison, options: MergeOptions) -> tuple[Path, Path | None, bool | None]:
    target = options.out or whole.path
    changes = {entry: proposal.value for entry, proposal in comparison.taken.items()}
    if not changes:
        write_safely(target, partial(_copy, whole.path), partial(_check_copy, whole.path))
        return target, None, None
    cells = cells_of(whole, changes)
    log = log_cells(whole, comparison.taken, options.date)
    for sheet, places in (log or {}).items():
        cells.setdefault(sheet, {}).update(places)

    def check(path: Path) -> None:
        _verify(whole, path, changes, cells)

    backup = write_safely(
        target, lambda path: patch_book(whole.path, path, cells, whole.known), check, backup=options.out is None
    )
    return target, backup, None if log is None else bool(log)


def _copy(book: Path, path: Path) -> None:
    shutil.copyfile(book, path)


def _check_copy(book: Path, path: Path) -> None:
    if not filecmp.cmp(book, path, shallow=False):
        raise FlowXLError(Message("merge.other_copy"), [Fault("rewrite.copy", Place(book.name))])


def applied(observations: Observations, changes: dict[Entry, Held]) -> Observations:
    """Return observations with some entries changed."""
    values = np.array(observations.values)
    texts = {column: dict(said) for column, said in observations.texts.items()}
    remarks = dict(observations.remarks)
    position = observations.framework.series_position
    for entry, held in changes.items():
        if entry.what == "value":
            value = held if isinstance(held, float) else math.nan
            values[position[entry.key], observations.years.index(entry.year)] = value
        elif entry.what == "remark":
            remarks.pop((entry.key, entry.year), None)
            if isinstance(held, Remark):
                remarks[entry.key, entry.year] = held
        else:
            said = texts.setdefault(entry.what, {})
            said.pop(entry.key, None)
            if held:
                said[entry.key] = str(held)
    return replace(observations, values=values, remarks=remarks).with_texts(texts)


def _verify(whole: Whole, path: Path, changes: dict[Entry, Held], cells: Cells) -> None:
    """Read the new file back: it holds what was taken, and all else as it was."""
    try:
        found, wrong = read_back(path, cells)
    except FlowXLError as error:
        raise FlowXLError(Message("merge.unreadable"), error.faults) from error
    meant, now = applied(whole.data.observations, changes), found.observations
    place = Place(whole.path.name)
    if not np.array_equal(meant.values, now.values, equal_nan=True):
        wrong.append(Fault("rewrite.merged_figures", place))
    if not _same_remarks(meant, now):
        wrong.append(Fault("rewrite.merged_texts", place))
    chosen, meant_choices = ((book.settings, book.choices) for book in (found, whole.data))
    if chosen != meant_choices or not np.array_equal(found.weights, whole.data.weights):
        wrong.append(Fault("rewrite.merged_settings", place))
    if wrong:
        raise FlowXLError(Message("merge.other"), wrong)


def _same_remarks(meant: Observations, now: Observations) -> bool:
    """Whether two books say the same of series and of single values."""
    said = [
        {(column, key): text for column, of in one.texts.items() for key, text in of.items()} for one in (meant, now)
    ]
    remarks = all(equal(meant.remarks.get(at), now.remarks.get(at)) for at in {*meant.remarks, *now.remarks})
    return remarks and all(equal(said[0].get(at), said[1].get(at)) for at in {*said[0], *said[1]})
