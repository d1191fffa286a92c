"""The oracles find what they are for: wrong formulas, wrong cached values, errors, faults of the file format."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from support import engines
from support.engines import compare, read_cells, recalculate_gnumeric, recalculate_libreoffice

RIGHT = {
    "A4": ("=A1*2", 6.0),
    "A5": ('=A1&"年 ✔ \'<&"', "3年 ✔ '<&"),
    "A6": ("=A1>2", True),
    "A7": ('=IF(A1>2,"","x")', ""),
    "A8": ("=A2/A1", 1 / 3),
}
MODES = ["always", "gnumeric"]


def make_book(path: Path, formulas: dict[str, tuple[str, object]], full_calc: bool = False) -> Path:
    """Write a book of one sheet with A1 = 3, A2 = 1, the formulas, and an array formula over B4:B5."""
    with xlsxwriter.Workbook(path) as book:
        book.set_calc_mode("auto", 191029)
        book.calc_on_load = full_calc
        sheet = book.add_worksheet("数据 <1>")
        sheet.write_number("A1", 3)
        sheet.write_number("A2", 1)
        for ref, (formula, value) in formulas.items():
            sheet.write_formula(ref, formula, None, value)
        sheet.write_array_formula("B4:B5", "{=A1:A2*10}", None, 30)
        sheet.write_number("B5", 10)
    return path


@pytest.fixture
def recalculate(tmp_path):
    """Recalculate a book in LibreOffice (in the given mode) or Gnumeric."""

    def run(path: Path, mode: str) -> Path:
        if mode == "gnumeric":
            engines.need("gnumeric")
            return recalculate_gnumeric(path, tmp_path / "gnumeric.xlsx")
        engines.need("libreoffice")
        return recalculate_libreoffice([path], tmp_path / mode, mode)[path]

    return run


def test_cells_are_read_as_they_stand_in_the_file(tmp_path):
    """Formulas, texts, booleans, errors and the range of an array formula are all there."""
    cells = read_cells(make_book(tmp_path / "a.xlsx", {**RIGHT, "A9": ("=NA()", "#N/A")}))
    assert cells["数据 <1>", "A1"] == (None, 3.0)
    assert cells["数据 <1>", "A5"] == RIGHT["A5"]
    assert cells["数据 <1>", "A6"] == ("=A1>2", True)
    assert cells["数据 <1>", "A7"] == RIGHT["A7"]
    assert cells["数据 <1>", "A9"] == ("=NA()", "#N/A")
    assert cells["数据 <1>", "B5"] == ("{=A1:A2*10}", 10.0), "a cell inside the range of an array formula"
    assert len(cells) == 10


@pytest.mark.parametrize("mode", MODES)
def test_right_formulas_and_values_agree(tmp_path, recalculate, mode):
    """Both programs compute what the book says."""
    book = make_book(tmp_path / "a.xlsx", RIGHT)
    found = compare(book, recalculate(book, mode))
    assert found.ok
    assert found.n_formulas == 7
    assert found.largest_difference < 1e-14


@pytest.mark.parametrize("mode", MODES)
def test_a_wrong_formula_with_the_right_cached_value_is_caught(tmp_path, recalculate, mode):
    """The cached value of a formula is no evidence for it."""
    book = make_book(tmp_path / "a.xlsx", {**RIGHT, "A4": ("=A1*4", 6.0)})
    found = compare(book, recalculate(book, mode))
    assert [(m.ref, m.formula, m.cached, m.recalculated) for m in found.mismatches] == [("A4", "=A1*4", 6.0, 12.0)]
    assert found.largest_difference == 1.0
    assert found.where == "数据 <1>!A4"


@pytest.mark.parametrize("mode", MODES)
def test_wrong_cached_values_of_every_type_are_caught(tmp_path, recalculate, mode):
    """Number, text, boolean, blank, and a number where a text is cached."""
    wrong = {"A4": 6.1, "A5": "3年", "A6": False, "A7": "x", "A8": "1/3"}
    book = make_book(tmp_path / "a.xlsx", {ref: (RIGHT[ref][0], value) for ref, value in wrong.items()})
    found = compare(book, recalculate(book, mode))
    assert [m.ref for m in found.mismatches] == list(wrong)


@pytest.mark.parametrize("mode", MODES)
def test_errors_are_counted(tmp_path, recalculate, mode):
    """An error is reported also where it is cached as such."""
    book = make_book(tmp_path / "a.xlsx", {"A4": ("=A1/0", "#DIV/0!"), "A5": ("=NOSUCH(A1)", 3.0)})
    found = compare(book, recalculate(book, mode))
    assert found.errors == ("数据 <1>!A4 #DIV/0!", "数据 <1>!A5 #NAME?")
    assert not found.ok


@pytest.mark.libreoffice
@pytest.mark.parametrize("mode", ["never", "default"])
def test_libreoffice_believes_cached_numbers_and_texts_unless_forced(tmp_path, recalculate, mode):
    """Nor does it honour fullCalcOnLoad: what a viewer shows is the cached value."""
    stale = {"A4": ("=A1*4", 6.0), "A5": ("=A1", "text")}
    book = make_book(tmp_path / "a.xlsx", stale, full_calc=True)
    assert compare(book, recalculate(book, mode)).ok


@pytest.mark.libreoffice
def test_many_books_go_through_one_start_also_with_equal_names(tmp_path):
    """Results belong to their own book; books of one name do not overwrite each other."""
    engines.need("libreoffice")
    books = []
    for number in range(3):
        (tmp_path / str(number)).mkdir()
        books.append(make_book(tmp_path / str(number) / "a.xlsx", {"A4": (f"=A1*{number}", 3.0 * number)}))
    results = recalculate_libreoffice(books, tmp_path / "out")
    assert all(compare(book, results[book]).ok for book in books)
    assert not compare(books[0], results[books[1]]).ok


@pytest.mark.parametrize("mode", MODES)
def test_a_file_that_cannot_be_opened_is_named(tmp_path, recalculate, mode):
    """The message names the file and what the program said."""
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no more than this")
    with pytest.raises(RuntimeError, match=r"saved nothing for .*broken\.xlsx"):
        recalculate(tmp_path / "broken.xlsx", mode)


def test_tolerance_follows_the_scale_given(tmp_path):
    """The caller may say how large the numbers behind a cell are."""
    one = make_book(tmp_path / "a.xlsx", {"A4": ("=A1", 1000.0)})
    other = make_book(tmp_path / "b.xlsx", {"A4": ("=A1", 1000.0 + 1e-7)})
    assert compare(one, other).ok
    assert not compare(one, other, scale=lambda *_: 1.0).ok
    assert compare(one, other, scale=lambda sheet, ref: 1e6 if (sheet, ref) == ("数据 <1>", "A4") else 1.0).ok


@pytest.mark.validator
def test_the_validator_finds_a_planted_fault_and_passes_a_clean_book(tmp_path):
    """An element that the schema does not know is named with its part."""
    engines.need("validator")
    clean, bad = make_book(tmp_path / "clean.xlsx", RIGHT), tmp_path / "bad.xlsx"
    with zipfile.ZipFile(clean) as old, zipfile.ZipFile(bad, "w") as new:
        for item in old.infolist():
            new.writestr(item, old.read(item).replace(b"<sheetData>", b"<bogus/><sheetData>"))
    assert engines.validate([clean]) == []
    (error,) = engines.validate([clean, bad])
    assert error.startswith("bad.xlsx: /xl/worksheets/sheet1.xml")
    assert "bogus" in error


@pytest.mark.libreoffice
def test_sheets_are_rendered_one_by_one(tmp_path):
    """All sheets, or only the named ones; an unknown name is refused."""
    engines.need("libreoffice", "pdf")
    with xlsxwriter.Workbook(tmp_path / "two.xlsx") as book:
        for name in ("一", "b & c"):
            book.add_worksheet(name).write_string("A1", "直骨角今 " + name)
    pages = engines.render_png(tmp_path / "two.xlsx", tmp_path / "all")
    assert len(pages) == 2
    (page,) = engines.render_png(tmp_path / "two.xlsx", tmp_path / "one", sheets=["b & c"])
    assert page.name == "two-b & c-1.png"
    assert page.read_bytes().startswith(b"\x89PNG")
    with pytest.raises(ValueError, match="expected a sheet 'c'"):
        engines.render_png(tmp_path / "two.xlsx", tmp_path / "one", sheets=["c"])


def test_missing_tools_skip_or_fail(monkeypatch):
    """Where tools are promised, a test that does not run is a failure."""
    monkeypatch.setattr(engines, "_missing", lambda tool: f"{tool} is too old")
    monkeypatch.delenv("FLOWXL_REQUIRE_TOOLS", raising=False)
    with pytest.raises(pytest.skip.Exception, match="libreoffice is too old"):
        engines.need("libreoffice")
    monkeypatch.setenv("FLOWXL_REQUIRE_TOOLS", "1")
    with pytest.raises(pytest.fail.Exception, match="libreoffice is too old"):
        engines.need("libreoffice")


def test_an_old_libreoffice_counts_as_missing(monkeypatch):
    """Before 25.2 LibreOffice cannot keep plain function names of the add-in."""

    class Shown:
        stdout = "LibreOffice 24.2.7.2 420(Build:2)"

    monkeypatch.setattr(engines.shutil, "which", lambda command: command)
    monkeypatch.setattr(engines.subprocess, "run", lambda *_, **__: Shown)
    assert "25.2 or newer" in engines._missing.__wrapped__("libreoffice")
