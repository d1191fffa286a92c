"""Series of days as yearly means: figures weighted by their days, years that are not whole told."""

from dataclasses import dataclass

import numpy as np

from flowxl.ooxml.addresses import a1
from flowxl.voice.message import Message
from flowxl.yearbook.baidu_dates import new_years, year_lengths, years_of
from flowxl.yearbook.baidu_numbers import BLANK
from flowxl.yearbook.baidu_points import Subject
from flowxl.yearbook.baidu_series import STEPS, UNCLEAR, WEEK, Pool
from flowxl.yearbook.baidu_settings import BaiduSettings
from flowxl.yearbook.baidu_shapes import Table

_YEARS = 1 << 12
_LENGTH = year_lengths(range(1, _YEARS))


@dataclass(frozen=True)
class BaiduYear:
    """What was found of one keyword in one area and year.

    Attributes
    ----------
    keyword, area, place, device
        What it is about; ``place`` is the code of a place of the framework, or None.
    year, step
        The year, and whether figures are of each ``day``, ``week`` or ``month``.
    days, of
        Days with a figure or a blank, and days of the year.
    zero_days, blank_days
        Days of those with 0 or a blank, and with a blank.
    total
        Sum over the days.
    value
        The yearly daily mean; None where the keyword is not indexed, or where it is unclear of which days figures are.
    file, sheet, cells
        Where the figures stood: name of the file, of the sheet, and the area of its cells.
    doubts, notes
        Why a person must look at it, and what else to know.
    """

    keyword: str
    shown: str
    area: str
    place: str | None
    device: str
    year: int
    step: str
    days: int
    of: int
    zero_days: int
    blank_days: int
    total: float
    value: float | None
    file: str
    sheet: str
    cells: str
    doubts: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every day of the year was found, once."""
        return self.days == self.of

    @property
    def is_edge(self) -> bool:
        """Whether nothing of the year was found but days of a week that belongs to another one."""
        return self.step == STEPS[WEEK] and self.days < 7


@dataclass(frozen=True, eq=False)
class _Sums:
    """Sums by series and year; one row for each."""

    series: np.ndarray
    year: np.ndarray
    days: np.ndarray
    zeros: np.ndarray
    blanks: np.ndarray
    total: np.ndarray
    weight: np.ndarray
    first: np.ndarray
    bounds: np.ndarray
    points: np.ndarray


def yearly(pool: Pool, settings: BaiduSettings) -> list[BaiduYear]:
    """Return the years of all series of the wanted device."""
    wanted = np.array([subject.device == settings.device for subject in pool.subjects], dtype=bool)
    chosen = np.flatnonzero(wanted[pool.series]) if len(wanted) else np.zeros(0, dtype=np.int64)
    if not len(chosen):
        return []
    sums = _sums(pool, chosen, settings)
    return [_year(pool, sums, number, settings) for number in range(len(sums.series))]


def _sums(pool: Pool, chosen: np.ndarray, settings: BaiduSettings) -> _Sums:
    start, days = pool.start[chosen], pool.days[chosen]
    first, last = years_of(start), years_of(start + days - 1)
    points, years, parts = chosen, first, days.copy()
    split = np.flatnonzero(first != last)
    if len(split):  # a week or month that reaches into the next year
        turn = new_years(last[split])
        after = (start + days)[split] - turn
        parts[split] -= after
        points = np.concatenate([chosen, chosen[split]])
        years, parts = np.concatenate([first, last[split]]), np.concatenate([parts, after])
    keys = pool.series[points] * _YEARS + years
    if (keys[1:] < keys[:-1]).any():
        order = np.argsort(keys, kind="stable")
        keys, points, years, parts = keys[order], points[order], years[order], parts[order]
    bounds = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    value, blank = np.nan_to_num(pool.value[points]), pool.state[points] == BLANK
    zero = blank | (value == 0)
    weight = parts if settings.weight == "days" else (years == years_of(pool.start[points])).astype(np.int64)
    if settings.zero == "missing":
        weight = np.where(zero, 0, weight)

    def added(array: np.ndarray) -> np.ndarray:
        return np.add.reduceat(array, bounds)

    return _Sums(
        keys[bounds] // _YEARS, keys[bounds] % _YEARS, added(parts), added(np.where(zero, parts, 0)),
        added(np.where(blank, parts, 0)), added(value * weight), added(weight), points[bounds],
        np.append(bounds, len(points)), points,
    )  # fmt: skip


def _year(pool: Pool, sums: _Sums, number: int, settings: BaiduSettings) -> BaiduYear:
    series, year = int(sums.series[number]), int(sums.year[number])
    subject: Subject = pool.subjects[series]
    points = sums.points[sums.bounds[number] : sums.bounds[number + 1]]
    table: Table = pool.tables[pool.table[points[0]]]
    days, zeros, weight = int(sums.days[number]), int(sums.zeros[number]), float(sums.weight[number])
    indexed = zeros < days or settings.unindexed == "zero"
    unclear = pool.step[series] == UNCLEAR
    value = float(sums.total[number]) / weight if weight else 0.0
    doubts = [*pool.doubts.get((series, None), ()), *pool.doubts.get((series, year), ())]
    if indexed and zeros > settings.longest_gap and zeros < days:
        gap = _longest_gap(pool, points)
        if gap > settings.longest_gap:
            doubts.append(Message("doubt.gap", days=gap))
    return BaiduYear(
        subject.keyword, subject.shown, subject.area.text, subject.area.place, subject.device, year,
        STEPS[pool.step[series]], days, _LENGTH[year], zeros, int(sums.blanks[number]), float(sums.total[number]),
        value if indexed and not unclear else None, table.sheet.file, table.sheet.name, _cells(pool, table, points),
        tuple(doubts), (*subject.notes, *_other_files(pool, points)),
    )  # fmt: skip


def _longest_gap(pool: Pool, points: np.ndarray) -> int:
    """Return the largest number of days in a row with 0 or a blank."""
    longest = run = 0
    for value, days in zip(np.nan_to_num(pool.value[points]).tolist(), pool.days[points].tolist(), strict=True):
        run = 0 if value else run + days
        longest = max(longest, run)
    return longest


def _cells(pool: Pool, table: Table, points: np.ndarray) -> str:
    """Return the smallest area of cells of the first table that holds the points."""
    own = points[pool.table[points] == pool.table[points[0]]]
    rows, columns = pool.row[own], pool.column[own]
    first = a1(table.top + int(rows.min()), int(columns.min()))
    last = a1(table.top + int(rows.max()), int(columns.max()))
    return first if first == last else f"{first}:{last}"


def _other_files(pool: Pool, points: np.ndarray) -> tuple[Message, ...]:
    if len(pool.tables) == 1:
        return ()
    places = dict.fromkeys(pool.tables[number].sheet.where for number in np.unique(pool.table[points]))
    own = pool.tables[pool.table[points[0]]].sheet.where
    others = tuple(place for place in places if place != own)
    return (Message("note.also_from", places=others),) if others else ()
