"""The ratings of a returned questionnaire: what counts, what is missing, what cannot be taken."""

import math
from dataclasses import dataclass, field

import numpy as np

from flowxl.core.delphi.study import Remark, Study, item_positions
from flowxl.ooxml.package import Kind
from flowxl.questionnaire.earlier_rounds import group_of
from flowxl.questionnaire.identity import BUDGET_TOLERANCE, ITEMS, Sheet
from flowxl.questionnaire.returned_tables import RETURN_OURS, Places, one_line
from flowxl.questionnaire.wording import say
from flowxl.reading.book_tables import Cell, Table
from flowxl.voice.faults import Fault, Findings, rough
from flowxl.voice.text import Language, shortened

_LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass
class Ratings:
    """What stands in the table of items.

    Attributes
    ----------
    values
        Shape (items,); NaN where there is none, or none that can be taken.
    gaps
        Items without a rating.
    unexplained
        Ratings outside the quartiles without a reason.
    """

    values: np.ndarray
    remarks: list[Remark] = field(default_factory=list)
    gaps: list[Fault] = field(default_factory=list)
    unexplained: list[Fault] = field(default_factory=list)
    filled: int = 0


def read_ratings(places: Places, sheet: Sheet) -> Ratings:
    """Read the ratings with reasons and comments; faults are left with the places."""
    found = Ratings(np.full(len(sheet.study.items), np.nan))
    keys = ["code", "name", "rating", "comment", *(["reason"] if sheet.round > 1 else [])]
    table = places.table(ITEMS, keys)
    if table is not None:
        _Reader(places, sheet, table, found).read()
    return found


class _Reader:
    def __init__(self, places: Places, sheet: Sheet, table: Table, found: Ratings) -> None:
        self.places, self.sheet, self.table, self.found = places, sheet, table, found
        self.faults: Findings = places.faults
        self.study: Study = sheet.study
        self.percentages = places.package.percentages(table.target.sheet)

    def read(self) -> None:
        rows = self.places.rows(self.table, self.study.item_codes)
        self._strangers()
        sound = True
        for position, item in enumerate(self.study.items):
            row = rows.get(item.code)
            if row is None:
                sound = False
                continue
            self._wording(row, position)
            sound &= self._rating(row, position)
            self._remarks(row, item.code)
        if self.study.scale.budget and sound:
            self._sums()
        if self.sheet.round > 1:
            self._reasons(rows)

    def _wording(self, row: int, position: int) -> None:
        cell, item = self.table.field(row, "name"), self.study.items[position]
        expected = item.name.of(self.sheet.language)
        if one_line(cell.text) != one_line(expected):
            self.faults.append(rough("altered", cell.where, cell.shown, f"{item.code}: {expected}", RETURN_OURS))

    def _strangers(self) -> None:
        """Refuse rows without a code in which something was typed: nobody knows what it is about."""
        scale = self.study.scale
        ours = {say("sum", language, high=scale.high) for language in _LANGUAGES} if scale.budget else set()
        for row in self.table.rows:
            if self.table.field(row, "code").text or one_line(self.table.field(row, "name").text) in ours:
                continue
            keys = [key for key in ("rating", "reason", "comment") if key in self.table.columns]
            for cell in (self.table.field(row, key) for key in keys):
                if cell.text:
                    self.faults.append(rough("altered", cell.where, cell.shown, "nothing in a row without a code"))

    def _rating(self, row: int, position: int) -> bool:
        """Take a rating; return whether it can be taken, or is missing."""
        cell, scale = self.table.field(row, "rating"), self.study.scale
        code = self.study.items[position].code
        if not cell.text and not cell.is_formula:
            name = shortened(self.study.items[position].name.of(self.sheet.language))
            self.found.gaps.append(rough("incomplete", cell.where, f"no rating of {code} {name}", "a rating"))
            return True
        self.found.filled += 1
        fault = _unusable(cell, self._wanted())
        value = cell.value if fault is None and isinstance(cell.value, float) else math.nan
        if fault is None and not scale.low <= value <= scale.high:
            fault = rough("out_of_scale", cell.where, f"{value:.15g} for {code}", self._wanted())
        elif fault is None and (cell.row, cell.column) in self.percentages:
            remedy = "Type the number without %"
            fault = rough("percentage", cell.where, f"{100 * value:.10g}% for {code}", self._wanted(), remedy)
        elif fault is None and scale.whole and not value.is_integer():
            fault = rough("not_whole", cell.where, f"{value:.15g} for {code}", self._wanted())
        if fault is not None:
            self.faults.append(fault)
            return False
        self.found.values[position] = value
        return True

    def _wanted(self) -> str:
        scale = self.study.scale
        return f"a {'whole ' if scale.whole else ''}number from {scale.low:g} to {scale.high:g}"

    def _remarks(self, row: int, code: str) -> None:
        for kind in ("reason", "comment"):
            if kind in self.table.columns:
                cell = self.table.field(row, kind)
                text = text_of(cell, self.faults)
                if text:
                    self.found.filled += 1
                    self.found.remarks.append(Remark(kind, code, text))  # type: ignore[arg-type]

    def _sums(self) -> None:
        """Refuse points that do not add up; a group with gaps may, for what is empty may be meant as nought."""
        high = self.study.scale.high
        for group in self.study.groups:
            values = self.found.values[item_positions(self.study.items, group)]
            given = values[~np.isnan(values)]
            total = math.fsum(given)
            if given.size and abs(total - high) > BUDGET_TOLERANCE + 1e-9:
                where = f"{self.table.target.sheet}, group {group}" if group else self.table.target.sheet
                expected = f"{high:g}, give or take {BUDGET_TOLERANCE:g}"
                self.faults.append(rough("budget", where, f"points that sum to {total:.10g}", expected))

    def _reasons(self, rows: dict[str, int]) -> None:
        group = group_of(self.study, self.sheet.round - 1)
        explained = {remark.item for remark in self.found.remarks if remark.kind == "reason"}
        for position, item in enumerate(self.study.items):
            value, low, high = self.found.values[position], group.low[position], group.high[position]
            if item.code not in explained and (value < low or value > high):
                cell = self.table.field(rows[item.code], "reason")
                found = f"no reason for {value:g} of {item.code}"
                expected = f"a reason, as it lies outside {low:g} to {high:g}"
                self.found.unexplained.append(rough("no_reason", cell.where, found, expected))


def _unusable(cell: Cell, wanted: str) -> Fault | None:
    """Return the fault of a cell that holds no number."""
    if cell.kind is Kind.UNCACHED:
        remedy = "Open the file in a spreadsheet program and save it"
        return rough("no_value", cell.where, cell.shown, wanted, remedy)
    if cell.kind in (Kind.NUMBER, Kind.DATE):
        return None
    return rough("not_a_number", cell.where, cell.shown, wanted, "Type the number alone")


def text_of(cell: Cell, faults: Findings) -> str:
    """Return what an expert wrote; an error, or a formula without a value, is no text and told."""
    if cell.kind in (Kind.ERROR, Kind.UNCACHED):
        remedy = "A text that begins with = or - needs an apostrophe before it"
        faults.append(rough("no_value", cell.where, cell.shown, "a text", remedy))
        return ""
    return cell.text
