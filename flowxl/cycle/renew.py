"""Make a book anew in its place, with other material on its weights or other weights; all else in it stays."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from flowxl.carry.findings import Finding
from flowxl.cycle.explain import Explanation, Stand, explain
from flowxl.cycle.maker import Maker
from flowxl.cycle.roll_check import check_new_book
from flowxl.cycle.roll_plan import make_plan
from flowxl.ooxml.safely import book_lock, refuse_if_open, write_safely
from flowxl.reading.read_book import BookData, read_book
from flowxl.voice.faults import FlowXLError, rough
from flowxl.workbook.weighting import Weighting
from flowxl.workbook.writing.writer import Progress


@dataclass(frozen=True, eq=False)
class Renewal:
    """What becomes of a book: its material on weights, and its weights, shape (pillars,), where they change."""

    weighting: Weighting
    weights: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class Renewed:
    """What was done: how the index moved, what could not be carried, where the book as it was is kept."""

    explanation: Explanation
    findings: tuple[Finding, ...]
    backup: Path | None


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
        data = read_book(path)
        renewal = change(data)
        stand = Stand(data.observations, data.weights, data.settings)
        plan = make_plan(stand, data.settings.window)
        if renewal.weights is not None:
            plan = replace(plan, new=replace(plan.new, weights=renewal.weights))
        explanation = explain(plan.old, plan.new)
        maker = Maker(data, plan, explanation, renewal.weighting, report=False)

        def check(new: Path) -> None:
            check_new_book(new, plan, data)
            check_weighting(new, renewal.weighting)

        backup = write_safely(path, lambda new: maker.write(new, progress), check, backup=True)
    return Renewed(explanation, maker.rolled(backup).findings, backup)


def check_weighting(path: Path, meant: Weighting) -> None:
    """Compare what a new book holds about its weights with what was meant.

    Raises
    ------
    FlowXLError
        If it is anything else.
    """
    found = read_book(path)
    faults = list(found.weighting_faults)
    pairs = zip(found.weighting.described(), meant.described(), strict=True)
    faults += [
        rough("weighting", name, str(a)[:300], str(b)[:300])
        for name, (a, b) in zip(("origins", "study", "comparisons", "methods"), pairs, strict=True)
        if a != b
    ]
    if faults:
        raise FlowXLError(
            "The new book would not hold what was meant about its weights, so nothing was written.", faults
        )
