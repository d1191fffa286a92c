"""界值法: which items to keep, by limits that the items set each other."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from flowxl.core.arrays import read_only
from flowxl.core.delphi.ratings import TOLERANCE, ItemStatistics

Criterion = Literal["mean", "full", "cv"]


@dataclass(frozen=True, eq=False)
class Screening:
    """What each item is held against, and what it fails.

    Attributes
    ----------
    mean_limit, full_limit, cv_limit
        Shape (items,); NaN where a limit cannot be told or does not apply.
    failed
        Of each item the criteria that it fails.
    kept
        Shape (items,): fails none, and every criterion could be judged. An item that is neither kept nor fails anything
        could not be judged.
    """

    mean_limit: np.ndarray
    full_limit: np.ndarray
    cv_limit: np.ndarray
    failed: tuple[tuple[Criterion, ...], ...]
    kept: np.ndarray

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for array in (self.mean_limit, self.full_limit, self.cv_limit, self.kept):
            read_only(array)


def screening(items: ItemStatistics, *, full: bool, blocks: tuple[tuple[int, ...], ...] = ()) -> Screening:
    """Hold each item against mean and sd of the measures over the items.

    An item is kept if its mean and its full-score share are at least mean - sd of that measure over the items, and its
    CV at most mean + sd (sd of a sample).

    Parameters
    ----------
    full
        Whether the full-score share counts; not for a budget, which has none.
    blocks
        Positions of items that set limits for each other; all of them if empty.
    """
    count = len(items.n)
    below: dict[Criterion, np.ndarray] = {"mean": items.mean, **({"full": items.full_share} if full else {})}
    nothing = np.full((3, count), np.nan)
    limits: dict[Criterion, np.ndarray] = {"mean": nothing[0], "full": nothing[1], "cv": nothing[2]}
    for block in blocks or (tuple(range(count)),):
        chosen = list(block)
        for name, values in below.items():
            limits[name][chosen] = _limit(values[chosen], -1)
        limits["cv"][chosen] = _limit(items.cv[chosen], 1)
    # A measure that all items share has a spread of some last digits only: it must not drop any.
    fails = {name: values < limits[name] - TOLERANCE for name, values in below.items()}
    fails["cv"] = items.cv > limits["cv"] + TOLERANCE
    unknown = [np.isnan(values - limits[name]) for name, values in below.items()]
    kept = ~np.logical_or.reduce([*fails.values(), *unknown, np.isnan(items.cv - limits["cv"])])
    failed = tuple(tuple(name for name, flags in fails.items() if flags[n]) for n in range(count))
    return Screening(limits["mean"], limits["full"], limits["cv"], failed, kept)


def _limit(values: np.ndarray, sign: int) -> float:
    there = np.sort(values[~np.isnan(values)])
    return float(there.mean() + sign * there.std(ddof=1)) if there.size > 1 else np.nan
