"""How a sheet is declared: all that writer, reader, roll and 说明 know about it, in one object.

A new sheet is one module in ``sheets`` with its declaration, and one line in ``sheets/registry.py``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from flowxl.core.framework import Framework
from flowxl.voice.text import Text
from flowxl.workbook.book import Book, Columns, Line
from flowxl.workbook.grid import Box, Placed
from flowxl.workbook.layout import TABLE_TOP, Sheet
from flowxl.workbook.plan import Plan

Role = Literal["about", "input", "settings", "calculation", "result", "charts", "checks"]
Lines = list[list[Line]]
NO_TEXT = Text("", "")


@dataclass(frozen=True)
class Accepts:
    """What cells accept, and what the program says beside them; no result depends on it."""

    cells: tuple[Box, ...]
    rule: Mapping[str, Any]


@dataclass(frozen=True)
class Highlight:
    """Cells that look different where a formula holds, which is written for the first of them.

    With ``stop`` no later highlight of the same cells counts beside it.
    """

    cells: Box
    formula: str
    look: str
    stop: bool = False


@dataclass(frozen=True)
class Heat:
    """Cells in colours around 0; ``spread`` is the value whose double has the full colour."""

    cells: Box
    spread: str


@dataclass(frozen=True)
class View:
    """How a sheet is seen and printed.

    Attributes
    ----------
    frozen
        Columns that stay in view beside the title line; without it the labels of the first table and its header.
    opens_on_years
        Whether the sheet opens on the years of its first table.
    one_page
        Whether it is printed on one page, if there are not too many cities.
    printed
        Table and field where printing ends; what follows is for the program.
    beside
        Picture right of a table, and the table.
    top
        Row of the first table.
    city_width
        Width of the columns where cities stand across in a turned table.
    """

    frozen: int | None = None
    opens_on_years: bool = False
    one_page: bool = False
    printed: tuple[str, str] | None = None
    beside: tuple[str, str] | None = None
    top: int = TABLE_TOP
    city_width: float | None = None


def single(_: Framework) -> tuple[str, ...]:
    """Return the one member of a kind of sheet of which a book has one."""
    return ("",)


def _no_grids(_: Plan, __: str) -> Placed | None:
    return None


def _no_columns(_: Book) -> dict[str, Columns]:
    return {}


def _no_accepts(_: Book, __: Sheet) -> Iterable[Accepts]:
    return ()


def _no_highlights(_: Book, __: Sheet) -> Iterable[Highlight | Heat]:
    return ()


@dataclass(frozen=True)
class SheetSpec:
    """A sheet, or one for each of several members as the input sheets are.

    Attributes
    ----------
    key
        Its name in the code; of several it ends with a colon, and the member follows.
    title
        Its title in the file, unless ``titled`` says it.
    role
        What it is for: colour of its tab, protection.
    help
        The line below its title, and its line on 说明 unless ``about`` or ``told`` say more.
    grids
        Its tables for a member, ``[]`` where it has none; None where this book has no such sheet.
    columns
        Contents of all its tables by name, for all members.
    fields
        Titles of fields that only this sheet has.
    lines
        What stands below the title; without it the help.
    heading
        The first line, where it is not the title.
    filled
        Tables that people fill in and no other code reads: by name the field of the key, then those that are entered.
        ``BookData.filled`` and ``Book.filled`` have their contents.
    accepts, highlights
        What cells accept; which cells look different, and when.
    """

    key: str
    title: Text
    role: Role
    help: Text = NO_TEXT
    about: Text = NO_TEXT
    grids: Callable[[Plan, str], Placed | None] = _no_grids
    columns: Callable[[Book], dict[str, Columns]] = _no_columns
    fields: Mapping[str, Text] = field(default_factory=dict)
    filled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    members: Callable[[Framework], tuple[str, ...]] = single
    titled: Callable[[Plan, str], str] | None = None
    told: Callable[[Book, Sheet], str] | None = None
    heading: Callable[[Book, Sheet], str] | None = None
    lines: Callable[[Book, Sheet, Line], Lines] | None = None
    accepts: Callable[[Book, Sheet], Iterable[Accepts]] = _no_accepts
    highlights: Callable[[Book, Sheet], Iterable[Highlight | Heat]] = _no_highlights
    view: View = View()  # noqa: RUF009 - frozen

    def has(self, key: str) -> bool:
        """Whether a sheet, by its key, is one of this kind."""
        return key == self.key or (self.key.endswith(":") and key.startswith(self.key))
