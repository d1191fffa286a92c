"""The input sheets: one row per series with its live mean, score and coverage; the years come last."""

import math
from collections.abc import Iterator

from flowxl.core.checks import Checks
from flowxl.core.framework import Framework, Indicator, Pillar, Place
from flowxl.voice.text import Text
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Column, Columns, Line, Value
from flowxl.workbook.declare import Accepts, Highlight, Lines, SheetSpec, View
from flowxl.workbook.grid import Area, Grid, Placed, Traits
from flowxl.workbook.layout import INPUT, Sheet, input_grid_name
from flowxl.workbook.plan import Plan
from flowxl.workbook.sheets import inputs_declared
from flowxl.workbook.sheets.accepting import LIMIT, Said, runs, say, short_texts
from flowxl.workbook.sheets.inputs_declared import InputRows, is_entered
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
    framework, english = plan.framework, plan.language == "en"
    widths = {c.key: c.wider if english and c.wider is not None else c.width for c in inputs_declared.COLUMNS}
    items = [f"{i.code}.{p.code}" for i in framework.indicators_of(code) for p in framework.places_of(i)]
    fields = (*plan.fields(**widths), *plan.per_year(14.5))
    traits = Traits(grouped=True, entered=("year:", *inputs_declared.kept()))
    return [(Grid(input_grid_name(code), tuple(items), fields, traits=traits), 0)]


def _columns(book: Book) -> dict[str, Columns]:
    return {input_grid_name(pillar.code): _pillar(InputRows(book, pillar)) for pillar in book.framework.pillars}


def _pillar(rows: InputRows) -> Columns:
    left = {column.key: column.contents(rows) for column in inputs_declared.COLUMNS}
    return left | _years(rows.book, rows.here, rows.rows, rows.area)


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
    kept = [column.key in inputs_declared.kept() for column in inputs_declared.COLUMNS]
    for first, last in runs(kept, True):
        ends = [inputs_declared.COLUMNS[n].key for n in (first, last)]
        yield short_texts(book, area.cells(ends[0], ends[1]))


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
    word = book.say(texts.STATUS_WORDS["not_applicable"])
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
    before, between, after = (book.say(words) for words in FAULT_WORDS)
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
