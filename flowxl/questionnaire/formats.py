"""How the cells of a questionnaire look; colours mean what they mean in the workbook."""

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from flowxl.voice.text import Language
from flowxl.workbook import styles

_INPUT = {
    "locked": False,
    "bg_color": styles.INPUT_FILL,
    "font_color": styles.INPUT_INK,
    "border": 1,
    "border_color": styles.LINE,
}
_TEXT = {**_INPUT, "text_wrap": True, "num_format": "@"}  # as text: what begins with = or - is no formula
_HEADER = {
    "bold": True,
    "bg_color": styles.HEADER_FILL,
    "font_color": styles.HEADER_INK,
    "text_wrap": True,
    "bottom": 1,
    "bottom_color": styles.FAINT,
}
_LINE = {"bottom": 1, "bottom_color": styles.SOFT_LINE}
_BASE: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "font_color": styles.HEADER_INK},
    "status": {"bold": True, "font_color": styles.ATTENTION_INK},
    "line": {"font_size": 10},
    "who": {"font_size": 10, "font_color": styles.GREY},
    "heading": {"bold": True, "font_color": styles.HEADER_INK},
    "header": _HEADER,
    "header_centre": {**_HEADER, "align": "center"},
    "subtitle": {"bold": True, "bg_color": styles.SHARED_FILL, "font_color": styles.HEADER_INK},
    "sum": {"bold": True, "top": 1, "top_color": styles.FAINT},
    "sum_number": {"bold": True, "top": 1, "top_color": styles.FAINT, "align": "center"},
    "sum_hint": {"top": 1, "top_color": styles.FAINT, "font_color": styles.ATTENTION_INK, "font_size": 10},
    "code": {"font_color": styles.GREY, "font_size": 10, **_LINE},
    "name": {"text_wrap": True, **_LINE},
    "before": {"align": "center", "font_color": styles.GREY, "num_format": "0.0#", **_LINE},
    "last": {"align": "center", "font_color": styles.GREY, **_LINE},
    "hint": {"font_color": styles.ATTENTION_INK, "font_size": 10, "text_wrap": True, **_LINE},
    "rating": {**_INPUT, "align": "center"},
    "text": _TEXT,
    "top_text": {**_TEXT, "valign": "top"},
    "small": {"font_size": 9, "font_color": styles.GREY},
    "small_header": {**_HEADER, "font_size": 9},
}
OPEN = {"bg_color": styles.MISSING_FILL}
DONE = {"font_color": styles.GOOD_INK}
EXACT = {"font_color": styles.GOOD_INK}


class Looks:
    """Formats of one questionnaire by name, made when first asked for."""

    def __init__(self, book: Workbook, language: Language) -> None:
        self._book, self._font = book, styles.FONT[language]
        self._made: dict[str, Format] = {}

    def __call__(self, name: str) -> Format:
        """Return the format of a kind of cell."""
        if name not in self._made:
            base = {"font_name": self._font, "font_size": 11, "valign": "vcenter"}
            self._made[name] = self._book.add_format(base | _BASE[name])
        return self._made[name]
