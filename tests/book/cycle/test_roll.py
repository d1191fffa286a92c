"""Next year's book: the window moves, every value stays, a changed framework takes figures by code."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from support import people
from support.books import built, make, mixed, with_gaps
from support.engines import need, validate
from support.frameworks import SECOND, copy_second, edit
from support.patch import set_cells
from support.shared import shared
from support.tiers import amount
from support.xlsx_cells import read_cells

from flowxl import __version__
from flowxl.api import BuildOptions, build
from flowxl.cli.exits import ATTENTION, OK, REFUSED, USAGE
from flowxl.core.panel import Observations, Remark
from flowxl.core.settings import Settings
from flowxl.cycle.explain import Stand
from flowxl.cycle.our_macros import our_macros
from flowxl.cycle.roll import RollOptions, roll
from flowxl.cycle.roll_plan import make_plan, new_window
from flowxl.ooxml.addresses import a1
from flowxl.ooxml.package import Package
from flowxl.ooxml.package_sheet import area as parse_area
from flowxl.reading.patching import patch_book
from flowxl.reading.read_book import read_book
from flowxl.vba.modules import Module
from flowxl.vba.project import vba_project
from flowxl.vba.reading import code, read_modules
from flowxl.voice.faults import FlowXLError
from flowxl.workbook.log import LogEntry
from flowxl.workbook.plan import SPARE_LOG
from flowxl.workbook.sheets.registry import lay_out
from flowxl.workbook.writing import writer
from flowxl.workbook.writing.writer import write_book

FEW = ("AMBE", "ASTE", "BIRC", "CEDA")
ROLLS, KILLS, EXAMPLES = amount("rolls", 4), amount("kills", 2), amount("examples", 2)
LARGE = amount("large", "mixed")


@pytest.fixture(scope="module")
def second_book() -> Path:
    """Return a book of the second framework, with figures."""
    few = BuildOptions(framework=SECOND, language="en", cities=FEW)
    return shared("second for rolls.xlsx", lambda path: build(path, few), FEW)


def remarked(path: Path) -> Path:
    """Return a book with remarks, notes, changed weights and settings."""
    observations = with_gaps(mixed(demo=True), 0.2)
    key = observations.framework.series[0].key
    observations = replace(
        observations,
        values=np.where(np.arange(observations.values.shape[1]) == 0, np.nan, observations.values),
        sources={key: "统计年鉴 2020"},
        notes={key: "口径调整"},
        remarks={(key, 2014): Remark("not_applicable", "", "未统计"), (key, 2016): Remark("revised", "公报", "")},
    )
    return make(
        path,
        observations,
        Settings(observations.framework.window, method="minmax", missing_pillar="rest", focus="HZ"),
    ).path


def test_the_window_is_shifted_or_extended():
    """A year before the last one, or far behind it, is a slip."""
    assert new_window((2011, 2020), 2021, keep_start=False) == (2012, 2021)
    assert new_window((2011, 2020), 2023, keep_start=True) == (2011, 2023)
    for year in (2019, 2071):
        with pytest.raises(FlowXLError, match="2020 to 2070"):
            new_window((2011, 2020), year, keep_start=False)


def test_a_plain_roll_moves_no_cell_of_an_input_sheet_and_drops_no_year(tmp_path):
    """New years come last; the window is a setting."""
    old = built("mixed")
    new = tmp_path / "new.xlsx"
    found = roll(old.path, new, RollOptions(2022))
    book = read_book(new)
    assert book.observations.years == tuple(range(2014, 2023))
    assert book.settings.window == (2017, 2022)
    assert np.array_equal(book.observations.values[:, :7], old.book.observations.values, equal_nan=True)
    assert np.isnan(book.observations.values[:, 7:]).all()
    assert found.plan.to_fill() == {
        p: 2 * sum(book.framework.indicator[s.indicator].pillar == p for s in book.framework.series)
        for p in book.framework.pillar_codes
    }
    before, after = read_cells(old.path), read_cells(new)
    titles = {s.title for s in old.book.layout.sheets if s.key.startswith("input:")}
    for (sheet, address), (formula, value) in before.items():
        if sheet in titles and formula is None and isinstance(value, float):
            assert after[sheet, address] == (None, value)


def test_cells_to_fill_are_those_without_figure_and_remark(monkeypatch):
    """And what is not applicable is looked up once, not for each cell: a large book has a quarter of a million."""
    book = read_book(built("mixed").path)
    values, key = book.observations.values.copy(), book.framework.series[0].key
    values[:, -2:] = 1.0
    values[:3, -1] = np.nan
    last = book.observations.years[-1]
    observations = replace(
        book.observations, values=values, remarks={(key, last): Remark("not_applicable", "", "未统计")}
    )
    settings = replace(book.settings, window=(last - 1, last))
    plan = make_plan(Stand(observations, book.weights, settings), (last - 1, last))
    asked, own = [], Observations.not_applicable.fget
    monkeypatch.setattr(Observations, "not_applicable", property(lambda held: asked.append(1) or own(held)))
    expected = dict.fromkeys(book.framework.pillar_codes, 0)
    for series in book.framework.series[1:3]:
        expected[book.framework.indicator[series.indicator].pillar] += 1
    assert plan.to_fill() == expected
    assert len(asked) == 1


def test_remarks_sources_notes_weights_and_settings_are_carried(tmp_path):
    """To the letter, also under min-max and with a choice of cities to compare."""
    path = remarked(tmp_path / "remarked.xlsx")
    area = read_book(path).framework.pillar_codes[0]
    old = set_cells(path, tmp_path / "old.xlsx", {("权重", "D6"): 3.25})
    roll(old, tmp_path / "new.xlsx", RollOptions(2021, keep_start=True))
    a, b = read_book(old), read_book(tmp_path / "new.xlsx")
    assert area == a.framework.pillar_codes[0]
    assert b.weights.tolist() == a.weights.tolist()
    assert 3.25 in b.weights
    assert b.settings == replace(a.settings, window=(2015, 2021))
    assert (b.observations.sources, b.observations.notes) == (a.observations.sources, a.observations.notes)
    assert b.observations.remarks == a.observations.remarks
    assert len(b.observations.remarks) == 2


def test_a_remark_that_cannot_be_used_is_listed(tmp_path):
    """The table of remarks is written anew."""
    old = set_cells(
        remarked(tmp_path / "remarked.xlsx"),
        tmp_path / "old.xlsx",
        {("数据备注", "A8"): "XX99.SH", ("数据备注", "E8"): "问小李"},
    )
    found = roll(old, tmp_path / "new.xlsx", RollOptions(2021))
    assert [(f.where, "问小李" in f.found) for f in found.findings] == [("数据备注!A8", True)]


def test_many_rolls_grow_by_the_new_cells_only(tmp_path):
    """No value drifts, no string or style is added twice, parts neither multiply nor vanish."""
    need("validator")
    path, sizes, counts, styles = built("mixed").path, [], [], []
    first = read_book(path)
    for year in range(2021, 2021 + ROLLS):
        new = tmp_path / f"{year}.xlsx"
        assert roll(path, new, RollOptions(year)).findings == ()
        parts = people.contents(new)
        sizes.append({name: len(xml) for name, xml in parts.items()})
        counts.append(sum(xml.count(b"<c r=") for name, xml in parts.items() if "worksheets/" in name))
        styles.append(parts["xl/styles.xml"])
        path = new
    last = read_book(path)
    assert last.observations.years == tuple(range(2014, 2021 + ROLLS))
    assert np.array_equal(last.observations.values[:, :7], first.observations.values, equal_nan=True)
    assert len(set(styles)) == 1
    assert all(set(size) == set(sizes[0]) for size in sizes)
    growth = np.diff(counts)
    assert (growth[1:] == growth[1]).all()
    strings = [size["xl/sharedStrings.xml"] for size in sizes]
    assert max(np.diff(strings)) < 800
    assert validate([path]) == []


# --- another framework ------------------------------------------------------------------------------------------------


@pytest.fixture
def changed(tmp_path) -> Path:
    """Return the second framework with an indicator dropped, one renamed, one with another measure, one new."""
    folder = copy_second(tmp_path)
    table = folder / "indicators.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    kept = [line for n, line in enumerate(lines) if n != 2]
    table.write_text("\n".join(kept) + "\n", encoding="utf-8")
    edit(folder, "indicators", 2, name_en="Renamed indicator")
    edit(folder, "indicators", 3, measure_en="furlongs", measure_zh="")
    return folder


def test_a_changed_framework_takes_figures_by_code_and_keeps_what_has_no_place(second_book, changed, tmp_path):
    """Every value of the old book is in the new one or in the list."""
    new = tmp_path / "new.xlsx"
    found = roll(second_book, new, RollOptions(read_book(second_book).settings.window[1], framework=changed))
    what = {change.what: change.code for change in found.plan.changes}
    assert {"gone", "renamed", "measure"} <= set(what)
    assert {series.reason for series in found.plan.kept} == {"dropped", "measure"}
    everything_is_somewhere(second_book, new)
    assert (found.explanation.steps[:2] == 0.0).all()


@pytest.mark.parametrize(("gone", "compared"), [("AMBE", ("BIRC", "ASTE")), ("ASTE", ("AMBE", "BIRC"))])
def test_a_compared_city_that_is_gone_gives_way_to_another(second_book, tmp_path, gone, compared):
    """The new book compares two different cities that it has, the one that stays among them."""
    assert (read_book(second_book).settings.focus, read_book(second_book).settings.benchmark) == FEW[:2]
    folder = copy_second(tmp_path)
    table = folder / "cities.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join(line for line in lines if not line.startswith(gone)) + "\n", encoding="utf-8")
    last = read_book(second_book).settings.window[1]
    roll(second_book, tmp_path / "new.xlsx", RollOptions(last, framework=folder))
    new = read_book(tmp_path / "new.xlsx")
    assert new.framework.city_codes == tuple(code for code in FEW if code != gone)
    assert (new.settings.focus, new.settings.benchmark) == compared


def test_kept_figures_survive_the_next_roll(second_book, changed, tmp_path):
    """The list is carried on."""
    last = read_book(second_book).settings.window[1]
    roll(second_book, tmp_path / "a.xlsx", RollOptions(last, framework=changed))
    found = roll(tmp_path / "a.xlsx", tmp_path / "b.xlsx", RollOptions(last + 1))
    everything_is_somewhere(second_book, tmp_path / "b.xlsx")
    assert found.findings == ()


def test_a_reference_to_a_dropped_figure_goes_on_to_where_it_is_kept(second_book, changed, tmp_path):
    """And one to its score, which is nowhere, becomes an error that is listed."""
    data = read_book(second_book)
    gone = found_gone(data, changed)
    with Package.open(second_book) as package:
        pillar = data.framework.indicator[gone].pillar
        target = package.defined_names[f"flow_in_{pillar}"][0]
        cells = package.sheet(target.sheet)
    rows = [r for r in range(target.min_row, target.max_row) if str(cells.value(r, 1)).startswith(f"{gone}.")]
    years = range(target.max_col - len(data.observations.years) + 1, target.max_col + 1)
    row, year = next((r, c) for r in rows for c in years if isinstance(cells.value(r, c), float))
    old = with_formula(second_book, tmp_path / "old.xlsx", f"='{target.sheet}'!{a1(row - 1, year - 1)}")
    rolled = roll(old, tmp_path / "new.xlsx", RollOptions(data.settings.window[1], framework=changed))
    moved = [f for f in rolled.findings if f.where == f"{people.SHEET}!A1"]
    assert len(moved) == 1
    assert moved[0].now != "#REF!"
    title, _, address = moved[0].now.rpartition("!")
    assert read_cells(tmp_path / "new.xlsx")[title.strip("'"), address][1] == cells.value(row, year)


def test_a_text_among_the_figures_of_a_dropped_indicator_keeps_nobody_from_rolling(second_book, changed, tmp_path):
    """It is listed with its place; the new book has no row for it."""
    data = read_book(second_book)
    gone = found_gone(data, changed)
    with Package.open(second_book) as package:
        pillar = data.framework.indicator[gone].pillar
        target = package.defined_names[f"flow_in_{pillar}"][0]
        cells = package.sheet(target.sheet)
    row = next(r for r in range(target.min_row, target.max_row) if str(cells.value(r, 1)).startswith(f"{gone}."))
    where = a1(row - 1, target.max_col - 1)
    old = set_cells(second_book, tmp_path / "old.xlsx", {(target.sheet, where): "see note"})
    assert len(read_book(old).bad_cells) == 1
    rolled = roll(old, tmp_path / "new.xlsx", RollOptions(data.settings.window[1], framework=changed))
    assert not read_book(tmp_path / "new.xlsx").bad_cells
    assert [f.found for f in rolled.findings if f.where == f"{target.sheet}!{where}"] == ["see note"]


def with_formula(base: Path, out: Path, formula: str) -> Path:
    """Give a book a sheet of a person's with a formula."""
    given = out.with_name(f"donor-{out.name}")
    with xlsxwriter.Workbook(given) as book:
        sheet = book.add_worksheet(people.SHEET)
        sheet.write_formula("A1", formula)
        sheet.write_formula("A2", "=1")
        sheet.write_comment("A1", "x")
        sheet.add_table("D12:E15", {"name": "MyTable", "columns": [{"header": "k"}, {"header": "v"}]})
        sheet.add_sparkline("G1", {"range": "A1:B1"})
    return people.graft(base, given, out)


def found_gone(data, changed) -> str:
    """Return the code of the indicator that the changed framework lacks."""
    text = (changed / "indicators.csv").read_text(encoding="utf-8")
    return next(i.code for i in data.framework.indicators if f"\n{i.code}," not in text)


def everything_is_somewhere(old: Path, new: Path) -> None:
    """Assert that every figure of the old book is in the new one under its key and year, or kept in 变更."""
    a, b = read_book(old).observations, read_book(new).observations
    kept = kept_figures(new)
    for row, series in enumerate(a.framework.series):
        for column, year in enumerate(a.years):
            value = a.values[row, column]
            if np.isnan(value):
                continue
            at = b.framework.series_position.get(series.key)
            there = b.values[at, b.years.index(year)] if at is not None else np.nan
            assert value in (there, kept.get((series.key, year))), (series.key, year, value)


def kept_figures(path: Path) -> dict[tuple[str, int], float]:
    """Return what stands in the table of kept figures, read without the code that wrote it."""
    with Package.open(path) as package:
        at = package.defined_names["flow_kept"][0]
        cells = package.sheet(at.sheet)
    heads = {column: cells.value(at.min_row, column) for column in range(at.min_col, at.max_col + 1)}
    return {
        (str(cells.value(row, at.min_col)).partition("~")[0], int(year)): cells.value(row, column)
        for row in range(at.min_row + 1, at.max_row + 1)
        for column, year in heads.items()
        if isinstance(year, float) and cells.value(row, column) is not None
    }


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    seed=st.integers(0, 10_000), share=st.sampled_from([0.0, 0.3, 0.95]), drop=st.integers(0, 3), last=st.integers(0, 3)
)
def test_every_value_is_found_again(seed, share, drop, last, tmp_path_factory):
    """Random figures and gaps, some with many digits; indicators dropped; years added."""
    folder = tmp_path_factory.mktemp("any")
    source = with_gaps(mixed(demo=True), share, seed)
    noise = np.random.default_rng(seed).lognormal(0, 8, source.values.shape)
    source = replace(source, values=source.values * noise)
    path = make(folder / "any.xlsx", source, Settings(source.framework.window)).path
    old = set_cells(path, folder / "old.xlsx", exact_cells(path, source))
    framework = read_book(old).framework
    indicators = framework.indicators[drop:] if drop else framework.indicators
    bases = {i.code for i in indicators}
    indicators = tuple(i for i in indicators if i.same_as is None or i.same_as in bases)
    owners = {i.pillar for i in indicators}
    other = replace(framework, indicators=indicators, pillars=tuple(p for p in framework.pillars if p.code in owners))
    from flowxl.cycle import roll as module

    load = module.load_framework
    module.load_framework = lambda _: other
    try:
        roll(old, folder / "new.xlsx", RollOptions(2020 + last, framework="other" if drop else None))
    finally:
        module.load_framework = load
    everything_is_somewhere(old, folder / "new.xlsx")


def exact_cells(path: Path, source) -> dict:
    """Return cells with all digits of every figure: XlsxWriter writes sixteen."""
    found = {}
    with Package.open(path) as package:
        for pillar in source.framework.pillar_codes:
            at = package.defined_names[f"flow_in_{pillar}"][0]
            cells = package.sheet(at.sheet)
            for row in range(at.min_row + 1, at.max_row + 1):
                known = source.framework.series_position.get(str(cells.value(row, at.min_col)))
                for n, value in enumerate([] if known is None else source.values[known]):
                    if not np.isnan(value) and (row + n) % 7 == 0:
                        column = at.max_col - len(source.years) + 1 + n
                        found[at.sheet, a1(row - 1, column - 1)] = float(value)
    return found


# --- figures of another book, older books, macros ---------------------------------------------------------------------


def test_revised_figures_are_taken_listed_and_explained(tmp_path):
    """The old value is in the list; only the first step moves."""
    book = built("mixed").book
    area = book.layout.areas["flow_in_TR"]
    cell = a1(*area.position(0, "year:2018"))
    revised = set_cells(built("mixed").path, tmp_path / "revised.xlsx", {(area.sheet, cell): 4321.5})
    found = roll(built("mixed").path, tmp_path / "new.xlsx", RollOptions(2020, revised=revised))
    assert len(found.plan.revisions) == 1
    assert found.plan.revisions[0].new == 4321.5
    assert (found.explanation.steps[1:] == 0.0).all()
    assert np.abs(found.explanation.steps[0]).max() > 0
    key = found.plan.revisions[0].key
    new = read_book(tmp_path / "new.xlsx").observations
    assert new.values[new.framework.series_position[key], new.years.index(2018)] == 4321.5


def test_a_book_of_an_older_flowxl_rolls_into_the_newest(tmp_path):
    """It lacks columns and tables that came later, and has another version."""
    base = people.contents(built("mixed").path)
    text = base["xl/sharedStrings.xml"].decode()
    workbook = base["xl/workbook.xml"].decode()
    for name in ("flow_steps", "flow_cover", "flow_gap_bars", "flow_titles"):
        start = workbook.index(f'<definedName name="{name}"')
        end = workbook.index("</definedName>", start) + len("</definedName>")
        workbook = workbook[:start] + workbook[end:]
    old = people.rewrite(
        built("mixed").path,
        tmp_path / "old.xlsx",
        {
            "xl/workbook.xml": workbook.encode(),
            "xl/sharedStrings.xml": text.replace(f"FlowXL {__version__}", "FlowXL 0.0.3")
            .replace("<t>校验和</t>", "<t>旧校验</t>")
            .encode(),
        },
    )
    roll(old, tmp_path / "new.xlsx", RollOptions(2021))
    new = read_book(tmp_path / "new.xlsx")
    assert np.array_equal(new.observations.values[:, :7], built("mixed").book.observations.values, equal_nan=True)
    with Package.open(tmp_path / "new.xlsx") as package:
        assert {"flow_steps", "flow_cover", "flow_gap_bars", "flow_titles"} <= set(package.defined_names)


def test_made_up_figures_stay_marked_as_such(tmp_path):
    """SYNTHETIC is never lost on the way."""
    roll(built("demo").path, tmp_path / "new.xlsx", RollOptions(2021))
    texts = {str(value) for _, value in read_cells(tmp_path / "new.xlsx").values()}
    assert any(text.startswith("SYNTHETIC 合成数据") for text in texts)


@pytest.mark.parametrize("own", [False, True])
def test_macros_of_ours_are_renewed_and_a_persons_are_kept(own, tmp_path):
    """Byte for byte where a module was added."""
    old = tmp_path / "old.xlsm"
    build(old, BuildOptions(framework=SECOND, language="en", cities=FEW))
    if own:
        names = [f"Sheet{n}" for n in range(1, 40)]
        ours = our_macros("en")
        given = vba_project(
            (
                Module("ThisWorkbook", "workbook", ours.events),
                *(Module(name, "worksheet") for name in names),
                *(Module(name, "standard", text) for name, text in ours.modules.items() if name == "FlowXLFunctions"),
                Module("Mine", "standard", "Sub Mine()\nEnd Sub\n"),
            )
        )
        old = people.rewrite(old, tmp_path / "own.xlsm", {"xl/vbaProject.bin": given})
    last = read_book(old).settings.window[1]
    found = roll(old, tmp_path / "new.xlsm", RollOptions(last + 1))
    new = people.contents(tmp_path / "new.xlsm")
    modules = read_modules(new["xl/vbaProject.bin"])
    if own:
        assert [(f.kind, f.found) for f in found.findings] == [("macros", "Mine")]
        assert new["xl/vbaProject.bin"] == given
        return
    assert found.findings == ()
    sheets = sum(name.startswith("xl/worksheets/sheet") for name in new)
    assert sum(name.startswith("Sheet") for name in modules) == sheets
    assert code(modules["ThisWorkbook"]) == our_macros("en").events


def test_a_later_version_of_our_own_macros_takes_the_place_of_an_older_one(tmp_path):
    """An older FlowXL wrote them under its own version; nobody wrote them by hand."""
    old = tmp_path / "old.xlsm"
    build(old, BuildOptions(framework=SECOND, language="en", cities=FEW))
    ours = our_macros("en")
    older = ours.modules["FlowXLFunctions"].replace(
        f'FxVersion As String = "{__version__}"', 'FxVersion As String = "0.0.1"'
    )
    assert older != ours.modules["FlowXLFunctions"]
    given = vba_project(
        (Module("ThisWorkbook", "workbook", ours.events), Module("FlowXLFunctions", "standard", older + "\n' older"))
    )
    old = people.rewrite(old, tmp_path / "older.xlsm", {"xl/vbaProject.bin": given})
    assert roll(old, tmp_path / "new.xlsm", RollOptions(read_book(old).settings.window[1])).findings == ()
    modules = read_modules(people.contents(tmp_path / "new.xlsm")["xl/vbaProject.bin"])
    assert f'FxVersion As String = "{__version__}"' in modules["FlowXLFunctions"]


# --- writing ----------------------------------------------------------------------------------------------------------


def test_nothing_is_replaced_unless_forced_and_then_there_is_a_backup(tmp_path):
    """Nor is the old book ever written to, nor another kind of file."""
    old, new = built("mixed").path, tmp_path / "new.xlsx"
    new.write_bytes(b"precious")
    with pytest.raises(FlowXLError, match="--force"):
        roll(old, new, RollOptions(2021))
    found = roll(old, new, RollOptions(2021, force=True))
    assert found.backup is not None
    assert found.backup.read_bytes() == b"precious"
    with pytest.raises(FlowXLError, match="never changed"):
        roll(new, new, RollOptions(2022, force=True))
    with pytest.raises(FlowXLError, match="keep its kind"):
        roll(old, tmp_path / "new.xlsm", RollOptions(2021))


def test_a_faulty_writer_is_found_out(tmp_path, monkeypatch):
    """The new book is read back: a value that changed on the way is never handed over."""
    from flowxl.cycle import anew_made as module

    real = module.merge

    def damaged(found, fresh, target, layout):
        real(found, fresh, target, layout)
        area = layout.areas["flow_in_TR"]
        cell = a1(*area.position(0, "year:2018"))
        set_cells(target, target.with_name("x.xlsx"), {(area.sheet, cell): 1.0}).replace(target)

    monkeypatch.setattr(module, "merge", damaged)
    with pytest.raises(FlowXLError, match=r"TR\w+\.\w+ 2018"):
        roll(built("mixed").path, tmp_path / "new.xlsx", RollOptions(2021))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_killed_at_any_moment_old_and_new_are_whole(tmp_path):
    """Kill -9: the target is what it was, or the new book; never a part of one."""
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    old.write_bytes(built("mixed").path.read_bytes())
    new.write_bytes(old.read_bytes())
    before = old.read_bytes()
    command = [
        sys.executable,
        "-c",
        "import flowxl.cli as c; raise SystemExit(c.main())",
        "roll",
        old,
        "--to",
        "2021",
        "-o",
        new,
        "--force",
        "--json",
    ]
    start = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    whole = time.monotonic() - start
    draw, count = np.random.default_rng(5), int(os.environ.get("FLOWXL_KILLS", KILLS))
    for moment in draw.uniform(0.3, 1.05, count) * whole:
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(moment)
            process.send_signal(signal.SIGKILL)
        assert old.read_bytes() == before
        assert read_book(new).observations.years[0] == 2014
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    assert not [path for path in tmp_path.iterdir() if path.suffix not in {".xlsx"} or path.name.startswith(".")]


def test_the_command_line(flowxl, tmp_path):
    """What it prints, and how it ends."""
    old, new = built("mixed").path, tmp_path / "new.xlsx"
    ran = flowxl("roll", old, "--to", 2021, "-o", new)
    assert ran.code == OK
    assert "2015–2020 → 2016–2021" in ran.out
    assert "按上一册基准" in ran.out
    assert flowxl("roll", old, "--to", 2021, "-o", new).code == REFUSED
    assert flowxl("roll", old, "--to", "20211", "-o", new).code == USAGE
    typed = set_cells(old, tmp_path / "typed.xlsx", {("权重", "A1"): "我的"})
    ran = flowxl("roll", typed, "--to", 2021, "-o", tmp_path / "b.xlsx", "--lang", "en")
    assert ran.code == ATTENTION
    assert "权重!A1" in ran.out


def test_the_log_of_imports_goes_along(tmp_path):
    """What was brought in last year is still told this year, however long the log is, with room for more."""
    entries = tuple(LogEntry("2026-11-24", "import", f"年鉴{n}.xlsx", "表1", "C5:L5", "10 values") for n in range(250))
    book = built("real").book
    layout = lay_out(book.framework, book.years, book.language, len(book.observations.remarks), len(entries))
    old = tmp_path / "old.xlsx"
    write_book(replace(book, layout=layout, log=entries), old)
    rolled = roll(old, tmp_path / "new.xlsx", RollOptions(2021))
    assert read_book(tmp_path / "new.xlsx").log == entries
    assert rolled.findings == ()
    with Package.open(tmp_path / "new.xlsx") as package:
        (target,) = package.defined_names["flow_log"]
    assert target.max_row - target.min_row == len(entries) + SPARE_LOG


def test_figures_weights_and_choices_that_were_edited_are_no_findings(tmp_path):
    """The values as generated, which stand beside them in the file, are those of another day."""
    book = built("real").book
    key = f"{book.framework.indicator_codes[-1]}.{book.framework.city_codes[0]}"
    areas = book.layout.areas
    table, weights, choices = (
        areas[f"flow_in_{book.framework.pillars[-1].code}"],
        areas["flow_weights"],
        areas["flow_settings"],
    )
    cells = {
        table: (table.grid.items.index(key), f"year:{book.years[-1]}", 123.5),
        weights: (0, "weight", 4.5),
        choices: (choices.grid.items.index("min_city_share"), "setting", 0.4),
    }
    changed = {
        area.sheet: {area.cell(item, field).rpartition("!")[2].replace("$", ""): value}
        for area, (item, field, value) in cells.items()
    }
    old = tmp_path / "old.xlsx"
    patch_book(built("real").path, old, changed)
    assert read_book(old).weights[0] == 4.5
    rolled = roll(old, tmp_path / "new.xlsx", RollOptions(2021))
    assert rolled.findings == ()
    assert read_book(tmp_path / "new.xlsx").weights[0] == 4.5


@pytest.mark.validator
def test_a_very_large_book_has_its_strings_in_its_cells(tmp_path, monkeypatch):
    """It is written row by row, without a list of strings; rolled all the same, twice, and without a finding."""
    need("validator")
    monkeypatch.setattr(writer, "BIG_BOOK", 0)
    old, new, next_one = (tmp_path / f"{name}.xlsx" for name in ("old", "new", "next"))
    write_book(built(LARGE).book, old)
    with zipfile.ZipFile(old) as package:
        assert "xl/sharedStrings.xml" not in package.namelist()
    before = read_book(old)
    for source, target, year in ((old, new, 2021), (new, next_one, 2022)):
        assert roll(source, target, RollOptions(year)).findings == ()
        after = read_book(target)
        kept = after.observations.fitted(before.framework, before.observations.years)
        np.testing.assert_array_equal(kept.values, before.observations.values)
    assert validate([new, next_one]) == []


def test_kept_figures_of_an_indicator_that_is_back_are_told_until_it_is_filled_in(second_book, changed, tmp_path):
    """With the cells that keep them in the old book and in the new one; nothing is filled in by itself."""
    data = read_book(second_book)
    gone, last = found_gone(data, changed), data.settings.window[1]
    without, back, again = (tmp_path / f"{name}.xlsx" for name in ("without", "back", "again"))
    roll(second_book, without, RollOptions(last, framework=changed))
    kept = kept_figures(without)
    keys = {key for key, _ in kept if key.startswith(f"{gone}.")}
    first = roll(without, back, RollOptions(last + 1, framework=SECOND))
    told = [f for f in first.findings if f.kind == "returned" and f.found.startswith(f"{gone}.")]
    assert {f.found.split()[0] for f in told} == keys
    assert first.needs_a_look
    for finding in told:
        own = finding.found.split()[0]
        values = sorted(value for (key, _), value in kept.items() if key == own)
        assert shown(without, finding.where) == values
        assert shown(back, finding.now) == values
    new = read_book(back).observations
    assert np.isnan(new.values[[new.framework.series_position[key] for key in keys]]).all()
    listed = [value for _, value in read_cells(back).values() if isinstance(value, str)]
    assert {f.where for f in told} <= set(listed)
    old = set_cells(back, tmp_path / "filled.xlsx", dict.fromkeys(cells_of(back, kept, keys), 1.5))
    found = roll(old, again, RollOptions(last + 2)).findings
    assert not [f for f in found if f.kind == "returned" and f.found.startswith(f"{gone}.")]


def cells_of(path: Path, kept: Iterable[tuple[str, int]], keys: set[str]) -> list[tuple[str, str]]:
    """Return sheet and address of the cells for figures that were kept."""
    book = read_book(path)
    areas = lay_out(book.framework, book.observations.years, "en").areas
    found = []
    for key, year in kept:
        if key in keys:
            area = areas[f"flow_in_{book.framework.indicator[key.partition('.')[0]].pillar}"]
            found.append((area.sheet, a1(*area.position(area.grid.item_position[key], f"year:{year}"))))
    return found


def shown(path: Path, area: str) -> list[float]:
    """Return the numbers in a range of a book, smallest first."""
    title, _, cells = area.rpartition("!")
    with Package.open(path) as package:
        top, left, bottom, right = parse_area(cells.encode())
        sheet = package.sheet(title)
    values = [sheet.value(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    return sorted(value for value in values if isinstance(value, float))


def test_a_series_that_goes_twice_keeps_both_and_references_stay_with_theirs(second_book, changed, tmp_path):
    """The row of the first time gets another key; what points at it, and what pointed at the second, both follow."""
    data = read_book(second_book)
    gone, last = found_gone(data, changed), data.settings.window[1]
    paths = [tmp_path / f"{n}.xlsx" for n in range(9)]
    roll(second_book, paths[0], RollOptions(last, framework=changed))
    kept = kept_figures(paths[0])
    (key, year), value = next((at, value) for at, value in kept.items() if at[0].startswith(f"{gone}."))
    with Package.open(paths[0]) as package:
        at = package.defined_names["flow_kept"][0]
        cells = package.sheet(at.sheet)
    row = next(r for r in range(at.min_row, at.max_row + 1) if cells.value(r, at.min_col) == key)
    column = next(c for c in range(at.min_col, at.max_col + 1) if cells.value(at.min_row, c) == year)
    place = f"{at.sheet}!{a1(row - 1, column - 1)}"
    path = with_formula(paths[0], paths[1], f"={place}")
    for n, figure in ((2, 1.5), (5, 2.5)):
        place = roll_with_reference(path, paths[n], RollOptions(last + n, framework=SECOND), place)
        set_cells(paths[n], paths[n + 1], dict.fromkeys(cells_of(paths[n], [(key, year)], {key}), figure))
        place = roll_with_reference(paths[n + 1], paths[n + 2], RollOptions(last + n + 1, framework=changed), place)
        path = paths[n + 2]
        assert shown(path, place) == [value]
    with Package.open(path) as package:
        at = package.defined_names["flow_kept"][0]
        cells = package.sheet(at.sheet)
    column = next(c for c in range(at.min_col, at.max_col + 1) if cells.value(at.min_row, c) == year)
    rows = {cells.value(r, at.min_col): cells.value(r, column) for r in range(at.min_row + 1, at.max_row + 1)}
    assert sorted(found for name, found in rows.items() if str(name).startswith(key)) == sorted([value, 1.5, 2.5])


def roll_with_reference(old: Path, new: Path, options: RollOptions, place: str) -> str:
    """Roll a book and return where the formula of the person points now."""
    moved = [f for f in roll(old, new, options).findings if f.where == f"{people.SHEET}!A1"]
    return moved[0].now if moved else place
