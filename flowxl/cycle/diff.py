"""``diff``: what differs between two books, and what that does to scores and ranks."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np

from flowxl.core.framework import Framework
from flowxl.core.panel import Observations, Remark
from flowxl.core.result import Result
from flowxl.core.settings import INDEX_TOLERANCE
from flowxl.reading.read_book import BookData, read_book

SAME = 1e-12
"""Programs write the last digit of a number in their own way."""
Kind = Literal["added", "removed", "revised"]
KINDS: tuple[Kind, ...] = ("added", "removed", "revised")


@dataclass(frozen=True)
class Revision:
    """One observation that differs; a missing value is NaN."""

    indicator: str
    place: str
    year: int
    old: float
    new: float

    @property
    def kind(self) -> Kind:
        """Whether the observation is new, gone or another."""
        if math.isnan(self.old):
            return "added"
        return "removed" if math.isnan(self.new) else "revised"

    @property
    def relative(self) -> float:
        """Relative change; NaN where there is no old value, or it is zero."""
        return (self.new - self.old) / abs(self.old) if self.old else math.nan


@dataclass(frozen=True)
class Change:
    """Something else that differs: table, item and field, and both values in words; empty where absent."""

    table: str
    item: str
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Effect:
    """Index, rank and pillar scores of a city in both books; NaN, and rank 0, where there is none."""

    city: str
    old_index: float
    new_index: float
    old_rank: int
    new_rank: int
    old_scores: dict[str, float]
    new_scores: dict[str, float]

    @property
    def moved(self) -> bool:
        """Whether anything of it is another."""
        scores = any(self.score_moved(code) for code in {*self.old_scores, *self.new_scores})
        return scores or self.old_rank != self.new_rank or _moved(self.old_index, self.new_index)

    def score_moved(self, pillar: str) -> bool:
        """Whether the score of a pillar is another."""
        return _moved(self.old_scores.get(pillar, math.nan), self.new_scores.get(pillar, math.nan))


@dataclass(frozen=True, eq=False)
class Difference:
    """What differs between two books.

    Attributes
    ----------
    old, new
        The books.
    old_result, new_result
        The index of each, computed from its own figures, weights and settings.
    revisions
        Observations, in the order of the new book.
    texts
        Sources, notes and remarks.
    structure
        Framework, weights and settings.
    effects
        Cities of either book.
    """

    old: BookData
    new: BookData
    old_result: Result
    new_result: Result
    revisions: tuple[Revision, ...]
    texts: tuple[Change, ...]
    structure: tuple[Change, ...]

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """What it does to the cities of either book."""
        codes = dict.fromkeys((*self.new.framework.city_codes, *self.old.framework.city_codes))
        return tuple(_effect(code, self.old_result, self.new_result) for code in codes)

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.revisions or self.texts or self.structure)


def diff_books(old: Path, new: Path) -> Difference:
    """Compare two books.

    Raises
    ------
    FlowXLError
        If one of them cannot be read surely.
    """
    return compare_books(read_book(old), read_book(new))


def compare_books(old: BookData, new: BookData) -> Difference:
    """Compare two books that were read; each index is computed anew."""
    return Difference(
        old,
        new,
        old.compute(),
        new.compute(),
        tuple(_revisions(old.observations, new.observations)),
        tuple(_texts(old.observations, new.observations)),
        tuple(_structure(old, new)),
    )


def _moved(old: float, new: float) -> bool:
    return math.isnan(old) != math.isnan(new) or abs(new - old) > INDEX_TOLERANCE


def _revisions(old: Observations, new: Observations) -> Iterator[Revision]:
    """Yield the observations that differ, by key and year: series and years of either book."""
    keys = list(dict.fromkeys(series.key for book in (new, old) for series in book.framework.series))
    years = sorted({*old.years, *new.years})
    first, second = (_panel(book, keys, years) for book in (old, new))
    missing = np.isnan(first) & np.isnan(second)
    close = np.abs(first - second) <= SAME * np.maximum(np.abs(first), np.abs(second))
    for row, column in zip(*np.nonzero(~(missing | close)), strict=True):
        indicator, _, place = keys[row].partition(".")
        yield Revision(indicator, place, years[column], float(first[row, column]), float(second[row, column]))


def _panel(book: Observations, keys: Sequence[str], years: Sequence[int]) -> np.ndarray:
    values = np.full((len(keys), len(years)), np.nan)
    columns = [years.index(year) for year in book.years]
    for row, key in enumerate(keys):
        position = book.framework.series_position.get(key)
        if position is not None:
            values[row, columns] = book.values[position]
    return values


def _texts(old: Observations, new: Observations) -> Iterator[Change]:
    for field in dict.fromkeys((*old.texts, *new.texts)):
        first, second = old.texts.get(field, {}), new.texts.get(field, {})
        for key in dict.fromkeys((*new.framework.series_position, *old.framework.series_position)):
            if first.get(key, "") != second.get(key, ""):
                yield Change("series", key, field, first.get(key, ""), second.get(key, ""))
    for key, year in sorted({*old.remarks, *new.remarks}):
        before, after = (_remark(book.remarks.get((key, year))) for book in (old, new))
        if before != after:
            yield Change("remarks", f"{key} {year}", "remark", before, after)


def _remark(remark: Remark | None) -> str:
    return "" if remark is None else " / ".join(filter(None, (remark.status, remark.source, remark.note)))


def _structure(old: BookData, new: BookData) -> Iterator[Change]:
    """Yield what differs in framework, weights and settings, by code."""
    for table, records in _records(old.framework).items():
        yield from _items(table, records, _records(new.framework)[table])
    first, second = ({**vars(book.settings), **book.choices} for book in (old, new))
    for name in dict.fromkeys((*first, *second)):
        if first.get(name) != second.get(name):
            yield Change("settings", name, "setting", _plain(first.get(name, "")), _plain(second.get(name, "")))
    orders = [(f.pillar_codes, f.indicator_codes, f.city_codes) for f in (old.framework, new.framework)]
    for table, before, after in zip(("pillars", "indicators", "cities"), *orders, strict=True):
        if before != after and set(before) == set(after):
            yield Change(table, "", "order", ", ".join(before), ", ".join(after))


def _items(table: str, old: dict[str, dict[str, str]], new: dict[str, dict[str, str]]) -> Iterator[Change]:
    for code in dict.fromkeys((*new, *old)):
        if code not in old or code not in new:
            name = (new.get(code) or old.get(code) or {}).get("name", "")
            yield Change(table, code, "", "" if code not in old else name, "" if code not in new else name)
            continue
        for field, value in new[code].items():
            if old[code][field] != value:
                yield Change(table, code, field, old[code][field], value)


def _records(framework: Framework) -> dict[str, dict[str, dict[str, str]]]:
    """Return the records of a framework by table and code, each as fields in words."""
    tables: dict[str, Iterable[object]] = {
        "dimensions": framework.dimensions,
        "pillars": framework.pillars,
        "indicators": framework.indicators,
        "cities": framework.cities,
        "regions": framework.regions,
    }
    return {
        table: {
            vars(record)["code"]: {field: _plain(value) for field, value in vars(record).items()} for record in records
        }
        for table, records in tables.items()
    }


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, tuple):
        return ", ".join(str(getattr(item, "code", item)) for item in value)
    if hasattr(value, "zh"):
        return " / ".join(dict.fromkeys(filter(None, vars(value).values())))
    return str(value)


def _effect(city: str, old: Result, new: Result) -> Effect:
    (old_index, old_rank, old_scores), (new_index, new_rank, new_scores) = _standing(city, old), _standing(city, new)
    return Effect(city, old_index, new_index, old_rank, new_rank, old_scores, new_scores)


def _standing(city: str, result: Result) -> tuple[float, int, dict[str, float]]:
    """Return index, rank and pillar scores of a city."""
    if city not in result.framework.city_codes:
        return math.nan, 0, {}
    column = result.framework.city_codes.index(city)
    scores = dict(zip(result.framework.pillar_codes, result.pillar_scores[:, column].tolist(), strict=True))
    return float(result.index[column]), max(int(result.rank[column]), 0), scores
