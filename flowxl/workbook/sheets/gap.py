"""The sheet 差距: focus against benchmark, pillar by pillar."""

import math
from collections.abc import Iterator

from flowxl.voice.text import Text
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Column, Columns, Line, Value, blanks
from flowxl.workbook.declare import Highlight, Lines, SheetSpec, View
from flowxl.workbook.fixed_decimals import fixed
from flowxl.workbook.grid import Grid, Placed, Traits
from flowxl.workbook.layout import Sheet, order_by_weight
from flowxl.workbook.plan import Plan
from flowxl.workbook.sheets.settings_declared import compared_cities

GAP = "gap"
NAME = "flow_gap"


def _grids(plan: Plan, _: str) -> Placed:
    fields = plan.fields(code=7, name=44, weight=7, focus=10, benchmark=10, gap=10, weighted_gap=10, state=9)
    return [(Grid(NAME, (*plan.ordered, "index"), tuple(fields), traits=Traits(total=True)), 0)]


def _columns(book: Book) -> dict[str, Columns]:
    return {NAME: _gap(book)}


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
        words = ",".join(f'"{book.say(texts.GAP_WORDS[s])}"' for s in (-1, 0, 1))
        return f'=IF(ISNUMBER({own}),CHOOSE(1+({own}>=-{band})+({own}>{band}),{words}),"")' if k < n else ""

    words = {s: book.say(pair) for s, pair in texts.GAP_WORDS.items()}
    states: list[Value] = ["" if math.isnan(s) else words[int(s)] for s in gap.state[order].tolist()]
    pillars = book.framework.pillars
    index_name = book.say(texts.FIELDS["index"])

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


def _lines(book: Book, _: Sheet, help_line: Line) -> Lines:
    return [[help_line], [_balance(book)]]


def _balance(book: Book) -> Line:
    """Say in one sentence who leads and by how much."""
    area = book.layout.area("flow_gap", "gap")
    states = area.span("state")
    gap = area.cell(area.grid.item_position["index"], "gap", "if")
    words = [book.say(texts.GAP_WORDS[sign]) for sign in (1, 0, -1)]
    comma, points = (book.say(pair) for pair in (Text("，", ", "), Text("指数差 ", "index gap ")))
    against = Text("对", " against ").of(book.language)
    cities = [book.setting(role, "gap") for role in ("focus", "benchmark")]
    counts = f'&"{comma}"&'.join(f'"{word} "&COUNTIF({states},"{word}")' for word in words)
    shown = f'IF(ISNUMBER({gap}),FIXED({gap},1),"—")'
    formula = f'={cities[0]}&"{against}"&{cities[1]}&"{comma}"&{counts}&"{comma}{points}"&{shown}'
    focus, benchmark = compared_cities(book)
    names = [book.framework.cities[n].name.of(book.language) for n in (focus, benchmark)]
    found = book.result.gap(*(book.framework.city_codes[n] for n in (focus, benchmark)))
    numbers = [int((found.state == sign).sum()) for sign in (1, 0, -1)]
    difference = float(book.result.index[focus] - book.result.index[benchmark])
    said = "—" if math.isnan(difference) else fixed(difference, 1)
    text = comma.join([against.join(names), *(f"{w} {n}" for w, n in zip(words, numbers, strict=True)), points + said])
    return Line(text, formula, "status")


def _highlights(book: Book, _: Sheet) -> Iterator[Highlight]:
    """Colour and word say who leads."""
    area = book.layout.areas[NAME]
    state = area.cell(0, "state", "f")
    for sign, look in ((1, "leading"), (0, "level"), (-1, "lagging")):
        word = book.say(texts.GAP_WORDS[sign])
        yield Highlight(area.cells("gap", "state"), f'{state}="{word}"', look)


SHEET = SheetSpec(
    GAP,
    Text("差距", "Gap"),
    "result",
    help=Text(
        "目标{unit}减标杆{unit}（在“设置”中选择）；加权差距以指数点计。",
        "Focus minus benchmark (chosen in Settings); the weighted gap is in index points.",
    ),
    grids=_grids,
    columns=_columns,
    lines=_lines,
    highlights=_highlights,
    view=View(one_page=True, beside=("gap", NAME)),
)
