"""A workbook before it is written: everything its cells derive from."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from flowxl.core.framework import Framework
from flowxl.core.panel import Observations
from flowxl.core.result import Result
from flowxl.core.settings import Settings
from flowxl.voice.text import Language, Text
from flowxl.workbook.grid import Area
from flowxl.workbook.layout import Layout
from flowxl.workbook.log import LogEntry
from flowxl.workbook.weighting import Weighting

Value = float | int | str | bool | None
Formula = Callable[[int], str]
Style = str | Callable[[int], str]
Filled = Mapping[str, Mapping[str, Mapping[str, float | str]]]
"""What people entered in tables that one sheet alone knows: the table, then the key of the row, then the field."""


@dataclass(frozen=True)
class Block:
    """An array formula over adjacent fields and all items; ``first`` and ``last`` are the keys of its fields."""

    formula: str
    first: str
    last: str


@dataclass(frozen=True)
class Column:
    """One field of a grid: the value of each item, how it looks, and its formula where it is computed.

    A formula that begins with ``{=`` is an array formula in one cell; a field may belong to a block instead.
    """

    values: Sequence[Value]
    style: Style = "text"
    formula: Formula | None = None
    block: Block | None = None


Columns = dict[str, Column]


@dataclass(frozen=True)
class Line:
    """A line of text above the first table of a sheet; a formula where it must stay true."""

    text: str
    formula: str | None = None
    style: str = "help"
    link: str | None = None


@dataclass(frozen=True)
class Book:
    """Framework, figures and result of one workbook, with its layout.

    ``functions`` says whether what is shown calls the worksheet functions, with the native formulas behind them;
    ``log`` is what was brought in so far, ``weighting`` how the weights came about; ``faulty`` counts, by key, cells
    for figures that will hold something else; ``choices`` are settings of the book's own that differ, by their codes.
    """

    observations: Observations
    result: Result
    layout: Layout
    date: str
    synthetic: bool = False
    functions: bool = False
    log: tuple[LogEntry, ...] = ()
    weighting: Weighting = field(default_factory=Weighting)
    faulty: Mapping[str, int] = field(default_factory=dict)
    choices: Mapping[str, float | str] = field(default_factory=dict)
    filled: Filled = field(default_factory=dict)

    def faults(self, pillar: str) -> int:
        """Return the number of cells on an input sheet that will hold something else than a number."""
        framework = self.framework
        own = (s.key for s in framework.series if framework.indicator[s.indicator].pillar == pillar)
        return sum(self.faulty.get(key, 0) for key in own)

    @property
    def framework(self) -> Framework:
        """The framework."""
        return self.observations.framework

    @property
    def settings(self) -> Settings:
        """The settings of the result."""
        return self.result.settings

    @property
    def language(self) -> Language:
        """Language of the workbook."""
        return self.layout.language

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the workbook's columns."""
        return self.layout.years

    def say(self, text: Text) -> str:
        """Return a text in the language of the workbook, with what its framework calls its units."""
        return self.framework.unit.named(text).of(self.language)

    @cached_property
    def levels(self) -> np.ndarray:
        """Levels by row of ``flow_data``, shape (indicators * cities, years)."""
        return self.observations.panel().values.reshape(-1, len(self.years))

    def setting(self, name: str, sheet: str) -> str:
        """Return the reference of a setting's cell as a sheet sees it."""
        area = self.layout.area("flow_settings", sheet)
        return area.cell(area.grid.item_position[name], "setting", "if")

    def derived(self, name: str, sheet: str) -> str:
        """Return the reference of a number derived from the settings as a sheet sees it."""
        area = self.layout.area("flow_derived", sheet)
        return area.cell(area.grid.item_position[name], "setting", "if")


def across(area: Area, first: str, field: str) -> str:
    """Return a formula part that numbers the fields of a family: 1 for ``first``, 2 for the next."""
    count = "ROWS" if area.grid.transposed else "COLUMNS"
    return f"{count}({area.cell(-1, first, 'if')}:{area.cell(-1, field, 'i').rpartition('!')[2]})"


def blanks(values: np.ndarray | Sequence[float]) -> list[Value]:
    """Return numbers as a formula shows them: an empty text where one is missing."""
    return ["" if math.isnan(value) else value for value in np.asarray(values, dtype=np.float64).tolist()]
