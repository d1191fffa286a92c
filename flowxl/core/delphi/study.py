"""A Delphi study: items, experts by code, rounds with their answers, and the thresholds it is judged by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from flowxl.core.arrays import read_only
from flowxl.core.delphi.choices import Choices
from flowxl.voice.text import Text

ScaleCode = Literal["1-5", "1-9", "0-100", "budget"]
Level = Literal["pillar", "indicator"]
BASES = ("practice", "theory", "literature", "intuition")
"""What a judgement rests on: experience in practice, theoretical analysis, literature, intuition."""


@dataclass(frozen=True)
class Scale:
    """What a rating may be: from ``low`` to ``high``; ``whole`` numbers only; a ``budget`` is shared out over items.

    The ratings of a budget sum to ``high`` for each expert (in a study of indicators: within each pillar).
    """

    code: ScaleCode
    low: float
    high: float
    whole: bool = True
    budget: bool = False


SCALES: dict[str, Scale] = {
    "1-5": Scale("1-5", 1, 5),
    "1-9": Scale("1-9", 1, 9),
    "0-100": Scale("0-100", 0, 100),
    "budget": Scale("budget", 0, 100, whole=False, budget=True),
}


@dataclass(frozen=True)
class Item:
    """What is rated: a pillar, or an indicator within a pillar (``group`` is then the pillar's code)."""

    code: str
    name: Text
    group: str = ""
    group_name: Text = field(default_factory=lambda: Text("", ""))


@dataclass(frozen=True)
class Remark:
    """A text of an expert: a ``reason`` or ``comment`` on an item, a ``proposal`` of a new one, or ``general``."""

    kind: Literal["reason", "comment", "proposal", "general"]
    item: str
    text: str


@dataclass(frozen=True, eq=False)
class Answer:
    """What one expert returned in one round.

    Attributes
    ----------
    expert
        Code; names stay in the file of experts.
    ratings
        Shape (items,) in the order of the study's items; NaN where the expert gave none.
    familiarity
        Code of a level in ``Choices.familiarity``; empty where it was not given.
    basis
        For each of :data:`BASES` a code in ``choices.INFLUENCE``; empty where it was not given.
    file, received
        File name, and the day it was collected (ISO).
    late
        Whether it came after the next round had begun.
    """

    expert: str
    ratings: np.ndarray
    familiarity: str = ""
    basis: tuple[str, str, str, str] = ("", "", "", "")
    remarks: tuple[Remark, ...] = ()
    file: str = ""
    received: str = ""
    late: bool = False

    def __post_init__(self) -> None:
        """Freeze the ratings."""
        object.__setattr__(self, "ratings", read_only(np.array(self.ratings, dtype=np.float64)))


@dataclass(frozen=True, eq=False)
class Round:
    """One round: who was asked, when (ISO), and the answers, one per expert at most."""

    number: int
    sent: str
    asked: tuple[str, ...]
    answers: tuple[Answer, ...] = ()

    def __post_init__(self) -> None:
        """Refuse answers of experts who were not asked, and two by one expert."""
        codes = [answer.expert for answer in self.answers]
        if len(set(codes)) != len(codes) or not set(codes) <= set(self.asked):
            raise ValueError(f"round {self.number}: answers of {codes}, asked were {list(self.asked)}")

    @cached_property
    def answer_of(self) -> Mapping[str, Answer]:
        """Answers by the code of the expert."""
        return {answer.expert: answer for answer in self.answers}


@dataclass(frozen=True, eq=False)
class Study:
    """A whole study.

    Attributes
    ----------
    code
        Short mark of the study, in every questionnaire of it.
    name
        As people call it.
    experts
        Codes of all experts who were ever asked, in the order of their coming.
    rounds
        Numbered from 1.
    """

    code: str
    name: str
    scale: Scale
    level: Level
    items: tuple[Item, ...]
    experts: tuple[str, ...]
    rounds: tuple[Round, ...] = ()
    choices: Choices = field(default_factory=Choices)

    def __post_init__(self) -> None:
        """Refuse what does not fit together."""
        if [r.number for r in self.rounds] != list(range(1, len(self.rounds) + 1)):
            raise ValueError(f"rounds {[r.number for r in self.rounds]}")
        for found in self.rounds:
            strangers = set(found.asked) - set(self.experts)
            if strangers:
                raise ValueError(f"round {found.number} asks {sorted(strangers)}, who are no experts of the study")
            if any(answer.ratings.shape != (len(self.items),) for answer in found.answers):
                raise ValueError(f"round {found.number} has ratings of another number of items than {len(self.items)}")

    @cached_property
    def item_codes(self) -> tuple[str, ...]:
        """Codes of the items."""
        return tuple(item.code for item in self.items)

    @property
    def groups(self) -> tuple[str, ...]:
        """Groups in their order: pillars of a study of indicators; one empty group of a study of pillars."""
        return tuple(dict.fromkeys(item.group for item in self.items))

    def ratings(self, number: int) -> np.ndarray:
        """Return the ratings of a round, shape (experts, items), rows in the order of ``experts``; NaN is missing."""
        found = np.full((len(self.experts), len(self.items)), np.nan)
        answers = self.rounds[number - 1].answer_of
        for row, expert in enumerate(self.experts):
            if expert in answers:
                found[row] = answers[expert].ratings
        return read_only(found)

    def last_ratings(self, expert: str, before: int) -> np.ndarray | None:
        """Return an expert's own latest ratings before a round; None where there are none."""
        for earlier in reversed(self.rounds[: before - 1]):
            if expert in earlier.answer_of:
                return earlier.answer_of[expert].ratings
        return None


def item_positions(items: Sequence[Item], group: str) -> list[int]:
    """Return the positions of a group's items."""
    return [position for position, item in enumerate(items) if item.group == group]
