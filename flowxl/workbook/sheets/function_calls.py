"""What people look at: the answer of a worksheet function, or the native formulas where no function answers."""

from collections.abc import Sequence

import numpy as np

from flowxl.workbook.book import Block, Book, Column, Columns, Style, Value, blanks
from flowxl.workbook.grid import Area, keys

TABLES = "flow_data,flow_weights,flow_settings"
"""What every function is handed, so that a program sees on what its answer depends."""


def shown(  # noqa: PLR0913 - two places, what is called, what it gave and how it looks
    book: Book,
    family: str,
    native: tuple[Area, str],
    call: str,
    answered: str,
    values: Sequence[Sequence[Value]],
    style: Style,
) -> Columns:
    """Return one column per city that shows the answer of a function.

    Parameters
    ----------
    family
        Of the fields that show.
    native
        Area and family of the fields whose formulas stand behind.
    call
        The function with its arguments: one call for the whole block, not one per cell.
    answered
        A formula part: whether functions answer.
    values
        What the core found, for each city one value per item.
    """
    other, behind = native
    cities = book.framework.city_codes
    fields, backs = keys(family, cities), keys(behind, cities)
    fallback = other.box(backs[0], backs[-1])
    # A macro that cannot run gives nothing rather than an error in LibreOffice, so an answer is looked at first.
    block = Block(f"{{=IFERROR(IF({answered},{call},{fallback}),{fallback})}}", fields[0], fields[-1])
    found: Columns = {}
    for field, back, column in zip(fields, backs, values, strict=True):

        def formula(k: int, back: str = back) -> str:
            return f"={other.cell(k, back)}"

        found[field] = Column(column, style, block=block) if book.functions else Column(column, style, formula)
    return found


def shown_scores(book: Book, area: Area, here: str, scores: np.ndarray) -> Columns:
    """Return the scores that people look at, for codes down and cities across, or turned."""
    places = book.layout.city_keys("shown")
    call = f"FLOWSCORE({area.line(-1, places[0], places[-1], 'if')},{area.span('code')},{TABLES})"
    values = [blanks(scores[:, n]) for n in range(len(places))]
    return shown(book, "shown", (area, "score"), call, _answered(book, here), values, "score")


def _answered(book: Book, here: str) -> str:
    """Return a formula part: whether a function gave Table 2."""
    face, native = (book.layout.area(name, here) for name in ("flow_result", "flow_native"))
    first = book.layout.city_keys("score")[0]
    cells = [area.cell(area.grid.item_position["engine"], first, "if") for area in (face, native)]
    return f"{cells[0]}<>{cells[1]}"
