"""Observations and panels: shapes, frozen arrays, another set of cities and years."""

import numpy as np
import pytest
from support.frameworks import NAN, panel, small

from flowxl.core.panel import Observations, Panel, Remark

YEARS = (2001, 2002, 2003)


@pytest.fixture
def observations():
    """Return two indicators of three cities over three years, 0 to 17, one missing."""
    framework = small((2,), 3)
    values = np.arange(18.0).reshape(6, 3)
    values[1, 1] = NAN
    remarks = {
        ("P1_1.B", 2002): Remark("not_applicable", note="no port"),
        ("P1_1.C", 2003): Remark("preliminary", "bureau"),
        ("P1_2.A", 2001): Remark("revised"),
    }
    return Observations(framework, YEARS, values, {"P1_1.C": "yearbook"}, {"P1_2.A": "looks odd"}, remarks)


def test_observations_are_frozen(observations):
    """Neither values nor texts can be changed, and the caller's array is left alone."""
    with pytest.raises(ValueError, match="read-only"):
        observations.values[0, 0] = 1
    with pytest.raises(TypeError):
        observations.sources["P1_1.C"] = "else"
    mine = np.zeros((6, 3))
    Observations(observations.framework, YEARS, mine)
    assert mine.flags.writeable


@pytest.mark.parametrize(
    ("years", "shape", "message"),
    [
        (YEARS, (6, 2), r"shape \(6, 2\), expected \(6, 3\)"),
        ((2001, 2003, 2004), (6, 3), "not consecutive"),
        ((2003, 2002, 2001), (6, 3), "not consecutive"),
        ((), (6, 0), "not consecutive"),
    ],
)
def test_observations_are_checked(observations, years, shape, message):
    """A wrong shape, years with a gap, in another order or none are refused."""
    with pytest.raises(ValueError, match=message):
        Observations(observations.framework, years, np.zeros(shape))


def test_observations_hold_no_infinite_number(observations):
    """An infinite value would make every score of its indicator missing in silence."""
    with pytest.raises(ValueError, match="infinite"):
        Observations(observations.framework, YEARS, np.full((6, 3), -np.inf))


def test_empty_observations(observations):
    """Everything is missing."""
    empty = Observations.empty(observations.framework, YEARS)
    assert np.isnan(empty.values).all()
    assert empty.not_applicable == frozenset()


def test_not_applicable(observations):
    """Only what is marked as such."""
    assert observations.not_applicable == {("P1_1.B", 2002)}


def test_fitted_to_fewer_cities_and_other_years(observations):
    """Series are found by key, years by number; what is new is missing; remarks that lead nowhere go."""
    framework = observations.framework.with_cities(["C", "A"])
    fitted = observations.fitted(framework, (2002, 2003, 2004))
    np.testing.assert_array_equal(fitted.values, [[7, 8, NAN], [1, 2, NAN], [16, 17, NAN], [10, 11, NAN]])
    assert fitted.sources == {"P1_1.C": "yearbook"}
    assert fitted.notes == {"P1_2.A": "looks odd"}
    assert set(fitted.remarks) == {("P1_1.C", 2003)}


def test_fitted_to_more_cities(observations):
    """A city that was not there before is missing."""
    fitted = observations.fitted(small((2,), 4), YEARS)
    assert np.isnan(fitted.values[[3, 7]]).all()
    np.testing.assert_array_equal(fitted.values[[0, 1, 2, 4, 5, 6]], observations.values)


def test_frame_of_observations(observations):
    """One row per value, with its own source before that of the series."""
    frame = observations.to_frame()
    assert list(frame.columns) == ["indicator", "place", "year", "value", "status", "source"]
    assert len(frame) == 17
    assert frame.iloc[-10].tolist() == ["P1_1", "C", 2003, 8.0, "preliminary", "bureau"]
    assert frame.iloc[-11].tolist() == ["P1_1", "C", 2002, 7.0, "", "yearbook"]


def test_panel_is_read_only_and_leaves_the_array_alone():
    """The panel's view cannot be written to."""
    mine = np.zeros((1, 3, 4))
    ours = Panel(small(), (2001, 2002, 2003, 2004), mine)
    with pytest.raises(ValueError, match="read-only"):
        ours.values[0, 0, 0] = 1
    assert mine.flags.writeable


@pytest.mark.parametrize(
    ("years", "shape", "message"),
    [
        ((2001, 2002), (1, 2, 2), "shape"),
        ((2001, 2003), (1, 3, 2), "not consecutive"),
        ((), (1, 3, 0), "not consecutive"),
    ],
)
def test_panel_is_checked(years, shape, message):
    """Shape and years must fit."""
    with pytest.raises(ValueError, match=message):
        Panel(small(), years, np.zeros(shape))


def test_frame_of_a_panel():
    """One row per indicator and city, one column per year."""
    frame = panel(small((2,), 2), np.arange(12.0).reshape(2, 2, 3)).to_frame()
    assert frame.loc[("P1_2", "A")].tolist() == [6, 7, 8]
    assert list(frame.columns) == list(YEARS)
