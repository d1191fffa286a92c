"""Every column of the input sheets left of the years, declared once: width, what stands in it, who fills it in.

A new one is one entry here, its title beside it. A text that people enter for a whole row (``kept``) is read, and goes
through roll, split, merge and diff like the source and the note: ``Observations.texts`` has it by its column.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from flowxl.core.framework import Indicator, Pillar, Place
from flowxl.voice.text import Text
from flowxl.workbook.book import Book, Column, Value
from flowxl.workbook.layout import INPUT, input_grid_name


def is_entered(indicator: Indicator) -> bool:
    """Whether the figures of an indicator are entered in its own rows; a shared series is entered at its base."""
    return indicator.same_as is None


class InputRows:
    """The rows of one input sheet, and where each is found on 数据汇总."""

    def __init__(self, book: Book, pillar: Pillar) -> None:
        self.book, self.layout, self.here = book, book.layout, INPUT + pillar.code
        self.area = self.layout.area(input_grid_name(pillar.code), self.here)
        self.data = self.layout.area("flow_data", self.here)
        framework = book.framework
        self.rows: list[tuple[Indicator, Place]] = [
            (i, place) for i in framework.indicators_of(pillar.code) for place in framework.places_of(i)
        ]
        self.at = _positions(book, self.rows)
        self.length = book.derived("window_length", self.here)

    def cell(self, n: int, field: str) -> str:
        """Return the reference of a cell of a row, as its formulas see it."""
        return self.area.cell(n, field, "f")

    def values(self, name: str) -> list[Value]:
        """Return values of the result, by its rows of 数据汇总."""
        found: np.ndarray = getattr(self.book.result, name).ravel()
        return ["" if k is None or np.isnan(found[k]) else float(found[k]) for k in self.at]

    def from_data(self, field: str, more: str = "") -> Callable[[int], str]:
        """Return formulas that show a field of the row of 数据汇总."""

        def formula(n: int) -> str:
            row = self.cell(n, "row")
            return f'=IF(ISNUMBER({row}),INDEX({self.data.span(field)},{row}){more},"")'

        return formula

    def texts(self, column: str) -> list[Value]:
        """Return what is said of the whole series; a shared one is said at its base."""
        said = self.book.observations.texts.get(column, {})
        return [said.get(f"{i.same_as or i.code}.{p.code}") for i, p in self.rows]


def _positions(book: Book, rows: list[tuple[Indicator, Place]]) -> list[int | None]:
    """Return the row of ``flow_data`` that shows each input row: its own, or the first city that it feeds."""
    framework = book.framework
    first: dict[str, int] = {}
    own: dict[str, int] = {}
    for i, indicator in enumerate(framework.indicators):
        for c, city in enumerate(framework.cities):
            number = i * len(framework.cities) + c
            own[f"{indicator.code}.{city.code}"] = number
            first.setdefault(framework.source_of(indicator, city).key, number)
    return [
        first.get(f"{i.code}.{p.code}") if i.region_rank is not None else own.get(f"{i.code}.{p.code}") for i, p in rows
    ]


@dataclass(frozen=True)
class InputColumn:
    """A column of the input sheets.

    Attributes
    ----------
    key, width
        Its key in the code, and its width; ``wider`` in an English book.
    column
        What stands in it; without it a text that people enter for the whole row, which is ``kept``.
    title
        Its title, unless ``texts.FIELDS`` has it.
    required
        Whether the reader cannot do without it.
    """

    key: str
    width: float
    column: Callable[[InputRows], Column] | None = None
    wider: float | None = None
    title: Text | None = None
    required: bool = False

    @property
    def kept(self) -> bool:
        """Whether people enter it."""
        return self.column is None

    def contents(self, rows: InputRows) -> Column:
        """Return what stands in it."""
        return Column(rows.texts(self.key), "input_text") if self.column is None else self.column(rows)


def _labels(words: Callable[[InputRows, Indicator, Place], str], style: str) -> Callable[[InputRows], Column]:
    return lambda rows: Column([words(rows, i, p) for i, p in rows.rows], style)


def _row(rows: InputRows) -> Column:
    def find(n: int) -> str:
        field = "source_key" if rows.rows[n][0].region_rank is not None else "key"
        return f'=IFERROR(MATCH({rows.cell(n, "key")},{rows.data.span(field)},0),"")'

    return Column([k if k is None else k + 1 for k in rows.at], "faint", find)


def _score(rows: InputRows) -> Column:
    """Look the score up by indicator and city: the codes stand in the row of ``flow_data``."""
    layout, data = rows.layout, rows.data
    scores, cities = (layout.area(name, rows.here) for name in ("flow_scores", "flow_cities"))
    first, last = layout.city_keys("score")[0], layout.city_keys("score")[-1]

    def formula(n: int) -> str:
        row = rows.cell(n, "row")
        indicator = scores.find(f"INDEX({data.span('indicator')},{row})")
        city = cities.find(f"INDEX({data.span('city')},{row})")
        return f'=IF(ISNUMBER({row}),{scores.at(first, last, indicator, city)},"")'

    return Column(rows.values("scores"), "live_score", formula)


def _coverage(rows: InputRows) -> Column:
    counts, window = rows.book.result.year_counts.ravel(), rows.book.settings.window
    shown: list[Value] = ["" if k is None else f"{counts[k]:g}/{window[1] - window[0] + 1}" for k in rows.at]
    return Column(shown, "live_code", rows.from_data("years", f'&"/"&{rows.length}'))


def _faults(rows: InputRows) -> Column:
    """Count cells that are filled and are not numbers; in a calculated row, whether somebody typed over it.

    An empty text, as other programs leave behind, is nothing: COUNTA counts it in Gnumeric and not in LibreOffice.
    """
    keys, count = rows.layout.year_keys, rows.data.span("count")

    def formula(n: int) -> str:
        years, row = rows.area.line(n, keys[0], keys[-1]), rows.cell(n, "row")
        filled = f"COLUMNS({years})-COUNTBLANK({years})"
        if is_entered(rows.rows[n][0]):
            return f"={filled}-IF(ISNUMBER({row}),INDEX({count},{row}),0)"
        return f"=IF(ISNUMBER({row}),IFERROR((COUNT({years})<>INDEX({count},{row}))*1,1),{filled})"

    faulty: list[Value] = [rows.book.faulty.get(f"{i.code}.{p.code}", 0) if is_entered(i) else 0 for i, p in rows.rows]
    return Column(faulty, "live_code", formula)


def _mismatch(rows: InputRows) -> Column:
    """Count what is wrong with the row's labels: an unknown or repeated key, names that belong to another row."""
    area, data = rows.area, rows.data

    def formula(n: int) -> str:
        row = rows.cell(n, "row")
        names = (
            f"(INDEX({data.span('indicator_name')},{row})<>{rows.cell(n, 'indicator_name')})"
            f"+(INDEX({data.span('place_name')},{row})<>{rows.cell(n, 'city_name')})"
        )
        if is_entered(rows.rows[n][0]):
            # ROW() of the row itself: a reference to it would stay behind where rows are swapped by cut and paste.
            position = f"ROW()-ROW(INDEX({area.span('key')},1))+1"
            names += f"+(INDEX({data.span('row')},{row})<>{position})"
        return f"=IF(ISNUMBER({row}),{names},1)"

    return Column([0] * len(rows.rows), "live_code", formula)


COLUMNS: tuple[InputColumn, ...] = (
    InputColumn("key", 11, lambda rows: Column(list(rows.area.grid.items), "key"), required=True),
    InputColumn(
        "indicator_name",
        30,
        _labels(lambda rows, i, _: i.name.of(rows.book.language), "label"),
        wider=38,
        required=True,
    ),
    InputColumn("city_name", 10, _labels(lambda rows, _, p: p.name.of(rows.book.language), "label"), required=True),
    InputColumn("measure", 13, _labels(lambda rows, i, _: i.measure.of(rows.book.language), "grey"), wider=17),
    InputColumn("row", 7, _row),
    InputColumn("mean", 14.5, lambda rows: Column(rows.values("means"), "live", rows.from_data("mean"))),
    InputColumn("score", 9, _score),
    InputColumn("coverage", 9, _coverage),
    InputColumn("faults", 8, _faults),
    InputColumn("mismatch", 8, _mismatch),
    InputColumn("source", 24, required=True),
    InputColumn("note", 16, required=True),
)


def required() -> tuple[str, ...]:
    """Return the columns that the reader cannot do without."""
    return tuple(column.key for column in COLUMNS if column.required)


def optional() -> tuple[str, ...]:
    """Return the columns that it reads where they are there: a book of an older FlowXL lacks new ones."""
    return ("measure", *(column.key for column in COLUMNS if column.kept and not column.required))


def kept() -> tuple[str, ...]:
    """Return the columns that people fill in."""
    return tuple(column.key for column in COLUMNS if column.kept)


def own_titles() -> dict[str, Text]:
    """Return the titles that only these columns have."""
    return {column.key: column.title for column in COLUMNS if column.title is not None}
