"""``flowxl import``: what it says in both languages, its exit codes, and that nothing is written unasked."""

import json
import shutil
from pathlib import Path

import pytest
from support.books import built
from support.command import python

from flowxl.cli.exits import OK, REFUSED, USAGE, VALUE_FAULTS
from flowxl.reading.read_book import read_book

NEW = "指标：土地交易额(亿元)\n地区,2019年,2020年\n上海,7.5,8.5\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a book and a table."""
    shutil.copy(built("two cities").path, tmp_path / "book.xlsx")
    (tmp_path / "land.csv").write_text(NEW, encoding="gb18030")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_nothing_is_written_unasked(folder: Path, flowxl) -> None:
    """The table is shown with cell, value and verdict."""
    content = (folder / "book.xlsx").read_bytes()
    ran = flowxl("import", "land.csv", "--into", "book.xlsx")
    assert ran.code == OK
    assert (folder / "book.xlsx").read_bytes() == content
    assert {path.name for path in folder.iterdir()} == {"book.xlsx", "land.csv"}
    assert all(text in ran.out for text in ("新增", "SP01.SH", "land.csv B3", "尚未写入"))
    english = flowxl("import", "land.csv", "--into", "book.xlsx", "--lang", "en")
    assert all(text in english.out for text in ("new", "SP01.SH", "Nothing was written"))


@pytest.mark.usefixtures("folder")
def test_an_import_needs_no_pandas() -> None:
    """It takes longer to load than a small book to import; only exports of the Baidu Index need it."""
    call = "main(['import', 'land.csv', '--into', 'book.xlsx', '--apply'])"
    ran = python("-c", f"import sys\nfrom flowxl.cli import main\n{call}\nsys.exit('pandas' in sys.modules)")
    assert ran.returncode == 0, ran.stderr
    assert "已写入 2 个数值" in ran.stdout


def test_preview_then_from_then_apply(folder: Path, flowxl) -> None:
    """The preview goes out, comes back, and then there is nothing left to do."""
    assert flowxl("import", "land.csv", "--into", "book.xlsx", "--preview", "p.xlsx").code == OK
    ran = flowxl("import", "--into", "book.xlsx", "--from", "p.xlsx")
    assert ran.code == OK
    assert "已写入 2 个数值" in ran.out
    data = read_book(folder / "book.xlsx")
    row = data.framework.series_position["SP01.SH"]
    assert data.observations.values[row, -2:].tolist() == [7.5, 8.5]
    again = flowxl("import", "land.csv", "--into", "book.xlsx", "--apply")
    assert "没有要写入的数值" in again.out
    assert len(list(folder.glob("book.backup-*.xlsx"))) == 1


def test_conflicts_ask_for_attention(folder: Path, flowxl) -> None:
    """Exit code 1 while something waits; --accept decides."""
    (folder / "gdp.csv").write_text("指标：GDP(亿元)\n地区,2019年\n上海,38000\n", encoding="utf-8")
    ran = flowxl("import", "gdp.csv", "--into", "book.xlsx", "--apply", "--json")
    document = json.loads(ran.out)
    assert ran.code == VALUE_FAULTS
    assert document["counts"] == {"new": 0, "same": 0, "conflict": 1, "review": 0}
    assert document["applied"]["figures"] == 0
    (line,) = document["lines"]
    assert (line["value"], line["file"], line["cell"], line["key"]) == (38000.0, "gdp.csv", "B3", "OE07.SH")
    accepted = flowxl("import", "gdp.csv", "--into", "book.xlsx", "--apply", "--accept", "conflicts")
    assert accepted.code == OK
    assert "替换 1 个" in accepted.out


def test_reasons_are_told_in_either_language_and_their_codes_in_none(folder: Path, flowxl) -> None:
    """Terminal and JSON say why in the language of the book or the one asked for; the codes stay."""
    (folder / "doubt.csv").write_text("指标：GDP\n地区,2019年\n上海,7.5\n成都,7.5\n", encoding="utf-8")
    command = ("import", "doubt.csv", "--into", "book.xlsx")
    assert "没有计量单位；工作簿中为亿元" in flowxl(*command).out
    assert "no measure; the book has 100 million yuan" in flowxl(*command, "--lang", "en").out
    chinese, english = (json.loads(flowxl(*command, "--json", *more).out) for more in ((), ("--lang", "en")))
    lines = [(document["lines"][0], document["unused"][0]) for document in (chinese, english)]
    assert [(line["codes"], one["code"]) for line, one in lines] == [(["doubt.no_measure"], "unused.place")] * 2
    assert [(line["reasons"], one["reason"]) for line, one in lines] == [
        (["没有计量单位；工作簿中为亿元"], "地区不在框架中：成都"),
        (["no measure; the book has 100 million yuan"], "place 成都"),
    ]


def test_a_file_for_which_there_is_no_row_asks_for_attention(folder: Path, flowxl) -> None:
    """Why nothing fits, and what may help, is told; the options do help."""
    (folder / "bare.csv").write_text("地区,2019年\n上海,7.5\n", encoding="utf-8")
    ran = flowxl("import", "bare.csv", "--into", "book.xlsx")
    assert ran.code == VALUE_FAULTS
    assert "没有指标（--indicator）: 1" in ran.out
    helped = flowxl("import", "bare.csv", "--into", "book.xlsx", "--indicator", "SP01", "--measure", "亿元")
    assert helped.code == OK
    assert "SP01.SH" in helped.out


USAGES = {
    "no files": ("--into", "book.xlsx"),
    "files and a preview": ("land.csv", "--into", "book.xlsx", "--from", "p.xlsx"),
    "a preview of a preview": ("--into", "book.xlsx", "--from", "p.xlsx", "--preview", "q.xlsx"),
    "a preview over a file": ("land.csv", "--into", "book.xlsx", "--preview", "book.xlsx"),
    "no year": ("land.csv", "--into", "book.xlsx", "--year", "2011-2012"),
    "apply and from": ("--into", "book.xlsx", "--from", "p.xlsx", "--apply"),
}


@pytest.mark.parametrize("what", USAGES)
def test_options_that_do_not_go_together(folder: Path, flowxl, what: str) -> None:
    """One sentence, exit code 2, nothing changed."""
    content = (folder / "book.xlsx").read_bytes()
    ran = flowxl("import", *USAGES[what])
    assert ran.code == USAGE
    assert ran.err
    assert (folder / "book.xlsx").read_bytes() == content


def test_a_book_that_is_open_cannot_be_written(folder: Path, flowxl) -> None:
    """Looking is allowed, writing is not."""
    (folder / ".~lock.book.xlsx#").write_text("", encoding="utf-8")
    assert flowxl("import", "land.csv", "--into", "book.xlsx").code == OK
    ran = flowxl("import", "land.csv", "--into", "book.xlsx", "--apply")
    assert ran.code == USAGE
    assert "LibreOffice" in ran.err


def test_hostile_and_damaged_files_are_refused(folder: Path, flowxl) -> None:
    """Every file with what is wrong about it, exit code 3."""
    (folder / "a.csv").write_text("a\n<<<<<<< x\n", encoding="utf-8")
    (folder / "b.xlsx").write_bytes(b"PK\x03\x04nothing")
    ran = flowxl("import", "land.csv", "a.csv", "b.xlsx", "--into", "book.xlsx", "--apply")
    assert ran.code == REFUSED
    assert "a.csv line 2" in ran.err
    assert "b.xlsx" in ran.err
    assert not list(folder.glob("book.backup-*"))
