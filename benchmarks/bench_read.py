"""Time of reading 762,000 cells with their kinds, against calamine alone.

Run: python benchmarks/bench_read.py
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from flowxl.ooxml.package import Package
from flowxl.ooxml.precheck import precheck

ROWS, COLUMNS = 38_100, 20  # 300 cities x 127 indicators, 20 years
LIMIT = 3.0
REPEATS = 3


def write_book(path: Path) -> int:
    """Write the book; one cell in 1,000 is an error or a formula without value. Return the number of those."""
    odd = 0
    figures = random.Random(1)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("data")
        for row in range(ROWS):
            for column in range(COLUMNS):
                if (row * COLUMNS + column) % 1000 == 500:
                    odd += 1
                    # the value "" becomes an empty <v> without t="str", as openpyxl and others write
                    sheet.write_formula(row, column, "=1/0", None, "#DIV/0!" if odd % 2 else "")
                else:
                    sheet.write_number(row, column, round(figures.random() * 1e5, 4))
    return odd


def best(job: Callable[[], object]) -> float:
    """Return the shortest time of a few runs in seconds."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        job()
        times.append(time.perf_counter() - start)
    return min(times)


def read_raw(path: Path) -> None:
    """Read all values with calamine."""
    CalamineWorkbook.from_path(str(path)).get_sheet_by_name("data").to_python(skip_empty_area=False)


def read_kinds(path: Path) -> None:
    """Read values and marks."""
    with Package.open(path) as package:
        package.sheet("data")


def main() -> int:
    """Print the times; 1 if the limit is broken."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.xlsx"
        odd = write_book(path)
        with Package.open(path) as package:
            cells = package.sheet("data")
        found = len(cells.errors) + len(cells.uncached)
        raw, ours, check = best(lambda: read_raw(path)), best(lambda: read_kinds(path)), best(lambda: precheck(path))
    ratio = ours / raw
    print(f"{ROWS * COLUMNS:,} cells, {odd} of them errors or formulas without value, {found} found")
    print(f"calamine {raw:.2f} s, package {ours:.2f} s, precheck {check:.2f} s")
    print(f"ratio {ratio:.2f}, limit {LIMIT:.2f}")
    return int(ratio > LIMIT or found != odd)


if __name__ == "__main__":
    sys.exit(main())
