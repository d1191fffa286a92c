"""What a workbook holds about its weights: where they are from, a Delphi study, pairwise comparisons, methods."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from flowxl.core.arrays import read_only
from flowxl.core.delphi.study import Answer, Study


@dataclass(frozen=True, eq=False)
class Pairwise:
    """Pairwise comparisons (AHP) of the pillars, or of the indicators within one pillar, whose code is ``group``.

    ``values``, shape (items, items): how much more row matters than column; NaN where nobody compared them yet.
    """

    group: str
    codes: tuple[str, ...]
    values: np.ndarray

    def __post_init__(self) -> None:
        """Freeze the values; their shape is that of the codes."""
        values = np.array(self.values, dtype=np.float64)
        if values.shape != (len(self.codes), len(self.codes)):
            raise ValueError(f"{values.shape} comparisons of {len(self.codes)} items")
        object.__setattr__(self, "values", read_only(values))


@dataclass(frozen=True, eq=False)
class Weighting:
    """How the weights of a book came about.

    Attributes
    ----------
    origins
        By the code of a pillar: where its weight is from, in the words of the book; none for that of the framework.
    study
        The Delphi study.
    pairwise
        Pairwise comparisons.

    Methods
    -------
        Codes of the methods that the sheet 权重比较 shows, in its order.
    """

    origins: Mapping[str, str] = field(default_factory=dict)
    study: Study | None = None
    pairwise: tuple[Pairwise, ...] = ()
    methods: tuple[str, ...] = ()

    def described(self) -> tuple[object, ...]:
        """Return all of it as plain values, by which two can be compared; ``nan`` is equal to itself there."""
        comparisons = [(p.group, p.codes, repr(p.values.tolist())) for p in self.pairwise]
        return dict(self.origins), described_study(self.study), comparisons, self.methods


def described_study(study: Study | None) -> object:
    """Return a study as plain values."""
    if study is None:
        return None
    rounds = [
        (found.number, found.sent, found.asked, [_described_answer(answer) for answer in found.answers])
        for found in study.rounds
    ]
    head = study.code, study.name, study.scale, study.level, study.items, study.experts
    return (*head, rounds, study.choices)


def _described_answer(answer: Answer) -> tuple[object, ...]:
    ratings = repr(answer.ratings.tolist())
    words = answer.familiarity, answer.basis, answer.remarks
    return answer.expert, ratings, *words, answer.file, answer.received, answer.late
