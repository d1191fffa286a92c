"""Three states of each entry: as handed out, as it came back, as the book has it now. What is to be taken, what not.

An entry that came back as it was handed out, or as the book has it, changes nothing. One that was changed in the part
alone is taken. One that was changed on both sides, or by two parts in two ways, is a conflict and stays as it is.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from flowxl.core.panel import Observations, Remark
from flowxl.cycle.merge_parts import Returned, Whole
from flowxl.cycle.merge_places import Entry, Held
from flowxl.workbook.handout import plain

SAME = 1e-12
"""Programs write the last digit of a number in their own way."""
Prefer = Literal["book", "part"] | None


@dataclass(frozen=True)
class Proposal:
    """What a part holds at an entry that was changed there."""

    entry: Entry
    value: Held
    given: Held
    part: Returned


@dataclass(frozen=True)
class Conflict:
    """An entry that was changed on both sides, or in two parts.

    ``reason`` is ``both`` (the book changed as well), ``parts`` (two parts differ), ``text`` (the book holds what is no
    number), ``formula`` (it holds a formula), or ``not_applicable`` (a figure beside a remark that there can be none).
    ``settled`` says whose value was chosen: that of the book or of the part; empty where nobody chose.
    """

    entry: Entry
    reason: str
    held: Held | str
    proposals: tuple[Proposal, ...]
    settled: str = ""


@dataclass(frozen=True)
class Comparison:
    """What is to be done.

    Attributes
    ----------
    taken
        What the book takes over, by entry.
    conflicts
        What is left to a person, or was settled by a choice.
    same
        Number of changed entries that the book holds already.
    newer
        Number of entries that only the book changed since; it keeps them.
    """

    taken: dict[Entry, Proposal]
    conflicts: tuple[Conflict, ...]
    same: int
    newer: int


def compare(whole: Whole, parts: Sequence[Returned], prefer: Prefer = None) -> Comparison:
    """Return what to take from parts, and what is in conflict."""
    by_entry: dict[Entry, list[Proposal]] = {}
    for part in parts:
        for proposal in _proposals(part):
            by_entry.setdefault(proposal.entry, []).append(proposal)
    taken: dict[Entry, Proposal] = {}
    conflicts: list[Conflict] = []
    same = 0
    for entry, proposals in sorted(by_entry.items(), key=lambda item: item[0]):
        held = _held(whole.data.observations, entry)
        bad = _blocked(whole, entry)
        if not bad and all(equal(p.value, held) for p in proposals):
            same += 1
            continue
        reason = _reason(held, proposals, bad)
        if not reason:
            taken[entry] = proposals[0]
            continue
        conflict = _settled(Conflict(entry, reason, _shown(whole, entry, held), tuple(proposals)), prefer)
        conflicts.append(conflict)
        if conflict.settled == "part":
            taken[entry] = proposals[0]
    against = list(_against(whole, taken))
    for entry in against:
        held = _held(whole.data.observations, entry)
        conflicts.append(Conflict(entry, "not_applicable", held, (taken.pop(entry),)))
    newer = sum(_newer(whole, part) for part in parts)
    return Comparison(taken, tuple(conflicts), same, newer)


def equal(first: Held, second: Held) -> bool:
    """Whether two entries hold the same: figures up to the last digit, texts up to runs of blanks.

    >>> equal(0.1 + 0.2, 0.3), equal(None, ""), equal(1.0, None)
    (True, True, False)
    """
    if isinstance(first, float) and isinstance(second, float):
        return math.isclose(first, second, rel_tol=SAME, abs_tol=0)
    return _comparable(first) == _comparable(second)


def _comparable(held: Held) -> object:
    if isinstance(held, Remark):
        found = (held.status, plain(held.source), plain(held.note))
        return found if any(found) else None
    return (plain(held) or None) if isinstance(held, str) else held


def _held(observations: Observations, entry: Entry) -> Held:
    if entry.what == "value":
        position = observations.framework.series_position[entry.key]
        value = float(observations.values[position, observations.years.index(entry.year)])
        return None if math.isnan(value) else value
    if entry.what == "remark":
        return observations.remarks.get((entry.key, entry.year))
    return observations.texts.get(entry.what, {}).get(entry.key)


def _proposals(part: Returned) -> Iterator[Proposal]:
    """Yield what was changed in a part since it was handed out; cells that cannot be read are left out."""
    now, given = part.data.observations, part.given
    for position, column in zip(*np.nonzero(_differ(now.values, given.values)), strict=True):
        entry = Entry(now.framework.series[position].key, "value", now.years[column])
        if (entry.key, entry.year) not in part.places.bad:
            yield Proposal(entry, _held(now, entry), _held(given, entry), part)
    columns = dict.fromkeys((*now.texts, *given.texts))
    entries = [Entry(series.key, column) for column in columns for series in now.framework.series]
    entries += [Entry(key, "remark", year) for key, year in {*now.remarks, *given.remarks}]
    for entry in entries:
        value, before = _held(now, entry), _held(given, entry)
        # A remark that cannot be read looks like one that was taken out.
        unreadable = entry.what == "remark" and value is None and bool(part.data.remark_faults)
        if not equal(value, before) and not unreadable:
            yield Proposal(entry, value, before, part)


def _differ(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    both_missing = np.isnan(first) & np.isnan(second)
    close = np.abs(first - second) <= SAME * np.maximum(np.abs(first), np.abs(second))
    return np.asarray(~(close | both_missing))


def _newer(whole: Whole, part: Returned) -> int:
    """Return how many figures the book alone has changed since the split."""
    rows = [whole.data.observations.framework.series_position[s.key] for s in part.data.framework.series]
    moved = _differ(whole.data.observations.values[rows], part.given.values)
    return int((moved & ~_differ(part.data.observations.values, part.given.values)).sum())


def _blocked(whole: Whole, entry: Entry) -> str:
    """Say why the book's cell cannot simply be filled: it holds a text, or a formula."""
    if entry.what == "value" and (entry.key, entry.year) in whole.places.bad:
        return "text"
    cell = whole.places.cell(entry)
    if entry.what == "remark":
        # A row that is there and was not read holds something that only a person understands.
        unread = (entry.key, entry.year) not in whole.data.observations.remarks
        return "text" if cell is not None and unread else ""
    return "formula" if cell is not None and cell.is_formula else ""


def _reason(held: Held, proposals: Sequence[Proposal], bad: str) -> str:
    if any(not equal(p.value, proposals[0].value) for p in proposals):
        return "parts"
    if bad:
        return bad
    return "" if all(equal(p.given, held) for p in proposals) else "both"


def _shown(whole: Whole, entry: Entry, held: Held) -> Held | str:
    """Return what the book holds, also where that is no number."""
    cell = whole.places.bad.get((entry.key, entry.year)) if entry.what == "value" else None
    return cell.text if cell else held


def _settled(conflict: Conflict, prefer: Prefer) -> Conflict:
    """Settle a conflict by the choice; of two parts none can be chosen before the other."""
    if prefer == "book" or (prefer == "part" and conflict.reason != "parts"):
        return replace(conflict, settled=prefer)
    return conflict


def _against(whole: Whole, taken: dict[Entry, Proposal]) -> Iterator[Entry]:
    """Yield what would leave a figure beside a remark that there can be none."""
    observations = whole.data.observations
    for entry in list(taken):
        if entry.what not in ("value", "remark"):
            continue
        value, remark = (Entry(entry.key, what, entry.year) for what in ("value", "remark"))
        figure = taken[value].value if value in taken else _held(observations, value)
        said = taken[remark].value if remark in taken else _held(observations, remark)
        if figure is not None and isinstance(said, Remark) and said.status == "not_applicable":
            yield entry
