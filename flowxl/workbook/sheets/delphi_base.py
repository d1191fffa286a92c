"""What all tables of the sheet 德尔菲 share: the areas, the statistics of the rounds, and parts of formulas."""

from collections.abc import Callable, Sequence

import numpy as np

from flowxl.core.delphi.statistics import RoundStatistics, study_statistics
from flowxl.core.delphi.study import Study
from flowxl.voice.text import Text
from flowxl.workbook.book import Book, Value, blanks
from flowxl.workbook.grid import Area, keys
from flowxl.workbook.sheets.delphi_grids import (
    AUTHORITY,
    BOXES,
    EXPERTS,
    ITEMS,
    RANKS,
    RATINGS,
    ROUNDS,
    STUDY,
    rating_items,
)
from flowxl.workbook.sheets.delphi_settings import Limits
from flowxl.workbook.texts_weighting import ROUND_WORD

HERE = "delphi"
Formula = Callable[[int], str]
"""Where the core says NaN a formula gives an empty text: what is not defined stays empty, it is never a number."""


def last_answered(study: Study) -> int:
    """Return the number of the last round with answers; 1 before there are any."""
    return max((found.number for found in study.rounds if found.answers), default=1)


class DelphiSheet:
    """The sheet of one study, as formulas on a sheet refer to it."""

    def __init__(self, book: Book, study: Study, sheet: str = HERE) -> None:
        self.study, self.language = study, book.language
        area = book.layout.area
        names = (ROUNDS, ITEMS, RATINGS, RANKS, AUTHORITY, BOXES, EXPERTS)
        self.round_area, self.item_area, self.rating_area, self.rank_area, self.cr_area, self.box_area, self.who = (
            area(name, sheet) for name in names
        )
        self.limits = Limits(area(STUDY, sheet), study)
        self.statistics = study_statistics(study)
        self.rows = rating_items(study)
        self.last = last_answered(study)
        self.experts = keys("expert", study.experts)
        self.size = len(study.items)

    def first_row(self, number: int) -> int:
        """Return the first row of a round in the tables of ratings and of ranks."""
        return (number - 1) * self.size

    def line(self, area: Area, row: int, family: str, pin: str = "f") -> str:
        """Return the cells of all experts in one row; ``pin`` it where the formula stands in another table."""
        found = keys(family, self.study.experts)
        return area.line(row, found[0], found[-1], pin)

    def of_round(self, area: Area, field: str, number: int) -> str:
        """Return the cells of a field in one round."""
        return area.part(field, self.first_row(number), self.first_row(number) + self.size - 1)

    def box_of(self, area: Area, family: str, number: int) -> str:
        """Return the cells of all experts in one round."""
        found = keys(family, self.study.experts)
        start = area.cell(self.first_row(number), found[0], "if")
        return f"{start}:{area.cell(self.first_row(number) + self.size - 1, found[-1], 'if').rpartition('!')[2]}"

    def rated(self, field: str, key: str) -> str:
        """Return a field of the row of ratings with a key: rows may have been sorted."""
        return f"INDEX({self.rating_area.span(field)},{self.rating_area.find(key, 'key')})"

    def rated_line(self, key: str) -> str:
        """Return the ratings of all experts in the row with a key."""
        # Gnumeric knows no INDEX of a whole row.
        return ":".join(self.rated(expert, key) for expert in (self.experts[0], self.experts[-1]))

    def in_order(self, number: int) -> str:
        """Return whether the rows of a round stand where they were generated, as tables by place need them."""
        there, meant = (self.of_round(area, "key", number) for area in (self.rating_area, self.rank_area))
        return f"IFERROR(SUMPRODUCT(--({there}<>{meant})),1)=0"

    def experts_in_order(self) -> str:
        """Return whether the columns of ratings stand where they were generated."""
        return f"{self.moved_experts()}=0"

    def moved_experts(self) -> str:
        """Return how many columns of ratings are not where they were generated."""
        there = self.rating_area.line(-1, self.experts[0], self.experts[-1], "if")
        meant = keys("cr", self.study.experts)
        return f"IFERROR(SUMPRODUCT(--({there}<>{self.cr_area.line(-1, meant[0], meant[-1], 'if')})),1)"

    def each(self, pick: Callable[[RoundStatistics], np.ndarray]) -> list[Value]:
        """Return a measure of the items of all rounds, one below the other."""
        return blanks(np.concatenate([np.asarray(pick(s), dtype=np.float64) for s in self.statistics]))

    def label(self, row: tuple[int, int]) -> str:
        """Return the name of an item with its round."""
        word = ROUND_WORD.say(self.language, row[0])
        return f"{self.study.items[row[1]].name.of(self.language)}{word}"

    def words(self, pairs: Sequence[Text], pick: Callable[[RoundStatistics], np.ndarray]) -> list[Value]:
        """Return a word for each item that was rated, by the number that it has."""
        found: list[Value] = []
        for stats in self.statistics:
            numbers = pick(stats).tolist()
            found += [
                pairs[number].of(self.language) if n else ""
                for number, n in zip(numbers, stats.items.n.tolist(), strict=True)
            ]
        return found

    @staticmethod
    def changed(now: str, before: str) -> str:
        """Return the share of pairs of cells that differ, among those where both hold a number."""
        both = f'({now}<>"")*({before}<>"")'  # Gnumeric takes ISNUMBER of a range for that of one cell
        return f'=IFERROR(SUMPRODUCT({both}*({now}<>{before}))/SUMPRODUCT({both}),"")'
