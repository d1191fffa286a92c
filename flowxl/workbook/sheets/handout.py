"""The sheet 分发 of a part: who has it, which parts there are, and all that was handed out."""

import math
from dataclasses import replace

from flowxl.workbook import texts
from flowxl.workbook.book import Book, Column, Columns, Value
from flowxl.workbook.declare import SheetSpec
from flowxl.workbook.handout import (
    GIVEN,
    GIVEN_REMARKS,
    HELP,
    KEY,
    NAMES,
    PART,
    ROLE,
    TITLE,
    WORDS,
    PartBook,
    handout_values,
)


def _columns(book: Book) -> dict[str, Columns]:
    if not isinstance(book, PartBook):
        return {}
    return {PART: _part(book), NAMES: _names(book), GIVEN: _given(book), GIVEN_REMARKS: _remarks(book)}


def locked(book: Book, contents: dict[str, Columns]) -> dict[str, Columns]:
    """Return the contents with weights and settings of a part as cells that are not to be filled."""
    if not isinstance(book, PartBook):
        return contents
    names = [name for sheet in book.layout.sheets if sheet.role != "input" for name in sheet.grids]
    entered = {name: book.layout.areas[name].grid.traits.is_entered for name in names}
    return contents | {
        name: {field: _closed(one) if entered[name](field) else one for field, one in contents[name].items()}
        for name in names
    }


def _closed(column: Column) -> Column:
    style = column.style
    if isinstance(style, str):
        return replace(column, style=style.replace("input_", "stored_"))
    return replace(column, style=lambda item: style(item).replace("input_", "stored_"))


def _part(book: PartBook) -> Columns:
    values: list[Value] = [value if isinstance(value, int | str) else str(value) for value in handout_values(book)]
    return {
        "code": Column(list(WORDS), "label"),
        "label": Column([book.say(words) for words in WORDS.values()]),
        "setting": Column(values),
    }


def _names(book: PartBook) -> Columns:
    names = book.handout.names
    return {"position": Column(list(range(1, len(names) + 1)), "integer"), "name": Column(list(names))}


def _given(book: PartBook) -> Columns:
    framework, observations, language = book.framework, book.observations, book.language
    series = framework.series
    texts_of = {
        "key": Column([s.key for s in series], "label"),
        "indicator_name": Column([framework.indicator[s.indicator].name.of(language) for s in series]),
        "city_name": Column([framework.places[s.place].name.of(language) for s in series]),
        **{column: Column([said.get(s.key) for s in series]) for column, said in observations.texts.items()},
    }
    years: Columns = {
        key: Column([None if math.isnan(value) else value for value in observations.values[:, column].tolist()], "live")
        for column, key in enumerate(book.layout.year_keys)
    }
    return texts_of | years


def _remarks(book: PartBook) -> Columns:
    remarks = sorted(book.observations.remarks.items())
    word = {code: book.say(pair) for code, pair in texts.STATUS_WORDS.items()}
    return {
        "key": Column([key for (key, _), _ in remarks], "label"),
        "year": Column([year for (_, year), _ in remarks], "integer"),
        "status": Column([word[r.status] if r.status else None for _, r in remarks]),
        "source": Column([r.source or None for _, r in remarks]),
        "note": Column([r.note or None for _, r in remarks]),
    }


SHEET = SheetSpec(KEY, TITLE, ROLE, help=HELP, columns=_columns)
"""Added to a finished layout by ``workbook.handout``."""
