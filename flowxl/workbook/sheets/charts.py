"""The figures behind the pictures: ranking, contributions, profile of the pillars, gaps, each in the order it is drawn.

A picture draws a fixed range, so what it shows is put in order by formulas: pillars that count come first, by weight;
cities by rank; gaps by size. A place that stays empty is an empty text, never a number.
"""

import numpy as np

from flowxl.core.settings import INDEX_TOLERANCE
from flowxl.voice.text import Text
from flowxl.workbook.book import Book, Column, Columns, Value, blanks
from flowxl.workbook.grid import Area
from flowxl.workbook.layout import order_by_weight
from flowxl.workbook.sheets.chart_cities import city_columns, shown_cities
from flowxl.workbook.sheets.settings_declared import compared_cities

HERE = "charts"
NAN = float("nan")
STATES = (1, 0, -1)
TITLES: dict[str, Text] = {
    "ranking": Text("综合指数，从高到低（指数点）", "Composite index, highest first (index points)"),
    "contributions": Text("二级指标对指数的贡献（指数点）", "Contributions of the pillars to the index (index points)"),
    "profile": Text("二级得分：", "Pillar scores: "),
    "gap": Text("加权差距（指数点）：", "Weighted gap (index points): "),
}
BETWEEN: dict[str, Text] = {"profile": Text("与", " and "), "gap": Text("减", " minus ")}
ENDS: dict[str, Text] = {"gap": Text("（蓝领先，橙落后）", " (blue leads, orange lags)")}
SYNTHETIC = "SYNTHETIC · "


def columns(book: Book) -> dict[str, Columns]:
    """Return the contents of the tables."""
    parts = _Parts(book)
    return {
        "flow_chart": city_columns(book),
        "flow_bars": parts.bars(),
        "flow_profile": parts.profile(),
        "flow_gap_bars": parts.gap_bars(),
        "flow_titles": parts.titles(),
    }


def pictured(book: Book) -> int:
    """Return how many pillars the pictures show: those that count when the book is made, in an empty book all."""
    return int(book.result.pillar_counting.sum()) or len(book.framework.pillars)


def _when(test: str, then: str) -> str:
    return f'=IF(ISNUMBER({test}),{then},"")'


class _Parts:
    def __init__(self, book: Book) -> None:
        self.book, self.layout, self.result = book, book.layout, book.result
        names = ("flow_chart", "flow_bars", "flow_profile", "flow_gap_bars", "flow_gap", "flow_pillars", "flow_weights")
        self.chart, self.own_bars, self.own, self.own_gaps, self.gap, self.pillars, self.weights = (
            self.layout.area(name, HERE) for name in names
        )
        ordered = order_by_weight(book.framework)
        self.n = len(ordered)
        self.places = [place for place, p in enumerate(ordered) if self.result.pillar_counting[p]]
        self.shown = [ordered[place] for place in self.places]

    def _padded(self, values: np.ndarray) -> list[float]:
        """Return the values of the pillars that are shown, then nothing."""
        return [*(float(values[p]) for p in self.shown), *[NAN] * (self.n - len(self.shown))]

    def bars(self) -> Columns:
        area, chart = self.own_bars, self.chart
        items, cities = area.grid.items, shown_cities(self.book)
        ranked = sum(item.isdigit() for item in items)
        # Focus and benchmark stand again below the top ten only if they are not among them.
        drawn = [p if k < ranked or p not in cities[:k] else None for k, p in enumerate(cities)]
        index = [NAN if p is None else float(self.result.index[p]) for p in drawn]

        def number(k: int) -> str:
            return chart.cell(k, "number", "f")

        def name(k: int) -> str:
            again = f"COUNTIF({chart.cell(0, 'number', 'if')}:{number(k)},{number(k)})"
            return f'=IF({again}=1,{chart.cell(k, "city_name", "f")},"")'

        def value(test: str, k: int) -> str:
            return (
                f'=IF(({area.cell(k, "city_name", "f")}<>"")*{test.format(number(k))},{chart.cell(k, "index", "f")},"")'
            )

        tests, holds = self._role_tests(drawn)
        contents: Columns = {
            "position": Column(self._positions(len(items)), "integer", lambda k: self._position(area, k)),
            "city_name": Column(
                ["" if p is None else self.book.framework.cities[p].name.of(self.book.language) for p in drawn],
                "text",
                name,
            ),
        }
        for role, test in tests.items():
            kept = [v if keep else NAN for v, keep in zip(index, holds[role], strict=True)]
            contents[role] = Column(blanks(kept), "score", lambda k, test=test: value(test, k))  # type: ignore[misc]
        contents["room"] = self._room(area, "other", "benchmark", index)
        return contents | self._stacks(drawn)

    def _role_tests(self, drawn: list[int | None]) -> tuple[dict[str, str], dict[str, list[bool]]]:
        """Return for each series the test that a city belongs to it, and which of the drawn cities do."""
        pair = compared_cities(self.book)
        numbers = [self.book.derived(f"{role}_number", HERE) for role in ("focus", "benchmark")]
        tests = {
            "other": "({0}<>" + numbers[0] + ")*({0}<>" + numbers[1] + ")",
            "focus": "({0}=" + numbers[0] + ")",
            "benchmark": "({0}=" + numbers[1] + ")*({0}<>" + numbers[0] + ")",
        }
        holds = {
            "other": [p not in pair for p in drawn],
            "focus": [p == pair[0] for p in drawn],
            "benchmark": [p == pair[1] != pair[0] for p in drawn],
        }
        return tests, holds

    @staticmethod
    def _room(area: Area, first: str, last: str, values: list[float]) -> Column:
        """Return an invisible bar a third longer than the visible one, so that its label has room."""
        third = f"{{0}}/({'+'.join('111')})"

        def formula(k: int) -> str:
            own = f"SUM({area.line(k, first, last)})"
            return f'=IF(COUNT({area.line(k, first, last)})>0,{own}+{third.format(own)},"")'

        return Column(blanks([v + v / 3 for v in values]), "score", formula)

    def _stacks(self, drawn: list[int | None]) -> Columns:
        """Return one field per pillar that is shown, by weight: its contribution to each city's index."""
        area, chart, own = self.own_bars, self.chart, self.own
        first, last = (f"pillar:{self.book.framework.pillar_codes[k]}" for k in (0, -1))
        contents: Columns = {}
        for k in range(self.n):

            def part(city: int, k: int = k) -> str:
                number = own.cell(k, "number", "if")
                shown = f'ISNUMBER({number})*({area.cell(city, "city_name", "f")}<>"")'
                return f'=IF({shown},INDEX({chart.line(city, first, last)},1,{number}),"")'

            there = k < len(self.shown)
            values = [NAN if p is None or not there else self.result.contributions[self.shown[k], p] for p in drawn]
            contents[f"part:{k + 1}"] = Column(blanks(values), "score", part)
        return contents

    @staticmethod
    def _positions(size: int) -> list[Value]:
        return list(range(1, size + 1))

    @staticmethod
    def _position(area: Area, k: int) -> str:
        return f"=ROWS({area.cell(0, 'position', 'if')}:{area.cell(k, 'position', 'f')})"

    def profile(self) -> Columns:
        area, gap, n = self.own, self.gap, self.n
        ordered = order_by_weight(self.book.framework)
        flags = self.result.pillar_counting[ordered].astype(int)
        numbers = self._padded(np.arange(1, n + 1))
        compared = self._compared()

        def at(k: int, field: str) -> str:
            return area.cell(k, field, "f")

        def counts(k: int) -> str:
            found = self.pillars.find(gap.cell(k, "code", "f"))
            return f"=({self.pillars.at('counting_indicators', 'counting_indicators', found, '1')}>0)*1"

        def from_gap(field: str) -> Column:
            values = blanks(self._padded(compared[field]))
            return Column(values, "score", lambda k: _when(at(k, "row"), f"INDEX({gap.span(field)},{at(k, 'row')})"))

        number = f"MATCH(INDEX({gap.span('code')},{{0}}),{self.weights.span('code')},0)"
        return {
            "position": Column(self._positions(n), "integer", lambda k: self._position(area, k)),
            "counting": Column(flags.tolist(), "integer", counts),
            "count": Column(
                np.cumsum(flags).tolist(),
                "integer",
                lambda k: f"=SUM({area.cell(0, 'counting', 'if')}:{at(k, 'counting')})",
            ),
            "row": Column(
                [*(place + 1 for place in self.places), *[""] * (n - len(self.places))],
                "integer",
                lambda k: f'=IFERROR(MATCH({at(k, "position")},{area.span("count")},0),"")',
            ),
            "number": Column(blanks(numbers), "integer", lambda k: _when(at(k, "row"), number.format(at(k, "row")))),
            "name": self._names(),
            **{field: from_gap(field) for field in ("focus", "benchmark", "gap", "weighted_gap")},
            "order": Column(self._order(), "integer", self._order_formula),
        }

    def _names(self) -> Column:
        first, last = (f"pillar:{self.book.framework.pillar_codes[k]}" for k in (0, -1))
        header = self.chart.line(-1, first, last, "if")
        names = [self.book.framework.pillars[p].short.of(self.book.language) for p in self.shown]

        def name(k: int) -> str:
            number = self.own.cell(k, "number", "f")
            return _when(number, f"INDEX({header},1,{number})")

        return Column([*names, *[""] * (self.n - len(names))], "text", name)

    def _compared(self) -> dict[str, np.ndarray]:
        codes = [self.book.framework.city_codes[n] for n in compared_cities(self.book)]
        gap = self.result.gap(*codes)
        return {
            "focus": gap.focus_scores,
            "benchmark": gap.benchmark_scores,
            "gap": gap.gap,
            "weighted_gap": gap.weighted_gap,
            "state": gap.state,
        }

    def _order(self) -> list[Value]:
        """Return the place of each gap, largest first; gaps closer than the tolerance keep the order of the weights."""
        gaps = np.array(self._padded(self._compared()["weighted_gap"]))
        places: list[Value] = []
        for k, own in enumerate(gaps):
            tied = (gaps[: k + 1] <= own + INDEX_TOLERANCE) & (gaps[: k + 1] >= own - INDEX_TOLERANCE)
            places.append("" if np.isnan(own) else int((gaps > own + INDEX_TOLERANCE).sum() + tied.sum()))
        return places

    def _order_formula(self, k: int) -> str:
        area, tolerance = self.own, self.book.setting("index_tolerance", HERE)
        every, own = area.span("weighted_gap"), area.cell(k, "weighted_gap", "f")
        so_far = f"{area.cell(0, 'weighted_gap', 'if')}:{own}"
        # A text is greater than any number, so the pillars without a gap are taken off again.
        greater = f"SUMPRODUCT(--({every}>{own}+{tolerance}))-ROWS({every})+COUNT({every})"
        tied = f"SUMPRODUCT(--({so_far}<={own}+{tolerance}),--({so_far}>={own}-{tolerance}))"
        return _when(own, f"{greater}+{tied}")

    def gap_bars(self) -> Columns:
        area, own, n = self.own_gaps, self.own, self.n
        order, compared = self._order(), self._compared()
        by_place = {place: self.shown[k] for k, place in enumerate(order) if place != ""}
        drawn = [by_place.get(k) for k in range(1, n + 1)]
        at = {place: k + 1 for k, place in enumerate(order) if place != ""}

        def row(k: int) -> str:
            return area.cell(k, "row", "f")

        def state(k: int, sign: int) -> str:
            gap = f"INDEX({own.span('gap')},{row(k)})"
            band = self.book.setting("gap_band", HERE)
            tests = {1: f"{gap}>{band}", 0: f"ABS({gap})<={band}", -1: f"{gap}<-{band}"}
            # IFERROR stands for the place that stays empty.
            return f'=IFERROR(IF({tests[sign]},INDEX({own.span("weighted_gap")},{row(k)}),""),"")'

        pillars = self.book.framework.pillars
        contents: Columns = {
            "position": Column(self._positions(n), "integer", lambda k: self._position(area, k)),
            "row": Column(
                [at.get(k, "") for k in range(1, n + 1)],
                "integer",
                lambda k: f'=IFERROR(MATCH({area.cell(k, "position", "f")},{own.span("order")},0),"")',
            ),
            "name": Column(
                ["" if p is None else pillars[p].short.of(self.book.language) for p in drawn],
                "text",
                lambda k: _when(row(k), f"INDEX({own.span('name')},{row(k)})"),
            ),
        }
        for sign in STATES:
            values = [
                NAN if p is None or compared["state"][p] != sign else float(compared["weighted_gap"][p]) for p in drawn
            ]
            contents[f"state:{sign}"] = Column(blanks(values), "score", lambda k, sign=sign: state(k, sign))  # type: ignore[misc]
        gaps = [NAN if p is None else float(compared["weighted_gap"][p]) for p in drawn]
        contents["room"] = self._room(area, "state:1", "state:-1", gaps)
        return contents

    def titles(self) -> Columns:
        items = self.layout.areas["flow_titles"].grid.items
        start = SYNTHETIC if self.book.synthetic else ""
        names = [self.book.framework.cities[n].name.of(self.book.language) for n in compared_cities(self.book)]
        cells = [self.book.setting(role, HERE) for role in ("focus", "benchmark")]
        values: list[Value] = []
        formulas: list[str] = []
        for item in items:
            text = start + self.book.say(TITLES[item])
            between = self.book.say(BETWEEN[item]) if item in BETWEEN else ""
            values.append(text + between.join(names) if between else text)
            end = ENDS.get(item, Text("", "")).of(self.book.language)
            values[-1] = f"{values[-1]}{end}"
            tail = f'&"{end}"' if end else ""
            formulas.append(f'="{text}"&{cells[0]}&"{between}"&{cells[1]}{tail}' if between else f'="{text}"')
        return {"code": Column(list(items), "label"), "name": Column(values, "text", formulas.__getitem__)}
