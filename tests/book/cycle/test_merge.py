"""``merge``: what was changed comes back, what is in conflict is told, and nothing else happens."""

import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support.command import Ran
from support.hands import LIST, Shared, few, place, share, typed

from flowxl.api import BuildOptions, build
from flowxl.cli.exits import OK, USAGE
from flowxl.core.panel import Remark
from flowxl.cycle import merge as merge_module
from flowxl.cycle.merge import MergeOptions, merge_parts
from flowxl.cycle.merge_places import Entry
from flowxl.ooxml.package import Package
from flowxl.reading.patching import Known
from flowxl.reading.read_book import read_book
from flowxl.voice.faults import FlowXLError, WriteError
from flowxl.workbook.log import LOG

VALUE, OTHER, NOTE = Entry("OE07.SH", "value", 2015), Entry("OE07.BJ", "value", 2015), Entry("OE07.SH", "note")
SOURCE = Entry("TR08.SH", "source")
REMARK, NEW_REMARK = Entry("OE07.SH", "remark", 2014), Entry("CA02.BJ", "remark", 2016)
NOTHING = MergeOptions()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """Build a book with a remark and split it among three people."""
    folder = tmp_path_factory.mktemp("merge")
    book = folder / "book.xlsx"
    build(book, BuildOptions(framework=few(), cities=("SH", "HZ", "BJ"), window=(2014, 2016)))
    typed(book, {REMARK: ("初步", "年鉴 2015", "")})
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    return share(folder, folder / "list.csv", book)


@pytest.fixture
def own(made: Shared, tmp_path: Path) -> Shared:
    """Give copies that a test may change."""
    return made.copied(tmp_path / "own")


def signed(path: Path, name: str) -> Path:
    """Say who saved a file last, as a spreadsheet program does."""
    new = path.with_name(f"signed-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(new, "w") as target:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "docProps/core.xml":
                by = f"<cp:lastModifiedBy>{name}</cp:lastModifiedBy>".encode()
                content = re.sub(rb"<cp:lastModifiedBy>[^<]*</cp:lastModifiedBy>|<cp:lastModifiedBy/>", by, content)
                assert by in content
            target.writestr(info, content)
    return new.replace(path)


def held(path: Path, entry: Entry) -> object:
    """Return what a book holds."""
    observations = read_book(path).observations
    if entry.what == "value":
        row = observations.framework.series_position[entry.key]
        return float(observations.values[row, observations.years.index(entry.year)])
    if entry.what == "remark":
        return observations.remarks.get((entry.key, entry.year))
    return (observations.sources if entry.what == "source" else observations.notes).get(entry.key)


@pytest.mark.parametrize("by", ["pillar", "city"])
def test_without_edits_nothing_changes(made: Shared, tmp_path: Path, by: str) -> None:
    """The bytes of the book are the same, and nothing lies beside it; with another name it is the same file."""
    (tmp_path / by).mkdir()
    own = share(tmp_path / by, by, Path(shutil.copy(made.book, tmp_path / by / "book.xlsx")))
    before = own.book.read_bytes()
    merge = merge_parts(own.book, own.parts, NOTHING)
    assert (merge.written, merge.comparison.taken, merge.comparison.conflicts) == (None, {}, ())
    assert own.book.read_bytes() == before
    assert sorted(path.name for path in own.book.parent.iterdir()) == ["book.xlsx", "parts"]
    merge_parts(own.book, own.parts, MergeOptions(out=tmp_path / "out.xlsx"))
    assert (tmp_path / "out.xlsx").read_bytes() == before


def test_edits_come_back(own: Shared) -> None:
    """Figures, sources, notes, remarks: new, changed and taken out; the book as it was is kept beside it."""
    typed(own.part_of("OE07.SH"), {VALUE: 1234.5, OTHER: None, NOTE: "=1+1 新", REMARK: None})
    typed(own.part_of("TR08.SH"), {SOURCE: "上海统计年鉴 2021"})
    typed(own.part_of("CA02.BJ"), {NEW_REMARK: ("修订", "公报", "更正")})
    before = own.book.read_bytes()
    merge = merge_parts(own.book, own.parts, NOTHING)
    assert merge.comparison.conflicts == ()
    assert set(merge.comparison.taken) == {VALUE, OTHER, NOTE, SOURCE, REMARK, NEW_REMARK}
    assert held(own.book, VALUE) == 1234.5
    assert str(held(own.book, OTHER)) == "nan"
    assert (held(own.book, NOTE), held(own.book, SOURCE)) == ("=1+1 新", "上海统计年鉴 2021")
    assert held(own.book, REMARK) is None
    assert held(own.book, NEW_REMARK) == Remark("revised", "公报", "更正")
    assert merge.backup is not None
    assert merge.backup.read_bytes() == before
    again = merge_parts(own.book, own.parts, NOTHING)
    assert (again.written, again.comparison.same) == (None, 6)


def test_both_changed_is_a_conflict_that_stays(own: Shared, flowxl: Callable[..., Ran]) -> None:
    """It names files, cells and authors; the book stays unless told otherwise."""
    part = own.part_of("OE07.SH")
    typed(own.book, {VALUE: 1.0, NOTE: "book", REMARK: ("修订", "", "")})
    typed(part, {VALUE: 2.0, NOTE: "part", REMARK: None, OTHER: 5.0})
    signed(part, "李四")
    signed(own.book, "王主任")
    merge = merge_parts(own.book, own.parts, MergeOptions(dry_run=True))
    assert {c.entry: c.reason for c in merge.comparison.conflicts} == dict.fromkeys((VALUE, NOTE, REMARK), "both")
    assert set(merge.comparison.taken) == {OTHER}
    ran = flowxl("merge", own.book, *own.parts)
    assert ran.code == 1
    line = next(line for line in ran.out.splitlines() if "OE07.SH 2015" in line)
    for told in ("book.xlsx", "王主任", place(own.book, VALUE).where, part.name, "李四", place(part, VALUE).where):
        assert told in line
    assert (held(own.book, VALUE), held(own.book, NOTE), held(own.book, OTHER)) == (1.0, "book", 5.0)
    assert flowxl("merge", own.book, *own.parts, "--prefer", "book").code == 0
    assert held(own.book, VALUE) == 1.0
    assert flowxl("merge", own.book, *own.parts, "--prefer", "part").code == 0
    assert (held(own.book, VALUE), held(own.book, NOTE), held(own.book, REMARK)) == (2.0, "part", None)


def test_what_only_the_book_changed_stays(own: Shared) -> None:
    """A part that was handed out before is no reason to go back."""
    typed(own.book, {VALUE: 1.0})
    merge = merge_parts(own.book, own.parts, MergeOptions(prefer="part"))
    assert (merge.written, merge.comparison.newer, held(own.book, VALUE)) == (None, 1, 1.0)


def test_both_changed_alike_is_no_conflict(own: Shared) -> None:
    """As when somebody has typed it over already."""
    typed(own.book, {VALUE: 7.25, NOTE: "a  b"})
    typed(own.part_of("OE07.SH"), {VALUE: 7.25, NOTE: "a b"})
    merge = merge_parts(own.book, own.parts, NOTHING)
    assert (merge.written, merge.comparison.same, merge.comparison.conflicts) == (None, 2, ())


def test_two_parts_that_differ_are_a_conflict_that_no_choice_settles(made: Shared, tmp_path: Path) -> None:
    """Rows of a region are in the parts of all its cities; which of two is right, only a person knows."""
    own = share(tmp_path, "city", Path(shutil.copy(made.book, tmp_path / "book.xlsx")))
    data = read_book(own.book)
    ranked = next(i for i in data.framework.indicators if i.region_rank is not None)
    key = f"{ranked.code}.{data.framework.places_of(ranked)[0].code}"
    owners = [path for path in own.parts if key in read_book(path).framework.series_position]
    assert len(owners) > 1
    entry = Entry(key, "value", 2015)
    typed(owners[0], {entry: 3.0})
    merge = merge_parts(own.book, own.parts, MergeOptions(dry_run=True))
    assert merge.comparison.taken[entry].value == 3.0  # only one has changed it
    typed(owners[1], {entry: 4.0})
    merge = merge_parts(own.book, own.parts, MergeOptions(prefer="part"))
    (conflict,) = merge.comparison.conflicts
    assert (conflict.entry, conflict.reason, conflict.settled) == (entry, "parts", "")
    assert {p.part.path for p in conflict.proposals} == set(owners[:2])
    assert merge.written is None
    typed(owners[1], {entry: 3.0})
    merge_parts(own.book, own.parts, NOTHING)
    assert held(own.book, entry) == 3.0


def test_a_cell_that_is_no_number_is_never_a_blank(own: Shared, flowxl: Callable[..., Ran]) -> None:
    """In a part it is put up for review, and the figure of the book stays; in the book it is a conflict."""
    part = own.part_of("OE07.SH")
    typed(part, {VALUE: "1,23", OTHER: 6.0})
    value = held(own.book, VALUE)
    ran = flowxl("merge", own.book, *own.parts)
    assert (ran.code, held(own.book, VALUE), held(own.book, OTHER)) == (1, value, 6.0)
    assert "1,23" in ran.err
    assert place(part, VALUE).where in ran.err
    typed(own.book, {VALUE: "约 5"})
    typed(part, {VALUE: 8.0})
    (conflict,) = merge_parts(own.book, own.parts, NOTHING).comparison.conflicts
    assert (conflict.entry, conflict.reason, conflict.held) == (VALUE, "text", "约 5")


def test_a_remark_that_cannot_be_read_is_not_taken_out(own: Shared, flowxl: Callable[..., Ran]) -> None:
    """A slip in its status looks like a remark that is gone."""
    typed(own.part_of("OE07.SH"), {REMARK: ("初部", "年鉴 2015", "")})
    ran = flowxl("merge", own.book, *own.parts)
    assert ran.code == 1
    assert "初部" in ran.err
    assert held(own.book, REMARK) == Remark("preliminary", "年鉴 2015", "")


def test_a_figure_beside_not_applicable_is_a_conflict(own: Shared) -> None:
    """Each by itself would do; together they would make the remark unusable."""
    typed(
        own.part_of("OE07.SH"),
        {Entry("OE07.HZ", "value", 2015): None, Entry("OE07.HZ", "remark", 2015): ("不适用", "", "")},
    )
    typed(own.book, {Entry("OE07.HZ", "value", 2015): 3.0})
    merge = merge_parts(own.book, own.parts, NOTHING)
    assert {(c.entry.what, c.reason) for c in merge.comparison.conflicts} == {
        ("value", "both"),
        ("remark", "not_applicable"),
    }
    assert merge.written is None


def test_a_formula_in_the_book_is_not_overwritten(own: Shared) -> None:
    """Somebody computes this figure there."""
    cell = place(own.book, VALUE)
    with Package.open(own.book) as package:
        part = package.part_of(cell.sheet)
    address = cell.where.rpartition("!")[2].encode()
    new = own.book.with_name("formula.xlsx")
    with zipfile.ZipFile(own.book) as old, zipfile.ZipFile(new, "w") as target:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == part:
                pattern = rb'(<c r="%s"[^>]*>)<v>([^<]*)</v>' % address
                content, count = re.subn(pattern, rb"\1<f>1*\2</f><v>\2</v>", content)
                assert count == 1
            target.writestr(info, content)
    new.replace(own.book)
    typed(own.part_of("OE07.SH"), {VALUE: 8.0})
    (conflict,) = merge_parts(own.book, own.parts, NOTHING).comparison.conflicts
    assert conflict.reason == "formula"
    merge_parts(own.book, own.parts, MergeOptions(prefer="part"))
    assert held(own.book, VALUE) == 8.0


def test_what_no_table_takes_is_told(own: Shared, flowxl: Callable[..., Ran]) -> None:
    """A sheet, a column or a comment of one's own stays in the part; the colleague's work is not lost in silence."""
    part = own.part_of("OE07.SH")
    book = openpyxl.load_workbook(part)
    book.create_sheet("我的草稿")
    cell = place(part, VALUE)
    sheet = book[cell.sheet]
    sheet.cell(2, 60).value = "看这里"
    sheet.cell(cell.row, sheet.max_column + 1).value = "边注"
    sheet.cell(cell.row, cell.column).comment = openpyxl.comments.Comment("口径有变", "李四")
    book.save(part)
    ran = flowxl("merge", own.book, *own.parts)
    assert ran.code == 1
    for told in ("我的草稿", "边注", "批注不参与合并"):
        assert told in ran.err, told


def test_another_program_may_have_saved_the_part(own: Shared) -> None:
    """Openpyxl writes everything anew, and signs nothing: the file's name stands for the author."""
    part = own.part_of("OE07.SH")
    book = openpyxl.load_workbook(part)
    cell = place(part, VALUE)
    book[cell.sheet].cell(cell.row, cell.column).value = 99.5
    book.save(part)
    merge = merge_parts(own.book, own.parts, NOTHING)
    assert {entry: p.value for entry, p in merge.comparison.taken.items()} == {VALUE: 99.5}
    assert merge.comparison.taken[VALUE].part.author == part.name


def faults_of(book: Path, parts: tuple[Path, ...], **options: object) -> dict[str, str]:
    """Return what a merge is refused for, and that it left the book alone."""
    before = book.read_bytes()
    with pytest.raises(FlowXLError) as caught:
        merge_parts(book, parts, MergeOptions(**options))  # type: ignore[arg-type]
    assert book.read_bytes() == before
    assert all(fault.of("zh") != fault.of("en") for fault in caught.value.faults)
    return {fault.kind: str(fault) for fault in caught.value.faults}


def test_missing_duplicate_and_foreign_parts_are_refused(own: Shared, tmp_path: Path) -> None:
    """In words, with the names of files and parts."""
    told = faults_of(own.book, own.parts[1:])
    assert "1 of 3 parts missing: 张三" in told["missing"]
    merge_parts(own.book, own.parts[1:], MergeOptions(partial=True))
    copy = Path(shutil.copy(own.parts[0], tmp_path / "copy.xlsx"))
    told = faults_of(own.book, (*own.parts, copy))
    assert "copy.xlsx" in told["duplicate"]
    assert own.parts[0].name in told["duplicate"]
    assert "duplicate" in faults_of(own.book, (*own.parts, own.parts[0]))
    assert "duplicate" in faults_of(own.book, (*own.parts, own.book))
    build(tmp_path / "stranger.xlsx", BuildOptions(framework=few(), cities=("SH", "HZ", "BJ"), window=(2014, 2016)))
    openpyxl.Workbook().save(tmp_path / "nothing.xlsx")
    (tmp_path / "text.xlsx").write_text("no workbook")
    strangers = [tmp_path / name for name in ("stranger.xlsx", "nothing.xlsx", "text.xlsx", "gone.xlsx")]
    with pytest.raises(FlowXLError) as caught:
        merge_parts(own.book, (*own.parts, *strangers), NOTHING)
    for path in strangers:
        assert any(path.name in fault.where for fault in caught.value.faults), path.name
    told = faults_of(own.parts[0], own.parts[1:])
    assert "part" in told


def test_parts_of_another_split_framework_or_year_are_refused(own: Shared, made: Shared, tmp_path: Path) -> None:
    """Outdated: what was handed out then is not what the book is now."""
    other = share(tmp_path, "city", made.book)
    assert "two_splits" in faults_of(own.book, (*own.parts, other.parts[0]))
    build(tmp_path / "years.xlsx", BuildOptions(framework=few(), cities=("SH", "HZ", "BJ"), window=(2014, 2021)))
    assert "years" in faults_of(tmp_path / "years.xlsx", own.parts)["outdated"]
    build(tmp_path / "cities.xlsx", BuildOptions(framework=few(), cities=("SH", "BJ"), window=(2014, 2016)))
    assert "city HZ" in faults_of(tmp_path / "cities.xlsx", own.parts)["outdated"]


def test_a_changed_measure_makes_a_part_outdated(own: Shared) -> None:
    """A figure in another measure would be wrong by a factor, without an error."""
    with Package.open(own.book) as package:
        area = package.defined_names["flow_framework"][0]
    book = openpyxl.load_workbook(own.book)
    sheet = book[area.sheet]
    titles = {sheet.cell(area.min_row, column).value: column for column in range(area.min_col, area.max_col + 1)}
    row = next(r for r in range(area.min_row, area.max_row + 1) if sheet.cell(r, titles["代码"]).value == "OE07")
    sheet.cell(row, titles["计量单位（中文）"]).value = "万元"
    book.save(own.book)
    told = faults_of(own.book, own.parts)["outdated"]
    assert "OE07: measure" in told
    assert "万元" in told


def test_a_changed_handout_is_refused(own: Shared) -> None:
    """Without it a change cannot be told from what was there."""
    part = own.part_of("OE07.SH")
    book = openpyxl.load_workbook(part)
    sheet = book["分发"]
    cell = next(c for row in sheet.iter_rows() for c in row if isinstance(c.value, float))
    cell.value += 1
    book.save(part)
    assert "handout" in faults_of(own.book, own.parts)


def test_targets(own: Shared, tmp_path: Path) -> None:
    """A new file leaves the book alone; one that is there is never replaced."""
    typed(own.part_of("OE07.SH"), {VALUE: 8.0})
    before = own.book.read_bytes()
    out = tmp_path / "out.xlsx"
    merge = merge_parts(own.book, own.parts, MergeOptions(out=out))
    assert (merge.written, merge.backup, own.book.read_bytes(), held(out, VALUE)) == (out, None, before, 8.0)
    for wrong in (out, tmp_path / "out.xlsm"):
        with pytest.raises(WriteError):
            merge_parts(own.book, own.parts, MergeOptions(out=wrong))


def test_a_dry_run_writes_nothing_and_json_says_all(own: Shared, flowxl: Callable[..., Ran]) -> None:
    """What would be taken, with cells and authors."""
    typed(own.part_of("OE07.SH"), {VALUE: 8.0})
    before = own.book.read_bytes()
    ran = flowxl("merge", own.book, *own.parts, "--dry-run", "--json")
    (taken,) = json.loads(ran.out)["taken"]
    assert (ran.code, own.book.read_bytes()) == (0, before)
    assert (taken["entry"], taken["value"], taken["cell"]) == ("OE07.SH 2015", 8.0, place(own.book, VALUE).where)
    assert "1 change(s) would be taken" in flowxl("merge", own.book, *own.parts, "--dry-run", "--lang", "en").out


def test_a_merge_that_does_not_hold_what_was_meant_is_not_handed_over(
    own: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: the patch loses a cell."""
    typed(own.part_of("OE07.SH"), {VALUE: 8.0, OTHER: 9.0})
    before = own.book.read_bytes()
    real = merge_module.patch_book

    def lossy(source: Path, target: Path, cells: dict[str, dict[str, float | str | None]], known: Known) -> None:
        sheet = next(iter(cells))
        real(source, target, {sheet: dict(list(cells[sheet].items())[:1])}, known)

    monkeypatch.setattr(merge_module, "patch_book", lossy)
    with pytest.raises(FlowXLError, match="does not hold what was meant"):
        merge_parts(own.book, own.parts, NOTHING)
    assert own.book.read_bytes() == before
    assert not list(own.book.parent.glob("*backup*"))


def test_a_book_that_is_open_is_left_alone(own: Shared, flowxl: Callable[..., Ran]) -> None:
    """A sentence, exit code 2."""
    typed(own.part_of("OE07.SH"), {VALUE: 8.0})
    own.book.with_name("~$book.xlsx").write_bytes(b"")
    ran = flowxl("merge", own.book, *own.parts)
    assert ran.code == 2
    assert "已在 Excel 或 WPS 中打开" in ran.err


def test_the_log_of_the_book_says_what_was_merged(own: Shared) -> None:
    """A row for each part and sheet: day, file, cells, author."""
    with Package.open(own.book) as package:
        assert LOG in package.defined_names
    part = signed(typed(own.part_of("OE07.SH"), {VALUE: 8.0, NOTE: "新"}), "李四")
    merge = merge_parts(own.book, own.parts, MergeOptions(date="2026-01-02"))
    assert merge.logged
    (entry,) = read_book(own.book).log
    assert (entry.date, entry.action, entry.file, entry.note) == ("2026-01-02", "合并", part.name, "李四")
    assert entry.sheet == place(own.book, VALUE).sheet
    expected = {place(own.book, e).where.rpartition("!")[2] for e in (VALUE, NOTE)}
    assert set(entry.cells.split(", ")) == expected


def test_a_folder_stands_for_the_parts_in_it(own: Shared, tmp_path: Path, flowxl: Callable[..., Ran]) -> None:
    """Not every shell makes names of parts/*.xlsx; a lock file of a program that has one open is no part."""
    folder = own.parts[0].parent
    (folder / f"~${own.parts[0].name}").write_bytes(b"lock")
    assert flowxl("merge", own.book, folder, "--dry-run").code == OK
    assert len(json.loads(flowxl("merge", own.book, folder, "--dry-run", "--json").out)["parts"]) == len(own.parts)
    (tmp_path / "empty").mkdir()
    assert flowxl("merge", own.book, tmp_path / "empty").code == USAGE
