"""The new book is read back before it takes its place: what was meant must be what stands there."""

from pathlib import Path

import numpy as np

from flowxl.cycle.anew_planned import Planned
from flowxl.cycle.roll_plan import Plan
from flowxl.reading.read_book import BookData, read_book
from flowxl.voice.faults import Fault, FlowXLError, rough
from flowxl.workbook.weighting import Weighting


def read_back(path: Path, planned: Planned) -> BookData:
    """Read a new book once, and compare it with what was planned.

    Raises
    ------
    FlowXLError
        If it cannot be read, or holds anything else.
    """
    title = "The new book would not hold what was meant, so nothing was written."
    try:
        new = read_book(path)
    except FlowXLError as error:
        raise FlowXLError(title, error.faults) from error
    faults = list(_differences(new, planned.plan, planned.data))
    if faults:
        raise FlowXLError(title, faults)
    if not planned.report:  # in a roll what stands behind the weights follows the framework
        _check_weighting(new, planned.weighting)
    return new


def _check_weighting(new: BookData, meant: Weighting) -> None:
    """Compare what a new book holds about its weights with what was meant."""
    faults = list(new.weighting_faults)
    pairs = zip(new.weighting.described(), meant.described(), strict=True)
    faults += [
        rough("weighting", name, str(a)[:300], str(b)[:300])
        for name, (a, b) in zip(("origins", "study", "comparisons", "methods"), pairs, strict=True)
        if a != b
    ]
    if faults:
        raise FlowXLError(
            "The new book would not hold what was meant about its weights, so nothing was written.", faults
        )


def _differences(new: BookData, plan: Plan, old: BookData) -> list[Fault]:
    meant, found = plan.new.observations, new.observations
    tests = (
        ("series", [s.key for s in found.framework.series], [s.key for s in meant.framework.series]),
        ("years", found.years, meant.years),
        ("settings", _settings(new), (plan.new.settings, tuple(plan.new.weights.tolist()))),
        ("settings of the book's own", dict(new.choices), {**new.choices, **old.choices}),
        *(
            (f"{column}s", dict(found.texts.get(column, {})), _stripped(meant.texts.get(column, {})))
            for column in dict.fromkeys((*found.texts, *meant.texts))
        ),
        ("remarks", dict(found.remarks), dict(meant.remarks)),
        ("unusable cells", len(new.bad_cells), len(_still_there(plan, old))),
    )
    faults = [rough("roll", name, str(a)[:300], str(b)[:300]) for name, a, b in tests if a != b]
    if not faults and not np.array_equal(found.values, meant.values, equal_nan=True):
        places = np.argwhere(~((found.values == meant.values) | (np.isnan(found.values) & np.isnan(meant.values))))
        for row, column in places.tolist():
            where = f"{meant.framework.series[row].key} {meant.years[column]}"
            faults.append(rough("roll", where, repr(found.values[row, column]), repr(meant.values[row, column])))
    return faults


def _settings(book: BookData) -> tuple[object, tuple[float, ...]]:
    return book.settings, tuple(book.weights.tolist())


def _stripped(texts: object) -> dict[str, str]:
    return {key: text.strip() for key, text in dict(texts).items() if text.strip()}  # type: ignore[call-overload]


def _still_there(plan: Plan, old: BookData) -> list[object]:
    """Return the unusable cells of the old book whose row is in the new one."""
    return [bad for bad in old.bad_cells if bad.key in plan.new.framework.series_position]
