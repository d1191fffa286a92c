"""What can befall a merge: killed, no room, no right, another run. The book is the old one or the new one in all."""

import json
import shutil
from pathlib import Path

import pytest
from support.command import call, python
from support.hands import Shared, share, typed
from support.mishaps import (
    AS_NOBODY,
    ONE,
    TWO,
    beside,
    closed_folder,
    each_done_or_refused,
    figure,
    kill,
    needs_fork,
    needs_mount,
    needs_rights,
    small_disk,
)
from support.tiers import amount

from flowxl.cycle.merge import MergeOptions, merge_parts

KILLS, PAIRS = amount("kills", 5), amount("pairs", 1)


@pytest.fixture(scope="module")
def made(demo_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """Split the small book; two of its parts have a new figure each."""
    shared = share(tmp_path_factory.mktemp("faults"), "pillar", demo_book)
    typed(shared.part_of(ONE.key), {ONE: 111.5})
    typed(shared.part_of(TWO.key), {TWO: 222.5})
    return shared


@pytest.fixture
def own(made: Shared, tmp_path: Path) -> Shared:
    """Give copies that a test may change."""
    return made.copied(tmp_path / "own")


@needs_fork
def test_killed_at_any_moment(own: Shared) -> None:
    """The book is the old or the new one, byte for byte, and so is a backup; the next run tidies up and works."""
    kill("merge", own.book, own.parts, KILLS)
    merge_parts(own.book, own.parts, MergeOptions())
    assert (figure(own.book, ONE), figure(own.book, TWO)) == (111.5, 222.5)
    assert [name for name in beside(own.book) if name.startswith(".flowxl")] == []


@needs_mount
def test_a_full_disk(own: Shared, tmp_path: Path) -> None:
    """A sentence, exit code 2, the book as it was and nothing beside it."""
    with small_disk(tmp_path / "disk", own.book.stat().st_size * 3 // 2) as disk:
        book = Path(shutil.copy(own.book, disk))
        before = book.read_bytes()
        ran = call("merge", book, *own.parts)
        assert ran.returncode == 2, ran.stderr
        assert "磁盘已满" in ran.stderr
        assert "未作任何更改" in ran.stderr
        assert (book.read_bytes(), beside(book)) == (before, [])
        split = call("split", book, "--by", "pillar")
        assert split.returncode == 2, split.stderr
        assert "磁盘已满" in split.stderr
        assert [path.name for path in disk.iterdir()] == [book.name]


@needs_rights
def test_a_folder_that_may_not_be_written_to(own: Shared) -> None:
    """A sentence, exit code 2; a dry run works. Root would be let in, so root becomes another user first."""
    with closed_folder([own.book, *own.parts]) as files:
        before = files[0].read_bytes()
        command = ["merge", *map(str, files)]
        ran = python("-B", "-c", AS_NOBODY, json.dumps([*command, "--dry-run"]), json.dumps(command))
        assert ran.returncode == 2, ran.stderr
        assert "nothing may be written into the folder" in ran.stderr
        assert (files[0].read_bytes(), beside(files[0])) == (before, [])


def test_two_at_once(own: Shared) -> None:
    """Each run is done as a whole or not at all: what it said is what the book holds."""
    old = own.book.read_bytes()
    for _ in range(PAIRS):
        own.book.write_bytes(old)
        parts = own.part_of(ONE.key), own.part_of(TWO.key)
        each_done_or_refused(own.book, [("merge", own.book, part, "--partial") for part in parts])
    assert [name for name in beside(own.book) if name.startswith(".flowxl")] == []
