"""``flowxl build``: what it writes, and what it never overwrites."""

import json
import re
import shutil
import sys

import openpyxl
import pytest
import xlsxwriter
from support.command import SMALL, call, edit, python, rewrite
from support.frameworks import SECOND

import flowxl as package
from flowxl.cli.exits import OK, REFUSED, STOPPED, USAGE
from flowxl.cli.same import same_workbook

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")


def test_build_takes_cities_years_language_and_date(tmp_path, flowxl):
    """Cities go by code or by either name, with or without 市, in the order given."""
    book = tmp_path / "two.xlsx"
    arguments = ("--cities", "北京市，sz, Shanghai", "--years", "2012–2019", "--lang", "en", "--date", "2024-05-06")
    ran = flowxl("build", "--output", book, *arguments, "--json")
    assert (ran.code, ran.err) == (OK, "")
    found = json.loads(ran.out)
    assert found["cities"] == ["BJ", "SZ", "SH"]
    assert (found["window"], found["language"]) == ([2012, 2019], "en")
    workbook = openpyxl.load_workbook(book)
    assert "2024-05-06" in " ".join(str(cell.value) for row in workbook.worksheets[0].iter_rows() for cell in row)


@pytest.mark.parametrize("kind", ["--empty", "--demo", "--framework", "--data"])
def test_build_makes_the_other_kinds_of_book(kind, tmp_path, flowxl):
    """A blank, a synthetic and a foreign book, and one from a file of figures."""
    figures = tmp_path / "figures.csv"
    figures.write_text("indicator,place,year,value\nOE07,上海,2011,3\nOE07,北京,2011,4\n", encoding="utf-8")
    extra = {"--framework": [SECOND, "--lang", "en"], "--data": [figures]}.get(kind, [])
    ran = flowxl("build", kind, *extra, "--output", tmp_path / "book.xlsx")
    assert (ran.code, ran.err) == (OK, "")
    assert ("SYNTHETIC" in ran.out) == (kind == "--demo")
    assert flowxl("compute", tmp_path / "book.xlsx").code == OK


def test_every_remark_of_a_file_has_a_row(tmp_path, flowxl):
    """Also where there are more than a book has rows for by itself."""
    figures, codes = tmp_path / "figures.csv", [f"LT{n:02}" for n in range(1, 10)]
    lines = [
        f"{code},{city},{year},{year},revised"
        for code in codes
        for city in ("SH", "BJ", "SZ")
        for year in range(2011, 2021)
    ]
    figures.write_text("\n".join(["indicator,place,year,value,status", *lines]) + "\n", encoding="utf-8")
    assert flowxl("build", "--data", figures, "--output", tmp_path / "book.xlsx").code == OK
    assert len(package.read(tmp_path / "book.xlsx").observations.remarks) == len(lines) > 200


def test_building_again_changes_nothing(project, flowxl):
    """The line of the README can be run as often as one likes."""
    book = project / "workbook" / "FlowIndex.xlsm"
    before = book.read_bytes(), book.stat().st_mtime_ns
    ran = flowxl("build", "--output", book)
    assert ran.code == OK
    assert "已是最新" in ran.out
    assert (book.read_bytes(), book.stat().st_mtime_ns) == before
    assert [path.name for path in book.parent.iterdir()] == [book.name]


def test_a_book_with_an_entry_of_somebody_is_never_replaced_unasked(tmp_path, small_book, flowxl):
    """One changed figure is enough to refuse; --force replaces it and keeps it as a backup."""
    book = edit(small_book, 25270, tmp_path / "book.xlsx")
    before = book.read_bytes()
    ran = flowxl("build", *SMALL, "--output", book)
    assert (ran.code, ran.out) == (USAGE, "")
    assert "--force" in ran.err
    assert book.read_bytes() == before
    ran = flowxl("build", *SMALL, "--output", book, "--force")
    assert ran.code == OK
    assert book.read_bytes() != before
    (backup,) = (path for path in book.parent.iterdir() if path != book)
    assert backup.name in ran.out
    assert re.fullmatch(r"book\.backup-\d{8}-\d{6}\.xlsx", backup.name)
    assert backup.read_bytes() == before


def test_a_folder_of_figures_is_told_as_one(tmp_path, flowxl):
    """It is there, so it is not missing."""
    ran = flowxl("build", "--data", tmp_path, "--output", tmp_path / "book.xlsx")
    assert ran.code == REFUSED
    assert f"flowxl: {tmp_path} is a folder." in ran.err


def test_a_file_that_is_no_workbook_is_not_replaced_either(tmp_path, flowxl):
    """Whatever it is, it is somebody's."""
    book = tmp_path / "notes.xlsx"
    book.write_text("my notes")
    assert flowxl("build", "--cities", "SH", "--output", book).code == USAGE
    assert book.read_text() == "my notes"


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        (b"25659.18", b"25659.180000000004", True),
        (b"25659.18", b"25659.19", False),
        (b"<v>2015</v>", b"<v>2016</v>", False),
        (b"20151231235959", b"20151231235958", False),
        (b"25659.18", b"", False),
        (b"<sheetData>", b"<sheetData><!-- note -->", False),
    ],
)
def test_only_the_last_digits_of_numbers_may_differ(old, new, same, tmp_path):
    """Sums differ in the last digit between processors; an entry differs by more."""
    book = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(book) as workbook:
        workbook.add_worksheet().write_row(0, 0, [2015, 25659.18, 20151231235959, "text"])
    changed = rewrite(book, tmp_path / "changed.xlsx", old, new)
    assert same_workbook(book, book)
    assert same_workbook(changed, book) == same


def test_unknown_cities_are_refused_all_at_once(tmp_path, flowxl):
    """One line for each fault: where, found, expected."""
    ran = flowxl("build", "--cities", "上海,Paris,Rome", "--output", tmp_path / "book.xlsx")
    assert (ran.code, ran.out) == (REFUSED, "")
    lines = ran.err.splitlines()
    assert len(lines) == 3
    assert "Paris" in lines[1]
    assert "Rome" in lines[2]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--years", "2020-2011"),
        ("build", "--years", "201x"),
        ("build", "--years", "1000-2000"),
        ("build", "--date", "6.5.2024"),
        ("build", "--cities", " , "),
        ("build", "--output", "book.xls"),
        ("build", "--empty", "--demo"),
        ("compute",),
        ("compute", "--json", "book.xlsx"),
        ("compute", "book.xlsx", "--csv", "other.xlsx"),
        ("check", "book.xlsx", "--fix", "copy.csv"),
        ("unknown",),
        (),
    ],
)
def test_wrong_options_end_with_usage(arguments, tmp_path, monkeypatch, flowxl):
    """Nothing is written, and the sentence says what is wrong."""
    monkeypatch.chdir(tmp_path)
    ran = flowxl(*arguments)
    assert (ran.code, ran.out) == (USAGE, "")
    assert "usage:" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path, small_book, flowxl):
    """For the workbook and for results."""
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.xlsx").mkdir()
    tries = [
        ("build", "--output", tmp_path / "file" / "book.xlsx"),
        ("build", "--output", tmp_path / "folder.xlsx"),
        ("compute", small_book, "--csv", tmp_path / "file" / "result.csv"),
        ("reproduce", "--json", tmp_path / "nowhere" / "result.json"),
        ("check", small_book, "--fix", tmp_path / "nowhere" / "copy.xlsx"),
    ]
    for arguments in tries:
        ran = flowxl(*arguments)
        assert ran.code == USAGE, arguments
        assert len(ran.err.splitlines()) == 1
        assert str(arguments[-1]) in ran.err


def test_a_folder_that_is_not_there_is_never_made(tmp_path, small_book, flowxl):
    """A slip in a path is told in the same words by every command."""
    for arguments in (
        ("build", "--cities", "SH", "--output", tmp_path / "typo" / "out.xlsx"),
        ("compute", small_book, "--csv", tmp_path / "typo" / "out.csv"),
        ("check", small_book, "--json", tmp_path / "typo" / "out.json"),
        ("check", small_book, "--fix", tmp_path / "typo" / "out.xlsx"),
    ):
        ran = flowxl(*arguments)
        assert ran.code == USAGE
        assert ran.err.startswith(f"flowxl: {arguments[-1]} cannot be written: there is no folder {tmp_path / 'typo'}")
        assert len(ran.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@posix_only
def test_a_full_disk_is_a_sentence_and_leaves_nothing(tmp_path):
    """A limit on the size of files stands for the full disk."""
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    ran = call("build", "--cities", "SH", "--output", tmp_path / "book.xlsx", preexec_fn=limit)
    assert ran.returncode == USAGE, ran.stderr
    assert "Traceback" not in ran.stderr
    assert "book.xlsx cannot be written" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_ends_without_a_traceback(tmp_path, monkeypatch, flowxl):
    """And without a file."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("flowxl.api.write_book", stop)
    ran = flowxl("build", "--output", tmp_path / "book.xlsx")
    assert ran.code == STOPPED
    assert len(ran.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_build_workbook_takes_the_options_of_build(project):
    """It writes beside itself, from wherever it is called."""
    shutil.rmtree(project / "workbook")
    ran = python(project / "build_workbook.py", "--cities", "SH,BJ", "--lang", "en", cwd="/")
    assert ran.returncode == OK, ran.stderr
    assert package.read(project / "workbook" / "FlowIndex.xlsm").framework.city_codes == ("SH", "BJ")


def test_a_book_that_is_open_is_not_replaced(small_book, tmp_path, flowxl):
    """Not even with --force: what its person enters now would be lost."""
    book = shutil.copy(small_book, tmp_path / "book.xlsx")
    before = book.read_bytes()
    (tmp_path / ".~lock.book.xlsx#").touch()
    ran = flowxl("build", *SMALL, "--empty", "--output", book, "--force")
    assert ran.code == USAGE
    assert "LibreOffice" in ran.err
    assert book.read_bytes() == before
