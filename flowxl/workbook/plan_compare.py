"""The grids of the sheet 权重比较: methods, their weights, and the index and ranks that they give."""

from flowxl.workbook.grid import Field, Grid
from flowxl.workbook.methods_compared import PRESENT
from flowxl.workbook.texts_methods import method_name
from flowxl.workbook.titles import Words

METHODS, WEIGHTS, INDEX, RANKS, NOTES, WHY = (
    f"flow_compare_{name}" for name in ("methods", "weights", "index", "ranks", "notes", "why")
)
Placed = list[tuple[Grid, int]]


def why_items(words: Words, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the rows of the explanation: each city under each method."""
    return tuple(f"{code}.{city}" for code in codes for city in words.framework.city_codes)


def compare_sheet(words: Words, methods: tuple[str, ...]) -> Placed:
    """Return the tables of the sheet; the weights of the book come first in each."""
    codes = (PRESENT, *(code for code in methods if code != PRESENT))
    names = [method_name(code, words.language) for code in codes]

    def per_method(family: str) -> tuple[Field, ...]:
        return tuple(Field(f"{family}:{code}", name, 12) for code, name in zip(codes, names, strict=True))

    head = tuple(words.fields(code=9, name=34))
    listed = tuple(words.fields(code=18, name=34, spearman_present=12, kendall_present=12, rank_changes=12, changes=12))
    why = (*head, *words.fields(index_change=12, because=12))
    pillars, cities = words.framework.pillar_codes, words.framework.city_codes
    return [
        (Grid(METHODS, codes, listed), 0),
        (Grid(RANKS, cities, (*head, *per_method("rank"))), 0),
        (Grid(INDEX, cities, (*head, *per_method("index"))), 0),
        (Grid(WEIGHTS, pillars, (*head, *per_method("weight"))), 0),
        *([(Grid(WHY, why_items(words, codes[1:]), why), 0)] if len(codes) > 1 and not words.many else []),
        (Grid(NOTES, codes, (*head, words.field("method_notes", 12))), 0),
    ]
