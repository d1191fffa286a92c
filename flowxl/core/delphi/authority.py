"""How far the experts are authorities, and how many answered."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from flowxl.core.arrays import read_only
from flowxl.core.delphi.choices import INFLUENCE, Choices
from flowxl.core.delphi.study import BASES, Answer, Study
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

PARTS = {
    "familiarity": Message("part.familiarity"),
    "practice": Message("part.practice"),
    "theory": Message("part.theory"),
    "literature": Message("part.literature"),
    "intuition": Message("part.intuition"),
}
"""What an expert says about himself: how familiar the field is, and on which bases the judgement rests."""


@dataclass(frozen=True, eq=False)
class Authority:
    """Self-assessment of the experts in one round, and the response to it.

    Attributes
    ----------
    basis, familiarity, authority
        Ca, Cs and Cr = (Ca + Cs) / 2 of each expert, shape (experts,) in the order of the study; NaN where an expert
        did not answer or left out what it rests on.
    mean_basis, mean_familiarity, mean_authority
        Of the panel, each over the experts who have it; NaN where none has.
    lacking
        Expert and what was left out (``familiarity`` or a basis), of those who answered.
    asked, returned, late
        Numbers of experts; ``late`` ones are among ``returned``.
    response
        returned / asked, the 专家积极系数; NaN if nobody was asked.
    """

    basis: np.ndarray
    familiarity: np.ndarray
    authority: np.ndarray
    mean_basis: float
    mean_familiarity: float
    mean_authority: float
    lacking: tuple[tuple[str, str], ...]
    asked: int
    returned: int
    late: int
    response: float

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for array in (self.basis, self.familiarity, self.authority):
            read_only(array)


def authority(study: Study, number: int) -> Authority:
    """Score the self-assessments of a round.

    Raises
    ------
    FlowXLError
        With each level that has no score, and with each basis that has none.
    """
    found = study.rounds[number - 1]
    _check(study.choices, found.answers)
    basis, familiarity = np.full((2, len(study.experts)), np.nan)
    lacking: list[tuple[str, str]] = []
    for row, expert in enumerate(study.experts):
        if answer := found.answer_of.get(expert):
            basis[row] = _basis(study.choices, answer)
            familiarity[row] = study.choices.familiarity[answer.familiarity] if answer.familiarity else np.nan
            lacking += ((expert, part) for part in _left_out(answer))
    scores = (basis + familiarity) / 2
    asked, returned = len(found.asked), len(found.answers)
    return Authority(
        basis, familiarity, scores,
        _mean(basis), _mean(familiarity), _mean(scores),
        tuple(lacking), asked, returned, sum(answer.late for answer in found.answers),
        returned / asked if asked else np.nan,
    )  # fmt: skip


def _mean(values: np.ndarray) -> float:
    """Return the mean of those that are there, the same in any order."""
    there = np.sort(values[~np.isnan(values)])
    return float(there.mean()) if there.size else np.nan


def _basis(choices: Choices, answer: Answer) -> float:
    """Return Ca; one basis that was left out leaves the sum unknown."""
    if not all(answer.basis):
        return np.nan
    pairs = zip(BASES, answer.basis, strict=True)
    return sum(choices.basis[basis][INFLUENCE.index(level)] for basis, level in pairs)


def _left_out(answer: Answer) -> Iterator[str]:
    if not answer.familiarity:
        yield "familiarity"
    yield from (basis for basis, level in zip(BASES, answer.basis, strict=True) if not level)


def _check(choices: Choices, answers: tuple[Answer, ...]) -> None:
    faults = [
        Fault("delphi_setting.no_scores", Place(name=f"basis.{basis}")) for basis in BASES if basis not in choices.basis
    ]
    for answer in answers:
        given = [("familiarity", answer.familiarity, tuple(choices.familiarity))]
        given += [(basis, level, INFLUENCE) for basis, level in zip(BASES, answer.basis, strict=True)]
        faults += [
            Fault("delphi_level", _place(answer.expert, part), found=level, known=known)
            for part, level, known in given
            if level and level not in known
        ]
    if faults:
        raise FlowXLError(Message("core.self_assessments"), faults)


def _place(expert: str, part: str) -> Place:
    return Place(name=Message("place.expert_part", expert=expert, part=PARTS[part]))
