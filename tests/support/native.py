"""What the native formulas of a saved workbook show: scores, index, ranks and the state of the checks."""

import re
import zipfile
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
from support.books import Built
from support.xlsx_cells import Cells, Value, _read_sheet, _text, column_letters, is_error, is_number, sheet_parts, split

from flowxl import __version__
from flowxl.core.result import Result
from flowxl.workbook.texts import badge

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NAME = re.compile(r'<definedName\b[^>]*\bname="(flow_\w+)"[^>]*>([^<]*)</definedName>')
SHOWN = ("flow_result", "flow_scores", "flow_pillars", "flow_checks")


def find_names(path: Path) -> dict[str, tuple[str, str, str]]:
    """Return sheet, first and last cell of every name of ours that stands for one rectangle."""
    with zipfile.ZipFile(path) as package:
        text = package.read("xl/workbook.xml").decode()
    found = {}
    for name, target in NAME.findall(text):
        sheet, _, area = unescape(target).rpartition("!")
        first, _, last = area.replace("$", "").partition(":")
        if re.fullmatch(r"[A-Z]+\d+", first) and re.fullmatch(r"[A-Z]+\d+", last):
            found[name] = (sheet.strip("'").replace("''", "'"), first, last)
    return found


def read_some(path: Path, sheets: set[str]) -> Cells:
    """Read the cells of some sheets."""
    cells: Cells = {}
    with zipfile.ZipFile(path) as package:
        strings = []
        if "xl/sharedStrings.xml" in package.namelist():
            items = ET.fromstring(package.read("xl/sharedStrings.xml")).findall(f"{MAIN}si")
            strings = [_text(item) for item in items]
        for part in sheet_parts(package):
            if part.name in sheets:
                with package.open(part.path) as stream:
                    _read_sheet(stream, part.name, strings, cells)
    return cells


@dataclass(frozen=True, eq=False)
class Native:
    """What the formulas show; the arrays are those of a `Result`, an error is missing and counted.

    ``level`` is the worst level of the checks, 3 where they are an error themselves; ``levels`` the level of each.
    """

    scores: np.ndarray
    pillar_scores: np.ndarray
    index: np.ndarray
    rank: np.ndarray
    errors: int
    levels: dict[str, int]

    @property
    def level(self) -> int:
        """The worst level of the checks."""
        return max(self.levels.values(), default=3)

    @property
    def flagged(self) -> bool:
        """Whether the book itself says that not all is well."""
        return self.level > 0 or self.errors > 0

    @property
    def fault(self) -> bool:
        """Whether the book itself says that something is wrong, or shows errors."""
        return self.level > 1 or self.errors > 0

    @classmethod
    def read(cls, path: Path, built: Built, at: Path | None = None) -> "Native":
        """Read a file; ``at`` is the file whose names say where the tables stand, where another program saved it."""
        places = find_names(built.path) | find_names(at or path)
        wanted = {name: places[name] for name in SHOWN}
        cells = read_some(path, {sheet for sheet, _, _ in wanted.values()})
        tables = {name: _table(cells, place) for name, place in wanted.items()}
        framework, book = built.book.framework, built.book
        cities, plain = framework.city_codes, [c.name.of(book.language) for c in framework.cities]
        in_scores = [_title(built, "flow_scores", code) for code in cities]
        in_pillars = [_title(built, "flow_pillars", code) for code in cities]
        result, errors = tables["flow_result"], [0]

        def grid(name: str, items: tuple[str, ...], columns: list[str]) -> np.ndarray:
            return np.array([[_number(tables[name].get((i, c), ""), errors) for c in columns] for i in items])

        index = np.array([_number(result.get(("index", c), ""), errors) for c in plain])
        rank = np.array([_number(result.get(("rank", c), ""), errors) for c in plain])
        checks = tables["flow_checks"]
        title = next(f.title for f in book.layout.areas["flow_checks"].grid.fields if f.key == "level")
        levels = {
            item: int(value) if is_number(value := checks.get((item, title), "")) else 3
            for item in book.layout.areas["flow_checks"].grid.items
        }
        shown = grid("flow_result", framework.pillar_codes, plain)
        pillars = grid("flow_pillars", framework.pillar_codes, in_pillars)
        if not np.array_equal(shown, pillars, equal_nan=True):
            pillars = shown  # what people look at
        scores = grid("flow_scores", framework.indicator_codes, in_scores)
        return cls(scores, pillars, index, np.nan_to_num(rank), errors[0], levels)


def _title(built: Built, name: str, city: str) -> str:
    fields = built.book.layout.areas[name].grid.fields
    return next(f.title for f in fields if f.key == f"score:{city}")


def _table(cells: Cells, place: tuple[str, str, str]) -> dict[tuple[str, str], Value]:
    """Return the cells of a table by item and title, whichever way it stands."""
    sheet, (top, left), (bottom, right) = place[0], split(place[1]), split(place[2])

    def value(row: int, column: int) -> Value:
        return cells.get((sheet, f"{column_letters(column)}{row}"), (None, ""))[1]

    down = [str(value(row, left)) for row in range(top, bottom + 1)]
    across = [str(value(top, column)) for column in range(left, right + 1)]
    transposed = down[1] in {"名称", "Name", "权重", "Weight"}
    found = {}
    for n, first in enumerate(down):
        for m, second in enumerate(across):
            found[(second, first) if transposed else (first, second)] = value(top + n, left + m)
    return found


def _number(value: Value, errors: list[int]) -> float:
    errors[0] += is_error(value)
    return float(value) if is_number(value) else float("nan")


def answers(result: Result) -> dict[tuple[str, str], float | str]:
    """Return what a function gives for an item and a city by the core."""
    framework = result.framework
    ranks = np.where(result.rank > 0, result.rank.astype(float), np.nan)
    lines = {"index": result.index, "rank": ranks, "display": result.display_index}
    lines |= dict(zip(framework.indicator_codes, result.scores, strict=True))
    lines |= dict(zip(framework.pillar_codes, result.pillar_scores, strict=True))
    lines |= dict(zip((d.code for d in framework.dimensions), result.dimension_scores, strict=True))
    names = [city.name.zh for city in framework.cities]
    found = {
        (i, n): "" if np.isnan(v) else float(v) for i, line in lines.items() for n, v in zip(names, line, strict=True)
    }
    return found | {("engine", n): badge("core", "zh", __version__) if n == names[0] else "" for n in names}
