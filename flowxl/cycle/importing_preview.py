"""The preview as a workbook: written for a person to decide in, and read back."""

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from flowxl.cycle.importing import Line, Preview, Verdict
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
    decision_of,
    reasons_in,
)
from flowxl.ooxml.addresses import pinned_range
from flowxl.ooxml.package import Kind, Package
from flowxl.ooxml.precheck import precheck
from flowxl.reading.book_tables import Cell, Table, fitted
from flowxl.voice.faults import Fault, Findings, FlowXLError, rough
from flowxl.voice.text import Language, shortened
from flowxl.workbook.texts import pick, word_code
from flowxl.yearbook.doubts import in_chinese
from flowxl.yearbook.readings import Reading

NAME = "flow_preview"
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
        fault = rough(
            "too_large", path.name, f"{len(lines):,} lines", f"at most {MOST:,}", "Import fewer files at once"
        )
        raise FlowXLError("The preview is too large for a workbook.", [fault])
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
        rows = list(self.preview.remarks)
        self._list("notes", {key: pick(pair, self.language) for key, pair in NOTE_TITLES.items()}, rows)

    def _sheet(self, key: str) -> Worksheet:
        return self.book.add_worksheet(pick(SHEETS[key], self.language))

    def _lines(self, lines: Sequence[Line]) -> None:
        sheet = self._sheet("preview")
        sheet.write_string(0, 0, pick(HELP, self.language))
        for column, (key, width) in enumerate(zip(TITLES, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(_FIRST, column, pick(TITLES[key], self.language), self.bold)
        for row, line in enumerate(lines, _FIRST + 1):
            self._line(sheet, row, line)
        last = _FIRST + max(len(lines), 1)
        columns = list(TITLES)
        at = columns.index("decision")
        words = [pick(pair, self.language) for pair in DECISION_WORDS.values()]
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
            "verdict": pick(VERDICT_WORDS[line.verdict], self.language),
            "decision": pick(DECISION_WORDS[line.decision], self.language) if line.decision else "",
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
        zh = self.language == "zh"
        rows = [
            (one.file, one.sheet, in_chinese(one.reason) if zh else one.reason, one.count, one.cell)
            for one in self.preview.unused
        ]
        self._list("unused", {key: pick(pair, self.language) for key, pair in UNUSED_TITLES.items()}, rows)

    def _list(self, key: str, titles: dict[str, str], rows: Sequence[tuple[str | int, ...]]) -> None:
        sheet = self._sheet(key)
        for column, title in enumerate(titles.values()):
            sheet.set_column(column, column, 60 if title == list(titles.values())[2] else 24)
            sheet.write_string(0, column, title, self.bold)
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
            fault = rough("preview", path.name, "no table of that name", f"the table {NAME} that --preview writes")
            raise FlowXLError(f"{path.name} is no preview of an import.", [fault])
        cells = package.sheet(areas[0].sheet)
        area = fitted(areas[0], cells)
        faults = Findings()
        table = Table(NAME, area, cells, _columns(Table(NAME, area, cells, {}), faults))
        lines = [] if faults else [_Row(table, row, targets).line(faults) for row in table.rows]
    found = [line for line in lines if line is not None]
    faults.extend(_twice(found))
    if faults:
        raise FlowXLError(f"{path.name} cannot be used as it stands; nothing was written.", faults)
    return found


def _columns(table: Table, faults: Findings) -> dict[str, int]:
    titles = {title: key for key, pair in TITLES.items() for title in pair}
    area = table.target
    found: dict[str, int] = {}
    for column in range(area.min_col, area.max_col + 1):
        key = titles.get(table.cell(area.min_row, column).text)
        if key:
            found.setdefault(key, column)
    missing = [pick(pair, "zh") for key, pair in TITLES.items() if key not in found]
    if missing:
        where = f"{area.sheet} row {area.min_row}"
        faults.append(rough("header", where, "no column " + ", ".join(missing), "the columns as written"))
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
        verdict = word_code(cells["verdict"].text, VERDICT_WORDS)
        key, year = cells["key"].text, int(cells["year"].text) if cells["year"].text.isdecimal() else 0
        value = cells["value"]
        written = value.value if value.kind in (Kind.NUMBER, Kind.DATE) and isinstance(value.value, float) else None
        words = " / ".join(f"{zh} ({en})" for zh, en in DECISION_WORDS.values())
        problems = (
            (decision is None, "decision", words),
            (verdict is None, "verdict", "the word as written"),
            ((key, year) not in self.targets.figures, "key", "a row and a year of the book"),
            (decision != "skip" and bool(value.text) and written is None, "value", "a number or nothing"),
            (decision == "use" and not value.text, "value", "a number, where the decision is to use it"),
        )
        wrong = [
            rough("preview", cells[name].where, f"{cells[name].shown} ({shortened(key)} {year or ''})", expected)
            for bad, name, expected in problems
            if bad
        ]
        faults.extend(wrong)
        if wrong or decision is None or verdict is None:
            return None
        return self._checked(verdict, decision, written, (key, year))  # type: ignore[arg-type]

    def _checked(self, verdict: Verdict, decision: str, value: float | None, where: tuple[str, int]) -> Line:
        """Return the line beside what the book holds now."""
        target = self.targets.figures[where]
        seen = self.cells["now"].value if self.cells["now"].text else None
        same = target.now == seen or (isinstance(seen, float) and is_same(seen, target.now))
        reasons: tuple[str, ...] = ()
        if target.cell.is_formula:
            verdict, decision, reasons = "review", "", ("a formula stands there",)
        elif value is not None and is_same(value, target.now):
            verdict, decision = "same", ""
        elif not same:
            verdict, decision, reasons = "conflict", "", ("the book has changed since the preview",)
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
            found = f"{line.value:.15g} ({line.reading.where}) and {other.value:.15g} ({other.reading.where})"
            faults.append(rough("twice", f"{line.key} {line.year}", found, "one value to write"))
    return faults
