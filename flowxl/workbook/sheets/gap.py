"""Sheets 差距 and 图表: focus against benchmark, and the figures that charts draw."""

import math
from collections.abc import Callable

import numpy as np

from flowxl.workbook import texts
from flowxl.workbook.book import Book, Column, Columns, Value, blanks
from flowxl.workbook.grid import Area
from flowxl.workbook.layout import order_by_weight
from flowxl.workbook.sheets.structure import compared_cities

GAP, CHARTS = "gap", "charts"


def columns(book: Book) -> dict[str, Columns]:
    """Return the contents of the grids on these sheets."""
    return {"flow_gap": _gap(book), "flow_chart": _chart(book)}


def _gap(book: Book) -> Columns:
    layout, result = book.layout, book.result
    area = layout.area("flow_gap", GAP)
    table, parts = layout.area("flow_native", GAP), layout.area("flow_contributions", GAP)
    first, last = layout.city_keys("score")[0], layout.city_keys("score")[-1]
    part_first, part_last = layout.city_keys("contribution")[0], layout.city_keys("contribution")[-1]
    cities = compared_cities(book)
    codes = [book.framework.city_codes[n] for n in cities]
    gap = result.gap(*codes)
    order = order_by_weight(book.framework)
    n = len(order)
    weights = layout.area("flow_weights", GAP)
    index = [float(result.index[c]) for c in cities]
    difference = index[0] - index[1]

    def code(k: int) -> str:
        return area.cell(k, "code", "f")

    def score(which: str) -> list[str]:
        number = table.find_field(book.setting(which, GAP), first, last)
        return [f"={table.at(first, last, table.find(code(k)), number)}" for k in range(n + 1)]

    def minus(k: int) -> str:
        a, b = area.cell(k, "focus", "f"), area.cell(k, "benchmark", "f")
        return f'=IF(ISNUMBER({a})*ISNUMBER({b}),{a}-{b},"")'

    def weighted(k: int) -> str:
        find = parts.find(code(k))
        a, b = (
            parts.at(part_first, part_last, find, parts.find_field(book.setting(which, GAP), part_first, part_last))
            for which in ("focus", "benchmark")
        )
        return f'=IF(ISNUMBER({area.cell(k, "gap", "f")}),{a}-{b},"")'

    def state(k: int) -> str:
        own, band = area.cell(k, "gap", "f"), book.setting("gap_band", GAP)
        words = ",".join(f'"{texts.pick(texts.GAP_WORDS[s], book.language)}"' for s in (-1, 0, 1))
        return f'=IF(ISNUMBER({own}),CHOOSE(1+({own}>=-{band})+({own}>{band}),{words}),"")' if k < n else ""

    words = {s: texts.pick(pair, book.language) for s, pair in texts.GAP_WORDS.items()}
    states: list[Value] = ["" if math.isnan(s) else words[int(s)] for s in gap.state[order].tolist()]
    pillars = book.framework.pillars
    index_name = texts.pick(texts.FIELDS["index"], book.language)

    def number_style(k: int) -> str:
        return "score" if k < n else "index"

    return {
        "code": Column(list(area.grid.items), "label"),
        "name": Column([*(pillars[k].name.of(book.language) for k in order), index_name], "label"),
        "weight": Column(
            [*result.weights[order].tolist(), ""],
            "weight",
            lambda k: f"=INDEX({weights.span('weight')},{weights.find(code(k))})" if k < n else "",
        ),
        "focus": Column(blanks([*gap.focus_scores[order], index[0]]), number_style, score("focus").__getitem__),
        "benchmark": Column(
            blanks([*gap.benchmark_scores[order], index[1]]), number_style, score("benchmark").__getitem__
        ),
        "gap": Column(blanks([*gap.gap[order], difference]), number_style, minus),
        "weighted_gap": Column(blanks([*gap.weighted_gap[order], difference]), number_style, weighted),
        "state": Column([*states, None], "code", state),
    }


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


def _chart(book: Book) -> Columns:
    layout, result, language = book.layout, book.result, book.language
    area = layout.area("flow_chart", CHARTS)
    table, parts, cover = (layout.area(name, CHARTS) for name in ("flow_native", "flow_contributions", "flow_cover"))
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
            return f"={book.derived(f'{item}_number', CHARTS)}"
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

    marks = {item: texts.pick(texts.FIELDS[item], language) for item in ("focus", "benchmark")}
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
