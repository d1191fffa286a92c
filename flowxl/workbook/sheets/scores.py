"""The sheet 三级得分: means that count and normalised scores of the indicators."""

import numpy as np

from flowxl.core.normalise import MINMAX_RANGE, centre_and_sd
from flowxl.core.settings import METHODS
from flowxl.voice.text import Text
from flowxl.workbook.book import Book, Column, Columns, across, blanks
from flowxl.workbook.declare import SheetSpec
from flowxl.workbook.grid import Area, Grid, Placed
from flowxl.workbook.plan import Plan
from flowxl.workbook.sheets.function_calls import shown_scores

SCORES = "scores"


def _grids(plan: Plan, _: str) -> Placed:
    labels = plan.fields(code=8, name=30, pillar=7, measure=10, direction=7)
    stats = plan.fields(
        first=7,
        cities=7,
        counting=7,
        centre=13,
        sd=13,
        low=13,
        high=13,
        base=13,
        tolerance=10,
        constant=8,
        rule=7,
        neutral=9,
    )
    shown = plan.per_city("shown", 9, plain=True)
    means, scores = plan.per_city("mean", 13), plan.per_city("score", 9, title="native_score")
    fields = (*labels, *shown, *stats, *means, *scores)
    return [(Grid("flow_scores", plan.framework.indicator_codes, fields, transposed=plan.many), 0)]


def _columns(book: Book) -> dict[str, Columns]:
    area = book.layout.area("flow_scores", SCORES)
    return {"flow_scores": _labels(book, area) | _statistics(book, area) | _cities(book, area)}


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
    return contents | shown_scores(book, area, SCORES, result.scores)


SHEET = SheetSpec(
    "scores",
    Text("三级得分", "Scores"),
    "calculation",
    help=Text("三级指标的计入均值与标准化得分。", "Means that count and normalised scores of the indicators."),
    grids=_grids,
    columns=_columns,
)
