"""A Delphi study goes out: its first round, the next one, and a questionnaire for everyone who is asked."""

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from flowxl.core.delphi.study import SCALES, Item, Level, Round, ScaleCode, Study
from flowxl.core.framework import Framework
from flowxl.ooxml.safely import write_safely
from flowxl.questionnaire.identity import Sheet
from flowxl.questionnaire.read import read_questionnaire
from flowxl.questionnaire.wording import say
from flowxl.questionnaire.write import write_questionnaire
from flowxl.voice.faults import Fault, FlowXLError, WriteError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.reasons import Reason
from flowxl.voice.text import Language
from flowxl.workbook.handout import digest

LONGEST_NAME = 100
"""So long may the name of a study be: it stands in the footer of a page, which holds 255 characters in all."""
Save = Callable[[Study], None]
Told = Callable[[str, int, int], None]
"""Called with an expert's code, how many questionnaires are written, and how many there are."""


@dataclass(frozen=True)
class Plan:
    """What a study asks, and how.

    Attributes
    ----------
    name
        As people call it; it stands on top of every questionnaire.
    """

    name: str
    items: tuple[Item, ...]
    scale: ScaleCode = "1-5"
    level: Level = "pillar"


@dataclass(frozen=True)
class Sending:
    """Where questionnaires go, in which language, until when they should be back (ISO, or empty), and today (ISO)."""

    folder: Path
    today: str
    language: Language = "zh"
    due: str = ""
    force: bool = False
    progress: Told | None = None

    def __post_init__(self) -> None:
        """Refuse a date that has passed.

        Raises
        ------
        FlowXLError
            If it has.
        """
        if self.due and dt.date.fromisoformat(self.due) < dt.date.fromisoformat(self.today):
            fault = Fault("due", Place(name="--due"), due=self.due, today=self.today)
            raise FlowXLError(Message("delphi.due"), [fault])


@dataclass(frozen=True)
class Sent:
    """A round that went out.

    Attributes
    ----------
    study
        With the new round.
    files
        The questionnaires, in the order of the experts asked.
    dropped
        Who was asked in the round before and did not answer, nor is asked again.
    joined
        Who is asked for the first time.
    again
        Who is asked although the round before has no answer by them.
    answered, asked
        Of the round before; 0 in the first.
    """

    study: Study
    files: tuple[Path, ...]
    dropped: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    answered: int = 0
    asked: int = 0
    again: tuple[str, ...] = ()

    @property
    def response_rate(self) -> float | None:
        """Share of the round before that answered; None in the first."""
        return self.answered / self.asked if self.asked else None


def items_of(framework: Framework, level: Level) -> tuple[Item, ...]:
    """Return what a study of a framework rates: its pillars (shown by dimension), or its indicators by pillar."""
    if level == "pillar":
        dimensions = {dimension.code: dimension.name for dimension in framework.dimensions}
        return tuple(Item(p.code, p.name, "", dimensions[p.dimension]) for p in framework.pillars)
    names = {pillar.code: pillar.name for pillar in framework.pillars}
    return tuple(Item(i.code, i.name, i.pillar, names[i.pillar]) for i in framework.indicators)


def start(plan: Plan, experts: Sequence[str], sending: Sending, save: Save | None = None) -> Sent:
    """Begin a study: its first round, and a questionnaire for every expert.

    Parameters
    ----------
    plan, experts
        What is asked, and the codes of who is asked.
    sending
        Where to, and when.
    save
        Keeps the study; if it fails, no questionnaire is left.

    Raises
    ------
    FlowXLError
        If there is nothing to rate or nobody to ask, somebody is named twice, or the name cannot be printed.
    WriteError
        If a questionnaire is there already (unless forced) or cannot be written; none is left then.
    """
    faults = _faults(plan, experts)
    if faults:
        raise FlowXLError(Message("delphi.cannot_begin"), faults)
    rows = [plan.name, plan.scale, plan.level, sending.today, tuple(experts), *(item.code for item in plan.items)]
    code = f"D{digest(rows)[:8]}"
    first = Round(1, sending.today, tuple(experts))
    study = Study(code, plan.name, SCALES[plan.scale], plan.level, plan.items, tuple(experts), (first,))
    return Sent(study, _send(study, sending, save), joined=tuple(experts))


def _faults(plan: Plan, experts: Sequence[str]) -> list[Fault]:
    name, place = plan.name, Place(name=plan.name)
    found = []
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        where = Place(name=Message("place.study_name"))
        found.append(Fault("name.study", where, found=name[: LONGEST_NAME + 1], most=LONGEST_NAME))
    if not plan.items or not experts:
        found.append(Fault("study.empty", place, items=len(plan.items), experts=len(experts)))
    if len(set(experts)) != len(experts):
        found.append(Fault("double.asked", place, experts=tuple(experts)))
    return found


def next_round(
    study: Study, sending: Sending, new_experts: Sequence[str] = (), *, again: bool = False, save: Save | None = None
) -> Sent:
    """Begin the next round: who answered the last one is asked, with their own last rating and where the group stood.

    Parameters
    ----------
    new_experts
        Codes of who joins late; those of the study are left as they are.
    again
        Whether to ask those as well who did not answer.

    Raises
    ------
    FlowXLError
        If nobody answered the last round.
    WriteError
        As in :func:`start`.
    """
    last = study.rounds[-1] if study.rounds else Round(0, "", ())
    if not last.answers:
        fault = Fault("round.no_answer", Place(name=study.name), round=last.number)
        raise FlowXLError(Message("delphi.no_answers"), [fault])
    joined = tuple(code for code in dict.fromkeys(new_experts) if code not in study.experts)
    asked = tuple(code for code in study.experts if again or code in last.answer_of) + joined
    new = Round(last.number + 1, sending.today, asked)
    found = replace(study, experts=(*study.experts, *joined), rounds=(*study.rounds, new))
    files = _send(found, sending, save)
    dropped = tuple(code for code in last.asked if code not in asked)
    back = tuple(code for code in asked if code not in joined and code not in last.answer_of)
    return Sent(found, files, dropped, joined, len(last.answers), len(last.asked), back)


def _send(study: Study, sending: Sending, save: Save | None) -> tuple[Path, ...]:
    """Write the questionnaires of the last round: all, or none."""
    number = len(study.rounds)
    asked = study.rounds[-1].asked
    sheets = [Sheet(study, number, code, sending.language, sending.due) for code in asked]
    names = [say("file", sending.language, round=number, expert=sheet.expert) for sheet in sheets]
    files = tuple(sending.folder / name for name in names)
    if not sending.force:
        _refuse_existing(files)
    made = not sending.folder.exists()
    _make(sending.folder)
    kept: dict[Path, Path | None] = {}
    try:
        for position, (sheet, file) in enumerate(zip(sheets, files, strict=True)):
            if sending.progress:
                sending.progress(sheet.expert, position, len(files))
            kept[file] = write_safely(file, partial(write_questionnaire, sheet), _checked(sheet), backup=sending.force)
        if save:
            save(study)
    except BaseException:
        _undo(kept)
        if made:
            with suppress(OSError):  # somebody has put something else there in the meantime
                sending.folder.rmdir()
        raise
    return files


def _undo(kept: dict[Path, Path | None]) -> None:
    for file, backup in kept.items():
        if backup:
            backup.replace(file)
        else:
            file.unlink(missing_ok=True)


def _checked(sheet: Sheet) -> Callable[[Path], None]:
    def check(path: Path) -> None:
        found = read_questionnaire(path, sheet.study)
        if found.faults or not found.is_empty or found.expert != sheet.expert or found.round != sheet.round:
            raise FlowXLError(Message("delphi.other_questionnaire", expert=sheet.expert), found.faults)

    return check


def _refuse_existing(files: Sequence[Path]) -> None:
    faults = [Fault("exists.questionnaire", Place(str(file))) for file in files if file.exists()]
    if faults:
        raise WriteError(Message("delphi.exists"), faults)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fault = Fault("folder.not_made", Place(str(folder)), reason=Reason(error))
        raise WriteError(Message("folder.not_made", folder=str(folder)), [fault]) from error
