"""The lines above each table, and the sheet 说明."""

import math

from flowxl import __version__
from flowxl.core.checks import Checks
from flowxl.ooxml.addresses import a1, quoted
from flowxl.templates import render
from flowxl.voice.text import Language
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Line
from flowxl.workbook.fixed_decimals import fixed
from flowxl.workbook.handout import PartBook
from flowxl.workbook.layout import INPUT, Sheet, input_grid_name
from flowxl.workbook.methods_compared import compare_methods
from flowxl.workbook.plan_ahp import AHP
from flowxl.workbook.sheets import changes
from flowxl.workbook.sheets.chart_figures import pictured
from flowxl.workbook.sheets.checks import status as check_status
from flowxl.workbook.sheets.delphi_sentence import verdict_lines
from flowxl.workbook.sheets.structure import compared_cities
from flowxl.workbook.texts_methods import reliability_words

HELP: dict[str, tuple[str, str]] = {
    "handout": (
        "分发时的内容，合并时据此辨认改动；请勿修改本表。",
        "What was handed out; merging tells changes by it. Please leave this sheet as it is.",
    ),
    "framework": (
        "三级指标及其计量单位、方向、来源提示与覆盖情况。",
        "Indicators with measure, direction, source hint and coverage.",
    ),
    "cities": (
        "参评城市，以及周边带动类指标所用的区域城市。",
        "Scored cities, and the region cities behind spillover indicators.",
    ),
    "input": (
        "在淡黄色格中填年鉴数字，可整块粘贴；没有就留空。",
        "Fill the pale yellow cells, or paste ranges; leave gaps empty.",
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
    "delphi": (
        "评分由“flowxl delphi collect”收入，也可在淡黄色格中补填；统计为公式，标“收回时”的由核心计算。",
        'Ratings come by "flowxl delphi collect", or are typed in. Formulas all, but "as collected": the core\'s.',
    ),
    "ahp": (
        "在右上半角的淡黄色格中填：行比列重要几倍（1–9，反之填 =1/3 等）；左下半角自动取倒数。",
        "Fill the upper half: how many times the row matters more than the column (1-9, or =1/3); the rest follows.",
    ),
    "compare": (
        "其他方法的权重由核心在生成时计算，并按计入二级指标的现行权重合计缩放；指数与名次随数据更新。",
        "Weights as generated, scaled to the present total of the pillars that count; index and ranks are live.",
    ),
    "delphi_experts": (
        "专家只以代码出现，姓名保存在专家名单文件中。",
        "Experts appear by code alone; names stay in the file of experts.",
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
    "gap": (
        "目标城市减标杆城市（在“设置”中选择）；加权差距以指数点计。",
        "Focus minus benchmark (chosen in Settings); the weighted gap is in index points.",
    ),
    "charts": (
        "蓝色为目标城市，橙色为标杆城市；图随输入更新，数据在图下方。来源：本工作簿各填报表；FlowXL 计算。",
        "Blue: focus city, orange: benchmark. Figures stand below. Source: input sheets of this workbook.",
    ),
    "checks": ("0 正常、1 注意、2 错误。", "0 good, 1 attention, 2 fault."),
    "log": (
        "每次导入或合并由程序记一行：日期、文件、工作表、单元格。",
        "Each import or merge adds a row: date, file, sheet, cells.",
    ),
    "changes": (
        "与上一册相比的变化。看趋势用“按上一册基准的指数”；看当年的相对位置用“本册指数”（每年重新标准化，均值为 0）。",
        "What changed since last year's book. For a trend use the index on last year's base; for the standing "
        "of a city this year the index now, which is normalised anew every year.",
    ),
}
SYNTHETIC = "SYNTHETIC 合成数据 — 仅供演示，并非真实统计数字 / not real figures"


def lines(book: Book, sheet: Sheet) -> list[list[Line]]:
    """Return the lines above the first table: title, help or coverage, status; each with the cells it has."""
    title = sheet.title
    if sheet.key.startswith(INPUT):
        pillar = next(p for p in book.framework.pillars if p.code == sheet.key.removeprefix(INPUT))
        title = pillar.name.of(book.language)
    if sheet.key == "result":
        title = f"{book.framework.name.of(book.language)} {book.settings.window[0]}–{book.settings.window[1]}"
    found = [[Line(title, style="title")], *([line] for line in _below_title(book, sheet))]
    if sheet.key == "result":
        found[BADGE_ROW] += [Line("")] * (BADGE_COLUMN - 1) + [_badge(book)]
    return [*found, [Line(SYNTHETIC, style="synthetic")]] if book.synthetic else found


BADGE_ROW, BADGE_COLUMN = 1, 3
"""Who computed stands beside the status of the book, right of the cells that its colour fills."""


def _below_title(book: Book, sheet: Sheet) -> list[Line]:
    if sheet.key == "result":
        key = [] if book.synthetic else [Line(_part(book) or texts.pick(SCORE_KEY, book.language))]
        return [_status(book, sheet.key), _coverage(book), *key]
    help_line = Line(texts.pick(HELP["input" if sheet.key.startswith(INPUT) else sheet.key], book.language))
    if sheet.key.startswith(INPUT):
        return [help_line, _faults(book, sheet)]
    if sheet.key == "compare":
        data = compare_methods(book.result, book.weighting).data
        return [Line(reliability_words(data, book.language), style="status"), help_line]
    if sheet.key == "delphi" and book.weighting.study is not None:
        said = verdict_lines(book, book.weighting.study)
        return [*said, *([] if book.synthetic else [help_line])]
    if sheet.key == "checks":
        return [_status(book, sheet.key), help_line]
    more = {"charts": _shown, "gap": _balance}
    return [help_line, more[sheet.key](book)] if sheet.key in more else [help_line]


PART = (
    "分表“{0}”：只含本部分的指标与城市，这里的得分与指数不是整个指数的结果。",
    "Part “{0}”: these scores and this index are those of its own indicators and cities, not of the whole index.",
)


def _part(book: Book) -> str:
    """Say of a part that its results are not those of the whole."""
    return texts.pick(PART, book.language).format(book.handout.part) if isinstance(book, PartBook) else ""


SCORE_KEY = (
    "蓝＝高于平均，红＝低于平均；琥珀色斜体加框＝依据的三级指标不足；—＝没有得分",
    "Blue: above the mean, red: below; amber italics in a frame: rests on few indicators; —: no score",
)


def _balance(book: Book) -> Line:
    """Say in one sentence who leads and by how much."""
    area = book.layout.area("flow_gap", "gap")
    states = area.span("state")
    gap = area.cell(area.grid.item_position["index"], "gap", "if")
    words = [texts.pick(texts.GAP_WORDS[sign], book.language) for sign in (1, 0, -1)]
    comma, points = (texts.pick(pair, book.language) for pair in (("，", ", "), ("指数差 ", "index gap ")))
    against = texts.pick(("对", " against "), book.language)
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


def _faults(book: Book, sheet: Sheet) -> Line:
    """Count faults and suspicious steps; a click leads to the row with the most faults."""
    code = sheet.key.removeprefix(INPUT)
    area = book.layout.area(input_grid_name(code), sheet.key)
    listed = book.layout.area("flow_check_indicators", sheet.key)
    own = [n for n, i in enumerate(book.framework.indicators) if i.pillar == code]
    faults, steps = area.span("faults"), listed.part("steps", own[0], own[-1])
    before, between, after = (texts.pick(pair, book.language) for pair in FAULT_WORDS)
    place = f"ROW({area.cell(0, 'faults', 'if')})+MATCH(MAX({faults}),{faults},0)-1"
    count = f'"{before}"&SUM({faults})+SUM({area.span("mismatch")})&"{between}"&SUM({steps})&"{after}"'
    target = f'"#"&ADDRESS({place},COLUMN({area.cell(0, "faults", "if")}))'
    suspicious = int(Checks(book.observations.panel(), book.result).steps[own].sum())
    return Line(f"{before}{book.faults(code)}{between}{suspicious}{after}", f"=HYPERLINK({target},{count})")


def _shown(book: Book) -> Line:
    """Say whether the pictures show the pillars that count now: their ranges are fixed when the book is made."""
    area = book.layout.area("flow_profile", "charts")
    number = pictured(book)
    words = [texts.pick(pair, book.language) for pair in SHOWN]
    drawn = f"ROWS({area.part('position', 0, number - 1)})"
    counting = f"SUM({area.span('counting')})"
    state = f"1+({counting}>0)+({counting}>0)*({counting}<>{drawn})"
    choices = ",".join(f'"{word}"' for word in words)
    counted = texts.pick(COUNTED, book.language)
    formula = f'=CHOOSE({state},{choices})&"{counted}"&{counting}&" / "&{drawn}'
    now = int(book.result.pillar_counting.sum())
    return Line(f"{words[min(now, 1)]}{counted}{now} / {number}", formula)


FAULT_WORDS = (
    ("问题数：", "Faults: "),
    ("（红格）；可疑跳变：", " (red); suspicious steps: "),
    ("（橙格）", " (amber)"),
)
SHOWN = (
    ("尚无计入的二级指标", "No pillar counts yet"),
    ("图中为计入的二级指标", "Pictures show the pillars that count"),
    ("计入的二级指标已变，请重新生成工作簿", "Other pillars count now: build again"),
)
COUNTED = ("。计入 / 图中：", ". Counting / drawn: ")


STATUS = (
    ("● 全部检查通过", "● All checks pass"),
    ("▲ 有需要注意的事项，见“校验”", "▲ Points to note, see Checks"),
    ("■ 有错误，见“校验”", "■ Faults, see Checks"),
)


def _status(book: Book, here: str) -> Line:
    area = book.layout.area("flow_checks", here)
    words = [texts.pick(pair, book.language) for pair in STATUS]
    if here == "checks":
        # On the sheet itself there is no need to point to it.
        words = [word.partition("，")[0].partition(", ")[0] for word in words]
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
    before = texts.pick(("由谁计算：", "Computed by: "), book.language)
    engine = texts.badge("stored" if book.functions else "native", book.language, __version__)
    return Line(before + engine, f'="{before}"&{cell}')


def page(book: Book) -> list[list[Line]]:
    """Return the lines of 说明: a word and what there is to say about it, or a heading."""
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
        sheets=[(sheet.title, _about_sheet(book, sheet)) for sheet in sheets],
        synthetic=SYNTHETIC if book.synthetic else "",
        part=book.handout.part if isinstance(book, PartBook) else "",
    )
    links = {sheet.title: f"internal:{quoted(sheet.title)}!{a1(0, 0)}" for sheet in sheets}
    result = []
    for text in body.splitlines():
        style, _, rest = text.partition("|")
        word, _, explanation = rest.partition("|")
        link = links[word] if style == "link" else None
        first = Line(word, style="label_word" if style == "text" else style, link=link)
        result.append([first, Line(explanation, style="wrap" if style != "head" else style)])
    return result


def _about_sheet(book: Book, sheet: Sheet) -> str:
    if sheet.key.startswith(INPUT):
        pillar = next(p for p in book.framework.pillars if p.code == sheet.key.removeprefix(INPUT))
        words = texts.pick(("填报表：", "Input sheet: "), book.language)
        return words + pillar.name.of(book.language)
    return texts.pick(CONTENTS.get(sheet.key, HELP.get(sheet.key, ("", ""))), book.language)


CONTENTS = {
    "result": (
        "指数、名次、二级得分、一级小计与贡献。",
        "Index, ranks, pillar scores, dimension subtotals, contributions.",
    ),
    "charts": ("排名、贡献、雷达图与差距图。", "Ranking, contributions, radar and gap."),
    "checks": ("逐项检查，说明错在哪里、怎么改。", "What was checked, what is wrong, how to mend it."),
}


CAPTIONS: dict[str, tuple[str, str]] = {
    "flow_part_names": ("本次拆分的全部分表", "All parts of this split"),
    "flow_given": ("分发时的数值、来源与备注", "Figures, sources and notes as handed out"),
    "flow_given_remarks": ("分发时的数据备注", "Remarks as handed out"),
    "flow_regions": ("区域城市", "Region cities"),
    "flow_increments": ("逐年增量", "Increments from year to year"),
    "flow_years": ("窗口与填报表的年份列", "Window, and the year columns of the input sheets"),
    "flow_derived": ("由设置得出", "Derived from the settings"),
    "flow_methods": ("标准化方法的选项", "Choices of normalisation"),
    "flow_missing": ("缺二级指标时的选项", "Choices where a pillar is lacking"),
    "flow_meta": ("本工作簿", "This workbook"),
    "flow_dimensions": ("一级得分（加权平均）", "Dimension scores (weighted mean)"),
    "flow_native": ("表 2（原生公式）", "Table 2 by native formulas"),
    "flow_subtotals": ("一级指标小计（指数点）", "Subtotals of the dimensions (index points)"),
    "flow_contributions": (
        "二级指标贡献（权重 × 得分，指数点）",
        "Contributions of the pillars (weight × score, index points)",
    ),
    "flow_cover": ("覆盖情况", "Coverage"),
    "flow_stored": (
        "生成时的核心存档值，与公式的差异，所示与公式之差",
        "Values of the core when the book was made; how far the formulas are, and what is shown",
    ),
    "flow_chart": ("以下为图的数据：城市", "Figures behind the pictures: cities"),
    "flow_bars": ("排名图与贡献图", "Ranking and contributions"),
    "flow_profile": ("雷达图：计入的二级指标，按权重", "Radar: pillars that count, by weight"),
    "flow_gap_bars": ("差距图：按加权差距", "Gap: by weighted gap"),
    "flow_titles": ("图题", "Titles of the pictures"),
    "flow_check_pillars": ("按二级指标", "By pillar"),
    "flow_check_remarks": ("数据备注的核对", "Remarks, looked at"),
    "flow_check_indicators": ("按三级指标", "By indicator"),
    "flow_ahp_worst": ("与其余比较矛盾最大的几对（生成时）", "Pairs that contradict the others most (as generated)"),
    "flow_compare_ranks": ("各方法的名次", "Ranks by each method"),
    "flow_compare_index": ("各方法的指数", "Index by each method"),
    "flow_compare_why": (
        "与现行权重相比指数为何变化（生成时）",
        "Why the index is another one (as generated)",
    ),
    "flow_compare_notes": ("各方法须知（生成时）", "What to know about each method (as generated)"),
    "flow_compare_weights": ("各方法的权重", "Weights by each method"),
    "flow_delphi_items": ("据最近一轮评分得出的权重", "Weights from the last ratings"),
    "flow_delphi_ratings": ("各轮评分与统计", "Ratings and what they say, by round"),
    "flow_delphi_study": ("研究设置：界限与得分均可改", "Settings of the study: limits and scores may be changed"),
    "flow_delphi_ranks": (
        "评分的秩（仅答全者，用于 Kendall W）",
        "Ranks of the ratings (complete answers, for Kendall's W)",
    ),
    "flow_delphi_authority": ("各专家的权威程度", "Authority of the experts"),
    "flow_delphi_boxes": ("以下为图的数据", "Figures behind the picture"),
    "flow_delphi_remarks": ("偏离说明、意见与建议", "Reasons, comments and proposals"),
    **changes.CAPTIONS,
}


MATRIX = ("两两比较：行对列", "Comparisons: row against column")


def caption(grid: str, language: Language) -> str:
    """Return the line above a further table of a sheet; the first needs none."""
    if grid == AHP or grid.startswith(f"{AHP}_in_"):
        return texts.pick(MATRIX, language)
    return texts.pick(CAPTIONS.get(grid, ("", "")), language)
