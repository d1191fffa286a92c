"""A small book, its parts, and edits in them as people make them; shared by the tests of split and merge."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from support.frameworks import SECOND, few_indicators
from support.shared import shared

from flowxl.api import BuildOptions, build
from flowxl.cycle.merge_places import Entry, read_places
from flowxl.cycle.split import split_book
from flowxl.reading.book_tables import Cell
from flowxl.reading.patching import patch_book
from flowxl.reading.read_book import OpenBook, read_book

NEEDED = ("OE05", "OE07", "CA02", "TR08")
CITIES, WINDOW = ("SH", "HZ", "BJ"), (2014, 2016)
LIST = "name,pillars,cities\n张三,TR;OE,\n李四,CA,SH、北京\n王五,RS,\n"
Edits = Mapping[Entry, float | str | tuple[str, str, str] | None]
"""A figure or a text, None to empty the cell; of a remark status, source and note as they are typed."""


def build_small(path: Path) -> Path:
    """Build a small book with regions, increments and a shared series."""
    build(path, BuildOptions(framework=SECOND, cities=("AMBE", "ASTE", "BIRC", "CEDA"), demo=True))
    return path


def few() -> Path:
    """Return the shipped framework with few indicators, those among them that tests edit."""
    return shared("few", lambda folder: few_indicators(folder, NEEDED), NEEDED)


def build_book(path: Path) -> Path:
    """Build the whole book."""
    build(path, BuildOptions(cities=CITIES, window=WINDOW))
    return path


@dataclass(frozen=True)
class Shared:
    """A book and its parts, in a folder of their own."""

    book: Path
    parts: tuple[Path, ...]

    def copied(self, folder: Path) -> "Shared":
        """Return copies that a test may change."""
        folder.mkdir(exist_ok=True)
        found = [Path(shutil.copy(path, folder / path.name)) for path in (self.book, *self.parts)]
        return Shared(found[0], tuple(found[1:]))

    def part_of(self, key: str) -> Path:
        """Return the first part that has a row."""
        return next(path for path in self.parts if key in read_book(path).framework.series_position)


def share(folder: Path, by: str | Path = "pillar", book: Path | None = None) -> Shared:
    """Build a book and split it."""
    book = book or build_book(folder / "book.xlsx")
    return Shared(book, split_book(book, by, folder / "parts").files)


def place(path: Path, entry: Entry, field: str = "") -> Cell:
    """Return the cell of an entry; of a remark that of one of its fields."""
    with OpenBook.open(path) as book:
        places = read_places(book)
    if entry.what != "remark":
        cell = places.cell(entry)
        assert cell is not None
        return cell
    table = places.remark_table
    assert table is not None
    row = places.remark_rows.get((entry.key, entry.year)) or places.free_remarks[0]
    return table.field(row, field)


def typed(path: Path, edits: Edits) -> Path:
    """Change cells of a book or a part, as a person would."""
    with OpenBook.open(path) as book:
        places = read_places(book)
    free = list(places.free_remarks)
    cells: dict[str, dict[str, float | str | None]] = {}

    def put(cell: Cell, value: float | str | None) -> None:
        cells.setdefault(cell.sheet, {})[cell.where.rpartition("!")[2]] = value

    for entry, value in edits.items():
        if entry.what != "remark":
            cell = places.cell(entry)
            assert cell is not None
            assert not isinstance(value, tuple)
            put(cell, value)
            continue
        table = places.remark_table
        assert table is not None
        row = places.remark_rows.get((entry.key, entry.year)) or free.pop(0)
        assert value is None or isinstance(value, tuple)
        row_values = (entry.key, float(entry.year), *value) if value else (None,) * 5
        for field, text in zip(("key", "year", "status", "source", "note"), row_values, strict=True):
            put(table.field(row, field), text or None)
    changed = path.with_name(f"changed-{path.name}")
    patch_book(path, changed, cells)
    changed.replace(path)
    return path
