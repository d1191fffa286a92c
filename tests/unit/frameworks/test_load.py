"""Loading a framework: each rule broken once, alone and all together; every fault has its file and line."""

import pytest
from support.frameworks import SECOND, copy_second, edit
from support.voice import said_twice

from flowxl.frameworks.csv_rows import MAX_BYTES, read_text
from flowxl.frameworks.load import load_framework
from flowxl.voice.faults import FlowXLError

# table, line, cells to change, fault (kind, part of what was found)
BROKEN = [
    ("dimensions", 2, {"code": "1ENV"}, "code", "1ENV"),
    ("dimensions", 3, {"name_en": ""}, "name", "no name"),
    ("pillars", 2, {"weight": "0"}, "weight", "'0'"),
    ("pillars", 2, {"weight": "-1"}, "weight", "'-1'"),
    ("pillars", 2, {"weight": "nan"}, "weight", "'nan'"),
    ("pillars", 2, {"weight": "inf"}, "weight", "'inf'"),
    ("pillars", 2, {"weight": "1_0"}, "weight", "'1_0'"),
    ("pillars", 2, {"weight": ""}, "weight", "''"),
    ("pillars", 3, {"dimension": "XXX"}, "unknown_parent", "'XXX'"),
    ("pillars", 3, {"code": "Life?"}, "code", "Life?"),
    ("pillars", 4, {"code": "life"}, "duplicate_code", "pillars.csv line 3"),
    ("pillars", 4, {"code": "A" * 21}, "code", "A" * 21),
    ("pillars", 4, {"short_en": "a/b"}, "short_name", "a/b"),
    ("pillars", 4, {"short_en": "a" * 32}, "short_name", "a" * 32),
    ("pillars", 4, {"short_en": "AIR AND water"}, "short_name", "pillars.csv line 2"),
    ("indicators", 5, {"direction": "0"}, "direction", "'0'"),
    ("indicators", 5, {"direction": "more"}, "direction", "'more'"),
    ("indicators", 6, {"entry": "growth"}, "entry", "'growth'"),
    ("indicators", 7, {"name_en": ""}, "name", "no name"),
    ("indicators", 7, {"measure_en": ""}, "name", "no measure"),
    ("indicators", 7, {"name_en": "fine DUST"}, "duplicate_name", "indicators.csv line 2"),
    ("indicators", 7, {"code": "AIR01"}, "duplicate_code", "indicators.csv line 2"),
    ("indicators", 8, {"pillar": "WATER"}, "unknown_parent", "'WATER'"),
    ("indicators", 19, {"region_rank": "4"}, "region_rank", "too few region cities"),
    ("indicators", 19, {"region_rank": "0"}, "region_rank", "'0'"),
    ("indicators", 19, {"region_rank": "1.5"}, "region_rank", "'1.5'"),
    ("indicators", 19, {"region_rank": "inf"}, "region_rank", "'inf'"),
    ("indicators", 13, {"same_as": "AIR99"}, "same_as", "'AIR99'"),
    ("indicators", 13, {"same_as": "LIFE04"}, "same_as", "'LIFE04'"),
    ("indicators", 14, {"same_as": "LIFE04", "measure_en": "m²"}, "same_as", "'LIFE04'"),
    ("indicators", 13, {"same_as": "AIR04"}, "same_as", "measure than AIR04"),
    ("indicators", 13, {"entry": "increment"}, "same_as", "another entry than AIR05: increment"),
    ("cities", 2, {"code": ""}, "code", "''"),
    ("cities", 3, {"code": "AMBE"}, "duplicate_code", "cities.csv line 2"),
    ("cities", 4, {"region": "WEST"}, "unknown_parent", "'WEST'"),
    ("cities", 4, {"name_en": ""}, "name", "no name"),
    ("regions", 2, {"code": "N-1"}, "code", "N-1"),
    ("regions", 3, {"name_en": ""}, "name", "no name"),
    ("region_cities", 2, {"region": "EAST"}, "unknown_parent", "'EAST'"),
    ("region_cities", 4, {"rank": "2"}, "region_rank", "rank 2 of NORTH twice"),
    ("region_cities", 3, {"rank": "x"}, "rank", "'x'"),
    ("region_cities", 5, {"code": "no code"}, "code", "no code"),
    ("region_cities", 6, {"name_en": "Ashter"}, "place_name", "Ashter"),
    ("region_cities", 7, {"code": "cora"}, "place_code", "cora"),
]


def faults_of(folder):
    """Return the faults that loading tells."""
    with pytest.raises(FlowXLError) as caught:
        load_framework(folder)
    return caught.value.faults


def found(faults):
    """Return kind and place of each fault."""
    return {(fault.kind, fault.where) for fault in faults}


@pytest.mark.parametrize(("table", "line", "cells", "kind", "text"), BROKEN)
def test_each_rule(tmp_path, table, line, cells, kind, text):
    """A broken rule is told with its file and line and with what was found."""
    folder = copy_second(tmp_path)
    edit(folder, table, line, **cells)
    told = [fault for fault in faults_of(folder) if (fault.kind, fault.where) == (kind, f"{table}.csv line {line}")]
    assert len(told) == 1
    assert text in told[0].found
    assert told[0].expected
    said_twice(told)


@pytest.mark.parametrize("code", ["TRUE", "false", "True", "FALSE"])
@pytest.mark.parametrize("table", ["dimensions", "pillars", "indicators", "cities", "regions", "region_cities"])
def test_a_truth_value_is_no_code(tmp_path, table, code):
    """Gnumeric takes it for a boolean where formulas look rows up, and computes wrong numbers."""
    folder = copy_second(tmp_path)
    edit(folder, table, 2, code=code)
    assert ("code", f"{table}.csv line 2") in found(faults_of(folder))


def test_a_code_may_begin_like_a_truth_value(tmp_path):
    """Only the whole word is one."""
    folder = copy_second(tmp_path)
    edit(folder, "indicators", 2, code="TRUE01")
    assert "TRUE01" in load_framework(folder).indicator_codes


def test_all_rules_at_once(tmp_path):
    """One folder, one broken rule after the other in lines of their own: every fault is told."""
    folder = copy_second(tmp_path)
    taken = set()
    for table, line, cells, kind, _ in BROKEN:
        if not taken & {(table, line, column) for column in cells} and kind != "duplicate_code":
            edit(folder, table, line, **cells)
            taken |= {(table, line, column) for column in cells}
    told = found(faults_of(folder))
    expected = {
        ("code", "dimensions.csv line 2"),
        ("name", "dimensions.csv line 3"),
        ("weight", "pillars.csv line 2"),
        ("unknown_parent", "pillars.csv line 3"),
        ("code", "pillars.csv line 3"),
        ("code", "pillars.csv line 4"),
        ("short_name", "pillars.csv line 4"),
        ("direction", "indicators.csv line 5"),
        ("entry", "indicators.csv line 6"),
        ("name", "indicators.csv line 7"),
        ("unknown_parent", "indicators.csv line 8"),
        ("same_as", "indicators.csv line 13"),
        ("same_as", "indicators.csv line 14"),
        ("region_rank", "indicators.csv line 19"),
        ("code", "cities.csv line 2"),
        ("unknown_parent", "cities.csv line 4"),
        ("name", "cities.csv line 4"),
        ("code", "regions.csv line 2"),
        ("name", "regions.csv line 3"),
        ("unknown_parent", "region_cities.csv line 2"),
        ("code", "region_cities.csv line 5"),
        ("rank", "region_cities.csv line 3"),
        ("place_name", "region_cities.csv line 6"),
        ("place_code", "region_cities.csv line 7"),
    }
    assert expected <= told


def test_ranks_with_a_gap(tmp_path):
    """The region is told with the ranks it has."""
    folder = copy_second(tmp_path)
    edit(folder, "region_cities", 4, rank="4")
    told = {fault.where: fault.found for fault in faults_of(folder)}
    assert told["regions.csv line 2"] == "ranks [1, 2, 4] in region NORTH"


def test_groups_without_members(tmp_path):
    """A dimension without pillars, a pillar without indicators, a region without cities."""
    folder = copy_second(tmp_path)
    for table, line in (("dimensions", "EXTRA,Extra"), ("regions", "EAST,East"), ("pillars", "MORE,ENV,,More,1")):
        path = folder / f"{table}.csv"
        path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    assert found(faults_of(folder)) == {
        ("empty_group", "dimensions.csv line 4"),
        ("empty_group", "pillars.csv line 5"),
        ("region_without_cities", "regions.csv line 6"),
    }


@pytest.mark.parametrize("table", ["dimensions", "pillars", "indicators", "cities"])
def test_a_table_without_lines(tmp_path, table):
    """A header alone is a fault of that file."""
    folder = copy_second(tmp_path)
    path = folder / f"{table}.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert ("empty", f"{table}.csv") in found(faults_of(folder))


@pytest.mark.parametrize("table", ["dimensions", "pillars", "indicators", "cities"])
def test_a_missing_file_is_one_fault(tmp_path, table):
    """What refers to a file that could not be read cannot be judged, so it is not told."""
    folder = copy_second(tmp_path)
    (folder / f"{table}.csv").unlink()
    faults = faults_of(folder)
    assert [(fault.kind, fault.where) for fault in faults] == [("file", str(folder / f"{table}.csv"))]


def test_region_files_may_be_missing_where_nothing_needs_them(tmp_path):
    """Without region ranks and regions of cities there need be no region files."""
    folder = copy_second(tmp_path)
    for line in range(19, 22):
        edit(folder, "indicators", line, region_rank="")
    for line in range(2, 33):
        edit(folder, "cities", line, region="")
    for name in ("regions.csv", "region_cities.csv"):
        (folder / name).unlink()
    framework = load_framework(folder)
    assert framework.regions == ()
    assert len(framework.series) == 19 * 31


def test_missing_region_files_are_told_where_they_are_needed(tmp_path):
    """Each city that names a region, each indicator that needs one."""
    folder = copy_second(tmp_path)
    for name in ("regions.csv", "region_cities.csv"):
        (folder / name).unlink()
    kinds = [fault.kind for fault in faults_of(folder)]
    assert (kinds.count("unknown_parent"), kinds.count("region_rank")) == (31, 3)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("code,pillar,", "kode,pillar,", "column"),
        ("name_zh,name_en", "name_en,name_en", "column"),
        ("AIR01,AIR,,", "AIR01,AIR,", "cells"),
        ("AIR01,AIR,,", "AIR01,AIR,,,", "cells"),
        ("Fine dust", '"Fine dust', "csv"),
        ("Fine dust", '"Fine" dust', "csv"),
    ],
)
def test_the_shape_of_a_table(tmp_path, old, new, kind):
    """A column that is missing or twice, cells too few or too many, quotes that do not close."""
    folder = copy_second(tmp_path)
    path = folder / "indicators.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    line = 1 if kind == "column" else 2
    assert (kind, f"indicators.csv line {line}") in found(faults_of(folder))


def test_lines_are_counted_through_quoted_line_breaks(tmp_path):
    """A fault below a cell of two lines and a blank line has the line that an editor shows."""
    folder = copy_second(tmp_path)
    (folder / "regions.csv").write_text(
        'code,name_en\nNORTH,"No\nrth"\n\nMID,Middle\nSOUTH,\nISLES,Isles\n', encoding="utf-8"
    )
    assert found(faults_of(folder)) == {("name", "regions.csv line 6")}


def test_a_file_that_is_not_utf8(tmp_path):
    """The byte that cannot be read is told with its place."""
    folder = copy_second(tmp_path)
    (folder / "cities.csv").write_bytes("code,name_zh\nSH,上海\n".encode("gb18030"))
    (fault,) = faults_of(folder)
    assert (fault.kind, fault.where, fault.found) == ("encoding", str(folder / "cities.csv"), "byte 0xc9 at 16")


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path):
    """Excel writes one."""
    folder = copy_second(tmp_path)
    path = folder / "cities.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(load_framework(folder).cities) == 31


def test_a_file_of_enormous_size_is_not_read(tmp_path):
    """A table is made by people; this one is not."""
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(FlowXLError, match="too large"):
        read_text(path)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("window = [2005, 2012]", "", "window"),
        ("[2005, 2012]", "[2012, 2005]", "window"),
        ("[2005, 2012]", "[2005]", "window"),
        ("[2005, 2012]", "[2005.0, 2012]", "window"),
        ("[2005, 2012]", "[1800, 2012]", "window"),
        ("[2005, 2012]", '"2005-2012"', "window"),
        ("[2005, 2012]", "[2005, 2012", "toml"),
        ('code = "second"', "", "code"),
        ('code = "second"', "code = 2", "code"),
        ('code = "second"', 'code = "a b"', "code"),
        ('code = "second"', 'code = "True"', "code"),
        ('name_en = "Second index (synthetic)"', "", "name"),
        ("name_en", "name", "name"),
        ("source_en", "source_fr", "source"),
    ],
)
def test_the_toml_file(tmp_path, old, new, kind):
    """Window, code, name and source are there and make sense."""
    folder = copy_second(tmp_path)
    path = folder / "framework.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert found(faults_of(folder)) == {(kind, "framework.toml")}


def test_a_folder_that_is_not_there(tmp_path):
    """The path is told."""
    (fault,) = faults_of(tmp_path / "nowhere")
    assert (fault.kind, fault.where) == ("folder", str(tmp_path / "nowhere"))


def test_an_empty_folder(tmp_path):
    """Every file that must be there is told."""
    assert found(faults_of(tmp_path)) == {
        ("file", str(tmp_path / name))
        for name in ("framework.toml", "dimensions.csv", "pillars.csv", "indicators.csv", "cities.csv")
    }


def test_lines_in_any_order(tmp_path):
    """Pillars are put behind their dimensions, indicators behind their pillars, else in the order of their lines."""
    folder = copy_second(tmp_path)
    for name in ("pillars", "indicators"):
        path = folder / f"{name}.csv"
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([header, *lines[::-1]]) + "\n", encoding="utf-8")
    framework = load_framework(folder)
    assert framework.pillar_codes == ("AIR", "NEAR", "LIFE")
    assert framework.indicator_codes[:3] == ("AIR08", "AIR07", "AIR06")
    assert framework.pillar_starts.tolist() == [0, 8, 11]
    assert load_framework(SECOND).pillar_codes == ("AIR", "LIFE", "NEAR")
