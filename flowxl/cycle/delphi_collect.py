"""Answers of a Delphi study come back: what of each file is taken, and why the rest is not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from flowxl.core.delphi.study import Answer, Study
from flowxl.questionnaire.read import Returned, read_questionnaire
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

State = Literal["taken", "replaced", "same", "empty", "refused"]
ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods", ".wps", ".numbers")
"""What may be an answer in a folder; what cannot be read is told, not passed over."""
_BACKUP = ".backup-"


@dataclass(frozen=True)
class Choice:
    """What is allowed: answers with gaps; answers to a round that is over; others in the place of earlier ones."""

    partial: bool = False
    late: bool = False
    replace: bool = False


@dataclass(frozen=True, eq=False)
class Entry:
    """What became of a file.

    Attributes
    ----------
    state
        ``taken``, ``replaced`` (taken in the place of an earlier answer), ``same`` (it is there already), ``empty``
        (nothing is filled in yet), or ``refused``: nothing of it is taken.
    faults
        Why it was refused; every reason.
    doubts
        What a person should look at though it was taken.
    """

    file: Path
    state: State
    expert: str = ""
    round: int = 0
    faults: tuple[Fault, ...] = ()
    doubts: tuple[Fault, ...] = ()


@dataclass(frozen=True, eq=False)
class Collected:
    """The study with the new answers, and a row per file.

    Attributes
    ----------
    left_out
        Files of a folder that are no answers: backups, and what programs keep beside an open file.
    waiting
        Who was asked in the last round and has not answered.
    """

    study: Study
    entries: tuple[Entry, ...]
    left_out: tuple[Path, ...] = ()

    @property
    def waiting(self) -> tuple[str, ...]:
        """Experts of the open round without an answer."""
        last = self.study.rounds[-1]
        return tuple(code for code in last.asked if code not in last.answer_of)

    @property
    def changed(self) -> bool:
        """Whether the study holds other answers than before."""
        return any(entry.state in ("taken", "replaced") for entry in self.entries)


def collect(study: Study, files: Sequence[Path], today: str, choice: Choice | None = None) -> Collected:
    """Read returned questionnaires and add their answers to the study.

    Parameters
    ----------
    study
        With the open round, the last one.
    files
        Files, or folders that are searched for them.
    today
        The day they came (ISO).

    Returns
    -------
    Collected
        Of a file that is refused nothing is taken; two files by one expert for one round are both refused.

    Raises
    ------
    FlowXLError
        If the study has no round, or there is no file.
    """
    if not study.rounds:
        raise FlowXLError(Message("collect.no_round"), [Fault("round.none", Place(name=study.name))])
    found, left_out = _search(files)
    if not found:
        raise FlowXLError(Message("collect.nothing"), [Fault("files", Place(", ".join(map(str, files))))])
    read = [read_questionnaire(path, study) for path in found]
    times = Counter((one.expert, one.round) for one in read if one.round and not one.is_empty)
    taking, entries = _Taking(study, today, choice or Choice()), []
    for one in read:
        others = [o.path.name for o in read if _rivals(one, o)] if times[one.expert, one.round] > 1 else []
        entries.append(taking.take(one, others))
    return Collected(taking.study, tuple(entries), tuple(left_out))


def _rivals(one: Returned, other: Returned) -> bool:
    same = (one.expert, one.round) == (other.expert, other.round)
    return same and one is not other and not one.is_empty and not other.is_empty


def _search(files: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return the files that may be answers, each once, and what lies beside them and is none."""
    found: dict[Path, Path] = {}
    left_out: list[Path] = []
    for path in _each(files):
        if path.name.startswith((".", "~")) or _BACKUP in path.name:
            left_out.append(path)
        else:
            found.setdefault(path.resolve(), path)
    return list(found.values()), left_out


def _each(files: Iterable[Path]) -> Iterator[Path]:
    for path in files:
        if path.is_dir():
            yield from sorted(file for file in path.iterdir() if file.suffix.lower() in ENDINGS)
        else:
            yield path


class _Taking:
    """Adds answers to a study one by one."""

    def __init__(self, study: Study, today: str, choice: Choice) -> None:
        self.study, self.today, self.choice = study, today, choice

    def take(self, one: Returned, others: Sequence[str]) -> Entry:
        """Add an answer, or say why not; ``others`` are further files of the same expert."""
        if one.is_empty and not one.faults:
            return Entry(one.path, "empty", one.expert, one.round)
        answer = one.answer
        state, faults = self._state(one, others)
        gaps = one.gaps if self.choice.partial else ()
        if faults or answer is None:
            return Entry(one.path, "refused", one.expert, one.round, tuple(faults))
        late = one.round < len(self.study.rounds)
        doubts = [*one.doubts, *gaps]
        if late:
            doubts.append(Fault("late.taken", Place(one.path.name), round=one.round, open=len(self.study.rounds)))
        if state != "same":
            self._put(one.round, replace(answer, received=self.today, late=late))
        return Entry(one.path, state, one.expert, one.round, doubts=tuple(doubts))

    def _state(self, one: Returned, others: Sequence[str]) -> tuple[State, list[Fault]]:
        faults = list(one.faults)
        place = Place(one.path.name)
        if others:
            faults.append(Fault("two_answers", place, expert=one.expert, files=tuple(others)))
        if one.answer is None:
            return "refused", faults
        held = self.study.rounds[one.round - 1].answer_of.get(one.expert)
        if held is not None and is_same(held, one.answer):
            return "same", faults
        faults += [] if self.choice.partial else one.gaps
        if not np.isfinite(one.answer.ratings).any() and self.choice.partial and not one.faults:
            faults.append(Fault("incomplete.all", place))
        if held is not None and not self.choice.replace:
            faults.append(Fault("conflict", place, expert=one.expert, day=held.received, file=held.file))
        open_round = len(self.study.rounds)
        if one.round < open_round and not self.choice.late:
            faults.append(Fault("late.refused", place, round=one.round, open=open_round))
        return "replaced" if held else "taken", faults

    def _put(self, number: int, answer: Answer) -> None:
        rounds = list(self.study.rounds)
        into = rounds[number - 1]
        answers = {**into.answer_of, answer.expert: answer}
        ordered = tuple(answers[code] for code in into.asked if code in answers)
        rounds[number - 1] = replace(into, answers=ordered)
        self.study = replace(self.study, rounds=tuple(rounds))


def is_same(one: Answer, other: Answer) -> bool:
    """Whether two answers say the same, in whichever file and whenever they came."""
    said = [(answer.familiarity, answer.basis, sorted(answer.remarks, key=repr)) for answer in (one, other)]
    return said[0] == said[1] and np.array_equal(one.ratings, other.ratings, equal_nan=True)
