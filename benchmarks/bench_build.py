"""Build 300 cities x 127 indicators x 20 years with all formulas, against a plain loop that writes the same cells.

Run: ``python benchmarks/bench_build.py [cities] [years]``. Limits: 1.3 times the loop's time, 500 MB.
"""

import gc
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # so that it runs from a clone as well

from benchmarks.reference_build import Cell, write_plainly
from flowxl.core.framework import City
from flowxl.core.index import compute
from flowxl.frameworks.demo import demo_observations
from flowxl.frameworks.load import load_framework
from flowxl.voice.text import Text
from flowxl.workbook.book import Book
from flowxl.workbook.sheets.registry import lay_out
from flowxl.workbook.styles import Styles
from flowxl.workbook.writing.writer import contents, write_book

TIME_LIMIT, MEMORY_LIMIT = 1.3, 500


def big_book(cities: int, years: int) -> Book:
    """Return a synthetic book of a size."""
    framework = load_framework()
    names = [Text(f"城市{n:03d}", f"City {n:03d}") for n in range(cities)]
    framework = replace(
        framework,
        cities=tuple(City(f"C{n:03d}", name, None) for n, name in enumerate(names)),
        indicators=tuple(replace(indicator, region_rank=None) for indicator in framework.indicators),
        regions=(),
        window=(2001, 2000 + years),
    )
    span = framework.years_needed(framework.window)
    observations = demo_observations(framework, span)
    result = compute(observations.panel())
    return Book(observations, result, lay_out(framework, span, "zh"), "2022", synthetic=True)


def cells_of(book: Book) -> dict[str, list[Cell]]:
    """Return the list of all cells of the tables, sheet by sheet and row by row."""
    columns = contents(book)
    sheets: dict[str, list[Cell]] = {}
    for sheet in book.layout.sheets:
        cells: list[Cell] = []
        for name in sheet.grids:
            area = book.layout.areas[name]
            for field in area.grid.fields:
                column = columns[name][field.key]
                cells.append((*area.position(-1, field.key), "header", "", field.title))
                for item in range(area.grid.size):
                    style = column.style if isinstance(column.style, str) else column.style(item)
                    formula = column.formula(item) if column.formula else ""
                    cells.append((*area.position(item, field.key), style, formula, column.values[item]))
        sheets[sheet.title] = sorted(cells, key=lambda cell: cell[:2])
    return sheets


Work = Callable[[int, int, Path], Callable[[], None]]


def measure(work: Work, cities: int, years: int, path: Path) -> tuple[float, float, float]:
    """Prepare, then time the work; return wall and CPU seconds and the peak of memory in MB."""
    run = work(cities, years, path)
    # What was prepared is no garbage: without this the collector walks the reference's list of cells over and over.
    gc.collect()
    gc.freeze()
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return time.perf_counter() - wall, time.process_time() - cpu, peak


def ours(cities: int, years: int, path: Path) -> Callable[[], None]:
    """Prepare our writer."""
    book = big_book(cities, years)
    return lambda: write_book(book, path)


def plain(cities: int, years: int, path: Path) -> Callable[[], None]:
    """Prepare the plain loop: its list of cells is made beforehand."""
    book = big_book(cities, years)
    sheets = cells_of(book)
    styles = Styles(None, "zh")  # type: ignore[arg-type]
    formats = {style: styles.properties(style) for cells in sheets.values() for _, _, style, _, _ in cells}
    return lambda: write_plainly(sheets, formats, path)


def in_own_process(work: Work, cities: int, years: int, path: Path) -> tuple[float, float, float]:
    """Measure in a process of its own, so that peaks of memory do not mix."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measure, work, cities, years, path).result()


def main() -> None:
    """Print both times, their ratio and the memory."""
    cities, years = (int(text) for text in (*sys.argv[1:], "300", "20")[:2])
    with tempfile.TemporaryDirectory() as folder:
        us = in_own_process(ours, cities, years, Path(folder) / "ours.xlsx")
        them = in_own_process(plain, cities, years, Path(folder) / "plain.xlsx")
        size = (Path(folder) / "ours.xlsx").stat().st_size / 1e6
    print(f"{cities} cities x 127 indicators x {years} years, {size:.1f} MB file")
    print(f"ours   {us[0]:7.1f} s wall {us[1]:7.1f} s CPU {us[2]:6.0f} MB peak")
    print(f"plain  {them[0]:7.1f} s wall {them[1]:7.1f} s CPU")
    print(f"ratio  {us[1] / them[1]:.2f} of CPU, {us[0] / them[0]:.2f} of wall (limit {TIME_LIMIT})")
    print(f"memory {us[2]:.0f} MB (limit {MEMORY_LIMIT})")


if __name__ == "__main__":
    main()
