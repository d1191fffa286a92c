"""The sheet 二级得分: scores of pillars and dimensions, and Table 2 by native formulas."""

from collections.abc import Iterator

import numpy as np

from flowxl.voice.text import Text
from flowxl.workbook.book import Book, Column, Columns, blanks
from flowxl.workbook.declare import Heat, Highlight, SheetSpec
from flowxl.workbook.grid import Grid, Placed, Traits
from flowxl.workbook.layout import Sheet
from flowxl.workbook.plan import CLOSING_ITEMS, Plan
from flowxl.workbook.sheets import result
from flowxl.workbook.sheets.function_calls import shown_scores
from flowxl.workbook.sheets.marking import heat, thin

PILLARS = "pillars"


def _grids(plan: Plan, _: str) -> Placed:
    framework, turn = plan.framework, plan.many
    labels = plan.fields(code=8, name=34, dimension=11, weight=8, indicators=9, counting_indicators=9)
    scores = (
        *plan.per_city("shown", 9, plain=True),
        *plan.per_city("score", 9, title="native_score"),
    )
    fields = (*labels, *scores, *plan.per_city("present_indicators", 9))
    dims = (*plan.fields(code=8, name=34, counting_pillars=10), *scores, *plan.per_city("present", 9))
    table = (*plan.fields(code=8, name=34, weight=8), *plan.per_city("score", 9, plain=True))
    of_dimensions = Traits(caption=Text("一级得分（加权平均）", "Dimension scores (weighted mean)"))
    native = Traits(caption=Text("表 2（原生公式）", "Table 2 by native formulas"), total=True)
    codes = tuple(d.code for d in framework.dimensions)
    return [
        (Grid("flow_pillars", framework.pillar_codes, fields, transposed=turn), 0),
        (Grid("flow_dimensions", codes, dims, transposed=turn, traits=of_dimensions), 0),
        (Grid("flow_native", (*plan.ordered, *CLOSING_ITEMS), table, transposed=turn, traits=native), 0),
    ]


def _columns(book: Book) -> dict[str, Columns]:
    return {"flow_pillars": _pillars(book), "flow_dimensions": _dimensions(book), "flow_native": result.native(book)}


def _counted(values: str, groups: str, group: str) -> str:
    """Return a formula part that counts the numbers of a group (a criterion on numbers skips texts)."""
    return f'COUNTIFS({groups},{group},{values},">=0")+COUNTIFS({groups},{group},{values},"<0")'


def _pillars(book: Book) -> Columns:
    layout, result, language = book.layout, book.result, book.language
    area, scores = layout.area("flow_pillars", PILLARS), layout.area("flow_scores", PILLARS)
    weights = layout.area("flow_weights", PILLARS)
    pillars = book.framework.pillars
    groups = scores.span("pillar")
    counting = np.add.reduceat(result.counting.astype(int), book.framework.pillar_starts)

    def code(n: int) -> str:
        return area.cell(n, "code", "f")

    def weight(n: int) -> str:
        found = f"INDEX({weights.span('weight')},{weights.find(code(n))})"
        return f'=IF(ISLOGICAL({found}),"",{found})'  # the gate: LibreOffice takes TRUE for 1

    contents: Columns = {
        "code": Column([p.code for p in pillars], "label"),
        "name": Column([p.name.of(language) for p in pillars], "label"),
        "dimension": Column(
            [p.dimension for p in pillars],
            "label",
            lambda n: f"=INDEX({weights.span('dimension')},{weights.find(code(n))})",
        ),
        "weight": Column(result.weights.tolist(), "weight", weight),
        "indicators": Column(
            book.framework.pillar_sizes.tolist(), "integer", lambda n: f"=COUNTIF({groups},{code(n)})"
        ),
        "counting_indicators": Column(
            counting.tolist(), "integer", lambda n: f"=SUMIF({groups},{code(n)},{scores.span('counting')})"
        ),
    }
    counts = layout.city_keys("present_indicators")
    for city, (score, count) in enumerate(zip(layout.city_keys("score"), counts, strict=True)):

        def mean_score(n: int, score: str = score, count: str = count) -> str:
            mean = f"AVERAGEIFS({scores.span(score, 'i')},{groups},{code(n)})"
            return f'=IF({area.cell(n, count)}>0,{mean},"")'

        def present(n: int, score: str = score) -> str:
            return f"={_counted(scores.span(score, 'i'), groups, code(n))}"

        contents[score] = Column(blanks(result.pillar_scores[:, city]), "score", mean_score)
        contents[count] = Column(result.pillar_counts[:, city].tolist(), "integer", present)
    return contents | shown_scores(book, area, PILLARS, result.pillar_scores)


def _dimensions(book: Book) -> Columns:
    layout, result = book.layout, book.result
    area, pillars = layout.area("flow_dimensions", PILLARS), layout.area("flow_pillars", PILLARS)
    subtotals, cover = layout.area("flow_subtotals", PILLARS), layout.area("flow_cover", PILLARS)
    owners, weights = pillars.span("dimension"), pillars.span("weight")
    starts = book.framework.dimension_starts
    counting = np.add.reduceat(result.pillar_counting.astype(int), starts)
    present = np.add.reduceat((result.pillar_counts > 0).astype(int), starts, axis=0)
    factor = cover.grid.item_position["factor"]

    def code(n: int) -> str:
        return area.cell(n, "code", "f")

    contents: Columns = {
        "code": Column(list(area.grid.items), "label"),
        "name": Column([d.name.of(book.language) for d in book.framework.dimensions], "label"),
        "counting_pillars": Column(
            counting.tolist(),
            "integer",
            lambda n: f'=COUNTIFS({owners},{code(n)},{pillars.span("counting_indicators")},">0")',
        ),
    }
    families = zip(*(layout.city_keys(family) for family in ("score", "present", "value")), strict=True)
    for city, (score, here, value) in enumerate(families):

        def weighted_mean(n: int, score: str = score, value: str = value) -> str:
            subtotal, scale = subtotals.cell(n, value), cover.cell(factor, value, "i")
            column = pillars.span(score, "i")
            weight = "+".join(f'SUMIFS({weights},{owners},{code(n)},{column},"{test}")' for test in (">=0", "<0"))
            return f'=IF(ISNUMBER({subtotal}),{subtotal}/{scale}/({weight}),"")'

        def number(n: int, score: str = score) -> str:
            return f"={_counted(pillars.span(score, 'i'), owners, code(n))}"

        contents[score] = Column(blanks(result.dimension_scores[:, city]), "score", weighted_mean)
        contents[here] = Column(present[:, city].tolist(), "integer", number)
    return contents | shown_scores(book, area, PILLARS, result.dimension_scores)


def _highlights(book: Book, _: Sheet) -> Iterator[Highlight | Heat]:
    """Heat on the pillar and dimension scores."""
    for name in ("flow_pillars", "flow_dimensions"):
        yield heat(book, name, family="shown")
    yield thin(book, "flow_pillars", PILLARS, book.layout.areas["flow_pillars"].grid.size, "shown")


SHEET = SheetSpec(
    "pillars",
    Text("二级得分", "Pillars"),
    "calculation",
    help=Text(
        "二级得分为可用三级得分的简单平均；一级得分为加权平均。",
        "Pillar score: mean of its indicators. Dimension score: weighted mean.",
    ),
    grids=_grids,
    columns=_columns,
    highlights=_highlights,
)
