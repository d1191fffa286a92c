"""What the book of the next year will hold: framework, figures, weights, settings; and what has no place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from flowxl.core.framework import Framework, Indicator
from flowxl.core.panel import Observations, Remark
from flowxl.core.settings import Settings
from flowxl.cycle.explain import Stand
from flowxl.cycle.measures import measures_agree
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

FURTHEST = 50
"""A year further from the last one than this is a slip: each year between would be a column."""


@dataclass(frozen=True)
class KeptSeries:
    """A series of the old book that has no row in the new one, or a row in another measure: nothing of it is lost.

    ``reason`` is ``dropped``, ``place`` or ``measure``, or the words for it that an older list has; ``where`` are the
    cells of that list.
    """

    key: str
    indicator: str
    place: str
    measure: str
    reason: str
    values: dict[int, float]
    source: str = ""
    note: str = ""
    where: str = ""

    @property
    def own_key(self) -> str:
        """The key of the series; in the list that of an earlier one of several has a number behind it."""
        return self.key.partition("~")[0]


@dataclass(frozen=True)
class FrameworkChange:
    """A difference between two frameworks: ``what`` is a stable word, ``old`` and ``new`` what it was and is."""

    what: Literal["new", "gone", "renamed", "moved", "measure", "direction", "entry", "weight", "city_new", "city_gone"]
    code: str
    name: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Revision:
    """A figure that another book has differently; ``old`` or ``new`` is None where one of them has nothing."""

    key: str
    year: int
    old: float | None
    new: float | None


@dataclass(frozen=True, eq=False)
class Plan:
    """The book of the next year, before it is written.

    Attributes
    ----------
    old, new
        The stand before and after.
    kept
        Series that have no place any more, also those that an older list kept.
    lost_remarks
        Remarks on them, or on years that are gone.
    """

    old: Stand
    new: Stand
    kept: tuple[KeptSeries, ...]
    lost_remarks: tuple[tuple[tuple[str, int], Remark], ...]
    changes: tuple[FrameworkChange, ...]
    revisions: tuple[Revision, ...]

    @property
    def new_years(self) -> tuple[int, ...]:
        """Years that the old book did not have."""
        return tuple(y for y in self.new.observations.years if y not in self.old.observations.years)

    def to_fill(self) -> dict[str, int]:
        """Return the number of empty cells in the new window, per pillar."""
        observations, (first, last) = self.new.observations, self.new.settings.window
        framework = observations.framework
        years = [n for n, year in enumerate(observations.years) if first <= year <= last]
        known = observations.not_applicable  # made anew each time it is asked for
        found = dict.fromkeys(framework.pillar_codes, 0)
        for row, at in np.argwhere(np.isnan(observations.values[:, years])).tolist():
            series = framework.series[row]
            if (series.key, observations.years[years[at]]) not in known:
                found[framework.indicator[series.indicator].pillar] += 1
        return found


def new_window(window: tuple[int, int], last: int, *, keep_start: bool) -> tuple[int, int]:
    """Return the window that ends with a year: shifted, or extended.

    >>> new_window((2011, 2020), 2021, keep_start=False), new_window((2011, 2020), 2021, keep_start=True)
    ((2012, 2021), (2011, 2021))

    Raises
    ------
    FlowXLError
        If the year lies before the window's last one, or far behind it.
    """
    if not window[1] <= last <= window[1] + FURTHEST:
        fault = Fault("year.to", Place(name="--to"), found=last, first=window[1], last=window[1] + FURTHEST)
        raise FlowXLError(Message("roll.year"), [fault])
    return (window[0] if keep_start else window[0] + last - window[1], last)


def make_plan(
    old: Stand, window: tuple[int, int], framework: Framework | None = None, revised: Observations | None = None
) -> Plan:
    """Plan the next book.

    Parameters
    ----------
    old
        The book as it was read.
    window
        The years that will count.
    framework
        Another framework; its series take the figures by key, never by name.
    revised
        Figures that take the place of the old ones where they are there.

    Raises
    ------
    FlowXLError
        If no city of the book is in the other framework.
    """
    chosen = _with_cities(framework, old.framework) if framework else old.framework
    chosen = chosen.with_window(window)
    figures, revisions = _revised(old.observations, revised)
    years = _years(figures, chosen, window)
    kept, carried = _divide(figures, chosen, old.framework)
    observations = carried.fitted(chosen, years)
    lost = tuple((at, r) for at, r in sorted(figures.remarks.items()) if at not in observations.remarks)
    weights, listed = _weights(old, chosen)
    settings = _settings(old.settings, chosen, window)
    changes = (*_changes(old.framework, chosen, framework), *listed)
    return Plan(old, Stand(observations, weights, settings), kept, lost, changes, revisions)


def _with_cities(framework: Framework, old: Framework) -> Framework:
    """Return a framework for the cities of the book that it has: the choice of cities is carried."""
    codes = [code for code in old.city_codes if code in framework.city_codes]
    if not codes:
        fault = Fault("city.none", Place(name=Message("place.framework")), cities=tuple(old.city_codes))
        raise FlowXLError(Message("roll.framework"), [fault])
    return framework.with_cities(codes)


def _years(figures: Observations, framework: Framework, window: tuple[int, int]) -> tuple[int, ...]:
    """Return every year that was ever entered, and those that the window needs."""
    years = {*figures.years, *framework.years_needed(window)}
    return tuple(range(min(years), max(years) + 1))


def _revised(old: Observations, new: Observations | None) -> tuple[Observations, tuple[Revision, ...]]:
    """Return the figures with those of another book in their place where that has some."""
    if new is None:
        return old, ()
    years = tuple(range(min(old.years[0], new.years[0]), max(old.years[-1], new.years[-1]) + 1))
    mine, theirs = old.fitted(old.framework, years), new.fitted(old.framework, years)
    different = ~np.isnan(theirs.values) & ~(mine.values == theirs.values)
    for row, series in enumerate(old.framework.series):
        a, b = old.framework.indicator[series.indicator], new.framework.indicator.get(series.indicator)
        if b is not None and not measures_agree(a.measure, b.measure):
            different[row] = False
    rows = [(int(r), int(c)) for r, c in zip(*np.nonzero(different), strict=True)]
    found = tuple(
        Revision(old.framework.series[r].key, years[c], _or_none(mine.values[r, c]), float(theirs.values[r, c]))
        for r, c in rows
    )
    changed = {(one.key, one.year) for one in found}
    keys = {key for key, _ in changed}
    values = np.where(different, theirs.values, mine.values)
    return Observations(
        old.framework,
        years,
        values,
        {},
        {},
        _remarks(mine, theirs, values, years, changed),
    ).with_texts(_texts(mine, theirs, keys)), found


def _texts(mine: Observations, theirs: Observations, keys: set[str]) -> dict[str, dict[str, str]]:
    """Return what is said of series: the source of revised figures comes with them, other texts where none is."""
    found = {column: dict(said) for column, said in mine.texts.items()}
    for column, said in theirs.texts.items():
        own = found.setdefault(column, {})
        own |= {key: text for key, text in said.items() if key in keys and (column == "source" or key not in own)}
    return found


def _remarks(
    mine: Observations, theirs: Observations, values: np.ndarray, years: Sequence[int], changed: set[tuple[str, int]]
) -> dict[tuple[str, int], Remark]:
    """Return remarks of both; "not applicable" goes where a figure is there now."""
    found = {**mine.remarks, **{at: remark for at, remark in theirs.remarks.items() if at in changed}}
    place = mine.framework.series_position
    for (key, year), remark in list(found.items()):
        if remark.status == "not_applicable" and not np.isnan(values[place[key], years.index(year)]):
            found[key, year] = replace(remark, status=None)
    return {at: remark for at, remark in found.items() if remark != Remark()}


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _divide(figures: Observations, framework: Framework, old: Framework) -> tuple[tuple[KeptSeries, ...], Observations]:
    """Return what has no place any more, and the figures without it."""
    kept = []
    values = np.array(figures.values)
    remarks, texts = dict(figures.remarks), {column: dict(said) for column, said in figures.texts.items()}
    for row, series in enumerate(old.series):
        reason = _reason(old.indicator[series.indicator], series.key, framework)
        if reason is None:
            continue
        own = {year: float(v) for year, v in zip(figures.years, values[row], strict=True) if not np.isnan(v)}
        said = {column: text for column, own_texts in texts.items() if (text := own_texts.pop(series.key, ""))}
        source, note = said.pop("source", ""), said.pop("note", "")
        # The list of kept series has no further columns.
        note = "; ".join(filter(None, (note, *(f"{column}: {text}" for column, text in said.items()))))
        if own or source or note:
            measure = old.indicator[series.indicator].measure
            kept.append(
                KeptSeries(
                    series.key,
                    old.indicator[series.indicator].name.of("zh"),
                    old.places[series.place].name.of("zh"),
                    measure.of("zh"),
                    reason,
                    own,
                    source,
                    note,
                )
            )
        values[row] = np.nan
        for at in [at for at in remarks if at[0] == series.key]:
            del remarks[at]
    return tuple(kept), replace(figures, values=values, remarks=remarks).with_texts(texts)


def _reason(old: Indicator, key: str, framework: Framework) -> str | None:
    new = framework.indicator.get(old.code)
    if new is None:
        return "dropped"
    if key not in framework.series_position:
        return "place"
    return None if measures_agree(old.measure, new.measure) else "measure"


def _weights(old: Stand, framework: Framework) -> tuple[np.ndarray, list[FrameworkChange]]:
    """Return the book's weight of each pillar that stays; a new pillar has that of the framework."""
    known = dict(zip(old.framework.pillar_codes, old.weights.tolist(), strict=True))
    listed = [
        FrameworkChange("weight", p.code, p.name.of("zh"), f"{known[p.code]:g}", f"{p.weight:g}")
        for p in framework.pillars
        if p.code in known and p.weight != known[p.code]
    ]
    return np.array([known.get(p.code, p.weight) for p in framework.pillars]), listed


def _settings(old: Settings, framework: Framework, window: tuple[int, int]) -> Settings:
    """Return the settings of the book; one of the two compared cities that is gone gives way to another."""
    codes = framework.city_codes
    focus = old.focus if old.focus in codes else next((code for code in codes if code != old.benchmark), codes[0])
    benchmark = old.benchmark if old.benchmark in codes else next((code for code in codes if code != focus), focus)
    return replace(old, window=window, focus=focus, benchmark=benchmark)


def _changes(old: Framework, new: Framework, whole: Framework | None) -> list[FrameworkChange]:
    if whole is None:
        return []
    found = [FrameworkChange("gone", i.code, i.name.of("zh")) for i in old.indicators if i.code not in new.indicator]
    pillars = {p.code: p.name.of("zh") for p in (*old.pillars, *new.pillars)}
    for indicator in new.indicators:
        before = old.indicator.get(indicator.code)
        if before is None:
            found.append(FrameworkChange("new", indicator.code, indicator.name.of("zh")))
            continue
        pairs = (
            ("renamed", before.name.of("zh"), indicator.name.of("zh")),
            ("moved", pillars[before.pillar], pillars[indicator.pillar]),
            ("direction", f"{before.direction:+d}", f"{indicator.direction:+d}"),
            ("entry", before.entry, indicator.entry),
        )
        name = indicator.name.of("zh")
        for what, a, b in pairs:
            if a != b:
                found.append(FrameworkChange(what, indicator.code, name, a, b))  # type: ignore[arg-type]
        if not measures_agree(before.measure, indicator.measure):
            a, b = before.measure.of("zh"), indicator.measure.of("zh")
            found.append(FrameworkChange("measure", indicator.code, name, a, b))
    names = {c.code: c.name.of("zh") for c in (*old.cities, *whole.cities)}
    found += [FrameworkChange("city_gone", c, names[c]) for c in old.city_codes if c not in new.city_codes]
    found += [FrameworkChange("city_new", c, names[c]) for c in whole.city_codes if c not in old.city_codes]
    return found
