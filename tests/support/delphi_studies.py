"""Small studies, made up: items, experts and answers from plain rows of ratings."""

from collections.abc import Sequence

import numpy as np

from flowxl.core.delphi.choices import Choices
from flowxl.core.delphi.study import SCALES, Answer, Item, Round, ScaleCode, Study
from flowxl.voice.text import Text

LARGE = ("large", "large", "large", "large")
Rows = Sequence[Sequence[float] | None]


def items(count: int, groups: Sequence[str] = ()) -> tuple[Item, ...]:
    """Return items I1, I2, … in their groups."""
    return tuple(
        Item(f"I{n}", Text(f"指标{n}", f"Item {n}"), groups[n - 1] if groups else "") for n in range(1, count + 1)
    )


def answers(rows: Rows, **parts: object) -> tuple[Answer, ...]:
    """Return answers of E1, E2, …; None stands for an expert who did not answer."""
    own = {"familiarity": "very", "basis": LARGE} | parts
    return tuple(
        Answer(f"E{n}", np.array(row, dtype=float), **own)  # type: ignore[arg-type]
        for n, row in enumerate(rows, start=1)
        if row is not None
    )


def study(*rounds: Rows, scale: ScaleCode = "1-5", groups: Sequence[str] = (), choices: Choices | None = None) -> Study:
    """Return a study with a round for each set of rows; everyone is asked each time."""
    count = next(len(row) for row in rounds[0] if row is not None)
    experts = tuple(f"E{n}" for n in range(1, len(rounds[0]) + 1))
    made = tuple(Round(n, "2024-01-01", experts, answers(rows)) for n, rows in enumerate(rounds, start=1))
    level = "indicator" if groups else "pillar"
    return Study("S", "重要性", SCALES[scale], level, items(count, groups), experts, made, choices or Choices())
