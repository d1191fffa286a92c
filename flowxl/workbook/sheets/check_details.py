"""What stands behind the checks on 校验: per pillar, and per indicator."""

import numpy as np

from flowxl.core.checks import Checks
from flowxl.workbook.book import Column, Columns, Value
from flowxl.workbook.grid import Area
from flowxl.workbook.layout import YEAR_ITEMS, input_grid_name
from flowxl.workbook.sheets.check_formulas import HERE, CheckTables
from flowxl.workbook.sheets.data import fingerprints


def by_pillar(on: CheckTables, checks: Checks) -> Columns:
    """Return one row per pillar: whether it is complete, its sum, faults, rows that are not found, coverage."""
    book, layout = on.book, on.layout
    area, result, framework = on.by_pillar, on.result, book.framework
    scores, counts = layout.city_keys("score"), layout.city_keys("present_indicators")
    pillars = on.pillars

    def row(k: int, first: str, last: str) -> str:
        return pillars.line(k, first, last)

    def complete(k: int) -> str:
        counting = pillars.cell(k, "counting_indicators", "f")
        return f"=IF(({counting}>0)*(MIN({row(k, counts[0], counts[-1])})={counting}),1,0)"

    tables = [layout.area(input_grid_name(code), HERE) for code in framework.pillar_codes]
    owners = on.data.span("pillar")
    finder, years = layout.area("flow_years", HERE), layout.year_keys

    def missing(k: int) -> str:
        # Rows that are not found, rows whose labels do not fit their key, and years that are not found.
        code = area.cell(k, "code", "f")
        lost = f'COUNTIF({owners},{code})-COUNTIFS({owners},{code},{on.data.span("row")},">0")'
        wanted = finder.line(len(YEAR_ITEMS) + k, years[0], years[-1], "if")
        return f"={lost}+SUM({tables[k].span('mismatch')})+COLUMNS({wanted})-COUNT({wanted})"

    contents: Columns = {
        "code": Column(list(framework.pillar_codes), "label"),
        "name": Column([p.name.of(book.language) for p in framework.pillars], "label"),
        "complete": Column(result.pillar_complete.astype(int).tolist(), "integer", complete),
        "sum": Column(checks.pillar_sum.tolist(), "tiny", lambda k: f"=SUM({row(k, scores[0], scores[-1])})"),
        "faults": Column(
            [book.faults(code) for code in framework.pillar_codes],
            "integer",
            lambda k: f"=SUM({tables[k].span('faults')})",
        ),
        "missing_rows": Column([0] * len(tables), "integer", missing),
    }
    sizes = framework.pillar_sizes
    for n, (code, key) in enumerate(zip(framework.city_codes, counts, strict=True)):

        def coverage(k: int, key: str = key) -> str:
            return f'={pillars.cell(k, key)}&"/"&{pillars.cell(k, "indicators", "f")}'

        shown: list[Value] = [f"{c:g}/{s}" for c, s in zip(result.pillar_counts[:, n], sizes, strict=True)]
        contents[f"coverage:{code}"] = Column(shown, "code", coverage)
    return contents


def by_indicator(on: CheckTables, checks: Checks) -> Columns:
    """Return one row per indicator: what checks count, and by what a change of inputs is seen."""
    book, area, result, scores = on.book, on.by_indicator, on.result, on.scores
    indicators = book.framework.indicators
    sums, counts = fingerprints(book)
    n_cities = len(book.framework.cities)
    score_keys = on.layout.city_keys("score")
    years = on.layout.year_keys
    factor = book.setting("step_factor", HERE)

    def uneven(k: int) -> str:
        signatures = _rows(on.data, k * n_cities, (k + 1) * n_cities - 1, "signature", "signature")
        return f"=IF({scores.cell(k, 'counting', 'f')}*(MAX({signatures})>MIN({signatures})),1,0)"

    def step(k: int) -> str:
        if len(years) < 2:
            return "=0"
        return _block(on.data, k * n_cities, (k + 1) * n_cities - 1, years, factor)

    def line(k: int) -> str:
        return scores.line(k, score_keys[0], score_keys[-1])

    codes = [i.code for i in indicators]

    def group(k: int, field: str) -> str:
        return f"=SUMIF({on.data.span('indicator')},{area.cell(k, 'code', 'f')},{on.data.span(field)})"

    def changed(k: int) -> str:
        now, then = area.cell(k, "fingerprint", "f"), area.cell(k, "stored_fingerprint", "f")
        number, kept = area.cell(k, "fingerprint_count", "f"), area.cell(k, "stored_count", "f")
        tolerance = book.setting("mean_tolerance", HERE)
        return f"=IF((ABS({now}-{then})>{tolerance}*ABS({then}))+({number}<>{kept})>0,1,0)"

    constant = np.where(result.spread.constant & result.counting, 1, 0)
    return {
        "code": Column(codes, "label"),
        "name": Column([i.name.of(book.language) for i in indicators], "label"),
        "constant": Column(
            constant.tolist(),
            "integer",
            lambda k: f"=IF(({scores.cell(k, 'constant', 'f')}=1)*{scores.cell(k, 'counting', 'f')},1,0)",
        ),
        "uneven": Column(checks.year_sets_differ.astype(int).tolist(), "integer", uneven),
        "steps": Column(checks.steps.tolist(), "integer", step),
        "largest": Column(
            np.where(result.counting, checks.largest_score, 0.0).tolist(),
            "score",
            lambda k: f"=MAX(MAX({line(k)}),-MIN({line(k)}))",
        ),
        "bound": Column(
            np.nan_to_num(checks.score_bound).tolist(),
            "score",
            lambda k: f"=IF({scores.cell(k, 'cities', 'f')}>0,({scores.cell(k, 'cities', 'f')}-1)"
            f"/SQRT({scores.cell(k, 'cities', 'f')}),0)",
        ),
        "fingerprint": Column(sums, "value", lambda k: group(k, "checksum")),
        "fingerprint_count": Column(counts, "integer", lambda k: group(k, "count")),
        "stored_fingerprint": Column(sums, "stored"),
        "stored_count": Column(counts, "stored_integer"),
        "changed": Column([0] * len(codes), "integer", changed),
    }


def _block(data: Area, first: int, last: int, years: list[str], factor: str) -> str:
    """Return the array formula that counts steps over the rows of an indicator."""
    before = _rows(data, first, last, years[0], years[-2])
    now = _rows(data, first, last, years[1], years[-1])
    both = f"ISNUMBER({before})*ISNUMBER({now})"
    apart = f"(ABS({now})>{factor}*ABS({before}))+(ABS({before})>{factor}*ABS({now}))"
    return f"{{=SUM(IF({both},({before}<>0)*({now}<>0)*({apart}),0))}}"


def _rows(area: Area, first: int, last: int, start: str, end: str) -> str:
    """Return adjacent fields over adjacent items, as the rows of one indicator in ``flow_data``."""
    top, bottom = area.cell(first, start, "f"), area.cell(last, end, "f")
    return f"{top}:{bottom.rpartition('!')[2]}"
