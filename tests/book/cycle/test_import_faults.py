"""What can befall an import: killed, no room, no right, another run. The book is the old one or the new one in all."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pytest
from support.command import call, python
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

KILLS = amount("kills", 4)

TABLE = "area,indicator,unit,2010\nAmber,{indicator},{unit},{value}\n"


@dataclass(frozen=True)
class Own:
    """A book, and tables with a figure each that differs from the book's."""

    book: Path
    tables: tuple[Path, Path]

    def command(self, *tables: Path) -> list[object]:
        """Return an import of some tables, or of all."""
        return ["import", *(tables or self.tables), "--into", self.book, "--apply", "--accept", "conflicts"]


def fill(stream: BinaryIO) -> None:
    """Write until there is no room."""
    while True:
        stream.write(bytes(4096))


@pytest.fixture
def own(demo_book: Path, tmp_path: Path) -> Own:
    """Give a copy that a test may change, and two tables."""
    folder = tmp_path / "own"
    folder.mkdir()
    tables = folder / "one.csv", folder / "two.csv"
    tables[0].write_text(TABLE.format(indicator="AIR01", unit="µg/m³", value=111.5), encoding="utf-8")
    tables[1].write_text(TABLE.format(indicator="LIFE01", unit="years", value=222.5), encoding="utf-8")
    return Own(Path(shutil.copy(demo_book, folder)), tables)


@needs_fork
def test_killed_at_any_moment(own: Own) -> None:
    """The book is the old or the new one, byte for byte, and so is a backup; the next run tidies up and works."""
    kill("import", own.book, own.tables, KILLS)
    assert call(*own.command()).returncode == 0
    assert (figure(own.book, ONE), figure(own.book, TWO)) == (111.5, 222.5)
    assert [name for name in beside(own.book) if name.startswith(".flowxl")] == []


@needs_mount
def test_a_full_disk(own: Own, tmp_path: Path) -> None:
    """A sentence, exit code 2, the book as it was and nothing beside it; a preview that has no room is not left."""
    with small_disk(tmp_path / "disk", own.book.stat().st_size * 3 // 2) as disk:
        on_disk = Own(Path(shutil.copy(own.book, disk)), own.tables)
        before = on_disk.book.read_bytes()
        ran = call(*on_disk.command())
        assert ran.returncode == 2, ran.stderr
        assert "the disk is full" in ran.stderr
        assert "Nothing was changed" in ran.stderr
        assert (on_disk.book.read_bytes(), beside(on_disk.book)) == (before, [])
        filler = disk / "filler"
        with pytest.raises(OSError, match="space"), filler.open("wb", buffering=0) as stream:
            fill(stream)
        preview = disk / "preview.xlsx"
        ran = call("import", *own.tables, "--into", on_disk.book, "--preview", preview)
        assert ran.returncode == 2, ran.stderr
        assert "the disk is full" in ran.stderr
        assert {path.name for path in disk.iterdir()} == {on_disk.book.name, filler.name}


@needs_rights
def test_a_folder_that_may_not_be_written_to(own: Own) -> None:
    """A sentence, exit code 2; a look is let in. Root would be let in, so root becomes another user first."""
    with closed_folder([own.book, *own.tables]) as files:
        before = files[0].read_bytes()
        command = [*map(str, Own(files[0], (files[1], files[2])).command())]
        look = [word for word in command if word != "--apply"]
        ran = python("-B", "-c", AS_NOBODY, json.dumps(look), json.dumps(command))
        assert ran.returncode == 2, ran.stderr
        assert "nothing may be written into the folder" in ran.stderr
        assert (files[0].read_bytes(), beside(files[0])) == (before, [])


def test_two_at_once(own: Own) -> None:
    """Each run is done as a whole or not at all: what it said is what the book holds."""
    each_done_or_refused(own.book, [own.command(table) for table in own.tables])
    assert [name for name in beside(own.book) if name.startswith(".flowxl")] == []
