"""Worksheet functions on ratings of experts, as :mod:`flowxl.udf.functions` declares the others."""

from typing import Annotated, Any

import numpy as np

from flowxl.core.delphi.concordance import Reason, concordance
from flowxl.core.delphi.ratings import item_statistics
from flowxl.udf import answer_texts
from flowxl.udf.cell_values import as_grid, as_it_is, choice, or_blank, shown
from flowxl.udf.declare import declare
from flowxl.udf.errors import missing, unusable
from flowxl.udf.ratings import Ratings, read_ratings
from flowxl.voice.message import Message
from flowxl.voice.text import Text

RatingsRange = Annotated[
    Any,
    Text(
        "评分：专家为行、条目为列；首行、首列可为文字标题，空白为缺失",
        "ratings: experts in rows, items in columns; first row and column may be labels (texts); blanks are missing",
    ),
]
Best = Annotated[Any, Text("满分值；写了才给出满分率", "full score; with it the full-score share is given")]
Turned = Annotated[Any, Text("1 条目为行、专家为列；缺省为 0", "1 items in rows, experts in columns; 0 if left out")]
Answer = Any
MEASURES = ("n", "mean", "median", "sd", "cv", "q1", "q3", "iqr")
WHY: dict[Reason, tuple[Message, Message]] = {
    "few_experts": (Message("udf.few_experts"), Message("udf.two_or_more")),
    "few_items": (Message("udf.one_item"), Message("udf.two_or_more")),
    "all_tied": (Message("udf.all_tied"), Message("udf.different_ratings")),
}


def _read(ratings: Any, turned: Any) -> Ratings:
    return read_ratings(as_grid(ratings), turned=bool(choice(turned, "turned", (0, 1), default=0)))


@declare("专家评分逐条目统计：人数、均值、中位数、标准差、变异系数、四分位数、满分率", "=FLOWDELPHI(A1:H16,5)")
def flowdelphi(ratings: RatingsRange, best: Best = None, turned: Turned = 0.0) -> Answer:
    """Summarise ratings of experts per item: n, mean, median, sd, CV, quartiles, IQR, full-score share."""
    given = _read(ratings, turned)
    full = _full(best, given)
    statistics = item_statistics(given.values, full)
    measures = [getattr(statistics, measure) for measure in (*MEASURES, *(["full_share"] if full is not None else []))]
    titles = answer_texts.of("table_delphi", given.language)[: len(measures) + 1]
    return [list(titles), *([name, *map(or_blank, row)] for name, *row in zip(given.items, *measures, strict=True))]


def _full(best: Any, given: Ratings) -> float | None:
    """Return the full score; None if it was left out."""
    if best is None:
        return None
    grid = as_grid(best)
    full = grid[0][0]
    if len(grid) * len(grid[0]) != 1 or not isinstance(full, float):
        raise unusable("best", shown(full), Message("udf.full_score"))
    highest = float(np.nanmax(given.values))
    if highest > full:
        raise unusable("ratings", as_it_is(f"{highest:g}"), Message("udf.at_most_full", full=full))
    return full


@declare("Kendall 协调系数 W（校正并列）及其 χ² 检验；漏评的专家不计", "=FLOWKENDALL(A1:H16)")
def flowkendall(ratings: RatingsRange, turned: Turned = 0.0) -> Answer:
    """Give Kendall's W with ties and its chi-square test; experts who left out an item are left out."""
    given = _read(ratings, turned)
    tested = concordance(given.values)
    if tested.reason:
        raise missing(as_it_is("W"), *WHY[tested.reason])
    left_out = int(np.count_nonzero(tested.left_out))
    figures = (tested.w, tested.chi2, tested.df, tested.p, tested.experts, left_out)
    return [list(answer_texts.of("table_kendall", given.language)), list(map(float, figures))]
