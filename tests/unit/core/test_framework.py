"""The structure: which series feeds what, subsets of cities, names in two languages."""

from dataclasses import replace

import numpy as np
import pytest
from support.frameworks import NO_TEXT, small

from flowxl.core.framework import City, Place, Region, Series
from flowxl.core.panel import Observations
from flowxl.voice.text import Text


def place(code):
    """Return a place whose name is its code."""
    return Place(code, Text("", code))


@pytest.fixture
def regional():
    """Cities A, B of region R and C of region S; P1_1 takes each region's second city; P2_1 shares the series P1_1."""
    framework = small(
        (2, 2), 3, window=(2001, 2001), P1_1={"region_rank": 2}, P2_1={"region_rank": 2, "same_as": "P1_1"}
    )
    regions = (
        Region("R", Text("", "R"), (place("X"), place("B"))),
        Region("S", Text("", "S"), (place("A"), place("Y"))),
        Region("T", Text("", "T"), (place("Z"), place("Z"))),  # no city lies in it
    )
    members = {"A": "R", "B": "R", "C": "S"}
    cities = tuple(City(city.code, city.name, members[city.code]) for city in framework.cities)
    return replace(framework, cities=cities, regions=regions)


def test_names_fall_back_on_the_other_language():
    """An empty name is taken from the other language."""
    assert [Text("上海", "Shanghai").of(language) for language in ("zh", "en")] == ["上海", "Shanghai"]
    assert [Text("", "Shanghai").of(language) for language in ("zh", "en")] == ["Shanghai"] * 2
    assert [Text("上海", "").of(language) for language in ("zh", "en")] == ["上海"] * 2


@pytest.mark.parametrize(("zh", "en", "expected"), [("%", "", True), ("", "%", True), ("元", "yuan", False)])
def test_percentages(zh, en, expected):
    """A measure of % makes an indicator a percentage."""
    assert replace(small().indicators[0], measure=Text(zh, en)).is_percentage is expected


def test_positions_of_groups():
    """Groups of 2, 1, 3 indicators in dimensions of 1 and 2 pillars."""
    framework = small((2, 1, 3), groups=(1, 2), weights=(5, 1, 2), P3_1={"direction": -1}, P1_2={"entry": "increment"})
    assert framework.pillar_starts.tolist() == [0, 2, 3]
    assert framework.pillar_sizes.tolist() == [2, 1, 3]
    assert framework.pillar_of_indicator.tolist() == [0, 0, 1, 2, 2, 2]
    assert framework.dimension_starts.tolist() == [0, 1]
    assert framework.weights.tolist() == [5, 1, 2]
    assert framework.directions.tolist() == [1, 1, 1, -1, 1, 1]
    assert framework.increments.tolist() == [False, True, False, False, False, False]
    assert [indicator.code for indicator in framework.indicators_of("P3")] == ["P3_1", "P3_2", "P3_3"]


def test_arrays_are_read_only(regional):
    """Nobody changes the weights of a framework by mistake."""
    names = ("weights", "directions", "increments", "pillar_starts", "pillar_sizes", "pillar_of_indicator")
    for name in (*names, "dimension_starts", "sources"):
        assert not getattr(regional, name).flags.writeable, name


def test_a_series_is_entered_once(regional):
    """A region's city is entered once for its cities, a shared series at its base, an unused region not at all."""
    assert [series.key for series in regional.series] == [
        *("P1_1.B", "P1_1.Y"),
        *("P1_2.A", "P1_2.B", "P1_2.C"),
        *("P2_2.A", "P2_2.B", "P2_2.C"),
    ]


def test_a_place_of_two_regions_is_entered_once(regional):
    """Regions that share a city at a rank share its series."""
    first, second, third = regional.regions
    shared = replace(regional, regions=(first, replace(second, members=(place("A"), place("B"))), third))
    assert [series.key for series in shared.series][:2] == ["P1_1.B", "P1_2.A"]
    assert shared.sources[0].tolist() == [0, 0, 0]


def test_what_feeds_an_indicator(regional):
    """A and B take the second city of R, C that of S, in both pillars that show the series."""
    first, shared = regional.indicators[0], regional.indicators[2]
    for indicator in (first, shared):
        sources = [regional.source_of(indicator, city) for city in regional.cities]
        assert sources == [Series("P1_1", "B"), Series("P1_1", "B"), Series("P1_1", "Y")]
    assert regional.sources.tolist() == [[0, 0, 1], [2, 3, 4], [0, 0, 1], [5, 6, 7]]


def test_panel_follows_the_sources(regional):
    """Each series gets its own number; the panel shows it wherever it feeds."""
    observations = Observations(regional, (2001,), np.arange(10.0, 18.0)[:, None])
    expected = [[10, 10, 11], [12, 13, 14], [10, 10, 11], [15, 16, 17]]
    assert observations.panel().values[:, :, 0].tolist() == expected


def test_places(regional):
    """Scored cities keep their name; region cities come after them, each once."""
    assert list(regional.places) == ["A", "B", "C", "X", "Y", "Z"]
    assert regional.places["A"].name.en == "City 0"


def test_years_needed():
    """An increment needs the year before the window."""
    assert small().years_needed((2001, 2003)) == (2001, 2002, 2003)
    assert small(P1_1={"entry": "increment"}).years_needed((2001, 2003)) == (2000, 2001, 2002, 2003)


def test_with_cities():
    """Cities are taken in the order that is asked for."""
    assert small(n_cities=4).with_cities(["D", "A"]).city_codes == ("D", "A")


@pytest.mark.parametrize(("codes", "error"), [(["A", "Q"], KeyError), ([], ValueError), (["A", "A"], ValueError)])
def test_with_cities_refuses(codes, error):
    """Unknown cities, none at all, or one twice."""
    with pytest.raises(error):
        small().with_cities(codes)


def test_with_window():
    """Only the window changes."""
    changed = small().with_window((1999, 2001))
    assert changed.window == (1999, 2001)
    assert changed.indicator_codes == small().indicator_codes
    assert changed.source == NO_TEXT
