"""An import applied: figures into their cells, where they came from beside them, one row of the log per file."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from flowxl.cycle.importing import Line
from flowxl.cycle.importing_targets import Spare, Targets
from flowxl.ooxml.addresses import a1
from flowxl.ooxml.package_sheet import position
from flowxl.ooxml.safely import book_lock, write_safely
from flowxl.reading.patching import patch_book, read_back
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Text
from flowxl.workbook.log import LOG_FIELDS

Value = float | str | None
MAX_TEXT = 32_000  # a cell holds 32,767 characters
MAX_RANGES = 4
IMPORTED = Text("{where}（{day} 导入）", "{where} (imported {day})")
WRITTEN = Text(
    "写入 {count} 个数值，其中替换 {replaced} 个", "{count} figures, {replaced} of them in the place of others"
)
IMPORT = Text("导入", "import")


@dataclass(frozen=True)
class Applied:
    """What was written.

    Attributes
    ----------
    figures, replaced
        Number of figures, and how many of them took the place of another value.
    backup
        The file as it was before; None where nothing was written.
    logged
        Whether the log has a row for each file.
    """

    figures: int
    replaced: int
    backup: Path | None
    logged: bool


def apply_lines(lines: Iterable[Line], targets: Targets, today: dt.date) -> Applied:
    """Write the lines that are to be written into the book, in place, with a backup.

    Raises
    ------
    FlowXLError
        If the book is open elsewhere, cannot be written, or would not hold what was meant; it is then as it was.
    """
    wanted = [line for line in lines if line.writes]
    if not wanted:
        return Applied(0, 0, None, logged=True)
    path = targets.book.path
    changes = _Changes(targets, today)
    for line in wanted:
        changes.put((line.sheet, line.address), line.value)
    changes.sources(wanted)
    logged = changes.log(wanted)
    with book_lock(path):
        backup = write_safely(
            path,
            lambda new: patch_book(path, new, changes.cells, targets.known),
            lambda new: _check(new, targets, wanted, changes.cells),
            backup=True,
        )
    return Applied(len(wanted), sum(line.now is not None for line in wanted), backup, logged)


@dataclass
class _Changes:
    """Cells that will change."""

    targets: Targets
    today: dt.date
    cells: dict[str, dict[str, Value]] = field(default_factory=dict)

    def put(self, place: tuple[str, str], value: Value) -> None:
        self.cells.setdefault(place[0], {})[place[1]] = value

    def sources(self, lines: Sequence[Line]) -> None:
        """Say of each row where its new figures came from; a row that names another source keeps it."""
        by_key: dict[str, list[Line]] = {}
        for line in lines:
            by_key.setdefault(line.key, []).append(line)
        said = _said_remarks(self.targets.remarks)
        for key, own in by_key.items():
            cell = self.targets.sources[key]
            place = cell.sheet, a1(cell.row - 1, cell.column - 1)
            text = "; ".join(self._described(part) for part in _by_origin(own).values())
            if not cell.text and not cell.is_formula:
                self.put(place, text[:MAX_TEXT])
                continue
            left = [line for line in own if not self._remark(line, said)]
            if left and not cell.is_formula and len(cell.text) + len(text) < MAX_TEXT:
                self.put(place, f"{cell.text}; {text}")

    def _described(self, lines: Sequence[Line]) -> str:
        reading = lines[0].reading
        cells = cell_ranges([line.reading.cell for line in lines])
        where = f"{reading.file} {reading.sheet}!{cells}" if reading.sheet else f"{reading.file} {cells}"
        return IMPORTED.say(self.targets.book.language, where=where, day=self.today)

    def _remark(self, line: Line, said: dict[tuple[str, str], tuple[int, str]]) -> bool:
        """Put the source of one figure into the remarks; return whether there was room for it."""
        spare, text = self.targets.remarks, self._described([line])
        if spare is None:
            return False
        known = said.get((line.key.lower(), str(line.year)))
        if known is not None:
            row, source = known
            if len(source) + len(text) < MAX_TEXT:
                self.put(spare.place(row, "source"), f"{source}; {text}" if source else text)
            return True
        if not spare.free:
            return False
        row = spare.free.pop(0)
        self.put(spare.place(row, "key"), line.key)
        self.put(spare.place(row, "year"), float(line.year))
        self.put(spare.place(row, "source"), text)
        return True

    def log(self, lines: Sequence[Line]) -> bool:
        """Write a row of the log for each file and sheet; return whether all had room."""
        spare, parts = self.targets.log, _by_origin(lines)
        room = len(spare.free) if spare else 0
        for (file, sheet), own in list(parts.items())[:room]:
            if spare:
                self._log_row(spare, (file, sheet), own)
        return len(parts) <= room

    def _log_row(self, spare: Spare, origin: tuple[str, str], lines: Sequence[Line]) -> None:
        row = spare.free.pop(0)
        replaced = sum(line.now is not None for line in lines)
        language = self.targets.book.language
        note = WRITTEN.say(language, count=len(lines), replaced=replaced)
        cells = cell_ranges([line.reading.cell for line in lines])
        texts = (self.today.isoformat(), IMPORT.of(language), *origin, cells, note)
        for name, text in zip(LOG_FIELDS, texts, strict=True):
            if text:
                self.put(spare.place(row, name), text)


def _said_remarks(spare: Spare | None) -> dict[tuple[str, str], tuple[int, str]]:
    """Return row and source of the remarks there are, by key in small letters and year."""
    if spare is None:
        return {}
    table = spare.table
    return {
        (table.field(row, "key").text.lower(), table.field(row, "year").text): (row, table.field(row, "source").text)
        for row in reversed(table.rows)
    }


def _by_origin(lines: Iterable[Line]) -> dict[tuple[str, str], list[Line]]:
    found: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        found.setdefault((line.reading.file, line.reading.sheet), []).append(line)
    return found


def cell_ranges(cells: Sequence[str]) -> str:
    """Return cells in short: neighbours in a row or column as a range, of many the first and the last.

    >>> cell_ranges(["B7", "C7", "D7", "B9"]), cell_ranges(["B2", "B3", "B4"]), cell_ranges(["A1"])
    ('B7:D7, B9', 'B2:B4', 'A1')
    >>> cell_ranges(["C2:C366", "C367:C732"])
    'C2:C366, C367:C732'
    """
    if len(cells) == 1 or any(":" in cell for cell in cells):
        return ", ".join(dict.fromkeys(cells))[:200]
    places = sorted({position(cell.encode()) for cell in cells if cell.isascii() and cell[:1].isalpha()})
    if len(places) < len(set(cells)):
        return ", ".join(dict.fromkeys(cells))[:200]
    down = len({column for _, column in places}) < len({row for row, _ in places})
    ranges = _runs([(column, row) for row, column in places] if down else places)
    named = []
    for first, last in ranges:
        ends = [a1(at[1] - 1, at[0] - 1) if down else a1(at[0] - 1, at[1] - 1) for at in (first, last)]
        named.append(ends[0] if first == last else ":".join(ends))
    if len(named) <= MAX_RANGES:
        return ", ".join(named)
    return f"{named[0].partition(':')[0]} … {named[-1].rpartition(':')[2]} ({len(places)})"


def _runs(places: Sequence[tuple[int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return first and last of neighbours along the second number."""
    runs: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for place in sorted(places):
        if runs and runs[-1][1] == (place[0], place[1] - 1):
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs


def _check(new: Path, targets: Targets, lines: Sequence[Line], cells: Mapping[str, Mapping[str, Value]]) -> None:
    """Read the new file and compare it with the old one; what differs elsewhere is never handed over."""
    copy, wrong = read_back(new, cells)
    old = targets.book
    expected = old.observations.values.copy()
    rows = old.framework.series_position
    for line in lines:
        expected[rows[line.key], old.observations.years.index(line.year)] = line.value
    if not np.array_equal(copy.observations.values, expected, equal_nan=True):
        count = int((~np.isclose(copy.observations.values, expected, rtol=0, atol=0, equal_nan=True)).sum())
        wrong.append(Fault("rewrite.import_figures", Place(old.path.name), figures=count))
    if copy.settings != old.settings or not np.array_equal(copy.weights, old.weights):
        wrong.append(Fault("rewrite.import_settings", Place(old.path.name)))
    if wrong:
        raise FlowXLError(Message("importing.rewrite"), wrong)
