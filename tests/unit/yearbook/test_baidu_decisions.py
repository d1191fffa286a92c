"""What is decided on the way to a yearly mean of a Baidu Index: each decision a setting, what is unclear for review."""

import datetime as dt
import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.baidu_exports import (
    EDUCATION,
    FRAMEWORK,
    MEAN_2019,
    days,
    long,
    means,
    read,
    transposed,
    wide,
    write_csv,
    write_xlsx,
)

from flowxl.voice.faults import FlowXLError
from flowxl.voice.message import Message
from flowxl.yearbook import baidu_sheets
from flowxl.yearbook.baidu_series import STEP_NAMES
from flowxl.yearbook.baidu_settings import CHOICES, BaiduSettings

YEAR = days()


def one(tmp_path, figures, keyword="教育", area="上海", name="export.csv"):
    """Write a wide export of one keyword: figures by day."""
    return write_csv(tmp_path / name, [["area", "time", keyword], *([area, day, n] for day, n in figures)])


def short(found, of=365):
    """Return why a year of too few days waits."""
    return Message("doubt.days", days=found, of=of)


def only(found):
    """Return the one reading there should be."""
    (reading,) = found.readings
    return reading


@pytest.mark.parametrize("none", [0, "", "0"])
def test_single_days_without_a_search_count_as_zero(tmp_path, none):
    """Ten of 365 days with 0 or blank: below the threshold, 0; or no days, if so decided."""
    path = one(tmp_path, [(day, none if number < 10 else 73) for number, day in enumerate(YEAR)])
    reading = only(read(path))
    assert (reading.value, reading.doubts) == (pytest.approx(73 * 355 / 365), ())
    assert str(reading.notes[0]).endswith("10 without a search")
    assert only(read(path, zero="missing")).value == pytest.approx(73)


@pytest.mark.parametrize("none", [0, ""])
def test_keyword_that_is_not_indexed_is_missing(tmp_path, none):
    """Nothing on every day is no true zero."""
    path = one(tmp_path, [(day, none) for day in YEAR])
    reading = only(read(path))
    assert (reading.value, reading.missing, reading.doubts) == (None, True, ())
    assert only(read(path, unindexed="zero")).value == 0
    half = only(read(one(tmp_path, [(day, none) for day in YEAR[:180]], name="half.csv")))
    assert (half.value, half.missing, half.doubts) == (None, True, ())


def test_long_time_without_a_search_goes_to_review(tmp_path):
    """A keyword indexed from June on: half a year of zeros would halve the mean in silence."""
    path = one(tmp_path, [(day, 0 if day.month < 6 else 50) for day in YEAR])
    assert only(read(path)).doubts == (Message("doubt.gap", days=151),)
    assert only(read(path, longest_gap=151)).doubts == ()


def test_equal_figures_for_one_day_count_once(tmp_path):
    """The same rows twice, in one file and in two."""
    figures = [(day, 100 if day.month <= 6 else 200) for day in YEAR]
    first, second = one(tmp_path, figures + figures[:40]), one(tmp_path, figures[300:], name="again.csv")
    assert only(read(first, second)).value == pytest.approx(MEAN_2019)
    assert read(first, second).faults == ()


def test_different_figures_for_one_day_go_to_review(tmp_path):
    """Both cells are named; or the first, the last, or the mean counts, if so decided."""
    figures = [(day, 73) for day in YEAR]
    first = one(tmp_path, figures)
    second = one(tmp_path, [(YEAR[4], 438)], name="again.csv")
    second.write_text(second.read_text() + f"上海,{YEAR[5]},73\n", encoding="utf-8")
    found = read(first, second)
    (fault,) = found.faults
    assert (fault.kind, fault.where, fault.found) == ("duplicate", "again.csv C2", "438 for 2019-01-05")
    assert "73 as in export.csv C6" in fault.expected
    assert only(found).doubts == (Message("doubt.differing"),)
    expected = {"first": 73.0, "last": 73 + 365 / 365, "mean": 73 + 182.5 / 365}
    for choice, mean in expected.items():
        reading = only(read(first, second, duplicates=choice))
        assert (reading.value, reading.doubts) == (pytest.approx(mean), ())


def test_year_with_days_missing_goes_to_review(tmp_path):
    """364 of 365 days; the mean of those found is given, or nothing, if so decided."""
    path = one(tmp_path, [(day, 30) for day in YEAR if day != dt.date(2019, 3, 1)])
    found = read(path)
    assert (only(found).value, only(found).doubts) == (30, (short(364),))
    assert [(fault.kind, fault.where) for fault in found.faults] == [("days", "export.csv C2:C365")]
    assert only(read(path, incomplete="use")).doubts == ()
    assert read(path, incomplete="leave").readings == ()


def test_truncated_row_is_refused(tmp_path):
    """A line with fewer cells than its header: nobody knows which cell is missing."""
    path = write_csv(tmp_path / "export.csv", wide(YEAR))
    path.write_text(path.read_text().rpartition(",")[0], encoding="utf-8")
    with pytest.raises(FlowXLError) as raised:
        read(path)
    assert [(fault.kind, fault.where) for fault in raised.value.faults] == [("cells", "export.csv row 366")]


def test_remark_below_the_table_is_no_row(tmp_path):
    """A line of one cell holds no figure."""
    path = write_csv(tmp_path / "export.csv", [*wide(YEAR), [], ["数据来源：百度指数"]])
    assert means(read(path))["LT26", "SH", 2019] == EDUCATION
    assert read(path).faults == ()


@pytest.mark.parametrize("cell", ["-", "n/a", "-5", "1,23", "nan", "inf", "12.5%", "3 4", "20190101111"])
def test_cell_that_is_no_figure_goes_to_review(tmp_path, cell):
    """It is named with its address, and the year is not whole; a keyword that nobody asks for is not told."""
    rows = [["area", "time", "教育", "别的"], *(["上海", day, 30, cell] for day in YEAR)]
    rows[9][2] = cell
    found = read(write_csv(tmp_path / "export.csv", rows))
    assert [(fault.kind, fault.where) for fault in found.faults if fault.kind == "value"] == [
        ("value", "export.csv C10")
    ]
    assert only(found).doubts == (Message("doubt.unreadable"), short(364))


@pytest.mark.parametrize("cell", ["1,234", " 1234 ", "１２３４", "1234.0"])
def test_figures_as_people_write_them(tmp_path, cell):
    """Thousands separators before three digits, blanks, full-width digits."""
    path = write_csv(tmp_path / "export.csv", [["area", "time", "教育"], *(["上海", day, cell] for day in YEAR)])
    assert only(read(path)).value == 1234


def test_error_cell_of_a_workbook_is_no_blank(tmp_path):
    """#N/A and a formula that was never computed are told, not counted as days without a search."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "export.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for row, cells in enumerate(wide(YEAR)):
            for column, cell in enumerate(map(str, cells)):
                page.write_string(row, column, cell)
        page.write_formula("D5", "=NA()", None, "#N/A")
        page.write_formula("D6", "=1+1", None, "")
    found = read(path)
    assert {fault.where for fault in found.faults if fault.kind == "value"} == {
        "export.xlsx Sheet1!D5",
        "export.xlsx Sheet1!D6",
    }


def test_weeks_by_another_day_are_unclear(tmp_path):
    """Weeks dated by a Wednesday: first or last day must be said."""
    weeks = [dt.date(2019, 1, 2) + dt.timedelta(days=7 * number) for number in range(60)]
    path = one(tmp_path, [(week, number) for number, week in enumerate(weeks)])
    found = read(path)
    assert {reading.value for reading in found.readings} == {None}
    assert {reading.doubts[0] for reading in found.readings} == {Message("doubt.unclear_days")}
    assert [(fault.kind, fault.where) for fault in found.faults if fault.kind == "dates"] == [
        ("dates", "export.csv C2")
    ]
    # first: 2 to 8 January is week 0, …, 25 to 31 December week 51; 1 January is missing
    first = next(reading for reading in read(path, week="first").readings if reading.year == 2019)
    assert (first.value, first.doubts) == (pytest.approx(7 * sum(range(52)) / 364), (short(364),))
    # last: week 0 has two days in 2019, week 51 ends on 25 December, week 52 has six days
    last = next(reading for reading in read(path, week="last").readings if reading.year == 2019)
    assert (last.value, last.doubts) == (pytest.approx((7 * sum(range(1, 52)) + 6 * 52) / 365), ())


def test_weeks_that_overlap(tmp_path):
    """Two weeks that begin a day apart, as ranges: some days would count twice."""
    weeks = [dt.date(2019, 1, 1) + dt.timedelta(days=7 * number) for number in range(52)]
    ranges = [f"{week} 至 {week + dt.timedelta(days=6)}" for week in [*weeks, dt.date(2019, 12, 25)]]
    path = write_csv(tmp_path / "上海.csv", [["日期", "教育"], *([text, 30] for text in ranges)])
    assert only(read(path)).doubts == (Message("doubt.overlap"), short(371))


def test_months_as_points(tmp_path):
    """Unweighted if so decided: (1 + … + 12) / 12."""
    path = write_csv(
        tmp_path / "教育.csv", [["月份", "上海"], *([f"2019-{month:02d}", month] for month in range(1, 13))]
    )
    assert only(read(path, weight="points")).value == 6.5
    assert only(read(path)).value == pytest.approx(2382 / 365)  # 31+56+93+120+155+180+217+248+270+310+330+372


def test_month_number_ten_is_not_january(tmp_path):
    """2019.10 is October, though as a number it is 2019.1."""
    rows = [[f"2019.{month:02d}", month] for month in range(1, 13)]
    assert only(read(write_csv(tmp_path / "教育.csv", [["月份", "上海"], *rows]))).value == pytest.approx(2382 / 365)


def test_month_that_is_a_number_in_a_workbook_is_unclear(tmp_path):
    """The number 2019.1 may be January or October."""
    rows = [["月份", "上海"], *([2019 + month / 100, 5] for month in range(1, 13))]
    found = read(write_xlsx(tmp_path / "教育.xlsx", rows))
    assert (found.readings, {fault.kind for fault in found.faults}) == ((), {"date"})


@pytest.mark.parametrize("area", ["浙江", "浙江省", "917", "吉林", "海南"])
def test_province_is_not_its_city(tmp_path, area):
    """It is put up for review and never used, unless somebody says what it is."""
    path = one(tmp_path, [(day, 30) for day in YEAR], area=area)
    found = read(path)
    assert found.readings == ()
    assert [(fault.kind, fault.expected) for fault in found.faults] == [("area", "cities: a province is not its city")]
    assert read(path, province="leave").faults == ()
    assert only(read(path, areas=((area, "杭州"),))).place == "HZ"


@pytest.mark.parametrize("area", ["上海", "上海市", "910", "上海-上海", "SH", "Shanghai", " 上 海 "])
def test_city_by_any_name(tmp_path, area):
    """A municipality is a city as well as a province."""
    assert only(read(one(tmp_path, [(day, 30) for day in YEAR], area=area))).place == "SH"


@pytest.mark.parametrize(
    ("area", "expected"),
    [("浙江-广州", "a city under its own province"), ("4711", "names, or numbers of areas that are known")],
)
def test_area_that_contradicts_itself(tmp_path, area, expected):
    """A city under another province, a number nobody knows: for review."""
    found = read(one(tmp_path, [(day, 30) for day in YEAR], area=area))
    assert found.readings == ()
    assert [fault.expected for fault in found.faults] == [expected]


def test_city_beside_its_province(tmp_path):
    """Of two columns, province and city, the city counts."""
    rows = [["省份", "城市", "日期", "教育"], *(["浙江", "杭州", day, 30] for day in YEAR)]
    assert only(read(write_csv(tmp_path / "export.csv", rows))).place == "HZ"


def test_figures_without_a_head(tmp_path):
    """A column of figures that nothing is said of is not passed over."""
    rows = [["area", "time", "教育", ""], *(["上海", day, 30, 31] for day in YEAR)]
    found = read(write_csv(tmp_path / "export.csv", rows))
    assert (found.readings, [(fault.kind, fault.where) for fault in found.faults]) == ((), [("head", "export.csv D1")])


def test_country_and_other_cities_are_not_used(tmp_path):
    """They are told as not asked for."""
    rows = [["area", "time", "教育"], *([area, day, 30] for area in ("全国", "湖北-武汉", "重庆") for day in YEAR)]
    found = read(write_csv(tmp_path / "export.csv", rows))
    assert (found.readings, found.faults) == ((), ())
    assert [one.reason for one in found.unused] == [Message("unused.areas", names=("全国", "湖北-武汉", "重庆"))]


def test_no_area_goes_to_review(tmp_path):
    """A transposed export names no city; the city of the file name counts, unless it is a keyword of the table."""
    found = read(write_csv(tmp_path / "merge.csv", transposed(YEAR)))
    assert (found.readings, [fault.kind for fault in found.faults]) == ((), ["area"])
    found = read(write_csv(tmp_path / "北京_上海.csv", transposed(YEAR)))
    assert (found.readings, [fault.kind for fault in found.faults]) == ((), ["area"])
    rows = [["name", *YEAR], ["上海", *[5] * 365], ["教育", *[5] * 365]]
    assert [fault.kind for fault in read(write_csv(tmp_path / "上海.csv", rows)).faults] == ["area"]
    noted = read(write_csv(tmp_path / "上海_教育.csv", transposed(YEAR)[:1] + [["人工智能", *[5] * 365, ""]]))
    assert Message("note.city_from_name", name="上海") in only(noted).notes


def test_keywords_that_must_match_exactly(tmp_path):
    """Quotes and case count, if so decided."""
    path = one(tmp_path, [(day, 30) for day in YEAR], keyword="qq")
    assert only(read(path)).indicator == "IF10"
    assert read(path, keywords="exact").readings == ()
    assert only(read(path, keywords="exact", synonyms=(("qq", "QQ"),))).indicator == "IF10"


def test_sum_of_pc_and_mobile(tmp_path):
    """Without rows of all devices they are added up; only one of both is not the index of all."""
    rows = [row for row in long(YEAR) if row[1] != "all"]
    found = read(write_csv(tmp_path / "export.csv", rows))
    assert means(found) == {("IN08", "SH", 2019): pytest.approx(MEAN_2019), ("LT26", "SH", 2019): EDUCATION}
    assert Message("note.added_up") in found.readings[0].notes
    found = read(write_csv(tmp_path / "export.csv", [row for row in rows if row[1] != "wise"]))
    assert found.readings == ()
    assert {one.reason.key for one in found.unused} == {"unused.device"}


def test_all_that_is_not_the_sum(tmp_path):
    """One day on which all is not pc + wise: the year goes to review, the cell is named."""
    rows = long(YEAR)
    rows[7][3] = 999
    found = read(write_csv(tmp_path / "export.csv", rows))
    assert [(fault.kind, fault.where) for fault in found.faults] == [("sum", "export.csv D8")]
    assert means(found) == {("LT26", "SH", 2019): EDUCATION}


def test_unknown_device(tmp_path):
    """A kind of device that nobody knows is not taken for all."""
    rows = [[cell if cell != "all" else "平板" for cell in row] for row in long(YEAR)]
    found = read(write_csv(tmp_path / "export.csv", rows))
    assert "device '平板'" in [fault.found for fault in found.faults]


def test_table_that_names_no_device(tmp_path):
    """It holds the index of all devices, unless its name or a setting says otherwise."""
    figures = [(day, 30) for day in YEAR]
    assert only(read(one(tmp_path, figures))).value == 30
    assert read(one(tmp_path, figures, name="export_pc.csv")).readings == ()
    assert read(one(tmp_path, figures), untyped="wise").readings == ()


@pytest.mark.parametrize("name", ["教育-月度内容百度指数-2020.csv", "上海_资讯指数.csv", "媒体指数.csv"])
def test_other_indices_are_refused(tmp_path, name):
    """Content, feed and news indices have the same shapes as the search index."""
    found = read(one(tmp_path, [(day, 30) for day in YEAR], name=name))
    assert (found.readings, [fault.kind for fault in found.faults]) == ((), ["other_index"])


def test_days_and_weeks_of_one_year(tmp_path):
    """Days count and weeks check them: more than 5 % apart, the year goes to review."""
    daily = one(tmp_path, [(day, 100) for day in days("2019-01-01", "2019-12-31")])
    mondays = [dt.date(2018, 12, 31) + dt.timedelta(days=7 * number) for number in range(53)]
    close = one(tmp_path, [(monday, 102) for monday in mondays], name="close.csv")
    far = one(tmp_path, [(monday, 110) for monday in mondays], name="far.csv")
    reading = next(reading for reading in read(daily, close).readings if reading.year == 2019)
    assert (reading.value, reading.doubts) == (100, ())
    reading = next(reading for reading in read(daily, far).readings if reading.year == 2019)
    doubt = Message("doubt.other_step", step=STEP_NAMES["week"], file="far.csv", value=110)
    assert (reading.value, reading.doubts) == (100, (doubt,))
    assert str(doubt) == "figures of each week in far.csv give 110"
    assert doubt.of("zh") == "far.csv 的周数据得 110"


def test_days_in_one_file_and_weeks_in_another(tmp_path):
    """Each table has steps of its own: days of 2019, weeks of 2020."""
    daily = one(tmp_path, [(day, 100) for day in YEAR])
    mondays = [dt.date(2019, 12, 30) + dt.timedelta(days=7 * number) for number in range(53)]
    found = read(daily, one(tmp_path, [(monday, 7) for monday in mondays], name="weeks.csv"))
    assert means(found) == {("LT26", "SH", 2019): 100, ("LT26", "SH", 2020): 7}


def test_date_that_is_not_clear(tmp_path):
    """Day and month that may be swapped are refused with their cell; the year is not whole."""
    rows = wide(YEAR)
    rows[3][1] = "03/01/2019"
    found = read(write_csv(tmp_path / "export.csv", rows))
    assert [(fault.kind, fault.where) for fault in found.faults if fault.kind == "date"] == [("date", "export.csv B4")]
    assert means(found) == {}


def test_year_column_that_contradicts_the_date(tmp_path):
    """It is told; the date counts."""
    rows = long(YEAR)
    rows[3][5] = 2018
    found = read(write_csv(tmp_path / "export.csv", rows))
    assert [(fault.kind, fault.where) for fault in found.faults] == [("year", "export.csv F4")]


def test_table_of_another_kind_is_told(tmp_path):
    """No dates, no header, areas among keywords, two columns of dates: why, and where."""
    cases = {
        "gdp.csv": [["城市", "生产总值"], ["上海", "38155"]],
        "bare.csv": [["上海", "2019-01-01", "5"], ["上海", "2019-01-02", "5"]],
        "mixed.csv": [["日期", "上海", "教育"], ["2019-01-01", 5, 6]],
        "twice.csv": [["日期", "时间", "教育"], ["2019-01-01", "2019-01-01", 6]],
        "empty.csv": [["日期", "教育"]],
    }
    for name, rows in cases.items():
        found = read(write_csv(tmp_path / name, rows))
        assert found.readings == ()
        assert [fault.where.split(" ")[0] for fault in found.faults] == [name]
        assert re.search("[\u4e00-\u9fff]", found.faults[0].words("zh").found), name


def test_faults_of_all_files_are_told_together(tmp_path, monkeypatch):
    """A missing file, one of another kind, one that is no workbook, one that is too large, one with open quotes."""
    monkeypatch.setattr(baidu_sheets, "MAX_BYTES", 1_000)
    paths = [tmp_path / name for name in ("gone.csv", "a.pdf", "b.xlsx", "c.csv", "d.csv", "e.csv")]
    for path, content in zip(paths[1:], ("x", "no workbook", "1," * 600, '"a,b\n', "a\0b"), strict=True):
        path.write_text(content)
    with pytest.raises(FlowXLError) as raised:
        read(*paths)
    told = "\n".join(str(fault) for fault in raised.value.faults)
    assert all(path.name in told for path in paths)
    assert raised.value.title("zh") == "百度指数导出文件有 6 处错误；未采用其中任何内容。"


def test_more_cells_than_memory_is_for(tmp_path, monkeypatch):
    """A bound for text, for quoted text and for workbooks."""
    monkeypatch.setattr(baidu_sheets, "MAX_CELLS", 1_000)
    paths = [
        write_csv(tmp_path / "a.csv", wide(YEAR)),
        write_csv(tmp_path / "b.csv", wide(YEAR), quoting=1),
        write_xlsx(tmp_path / "c.xlsx", wide(YEAR)),
    ]
    for path in paths:
        with pytest.raises(FlowXLError, match="cells"):
            read(path)


def test_settings_that_do_not_exist(tmp_path):
    """They are refused by name, also a place that the framework does not have."""
    with pytest.raises(FlowXLError, match=r"zero: found 'one'(.|\n)*week: found 'third'"):
        BaiduSettings(zero="one", week="third")
    with pytest.raises(FlowXLError, match="亚特兰蒂斯"):
        read(one(tmp_path, [(YEAR[0], 1)]), areas=(("", "亚特兰蒂斯"),))


def test_every_decision_is_told_in_both_languages():
    """The preview shows each with its value; what was chosen differs from the defaults."""
    decisions = BaiduSettings().decisions()
    assert [decision.name for decision in decisions] == [*CHOICES, "longest_gap"]
    assert all(decision.meaning.zh and decision.meaning.en and decision.is_default for decision in decisions)
    for name, choices in CHOICES.items():
        for choice in choices:
            told = {decision.name: decision for decision in BaiduSettings(**{name: choice}).decisions()}[name]
            assert (told.value, told.is_default) == (choice, choice == getattr(BaiduSettings(), name))


def test_keyword_that_two_indicators_share_is_entered_once(tmp_path):
    """教育 stands at LT26 and OS01, and OS01 only shows it."""
    shared = [code for code, indicator in FRAMEWORK.indicator.items() if indicator.baidu_keyword == "教育"]
    assert len(shared) == 2
    assert only(read(one(tmp_path, [(day, 30) for day in YEAR]))).indicator == "LT26"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(figures=st.lists(st.integers(0, 100_000), min_size=366, max_size=366), seed=st.integers(0, 1000))
def test_order_of_rows_and_files_does_not_matter(tmp_path, figures, seed):
    """Shuffled rows, in one file and in three, give the plain mean."""
    rows = list(zip(days("2020-01-01", "2020-12-31"), figures, strict=True))
    random.Random(seed).shuffle(rows)
    paths = [one(tmp_path, rows[part::3], name=f"{part}.csv") for part in range(3)]
    expected = pytest.approx(sum(figures) / 366, rel=1e-12) if any(figures) else None
    assert only(read(one(tmp_path, rows, name="whole.csv"), longest_gap=366)).value == expected
    assert only(read(*paths, longest_gap=366)).value == expected


def test_crowd_of_faults_costs_little(tmp_path):
    """100,000 rows without a date that can be read, or with figures that are none: told together, in seconds."""
    dates = [["area", "time", "教育"], *(["上海", f"{number}th", 5] for number in range(100_000))]
    many = [
        ["关键词", "地区", "日期", "指数"],
        *(["教育", "上海", day, "?"] for day in days("2010-01-01", "2019-12-31") * 27),
    ]
    for rows, kind in ((dates, "date"), (many, "value")):
        found = read(write_csv(tmp_path / "crowd.csv", rows))
        told = [fault for fault in found.faults if fault.kind == kind]
        assert 0 < len(told) <= 101
        assert sum(fault.count for fault in told) == len(rows) - 1


@pytest.mark.parametrize("name", ["1" * 200 + "x.csv", "[" * 200 + ".csv", "-_" * 100 + ".csv"])
def test_names_that_cost_nothing(tmp_path, name):
    """A file name made to keep a search busy is read at once."""
    assert read(write_csv(tmp_path / name, wide(YEAR))).faults == ()
