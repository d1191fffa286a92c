"""What cells accept and how they stand out, as the sheets declare it, in the file's terms."""

from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flowxl.workbook import styles
from flowxl.workbook.declare import Accepts, Heat, Highlight

LOOKS: dict[str, dict[str, Any]] = {
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


class Highlights:
    """Adds conditional formats: one rule per table and meaning, so that size costs nothing."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self._made: dict[str, Any] = {}

    def _format(self, look: str) -> Any:
        if look not in self._made:
            self._made[look] = self.workbook.add_format(LOOKS[look])
        return self._made[look]

    def add(self, worksheet: Worksheet, one: Highlight | Heat) -> None:
        """Add one."""
        if isinstance(one, Highlight):
            rule = {"type": "formula", "criteria": f"={one.formula}", "format": self._format(one.look)}
            worksheet.conditional_format(*one.cells, rule | {"stop_if_true": one.stop})
            return
        # Twice the root mean square: one outlier among many cities does not wash out the rest.
        worksheet.conditional_format(*one.cells, {
            "type": "3_color_scale", "min_type": "formula", "mid_type": "num", "max_type": "formula",
            "min_value": f"=-{one.spread}-{one.spread}", "mid_value": 0, "max_value": f"={one.spread}+{one.spread}",
            "min_color": styles.LOW, "mid_color": styles.MIDDLE, "max_color": styles.HIGH,
        })  # fmt: skip


def add_validation(worksheet: Worksheet, one: Accepts) -> None:
    """Add what cells accept."""
    first, *others = one.cells
    more = {"other_cells": [list(cells) for cells in others]} if others else {}
    worksheet.data_validation(*first, dict(one.rule) | more)
