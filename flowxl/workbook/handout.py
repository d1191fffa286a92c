"""A part of a book for one colleague: a smaller book, and a sheet that says what it was made from.

The sheet 分发 keeps every figure, source, note and remark as it was handed out, in plain sight. So what a colleague
changed can be told from what the whole book changed in the meantime, whichever program has saved the part.
"""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from flowxl.core.panel import Observations
from flowxl.voice.text import Text
from flowxl.workbook.book import Book
from flowxl.workbook.grid import Grid, Traits
from flowxl.workbook.layout import Layout, input_grid_name
from flowxl.workbook.titles import Words

FORMAT = 1
"""Number of this way to hand out; a part with another one is refused."""
KEY = "handout"
TITLE = Text("分发", "Handout")
ROLE: Literal["calculation"] = "calculation"
HELP = Text(
    "分发时的内容，合并时据此辨认改动；请勿修改本表。",
    "What was handed out; merging tells changes by it. Please leave this sheet as it is.",
)
WORDS = {
    "format": Text("分发格式", "Format"),
    "split": Text("本次拆分的标记", "Mark of the split"),
    "part": Text("分表", "Part"),
    "number": Text("序号", "Number"),
    "book": Text("总表文件", "File of the whole book"),
    "state": Text("总表内容的标记", "Mark of what the whole book held"),
    "given": Text("分发内容的标记", "Mark of what was handed out"),
}
HANDOUT_ITEMS = tuple(WORDS)
PART, NAMES, GIVEN, GIVEN_REMARKS = "flow_part", "flow_part_names", "flow_given", "flow_given_remarks"


@dataclass(frozen=True)
class Handout:
    """What a part was made from.

    Attributes
    ----------
    split
        Mark of the split: the same for all parts that were made together, and only for them.
    names
        Names of all those parts.
    number
        Which of them this is, from 0.
    book
        File name of the whole book.
    state
        Mark of what the whole book held.
    """

    split: str
    names: tuple[str, ...]
    number: int
    book: str
    state: str

    @property
    def part(self) -> str:
        """Name of the part."""
        return self.names[self.number]


@dataclass(frozen=True)
class PartBook(Book):
    """A book for one colleague; its figures are those that are handed out."""

    handout: Handout = Handout("", ("",), 0, "", "")  # noqa: RUF009 - frozen


def with_handout(layout: Layout, observations: Observations, handout: Handout) -> Layout:
    """Return the layout with the sheet 分发 at its end."""
    words = Words(layout.framework, layout.years, layout.language)
    years = words.per_year(12)
    inputs = layout.areas[input_grid_name(layout.framework.pillar_codes[0])].grid.fields
    further = (replace(field, width=24) for field in inputs if field.key in observations.further)
    labels = words.fields(key=13, indicator_name=30, city_name=12, source=24, note=24)
    remarks = words.fields(key=13, year=8, status=12, source=24, note=24)
    numbers = tuple(map(str, range(1, len(handout.names) + 1)))
    keys = tuple(series.key for series in observations.framework.series)
    said = tuple(f"{key} {year}" for key, year in sorted(observations.remarks))
    captions = (
        Text("本次拆分的全部分表", "All parts of this split"),
        Text("分发时的数值、来源与备注", "Figures, sources and notes as handed out"),
        Text("分发时的数据备注", "Remarks as handed out"),
    )
    names, given, given_remarks = (Traits(caption=caption) for caption in captions)
    grids = [
        Grid(PART, HANDOUT_ITEMS, tuple(words.fields(code=13, label=30, setting=12))),
        Grid(NAMES, numbers, tuple(words.fields(position=13, name=30)), traits=names),
        Grid(GIVEN, keys, (*labels, *further, *years), traits=given),
        Grid(GIVEN_REMARKS, said, tuple(remarks), traits=given_remarks),
    ]
    return layout.with_sheet(KEY, TITLE.of(layout.language), ROLE, [(grid, 0) for grid in grids])


def mark(observations: Observations) -> str:
    """Return a mark of figures, sources, notes and remarks: other contents have another one.

    Twelve digits count, and no run of blanks: programs write the last digit of a number in their own way.
    """
    rows: list[object] = [observations.years]
    keys = [series.key for series in observations.framework.series]
    for key, values in sorted(zip(keys, observations.values.tolist(), strict=True)):
        figures = ["" if math.isnan(value) else f"{value:.12g}" for value in values]
        said = (plain(observations.sources.get(key)), plain(observations.notes.get(key)))
        further = [
            (column, plain(texts[key])) for column, texts in sorted(observations.further.items()) if key in texts
        ]
        rows.append((key, figures, *said, *further))
    rows += [
        (*where, remark.status or "", plain(remark.source), plain(remark.note))
        for where, remark in sorted(observations.remarks.items())
    ]
    return digest(rows)


def plain(text: str | None) -> str:
    """Return a text as it is compared: programs write blanks and ends of lines in their own way.

    >>> plain(" a   b "), plain(None)
    ('a b', '')
    """
    return " ".join((text or "").split())


def digest(rows: Iterable[object]) -> str:
    """Return a short mark of some rows."""
    found = hashlib.sha256()
    for row in rows:
        found.update(repr(row).encode())
    return found.hexdigest()[:16]


def handout_values(book: PartBook) -> Sequence[object]:
    """Return what the first table of the sheet says, in the order of its items."""
    own = book.handout
    return [FORMAT, own.split, own.part, own.number + 1, own.book, own.state, mark(book.observations)]
