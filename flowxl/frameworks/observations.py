"""Observation files: one line per figure, matched by code or name; doubtful lines are refused, all at once."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from flowxl.core.framework import Framework, Indicator
from flowxl.core.numbers import RANGE
from flowxl.core.panel import STATUSES, Observations, Remark
from flowxl.frameworks.csv_rows import Row, plain_number, read_table
from flowxl.frameworks.load import framework_folder
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

FIRST_YEAR, LAST_YEAR = 1900, 2100
MAX_DISTANCE = 50
"""A year further from the window than this is a slip: each year between would be a column of the workbook."""
COLUMNS = ("indicator", "place", "year", "value")
SUFFIX = "市"


@dataclass
class Names:
    """Finds indicators and places by code or by either name; a name that means two things is refused."""

    framework: Framework
    indicators: dict[str, set[str]] = field(default_factory=dict)
    places: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index codes and names; a name that is empty in one language finds nothing."""
        for indicator in self.framework.indicators:
            for name in filter(None, map(fold_name, (indicator.code, indicator.name.zh, indicator.name.en))):
                self.indicators.setdefault(name, set()).add(indicator.same_as or indicator.code)
        for place in self.framework.places.values():
            for name in filter(None, map(fold_name, (place.code, place.name.zh, place.name.en))):
                self.places.setdefault(name, set()).add(place.code)

    def indicator(self, text: str) -> Indicator | None:
        """Return the indicator where the series is entered, or None if unknown or ambiguous."""
        found = self.indicators.get(fold_name(text), set())
        return self.framework.indicator[next(iter(found))] if len(found) == 1 else None

    def place(self, text: str) -> str | None:
        """Return the code of a place, or None if unknown or ambiguous."""
        found = self.places.get(fold_name(text), set())
        return next(iter(found)) if len(found) == 1 else None


def fold_name(name: str) -> str:
    """Fold case, white space and the suffix 市, which sources write or leave out."""
    return "".join(name.split()).lower().removesuffix(SUFFIX)


@dataclass
class _Lines:
    """What the lines of a file said, by series and year."""

    values: dict[tuple[str, int], float] = field(default_factory=dict)
    sources: dict[str, Counter[str]] = field(default_factory=dict)
    remarks: dict[tuple[str, int], Remark] = field(default_factory=dict)
    seen: dict[tuple[str, int], Place] = field(default_factory=dict)


def load_observations(path: Path, framework: Framework, years: tuple[int, ...]) -> Observations:
    """Read an observation file (columns indicator, place, year, value and optionally status, source).

    Lines of years outside ``years`` are left out; ``years_with`` gives years by which none is. Use the whole framework
    here, and ``Observations.fitted`` for fewer cities.

    Raises
    ------
    FlowXLError
        With a fault for each line that cannot be used.
    """
    faults: list[Fault] = []
    rows = read_table(path, COLUMNS, faults)
    names, lines = Names(framework), _Lines()
    known = believable_years(framework.years_needed(framework.window))
    for row in rows:
        _take(row, names, (known, years), lines, faults)
    if faults:
        raise FlowXLError(Message("file.faults", name=path.name, faults=len(faults)), faults)
    values = np.full((len(framework.series), len(years)), np.nan)
    for (key, year), value in lines.values.items():
        values[framework.series_position[key], year - years[0]] = value
    sources = {key: counter.most_common(1)[0][0] for key, counter in lines.sources.items()}
    remarks = {
        where: Remark(remark.status, "" if remark.source == sources.get(where[0], "") else remark.source, remark.note)
        for where, remark in lines.remarks.items()
    }
    remarks = {where: remark for where, remark in remarks.items() if remark != Remark()}
    return Observations(framework, years, values, sources, {}, remarks)


def years_with(path: Path, years: tuple[int, ...]) -> tuple[int, ...]:
    """Return consecutive years that cover those given and every year that is read from an observation file."""
    known = believable_years(years)
    found = {year for row in read_table(path, COLUMNS, []) if (year := read_year(row["year"], known)) is not None}
    return tuple(range(min({*found, *years}), max({*found, *years}) + 1))


def believable_years(years: tuple[int, ...]) -> range:
    """Return the years that figures for a window may have: none far from it, none before 1900 or after 2100."""
    first = max(years[0] - MAX_DISTANCE, min(FIRST_YEAR, years[0]))
    last = min(years[-1] + MAX_DISTANCE, max(LAST_YEAR, years[-1]))
    return range(first, last + 1)


def read_year(text: str, known: range) -> int | None:
    """Read a year, also as programs write it (2021.0, 2.021e3); None for anything else and for a year not known.

    >>> read_year("2021.0", range(1900, 2101)), read_year("20210", range(1900, 2101))
    (2021, None)
    """
    number = plain_number(text)
    return int(number) if number is not None and number in known else None


def shipped_observations(
    framework: Framework, years: tuple[int, ...], name_or_folder: str | Path = "flow_economy"
) -> Observations:
    """Return the figures that lie in a framework's folder; none if it has no ``observations.csv``."""
    path = framework_folder(name_or_folder) / "observations.csv"
    return load_observations(path, framework, years) if path.exists() else Observations.empty(framework, years)


def _take(row: Row, names: Names, years: tuple[range, tuple[int, ...]], lines: _Lines, faults: list[Fault]) -> None:
    """Take a line, or note its faults; ``years`` are those that can be read, and those that are wanted."""
    indicator, place = names.indicator(row["indicator"]), names.place(row["place"])
    known, wanted = years
    year = read_year(row["year"], known)
    value = plain_number(row["value"])
    wrong = [
        *([] if indicator else [_unknown_indicator(row, names)]),
        *([] if place else [_unknown_place(row, names)]),
        *_misread(row, year, known, value),
    ]
    faults.extend(wrong)
    if wrong or indicator is None or place is None or year is None:
        return
    key = f"{indicator.code}.{place}"
    if key not in names.framework.series_position:
        faults.append(Fault("place.not_of_indicator", row.place, place=row["place"], indicator=indicator.code))
    elif year in wanted:
        _store(row, (key, year), value, lines, faults)


def _unknown_indicator(row: Row, names: Names) -> Fault:
    found = row["indicator"]
    several = tuple(sorted(names.indicators.get(fold_name(found), ())))
    if several:
        return Fault("indicator.several", row.place, column="indicator", found=found, several=several)
    return Fault("indicator.unknown", row.place, column="indicator", found=found)


def _unknown_place(row: Row, names: Names) -> Fault:
    found = row["place"]
    several = tuple(sorted(names.places.get(fold_name(found), ())))
    if several:
        return Fault("place.several", row.place, column="place", found=found, several=several)
    return Fault("place.unknown", row.place, column="place", found=found)


def _misread(row: Row, year: int | None, known: range, value: float | None) -> Iterator[Fault]:
    if year is None:
        yield Fault("year.row", row.place, found=row["year"], first=known[0], last=known[-1])
    if row["value"] and value is None:
        yield Fault("value.row", row.place, found=row["value"], range=RANGE)
    if row["status"] not in ("", *STATUSES):
        yield Fault("status", row.place, found=row["status"], known=tuple(STATUSES))
    if row["status"] == "not_applicable" and row["value"]:
        yield Fault("status.and_value", row.place)


def _store(row: Row, where: tuple[str, int], value: float | None, lines: _Lines, faults: list[Fault]) -> None:
    status = next((status for status in STATUSES if status == row["status"]), None)
    if where in lines.seen:
        known = lines.values.get(where), lines.remarks[where].status
        if known != (value, status):
            first = "" if known[0] is None else f"{known[0]:.15g}"
            fault = Fault(
                "duplicate",
                row.place,
                key=where[0],
                year=where[1],
                found=_figure(row["value"], row["status"]),
                known=_figure(first, known[1] or ""),
                first=lines.seen[where],
            )
            faults.append(fault)
        return
    lines.seen[where] = row.place
    if value is not None:
        lines.values[where] = value
    if row["source"]:
        lines.sources.setdefault(where[0], Counter())[row["source"]] += 1
    lines.remarks[where] = Remark(status, row["source"], row["note"])


def _figure(value: str, status: str) -> str | Message:
    """Return a figure with its status; either may be empty."""
    return " ".join(filter(None, (value, status))) or Message("nothing")
