"""Figures from outside beside a book: verdicts, the preview as a workbook, what is written and what stays."""

import datetime as dt
import shutil
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.books import built

from flowxl.cycle.importing import Line, Options, Preview, preview_files, preview_readings
from flowxl.cycle.importing_apply import Applied, apply_lines
from flowxl.cycle.importing_preview import read_preview, write_preview
from flowxl.cycle.importing_targets import open_targets
from flowxl.reading.read_book import BookData, read_book
from flowxl.voice.faults import FlowXLError, WriteError
from flowxl.voice.message import Message
from flowxl.yearbook.readings import Reading

TODAY = dt.date(2021, 3, 4)
GDP = "OE07"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Give a copy of the book with the shipped figures."""
    return Path(shutil.copy(built("real").path, tmp_path / "book.xlsx"))


def table(folder: Path, text: str, name: str = "table.csv") -> Path:
    """Write a table."""
    path = folder / name
    path.write_text(text, encoding="gb18030")
    return path


def by_cell(preview: Preview) -> dict[tuple[str, int], Line]:
    """Return the lines by key and year."""
    return {(line.key, line.year): line for line in preview.lines}


def value_of(data: BookData, key: str, year: int) -> float:
    """Return a figure of a book."""
    row = data.framework.series_position[key]
    return float(data.observations.values[row, data.observations.years.index(year)])


def changed(before: BookData, after: BookData) -> dict[tuple[str, int], float]:
    """Return which figures differ, by key and year."""
    old, new = before.observations.values, after.observations.values
    rows, columns = np.nonzero((old != new) & ~(np.isnan(old) & np.isnan(new)))
    keys, years = [series.key for series in before.framework.series], before.observations.years
    return {(keys[r], years[c]): float(new[r, c]) for r, c in zip(rows.tolist(), columns.tolist(), strict=True)}


def apply(preview: Preview) -> Applied:
    """Write what a preview would."""
    return apply_lines(preview.lines, preview.targets, TODAY)


# --- verdicts ---------------------------------------------------------------------------------------------------------


def test_verdicts(book: Path, tmp_path: Path) -> None:
    """New, the same, in conflict, and what waits; figures of other years and places are only counted."""
    before = read_book(book)
    same = value_of(before, "OE07.SH", 2019)
    path = table(
        tmp_path,
        f'指标：GDP(亿元)\n地区,2021年,2020年,2019年,2018年\n上海市,1,"3,5",{same},36000\n成都,1,2,3,4\n',
    )
    preview = preview_files([path], book)
    found = {where: line.verdict for where, line in by_cell(preview).items()}
    assert found == {("OE07.SH", 2020): "review", ("OE07.SH", 2019): "same", ("OE07.SH", 2018): "conflict"}
    assert {(one.reason, one.count) for one in preview.unused} == {
        (Message("unused.year", year=2021), 1),
        (Message("unused.place", found="成都"), 4),
    }
    new = preview_files([table(tmp_path, "指标：土地交易额(亿元)\n地区,2019年\n上海,7.5\n")], book)
    (line,) = new.lines
    assert (line.key, line.verdict, line.now, line.value) == ("SP01.SH", "new", None, 7.5)


def test_a_figure_printed_with_fewer_digits_is_the_same(book: Path, tmp_path: Path) -> None:
    """The longer one of the book stays."""
    exact = value_of(read_book(book), "CA02.SH", 2019)
    path = table(tmp_path, f"指标：房地产投资交易额(亿元)\n地区,2019年,2018年\n上海,{exact:.2f},9999\n")
    assert [line.verdict for line in preview_files([path], book).lines] == ["same", "conflict"]


def test_steps_against_the_years_around(book: Path) -> None:
    """Factor 10, 100, 10,000, and a nought between figures, are put up for review; what is usual is not."""
    targets = open_targets(book)
    figure = value_of(targets.book, "OE07.SH", 2019)
    for factor in (10, 100, 10_000, 0.1, 0.01, 0.0001, 0):
        reading = Reading(figure * factor, "", "上海", "GDP", 2019, "亿元", "f", "", "A1")
        (line,) = preview_readings([reading], targets).lines
        assert (line.verdict, len(line.reasons)) == ("review", 1), factor
        (accepted,) = preview_readings([reading], targets, accept=["conflicts", "steps"]).lines
        assert (line.reasons[0].key, accepted.decision) == (("doubt.step", "use") if factor else ("doubt.nought", ""))
    (usual,) = preview_readings([Reading(figure * 1.2, "", "上海", "GDP", 2019, "亿元", "f", "", "A1")], targets).lines
    assert usual.verdict == "conflict"


def test_a_wrong_year_among_new_ones(book: Path, tmp_path: Path) -> None:
    """One year of ten in another measure: that one waits, its neighbours do not."""
    text = "指标：土地交易额(亿元)\n地区,2015年,2016年,2017年,2018年,2019年\n上海,200.2,198.6,3739.56,202,198\n"
    preview = preview_files([table(tmp_path, text)], book)
    assert {line.year: line.verdict for line in preview.lines} == {
        2015: "new", 2016: "new", 2017: "review", 2018: "new", 2019: "new",
    }  # fmt: skip


def test_a_place_in_another_measure(book: Path, tmp_path: Path) -> None:
    """One city 10,000 times the others."""
    text = "指标：土地交易额(亿元)\n地区,2018年,2019年\n上海,20,21\n杭州,19,20\n北京,220000,230000\n深圳,12,14\n"
    preview = preview_files([table(tmp_path, text)], book)
    assert {line.key for line in preview.lines if line.verdict == "review"} == {"SP01.BJ"}


def test_shares_for_percentages(book: Path, tmp_path: Path) -> None:
    """0.125 for 12.5 per cent."""
    text = "指标：进口依存度(%)\n地区,2018年,2019年\n上海,0.52,0.54\n杭州,22,23\n"
    preview = preview_files([table(tmp_path, text)], book)
    assert {line.key for line in preview.lines if line.verdict == "review"} == {"LT33.SH"}


def test_two_vintages(book: Path, tmp_path: Path) -> None:
    """Two readings of one figure that differ both wait and name each other; the same twice counts once."""
    one = table(tmp_path, "指标：土地交易额(亿元)\n地区,2018年,2019年\n上海,20,21\n", "one.csv")
    two = table(tmp_path, "指标：土地交易额(亿元)\n地区,2018年,2019年\n上海,20,23\n", "two.csv")
    preview = preview_files([one, two], book)
    assert [(line.year, line.verdict) for line in preview.lines] == [(2018, "new"), (2019, "review"), (2019, "review")]
    assert preview.lines[1].reasons[0].values == {"others": "two.csv C3 23"}
    assert preview.lines[2].reasons[0].values == {"others": "one.csv C3 21"}


def test_what_a_person_filled_in_otherwise_waits(book: Path, tmp_path: Path) -> None:
    """A formula, a text, a mark that there can be no figure."""
    workbook = openpyxl.load_workbook(book)
    targets = open_targets(book)
    for year, content in ((2018, "=1+2"), (2019, "about 7")):
        sheet, address = targets.figures["OE07.SH", year].place
        workbook[sheet][address].value = content
    remarks = targets.remarks
    assert remarks
    for name, content in (("key", "SP01.SH"), ("year", 2019), ("status", "不适用")):
        sheet, address = remarks.place(remarks.free[0], name)
        workbook[sheet][address].value = content
    edited = tmp_path / "edited.xlsx"
    workbook.save(edited)
    gdp = table(tmp_path, "指标：GDP(亿元)\n地区,2018年,2019年\n上海,36000,38000\n", "a.csv")
    land = table(tmp_path, "指标：土地交易额(亿元)\n地区,2019年\n上海,7.5\n", "b.csv")
    with pytest.raises(FlowXLError):  # a formula that nobody computed is no figure
        preview_files([gdp, land], edited)
    workbook[targets.figures["OE07.SH", 2018].place[0]][targets.figures["OE07.SH", 2018].place[1]].value = None
    workbook.save(edited)
    lines = by_cell(preview_files([gdp, land], edited))
    assert lines["OE07.SH", 2019].reasons == (Message("doubt.no_number_there"),)
    assert lines["SP01.SH", 2019].reasons == (Message("doubt.not_applicable"),)


def test_declared_synonyms(book: Path, tmp_path: Path) -> None:
    """A name of one's own counts like the framework's; a line about nothing is refused with its line."""
    path = table(tmp_path, "指标：卖地收入(亿元)\n地区,2019年\n申城,7.5\n")
    names = tmp_path / "names.csv"
    names.write_text("kind,code,name\nindicator,SP01,卖地收入\nplace,SH,申城\n", encoding="utf-8")
    assert preview_files([path], book).lines == ()
    (line,) = preview_files([path], book, Options(synonyms=names)).lines
    assert (line.key, line.verdict) == ("SP01.SH", "new")
    names.write_text("kind,code,name\nindicator,SP01,卖地收入\nplace,SH,申城\n", encoding="gb18030")
    assert [line.key for line in preview_files([path], book, Options(synonyms=names)).lines] == ["SP01.SH"]
    names.write_text("kind,code,name\nindicator,SP99,卖地收入\ncity,SH,申城\n", encoding="utf-8")
    with pytest.raises(FlowXLError) as caught:
        preview_files([path], book, Options(synonyms=names))
    assert [fault.where for fault in caught.value.faults] == ["names.csv line 2", "names.csv line 3"]


def test_all_refused_files_are_told_at_once(book: Path, tmp_path: Path) -> None:
    """With every fault of each."""
    bad = table(tmp_path, "a\n<<<<<<< x\n", "a.csv"), tmp_path / "none.csv"
    with pytest.raises(FlowXLError) as caught:
        preview_files(bad, book)
    assert [fault.kind for fault in caught.value.faults] == ["merge_conflict", "file"]


# --- what is written --------------------------------------------------------------------------------------------------


def test_only_what_is_new_is_written(book: Path, tmp_path: Path) -> None:
    """Conflicts and doubts stay as they are; where the figures came from stands in the row and in the log."""
    before, content = read_book(book), book.read_bytes()
    path = table(
        tmp_path, '指标：土地交易额(万元)\n地区,2018年,2019年,2020年\n上海,75000,"8,5",95000\n杭州,12000,13000,\n'
    )
    gdp = table(tmp_path, "指标：GDP(亿元)\n地区,2018年\n上海,36000\n", "gdp.csv")
    applied = apply(preview_files([path, gdp], book))
    after = read_book(book)
    assert changed(before, after) == {
        ("SP01.SH", 2018): 7.5, ("SP01.SH", 2020): 9.5, ("SP01.HZ", 2018): 1.2, ("SP01.HZ", 2019): 1.3,
    }  # fmt: skip
    assert (applied.figures, applied.replaced, applied.logged) == (4, 0, True)
    assert applied.backup
    assert applied.backup.read_bytes() == content
    assert after.observations.sources["SP01.SH"] == "table.csv B3, D3（2021-03-04 导入）"
    assert after.observations.sources["SP01.HZ"] == "table.csv B4:C4（2021-03-04 导入）"
    (entry,) = after.log
    assert (entry.date, entry.action, entry.file, entry.sheet) == ("2021-03-04", "导入", "table.csv", "")
    assert "4" in entry.note
    assert not after.faults
    assert not after.remark_faults


def test_conflicts_are_written_when_told(book: Path, tmp_path: Path) -> None:
    """A row that names its source keeps it: the source of the one figure stands in the remarks."""
    before = read_book(book)
    path = table(tmp_path, "指标：GDP(亿元)\n地区,2018年,2019年\n上海,36000,380000\n")
    assert apply(preview_files([path], book)).figures == 0
    applied = apply(preview_files([path], book, Options(accept=["conflicts"])))
    after = read_book(book)
    assert changed(before, after) == {("OE07.SH", 2018): 36000.0}
    assert (applied.figures, applied.replaced) == (1, 1)
    assert after.observations.sources == before.observations.sources
    assert after.observations.remarks["OE07.SH", 2018].source == "table.csv B3（2021-03-04 导入）"
    apply(preview_files([path], book, Options(accept=["conflicts", "steps"])))
    assert value_of(read_book(book), "OE07.SH", 2019) == 380000.0


def test_a_second_import_changes_nothing(book: Path, tmp_path: Path) -> None:
    """All is the same then, and no backup is made."""
    path = table(tmp_path, "指标：土地交易额(亿元)\n地区,2018年,2019年\n上海,7.5,8.5\n")
    apply(preview_files([path], book))
    content = book.read_bytes()
    preview = preview_files([path], book)
    applied = apply(preview)
    assert {line.verdict for line in preview.lines} == {"same"}
    assert (applied.figures, applied.backup) == (0, None)
    assert book.read_bytes() == content


def test_another_source_is_added_not_put_in_place(book: Path, tmp_path: Path) -> None:
    """What stands in a remark stays and the new source follows it."""
    for number, value in enumerate((36000, 36500)):
        path = table(tmp_path, f"指标：GDP(亿元)\n地区,2018年\n上海,{value}\n", f"{number}.csv")
        apply(preview_files([path], book, Options(accept=["conflicts"])))
    remark = read_book(book).observations.remarks["OE07.SH", 2018]
    assert remark.source == "0.csv B3（2021-03-04 导入）; 1.csv B3（2021-03-04 导入）"


def test_rows_that_people_moved_are_found(book: Path, tmp_path: Path) -> None:
    """By key and year, not by place."""
    workbook = openpyxl.load_workbook(book)
    sheet = workbook[open_targets(book).figures["SP01.SH", 2019].place[0]]
    rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    first, second = rows["SP01.SH"], rows["SP01.BJ"]
    for column in range(1, sheet.max_column + 1):
        a, b = sheet.cell(first, column), sheet.cell(second, column)
        a.value, b.value = b.value, a.value
    moved = tmp_path / "moved.xlsx"
    workbook.save(moved)
    path = table(tmp_path, "指标：土地交易额(亿元)\n地区,2019年\n上海,7.5\n")
    preview = preview_files([path], moved)
    assert preview.lines[0].address != preview_files([path], book).lines[0].address
    before = read_book(moved)
    apply(preview)
    assert changed(before, read_book(moved)) == {("SP01.SH", 2019): 7.5}


def test_a_shared_row_is_entered_at_its_base(book: Path, tmp_path: Path) -> None:
    """CA06 吸引外资额 shows LT06 外国直接投资额."""
    path = table(tmp_path, "指标：吸引外资额(亿美元)\n地区,2019年\n上海,195.5\n")
    (line,) = preview_files([path], book).lines
    assert line.key == "LT06.SH"


def test_a_book_that_is_open_is_not_touched(book: Path, tmp_path: Path) -> None:
    """A sentence, and the book as it was."""
    content = book.read_bytes()
    preview = preview_files([table(tmp_path, "指标：土地交易额(亿元)\n地区,2019年\n上海,7.5\n")], book)
    book.with_name(f"~${book.name}").write_bytes(b"")
    with pytest.raises(WriteError, match="open in Excel"):
        apply(preview)
    assert book.read_bytes() == content
    assert {path.name for path in tmp_path.iterdir()} == {"book.xlsx", "table.csv", f"~${book.name}"}


def test_a_book_that_would_hold_something_else_is_not_written(book: Path, tmp_path: Path) -> None:
    """Reading back finds a figure that went to another cell."""
    content = book.read_bytes()
    preview = preview_files([table(tmp_path, "指标：土地交易额(亿元)\n地区,2019年\n上海,7.5\n")], book)
    line = preview.lines[0]
    other = preview.targets.figures["SP01.HZ", 2019].place
    wrong = Line(line.reading, line.key, line.year, line.value, "new", (), *other, None)
    with pytest.raises(FlowXLError, match="nothing was written"):
        apply_lines([wrong], preview.targets, TODAY)
    assert book.read_bytes() == content


# --- the preview as a workbook ----------------------------------------------------------------------------------------


def previewed(book: Path, tmp_path: Path, text: str) -> tuple[Preview, Path]:
    """Return the preview of a table, and the workbook of it."""
    preview = preview_files([table(tmp_path, text)], book)
    path = tmp_path / "preview.xlsx"
    write_preview(preview, path)
    return preview, path


def decide(path: Path, decisions: dict[str, dict[str, object]]) -> None:
    """Fill in a preview: for each cell that a figure came from the columns to change."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["预览"]
    header = next(row for row in sheet.iter_rows() if row[0].value == "结论")
    columns = {cell.value: cell.column for cell in header}
    for row in range(header[0].row + 1, sheet.max_row + 1):
        for title, value in decisions.get(str(sheet.cell(row, columns["单元格"]).value), {}).items():
            sheet.cell(row, columns[title]).value = value
    workbook.save(path)


TEXT = '指标：GDP(亿元)\n地区,2017年,2018年,2019年\n上海,33000,"3,5",380000\n北京,28000,30000,35000\n'


def test_a_preview_untouched_does_what_apply_does(book: Path, tmp_path: Path) -> None:
    """The same lines, verdicts and figures."""
    preview, path = previewed(
        book, tmp_path, "指标：土地交易额(亿元)\n地区,2018年,2019年\n上海,7.1,8.5\n杭州,1,99999\n"
    )
    lines = read_preview(path, open_targets(book))
    assert [(x.key, x.year, x.value, x.verdict, x.writes, x.sheet, x.address) for x in lines] == [
        (x.key, x.year, x.value, x.verdict, x.writes, x.sheet, x.address) for x in preview.lines
    ]
    assert [line.reading.where for line in lines] == [line.reading.where for line in preview.lines]


def test_decisions_are_followed(book: Path, tmp_path: Path) -> None:
    """Use, skip, another value; a reading that could not be read is typed by a person."""
    before = read_book(book)
    _, path = previewed(book, tmp_path, TEXT)
    decide(path, {"B3": {"决定": "采用"}, "C3": {"决定": "use", "写入值": 36000}, "B4": {"决定": "跳过"}})
    targets = open_targets(book)
    apply_lines(read_preview(path, targets), targets, TODAY)
    assert changed(before, read_book(book)) == {("OE07.SH", 2017): 33000.0, ("OE07.SH", 2018): 36000.0}


def test_what_changed_in_the_book_since_then_waits(book: Path, tmp_path: Path) -> None:
    """A decision about a value that is no longer there does not count."""
    _, path = previewed(book, tmp_path, TEXT)
    decide(path, {"B3": {"决定": "采用"}, "B4": {"决定": "采用"}})
    apply(
        preview_files(
            [table(tmp_path, "指标：GDP(亿元)\n地区,2017年\n上海,32500\n")], book, Options(accept=["conflicts"])
        )
    )
    targets = open_targets(book)
    lines = {(line.key, line.year): line for line in read_preview(path, targets)}
    assert lines["OE07.SH", 2017].reasons == (Message("doubt.changed"),)
    assert not lines["OE07.SH", 2017].writes
    assert lines["OE07.BJ", 2017].writes


SLIPS: dict[str, dict[str, dict[str, object]]] = {
    "an unknown word": {"B3": {"决定": "好的"}},
    "no number": {"B3": {"写入值": "about 3", "决定": "采用"}},
    "use without a value": {"C3": {"决定": "采用"}},
    "another key": {"B3": {"行码": "OE07.XX"}},
    "another year": {"B3": {"年份": 1999}},
}


@pytest.mark.parametrize("what", SLIPS)
def test_slips_in_a_preview_are_told(book: Path, tmp_path: Path, what: str) -> None:
    """With sheet and cell; nothing is written."""
    _, path = previewed(book, tmp_path, TEXT)
    decide(path, SLIPS[what])
    with pytest.raises(FlowXLError) as caught:
        read_preview(path, open_targets(book))
    assert len(caught.value.faults) == 1


def test_two_values_for_one_cell_are_refused(book: Path, tmp_path: Path) -> None:
    """A person who takes both vintages is asked again."""
    _, path = previewed(book, tmp_path, "城市,年份,土地交易额(亿元)\n上海,2019,7.5\n上海,2019,8.5\n")
    decide(path, {"C2": {"决定": "采用"}, "C3": {"决定": "采用"}})
    with pytest.raises(FlowXLError, match="one value to write"):
        read_preview(path, open_targets(book))
    decide(path, {"C3": {"决定": "跳过"}})
    assert sum(line.writes for line in read_preview(path, open_targets(book))) == 1


def test_a_book_is_no_preview(book: Path) -> None:
    """Another workbook is refused in words."""
    with pytest.raises(FlowXLError, match="no preview"):
        read_preview(book, open_targets(book))


def test_texts_in_a_preview_are_never_formulas(book: Path, tmp_path: Path) -> None:
    """A cell of a foreign file may begin with =."""
    _, path = previewed(book, tmp_path, "指标：GDP(亿元)\n地区,2018年\n上海,=cmd|' /C calc'!A0\n")
    workbook = openpyxl.load_workbook(path)
    assert not [
        cell.coordinate for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]


def test_a_preview_is_in_the_language_of_the_book(tmp_path: Path) -> None:
    """English sheets, titles and reasons; read back all the same."""
    book = Path(shutil.copy(built("english").path, tmp_path / "book.xlsx"))
    preview, path = previewed(book, tmp_path, TEXT)
    sheet = openpyxl.load_workbook(path)["Preview"]
    assert {"Verdict", "Decision", "Why"} <= {cell.value for row in sheet.iter_rows(max_row=3) for cell in row}
    assert len(read_preview(path, open_targets(book))) == len(preview.lines)


# --- property ---------------------------------------------------------------------------------------------------------

FIGURES = st.floats(min_value=1.0, max_value=1e9, allow_nan=False).map(lambda number: float(f"{number:.10g}"))


@pytest.mark.slow
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_written_is_what_was_read(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Random figures for random cells: new ones are in the book after it, all others as they were."""
    folder = tmp_path_factory.mktemp("random")
    book = Path(shutil.copy(built("two cities").path, folder / "book.xlsx"))
    targets = open_targets(book)
    wheres = data.draw(st.lists(st.sampled_from(sorted(targets.figures)), min_size=1, max_size=30, unique=True))
    readings = []
    for number, (key, year) in enumerate(wheres):
        indicator, _, place = key.partition(".")
        value, measure = data.draw(FIGURES), targets.framework.indicator[indicator].measure.zh
        readings.append(Reading(value, str(value), place, indicator, year, measure, "f", "s", f"A{number + 1}"))
    preview = preview_readings(readings, targets)
    before = read_book(book)
    apply(preview)
    written = {(line.key, line.year): line.value for line in preview.lines if line.writes}
    assert len(preview.lines) == len(wheres)
    assert changed(before, read_book(book)) == written
    assert all(line.now is None for line in preview.lines if line.writes)
