"""Figures from outside beside a workbook: what is new, the same, in conflict, or waits for a person."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from flowxl.core.framework import Framework
from flowxl.cycle.importing_files import read_grids
from flowxl.cycle.importing_same import is_rounded, is_same
from flowxl.cycle.importing_steps import STEPS, doubtful, figures_of
from flowxl.cycle.importing_targets import Target, Targets, open_targets
from flowxl.frameworks.load import framework_folder
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.yearbook.baidu_settings import Decision
from flowxl.yearbook.context import Given
from flowxl.yearbook.matching import Matched, Matcher, unused_counts
from flowxl.yearbook.name_lookup import SYNONYMS, Names, Synonym, read_synonyms
from flowxl.yearbook.readings import Note, Reading
from flowxl.yearbook.table_readings import read_grid

Verdict = Literal["new", "same", "conflict", "review"]
VERDICTS: tuple[Verdict, ...] = ("new", "same", "conflict", "review")
Accept = Literal["conflicts", "steps"]
ACCEPTS: tuple[Accept, ...] = ("conflicts", "steps")
FORMULA_THERE = Message("doubt.formula_there")
_NO_NUMBER = Message("doubt.no_number")
_NO_NUMBER_THERE = Message("doubt.no_number_there")
_NOT_APPLICABLE = Message("doubt.not_applicable")


@dataclass(frozen=True)
class Line:
    """One figure of the preview.

    Attributes
    ----------
    reading
        What was read, and where.
    key, year
        The series and year that it belongs to.
    value
        The figure in the book's measure; None where there is none to write.
    verdict
        ``new``, ``same``, ``conflict`` (another value is there) or ``review``.
    reasons
        Why it waits.
    sheet, address
        The cell of the book.
    now
        What stands there.
    decision
        ``use`` or ``skip`` where a person decided.
    """

    reading: Reading
    key: str
    year: int
    value: float | None
    verdict: Verdict
    reasons: tuple[Message, ...]
    sheet: str
    address: str
    now: float | str | None
    decision: Literal["", "use", "skip"] = ""

    @property
    def writes(self) -> bool:
        """Whether it will be written."""
        if self.value is None or self.verdict == "same" or self.decision == "skip":
            return False
        return self.verdict == "new" or self.decision == "use"


@dataclass(frozen=True)
class Unused:
    """Readings that no cell of the book is for: how many, why, and where the first stands."""

    file: str
    sheet: str
    reason: Message
    count: int
    cell: str


@dataclass(frozen=True)
class Preview:
    """What an import would do.

    Attributes
    ----------
    into
        The workbook.
    lines
        Every figure that has a cell in it.
    unused
        What has none, counted.
    files
        Number of figures that were read, by file and sheet.
    remarks
        Notes of the files, with file and sheet: lines above and below their tables, and how figures were made.
    faults
        What needs a look and has no line, with its cell.
    decisions
        What was decided on the way from what a file holds to a figure.
    """

    into: Path
    targets: Targets
    lines: tuple[Line, ...]
    unused: tuple[Unused, ...]
    files: dict[tuple[str, str], int] = field(default_factory=dict)
    remarks: tuple[tuple[str, str, Note], ...] = ()
    faults: tuple[Fault, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def counts(self) -> Counter[str]:
        """Number of lines by verdict."""
        return Counter(line.verdict for line in self.lines)

    @property
    def needs_a_look(self) -> bool:
        """Whether a line waits for a person and no person has decided."""
        waits = any(line.verdict in ("conflict", "review") and not line.decision for line in self.lines)
        return waits or bool(self.faults)


@dataclass(frozen=True)
class Options:
    """What a person says about an import.

    Attributes
    ----------
    given
        What to take where a file says nothing.
    synonyms
        A file of other names, besides the framework's own.
    accept
        ``conflicts``: write other values over those that are there; ``steps``: write what only a step makes doubtful.
    """

    given: Given = field(default_factory=Given)
    synonyms: Path | None = None
    accept: Collection[Accept] = ()


def preview_files(
    files: Sequence[Path], into: Path, options: Options | None = None, progress: Callable[[Path], None] | None = None
) -> Preview:
    """Read files and compare them with a workbook; nothing is written.

    Parameters
    ----------
    files
        Workbooks, old workbooks, text files.
    into
        The workbook.
    options
        What a person says about them.
    progress
        Told each file before it is read.

    Raises
    ------
    FlowXLError
        If a file or the workbook is refused.
    """
    options = options or Options()
    targets = open_targets(into)
    names = Names(targets.framework, synonyms_of(targets.framework, options.synonyms))
    readings: list[Reading] = []
    refused: list[Fault] = []
    for path in files:
        if progress:
            progress(path)
        try:
            for grid in read_grids(path):
                readings += read_grid(grid, names, options.given)
        except FlowXLError as error:
            refused += error.faults
    if refused:
        raise FlowXLError(Message("importing.refused"), refused)
    return preview_readings(readings, targets, names, accept=options.accept)


def synonyms_of(framework: Framework, path: Path | None) -> list[Synonym]:
    """Return the other names that the framework's folder and a person's file declare."""
    own = framework_folder(framework.code) / SYNONYMS
    found = read_synonyms(own, framework, strict=False) if own.is_file() else []
    return found + (read_synonyms(path, framework) if path else [])


def preview_readings(
    readings: Iterable[Reading], targets: Targets, names: Names | None = None, *, accept: Collection[Accept] = ()
) -> Preview:
    """Compare readings with a workbook; for readers of other kinds of files too."""
    readings = list(readings)
    names = names or Names(targets.framework, synonyms_of(targets.framework, None))
    matched = Matcher(targets.framework, names).match_all(readings)
    years = set(targets.book.observations.years)
    absent = {year: Message("unused.year", year=year) for year in {one.reading.year for one in matched} - years}
    matched = [
        replace(one, unused=absent[one.reading.year]) if one.reading.year in absent and not one.unused else one
        for one in matched
    ]
    lines = [_line(one, targets) for one in matched if not one.unused]
    lines = _with_steps(_with_vintages(lines), targets)
    remarks = dict.fromkeys((r.file, r.sheet, note) for r in readings for note in r.notes)
    return Preview(
        into=targets.book.path,
        targets=targets,
        lines=tuple(_accepted(line, accept) for line in lines),
        unused=tuple(Unused(*counted) for counted in unused_counts(matched)),
        files=dict(Counter((reading.file, reading.sheet) for reading in readings)),
        remarks=tuple(remarks),
    )


def _line(one: Matched, targets: Targets) -> Line:
    year = one.reading.year or 0
    target = targets.figures[one.key, year]
    reasons = [*one.doubts, *_about_target(target, targets, (one.key, year))]
    if one.value is None and not reasons:
        reasons.append(_NO_NUMBER)
    verdict: Verdict = "review" if reasons else _compared(one.value, target.now)
    sheet, address = target.place
    return Line(one.reading, one.key, year, one.value, verdict, tuple(reasons), sheet, address, target.now)


def _about_target(target: Target, targets: Targets, where: tuple[str, int]) -> list[Message]:
    reasons: list[Message] = []
    if where in targets.not_applicable:
        reasons.append(_NOT_APPLICABLE)
    if target.cell.is_formula:
        reasons.append(FORMULA_THERE)
    elif isinstance(target.now, str):
        reasons.append(_NO_NUMBER_THERE)
    return reasons


def _compared(value: float | None, now: float | str | None) -> Verdict:
    if now is None or value is None:
        return "new"
    return "same" if is_same(value, now) or is_rounded(value, now) else "conflict"


def _with_vintages(lines: list[Line]) -> list[Line]:
    """Put up for review what is read twice with different values; what is read twice alike counts once."""
    groups: dict[tuple[str, int], list[int]] = {}
    for position, line in enumerate(lines):
        groups.setdefault((line.key, line.year), []).append(position)
    dropped: set[int] = set()
    for positions in groups.values():
        usable = [p for p in positions if lines[p].value is not None and not lines[p].reasons]
        values = [lines[p].value for p in usable]
        if len(usable) < 2 or values[0] is None:
            continue
        if all(is_same(values[0], value) for value in values[1:]):
            dropped |= set(usable[1:])
            continue
        for position in usable:
            others = [lines[p] for p in usable if p != position]
            said = "; ".join(f"{other.reading.where} {other.value:.15g}" for other in others[:3])
            lines[position] = _doubted(lines[position], Message("doubt.two_readings", others=said))
    return [line for position, line in enumerate(lines) if position not in dropped]


def _doubted(line: Line, *reasons: Message) -> Line:
    return replace(line, verdict="review", reasons=(*line.reasons, *reasons))


def _with_steps(lines: list[Line], targets: Targets) -> list[Line]:
    """Put up for review what does not fit to the years around it, or to the other places."""
    new = {(line.key, line.year): line.value for line in lines if line.value is not None and not line.reasons}
    indicators = {line.key.partition(".")[0] for line in lines}
    figures = figures_of(targets.book.observations, indicators, new)
    found = doubtful(figures, targets.book.settings.step_factor)
    return [
        _doubted(line, *found[line.key, line.year])
        if (line.key, line.year) in found and line.verdict in ("new", "conflict")
        else line
        for line in lines
    ]


def is_step(reason: Message) -> bool:
    """Whether a reason is a step only, which ``--accept steps`` lets pass."""
    return reason.key in STEPS


def _accepted(line: Line, accept: Collection[Accept]) -> Line:
    conflict = line.value is not None and line.now is not None and not is_same(line.value, line.now)
    if line.verdict == "conflict" and "conflicts" in accept:
        return replace(line, decision="use")
    only_steps = line.verdict == "review" and all(map(is_step, line.reasons))
    if only_steps and "steps" in accept and (not conflict or "conflicts" in accept):
        return replace(line, decision="use")
    return line
