"""Figures that 变更 keeps of a series that has a row again: told, never put back without a person.

The list does not say whether levels or increments were entered, nor what a person did to them in the meantime.
"""

from collections.abc import Sequence

import numpy as np

from flowxl.carry.findings import Finding
from flowxl.cycle.measures import measures_agree
from flowxl.cycle.roll_plan import KeptSeries, Plan
from flowxl.ooxml.addresses import a1
from flowxl.voice.text import Text
from flowxl.workbook.grid import Area


def returned(plan: Plan, kept: Sequence[KeptSeries], keys: Sequence[str], area: Area) -> list[Finding]:
    """Return a finding for each kept series that has a row in the new book, while that has nothing in its years.

    Parameters
    ----------
    kept
        What the older list keeps.
    keys, area
        Keys of these series in the table of the new book, and its place.

    Notes
    -----
    Of a series that the old book had as well, in another measure than the list, nothing is told: it was when it left.
    """
    found = []
    for series, key in zip(kept, keys, strict=True):
        own = series.own_key
        if not series.values or own not in plan.new.observations.framework.series_position:
            continue
        known = own in plan.old.observations.framework.series_position
        if (_agrees(plan, series) or not known) and not _filled(plan, series):
            years = sorted(series.values)
            text = f"{own} {series.indicator} [{series.measure}] {years[0]}–{years[-1]}: {len(years)}"
            found.append(Finding("returned", series.where, text, _place(area, key, years)))
    return found


def _agrees(plan: Plan, series: KeptSeries) -> bool:
    framework = plan.new.observations.framework
    indicator = framework.indicator[framework.series[framework.series_position[series.own_key]].indicator]
    return measures_agree(Text(series.measure, ""), indicator.measure)


def _filled(plan: Plan, series: KeptSeries) -> bool:
    """Whether the new book has a figure in every year of the list: then a person has decided."""
    new = plan.new.observations
    row = new.framework.series_position[series.own_key]
    values = dict(zip(new.years, new.values[row].tolist(), strict=True))
    return not any(np.isnan(values.get(year, np.nan)) for year in series.values)


def _place(area: Area, key: str, years: Sequence[int]) -> str:
    item = area.grid.item_position[key]
    first, last = (a1(*area.position(item, f"year:{year}")) for year in (years[0], years[-1]))
    return f"{area.sheet}!{first}" + (f":{last}" if last != first else "")
