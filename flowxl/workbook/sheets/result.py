"""Sheet 结果: Table 2 of the paper, subtotals, contributions, what stands behind them, and the core's stored values."""

from collections.abc import Callable, Sequence

import numpy as np

from flowxl import __version__
from flowxl.core.settings import MISSING_PILLAR
from flowxl.voice.text import Text
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Column, Columns, Style, Value, blanks
from flowxl.workbook.grid import Area
from flowxl.workbook.layout import order_by_weight
from flowxl.workbook.plan import CLOSING_ITEMS
from flowxl.workbook.sheets.function_calls import TABLES, shown

HERE, NATIVE = "result", "pillars"
COVER_WORDS = {
    "city_weight": Text("有分的权重", "Weight with a score"),
    "lacking": Text("缺少的二级指标", "Pillars lacking"),
    "factor": Text("放大系数", "Scaling factor"),
    "city_indicators": Text("有分的三级指标", "Indicators with a score"),
    "year_share": Text("年份覆盖率", "Share of years"),
    "order": Text("排列次序", "Order of display"),
    "reason": Text("无指数或放大的原因", "Why no index, or scaled"),
}
REASONS = {
    "none": Text("项缺失，不给指数", " pillar(s) lacking: no index"),
    "rest": Text("项缺失，按其余放大", " lacking: scaled up"),
}


def native(book: Book) -> Columns:
    """Return the native formulas behind Table 2; they stand on 二级得分."""
    return _Parts(book, NATIVE).native()


def columns(book: Book) -> dict[str, Columns]:
    """Return the contents of the grids on this sheet."""
    parts = _Parts(book, HERE)
    return {
        "flow_result": parts.main(),
        "flow_subtotals": parts.subtotals(),
        "flow_contributions": parts.contributions(),
        "flow_cover": parts.cover(),
        "flow_stored": parts.stored(),
    }


class _Parts:
    """The grids of the sheet; they share areas and the order of the pillars."""

    def __init__(self, book: Book, here: str) -> None:
        self.book, self.layout, self.result, self.here = book, book.layout, book.result, here
        self.order = order_by_weight(book.framework)
        self.n_pillars = len(self.order)
        names = ("flow_native", "flow_contributions", "flow_cover", "flow_subtotals", "flow_pillars", "flow_dimensions")
        self.table, self.parts, self.coverage, self.sums, self.pillars, self.dims = (
            self.layout.area(name, here) for name in names
        )
        self.several = f"({book.derived('missing_number', here)}>1)"

    def cover_cell(self, item: str, city: str) -> str:
        """Return a cell of the coverage table, for the same city."""
        return self.coverage.cell(self.coverage.grid.item_position[item], f"value:{city}", "i")

    def per_city(
        self, family: str, values: np.ndarray, formula: Callable[[str], Callable[[int], str]], style: Style
    ) -> Columns:
        """Return one column per city; ``formula`` gets the city's code."""
        return {
            f"{family}:{code}": Column(blanks(values[:, n]), style, formula(code))
            for n, code in enumerate(self.book.framework.city_codes)
        }

    def names(self, extra: Sequence[str]) -> list[Value]:
        pillars = self.book.framework.pillars
        words = [self.book.say(texts.FIELDS[key]) for key in extra]
        return [*(pillars[n].name.of(self.book.language) for n in self.order), *words]

    def _labels(self, area: Area) -> Columns:
        result, n = self.result, self.n_pillars
        weights = [*result.weights[self.order].tolist(), float(result.weights.sum())]
        closing = len(CLOSING_ITEMS)
        total = f"=SUM({area.part('weight', 0, n - 1)})"

        def weight(k: int) -> str:
            found = self.pillars.at("weight", "weight", self.pillars.find(area.cell(k, "code", "f")), "1")
            return f"={found}" if k < n else total if k == n else ""

        return {
            "code": Column(list(area.grid.items), "label"),
            "weight": Column([*weights, *[""] * (closing - 1)], "weight", weight),
            "name": Column(self.names(CLOSING_ITEMS), "label"),
        }

    def _values(self) -> np.ndarray:
        """Return the numbers of Table 2, without the last row, which says who computed; shape (items, cities)."""
        result = self.result
        return np.vstack([result.pillar_scores[self.order], result.index, _ranks(result.rank), result.display_index])

    def _with_badge(self, city: int, engine: str) -> list[Value]:
        badge = texts.badge(engine, self.book.language, __version__) if city == 0 else ""
        return [*blanks(self._values()[:, city]), badge]

    def _style(self, k: int) -> str:
        n = self.n_pillars
        return {n: "index", n + 1: "rank", n + 2: "display", n + 3: "who"}.get(k, "score")

    def main(self) -> Columns:
        """Return what people look at: the functions' answer, or the native formulas'."""
        area, cities = self.layout.area("flow_result", HERE), self.book.framework.city_codes
        engine = "stored" if self.book.functions else "native"
        values = [self._with_badge(n, engine) for n in range(len(cities))]
        places = self.layout.city_keys("score")
        call = f"FLOWTABLE({TABLES},{area.span('code')},{area.line(-1, places[0], places[-1], 'if')})"
        answered = f"ROWS({call})>1"
        face = shown(self.book, "score", (self.table, "score"), call, answered, values, self._style)
        return self._labels(area) | face

    def native(self) -> Columns:
        """Return Table 2 by native formulas: on 二级得分, where it stands in for the functions."""
        area = self.table
        item = area.grid.item_position
        badge = texts.badge("native", self.book.language, __version__)

        def formulas(city: str) -> Callable[[int], str]:
            score = f"score:{city}"
            special = {item["index"]: self._index, item["rank"]: self._rank, item["display"]: self._display}
            last = f'="{badge}"' if city == self.book.framework.city_codes[0] else '=""'

            def formula(k: int) -> str:
                if k in special:
                    return special[k](city)
                if k == item["engine"]:
                    return last
                column = self.pillars.span(score, "i")
                find = self.pillars.find(area.cell(k, "code", "f"))
                # Both numbers, since Gnumeric takes a single one for the row.
                return f"=INDEX({column},{f'1,{find}' if self.pillars.grid.transposed else f'{find},1'})"

            return formula

        columns = {
            f"score:{code}": Column(self._with_badge(number, "native"), self._style, formulas(code))
            for number, code in enumerate(self.book.framework.city_codes)
        }
        return self._labels(area) | columns

    def line(self, item: str) -> str:
        """Return an item of the main table over all cities."""
        cities = self.layout.city_keys("score")
        return self.table.line(self.table.grid.item_position[item], cities[0], cities[-1], "if")

    def _index(self, city: str) -> str:
        column = self.parts.part(f"contribution:{city}", 0, self.n_pillars - 1, "i")
        some, lacking = self.cover_cell("city_weight", city), self.cover_cell("lacking", city)
        return f'=IF(({some}>0)*((({lacking}=0)+{self.several})>0),SUM({column}),"")'

    def own(self, item: str, city: str) -> str:
        """Return the cell of an item of the main table for a city."""
        return self.table.cell(self.table.grid.item_position[item], f"score:{city}", "i")

    def _rank(self, city: str) -> str:
        own, line = self.own("index", city), self.line("index")
        tolerance = self.book.setting("index_tolerance", self.here)
        # A text is greater than any number, and a blank that somebody inserted counts as 0: both are taken out.
        greater = f'SUMPRODUCT(({line}<>"")*({line}>{own}+{tolerance}))'
        return f'=IF(ISNUMBER({own}),1+{greater},"")'

    def _display(self, city: str) -> str:
        own, line = self.own("index", city), self.line("index")
        mean, sd = (self.book.setting(name, self.here) for name in ("display_mean", "display_sd"))
        tolerance = self.book.setting("index_tolerance", self.here)
        scaled = f"CHOOSE(1+(MAX({line})-MIN({line})>{tolerance}),0,({own}-AVERAGE({line}))/STDEV({line}))"
        return f'=IF(ISNUMBER({own}),{mean}+{sd}*{scaled},"")'

    def contributions(self) -> Columns:
        result, n = self.result, self.n_pillars
        values = np.vstack([result.contributions[self.order], result.index])
        pillars = self.book.framework.pillars

        def formulas(city: str) -> Callable[[int], str]:
            def formula(k: int) -> str:
                if k == n:
                    return f"={self.own('index', city)}"
                score, weight = self.table.cell(k, f"score:{city}"), self.table.cell(k, "weight", "f")
                return f'=IF(ISNUMBER({score}),{weight}*{score}*{self.cover_cell("factor", city)},"")'

            return formula

        weights = self.layout.area("flow_weights", HERE)

        def dimension(k: int) -> str:
            find = weights.find(self.parts.cell(k, "code", "f"))
            return f"=INDEX({weights.span('dimension')},{find})" if k < n else ""

        return {
            "code": Column(list(self.parts.grid.items), "label"),
            "dimension": Column([*(pillars[k].dimension for k in self.order), ""], "label", dimension),
            "name": Column(self.names(("contributions",)), "label"),
            **self.per_city("contribution", values, formulas, lambda k: "index" if k == n else "score"),
        }

    def subtotals(self) -> Columns:
        result, area, n = self.result, self.sums, self.n_pillars
        owners = self.parts.part("dimension", 0, n - 1)
        dim_weights = np.add.reduceat(result.weights, self.book.framework.dimension_starts)
        pillars = self.pillars

        def formulas(city: str) -> Callable[[int], str]:
            def formula(k: int) -> str:
                present = self.dims.cell(k, f"present:{city}")
                whole = f"({present}={self.dims.cell(k, 'counting_pillars', 'f')})"
                column = self.parts.part(f"contribution:{city}", 0, n - 1, "i")
                total = f"SUMIF({owners},{area.cell(k, 'code', 'f')},{column})"
                return f'=IF(({present}>0)*(({whole}+{self.several})>0),{total},"")'

            return formula

        def weight(k: int) -> str:
            return f"=SUMIF({pillars.span('dimension')},{area.cell(k, 'code', 'f')},{pillars.span('weight')})"

        return {
            "code": Column(list(area.grid.items), "label"),
            "weight": Column(dim_weights.tolist(), "weight", weight),
            "name": Column([d.name.of(self.book.language) for d in self.book.framework.dimensions], "label"),
            **self.per_city("value", result.dimension_subtotals, formulas, "score"),
        }

    def cover(self) -> Columns:
        items = self.coverage.grid.items
        makers = {item: getattr(self, f"_{item}") for item in items}

        def formulas(city: str) -> Callable[[int], str]:
            return lambda k: str(makers[items[k]](city))

        rows = self._cover_values()
        styles = {"year_share": "percent", "city_weight": "weight", "factor": "score", "reason": "text"}
        words = [self.book.say(COVER_WORDS[item]) for item in items]

        def style(k: int) -> str:
            return styles.get(items[k], "integer")

        contents: Columns = {
            "code": Column(list(items), "label"),
            "weight": Column([""] * len(items), "label"),
            "name": Column(words, "label"),
        }
        for n, code in enumerate(self.book.framework.city_codes):
            contents[f"value:{code}"] = Column([rows[item][n] for item in items], style, formulas(code))
        return contents

    def _cover_values(self) -> dict[str, list[Value]]:
        result = self.result
        lacking = (result.pillar_counting[:, None] & (result.pillar_counts == 0)).sum(axis=0)
        total = result.weights[result.pillar_counting].sum()
        rest = self.book.settings.missing_pillar == "rest"
        scale = [
            float(total / w) if rest and k and w else 1.0 for k, w in zip(lacking, result.city_weight, strict=True)
        ]
        words = self.book.say(REASONS[self.book.settings.missing_pillar])
        return {
            "city_weight": result.city_weight.tolist(),
            "lacking": lacking.tolist(),
            "factor": list(scale),
            "city_indicators": result.indicator_coverage.tolist(),
            "year_share": result.year_coverage.tolist(),
            "order": _display_order(result.rank),
            "reason": [f"{k}{words}" if k else "" for k in lacking.tolist()],
        }

    def _city_weight(self, city: str) -> str:
        n = self.n_pillars - 1
        scores, weights = self.table.part(f"score:{city}", 0, n, "i"), self.table.part("weight", 0, n)
        return f'=SUMIF({scores},">=0",{weights})+SUMIF({scores},"<0",{weights})'

    def _lacking(self, city: str) -> str:
        scores = self.table.part(f"score:{city}", 0, self.n_pillars - 1, "i")
        return f'=COUNTIF({self.pillars.span("counting_indicators")},">0")-COUNT({scores})'

    def _factor(self, city: str) -> str:
        own, lacking = self.cover_cell("city_weight", city), self.cover_cell("lacking", city)
        total = f'SUMIF({self.pillars.span("counting_indicators")},">0",{self.pillars.span("weight")})'
        return f"=IF(({lacking}>0)*({own}>0)*{self.several},{total}/{own},1)"

    def _city_indicators(self, city: str) -> str:
        return f"=COUNT({self.layout.area('flow_scores', HERE).span(f'score:{city}', 'i')})"

    def _year_share(self, city: str) -> str:
        data, scores = self.layout.area("flow_data", HERE), self.layout.area("flow_scores", HERE)
        cities = self.layout.area("flow_cities", HERE).span("code")
        names = self.layout.area("flow_cities", HERE).span("name")
        code = f"INDEX({cities},MATCH({self.coverage.cell(-1, f'value:{city}', 'i')},{names},0))"
        years = f"SUMIF({data.span('city')},{code},{data.span('years')})"
        return f"={years}/({self.book.derived('window_length', HERE)}*COUNTA({scores.span('code')}))"

    def _order(self, city: str) -> str:
        own = self.own("rank", city)
        item, first = self.table.grid.item_position["rank"], self.layout.city_keys("score")[0]
        so_far = f"{self.table.cell(item, first, 'if')}:{own}"
        return f'=IF(ISNUMBER({own}),{own}+COUNTIF({so_far},{own})-1,"")'

    def _reason(self, city: str) -> str:
        lacking = self.cover_cell("lacking", city)
        words = ",".join(f'"{self.book.say(REASONS[rule])}"' for rule in MISSING_PILLAR)
        return f'=IF({lacking}>0,{lacking}&CHOOSE({self.book.derived("missing_number", HERE)},{words}),"")'

    def stored(self) -> Columns:
        """Return the core's values as they were at generation, and how far the formulas are from them now."""
        result = self.result
        area, face = self.layout.area("flow_stored", HERE), self.layout.area("flow_result", HERE)
        values = np.vstack([result.pillar_scores[self.order], result.index, _ranks(result.rank)])
        contents: Columns = {
            "code": Column(list(area.grid.items), "label"),
            "name": Column(self.names(("index", "rank")), "label"),
        }
        for n, city in enumerate(self.book.framework.city_codes):

            def difference(k: int, city: str = city) -> str:
                return _apart(area.cell(k, f"stored:{city}"), self.table.cell(k, f"score:{city}"))

            def apart(k: int, city: str = city) -> str:
                return _apart(face.cell(k, f"score:{city}"), self.table.cell(k, f"score:{city}"))

            kept: list[Value] = [None if v == "" else v for v in blanks(values[:, n])]
            contents[f"stored:{city}"] = Column(kept, "stored")
            contents[f"difference:{city}"] = Column([0] * len(kept), "tiny", difference)
            contents[f"apart:{city}"] = Column([0] * len(kept), "tiny", apart)
        return contents


def _apart(one: str, other: str) -> str:
    """Return the formula of how far two cells are apart; 1 where only one of them is a number.

    LibreOffice finds a text in an add-in's array equal to no other text, until something is joined to it.
    """
    return f'=IF(ISNUMBER({one})*ISNUMBER({other}),ABS({one}-{other}),1-({one}&""={other}&""))'


def _ranks(rank: np.ndarray) -> np.ndarray:
    return np.where(rank > 0, rank.astype(np.float64), np.nan)


def _display_order(rank: np.ndarray) -> list[Value]:
    """Return a place of its own for every city with a rank: ties keep the order of the cities."""
    ranks = rank.tolist()
    return [r + ranks[: n + 1].count(r) - 1 if r else "" for n, r in enumerate(ranks)]
