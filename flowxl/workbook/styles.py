"""How cells look. Colour carries meaning once: pale yellow is input, blue header is a table, grey is live."""

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from flowxl.voice.text import Language

FONT = {"zh": "等线", "en": "Calibri"}
INPUT_FILL, INPUT_INK = "#FFF9DB", "#1F3A6E"
HEADER_FILL, HEADER_INK = "#DCE6F1", "#1F2D3D"
SHARED_FILL = "#EDEDED"
GREY, FAINT, LINE, SOFT_LINE = "#595959", "#8F8F8F", "#B9C3CD", "#E9E4CB"
GOOD, ATTENTION, FAULT = "#D5EBC8", "#FFE2A0", "#F6B8A0"
GOOD_INK, ATTENTION_INK, FAULT_INK = "#1E5C2A", "#7A4B00", "#8A1C0B"
MISSING_FILL = "#FFF3C2"
"""A deeper shade of the input fill: still to be entered."""
NOT_APPLICABLE = "#E3E3E3"
LOW, MIDDLE, HIGH = "#F7B69B", "#FFFFFF", "#8DBDE0"
"""Heat colours: red to blue by way of white stays apart for the colour-blind and prints light."""
LEADING, LEVEL, LAGGING = "#D3E5F3", "#EFEFEF", "#FBE3C4"
FOCUS_LINE, BENCHMARK_LINE, OTHER_LINE = "#0072B2", "#E69F00", "#A6A6A6"
"""In every picture the focus city is blue, the benchmark orange and all others grey."""
TABS = {
    "about": "#7F7F7F",
    "input": "#F2C94C",
    "settings": "#F2C94C",
    "calculation": "#BFBFBF",
    "result": "#2F75B5",
    "charts": "#2F75B5",
    "checks": "#70AD47",
}
PILLAR_COLOURS = ("#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#0072B2", "#E69F00", "#999999")
"""Okabe and Ito's set with grey for black; more pillars take it again with stripes."""

FIGURES = "#,##0.00##;−#,##0.00##;0"
PLAIN = "#,##0.######;−#,##0.######;0"
SCORE = '#,##0.000;−#,##0.000;0.000;"—"'
"""Three decimals as in the paper, a true minus, a dash where there is no score."""
LIVE_SCORE = "0.000;−0.000;0.000"
_NUMBER: dict[str, str] = {
    "value": FIGURES,
    "score": SCORE,
    "index": SCORE,
    "integer": "0",
    "rank": '0;−0;0;"—"',
    "display": '0.0;−0.0;0.0;"—"',
    "weight": "General",
    "percent": "0.0%",
    "tiny": "0.0E+00;−0.0E+00;0",
    "ratio": "# ?/?",
    "p_value": '[<0.001]"<0.001";0.000',
    "year": "0",
    "number": "General",
}
_BASE: dict[str, dict[str, Any]] = {
    "text": {},
    "score": {"align": "right"},
    "display": {"align": "right", "font_color": GREY},
    "label": {},
    "label_bold": {"bold": True, "top": 1, "top_color": FAINT},
    "weight_total": {"bold": True, "top": 1, "top_color": FAINT, "num_format": "General", "align": "right"},
    "wrap": {"text_wrap": True, "valign": "top", "indent": 1},
    "label_word": {"font_color": GREY, "valign": "top"},
    "wrap_label": {"text_wrap": True},
    "head": {"bold": True, "font_size": 11, "font_color": HEADER_INK, "bottom": 1, "bottom_color": FAINT},
    "synthetic": {"bold": True, "font_color": FAULT_INK},
    "sample_input": {"bg_color": INPUT_FILL, "font_color": INPUT_INK, "border": 1, "border_color": LINE,
                     "align": "center"},
    "sample_missing": {"bg_color": MISSING_FILL, "border": 1, "border_color": LINE},
    "sample_shared": {"bg_color": SHARED_FILL, "align": "center"},
    "sample_header": {"bold": True, "bg_color": HEADER_FILL, "font_color": HEADER_INK, "align": "center"},
    "sample_live": {"font_color": GREY, "align": "center"},
    "sample_text": {"align": "center"},
    "sample_low": {"bg_color": LOW, "align": "center"},
    "sample_high": {"bg_color": HIGH, "align": "center"},
    "sample_thin": {"font_color": ATTENTION_INK, "italic": True, "border": 1, "border_color": BENCHMARK_LINE,
                    "align": "center"},
    "sample_na": {"bg_color": NOT_APPLICABLE, "font_color": GREY, "align": "center"},
    "sample_good": {"bg_color": GOOD, "font_color": GOOD_INK, "bold": True, "align": "center"},
    "sample_attention": {"bg_color": ATTENTION, "font_color": ATTENTION_INK, "bold": True, "align": "center"},
    "sample_fault": {"bg_color": FAULT, "font_color": FAULT_INK, "bold": True, "align": "center"},
    "key": {"font_color": GREY},
    "grey": {"font_color": GREY},
    "who": {"font_color": GREY, "shrink": True},  # the cells right of it hold empty texts, which would cut it off
    "help": {"font_color": GREY},
    "faint_code": {"font_color": FAINT},
    "header_code": {"bold": True, "bg_color": HEADER_FILL, "font_color": HEADER_INK, "text_wrap": True,
                    "align": "center", "valign": "vcenter", "bottom": 1, "bottom_color": FAINT},
    "caption": {"bold": True, "font_color": HEADER_INK},
    "faint": {"font_color": FAINT, "num_format": "0"},
    "code": {"align": "center"},
    "title": {"bold": True, "font_size": 14, "font_color": HEADER_INK},
    "status": {"bold": True, "font_size": 11},
    "header_number": {"bold": True, "bg_color": HEADER_FILL, "font_color": HEADER_INK, "text_wrap": True,
                      "align": "right", "valign": "vcenter", "bottom": 1, "bottom_color": FAINT},
    "link": {"font_color": "#0563C1", "underline": 1},
    "header": {"bold": True, "bg_color": HEADER_FILL, "font_color": HEADER_INK, "text_wrap": True, "valign": "vcenter",
               "bottom": 1, "bottom_color": FAINT},
    "header_year": {"bold": True, "bg_color": HEADER_FILL, "font_color": HEADER_INK, "align": "right",
                    "valign": "vcenter", "bottom": 1, "bottom_color": FAINT, "num_format": "0"},
    "live": {"font_color": GREY, "num_format": FIGURES},
    "live_score": {"font_color": GREY, "num_format": LIVE_SCORE},
    "live_code": {"font_color": GREY, "align": "center"},
    "shared": {"bg_color": SHARED_FILL, "num_format": FIGURES},
    "index": {"bold": True, "top": 1, "top_color": FAINT, "align": "right"},
    "index_across": {"bold": True, "align": "right", "num_format": SCORE},
    "rank": {"bold": True, "align": "right"},
    "stored": {"font_color": GREY, "num_format": SCORE},
    "stored_integer": {"font_color": GREY, "num_format": "0"},
}  # fmt: skip
_UNLOCKED = {"locked": False, "bg_color": INPUT_FILL, "font_color": INPUT_INK, "border": 1, "border_color": SOFT_LINE}
_LEFT = {"text", "number", "year", "tiny"}
"""Settings stand left, since texts and figures share a column."""


class Styles:
    """Formats of one workbook by name, made when first asked for.

    ``input_…`` is an unlocked cell, ``stored_…`` a kept value in grey; ``top`` draws the light line between indicators,
    ``indent`` keeps a text off the figures to its left.
    """

    def __init__(self, workbook: Workbook, language: Language) -> None:
        self.workbook, self.language = workbook, language
        self._made: dict[tuple[str, bool, bool], Format] = {}

    def __call__(self, name: str, *, top: bool = False, indent: bool = False) -> Format:
        """Return the format of a style."""
        made = self._made.get((name, top, indent))
        if made is None:
            line = {"top": 1, "top_color": LINE} if top else {}
            air = {"align": "left", "indent": 1} if indent else {}
            made = self._made[name, top, indent] = self.workbook.add_format(self.properties(name) | line | air)
        return made

    def properties(self, name: str) -> dict[str, Any]:
        """Return what a style means."""
        base = {"font_name": FONT[self.language], "font_size": 10, "valign": "vcenter"}
        if name == "input":
            return base | _UNLOCKED | {"num_format": FIGURES}
        if name.startswith("input_"):
            kind = name.removeprefix("input_")
            number = {"num_format": _NUMBER[kind]} if kind in _NUMBER else {}
            return base | _UNLOCKED | number | ({"align": "left"} if kind in _LEFT else {})
        if name.startswith("stored_") and name not in _BASE:
            kind = name.removeprefix("stored_")
            number = {"num_format": _NUMBER[kind]} if kind in _NUMBER else {}
            return base | {"font_color": GREY} | number | ({"align": "left"} if kind in _LEFT else {})
        number = {"num_format": _NUMBER[name]} if name in _NUMBER else {}
        return base | number | _BASE.get(name, {})
