"""What can befall a merge: killed, no room, no right, another run. The book is the old one or the new one in all."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import ROOT, python
from hands import Shared, build_small, share, typed

from flowxl.cycle.merge import MergeOptions, merge_parts
from flowxl.cycle.merge_places import Entry
from flowxl.excel.reader import read_book

KILLS = int(os.environ.get("FLOWXL_KILLS", "30"))
ONE, TWO = Entry("AIR01.AMBE", "value", 2010), Entry("LIFE01.AMBE", "value", 2010)
REQUIRED = os.environ.get("FLOWXL_REQUIRE_TOOLS") == "1"
COMMAND = "import sys; from flowxl.cli import main; sys.exit(main())"
AS_NOBODY = """
import os, sys
from flowxl.cli import main
main(["merge", *sys.argv[1:], "--dry-run"])  # loads what another user may not be able to read
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
assert main(["merge", *sys.argv[1:], "--dry-run"]) == 0
sys.exit(main(["merge", *sys.argv[1:]]))
"""
root_only = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs the rights of root")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """Build a small book; two of its parts have a new figure each."""
    folder = tmp_path_factory.mktemp("faults")
    shared = share(folder, "pillar", build_small(folder / "book.xlsx"))
    typed(shared.part_of(ONE.key), {ONE: 111.5})
    typed(shared.part_of(TWO.key), {TWO: 222.5})
    return shared


@pytest.fixture
def own(made: Shared, tmp_path: Path) -> Shared:
    """Give copies that a test may change."""
    return made.copied(tmp_path / "own")


def figure(path: Path, entry: Entry) -> float:
    """Return a figure of a book."""
    observations = read_book(path).observations
    row = observations.framework.series_position[entry.key]
    return float(observations.values[row, observations.years.index(entry.year)])


def beside(book: Path) -> list[str]:
    """Return what we left beside a book, if anything."""
    return [path.name for path in book.parent.iterdir() if path.name.startswith(".flowxl") or "backup" in path.name]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_moment(own: Shared) -> None:
    """The book is the old or the new one, byte for byte, and so is a backup; the next run tidies up and works."""
    old = own.book.read_bytes()
    threads = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")}
    server = python(ROOT / "tests" / "kill_merge.py", own.book, KILLS, 5, *own.parts, env=threads)
    assert server.returncode == 0, server.stdout + server.stderr
    ended = dict(item.split("=") for item in server.stdout.split())
    assert int(ended["old"]) + int(ended["new"]) == KILLS
    assert int(ended["old"]) > 0
    assert int(ended["done"]) < KILLS
    own.book.write_bytes(old)
    for backup in own.book.parent.glob("*.backup-*"):
        backup.unlink()
    merge_parts(own.book, own.parts, MergeOptions())
    assert (figure(own.book, ONE), figure(own.book, TWO)) == (111.5, 222.5)
    assert [name for name in beside(own.book) if name.startswith(".flowxl")] == []


@pytest.fixture
def small_disk(made: Shared, tmp_path: Path) -> Iterator[Path]:
    """Mount a disk that has room for the book and little more."""
    place = tmp_path / "disk"
    place.mkdir()
    size = made.book.stat().st_size * 3 // 2
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        if REQUIRED and os.environ.get("FLOWXL_NO_MOUNT") != "1":
            pytest.fail(f"no disk could be mounted: {mounted.stderr}")
        pytest.skip(f"no disk can be mounted here: {mounted.stderr}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@root_only
@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
def test_a_full_disk(own: Shared, small_disk: Path) -> None:
    """A sentence, exit code 2, the book as it was and nothing beside it."""
    book = Path(shutil.copy(own.book, small_disk))
    before = book.read_bytes()
    ran = python("-c", COMMAND, "merge", book, *own.parts)
    assert ran.returncode == 2, ran.stderr
    assert "the disk is full" in ran.stderr
    assert "Nothing was changed" in ran.stderr
    assert (book.read_bytes(), beside(book)) == (before, [])
    split = python("-c", COMMAND, "split", book, "--by", "pillar")
    assert split.returncode == 2, split.stderr
    assert "the disk is full" in split.stderr
    assert [path.name for path in small_disk.iterdir()] == [book.name]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Give a folder that everybody can reach."""
    folder = Path(tempfile.mkdtemp(prefix="flowxl-"))
    folder.chmod(0o755)
    yield folder
    with suppress(PermissionError):
        folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_folder_that_may_not_be_written_to(own: Shared, open_folder: Path) -> None:
    """A sentence, exit code 2; a dry run works. Root would be let in, so root becomes another user first."""
    files = [Path(shutil.copy(path, open_folder)) for path in (own.book, *own.parts)]
    for path in files:
        path.chmod(0o644)
    before = files[0].read_bytes()
    open_folder.chmod(0o555)
    ran = python("-B", "-c", AS_NOBODY, *files)
    assert ran.returncode == 2, ran.stderr
    assert "nothing may be written into the folder" in ran.stderr
    assert (files[0].read_bytes(), beside(files[0])) == (before, [])


def test_two_at_once(own: Shared) -> None:
    """Each run is done as a whole or not at all: what it said is what the book holds."""
    first, second = own.part_of(ONE.key), own.part_of(TWO.key)
    old = own.book.read_bytes()
    before = (figure(own.book, ONE), figure(own.book, TWO))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    refused = 0
    for _ in range(3):
        own.book.write_bytes(old)
        runs = [
            subprocess.Popen(
                [sys.executable, "-c", COMMAND, "merge", str(own.book), str(part), "--partial"],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
                text=True,
            )
            for part in (first, second)
        ]
        told = [run.communicate()[1] for run in runs]
        codes = [run.returncode for run in runs]
        assert set(codes) <= {0, 2}, told
        assert 0 in codes
        assert all("another run" in text for text, code in zip(told, codes, strict=True) if code == 2)
        refused += codes.count(2)
        meant = [new if code == 0 else was for new, was, code in zip((111.5, 222.5), before, codes, strict=True)]
        assert [figure(own.book, ONE), figure(own.book, TWO)] == meant
    assert [name for name in beside(own.book) if name.startswith(".flowxl")] == []
    assert refused <= 3
