"""The sheet 德尔菲: rounds, weights by ratings, the picture's figures; native formulas beside the core's values."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from flowxl.core.delphi.statistics import RoundStatistics
from flowxl.core.delphi.study import item_positions
from flowxl.core.delphi.weights import item_centres, to_integers
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Column, Columns, Value, blanks
from flowxl.workbook.sheets.charts import SYNTHETIC
from flowxl.workbook.sheets.delphi_base import DelphiSheet, Formula
from flowxl.workbook.sheets.delphi_grids import (
    AUTHORITY,
    BOXES,
    ITEMS,
    PICTURE_TITLES,
    PICTURES,
    RANKS,
    RATINGS,
    ROUNDS,
    STUDY,
    box_items,
)
from flowxl.workbook.sheets.delphi_ratings import RatingTables
from flowxl.workbook.sheets.delphi_settings import TINY, settings_columns
from flowxl.workbook.texts_weighting import DELPHI_TITLES, RETURNED_WORDS


def columns(book: Book) -> dict[str, Columns]:
    """Return the contents of the tables."""
    study = book.weighting.study
    if study is None:
        return {}
    own, rated = _Tables(book, study), RatingTables(book, study)
    return {
        ROUNDS: own.rounds(),
        ITEMS: own.items(),
        RATINGS: rated.ratings(),
        STUDY: settings_columns(study, book.language),
        RANKS: rated.ranks(),
        AUTHORITY: rated.authority(),
        BOXES: own.boxes(),
        PICTURE_TITLES: _titles(book),
    }


MARKS = 100
"""So many marks of a median would fill the scale."""


def _titles(book: Book) -> Columns:
    start = SYNTHETIC if book.synthetic else ""
    titles: list[Value] = [start + book.say(DELPHI_TITLES[name]) for name in PICTURES]
    return {"code": Column(list(PICTURES), "label"), "name": Column(titles)}


class _Tables(DelphiSheet):
    def rounds(self) -> Columns:
        """One row per round: who answered, authority, concordance, consensus, stability."""
        area, numbers = self.round_area, [found.number for found in self.study.rounds]
        stats = self.statistics

        def own(k: int, field: str) -> str:
            return area.cell(k, field, "f")

        def listed(values: Sequence[float]) -> list[Value]:
            return blanks(np.array(values, dtype=np.float64))

        def mean_of(field: str) -> Formula:
            return (
                lambda k: f'=IFERROR(AVERAGEIFS({self.who.span(field)},{self.who.span("round")},{own(k, "round")}),"")'
            )

        yes, rated = texts.YES_NO[1].of(self.language), self.rating_area.span
        return {
            "round": Column(list(numbers), "integer"),
            "sent": Column([found.sent for found in self.study.rounds]),
            "asked": Column(
                [len(found.asked) for found in self.study.rounds],
                "integer",
                lambda k: f"=COUNTIF({self.who.span('round')},{own(k, 'round')})",
            ),
            "returned": Column([len(f.answers) for f in self.study.rounds], "integer", self._returned),
            "response": Column(
                listed([s.authority.response for s in stats]),
                "percent",
                lambda k: f'=IF({own(k, "asked")}>0,{own(k, "returned")}/{own(k, "asked")},"")',
            ),
            "ca": Column(listed([s.authority.mean_basis for s in stats]), "score", mean_of("ca")),
            "cs": Column(listed([s.authority.mean_familiarity for s in stats]), "score", mean_of("cs")),
            "cr": Column(listed([s.authority.mean_authority for s in stats]), "score", mean_of("cr")),
            "experts_used": Column(
                [s.concordance.experts for s in stats],
                "integer",
                lambda k: f"=COUNT({self.line(self.rank_area, self.first_row(k + 1), 'rank', 'if')})",
            ),
            "w": Column(listed([s.concordance.w for s in stats]), "score", self._w),
            "chi2": Column(
                listed([s.concordance.chi2 for s in stats]),
                "score",
                lambda k: f'=IF(ISNUMBER({own(k, "w")}),{own(k, "experts_used")}*{own(k, "df")}*{own(k, "w")},"")',
            ),
            "df": Column(
                [self.size - 1] * len(numbers),
                "integer",
                lambda k: f"=COUNTA({self.of_round(self.rank_area, 'key', k + 1)})-1",
            ),
            "p": Column(
                listed([s.concordance.p for s in stats]),
                "p_value",
                lambda k: f'=IF(ISNUMBER({own(k, "w")}),CHIDIST({own(k, "chi2")},{own(k, "df")}),"")',
            ),
            "agreed_items": Column(
                [int(np.count_nonzero(s.verdict.consensus)) for s in stats],
                "integer",
                lambda k: f'=COUNTIFS({rated("key")},{own(k, "round")}&".*",{rated("agreed")},"{yes}")',
            ),
            "mean_cv": Column(
                listed([_mean(s.items.cv) for s in stats]),
                "score",
                lambda k: f'=IFERROR(AVERAGEIFS({rated("cv")},{rated("key")},{own(k, "round")}&".*"),"")',
            ),
            "changed_share": Column(
                listed([s.stability.changed_share if s.stability else math.nan for s in stats]),
                "percent",
                self._changed,
            ),
            "spearman": Column(listed([s.stability.spearman if s.stability else math.nan for s in stats]), "stored"),
        }  # fmt: skip

    def _changed(self, k: int) -> str:
        """Compare the ratings of two rounds cell by cell, while both stand as they were generated."""
        if not k:
            return ""
        share = self.changed(*(self.box_of(self.rating_area, "expert", n) for n in (k + 1, k)))
        return f'=IF(({self.in_order(k + 1)})*({self.in_order(k)}),{share.removeprefix("=")},"")'

    def _returned(self, k: int) -> str:
        word = self.who.span("returned_word")
        back = "+".join(f'({word}="{RETURNED_WORDS[code].of(self.language)}")' for code in ("returned", "late"))
        return f"=SUMPRODUCT(({self.who.span('round')}={self.round_area.cell(k, 'round', 'f')})*({back}))"

    def _w(self, k: int) -> str:
        """W by its definition; ΣT by the sum of the squared ranks, which ties make smaller."""
        m, df = (self.round_area.cell(k, field, "f") for field in ("experts_used", "df"))
        n = f"({df}+1)"
        ranks = self.box_of(self.rank_area, "rank", k + 1)
        ties = f"({m}*2*{n}*({n}+1)*(2*{n}+1)-12*SUMSQ({ranks}))"
        most = f"({m}^2*({n}^3-{n})-{m}*{ties})"
        deviations = f"DEVSQ({self.of_round(self.rank_area, 'rank_sum', k + 1)})"
        return f'=IF(({m}>1)*({n}>1),IFERROR(12*{deviations}/{most},""),"")'

    def items(self) -> Columns:
        """One row per item: what its last ratings make of its weight."""
        area, study = self.item_area, self.study
        stats = self.statistics[self.last - 1] if self.statistics else None

        def key(k: int) -> str:
            return f'"{self.last}."&{area.cell(k, "code", "f")}'

        def of_rating(field: str) -> Formula:
            return lambda k: f"={self.rated(field, key(k))}"

        def share(field: str) -> Formula:
            def formula(k: int) -> str:
                own = area.cell(k, field, "f")
                whole = f"SUM({area.span(field)})"
                if study.level == "indicator":
                    whole = f"SUMIF({area.span('group')},{area.cell(k, 'group', 'f')},{area.span(field)})"
                return f'=IF(ISNUMBER({own}),IFERROR({own}/{whole},""),"")'

            return formula

        def authority(k: int) -> str:
            ratings, cr = self.rated_line(key(k)), self.line(self.cr_area, self.last - 1, "cr", "if")
            share = f'SUMPRODUCT({ratings},{cr})/SUMPRODUCT(--({ratings}<>""),{cr})'
            return f'=IF({self.experts_in_order()},IFERROR({share},""),"")'

        none = np.full(self.size, math.nan)
        mean, median = (stats.items.mean, stats.items.median) if stats else (none, none)
        weighted = item_centres(study, self.last, by_authority=True) if stats else none
        count = stats.items.n.tolist() if stats else [0] * self.size
        return {
            "code": Column(list(study.item_codes), "label"),
            "name": Column([item.name.of(self.language) for item in study.items]),
            "ratings_count": Column(count, "integer", of_rating("ratings_count")),
            "mean_rating": Column(blanks(mean), "score", of_rating("mean_rating")),
            "median": Column(blanks(median), "score", of_rating("median")),
            "authority_mean": Column(blanks(weighted), "score", authority),
            "mean_share": Column(blanks(self.shares(mean)), "percent", share("mean_rating")),
            "median_share": Column(blanks(self.shares(median)), "percent", share("median")),
            "authority_share": Column(blanks(self.shares(weighted)), "percent", share("authority_mean")),
            "rounded": Column(
                blanks(to_integers(mean).values),
                "integer",
                lambda k: f'=IFERROR(INT({area.cell(k, "mean_rating", "f")}+0.5+{TINY}),"")',
            ),
            "name_zh": Column([item.name.zh or None for item in study.items], "grey"),
            "name_en": Column([item.name.en or None for item in study.items], "grey"),
            "group": Column([item.group or None for item in study.items], "grey"),
            "group_zh": Column([item.group_name.zh or None for item in study.items], "grey"),
            "group_en": Column([item.group_name.en or None for item in study.items], "grey"),
        }  # fmt: skip

    def _box_label(self, row: tuple[int, int]) -> str:
        """Return the label of a bar: the item with its first round, further rounds by their number alone."""
        number, item = row
        first = min(found.number for found in self.study.rounds if found.answers)
        return f"{self.study.items[item].name.of(self.language)}  {number}" if number == first else str(number)

    def shares(self, values: np.ndarray) -> np.ndarray:
        """Return the values as shares of the sum of their group; NaN where there is no value or no sum."""
        found = np.full(self.size, math.nan)
        for group in self.study.groups:
            block = item_positions(self.study.items, group)
            total = float(np.nansum(values[block]))
            found[block] = values[block] / total if total > 0 else math.nan
        return found

    def boxes(self) -> Columns:
        """Quartiles and median as the picture of ratings stacks them."""
        area, rows = self.box_area, box_items(self.study)

        def source(k: int, field: str) -> str:
            return self.rated(field, area.cell(k, "key", "f"))

        def values(pick: Callable[[RoundStatistics], np.ndarray]) -> list[Value]:
            return blanks([float(pick(self.statistics[number - 1])[item]) for number, item in rows])

        def minus(a: str, b: str) -> Formula:
            return lambda k: f'=IF(ISNUMBER({source(k, a)}),{source(k, a)}-{source(k, b)},"")'

        mark = (self.study.scale.high - self.study.scale.low) / MARKS

        def marked(k: int) -> str:
            return f'=IF(ISNUMBER({source(k, "median")}),{mark:g},"")'

        def high(k: int) -> str:
            q3, median = source(k, "q3"), source(k, "median")
            return f'=IF(ISNUMBER({q3}),MAX({q3}-{median}-{mark:g},0),"")'

        return {
            "key": Column(list(area.grid.items), "label"),
            "name": Column([self._box_label(row) for row in rows]),
            "box_base": Column(values(lambda s: s.items.q1), "score", lambda k: f"={source(k, 'q1')}"),
            "box_low": Column(values(lambda s: s.items.median - s.items.q1), "score", minus("median", "q1")),
            "box_mark": Column(values(lambda s: np.where(s.items.n > 0, mark, math.nan)), "score", marked),
            "box_high": Column(values(lambda s: np.fmax(s.items.q3 - s.items.median - mark, 0)), "score", high),
        }


def _mean(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else math.nan
