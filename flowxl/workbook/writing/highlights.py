"""Conditional formats: one rule per table and meaning, relative to its first cell, so that size costs nothing."""

from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flowxl.core.framework import Pillar
from flowxl.ooxml.addresses import a1
from flowxl.workbook import styles, texts
from flowxl.workbook.book import Book
from flowxl.workbook.grid import Area
from flowxl.workbook.layout import input_grid_name
from flowxl.workbook.plan_compare import RANKS
from flowxl.workbook.plan_weighting import RATINGS
from flowxl.workbook.writing.validation import box

Box = tuple[int, int, int, int]
STATUS_ROW, COUNT_ROW = 1, 2
SIGNS = ("●", "▲", "■")
"""The first character of a status line says its state, also in grey print."""


class Highlights:
    """Adds the conditional formats of one book to its sheets."""

    def __init__(self, book: Book, workbook: Workbook) -> None:
        self.book, self.layout, self.workbook = book, book.layout, workbook
        self._made: dict[str, Any] = {}
        self.looks: dict[str, dict[str, Any]] = {
            "good": {"bg_color": styles.GOOD, "font_color": styles.GOOD_INK},
            "attention": {"bg_color": styles.ATTENTION, "font_color": styles.ATTENTION_INK},
            "fault": {"bg_color": styles.FAULT, "font_color": styles.FAULT_INK},
            "missing": {"bg_color": styles.MISSING_FILL},
            "not_applicable": {"bg_color": styles.NOT_APPLICABLE, "fg_color": styles.FAINT, "pattern": 14},
            "thin": {
                "font_color": styles.ATTENTION_INK,
                "italic": True,
                "border": 1,
                "border_color": styles.BENCHMARK_LINE,
            },
            "faint": {"font_color": styles.FAINT},
            "outside": {"font_color": styles.ATTENTION_INK, "bold": True},
            "leading": {"bg_color": styles.LEADING, "font_color": "#1B4F7A"},
            "level": {"bg_color": styles.LEVEL, "font_color": styles.GREY},
            "lagging": {"bg_color": styles.LAGGING, "font_color": styles.ATTENTION_INK},
        }

    def _format(self, look: str) -> Any:
        if look not in self._made:
            self._made[look] = self.workbook.add_format(self.looks[look])
        return self._made[look]

    def _rule(self, worksheet: Worksheet, cells: Box, formula: str, look: str, *, stop: bool = False) -> None:
        rule = {"type": "formula", "criteria": f"={formula}", "format": self._format(look), "stop_if_true": stop}
        worksheet.conditional_format(*cells, rule)

    def status(self, worksheet: Worksheet, row: int = STATUS_ROW) -> None:
        """Colour the status line by the sign that it begins with."""
        cell = a1(row, 0, pin_row=True, pin_column=True)
        for sign, look in zip(SIGNS, ("good", "attention", "fault"), strict=True):
            self._rule(worksheet, (row, 0, row, 2), f'LEFT({cell},1)="{sign}"', look)

    def inputs(self, worksheet: Worksheet, pillar: Pillar, sheet: str) -> None:
        """Mark faults, values that do not apply, suspicious steps, and rows that still have no value."""
        area, years = self.layout.areas[input_grid_name(pillar.code)], self.layout.year_keys
        cells = box(area, years[0], years[-1], 0, area.grid.size - 1)
        own = area.cell(0, years[0])
        row = {field: area.cell(0, field, "f") for field in ("key", "faults", "mismatch")}
        number = f"(ISNUMBER({own})*NOT(ISLOGICAL({own})))"
        self._rule(worksheet, cells, f"(N({row['faults']})>0)*NOT(ISBLANK({own}))*({number}=0)", "fault", stop=True)
        self._rule(worksheet, cells, self._not_applicable(area, sheet, row["key"]), "not_applicable", stop=True)
        if len(years) > 1:
            later = box(area, years[1], years[-1], 0, area.grid.size - 1)
            self._rule(worksheet, later, self._step(area, sheet), "attention", stop=True)
        line = area.line(0, years[0], years[-1])
        self._rule(worksheet, cells, f"(COUNT({line})=0)*ISBLANK({own})", "missing")
        found = "+".join(f"SUM({area.span(field)})" for field in ("faults", "mismatch"))
        self._rule(worksheet, (COUNT_ROW, 0, COUNT_ROW, 2), f"{found}>0", "fault")
        for field in ("faults", "mismatch"):
            self._rule(worksheet, box(area, field, field, 0, area.grid.size - 1), f"N({row[field]})>0", "fault")

    def _not_applicable(self, area: Area, sheet: str, key: str) -> str:
        remarks = self.layout.area("flow_remarks", sheet)
        word = texts.pick(texts.STATUS_WORDS["not_applicable"], self.book.language)
        year = area.cell(-1, self.layout.year_keys[0], "i")
        pairs = f'{remarks.span("key")},{key},{remarks.span("year")},{year},{remarks.span("status")},"{word}"'
        return f"COUNTIFS({pairs})>0"

    def _step(self, area: Area, sheet: str) -> str:
        before, now = (area.cell(0, key) for key in self.layout.year_keys[:2])
        factor = self.book.setting("step_factor", sheet)
        both = f"ISNUMBER({before})*ISNUMBER({now})*({before}<>0)*({now}<>0)"
        return f"{both}*((ABS({now})>{factor}*ABS({before}))+(ABS({before})>{factor}*ABS({now})))>0"

    def framework(self, worksheet: Worksheet) -> None:
        """Show indicators that do not count in a fainter ink."""
        area = self.layout.areas["flow_framework"]
        no = texts.pick(texts.YES_NO[0], self.book.language)
        cells = box(area, area.grid.fields[0].key, "counting", 0, area.grid.size - 1)
        self._rule(worksheet, cells, f'{area.cell(0, "counting", "f")}="{no}"', "faint")

    def pillars(self, worksheet: Worksheet) -> None:
        """Heat on the pillar and dimension scores."""
        for name in ("flow_pillars", "flow_dimensions"):
            self._heat(worksheet, name, family="shown")
        self._thin(worksheet, "flow_pillars", "pillars", self.layout.areas["flow_pillars"].grid.size, "shown")

    def result(self, worksheet: Worksheet) -> None:
        """Heat on the scores, amber on those that rest on few indicators, the state of the book on its line."""
        size = len(self.book.framework.pillars)
        self.status(worksheet)
        self._thin(worksheet, "flow_result", "result", size)
        self._heat(worksheet, "flow_result", size)

    def _thin(self, worksheet: Worksheet, name: str, sheet: str, size: int, family: str = "score") -> None:
        area, pillars = self.layout.area(name, sheet), self.layout.area("flow_pillars", sheet)
        scores, counts = self.layout.city_keys(family), self.layout.city_keys("present_indicators")
        find = pillars.find(area.cell(0, "code", "f"))
        column = pillars.span(counts[0], "i")
        place = f"1,{find}" if pillars.grid.transposed else f"{find},1"
        needed = f"{self.book.setting('min_indicator_share', sheet)}*INDEX({pillars.span('indicators')},{place})"
        present = f"INDEX({column},{place})"
        formula = f"ISNUMBER({area.cell(0, scores[0])})*({present}<{needed})"
        self._rule(worksheet, box(area, scores[0], scores[-1], 0, size - 1), formula, "thin")

    def _heat(self, worksheet: Worksheet, name: str, size: int | None = None, family: str = "score") -> None:
        """Colour scores around 0, evenly to both sides, so that a shade means the same size either way."""
        area, scores = self.layout.areas[name], self.layout.city_keys(family)
        last = (size or area.grid.size) - 1
        start, end = area.position(0, scores[0]), area.position(last, scores[-1])
        fixed = {"pin_row": True, "pin_column": True}
        every = f"{a1(*start, **fixed)}:{a1(*end, **fixed)}"
        spread = f"SQRT(SUMSQ({every})/COUNT({every}))"
        # Twice the root mean square: one outlier among many cities does not wash out the rest.
        worksheet.conditional_format(*start, *end, {
            "type": "3_color_scale", "min_type": "formula", "mid_type": "num", "max_type": "formula",
            "min_value": f"=-{spread}-{spread}", "mid_value": 0, "max_value": f"={spread}+{spread}",
            "min_color": styles.LOW, "mid_color": styles.MIDDLE, "max_color": styles.HIGH,
        })  # fmt: skip

    def compare(self, worksheet: Worksheet) -> None:
        """Mark ranks that differ from those by the weights of the book."""
        area = self.layout.areas[RANKS]
        first, last = area.grid.fields[2].key, area.grid.fields[-1].key
        own, base = area.cell(0, first), area.cell(0, first, "f")
        self._rule(worksheet, box(area, first, last, 0, area.grid.size - 1), f"{own}<>{base}", "attention")

    def delphi(self, worksheet: Worksheet) -> None:
        """Mark items without consensus, and ratings outside the quartiles."""
        area = self.layout.areas[RATINGS]
        no = texts.pick(texts.YES_NO[0], self.book.language)
        last = area.grid.size - 1
        self._rule(worksheet, box(area, "agreed", "agreed", 0, last), f'{area.cell(0, "agreed")}="{no}"', "attention")
        first, end = (
            field.key for field in (area.grid.fields[area.grid.field_position["screened"] + 1], area.grid.fields[-1])
        )
        own, low, high = area.cell(0, first), area.cell(0, "q1", "f"), area.cell(0, "q3", "f")
        outside = f"ISNUMBER({own})*(({own}<{low})+({own}>{high}))>0"
        self._rule(worksheet, box(area, first, end, 0, last), outside, "outside")

    def gap(self, worksheet: Worksheet) -> None:
        """Colour and word say who leads."""
        area = self.layout.areas["flow_gap"]
        state = area.cell(0, "state", "f")
        for sign, look in ((1, "leading"), (0, "level"), (-1, "lagging")):
            word = texts.pick(texts.GAP_WORDS[sign], self.book.language)
            self._rule(worksheet, box(area, "gap", "state", 0, area.grid.size - 1), f'{state}="{word}"', look)

    def checks(self, worksheet: Worksheet) -> None:
        """Verdicts by level; counts that ask for attention in the tables behind them."""
        area = self.layout.areas["flow_checks"]
        level = area.cell(0, "level", "f")
        for grade, look in enumerate(("good", "attention", "fault")):
            test = f"{level}>1" if grade > 1 else f"{level}={grade}"
            self._rule(worksheet, box(area, "level", "verdict", 0, area.grid.size - 1), test, look)
        self.status(worksheet)
        self._positive(worksheet, "flow_check_pillars", ("faults", "missing_rows"), "fault")
        self._positive(worksheet, "flow_check_indicators", ("constant", "uneven", "steps", "changed"), "attention")

    def _positive(self, worksheet: Worksheet, name: str, fields: tuple[str, ...], look: str) -> None:
        area = self.layout.areas[name]
        for field in fields:
            cells = box(area, field, field, 0, area.grid.size - 1)
            self._rule(worksheet, cells, f"N({area.cell(0, field)})>0", look)
