"""What a person did to a workbook, what should come of it, and what the formulas and the core make of it.

A `Model` takes each edit twice: as an operation that LibreOffice carries out on the file (see ``uno_ops.py``), and as
a change of the observations, settings and weights in Python. `judge` then compares three things: the model's result,
the core's reading of the saved file, and the native formulas in it.
"""

import atexit
import functools
import json
import os
import queue
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from support.books import Built
from support.native import Native

from flowxl.core.framework import Framework
from flowxl.core.index import compute
from flowxl.core.panel import Observations
from flowxl.core.result import Result
from flowxl.reading.read_book import BookData, read_book
from flowxl.voice.faults import FlowXLError
from flowxl.voice.unit import CITY
from flowxl.workbook import texts
from flowxl.workbook.layout import input_grid_name

TOLERANCE = 1e-9
WORKERS = 1 if "PYTEST_XDIST_WORKER" in os.environ else min(4, os.cpu_count() or 1)
"""LibreOffices of this process."""
NAN = float("nan")


class Office:
    """LibreOffice behind ``uno_edit.py``: one process for as long as the session lasts."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("uno_edit.py")
        self.process = subprocess.Popen(
            ["/usr/bin/python3", str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        atexit.register(self.stop)

    def run(self, source: Path, ops: Sequence[Sequence[Any]], target: Path, *, protected: bool = False) -> Path:
        """Edit a book and save it as another file."""
        job = {"source": str(source), "target": str(target), "ops": ops, "protected": protected}
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        error = json.loads(answer)["error"] if answer else "the script has ended"
        if error:
            raise RuntimeError(f"{target.name}: LibreOffice could not do {ops}: {error}")
        return target

    def stop(self) -> None:
        """End the process and its soffice."""
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()


@functools.cache
def offices() -> "queue.SimpleQueue[Office]":
    """Return the idle LibreOffices of the session, one per worker."""
    idle: queue.SimpleQueue[Office] = queue.SimpleQueue()
    for _ in range(WORKERS):
        idle.put(Office())
    return idle


def edited(source: Path, ops: Sequence[Sequence[Any]], target: Path, *, protected: bool = False) -> Path:
    """Let an idle LibreOffice of this process edit a file."""
    idle = offices()
    office = idle.get()
    try:
        return office.run(source, ops, target, protected=protected)
    finally:
        idle.put(office)


@dataclass
class Model:
    """A book, the edits made to it, and what it should hold after them."""

    built: Built
    ops: list[list[Any]] = field(default_factory=list)
    bad: set[tuple[str, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        book = self.built.book
        self.framework, self.years, self.language = book.framework, book.years, book.language
        self.values = np.array(book.observations.values)
        self.settings, self.weights = book.settings, np.array(book.framework.weights)

    def do(self, *op: Any) -> "Model":
        """Make an edit that leaves the figures as they are."""
        self.ops.append(list(op))
        return self

    def word(self, key: str) -> str:
        """Return the title of a field in the language of the book."""
        return CITY.named(texts.FIELDS[key]).of(self.language)

    def table(self, key: str) -> str:
        """Return the name of the input table where a series is entered."""
        return input_grid_name(self.framework.indicator[key.partition(".")[0]].pillar)

    def put(self, key: str, year: int, value: Any) -> "Model":
        """Type something into a cell: a number (or a date) counts, anything else does not."""
        number = value["date"] if isinstance(value, dict) and "date" in value else value
        counts = isinstance(number, int | float) and not isinstance(number, bool)
        where = self.framework.series_position[key], self.years.index(year)
        self.values[where] = number if counts else NAN
        self.bad.discard((key, year))
        if not counts and value is not None:
            self.bad.add((key, year))
        return self.do("put", self.table(key), key, year, value)

    def value(self, key: str, year: int) -> float:
        """Return what a cell should count for."""
        return float(self.values[self.framework.series_position[key], self.years.index(year)])

    def weigh(self, pillar: str, weight: float) -> "Model":
        """Change a weight."""
        self.weights[self.framework.pillar_codes.index(pillar)] = weight
        return self.do("put", "flow_weights", pillar, self.word("weight"), weight)

    def set(self, name: str, value: Any) -> "Model":
        """Change a setting; a word or a city is given by its code."""
        choices = {"window_first": "window", "window_last": "window"}
        if name in choices:
            first, last = self.settings.window
            window = (value, last) if name == "window_first" else (first, value)
            self.settings = replace(self.settings, window=window)
        else:
            self.settings = replace(self.settings, **{name: value})
        words = {"method": texts.METHOD_WORDS, "missing_pillar": texts.MISSING_WORDS}
        if name in words:
            value = words[name][value].of(self.language)
        if name in ("focus", "benchmark"):
            value = next(c.name.of(self.language) for c in self.framework.cities if c.code == value)
        return self.do("put", "flow_settings", name, self.word("setting"), value)

    def result(self) -> Result:
        """Return what the index should be now."""
        observations = Observations(self.framework, self.years, self.values)
        return compute(observations.panel(), self.settings, self.weights)

    def save(self, target: Path) -> Path:
        """Let LibreOffice make the edits."""
        return edited(self.built.path, self.ops, target)


@dataclass(frozen=True)
class Scales:
    """How much rounding weighs: max(1, |figures| / sd) of an indicator, and what it grows to further up."""

    indicator: np.ndarray
    pillar: np.ndarray
    index: float

    @classmethod
    def of(cls, observations: Observations, result: Result) -> "Scales":
        """Measure a result."""
        values = observations.panel().values
        size = np.nanmax(np.abs(np.nan_to_num(values)), axis=(1, 2))
        raw = np.where(result.has, result.means, np.nan)
        spread = result.spread
        with np.errstate(all="ignore"):
            width = np.array([np.std(r[~np.isnan(r)], ddof=1) if (~np.isnan(r)).sum() > 1 else 1.0 for r in raw])
            if result.settings.method == "minmax":
                width = (spread.high - spread.low) / 100
            scale = np.where(spread.constant | ~result.counting | (width == 0), 1.0, size / width)
        indicator = np.maximum(1.0, np.nan_to_num(scale, nan=1.0))
        starts = result.framework.pillar_starts
        pillar = np.maximum.reduceat(indicator, starts)
        return cls(indicator, pillar, float((pillar * result.weights).sum()))


def differences(result: Result, other: "Result | Native", scales: Scales) -> tuple[float, list[str]]:
    """Compare two results; return the largest difference in units of its scale, and what does not agree."""
    largest, wrong = 0.0, []
    ranked = {"rank": np.where(result.rank > 0, result.rank, NAN)}
    pairs = {
        "scores": (result.scores, other.scores, scales.indicator[:, None]),
        "pillars": (result.pillar_scores, other.pillar_scores, scales.pillar[:, None]),
        "index": (result.index, other.index, scales.index),
    }
    for name, (ours, theirs, scale) in pairs.items():
        if not np.array_equal(np.isnan(ours), np.isnan(theirs)):
            wrong.append(
                f"{name}: other cells are missing, {int(np.isnan(ours).sum())} and {int(np.isnan(theirs).sum())}"
            )
            continue
        off = np.nan_to_num(np.abs(ours - theirs) / scale)
        largest = max(largest, float(off.max(initial=0.0)))
        if (off > TOLERANCE).any():
            wrong.append(f"{name}: {int((off > TOLERANCE).sum())} cells differ, by up to {off.max():.3g}")
    theirs = np.where(other.rank > 0, other.rank, NAN)
    if not np.array_equal(ranked["rank"], theirs, equal_nan=True) and not _tied(result, scales):
        wrong.append(f"rank: {result.rank.tolist()} and {theirs.tolist()}")
    return largest, wrong


def _tied(result: Result, scales: Scales) -> bool:
    """Whether two indices differ by about the tolerance of ranks, so that rounding decides."""
    index = np.sort(result.index[~np.isnan(result.index)])
    noise = 1e-13 * scales.index
    gaps = np.abs(np.subtract.outer(index, index) - TOLERANCE)
    return bool((gaps <= noise).any())


def in_order(result: Result, framework: Framework) -> Result | None:
    """Return a result with its rows and columns in the order of a framework; None where its codes are others."""
    kinds = ("indicator_codes", "pillar_codes", "city_codes")
    ours, theirs = ([getattr(f, kind) for kind in kinds] for f in (framework, result.framework))
    if any(sorted(a) != sorted(b) for a, b in zip(ours, theirs, strict=True)):
        return None
    rows, pillars, cities = ([b.index(code) for code in a] for a, b in zip(ours, theirs, strict=True))
    return replace(
        result,
        framework=framework,
        scores=result.scores[np.ix_(rows, cities)],
        pillar_scores=result.pillar_scores[np.ix_(pillars, cities)],
        index=result.index[cities],
        rank=result.rank[cities],
    )


@dataclass(frozen=True)
class Verdict:
    """What became of an edited book.

    ``outcome`` is ``right`` (core, formulas and model agree), ``refused`` (the core refuses, the book's own checks
    show it), ``harmless`` (the core refuses, the formulas are right), ``shown`` (the core is right, the formulas are
    not, and the checks of the book or the core say so) or ``wrong``.
    """

    outcome: str
    largest: float = 0.0
    kinds: frozenset[str] = frozenset()
    details: tuple[str, ...] = ()
    data: BookData | None = None
    native: Native | None = None


def judge(model: Model, path: Path, native: Native | None = None) -> Verdict:
    """Compare model, core and formulas of an edited book."""
    expected = model.result()
    observations = Observations(model.framework, model.years, model.values)
    scales = Scales.of(observations, expected)
    native = native or Native.read(path, model.built)
    _, off = differences(expected, native, scales)
    try:
        data = read_book(path)
        result = data.compute()
    except FlowXLError as error:
        kinds = frozenset(fault.kind for fault in error.faults)
        outcome = "refused" if native.flagged else "wrong" if off else "harmless"
        return Verdict(outcome, kinds=kinds, details=(str(error), *off), native=native)
    kinds = frozenset(fault.kind for fault in data.faults)
    result = in_order(result, model.framework)
    if result is None:
        return Verdict("wrong", kinds=kinds, details=("the core read another framework",), data=data, native=native)
    told = data.differences(data.compute())
    _, core_off = differences(expected, result, scales)
    largest, between = differences(result, native, scales)
    details = (*(f"core and model: {w}" for w in core_off), *(f"core and formulas: {w}" for w in between))
    outcome = "right" if not details else "shown" if not core_off and (native.fault or told) else "wrong"
    return Verdict(outcome, largest, kinds, details, data, native)
