"""The preview as a workbook: written for a person to decide in, and read back."""

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from flowxl.cycle.importing import FORMULA_THERE, Line, Preview, Verdict
from flowxl.cycle.importing_same import is_same
from flowxl.cycle.importing_targets import Targets
from flowxl.cycle.importing_words import (
    DECISION_WORDS,
    HELP,
    NOTE_TITLES,
    SHEETS,
    TITLES,
    UNUSED_TITLES,
    VERDICT_WORDS,
    code_of,
    decision_of,
    reasons_in,
)
from flowxl.ooxml.addresses import a1, pinned_range
from flowxl.ooxml.package import Kind, Package
from flowxl.ooxml.precheck import precheck
from flowxl.reading.book_tables import Cell, Table, fitted
from flowxl.voice.faults import Fault, Findings, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Language, Text, shortened
from flowxl.yearbook.readings import Reading, said

NAME = "flow_preview"
_CHANGED = Message("doubt.changed")
MOST = 1_000_000
_FIRST = 2  # rows above the header: help, and one blank
_WIDTHS = (8, 9, 14, 14, 46, 24, 10, 7, 14, 20, 18, 12, 34, 14, 9, 26, 16)
_COLOURS = {"new": "#E2F0D9", "conflict": "#F8CBAD", "review": "#FFE699"}
_LONGEST = 32_000  # a cell holds 32,767 characters


def write_preview(preview: Preview, path: Path) -> None:
    """Write the preview as a workbook.

    Raises
    ------
    FlowXLError
        If it has more lines than a sheet has rows.
    """
    lines = [line for line in preview.lines if len(preview.lines) <= MOST or line.verdict != "same"]
    if len(lines) > MOST:
        fault = Fault("too_large.preview", Place(path.name), lines=len(lines), most=MOST)
        raise FlowXLError(Message("importing.too_large"), [fault])
    language = preview.targets.book.language
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False})
    try:
        _Writer(book, preview, language).write(lines)
    finally:
        book.close()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, preview: Preview, language: Language) -> None:
        self.book, self.preview, self.language = book, preview, language
        self.bold: Format = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
        self.edit: Format = book.add_format({"bg_color": "#FFF2CC"})
        self.colours = {verdict: book.add_format({"bg_color": colour}) for verdict, colour in _COLOURS.items()}

    def write(self, lines: Sequence[Line]) -> None:
        """Write all sheets."""
        self._lines(lines)
        self._unused()
        rows = [(file, sheet, said(note, self.language)) for file, sheet, note in self.preview.remarks]
        self._list("notes", NOTE_TITLES, rows)

    def _sheet(self, key: str) -> Worksheet:
        return self.book.add_worksheet(SHEETS[key].of(self.language))

    def _lines(self, lines: Sequence[Line]) -> None:
        sheet = self._sheet("preview")
        sheet.write_string(0, 0, HELP.of(self.language))
        for column, (key, width) in enumerate(zip(TITLES, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(_FIRST, column, TITLES[key].of(self.language), self.bold)
        for row, line in enumerate(lines, _FIRST + 1):
            self._line(sheet, row, line)
        last = _FIRST + max(len(lines), 1)
        columns = list(TITLES)
        at = columns.index("decision")
        words = [word.of(self.language) for word in DECISION_WORDS.values()]
        sheet.data_validation(_FIRST + 1, at, last, at, {"validate": "list", "source": words, "ignore_blank": True})
        sheet.freeze_panes(_FIRST + 1, columns.index("reasons"))
        sheet.autofilter(_FIRST, 0, last, len(columns) - 1)
        area = pinned_range(_FIRST, 0, last, len(columns) - 1)
        self.book.define_name(NAME, f"='{sheet.get_name()}'!{area}")

    def _line(self, sheet: Worksheet, row: int, line: Line) -> None:
        cells = self._cells(line)
        for column, key in enumerate(TITLES):
            value = cells[key]
            form = self.edit if key in ("decision", "value") else None
            form = self.colours.get(line.verdict) if key == "verdict" else form
            if isinstance(value, float | int):
                sheet.write_number(row, column, value, form)
            elif value:
                sheet.write_string(row, column, value[:_LONGEST], form)
            elif form:
                sheet.write_blank(row, column, None, form)

    def _cells(self, line: Line) -> dict[str, float | int | str | None]:
        framework, reading = self.preview.targets.framework, line.reading
        indicator, _, place = line.key.partition(".")
        return {
            "verdict": VERDICT_WORDS[line.verdict].of(self.language),
            "decision": DECISION_WORDS[line.decision].of(self.language) if line.decision else "",
            "value": line.value,
            "now": line.now,
            "reasons": reasons_in(line.reasons, self.language),
            "indicator": framework.indicator[indicator].name.of(self.language),
            "place": framework.places[place].name.of(self.language),
            "year": line.year,
            "key": line.key,
            "target": f"{line.sheet}!{line.address}",
            "text": reading.text,
            "measure": reading.measure,
            "file": reading.file,
            "sheet": reading.sheet,
            "cell": reading.cell,
            "found_indicator": reading.indicator,
            "found_place": reading.place,
        }

    def _unused(self) -> None:
        unused = self.preview.unused
        rows = [(one.file, one.sheet, one.reason.of(self.language), one.count, one.cell) for one in unused]
        self._list("unused", UNUSED_TITLES, rows)

    def _list(self, key: str, titles: dict[str, Text], rows: Sequence[tuple[str | int, ...]]) -> None:
        sheet = self._sheet(key)
        for column, (name, title) in enumerate(titles.items()):
            sheet.set_column(column, column, 60 if name in ("reason", "note") else 24)
            sheet.write_string(0, column, title.of(self.language), self.bold)
        for row, cells in enumerate(rows[:MOST], 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, int):
                    sheet.write_number(row, column, cell)
                else:
                    sheet.write_string(row, column, cell[:_LONGEST])
        sheet.freeze_panes(1, 0)


def read_preview(path: Path, targets: Targets) -> list[Line]:
    """Read a preview that a person has gone through; what changed in the book since then waits again.

    Raises
    ------
    FlowXLError
        If it is no preview, or a line cannot be understood; every such line is told.
    """
    precheck(path)
    with Package.open(path) as package:
        areas = package.defined_names.get(NAME, [])
        if len(areas) != 1:
            fault = Fault("preview.no_table", Place(path.name), name=NAME)
            raise FlowXLError(Message("importing.no_preview", name=path.name), [fault])
        cells = package.sheet(areas[0].sheet)
        area = fitted(areas[0], cells)
        faults = Findings()
        table = Table(NAME, area, cells, _columns(Table(NAME, area, cells, {}), faults))
        lines = [] if faults else [_Row(table, row, targets).line(faults) for row in table.rows]
    found = [line for line in lines if line is not None]
    faults.extend(_twice(found))
    if faults:
        raise FlowXLError(Message("importing.preview", name=path.name), faults)
    return found


def _columns(table: Table, faults: Findings) -> dict[str, int]:
    titles = {title: key for key, text in TITLES.items() for title in (text.zh, text.en)}
    area = table.target
    found: dict[str, int] = {}
    for column in range(area.min_col, area.max_col + 1):
        key = titles.get(table.cell(area.min_row, column).text)
        if key:
            found.setdefault(key, column)
    missing = tuple(title for key, title in TITLES.items() if key not in found)
    if missing:
        faults.append(Fault("header.preview", Place(sheet=area.sheet, row=area.min_row), titles=missing))
    return found


class _Row:
    """One line of a preview as a person left it."""

    def __init__(self, table: Table, row: int, targets: Targets) -> None:
        self.targets = targets
        self.cells: dict[str, Cell] = {key: table.field(row, key) for key in table.columns}

    def line(self, faults: Findings) -> Line | None:
        """Return the line; None with faults where it cannot be understood."""
        cells = self.cells
        decision = decision_of(cells["decision"].text)
        verdict = code_of(cells["verdict"].text, VERDICT_WORDS)
        key, year = cells["key"].text, self._year()
        value = cells["value"]
        written = value.value if value.kind in (Kind.NUMBER, Kind.DATE) and isinstance(value.value, float) else None
        wrong = []
        if decision is None:
            words = " / ".join(f"{word.zh} ({word.en})" for word in DECISION_WORDS.values())
            wrong.append(self._fault("preview.decision", "decision", words=words))
        if verdict is None:
            wrong.append(self._fault("preview.verdict", "verdict"))
        if (key, year) not in self.targets.figures:
            wrong.append(self._fault("preview.key", "key"))
        if decision != "skip" and value.text and written is None:
            wrong.append(self._fault("preview.value", "value"))
        if decision == "use" and not value.text:
            wrong.append(self._fault("preview.no_value", "value"))
        faults.extend(wrong)
        if wrong or decision is None or verdict is None:
            return None
        return self._checked(verdict, decision, written, (key, year))  # type: ignore[arg-type]

    def _year(self) -> int:
        text = self.cells["year"].text
        return int(text) if text.isdecimal() else 0

    def _fault(self, how: str, name: str, **values: object) -> Fault:
        """Return a fault of one cell of the line."""
        cell = self.cells[name]
        place = Place(sheet=cell.sheet, cell=a1(cell.row - 1, cell.column - 1))
        series, year = shortened(self.cells["key"].text), self._year() or ""
        return Fault(how, place, 1, shown=cell.shown, series=series, year=year, **values)

    def _checked(self, verdict: Verdict, decision: str, value: float | None, where: tuple[str, int]) -> Line:
        """Return the line beside what the book holds now."""
        target = self.targets.figures[where]
        seen = self.cells["now"].value if self.cells["now"].text else None
        same = target.now == seen or (isinstance(seen, float) and is_same(seen, target.now))
        reasons: tuple[Message, ...] = ()
        if target.cell.is_formula:
            verdict, decision, reasons = "review", "", (FORMULA_THERE,)
        elif value is not None and is_same(value, target.now):
            verdict, decision = "same", ""
        elif not same:
            verdict, decision, reasons = "conflict", "", (_CHANGED,)
        elif verdict == "same" or (
            verdict == "new" and target.now is not None
        ):  # another value was typed over one that was the same
            verdict = "conflict"
        sheet, address = target.place
        return Line(self._reading(where[1]), *where, value, verdict, reasons, sheet, address, target.now, decision)  # type: ignore[arg-type]

    def _reading(self, year: int) -> Reading:
        text = {key: cell.text for key, cell in self.cells.items()}
        return Reading(
            None, text["text"], text["found_place"], text["found_indicator"], year, text["measure"], text["file"],
            text["sheet"], text["cell"],
        )  # fmt: skip


def _twice(lines: Sequence[Line]) -> list[Fault]:
    """Two different values for one cell cannot both be written."""
    first: dict[tuple[str, int], Line] = {}
    faults = []
    for line in lines:
        if not line.writes or line.value is None:
            continue
        other = first.setdefault((line.key, line.year), line)
        if other.value is not None and not is_same(line.value, other.value):
            faults.append(
                Fault(
                    "twice",
                    Place(name=f"{line.key} {line.year}"),
                    one=line.value,
                    one_at=line.reading.where,
                    other=other.value,
                    other_at=other.reading.where,
                )
            )
    return faults
