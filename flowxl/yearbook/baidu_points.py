"""Tables of a Baidu Index as points: one figure for one keyword, area, device and some days, with its cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from flowxl.core.framework import Framework
from flowxl.voice.faults import Fault, Findings
from flowxl.voice.message import Message
from flowxl.voice.text import shortened
from flowxl.yearbook.baidu_areas import Area, Areas
from flowxl.yearbook.baidu_dates import Period, read_period, years_of
from flowxl.yearbook.baidu_numbers import BLANK, read_numbers
from flowxl.yearbook.baidu_settings import BaiduSettings, Device
from flowxl.yearbook.baidu_shapes import Table
from flowxl.yearbook.baidu_words import Role, device_of, fold_keyword, telling, words_of

UNITS = ("day", "month", "range")


@dataclass(frozen=True)
class Subject:
    """What some points are about. ``keyword`` is folded; ``shown`` and ``area`` are as they stood in the table."""

    keyword: str
    shown: str
    area: Area
    device: Device
    unit: str
    notes: tuple[Message, ...] = ()

    @property
    def key(self) -> tuple[str, str, Device, str]:
        """What is the same series in any table."""
        return self.keyword, self.area.place or self.area.name or self.area.kind, self.device, self.unit


@dataclass(frozen=True, eq=False)
class Points:
    """Figures of one table, one after another; ``subject`` is a position in ``subjects``."""

    table: Table
    subjects: list[Subject]
    subject: np.ndarray
    start: np.ndarray
    days: np.ndarray
    value: np.ndarray
    state: np.ndarray
    row: np.ndarray
    column: np.ndarray


@dataclass(frozen=True)
class Names:
    """What a file and its sheet say by their names, where the table does not."""

    area: Area
    keyword: str | None
    device: Device | None
    notes: tuple[Message, ...] = ()


@dataclass
class PointReader:
    """Turns tables into points; what cannot be used is noted in ``faults``."""

    framework: Framework
    settings: BaiduSettings
    areas: Areas
    faults: Findings = field(default_factory=Findings)

    def __post_init__(self) -> None:
        """Fold the keywords of the framework and those declared."""
        self._exact = self.settings.keywords == "exact"
        self._synonyms = {self.fold(found): self.fold(meant) for found, meant in self.settings.synonyms}
        self.wanted: dict[str, tuple[str, ...]] = {}
        for indicator in self.framework.indicators:
            if indicator.baidu_keyword and indicator.same_as is None:
                keyword = self.fold(indicator.baidu_keyword)
                self.wanted[keyword] = (*self.wanted.get(keyword, ()), indicator.code)

    def fold(self, text: str) -> str:
        """Return a keyword as it is compared."""
        return fold_keyword(text, exact=self._exact)

    def keyword(self, text: str) -> str:
        """Return the keyword that a text stands for."""
        folded = self.fold(text)
        return self._synonyms.get(folded, folded)

    def read(self, table: Table) -> Points | None:
        """Return the points of a table, or None if it is not clear what they are about."""
        if table.shape == "transposed":
            return self._grid(table, *self._of_columns(table))
        periods = self._periods(table)
        return self._grid(table, *periods) if table.shape == "wide" else self._long(table, *periods)

    def _of_columns(self, table: Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return _as_arrays(list(table.periods.values()))

    def _periods(self, table: Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return first day, number of days and unit of each row; no days where the date is not clear."""
        column = table.roles["date"]
        codes, values = pd.factorize(table.columns[column], use_na_sentinel=False)
        read = [read_period(value) for value in values]
        start, days, unit = _as_arrays(read)
        self._undated(table, column, np.flatnonzero(days[codes] == 0))
        return start[codes], days[codes], unit[codes]

    def _undated(self, table: Table, column: int, rows: np.ndarray) -> None:
        """Tell of rows with figures whose date is not clear."""
        figures = [table.roles["value"]] if table.shape == "long" else list(table.heads)
        for row in rows.tolist():
            if not any(_filled(table.columns[figure][row]) for figure in figures):
                continue
            value = table.columns[column][row]
            place = table.place(row, column)
            fault = Fault("date.unread", place, text=str(value)) if _filled(value) else Fault("date.none", place)
            self.faults.append(fault)

    def _long(self, table: Table, start: np.ndarray, days: np.ndarray, unit: np.ndarray) -> Points | None:
        rows = np.flatnonzero(days > 0)
        names = self._names(table)
        labels = self._labels(table, names, rows, unit)
        if labels is None:
            return None
        subject, subjects = labels
        value, state = read_numbers(table.columns[table.roles["value"]])
        self._check_years(table, start, rows)
        column = np.full(len(rows), table.roles["value"], dtype=np.int32)
        return Points(
            table, subjects, subject, start[rows], days[rows], value[rows], state[rows], rows.astype(np.int32), column
        )

    def _check_years(self, table: Table, start: np.ndarray, rows: np.ndarray) -> None:
        """Look whether a column of years says the same as the dates."""
        if "year" not in table.roles:
            return
        said, state = read_numbers(table.columns[table.roles["year"]])
        dates = years_of(start[rows])
        odd = rows[(state[rows] != BLANK) & (said[rows] != dates)]
        if len(odd):
            column = table.roles["year"]
            year = shortened(str(table.columns[column][odd[0]]))
            self.faults.append(Fault("year.other_date", table.place(int(odd[0]), column), len(odd), year=year))

    def _labels(
        self, table: Table, names: Names, rows: np.ndarray, unit: np.ndarray
    ) -> tuple[np.ndarray, list[Subject]] | None:
        """Return for each row which subject it is about."""
        codes, parts = np.zeros(len(rows), dtype=np.int64), []
        roles: tuple[Role, ...] = ("keyword", "area", "device")
        for role in roles:
            column = table.roles.get(role)
            if column is None:
                found, texts = np.zeros(len(rows), dtype=np.int64), np.array([""], dtype=object)
            else:
                found, texts = pd.factorize(table.columns[column][rows], use_na_sentinel=False)
            parts.append([_text(text) for text in texts])
            codes = codes * len(texts) + found
        codes = codes * len(UNITS) + unit[rows]
        subject, used = pd.factorize(codes)
        subjects = []
        for code in used:
            rest, which = divmod(int(code), len(UNITS))
            rest, device = divmod(rest, len(parts[2]))
            keyword, area = divmod(rest, len(parts[1]))
            made = self._subject(table, names, (parts[0][keyword], parts[1][area], parts[2][device]), UNITS[which])
            subjects.append(made)
        return self._kept(subject, subjects)

    def _kept(self, subject: np.ndarray, subjects: list["Subject | Fault"]) -> tuple[np.ndarray, list[Subject]] | None:
        """Note why some subjects are unclear; None where all are."""
        found = (subject for subject in subjects if isinstance(subject, Fault))
        faults = {(fault.key, *map(str, fault.values.values())): fault for fault in found}
        self.faults.extend(fault for _, fault in sorted(faults.items(), key=lambda pair: pair[0]))
        if faults and not any(isinstance(subject, Subject) for subject in subjects):
            return None
        unclear = Subject("", "", Area("", "none"), "all", "day")
        return subject, [made if isinstance(made, Subject) else unclear for made in subjects]

    def _subject(self, table: Table, names: Names, texts: tuple[str, str, str], unit: str) -> "Subject | Fault":
        """Return what a row or column is about; a fault where that is not clear."""
        keyword, area, device = texts
        notes = names.notes
        shown = keyword or names.keyword
        if not shown:
            return Fault("keyword.none", table.sheet.place())
        found = self.areas.find(area) if area else names.area
        if found.kind == "none":
            return Fault("area.none", table.sheet.place())
        kind = device_of(device) if device else names.device or self.settings.untyped
        if kind is None:
            return Fault("device.unknown", table.sheet.place(), device=device)
        return Subject(self.keyword(shown), shown, found, kind, unit, notes)

    def _grid(self, table: Table, start: np.ndarray, days: np.ndarray, unit: np.ndarray) -> Points | None:
        """Return the points of a table whose figures fill rows and columns."""
        names = self._names(table)
        upright = table.shape == "wide"
        figures = np.array(list(table.heads if upright else table.periods), dtype=np.int32)
        rows = np.flatnonzero(days > 0) if upright else self._labelled(table)
        read = [read_numbers(table.columns[column]) for column in figures]
        # series after series, so that what follows finds points in order and need not sort them
        lay, other = (np.tile, np.repeat) if upright else (np.repeat, np.tile)
        grids = (np.stack([part[which][rows] for part in read]) for which in (0, 1))
        value, state = ((grid if upright else grid.T).ravel() for grid in grids)
        row, column = lay(rows.astype(np.int32), len(figures)), other(figures, len(rows))
        if upright:
            start, days, unit = (np.tile(array[rows], len(figures)) for array in (start, days, unit))
        else:
            start, days, unit = (np.tile(array, len(rows)) for array in (start, days, unit))
        labels = self._grid_labels(table, names, rows, unit)
        if labels is None:
            return None
        subject, subjects = labels
        return Points(table, subjects, subject, start, days, value, state, row, column)

    def _labelled(self, table: Table) -> np.ndarray:
        """Return the rows that have a label or a figure."""
        label = table.columns[table.roles.get("keyword", table.roles.get("area", 0))]
        return np.array([row for row, cell in enumerate(label) if _filled(cell)], dtype=np.int64)

    def _grid_labels(
        self, table: Table, names: Names, rows: np.ndarray, unit: np.ndarray
    ) -> tuple[np.ndarray, list[Subject]] | None:
        heads = list(table.heads.values()) or [""]
        keys = [table.roles.get("keyword"), table.roles.get("area"), table.roles.get("device")]
        texts = [
            [_text(cell) for cell in table.columns[key][rows]] if key is not None else [""] * len(rows) for key in keys
        ]
        per_row, unique = _codes(list(zip(*texts, strict=True)))
        wide = len(unit) // max(len(rows), 1)
        if table.heads:
            codes = np.tile(per_row, wide) * len(heads) + np.repeat(np.arange(len(heads)), len(rows))
        else:
            codes = np.repeat(per_row, wide)
        subject, used = pd.factorize(codes * len(UNITS) + unit)
        subjects = []
        for code in used:
            rest, which = divmod(int(code), len(UNITS))
            label, head = divmod(rest, len(heads))
            named = dict(zip(("keyword", "area", "device"), unique[label], strict=True))
            if table.across:
                named[table.across] = heads[head]
            made = self._subject(table, names, (named["keyword"], named["area"], named["device"]), UNITS[which])
            subjects.append(made)
        return self._kept(subject, subjects)

    def _names(self, table: Table) -> Names:
        """Return what the names of file and sheet say of keyword, area and device."""
        stem = table.sheet.file.rpartition(".")[0]
        words = words_of(stem, table.sheet.name)
        found = {word: self.areas.find(word) for word in telling(words)}
        inside = {self.keyword(text) for text in _keywords_inside(table)}
        places = {a.place: a for word, a in found.items() if a.kind == "place" and self.keyword(word) not in inside}
        area = Area("", "none")
        notes: list[Message] = []
        default = self.areas.default
        if default is not None:
            area = Area("", "place", default, default)
        elif len(places) == 1 and "area" not in table.roles and table.across != "area":
            area = next(iter(places.values()))
            notes.append(Message("note.city_from_name", name=area.text))
        keyword = self._named_keyword([word for word in found if found[word].kind in {"other", "unknown_code"}])
        if keyword and not inside and "" not in self._synonyms:
            notes.append(Message("note.keyword_from_name", name=keyword))
        devices = {device for word in words if (device := device_of(word))}
        return Names(area, keyword, devices.pop() if len(devices) == 1 else None, tuple(notes))

    def _named_keyword(self, words: Sequence[str]) -> str | None:
        if "" in self._synonyms:
            return self._synonyms[""]
        if len(words) == 1:
            return words[0]
        known = [word for word in words if self.keyword(word) in self.wanted]
        return known[0] if len(known) == 1 else None


def _as_arrays(periods: Sequence[Period | None]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    known = [period or Period(0, 0, "day") for period in periods]
    start = np.array([period.start for period in known], dtype=np.int64)
    days = np.array([period.days for period in known], dtype=np.int64)
    return start, days, np.array([UNITS.index(period.unit) for period in known], dtype=np.int64)


def _filled(cell: object) -> bool:
    return bool(_text(cell).strip())


def _text(cell: object) -> str:
    """Return a cell as text: 911.0 of a workbook is the code 911, NaN is a blank."""
    if isinstance(cell, float | np.floating):
        return "" if np.isnan(cell) else f"{cell:.15g}"
    return str(cell)


def _codes(labels: Sequence[tuple[str, ...]]) -> tuple[np.ndarray, list[tuple[str, ...]]]:
    seen: dict[tuple[str, ...], int] = {}
    codes = np.array([seen.setdefault(label, len(seen)) for label in labels], dtype=np.int64)
    return codes, list(seen)


def _keywords_inside(table: Table) -> Iterator[str]:
    """Yield the keywords that a table names itself."""
    if table.across == "keyword":
        yield from table.heads.values()
    column = table.roles.get("keyword")
    if column is not None:
        yield from map(_text, pd.unique(table.columns[column]))
