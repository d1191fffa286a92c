"""Times of the year's work, each against merely reading and writing the same book; all figures are SYNTHETIC.

Run: ``python benchmarks/bench_cycle.py [--quick]``. Roll, and comparing weights (the book made anew in its place), are
compared with reading a book and writing it anew, import with reading it and copying it by the patch that changes
nothing, merging 11 parts with reading them and the book. Of CPU seconds the median of five runs counts (of a large book
one run). ``--quick`` takes the standard book alone.
"""

import contextlib
import multiprocessing
import operator
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # so that it runs from a clone as well

from benchmarks.bench_build import big_book
from flowxl.api import BuildOptions, build
from flowxl.cli import main as flowxl
from flowxl.core.index import compute
from flowxl.reading.patching import patch_book
from flowxl.reading.read_book import read_book
from flowxl.workbook.book import Book
from flowxl.workbook.sheets.registry import lay_out
from flowxl.workbook.writing.writer import write_book

TABLES = 10  # so many indicators are imported

Work = Callable[[Path], object]


def standard(folder: Path) -> None:
    """Build the book that the program ships."""
    build(folder / "book.xlsx", BuildOptions(demo=True))


def large(folder: Path) -> None:
    """Build 300 cities x 127 indicators x 20 years."""
    write_book(big_book(300, 20), folder / "book.xlsx")


def write_table(folder: Path) -> None:
    """Write a table as in a yearbook: figures of some indicators for all cities and years, SYNTHETIC, a little off."""
    observations = read_book(folder / "book.xlsx").observations
    framework = observations.framework
    chosen = {i.code for i in [i for i in framework.indicators if i.same_as is None and i.measure.zh][:TABLES]}
    lines = ["数据库：SYNTHETIC", "指标,地区,单位," + ",".join(f"{year}年" for year in observations.years)]
    for series, values in zip(framework.series, observations.values.tolist(), strict=True):
        if series.indicator in chosen:
            names = series.indicator, framework.places[series.place].name.zh
            figures = [f"{value * 1.01:.9g}" for value in values]
            lines.append(",".join([*names, framework.indicator[series.indicator].measure.zh, *figures]))
    (folder / "year.txt").write_text(str(observations.years[-1]), encoding="utf-8")
    (folder / "table.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def command(*words: object) -> None:
    """Run a command in silence."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        code = flowxl(list(map(str, words)))
    if code > 1:
        raise SystemExit(f"{words[0]} ended with {code}")


def copied(folder: Path) -> None:
    """Read the book and copy it by the patch."""
    read_book(folder / "book.xlsx")
    patch_book(folder / "book.xlsx", folder / "copied.xlsx", {})


def rebuilt(folder: Path) -> None:
    """Read the book and write it anew."""
    observations = read_book(folder / "book.xlsx").observations
    layout = lay_out(observations.framework, observations.years, "zh")
    book = Book(observations, compute(observations.panel()), layout, "2022", synthetic=True)
    write_book(book, folder / "rebuilt.xlsx")


def rolled(folder: Path) -> None:
    """Roll the book by a year."""
    year = int((folder / "year.txt").read_text(encoding="utf-8"))
    command("roll", folder / "book.xlsx", "--to", year + 1, "-o", folder / "rolled.xlsx", "--json")


def imported(folder: Path) -> None:
    """Import the table into the book and write it."""
    accept = "--accept", "conflicts", "--accept", "steps"
    command("import", folder / "table.csv", "--into", folder / "book.xlsx", "--apply", *accept, "--json")


def weighed(folder: Path) -> None:
    """Compare the weights of the book by the methods that it has material for."""
    shutil.copy(folder / "book.xlsx", folder / "weighed.xlsx")
    command("weights", folder / "weighed.xlsx", "--json")


def shared_out(folder: Path) -> None:
    """Split the book into 11 parts."""
    command("split", folder / "book.xlsx", "--by", "pillar", "-o", folder / "parts", "--json")


def parts_read(folder: Path) -> None:
    """Read the book and its parts."""
    for path in (folder / "book.xlsx", *sorted((folder / "parts").glob("*.xlsx"))):
        read_book(path)


def merged(folder: Path) -> None:
    """Merge the parts into another file."""
    command("merge", folder / "book.xlsx", folder / "parts", "-o", folder / "merged.xlsx", "--json")


def measure(work: Work, folder: Path) -> tuple[float, float, float]:
    """Return wall and CPU seconds and the peak of memory in MB."""
    wall, cpu = time.perf_counter(), time.process_time()
    work(folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return time.perf_counter() - wall, time.process_time() - cpu, peak


def in_own_process(work: Work, folder: Path, runs: int = 1) -> tuple[float, float, float]:
    """Measure in processes of its own, so that peaks of memory do not mix; the run with the median of CPU counts."""
    found = []
    for _ in range(runs):
        for left in ("rolled.xlsx", "merged.xlsx"):
            (folder / left).unlink(missing_ok=True)
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            found.append(pool.submit(measure, work, folder).result())
    return sorted(found, key=operator.itemgetter(1))[runs // 2]


PAIRS: tuple[tuple[str, str, Work, Work], ...] = (
    ("roll", "read + build", rolled, rebuilt),
    ("weights", "read + build", weighed, rebuilt),
    ("merge", "read parts", merged, parts_read),
    ("import", "read + patch", imported, copied),
)
"""What is measured, and against what; the import comes last, for it changes the book."""


def report(what: str, prepare: Work, runs: int) -> None:
    """Build a book, then print times, ratios and memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for work in (prepare, write_table, shared_out):
            in_own_process(work, folder)
        print(f"{what}, {(folder / 'book.xlsx').stat().st_size / 1e6:.1f} MB file, SYNTHETIC")
        for title, base_title, work, base in PAIRS:
            plain, own = in_own_process(base, folder, runs), in_own_process(work, folder, runs)
            for label, (wall, cpu, peak) in ((base_title, plain), (title, own)):
                print(f"{label:13} {wall:7.1f} s wall {cpu:7.1f} s CPU {peak:6.0f} MB peak")
            print(f"ratio         {own[0] / plain[0]:7.2f} of wall {own[1] / plain[1]:5.2f} of CPU", flush=True)


def main() -> None:
    """Report the standard book, and a large one."""
    report("standard book", standard, 5)
    if "--quick" not in sys.argv[1:]:
        report("300 cities x 127 indicators x 20 years", large, 1)


if __name__ == "__main__":
    main()
