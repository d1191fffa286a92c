"""Plain data from a stranger's JSON into frozen dataclasses: every value is checked against the type of its field."""

import dataclasses
import re
import types
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from flowxl.voice.faults import Fault, rough

MAX_TEXT = 2000
MAX_ITEMS = 500
LARGEST = 1 << 32
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
T = TypeVar("T")


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
        faults.append(rough("value", where, f"{type(value).__name__} {value!r}"[:80], "an object"))
        return None
    fields = {one.name: one for one in dataclasses.fields(kind)}
    hints = get_type_hints(kind)
    strange = [key for key in value if key not in fields]
    faults += [rough("unknown", f"{where}: {key}"[:200], "an unknown key", ", ".join(fields)) for key in strange]
    found, complete = {}, True
    for name, one in fields.items():
        if name in value:
            found[name] = _value(hints[name], value[name], f"{where}.{name}", faults)
        elif one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING:
            complete = False
            faults.append(rough("missing", f"{where}.{name}", "nothing", "a value"))
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
    good, expected = _simple(hint, origin, inner, value)
    if not good:
        faults.append(rough("value", where, f"{type(value).__name__} {value!r}"[:80], expected))
    return value


def _simple(hint: Any, origin: Any, inner: tuple[Any, ...], value: Any) -> tuple[bool, str]:
    """Tell whether a value is good, and what was expected."""
    if origin is tuple:  # it was no list, or too long
        return False, f"a list of at most {MAX_ITEMS}"
    if origin is Literal:
        return isinstance(value, str) and value in inner, " or ".join(map(str, inner))
    if hint is bool:
        return isinstance(value, bool), "true or false"
    if hint is int:
        good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < LARGEST
        return good, "a whole number, not negative"
    good = isinstance(value, str) and len(value) <= MAX_TEXT and not _STEERING.search(value)
    return good, f"text of at most {MAX_TEXT} letters"
