"""The shipped framework flow_economy against the tables of the paper, read as plain CSV and TOML."""

import csv
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from support.command import ROOT

FRAMEWORK = ROOT / "flowxl" / "frameworks" / "flow_economy"
PAPER = ROOT / "tests" / "data" / "paper"
FILES = ("cities", "dimensions", "indicators", "observations", "pillars", "region_cities", "regions")
INCREMENT = "(增量指标)"


def rows(path: Path) -> list[dict[str, str]]:
    """Read the lines of a CSV file by column name."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture(scope="module")
def data() -> dict[str, list[dict[str, str]]]:
    """Read every table of the framework folder."""
    return {name: rows(FRAMEWORK / f"{name}.csv") for name in FILES}


@pytest.fixture(scope="module")
def observations(data) -> dict[tuple[str, str, str], dict[str, str]]:
    """Index the observations by indicator, place and year."""
    return {(row["indicator"], row["place"], row["year"]): row for row in data["observations"]}


@pytest.mark.parametrize("name", [*(f"{name}.csv" for name in FILES), "framework.toml", "README.md"])
def test_files_are_utf8_without_bom_and_with_lf(name):
    """Every file is UTF-8 without a byte order mark and ends its lines with LF."""
    content = (FRAMEWORK / name).read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.decode("utf-8").endswith("\n")


def test_framework_toml():
    """The framework names itself in both languages and covers the ten years of the paper."""
    framework = tomllib.loads((FRAMEWORK / "framework.toml").read_text(encoding="utf-8"))
    keys = ["code", "name_zh", "name_en", "source_zh", "source_en", "window", "data_date"]
    assert list(framework) == keys
    assert all(framework.values())
    assert framework["code"] == FRAMEWORK.name
    assert framework["window"] == [2011, 2020]


def test_sizes(data):
    """There are 4 dimensions, 11 pillars, 127 indicators and 5 cities."""
    sizes = [len(data[name]) for name in ("dimensions", "pillars", "indicators", "cities")]
    assert sizes == [4, 11, 127, 5]


@pytest.mark.parametrize("name", ["cities", "dimensions", "indicators", "pillars", "region_cities", "regions"])
def test_codes_are_unique_and_no_text_is_empty(data, name):
    """Codes are unique without regard to case, and every text is filled in both languages."""
    assert max(Counter(row["code"].upper() for row in data[name]).values()) == 1
    empty = [row["code"] for row in data[name] if any(not row[k] for k in row if k.endswith(("_zh", "_en")))]
    assert empty == []


def test_dimensions_pillars_and_weights_follow_the_paper(data):
    """Pillars stand in the order of the groups, with their dimension, name of Table 2 and weight; sum 34."""
    dimension = {row["code"]: row["name_zh"] for row in data["dimensions"]}
    ours = [(dimension[row["dimension"]], row["name_zh"], row["weight"]) for row in data["pillars"]]
    groups = rows(PAPER / "groups.csv")
    assert ours == [(row["level1"], row["level2_as_in_table2"], row["weight"]) for row in groups]
    assert sum(int(row["weight"]) for row in data["pillars"]) == 34


def test_weights_and_cities_follow_table_2(data):
    """Table 2 of the paper has the same weight for each pillar and the cities in our order."""
    table = rows(PAPER / "table2_scores.csv")
    weights = {row["level2_as_printed"]: row["weight"] for row in table if row["weight"]}
    assert {row["name_zh"]: row["weight"] for row in data["pillars"]} == weights
    assert [row["name_zh"] for row in data["cities"]] == list(table[0])[2:]


def test_number_of_indicators_per_pillar(data):
    """Each pillar has as many indicators as the paper gives it."""
    count = Counter(row["pillar"] for row in data["indicators"])
    expected = {row["level2_as_in_table2"]: int(row["n_level3"]) for row in rows(PAPER / "groups.csv")}
    assert {row["name_zh"]: count[row["code"]] for row in data["pillars"]} == expected


def test_indicators_follow_table_1(data):
    """Pillar, number, name, entry and Baidu keyword of each indicator are those of Table 1."""
    pillar = {row["code"]: row["name_zh"] for row in data["pillars"]}
    assert all(row["code"][:2] == row["pillar"] for row in data["indicators"])
    ours = [
        (pillar[row["pillar"]], int(row["code"][2:]), row["name_zh"], row["entry"], row["baidu_keyword"])
        for row in data["indicators"]
    ]
    table = [
        (
            row["level2"],
            int(row["no"]),
            row["name"].replace(INCREMENT, ""),
            "increment" if INCREMENT in row["name"] else "level",
            row["baidu_keyword"].strip("“”"),
        )
        for row in rows(PAPER / "table1_indicators.csv")
    ]
    assert ours == table


def test_measures_follow_table_1(data):
    """Where Table 1 prints a unit, it is the Chinese measure."""
    table = rows(PAPER / "table1_indicators.csv")
    pairs = zip(data["indicators"], table, strict=True)
    assert [row["code"] for row, paper in pairs if paper["unit"] not in {"", row["measure_zh"]}] == []


def test_names_are_unique_within_a_pillar(data):
    """No two indicators of a pillar share a name in either language."""
    for language in ("name_zh", "name_en"):
        assert max(Counter((row["pillar"], row[language]) for row in data["indicators"]).values()) == 1


def test_transport_follows_table_3(data):
    """The transport indicators are the lines of Table 3."""
    ours = [row["name_zh"] for row in data["indicators"] if row["pillar"] == "TR"]
    table = [row["level3_as_printed"] for row in rows(PAPER / "table3_transport_means.csv")]
    assert ours == [name.split("/")[0].replace("上海", "").replace(INCREMENT, "") for name in table]


def test_short_names_fit_sheet_tabs(data):
    """Short names of pillars differ, have at most 20 characters and none that a sheet name forbids."""
    for language in ("short_zh", "short_en"):
        names = [row[language] for row in data["pillars"]]
        assert len(set(names)) == 11
        assert all(len(name) <= 20 and not set(name) & set("[]:*?/\\'") for name in names)


def test_direction_and_region_rank(data):
    """More is better everywhere, and only the nine spillover indicators have a region rank: their number."""
    assert {row["direction"] for row in data["indicators"]} == {"1"}
    ranks = {row["code"]: row["region_rank"] for row in data["indicators"] if row["region_rank"]}
    assert ranks == {f"RS0{rank}": str(rank) for rank in range(1, 10)}


def test_same_as_names_an_earlier_indicator_with_the_same_measure(data):
    """The base of a shared series exists, is no reference itself, comes first and has the same measure."""
    indicators = {row["code"]: row for row in data["indicators"]}
    order = list(indicators)
    shared = {code: row["same_as"] for code, row in indicators.items() if row["same_as"]}
    assert shared == {"CA06": "LT06", "CA07": "LT07", "OS01": "LT26"}
    for code, base in shared.items():
        assert order.index(base) < order.index(code)
        assert not indicators[base]["same_as"]
        assert indicators[base]["measure_zh"] == indicators[code]["measure_zh"]


def test_a_baidu_keyword_is_entered_once(data):
    """A keyword occurs at one indicator only, references apart."""
    entered = [row["baidu_keyword"] for row in data["indicators"] if row["baidu_keyword"] and not row["same_as"]]
    assert max(Counter(entered).values()) == 1


def test_region_cities_are_those_of_the_indicator_names(data):
    """The 27 region cities are distinct and give the nine printed names, e.g. 苏州(或天津、广州)."""
    place = {(row["region"], row["rank"]): row for row in data["region_cities"]}
    assert len({row["code"] for row in place.values()}) == len(data["region_cities"]) == 27
    assert [row["code"] for row in data["regions"]] == ["YRD", "BTH", "PRD"]
    for row in data["indicators"]:
        if rank := row["region_rank"]:
            first, second, third = (place[region, rank]["name_zh"] for region in ("YRD", "BTH", "PRD"))
            assert row["name_zh"] == f"{first}(或{second}、{third})的人均 GDP"


def test_a_scored_city_keeps_its_code_in_its_region(data):
    """A scored city stands among the cities of its own region under the same code and names."""
    keys = ("code", "name_zh", "name_en", "region")
    ours = {tuple(row[key] for key in keys) for row in data["cities"]}
    region = {tuple(row[key] for key in keys) for row in data["region_cities"]}
    assert ours <= region


def test_number_of_observations(data, observations):
    """There are 706 observations: 746 published lines less 50 entered twice, and ten not applicable."""
    assert len(data["observations"]) == len(observations) == 706
    status = Counter(row["status"] for row in data["observations"])
    assert status == {"": 695, "revised": 1, "not_applicable": 10}
    assert len({row["indicator"] for row in data["observations"]}) == 27


def test_observations_belong_to_a_series_that_is_entered(data):
    """Each observation has a known indicator that is no reference, a place of that indicator and a source."""
    cities = {row["code"] for row in data["cities"]}
    by_rank: dict[str, set[str]] = {}
    for row in data["region_cities"]:
        by_rank.setdefault(row["rank"], set()).add(row["code"])
    places = {
        row["code"]: by_rank[row["region_rank"]] if row["region_rank"] else cities
        for row in data["indicators"]
        if not row["same_as"]
    }
    for row in data["observations"]:
        assert row["place"] in places[row["indicator"]]
        assert row["source"]


def test_years_and_values(data):
    """Values are numbers of the window (increments: and the year before), or empty where not applicable."""
    increments = {row["code"] for row in data["indicators"] if row["entry"] == "increment"}
    for row in data["observations"]:
        first = 2010 if row["indicator"] in increments else 2011
        assert first <= int(row["year"]) <= 2020
        assert (row["value"] == "") == (row["status"] == "not_applicable")
        assert row["value"] == "" or float(row["value"]) >= 0


def test_observations_are_in_order(data):
    """Observations stand in the order of the framework, of the places and of the years."""
    indicators = [row["code"] for row in data["indicators"]]
    cities = [row["code"] for row in data["cities"]]
    region_cities = [row["code"] for row in data["region_cities"]]

    def position(row):
        places = region_cities if row["indicator"].startswith("RS") else cities
        return indicators.index(row["indicator"]), places.index(row["place"]), int(row["year"])

    assert data["observations"] == sorted(data["observations"], key=position)


@pytest.mark.parametrize(
    ("indicator", "place", "year", "value", "status"),
    [
        ("OE07", "SH", "2011", "20009.68", ""),
        ("OE07", "HZ", "2017", "13160.72", "revised"),
        ("PE01", "HZ", "2013", "884.4", ""),
        ("LT06", "BJ", "2017", "243.2909", ""),
        ("RS01", "SUZHOU", "2011", "96474", ""),
        ("RS08", "TONGLIAO", "2020", "44433", ""),
        ("LT03", "GZ", "2015", "7988", ""),
        ("LT04", "BJ", "2016", "", "not_applicable"),
        ("TR08", "GZ", "2010", "11.2", ""),
        ("IN08", "BJ", "2017", "1209.8247", ""),
    ],
)
def test_values_of_single_lines(observations, indicator, place, year, value, status):
    """Values are kept as published, digit for digit, with their status."""
    row = observations[indicator, place, year]
    assert (row["value"], row["status"]) == (value, status)
