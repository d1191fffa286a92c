"""The grids of the sheet 权重比较: methods, their weights, and the index and ranks that they give."""

from flowxl.voice.text import Text
from flowxl.workbook.grid import Field, Grid, Placed, Traits
from flowxl.workbook.methods_compared import PRESENT
from flowxl.workbook.plan import Plan
from flowxl.workbook.texts_methods import method_name
from flowxl.workbook.titles import Words

METHODS, WEIGHTS, INDEX, RANKS, NOTES, WHY = (
    f"flow_compare_{name}" for name in ("methods", "weights", "index", "ranks", "notes", "why")
)
CAPTIONS = {
    RANKS: Text("各方法的名次", "Ranks by each method"),
    INDEX: Text("各方法的指数", "Index by each method"),
    WHY: Text("与现行权重相比指数为何变化（生成时）", "Why the index is another one (as generated)"),
    NOTES: Text("各方法须知（生成时）", "What to know about each method (as generated)"),
    WEIGHTS: Text("各方法的权重", "Weights by each method"),
}


def why_items(words: Words, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the rows of the explanation: each city under each method."""
    return tuple(f"{code}.{city}" for code in codes for city in words.framework.city_codes)


def grids(words: Plan, _: str) -> Placed | None:
    """Return the tables of the sheet; the weights of the book come first in each. None where nothing is compared."""
    methods = words.weighting.methods
    if not methods:
        return None
    codes = (PRESENT, *(code for code in methods if code != PRESENT))
    names = [method_name(code, words.language) for code in codes]

    def per_method(family: str) -> tuple[Field, ...]:
        return tuple(Field(f"{family}:{code}", name, 12) for code, name in zip(codes, names, strict=True))

    head = tuple(words.fields(code=9, name=34))
    listed = tuple(words.fields(code=18, name=34, spearman_present=12, kendall_present=12, rank_changes=12, changes=12))
    why = (*head, *words.fields(index_change=12, because=12))
    pillars, cities = words.framework.pillar_codes, words.framework.city_codes
    found: dict[str, tuple[tuple[str, ...], tuple[Field, ...]]] = {
        METHODS: (codes, listed),
        RANKS: (cities, (*head, *per_method("rank"))),
        INDEX: (cities, (*head, *per_method("index"))),
        WEIGHTS: (pillars, (*head, *per_method("weight"))),
    }
    if len(codes) > 1 and not words.many:
        found[WHY] = (why_items(words, codes[1:]), why)
    found[NOTES] = (codes, (*head, words.field("method_notes", 12)))
    captions = {METHODS: Text("", ""), **CAPTIONS}
    return [
        (Grid(name, items, fields, traits=Traits(caption=captions[name])), 0) for name, (items, fields) in found.items()
    ]
