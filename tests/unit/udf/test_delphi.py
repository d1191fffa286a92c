"""FLOWDELPHI and FLOWKENDALL: the core's figures, labels or none, upright or turned; what is no rating is refused."""

import numpy as np
import pytest
from support.delphi_data import NAG, per_item, reference, table

from flowxl.udf.errors import FunctionError
from flowxl.udf.functions_delphi import flowdelphi, flowkendall

NAMES = tuple(f"Item {n}" for n in range(1, 9))
ZH = ["条目", "人数", "均值", "中位数", "标准差", "变异系数", "Q1", "Q3", "四分位距", "满分率"]
EN = ["Item", "n", "Mean", "Median", "sd", "CV", "Q1", "Q3", "IQR", "Full-score share"]
PLAIN = ((4.0, 5.0, 3.0), (5.0, None, 2.0), (4.0, 4.0, 3.0))


def cells(values):
    """Return an array as a spreadsheet program hands it over."""
    return tuple(tuple(None if np.isnan(x) else float(x) for x in row) for row in values)


def labelled(grid, *, head=(), side=(), corner=None):
    """Put labels beside a range."""
    rows = [(*((label,) if side else ()), *row) for label, row in zip(side or [None] * len(grid), grid, strict=True)]
    return ((*((corner,) if side else ()), *head), *rows) if head else tuple(rows)


def turn(grid):
    """Swap rows and columns."""
    return tuple(zip(*grid, strict=True))


def refused(code, function, *arguments):
    """Call a function that must refuse, and return the reason."""
    with pytest.raises(FunctionError) as caught:
        function(*arguments)
    assert caught.value.code == code
    return str(caught.value)


def test_measures_are_those_of_r():
    """With English labels and gaps; the full-score share by hand from the ratings."""
    head, *rows = flowdelphi(labelled(cells(table("first")), head=NAMES, side=[f"E{n}" for n in range(14)]), 5.0)
    assert head == EN
    assert [row[0] for row in rows] == list(NAMES)
    for column, measure in enumerate(("n", "mean", "median", "sd", "cv", "q1", "q3", "iqr"), start=1):
        np.testing.assert_allclose([row[column] for row in rows], per_item(measure), rtol=1e-14)
    assert rows[0][9] == 4 / 12


def test_kendall_of_nag_and_of_r():
    """NAG's printed digits; R's Friedman on ratings with gaps, and who was left out."""
    head, row = flowkendall(cells(NAG))
    assert head == ["W", "χ²", "自由度", "p", "计入专家", "漏评专家"]
    assert [round(x, digits) for x, digits in zip(row, (4, 3, 0, 5, 0, 0), strict=True)] == [
        0.8277, 22.349, 9, 0.00784, 3, 0,
    ]  # fmt: skip
    expected = reference()
    head, row = flowkendall(labelled(cells(table("first")), head=NAMES))
    assert head == ["W", "χ²", "df", "p", "Experts used", "Experts left out"]
    wanted = [*(expected[f"friedman.{name}"] for name in ("w", "chi2", "df", "p")), 11, 2]
    np.testing.assert_allclose(row, wanted, rtol=1e-12)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("side", [(), ("张", "王", "李")])
@pytest.mark.parametrize("head", [(), ("交通流", "资金流", "信息流")])
def test_labels_and_direction_change_no_figure(head, side, turned):
    """Labels name the items; without them it is their place."""
    grid = labelled(PLAIN, head=head, side=side, corner="专家")
    title, *rows = flowdelphi(turn(grid) if turned else grid, None, 1.0 if turned else 0.0)
    assert title == ZH[:9]
    assert [row[0] for row in rows] == list(head or "123")
    figures = flowdelphi(PLAIN)[1:]
    assert [row[1:] for row in rows] == [row[1:] for row in figures]
    assert flowkendall(turn(grid), 1.0)[1] == flowkendall(PLAIN)[1]
    assert rows[1][1:4] == [2, 4.5, 4.5]


def test_labels_of_one_row_and_one_column():
    """A single expert with a name, a single item with a name."""
    assert [row[:3] for row in flowdelphi((("E1", 4.0, 5.0),))[1:]] == [["1", 1, 4], ["2", 1, 5]]
    assert [row[:3] for row in flowdelphi((("GDP",), (4.0,), (5.0,)))[1:]] == [["GDP", 2, 4.5]]


def test_blank_margin_and_blank_items():
    """Blank rows and columns at the end are nothing; a blank item inside keeps its place, with 0 experts."""
    grid = ((4.0, None, 5.0, None, ""), (3.0, " ", 5.0, None, None), (None,) * 5)
    title, *rows = flowdelphi(grid)
    assert [row[:2] for row in rows] == [["1", 2], ["2", 0], ["3", 2]]
    assert rows[1][2:] == [""] * 7
    assert len(title) == 9


NA = -2146826246
"""How an error cell arrives through COM."""
TEXT = ((4.0, 5.0), (3.0, 2.0), (5.0, "4分"))
REFUSED = {
    "a text": ("cell B3 of the range: found the text '4分'", TEXT),
    "a text, turned": ("cell C2 of the range: found the text '4分'", turn(TEXT), None, 1.0),
    "a text below labels": ("cell C2", labelled(((4.0, "x"), (3.0, 2.0)), head=("A", "B"), side=("p", "q"))),
    "an error": ("cell B2 of the range: found #N/A; expected a number or a blank", ((4.0, 5.0), (3.0, NA))),
    "a truth value": ("cell A2 of the range: found True", ((4.0, 5.0), (True, 3.0))),
    "one label": ("cell B1 of the range: found the text 'x' beside numbers", ((4.0, "x"), (3.0, 2.0))),
    "one name": ("cell A2 of the range: found the text 'x' beside", ((4.0, 1.0), ("x", 2.0), (3.0, 2.0))),
    "a number among labels": ("cell A1", (("A", 2020.0), (3.0, 2.0))),
    "no label": ("cell A1 of the range: found nothing; expected a label", ((None, "A"), (3.0, 2.0))),
    "numbers of experts": ("'编号' above numbers", (("编号", "A"), (1.0, 2.0), (2.0, 4.0))),
    "above the full score": ("ratings: found 6; expected at most 5", ((4.0, 6.0),), 5.0),
    "no full score": ("best: found the text 'five'", ((4.0, 5.0),), "five"),
    "two full scores": ("best", ((4.0, 5.0),), ((5.0, 5.0),)),
    "no direction": ("turned: found 2.0; expected 0 or 1", ((4.0, 5.0),), None, 2.0),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_rating_is_refused(case):
    """With its place in the range."""
    reason, *arguments = REFUSED[case]
    assert reason in refused("#VALUE!", flowdelphi, *arguments)


def test_every_wrong_cell_is_counted():
    """The first five are told."""
    grid = ((1.0, 2.0), *((float(n), "?") for n in range(7)))
    with pytest.raises(FunctionError) as caught:
        flowkendall(labelled(grid, head=("A", "B")))
    assert len(caught.value.faults) == 7


@pytest.mark.parametrize(
    ("grid", "reason"),
    [
        (((4.0, 5.0),), "fewer than two experts"),
        (((4.0, None), (None, 5.0)), "fewer than two experts"),
        (((4.0,), (5.0,)), "one item"),
        (((4.0, 4.0), (5.0, 5.0)), "rated all items alike"),
        (((None, None), (None, None)), "no number"),
        ((("A", "B"), (None, None)), "no number"),
    ],
)
def test_no_concordance_is_na(grid, reason):
    """And says why."""
    assert reason in refused("#N/A", flowkendall, grid)
