"""A call answered for whichever program asks: a value, or an error value with the reason."""

from dataclasses import dataclass
from typing import Any

from flowxl.udf.declare import Udf
from flowxl.udf.errors import ErrorCode, FunctionError
from flowxl.voice.message import Message


@dataclass(frozen=True)
class Answer:
    """What a function gave: a cell or rows of cells; or the error value to show, and why."""

    value: Any = None
    error: ErrorCode | None = None
    problem: Message | None = None


def answer(udf: Udf, arguments: tuple[Any, ...]) -> Answer:
    """Call a function; whatever goes wrong is an error value, never a number and never an exception."""
    try:
        return Answer(udf.call(*arguments))
    except FunctionError as error:
        return Answer(None, error.code, Message("udf.problem", function=udf.name, error=error))
    except Exception as error:
        kind = type(error).__name__
        return Answer(None, "#VALUE!", Message("udf.unexpected", function=udf.name, kind=kind, error=str(error)))
