"""The new book is read back before it takes its place: what was meant must be what stands there."""

from pathlib import Path

import numpy as np

from flowxl.cycle.anew_planned import Planned
from flowxl.cycle.roll_plan import Plan
from flowxl.reading.read_book import BookData, read_book
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Text
from flowxl.workbook.weighting import Weighting

HELD: dict[str, Text] = {
    "series": Text("序列", "series"),
    "years": Text("年份", "years"),
    "settings": Text("设置和权重", "settings and weights"),
    "choices": Text("本簿自有的设置", "settings of the book's own"),
    "source": Text("来源", "sources"),
    "note": Text("备注", "notes"),
    "remarks": Text("数据备注", "remarks"),
    "unusable": Text("无法使用的单元格", "unusable cells"),
}
"""What a new book must hold."""
BEHIND_WEIGHTS = (
    Text("权重来源", "origins"),
    Text("德尔菲研究", "study"),
    Text("两两比较", "comparisons"),
    Text("比较的方法", "methods"),
)
"""What stands behind its weights."""


def read_back(path: Path, planned: Planned) -> BookData:
    """Read a new book once, and compare it with what was planned.

    Raises
    ------
    FlowXLError
        If it cannot be read, or holds anything else.
    """
    title = Message("anew.other")
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
        Fault("weighting", Place(name=name), found=str(a)[:300], expected=str(b)[:300])
        for name, (a, b) in zip(BEHIND_WEIGHTS, pairs, strict=True)
        if a != b
    ]
    if faults:
        raise FlowXLError(Message("anew.other_weighting"), faults)


def _differences(new: BookData, plan: Plan, old: BookData) -> list[Fault]:
    meant, found = plan.new.observations, new.observations
    tests: tuple[tuple[Text, object, object], ...] = (
        (HELD["series"], [s.key for s in found.framework.series], [s.key for s in meant.framework.series]),
        (HELD["years"], found.years, meant.years),
        (HELD["settings"], _settings(new), (plan.new.settings, tuple(plan.new.weights.tolist()))),
        (HELD["choices"], dict(new.choices), {**new.choices, **old.choices}),
        *(
            (
                HELD.get(column, Text(column, f"{column}s")),
                dict(found.texts.get(column, {})),
                _stripped(meant.texts.get(column, {})),
            )
            for column in dict.fromkeys((*found.texts, *meant.texts))
        ),
        (HELD["remarks"], dict(found.remarks), dict(meant.remarks)),
        (HELD["unusable"], len(new.bad_cells), len(_still_there(plan, old))),
    )
    faults = [_other(Place(name=name), str(a)[:300], str(b)[:300]) for name, a, b in tests if a != b]
    if not faults and not np.array_equal(found.values, meant.values, equal_nan=True):
        places = np.argwhere(~((found.values == meant.values) | (np.isnan(found.values) & np.isnan(meant.values))))
        for row, column in places.tolist():
            place = Place(name=f"{meant.framework.series[row].key} {meant.years[column]}")
            faults.append(_other(place, repr(found.values[row, column]), repr(meant.values[row, column])))
    return faults


def _other(place: Place, found: str, expected: str) -> Fault:
    return Fault("roll", place, found=found, expected=expected)


def _settings(book: BookData) -> tuple[object, tuple[float, ...]]:
    return book.settings, tuple(book.weights.tolist())


def _stripped(texts: object) -> dict[str, str]:
    return {key: text.strip() for key, text in dict(texts).items() if text.strip()}  # type: ignore[call-overload]


def _still_there(plan: Plan, old: BookData) -> list[object]:
    """Return the unusable cells of the old book whose row is in the new one."""
    return [bad for bad in old.bad_cells if bad.key in plan.new.framework.series_position]
