"""What experts are shown of the rounds before: their own last rating, and where the group stood."""

from dataclasses import dataclass

import numpy as np

from flowxl.core.delphi.ratings import item_statistics
from flowxl.core.delphi.study import Study


@dataclass(frozen=True, eq=False)
class Group:
    """Median and quartiles of a round, each of shape (items,); NaN where nobody rated an item."""

    median: np.ndarray
    low: np.ndarray
    high: np.ndarray


def group_of(study: Study, number: int) -> Group:
    """Return where the group stood in a round; quartiles are interpolated (type 7, as QUARTILE.INC).

    Answers that came late do not count: this is what the experts of the next round were shown.
    """
    in_time = [answer.ratings for answer in study.rounds[number - 1].answers if not answer.late]
    ratings = np.array(in_time).reshape(len(in_time), len(study.items))
    found = item_statistics(ratings)
    return Group(found.median, found.q1, found.q3)


def own_of(study: Study, expert: str, number: int) -> np.ndarray:
    """Return an expert's latest ratings before a round, NaN where there are none."""
    own = study.last_ratings(expert, number)
    return np.full(len(study.items), np.nan) if own is None else own
