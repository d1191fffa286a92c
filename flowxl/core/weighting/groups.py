"""Weights inside groups of items, such as indicators within pillars."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from flowxl.core.weighting.common import Note, Weights, WeightsError, positions

Method = Callable[[np.ndarray], Weights]


@dataclass(frozen=True, eq=False)
class GroupWeights:
    """Weights within groups; arrays are read-only.

    Attributes
    ----------
    weights
        (items,) not negative; the sum over each group is 1, or 0 where no item of it counts.
    used
        (groups, cities) whether the city took part in the weights of the group.
    notes, group_of_note
        What to know, with positions among all items, group by group; and the group of each note.
    """

    weights: np.ndarray
    used: np.ndarray
    notes: tuple[Note, ...]
    group_of_note: tuple[int, ...]

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        self.weights.flags.writeable = False
        self.used.flags.writeable = False


def _checked(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return the group of each item."""
    groups = np.asarray(groups)
    items = values.shape[1]
    if groups.shape != (items,) or not np.issubdtype(groups.dtype, np.integer) or (groups < 0).any():
        raise WeightsError("groups_unusable", items=items)
    return groups


def within_groups(
    method: Method, values: np.ndarray, groups: np.ndarray, counting: np.ndarray | None = None
) -> GroupWeights:
    """Weigh the items of each group among themselves.

    A single item gets 1 and no figure of it is looked at. Cities are left out group by group.

    Parameters
    ----------
    method
        One of ``METHODS``.
    values
        Oriented, shape (cities, items), NaN where missing.
    groups
        Number of the group of each item, 0 or more, shape (items,); a number without items is no fault.
    counting
        Shape (items,), bool: items that do not count get weight 0 and a note. By default all do.

    Raises
    ------
    WeightsError
        What the method raises, with ``group`` and positions among all items; ``groups_unusable``.
    """
    values = np.asarray(values, dtype=np.float64)
    groups = _checked(values, groups)
    counts = np.ones(len(groups), dtype=bool) if counting is None else np.asarray(counting, dtype=bool)
    weights = np.zeros(len(groups))
    used = np.ones((int(groups.max(initial=-1)) + 1, len(values)), dtype=bool)
    notes: list[tuple[int, Note]] = []
    for group in np.unique(groups):
        left_out = positions((groups == group) & ~counts)
        if left_out:
            notes.append((int(group), Note("not_counting", left_out)))
        items = np.flatnonzero((groups == group) & counts)
        if len(items) <= 1:
            weights[items] = 1.0
            continue
        found = _weigh(method, values, items, int(group))
        weights[items] = found.weights
        used[group] = found.used
        notes += [(int(group), _placed(note, items)) for note in found.notes]
    return GroupWeights(weights, used, tuple(note for _, note in notes), tuple(group for group, _ in notes))


def _weigh(method: Method, values: np.ndarray, items: np.ndarray, group: int) -> Weights:
    """Weigh one group; an error says which."""
    try:
        return method(values[:, items])
    except WeightsError as error:
        numbers = dict(error.numbers)
        where = numbers.get("items")
        if isinstance(where, tuple):
            numbers["items"] = tuple(int(items[n]) for n in where if isinstance(n, int))
        raise WeightsError(error.code, group=group, **numbers) from error


def _placed(note: Note, items: np.ndarray) -> Note:
    """Return a note of a group with positions among all items; components keep their numbers."""
    if note.code in ("components_added", "components_tied"):
        return note
    return Note(note.code, tuple(int(items[n]) for n in note.items))
