"""What a cell of a foreign table holds: a figure, a mark for a missing one, or something that a person must look at."""

from flowxl.voice.message import Message
from flowxl.yearbook.cell_kinds import is_error
from flowxl.yearbook.decimal_mark import AMBIGUOUS, Marks
from flowxl.yearbook.grids import UNCACHED, Cell
from flowxl.yearbook.measures import known_measure
from flowxl.yearbook.number_texts import read_text

_RULES = {
    "ellipsis": Message("doubt.ellipsis"),
    "brackets": Message("doubt.brackets"),
    "formula": Message("doubt.formula"),
    "percent": Message("doubt.percent"),
    "wan": Message("doubt.wan"),
    "exponent": Message("doubt.exponent"),
    "several": Message("doubt.several"),
    "groups": Message("doubt.groups"),
    "letters": Message("doubt.letters"),
    "too_large": Message("doubt.too_large"),
    "too_small": Message("doubt.too_small"),
    "text": Message("doubt.no_figure"),
}
"""Why a text is doubtful, by the rule that decided."""
_UNCACHED = Message("doubt.uncached")
_ERROR = Message("doubt.error")


def cell_value(cell: Cell, measure: str, marks: Marks) -> tuple[float | None, bool, Message | None]:
    """Return what a cell holds: a value, whether it is a mark for a missing one, and why it is doubtful."""
    if not isinstance(cell, str):
        return cell, False, None
    if is_error(cell) or cell == UNCACHED:
        return None, False, _UNCACHED if cell == UNCACHED else _ERROR
    known = known_measure(measure)
    reading = read_text(cell, percentage=known is not None and known.family == "per cent")
    if reading.kind == "blank":
        return None, True, None
    if reading.kind == "review":
        return None, False, _RULES[reading.rule]
    if marks.leave_open(cell):
        return None, False, AMBIGUOUS
    return reading.value, False, None
