"""What the cells of a questionnaire accept, and the colours that change while it is filled in."""

from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flowxl.ooxml.addresses import pinned_range
from flowxl.questionnaire.formats import DONE, EXACT, OPEN
from flowxl.questionnaire.formulas import quoted
from flowxl.questionnaire.layout import PROPOSALS, STATUS, Layout
from flowxl.questionnaire.wording import SELF, say
from flowxl.workbook.sheets.accepting import LONGEST_TEXT, runs
from flowxl.workbook.texts_weighting import INFLUENCE_WORDS as INFLUENCE
from flowxl.workbook.texts_weighting import level_word


def range_of(first: int, left: int, last: int, right: int) -> str:
    """Return a reference to an area, without the sheet."""
    return pinned_range(first, left, last, right)


def add(form: Worksheet, book: Workbook, layout: Layout) -> None:
    """Add the rules and colours of one questionnaire."""
    _ratings(form, book, layout)
    _choices(form, book, layout)
    _texts(form, layout)
    done = book.add_format(DONE)
    is_done = f"={layout.area(STATUS, STATUS, 'code', 'code')}={quoted(say('done', layout.sheet.language))}"
    form.conditional_format(STATUS, 0, STATUS, 0, {"type": "formula", "criteria": is_done, "format": done})


def _stop(layout: Layout, message: str) -> dict[str, str]:
    return {"error_title": say("refused", layout.sheet.language), "error_message": message}


def _boxes(layout: Layout, key: str) -> list[list[int]]:
    """Return the unbroken runs of items in a column: first row, column, last row, column."""
    at = layout.column(key)
    top = layout.header + 1
    return [[top + a, at, top + b, at] for a, b in runs([row.kind == "item" for row in layout.rows], True)]


def _add(form: Worksheet, boxes: list[list[int]], rule: dict[str, Any]) -> None:
    form.data_validation(*boxes[0], rule | ({"other_cells": boxes[1:]} if boxes[1:] else {}))


def _ratings(form: Worksheet, book: Workbook, layout: Layout) -> None:
    scale, language = layout.sheet.study.scale, layout.sheet.language
    key = "whole" if scale.whole else "points"
    rule: dict[str, Any] = {
        "validate": "integer" if scale.whole else "decimal",
        "criteria": "between",
        "minimum": scale.low,
        "maximum": scale.high,
        **_stop(layout, say(key, language, low=scale.low, high=scale.high)),
    }
    boxes = _boxes(layout, "rating")
    _add(form, boxes, rule)
    still_open = book.add_format(OPEN)
    for box in boxes:
        form.conditional_format(*box, {"type": "blanks", "format": still_open})
    if scale.budget:
        exact = book.add_format(EXACT)
        for at, row in enumerate(layout.rows, layout.header + 1):
            if row.kind == "sum":
                place = layout.column("hint")
                rule = {"type": "cell", "criteria": "==", "value": quoted(say("right", language)), "format": exact}
                form.conditional_format(at, place, at, place, rule)


def _choices(form: Worksheet, book: Workbook, layout: Layout) -> None:
    language, top, at = layout.sheet.language, layout.self_header + 1, layout.column("rating")
    levels = [level_word(level, language) for level in layout.sheet.study.choices.familiarity]
    influence = [pair.of(language) for pair in INFLUENCE.values()]
    said = _stop(layout, say("choose", language))
    form.data_validation(top, at, top, at, {"validate": "list", "source": levels, **said})
    last = top + len(SELF) - 1
    form.data_validation(top + 1, at, last, at, {"validate": "list", "source": influence, **said})
    form.conditional_format(top, at, last, at, {"type": "blanks", "format": book.add_format(OPEN)})


def _texts(form: Worksheet, layout: Layout) -> None:
    rule = {
        "validate": "length",
        "criteria": "<=",
        "value": LONGEST_TEXT,
        "error_type": "warning",
        **_stop(layout, say("long", layout.sheet.language)),
    }
    keys = [key for key in ("reason", "comment") if key in layout.columns]
    boxes = [box for key in keys for box in _boxes(layout, key)]
    first, last = layout.proposals_header + 1, layout.proposals_header + PROPOSALS
    boxes += [[first, layout.column("name"), last, layout.column("rating")], [layout.general, 0, layout.general, 0]]
    _add(form, boxes, rule)
