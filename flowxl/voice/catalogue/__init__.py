"""What FlowXL says of everything that is wrong or has to be told: each kind once, in Chinese and English.

One module for each room of the package; a kind belongs to the room that finds it. ``FAULTS`` has what was found, what
was expected and what to do, ``MESSAGES`` has sentences such as titles. Both are complete in both languages, with the
same places for values (a test).
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any, TypeVar

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

_T = TypeVar("_T")
ROOMS = (
    "api",
    "baidu",
    "carry",
    "cli",
    "common",
    "core",
    "cycle",
    "cycle_delphi",
    "desktop",
    "frameworks",
    "importing",
    "libreoffice",
    "ooxml",
    "ooxml_precheck",
    "questionnaire",
    "reading",
    "reading_sheets",
    "udf",
    "vba",
    "workbook",
    "yearbook",
)
"""Modules of the catalogue."""


@lru_cache(maxsize=1)
def faults() -> Mapping[str, Entry]:
    """Return all kinds of faults."""
    return _gathered([module.FAULTS for module in _modules()])


@lru_cache(maxsize=1)
def messages() -> Mapping[str, Text]:
    """Return all messages."""
    return _gathered([module.MESSAGES for module in _modules()])


def _modules() -> list[Any]:
    return [import_module(f"{__name__}.{room}") for room in ROOMS]


def _gathered(parts: Sequence[Mapping[str, _T]]) -> dict[str, _T]:
    found: dict[str, _T] = {}
    for part in parts:
        twice = found.keys() & part.keys()
        if twice:
            raise ValueError(f"said twice: {', '.join(sorted(twice))}")
        found |= part
    return found
