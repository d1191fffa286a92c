"""``roll``: the book of the next year, made from the old one; nothing that people entered or made is lost."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from flowxl.carry.findings import Finding
from flowxl.cycle.anew import Anew, make_anew
from flowxl.cycle.anew_planned import plan_anew
from flowxl.cycle.explain import Explanation, Stand, explain
from flowxl.cycle.roll_plan import Plan, make_plan, new_window
from flowxl.frameworks.load import load_framework
from flowxl.ooxml.safely import book_lock
from flowxl.reading.read_book import OpenBook, read_book
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Language
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


@dataclass(frozen=True, eq=False)
class Rolled:
    """What a roll did.

    Attributes
    ----------
    plan, explanation
        What the new book holds, and why the index moved.
    findings
        References that were rewritten, cells that moved, and what could not be carried.
    carried
        Number of figures in the new book that stood in the old one.
    people_sheets
        Titles of the sheets that are a person's.
    backup
        Where a file that was replaced is kept.
    """

    plan: Plan
    explanation: Explanation
    findings: tuple[Finding, ...]
    language: Language
    carried: int
    people_sheets: tuple[str, ...]
    backup: Path | None = None
    notes: tuple[Fault, ...] = ()
    unusable: tuple[Fault, ...] = ()

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should look at something."""
        return any(finding.kind != "moved" for finding in self.findings) or bool(self.unusable)


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
        If the old book cannot be read reliably, does not fit, or the new one cannot be written;
        then nothing is written.
    """
    old, new = Path(old), Path(new)
    _check_paths(old, new, options)
    framework = load_framework(options.framework) if options.framework is not None else None
    with OpenBook.open(old) as book:
        data = book.data
        revised = read_book(options.revised).observations if options.revised else None
        window = new_window(data.settings.window, options.to, keep_start=options.keep_start)
        plan = make_plan(Stand(data.observations, data.weights, data.settings), window, framework, revised)
        planned = plan_anew(book, plan, explain(plan.old, plan.new), data.weighting, options.date, report=True)
    with book_lock(new):
        return _rolled(make_anew(planned, new, progress, backup=options.force))


def _rolled(anew: Anew) -> Rolled:
    plan, data = anew.planned.plan, anew.planned.data
    shared = plan.new.observations.fitted(plan.new.observations.framework, plan.old.observations.years)
    return Rolled(
        plan,
        anew.planned.explanation,
        anew.made.findings,
        anew.planned.language,
        int((~np.isnan(shared.values)).sum()),
        anew.made.people_sheets,
        anew.backup,
        data.notes,
        data.faults,
    )


def _check_paths(old: Path, new: Path, options: RollOptions) -> None:
    faults, place = [], Place(str(new))
    if old.suffix.lower() != new.suffix.lower():
        faults.append(Fault("suffix.roll", place, found=new.suffix, expected=old.suffix))
    if new.exists() and old.exists() and new.samefile(old):
        faults.append(Fault("same", place))
    elif new.exists() and not options.force:
        faults.append(Fault("exists.roll", place))
    if faults:
        raise FlowXLError(Message("roll.not_written", name=new.name), faults)
