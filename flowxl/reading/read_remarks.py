"""The sheet 数据备注: what is said about single values; a remark that fits none is a fault, and is not used."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from flowxl.core.framework import Framework
from flowxl.core.panel import Remark
from flowxl.reading.book_tables import Cell, Table, Tables
from flowxl.voice.faults import Fault
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
                twice = Fault("remark.twice", cells["key"].place, key=key, year=year)
                self.faults.append(twice)

    def _wrong(self, cells: dict[str, Cell], key: str | None, year: int | None, status: str | None) -> list[Fault]:
        wrong = []
        if key is None:
            wrong.append(Fault("remark.key", cells["key"].place, found=cells["key"].content))
        if year not in self.years:
            place, content = cells["year"].place, cells["year"].content
            wrong.append(Fault("remark.year", place, found=content, first=self.years[0], last=self.years[-1]))
        if cells["status"].text and status is None:
            words = tuple(pair.of("zh") for pair in texts.STATUS_WORDS.values())
            wrong.append(Fault("remark.status", cells["status"].place, found=cells["status"].content, known=words))
        if not wrong and status == "not_applicable" and (key, year) in self.numbers:
            wrong.append(Fault("remark.value", cells["status"].place, key=key, year=year))
        return wrong

    def _check_below(self, table: Table) -> None:
        """Text below the remarks would be lost in silence."""
        column, last = table.columns["key"], table.cells.max_row
        for row in table.cells.filled_rows(table.target.max_row + 1, last, column, column):
            cell = table.cell(row, column)
            self.faults.append(Fault("below.remark", cell.place, found=cell.content))
