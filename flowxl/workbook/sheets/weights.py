"""The sheet 权重: the weights with where they are from, and the pillars as the file itself carries them."""

from collections.abc import Iterator

from flowxl.voice.text import Text
from flowxl.workbook import texts_weighting
from flowxl.workbook.book import Book, Column, Columns, Value
from flowxl.workbook.declare import Accepts, SheetSpec, View
from flowxl.workbook.grid import Grid, Placed, Traits
from flowxl.workbook.layout import Sheet
from flowxl.workbook.plan import Plan
from flowxl.workbook.sheets.accepting import Said, say

NAME = "flow_weights"
WEIGHT: Said = (
    Text("权重", "Weight"),
    Text("大于 0 的数；合计不必为 100。", "A number above 0; the sum is free."),
    Text("权重须大于 0。", "A weight is above 0."),
)


def _grids(plan: Plan, _: str) -> Placed:
    fields = plan.fields(
        code=8,
        name=44,
        dimension_name=28,
        weight=10,
        share=10,
        origin=66,
        stored_weight=12,
        stored_origin=26,
        name_zh=34,
        name_en=34,
        short_zh=16,
        short_en=20,
        dimension=12,
        dimension_zh=22,
        dimension_en=28,
        dimension_short_zh=14,
        dimension_short_en=20,
    )
    return [(Grid(NAME, plan.framework.pillar_codes, tuple(fields), traits=Traits(entered=("weight",))), 0)]


def _columns(book: Book) -> dict[str, Columns]:
    return {NAME: _weights(book)}


def _weights(book: Book) -> Columns:
    framework, language = book.framework, book.language
    dimension = {d.code: d for d in framework.dimensions}
    area = book.layout.area("flow_weights", "weights")
    weights = book.result.weights
    pillars = framework.pillars
    owners = [dimension[p.dimension] for p in pillars]
    given, hand = (pair.of(language) for pair in (texts_weighting.FROM_FRAMEWORK, texts_weighting.HAND))
    origins: list[Value] = [book.weighting.origins.get(p.code, given) for p in pillars]
    return {
        "code": Column([p.code for p in pillars], "label"),
        "name": Column([p.name.of(language) for p in pillars]),
        "dimension_name": Column([d.name.of(language) for d in owners]),
        "weight": Column(weights.tolist(), "input_weight"),
        "share": Column(
            (weights / weights.sum()).tolist(),
            "percent",
            # A word for a weight must not make an error of the table that functions read: they name the word itself.
            lambda n: f'=IFERROR({area.cell(n, "weight", "f")}/SUM({area.span("weight")}),"")',
        ),
        "origin": Column(
            origins,
            "text",
            lambda n: (
                f"=IF({area.cell(n, 'weight', 'f')}={area.cell(n, 'stored_weight', 'f')},"
                f'{area.cell(n, "stored_origin", "f")},"{hand}")'
            ),
        ),
        "stored_weight": Column(weights.tolist(), "stored_weight"),
        "stored_origin": Column(origins, "stored_text"),
        "name_zh": Column([p.name.zh or None for p in pillars]),
        "name_en": Column([p.name.en or None for p in pillars]),
        "short_zh": Column([p.short.zh or None for p in pillars]),
        "short_en": Column([p.short.en or None for p in pillars]),
        "dimension": Column([d.code for d in owners]),
        "dimension_zh": Column([d.name.zh or None for d in owners]),
        "dimension_en": Column([d.name.en or None for d in owners]),
        "dimension_short_zh": Column([d.short.zh or None for d in owners]),
        "dimension_short_en": Column([d.short.en or None for d in owners]),
    }


def _accepts(book: Book, _: Sheet) -> Iterator[Accepts]:
    rule = {"validate": "decimal", "criteria": ">", "value": 0} | say(book, WEIGHT)
    yield Accepts((book.layout.areas[NAME].cells("weight"),), rule)


SHEET = SheetSpec(
    "weights",
    Text("权重", "Weights"),
    "settings",
    help=Text(
        "在淡黄色格中修改权重；权重须为正数。",
        "Change weights in the pale yellow cells; they must be above 0.",
    ),
    grids=_grids,
    columns=_columns,
    accepts=_accepts,
    # What follows are the names in both languages, for the program that reads the file.
    view=View(printed=(NAME, "origin")),
)
