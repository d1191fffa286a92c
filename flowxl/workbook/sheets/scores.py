"""Sheets 三级得分 and 二级得分: normalised indicator scores, pillar scores, dimension scores."""

import numpy as np

from flowxl.core.normalise import MINMAX_RANGE, centre_and_sd
from flowxl.core.settings import METHODS
from flowxl.workbook.book import Book, Column, Columns, across, blanks
from flowxl.workbook.grid import Area
from flowxl.workbook.sheets.function_calls import TABLES, shown

SCORES, PILLARS = "scores", "pillars"


def columns(book: Book) -> dict[str, Columns]:
    """Return the contents of the grids on these sheets."""
    area = book.layout.area("flow_scores", SCORES)
    return {
        "flow_scores": _labels(book, area) | _statistics(book, area) | _cities(book, area),
        "flow_pillars": _pillars(book),
        "flow_dimensions": _dimensions(book),
    }


def counted(values: str, groups: str, group: str) -> str:
    """Return a formula part that counts the numbers of a group (a criterion on numbers skips texts)."""
    return f'COUNTIFS({groups},{group},{values},">=0")+COUNTIFS({groups},{group},{values},"<0")'


def _shown(book: Book, area: Area, here: str, scores: np.ndarray) -> Columns:
    """Return the scores that people look at, for codes down and cities across, or turned."""
    places = book.layout.city_keys("shown")
    call = f"FLOWSCORE({area.line(-1, places[0], places[-1], 'if')},{area.span('code')},{TABLES})"
    values = [blanks(scores[:, n]) for n in range(len(places))]
    return shown(book, "shown", (area, "score"), call, _answered(book, here), values, "score")


def _answered(book: Book, here: str) -> str:
    """Return a formula part: whether a function gave Table 2."""
    face, native = (book.layout.area(name, here) for name in ("flow_result", "flow_native"))
    first = book.layout.city_keys("score")[0]
    cells = [area.cell(area.grid.item_position["engine"], first, "if") for area in (face, native)]
    return f"{cells[0]}<>{cells[1]}"


def _labels(book: Book, area: Area) -> Columns:
    listing = book.layout.area("flow_framework", SCORES)
    indicators, language = book.framework.indicators, book.language

    def direction(n: int) -> str:
        return f"=INDEX({listing.span('direction')},{listing.find(area.cell(n, 'code', 'f'))})"

    return {
        "code": Column([i.code for i in indicators], "label"),
        "name": Column([i.name.of(language) for i in indicators], "label"),
        "pillar": Column([i.pillar for i in indicators], "label"),
        "measure": Column([i.measure.of(language) for i in indicators], "label"),
        "direction": Column([i.direction for i in indicators], "integer", direction),
    }


def _statistics(book: Book, area: Area) -> Columns:
    result, layout = book.result, book.layout
    spread = result.spread
    means = layout.city_keys("mean")
    data = layout.area("flow_data", SCORES)
    cities = layout.area("flow_cities", SCORES).span("code")

    def at(n: int, field: str) -> str:
        return area.cell(n, field, "f")

    def line(n: int) -> str:
        return area.line(n, means[0], means[-1])

    def when(test: str, then: str) -> str:
        return f'=IF({test},{then},"")'

    counts = spread.count
    raw = np.where(result.has, result.means, np.nan)
    centre, sd = centre_and_sd(raw, spread)
    some = counts > 0
    low = np.where(some, np.where(np.isnan(raw), np.inf, raw).min(axis=1), np.nan)
    high = np.where(some, np.where(np.isnan(raw), -np.inf, raw).max(axis=1), np.nan)
    method = METHODS.index(book.settings.method) + 1
    neutral = [np.zeros(len(counts)), np.full(len(counts), sum(MINMAX_RANGE) / 2), (1 + counts) / 2][method - 1]
    falling = (method == len(METHODS)) & (book.framework.directions < 0)  # ranks are counted from the other end
    ranked = f"ROWS({layout.area('flow_methods', SCORES).span('code')})"
    share, number = book.setting("min_city_share", SCORES), book.derived("method_number", SCORES)
    tolerance = book.setting("mean_tolerance", SCORES)
    starts = [i * len(book.framework.cities) + 1 for i in range(len(book.framework.indicators))]
    return {
        "first": Column(starts, "integer", lambda n: f"=MATCH({at(n, 'code')},{data.span('indicator')},0)"),
        "cities": Column(counts.tolist(), "integer", lambda n: f"=COUNT({line(n)})"),
        "counting": Column(
            result.counting.astype(int).tolist(),
            "integer",
            lambda n: f"=IF({at(n, 'cities')}/COUNTA({cities})>={share},1,0)",
        ),
        "centre": Column(
            blanks(np.where(some, centre, np.nan)),
            "value",
            lambda n: when(f"{at(n, 'cities')}>0", f"AVERAGE({line(n)})"),
        ),
        "sd": Column(
            blanks(np.where(counts > 1, sd, np.nan)),
            "value",
            lambda n: when(f"{at(n, 'cities')}>1", f"STDEV({line(n)})"),
        ),
        "low": Column(blanks(low), "value", lambda n: when(f"{at(n, 'cities')}>0", f"MIN({line(n)})")),
        "high": Column(blanks(high), "value", lambda n: when(f"{at(n, 'cities')}>0", f"MAX({line(n)})")),
        "base": Column(
            blanks(np.where(book.framework.directions > 0, low, high)),
            "value",
            lambda n: f"=IF({at(n, 'direction')}=1,{at(n, 'low')},{at(n, 'high')})",
        ),
        "tolerance": Column(
            blanks(np.where(some, spread.tolerance, np.nan)),
            "tiny",
            lambda n: when(f"{at(n, 'cities')}>0", f"{tolerance}*MAX({at(n, 'high')},-{at(n, 'low')})"),
        ),
        "constant": Column(
            ["" if not k else int(c) for k, c in zip(counts, spread.constant, strict=True)],
            "integer",
            lambda n: when(f"{at(n, 'cities')}>0", f"({at(n, 'high')}-{at(n, 'low')}<={at(n, 'tolerance')})*1"),
        ),
        "rule": Column(
            np.where(spread.constant & some, 1, 1 + method + falling).tolist(),
            "integer",
            lambda n: f"=IF({at(n, 'constant')}=1,1,1+{number}+({number}={ranked})*({at(n, 'direction')}<>1))",
        ),
        "neutral": Column(
            neutral.tolist(), "score", lambda n: f"=CHOOSE({number},0,AVERAGE(0,100),AVERAGE(1,{at(n, 'cities')}))"
        ),
    }


def _cities(book: Book, area: Area) -> Columns:
    layout, result = book.layout, book.result
    data = layout.area("flow_data", SCORES)
    means, scores = layout.city_keys("mean"), layout.city_keys("score")
    raw = np.where(result.has, result.means, np.nan)
    contents: Columns = {}
    for city, (mean, score) in enumerate(zip(means, scores, strict=True)):

        def mean_formula(n: int, mean: str = mean) -> str:
            row = f"{area.cell(n, 'first', 'f')}+{across(area, means[0], mean)}-1"
            return f"=INDEX({data.span('value')},{row})"

        def score_formula(n: int, mean: str = mean) -> str:
            x, line = area.cell(n, mean), area.line(n, means[0], means[-1])
            up, centre, sd, low, high, base, tolerance, cities, rule, neutral, counting = (
                area.cell(n, field, "f")
                for field in (
                    "direction", "centre", "sd", "low", "high", "base", "tolerance", "cities", "rule", "neutral",
                    "counting",
                )
            )  # fmt: skip
            zscore = f"{up}*({x}-{centre})/{sd}"
            minmax = f"100*{up}*({x}-{base})/({high}-{low})"
            # A text is greater than any number, and a blank that somebody inserted counts as 0: both are taken out.
            best = f'{cities}-SUMPRODUCT(({line}<>"")*({line}>{x}+{tolerance}))'
            least = f'{cities}-SUMPRODUCT(({line}<>"")*({line}<{x}-{tolerance}))'
            return f'=IF(ISNUMBER({x})*{counting},CHOOSE({rule},{neutral},{zscore},{minmax},{best},{least}),"")'

        contents[mean] = Column(blanks(raw[:, city]), "value", mean_formula)
        contents[score] = Column(blanks(result.scores[:, city]), "score", score_formula)
    return contents | _shown(book, area, SCORES, result.scores)


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
            return f"={counted(scores.span(score, 'i'), groups, code(n))}"

        contents[score] = Column(blanks(result.pillar_scores[:, city]), "score", mean_score)
        contents[count] = Column(result.pillar_counts[:, city].tolist(), "integer", present)
    return contents | _shown(book, area, PILLARS, result.pillar_scores)


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
            return f"={counted(pillars.span(score, 'i'), owners, code(n))}"

        contents[score] = Column(blanks(result.dimension_scores[:, city]), "score", weighted_mean)
        contents[here] = Column(present[:, city].tolist(), "integer", number)
    return contents | _shown(book, area, PILLARS, result.dimension_scores)
