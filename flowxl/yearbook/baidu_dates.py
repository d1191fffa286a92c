"""Dates of Baidu Index exports: days, months, and ranges of days; what is not plain is not read."""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from flowxl.yearbook.baidu_words import plain

_DAY = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_DAY_ONLY = re.compile(rf"{_DAY}(?:[ T]0{{1,2}}:00(?::00(?:\.0+)?)?)?")
_RANGE = re.compile(rf"{_DAY}\s*(?:~|-{{1,2}}|–|—|至|到)\s*{_DAY}")
_MONTH = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})月?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})?(?:\.0)?")
_LONGEST = 40
_EPOCH = dt.date(1970, 1, 1).toordinal()
FIRST_YEAR, LAST_YEAR = 2006, 2100
"""Baidu's index begins in 2006; a date outside is a slip."""


@dataclass(frozen=True)
class Period:
    """Some days in a row: ``start`` is the ordinal of the first; ``unit`` tells how they were written."""

    start: int
    days: int
    unit: str


def read_period(value: object) -> Period | None:
    """Read a day, a month or a range of days; None for anything that is not surely one.

    >>> read_period("2019-01-01") == read_period("2019年1月1日") == read_period("20190101")
    True
    >>> read_period("2020-02").days, read_period("2020-01-06 ~ 2020-01-12").days
    (29, 7)
    >>> read_period("2019.10") == read_period("2019-10"), read_period(2019.1)
    (True, None)
    >>> read_period("01/02/2019"), read_period("2019-02-30"), read_period("43466"), read_period("2019")
    (None, None, None, None)
    """
    if isinstance(value, dt.date):
        whole = not isinstance(value, dt.datetime) or value.time() == dt.time()
        return _day(value.year, value.month, value.day) if whole else None
    if isinstance(value, float) and not value.is_integer():
        return None  # the number 2019.1 may be January or October
    text = plain(value)
    return _read_text(text) if len(text) <= _LONGEST else None


def _read_text(text: str) -> Period | None:
    if found := _DAY_ONLY.fullmatch(text):
        return _day(*map(int, found.groups()))
    if found := _RANGE.fullmatch(text):
        return _range(*map(int, found.groups()))
    if found := _MONTH.fullmatch(text):
        return _month(int(found[1]), int(found[2]))
    found = _DIGITS.fullmatch(text)
    if found is None:
        return None
    year, month, day = found.groups()
    return _day(int(year), int(month), int(day)) if day else _month(int(year), int(month))


def _day(year: int, month: int, day: int) -> Period | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return Period(dt.date(year, month, day).toordinal(), 1, "day")
    except ValueError:
        return None


def _month(year: int, month: int) -> Period | None:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    return Period(dt.date(year, month, 1).toordinal(), calendar.monthrange(year, month)[1], "month")


def _range(*numbers: int) -> Period | None:
    first, last = _day(*numbers[:3]), _day(*numbers[3:])
    if first is None or last is None or not 1 <= last.start - first.start + 1 <= 31:
        return None
    return Period(first.start, last.start - first.start + 1, "range")


def year_lengths(years: range) -> dict[int, int]:
    """Return the number of days of each year."""
    return {year: 366 if calendar.isleap(year) else 365 for year in years}


def years_of(ordinals: np.ndarray) -> np.ndarray:
    """Return the years of ordinals of days.

    >>> years_of(np.array([dt.date(1969, 12, 31).toordinal(), dt.date(1970, 1, 1).toordinal()]))
    array([1969, 1970])
    """
    return _looked_up(ordinals, lambda days: days.astype("datetime64[Y]").astype(np.int64) + 1970)


def begin_months(ordinals: np.ndarray) -> np.ndarray:
    """Return whether days are the first of a month."""
    return _looked_up(ordinals, lambda days: days == days.astype("datetime64[M]").astype("datetime64[D]"))


def next_months(ordinals: np.ndarray) -> np.ndarray:
    """Return the first days of the months after those of some days."""
    return _looked_up(
        ordinals, lambda days: (days.astype("datetime64[M]") + 1).astype("datetime64[D]").astype(np.int64) + _EPOCH
    )


def new_years(years: np.ndarray) -> np.ndarray:
    """Return the ordinals of the first days of years."""
    return (years - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64) + _EPOCH


def _looked_up(ordinals: np.ndarray, tell: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Ask once about each day between the first and the last: there are few, and a million points."""
    if not len(ordinals):
        return tell(ordinals.astype("datetime64[D]"))
    first = ordinals.min()
    days = np.arange(first, ordinals.max() + 1)
    told: np.ndarray = tell((days - _EPOCH).astype("datetime64[D]"))
    found: np.ndarray = told[ordinals - first]
    return found
