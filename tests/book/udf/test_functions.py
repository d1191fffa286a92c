"""Worksheet functions on the shipped book: the core's numbers, whatever way a name is written, or a reason."""

import contextlib
import math

import numpy as np
import pytest
from support.command import python
from support.ranges import ranges_of

import flowxl as package
from flowxl.core.normalise import competition_rank
from flowxl.udf import functions as f
from flowxl.udf.errors import FunctionError

EXACT = {"rtol": 0, "atol": 1e-12}


@pytest.fixture(scope="module")
def book(shipped_book):
    """Return the core's own result of the shipped book."""
    return package.read(shipped_book).compute()


@pytest.fixture(scope="module")
def tables(shipped_book):
    """Return the three ranges that every function gets."""
    return ranges_of(shipped_book)


@pytest.mark.parametrize("library", ["pandas", "scipy"])
def test_functions_start_without(library):
    """Every start of Excel's or LibreOffice's Python would wait for it, and no function needs it."""
    ran = python("-c", f"import sys, flowxl.udf.all_functions\nsys.exit({library!r} in sys.modules)")
    assert ran.returncode == 0, ran.stderr


def refused(code, function, *arguments):
    """Call a function that must refuse, and return the reason."""
    with pytest.raises(FunctionError) as caught:
        function(*arguments)
    assert caught.value.code == code
    return str(caught.value)


def or_nan(answer):
    """Return a table of answers as numbers, blank as NaN."""
    return np.array([[math.nan if cell == "" else cell for cell in row] for row in answer])


def test_index_and_rank_of_every_city(book, tables):
    """Each city's index and rank are the core's."""
    codes = book.framework.city_codes
    np.testing.assert_allclose([f.flowindex(code, *tables) for code in codes], book.index, **EXACT)
    assert [f.flowrank(code, None, *tables) for code in codes] == book.rank.tolist()


def test_index_without_a_city_is_a_table(book, tables):
    """All cities with a title: name, index, rank."""
    head, *rows = f.flowindex(None, *tables)
    assert head == ["城市", "指数", "名次"]
    assert [row[0] for row in rows] == ["上海", "杭州", "北京", "深圳", "广州"]
    np.testing.assert_allclose([row[1] for row in rows], book.index, **EXACT)
    assert [row[2] for row in rows] == book.rank.tolist()


@pytest.mark.parametrize("level", ["dimension", "pillar", "indicator"])
def test_score_of_every_item(book, tables, level):
    """A column of codes and a row of cities give the table of the core's scores; what is missing is blank."""
    codes, expected = {
        "dimension": ([d.code for d in book.framework.dimensions], book.dimension_scores),
        "pillar": (book.framework.pillar_codes, book.pillar_scores),
        "indicator": (book.framework.indicator_codes, book.scores),
    }[level]
    answer = f.flowscore((book.framework.city_codes,), tuple((code,) for code in codes), *tables)
    np.testing.assert_allclose(or_nan(answer), expected, **EXACT)
    assert np.isnan(expected).any()


def test_score_turns_with_its_ranges(book, tables):
    """Cities down and items across give the other orientation, so do single rows and columns."""
    cities, items = tuple((code,) for code in book.framework.city_codes), (("CA", "RS", "TR"),)
    rows = [book.framework.pillar_codes.index(code) for code in items[0]]
    np.testing.assert_allclose(f.flowscore(cities, items, *tables), book.pillar_scores[rows].T, **EXACT)
    assert np.shape(f.flowscore("上海", items, *tables)) == (1, 3)
    assert np.shape(f.flowscore("上海", (("CA",), ("RS",)), *tables)) == (2, 1)
    assert np.shape(f.flowscore(cities, "CA", *tables)) == (5, 1)
    reason = refused("#VALUE!", f.flowscore, cities, (("CA",), ("RS",)), *tables)
    assert "same direction" in reason


def test_means_of_every_counting_indicator(book, tables):
    """The means over the window, as in the paper's Table 3."""
    codes = book.framework.indicator_codes
    answer = f.flowmean((book.framework.city_codes,), tuple((code,) for code in codes), *tables)
    np.testing.assert_allclose(or_nan(answer), book.means, rtol=1e-15, atol=0)
    assert f.flowmean("SH", "GDP", *tables) == pytest.approx(book.means[codes.index("OE07"), 0], rel=1e-15)


def test_rank_in_a_pillar(book, tables):
    """Ranks of a pillar share places as the core's do."""
    ranks = [f.flowrank(code, "RS", *tables) for code in book.framework.city_codes]
    assert ranks == competition_rank(book.pillar_scores[book.framework.pillar_codes.index("RS")], 1e-9).tolist()
    assert sorted(ranks) == [1, 1, 3, 3, 5]


def test_table_2_with_and_without_labels(book, tables):
    """The whole table has badge, weights, names and all scores; with items and cities it is the numbers alone."""
    head, *rows = f.flowtable(*tables)
    assert head[:3] == [f"Python 核心 {package.__version__}", "权重", "上海"]
    assert [row[1] for row in rows[:-1]] == [5, 4, 4, 4, 3, 3, 3, 3, 2, 2, 1, 34]
    np.testing.assert_allclose(rows[-2][2:], book.index, **EXACT)
    items, cities = (("TR",), ("index",), ("rank",), ("display",), ("engine",)), (("广州", "上海"),)
    answer = f.flowtable(*tables, items, cities)
    np.testing.assert_allclose(answer[0], book.pillar_scores[book.framework.pillar_codes.index("TR"), [4, 0]], **EXACT)
    np.testing.assert_allclose(answer[1], book.index[[4, 0]], **EXACT)
    assert answer[2] == book.rank[[4, 0]].tolist()
    np.testing.assert_allclose(answer[3], book.display_index[[4, 0]], **EXACT)
    assert answer[4] == [f"Python 核心 {package.__version__}", ""]
    turned = f.flowtable(*tables, tuple(zip(*items, strict=True)), tuple(zip(*cities, strict=True)))
    assert turned == [list(column) for column in zip(*answer, strict=True)]
    assert "only one" in refused("#VALUE!", f.flowtable, *tables, items, None)


def test_gap(book, tables):
    """Both scores, gap and weighted gap per pillar, the heaviest first."""
    gap = book.gap("SH", "BJ")
    head, *rows = f.flowgap("上海", "北京", *tables)
    assert head == ["二级指标", "上海", "北京", "差距", "加权差距"]
    codes = ["SP", "CA", "PE", "SI", "RS", "LT", "IF", "TR", "IN", "OS", "OE"]
    order = [book.framework.pillar_codes.index(code) for code in codes]
    expected = np.array([gap.focus_scores, gap.benchmark_scores, gap.gap, gap.weighted_gap])[:, order].T
    np.testing.assert_allclose(or_nan([row[1:] for row in rows]), expected, **EXACT)


def test_coverage(tables):
    """What stands behind the result, in words: the figures are those of the README."""
    assert f.flowcoverage(None, *tables) == "二级指标 6/11，权重 18/34，三级指标 17/127"
    assert f.flowcoverage("上海", *tables).startswith("权重 18/34，三级指标 17/127，年份 ")


@pytest.mark.parametrize("name", ["SH", "sh", "上海", "上海市", " 上海 ", "Shanghai", "SHANGHAI", "ＳＨ"])
def test_a_city_by_any_name(book, tables, name):
    """Code, Chinese or English name, with or without 市, trimmed, of any width."""
    assert f.flowindex(name, *tables) == pytest.approx(book.index[0], abs=1e-12)


@pytest.mark.parametrize("name", ["CA", "资金流", " ca ", "Capital flows", "Capital"])
def test_a_pillar_by_any_name(book, tables, name):
    """Code, either name."""
    value = book.pillar_scores[book.framework.pillar_codes.index("CA"), 0]
    assert f.flowscore("SH", name, *tables) == pytest.approx(value, abs=1e-12)


def test_one_series_in_two_pillars_is_one_thing(book, tables):
    """对外投资额 stands in two pillars as one series: its name is enough; a pillar may be put before it."""
    codes = [i.code for i in book.framework.indicators if i.name.zh == "对外投资额"]
    assert len(codes) == 2
    for name in ("对外投资额", "资金流/对外投资额", "CA / 对外投资额"):
        assert "too few figures" in refused("#N/A", f.flowscore, "上海", name, *tables)
    assert "code or name" in refused("#N/A", f.flowscore, "上海", "人流/对外投资额", *tables)


def test_missing_figures_are_na_with_a_reason(tables):
    """A pillar without figures has no score."""
    assert "found too few figures" in refused("#N/A", f.flowscore, "上海", "战略规划流", *tables)
    assert "too few figures" in refused("#N/A", f.flowrank, "上海", "战略规划流", *tables)
    assert "too few figures" in refused("#N/A", f.flowmean, "上海", "SP01", *tables)


@pytest.mark.parametrize(
    ("code", "call", "reason"),
    [
        ("#N/A", lambda t: f.flowindex("武汉", *t), "city: found '武汉'; expected one of the cities Shanghai"),
        ("#N/A", lambda t: f.flowscore("上海", "x", *t), "item: found 'x'"),
        ("#N/A", lambda t: f.flowmean("上海", "资金流", *t), "an indicator"),
        ("#N/A", lambda t: f.flowgap("上海", "x", *t), "benchmark: found 'x'"),
        ("#VALUE!", lambda t: f.flowindex(True, *t), "city: found True"),
        ("#VALUE!", lambda t: f.flowindex((("SH", "BJ"),), *t), "expected one cell"),
        ("#VALUE!", lambda t: f.flowindex("SH", None, *t[1:]), "no table flow_data"),
        ("#VALUE!", lambda t: f.flowindex("SH", t[0], None, t[2]), "no table flow_weights"),
        ("#VALUE!", lambda t: f.flowindex("SH", t[1], t[1], t[2]), "with the titles Indicator code or Indicator"),
        ("#VALUE!", lambda t: f.flowindex("SH", *t[:2], t[1]), "settings"),
        ("#VALUE!", lambda t: f.flowscore((("SH", "BJ"), ("HZ", "GZ")), "CA", *t), "a row or a column"),
    ],
)
def test_what_cannot_be_answered_says_why(tables, code, call, reason):
    """The error names the argument, what was found and what was expected."""
    with pytest.raises(FunctionError) as caught:
        call(tables)
    assert (caught.value.code, reason in str(caught.value)) == (code, True), str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (((1.0, 2.0, 3.0),), [[-1, 0, 1]]),
        ((((1.0,), (2.0,), (3.0,)),), [[-1], [0], [1]]),
        ((((2.0, 1.0), (4.0, 1.0), (6.0, 4.0)), 1.0), [[-1, -(3**-0.5)], [0, -(3**-0.5)], [1, 2 * 3**-0.5]]),
        (((1.0, 2.0, 3.0), 0.0), [[-(1.5**0.5), 0, 1.5**0.5]]),  # population sd of 1, 2, 3 is sqrt(2 / 3)
        (((1.0, 2.0, 3.0), 1.0, -1.0), [[1, 0, -1]]),
        (((1.0, None, 3.0),), [[-(0.5**0.5), "", 0.5**0.5]]),
        (((7.0, 7.0, 7.0),), [[0, 0, 0]]),
        ((5.0,), 0),
    ],
)
def test_flowz_by_hand(arguments, expected):
    """Rows, columns and tables keep their shape; a constant scores 0; blanks stay blank."""
    answer = f.flowz(*arguments)
    if isinstance(expected, int):
        assert answer == expected
        return
    assert [[cell == "" for cell in row] for row in answer] == [[cell == "" for cell in row] for row in expected]
    np.testing.assert_allclose(or_nan(answer), or_nan(expected), rtol=0, atol=1e-15)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (((1.0, "x"),), "the text 'x'"),
        (((1.0, True),), "True"),
        (((1.0, -2146826246),), "#N/A"),
        (((1.0, 2.0), 2.0), "ddof: found 2.0; expected 0 or 1"),
        (((1.0, 2.0), 1.0, 0.0), "direction: found 0.0; expected 1 or -1"),
        (((1.0, 2.0), True), "ddof: found True"),
    ],
)
def test_flowz_refuses(arguments, reason):
    """Texts, truth values and errors are no numbers."""
    assert reason in refused("#VALUE!", f.flowz, *arguments)


def test_flowz_of_nothing_is_na():
    """A blank range has no scores."""
    assert "no number" in refused("#N/A", f.flowz, ((None, None),))


def test_66_formulas_cost_one_computation(tables, monkeypatch):
    """Five cities and eleven pillars with the index: one computation, as every cell hands over the same content."""
    computed = []
    real = f.read_model
    monkeypatch.setattr(f, "read_model", lambda *a: computed.append(1) or real(*a))
    monkeypatch.setattr(f, "MODELS", f.ContentCache())
    codes = [row[0] for row in tables[1][1:]]
    for city in ("SH", "HZ", "BJ", "SZ", "GZ", "上海市"):
        for item in codes:
            with contextlib.suppress(FunctionError):  # pillars without figures
                f.flowscore(city, item, *(tuple(map(tuple, table)) for table in tables))
    assert len(computed) == 1


def test_status_names_the_engine():
    """The version that answers."""
    assert f.flowstatus() == f"Python core {package.__version__}"
