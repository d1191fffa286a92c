"""Looks that a person gave our sheets: told from ours by what the generator wrote, carried by key, or listed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from flowxl.carry.cell_moves import OldTable, Place, Places
from flowxl.carry.findings import Finding
from flowxl.carry.generated import AsGenerated, plain
from flowxl.carry.look_cells import Face, is_marked
from flowxl.carry.look_read import LineLook, SheetLook, read_look, said
from flowxl.carry.raw_cells import Injection
from flowxl.carry.sheet_xml import SheetXml
from flowxl.ooxml.addresses import a1
from flowxl.voice.message import Message
from flowxl.voice.text import Text
from flowxl.workbook.writing.book_looks import NO_CELL

WIDTH, HEIGHT, MARGIN = 0.3, 0.8, 0.02
"""Letters, points and inches that programs round away."""
WORDS: dict[str, Text] = {
    "filter": Text("筛选已取消，被筛去的行重新显示", "a filter is off, and the rows that it hid are shown"),
    "split": Text("窗口拆分", "a split window"),
    "breaks": Text("手工分页符", "page breaks set by hand"),
    "password": Text("工作表保护密码", "a password that protects the sheet"),
    "pane": Text("冻结窗格", "frozen panes"),
    "heights": Text("行高（表格已重新排序）", "heights of rows, in a table that was sorted"),
    "_xlnm.Print_Area": Text("打印区域", "print area"),
    "_xlnm.Print_Titles": Text("打印标题", "titles on every page"),
}
LineMap = Callable[[int], int | None]
Injections = dict[str, dict[tuple[int, int], Injection]]
Twin = tuple[bytes, np.ndarray]
"""A sheet as it is generated: without its cells, and the style of each of these."""


@dataclass
class NewLook:
    """What a fresh sheet takes over: only what a person set; rows and columns count from 1."""

    columns: dict[int, LineLook] = field(default_factory=dict)
    rows: dict[int, LineLook] = field(default_factory=dict)
    pane: tuple[int, int] | None = None
    view: dict[str, str] = field(default_factory=dict)
    tab: dict[str, str] = field(default_factory=dict)
    page: dict[str, str] = field(default_factory=dict)
    margins: tuple[float, ...] = ()
    prints: dict[str, str] | None = None


@dataclass
class Lines:
    """Where rows and columns of an old sheet are now, found by the key of a row and the title of a column."""

    places: Places
    title: str

    def __post_init__(self) -> None:
        self.tables = [t for t in self.places.tables.get(self.title, ()) if t.name in self.places.areas]
        self.sheet = self.places.sheets[self.title]

    def _place(self, row: int, column: int) -> Place | None:
        new = self.places.new(Place(self.title, row, column))
        return new if new is not None and new.sheet == self.sheet else None

    def column(self, number: int) -> int | None:
        """Return the column where a column is now: as the tables say that know it, else beside the first table.

        Where they disagree it stays: the tables of a sheet share its columns, and one has its own in another order.
        """
        if not self.tables:
            return number
        rows = [table.target.min_row for table in self.tables if self._knows(table.target.min_row, number)]
        found = [self._place(row, number) for row in rows or [self.tables[0].target.min_row]]
        columns = [new.column for new in found if new is not None and new.column > 0]
        first = columns[0] if columns else None
        return number if number in columns else first

    def _knows(self, row: int, column: int) -> bool:
        return self.places.named(Place(self.title, row, column)) is not None

    def row(self, number: int) -> int | None:
        """Return the row where a row is now; above the first table it keeps its distance to it."""
        if not self.tables:
            return number
        first = self.tables[0]
        if number < first.target.min_row:
            moved = number + self.places.areas[first.name].top + 1 - first.target.min_row
            return moved if moved > 0 else None
        table = next((t for t in self.tables if t.target.min_row <= number <= t.target.max_row), None)
        new = self._place(number, table.target.min_col if table else 1)
        return new.row if new else None

    @cached_property
    def are_still(self) -> bool:
        """Whether every cell is where it was: each table in its place, with its rows and columns in their order."""
        return self.sheet == self.title and all(self._is_still(table) for table in self.tables)

    def _is_still(self, table: OldTable) -> bool:
        area, at = self.places.areas[table.name], table.target
        if area.sheet != self.title or area.grid.transposed != table.transposed:
            return False
        if tuple(edge + 1 for edge in area.bounds) != (at.min_row, at.min_col, at.max_row, at.max_col):
            return False
        items, fields = (table.columns, table.rows) if table.transposed else (table.rows, table.columns)
        number = self.places.number_of
        return fields == tuple(field.key for field in area.grid.fields) and all(
            item is not None and (number(area, item) if item else -1) == n for n, item in enumerate(items, -1)
        )

    def cells(self, rows: np.ndarray, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return rows and columns where cells are now, each of shape (cells,); 0 where one is gone."""
        if self.are_still:
            return rows, columns
        found = [self.cell(*at) or (0, 0) for at in zip(rows.tolist(), columns.tolist(), strict=True)]
        table = np.array(found, dtype=np.int64).reshape(-1, 2)
        return table[:, 0], table[:, 1]

    def cell(self, row: int, column: int) -> tuple[int, int] | None:
        """Return row and column where a cell is now."""
        if self.tables and row < self.tables[0].target.min_row:
            now = self.row(row), self.column(column)
            return (now[0], now[1]) if now[0] and now[1] else None
        new = self._place(row, column)
        return (new.row, new.column) if new and new.column > 0 else None


@dataclass
class LookReader:
    """Compares old sheets of ours with their generated twins.

    ``new`` says where cells are in the new book, ``generated`` where they stood when the old one was generated;
    ``faces`` are the cell styles of the old book, ``twin_faces`` those of the twin. In a book of another FlowXL (not
    ``same_version``) what most cells of a style look like is that FlowXL's look.
    """

    new: Places
    generated: AsGenerated
    faces: list[Face]
    twin_faces: list[Face]
    same_version: bool
    looks: dict[str, NewLook] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def read(self, title: str, old: SheetXml, twin: Twin, injections: Injections) -> None:
        """Look at a sheet that has tables of ours; ``injections`` also takes the cells that a person marked."""
        sheet = self.new.sheets[title]
        if sheet is None:
            return
        look, generated = read_look(old.xml), read_look(twin[0])
        found = self.looks.setdefault(sheet, NewLook())
        now, then = Lines(self.new, title), Lines(self.generated.places, title)
        found.columns = dict(_lines(look.columns, generated.columns, now.column, then.column, WIDTH))
        if self._are_sorted(then):
            self._sorted_heights(title, look, generated, then)
            look.rows = {row: replace(line, size=None) for row, line in look.rows.items()}
        if look.filter:  # it hides rows, and is gone
            look.rows = {row: replace(line, hidden=False) for row, line in look.rows.items()}
        found.rows = dict(_lines(look.rows, generated.rows, now.row, then.row, HEIGHT))
        self._pane(title, look, generated, found, now)
        self._whole(title, look, generated, found)
        self._cells(title, old, twin[1], then, injections)

    def read_whole(self, title: str, old: bytes, twin: bytes) -> None:
        """Look at a sheet that is made anew each year: only what belongs to the sheet as a whole."""
        sheet = self.new.sheets[title]
        if sheet is not None:
            look, generated = read_look(old), read_look(twin)
            self._whole(title, look, generated, self.looks.setdefault(sheet, NewLook()))

    def read_printing(self, title: str, name: str, text: str, generated: str) -> None:
        """List a print area, or titles on every page, that a person set."""
        own = {plain(self.generated.rewrite(part)).rpartition("!")[2] for part in text.split(",")}
        ours = {plain(part).rpartition("!")[2] for part in generated.split(",")}
        raw = {plain(part).rpartition("!")[2] for part in text.split(",")}
        if "#REF!" not in text and ours not in (own, raw):
            self._tell(title, name, text)

    def _tell(self, where: str, what: str, more: str = "") -> None:
        word = WORDS[what]
        self.findings.append(Finding("look", where, Message("carry.look", look=word, more=more) if more else word))

    def _whole(self, title: str, look: SheetLook, generated: SheetLook, found: NewLook) -> None:
        """Take over zoom, tab, page, headers and footers; list what is not taken over."""
        found.view = {key: value for key, value in look.view.items() if value != generated.view[key]}
        if look.tab and look.tab.get("rgb", "")[-6:] != generated.tab.get("rgb", "")[-6:]:  # LibreOffice drops some
            found.tab = look.tab
        margins = zip(look.margins, generated.margins, strict=False)
        if look.page != generated.page or any(abs(a - b) > MARGIN for a, b in margins):
            found.page, found.margins = look.page, look.margins
        if said(look.prints) != said(generated.prints):
            found.prints = look.prints
        if look.filter:
            self._tell(f"{title}!{look.filter}", "filter")
        if look.split:
            self._tell(title, "split")
        if look.breaks:
            self._tell(title, "breaks", str(look.breaks))
        if look.password:
            self._tell(title, "password")

    def _pane(self, title: str, look: SheetLook, generated: SheetLook, found: NewLook, now: Lines) -> None:
        if look.pane == generated.pane or look.split:
            return
        row, column = now.row(look.pane[0] + 1), now.column(look.pane[1] + 1)
        if row is None or column is None:
            self._tell(f"{title}!{a1(*look.pane)}", "pane")
            return
        found.pane = (row - 1 if look.pane[0] else 0, column - 1 if look.pane[1] else 0)

    @staticmethod
    def _are_sorted(then: Lines) -> bool:
        """Whether rows of a table stand in another order than they were generated in: heights stay, rows move."""
        for table in then.tables:
            rows = [then.row(row) for row in range(table.target.min_row, table.target.max_row + 1)]
            known = [row for row in rows if row is not None]
            if known != sorted(known):
                return True
        return False

    def _sorted_heights(self, title: str, look: SheetLook, generated: SheetLook, then: Lines) -> None:
        def heights(rows: Mapping[int, LineLook]) -> Counter[int]:
            return Counter(round(line.size) for line in rows.values() if line.size is not None)

        own = {row: line for row, line in look.rows.items() if then.row(row) is not None}
        if heights(own) - heights(generated.rows):
            self._tell(title, "heights")

    def _cells(self, title: str, old: SheetXml, twin: np.ndarray, then: Lines, injections: Injections) -> None:
        """Take over the looks of cells that a person marked: fill, number format, font, alignment, borders."""
        rows, columns, styles = old.styles()
        at_rows, at_columns = then.cells(rows, columns)
        known = (at_rows > 0) & (at_columns > 0)
        inside = known & (at_rows <= twin.shape[0]) & (at_columns <= twin.shape[1])
        ours = np.full(rows.shape, NO_CELL, dtype=np.int64)
        ours[inside] = twin[at_rows[inside] - 1, at_columns[inside] - 1]
        pairs = np.where(known, styles.astype(np.int64) << 16 | ours, -1)
        kinds, firsts, which, counts = np.unique(pairs, return_index=True, return_inverse=True, return_counts=True)
        faces: list[tuple[Face, Face] | None] = [self._faces(pair) for pair in kinds.tolist()]
        usual: dict[Face, Face] = {}
        if not self.same_version:
            usual = _usual((faces[n], int(counts[n])) for n in np.argsort(firsts).tolist())
        marked = [pair is not None and is_marked(*pair) and usual.get(pair[1]) != pair[0] for pair in faces]
        for n in np.flatnonzero(np.array(marked, dtype=bool)[which]).tolist():
            self._mark(Place(title, int(rows[n]), int(columns[n])), int(styles[n]), injections)

    def _faces(self, pair: int) -> tuple[Face, Face] | None:
        """Return what cells look like and what they were generated as; None where there is nothing to compare."""
        if pair < 0:
            return None
        style, generated = pair >> 16, pair & 0xFFFF
        if generated == NO_CELL and self.faces[style] == self.faces[0]:
            return None
        return self.faces[style], self.twin_faces[0 if generated == NO_CELL else generated]

    def _mark(self, place: Place, style: int, injections: Injections) -> None:
        at, sheet = Lines(self.new, place.sheet).cell(place.row, place.column), self.new.sheets[place.sheet]
        if at is not None and sheet is not None and (self.new.named(place) or not self._is_covered(Place(sheet, *at))):
            known = injections.setdefault(sheet, {}).get(at, Injection(None))
            injections[sheet][at] = replace(known, style=style, marked=True)

    def _is_covered(self, place: Place) -> bool:
        bounds = (area.bounds for area in self.new.areas.values() if area.sheet == place.sheet)
        return any(t < place.row <= b + 1 and le < place.column <= r + 1 for t, le, b, r in bounds)


def _usual(pairs: Iterable[tuple[tuple[Face, Face] | None, int]]) -> dict[Face, Face]:
    """Return what most cells look like that have a look of ours, from looks in the order in which they are met."""
    counts: dict[Face, Counter[Face]] = {}
    for pair, count in pairs:
        if pair is not None:
            counts.setdefault(pair[1], Counter())[pair[0]] += count
    return {generated: found.most_common(1)[0][0] for generated, found in counts.items()}


def _lines(
    old: Mapping[int, LineLook],
    generated: Mapping[int, LineLook],
    now: LineMap,
    then: LineMap,
    tolerance: float,
) -> Iterator[tuple[int, LineLook]]:
    """Yield the rows or columns that a person changed, under their new numbers."""
    for number in sorted({*old, *generated}):
        line, was_at, new = old.get(number, LineLook()), then(number), now(number)
        was = generated.get(was_at or 0, LineLook())
        if was_at is None or new is None:
            continue
        resized = line.size is not None and (was.size is None or abs(line.size - was.size) > tolerance)
        if resized or (line.hidden, line.level) != (was.hidden, was.level):
            yield new, replace(line, size=line.size if resized else None)
