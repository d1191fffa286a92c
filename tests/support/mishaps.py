"""What can befall a run that writes: kills, a full disk, a folder without rights, another run at the same time."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from support.command import ROOT, python

from flowxl.cycle.merge_places import Entry
from flowxl.reading.read_book import read_book

COMMAND = "import sys; from flowxl.cli import main; sys.exit(main())"
ONE, TWO = Entry("AIR01.AMBE", "value", 2010), Entry("LIFE01.AMBE", "value", 2010)
AS_NOBODY = """
import json, os, sys
from flowxl.cli import main
harmless, command = map(json.loads, sys.argv[1:])
main(harmless)  # loads what another user may not be able to read
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
assert main(harmless) == 0
sys.exit(main(command))
"""
_REQUIRED = os.environ.get("FLOWXL_REQUIRE_TOOLS") == "1"
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
needs_rights = pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
no_mount = not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("mount") is None
needs_mount = pytest.mark.skipif(no_mount, reason="needs mount and the rights of root")


def figure(path: Path, entry: Entry) -> float:
    """Return a figure of a book."""
    observations = read_book(path).observations
    row = observations.framework.series_position[entry.key]
    return float(observations.values[row, observations.years.index(entry.year)])


def beside(book: Path) -> list[str]:
    """Return what we left beside a book, if anything."""
    return [path.name for path in book.parent.iterdir() if path.name.startswith(".flowxl") or "backup" in path.name]


def kill(what: str, book: Path, files: Sequence[Path], default: int) -> dict[str, int]:
    """Kill runs at random moments, FLOWXL_KILLS of them; return how they ended. The book is the old one then."""
    count = int(os.environ.get("FLOWXL_KILLS", default))
    old = book.read_bytes()
    threads = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")}
    server = python(ROOT / "tests" / "support" / "kill_runs.py", what, book, count, 5, *files, env=threads)
    assert server.returncode == 0, server.stdout + server.stderr
    sys.stdout.write(server.stdout)
    ended = {name: int(number) for name, number in (item.split("=") for item in server.stdout.split())}
    assert ended["old"] + ended["new"] == count
    assert ended["old"] > 0
    assert ended["done"] < count
    book.write_bytes(old)
    for backup in book.parent.glob("*.backup-*"):
        backup.unlink()
    return ended


@contextmanager
def small_disk(place: Path, size: int) -> Iterator[Path]:
    """Mount a disk of so many bytes."""
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        if _REQUIRED:
            pytest.fail(f"no disk could be mounted: {mounted.stderr}")
        pytest.skip(f"no disk can be mounted here: {mounted.stderr}")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@contextmanager
def closed_folder(files: Sequence[Path]) -> Iterator[list[Path]]:
    """Give copies of files in a folder that everybody can reach and nobody may write to."""
    folder = Path(tempfile.mkdtemp(prefix="flowxl-"))
    copies = [Path(shutil.copy(path, folder)) for path in files]
    for path in copies:
        path.chmod(0o644)
    folder.chmod(0o555)
    try:
        yield copies
    finally:
        with suppress(PermissionError):
            folder.chmod(0o755)
        shutil.rmtree(folder)


def at_once(commands: Sequence[Sequence[object]]) -> list[tuple[int, str]]:
    """Run commands at the same time; return exit code and what each said of faults."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", COMMAND, *map(str, command)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            text=True,
            encoding="utf-8",
        )
        for command in commands
    ]
    told = [run.communicate()[1] for run in runs]
    return [(run.returncode, text) for run, text in zip(runs, told, strict=True)]


def each_done_or_refused(book: Path, commands: Sequence[Sequence[object]]) -> None:
    """Run two commands at once, which write ONE and TWO: each is done as a whole or refused."""
    before = (figure(book, ONE), figure(book, TWO))
    ended = at_once(commands)
    codes = [code for code, _ in ended]
    assert set(codes) <= {0, 2}, ended
    assert 0 in codes
    assert all("another run" in text for code, text in ended if code == 2)
    meant = [new if code == 0 else was for new, was, code in zip((111.5, 222.5), before, codes, strict=True)]
    assert [figure(book, ONE), figure(book, TWO)] == meant
