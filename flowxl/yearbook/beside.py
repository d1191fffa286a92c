"""What stands beside the figures of a row, in columns that give no label, and says that they are of something less."""

import re
from collections.abc import Iterator

from flowxl.voice.message import Message
from flowxl.yearbook.blocks import Block
from flowxl.yearbook.cell_kinds import is_value
from flowxl.yearbook.column_titles import AXES
from flowxl.yearbook.context import Vocabulary, narrows, sets_apart
from flowxl.yearbook.grids import Grid
from flowxl.yearbook.name_lookup import is_province
from flowxl.yearbook.roles import Columns

_UNLABELLED = Message("doubt.unlabelled")
_UNTITLED = Message("doubt.untitled")
_PARTS_OF_YEAR = {"月", "月份", "季度", "季", "month", "quarter"}
_SUBDIVIDES = re.compile(
    r"行业|分组|分类|性别|产业|类型|隶属|等级|口径|范围|区县|县区|县市|构成|年龄|组别|"
    r"\b(?:sex|gender|industry|sector|group|category|type|scope|district|county|age)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"[合总小]计|全[市部体年省国]|总[量数额体]|绝对[数值]|实际[数值]?|水平|年[度报]?|1\s*[-—~至]\s*12\s*月|"
    r"all|total|both(?: sexes)?|levels?|annual|yearly|whole(?: city)?",
    re.IGNORECASE,
)
_PART_OF_CITY = re.compile(r"[\u4e00-\u9fff](?:区|县|镇|乡|街道|园|旗)$")


class Beside:
    """Tells of a row what columns that give no label say against its figures."""

    def __init__(self, grid: Grid, block: Block, columns: Columns, vocabulary: Vocabulary) -> None:
        self.grid, self.block, self.columns, self.vocabulary = grid, block, columns, vocabulary
        used = {*columns.titles, *columns.labels.values()}
        self.texts = sorted({c for row in block.body for c in grid.filled(row)} - used)
        self.headers = {c: "".join(grid.text(line, c) for line in block.header).lower() for c in self.texts}
        untitled = {
            c for c, title in columns.titles.items() if not title and c not in columns.years and not self._head(c)
        }
        self.untitled = sorted(c for c in untitled if c - 1 in columns.titles and c - 1 not in untitled)
        self.keys = self._keys() if self.texts else {}
        self.said = self._said()
        self.rows = set(block.body)
        self.of_row: tuple[int, list[Message]] = -1, []

    def _head(self, column: int) -> str:
        return "".join(self.grid.text(line, column) for line in self.block.header)

    def _keys(self) -> dict[int, tuple[str, ...]]:
        """Return the labels of each row; a blank one is that of the row above."""
        labels = [column for role, column in sorted(self.columns.labels.items()) if role in AXES]
        found: dict[int, tuple[str, ...]] = {}
        above = [""] * len(labels)
        for row in self.block.body:
            above = [self.grid.text(row, column) or old for column, old in zip(labels, above, strict=True)]
            found[row] = tuple(above)
        return found

    def _said(self) -> dict[tuple[int, tuple[str, ...]], set[str]]:
        """Return the different texts of a column beside the same labels: they tell such rows apart."""
        found: dict[tuple[int, tuple[str, ...]], set[str]] = {}
        for row, key in self.keys.items():
            for column in self.texts:
                found.setdefault((column, key), set()).add(self.grid.text(row, column))
        return found

    def doubts(self, row: int, column: int) -> Iterator[Message]:
        """Yield why a figure is not that of its labels: 增速, 一季度, 浦东新区, 制造业 beside it."""
        if self.of_row[0] != row:
            found = [Message("doubt.beside", text=text) for text in self._narrowing(row)]
            self.of_row = row, [*found, _UNLABELLED] if self._more_below(row) else found
        yield from self.of_row[1]
        if column not in self.untitled and any(self._is_figure(row, other) for other in self.untitled):
            yield _UNTITLED

    def _more_below(self, row: int) -> bool:
        """Whether the next row has figures and no label at all: it may belong to the same place or item."""
        labels = [column for role, column in self.columns.labels.items() if role in AXES]
        if not labels or row + 1 not in self.rows or any(self.grid.text(row + 1, column) for column in labels):
            return False
        return any(self._is_figure(row + 1, column) for column in self.columns.titles)

    def _narrowing(self, row: int) -> Iterator[str]:
        for column in self.texts:
            text = self.grid.text(row, column)
            if text and self._narrows(row, column, text):
                yield text

    def _is_figure(self, row: int, column: int) -> bool:
        return bool(self.grid.text(row, column)) and is_value(self.grid.cell(row, column))

    def _narrows(self, row: int, column: int, text: str) -> bool:
        of_year = self.headers[column] in _PARTS_OF_YEAR
        if sets_apart(text) or (_is_month(text) and of_year):
            return True
        if column in self.columns.ignored or is_value(self.grid.cell(row, column)) or self._is_whole(row, text):
            return False
        return bool(
            len(self.said[column, self.keys[row]]) > 1
            or _SUBDIVIDES.search(self.headers[column])
            or _PART_OF_CITY.search(text)
            or narrows(text)
        )

    def _is_whole(self, row: int, text: str) -> bool:
        """Whether a text is that of a total, of a province, or another name of what the labels say."""
        if _WHOLE.fullmatch(text) or is_province(text) or self.vocabulary.is_indicator(text):
            return True
        place = self.columns.labels.get("place")
        label = self.grid.text(row, place) if place is not None else ""
        return self.vocabulary.is_place(text) and self.vocabulary.is_same_place(text, label)


def _is_month(text: str) -> bool:
    """Whether a text is the number of a month or a quarter."""
    return text.isdecimal() and 1 <= int(text) <= 12
