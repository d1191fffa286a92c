"""Plain data from a stranger's JSON into frozen dataclasses: every value is checked against the type of its field."""

import dataclasses
import json
import re
import types
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from flowxl.voice.faults import Fault
from flowxl.voice.message import Message
from flowxl.voice.place import Place

MAX_TEXT = 2000
MAX_ITEMS = 500
LARGEST = 1 << 32
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
T = TypeVar("T")


class UnfitError(ValueError):
    """JSON that is not taken, though Python would: the message says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def trouble(error: ValueError | RecursionError) -> Message:
    """Return why a text could not be read as JSON."""
    if isinstance(error, UnfitError):
        return error.message
    if isinstance(error, json.JSONDecodeError):
        return Message("desktop.not_json", line=error.lineno, column=error.colno)
    if isinstance(error, UnicodeDecodeError):
        return Message("desktop.not_utf8")
    return Message("desktop.nested" if isinstance(error, RecursionError) else "desktop.long_number")


def read_plain(kind: type[T], value: Any, where: str, faults: list[Fault]) -> T | None:
    """Build a dataclass from plain data.

    Parameters
    ----------
    kind
        The dataclass; its fields are text, numbers, booleans, tuples, literals, dataclasses, or None.
    value
        What the file holds.
    where
        Name of the file and place in it.
    faults
        Every problem is added here.

    Returns
    -------
    T or None
        None if something was wrong.
    """
    before = len(faults)
    result = _dataclass(kind, value, where, faults)
    return result if len(faults) == before else None


def _dataclass(kind: Any, value: Any, where: str, faults: list[Fault]) -> Any:
    if not isinstance(value, dict):
        faults.append(Fault("value.object", Place(name=where), found=_met(value)))
        return None
    fields = {one.name: one for one in dataclasses.fields(kind)}
    hints = get_type_hints(kind)
    strange = [key for key in value if key not in fields]
    faults += [Fault("unknown.field", Place(name=f"{where}: {key}"[:200]), known=tuple(fields)) for key in strange]
    found, complete = {}, True
    for name, one in fields.items():
        if name in value:
            found[name] = _value(hints[name], value[name], f"{where}.{name}", faults)
        elif one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING:
            complete = False
            faults.append(Fault("missing.field", Place(name=f"{where}.{name}")))
    return kind(**found) if complete else None


def _value(hint: Any, value: Any, where: str, faults: list[Fault]) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        (hint,) = (one for one in inner if one is not type(None))
        return None if value is None else _value(hint, value, where, faults)
    if origin is tuple and isinstance(value, list) and len(value) <= MAX_ITEMS:
        return tuple(_value(inner[0], one, f"{where}[{n}]", faults) for n, one in enumerate(value))
    if dataclasses.is_dataclass(hint):
        return _dataclass(hint, value, where, faults)
    fault = _simple(hint, origin, inner, value, Place(name=where))
    if fault:
        faults.append(fault)
    return value


def _met(value: Any) -> str:
    return f"{type(value).__name__} {value!r}"[:80]


def _simple(hint: Any, origin: Any, inner: tuple[Any, ...], value: Any, place: Place) -> Fault | None:
    """Return what is wrong with a value; None if it is good."""
    found = _met(value)
    if origin is tuple:  # it was no list, or too long
        return Fault("value.list", place, found=found, most=MAX_ITEMS)
    if origin is Literal:
        good = isinstance(value, str) and value in inner
        return None if good else Fault("value.choice", place, found=found, known=tuple(map(str, inner)))
    if hint is bool:
        return None if isinstance(value, bool) else Fault("value.truth", place, found=found)
    if hint is int:
        good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < LARGEST
        return None if good else Fault("value.whole", place, found=found)
    good = isinstance(value, str) and len(value) <= MAX_TEXT and not _STEERING.search(value)
    return None if good else Fault("value.text", place, found=found, most=MAX_TEXT)
