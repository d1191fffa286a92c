"""The sheet 指标体系: the indicators, as the file itself carries them."""

from collections.abc import Iterator

from flowxl.voice.text import Text
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Column, Columns
from flowxl.workbook.declare import Highlight, SheetSpec, View
from flowxl.workbook.grid import Grid, Placed
from flowxl.workbook.layout import Sheet
from flowxl.workbook.plan import Plan

NAME = "flow_framework"


def _grids(plan: Plan, _: str) -> Placed:
    fields = plan.fields(
        code=8,
        dimension_name=22,
        pillar_name=27,
        indicator_name=36,
        measure=13,
        direction=7,
        entry=9,
        publisher=36,
        coverage=9,
        counting=7,
        pillar=9,
        region_rank=9,
        same_as=9,
        baidu_keyword=16,
        name_zh=30,
        name_en=40,
        measure_zh=11,
        measure_en=16,
        publisher_zh=24,
        publisher_en=30,
    )
    return [(Grid(NAME, plan.framework.indicator_codes, tuple(fields)), 0)]


def _columns(book: Book) -> dict[str, Columns]:
    return {NAME: _framework(book)}


def _framework(book: Book) -> Columns:
    framework, language = book.framework, book.language
    area, scores = book.layout.area("flow_framework", "framework"), book.layout.area("flow_scores", "framework")
    pillar = {p.code: p for p in framework.pillars}
    dimension = {d.code: d for d in framework.dimensions}
    indicators = framework.indicators
    n_cities = len(framework.cities)
    no, yes = (word.of(language) for word in texts.YES_NO)

    def score(field: str, n: int) -> str:
        return scores.at(field, field, scores.find(area.cell(n, "code", "f")), "1")

    first, last = book.layout.city_keys("mean")[0], book.layout.city_keys("mean")[-1]
    size = "ROWS" if scores.grid.transposed else "COLUMNS"
    return {
        "code": Column([i.code for i in indicators], "label"),
        "dimension_name": Column([dimension[pillar[i.pillar].dimension].name.of(language) for i in indicators]),
        "pillar_name": Column([pillar[i.pillar].name.of(language) for i in indicators]),
        "indicator_name": Column([i.name.of(language) for i in indicators]),
        "measure": Column([i.measure.of(language) for i in indicators]),
        "direction": Column([i.direction for i in indicators], "integer"),
        "entry": Column([texts.ENTRY_WORDS[i.entry].of(language) for i in indicators]),
        "publisher": Column([i.publisher.of(language) for i in indicators]),
        "coverage": Column(
            [f"{count}/{n_cities}" for count in book.result.spread.count.tolist()],
            "code",
            lambda n: f'={score("cities", n)}&"/"&{size}({scores.line(0, first, last, "if")})',
        ),
        "counting": Column(
            [yes if counts else no for counts in book.result.counting],
            "code",
            lambda n: f'=CHOOSE(1+{score("counting", n)},"{no}","{yes}")',
        ),
        "pillar": Column([i.pillar for i in indicators]),
        "region_rank": Column([i.region_rank for i in indicators], "integer"),
        "same_as": Column([i.same_as for i in indicators]),
        "baidu_keyword": Column([i.baidu_keyword or None for i in indicators]),
        "name_zh": Column([i.name.zh or None for i in indicators]),
        "name_en": Column([i.name.en or None for i in indicators]),
        "measure_zh": Column([i.measure.zh or None for i in indicators]),
        "measure_en": Column([i.measure.en or None for i in indicators]),
        "publisher_zh": Column([i.publisher.zh or None for i in indicators]),
        "publisher_en": Column([i.publisher.en or None for i in indicators]),
    }


def _highlights(book: Book, _: Sheet) -> Iterator[Highlight]:
    """Show indicators that do not count in a fainter ink."""
    area = book.layout.areas[NAME]
    no = book.say(texts.YES_NO[0])
    cells = area.cells(area.grid.fields[0].key, "counting")
    yield Highlight(cells, f'{area.cell(0, "counting", "f")}="{no}"', "faint")


SHEET = SheetSpec(
    "framework",
    Text("指标体系", "Framework"),
    "calculation",
    help=Text(
        "三级指标及其计量单位、方向、来源提示与覆盖情况。",
        "Indicators with measure, direction, source hint and coverage.",
    ),
    grids=_grids,
    columns=_columns,
    highlights=_highlights,
    # What follows are the names in both languages, for the program that reads the file.
    view=View(printed=(NAME, "counting")),
)
