"""A part of a book for one colleague: a smaller book, and a sheet that says what it was made from.

The sheet 分发 keeps every figure, source, note and remark as it was handed out, in plain sight. So what a colleague
changed can be told from what the whole book changed in the meantime, whichever program has saved the part.
"""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flowxl.core.panel import Observations
from flowxl.workbook import texts
from flowxl.workbook.book import Book
from flowxl.workbook.grid import Area, Grid
from flowxl.workbook.layout import SPACING, TABLE_TOP, Layout, Sheet
from flowxl.workbook.titles import Words

FORMAT = 1
"""Number of this way to hand out; a part with another one is refused."""
HANDOUT_ITEMS = ("format", "split", "part", "number", "book", "state", "given")
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
    title = texts.pick(texts.SHEETS["handout"], layout.language)
    years = words.per_year(12)
    labels = words.fields(key=13, indicator_name=30, city_name=12, source=24, note=24)
    remarks = words.fields(key=13, year=8, status=12, source=24, note=24)
    grids = [
        Grid(PART, HANDOUT_ITEMS, tuple(words.fields(code=13, label=30, setting=12))),
        Grid(NAMES, tuple(map(str, range(1, len(handout.names) + 1))), tuple(words.fields(position=13, name=30))),
        Grid(GIVEN, tuple(series.key for series in observations.framework.series), (*labels, *years)),
        Grid(GIVEN_REMARKS, tuple(f"{key} {year}" for key, year in sorted(observations.remarks)), tuple(remarks)),
    ]
    areas, row = dict(layout.areas), TABLE_TOP
    for grid in grids:
        areas[grid.name] = Area(grid, title, row, 0)
        row += grid.height + SPACING
    sheet = Sheet("handout", title, "calculation", tuple(grid.name for grid in grids))
    return replace(layout, sheets=(*layout.sheets, sheet), areas=areas)


def mark(observations: Observations) -> str:
    """Return a mark of figures, sources, notes and remarks: other contents have another one.

    Twelve digits count, and no run of blanks: programs write the last digit of a number in their own way.
    """
    rows: list[object] = [observations.years]
    keys = [series.key for series in observations.framework.series]
    for key, values in sorted(zip(keys, observations.values.tolist(), strict=True)):
        figures = ["" if math.isnan(value) else f"{value:.12g}" for value in values]
        rows.append((key, figures, plain(observations.sources.get(key)), plain(observations.notes.get(key))))
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
