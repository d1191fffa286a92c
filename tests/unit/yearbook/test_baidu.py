"""Baidu Index exports of every shape become yearly daily means; expected means are worked out by hand."""

import calendar
import csv
import datetime as dt

import pytest
from support.baidu_exports import (
    EDUCATION,
    INDICATORS,
    KEYWORDS,
    MEAN_2019,
    MEAN_2020,
    days,
    figure,
    long,
    means,
    read,
    transposed,
    wide,
    write_csv,
    write_xlsx,
)
from support.command import ROOT

SAMPLES = ROOT.parent / "shared" / "samples" / "baidu"
BOTH = {("IN08", "SH", 2019): pytest.approx(MEAN_2019, rel=1e-14), ("LT26", "SH", 2019): EDUCATION}
YEAR = days()


def test_wide_daily(tmp_path):
    """Shape a: one row per day and area, a column per keyword; two years, two cities."""
    rows = wide(days("2019-01-01", "2020-12-31"), ["北京", "上海"])
    found = read(write_csv(tmp_path / "export.csv", rows))
    assert means(found) == {
        **{("IN08", place, 2019): pytest.approx(MEAN_2019, rel=1e-14) for place in ("BJ", "SH")},
        **{("IN08", place, 2020): pytest.approx(MEAN_2020, rel=1e-14) for place in ("BJ", "SH")},
        **{("LT26", place, year): EDUCATION for place in ("BJ", "SH") for year in (2019, 2020)},
    }
    assert found.faults == ()
    first = found.readings[0]
    assert (first.file, first.sheet, first.cell, first.measure) == ("export.csv", "", "C2:C366", "日均值")
    assert first.text == "54900 / 365"


def test_long_daily_counts_the_index_of_all_devices(tmp_path):
    """Shape b: three rows a day, of which only all counts; pc and wise are four fifths and one fifth here."""
    path = write_csv(tmp_path / "export.csv", long(YEAR))
    assert means(read(path)) == BOTH
    assert means(read(path, device="pc"))["LT26", "SH", 2019] == 24
    assert means(read(path, device="wise"))["LT26", "SH", 2019] == 6


def test_long_workbook_with_every_cell_text(tmp_path):
    """Shape c: Chinese heads, All/PC/Mobile, numbers as texts."""
    names = {"all": "All", "pc": "PC", "wise": "Mobile"}
    rows = [[keyword, names[kind], day, area, index] for keyword, kind, day, index, area, _ in long(YEAR)[1:]]
    rows.insert(0, ["关键词", "数据源", "日期", "地区", "指数"])
    found = read(write_xlsx(tmp_path / "export.xlsx", rows, as_text=True))
    assert means(found) == BOTH
    assert found.readings[0].cell == "E2:E366"


def test_monthly_matrix_weighs_months_by_their_days(tmp_path):
    """Shape d: areas as columns, the keyword in the file name alone; a leap year's February counts 29 days."""
    head = ["         省市\n月份", "全国", "北京", "广东-广州", "浙江"]
    rows = [[f"2020-{month:02d}", 900, 10 * month, 50, 70] for month in range(1, 13)]
    found = read(write_xlsx(tmp_path / "人工智能-月度搜索百度指数-2020-2023.xlsx", [head, *rows]))
    weighted = sum(
        10 * month * length for month, length in enumerate((31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)
    )
    assert means(found) == {("IN08", "BJ", 2020): pytest.approx(weighted / 366), ("IN08", "GZ", 2020): 50}
    assert [fault.found for fault in found.faults] == ["areas 浙江"]


@pytest.mark.parametrize("first", ["", "name"])
def test_transposed_daily(tmp_path, first):
    """Shape e: keywords down, days across; the city is in the file name or is given."""
    rows = transposed(YEAR, first)
    assert means(read(write_csv(tmp_path / "上海_merge.csv", rows))) == BOTH
    assert means(read(write_csv(tmp_path / "merge.csv", rows), areas=(("", "上海"),))) == BOTH


def test_transposed_with_quotes_and_byte_order_mark(tmp_path):
    """Shape e as a browser extension writes it: quoted keyword, UTF-8 with BOM."""
    rows = [["name", *YEAR], ['"人工智能"', *(figure("人工智能", day) for day in YEAR)]]
    path = write_csv(tmp_path / "人工智能_2019-01-01-2019-12-31.csv", rows, "utf-8-sig", csv.QUOTE_ALL)
    assert means(read(path, areas=(("", "SH"),))) == {("IN08", "SH", 2019): pytest.approx(MEAN_2019)}


def weekly(first_day: dt.date, label: int) -> list[list[object]]:
    """Return shape f: 53 weeks, dated by their first day or, with label 6, by their last; figures 1, 2, 3 …."""
    weeks = [first_day + dt.timedelta(days=7 * number) for number in range(53)]
    rows = [[number, "上海", week + dt.timedelta(days=label)] for number, week in enumerate(weeks, 1)]
    return [["教育", "area", "time"], *rows]


@pytest.mark.parametrize("label", [0, 6], ids=["monday", "sunday"])
def test_wide_weekly_weighs_weeks_by_their_days(tmp_path, label):
    """Shape f: the week from 30 December 2019 has five days in 2020, the last one four; area and time stand last."""
    found = read(write_csv(tmp_path / "export.csv", weekly(dt.date(2019, 12, 30), label)))
    assert means(found) == {("LT26", "SH", 2020): pytest.approx((1 * 5 + 7 * sum(range(2, 53)) + 53 * 4) / 366)}
    assert {one.year for one in found.readings} == {2020}  # two days of 2019 and three of 2021 are no years


def test_weeks_as_ranges(tmp_path):
    """A week written as first and last day is just those days, whatever day it begins."""
    weeks = [dt.date(2020, 1, 1) + dt.timedelta(days=7 * number) for number in range(52)]
    ranges = [[f"{week} ~ {week + dt.timedelta(days=6)}", 7] for week in weeks] + [["2020-12-30 ~ 2020-12-31", 20]]
    path = write_csv(tmp_path / "上海.csv", [["日期", "教育"], *ranges])
    assert means(read(path)) == {("LT26", "SH", 2020): pytest.approx((7 * 364 + 20 * 2) / 366)}


@pytest.mark.parametrize(
    "keyword", ["['教育']", '["教育"]', "“教育”", "「教育」", "\ufeff教育", " 教　育".replace("　", "")]
)
def test_keyword_as_programs_write_it(tmp_path, keyword):
    """Lists of one word, quotes, invisible characters: the word is meant."""
    rows = [["keyword", "type", "date", "index", "area"], *([keyword, "all", day, "30", "910"] for day in YEAR)]
    assert means(read(write_csv(tmp_path / "index.csv", rows))) == {("LT26", "SH", 2019): EDUCATION}


def test_list_of_several_words_is_another_keyword(tmp_path):
    """Baidu adds several words up: their sum is not the index of either."""
    rows = [["keyword", "type", "date", "index", "area"], *(["['教育', 'QQ']", "all", day, "30", 911] for day in YEAR)]
    found = read(write_csv(tmp_path / "index.csv", rows))
    assert found.readings == ()
    assert [one.reason.key for one in found.unused] == ["unused.keywords"]


def test_full_width_keyword(tmp_path):
    """ＩＴ资讯 is IT资讯."""
    found = read(write_csv(tmp_path / "a.csv", [["area", "time", "ＩＴ资讯"], *(["上海市", day, 5] for day in YEAR)]))
    assert means(found) == {("IF05", "SH", 2019): 5}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path, encoding):
    """The usual encodings of text files."""
    assert means(read(write_csv(tmp_path / "export.csv", wide(YEAR), encoding))) == BOTH


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日", "%Y-%m-%d 00:00:00", "%Y.%m.%d"])
def test_dates(tmp_path, form):
    """The usual ways to write a day."""
    rows = [[area, day.strftime(form), *rest] for area, day, *rest in wide(YEAR)[1:]]
    assert means(read(write_csv(tmp_path / "export.csv", [wide(YEAR)[0], *rows]))) == BOTH


def test_workbook_with_dates_and_row_numbers(tmp_path):
    """A data frame saved as a workbook: row numbers without a head, real dates; row labels may be the dates."""
    rows = [["", *wide(YEAR)[0]], *([number, *row] for number, row in enumerate(wide(YEAR)[1:]))]
    assert means(read(write_xlsx(tmp_path / "export.xlsx", rows))) == BOTH
    rows = [["", *KEYWORDS], *([day, *(figure(keyword, day) for keyword in KEYWORDS)] for day in YEAR)]
    assert means(read(write_csv(tmp_path / "上海.csv", rows))) == BOTH
    assert means(read(write_xlsx(tmp_path / "export.xlsx", rows, sheet="上海"))) == BOTH


def test_title_above_the_header(tmp_path):
    """Lines above the header are passed over; cells are told where they stand."""
    found = read(write_csv(tmp_path / "export.csv", [["百度搜索指数", "", "", ""], ["", "", "", ""], *wide(YEAR)]))
    assert means(found) == BOTH
    assert found.readings[0].cell == "C4:C368"


def test_columns_of_devices(tmp_path):
    """One column for each device."""
    rows = [["关键词", "地区", "日期", "整体", "PC", "移动"], *(["教育", "上海", day, 30, 24, 6] for day in YEAR)]
    assert means(read(write_csv(tmp_path / "a.csv", rows))) == {("LT26", "SH", 2019): 30}


def test_months_with_a_row_for_each_area(tmp_path):
    """Areas down, months across."""
    months = [f"2019年{month}月" for month in range(1, 13)]
    rows = [["地区", *months], ["上海", *range(1, 13)], ["广东省广州市", *[4] * 12]]
    weighted = sum(month * calendar.monthrange(2019, month)[1] for month in range(1, 13))
    found = means(read(write_csv(tmp_path / "教育.csv", rows)))
    assert found == {("LT26", "SH", 2019): pytest.approx(weighted / 365), ("LT26", "GZ", 2019): 4}


def test_months_dated_by_their_first_days(tmp_path):
    """2019-01-01, 2019-02-01 … are months, and each counts with its own days."""
    rows = [["time", "area", "教育"], *([dt.date(2019, month, 1), "上海", month] for month in range(1, 13))]
    weighted = sum(month * calendar.monthrange(2019, month)[1] for month in range(1, 13))
    assert means(read(write_csv(tmp_path / "a.csv", rows))) == {("LT26", "SH", 2019): pytest.approx(weighted / 365)}


def test_figures_that_count_up_are_no_row_numbers(tmp_path):
    """A column of figures 1, 2, 3 … under 指数 is one; the column of row numbers is the one in front."""
    rows = [["index", "关键词", "日期", "地区", "指数"]]
    rows += [[number, "教育", day, "上海", number + 1] for number, day in enumerate(YEAR)]
    for table in (rows, [row[1:] for row in rows]):
        assert means(read(write_csv(tmp_path / "a.csv", table))) == {("LT26", "SH", 2019): 183}


def test_every_shape_gives_the_same(tmp_path):
    """One series in three shapes, read together, is still one figure for each day."""
    first = write_csv(tmp_path / "a.csv", wide(YEAR))
    second = write_xlsx(tmp_path / "b.xlsx", long(YEAR))
    third = write_csv(tmp_path / "上海.csv", transposed(YEAR))
    found = read(first, second, third)
    assert means(found) == BOTH
    assert found.faults == ()
    assert len(found.readings) == len(INDICATORS)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not part of the project")
@pytest.mark.parametrize("device", ["all", "pc", "wise"])
def test_published_samples(device):
    """Days, days without a search and means of the samples are those that were worked out for them elsewhere."""
    with (SAMPLES / "expected_yearly_means.csv").open(encoding="utf-8", newline="") as stream:
        expected = [row for row in csv.DictReader(stream) if row["type"] == device]
    paths = [SAMPLES / name for name in dict.fromkeys(row["file"] for row in expected)]
    years = {(one.file, one.shown, one.area, one.year): one for one in read(*paths, device=device).years}
    assert len(years) == len(expected) > 0
    for row in expected:
        year = years[row["file"], row["keyword"], row["city"], int(row["year"])]
        assert (year.days, year.zero_days) == (int(row["days"]), int(row["zero_days"]))
        indexed = year.zero_days < year.days
        assert year.value == (pytest.approx(float(row["mean_all_days"]), abs=5e-7) if indexed else None)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not part of the project")
def test_weekly_sample_is_dated_by_its_sundays():
    """Its weeks end on the date: only so do holidays and the daily figures of Beijing fall together."""
    found = read(SAMPLES / "f_kit139_weekly_shanghai_2020.csv")
    whole = {one.indicator: one for one in found.readings if one.year == 2020}
    assert set(whole) == {"IN08", "IF04", "LT14"}
    assert all(one.doubts == () for one in whole.values())
    assert all(one.doubts for one in found.readings if one.year != 2020)


def test_text_under_the_name_of_an_old_workbook(tmp_path):
    """Spiders save text as .xls; what a file is stands in its first bytes."""
    assert means(read(write_csv(tmp_path / "export.xls", wide(YEAR)))) == BOTH
