"""Ratings of a Delphi study and what they say, by native formulas beside the core's values; ranks behind W."""

import math

import numpy as np

from flowxl.core.delphi.ranks import mid_ranks
from flowxl.core.delphi.statistics import RoundStatistics
from flowxl.workbook import texts
from flowxl.workbook.book import Column, Columns, blanks
from flowxl.workbook.grid import keys
from flowxl.workbook.sheets.delphi_base import DelphiSheet, Formula
from flowxl.workbook.sheets.delphi_grids import rating_key
from flowxl.workbook.sheets.delphi_settings import TINY
from flowxl.workbook.texts_weighting import SCREEN_WORDS


class RatingTables(DelphiSheet):
    """The tables with one row per round and item, and that of authority."""

    def ratings(self) -> Columns:
        """One row per round and item: the ratings, and what they say."""
        area, study, rows = self.rating_area, self.study, self.rows

        def own(k: int, *fields: str) -> list[str]:
            return [area.cell(k, field, "f") for field in fields]

        def line(k: int) -> str:
            return self.line(area, k, "expert")

        def when(fewest: int, what: str) -> Formula:
            return lambda k: f'=IF({own(k, "ratings_count")[0]}>={fewest},{what.format(line(k))},"")'

        def minus(a: str, b: str) -> Formula:
            def formula(k: int) -> str:
                x, y = own(k, a, b)
                return f'=IF(ISNUMBER({x})*ISNUMBER({y}),{x}-{y},"")'

            return formula

        def changed(k: int) -> str:
            """Look at the round before, by its key; the first round has none."""
            if rows[k][0] == 1:
                return ""
            key = own(k, "key")[0]
            point = f'FIND(".",{key})'
            return self.changed(line(k), self.rated_line(f"(LEFT({key},{point}-1)-1)&MID({key},{point},99)"))

        def cv(k: int) -> str:
            mean, sd = own(k, "mean_rating", "sd_rating")
            return f'=IF(ISNUMBER({sd}),IF({mean}>0,{sd}/{mean},""),"")'

        high, scored = f"{study.scale.high:g}", not study.scale.budget
        agreeing = self.limits.agree_from()
        agree = f'SUMPRODUCT(({{0}}<>"")*({{0}}>={agreeing}))/COUNT({{0}})'
        none: Formula = lambda _: ""  # noqa: E731
        contents: Columns = {
            "key": Column([rating_key(study, row) for row in rows], "label"),
            "name": Column([self.label(row) for row in rows]),
            "ratings_count": Column(self.each(lambda s: s.items.n), "integer", lambda k: f"=COUNT({line(k)})"),
            "mean_rating": Column(self.each(lambda s: s.items.mean), "score", when(1, "AVERAGE({0})")),
            "median": Column(self.each(lambda s: s.items.median), "score", when(1, "MEDIAN({0})")),
            "sd_rating": Column(self.each(lambda s: s.items.sd), "score", when(2, "STDEV({0})")),
            "cv": Column(self.each(lambda s: s.items.cv), "score", cv),
            "q1": Column(self.each(lambda s: s.items.q1), "score", when(1, "QUARTILE({0},1)")),
            "q3": Column(self.each(lambda s: s.items.q3), "score", when(1, "QUARTILE({0},3)")),
            "iqr": Column(self.each(lambda s: s.items.iqr), "score", minus("q3", "q1")),
            "full": Column(
                self.each(lambda s: s.items.full_share),
                "percent",
                when(1, f"COUNTIF({{0}},{high})/COUNT({{0}})") if scored else none,
            ),
            "agree": Column(self.each(lambda s: s.items.agree_share), "percent", when(1, agree) if scored else none),
            "agreed": Column(self.words(texts.YES_NO, lambda s: s.verdict.consensus.astype(int)), "text", self._agreed),
            "changed_share": Column(
                self.each(lambda s: s.stability.changed if s.stability else np.full(self.size, np.nan)),
                "percent",
                changed,
            ),
            "delta_cv": Column(
                self.each(lambda s: s.stability.cv_change if s.stability else np.full(self.size, np.nan)),
                "stored",
            ),
            "wilcoxon": Column(
                self.each(lambda s: s.stability.p if s.stability else np.full(self.size, np.nan)), "stored"
            ),
            "screened": Column(
                self.words((SCREEN_WORDS["drop"], SCREEN_WORDS["keep"]), lambda s: s.screening.kept.astype(int)),
                "grey",
            ),
        }
        for n, key in enumerate(self.experts):
            values = [self.study.ratings(number)[n, item] for number, item in rows]
            contents[key] = Column([None if math.isnan(v) else float(v) for v in values], "input_weight")
        return contents

    def _agreed(self, k: int) -> str:
        fields = ("ratings_count", "sd_rating", "cv", "iqr", "agree")
        count, sd, cv, iqr, agree = (self.rating_area.cell(k, field, "f") for field in fields)
        no, yes = (pair.of(self.language) for pair in texts.YES_NO)
        return f'=IF({count}=0,"",IF(AND({self.limits.agreed(sd, cv, iqr, agree)}),"{yes}","{no}"))'

    def ranks(self) -> Columns:
        """Mid-ranks of the experts who rated every item of a round, for W."""
        area, rows = self.rank_area, self.rows
        contents: Columns = {
            "key": Column([rating_key(self.study, row) for row in rows], "label"),
            "name": Column([self.label(row) for row in rows]),
        }
        values = np.concatenate([self._ranks(s) for s in self.statistics], axis=1)
        sums = np.where(np.isnan(values).all(axis=0), np.nan, np.nansum(values, axis=0))
        contents["rank_sum"] = Column(
            blanks(sums),
            "score",
            lambda k: f'=IF(COUNT({self.line(area, k, "rank")})>0,SUM({self.line(area, k, "rank")}),"")',
        )
        for n, (key, source) in enumerate(zip(keys("rank", self.study.experts), self.experts, strict=True)):

            def rank(k: int, source: str = source) -> str:
                own = self.rated(source, area.cell(k, "key", "f"))
                those = f'COUNTIFS({self.rating_area.span("key")},"{rows[k][0]}.*",{self.rating_area.span(source)}'
                # Criteria are texts of 15 digits: ratings that differ by less are the same.
                rank = f'({self.size}+1+{those},"<"&{own}-{TINY})-{those},">"&{own}+{TINY}))/2'
                return f'=IF({those},">=0")={self.size},{rank},"")'

            contents[key] = Column(blanks(values[n]), "live", rank)
        return contents

    def _ranks(self, stats: RoundStatistics) -> np.ndarray:
        """Return the mid-ranks of a round, shape (experts, items); NaN for who did not rate every item."""
        ratings = self.study.ratings(stats.number)
        found = np.full(ratings.shape, math.nan)
        for row in np.flatnonzero(stats.concordance.used):
            found[row] = mid_ranks(ratings[row])
        return found

    def authority(self) -> Columns:
        """Cr of each expert in each round, in the order of the ratings."""
        contents: Columns = {
            "round": Column([found.number for found in self.study.rounds], "integer"),
            "name": Column([texts.FIELDS["cr"].of(self.language)] * len(self.study.rounds)),
            "rank_sum": Column([None] * len(self.study.rounds)),
        }
        for n, (key, expert) in enumerate(zip(keys("cr", self.study.experts), self.study.experts, strict=True)):

            def cr(k: int, expert: str = expert) -> str:
                wanted = f'{self.cr_area.cell(k, "round", "f")}&".{expert}"'
                return f'=IFERROR(INDEX({self.who.span("cr")},{self.who.find(wanted, "key")}),"")'

            contents[key] = Column(blanks([float(s.authority.authority[n]) for s in self.statistics]), "live", cr)
        return contents
