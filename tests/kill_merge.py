"""Merge and be killed: a server that forks a merge for each round, kills it at a random moment and looks at the files.

Run as a process of its own, for it forks: ``python kill_merge.py BOOK ROUNDS SEED PART…``. It says how they ended.
"""

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

from flowxl.cycle.merge import MergeOptions, merge_parts


def merged(book: Path, parts: list[Path]) -> None:
    """Merge in a process of its own, and end it without any tidying."""
    merge_parts(book, parts, MergeOptions(date="2026-01-02"))
    os._exit(0)


def main(book: Path, rounds: int, seed: int, parts: list[Path]) -> None:
    """Measure a merge, then kill as many as are asked for at moments from before its begin to after its end."""
    old = book.read_bytes()
    kept = book.with_name("kept.bin")
    kept.write_bytes(old)
    start = time.monotonic()
    merge_parts(book, parts, MergeOptions(date="2026-01-02"))
    length, new = time.monotonic() - start, book.read_bytes()
    moments, ended = random.Random(seed), {"old": 0, "new": 0, "between": 0, "done": 0}
    for _ in range(rounds):
        for left in book.parent.glob("*.backup-*"):
            left.unlink()
        shutil.copyfile(kept, book)
        child = os.fork()
        if child == 0:
            merged(book, parts)
        # Two in three within the second half, where files are written.
        time.sleep(length * (moments.uniform(0, 1.1) if moments.random() < 1 / 3 else moments.uniform(0.5, 1.1)))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        found = book.read_bytes()
        whole = found in (old, new) and all(backup.read_bytes() == old for backup in book.parent.glob("*.backup-*"))
        if not whole:
            sys.exit("the book, or its backup, is neither the old nor the new one")
        ended["new" if found == new else "old"] += 1
        ended["done"] += not os.WIFSIGNALED(status)
        ended["between"] += found == old and any(book.parent.glob(".flowxl-*-*"))
    sys.stdout.write(" ".join(f"{name}={count}" for name, count in ended.items()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), [Path(text) for text in sys.argv[4:]])
