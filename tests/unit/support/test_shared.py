"""Files that tests share: one name may stand for two files."""

from pathlib import Path

from support.shared import shared


def one(path: Path) -> None:
    """Write one text."""
    path.write_text("one")


def another(path: Path) -> None:
    """Write another."""
    path.write_text("another")


def test_a_name_that_two_makers_use_stands_for_two_files() -> None:
    """Neither test gets the other's file, whichever comes first."""
    assert [shared("same.txt", make).read_text() for make in (one, another, one)] == ["one", "another", "one"]
    assert shared("same.txt", one, 1) != shared("same.txt", one)
