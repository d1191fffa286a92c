"""A second framework, English only and unlike the shipped one, goes the whole way. Its figures are SYNTHETIC."""

import csv
import statistics

import numpy as np
import pytest
from support.frameworks import SECOND
from support.make_second import INDICATORS, main, members

from flowxl.core.index import compute
from flowxl.frameworks.load import DEFAULT, framework_folder, load_framework
from flowxl.frameworks.observations import load_observations, shipped_observations


@pytest.fixture(scope="module")
def framework():
    """Load the second framework."""
    return load_framework(SECOND)


@pytest.fixture(scope="module")
def panel(framework):
    """Return its panel over the years that the window needs."""
    return shipped_observations(framework, framework.years_needed(framework.window), SECOND).panel()


def lines():
    """Read the observation file as plain CSV."""
    with (SECOND / "observations.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_folder_is_what_the_script_makes(tmp_path):
    """Nobody edited the data by hand."""
    main(tmp_path)
    for path in tmp_path.iterdir():
        assert (SECOND / path.name).read_bytes() == path.read_bytes(), path.name


def test_structure(framework):
    """2 dimensions, 3 pillars of 8, 9 and 3 indicators, 31 cities, 4 regions."""
    sizes = [len(getattr(framework, name)) for name in ("dimensions", "pillars", "indicators", "cities", "regions")]
    assert sizes == [2, 3, 20, 31, 4]
    assert framework.pillar_sizes.tolist() == [8, 9, 3]
    assert framework.weights.tolist() == [2.5, 1.5, 1]
    assert framework.window == (2005, 2012)
    assert framework.years_needed(framework.window)[0] == 2004
    assert framework.directions.tolist() == [row[3] for row in INDICATORS]
    assert framework.indicator["LIFE04"].same_as == "AIR05"
    # 16 indicators of 31 cities, LIFE04 shares its series, and three ranks of four regions
    assert len(framework.series) == 16 * 31 + 3 * 4


def test_english_names_stand_in_for_chinese_ones(framework):
    """No Chinese name is given: not a column (cities) or an empty one (pillars)."""
    assert framework.cities[0].name.of("zh") == "Amber"
    assert framework.pillars[1].name.of("zh") == framework.pillars[1].short.of("zh") == "Living together"
    assert framework.name.of("zh") == "Second index (synthetic)"


def test_an_empty_entry_is_a_level(framework):
    """Only AIR07 is an increment."""
    assert np.flatnonzero(framework.increments).tolist() == [6]


def test_observations_are_where_they_belong(framework, panel):
    """Each figure of the file stands in the panel at its indicator, its year and every city that it feeds."""
    figures = {(row["indicator"], row["place"], int(row["year"])): float(row["value"]) for row in lines()}
    regions = {(region, rank): code for region, rank, code, _ in members()}
    for i, (code, *_, rank, same_as) in enumerate(INDICATORS):
        for c, city in enumerate(framework.cities):
            place = regions[city.region, int(rank)] if rank else city.code
            expected = [figures.get((same_as or code, place, year), np.nan) for year in range(2004, 2013)]
            np.testing.assert_array_equal(panel.values[i, c], expected)
    assert panel.values.shape == (20, 31, 9)


def test_one_score_by_the_standard_library(framework, panel):
    """Fine dust, less is better: mean, sample sd and z-score from the lines of the file."""
    means = {}
    for city in framework.city_codes:
        values = [float(row["value"]) for row in lines() if (row["indicator"], row["place"]) == ("AIR01", city)]
        means[city] = -statistics.mean(values)
    centre, sd = statistics.mean(means.values()), statistics.stdev(means.values())
    expected = [(mean - centre) / sd for mean in means.values()]
    np.testing.assert_allclose(compute(panel).scores[0], expected, rtol=1e-12)


def test_index(panel):
    """All cities have an index; contributions add up to it; everything counts."""
    result = compute(panel)
    assert str(result.coverage) == "3 of 3 pillars, weight 5 of 5, 20 of 20 indicators"
    np.testing.assert_allclose(result.contributions.sum(axis=0), result.index)
    assert sorted(result.rank.tolist()) == list(range(1, 32))


def test_cities_that_share_a_region_share_its_scores(framework, panel):
    """The pillar NEAR has four different scores for 31 cities."""
    scores = compute(panel).pillar_scores[2]
    by_region = {}
    for city, score in zip(framework.cities, scores.tolist(), strict=True):
        by_region.setdefault(city.region, set()).add(score)
    assert [len(found) for found in by_region.values()] == [1, 1, 1, 1]


def test_a_shipped_framework_goes_by_its_name(tmp_path, monkeypatch):
    """The name finds the shipped folder, a path that folder; without a file of figures everything is missing."""
    monkeypatch.chdir(tmp_path)
    assert load_framework().code == load_framework(DEFAULT).code == "flow_economy"
    assert framework_folder(SECOND) == SECOND
    main(tmp_path)
    (tmp_path / "observations.csv").unlink()
    framework = load_framework(tmp_path)
    assert np.isnan(shipped_observations(framework, (2005,), tmp_path).values).all()


def test_figures_beyond_the_years_are_left_out(framework):
    """The file has a figure of 2013."""
    years = tuple(range(2004, 2014))
    with_2013 = load_observations(SECOND / "observations.csv", framework, years)
    assert np.isfinite(with_2013.values).sum() == len(lines())
    fewer = load_observations(SECOND / "observations.csv", framework, years[:-1])
    assert np.isfinite(fewer.values).sum() == len(lines()) - 1
