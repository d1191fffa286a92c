"""The live cells of a questionnaire as native formulas, with the values that they have while nothing is filled in."""

from flowxl.questionnaire.identity import BUDGET_TOLERANCE
from flowxl.questionnaire.layout import Layout, Row
from flowxl.questionnaire.wording import SELF, say
from flowxl.questionnaire.wording import WORDS as TEXTS

Formula = tuple[str, str | float]
"""A formula, and its value in a fresh questionnaire."""


def quoted(text: str) -> str:
    """Return a text as a formula spells it.

    >>> print(quoted('a "b" c'))
    "a ""b"" c"
    """
    return '"' + text.replace('"', '""') + '"'


def status(layout: Layout) -> Formula:
    """Say what is still to be filled in."""
    sheet = layout.sheet
    study, language = sheet.study, sheet.language
    codes, ratings, names = (layout.items(key) for key in ("code", "rating", "name"))
    low, high = study.scale.low, study.scale.high
    within = f'{ratings},">={low:g}",{ratings},"<={high:g}"'
    answers = layout.area(layout.self_header + 1, layout.self_header + len(SELF), "rating", "rating")
    counts = {
        "items": f'(COUNTIF({codes},"?*")-COUNTIFS({codes},"?*",{within}))',
        "self": f'(ROWS({answers})-COUNTIF({answers},"?*"))',
    }
    values = {"items": len(study.items), "self": len(SELF), "sums": 0}
    keys = ["open", "open_self", "open_end"]
    if study.scale.budget:
        label = quoted(say("sum", language, high=high))
        near = f'{ratings},">={high - BUDGET_TOLERANCE:g}",{ratings},"<={high + BUDGET_TOLERANCE:g}"'
        counts["sums"] = f"(COUNTIF({names},{label})-COUNTIFS({names},{label},{near}))"
        values["sums"] = len(study.groups)
        keys.insert(1, "open_sums")
    texts = "&".join(_spelled(TEXTS[key].of(language), counts, high) for key in keys)
    shown = "".join(say(key, language, **values, high=high) for key in keys)
    return f"=IF({'+'.join(counts.values())}=0,{quoted(say('done', language))},{texts})", shown


def _spelled(text: str, counts: dict[str, str], high: float) -> str:
    """Return a text with gaps as pieces that a formula joins."""
    text = text.replace("{high:g}", f"{high:g}")
    parts = [text]
    for name, count in counts.items():
        gap = "{" + name + "}"
        parts = [piece for part in parts for piece in _split(part, gap, count)]
    return "&".join(part if part in counts.values() else quoted(part) for part in parts if part)


def _split(part: str, gap: str, count: str) -> list[str]:
    before, found, after = part.partition(gap)
    return [before, count, after] if found else [part]


def total(layout: Layout, row: Row) -> Formula:
    """Add up the points of a group."""
    return f"=SUM({layout.area(row.first, row.last, 'rating', 'rating')})", 0.0


def left_over(layout: Layout, at: int) -> Formula:
    """Say how many points of a group are left; ``at`` is the row of its sum."""
    language, high = layout.sheet.language, layout.sheet.study.scale.high
    cell = layout.cell(at, "rating")
    right, left, over = (quoted(say(key, language)) for key in ("right", "left", "over"))
    rest = f"ROUND({high:g}-{cell},2)"
    formula = f"=IF(ABS({high:g}-{cell})<={BUDGET_TOLERANCE:g},{right},IF({rest}>0,{left},{over})&ABS({rest}))"
    return formula, f"{say('left', language)}{high:g}"


def reason_wanted(layout: Layout, at: int) -> Formula:
    """Ask for a reason where a rating lies outside the quartiles."""
    language = layout.sheet.language
    rating, low, high, reason = (layout.cell(at, key) for key in ("rating", "low", "high", "reason"))
    ask, thank = quoted(say("explain", language)), quoted(say("explained", language))
    outside = f"OR({rating}<{low},{rating}>{high})"
    return f'=IF(ISNUMBER({rating}),IF({outside},IF({reason}="",{ask},{thank}),""),"")', ""
