"""The lines above each table, and the sheet 说明."""

from flowxl import __version__
from flowxl.excel import texts
from flowxl.excel.book import Book, Line
from flowxl.excel.contents.checks import status as check_status
from flowxl.excel.grid import a1
from flowxl.excel.layout import INPUT, Sheet, input_grid_name
from flowxl.templates import render

HELP: dict[str, tuple[str, str]] = {
    "framework": (
        "三级指标及其计量单位、方向、来源提示与覆盖情况。",
        "Indicators with measure, direction, source hint and coverage.",
    ),
    "cities": (
        "参评城市，以及周边带动类指标所用的区域城市。",
        "Scored cities, and the region cities behind spillover indicators.",
    ),
    "input": (
        "在淡黄色格中填入年鉴数字，可整块粘贴；空缺留空，不要填 0 或文字。灰色列自动计算。",
        "Fill the pale yellow cells, pasting whole ranges if you like; leave missing figures empty. Grey columns are live.",
    ),
    "remarks": (
        "仅在某一数值与整行不同时填写：初步、修订、不适用，以及它自己的来源。",
        "Only where one value differs from its row: preliminary, revised, not applicable, a source of its own.",
    ),
    "data": (
        "各填报表汇总于此。只有真正的数能通过；其余按空缺处理并计数。所有公式只读此表。",
        "All input sheets come together here. Only real numbers pass; every other formula reads this table only.",
    ),
    "weights": (
        "在淡黄色格中修改权重；权重须为正数。",
        "Change weights in the pale yellow cells; they must be above 0.",
    ),
    "settings": (
        "在淡黄色格中修改；带下拉的格请从列表选择。",
        "Change the pale yellow cells; where there is a list, choose from it.",
    ),
    "scores": ("三级指标的计入均值与标准化得分。", "Means that count and normalised scores of the indicators."),
    "pillars": (
        "二级得分为可用三级得分的简单平均；一级得分为加权平均。",
        "Pillar score: mean of its indicators. Dimension score: weighted mean.",
    ),
    "gap": ("目标城市减标杆城市；加权差距以指数点计。", "Focus minus benchmark; the weighted gap is in index points."),
    "charts": ("图表取自本表下方数据，随输入更新。", "Charts follow the table below and move with the inputs."),
    "checks": ("0 正常、1 注意、2 错误。", "0 good, 1 attention, 2 fault."),
}
SYNTHETIC = "SYNTHETIC 合成数据 — 仅供演示，并非真实统计数字 / not real figures"


def lines(book: Book, sheet: Sheet) -> list[Line]:
    """Return the lines above the first table: title, help or coverage, status."""
    if sheet.key == "about":
        return _about(book)
    title = sheet.title
    if sheet.key.startswith(INPUT):
        pillar = next(p for p in book.framework.pillars if p.code == sheet.key.removeprefix(INPUT))
        title = pillar.name.of(book.language)
    if sheet.key == "result":
        title = f"{book.framework.name.of(book.language)} {book.settings.window[0]}–{book.settings.window[1]}"
    top = Line(title, style="title")
    if sheet.key == "result":
        rest = [_status(book), _coverage(book)]
    elif sheet.role == "input" and sheet.key != "remarks":
        rest = [Line(texts.pick(HELP["input"], book.language)), _faults(book, sheet)]
    else:
        rest = [Line(texts.pick(HELP[sheet.key], book.language))]
    return [top, *rest, *([Line(SYNTHETIC, style="status")] if book.synthetic else [])]


def _faults(book: Book, sheet: Sheet) -> Line:
    area = book.layout.area(input_grid_name(sheet.key.removeprefix(INPUT)), sheet.key)
    total = f"SUM({area.span('faults')})+SUM({area.span('mismatch')})"
    ok, bad = texts.pick(("问题数：0", "Faults: 0"), book.language), texts.pick(("问题数：", "Faults: "), book.language)
    more = texts.pick(("，见“问题数”“行不符”两列", ", see the columns Faults and Row mismatch"), book.language)
    return Line(ok, f'=IF({total}=0,"{ok}","{bad}"&({total})&"{more}")')


STATUS = (("● 全部检查通过", "● All checks pass"), ("▲ 有需要注意的事项，见“校验”", "▲ Points to note, see Checks"),
          ("■ 有错误，见“校验”", "■ Faults, see Checks"))  # fmt: skip


def _status(book: Book) -> Line:
    area = book.layout.area("flow_checks", "result")
    words = [texts.pick(pair, book.language) for pair in STATUS]
    formula = "=CHOOSE(1+MAX({}),{})".format(area.span("level"), ",".join(f'"{word}"' for word in words))
    return Line(words[check_status(book)], formula, "status")


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
        coverage.pillars, coverage.of_pillars, coverage.weight, coverage.of_weight, coverage.indicators, coverage.of_indicators,
    )  # fmt: skip
    if book.language == "zh":
        words = ["计入 ", " / ", " 个二级指标，权重 ", " / ", "，", " / ", " 个三级指标"]
    else:
        words = ["", " of ", " pillars, weight ", " of ", ", ", " of ", " indicators"]
    text = words[0] + "".join(f"{value:g}{word}" for value, word in zip(values, words[1:], strict=True))
    joined = "&".join(f'{part}&"{word}"' for part, word in zip(parts, words[1:], strict=True))
    return Line(text, f'="{words[0]}"&{joined}' if words[0] else f"={joined}")


def _about(book: Book) -> list[Line]:
    framework = book.framework
    sheets = [sheet for sheet in book.layout.sheets if sheet.key != "about"]
    body = render(
        f"about.{book.language}.txt.j2",
        name=framework.name.of(book.language),
        source=framework.source.of(book.language),
        version=__version__,
        date=book.date,
        window=book.settings.window,
        dimensions=len(framework.dimensions),
        pillars=len(framework.pillars),
        indicators=len(framework.indicators),
        cities=[city.name.of(book.language) for city in framework.cities],
        sheets=[sheet.title for sheet in sheets],
        synthetic=SYNTHETIC if book.synthetic else "",
    )
    links = {sheet.title: f"internal:'{sheet.title}'!{a1(0, 0)}" for sheet in sheets}
    result = []
    for text in body.splitlines():
        style, _, rest = text.partition("|")
        link = links.get(rest.partition(" — ")[0].strip()) if style == "link" else None
        result.append(Line(rest, style=style, link=link))
    return result
