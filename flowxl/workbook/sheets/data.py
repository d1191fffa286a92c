"""Sheet 数据汇总: the gate that every figure passes, and what is derived from each row of it."""

from itertools import pairwise

import numpy as np

from flowxl.core.transform import increments
from flowxl.voice.text import Language, Text
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Column, Columns, blanks
from flowxl.workbook.declare import SheetSpec
from flowxl.workbook.grid import Area
from flowxl.workbook.layout import INPUT, YEAR_ITEMS, input_grid_name
from flowxl.workbook.sheets import data_grids, remark_checks

HERE = "data"


def _columns(book: Book) -> dict[str, Columns]:
    contents = {"flow_years": _years(book), "flow_data": _data(book), remark_checks.GRID: remark_checks.columns(book)}
    if "flow_increments" in book.layout.areas:
        contents["flow_increments"] = _increments(book)
    return contents


def window_flags(book: Book) -> np.ndarray:
    """Return 1 for years inside the window, else 0; shape (years,)."""
    years = np.array(book.years)
    first, last = book.settings.window
    return ((years >= first) & (years <= last)).astype(np.float64)


def signatures(book: Book, present: np.ndarray) -> np.ndarray:
    """Return a number for each set of years: the sum of a power of two per year that is present; shape (rows,)."""
    bits = window_flags(book) * 2.0 ** np.arange(len(book.years))
    total: np.ndarray = np.where(present, bits, 0.0).sum(axis=1)
    return total


def _years(book: Book) -> Columns:
    area = book.layout.area("flow_years", HERE)
    first, last = book.setting("window_first", HERE), book.setting("window_last", HERE)
    flags = window_flags(book)
    titles = [book.layout.title(INPUT + pillar.code) for pillar in book.framework.pillars]
    words = [Text("在窗口内", "In the window"), Text("年份权", "Bit of the year")]
    result = {"label": Column([*(book.say(word) for word in words), *titles], "label")}
    headers = [
        book.layout.area(input_grid_name(code), HERE).line(
            -1, book.layout.year_keys[0], book.layout.year_keys[-1], "if"
        )
        for code in book.framework.pillar_codes
    ]
    for number, key in enumerate(book.layout.year_keys):
        year = area.cell(-1, key, "i")
        before = area.cell(1, book.layout.year_keys[number - 1]) if number else ""
        heads = [
            f"=IF(({year}>={first})*({year}<={last}),1,0)",
            f"={before}+{before}" if number else "=1",
            *(f'=IFERROR(MATCH({year},{header},0),"")' for header in headers),
        ]
        values = [flags[number], 2.0**number, *([number + 1] * len(headers))]
        result[key] = Column(values, "integer", heads.__getitem__)
    return result


def _data(book: Book) -> Columns:
    framework, layout = book.framework, book.layout
    area = layout.area("flow_data", HERE)
    pairs = [(indicator, city) for indicator in framework.indicators for city in framework.cities]
    sources = [framework.source_of(indicator, city) for indicator, city in pairs]
    owner = [framework.indicator[source.indicator].pillar for source in sources]
    table = {code: layout.area(input_grid_name(code), HERE) for code in framework.pillar_codes}
    rows = {key: n + 1 for code in framework.pillar_codes for n, key in enumerate(table[code].grid.items)}
    listing = layout.area("flow_framework", HERE)
    language = book.language
    other: Language = "en" if language == "zh" else "zh"
    entry = texts.ENTRY_WORDS
    direction = f"=INDEX({listing.span('direction')},MATCH({{}},{listing.span('code')},0))"
    keys = {code: table[code].span("key") for code in framework.pillar_codes}
    result: Columns = {
        "key": Column([f"{i.code}.{c.code}" for i, c in pairs], "label"),
        "indicator": Column([i.code for i, _ in pairs], "label"),
        "indicator_name": Column([i.name.of(language) for i, _ in pairs], "label"),
        "pillar": Column([i.pillar for i, _ in pairs], "label"),
        "direction": Column(
            [i.direction for i, _ in pairs], "integer", lambda n: direction.format(area.cell(n, "indicator", "f"))
        ),
        "entry": Column([entry[i.entry].of(language) for i, _ in pairs], "label"),
        "city": Column([c.code for _, c in pairs], "label"),
        "city_name": Column([c.name.of(language) for _, c in pairs], "label"),
        "source_key": Column([source.key for source in sources], "label"),
        "place_name": Column([framework.places[source.place].name.of(language) for source in sources], "label"),
        # Functions find names in either language, and have nothing but this table.
        "indicator_other": Column([i.name.of(other) for i, _ in pairs], "label"),
        "city_other": Column([c.name.of(other) for _, c in pairs], "label"),
        "row": Column(
            [rows[source.key] for source in sources],
            "integer",
            lambda n: f'=IFERROR(MATCH({area.cell(n, "source_key", "f")},{keys[owner[n]]},0),"")',
        ),
    }
    position = {code: len(YEAR_ITEMS) + n for n, code in enumerate(framework.pillar_codes)}
    finder = layout.area("flow_years", HERE)
    boxes = {code: table[code].box(layout.year_keys[0], layout.year_keys[-1]) for code in framework.pillar_codes}
    row_cells = [area.cell(n, "row", "f") for n in range(len(pairs))]
    for number, key in enumerate(layout.year_keys):
        at = {code: finder.cell(position[code], key, "i") for code in framework.pillar_codes}

        def gate(n: int, at: dict[str, str] = at) -> str:
            code = owner[n]
            cell = f"INDEX({boxes[code]},{row_cells[n]},{at[code]})"
            return f'=IF(ISNUMBER({cell})*NOT(ISLOGICAL({cell})),{cell},"")'

        result[key] = Column(blanks(book.levels[:, number]), "value", gate)
    return result | _steps(book, area)


def _steps(book: Book, area: Area) -> Columns:
    """Derive from each row how many numbers it has, their checksum, years and mean of the window."""
    layout, result = book.layout, book.result
    first, last = layout.year_keys[0], layout.year_keys[-1]
    flags = layout.area("flow_years", HERE).line(0, first, last, "if")
    bits = layout.area("flow_years", HERE).line(1, first, last, "if")
    header = area.line(-1, first, last, "if")
    cities = layout.area("flow_cities", HERE).span("code")
    length, share = book.derived("window_length", HERE), book.setting("min_year_share", HERE)
    grows = np.repeat(book.framework.increments, len(book.framework.cities))
    growth = layout.area("flow_increments", HERE) if grows.any() else area

    def either(field: str, level: str) -> "list[str]":
        """Formulas of a field: from the row itself, or from 增量 below where the increment counts."""
        find = f"MATCH({{key}},{growth.span('key')},0)"
        other = f"INDEX({growth.span(field)},{find})" if grows.any() else ""
        frame = '=IF(ISNUMBER({value}),%s,"")' if field == "signature" else "=%s"
        return [
            (frame % (other if grows[n] else level)).format(
                row=area.line(n, first, last), key=area.cell(n, "key", "f"), years=area.cell(n, "years", "f"),
                value=area.cell(n, "value", "f"),
            )
            for n in range(area.grid.size)
        ]  # fmt: skip

    present = ~np.isnan(book.levels)
    filled = np.where(present, book.levels, 0.0)
    pos = np.tile(np.arange(1, len(book.framework.cities) + 1), len(book.framework.indicators))
    year_formulas = either("years", f'COUNTIFS({flags},1,{{row}},">=0")+COUNTIFS({flags},1,{{row}},"<0")')
    mean_formulas = either("mean", f'IF({{years}}>0,AVERAGEIFS({{row}},{flags},1),"")')
    signature_formulas = either(
        "signature", f'SUMIFS({bits},{flags},1,{{row}},">=0")+SUMIFS({bits},{flags},1,{{row}},"<0")'
    )
    return {
        "count": Column(present.sum(axis=1).tolist(), "integer", lambda n: f"=COUNT({area.line(n, first, last)})"),
        "checksum": Column(
            ((filled * np.array(book.years)).sum(axis=1) * pos).tolist(),
            "value",
            lambda n: (
                f"=SUMPRODUCT({area.line(n, first, last)},{header})*MATCH({area.cell(n, 'city', 'f')},{cities},0)"
            ),
        ),
        "years": Column(result.year_counts.ravel().tolist(), "integer", year_formulas.__getitem__),
        "mean": Column(blanks(result.means.ravel()), "value", mean_formulas.__getitem__),
        "value": Column(
            blanks(np.where(result.has, result.means, np.nan).ravel()),
            "value",
            lambda n: f'=IF({area.cell(n, "years", "f")}/{length}>={share},{area.cell(n, "mean", "f")},"")',
        ),
        "signature": Column(
            blanks(np.where(result.has.ravel(), signatures(book, used_years(book)), np.nan)),
            "integer",
            signature_formulas.__getitem__,
        ),
    }


def used_years(book: Book) -> np.ndarray:
    """Return which years of each row have a value that counts, shape (rows, years); increments need two levels."""
    grows = np.repeat(book.framework.increments, len(book.framework.cities))
    present: np.ndarray = ~np.isnan(book.levels)
    present[grows] = ~np.isnan(increments(book.levels[grows]))
    return present


def fingerprints(book: Book) -> tuple[list[float], list[int]]:
    """Return checksum and number of the figures of each indicator, by which a change of inputs is seen."""
    shape = (len(book.framework.indicators), len(book.framework.cities))
    columns = _steps(book, book.layout.area("flow_data", HERE))
    sums = np.array(columns["checksum"].values, dtype=np.float64).reshape(shape).sum(axis=1)
    counts = np.array(columns["count"].values, dtype=np.int64).reshape(shape).sum(axis=1)
    return sums.tolist(), counts.tolist()


def _increments(book: Book) -> Columns:
    layout = book.layout
    area, data = layout.area("flow_increments", HERE), layout.area("flow_data", HERE)
    grows = np.repeat(book.framework.increments, len(book.framework.cities))
    changes = increments(book.levels[grows])
    years = layout.year_keys
    position = {key: n + 1 for n, key in enumerate(data.grid.items)}
    result: Columns = {
        "key": Column(list(area.grid.items), "label"),
        "row": Column(
            [position[key] for key in area.grid.items],
            "integer",
            lambda n: f"=MATCH({area.cell(n, 'key', 'f')},{data.span('key')},0)",
        ),
    }
    for number, (before, key) in enumerate(pairwise(years), start=1):

        def change(n: int, before: str = before, key: str = key) -> str:
            row = area.cell(n, "row", "f")
            now, then = f"INDEX({data.span(key, 'i')},{row})", f"INDEX({data.span(before, 'i')},{row})"
            return f'=IF(ISNUMBER({now})*ISNUMBER({then}),{now}-{then},"")'

        result[key] = Column(blanks(changes[:, number]), "value", change)
    if len(years) == 1:
        return result | _no_increments(area)
    first, last = years[1], years[-1]
    flags = layout.area("flow_years", HERE).line(0, first, last, "if")
    bits = layout.area("flow_years", HERE).line(1, first, last, "if")
    counted = (
        "=COUNTIFS({f},1,{r},{a})+COUNTIFS({f},1,{r},{b})",
        "=SUMIFS({s},{f},1,{r},{a})+SUMIFS({s},{f},1,{r},{b})",
    )

    def filled(n: int, pattern: str) -> str:
        return pattern.format(f=flags, s=bits, r=area.line(n, first, last), a='">=0"', b='"<0"')

    flat = np.flatnonzero(grows)
    return result | {
        "years": Column(book.result.year_counts.ravel()[flat].tolist(), "integer", lambda n: filled(n, counted[0])),
        "mean": Column(
            blanks(book.result.means.ravel()[flat]),
            "value",
            lambda n: f'=IF({area.cell(n, "years", "f")}>0,AVERAGEIFS({area.line(n, first, last)},{flags},1),"")',
        ),
        "signature": Column(
            signatures(book, used_years(book))[flat].tolist(), "integer", lambda n: filled(n, counted[1])
        ),
    }


def _no_increments(area: Area) -> Columns:
    """Return empty columns: a single year has no increment."""
    none = [0] * area.grid.size
    return {
        "years": Column(none, "integer", lambda _: "=0"),
        "mean": Column([""] * area.grid.size, "value", lambda _: '=""'),
        "signature": Column(none, "integer", lambda _: "=0"),
    }


SHEET = SheetSpec(
    "data",
    Text("数据汇总", "Data"),
    "calculation",
    help=Text(
        "各填报表汇总于此。只有真正的数能通过；其余按空缺处理并计数。所有公式只读此表。",
        "All input sheets come together here. Only real numbers pass; every other formula reads this table only.",
    ),
    grids=data_grids.grids,
    columns=_columns,
)
