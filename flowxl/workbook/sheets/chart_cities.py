"""The first table behind the pictures: the cities that they show, with index and contributions."""

from collections.abc import Callable

import numpy as np

from flowxl.workbook import texts
from flowxl.workbook.book import Book, Column, Columns, Value, blanks
from flowxl.workbook.grid import Area
from flowxl.workbook.sheets.settings_declared import compared_cities

HERE = "charts"


def shown_cities(book: Book) -> list[int | None]:
    """Return the positions of the cities that charts show: by rank, then focus and benchmark where cities are many."""
    area = book.layout.areas["flow_chart"]
    ranks = book.result.rank
    ranked = sorted(np.flatnonzero(ranks > 0).tolist(), key=lambda n: (ranks[n], n))
    focus, benchmark = compared_cities(book)
    extra = {"focus": focus, "benchmark": benchmark}
    positions: list[int | None] = []
    for k, item in enumerate(area.grid.items):
        positions.append(extra[item] if item in extra else ranked[k] if k < len(ranked) else None)
    return positions


def city_columns(book: Book) -> Columns:
    """Return the contents of the table: a row per city that is shown."""
    layout, result, language = book.layout, book.result, book.language
    area = layout.area("flow_chart", HERE)
    table, parts, cover = (layout.area(name, HERE) for name in ("flow_native", "flow_contributions", "flow_cover"))
    families = {family: layout.city_keys(family) for family in ("score", "contribution", "value")}
    order = cover.line(cover.grid.item_position["order"], families["value"][0], families["value"][-1], "if")
    heads = cover.line(-1, families["value"][0], families["value"][-1], "if")
    index = table.line(table.grid.item_position["index"], families["score"][0], families["score"][-1], "if")
    shown = shown_cities(book)

    def number(k: int) -> str:
        return area.cell(k, "number", "f")

    def find(k: int) -> str:
        item = area.grid.items[k]
        if item in ("focus", "benchmark"):
            return f"={book.derived(f'{item}_number', HERE)}"
        return f'=IFERROR(MATCH({area.cell(k, "position", "f")},{order},0),"")'

    def pick(line: str, place: Callable[[int], str]) -> list[str]:
        # Both numbers, since Gnumeric takes a single one for the row.
        pair = "{},1" if table.grid.transposed else "1,{}"
        return [f'=IF(ISNUMBER({number(k)}),INDEX({line},{pair.format(place(k))}),"")' for k in range(area.grid.size)]

    def by_name(source: Area, family: str) -> Callable[[int], str]:
        """Find the city again in another table, whose fields may have been moved apart from these."""
        first, last = families[family][0], families[family][-1]
        return lambda k: source.find_field(area.cell(k, "city_name", "f"), first, last)

    def values(source: np.ndarray) -> list[Value]:
        return blanks([float(source[p]) if p is not None else float("nan") for p in shown])

    marks = {item: book.say(texts.FIELDS[item]) for item in ("focus", "benchmark")}
    contents: Columns = {
        "position": Column(
            [marks.get(item, int(item) if item.isdigit() else item) for item in area.grid.items], "label"
        ),
        "number": Column([("" if p is None else p + 1) for p in shown], "integer", find),
        "city_name": Column(
            ["" if p is None else book.framework.cities[p].name.of(language) for p in shown],
            "text",
            pick(heads, number).__getitem__,
        ),
        "index": Column(values(result.index), "index", pick(index, by_name(table, "score")).__getitem__),
    }
    for p, pillar in enumerate(book.framework.pillars):
        item = parts.grid.item_position[pillar.code]
        line = parts.line(item, families["contribution"][0], families["contribution"][-1], "if")
        found = pick(line, by_name(parts, "contribution"))
        contents[f"pillar:{pillar.code}"] = Column(values(result.contributions[p]), "score", found.__getitem__)
    return contents
