"""The input sheets: one row per series with its live mean, score and coverage; the years come last."""

import math
from collections.abc import Iterator

import numpy as np

from flowxl.core.checks import Checks
from flowxl.core.framework import Framework, Indicator, Pillar, Place
from flowxl.voice.text import Text
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Column, Columns, Line, Value
from flowxl.workbook.declare import Accepts, Highlight, Lines, SheetSpec, View
from flowxl.workbook.grid import Area, Grid, Placed, Traits
from flowxl.workbook.layout import INPUT, Sheet, input_grid_name
from flowxl.workbook.plan import Plan
from flowxl.workbook.sheets.accepting import LIMIT, Said, runs, say, short_texts
from flowxl.workbook.sheets.marking import COUNT_ROW

FIGURE: Said = (
    Text("填数字", "A number"),
    Text(
        "按左侧计量单位填年鉴数字；没有就留空，真正的零填 0。可整块粘贴。",
        "In the measure on the left; leave it empty if there is none, enter 0 for a true zero. Ranges can be pasted.",
    ),
    Text(
        "这里只能填数字，不带单位、逗号或“-”“…”。没有数字请留空，并可在“数据备注”中说明。",
        'Only a number, without a unit and without "-" or "…". Leave gaps empty, and say why in Remarks.',
    ),
)
SHARED: Said = (
    Text("自动取数", "Taken over"),
    Text(
        "本行与另一指标同一序列，自动取数，请勿填写。",
        "This row is the same series as another indicator; nothing to enter.",
    ),
    Text(
        "本行自动取数，请在原指标处填写。",
        "This row is taken over; enter the figures at the indicator it comes from.",
    ),
)
FAULT_WORDS = (
    Text("问题数：", "Faults: "),
    Text("（红格）；可疑跳变：", " (red); suspicious steps: "),
    Text("（橙格）", " (amber)"),
)


def _pillar_of(framework: Framework, code: str) -> Pillar:
    return next(pillar for pillar in framework.pillars if pillar.code == code)


def _grids(plan: Plan, code: str) -> Placed:
    zh, framework = plan.language == "zh", plan.framework
    left = plan.fields(
        key=11,
        indicator_name=30 if zh else 38,
        city_name=10,
        measure=13 if zh else 17,
        row=7,
        mean=14.5,
        score=9,
        coverage=9,
        faults=8,
        mismatch=8,
        source=24,
        note=16,
    )
    items = [f"{i.code}.{p.code}" for i in framework.indicators_of(code) for p in framework.places_of(i)]
    fields = (*left, *plan.per_year(14.5))
    traits = Traits(grouped=True, entered=("year:", "source", "note"))
    return [(Grid(input_grid_name(code), tuple(items), fields, traits=traits), 0)]


def _columns(book: Book) -> dict[str, Columns]:
    return {input_grid_name(pillar.code): _pillar(book, pillar) for pillar in book.framework.pillars}


def is_entered(indicator: Indicator) -> bool:
    """Whether the figures of an indicator are entered in its own rows; a shared series is entered at its base."""
    return indicator.same_as is None


def _rows(book: Book, pillar: Pillar) -> list[tuple[Indicator, Place]]:
    framework = book.framework
    return [(i, place) for i in framework.indicators_of(pillar.code) for place in framework.places_of(i)]


def _positions(book: Book, rows: list[tuple[Indicator, Place]]) -> list[int | None]:
    """Return the row of ``flow_data`` that shows each input row: its own, or the first city that it feeds."""
    framework = book.framework
    first: dict[str, int] = {}
    own: dict[str, int] = {}
    for i, indicator in enumerate(framework.indicators):
        for c, city in enumerate(framework.cities):
            number = i * len(framework.cities) + c
            own[f"{indicator.code}.{city.code}"] = number
            first.setdefault(framework.source_of(indicator, city).key, number)
    return [
        first.get(f"{i.code}.{p.code}") if i.region_rank is not None else own.get(f"{i.code}.{p.code}") for i, p in rows
    ]


def _pillar(book: Book, pillar: Pillar) -> Columns:
    here, layout, language = INPUT + pillar.code, book.layout, book.language
    area, data = layout.area(input_grid_name(pillar.code), here), layout.area("flow_data", here)
    rows = _rows(book, pillar)
    at = _positions(book, rows)
    observations = book.observations
    keys = list(area.grid.items)
    flat = {name: getattr(book.result, name).ravel() for name in ("means", "scores", "year_counts")}
    length = book.derived("window_length", here)
    n_years = book.settings.window[1] - book.settings.window[0] + 1

    def shown(values: np.ndarray) -> list[Value]:
        return ["" if k is None or np.isnan(values[k]) else float(values[k]) for k in at]

    def row(n: int) -> str:
        return area.cell(n, "row", "f")

    def from_data(n: int, field: str) -> str:
        return f"INDEX({data.span(field)},{row(n)})"

    def find(n: int) -> str:
        field = "source_key" if rows[n][0].region_rank is not None else "key"
        return f'=IFERROR(MATCH({area.cell(n, "key", "f")},{data.span(field)},0),"")'

    base = {i.code: i.same_as or i.code for i, _ in rows}
    faulty = [book.faulty.get(f"{i.code}.{p.code}", 0) if is_entered(i) else 0 for i, p in rows]
    contents: Columns = {
        "key": Column(keys, "key"),
        "indicator_name": Column([i.name.of(language) for i, _ in rows], "label"),
        "city_name": Column([p.name.of(language) for _, p in rows], "label"),
        "measure": Column([i.measure.of(language) for i, _ in rows], "grey"),
        "row": Column([k if k is None else k + 1 for k in at], "faint", find),
        "mean": Column(shown(flat["means"]), "live", lambda n: f'=IF(ISNUMBER({row(n)}),{from_data(n, "mean")},"")'),
        "score": Column(shown(flat["scores"]), "live_score", lambda n: _score(book, here, n, area)),
        "coverage": Column(
            ["" if k is None else f"{flat['year_counts'][k]:g}/{n_years}" for k in at],
            "live_code",
            lambda n: f'=IF(ISNUMBER({row(n)}),{from_data(n, "years")}&"/"&{length},"")',
        ),
        "faults": Column(faulty, "live_code", lambda n: _faults(book, here, rows[n][0], area, n)),
        "mismatch": Column([0] * len(rows), "live_code", lambda n: _mismatch(book, here, rows[n][0], area, n)),
        "source": Column([observations.sources.get(f"{base[i.code]}.{p.code}") for i, p in rows], "input_text"),
        "note": Column([observations.notes.get(f"{base[i.code]}.{p.code}") for i, p in rows], "input_text"),
    }
    return contents | _years(book, here, rows, area)


def _score(book: Book, here: str, n: int, area: Area) -> str:
    """Look the score up by indicator and city: the codes stand in the row of ``flow_data``."""
    layout = book.layout
    data, scores, cities = (layout.area(name, here) for name in ("flow_data", "flow_scores", "flow_cities"))
    row = area.cell(n, "row", "f")
    first, last = layout.city_keys("score")[0], layout.city_keys("score")[-1]
    indicator = scores.find(f"INDEX({data.span('indicator')},{row})")
    city = cities.find(f"INDEX({data.span('city')},{row})")
    return f'=IF(ISNUMBER({row}),{scores.at(first, last, indicator, city)},"")'


def _faults(book: Book, here: str, indicator: Indicator, area: Area, n: int) -> str:
    """Count cells that are filled and are not numbers; in a calculated row, whether somebody typed over it.

    An empty text, as other programs leave behind, is nothing: COUNTA counts it in Gnumeric and not in LibreOffice.
    """
    data = book.layout.area("flow_data", here)
    years = area.line(n, book.layout.year_keys[0], book.layout.year_keys[-1])
    row = area.cell(n, "row", "f")
    filled = f"COLUMNS({years})-COUNTBLANK({years})"
    if is_entered(indicator):
        return f"={filled}-IF(ISNUMBER({row}),INDEX({data.span('count')},{row}),0)"
    return f"=IF(ISNUMBER({row}),IFERROR((COUNT({years})<>INDEX({data.span('count')},{row}))*1,1),{filled})"


def _mismatch(book: Book, here: str, indicator: Indicator, area: Area, n: int) -> str:
    """Count what is wrong with the row's labels: an unknown or repeated key, names that belong to another row."""
    data = book.layout.area("flow_data", here)
    row = area.cell(n, "row", "f")
    names = (
        f"(INDEX({data.span('indicator_name')},{row})<>{area.cell(n, 'indicator_name', 'f')})"
        f"+(INDEX({data.span('place_name')},{row})<>{area.cell(n, 'city_name', 'f')})"
    )
    if is_entered(indicator):
        # ROW() of the row itself: a reference to it would stay behind where rows are swapped by cutting and pasting.
        position = f"ROW()-ROW(INDEX({area.span('key')},1))+1"
        names += f"+(INDEX({data.span('row')},{row})<>{position})"
    return f"=IF(ISNUMBER({row}),{names},1)"


def _years(book: Book, here: str, rows: list[tuple[Indicator, Place]], area: Area) -> Columns:
    layout, observations = book.layout, book.observations
    data = layout.area("flow_data", here)
    position = book.framework.series_position
    sources = [position[f"{i.same_as or i.code}.{p.code}"] for i, p in rows]
    styles = ["input" if is_entered(i) else "shared" for i, _ in rows]
    contents: Columns = {}
    first, last = layout.year_keys[0], layout.year_keys[-1]
    box, header = data.box(first, last), data.line(-1, first, last, "if")
    any_shared = not all(is_entered(i) for i, _ in rows)
    for number, key in enumerate(layout.year_keys):

        def shown(n: int, key: str = key) -> str:
            if is_entered(rows[n][0]):
                return ""
            row, year = area.cell(n, "row", "f"), area.cell(-1, key, "i")
            number = f"MATCH({year},{header},0)"  # by the title above, since years may be sorted left to right
            return f'=IF(ISNUMBER({row}),INDEX({box},{row},{number}),"")'

        values: list[Value] = [
            (None if is_entered(rows[n][0]) else "") if math.isnan(value) else value
            for n, value in enumerate(observations.values[sources, number].tolist())
        ]
        contents[key] = Column(values, styles.__getitem__, shown if any_shared else None)
    return contents


def _accepts(book: Book, sheet: Sheet) -> Iterator[Accepts]:
    """Take numbers in the years, short texts in source and note; calculated rows take nothing."""
    area = book.layout.areas[input_grid_name(sheet.member)]
    indicators = book.framework.indicator
    entered = [is_entered(indicators[item.partition(".")[0]]) for item in area.grid.items]
    years = book.layout.year_keys
    figure = {"validate": "decimal", "criteria": "between", "minimum": -LIMIT, "maximum": LIMIT}
    nothing = {"validate": "custom", "value": "=FALSE"}
    for kind, rule in ((True, figure | say(book, FIGURE)), (False, nothing | say(book, SHARED))):
        boxes = tuple(area.cells(years[0], years[-1], *run) for run in runs(entered, kind))
        if boxes:
            yield Accepts(boxes, rule)
    yield short_texts(book, area.cells("source", "note"))


def _highlights(book: Book, sheet: Sheet) -> Iterator[Highlight]:
    """Mark faults, values that do not apply, suspicious steps, and rows that still have no value."""
    area, years = book.layout.areas[input_grid_name(sheet.member)], book.layout.year_keys
    cells = area.cells(years[0], years[-1])
    own = area.cell(0, years[0])
    row = {field: area.cell(0, field, "f") for field in ("key", "faults", "mismatch")}
    number = f"(ISNUMBER({own})*NOT(ISLOGICAL({own})))"
    yield Highlight(cells, f"(N({row['faults']})>0)*NOT(ISBLANK({own}))*({number}=0)", "fault", stop=True)
    yield Highlight(cells, _not_applicable(book, area, sheet.key, row["key"]), "not_applicable", stop=True)
    if len(years) > 1:
        yield Highlight(area.cells(years[1], years[-1]), _step(book, area, sheet.key), "attention", stop=True)
    line = area.line(0, years[0], years[-1])
    yield Highlight(cells, f"(COUNT({line})=0)*ISBLANK({own})", "missing")
    found = "+".join(f"SUM({area.span(field)})" for field in ("faults", "mismatch"))
    yield Highlight((COUNT_ROW, 0, COUNT_ROW, 2), f"{found}>0", "fault")
    for field in ("faults", "mismatch"):
        yield Highlight(area.cells(field), f"N({row[field]})>0", "fault")


def _not_applicable(book: Book, area: Area, sheet: str, key: str) -> str:
    remarks = book.layout.area("flow_remarks", sheet)
    word = texts.pick(texts.STATUS_WORDS["not_applicable"], book.language)
    year = area.cell(-1, book.layout.year_keys[0], "i")
    pairs = f'{remarks.span("key")},{key},{remarks.span("year")},{year},{remarks.span("status")},"{word}"'
    return f"COUNTIFS({pairs})>0"


def _step(book: Book, area: Area, sheet: str) -> str:
    before, now = (area.cell(0, key) for key in book.layout.year_keys[:2])
    factor = book.setting("step_factor", sheet)
    both = f"ISNUMBER({before})*ISNUMBER({now})*({before}<>0)*({now}<>0)"
    return f"{both}*((ABS({now})>{factor}*ABS({before}))+(ABS({before})>{factor}*ABS({now})))>0"


def _lines(book: Book, sheet: Sheet, help_line: Line) -> Lines:
    return [[help_line], [_count(book, sheet)]]


def _count(book: Book, sheet: Sheet) -> Line:
    """Count faults and suspicious steps; a click leads to the row with the most faults."""
    code = sheet.member
    area = book.layout.area(input_grid_name(code), sheet.key)
    listed = book.layout.area("flow_check_indicators", sheet.key)
    own = [n for n, i in enumerate(book.framework.indicators) if i.pillar == code]
    faults, steps = area.span("faults"), listed.part("steps", own[0], own[-1])
    before, between, after = (words.of(book.language) for words in FAULT_WORDS)
    place = f"ROW({area.cell(0, 'faults', 'if')})+MATCH(MAX({faults}),{faults},0)-1"
    count = f'"{before}"&SUM({faults})+SUM({area.span("mismatch")})&"{between}"&SUM({steps})&"{after}"'
    target = f'"#"&ADDRESS({place},COLUMN({area.cell(0, "faults", "if")}))'
    suspicious = int(Checks(book.observations.panel(), book.result).steps[own].sum())
    return Line(f"{before}{book.faults(code)}{between}{suspicious}{after}", f"=HYPERLINK({target},{count})")


def _told(book: Book, sheet: Sheet) -> str:
    name = _pillar_of(book.framework, sheet.member).name.of(book.language)
    return Text("填报表：", "Input sheet: ").of(book.language) + name


SHEET = SheetSpec(
    INPUT,
    Text("", ""),
    "input",
    help=Text(
        "在淡黄色格中填年鉴数字，可整块粘贴；没有就留空。",
        "Fill the pale yellow cells, or paste ranges; leave gaps empty.",
    ),
    grids=_grids,
    columns=_columns,
    members=lambda framework: framework.pillar_codes,
    titled=lambda plan, code: _pillar_of(plan.framework, code).short.of(plan.language),
    heading=lambda book, sheet: _pillar_of(book.framework, sheet.member).name.of(book.language),
    told=_told,
    lines=_lines,
    accepts=_accepts,
    highlights=_highlights,
    # The years come last; the sheet opens on them, what is live stands to their left.
    view=View(opens_on_years=True),
)
