"""All points of all tables as series in order of their days: doubles taken out, days of weeks and months found."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from flowxl.voice.faults import Fault, Findings
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Text
from flowxl.yearbook.baidu_dates import begin_months, next_months
from flowxl.yearbook.baidu_numbers import BLANK, FIGURE, UNREADABLE
from flowxl.yearbook.baidu_points import Points, Subject
from flowxl.yearbook.baidu_settings import BaiduSettings
from flowxl.yearbook.baidu_shapes import Table
from flowxl.yearbook.grids import UNCACHED

STEPS = ("day", "week", "month", "unclear")
STEP_NAMES = {"day": Text("日", "day"), "week": Text("周", "week"), "month": Text("月", "month")}
DAY, WEEK, MONTH, UNCLEAR = range(4)
_BITS = 20  # an ordinal of a day is below 2 ** 20 until the year 2870
MAX_POINTS = 20_000_000
MONDAY, SUNDAY = 1, 0
"""Rest of an ordinal by 7: day 1 of the calendar was a Monday."""
_UNCLEAR_DAYS = Message("doubt.unclear_days")
_UNREADABLE = Message("doubt.unreadable")
_DIFFERING = Message("doubt.differing")
_OVERLAP = Message("doubt.overlap")
_DEVICE_SUM = Message("doubt.device_sum")


@dataclass
class Pool:
    """Points of many tables, sorted by series and day.

    Attributes
    ----------
    tables, subjects
        Where points come from, and what each series is about.
    series, start, days, value, state, table, row, column
        Of each point: position of its series, ordinal of its first day, number of days, figure, kind of cell, and
        where it stood.
    step
        Of each series: position in ``STEPS``.
    doubts
        Why a person must look at a series in a year, by series and year; the year None stands for all.
    faults
        The same with cells.
    """

    tables: list[Table]
    subjects: list[Subject]
    series: np.ndarray
    start: np.ndarray
    days: np.ndarray
    value: np.ndarray
    state: np.ndarray
    table: np.ndarray
    row: np.ndarray
    column: np.ndarray
    step: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int8))
    doubts: dict[tuple[int, int | None], list[Message]] = field(default_factory=dict)
    faults: Findings = field(default_factory=Findings)

    def take(self, chosen: np.ndarray) -> None:
        """Keep some points, in the given order."""
        for name in ("series", "start", "days", "value", "state", "table", "row", "column"):
            setattr(self, name, getattr(self, name)[chosen])

    def place(self, point: int) -> Place:
        """Return the cell of a point."""
        table: Table = self.tables[self.table[point]]
        return table.place(int(self.row[point]), int(self.column[point]))

    def day(self, point: int) -> dt.date:
        """Return the first day of a point."""
        return dt.date.fromordinal(int(self.start[point]))

    def doubt(self, series: int, year: int | None, why: Message) -> None:
        """Note why a person must look at a series."""
        known = self.doubts.setdefault((series, year), [])
        if why not in known:
            known.append(why)

    def slices(self) -> Iterator[tuple[int, slice]]:
        """Yield each series that has points, with where they are."""
        bounds = np.searchsorted(self.series, np.arange(len(self.subjects) + 1))
        for series in range(len(self.subjects)):
            if bounds[series] < bounds[series + 1]:
                yield series, slice(int(bounds[series]), int(bounds[series + 1]))


def pool(parts: Sequence[Points], settings: BaiduSettings, used: "Used") -> Pool:
    """Bring together the points of all tables; ``used`` tells which series somebody wants."""
    made = _gather(parts)
    _sort(made)
    _find_steps(made, settings)
    _join_tables(made, used)
    _sort(made)
    _drop_unreadable(made, used)
    _merge_doubles(made, settings, used)
    _find_overlaps(made)
    return made


@dataclass(frozen=True)
class Used:
    """Which keywords an index asks for, by folded keyword."""

    wanted: dict[str, tuple[str, ...]]

    def __contains__(self, subject: object) -> bool:
        """Whether a series fills a cell of the workbook."""
        return isinstance(subject, Subject) and subject.area.place is not None and subject.keyword in self.wanted


def _gather(parts: Sequence[Points]) -> Pool:
    """Return all points; each table still has series of its own."""
    subjects: list[Subject] = []
    series = []
    for part in parts:
        own = np.empty(len(part.subjects), dtype=np.int64)
        numbers: dict[object, int] = {}
        for position, subject in enumerate(part.subjects):
            if subject.area.kind == "none":
                own[position] = -1
                continue
            own[position] = numbers.setdefault(subject.key, len(subjects))
            if own[position] == len(subjects):
                subjects.append(subject)
        series.append(own[part.subject])
    table = [np.full(len(part.value), number, dtype=np.int32) for number, part in enumerate(parts)]

    def joined(arrays: list[np.ndarray]) -> np.ndarray:
        return arrays[0] if len(arrays) == 1 else np.concatenate(arrays or [np.zeros(0, dtype=np.int64)])

    columns = [joined([getattr(part, name) for part in parts]) for name in ("start", "days", "value", "state")]
    cells = [joined([getattr(part, name) for part in parts]) for name in ("row", "column")]
    start, days, value, state = columns
    row, column = cells
    tables = [part.table for part in parts]
    made = Pool(tables, subjects, joined(series), start, days, value, state, joined(table), row, column)
    if len(made.series) and made.series.min() < 0:
        made.take(np.flatnonzero(made.series >= 0))
    return made


def _join_tables(made: Pool, used: Used) -> None:
    """Make one series of what several tables say of one subject in equal steps."""
    numbers: dict[object, int] = {}
    first: list[int] = []
    joined = []
    for series, subject in enumerate(made.subjects):
        joined.append(numbers.setdefault((subject.key[:3], int(made.step[series])), len(first)))
        if joined[-1] == len(first):
            first.append(series)
    made.series = np.array(joined, dtype=np.int64)[made.series]
    made.subjects = [made.subjects[series] for series in first]
    made.step = made.step[first]
    for unclear in np.flatnonzero(made.step == UNCLEAR):
        made.doubt(int(unclear), None, _UNCLEAR_DAYS)
    _sort(made)
    _tell_unclear(made, used)


def _tell_unclear(made: Pool, used: Used) -> None:
    """Tell once for each table that the dates of series are not understood."""
    told: dict[int, list[int]] = {}
    for series, place in made.slices():
        if made.step[series] == UNCLEAR and made.subjects[series] in used:
            told.setdefault(int(made.table[place.start]), []).append(int(place.start))
    for points in told.values():
        day = made.day(points[0]).isoformat()
        made.faults.append(Fault("dates", made.place(points[0]), len(points), day=day))


def _drop_unreadable(made: Pool, used: Used) -> None:
    """Leave out what is no figure; each such cell of a wanted series is told."""
    bad = np.flatnonzero(made.state == UNREADABLE)
    if not len(bad):
        return
    wanted = np.array([subject in used for subject in made.subjects])
    for point in bad[wanted[made.series[bad]]].tolist():
        table = made.tables[made.table[point]]
        text = str(table.columns[made.column[point]][made.row[point]])
        place = made.place(point)
        uncached = text == UNCACHED
        made.faults.append(Fault("value.uncached", place) if uncached else Fault("value.unread", place, text=text))
        made.doubt(int(made.series[point]), made.day(point).year, _UNREADABLE)
    made.take(np.flatnonzero(made.state != UNREADABLE))


def _sort(made: Pool) -> None:
    keys = (made.series.astype(np.int64) << _BITS) + made.start
    if len(keys) > 1 and (keys[1:] < keys[:-1]).any():
        made.take(np.argsort(keys, kind="stable"))


def _find_steps(made: Pool, settings: BaiduSettings) -> None:
    """Tell days, weeks and months apart by how far the dates of a series lie from each other."""
    made.step = np.full(len(made.subjects), DAY, dtype=np.int8)
    units = np.array([("day", "month", "range").index(subject.unit) for subject in made.subjects], dtype=np.int8)
    made.step[units == 1] = MONTH
    same = made.series[1:] == made.series[:-1]
    gaps, owner = np.diff(made.start), made.series[1:]
    real = same & (gaps > 0)
    count = len(made.subjects)

    def counted(mask: np.ndarray) -> np.ndarray:
        return np.bincount(owner[real & mask], minlength=count)

    total, ones, sevens = counted(real), counted(gaps == 1), counted(gaps % 7 == 0)
    later = made.series[~begin_months(made.start)]
    all_first = np.bincount(later, minlength=count) == 0
    daily = ones > 0  # weeks and months are never one day apart; days may be missing
    weekly = ~daily & (total > 0) & (sevens == total)
    monthly = ~daily & ~weekly & (total > 0) & all_first
    plain = units == 0
    made.step[plain & weekly] = WEEK
    made.step[plain & monthly] = MONTH
    made.step[plain & ~(daily | weekly | monthly)] = UNCLEAR
    longest = np.zeros(count, dtype=np.int64)
    np.maximum.at(longest, made.series, made.days)
    made.step[units == 2] = np.where(longest > 7, MONTH, WEEK)[units == 2]
    _lay_weeks(made, set(np.flatnonzero(plain & weekly).tolist()), settings)
    _lay_months(made, plain & monthly)


def _lay_weeks(made: Pool, weekly: set[int], settings: BaiduSettings) -> None:
    """Give each weekly figure its seven days."""
    for series, place in made.slices() if weekly else ():
        if series not in weekly:
            continue
        rest = set((made.start[place] % 7).tolist())
        last = settings.week == "last" or (settings.week == "calendar" and rest == {SUNDAY})
        if settings.week == "calendar" and rest not in ({MONDAY}, {SUNDAY}):
            made.step[series] = UNCLEAR
            continue
        made.days[place] = 7
        made.start[place] -= 6 if last else 0


def _lay_months(made: Pool, monthly: np.ndarray) -> None:
    chosen = np.flatnonzero(monthly[made.series]) if len(monthly) else np.zeros(0, dtype=np.int64)
    if len(chosen):
        made.days[chosen] = next_months(made.start[chosen]) - made.start[chosen]


def _merge_doubles(made: Pool, settings: BaiduSettings, used: Used) -> None:
    """Count a day once: equal figures silently, others as the settings say."""
    if len(made.series) < 2:
        return
    again = (made.series[1:] == made.series[:-1]) & (made.start[1:] == made.start[:-1])
    if not again.any():
        return
    first = np.flatnonzero(np.append(True, ~again))
    value = np.where(made.state == BLANK, -1.0, made.value)
    high, low = np.maximum.reduceat(value, first), np.minimum.reduceat(value, first)
    last = np.append(first[1:], len(value)) - 1
    differing = np.flatnonzero(high != low)
    if settings.duplicates == "mean":
        filled = np.where(made.state == BLANK, 0.0, made.value)
        means = np.add.reduceat(filled, first) / (last - first + 1)
        made.value[first[differing]] = means[differing]
        made.state[first[differing]] = FIGURE
    for group in differing if settings.duplicates == "review" else ():
        _tell_double(made, int(first[group]), int(last[group]), used)
    made.take(last if settings.duplicates == "last" else first)


def _tell_double(made: Pool, first: int, last: int, used: Used) -> None:
    series = int(made.series[first])
    made.doubt(series, made.day(first).year, _DIFFERING)
    if made.subjects[series] in used:
        one, other = (_shown(made, point) for point in (first, last))
        cell, day = made.place(first), made.day(first).isoformat()
        made.faults.append(Fault("duplicate.day", made.place(last), one=one, other=other, cell=cell, day=day))


def _shown(made: Pool, point: int) -> str | Message:
    return Message("baidu.blank") if made.state[point] == BLANK else f"{made.value[point]:.15g}"


def _find_overlaps(made: Pool) -> None:
    """Doubt a series of weeks or months of which some cover the same days."""
    if len(made.series) < 2:
        return
    same = made.series[1:] == made.series[:-1]
    over = np.flatnonzero(same & (made.start[:-1] + made.days[:-1] > made.start[1:]))
    for point in over:
        made.doubt(int(made.series[point]), made.day(int(point)).year, _OVERLAP)


def add_up_devices(made: Pool, settings: BaiduSettings) -> None:
    """Check that all = pc + wise where all three are there; add the sum where only pc and wise are."""
    if settings.device != "all":
        return
    places = dict(made.slices())
    found: dict[tuple[str, str, int], dict[str, int]] = {}
    for series in places:
        keyword, area, device, _ = made.subjects[series].key
        found.setdefault((keyword, area, int(made.step[series])), {})[device] = series
    added = []
    for devices in found.values():
        if not {"pc", "wise"} <= devices.keys():
            continue
        pc, wise = places[devices["pc"]], places[devices["wise"]]
        _, one, other = np.intersect1d(made.start[pc], made.start[wise], assume_unique=True, return_indices=True)
        one, other = one + pc.start, other + wise.start
        total = np.nan_to_num(made.value[one]) + np.nan_to_num(made.value[other])
        if "all" in devices:
            _check_sum(made, places[devices["all"]], one, total)
        else:
            added.append((devices["pc"], one, other, total))
    _append_sums(made, added)


def _check_sum(made: Pool, place: slice, one: np.ndarray, total: np.ndarray) -> None:
    _, whole, part = np.intersect1d(made.start[place], made.start[one], assume_unique=True, return_indices=True)
    whole = whole + place.start
    for point in whole[np.nan_to_num(made.value[whole]) != total[part]]:
        series, year = int(made.series[point]), made.day(int(point)).year
        if _DEVICE_SUM not in made.doubts.get((series, year), ()):
            made.doubt(series, year, _DEVICE_SUM)
            made.faults.append(Fault("sum", made.place(int(point)), value=_shown(made, int(point))))


def _append_sums(made: Pool, added: Sequence[tuple[int, np.ndarray, np.ndarray, np.ndarray]]) -> None:
    for pc, one, other, total in added:
        subject = replace(made.subjects[pc], device="all")
        made.subjects.append(replace(subject, notes=(*subject.notes, Message("note.added_up"))))
        both = (made.state[one] == BLANK) & (made.state[other] == BLANK)
        new = {
            "series": np.full(len(one), len(made.subjects) - 1),
            "value": np.where(both, np.nan, total),
            "state": np.where(both, BLANK, FIGURE).astype(np.int8),
        }
        for name in ("series", "start", "days", "value", "state", "table", "row", "column"):
            array = getattr(made, name)
            setattr(made, name, np.concatenate([array, new.get(name, array[one]).astype(array.dtype)]))
        made.step = np.append(made.step, made.step[pc])
        for (series, year), reasons in list(made.doubts.items()):
            if series == pc:
                made.doubts[len(made.subjects) - 1, year] = list(reasons)
