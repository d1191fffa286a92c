"""Time ``compute`` (panel to labelled result) beside the bare numpy function, in one run.

Run it with ``python benchmarks/bench_compute.py``. Both are timed in turn, many times, with the garbage collector off;
medians count. Exit code 1 if a limit is broken.
"""

import gc
import statistics
import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))  # so that it runs from a clone as well

from benchmarks.reference_compute import reference
from flowxl.core.framework import City, Framework
from flowxl.core.index import compute
from flowxl.core.panel import Panel
from flowxl.frameworks.load import load_framework
from flowxl.voice.text import Text

CASES = ((5, 10, 3.0, 2000), (3000, 10, 1.5, 15))
"""Cities, years, limit of the ratio, repeats."""
MISSING = 0.1


def levels_only(n_cities: int, n_years: int) -> Framework:
    """Return the shipped structure, every indicator as a level, with as many cities and years as asked for."""
    shipped = load_framework()
    return replace(
        shipped,
        window=(2011, 2010 + n_years),
        indicators=tuple(
            replace(indicator, entry="level", region_rank=None, same_as=None, direction=(-1) ** position)
            for position, indicator in enumerate(shipped.indicators)
        ),
        cities=tuple(City(f"C{number}", Text("", f"City {number}"), None) for number in range(n_cities)),
        regions=(),
    )


def panel_of(framework: Framework, seed: int = 1) -> Panel:
    """Return a panel of skewed values with a tenth missing."""
    random = np.random.default_rng(seed)
    years = tuple(range(framework.window[0], framework.window[1] + 1))
    values = random.lognormal(3, 1, (len(framework.indicators), len(framework.cities), len(years)))
    values[random.random(values.shape) < MISSING] = np.nan
    return Panel(framework, years, values)


def agree(panel: Panel) -> None:
    """Stop if both ways do not give the same pillars, index and ranks."""
    framework, result = panel.framework, compute(panel)
    pillars, index, ranks = reference(panel.values, framework.directions, framework.pillar_starts, framework.weights)
    np.testing.assert_allclose(result.pillar_scores, pillars, rtol=0, atol=1e-12)
    np.testing.assert_allclose(result.index, index, rtol=0, atol=1e-11)
    np.testing.assert_array_equal(result.rank, ranks)


def medians(panel: Panel, repeats: int) -> tuple[float, float]:
    """Return the median seconds of the reference and of ``compute``, measured in turn."""
    framework = panel.framework
    arguments = (panel.values, framework.directions, framework.pillar_starts, framework.weights)
    bare, ours = [], []
    for _ in range(repeats):
        start = perf_counter()
        reference(*arguments)
        middle = perf_counter()
        compute(panel)
        end = perf_counter()
        bare.append(middle - start)
        ours.append(end - middle)
    return statistics.median(bare), statistics.median(ours)


def main() -> int:
    """Print both times and their ratio for each case; return 1 if a limit is broken."""
    broken = 0
    for n_cities, n_years, limit, repeats in CASES:
        panel = panel_of(levels_only(n_cities, n_years))
        agree(panel)
        medians(panel, max(repeats // 10, 2))  # warm up
        gc.disable()
        bare, ours = medians(panel, repeats)
        gc.enable()
        broken |= ours > limit * bare
        shape = f"{n_cities} x {len(panel.framework.indicators)} x {n_years}"
        times = f"reference {bare * 1e3:8.3f} ms, compute {ours * 1e3:8.3f} ms"
        print(f"{shape:>15}: {times}, ratio {ours / bare:.2f} (limit {limit:g})")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
