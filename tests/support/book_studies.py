"""Studies and comparisons for a built book."""

from dataclasses import replace

import numpy as np
from support.delphi_studies import answers

from flowxl.core.delphi.study import SCALES, Item, Remark, Round, Study
from flowxl.cycle.renew import Renewal, renew
from flowxl.cycle.weights_book import with_pairs
from flowxl.reading.read_book import read_book

NAN = float("nan")
ROUNDS = (
    [[5, 3, 1], [4, 3, 2], [5, 2, NAN], None, [2, 3, 4]],
    [[5, 3, 2], [4, 3, 2], [5, 3, 1], None, [3, 3, 4]],
)


def pillars_study(book, *rounds, scale="1-5", experts=5):
    """Return a study of the pillars of a book; rows are padded with the middle of the scale."""
    codes = read_book(book).framework.pillars
    whole = tuple(Item(p.code, p.name) for p in codes)
    middle = (SCALES[scale].low + SCALES[scale].high) // 2
    made = []
    names = tuple(f"E{n}" for n in range(1, experts + 1))
    for number, rows in enumerate(rounds, start=1):
        padded = [None if row is None else [*row, *[middle] * (len(whole) - len(row))] for row in rows]
        remark = (Remark("reason", whole[0].code, "地区差异"),)
        made.append(Round(number, f"2026-0{number}-01", names, answers(padded, remarks=remark, file="a.xlsx")))
    return Study("S1", "权重研究", SCALES[scale], "pillar", whole, names, tuple(made))


def with_comparisons(path, *, blanks=0):
    """Compare the pillars of a book in pairs, by their weights on Saaty's scale."""

    def change(data):
        pairs = with_pairs((), data.framework, "pillar")
        n = len(data.weights)
        values = np.full((n, n), np.nan)
        for row, column in zip(*np.triu_indices(n, 1), strict=True):
            ratio = data.weights[row] / data.weights[column]
            values[row, column] = min(9.0, round(ratio)) if ratio >= 1 else 1 / min(9, round(1 / ratio))
        for place in range(blanks):
            values[0, place + 2] = np.nan
        return Renewal(replace(data.weighting, pairwise=(replace(pairs[0], values=values),)))

    return renew(path, change)
