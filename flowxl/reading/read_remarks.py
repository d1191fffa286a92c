"""The sheet 数据备注: what is said about single values; a remark that fits none is a fault, and is not used."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from flowxl.core.framework import Framework
from flowxl.core.panel import Remark
from flowxl.reading.book_tables import Cell, Table, Tables
from flowxl.voice.faults import Fault, rough
from flowxl.workbook import texts

REMARK_FIELDS = ("key", "year", "status", "source", "note")
YEAR = re.compile(r"[0-9]{1,4}")


@dataclass
class RemarkReader:
    """Reads the table of remarks; ``numbers`` are the keys and years that have a value."""

    framework: Framework
    years: tuple[int, ...]
    numbers: Collection[tuple[str, int]]
    found: dict[tuple[str, int], Remark] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def read(self, tables: Tables) -> None:
        """Read every row that holds something."""
        most = len(self.framework.series) * len(self.years)
        table = tables.find("flow_remarks", REMARK_FIELDS, most=most)
        if table is None:
            return
        keys = {key.lower(): key for key in self.framework.series_position}
        for row in table.rows:
            cells = {key: table.field(row, key) for key in table.columns}
            if any(cell.text for cell in cells.values()):
                self._take(cells, keys.get(cells["key"].text.lower()))
        self._check_below(table)

    def _take(self, cells: dict[str, Cell], key: str | None) -> None:
        year = int(cells["year"].text) if YEAR.fullmatch(cells["year"].text) else None
        status = texts.word_code(cells["status"].text, texts.STATUS_WORDS) if cells["status"].text else None
        wrong = self._wrong(cells, key, year, status)
        self.faults.extend(wrong)
        if not wrong and key and year:
            remark = Remark(status, cells["source"].text, cells["note"].text)  # type: ignore[arg-type]
            if self.found.setdefault((key, year), remark) != remark:
                twice = rough("remark", cells["key"].where, f"{key} {year} twice", "one remark for each value")
                self.faults.append(twice)

    def _wrong(self, cells: dict[str, Cell], key: str | None, year: int | None, status: str | None) -> list[Fault]:
        words = ", ".join(pair.of("zh") for pair in texts.STATUS_WORDS.values())
        tests = (
            (key is None, "key", "the key of an input row, e.g. TR08.SH"),
            (year not in self.years, "year", f"a year from {self.years[0]} to {self.years[-1]}"),
            (bool(cells["status"].text) and status is None, "status", words),
        )
        wrong = [
            rough("remark", cells[name].where, cells[name].shown, expected) for bad, name, expected in tests if bad
        ]
        if not wrong and status == "not_applicable" and (key, year) in self.numbers:
            found = f"not applicable, but {key} {year} has a value"
            wrong.append(rough("remark", cells["status"].where, found, "one of them"))
        return wrong

    def _check_below(self, table: Table) -> None:
        """Text below the remarks would be lost in silence."""
        column, last = table.columns["key"], table.cells.max_row
        for row in table.cells.filled_rows(table.target.max_row + 1, last, column, column):
            cell = table.cell(row, column)
            self.faults.append(rough("below", cell.where, cell.shown, "remarks inside the table"))
