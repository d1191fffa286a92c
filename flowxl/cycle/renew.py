"""Make a book anew in its place, with other material on its weights or other weights; all else in it stays."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from flowxl.carry.findings import Finding
from flowxl.cycle.anew import make_anew
from flowxl.cycle.anew_planned import plan_anew
from flowxl.cycle.explain import Explanation, Stand, explain
from flowxl.cycle.roll_plan import make_plan
from flowxl.ooxml.safely import book_lock, refuse_if_open
from flowxl.reading.read_book import BookData, OpenBook
from flowxl.workbook.weighting import Weighting
from flowxl.workbook.writing.writer import Progress


@dataclass(frozen=True, eq=False)
class Renewal:
    """What becomes of a book: its material on weights, and its weights, shape (pillars,), where they change."""

    weighting: Weighting
    weights: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class Renewed:
    """What was done.

    Attributes
    ----------
    explanation
        How the index moved.
    findings
        What could not be carried.
    backup
        Where the book as it was is kept.
    before, now
        What the book held, and what it holds as it was read back.
    """

    explanation: Explanation
    findings: tuple[Finding, ...]
    backup: Path | None
    before: BookData
    now: BookData


def renew(path: str | Path, change: Callable[[BookData], Renewal], progress: Progress | None = None) -> Renewed:
    """Read a book, and write it again in its place; a backup is kept.

    Parameters
    ----------
    path
        The book.
    change
        Called with what was read, gives what the new one holds.
    progress
        Called while the fresh sheets are written.

    Raises
    ------
    FlowXLError
        If the book cannot be read surely or written, or what would be written is not what was meant; it is then as
        it was.
    """
    path = Path(path)
    with book_lock(path):
        refuse_if_open(path)
        with OpenBook.open(path) as book:
            return renew_open(book, change, progress)


def renew_open(book: OpenBook, change: Callable[[BookData], Renewal], progress: Progress | None = None) -> Renewed:
    """Write an open book again in its place; it was opened under its lock, and is closed before it is replaced.

    Raises
    ------
    FlowXLError
        As :func:`renew` does.
    """
    data = book.data
    renewal = change(data)
    plan = make_plan(Stand(data.observations, data.weights, data.settings), data.settings.window)
    if renewal.weights is not None:
        plan = replace(plan, new=replace(plan.new, weights=renewal.weights))
    planned = plan_anew(book, plan, explain(plan.old, plan.new), renewal.weighting, report=False)
    book.close()
    anew = make_anew(planned, data.path, progress, backup=True)
    return Renewed(planned.explanation, anew.made.findings, anew.backup, data, anew.data)
