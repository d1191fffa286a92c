"""Tables in ranges: recognised by their own titles wherever the range begins, upright or turned, in either language."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flowxl.ooxml.addresses import a1
from flowxl.udf.cell_values import Cell, CellError, Grid, is_blank, shown, text_of, transposed
from flowxl.udf.errors import FunctionError, argument, unusable
from flowxl.udf.names import fold
from flowxl.voice.faults import Fault
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Sayable
from flowxl.voice.unit import CITY, Unit
from flowxl.workbook import texts

CODE_TITLE = texts.FIELDS["city"]
YEAR = re.compile(r"(?:19|20)\d\d\s*年?")


@dataclass(frozen=True)
class Wanted:
    """What a table must have: each of ``needed`` is a choice of fields; ``known`` are all that are understood."""

    argument: str
    needed: tuple[tuple[str, ...], ...]
    known: tuple[str, ...]
    years: bool = False

    def titles(self) -> tuple[Sayable, ...]:
        """Return the titles that are looked for, for a message."""
        words = (tuple(CITY.named(texts.FIELDS[key]) for key in choice) for choice in self.needed)
        years = (Message("udf.years"),) if self.years else ()
        return (*(Message("udf.choice", words=one) for one in words), *years)


DATA = Wanted(
    "data",
    (("indicator", "indicator_name"), ("city", "city_name"), ("pillar",)),
    (
        "key", "indicator", "indicator_name", "indicator_other", "pillar", "direction", "entry", "city", "city_name",
        "city_other", "source_key", "place_name", "row",
    ),
    years=True,
)  # fmt: skip
WEIGHTS = Wanted(
    "weights",
    (("code",), ("weight",)),
    (
        "code", "name", "dimension_name", "weight", "share", "stored_weight", "name_zh", "name_en", "short_zh",
        "short_en", "dimension", "dimension_zh", "dimension_en", "dimension_short_zh", "dimension_short_en",
    ),
)  # fmt: skip
SETTINGS = Wanted("settings", (("code",), ("setting",)), ("code", "label", "setting", "stored", "help"))


@dataclass(frozen=True)
class RangeTable:
    """A table found in a range; ``columns`` gives the column of each field and of each year, ``rows`` what follows."""

    wanted: Wanted
    top: int
    turned: bool
    columns: dict[str, int]
    years: dict[int, int]
    rows: tuple[tuple[Cell, ...], ...]
    chinese: bool
    unit: Unit = CITY

    def where(self, row: int, column: int) -> Place:
        """Return the place of a body cell, counted inside the range that was given."""
        down, right = self.top + 1 + row, column
        place = a1(right, down) if self.turned else a1(down, right)
        return Place(name=Message("place.range_cell", argument=argument(self.wanted.argument), cell=place))

    def filled(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Return the rows that are not empty, with their numbers."""
        return ((n, row) for n, row in enumerate(self.rows) if not is_blank(row))

    def text(self, row: int, field: str) -> str:
        """Return the text of a field; empty where the table has no such column."""
        return text_of(self.rows[row][self.columns[field]]) if field in self.columns else ""

    def faults(self) -> list[Fault]:
        """Return error cells among the labels, and numbers in columns without a title."""
        found = []
        titled = {*self.columns.values(), *self.years.values()}
        labels = set(self.columns.values())
        for number, row in self.filled():
            for column, cell in enumerate(row):
                if column in labels and isinstance(cell, CellError):
                    found.append(Fault("error", self.where(number, column), found=shown(cell)))
                if column not in titled and isinstance(cell, float):
                    found.append(Fault("untitled", self.where(number, column), found=shown(cell)))
        return found


def _units(line: Sequence[Cell]) -> Iterator[Unit]:
    """Yield what the units of a table with these titles may be called: it says so itself."""
    yield CITY
    for cell in line:
        for chinese, title in ((True, CODE_TITLE.zh), (False, CODE_TITLE.en)):
            text, end = text_of(cell).strip(), title.rpartition("}")[2]
            name = text.removesuffix(end)
            if name and name != text:
                yield Unit(name, "") if chinese else Unit("", name[:1].lower() + name[1:])


def _titles(wanted: Wanted, unit: Unit) -> dict[str, tuple[str, bool]]:
    """Return field and language by folded title; a field's own key is understood too, titles come first."""
    found = {fold(key): (key, False) for key in wanted.known}
    for key in wanted.known:
        for text, chinese in zip(unit.named(texts.FIELDS[key]).both, (True, False), strict=True):
            found[fold(text)] = (key, chinese)
    return found


def find_table(grid: Grid, wanted: Wanted) -> RangeTable:
    """Find a table in a range.

    Raises
    ------
    FunctionError
        If no row or column of the range holds its titles, or a title stands twice.
    """
    for turned, lines in ((False, grid), (True, transposed(grid))):
        for top, line in enumerate(lines):
            body, place = lines[top + 1 :], (top, turned)
            tables = (_headed(line, body, wanted, place, unit) for unit in _units(line))
            table = next((found for found in tables if found is not None), None)
            if table is not None:
                faults = table.faults()
                if faults:
                    raise FunctionError("#VALUE!", faults)
                return table
    first = next((text_of(cell) for line in grid for cell in line if cell is not None), "")
    size = {"rows": len(grid), "columns": len(grid[0])}
    met = Message("udf.range_begins", first=first, **size) if first else Message("udf.empty_range", **size)
    raise unusable(wanted.argument, met, Message("udf.a_table", titles=wanted.titles()))


def _headed(
    line: Sequence[Cell],
    body: Sequence[tuple[Cell, ...]],
    wanted: Wanted,
    place: tuple[int, bool],
    unit: Unit,
) -> RangeTable | None:
    """Return the table under a line if it holds the titles that are needed."""
    titles = _titles(wanted, unit)
    columns: dict[str, int] = {}
    years: dict[int, int] = {}
    twice = []
    chinese = 0
    for column, cell in enumerate(line):
        text = text_of(cell)
        key, in_chinese = titles.get(fold(text), ("", False))
        if key:
            twice += [text] if key in columns else []
            columns.setdefault(key, column)
            chinese += in_chinese
        elif wanted.years and YEAR.fullmatch(text):
            twice += [text] if int(text[:4]) in years else []
            years.setdefault(int(text[:4]), column)
    if not all(any(key in columns for key in choice) for choice in wanted.needed) or (wanted.years and not years):
        return None
    if twice:
        raise unusable(
            wanted.argument, Message("udf.titles_twice", titles=tuple(twice)), Message("udf.each_title_once")
        )
    top, turned = place
    return RangeTable(wanted, top, turned, columns, years, tuple(body), chinese > 0, unit)


def weight_or_fault(table: RangeTable, row: int, column: int, faults: list[Fault]) -> float | None:
    """Return the weight in a cell, None where it is blank; anything but a number is a fault."""
    cell = table.rows[row][column]
    if cell is None:
        return None
    if isinstance(cell, float):
        return cell
    faults.append(Fault("number.weight_in_range", table.where(row, column), found=shown(cell)))
    return None
