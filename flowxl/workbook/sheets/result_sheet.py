"""The sheet 结果 as it is declared: its tables, the lines above them, its colours; ``result`` has the contents."""

from collections.abc import Iterator

from flowxl import __version__
from flowxl.voice.text import Text
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Line
from flowxl.workbook.declare import Heat, Highlight, Lines, SheetSpec, View
from flowxl.workbook.grid import Grid, Placed, Traits
from flowxl.workbook.handout import PartBook
from flowxl.workbook.layout import Sheet
from flowxl.workbook.plan import CLOSING_ITEMS, Plan
from flowxl.workbook.sheets.checks import status_line
from flowxl.workbook.sheets.marking import heat, status, thin
from flowxl.workbook.sheets.result import COVER_WORDS, columns

HERE = "result"
BADGE_COLUMN = 3
"""Who computed stands beside the status of the book, right of the cells that its colour fills."""
CITY_WIDTH = 9.0
PART = Text(
    "分表“{0}”：只含本部分的指标与{unit}，这里的得分与指数不是整个指数的结果。",
    "Part “{0}”: these scores and this index are those of its own indicators and {units}, not of the whole index.",
)
SCORE_KEY = Text(
    "蓝＝高于平均，红＝低于平均；琥珀色斜体加框＝依据的三级指标不足；—＝没有得分",
    "Blue: above the mean, red: below; amber italics in a frame: rests on few indicators; —: no score",
)
CAPTIONS = {
    "flow_subtotals": Text("一级指标小计（指数点）", "Subtotals of the dimensions (index points)"),
    "flow_contributions": Text(
        "二级指标贡献（权重 × 得分，指数点）",
        "Contributions of the pillars (weight × score, index points)",
    ),
    "flow_cover": Text("覆盖情况", "Coverage"),
    "flow_stored": Text(
        "生成时的核心存档值，与公式的差异，所示与公式之差",
        "Values of the core when the book was made; how far the formulas are, and what is shown",
    ),
}


def _grids(plan: Plan, _: str) -> Placed:
    ordered, turn = plan.ordered, plan.many
    dims = tuple(d.code for d in plan.framework.dimensions)
    labels = plan.fields(code=7, weight=7, name=44)
    code, _weight, name = labels
    width = CITY_WIDTH if turn or plan.language == "zh" else 10.0
    main = (*labels, *plan.per_city("score", width, plain=True))
    contributions = (
        code,
        plan.field("dimension", 8 if plan.language == "zh" else 10),
        name,
        *plan.per_city("contribution", width, plain=True),
    )
    kept = (*plan.per_city("stored", width), *plan.per_city("difference", width), *plan.per_city("apart", width))
    stored = (code, name, *kept)
    city = (*labels, *plan.per_city("value", width, plain=True))
    ends = {
        "flow_contributions": Traits(caption=CAPTIONS["flow_contributions"], total=True),
        "flow_cover": Traits(caption=CAPTIONS["flow_cover"], wrapped=True),
        "flow_stored": Traits(caption=CAPTIONS["flow_stored"], total=True),
    }
    sums = Traits(caption=CAPTIONS["flow_subtotals"])
    return [
        (Grid("flow_result", (*ordered, *CLOSING_ITEMS), main, turn, traits=Traits(total=True)), 0),
        (Grid("flow_subtotals", dims, city, turn, traits=sums), 0),
        (Grid("flow_contributions", (*ordered, "index"), contributions, turn, traits=ends["flow_contributions"]), 0),
        (Grid("flow_cover", tuple(COVER_WORDS), city, turn, traits=ends["flow_cover"]), 0),
        (Grid("flow_stored", (*ordered, "index", "rank"), stored, turn, traits=ends["flow_stored"]), 0 if turn else 1),
    ]


def _heading(book: Book, _: Sheet) -> str:
    return f"{book.framework.name.of(book.language)} {book.settings.window[0]}–{book.settings.window[1]}"


def _lines(book: Book, sheet: Sheet, _: Line) -> Lines:
    key = [] if book.synthetic else [[Line(_part(book) or book.say(SCORE_KEY))]]
    first = [status_line(book, sheet.key), *[Line("")] * (BADGE_COLUMN - 1), _badge(book)]
    return [first, [_coverage(book)], *key]


def _part(book: Book) -> str:
    """Say of a part that its results are not those of the whole."""
    return book.say(PART).format(book.handout.part) if isinstance(book, PartBook) else ""


def _coverage(book: Book) -> Line:
    """Say how much of the framework stands behind the index."""
    layout, coverage = book.layout, book.result.coverage
    pillars, scores, weights = (layout.area(name, "result") for name in ("flow_pillars", "flow_scores", "flow_weights"))
    counting = pillars.span("counting_indicators")
    parts = [
        f'COUNTIF({counting},">0")',
        f"COUNTA({pillars.span('code')})",
        f'SUMIF({counting},">0",{pillars.span("weight")})',
        f"SUM({weights.span('weight')})",
        f"SUM({scores.span('counting')})",
        f"COUNTA({scores.span('code')})",
    ]
    values = (
        coverage.pillars,
        coverage.of_pillars,
        coverage.weight,
        coverage.of_weight,
        coverage.indicators,
        coverage.of_indicators,
    )
    if book.language == "zh":
        words = ["计入 ", " / ", " 个二级指标，权重 ", " / ", "，", " / ", " 个三级指标"]
    else:
        words = ["", " of ", " pillars, weight ", " of ", ", ", " of ", " indicators"]
    text = words[0] + "".join(f"{value:g}{word}" for value, word in zip(values, words[1:], strict=True))
    joined = "&".join(f'{part}&"{word}"' for part, word in zip(parts, words[1:], strict=True))
    return Line(text, f'="{words[0]}"&{joined}' if words[0] else f"={joined}")


def _badge(book: Book) -> Line:
    """Say who computed: the cell of the table that comes with its numbers."""
    area = book.layout.area("flow_result", "result")
    cell = area.cell(area.grid.item_position["engine"], book.layout.city_keys("score")[0])
    before = Text("由谁计算：", "Computed by: ").of(book.language)
    engine = texts.badge("stored" if book.functions else "native", book.language, __version__)
    return Line(before + engine, f'="{before}"&{cell}')


def _highlights(book: Book, _: Sheet) -> Iterator[Highlight | Heat]:
    """Heat on the scores, amber on those that rest on few indicators, the state of the book on its line."""
    size = len(book.framework.pillars)
    yield from status()
    yield thin(book, "flow_result", HERE, size)
    yield heat(book, "flow_result", size)


SHEET = SheetSpec(
    "result",
    Text("结果", "Result"),
    "result",
    about=Text(
        "指数、名次、二级得分、一级小计与贡献。",
        "Index, ranks, pillar scores, dimension subtotals, contributions.",
    ),
    grids=_grids,
    columns=columns,
    heading=_heading,
    lines=_lines,
    highlights=_highlights,
    view=View(
        one_page=True, beside=("ranking", "flow_result"), printed=("flow_contributions", ""), city_width=CITY_WIDTH
    ),
)
