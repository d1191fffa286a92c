"""Grids: tables that know the address of each of their cells. Nothing else in FlowXL computes an address.

A grid has items (indicators, pillars, rows of an input sheet) and fields (name, measure, one per city or year). Items
run down and fields across, or the other way round where it is transposed. Row and column numbers are 0-based.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from flowxl.ooxml.addresses import a1, column_letters, quoted
from flowxl.voice.text import Text


@dataclass(frozen=True)
class Field:
    """One field of a grid: its key in the code, its title in the workbook, a column width."""

    key: str
    title: str
    width: float = 10.0


@dataclass(frozen=True)
class Traits:
    """What else is to be known of a table: how it is written, and how a roll takes it over.

    Attributes
    ----------
    caption
        The line above it; the first table of a sheet needs none.
    room
        Rows above it, below the table before, that pictures take.
    total
        Whether its row ``index`` closes it under a line.
    grouped
        Whether a light line stands above each row where another indicator begins.
    run_on
        Whether its texts do not break into lines.
    wrapped
        Whether its texts break into lines wherever they stand, and not only in names.
    drawn
        What our pictures take from it: their titles, or the figures.
    entered
        Fields, and families of fields such as ``year:``, that people fill in; a cell with a formula of ours is none.
    carried
        ``compared``: what is entered comes from the reader, all else is compared with what was generated. ``whole``:
        what is entered is carried as it stands, and told where its row is gone. ``renewed``: read and written anew as
        a whole.
    items
        What an item is found by: its ``key``; its place in an ``order``, where it is no thing with a key; its
        ``position`` in the template, where it follows the order of another table.
    names
        Defined names of parts of it, each with its first and last field; without them its own name covers it whole.
    """

    caption: Text = Text("", "")  # noqa: RUF009 - frozen
    room: int = 0
    total: bool = False
    grouped: bool = False
    run_on: bool = False
    wrapped: bool = False
    drawn: Literal["", "titles", "figures"] = ""
    entered: tuple[str, ...] = ()
    carried: Literal["compared", "whole", "renewed"] = "compared"
    items: Literal["key", "order", "position"] = "key"
    names: tuple[tuple[str, str, str], ...] = ()

    def is_entered(self, field: str) -> bool:
        """Whether people fill a field in."""
        return field in self.entered or f"{field.partition(':')[0]}:" in self.entered


PLAIN = Traits()


@dataclass(frozen=True)
class Grid:
    """A table before it has a place.

    ``name`` is the defined name that covers header, labels and body; ``spare`` empty items are there to be filled.
    """

    name: str
    items: tuple[str, ...]
    fields: tuple[Field, ...]
    transposed: bool = False
    spare: int = 0
    traits: Traits = PLAIN

    @property
    def size(self) -> int:
        """Number of items with the spare ones."""
        return len(self.items) + self.spare

    @property
    def height(self) -> int:
        """Rows, with the header."""
        return len(self.fields) if self.transposed else self.size + 1

    @property
    def width(self) -> int:
        """Columns, with the header."""
        return self.size + 1 if self.transposed else len(self.fields)

    @cached_property
    def field_position(self) -> dict[str, int]:
        """Position of each field by its key."""
        return {field.key: position for position, field in enumerate(self.fields)}

    @cached_property
    def item_position(self) -> dict[str, int]:
        """Position of each item by its code."""
        return {item: position for position, item in enumerate(self.items)}


Placed = list[tuple[Grid, int]]
"""The tables of a sheet from top to bottom, each with its first column."""
Box = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


@dataclass(frozen=True)
class Area:
    """A grid in its place; gives references for formulas.

    References are seen from one sheet: there they carry no sheet name, elsewhere they do (see :meth:`seen_from`).
    ``pin`` says what stays fixed when a formula is copied: ``i`` the item, ``f`` the field, ``if`` both.
    """

    grid: Grid
    sheet: str
    top: int
    left: int
    prefix: str = ""

    def seen_from(self, sheet: str) -> "Area":
        """Return the area with references as they read on a sheet (by its title)."""
        return replace(self, prefix="" if sheet == self.sheet else f"{quoted(self.sheet)}!")

    def position(self, item: int, field: str) -> tuple[int, int]:
        """Return row and column of a cell; item -1 is the header."""
        number = self.grid.field_position[field]
        if self.grid.transposed:
            return self.top + number, self.left + 1 + item
        return self.top + 1 + item, self.left + number

    def _pins(self, pin: str) -> tuple[str, str]:
        """Return what stands before the letters of a column and before the number of a row."""
        rows, columns = ("f", "i") if self.grid.transposed else ("i", "f")
        return "$" if columns in pin else "", "$" if rows in pin else ""

    def cell(self, item: int, field: str, pin: str = "") -> str:
        """Return the reference of one cell; item -1 is the header."""
        (row, column), (across, down) = self.position(item, field), self._pins(pin)
        return f"{self.prefix}{across}{column_letters(column)}{down}{row + 1}"

    def _range(self, start: tuple[int, int], end: tuple[int, int], pin: str) -> str:
        across, down = self._pins(pin)
        first = f"{across}{column_letters(start[1])}{down}{start[0] + 1}"
        return f"{self.prefix}{first}:{across}{column_letters(end[1])}{down}{end[0] + 1}"

    def span(self, field: str, pin: str = "if") -> str:
        """Return the range of a field over all items."""
        return self.box(field, field, pin)

    def line(self, item: int, first: str, last: str, pin: str = "f") -> str:
        """Return the range of adjacent fields of one item."""
        return self._range(self.position(item, first), self.position(item, last), pin)

    def box(self, first: str, last: str, pin: str = "if") -> str:
        """Return the range of adjacent fields over all items, without the header."""
        return self._range(self.position(0, first), self.position(self.grid.size - 1, last), pin)

    def part(self, field: str, first: int, last: int, pin: str = "if") -> str:
        """Return the range of a field over adjacent items."""
        return self._range(self.position(first, field), self.position(last, field), pin)

    def at(self, first: str, last: str, item: str, number: str) -> str:
        """Return INDEX into adjacent fields: which item, and the number of the field counted from ``first``."""
        row, column = (number, item) if self.grid.transposed else (item, number)
        return f"INDEX({self.box(first, last)},{row},{column})"

    def find(self, wanted: str, field: str = "code") -> str:
        """Return MATCH of a key among the items."""
        return f"MATCH({wanted},{self.span(field)},0)"

    def find_field(self, title: str, first: str, last: str) -> str:
        """Return MATCH of a title among adjacent fields: it follows where fields are inserted or moved."""
        return f"MATCH({title},{self.line(-1, first, last, 'if')},0)"

    def cells(self, first: str, last: str = "", start: int = 0, end: int | None = None) -> Box:
        """Return the place of adjacent fields over adjacent items, all of them unless ``start`` and ``end`` say so."""
        return *self.position(start, first), *self.position(self.grid.size - 1 if end is None else end, last or first)

    @property
    def bounds(self) -> Box:
        """First row, first column, last row, last column, header included."""
        return self.top, self.left, self.top + self.grid.height - 1, self.left + self.grid.width - 1

    @property
    def address(self) -> str:
        """The whole table with its sheet, for a defined name."""
        return self.address_of(self.grid.fields[0].key, self.grid.fields[-1].key)

    def address_of(self, first: str, last: str) -> str:
        """Adjacent fields with their header and sheet, for a defined name."""
        fixed = {"pin_row": True, "pin_column": True}
        start, end = self.position(-1, first), self.position(self.grid.size - 1, last)
        return f"{quoted(self.sheet)}!{a1(*start, **fixed)}:{a1(*end, **fixed)}"


def keys(prefix: str, codes: Sequence[str | int]) -> list[str]:
    """Return the keys of a family of fields, e.g. ``score:SH``, ``score:HZ``."""
    return [f"{prefix}:{code}" for code in codes]
