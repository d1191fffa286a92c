"""Write the questionnaire of one expert: protected without a password, only what is to be filled in is open."""

import datetime as dt
import math
from pathlib import Path

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flowxl.questionnaire import cell_rules
from flowxl.questionnaire.earlier_rounds import group_of, own_of
from flowxl.questionnaire.formats import Looks
from flowxl.questionnaire.formulas import Formula, left_over, reason_wanted, status, total
from flowxl.questionnaire.identity import GENERAL, ITEMS, META, SELF, Sheet
from flowxl.questionnaire.identity import PROPOSALS as PROPOSALS_NAME
from flowxl.questionnaire.layout import PROPOSALS, STATUS, TITLE, WHO, Layout, Row
from flowxl.questionnaire.wording import META as META_WORDS
from flowxl.questionnaire.wording import POINTS, SELF_CODES, SHEETS, TITLES, say
from flowxl.questionnaire.wording import SELF as SELF_WORDS
from flowxl.voice.text import Text
from flowxl.workbook import styles

_CREATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)  # the same questionnaire is the same bytes
ONE_PAGE = 24
"""So many rows of items are printed on one page with all the rest."""
_CENTRED = ("rating", "last", "median", "low", "high")


def write_questionnaire(sheet: Sheet, path: Path) -> None:
    """Write a questionnaire.

    Parameters
    ----------
    sheet
        Whose it is. In a later round the study's rounds before say what the expert is shown of them.
    path
        The .xlsx to write; what is there is replaced.

    Raises
    ------
    FileCreateError
        If it cannot be written.
    """
    options = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(str(path), options)
    try:
        book.set_properties({"title": sheet.study.name, "created": _CREATED})
        book.set_calc_mode("auto", 191029)
        book.calc_on_load = False
        _Writer(book, sheet).write()
    finally:
        book.close()


class _Writer:
    def __init__(self, book: Workbook, sheet: Sheet) -> None:
        self.book, self.sheet, self.language = book, sheet, sheet.language
        self.layout, self.looks = Layout(sheet), Looks(book, sheet.language)
        self.form: Worksheet = book.add_worksheet(SHEETS["form"].of(self.language))
        self.info: Worksheet = book.add_worksheet(SHEETS["info"].of(self.language))

    def write(self) -> None:
        """Write both sheets."""
        self._page()
        self._top()
        self._self()
        self._items()
        self._proposals()
        self._general()
        cell_rules.add(self.form, self.book, self.layout)
        self._meta()
        for one in (self.form, self.info):
            one.protect("", {"format_columns": True, "format_rows": True})

    def _text(self, row: int, key: str, text: str, look: str) -> None:
        self.form.write_string(row, self.layout.column(key), text, self.looks(look))

    def _formula(self, row: int, key: str, formula: Formula, look: str) -> None:
        self.form.write_formula(row, self.layout.column(key), formula[0], self.looks(look), formula[1])

    def _name(self, name: str, form: Worksheet, area: str) -> None:
        self.book.define_name(name, f"='{form.get_name()}'!{area}")

    def _page(self) -> None:
        form, layout = self.form, self.layout
        for place, width in enumerate(layout.columns.values()):
            form.set_column(place, place, width)
        form.hide_gridlines(2)
        form.set_paper(9)
        (form.set_landscape if self.sheet.round > 1 else form.set_portrait)()
        form.fit_to_pages(1, 1 if len(layout.rows) <= ONE_PAGE else 0)
        form.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.7)
        form.center_horizontally()
        form.repeat_rows(layout.header)
        form.print_area(0, 0, layout.general, layout.last_column)
        form.freeze_panes(STATUS + 1, 0)
        name = self.sheet.study.name.replace("&", "&&")  # & begins a code there
        form.set_footer(f"&L&9{name} · {self.sheet.expert}&R&9{say('page', self.language)}")
        form.set_tab_color(styles.TABS["input"])
        first = layout.self_header + 1, layout.column("rating")
        form.set_selection(*first, *first)

    def _top(self) -> None:
        sheet, language = self.sheet, self.language
        self._text(TITLE, "code", say("title", language, name=sheet.study.name, round=sheet.round), "title")
        self.form.set_row(TITLE, 26)
        self._formula(STATUS, "code", status(self.layout), "status")
        self.form.set_row(STATUS, 20)
        who = say("who", language, expert=sheet.expert)
        self._text(WHO, "code", who + (say("between", language) + self._due() if sheet.due else ""), "who")
        for row, line in enumerate(self.layout.lines, WHO + 1):
            self._text(row, "code", line, "line")

    def _due(self) -> str:
        return say("due", self.language, due=self.sheet.due)

    def _header(self, row: int, keys: dict[str, str], last: str = "comment") -> None:
        """Write the titles of a table, and their colour from the first column to the last."""
        budget = self.sheet.study.scale.budget
        for key in list(self.layout.columns)[: self.layout.column(last) + 1]:
            text = POINTS if keys.get(key) == "rating" and budget else TITLES.get(keys.get(key, ""), Text("", ""))
            title = text.of(self.language)
            self._text(row, key, title, "header_centre" if key in _CENTRED and title else "header")

    def _items(self) -> None:
        layout = self.layout
        self._header(layout.header, {key: key for key in layout.columns})
        before = self._before()
        for at, row in enumerate(layout.rows, layout.header + 1):
            if row.kind == "item":
                self._item(at, row, before)
            else:
                self._between(at, row)
        self._name(ITEMS, self.form, layout.area(layout.header, layout.last_item))

    def _before(self) -> dict[str, list[float]]:
        """Return what is shown of the rounds before, by column."""
        study, number = self.sheet.study, self.sheet.round
        if number == 1:
            return {}
        group = group_of(study, number - 1)
        own = own_of(study, self.sheet.expert, number)
        return {
            "last": own.tolist(),
            "median": group.median.tolist(),
            "low": group.low.tolist(),
            "high": group.high.tolist(),
        }

    def _item(self, at: int, row: Row, before: dict[str, list[float]]) -> None:
        item = self.sheet.study.items[row.position]
        self._text(at, "code", item.code, "code")
        self._text(at, "name", item.name.of(self.language), "name")
        place = self.layout.column
        self.form.write_blank(at, place("rating"), None, self.looks("rating"))
        self.form.write_blank(at, place("comment"), None, self.looks("text"))
        if "hint" in self.layout.columns:
            self.form.write_blank(at, place("hint"), None, self.looks("hint"))
        for key, values in before.items():
            value, look = values[row.position], self.looks("last" if key == "last" else "before")
            if math.isnan(value):
                self.form.write_blank(at, place(key), None, look)
            else:
                self.form.write_number(at, place(key), value, look)
        if before:
            self.form.write_blank(at, place("reason"), None, self.looks("text"))
            if not math.isnan(before["low"][row.position]):
                self._formula(at, "hint", reason_wanted(self.layout, at), "hint")

    def _between(self, at: int, row: Row) -> None:
        """Write a subtitle, or the sum of a group."""
        look = "subtitle" if row.kind == "subtitle" else "sum"
        for key in self.layout.columns:
            self._text(at, key, row.text if key == "name" else "", look)
        if row.kind == "sum":
            self._formula(at, "rating", total(self.layout, row), "sum_number")
            self._formula(at, "hint", left_over(self.layout, at), "sum_hint")

    def _self(self) -> None:
        layout, top = self.layout, self.layout.self_header
        self._header(top, {"code": "code", "name": "question", "rating": "answer"}, "rating")
        for at, (key, text) in enumerate(SELF_WORDS.items(), top + 1):
            self._text(at, "code", SELF_CODES[key], "code")
            self._text(at, "name", text.of(self.language), "name")
            self.form.write_blank(at, layout.column("rating"), None, self.looks("rating"))
        self._name(SELF, self.form, layout.area(top, top + len(SELF_WORDS), right="rating"))

    def _proposals(self) -> None:
        layout, top = self.layout, self.layout.proposals_header
        self._text(top - 1, "code", say("proposals", self.language), "heading")
        why = list(layout.columns)[2]
        self._header(top, {"code": "code", "name": "proposal"})
        self._text(top, why, TITLES["why"].of(self.language), "header")
        for at in range(top + 1, top + PROPOSALS + 1):
            self.form.set_row(at, 30)
            self._text(at, "code", f"P{at - top}", "code")
            self.form.write_blank(at, layout.column("name"), None, self.looks("text"))
            self.form.merge_range(at, layout.column(why), at, layout.last_column, None, self.looks("text"))
        self._name(PROPOSALS_NAME, self.form, layout.area(top, top + PROPOSALS))

    def _general(self) -> None:
        layout, at = self.layout, self.layout.general
        self._text(at - 1, "code", say("general", self.language), "heading")
        self.form.set_row(at, 75)
        self.form.merge_range(at, 0, at, layout.last_column, None, self.looks("top_text"))
        self._name(GENERAL, self.form, layout.area(at, at))

    def _meta(self) -> None:
        info, top = self.info, 2
        info.set_column(0, 0, 12)
        info.set_column(1, 1, 16)
        info.set_column(2, 2, 24)
        info.hide_gridlines(2)
        info.set_paper(9)
        info.write_string(0, 0, say("info", self.language), self.looks("small"))
        for place, key in enumerate(("code", "entry", "value")):
            info.write_string(top, place, TITLES[key].of(self.language), self.looks("small_header"))
        rows = self.sheet.meta
        info.ignore_errors({"number_stored_as_text": cell_rules.range_of(top, 2, top + len(rows), 2).replace("$", "")})
        for at, (key, value) in enumerate(rows.items(), top + 1):
            for place, text in enumerate((key, META_WORDS[key].of(self.language), value)):
                info.write_string(at, place, text, self.looks("small"))
        self._name(META, info, cell_rules.range_of(top, 0, top + len(rows), 2))
