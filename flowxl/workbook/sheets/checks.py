"""Sheet 校验: the list of checks with a state each, and what stands behind them per pillar and per indicator."""

import numpy as np

from flowxl import __version__
from flowxl.core.checks import Checks
from flowxl.core.settings import METHODS
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Column, Columns, Value
from flowxl.workbook.grid import Area
from flowxl.workbook.layout import CHECK_ITEMS, DERIVED_ITEMS, SETTING_ITEMS, YEAR_ITEMS, input_grid_name
from flowxl.workbook.sheets import weighting_checks
from flowxl.workbook.sheets.data import fingerprints
from flowxl.workbook.sheets.remarks import problems

HERE = "checks"
FAULTS = ("rows", "bound", "zero_sum", "weights", "settings", "stored", "engine")
"""Checks whose findings mean that numbers are wrong; the others ask for attention."""
WORDS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "faults": (
        ("数值格中不是数的内容", "Cells that hold something else than a number"),
        (
            "按空缺处理；见各填报表“问题数”列，或运行 flowxl check",
            "They count as missing; see Faults on the input sheets",
        ),
    ),
    "rows": (
        ("行码缺失、重复或与名称不符", "Rows missing, repeated or under another name"),
        ("恢复填报表左侧的行码与名称", "Restore key and names on the left of the input sheet"),
    ),
    "remarks": (
        ("无法采用的数据备注", "Remarks that cannot be used"),
        (
            "数值照常计入；在“数据备注”中核对行码、年份、状态",
            "The figures count all the same; check key, year and status in Remarks",
        ),
    ),
    "counting": (
        ("未计入的三级指标", "Indicators that do not count"),
        ("有数的城市或年份太少；补充数据", "Too few cities or years; add figures"),
    ),
    "pillars": (
        ("整项略去的二级指标", "Pillars left out for all cities"),
        ("没有一个指标计入", "No indicator of them counts"),
    ),
    "lacking": (
        ("缺少二级指标的城市", "Cities that lack a pillar"),
        ("补充数据，或在“设置”中选择按其余计算", "Add figures, or choose to take the rest in the settings"),
    ),
    "thin": (
        ("指标不足的二级得分", "Pillar scores from few indicators"),
        ("得分仅依据少数指标，引用时请说明", "They rest on few indicators; say so when quoting"),
    ),
    "uneven": (
        ("各城市年份不同的指标", "Indicators averaged over different years"),
        ("城市间可比性较差；补齐年份", "Cities compare badly; complete the years"),
    ),
    "constant": (
        ("城市间无差异的指标", "Indicators equal in all cities"),
        ("得分取中性值", "They score the neutral value"),
    ),
    "steps": (
        ("相邻两年的可疑跳变", "Suspicious steps between years"),
        ("核对单位（十、百、万）与统计口径", "Check units (10, 100, 10000) and definitions"),
    ),
    "bound": (
        ("z 分数超过 (n−1)/√n", "z-scores beyond (n-1)/sqrt(n)"),
        ("公式或数据有误", "A formula or figure is wrong"),
    ),
    "zero_sum": (
        ("齐全而合计不为零的二级指标", "Complete pillars that do not sum to zero"),
        ("公式有误", "A formula is wrong"),
    ),
    "weights": (("无法使用的权重", "Weights that cannot be used"), ("权重须为正数", "A weight is a number above 0")),
    "settings": (
        ("无法使用的设置", "Settings that cannot be used"),
        ("按下拉选项与说明填写", "Use the lists and ranges given"),
    ),
    "weighting": (
        ("权重依据须核对之处", "What the weights rest on: to be checked"),
        (
            "德尔菲、层次分析、权重比较的行列次序已变，或权重比较早于现有权重、数据：运行 flowxl check、flowxl weights",
            "Rows or columns of Delphi, AHP or the comparison were moved, or it is older than weights and figures: "
            "run flowxl check and flowxl weights",
        ),
    ),
    "stored": (
        ("公式与核心存档值的最大差异", "Largest difference between formulas and the core"),
        ("重新运行 flowxl compute 核对", "Run flowxl compute to compare"),
    ),
    "engine": (
        ("函数与公式的最大差异", "Largest difference between functions and formulas"),
        ("函数或公式有误；以 flowxl compute 为准", "One of them is wrong; flowxl compute decides"),
    ),
    "answered": (
        ("由谁计算", "Computed by"),
        ("函数版本与本工作簿不同，或未作答；原因见 =FLOWSTATUS()", "Another version, or no answer: see =FLOWSTATUS()"),
    ),
}
NONE_AT_FIRST = ("faults", "rows", "remarks", "weights", "settings", "weighting", "stored", "engine")
"""Checks that find nothing in a fresh book: what they look for was refused before it was written, or is known."""
TINY = ("stored", "engine")
"""Checks that find a difference of numbers."""
CHANGED = ("输入已变动，存档值不再适用", "inputs changed since the core ran")


def columns(book: Book) -> dict[str, Columns]:
    """Return the contents of the grids on this sheet."""
    parts = _Parts(book)
    return {
        "flow_checks": parts.listing(),
        "flow_check_pillars": parts.pillars(),
        "flow_check_indicators": parts.details(),
    }


class _Parts:
    def __init__(self, book: Book) -> None:
        self.book, self.layout, self.result = book, book.layout, book.result
        self.checks = Checks(book.observations.panel(), book.result)
        names = (
            "flow_checks",
            "flow_check_pillars",
            "flow_check_indicators",
            "flow_scores",
            "flow_pillars",
            "flow_data",
        )
        self.list, self.by_pillar, self.by_indicator, self.scores, self.pillar_scores, self.data = (
            self.layout.area(name, HERE) for name in names
        )
        self.standardised = f"({book.derived('method_number', HERE)}={METHODS.index('zscore') + 1})"
        self.tolerance = book.setting("index_tolerance", HERE)

    def listing(self) -> Columns:
        formulas = self._found()
        engine = "stored" if self.book.functions else "native"
        counts: dict[str, Value] = dict.fromkeys(NONE_AT_FIRST, 0)
        counts |= {**self.checks.counts, "answered": texts.badge(engine, self.book.language, __version__)}
        counts["faults"] = sum(self.book.faulty.values())
        levels = [self._level(item, counts[item]) for item in CHECK_ITEMS]
        words = [texts.pick(pair, self.book.language) for pair in texts.VERDICTS]

        def level(k: int) -> str:
            found, limit = self.list.cell(k, "found", "f"), self.list.cell(k, "limit", "f")
            grade = "1+1" if CHECK_ITEMS[k] in FAULTS else "1"
            if CHECK_ITEMS[k] == "answered":
                return f"=IF({self._known_engine(found)},0,1)"
            return f"=IF(ISNUMBER({found})*({found}>{limit}),{grade},0)"

        def verdict(k: int) -> str:
            return "=CHOOSE(1+{},{})".format(self.list.cell(k, "level", "f"), ",".join(f'"{word}"' for word in words))

        weights = self.layout.area("flow_weights", HERE).span("weight")
        limits = dict.fromkeys(TINY, f"={self.tolerance}*(1+SUM({weights}))")
        total = float(1e-9 * (1 + self.result.weights.sum()))
        return {
            "code": Column(list(CHECK_ITEMS), "label"),
            "check": Column([texts.pick(WORDS[item][0], self.book.language) for item in CHECK_ITEMS], "label"),
            "found": Column(
                [counts[item] for item in CHECK_ITEMS],
                lambda k: "tiny" if CHECK_ITEMS[k] in TINY else "integer",
                lambda k: formulas[CHECK_ITEMS[k]],
            ),
            "limit": Column(
                [total if item in TINY else 0 for item in CHECK_ITEMS],
                lambda k: "tiny" if CHECK_ITEMS[k] in TINY else "integer",
                lambda k: limits.get(CHECK_ITEMS[k], "=0"),
            ),
            "level": Column(levels, "integer", level),
            "verdict": Column([words[k] for k in levels], "code", verdict),
            "advice": Column([texts.pick(WORDS[item][1], self.book.language) for item in CHECK_ITEMS], "help"),
        }

    def _level(self, item: str, count: Value) -> int:
        return (2 if item in FAULTS else 1) if isinstance(count, int | float) and count > 0 else 0

    def worst(self) -> int:
        """Return the worst level of all checks."""
        listed = self.listing()["level"].values
        return max(int(level) for level in listed if isinstance(level, int | float))

    def _found(self) -> dict[str, str]:
        """Return the formula of each check's finding."""
        layout, by_pillar, by_indicator = self.layout, self.by_pillar, self.by_indicator
        count_keys = layout.city_keys("present_indicators")
        counting = self.pillar_scores.span("counting_indicators")
        cover = layout.area("flow_cover", HERE)
        families = layout.city_keys("value")
        lacking = cover.line(cover.grid.item_position["lacking"], families[0], families[-1], "if")
        amber = self._amber(count_keys[0], count_keys[-1])
        codes, weights = layout.area("flow_weights", HERE).span("code"), self.pillar_scores.span("weight")
        derived = layout.area("flow_derived", HERE)
        numbers = derived.part("setting", 0, len(DERIVED_ITEMS) - 1)
        stored, names = layout.area("flow_stored", HERE), layout.city_keys("difference")
        face, aparts = layout.area("flow_result", HERE), layout.city_keys("apart")
        badge = face.cell(face.grid.item_position["engine"], layout.city_keys("score")[0])
        changed = f"(SUM({by_indicator.span('changed')})+{self._choices_changed()})"
        words = texts.pick(CHANGED, self.book.language)
        labels = '&"."&'.join(self.data.span(field) for field in ("indicator", "city"))
        constant = f'COUNTIFS({self.scores.span("constant")},1,{self.scores.span("counting")},1)'
        return {
            "faults": f"=SUM({by_pillar.span('faults')})",
            "rows": f"=SUM({by_pillar.span('missing_rows')})+SUMPRODUCT(--({labels}<>{self.data.span('key')}))",
            "remarks": problems(self.book, HERE),
            "counting": f"=COUNTIF({self.scores.span('counting')},0)",
            "pillars": f"=COUNTIF({counting},0)",
            "lacking": f'=COUNTIF({lacking},">0")',
            "thin": amber,
            "uneven": f"=SUM({by_indicator.span('uneven')})",
            "constant": f"={constant}",
            "steps": f"=SUM({by_indicator.span('steps')})",
            "bound": f"={self.standardised}*SUMPRODUCT(--({self._over_bound()}>{self.tolerance}))",
            "zero_sum": f"={self.standardised}*SUMPRODUCT({by_pillar.span('complete')},"
            f"--(({by_pillar.span('sum')}>{self.tolerance})+({by_pillar.span('sum')}<-{self.tolerance})>0))",
            "weights": f'=COUNTA({codes})-COUNTIF({weights},">0")',
            "settings": self._bad_settings(numbers),
            "weighting": weighting_checks.found(self.book, HERE, changed),
            "stored": f'=IF({changed}=0,MAX({stored.box(names[0], names[-1])}),"{words}")',
            "engine": f"=MAX({stored.box(aparts[0], aparts[-1])})",
            "answered": f'={badge}&""',  # as it comes from LibreOffice's add-in, it is equal to no text
        }

    def _known_engine(self, badge: str) -> str:
        """Return a formula part: whether the badge is that of this version, of the stored values or of the formulas."""
        words = [texts.badge(engine, self.book.language, __version__) for engine in texts.ENGINES]
        return "+".join(f'({badge}="{word}")' for word in words) + ">0"

    def _over_bound(self) -> str:
        return f"{self.by_indicator.span('largest')}-{self.by_indicator.span('bound')}"

    def _amber(self, first: str, last: str) -> str:
        """Count pillar scores that rest on less than the set share of their indicators."""
        pillars, share = self.pillar_scores, self.book.setting("min_indicator_share", HERE)
        counts, sizes = pillars.box(first, last), pillars.span("indicators")
        return f"=SUMPRODUCT(--({counts}>0),--({counts}/{sizes}<{share}))"

    def _choices_changed(self) -> str:
        """Return a formula part that is 0 while weights and settings are as they were when the core ran."""
        weights, settings = self.layout.area("flow_weights", HERE), self.layout.area("flow_settings", HERE)
        last = SETTING_ITEMS.index("missing_pillar")
        now, then = (settings.part(field, 0, last) for field in ("setting", "stored"))
        return (
            f"SUMPRODUCT(--({weights.span('weight')}<>{weights.span('stored_weight')}))+SUMPRODUCT(--({now}<>{then}))"
        )

    def _bad_settings(self, numbers: str) -> str:
        first, last = self.book.setting("window_first", HERE), self.book.setting("window_last", HERE)
        top, bottom = (SETTING_ITEMS.index(f"min_{name}_share") for name in ("year", "indicator"))  # cities between
        shares = self.layout.area("flow_settings", HERE).part("setting", top, bottom)
        years = f"({first}>{last})+(INT({first})<>{first})+(INT({last})<>{last})"
        good = f'COUNTIFS({shares},">0",{shares},"<=1")'
        return f"=ROWS({numbers})-COUNT({numbers})+{years}+ROWS({shares})-{good}"

    def pillars(self) -> Columns:
        area, result, framework = self.by_pillar, self.result, self.book.framework
        scores, counts = self.layout.city_keys("score"), self.layout.city_keys("present_indicators")
        pillars = self.pillar_scores

        def row(k: int, first: str, last: str) -> str:
            return pillars.line(k, first, last)

        def complete(k: int) -> str:
            counting = pillars.cell(k, "counting_indicators", "f")
            return f"=IF(({counting}>0)*(MIN({row(k, counts[0], counts[-1])})={counting}),1,0)"

        tables = [self.layout.area(input_grid_name(code), HERE) for code in framework.pillar_codes]
        owners = self.data.span("pillar")
        finder, years = self.layout.area("flow_years", HERE), self.layout.year_keys

        def missing(k: int) -> str:
            # Rows that are not found, rows whose labels do not fit their key, and years that are not found.
            code = area.cell(k, "code", "f")
            lost = f'COUNTIF({owners},{code})-COUNTIFS({owners},{code},{self.data.span("row")},">0")'
            wanted = finder.line(len(YEAR_ITEMS) + k, years[0], years[-1], "if")
            return f"={lost}+SUM({tables[k].span('mismatch')})+COLUMNS({wanted})-COUNT({wanted})"

        contents: Columns = {
            "code": Column(list(framework.pillar_codes), "label"),
            "name": Column([p.name.of(self.book.language) for p in framework.pillars], "label"),
            "complete": Column(result.pillar_complete.astype(int).tolist(), "integer", complete),
            "sum": Column(self.checks.pillar_sum.tolist(), "tiny", lambda k: f"=SUM({row(k, scores[0], scores[-1])})"),
            "faults": Column(
                [self.book.faults(code) for code in framework.pillar_codes],
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

    def details(self) -> Columns:
        book, area, result, scores = self.book, self.by_indicator, self.result, self.scores
        checks = self.checks
        indicators = book.framework.indicators
        sums, counts = fingerprints(book)
        n_cities = len(book.framework.cities)
        score_keys = self.layout.city_keys("score")
        years = self.layout.year_keys
        factor = book.setting("step_factor", HERE)

        def uneven(k: int) -> str:
            signatures = _rows(self.data, k * n_cities, (k + 1) * n_cities - 1, "signature", "signature")
            return f"=IF({scores.cell(k, 'counting', 'f')}*(MAX({signatures})>MIN({signatures})),1,0)"

        def step(k: int) -> str:
            if len(years) < 2:
                return "=0"
            return self._block(k * n_cities, (k + 1) * n_cities - 1, years, factor)

        def line(k: int) -> str:
            return scores.line(k, score_keys[0], score_keys[-1])

        codes = [i.code for i in indicators]

        def group(k: int, field: str) -> str:
            return f"=SUMIF({self.data.span('indicator')},{area.cell(k, 'code', 'f')},{self.data.span(field)})"

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

    def _block(self, first: int, last: int, years: list[str], factor: str) -> str:
        """Return the array formula that counts steps over the rows of an indicator."""
        before = _rows(self.data, first, last, years[0], years[-2])
        now = _rows(self.data, first, last, years[1], years[-1])
        both = f"ISNUMBER({before})*ISNUMBER({now})"
        apart = f"(ABS({now})>{factor}*ABS({before}))+(ABS({before})>{factor}*ABS({now}))"
        return f"{{=SUM(IF({both},({before}<>0)*({now}<>0)*({apart}),0))}}"


def _rows(area: Area, first: int, last: int, start: str, end: str) -> str:
    """Return adjacent fields over adjacent items, as the rows of one indicator in ``flow_data``."""
    top, bottom = area.cell(first, start, "f"), area.cell(last, end, "f")
    return f"{top}:{bottom.rpartition('!')[2]}"


def status(book: Book) -> int:
    """Return the worst level of all checks of a freshly built book."""
    return _Parts(book).worst()
