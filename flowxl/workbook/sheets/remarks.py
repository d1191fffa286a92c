"""The sheet 数据备注: what is to be said of single values."""

from collections.abc import Iterator
from typing import Any

from flowxl.voice.text import Text
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Column, Columns, Value
from flowxl.workbook.declare import Accepts, SheetSpec
from flowxl.workbook.grid import Grid, Placed, Traits
from flowxl.workbook.layout import Sheet
from flowxl.workbook.plan import Plan
from flowxl.workbook.sheets.accepting import Said, say, short_texts

NAME = "flow_remarks"
YEARS = (1900, 2200)
KEY: Said = (
    Text("行码", "Key"),
    Text("填报表第一列的行码，如 {0}。", "The key in the first column of an input sheet, e.g. {0}."),
    Text("行码不超过 41 个字符。", "A key has at most 41 characters."),
)
YEAR: Said = (
    Text("年份", "Year"),
    Text("四位年份，如 {0}。", "Four digits, e.g. {0}."),
    Text("请填整数年份。", "Enter a year as a whole number."),
)
STATUS: Said = (
    Text("状态", "Status"),
    Text("从列表选择；只有来源或备注时可留空。", "Choose from the list; empty if there is only a source or a note."),
    Text("请从列表选择：初步、修订、不适用。", "Choose from the list: preliminary, revised, not applicable."),
)


def _grids(plan: Plan, _: str) -> Placed:
    fields = plan.fields(key=14, year=8, status=12, source=44, note=34)
    return [(Grid(NAME, (), tuple(fields), spare=plan.remark_rows, traits=Traits(carried="renewed")), 0)]


def _columns(book: Book) -> dict[str, Columns]:
    return {NAME: _remarks(book)}


def _remarks(book: Book) -> Columns:
    remarks = sorted(book.observations.remarks.items())
    grid = book.layout.areas["flow_remarks"].grid
    spare: list[Value] = [None] * (grid.size - len(remarks))
    word = {code: book.say(pair) for code, pair in texts.STATUS_WORDS.items()}
    return {
        "key": Column([*(key for (key, _), _ in remarks), *spare], "input_text"),
        "year": Column([*(year for (_, year), _ in remarks), *spare], "input_integer"),
        "status": Column([*(word[r.status] if r.status else None for _, r in remarks), *spare], "input_text"),
        "source": Column([*(r.source or None for _, r in remarks), *spare], "input_text"),
        "note": Column([*(r.note or None for _, r in remarks), *spare], "input_text"),
    }


def _accepts(book: Book, _: Sheet) -> Iterator[Accepts]:
    """Add the rules for key, year and status of a remark."""
    area = book.layout.areas[NAME]
    example = f"{book.framework.indicator_codes[0]}.{book.framework.city_codes[0]}"
    words = [book.say(pair) for pair in texts.STATUS_WORDS.values()]
    years = {"validate": "integer", "criteria": "between", "minimum": YEARS[0], "maximum": YEARS[1]}
    rules: dict[str, dict[str, Any]] = {
        "key": {"validate": "length", "criteria": "<=", "value": 41} | say(book, KEY, example),
        "year": years | say(book, YEAR, book.years[-1]),
        "status": {"validate": "list", "source": words} | say(book, STATUS),
    }
    for field, rule in rules.items():
        yield Accepts((area.cells(field),), rule)
    yield short_texts(book, area.cells("source", "note"))


SHEET = SheetSpec(
    "remarks",
    Text("数据备注", "Remarks"),
    "input",
    help=Text(
        "仅在某一数值与整行不同时填写：初步、修订、不适用，以及它自己的来源。",
        "Only where one value differs from its row: preliminary, revised, not applicable, a source of its own.",
    ),
    grids=_grids,
    columns=_columns,
    accepts=_accepts,
)
