"""The lines on top of the sheet 德尔菲: whether to stop and why; they say so where what they rest on has changed."""

import math

from flowxl.core.delphi.statistics import RoundStatistics, round_statistics
from flowxl.core.delphi.study import Study
from flowxl.voice.text import Text
from flowxl.workbook.book import Book, Line
from flowxl.workbook.display_width import display_width
from flowxl.workbook.sheets.delphi_base import HERE, last_answered
from flowxl.workbook.sheets.delphi_grids import ROUNDS, STUDY
from flowxl.workbook.sheets.delphi_settings import Limits
from flowxl.workbook.texts_delphi import sentence

LIMITS = ("agree_share", "cv_limit", "iqr_limit", "change_limit", "authority_limit", "response_limit", "stability_p")
CHANGED = Text(
    "评分或阈值已改动，本句待更新：请运行 flowxl delphi status",
    "Ratings or limits were changed, so this sentence is out of date: run flowxl delphi status",
)
WIDEST = 150
"""A sentence that is wider goes on in the second line."""
LONGEST = 250
"""Excel takes 255 characters in one text of a formula."""


def verdict_lines(book: Book, study: Study) -> list[Line]:
    """Say whether to stop and why, by the last round that has ratings; concordance in a line of its own."""
    number = last_answered(study)
    found = round_statistics(study, number)
    stop = "。" if book.language == "zh" else ". "
    first, _, rest = sentence(study, found, book.language).strip().partition(stop)
    first, rest = f"{first}{stop.strip()}", rest.strip()
    head, comma, tail = first.rpartition("；" if book.language == "zh" else "; ")
    whole = tail.count("(") == tail.count(")")  # a sentence is not broken within brackets
    if display_width(first) > WIDEST and comma and whole:
        gap = "" if book.language == "zh" else " "
        first, rest = f"{head}{comma.strip()}", f"{tail}{gap}{rest}"
    holds, changed = _holds(book, study, found), _quoted(book.say(CHANGED))
    shown = [Line(first, f"=IF({holds},{_quoted(first)},{changed})", "status")]
    return [*shown, Line(rest, f'=IF({holds},{_quoted(rest)},"")' if rest else None)]


def _holds(book: Book, study: Study, found: RoundStatistics) -> str:
    """Return the condition that the figures and limits behind the sentence are those that it was made of."""
    rounds, limits = book.layout.area(ROUNDS, HERE), Limits(book.layout.area(STUDY, HERE), study)
    change = found.stability.changed_share if found.stability else math.nan
    figures = {
        "agreed_items": float(found.verdict.consensus.sum()),
        "w": found.concordance.w,
        "cr": found.authority.mean_authority,
        "response": found.authority.response,
        "changed_share": change,
    }
    known = {rounds.cell(found.number - 1, field, "if"): value for field, value in figures.items()}
    known |= {limits.cell(name): getattr(study.choices, name) for name in LIMITS}
    # SUM takes an empty text for 0 in every program; N of it is an error in Gnumeric.
    tests = [
        f"ABS(SUM({cell})-{0 if math.isnan(value) else value!r})<0.0000001"
        for cell, value in ((cell, float(value)) for cell, value in known.items())
    ]
    return f"AND({','.join(tests)})"


def _quoted(text: str) -> str:
    """Return a text as an expression of a formula, in pieces that Excel takes."""
    pieces = [text[start : start + LONGEST] for start in range(0, len(text), LONGEST)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
