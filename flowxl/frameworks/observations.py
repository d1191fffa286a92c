"""Observation files: one line per figure, matched by code or name; doubtful lines are refused, all at once."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from flowxl.core.framework import Framework, Indicator
from flowxl.core.numbers import RANGE
from flowxl.core.panel import STATUSES, Observations, Remark
from flowxl.frameworks.csv_rows import Row, plain_number, read_table
from flowxl.frameworks.load import framework_folder
from flowxl.voice.faults import Fault, FlowXLError, rough

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
    seen: dict[tuple[str, int], str] = field(default_factory=dict)


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
        raise FlowXLError(f"{path.name} has {len(faults)} fault(s); nothing was taken from it.", faults)
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
        *_unfound(row, "indicator", indicator, names.indicators, "one code or name of the framework"),
        *_unfound(row, "place", place, names.places, "one code or name of a city of the framework"),
        *_misread(row, year, known, value),
    ]
    faults.extend(wrong)
    if wrong or indicator is None or place is None or year is None:
        return
    key = f"{indicator.code}.{place}"
    if key not in names.framework.series_position:
        faults.append(
            rough("place", row.where, f"place {row['place']} for {indicator.code}", "a place of that indicator")
        )
    elif year in wanted:
        _store(row, (key, year), value, lines, faults)


def _unfound(row: Row, column: str, found: object, known: dict[str, set[str]], expected: str) -> list[Fault]:
    if found is not None:
        return []
    several = ", ".join(sorted(known.get(fold_name(row[column]), ())))
    text = f"{column} {row[column]!r}" + (f", which may be {several}" if several else "")
    return [rough(column, row.where, text, expected)]


def _misread(row: Row, year: int | None, known: range, value: float | None) -> list[Fault]:
    problems = (
        (year is None, "year", repr(row["year"]), f"a year from {known[0]} to {known[-1]}, near those that count"),
        (bool(row["value"]) and value is None, "value", repr(row["value"]), f"a number ({RANGE}), or nothing"),
        (row["status"] not in ("", *STATUSES), "status", repr(row["status"]), "empty, " + ", ".join(STATUSES)),
        (
            row["status"] == "not_applicable" and bool(row["value"]),
            "status",
            "not_applicable and a value",
            "one of them",
        ),
    )
    return [rough(kind, row.where, f"{kind} {found}", expected) for bad, kind, found, expected in problems if bad]


def _store(row: Row, where: tuple[str, int], value: float | None, lines: _Lines, faults: list[Fault]) -> None:
    status = next((status for status in STATUSES if status == row["status"]), None)
    if where in lines.seen:
        known = lines.values.get(where), lines.remarks[where].status
        if known != (value, status):
            found = f"{row['value'] or 'nothing'} {row['status']}".strip() + f" for {where[0]} {where[1]}"
            first = "nothing" if known[0] is None else f"{known[0]:.15g}"
            expected = f"{first} {known[1] or ''}".strip() + f", as in {lines.seen[where]}, or one line only"
            faults.append(rough("duplicate", row.where, found, expected))
        return
    lines.seen[where] = row.where
    if value is not None:
        lines.values[where] = value
    if row["source"]:
        lines.sources.setdefault(where[0], Counter())[row["source"]] += 1
    lines.remarks[where] = Remark(status, row["source"], row["note"])
