"""Time one recalculation of the standard workbook's function cells beside a version that computes anew for each call.

Run it with ``python benchmarks/bench_functions.py``. Calls are those of the workbook (four arrays) and of a person who
wrote one formula for each score and index (66 cells); arguments are cell values as they come from Excel, and their
conversion is part of the time. Exit code 1 if a limit is broken.
"""

import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import openpyxl

sys.path.insert(0, str(Path(__file__).parent.parent))  # so that it runs from a clone as well

from flowxl.api import BuildOptions, build
from flowxl.udf import excel, functions
from flowxl.udf.all_functions import UDFS
from flowxl.udf.cache import ContentCache

LIMIT_ARRAY = 0.020
LEAST_FEWER = 20
REPEATS = 20
ASKED = "bench|bench|Book.xlsm"
CALLS = {udf.name: udf for udf in UDFS}
Call = tuple[str, tuple[Any, ...]]


class NoCache(ContentCache[Any]):
    """Computes anew for each call, as a function without a memory does."""

    def get(self, contents: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        """Make the value."""
        del contents
        self.made += 1
        return make()


def tables(path: Path) -> tuple[Any, ...]:
    """Return the three tables as Excel hands them over."""
    book = openpyxl.load_workbook(path, data_only=True)
    found = []
    for name in ("flow_data", "flow_weights", "flow_settings"):
        ((sheet, address),) = book.defined_names[name].destinations
        rows = book[sheet][address]
        found.append(tuple(tuple(float(v) if type(v) is int else v for v in (c.value for c in row)) for row in rows))
    return tuple(found)


def fresh(grid: Any) -> Any:
    """Return new objects of the same content: every call through COM makes its own."""
    return tuple(tuple(row) for row in grid)


def recalculate(calls: list[Call], given: tuple[Any, ...]) -> list[float]:
    """Make all calls; return the seconds of each."""
    seconds = []
    for name, arguments in calls:
        handed = [fresh(given[a]) if isinstance(a, int) else a for a in arguments]
        start = perf_counter()
        excel.ask(CALLS[name], tuple(handed), ASKED)
        seconds.append(perf_counter() - start)
    return seconds


def main() -> int:
    """Print times and ratios; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        book = build(path, BuildOptions())
        given = tables(path)
    framework = book.framework
    cities = (tuple(city.name.zh for city in framework.cities),)
    pillars, indicators, dimensions = (
        tuple((item.code,) for item in items)
        for items in (framework.pillars, framework.indicators, framework.dimensions)
    )
    whole = (*pillars, ("index",), ("rank",), ("display",), ("engine",))
    arrays: list[Call] = [
        ("FLOWSCORE", (cities, indicators, 0, 1, 2)),
        ("FLOWSCORE", (cities, pillars, 0, 1, 2)),
        ("FLOWSCORE", (cities, dimensions, 0, 1, 2)),
        ("FLOWTABLE", (0, 1, 2, whole, cities)),
    ]
    singles: list[Call] = [("FLOWINDEX", (city, 0, 1, 2)) for city in cities[0]]
    singles += [("FLOWSCORE", (city, code, 0, 1, 2)) for city in cities[0] for (code,) in pillars]
    singles += [("FLOWINDEX", (None, 0, 1, 2))] * 6
    calls = arrays + singles
    kept = functions.MODELS
    try:
        functions.MODELS = ContentCache()
        first = recalculate(calls, given)
        cached = functions.MODELS.made
        repeats = [recalculate(calls, given) for _ in range(REPEATS)]
        functions.MODELS = NoCache()
        naive = recalculate(calls, given)
        computed = functions.MODELS.made
    finally:
        functions.MODELS = kept
    repeat = statistics.median(sum(times) for times in repeats)
    worst = max(statistics.median(times[k] for times in repeats) for k in range(len(arrays)))
    print(f"{len(calls)} calls ({len(arrays)} arrays of the workbook, {len(singles)} single cells)")
    print(f"first recalculation   {1000 * sum(first):8.1f} ms, {cached} computation(s)")
    print(f"repeated              {1000 * repeat:8.1f} ms, none")
    print(f"naive, no memory      {1000 * sum(naive):8.1f} ms, {computed} computations")
    print(f"computations          {computed / cached:8.1f} x fewer (at least {LEAST_FEWER})")
    ratios = sum(naive) / sum(first), sum(naive) / repeat
    print(f"time                  {ratios[0]:8.1f} x less at first, {ratios[1]:.1f} x when repeated")
    print(f"array call, first     {1000 * max(first[: len(arrays)]):8.1f} ms (at most {1000 * LIMIT_ARRAY:.0f})")
    print(f"array call, repeated  {1000 * worst:8.1f} ms (at most {1000 * LIMIT_ARRAY:.0f})")
    broken = computed < LEAST_FEWER * cached or max(worst, *first[: len(arrays)]) > LIMIT_ARRAY
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
