"""What cells accept, and what the program says beside them. No result depends on a validation having survived."""

from typing import Any

from xlsxwriter.worksheet import Worksheet

from flowxl.core.delphi.study import BASES
from flowxl.core.framework import Pillar
from flowxl.core.weighting.comparisons import SAATY
from flowxl.workbook import texts
from flowxl.workbook.book import Book
from flowxl.workbook.grid import Area
from flowxl.workbook.layout import SETTING_ITEMS, input_grid_name
from flowxl.workbook.plan_ahp import matrix_name
from flowxl.workbook.plan_weighting import EXPERTS, RATINGS, STUDY
from flowxl.workbook.sheets.inputs import is_entered
from flowxl.workbook.texts_weighting import INFLUENCE_WORDS, level_word

LIMIT = 1e15
"""Numbers that a yearbook can print; beyond it a double loses digits."""
LONGEST_TEXT = 500
YEARS = (1900, 2200)
Pair = tuple[str, str]
REFUSED: Pair = ("不能这样填", "This cannot be entered")
FIGURE: tuple[Pair, Pair, Pair] = (
    ("填数字", "A number"),
    (
        "按左侧计量单位填年鉴数字；没有就留空，真正的零填 0。可整块粘贴。",
        "In the measure on the left; leave it empty if there is none, enter 0 for a true zero. Ranges can be pasted.",
    ),
    (
        "这里只能填数字，不带单位、逗号或“-”“…”。没有数字请留空，并可在“数据备注”中说明。",
        'Only a number, without a unit and without "-" or "…". Leave gaps empty, and say why in Remarks.',
    ),
)
SHARED: tuple[Pair, Pair, Pair] = (
    ("自动取数", "Taken over"),
    (
        "本行与另一指标同一序列，自动取数，请勿填写。",
        "This row is the same series as another indicator; nothing to enter.",
    ),
    ("本行自动取数，请在原指标处填写。", "This row is taken over; enter the figures at the indicator it comes from."),
)
KEY: tuple[Pair, Pair, Pair] = (
    ("行码", "Key"),
    ("填报表第一列的行码，如 {0}。", "The key in the first column of an input sheet, e.g. {0}."),
    ("行码不超过 41 个字符。", "A key has at most 41 characters."),
)
YEAR: tuple[Pair, Pair, Pair] = (
    ("年份", "Year"),
    ("四位年份，如 {0}。", "Four digits, e.g. {0}."),
    ("请填整数年份。", "Enter a year as a whole number."),
)
STATUS: tuple[Pair, Pair, Pair] = (
    ("状态", "Status"),
    ("从列表选择；只有来源或备注时可留空。", "Choose from the list; empty if there is only a source or a note."),
    ("请从列表选择：初步、修订、不适用。", "Choose from the list: preliminary, revised, not applicable."),
)
TEXT: Pair = ("文字请不超过 500 字。", "At most 500 characters.")
WEIGHT: tuple[Pair, Pair, Pair] = (
    ("权重", "Weight"),
    ("大于 0 的数；合计不必为 100。", "A number above 0; the sum is free."),
    ("权重须大于 0。", "A weight is above 0."),
)
RATING: tuple[Pair, Pair, Pair] = (
    ("评分", "Rating"),
    ("{0} 至 {1}；没有评分就留空。", "From {0} to {1}; empty if there is none."),
    ("请按本研究的标度填写。", "Enter a rating of the study's scale."),
)
PAIR: tuple[Pair, Pair, Pair] = (
    ("行比列重要几倍", "Row against column"),
    (
        "1 同样重要，3 稍重要，5 明显重要，7 强烈，9 极端；反过来填 =1/3 等。",
        "1 equal, 3 moderate, 5 strong, 7 very strong, 9 extreme; the other way round =1/3.",
    ),
    ("请填 1/9 至 9 的数。", "Enter a number from 1/9 to 9."),
)
SHARE: tuple[Pair, Pair, Pair] = (
    ("得分或界限", "Score or limit"),
    ("0 至 1 的数。", "A number from 0 to 1."),
    ("请填 0 至 1 的数。", "Enter a number from 0 to 1."),
)
CHOICE: Pair = ("请从列表选择。", "Choose from the list.")
RANGES: dict[str, tuple[dict[str, Any], Pair]] = {
    "window_first": (
        {"validate": "integer", "criteria": "between"},
        ("请填表中已有的年份：{0}–{1}。", "A year of the workbook: {0}–{1}."),
    ),
    "window_last": (
        {"validate": "integer", "criteria": "between"},
        ("请填表中已有的年份：{0}–{1}。", "A year of the workbook: {0}–{1}."),
    ),
    **{
        f"min_{name}_share": (
            {"validate": "decimal", "criteria": "between", "minimum": 0.01, "maximum": 1},
            ("大于 0、不超过 1 的比例，如 0.5。", "A share above 0 and up to 1, e.g. 0.5."),
        )
        for name in ("year", "city", "indicator")
    },
    "gap_band": ({"validate": "decimal", "criteria": ">=", "value": 0}, ("不小于 0 的数。", "A number, 0 or more.")),
    "step_factor": ({"validate": "decimal", "criteria": ">", "value": 1}, ("大于 1 的倍数。", "A factor above 1.")),
    "display_mean": (
        {"validate": "decimal", "criteria": "between", "minimum": -LIMIT, "maximum": LIMIT},
        ("任意数，如 100。", "Any number, e.g. 100."),
    ),
    "display_sd": (
        {"validate": "decimal", "criteria": ">", "value": 0},
        ("大于 0 的数，如 10。", "A number above 0, e.g. 10."),
    ),
}
LISTS = {"method": "flow_methods", "missing_pillar": "flow_missing", "focus": "flow_cities", "benchmark": "flow_cities"}


class Validation:
    """Adds the validations of one book to its sheets."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def _say(self, words: tuple[Pair, Pair, Pair], *values: object) -> dict[str, str]:
        title, prompt, error = (texts.pick(pair, self.book.language).format(*values) for pair in words)
        refused = texts.pick(REFUSED, self.book.language)
        return {"input_title": title, "input_message": prompt, "error_title": refused, "error_message": error}

    def _add(self, worksheet: Worksheet, box: tuple[int, int, int, int], rule: dict[str, Any]) -> None:
        worksheet.data_validation(*box, rule)

    def inputs(self, worksheet: Worksheet, pillar: Pillar) -> None:
        """Take numbers in the years, short texts in source and note; calculated rows take nothing."""
        area = self.book.layout.areas[input_grid_name(pillar.code)]
        indicators = self.book.framework.indicator
        entered = [is_entered(indicators[item.partition(".")[0]]) for item in area.grid.items]
        years = self.book.layout.year_keys
        figure = {"validate": "decimal", "criteria": "between", "minimum": -LIMIT, "maximum": LIMIT}
        nothing = {"validate": "custom", "value": "=FALSE"}
        for kind, rule in ((True, figure | self._say(FIGURE)), (False, nothing | self._say(SHARED))):
            boxes = [box(area, years[0], years[-1], *run) for run in runs(entered, kind)]
            if boxes:
                self._add(worksheet, boxes[0], rule | {"other_cells": [list(b) for b in boxes[1:]]})
        self._texts(worksheet, box(area, "source", "note", 0, area.grid.size - 1))

    def _texts(self, worksheet: Worksheet, cells: tuple[int, int, int, int]) -> None:
        error = texts.pick(TEXT, self.book.language)
        self._add(
            worksheet,
            cells,
            {
                "validate": "length",
                "criteria": "<=",
                "value": LONGEST_TEXT,
                "error_type": "warning",
                "error_title": texts.pick(REFUSED, self.book.language),
                "error_message": error,
            },
        )

    def remarks(self, worksheet: Worksheet) -> None:
        """Add the rules for key, year and status of a remark."""
        area, last = self.book.layout.areas["flow_remarks"], self.book.layout.areas["flow_remarks"].grid.size - 1
        example = f"{self.book.framework.indicator_codes[0]}.{self.book.framework.city_codes[0]}"
        words = [texts.pick(pair, self.book.language) for pair in texts.STATUS_WORDS.values()]
        rules: dict[str, dict[str, Any]] = {
            "key": {"validate": "length", "criteria": "<=", "value": 41} | self._say(KEY, example),
            "year": {"validate": "integer", "criteria": "between", "minimum": YEARS[0], "maximum": YEARS[1]}
            | self._say(YEAR, self.book.years[-1]),
            "status": {"validate": "list", "source": words} | self._say(STATUS),
        }
        for field, rule in rules.items():
            self._add(worksheet, box(area, field, field, 0, last), rule)
        self._texts(worksheet, box(area, "source", "note", 0, last))

    def weights(self, worksheet: Worksheet) -> None:
        """Add the rule for weights."""
        area = self.book.layout.areas["flow_weights"]
        rule = {"validate": "decimal", "criteria": ">", "value": 0} | self._say(WEIGHT)
        self._add(worksheet, box(area, "weight", "weight", 0, area.grid.size - 1), rule)

    def delphi(self, worksheet: Worksheet) -> None:
        """Take ratings of the study's scale, and numbers from 0 to 1 as scores and limits."""
        study = self.book.weighting.study
        area, settings = self.book.layout.areas[RATINGS], self.book.layout.areas[STUDY]
        if study is None or not area.grid.size:
            return
        scale = study.scale
        kind = "integer" if scale.whole else "decimal"
        rule = {"validate": kind, "criteria": "between", "minimum": scale.low, "maximum": scale.high}
        first = area.grid.fields[area.grid.field_position["screened"] + 1].key
        cells = box(area, first, area.grid.fields[-1].key, 0, area.grid.size - 1)
        self._add(worksheet, cells, rule | self._say(RATING, f"{scale.low:g}", f"{scale.high:g}"))
        start = settings.grid.item_position["cv_limit"]
        share = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1} | self._say(SHARE)
        self._add(worksheet, box(settings, "setting", "setting", start, settings.grid.size - 1), share)

    def ahp(self, worksheet: Worksheet) -> None:
        """Take numbers from 1/9 to 9 above the diagonal."""
        for one in self.book.weighting.pairwise:
            area = self.book.layout.areas[matrix_name(one.group)]
            rule = {"validate": "decimal", "criteria": "between", "minimum": 1 / SAATY, "maximum": SAATY}
            for n, code in enumerate(one.codes[1:], start=1):
                self._add(worksheet, box(area, f"vs:{code}", f"vs:{code}", 0, n - 1), rule | self._say(PAIR))

    def delphi_experts(self, worksheet: Worksheet) -> None:
        """Offer the words for familiarity and basis."""
        area = self.book.layout.areas[EXPERTS]
        study, language = self.book.weighting.study, self.book.language
        levels = [level_word(level, language) for level in study.choices.familiarity] if study else []
        influence = [texts.pick(pair, language) for pair in INFLUENCE_WORDS.values()]
        for fields, source in ((("familiarity",), levels), (BASES, influence)):
            rule = {"validate": "list", "source": source, "error_message": texts.pick(CHOICE, self.book.language)}
            self._add(worksheet, box(area, fields[0], fields[-1], 0, area.grid.size - 1), rule)

    def settings(self, worksheet: Worksheet) -> None:
        """Add lists where a setting is a choice, ranges where it is a number."""
        area, language = self.book.layout.areas["flow_settings"], self.book.language
        for number, name in enumerate(SETTING_ITEMS):
            title, prompt = (texts.pick(pair, language) for pair in texts.SETTINGS[name])
            said = {"input_title": title[:32], "input_message": prompt, "error_title": texts.pick(REFUSED, language)}
            rule: dict[str, Any]
            if name in LISTS:
                options = self.book.layout.area(LISTS[name], "settings")
                field = "name" if LISTS[name] == "flow_cities" else "option"
                rule = {
                    "validate": "list",
                    "source": f"={options.span(field)}",
                    "error_message": texts.pick(CHOICE, language),
                }
            elif name in RANGES:
                limits, words = RANGES[name]
                years = (self.book.years[0], self.book.years[-1])
                rule = limits | {"error_message": texts.pick(words, language).format(*years)}
                if name.startswith("window"):
                    # A warning only: years may be appended to the finished book.
                    rule |= {"minimum": years[0], "maximum": years[1], "error_type": "warning"}
            else:
                continue
            self._add(worksheet, box(area, "setting", "setting", number, number), rule | said)


def box(area: Area, first: str, last: str, start: int, end: int) -> tuple[int, int, int, int]:
    """Return first row, first column, last row, last column of adjacent fields over adjacent items."""
    return *area.position(start, first), *area.position(end, last)


def runs(flags: list[bool], kind: bool) -> list[tuple[int, int]]:
    """Return first and last position of every unbroken run of a kind."""
    found: list[tuple[int, int]] = []
    for position, flag in enumerate(flags):
        if flag is not kind:
            continue
        if found and found[-1][1] == position - 1:
            found[-1] = (found[-1][0], position)
        else:
            found.append((position, position))
    return found
