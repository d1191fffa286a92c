"""The ratings of a returned questionnaire: what counts, what is missing, what cannot be taken."""

import math
from dataclasses import dataclass, field

import numpy as np

from flowxl.core.delphi.study import Remark, Study, item_positions
from flowxl.ooxml.package import Kind
from flowxl.questionnaire.earlier_rounds import group_of
from flowxl.questionnaire.identity import BUDGET_TOLERANCE, ITEMS, Sheet
from flowxl.questionnaire.returned_tables import Places, one_line
from flowxl.questionnaire.wording import say
from flowxl.reading.book_tables import Cell, Table
from flowxl.voice.faults import Fault, Findings
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import LANGUAGES, shortened


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
            self.faults.append(Fault("altered.item", cell.place, found=cell.content, code=item.code, name=expected))

    def _strangers(self) -> None:
        """Refuse rows without a code in which something was typed: nobody knows what it is about."""
        scale = self.study.scale
        ours = {say("sum", language, high=scale.high) for language in LANGUAGES} if scale.budget else set()
        for row in self.table.rows:
            if self.table.field(row, "code").text or one_line(self.table.field(row, "name").text) in ours:
                continue
            keys = [key for key in ("rating", "reason", "comment") if key in self.table.columns]
            for cell in (self.table.field(row, key) for key in keys):
                if cell.text:
                    self.faults.append(Fault("altered.no_code", cell.place, found=cell.content))

    def _rating(self, row: int, position: int) -> bool:
        """Take a rating; return whether it can be taken, or is missing."""
        cell, scale = self.table.field(row, "rating"), self.study.scale
        code = self.study.items[position].code
        if not cell.text and not cell.is_formula:
            name = shortened(self.study.items[position].name.of(self.sheet.language))
            self.found.gaps.append(Fault("incomplete.rating", cell.place, code=code, name=name))
            return True
        self.found.filled += 1
        fault = _unusable(cell, self._wanted())
        value = cell.value if fault is None and isinstance(cell.value, float) else math.nan
        if fault is None and not scale.low <= value <= scale.high:
            fault = Fault("out_of_scale", cell.place, found=f"{value:.15g}", code=code, expected=self._wanted())
        elif fault is None and (cell.row, cell.column) in self.percentages:
            found = f"{100 * value:.10g}%"
            fault = Fault("percentage", cell.place, found=found, code=code, expected=self._wanted())
        elif fault is None and scale.whole and not value.is_integer():
            fault = Fault("not_whole", cell.place, found=f"{value:.15g}", code=code, expected=self._wanted())
        if fault is not None:
            self.faults.append(fault)
            return False
        self.found.values[position] = value
        return True

    def _wanted(self) -> Message:
        scale = self.study.scale
        return Message("scale.whole" if scale.whole else "scale.any", low=scale.low, high=scale.high)

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
                place = Place(sheet=self.table.target.sheet, name=Message("place.group", group=group) if group else "")
                fault = Fault("budget", place, total=f"{total:.10g}", high=high, tolerance=BUDGET_TOLERANCE)
                self.faults.append(fault)

    def _reasons(self, rows: dict[str, int]) -> None:
        group = group_of(self.study, self.sheet.round - 1)
        explained = {remark.item for remark in self.found.remarks if remark.kind == "reason"}
        for position, item in enumerate(self.study.items):
            value, low, high = self.found.values[position], group.low[position], group.high[position]
            if item.code not in explained and (value < low or value > high):
                cell = self.table.field(rows[item.code], "reason")
                numbers = {"value": float(value), "low": float(low), "high": float(high)}
                self.found.unexplained.append(Fault("no_reason", cell.place, 1, code=item.code, **numbers))


def _unusable(cell: Cell, wanted: Message) -> Fault | None:
    """Return the fault of a cell that holds no number."""
    if cell.kind is Kind.UNCACHED:
        return Fault("no_value.rating", cell.place, found=cell.content, expected=wanted)
    if cell.kind in (Kind.NUMBER, Kind.DATE):
        return None
    return Fault("not_a_number", cell.place, found=cell.content, expected=wanted)


def text_of(cell: Cell, faults: Findings) -> str:
    """Return what an expert wrote; an error, or a formula without a value, is no text and told."""
    if cell.kind in (Kind.ERROR, Kind.UNCACHED):
        faults.append(Fault("no_value.text", cell.place, found=cell.content))
        return ""
    return cell.text
