"""What people type into a workbook is read as the formulas read it, or refused with sheet and cell."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook
from support.patch import address_of, built, error, grid_address, replace_in_part, set_cells

from flowxl.ooxml.addresses import a1
from flowxl.reading.read_book import read_book
from flowxl.voice.faults import FlowXLError
from flowxl.workbook.book import Book

GDP = "OE07.SH"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Book]:
    """Return the workbook with the real figures."""
    path = tmp_path_factory.mktemp("real") / "book.xlsx"
    return path, built(path)


@pytest.fixture
def edit(real: tuple[Path, Book], tmp_path: Path) -> Callable[[dict], Path]:
    """Return a function that types into cells of a copy; it knows the book and its path."""
    path, book = real

    def apply(cells: dict) -> Path:
        return set_cells(path, tmp_path / "edited.xlsx", cells)

    apply.book = book
    apply.path = path
    return apply


def refused(path: Path) -> dict[str, str]:
    """Return kinds and places of the faults for which a book is refused."""
    with pytest.raises(FlowXLError) as caught:
        read_book(path)
    return {fault.kind: fault.where for fault in caught.value.faults}


def test_a_fresh_book_gives_back_what_was_written(real: tuple[Path, Book]) -> None:
    """Figures, sources, remarks, weights and settings come back as they went in."""
    path, book = real
    data = read_book(path)
    np.testing.assert_array_equal(data.observations.values, book.observations.values)
    assert dict(data.observations.sources) == dict(book.observations.sources)
    assert dict(data.observations.remarks) == dict(book.observations.remarks)
    np.testing.assert_array_equal(data.weights, book.result.weights)
    assert data.settings.window == (2011, 2020)
    assert (data.faults, data.notes, data.language) == ((), (), "zh")
    np.testing.assert_array_equal(data.compute().index, book.result.index)
    for name in ("dimensions", "pillars", "indicators", "cities", "regions", "name", "source", "code", "data_date"):
        assert getattr(data.framework, name) == getattr(book.framework, name)


@pytest.mark.parametrize("typed", [123.5, 0.0, -4.0, 1e-9])
def test_a_number_counts(edit, typed: float) -> None:
    """A typed number is the value, zero and negative ones too."""
    data = read_book(edit({address_of(edit.book, GDP, "year:2015"): typed}))
    position = data.framework.series_position[GDP]
    assert data.observations.values[position, data.observations.years.index(2015)] == typed
    assert not data.faults


def test_a_blank_is_missing(edit) -> None:
    """An emptied cell is missing and no fault."""
    data = read_book(edit({address_of(edit.book, GDP, "year:2015"): None}))
    assert np.isnan(data.observations.values[data.framework.series_position[GDP], data.observations.years.index(2015)])
    assert not data.faults


@pytest.mark.parametrize("typed", [b' t="str"><v></v></c>', "", b' t="str"><f>""</f><v></v></c>'])
def test_an_empty_text_is_missing(edit, typed: object) -> None:
    """Other programs leave it behind where they paste; a formula may give it."""
    data = read_book(edit({address_of(edit.book, GDP, "year:2015"): typed}))
    assert np.isnan(data.observations.values[data.framework.series_position[GDP], data.observations.years.index(2015)])
    assert not data.faults


@pytest.mark.parametrize(
    "typed",
    [
        "１２３",
        "1,234",
        "1.2万",
        "-",
        "—",
        "…",
        "n.a.",
        "12%",
        "(123)",
        " ",
        "\u3000",
        True,
        False,
        error("#N/A"),
        error("#DIV/0!"),
    ],
)
def test_anything_else_is_missing_and_told(edit, typed: object) -> None:
    """Text, booleans and errors count as missing and are listed with sheet and cell."""
    sheet, address = address_of(edit.book, GDP, "year:2015")
    data = read_book(edit({(sheet, address): typed}))
    assert np.isnan(data.observations.values[data.framework.series_position[GDP], data.observations.years.index(2015)])
    assert [fault.where for fault in data.faults] == [f"{sheet}!{address}"]


def test_all_faults_of_a_book_are_told_at_once(edit) -> None:
    """Three bad cells on two sheets give three faults."""
    cells = {address_of(edit.book, key, "year:2015"): "?" for key in (GDP, "CA02.BJ", "CA02.SZ")}
    assert len(read_book(edit(cells)).faults) == 3


def test_a_key_written_twice_is_refused(edit) -> None:
    """The row whose key was overwritten is told as missing, the other as repeated."""
    found = refused(edit({address_of(edit.book, "OE07.HZ", "key"): GDP}))
    assert {"duplicate_key", "missing_row"} <= set(found)
    assert found["duplicate_key"] == "!".join(address_of(edit.book, "OE07.HZ", "key"))


@pytest.mark.parametrize(
    ("field", "typed", "kind"),
    [
        ("key", None, "no_key"),
        ("key", "XX01.SH", "key"),
        ("key", "CA02.SH", "key"),
        ("city_name", "北京", "label"),
        ("indicator_name", "人口规模", "label"),
    ],
)
def test_labels_that_do_not_fit_are_refused(edit, field: str, typed: object, kind: str) -> None:
    """A row is taken only where key, indicator and city agree."""
    assert kind in refused(edit({address_of(edit.book, GDP, field): typed}))


@pytest.mark.parametrize(
    "name", ["flow_in_OE", "flow_weights", "flow_settings", "flow_data", "flow_framework", "flow_meta"]
)
def test_a_deleted_name_is_refused(edit, tmp_path: Path, name: str) -> None:
    """Without its name a table is not guessed."""
    out = tmp_path / "renamed.xlsx"
    old, new = f'<definedName name="{name}">'.encode(), b'<definedName name="mine">'
    assert set(refused(replace_in_part(edit.path, out, "xl/workbook.xml", old, new))) == {"name"}


@pytest.mark.parametrize("typed", [0.0, -1.0, "5", None, True])
def test_weights_that_cannot_be_used_are_refused(edit, typed: object) -> None:
    """A weight is a number above 0."""
    assert "weight" in refused(edit({grid_address(edit.book, "flow_weights", "OE", "weight"): typed}))


@pytest.mark.parametrize(
    ("item", "typed"),
    [
        ("method", "best"), ("window_first", 2030.0), ("window_last", "2020"), ("min_year_share", 0.0),
        ("focus", "纽约"), ("missing_pillar", None), ("step_factor", 1.0),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_used_are_refused(edit, item: str, typed: object) -> None:
    """Settings keep their rules."""
    assert "setting" in refused(edit({grid_address(edit.book, "flow_settings", item, "setting"): typed}))


def test_settings_are_read(edit) -> None:
    """Words of the lists, years and shares come back as settings."""
    typed = {"method": "极差法 0–100", "window_first": 2013.0, "focus": "广州", "missing_pillar": "按其余计算"}
    cells = {grid_address(edit.book, "flow_settings", item, "setting"): value for item, value in typed.items()}
    settings = read_book(edit(cells)).settings
    found = (settings.method, settings.window, settings.focus, settings.missing_pillar)
    assert found == ("minmax", (2013, 2020), "GZ", "rest")


@pytest.mark.parametrize(("typed", "kind"), [("2016", "header"), ("年", "years"), (None, "unheaded")])
def test_a_year_title_that_is_gone_is_refused(edit, typed: object, kind: str) -> None:
    """Figures are never taken for another year."""
    area = edit.book.layout.areas["flow_in_OE"]
    row, column = area.position(-1, "year:2015")
    assert kind in refused(edit({(area.sheet, a1(row, column)): typed}))


def test_typing_over_a_shared_row_is_refused(edit) -> None:
    """The second row of a shared series is calculated; another figure there would be lost."""
    assert "shared_row" in refused(edit({address_of(edit.book, "CA06.SH", "year:2015"): 1.0}))
    same = edit.book.observations.values[edit.book.framework.series_position["LT06.SH"], 5]
    assert not read_book(edit({address_of(edit.book, "CA06.SH", "year:2015"): float(same)})).faults


def test_a_formula_without_stored_value_is_refused(edit) -> None:
    """An input that is a formula counts by its stored value; without one the book must be saved first."""
    assert "uncached" in refused(edit({address_of(edit.book, GDP, "year:2015"): b"><f>1+1</f></c>"}))
    data = read_book(edit({address_of(edit.book, GDP, "year:2015"): b"><f>1+1</f><v>2</v></c>"}))
    assert data.observations.values[data.framework.series_position[GDP], 5] == 2


def test_remarks_that_fit_nothing_are_told(edit) -> None:
    """An unknown key, year or status, and 'not applicable' beside a value, are faults; the figures count as ever."""
    area = edit.book.layout.areas["flow_remarks"]

    def at(row: int, field: str) -> tuple[str, str]:
        return area.sheet, a1(*area.position(row, field))

    cells: dict = {}
    for row, (key, year, status) in enumerate(
        [("XX.SH", 2015.0, "修订"), (GDP, 1999.0, "修订"), (GDP, 2015.0, "大概"), (GDP, 2016.0, "不适用")], start=100
    ):
        cells |= {at(row, "key"): key, at(row, "year"): year, at(row, "status"): status}
    data = read_book(edit(cells))
    assert [fault.kind for fault in data.remark_faults] == ["remark"] * 4
    assert data.faults == ()
    np.testing.assert_array_equal(data.observations.values, edit.book.observations.values)


def test_values_that_the_file_shows_are_compared_with_the_core(edit) -> None:
    """A fresh book shows what the core computes; after an edit without a calculation it does not."""
    data = read_book(edit.path)
    tables = Counter(seen.table for seen in data.shown)
    assert tables["flow_result"] == tables["flow_native"] == (11 + 4) * 5  # index, rank, display, who computed
    assert tables["flow_contributions"] == tables["flow_gap"] + 12 == 12 * 5  # four fields of the gap
    assert tables["flow_dimensions"] == 2 * tables["flow_subtotals"] == 2 * 4 * 5  # shown and native
    assert data.differences(data.compute()) == []
    stale = read_book(edit({address_of(edit.book, GDP, "year:2015"): 9e6}))
    assert {fault.kind for fault in stale.differences(stale.compute())} == {"other_value"}


def test_a_book_without_stored_values_says_so(edit, tmp_path: Path) -> None:
    """A program that drops stored values leaves figures readable and the formulas to be computed."""
    book = load_workbook(edit.path)
    book.save(tmp_path / "dropped.xlsx")
    data = read_book(tmp_path / "dropped.xlsx")
    np.testing.assert_array_equal(data.compute().index, edit.book.result.index)
    assert [fault.kind for fault in data.differences(data.compute())] == ["not_computed"]


@pytest.mark.parametrize(
    ("typed", "kind"), [(1e101, "too_large"), (-1e101, "too_large"), (1e-141, "too_small"), (-1e-200, "too_small")]
)
def test_a_number_whose_square_is_no_double_is_refused(edit, typed: float, kind: str) -> None:
    """Beyond 1e100, or next to zero, a standard deviation cannot be computed."""
    assert kind in refused(edit({address_of(edit.book, GDP, "year:2015"): typed}))


@pytest.mark.parametrize("window", [(-1e308, 1e308), (0.0, 2020.0), (2011.0, 1e15), (-5.0, 2020.0)])
def test_a_window_of_other_years_is_refused(edit, window: tuple[float, float]) -> None:
    """Its cell is told."""
    names = ("window_first", "window_last")
    cells = [grid_address(edit.book, "flow_settings", name, "setting") for name in names]
    found = refused(edit(dict(zip(cells, window, strict=True))))
    assert found["setting"] in {"!".join(cell) for cell in cells}


@pytest.mark.parametrize("name", ["display_sd", "display_mean", "gap_band", "step_factor"])
def test_a_setting_that_would_overflow_is_refused(edit, name: str) -> None:
    """The display scale and the gaps stay finite."""
    assert "setting" in refused(edit({grid_address(edit.book, "flow_settings", name, "setting"): 1e308}))
