"""`check --fix` writes clear readings, leaves doubtful ones, and changes nothing else."""

import zipfile
from pathlib import Path

import numpy as np
import pytest
from support.patch import address_of, built, error, grid_address, set_cells
from support.plain_faults import rough

from flowxl.reading import fix
from flowxl.reading.fix import fix_book
from flowxl.reading.read_book import read_book
from flowxl.voice.faults import FlowXLError

CLEAR = {"２３４５．５": 2345.5, "36,365.38": 36365.38, "—": None, "n.a.": None, "\u300055 ": 55.0}
REVIEW = ["1.2万", "12%", "(123)", "…", "45.2l", "335,2"]


def planted(tmp_path: Path) -> tuple[Path, dict[str, object]]:
    """Return a book with texts, a boolean and an error in number cells, and what was typed where."""
    path = tmp_path / "book.xlsx"
    book = built(path)
    texts = [*CLEAR, *REVIEW, True, error("#N/A")]
    keys = ["CA02.SH", "CA02.BJ"]
    places = [address_of(book, key, f"year:{year}") for key in keys for year in range(2011, 2021)][: len(texts)]
    set_cells(path, tmp_path / "bad.xlsx", dict(zip(places, texts, strict=True)))
    return tmp_path / "bad.xlsx", dict(zip((f"{sheet}!{at}" for sheet, at in places), texts, strict=True))


def test_clear_readings_are_written_and_doubtful_ones_left(tmp_path: Path) -> None:
    """Each cell is listed; the new file holds the clear numbers, the rest is still a fault."""
    path, _ = planted(tmp_path)
    fixes = fix_book(path, tmp_path / "good.xlsx")
    assert {fix.found: fix.value for fix in fixes if fix.kind != "review"} == CLEAR
    left = read_book(tmp_path / "good.xlsx").faults
    assert len(left) == len(REVIEW) + 2
    values = read_book(tmp_path / "good.xlsx").observations
    row = values.values[values.framework.series_position["CA02.SH"], 1:6]
    np.testing.assert_array_equal(row, [2345.5, 36365.38, np.nan, np.nan, 55.0])


def test_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    """Parts that are no sheet of the book are the same bytes; no stored value of an old figure is left."""
    path, _ = planted(tmp_path)
    fix_book(path, tmp_path / "good.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "good.xlsx") as new:
        assert old.namelist() == new.namelist()
        for name in old.namelist():
            if "worksheets/sheet" not in name and name != "xl/workbook.xml":
                assert old.read(name) == new.read(name), name
        assert b"fullCalcOnLoad" in new.read("xl/workbook.xml")
        assert not any(b"</f><v>" in new.read(name) for name in new.namelist() if "worksheets/sheet" in name)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A file that exists is never replaced, also not the book itself."""
    path, _ = planted(tmp_path)
    with pytest.raises(FlowXLError, match="exists already"):
        fix_book(path, path)


FILLED = {
    "a figure": (lambda book: address_of(book, "CA02.SH", "year:2012"), "2*21", b"42"),
    "a year above them": (lambda book: grid_address(book, "flow_in_CA", None, "year:2013"), "2012+1", b"2013"),
    "a weight": (lambda book: grid_address(book, "flow_weights", "TR", "weight"), "1+2", b"3"),
    "a setting": (lambda book: grid_address(book, "flow_settings", "window_first", "setting"), "2010+1", b"2011"),
}


@pytest.mark.parametrize("what", FILLED)
def test_a_formula_that_a_person_typed_keeps_its_value(tmp_path: Path, what: str) -> None:
    """Without it the copy could not be read; what FlowXL computes has none, since it belongs to the old figures."""
    book = built(tmp_path / "book.xlsx")
    place, formula, value = FILLED[what]
    typed = b"><f>" + formula.encode() + b"</f><v>" + value + b"</v></c>"
    cells = {place(book): typed, address_of(book, "CA02.BJ", "year:2012"): "１２３"}
    path = set_cells(tmp_path / "book.xlsx", tmp_path / "bad.xlsx", cells)
    fix_book(path, tmp_path / "good.xlsx")
    old, new = read_book(path), read_book(tmp_path / "good.xlsx")
    assert (new.settings, new.weights.tolist()) == (old.settings, old.weights.tolist())
    assert new.formulas == (what == "a figure")
    changed = (old.observations.values != new.observations.values) & ~np.isnan(new.observations.values)
    assert new.observations.values[changed].tolist() == [123.0]
    with zipfile.ZipFile(tmp_path / "good.xlsx") as file:
        stored = [b for n in file.namelist() if "worksheets/sheet" in n for b in file.read(n).split(b"</f><v>")[1:]]
    assert len(stored) == 1


def test_a_copy_that_cannot_be_read_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the book is there, and the reason is told."""
    path, _ = planted(tmp_path)
    before = sorted(tmp_path.iterdir())

    def fail(*_: object) -> object:
        raise FlowXLError("no", [rough("uncached", "A1", "a formula without a stored value", "a number")])

    monkeypatch.setattr(fix, "read_back", fail)
    with pytest.raises(FlowXLError, match=r"nothing was written(.|\n)*without a stored value"):
        fix_book(path, tmp_path / "good.xlsx")
    assert sorted(tmp_path.iterdir()) == before
