"""How cells look. Colour carries meaning once: pale yellow is input, blue header is a table, grey is live."""

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from flowxl.core.framework import Language

FONT = {"zh": "等线", "en": "Calibri"}
INPUT_FILL, INPUT_INK = "#FFF9DB", "#1F3A6E"
HEADER_FILL, HEADER_INK = "#DCE6F1", "#1F2D3D"
SHARED_FILL = "#EDEDED"
GREY, FAINT, LINE = "#595959", "#A6A6A6", "#D0D7DE"
GOOD, ATTENTION, FAULT = "#E2F0D9", "#FFE8B3", "#F8CBAD"
TABS = {
    "about": "#7F7F7F",
    "input": "#F2C94C",
    "settings": "#F2C94C",
    "calculation": "#BFBFBF",
    "result": "#2F75B5",
    "charts": "#2F75B5",
    "checks": "#70AD47",
}
OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")

FIGURES = "#,##0.00##;−#,##0.00##;0"
PLAIN = "#,##0.######;−#,##0.######;0"
SCORE = "0.000;−0.000;0.000"
_NUMBER: dict[str, str] = {
    "value": FIGURES,
    "score": SCORE,
    "index": SCORE,
    "integer": "0",
    "rank": "0",
    "display": "0.0",
    "weight": "0.##",
    "percent": "0.0%",
    "tiny": "0.0E+00;−0.0E+00;0",
    "year": "0",
    "number": "0.######",
}
_BASE: dict[str, dict[str, Any]] = {
    "text": {},
    "label": {},
    "key": {"font_color": GREY},
    "grey": {"font_color": GREY},
    "help": {"font_color": GREY},
    "faint": {"font_color": FAINT, "num_format": "0"},
    "code": {"align": "center"},
    "title": {"bold": True, "font_size": 14, "font_color": HEADER_INK},
    "status": {"bold": True, "font_size": 11},
    "link": {"font_color": "#0563C1", "underline": 1},
    "header": {"bold": True, "bg_color": HEADER_FILL, "font_color": HEADER_INK, "text_wrap": True, "valign": "vcenter",
               "bottom": 1, "bottom_color": FAINT},
    "header_year": {"bold": True, "bg_color": HEADER_FILL, "font_color": HEADER_INK, "align": "right",
                    "valign": "vcenter", "bottom": 1, "bottom_color": FAINT, "num_format": "0"},
    "live": {"font_color": GREY, "num_format": FIGURES},
    "live_score": {"font_color": GREY, "num_format": SCORE},
    "live_code": {"font_color": GREY, "align": "center"},
    "shared": {"bg_color": SHARED_FILL, "num_format": FIGURES},
    "index": {"bold": True, "top": 1, "top_color": FAINT},
    "rank": {"bold": True},
    "stored": {"font_color": GREY, "num_format": SCORE},
    "stored_integer": {"font_color": GREY, "num_format": "0"},
}  # fmt: skip
_UNLOCKED = {"locked": False, "bg_color": INPUT_FILL, "font_color": INPUT_INK, "border": 1, "border_color": LINE}


class Styles:
    """Formats of one workbook by name, made when first asked for.

    ``input_…`` is an unlocked cell, ``stored_…`` a kept value in grey; ``top=True`` draws the light line between indicators.
    """

    def __init__(self, workbook: Workbook, language: Language) -> None:
        self.workbook, self.language = workbook, language
        self._made: dict[tuple[str, bool], Format] = {}

    def __call__(self, name: str, *, top: bool = False) -> Format:
        """Return the format of a style."""
        made = self._made.get((name, top))
        if made is None:
            properties = self.properties(name) | ({"top": 1, "top_color": LINE} if top else {})
            made = self._made[name, top] = self.workbook.add_format(properties)
        return made

    def properties(self, name: str) -> dict[str, Any]:
        """Return what a style means."""
        base = {"font_name": FONT[self.language], "font_size": 10, "valign": "vcenter"}
        if name == "input":
            return base | _UNLOCKED | {"num_format": FIGURES}
        if name.startswith("input_"):
            kind = name.removeprefix("input_")
            return base | _UNLOCKED | ({"num_format": _NUMBER[kind]} if kind in _NUMBER else {"align": "left"})
        if name.startswith("stored_") and name not in _BASE:
            kind = name.removeprefix("stored_")
            return base | {"font_color": GREY} | ({"num_format": _NUMBER[kind]} if kind in _NUMBER else {})
        number = {"num_format": _NUMBER[name]} if name in _NUMBER else {}
        return base | number | _BASE.get(name, {})
