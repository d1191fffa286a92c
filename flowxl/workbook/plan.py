"""Which sheets the workbook has and which grids stand on them, from top to bottom; :mod:`layout` gives them a place."""

from flowxl.core.framework import Framework, Pillar
from flowxl.voice.text import Language
from flowxl.workbook import texts
from flowxl.workbook.grid import Grid
from flowxl.workbook.plan_pictures import PicturePlan
from flowxl.workbook.plan_weighting import weighting_sheets
from flowxl.workbook.titles import INPUT
from flowxl.workbook.weighting import Weighting

REMARK_ROWS, SPARE_REMARKS = 200, 100
"""Rows for remarks, and how many of them are free at least."""
LOG_ROWS, SPARE_LOG = 200, 100
"""The same for the log of imports."""
CHECK_ITEMS = (
    "faults",
    "rows",
    "remarks",
    "counting",
    "pillars",
    "lacking",
    "thin",
    "uneven",
    "constant",
    "steps",
    "bound",
    "zero_sum",
    "weights",
    "settings",
    "weighting",
    "stored",
    "engine",
    "answered",
)
CLOSING_ITEMS = ("index", "rank", "display", "engine")
"""Rows below the pillars in Table 2; the last says who computed, and belongs to the same call as the numbers."""
YEAR_ITEMS = ("window", "bit")
SETTING_ITEMS = tuple(texts.SETTINGS)
DERIVED_ITEMS = tuple(texts.DERIVED)
META_ITEMS = ("code", "name_zh", "name_en", "source_zh", "source_en", "window", "data_date", "version", "synthetic")


def input_grid_name(pillar: str) -> str:
    """Return the defined name of a pillar's input table."""
    return f"flow_in_{pillar}"


def order_by_weight(framework: Framework) -> list[int]:
    """Return positions of the pillars from the heaviest to the lightest, as the paper's Table 2 prints them."""
    return sorted(range(len(framework.pillars)), key=lambda position: -framework.pillars[position].weight)


class Plan(PicturePlan):
    """What stands where; one method per sheet.

    ``remarks`` and ``log`` are the numbers of remarks and of rows of the log that the book begins with.
    """

    def __init__(  # noqa: PLR0913 - what sizes and titles depend on
        self,
        framework: Framework,
        years: tuple[int, ...],
        language: Language,
        remarks: int = 0,
        log: int = 0,
        weighting: Weighting | None = None,
    ) -> None:
        super().__init__(framework, years, language)
        self.weighting = weighting or Weighting()
        self.remark_rows = max(REMARK_ROWS, remarks + SPARE_REMARKS)
        self.log_rows = max(LOG_ROWS, log + SPARE_LOG)

    def sheets(self) -> list[tuple[str, list[tuple[Grid, int]]]]:
        """Return the sheets in order, each with its grids and their first columns."""
        inputs = [(INPUT + p.code, [(self.input_grid(p), 0)]) for p in self.framework.pillars]
        return [
            ("about", []),
            ("framework", self._framework()),
            ("cities", self._cities()),
            *inputs,
            ("remarks", self._remarks()),
            ("data", self._data()),
            ("weights", self._weights()),
            *weighting_sheets(self, self.weighting),
            ("settings", self._settings()),
            ("scores", self._scores()),
            ("pillars", self._pillars()),
            ("result", self._result()),
            ("gap", self._gap()),
            ("charts", self.charts()),
            ("checks", self._checks()),
            ("log", self._log()),
        ]

    def _framework(self) -> list[tuple[Grid, int]]:
        fields = self.fields(
            code=8,
            dimension_name=22,
            pillar_name=27,
            indicator_name=36,
            measure=13,
            direction=7,
            entry=9,
            publisher=36,
            coverage=9,
            counting=7,
            pillar=9,
            region_rank=9,
            same_as=9,
            baidu_keyword=16,
            name_zh=30,
            name_en=40,
            measure_zh=11,
            measure_en=16,
            publisher_zh=24,
            publisher_en=30,
        )
        return [(Grid("flow_framework", self.framework.indicator_codes, tuple(fields)), 0)]

    def _cities(self) -> list[tuple[Grid, int]]:
        cities = self.fields(code=12, name=14, name_zh=14, name_en=20, region=14)
        members = self.fields(key=12, region=14, rank=8, place=14, name_zh=14, name_en=20, region_zh=20, region_en=26)
        rows = [f"{r.code}.{k}" for r in self.framework.regions for k in range(1, len(r.members) + 1)]
        grids = [(Grid("flow_cities", self.framework.city_codes, tuple(cities)), 0)]
        return [*grids, (Grid("flow_regions", tuple(rows), tuple(members)), 0)] if rows else grids

    def input_grid(self, pillar: Pillar) -> Grid:
        """Return the table of an input sheet."""
        zh = self.language == "zh"
        left = self.fields(
            key=11,
            indicator_name=30 if zh else 38,
            city_name=10,
            measure=13 if zh else 17,
            row=7,
            mean=14.5,
            score=9,
            coverage=9,
            faults=8,
            mismatch=8,
            source=24,
            note=16,
        )
        items = [
            f"{i.code}.{p.code}" for i in self.framework.indicators_of(pillar.code) for p in self.framework.places_of(i)
        ]
        return Grid(input_grid_name(pillar.code), tuple(items), (*left, *self.per_year(14.5)))

    def _remarks(self) -> list[tuple[Grid, int]]:
        fields = self.fields(key=14, year=8, status=12, source=44, note=34)
        return [(Grid("flow_remarks", (), tuple(fields), spare=self.remark_rows), 0)]

    def _log(self) -> list[tuple[Grid, int]]:
        fields = self.fields(date=12, action=10, file=36, sheet=18, cells=24, note=44)
        return [(Grid("flow_log", (), tuple(fields), spare=self.log_rows), 0)]

    def _data(self) -> list[tuple[Grid, int]]:
        labels = self.fields(
            key=13,
            indicator=9,
            indicator_name=30,
            pillar=7,
            direction=7,
            entry=9,
            city=8,
            city_name=10,
            source_key=15,
            place_name=10,
            indicator_other=30,
            city_other=12,
            row=8,
        )
        steps = self.fields(count=9, checksum=13, years=9, mean=13, value=13, signature=11)
        items = [f"{i.code}.{c}" for i in self.framework.indicators for c in self.framework.city_codes]
        grid = Grid("flow_data", tuple(items), (*labels, *self.per_year(), *steps))
        years = Grid("flow_years", (*YEAR_ITEMS, *self.framework.pillar_codes), (self.field("label"), *self.per_year()))
        left = grid.field_position[f"year:{self.years[0]}"] - 1
        grids = [(grid, 0)]
        growing = [i.code for i in self.framework.indicators if i.entry == "increment"]
        if growing:
            rows = [f"{code}.{city}" for code in growing for city in self.framework.city_codes]
            fields = (
                self.field("key"),
                self.field("row"),
                *self.per_year()[1:],
                *self.fields(years=9, mean=13, signature=11),
            )
            grids.append((Grid("flow_increments", tuple(rows), fields), 0))
        looks = self.fields(
            remark=9, key=18, status=12, said=30, row=8, column=8, fits=8, known=8, against=8, twice=8, faults=8
        )
        numbers = tuple(str(number + 1) for number in range(self.remark_rows))
        return [*grids, (years, left), (Grid("flow_check_remarks", numbers, tuple(looks)), 0)]

    def _weights(self) -> list[tuple[Grid, int]]:
        fields = self.fields(
            code=8,
            name=44,
            dimension_name=28,
            weight=10,
            share=10,
            origin=66,
            stored_weight=12,
            stored_origin=26,
            name_zh=34,
            name_en=34,
            short_zh=16,
            short_en=20,
            dimension=12,
            dimension_zh=22,
            dimension_en=28,
            dimension_short_zh=14,
            dimension_short_en=20,
        )
        return [(Grid("flow_weights", self.framework.pillar_codes, tuple(fields)), 0)]

    def _settings(self) -> list[tuple[Grid, int]]:
        fields = tuple(self.fields(code=20, label=24, setting=24, stored=22, help=30))
        option = tuple(self.fields(code=20, option=24))
        return [
            (Grid("flow_settings", SETTING_ITEMS, fields), 0),
            (Grid("flow_derived", DERIVED_ITEMS, tuple(self.fields(code=20, label=24, setting=24))), 0),
            (Grid("flow_methods", tuple(texts.METHOD_WORDS), option), 0),
            (Grid("flow_missing", tuple(texts.MISSING_WORDS), option), 0),
            (Grid("flow_meta", META_ITEMS, tuple(self.fields(code=20, setting=24))), 0),
        ]

    def _scores(self) -> list[tuple[Grid, int]]:
        labels = self.fields(code=8, name=30, pillar=7, measure=10, direction=7)
        stats = self.fields(
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
        shown = self.per_city("shown", 9, plain=True)
        means, scores = self.per_city("mean", 13), self.per_city("score", 9, title="native_score")
        fields = (*labels, *shown, *stats, *means, *scores)
        return [(Grid("flow_scores", self.framework.indicator_codes, fields, transposed=self.many), 0)]

    def _pillars(self) -> list[tuple[Grid, int]]:
        labels = self.fields(code=8, name=34, dimension=11, weight=8, indicators=9, counting_indicators=9)
        scores = (
            *self.per_city("shown", 9, plain=True),
            *self.per_city("score", 9, title="native_score"),
        )
        fields = (*labels, *scores, *self.per_city("present_indicators", 9))
        dims = (*self.fields(code=8, name=34, counting_pillars=10), *scores, *self.per_city("present", 9))
        table = (*self.fields(code=8, name=34, weight=8), *self.per_city("score", 9, plain=True))
        return [
            (Grid("flow_pillars", self.framework.pillar_codes, fields, transposed=self.many), 0),
            (Grid("flow_dimensions", tuple(d.code for d in self.framework.dimensions), dims, transposed=self.many), 0),
            (Grid("flow_native", (*self._ordered(), *CLOSING_ITEMS), table, transposed=self.many), 0),
        ]

    def _ordered(self) -> tuple[str, ...]:
        return tuple(self.framework.pillar_codes[position] for position in order_by_weight(self.framework))

    def _result(self) -> list[tuple[Grid, int]]:
        ordered = self._ordered()
        dims = tuple(d.code for d in self.framework.dimensions)
        labels = self.fields(code=7, weight=7, name=44)
        code, weight, name = labels
        width = 9.0 if self.many or self.language == "zh" else 10.0
        main = (*labels, *self.per_city("score", width, plain=True))
        contributions = (
            code,
            self.field("dimension", 8 if self.language == "zh" else 10),
            name,
            *self.per_city("contribution", width, plain=True),
        )
        kept = (*self.per_city("stored", width), *self.per_city("difference", width), *self.per_city("apart", width))
        stored = (code, name, *kept)
        city = self.per_city("value", width, plain=True)
        cover = ("city_weight", "lacking", "factor", "city_indicators", "year_share", "order", "reason")
        turn = self.many
        return [
            (Grid("flow_result", (*ordered, *CLOSING_ITEMS), main, transposed=turn), 0),
            (Grid("flow_subtotals", dims, (*labels, *city), transposed=turn), 0),
            (Grid("flow_contributions", (*ordered, "index"), contributions, transposed=turn), 0),
            (Grid("flow_cover", cover, (*labels, *city), transposed=turn), 0),
            (Grid("flow_stored", (*ordered, "index", "rank"), stored, transposed=turn), 0 if turn else 1),
        ]

    def _gap(self) -> list[tuple[Grid, int]]:
        fields = self.fields(code=7, name=44, weight=7, focus=10, benchmark=10, gap=10, weighted_gap=10, state=9)
        return [(Grid("flow_gap", (*self._ordered(), "index"), tuple(fields)), 0)]

    def _checks(self) -> list[tuple[Grid, int]]:
        checks = self.fields(code=12, check=40, found=16, limit=12, level=9, verdict=10, advice=12)
        indicators = self.fields(
            code=12,
            name=40,
            constant=16,
            uneven=12,
            steps=9,
            largest=10,
            bound=12,
            fingerprint=17,
            fingerprint_count=12,
            stored_fingerprint=17,
            stored_count=12,
            changed=10,
        )
        pillars = (
            *self.fields(code=12, name=40, complete=16, sum=12, faults=9, missing_rows=10),
            *self.per_city("coverage", 10),
        )
        return [
            (Grid("flow_checks", CHECK_ITEMS, tuple(checks)), 0),
            (Grid("flow_check_pillars", self.framework.pillar_codes, pillars), 0),
            (Grid("flow_check_indicators", self.framework.indicator_codes, tuple(indicators)), 0),
        ]
