"""Run and be killed: a server that forks a run for each round, kills it at a random moment and looks at the files.

Run as a process of its own, for it forks: ``python kill_runs.py merge|import|weights BOOK ROUNDS SEED FILE…``. It says
how they ended.
"""

import contextlib
import datetime as dt
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

from flowxl.cli import import_, main
from flowxl.cycle.merge import MergeOptions, merge_parts
from flowxl.cycle.weights_book import WeightsOptions, change_weights

Run = Callable[[Path, Sequence[Path]], None]


def merged(book: Path, files: Sequence[Path]) -> None:
    """Merge parts into a book."""
    merge_parts(book, files, MergeOptions(date="2026-01-02"))


def imported(book: Path, files: Sequence[Path]) -> None:
    """Import tables into a book by the command; the day is the same whenever this runs."""
    today = SimpleNamespace(today=lambda: dt.date(2026, 1, 2))
    import_.dt = SimpleNamespace(date=today)  # type: ignore[attr-defined]
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        code = main(["import", *map(str, files), "--into", str(book), "--apply", "--accept", "conflicts"])
    if code:
        sys.exit(f"the import ended with {code}")


def weighed(book: Path, files: Sequence[Path]) -> None:  # noqa: ARG001 - as the others
    """Make a book anew in its place, with the comparison of weights."""
    change_weights(book, WeightsOptions(compare=("equal", "entropy")), dt.date(2026, 1, 2))


RUNS: dict[str, Run] = {"merge": merged, "import": imported, "weights": weighed}


def killed(run: Run, book: Path, files: Sequence[Path], moment: float) -> bool:
    """Run in a process of its own and kill it after a while; return whether it had ended before."""
    child = os.fork()
    if child == 0:
        run(book, files)
        os._exit(0)  # without any tidying
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return not os.WIFSIGNALED(status)


def whole(book: Path, old: bytes, new: bytes) -> bool:
    """Whether a book is the old one or the new one, and every backup the old one."""
    backups = book.parent.glob("*.backup-*")
    return book.read_bytes() in (old, new) and all(backup.read_bytes() == old for backup in backups)


def rounds(run: Run, book: Path, count: int, seed: int, files: Sequence[Path]) -> dict[str, int]:
    """Measure a run, then kill as many as are asked for at moments from before its begin to after its end."""
    old = book.read_bytes()
    kept = book.with_name("kept.bin")
    kept.write_bytes(old)
    start = time.monotonic()
    run(book, files)
    length, new = time.monotonic() - start, book.read_bytes()
    moments, ended = random.Random(seed), {"old": 0, "new": 0, "between": 0, "done": 0}
    for _ in range(count):
        for left in book.parent.glob("*.backup-*"):
            left.unlink()
        shutil.copyfile(kept, book)
        # Two in three within the second half, where files are written.
        moment = moments.uniform(0, 1.1) if moments.random() < 1 / 3 else moments.uniform(0.5, 1.1)
        ended["done"] += killed(run, book, files, length * moment)
        if not whole(book, old, new):
            sys.exit("the book, or its backup, is neither the old nor the new one")
        found = book.read_bytes()
        ended["new" if found == new else "old"] += 1
        ended["between"] += found == old and any(book.parent.glob(".flowxl-*-*"))
    return ended


if __name__ == "__main__":
    made = rounds(
        RUNS[sys.argv[1]], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), list(map(Path, sys.argv[5:]))
    )
    sys.stdout.write(" ".join(f"{name}={count}" for name, count in made.items()))
