"""Built workbooks, each built once in a run: real figures, demo, languages, frameworks, methods, tiny ones."""

import functools
import pickle
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
from support.frameworks import SECOND
from support.shared import shared

from flowxl.api import BuildOptions, build
from flowxl.core.framework import Framework
from flowxl.core.index import compute
from flowxl.core.panel import Observations
from flowxl.core.settings import Settings
from flowxl.frameworks.demo import demo_observations
from flowxl.frameworks.load import DEFAULT, load_framework
from flowxl.frameworks.observations import shipped_observations
from flowxl.udf.macros import macros
from flowxl.voice.text import Language
from flowxl.workbook.book import Book
from flowxl.workbook.sheets.registry import lay_out
from flowxl.workbook.writing.writer import write_book

MIXED = ("RS", "CA", "PE", "TR")
SHARED = ("LT06", "LT07")  # entered there, shown in CA as well


@dataclass(frozen=True)
class Built:
    """A workbook on disk and what it was made from."""

    path: Path
    book: Book


def with_some(framework: Framework, pillars: Collection[str], indicators: Collection[str]) -> Framework:
    """Return a framework with some of its pillars, and some single indicators of others."""
    kept = tuple(i for i in framework.indicators if i.pillar in pillars or i.code in indicators)
    left = {i.pillar for i in kept}
    chosen = tuple(p for p in framework.pillars if p.code in left)
    owners = {p.dimension for p in chosen}
    dimensions = tuple(d for d in framework.dimensions if d.code in owners)
    return replace(framework, pillars=chosen, indicators=kept, dimensions=dimensions)


def make(path: Path, observations: Observations, settings: Settings, language: Language = "zh") -> Built:
    """Write a workbook with any settings (the command line offers the defaults only)."""
    framework = observations.framework
    result = compute(observations.panel(), settings)
    layout = lay_out(framework, observations.years, language, len(observations.remarks))
    book = Book(observations, result, layout, framework.data_date)
    write_book(book, path)
    return Built(path, book)


def real(window: tuple[int, int] | None = None) -> Observations:
    """Return the shipped figures."""
    framework = load_framework(DEFAULT)
    framework = framework.with_window(window) if window else framework
    return shipped_observations(framework, framework.years_needed(framework.window), DEFAULT)


def second(cities: int | None = None) -> Observations:
    """Return the figures of the second framework, for some of its cities."""
    framework = load_framework(SECOND)
    years = framework.years_needed(framework.window)
    observations = shipped_observations(framework, years, SECOND)
    return observations.fitted(framework.with_cities(framework.city_codes[:cities]), years)


def with_gaps(observations: Observations, share: float, seed: int = 7) -> Observations:
    """Return observations in which a share of the values is missing."""
    values = np.array(observations.values)
    values[np.random.default_rng(seed).random(values.shape) < share] = np.nan
    return replace(observations, values=values)


def without(observations: Observations, pillar: str, city: str) -> Observations:
    """Return observations in which a city has nothing of a pillar."""
    framework, values = observations.framework, np.array(observations.values)
    for position, series in enumerate(framework.series):
        if series.place == city and framework.indicator[series.indicator].pillar == pillar:
            values[position] = np.nan
    return replace(observations, values=values)


def mixed(demo: bool, cities: int = 5, years: int = 6) -> Observations:
    """Return four pillars of the shipped framework, with increments, region cities and shared series; a few years."""
    whole = real()
    framework = with_some(whole.framework, MIXED, SHARED)
    framework = framework.with_cities(framework.city_codes[:cities])
    framework = framework.with_window((framework.window[1] - years + 1, framework.window[1]))
    needed = framework.years_needed(framework.window)
    return demo_observations(framework, needed) if demo else whole.fitted(framework, needed)


def _settings(observations: Observations, **choices: object) -> Settings:
    return Settings(observations.framework.window, **choices)  # type: ignore[arg-type]


def _special(name: str, path: Path) -> Book:
    """Build one of the books that the command line does not offer."""
    sources: dict[str, tuple[Callable[[], Observations], dict[str, object], Language]] = {
        "minmax": (real, {"method": "minmax"}, "zh"),
        "rank": (lambda: with_gaps(mixed(demo=True), 0.2), {"method": "rank"}, "zh"),
        "rest": (lambda: without(with_gaps(mixed(demo=True), 0.1), "TR", "SH"), {"missing_pillar": "rest"}, "zh"),
        "none": (lambda: without(with_gaps(mixed(demo=True), 0.1), "TR", "SH"), {}, "zh"),
        "second rank": (lambda: with_gaps(second(), 0.1), {"method": "rank", "missing_pillar": "rest"}, "en"),
        "second minmax": (lambda: with_gaps(second(), 0.1), {"method": "minmax"}, "en"),
        "mixed": (lambda: mixed(demo=True), {}, "zh"),
        "mixed en": (lambda: mixed(demo=True, cities=4), {}, "en"),
        "mixed real": (lambda: mixed(demo=False), {}, "zh"),
        "second few": (lambda: second(7), {}, "en"),
    }
    source, choices, language = sources[name]
    observations = source()
    return make(path, observations, _settings(observations, **choices), language).book


def _view(items: dict[object, object]) -> MappingProxyType[object, object]:
    """Return a read-only view; its class itself has no name that pickle finds."""
    return MappingProxyType(items)


class _Pickler(pickle.Pickler):
    """A pickler that takes read-only views of dicts too."""

    def reducer_override(self, given: object) -> object:
        return (_view, (dict(given),)) if isinstance(given, MappingProxyType) else NotImplemented


def _write(name: str, path: Path) -> None:
    """Build a book, and keep beside it what it was made from."""
    cities = load_framework(DEFAULT).city_codes
    options: dict[str, dict[str, object]] = {
        "real": {},
        "demo": {"demo": True},
        "english": {"language": "en"},
        "second": {"framework": SECOND, "language": "en"},
        "empty": {"empty": True},
        "one city": {"demo": True, "cities": cities[:1]},
        "two cities": {"cities": cities[:2]},
        "one year": {"demo": True, "window": (2015, 2015)},
    }
    found = build(path, BuildOptions(**options[name])) if name in options else _special(name, path)  # type: ignore[arg-type]
    with path.with_suffix(".pickle").open("wb") as stream:
        _Pickler(stream).dump(found)


@functools.cache
def built(name: str) -> Built:
    """Build a book once in a run."""
    path = shared(f"{name}.xlsx", functools.partial(_write, name))
    return Built(path, pickle.loads(path.with_suffix(".pickle").read_bytes()))


def with_macros(name: str) -> Path:
    """Return a book as a workbook with macros, whose cells call functions."""

    def write(path: Path) -> None:
        book = replace(built(name).book, functions=True)
        write_book(book, path, None, macros(len(book.layout.sheets), book.language))

    return shared(f"{name}.xlsm", write)
