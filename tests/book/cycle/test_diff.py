"""``diff``: every difference of two books is told, with its effect; what is the same is not."""

import csv
import io
import json
import math
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.command import Ran
from support.hands import few, typed

from flowxl.api import BuildOptions, build
from flowxl.core.index import compute
from flowxl.cycle.diff import Change, compare_books, diff_books
from flowxl.cycle.merge_places import Entry
from flowxl.ooxml.addresses import a1
from flowxl.ooxml.package import Package
from flowxl.reading.patching import patch_book
from flowxl.reading.read_book import read_book
from flowxl.voice.text import Text

VALUE, GONE, FRESH = (Entry("OE07.SH", "value", 2015), Entry("OE07.HZ", "value", 2014), Entry("OE05.BJ", "value", 2016))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a small book."""
    path = tmp_path_factory.mktemp("diff") / "old.xlsx"
    build(path, BuildOptions(framework=few(), cities=("SH", "HZ", "BJ"), window=(2014, 2016)))
    return path


@pytest.fixture
def new(book: Path, tmp_path: Path) -> Path:
    """Give a copy to change."""
    return Path(shutil.copy(book, tmp_path / "new.xlsx"))


def value_of(path: Path, entry: Entry) -> float:
    """Return a figure."""
    observations = read_book(path).observations
    return float(
        observations.values[observations.framework.series_position[entry.key], observations.years.index(entry.year)]
    )


def put(path: Path, table: str, item: str, title: str, value: float | str) -> None:
    """Change a cell of a table, found by its titles."""
    with Package.open(path) as package:
        area = package.defined_names[table][0]
        cells = package.sheet(area.sheet)
        row = next(r for r in range(area.min_row, area.max_row + 1) if cells.value(r, area.min_col) == item)
        columns = range(area.min_col, area.max_col + 1)
        column = next(c for c in columns if cells.value(area.min_row, c) == title)
    changed = path.with_name("changed.xlsx")
    patch_book(path, changed, {area.sheet: {a1(row - 1, column - 1): value}})
    changed.replace(path)


def test_two_copies_are_the_same(book: Path, new: Path, flowxl: Callable[..., Ran]) -> None:
    """Nothing differs, and that is said."""
    difference = diff_books(book, new)
    assert difference.same
    assert not any(effect.moved for effect in difference.effects)
    ran = flowxl("diff", book, new, "--lang", "en")
    assert (ran.code, len(ran.out.splitlines())) == (0, 1)


def test_observations_added_removed_and_revised(book: Path, new: Path) -> None:
    """With their relative change; the other figures are not told."""
    old = value_of(book, VALUE)
    assert math.isnan(value_of(book, FRESH))
    typed(new, {VALUE: old * 1.25, GONE: None, FRESH: 4.0})
    revisions = {(r.indicator, r.place, r.year): r for r in diff_books(book, new).revisions}
    assert {key: r.kind for key, r in revisions.items()} == {
        ("OE07", "SH", 2015): "revised", ("OE07", "HZ", 2014): "removed", ("OE05", "BJ", 2016): "added",
    }  # fmt: skip
    revised = revisions["OE07", "SH", 2015]
    assert revised.relative == pytest.approx(0.25)
    assert (revised.old, revised.new) == (old, old * 1.25)
    back = {(r.indicator, r.place, r.year): r.kind for r in diff_books(new, book).revisions}
    assert back["OE05", "BJ", 2016] == "removed"


def test_effects_are_those_of_full_recomputations(book: Path, new: Path) -> None:
    """Both indices are what the core gives for the figures, computed here on their own."""
    typed(new, {VALUE: value_of(book, VALUE) * 10})
    difference = diff_books(book, new)
    panel = read_book(book).observations.panel()
    settings, weights = read_book(book).settings, read_book(book).weights
    values = np.array(panel.values)
    row, column = panel.framework.indicator_codes.index("OE07"), panel.framework.city_codes.index("SH")
    values[row, column, panel.years.index(2015)] *= 10
    changed = compute(type(panel)(panel.framework, panel.years, values), settings, weights)
    before = compute(panel, settings, weights)
    for effect in difference.effects:
        city = panel.framework.city_codes.index(effect.city)
        np.testing.assert_allclose(
            [effect.old_index, effect.new_index], [before.index[city], changed.index[city]], rtol=1e-9
        )
        assert (effect.old_rank, effect.new_rank) == (before.rank[city], changed.rank[city])
    assert {effect.city for effect in difference.effects if effect.score_moved("OE")} == {"SH", "HZ", "BJ"}
    assert not any(effect.score_moved("TR") for effect in difference.effects)


def test_weights_settings_and_texts(book: Path, new: Path) -> None:
    """Each with the old and the new value."""
    put(new, "flow_weights", "OE", "权重", 9.0)
    put(new, "flow_settings", "min_city_share", "取值", 0.75)
    typed(new, {Entry("OE07.SH", "source"): "年鉴", Entry("OE07.SH", "remark", 2015): ("修订", "", "更正")})
    difference = diff_books(book, new)
    weight = read_book(book).framework.weights[read_book(book).framework.pillar_codes.index("OE")]
    assert set(difference.structure) == {
        Change("pillars", "OE", "weight", f"{weight:.15g}", "9"),
        Change("settings", "min_city_share", "setting", "0.6", "0.75"),
    }
    texts = {(c.item, c.field): c.new for c in difference.texts}
    assert texts == {("OE07.SH", "source"): "年鉴", ("OE07.SH 2015", "remark"): "revised / 更正"}
    assert difference.revisions == ()
    assert any(effect.moved for effect in difference.effects)


def test_other_cities_years_and_indicators(book: Path, tmp_path: Path) -> None:
    """Rows and years of either book; a city that is gone has no index any more."""
    build(tmp_path / "other.xlsx", BuildOptions(framework=few(), cities=("SH", "BJ"), window=(2014, 2021)))
    difference = diff_books(book, tmp_path / "other.xlsx")
    assert ("cities", "HZ") in {(c.table, c.item) for c in difference.structure}
    assert ("settings", "window") in {(c.table, c.item) for c in difference.structure}
    effect = {e.city: e for e in difference.effects}["HZ"]
    assert (math.isnan(effect.new_index), effect.new_rank) == (True, 0)
    old = read_book(book).observations
    lost = {(r.indicator, r.place, r.year) for r in difference.revisions if r.kind == "removed"}
    rows = [n for n, s in enumerate(old.framework.series) if s.key not in difference.new.framework.series_position]
    assert len(lost) == int(np.isfinite(old.values[rows]).sum())
    assert len(lost) > 10
    back = compare_books(difference.new, difference.old)
    assert {(r.indicator, r.place, r.year) for r in back.revisions if r.kind == "added"} == lost


def test_a_changed_indicator_is_told_by_field(book: Path) -> None:
    """Measure, direction, name: by code."""
    data = read_book(book)
    indicators = tuple(
        replace(i, direction=-i.direction, measure=Text("万元", "10,000 yuan")) if i.code == "OE07" else i
        for i in data.framework.indicators
    )
    framework = replace(data.framework, indicators=indicators)
    changed = replace(data, framework=framework, observations=replace(data.observations, framework=framework))
    found = {(c.item, c.field): c.new for c in compare_books(data, changed).structure}
    assert found == {("OE07", "direction"): "-1", ("OE07", "measure"): "万元 / 10,000 yuan"}


def test_command(book: Path, new: Path, tmp_path: Path, flowxl: Callable[..., Ran]) -> None:
    """Text in both languages, CSV and JSON with every difference; a text never becomes a formula in CSV."""
    typed(new, {VALUE: value_of(book, VALUE) * 1.25, GONE: None, Entry("OE07.SH", "note"): "=cmd()"})
    ran = flowxl("diff", book, new, "--lang", "zh", "--csv", tmp_path / "d.csv")
    assert ran.code == 0
    for told in ("修订 1 个", "+25.00%", "删去数值 (1)", "对指数与名次的影响"):
        assert told in ran.out, told
    rows = list(csv.DictReader(io.StringIO((tmp_path / "d.csv").read_text(encoding="utf-8-sig"))))
    kinds = [row["kind"] for row in rows]
    assert (kinds.count("revised"), kinds.count("removed"), kinds.count("text")) == (1, 1, 1)
    assert next(row["new"] for row in rows if row["kind"] == "text") == "'=cmd()"
    revised = next(row for row in rows if row["kind"] == "revised")
    assert float(revised["relative"]) == pytest.approx(0.25)
    document = json.loads(flowxl("diff", book, new, "--json").out)
    assert {o["kind"] for o in document["observations"]} == {"revised", "removed"}
    assert document["same"] is False
    typed(new, {VALUE: "n/a"})
    ran = flowxl("diff", book, new)
    assert ran.code == 1
    assert "n/a" in ran.err
