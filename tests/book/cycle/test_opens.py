"""How often each command opens each file: checked, opened and read once; what is written is read back once."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import xlsxwriter
from support.command import Ran
from support.hands import share, typed
from support.questionnaires import Form

from flowxl.cycle.delphi_book import read_study
from flowxl.cycle.merge_places import Entry
from flowxl.ooxml import precheck
from flowxl.ooxml.package import Package
from flowxl.ooxml.package_sheet import SheetCells
from flowxl.reading import read_book as reading
from flowxl.reading.book_tables import Tables
from flowxl.voice.faults import Fault

Run = Callable[..., Ran]
BOOK = {"checked": 1, "opened": 1, "read": 1}
"""A file that is read as a book."""
FILE = {"checked": 1, "opened": 1}
"""One of another kind: a table, a preview, a questionnaire."""


class Opens:
    """Counts by file; one that is written has another name until it stands in its place."""

    def __init__(self) -> None:
        self.counts: dict[Path, Counter[str]] = {}
        self.sheets: Counter[tuple[Path, str]] = Counter()

    def add(self, what: str, path: Path) -> None:
        """Count."""
        self.counts.setdefault(path.resolve(), Counter())[what] += 1

    def of(self, path: Path) -> dict[str, int]:
        """Return the counts of a file that was there before."""
        return dict(self.counts.get(path.resolve(), {}))

    def others(self, *known: Path) -> list[dict[str, int]]:
        """Return the counts of each file that was written."""
        names = {path.resolve() for path in known}
        return [dict(counts) for path, counts in self.counts.items() if path not in names]


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Opens]:
    """Count while a command runs, and hold that no sheet was read twice."""
    found = Opens()
    check, opened = precheck.recognise, Package.__init__
    tables, sheet = reading.read_tables, Package.sheet

    def checking(path: Path) -> None:
        found.add("checked", path)
        check(path)

    def opening(self: Package, path: Path, *more: object) -> None:
        found.add("opened", path)
        opened(self, path, *more)  # type: ignore[arg-type]

    def reading_book(own: Tables, warnings: tuple[Fault, ...]) -> reading.BookData:
        found.add("read", own.package.path)
        return tables(own, warnings)

    def reading_sheet(self: Package, name: str) -> SheetCells:
        found.sheets[self.path.resolve(), name] += 1
        return sheet(self, name)

    with monkeypatch.context() as patched:
        patched.setattr(precheck, "recognise", checking)
        patched.setattr(Package, "__init__", opening)
        patched.setattr(reading, "read_tables", reading_book)
        patched.setattr(Package, "sheet", reading_sheet)
        yield found
    assert set(found.sheets.values()) <= {1}


@pytest.fixture
def book(small_book: Path, tmp_path: Path) -> Path:
    """Return a book that a command may write to."""
    return Path(shutil.copy(small_book, tmp_path / small_book.name))


@pytest.mark.parametrize("command", ["compute", "check", "weights", "check --fix", "roll", "split"])
def test_a_book_is_opened_once(command: str, flowxl: Run, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """And what is written is read back once."""
    new = tmp_path / f"new{book.suffix}"
    more = {"check --fix": ["--fix", new], "roll": ["--to", 2017, "-o", new], "split": ["--by", "pillar"]}
    # the repaired copy is read back, and then told about under its own name
    written = {"compute": 0, "check": 0, "split": 11, "check --fix": 2}
    with counted(monkeypatch) as opens:
        ran = flowxl(command.split()[0], book, *more.get(command, []))
    assert ran.code in (0, 1), ran.err
    assert opens.of(book) == BOOK
    assert opens.others(book) == [BOOK] * written.get(command, 1)


def test_two_books_are_opened_once_each(flowxl: Run, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """By ``diff``, and by a roll with revised figures."""
    other, new = Path(shutil.copy(book, tmp_path / f"other{book.suffix}")), tmp_path / f"new{book.suffix}"
    for command in (("diff", book, other), ("roll", book, "--to", 2017, "--revised", other, "-o", new)):
        with counted(monkeypatch) as opens:
            assert flowxl(*command).code in (0, 1)
        assert (opens.of(book), opens.of(other)) == (BOOK, BOOK)
        assert opens.others(book, other) == [BOOK] * (command[0] == "roll")


def test_a_merge_opens_the_book_and_each_part_once(flowxl: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """And reads the merged book back once."""
    shared = share(tmp_path)
    typed(shared.part_of("OE07.SH"), {Entry("OE07.SH", "value", 2015): 7.5})
    with counted(monkeypatch) as opens:
        assert flowxl("merge", shared.book, *shared.parts).code == 0
    assert [opens.of(path) for path in (shared.book, *shared.parts)] == [BOOK] * (len(shared.parts) + 1)
    assert opens.others(shared.book, *shared.parts) == [BOOK]


def test_an_import_opens_everything_once(flowxl: Run, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The table, the preview that is written and comes back, the book before and after."""
    table, preview = tmp_path / "table.xlsx", tmp_path / "preview.xlsx"
    measure = reading.read_book(book).framework.indicator["OE07"].measure.zh
    with xlsxwriter.Workbook(table) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["指标", "地区", "单位", "2015年"])
        sheet.write_row(1, 0, ["OE07", "上海", measure, 7.5])
    with counted(monkeypatch) as opens:
        flowxl("import", table, "--into", book, "--preview", preview, "--accept", "conflicts", "--accept", "steps")
    assert (opens.of(book), opens.of(table), opens.others(book, table)) == (BOOK, FILE, [FILE])
    with counted(monkeypatch) as opens:
        flowxl("import", "--from", preview, "--into", book)
    assert (opens.of(book), opens.of(preview), opens.others(book, preview)) == (BOOK, FILE, [BOOK])


def test_each_step_of_a_study_opens_the_book_once(
    flowxl: Run, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Each questionnaire too; the book that was made anew is read back once."""
    experts, folder = tmp_path / "experts.csv", tmp_path / "round1"
    experts.write_text("姓名,单位\n张三,甲\n李四,乙\n", encoding="utf-8")

    def step(*words: object) -> Opens:
        with counted(monkeypatch) as opens:
            ran = flowxl("delphi", words[0], book, *words[1:])
        assert ran.code in (0, 1), ran.err
        assert opens.of(book) == BOOK
        return opens

    sent = step("start", "--experts", experts, "-o", folder).others(book)
    assert sorted(sent, key=len) == [FILE, FILE, BOOK]
    study = read_study(book)
    assert study is not None
    forms = [Form(path).full(dict.fromkeys(study.item_codes, 4)).save() for path in sorted(folder.glob("*.xlsx"))]
    opens = step("collect", *forms)
    assert [opens.of(path) for path in forms] == [FILE, FILE]
    assert opens.others(book, *forms) == [BOOK]
    assert step("status").others(book) == []
    assert step("weights").others(book) == [BOOK]
    assert step("next", "-o", tmp_path / "round2").others(book).count(BOOK) == 1
