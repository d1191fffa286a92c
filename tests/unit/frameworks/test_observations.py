"""Observation files: what is matched, what is refused, and where it is told."""

from dataclasses import replace

import numpy as np
import pytest
from support.frameworks import SECOND

from flowxl.frameworks.load import load_framework
from flowxl.frameworks.observations import (
    Names,
    believable_years,
    load_observations,
    shipped_observations,
    years_with,
)
from flowxl.voice.faults import FlowXLError
from flowxl.voice.text import Text

YEARS = (2019, 2020)
HEADER = "indicator,place,year,value,status,source\n"


@pytest.fixture(scope="module")
def framework():
    """Load the shipped framework: names in two languages, region cities, shared series."""
    return load_framework()


@pytest.fixture
def load(tmp_path, framework):
    """Load lines as an observation file."""

    def read(*lines, header=HEADER, framework=framework):
        path = tmp_path / "figures.csv"
        path.write_text(header + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        return load_observations(path, framework, YEARS)

    return read


@pytest.fixture
def faults(load):
    """Return kind and line of the faults of lines."""

    def told(*lines, **options):
        with pytest.raises(FlowXLError) as caught:
            load(*lines, **options)
        return [(fault.kind, fault.where.removeprefix("figures.csv line ")) for fault in caught.value.faults]

    return told


def value(observations, key, year):
    """Return one value."""
    return observations.values[observations.framework.series_position[key], YEARS.index(year)]


@pytest.mark.parametrize("indicator", ["OE07", "oe07", "GDP"])
@pytest.mark.parametrize("place", ["SH", "sh", "上海", "上海市", " 上 海 市 ", "Shanghai", "SHANGHAI"])
def test_codes_and_names_are_matched(load, framework, indicator, place):
    """Codes and names in either language, with and without 市, in any case."""
    assert framework.indicator["OE07"].name.zh == "GDP"
    observations = load(f"{indicator},{place},2019,12.5,,")
    assert value(observations, "OE07.SH", 2019) == 12.5
    assert np.isfinite(observations.values).sum() == 1


def test_region_cities_by_name(load):
    """A region city is matched in its own series."""
    assert value(load("RS01,苏州市,2020,7,,"), "RS01.SUZHOU", 2020) == 7


def test_a_shared_series_is_taken_where_it_is_entered(load):
    """CA06 shows the series of LT06; figures under either code land there, and names that mean both."""
    assert value(load("CA06,SH,2020,3,,"), "LT06.SH", 2020) == 3
    assert value(load("对外投资额,SH,2020,4,,"), "LT07.SH", 2020) == 4


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("XX01,SH,2019,1,,", "indicator"),
        (",SH,2019,1,,", "indicator"),
        ("OE07,重庆,2019,1,,", "place"),
        ("OE07,,2019,1,,", "place"),
        ("OE07,市,2019,1,,", "place"),
        ("OE07,苏州,2019,1,,", "place"),
        ("RS01,上海,2019,1,,", "place"),
        ("OE07,SH,,1,,", "year"),
        ("OE07,SH,2019.5,1,,", "year"),
        ("OE07,SH,2019年,1,,", "year"),
        ("OE07,SH,nan,1,,", "year"),
        ("OE07,SH,20155,1,,", "year"),
        ("OE07,SH,215,1,,", "year"),
        ("OE07,SH,0,1,,", "year"),
        ("OE07,SH,-2015,1,,", "year"),
        ("OE07,SH,1015,1,,", "year"),
        ("OE07,SH,1899,1,,", "year"),
        ("OE07,SH,1955,1,,", "year"),
        ("OE07,SH,2101,1,,", "year"),
        ("OE07,SH,3015,1,,", "year"),
        ('OE07,SH,2019,"1,234",,', "value"),
        ("OE07,SH,2019,12%,,", "value"),
        ("OE07,SH,2019,nan,,", "value"),
        ("OE07,SH,2019,inf,,", "value"),
        ("OE07,SH,2019,-Infinity,,", "value"),
        ("OE07,SH,2019,1e999,,", "value"),
        ("OE07,SH,2019,1e101,,", "value"),
        ("OE07,SH,2019,1e-141,,", "value"),
        ("OE07,SH,2019,-0.1e-400,,", "value"),
        ("OE07,SH,2019,1_000,,", "value"),
        ("OE07,SH,2019,１２,,", "value"),
        ("OE07,SH,2019,1.2.3,,", "value"),
        ("OE07,SH,2019,-,,", "value"),
        ("OE07,SH,2019,1,guess,", "status"),
        ("OE07,SH,2019,1,not_applicable,", "status"),
        ("OE07,SH,2019,1,", "cells"),
        ("OE07,SH,2019", "cells"),
        ("OE07,SH,2019,1,,,", "cells"),
    ],
)
def test_a_line_that_is_refused(faults, line, kind):
    """Each with its line; a good line beside it does not help."""
    assert faults("OE07,BJ,2019,1,,", line) == [(kind, "3")]


def test_all_faults_are_told_at_once(faults):
    """Several in one line, and lines after it."""
    assert faults("XX,YY,Z,W,V,", "OE07,SH,2019,1,,", "OE07,SH,2019,2,,") == [
        *((kind, "2") for kind in ("indicator", "place", "year", "value", "status")),
        ("duplicate", "4"),
    ]


@pytest.mark.parametrize("text", ["2020", "2020.0", "2020.", "2.020e3", "02020"])
def test_years_as_programs_write_them(load, text):
    """Pandas writes a column of years with a gap as 2020.0."""
    assert value(load(f"OE07,SH,{text},7,,"), "OE07.SH", 2020) == 7


@pytest.mark.parametrize("text", ["2021.0", "2.022e3", "1961", "2070"])
def test_every_year_that_is_read_has_a_column(tmp_path, framework, text):
    """What one reader takes, the other does not lose: a line is in the book, or a fault."""
    path = tmp_path / "figures.csv"
    path.write_text(f"{HEADER}OE07,SH,{text},7,,\n", encoding="utf-8")
    years = years_with(path, framework.years_needed(framework.window))
    observations = load_observations(path, framework, years)
    assert int(float(text)) in years
    assert np.nansum(observations.values) == 7


def test_years_near_an_early_window_are_read():
    """A framework of old figures is no slip; its years decide, up to 50 beside the window."""
    assert believable_years((1850, 1851)) == range(1850, 1902)
    assert believable_years((2010, 2020)) == range(1960, 2071)
    assert believable_years((2090, 2091)) == range(2040, 2101)


@pytest.mark.parametrize("text", ["1", "-1.5", "+2", "1e3", "1.5E-3", ".5", "5.", "0", "-0.0", "0e-400", "1e-140"])
def test_plain_numbers_are_taken(load, text):
    """What a program writes as a number."""
    assert value(load(f"OE07,SH,2019,{text},,"), "OE07.SH", 2019) == float(text)


def test_a_missing_value_stays_missing(load):
    """An empty cell is no zero."""
    assert np.isnan(load("OE07,SH,2019,,,").values).all()


def test_not_applicable(load):
    """Without a value it is a remark."""
    observations = load("LT04,BJ,2019,,not_applicable,our decision")
    assert observations.not_applicable == {("LT04.BJ", 2019)}
    assert np.isnan(observations.values).all()


def test_an_equal_line_twice_is_allowed(load):
    """The same figure from two lists is one figure, with the source of the first."""
    observations = load("OE07,SH,2019,10,,book", "GDP,上海市,2019,10.0,,web", "CA06,SH,2020,3,,", "LT06,SH,2020,3,,")
    assert value(observations, "OE07.SH", 2019) == 10
    assert value(observations, "LT06.SH", 2020) == 3
    assert observations.sources == {"OE07.SH": "book"}


@pytest.mark.parametrize(
    ("first", "second"),
    [("10,,", "11,,"), ("10,,", ",,"), (",,", "10,,"), (",,", ",not_applicable,"), ("10,,", "10,revised,")],
)
def test_a_different_line_twice_is_refused(faults, first, second):
    """Other values, a value and none, another status: nobody can tell which one is meant."""
    assert faults(f"OE07,SH,2019,{first}", f"OE07,SH,2019,{second}") == [("duplicate", "3")]


def test_an_ambiguous_name_is_refused_with_its_meanings(framework, load):
    """Two cities called Suzhou: the English name alone will not do, the code and the Chinese name will."""
    regions = list(framework.regions)
    members = list(regions[0].members)
    assert members[0].name == Text("苏州", "Suzhou")
    members[1] = replace(members[1], name=Text("宿州", "Suzhou"))
    regions[0] = replace(regions[0], members=tuple(members))
    twins = replace(framework, regions=tuple(regions))
    with pytest.raises(FlowXLError, match="'Suzhou', which may be SUZHOU, WUXI"):
        load("RS01,Suzhou,2019,1,,", framework=twins)
    assert value(load("RS02,宿州,2019,1,,", framework=twins), "RS02.WUXI", 2019) == 1


def test_an_empty_name_finds_nothing():
    """Where one indicator and one city lack a name in a language, nothing but white space or 市 means them."""
    second = load_framework(SECOND)
    lone = replace(second, indicators=second.indicators[:1], cities=second.cities[:1], regions=())
    names = Names(lone)
    assert [names.place(text) for text in ("", " ", "市", "Amber")] == [None, None, None, "AMBE"]
    assert [names.indicator(text) for text in ("", "市")] == [None, None]


def test_years_outside_are_left_out(load):
    """They may lie in the file, right or wrong twice."""
    assert np.isnan(load("OE07,SH,2018,1,,", "OE07,SH,2021,2,,", "OE07,SH,2018,3,,").values).all()


def test_sources_of_series_and_of_values(load):
    """The most frequent source is that of the series, another one is a remark; a status too."""
    observations = load(
        "OE07,SH,2019,1,,a", "OE07,SH,2020,2,preliminary,a", "RS01,天津,2019,1,,b", "RS01,天津,2020,1,,c"
    )
    assert observations.sources == {"OE07.SH": "a", "RS01.TIANJIN": "b"}
    assert {where: (remark.status, remark.source) for where, remark in observations.remarks.items()} == {
        ("OE07.SH", 2020): ("preliminary", ""),
        ("RS01.TIANJIN", 2020): (None, "c"),
    }


def test_optional_columns_may_be_missing_and_others_are_ignored(load):
    """Columns are found by name, in any order."""
    observations = load("3,2020,SH,x,OE07", header="value,year,place,remark,indicator\n")
    assert value(observations, "OE07.SH", 2020) == 3


def test_a_byte_order_mark(load):
    """Excel writes one before the header."""
    assert value(load("OE07,SH,2020,3,,", header="\ufeff" + HEADER), "OE07.SH", 2020) == 3


@pytest.mark.parametrize("header", ["indicator,place,year\n", "", "\n", "indicator,place,year,value,year\n"])
def test_a_missing_or_repeated_column(faults, header):
    """The header line is told."""
    assert {where for _, where in faults("OE07,SH,2020", header=header)} == {"1"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_wrong_encoding(tmp_path, framework, encoding):
    """Text that is not UTF-8 is refused, not guessed."""
    path = tmp_path / "figures.csv"
    path.write_bytes((HEADER + "OE07,上海,2019,1,,\n").encode(encoding))
    with pytest.raises(FlowXLError, match="not UTF-8"):
        load_observations(path, framework, YEARS)


def test_a_file_that_is_not_there(tmp_path, framework):
    """Its path is told."""
    with pytest.raises(FlowXLError, match="nowhere.csv"):
        load_observations(tmp_path / "nowhere.csv", framework, YEARS)


def test_a_quote_that_never_closes_swallows_nothing(faults):
    """Python's own reader would take every line after it into one cell of the source, in silence."""
    assert faults("OE07,SH,2019,1,,", 'OE07,SH,2020,2,,"book', "OE07,BJ,2019,3,,") == [("csv", "3")]


def test_shipped_figures_fitted_to_two_cities(framework):
    """Figures are loaded with the whole framework and then fitted; a region's series stay, others go."""
    years = framework.years_needed(framework.window)
    assert years == tuple(range(2010, 2021))
    whole = shipped_observations(framework, years)
    fitted = whole.fitted(framework.with_cities(["BJ", "SH"]), (2019, 2020, 2021))
    assert value_of(fitted, "OE07.SH", 2019) == value_of(whole, "OE07.SH", 2019)
    assert value_of(fitted, "RS01.SUZHOU", 2020) == value_of(whole, "RS01.SUZHOU", 2020)
    assert np.isnan(fitted.values[:, 2]).all()
    assert not any(series.place in {"HZ", "FOSHAN"} for series in fitted.framework.series if series.indicator == "RS02")
    assert {key.partition(".")[2] for key in fitted.sources} >= {"BJ", "SH", "SUZHOU"}


def value_of(observations, key, year):
    """Return one value, whatever the years."""
    return observations.values[observations.framework.series_position[key], observations.years.index(year)]
