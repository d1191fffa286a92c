"""Files that many tests need, made once in a run by whichever process comes first; tests read or copy them.

A file is known by its name, by who makes it and by the arguments that it was made with; the sources are the same
throughout a run.
"""

import atexit
import functools
import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HOME = "FLOWXL_TEST_FILES"
"""The variable that names the folder to all processes of a run; ``tests/conftest.py`` sets it."""
PATIENCE = 300.0


@functools.cache
def home() -> Path:
    """Return the folder of the files of this run."""
    if HOME in os.environ:
        return Path(os.environ[HOME])
    made = Path(tempfile.mkdtemp(prefix="flowxl-books-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def shared(name: str, make: Callable[[Path], object], *arguments: object) -> Path:
    """Return a file of this run, made when it is asked for first.

    Parameters
    ----------
    name
        Its name, with the suffix.
    make
        Writes the file, and others beside it if there are some, to the path that it is given.
    *arguments
        What else decides over its content.
    """
    maker = getattr(make, "func", make)
    known = name, getattr(maker, "__module__", ""), getattr(maker, "__qualname__", ""), arguments
    key = hashlib.sha256(repr(known).encode()).hexdigest()[:8]
    folder = home() / f"{re.sub(r'[^0-9A-Za-z_.]', '_', name)}-{key}"
    if not folder.exists():
        _make_once(folder, name, make)
    return folder / name


def _make_once(folder: Path, name: str, make: Callable[[Path], object]) -> None:
    """Make a file beside its place and move it there whole; wait where another process is at it."""
    lock = folder.with_suffix(".lock")
    until = time.monotonic() + PATIENCE
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            if time.monotonic() > until:
                raise TimeoutError(f"{name}: another process makes it for more than {PATIENCE:g} s") from None
            time.sleep(0.05)
    try:
        if folder.exists():
            return
        work = folder.with_suffix(".work")
        shutil.rmtree(work, ignore_errors=True)  # what a process left that failed
        work.mkdir()
        make(work / name)
        work.rename(folder)
    finally:
        lock.unlink()
