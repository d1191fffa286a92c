"""Ranges from anywhere: recognised by their own titles, or refused with the cell; never taken for another."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from support.ranges import DATA, INDEX, WEIGHTS, changed

from flowxl.udf import functions as f
from flowxl.udf.cache import ContentCache, digest
from flowxl.udf.cell_values import CellError, as_grid
from flowxl.udf.errors import FunctionError


def turn(grid):
    """Swap rows and columns."""
    return tuple(zip(*grid, strict=True))


def shifted(grid):
    """Put a title line and a blank row above, a blank column to the left."""
    width = len(grid[0]) + 1
    return (("My figures", *[None] * (width - 1)), (None,) * width, *((None, *row) for row in grid))


def merged(grid):
    """Blank repeated labels, as merged cells do."""
    lines, above = [], None
    for row in grid:
        lines.append((None, row[1], None, *row[3:]) if row[0] == above else row)
        above = row[0]
    return tuple(lines)


GOOD = {
    "as it stands": DATA,
    "shifted": shifted(DATA),
    "turned": turn(DATA),
    "turned and shifted": turn(shifted(DATA)),
    "merged": merged(DATA),
    "columns in another order": tuple(row[::-1] for row in DATA),
    "rows in another order": (DATA[0], *DATA[:0:-1]),
    "blank rows": (DATA[0], *(line for row in DATA[1:] for line in (row, (None,) * 5))),
    "numeric years": (("Indicator", "City", "Pillar", 2019.0, 2020.0), *DATA[1:]),
    "Chinese titles": (("指标", "城市", "二级指标代码", "2019年", "2020年"), *DATA[1:]),
    "keys for titles": (("indicator_name", "city_name", "pillar", "2019", "2020"), *DATA[1:]),
    "a text column of its own": tuple((*row, "note") for row in DATA),
    "years swapped": tuple((*row[:3], row[4], row[3]) for row in DATA),
    "with 市": tuple((row[0], f"{row[1]}市" if n > 1 else row[1], *row[2:]) for n, row in enumerate(DATA)),
    "full width": tuple(
        (*(str(cell).translate(str.maketrans("PT", "ＰＴ")) for cell in row[:3]), *row[3:]) for row in DATA
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_foreign_range_is_recognised(name):
    """The index worked out by hand comes out, whatever way the table stands."""
    if name == "full width":  # pillars are matched by the weights table, whatever their width
        assert f.flowindex("North", GOOD[name], WEIGHTS) == pytest.approx(INDEX["North"], abs=1e-12)
    for city, index in INDEX.items():
        assert f.flowindex(city, GOOD[name], WEIGHTS) == pytest.approx(index, abs=1e-12)


CHINESE, ENGLISH = re.compile("[一-鿿]"), re.compile("[a-z]+ [a-z]+ [a-z]+")
BAD = {
    "titles cut off": (DATA[1:], "a table with the titles"),
    "last row cut off": (DATA[:-1], "no row for trips south"),
    "a city's rows gone": (tuple(row for row in DATA if row[:2] != ("Cables", "South")), "no row for cables south"),
    "no pillar column": (tuple((*row[:2], *row[3:]) for row in DATA), "a table with the titles"),
    "no years": (tuple(row[:3] for row in DATA), "years"),
    "a text": (changed(DATA, 2, 3, "12 "), "data, cell D3 of the range: found the text '12 '"),
    "a dash": (changed(DATA, 2, 3, "-"), "found the text '-'"),
    "an error": (changed(DATA, 4, 4, -2146826246), "cell E5 of the range: found #N/A"),
    "a truth value": (changed(DATA, 4, 4, True), "found True"),
    "an error as label": (
        changed(DATA, 4, 1, CellError("#REF!")),
        "cell B5 of the range: found #REF!; expected a label",
    ),
    "a row twice": ((*DATA, DATA[3]), "Ports South twice"),
    "a year twice": (changed(DATA, 0, 4, "2019"), "2019 twice"),
    "a number without a title": (changed(tuple((*row, None) for row in DATA), 3, 5, 7.0), "cell F4"),
    "a title gone": (changed(DATA, 0, 4, None), "expected a title above its column"),
    "an unknown pillar": (changed(DATA, 7, 2, "Peopel"), "the pillar 'Peopel'"),
    "a pillar without rows": (tuple(row for row in DATA if row[2] != "People"), "no rows for the pillars People"),
    "one indicator in two pillars": (changed(DATA, 3, 2, "People"), "another pillar"),
    "a row without a city": (changed(DATA, 3, 1, None), "a row without city"),
    "nothing": (((None, None), (None, None)), "nothing"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("turned", [False, True])
def test_what_cannot_be_told_is_refused(name, turned):
    """A range that is cut off, unclear or holds anything but numbers gives an error with its place, and no number."""
    grid, reason = BAD[name]
    with pytest.raises(FunctionError) as caught:
        f.flowindex("North", turn(grid) if turned else grid, WEIGHTS)
    assert caught.value.code == "#VALUE!"
    if not turned:
        assert reason in str(caught.value)
    assert CHINESE.search(caught.value.of("zh"))
    assert not ENGLISH.search(caught.value.of("zh"))


def test_all_faults_are_told_at_once():
    """Three bad cells, three reasons."""
    grid = changed(changed(changed(DATA, 1, 3, "a"), 2, 3, "b"), 3, 4, "c")
    with pytest.raises(FunctionError) as caught:
        f.flowindex("North", grid, WEIGHTS)
    assert [fault.found for fault in caught.value.faults] == ["the text 'a'", "the text 'b'", "the text 'c'"]


@pytest.mark.parametrize(
    ("weights", "reason"),
    [
        (changed(WEIGHTS, 1, 1, None), "found nothing; expected a weight above 0"),
        (changed(WEIGHTS, 1, 1, 0.0), "found 0; expected a weight above 0"),
        (changed(WEIGHTS, 1, 1, "2"), "found the text '2'"),
        (changed(WEIGHTS, 1, 1, True), "found True"),
        (changed(WEIGHTS, 2, 0, "Trade"), "a code that no other pillar has"),
    ],
)
def test_weights_that_cannot_be_used(weights, reason):
    """Blank, zero, text and repeated codes are refused."""
    with pytest.raises(FunctionError, match=reason):
        f.flowindex("North", DATA, weights)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([("window_first", 2018.0)], "all years of the window 2018-2020"),
        ([("window_last", 2020.5)], "a whole number"),
        ([("method", "best")], "z"),
        ([("min_year_share", "half")], "a number"),
        ([("focus", "East")], "a city of the table"),
        ([("speed", 3.0)], "the setting 'speed'"),
        ([("method", "zscore"), ("method", "rank")], "each once"),
        ([("min_year_share", 2.0)], "a share above 0"),
    ],
)
def test_settings_that_cannot_be_used(rows, reason):
    """Unknown, repeated and impossible settings are refused."""
    with pytest.raises(FunctionError, match=reason):
        f.flowindex("North", DATA, WEIGHTS, (("Code", "Value"), *rows))


def test_settings_are_honoured():
    """One year of the window, rank scores: Ports 1, 4, 6 -> 1, 2, 3; Cables 3, 2, 1; Trips 1, 3, 2."""
    settings = (("code", "value"), ("window_first", 2019.0), ("window_last", 2019.0), ("method", "rank"))
    answers = [f.flowindex(city, DATA, WEIGHTS, settings) for city in INDEX]
    assert answers == [2 * 2 + 3 * 1, 2 * 2 + 3 * 3, 2 * 2 + 3 * 2]


def test_a_name_of_two_cities_is_na():
    """One city's code is another's name: no number, for it could be that of either; other names still answer."""
    codes = {"North": "N", "Middle": "North", "South": "S"}
    grid = (
        ("Indicator", "City code", "City", "Pillar", "2019", "2020"),
        *((r[0], codes[r[1]], *r[1:]) for r in DATA[1:]),
    )
    with pytest.raises(FunctionError, match="'North', the name of 2 cities; expected N or North") as caught:
        f.flowindex("North", grid, WEIGHTS)
    assert caught.value.code == "#N/A"
    assert f.flowindex("N", grid, WEIGHTS) == pytest.approx(INDEX["North"], abs=1e-12)
    assert f.flowindex("Middle", grid, WEIGHTS) == pytest.approx(INDEX["Middle"], abs=1e-12)


def test_an_ambiguous_name_is_na_and_its_address_is_not():
    """Two indicators of one name in two pillars: the pillar tells which."""
    codes = {("Ports", "Trade"): "A", ("Cables", "Trade"): "B", ("Trips", "People"): "C"}
    body = [(codes[row[0], row[2]], "Ports" if row[0] == "Trips" else row[0], *row[1:]) for row in DATA[1:]]
    grid = (("Indicator code", "Indicator", "City", "Pillar code", "2019", "2020"), *body)
    with pytest.raises(FunctionError, match=r"the name of 2 things.*Trade/Ports.*People/Ports") as caught:
        f.flowscore("North", "Ports", grid, WEIGHTS)
    assert caught.value.code == "#N/A"
    assert f.flowscore("Middle", "People/Ports", grid, WEIGHTS) == pytest.approx(1, abs=1e-12)
    assert f.flowscore("South", "Trade/Ports", grid, WEIGHTS) == pytest.approx(1, abs=1e-12)


def test_cells_of_every_kind_are_made_alike():
    """Dates are the numbers behind them, currency too; error cells come as whole numbers through COM."""
    utc = dt.timezone.utc  # noqa: UP017 - what pywin32 gives
    cells = (1, 2.5, "x", "", None, True, Decimal("3.50"), dt.datetime(2020, 1, 1, 12, tzinfo=utc), -2146826281)
    assert as_grid((cells,)) == ((1.0, 2.5, "x", None, None, True, 3.5, 43831.5, CellError("#DIV/0!")),)
    assert as_grid(7) == ((7.0,),)
    with pytest.raises(FunctionError, match="rows of different lengths"):
        as_grid(((1,), (1, 2)))


def test_the_cache_tells_contents_apart_and_is_bounded():
    """1 and TRUE are not the same content; the oldest goes when there are too many, or too large ones."""
    assert len({digest(((1.0,),)), digest(((True,),)), digest((("1",),)), digest(((None,),)), digest((("",),))}) == 5
    cache = ContentCache(limit=2)
    assert [cache.get((n,), lambda n=n: n * 10) for n in (1, 2, 1, 3, 1, 2)] == [10, 20, 10, 30, 10, 20]
    assert (cache.made, len(cache)) == (4, 2)  # 2 went when 3 came, and was made again
    large = ContentCache(cells=5)
    for n in range(4):
        large.get((((n, n), (n, n)),), lambda: 0)
    assert len(large) == 1


def test_two_open_workbooks_are_not_mixed():
    """Calls of two books in turn give each its own numbers."""
    other = changed(DATA, 7, 3, 50.0)
    other = changed(other, 7, 4, 50.0)
    for _ in range(3):
        assert f.flowscore("North", "Trips", DATA, WEIGHTS) == pytest.approx(-1, abs=1e-12)
        # 50, 30, 20: mean 33.3, the sample sd is sqrt(700 / 3)
        assert f.flowscore("North", "Trips", other, WEIGHTS) == pytest.approx((50 - 100 / 3) / (700 / 3) ** 0.5)
