"""The input sheets: one row per series with its live mean, score and coverage; the years come last."""

import math

import numpy as np

from flowxl.core.framework import Indicator, Pillar, Place
from flowxl.workbook.book import Book, Column, Columns, Value
from flowxl.workbook.grid import Area
from flowxl.workbook.layout import INPUT, input_grid_name


def columns(book: Book) -> dict[str, Columns]:
    """Return the contents of every input grid."""
    return {input_grid_name(pillar.code): _pillar(book, pillar) for pillar in book.framework.pillars}


def is_entered(indicator: Indicator) -> bool:
    """Whether the figures of an indicator are entered in its own rows; a shared series is entered at its base."""
    return indicator.same_as is None


def _rows(book: Book, pillar: Pillar) -> list[tuple[Indicator, Place]]:
    framework = book.framework
    return [(i, place) for i in framework.indicators_of(pillar.code) for place in framework.places_of(i)]


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


def _pillar(book: Book, pillar: Pillar) -> Columns:
    here, layout, language = INPUT + pillar.code, book.layout, book.language
    area, data = layout.area(input_grid_name(pillar.code), here), layout.area("flow_data", here)
    rows = _rows(book, pillar)
    at = _positions(book, rows)
    observations = book.observations
    keys = list(area.grid.items)
    flat = {name: getattr(book.result, name).ravel() for name in ("means", "scores", "year_counts")}
    length = book.derived("window_length", here)
    n_years = book.settings.window[1] - book.settings.window[0] + 1

    def shown(values: np.ndarray) -> list[Value]:
        return ["" if k is None or np.isnan(values[k]) else float(values[k]) for k in at]

    def row(n: int) -> str:
        return area.cell(n, "row", "f")

    def from_data(n: int, field: str) -> str:
        return f"INDEX({data.span(field)},{row(n)})"

    def find(n: int) -> str:
        field = "source_key" if rows[n][0].region_rank is not None else "key"
        return f'=IFERROR(MATCH({area.cell(n, "key", "f")},{data.span(field)},0),"")'

    base = {i.code: i.same_as or i.code for i, _ in rows}
    faulty = [book.faulty.get(f"{i.code}.{p.code}", 0) if is_entered(i) else 0 for i, p in rows]
    contents: Columns = {
        "key": Column(keys, "key"),
        "indicator_name": Column([i.name.of(language) for i, _ in rows], "label"),
        "city_name": Column([p.name.of(language) for _, p in rows], "label"),
        "measure": Column([i.measure.of(language) for i, _ in rows], "grey"),
        "row": Column([k if k is None else k + 1 for k in at], "faint", find),
        "mean": Column(shown(flat["means"]), "live", lambda n: f'=IF(ISNUMBER({row(n)}),{from_data(n, "mean")},"")'),
        "score": Column(shown(flat["scores"]), "live_score", lambda n: _score(book, here, n, area)),
        "coverage": Column(
            ["" if k is None else f"{flat['year_counts'][k]:g}/{n_years}" for k in at],
            "live_code",
            lambda n: f'=IF(ISNUMBER({row(n)}),{from_data(n, "years")}&"/"&{length},"")',
        ),
        "faults": Column(faulty, "live_code", lambda n: _faults(book, here, rows[n][0], area, n)),
        "mismatch": Column([0] * len(rows), "live_code", lambda n: _mismatch(book, here, rows[n][0], area, n)),
        "source": Column([observations.sources.get(f"{base[i.code]}.{p.code}") for i, p in rows], "input_text"),
        "note": Column([observations.notes.get(f"{base[i.code]}.{p.code}") for i, p in rows], "input_text"),
    }
    return contents | _years(book, here, rows, area)


def _score(book: Book, here: str, n: int, area: Area) -> str:
    """Look the score up by indicator and city: the codes stand in the row of ``flow_data``."""
    layout = book.layout
    data, scores, cities = (layout.area(name, here) for name in ("flow_data", "flow_scores", "flow_cities"))
    row = area.cell(n, "row", "f")
    first, last = layout.city_keys("score")[0], layout.city_keys("score")[-1]
    indicator = scores.find(f"INDEX({data.span('indicator')},{row})")
    city = cities.find(f"INDEX({data.span('city')},{row})")
    return f'=IF(ISNUMBER({row}),{scores.at(first, last, indicator, city)},"")'


def _faults(book: Book, here: str, indicator: Indicator, area: Area, n: int) -> str:
    """Count cells that are filled and are not numbers; in a calculated row, whether somebody typed over it.

    An empty text, as other programs leave behind, is nothing: COUNTA counts it in Gnumeric and not in LibreOffice.
    """
    data = book.layout.area("flow_data", here)
    years = area.line(n, book.layout.year_keys[0], book.layout.year_keys[-1])
    row = area.cell(n, "row", "f")
    filled = f"COLUMNS({years})-COUNTBLANK({years})"
    if is_entered(indicator):
        return f"={filled}-IF(ISNUMBER({row}),INDEX({data.span('count')},{row}),0)"
    return f"=IF(ISNUMBER({row}),IFERROR((COUNT({years})<>INDEX({data.span('count')},{row}))*1,1),{filled})"


def _mismatch(book: Book, here: str, indicator: Indicator, area: Area, n: int) -> str:
    """Count what is wrong with the row's labels: an unknown or repeated key, names that belong to another row."""
    data = book.layout.area("flow_data", here)
    row = area.cell(n, "row", "f")
    names = (
        f"(INDEX({data.span('indicator_name')},{row})<>{area.cell(n, 'indicator_name', 'f')})"
        f"+(INDEX({data.span('place_name')},{row})<>{area.cell(n, 'city_name', 'f')})"
    )
    if is_entered(indicator):
        # ROW() of the row itself: a reference to it would stay behind where rows are swapped by cutting and pasting.
        position = f"ROW()-ROW(INDEX({area.span('key')},1))+1"
        names += f"+(INDEX({data.span('row')},{row})<>{position})"
    return f"=IF(ISNUMBER({row}),{names},1)"


def _years(book: Book, here: str, rows: list[tuple[Indicator, Place]], area: Area) -> Columns:
    layout, observations = book.layout, book.observations
    data = layout.area("flow_data", here)
    position = book.framework.series_position
    sources = [position[f"{i.same_as or i.code}.{p.code}"] for i, p in rows]
    styles = ["input" if is_entered(i) else "shared" for i, _ in rows]
    contents: Columns = {}
    first, last = layout.year_keys[0], layout.year_keys[-1]
    box, header = data.box(first, last), data.line(-1, first, last, "if")
    any_shared = not all(is_entered(i) for i, _ in rows)
    for number, key in enumerate(layout.year_keys):

        def shown(n: int, key: str = key) -> str:
            if is_entered(rows[n][0]):
                return ""
            row, year = area.cell(n, "row", "f"), area.cell(-1, key, "i")
            number = f"MATCH({year},{header},0)"  # by the title above, since years may be sorted left to right
            return f'=IF(ISNUMBER({row}),INDEX({box},{row},{number}),"")'

        values: list[Value] = [
            (None if is_entered(rows[n][0]) else "") if math.isnan(value) else value
            for n, value in enumerate(observations.values[sources, number].tolist())
        ]
        contents[key] = Column(values, styles.__getitem__, shown if any_shared else None)
    return contents
