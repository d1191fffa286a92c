"""The sheet 权重比较: what other weights would change. Weights are the core's; index and ranks follow figures."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from flowxl.voice.text import Text
from flowxl.workbook.book import Book, Column, Columns, Line, Value, blanks
from flowxl.workbook.declare import Highlight, Lines, SheetSpec, View
from flowxl.workbook.layout import Sheet
from flowxl.workbook.methods_compared import INDICATOR, PRESENT, Compared, Comparison, compare_methods
from flowxl.workbook.sheets.compare_grids import INDEX, METHODS, NOTES, RANKS, WEIGHTS, WHY, grids
from flowxl.workbook.texts_methods import UNCHANGED, method_name, reliability_words, told

HERE = "compare"
MOST_REASONS, TINY = 3, 0.005
"""So many pillars are named, and none that moves an index by less."""
MOST_CHANGES = 8
"""So many cities that change rank are named."""


def _columns(book: Book) -> dict[str, Columns]:
    own = _Sheet(book)
    return {
        METHODS: own.methods(),
        RANKS: own.ranks(),
        INDEX: own.index(),
        WEIGHTS: own.weights(),
        NOTES: own.notes(),
    } | ({WHY: own.why()} if WHY in book.layout.areas else {})


class _Sheet:
    def __init__(self, book: Book) -> None:
        self.book, self.language = book, book.language
        names = (METHODS, RANKS, INDEX, WEIGHTS, "flow_pillars", "flow_weights")
        self.listed, self.rank_area, self.index_area, self.weight_area, self.pillars, self.present = (
            book.layout.area(name, HERE) for name in names
        )
        self.comparison: Comparison = compare_methods(book.result, book.weighting)
        self.found = self.comparison.methods
        # Cities in rows: pillar scores then run across, and the core's values alone are shown.
        self.live = not self.pillars.grid.transposed

    def methods(self) -> Columns:
        """One row per method: rank correlation with the weights of the book, who changes rank, what to know."""
        yes = self.found[0].code

        def changes(k: int) -> str:
            own, base = (self.rank_area.span(f"rank:{code}") for code in (self.found[k].code, yes))
            return f'=SUMPRODUCT(({own}<>"")*({base}<>"")*({own}<>{base}))'

        return {
            "code": Column([found.code for found in self.found], "label"),
            "name": Column([method_name(found.code, self.language) for found in self.found]),
            "spearman_present": Column(blanks([found.spearman for found in self.found]), "stored"),
            "kendall_present": Column(blanks([found.kendall for found in self.found]), "stored"),
            "rank_changes": Column([int(found.changed.sum()) for found in self.found], "integer", changes),
            "changes": Column([self._changes(found) for found in self.found], "grey"),
        }

    def notes(self) -> Columns:
        """One row per method: what to know about it."""
        return {
            "code": Column([found.code for found in self.found], "label"),
            "name": Column([method_name(found.code, self.language) for found in self.found]),
            "method_notes": Column([self._told(found) for found in self.found], "grey"),
        }

    def _items(self, found: Compared) -> list[str]:
        framework = self.book.framework
        listed = framework.indicators if found.code.endswith(INDICATOR) else framework.pillars
        return [item.name.of(self.language) for item in listed]

    def _changes(self, found: Compared) -> str:
        if found.weights is None:
            return "—"
        cities, base = self.book.framework.cities, self.book.result.rank
        moved = np.flatnonzero(found.changed).tolist()
        said = [f"{cities[n].name.of(self.language)} {base[n]}→{found.rank[n]}" for n in moved[:MOST_CHANGES]]
        more = [f"… {len(moved)}"] if len(moved) > MOST_CHANGES else []
        unchanged = UNCHANGED.of(self.language)
        return Text("、", ", ").of(self.language).join([*said, *more]) or unchanged

    def _told(self, found: Compared) -> str:
        return told(found, self._items(found), self.language, self.book.framework.unit)

    def _cities(self) -> Columns:
        cities = self.book.framework.cities
        names = [city.name.of(self.language) for city in cities]
        return {"code": Column([city.code for city in cities], "label"), "name": Column(names)}

    def ranks(self) -> Columns:
        """One row per city: its rank by each method."""
        contents = self._cities()
        tolerance = self.book.setting("index_tolerance", HERE)
        for found in self.found:
            field = f"index:{found.code}"

            def rank(k: int, field: str = field) -> str:
                every = self.index_area.span(field)
                own = f"INDEX({every},{self.index_area.find(self.rank_area.cell(k, 'code', 'f'))})"
                # A text is greater than any number.
                return f'=IF(ISNUMBER({own}),1+SUMPRODUCT(({every}<>"")*({every}>{own}+{tolerance})),"")'

            values: list[Value] = [int(rank_) or "" for rank_ in found.rank]
            contents[f"rank:{found.code}"] = Column(values, "rank", rank)
        return contents

    def index(self) -> Columns:
        """One row per city: the index that each method gives, in the total of the weights of the book."""
        contents = self._cities()
        for found in self.found:
            formula = self._index(found.code) if self.live and self._is_live(found) else None
            contents[f"index:{found.code}"] = Column(blanks(found.index), "score", formula)
        return contents

    @staticmethod
    def _is_live(found: Compared) -> bool:
        """Whether the index follows from pillar scores: other weights of indicators give other pillar scores."""
        return found.weights is not None and not found.code.endswith(INDICATOR)

    def _index(self, method: str) -> Callable[[int], str]:
        weights = self.weight_area.span(f"weight:{method}")
        counting = f"({self.pillars.span('counting_indicators')}>0)"
        several = f"{self.book.derived('missing_number', HERE)}-1"
        cities = self.book.framework.city_codes

        def formula(k: int) -> str:
            score = self.pillars.span(f"score:{cities[k]}")
            held = f'SUMPRODUCT({weights},({score}<>"")*1)'
            of = f"SUMPRODUCT({weights},{counting}*1)"
            lacking = f'SUMPRODUCT({counting}*({score}=""))'
            usable = f"({held}>0)*((({lacking}=0)+{several})>0)"
            return f'=IF({usable},SUMPRODUCT({weights},{score})*IF({lacking}=0,1,{of}/{held}),"")'

        return formula

    def why(self) -> Columns:
        """One row per method and city: how far the index moves, and which pillars do it."""
        base = self.book.result
        rows: list[tuple[Value, ...]] = []
        for found in self.found[1:]:
            name = method_name(found.code, self.language)
            for n, city in enumerate(self.book.framework.cities):
                change = float(found.index[n] - base.index[n])
                said = "" if found.weights is None or math.isnan(change) else self._because(found, n)
                label = f"{name}：{city.name.of(self.language)}" if self.language == "zh" else f"{name}: {city.name.en}"
                rows.append((f"{found.code}.{city.code}", label, "" if math.isnan(change) else change, said))
        fields = {"code": "label", "name": "text", "index_change": "score", "because": "grey"}
        return {field: Column([row[n] for row in rows], style) for n, (field, style) in enumerate(fields.items())}

    def _because(self, found: Compared, city: int) -> str:
        """Name the pillars whose contribution changes most; other weights of indicators change the scores instead."""
        if found.weights is None or found.code.endswith(INDICATOR):
            return ""
        scores = np.nan_to_num(self.book.result.pillar_scores[:, city])
        moves = (found.weights - self.book.result.weights) * scores
        most = [p for p in np.argsort(-np.abs(moves), kind="stable")[:MOST_REASONS] if abs(moves[p]) > TINY]
        pillars = self.book.framework.pillars
        said = [f"{pillars[p].short.of(self.language)} {moves[p]:+.2f}".replace("-", "−") for p in most]
        return Text("、", ", ").of(self.language).join(said)

    def weights(self) -> Columns:
        """One row per pillar: its weight by each method; those that count sum to what they sum to now."""
        pillars = self.book.framework.pillars
        contents: Columns = {
            "code": Column([p.code for p in pillars], "label"),
            "name": Column([p.name.of(self.language) for p in pillars]),
        }

        def present(k: int) -> str:
            code = self.weight_area.cell(k, "code", "f")
            return f"=INDEX({self.present.span('weight')},{self.present.find(code)})"

        nothing = np.full(len(pillars), math.nan)
        for found in self.found:
            values = blanks(nothing if found.weights is None else found.weights)
            formula = present if found.code == PRESENT else None
            contents[f"weight:{found.code}"] = Column(values, "score", formula)
        return contents


def _lines(book: Book, _: Sheet, help_line: Line) -> Lines:
    data = compare_methods(book.result, book.weighting).data
    return [[Line(reliability_words(data, book.language, book.framework.unit), style="status")], [help_line]]


def _highlights(book: Book, _: Sheet) -> Iterator[Highlight]:
    """Mark ranks that differ from those by the weights of the book."""
    area = book.layout.areas[RANKS]
    first, last = area.grid.fields[2].key, area.grid.fields[-1].key
    own, base = area.cell(0, first), area.cell(0, first, "f")
    yield Highlight(area.cells(first, last), f"{own}<>{base}", "attention")


SHEET = SheetSpec(
    HERE,
    Text("权重比较", "Weights compared"),
    "result",
    help=Text(
        "其他方法的权重由核心在生成时计算，并按计入二级指标的现行权重合计缩放；指数与名次随数据更新。",
        "Weights as generated, scaled to the present total of the pillars that count; index and ranks are live.",
    ),
    grids=grids,
    columns=_columns,
    lines=_lines,
    highlights=_highlights,
    # Several tables below each other: the title stays, and what a row is about.
    view=View(frozen=2),
)
