"""The core's side of the add-in: a call by name, values of cells in, plain values out; in process or in the worker."""

from collections.abc import Sequence
from typing import Any, get_args

from flowxl import __version__
from flowxl.udf.all_functions import UDFS
from flowxl.udf.answer import answer
from flowxl.udf.cell_values import UNNAMED_ERROR
from flowxl.voice.text import Language
from flowxl.workbook import texts

CALLS = {udf.name: udf for udf in UDFS}


def hello() -> dict[str, Any]:
    """Return what the add-in wants to know: version, and how the core calls itself in each language."""
    return {"version": __version__, "badge": {one: texts.badge("core", one, __version__) for one in get_args(Language)}}


def serve(name: str, arguments: Sequence[Any], language: Language = "en") -> dict[str, Any]:
    """Answer a call.

    Parameters
    ----------
    name
        Name of the function in cells.
    arguments
        As LibreOffice hands them over: None is an argument left out; in a range ``""`` is a blank, None an error value.
    language
        In which language to say what went wrong: that of the workbook that asks.

    Returns
    -------
    dict
        ``value``, a number, a text or rows of them; or ``error`` and ``problem``.
    """
    found = answer(CALLS[name], tuple(map(_argument, arguments)))
    if found.problem:
        return {"error": found.error, "problem": found.problem.of(language)}
    return {"value": _plain(found.value)}


def _argument(value: Any) -> Any:
    if not isinstance(value, tuple | list):
        return value
    if not any(None in row for row in value):
        return value
    return tuple(tuple(UNNAMED_ERROR if cell is None else cell for cell in row) for row in value)


def _plain(value: Any) -> Any:
    """Return a value with nothing in it but texts and floats: LibreOffice takes TRUE for 0 and None for an error."""
    if isinstance(value, list | tuple):
        return [[_plain(cell) for cell in row] for row in value]
    return value if isinstance(value, str) else float(value)
