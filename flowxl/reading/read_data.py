"""The sheet 数据汇总 of a book that people edited: its years, and whether its formulas still follow the framework.

Which row feeds which, and what an increment is, was settled when the formulas were written. Where somebody changed the
framework in the book afterwards, core and formulas would part in silence: such a book is refused.
"""

from flowxl.core.framework import Framework
from flowxl.reading.book_tables import Table, Tables
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import shortened
from flowxl.workbook import texts

MAX_YEARS = 300
FIELDS = ("key", "indicator", "pillar", "entry", "city", "source_key")


def read_years(tables: Tables, framework: Framework) -> tuple[int, ...]:
    """Return the years of the book: those of ``flow_data``, which every input sheet must have.

    Raises
    ------
    FlowXLError
        If years are missing, or the sheet follows another framework than the one that the book describes.
    """
    most = len(framework.indicators) * len(framework.cities)
    table = tables.find("flow_data", FIELDS, years=True, most=most)
    years = sorted(table.years) if table else []
    if table and (not years or years != list(range(years[0], years[-1] + 1)) or len(years) > MAX_YEARS):
        place = Place(sheet=table.target.sheet, row=table.target.min_row)
        tables.faults.append(Fault("years.data", place, years=str(years)))
    if table:
        _check_rows(tables, table, _expected(framework))
    if tables.faults or not years:
        raise FlowXLError(Message("read.nothing_computed", name=tables.package.path.name), tables.faults)
    return tuple(years)


def _expected(framework: Framework) -> dict[str, dict[str, str]]:
    """Return what the labels of each row must be, by its key in small letters."""
    return {
        f"{i.code}.{city.code}".lower(): {
            "indicator": i.code,
            "pillar": i.pillar,
            "entry": i.entry,
            "city": city.code,
            "source_key": framework.source_of(i, city).key,
        }
        for i in framework.indicators
        for city in framework.cities
    }


def _check_rows(tables: Tables, table: Table, expected: dict[str, dict[str, str]]) -> None:
    """Note rows that follow another framework, are missing, or do not stand together as the scores need them."""
    places: dict[str, list[tuple[int, str]]] = {}
    for row in table.rows:
        cell = table.field(row, "key")
        labels = expected.pop(cell.text.lower(), None)
        if labels is None:
            if cell.text:
                tables.faults.append(Fault("structure.key", cell.place, key=shortened(cell.text)))
            continue
        places.setdefault(labels["indicator"], []).append((row, labels["city"]))
        for name, wanted in labels.items():
            found = table.field(row, name)
            code = texts.word_code(found.text, texts.ENTRY_WORDS) if name == "entry" else found.text
            if (code or "").lower() != wanted.lower():
                fault = Fault("structure.label", found.place, found=found.content, expected=wanted)
                tables.faults.append(fault)
    place = Place(sheet=table.target.sheet)
    tables.faults.extend(Fault("structure.row_gone", place, key=key) for key in expected)
    blocks = [[(row - lines[0][0], city) for row, city in lines] for lines in places.values()]
    if any(block != blocks[0] or block[-1][0] != len(block) - 1 for block in blocks):
        tables.faults.append(Fault("order", place))
