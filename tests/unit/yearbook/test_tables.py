"""Tables of yearbooks and bureaus, one case for each way in which they are written; expected readings by eye."""

import re

import pytest
from support.tables_given import FRAMEWORK, NAMES, grid, readings, short

from flowxl.voice.message import Message
from flowxl.yearbook.blocks import find_blocks
from flowxl.yearbook.grids import Grid
from flowxl.yearbook.matching import Matcher
from flowxl.yearbook.table_readings import read_grid

GDP_2019 = ("上海", "GDP", 2019, "亿元", 7.5)
GDP_2020 = ("上海", "GDP", 2020, "亿元", 8.5)
HZ_2019 = ("杭州", "GDP", 2019, "亿元", 3.25)
HZ_2020 = ("杭州", "GDP", 2020, "亿元", 4.0)
ALL = {GDP_2019, GDP_2020, HZ_2019, HZ_2020}

ORIENTATIONS = {
    "regions x years": "指标：GDP(亿元)\n地区,2019年,2020年\n上海,7.5,8.5\n杭州,3.25,4\n",
    "years x regions": "指标：GDP(亿元)\n时间,上海,杭州\n2019年,7.5,3.25\n2020年,8.5,4\n",
    "years x regions, blank corner": "指标：GDP(亿元)\n,上海,杭州\n2019,7.5,3.25\n2020,8.5,4\n",
    "descending": "指标：GDP(亿元)\n地区,2020年,2019年\n杭州,4,3.25\n上海,8.5,7.5\n",
    "long": "地区,年份,GDP_亿元\n上海,2019,7.5\n上海,2020,8.5\n杭州,2019,3.25\n杭州,2020,4\n",
    "long with names": "城市,指标,单位,年份,数值\n上海,GDP,亿元,2019,7.5\n上海,GDP,亿元,2020,8.5\n"
    "杭州,GDP,亿元,2019,3.25\n杭州,GDP,亿元,2020,4\n",
    "city and indicator, then years": "城市,指标,单位,2019,2020\n上海,GDP,亿元,7.5,8.5\n杭州,GDP,亿元,3.25,4\n",
    "city:indicator above columns": "年份,上海:GDP(亿元),杭州：GDP（亿元）\n2019,7.5,3.25\n2020,8.5,4\n",
    "title and unit above": "表1 各市GDP,\n,,单位：亿元\n指标：GDP,,\n地区,2019,2020\n上海,7.5,8.5\n杭州,3.25,4\n",
    "years above indicators": "地区,2019年,,2020年,\n,GDP(亿元),人口,GDP(亿元),人口\n上海,7.5,,8.5,\n杭州,3.25,,4,\n",
    "indicators above years": "地区,GDP(亿元),,人口,\n,2019,2020,2019,2020\n上海,7.5,8.5,,\n杭州,3.25,4,,\n",
    "side by side": "指标：GDP(亿元)\n城市,2019,2020,城市,2019,2020\n上海,7.5,8.5,杭州,3.25,4\n",
    "side by side, in two rows": "指标：GDP(亿元)\n城市,2019,2020,,2019,2020\n上海,7.5,8.5,杭州,3.25,4\n",
    "places merged downwards": "城市,年份,GDP(亿元)\n上海,2019,7.5\n,2020,8.5\n杭州,2019,3.25\n,2020,4\n",
    "years merged downwards": "年份,城市,GDP(亿元)\n2019,上海,7.5\n,杭州,3.25\n2020,上海,8.5\n,杭州,4\n",
    "indicators merged downwards": "指标,城市,2019,2020\nGDP(亿元),上海,7.5,8.5\n,杭州,3.25,4\n",
    "measures in the second row": "城市,年份,GDP\n,,亿元\n上海,2019,7.5\n上海,2020,8.5\n杭州,2019,3.25\n杭州,2020,4\n",
    "places above years": "指标,上海市,,杭州市,\n,2019年,2020年,2019年,2020年\nGDP(亿元),7.5,8.5,3.25,4\n",
    "header again on the next page": "指标：GDP(亿元)\n城市,2019,2020\n上海,7.5,8.5\n续表\n指标：GDP(亿元)\n"
    "城市,2019,2020\n杭州,3.25,4\n",
    "padded preamble": "数据库：主要城市年度数据,,\n指标：GDP(亿元),,\n时间：最近20年,,\n地区,2019年,2020年\n"
    "上海,7.5,8.5\n杭州,3.25,4\n数据来源：国家统计局,,\n",
}


@pytest.mark.parametrize("shape", ORIENTATIONS)
def test_every_shape_gives_the_same_readings(shape: str) -> None:
    """Place, indicator, year, measure and value, however the table is turned."""
    found = [reading for reading in readings(ORIENTATIONS[shape]) if not reading.missing]
    assert {(place.removesuffix("市"), *rest) for place, *rest in short(found)} == ALL
    assert len(found) == 4
    assert [reading.doubts for reading in found] == [()] * 4


def test_indicators_in_rows_for_one_city() -> None:
    """The city stands above the table only, the measure in each label, the note below."""
    found = readings(
        "数据库：主要城市年度数据\n地区：上海\n时间：最近20年\n指标,2020年,2019年\nGDP(亿元),8.5,7.5\n年末总人口（万人）,,12\n"
        "企业数,,\n数据来源：国家统计局\n"
    )
    assert short(found) == [GDP_2020, GDP_2019, ("上海", "年末总人口", 2019, "万人", 12.0)]
    assert found[0].notes == ("数据来源：国家统计局",)
    assert [reading.cell for reading in found] == ["B5", "C5", "C6"]


YEARS = [
    "2011",
    "2011年",
    "Y2011年",
    "y2011",
    "2011/12/31",
    "2011-12-31",
    "2011.0",
    "２０１１年",
    "2011 年",
    "2011年度",
]


@pytest.mark.parametrize("label", YEARS)
def test_year_labels(label: str) -> None:
    """Each way to write a year, in a header and in a column."""
    across = readings(f"指标：GDP(亿元)\n地区,{label},2012年\n上海,1.5,2.5\n")
    down = readings(f"指标：GDP(亿元)\n时间,上海\n{label},1.5\n2012年,2.5\n")
    assert [(r.year, r.value) for r in across] == [(r.year, r.value) for r in down] == [(2011, 1.5), (2012, 2.5)]


@pytest.mark.parametrize("label", ["2011年6月", "2011-06-30", "2011/1/31", "11年", "2010-2011", "1-12月"])
def test_what_is_no_year_is_none(label: str) -> None:
    """A month or a span never becomes a year; the figure is told as one without a year."""
    for text in (
        f"指标：GDP(亿元)\n时间,上海\n{label},1.5\n2012年,2.5\n",
        f"指标：GDP(亿元)\n地区,2012年,{label}\n上海,2.5,1.5\n",
    ):
        assert {(r.value, r.year) for r in readings(text) if r.value in (1.5, 2.5)} == {(1.5, None), (2.5, 2012)}


RATIOS = {
    "places in rows": "指标：GDP(亿元)\n地区,2019,2020,{}\n上海,7.5,8.5,113.3\n",
    "indicators in rows": "地区：上海\n指标,2019,2020,{}\nGDP(亿元),7.5,8.5,113.3\n",
    "ratio first": "地区：上海\n指标,{},2019,2020\nGDP(亿元),113.3,7.5,8.5\n",
    "no corner": "地区：上海\n,2019,2020,{}\nGDP(亿元),7.5,8.5,113.3\n",
    "unit below": "地区：上海\n指标,2019,2020,{}\n,,,%\nGDP(亿元),7.5,8.5,113.3\n",
    "down": "指标：GDP(亿元)\n时间,上海\n2019,7.5\n2020,8.5\n{},113.3\n",
}


@pytest.mark.parametrize("title", ["2020/2019", "2020年/2019年", "2020 / 2019", "2020÷2019", "2019-2020"])
@pytest.mark.parametrize("shape", RATIOS)
def test_a_ratio_of_years_beside_years_is_put_aside(shape: str, title: str) -> None:
    """2020/2019 is an index, the year before = 100: the plain years are read, the index is counted as not used."""
    found = Matcher(FRAMEWORK, NAMES).match_all(readings(RATIOS[shape].format(title)))
    assert {one.reading.year: (one.key, one.value) for one in found if not one.unused} == {
        2019: ("OE07.SH", 7.5), 2020: ("OE07.SH", 8.5),
    }  # fmt: skip
    assert [one.reading.text for one in found if one.unused] == ["113.3"]
    assert [one.doubts for one in found if not one.unused] == [(), ()]


def test_an_empty_future_year_gives_nothing() -> None:
    """The bureau adds a column for the coming year."""
    assert short(readings("指标：GDP(亿元)\n地区,2025年,2020年\n上海,,8.5\n")) == [GDP_2020]
    assert short(readings("指标：GDP(亿元)\n时间,上海\n2025年,\n2020年,8.5\n")) == [GDP_2020]


def test_values_that_look_like_years_are_values() -> None:
    """A row of figures about 2000 is no header, below a header and as the first row."""
    found = readings("指标：GDP(亿元)\n地区,2019年,2020年\n上海,2011,2012\n杭州,1999,2000\n")
    assert [(r.place, r.year, r.value) for r in found] == [
        ("上海", 2019, 2011.0), ("上海", 2020, 2012.0), ("杭州", 2019, 1999.0), ("杭州", 2020, 2000.0),
    ]  # fmt: skip
    down = readings("指标：GDP(亿元)\n时间,上海,杭州\n2019,2011,1999\n2020,2012,2000\n")
    assert {(r.place, r.year, r.value) for r in down} == {(r.place, r.year, r.value) for r in found}


NUMBERS = {
    "36,365.38": 36365.38, "5267 ": 5267.0, "    1 164.60": 1164.6, "252777.": 252777.0, "-3.5": -3.5, "１２３": 123.0,
    "0.140000000596046": 0.140000000596046, "1,234,567": 1234567.0,
}  # fmt: skip
SLIPS = [
    "5,97", "335,2", "85,4", "1,26", "0:68", "0.0.20", ",18.51", "0.05.", "0．O9", "45.2l", "1.36,", "0.81\n0.14",
    "#VALUE!", "#N/A", "=H13/10000", "…", "(123)", "1.2万", "12.5%", "1,2345", "12,345,6",
]  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers(text: str) -> None:
    """What can be read in one way only."""
    (found,) = readings(f'指标：GDP(亿元)\n地区,2019年,2020年\n上海,"{text}",\n')
    assert (found.value, found.doubts, found.year) == (NUMBERS[text], (), 2019)


@pytest.mark.parametrize("text", SLIPS)
def test_slips_are_never_read(text: str) -> None:
    """A decimal comma is no thousands separator, a letter O no nought: a person must look."""
    found = readings(f'指标：GDP(亿元)\n地区,2019年,2020年\n上海,"{text}",8.5\n')
    assert [(r.value, bool(r.doubts), r.year) for r in found] == [(None, True, 2019), (8.5, False, 2020)]
    assert found[0].text == text


@pytest.mark.parametrize("mark", ["-", "—", "－", "n.a."])
def test_marks_for_missing_figures(mark: str) -> None:
    """They are counted, and are no figures."""
    found = readings(f"指标：GDP(亿元)\n地区,2019年,2020年\n上海,{mark},8.5\n")
    assert [(r.value, r.missing, r.doubts) for r in found] == [(None, True, ()), (8.5, False, ())]


def test_a_percentage_is_read_where_the_measure_is_per_cent() -> None:
    """And stays a question elsewhere."""
    (found,) = readings("指标：进口依存度(%)\n地区,2019年\n上海,12.5%\n")
    assert (found.value, found.doubts) == (12.5, ())


MEASURES = {
    "in the label": ("指标：GDP(亿元)\n地区,2019年\n上海,7.5\n", "亿元"),
    "full-width brackets": ("指标：GDP（亿元）\n地区,2019年\n上海,7.5\n", "亿元"),
    "a column": ("地区,指标,单位,2019年\n上海,GDP,百万美元,7.5\n", "百万美元"),
    "above, at the right": ("表1 产值,,单位：万元\n指标：GDP,,\n地区,2019年,2020年\n上海,7.5,\n", "万元"),
    "in the title": ("各市产值（万元）\n指标：GDP\n地区,2019年\n上海,7.5\n", "万元"),
    "within the table": ("指标：GDP\n地区,2019年\n单位：万元\n上海,7.5\n", "万元"),
    "above a column": ("地区,年份,GDP（千元）\n上海,2019,7.5\n", "千元"),
    "after a comma": ('指标：GDP\n地区,年份,"GDP,亿元"\n上海,2019,7.5\n', "亿元"),
    "a rate": ("地区,年份,GDP(元/平方米)\n上海,2019,7.5\n", "元/平方米"),
    "after a slash": ("地区,年份,GDP/亿元\n上海,2019,7.5\n", "亿元"),
    "none": ("指标：GDP\n地区,2019年\n上海,7.5\n", ""),
}


@pytest.mark.parametrize("where", MEASURES)
def test_measures(where: str) -> None:
    """Wherever the unit stands; none is made up."""
    text, measure = MEASURES[where]
    (found,) = readings(text)
    assert (found.indicator, found.measure, found.value) == ("GDP", measure, 7.5)


def test_what_is_given_fills_gaps_only() -> None:
    """--indicator, --place, --measure and --year never take the place of what the file says."""
    (bare,) = readings("地区,2019年\n上海,7.5\n", indicator="GDP", measure="亿元", place="北京", year=2001)
    assert short([bare]) == [GDP_2019]
    (full,) = readings("指标：人口(万人)\n地区,2019年\n上海,7.5\n", indicator="GDP", measure="亿元")
    assert short([full]) == [("上海", "人口", 2019, "万人", 7.5)]
    (place,) = readings("指标,2019年\nGDP(亿元),7.5\n", place="上海")
    assert short([place]) == [GDP_2019]
    (year,) = readings("城市,GDP(亿元)\n上海,7.5\n", year=2019)
    assert short([year]) == [GDP_2019]


def test_a_header_in_two_rows() -> None:
    """全市 is the city, 市辖区 only a part of it; line breaks and English lines of a header are no part of a name."""
    text = (
        '"城 市",,"年末总人口_x000D_\n(万人)",,"城镇单位从业人员期末人数\nPersons Employed\nat Year-end",\n'
        ',,"全市\nTotal City","市辖区\nDistricts\nunder City","全市\nTotal City","市辖区\nDistricts\nunder City"\n'
        "    城市合计,Total,99,88,77,66\n  上海市,Shanghai,9,8,7,6\n"
    )
    found = readings(text, year=2019)
    assert [(r.place, r.indicator, r.measure, r.value) for r in found[4:]] == [
        ("上海市", "年末总人口", "万人", 9.0),
        ("上海市", "年末总人口 市辖区", "万人", 8.0),
        ("上海市", "城镇单位从业人员期末人数", "", 7.0),
        ("上海市", "城镇单位从业人员期末人数 市辖区", "", 6.0),
    ]
    assert [bool(r.doubts) for r in found[4:]] == [False, True, False, True]


def test_a_part_of_an_item_waits_for_a_person() -> None:
    """Rows marked with # or 其中 are parts of the row above, not indicators of their own."""
    found = readings("地区：上海\n指标,2019年\n客运总量(万人次),9\n# GDP(亿元),7.5\n其中：人口规模(万人),3\n")
    assert [(r.indicator, bool(r.doubts)) for r in found] == [("客运总量", False), ("GDP", True), ("人口规模", True)]
    assert found[1].doubts == (Message("doubt.part_of_item", item="客运总量"),)


def test_several_tables_in_one_sheet() -> None:
    """A second table has its own header; what its lines do not say it does not take from the first."""
    text = (
        "指标：GDP(亿元),,\n地区,2019年,2020年\n上海,7.5,8.5\n,,\n指标：人口规模(万人),,\n地区,2020年,2019年\n上海,2,1\n,,\n"
        "城市,GDP(亿元),\n上海,5,6\n"
    )
    found = readings(text)
    assert short(found[:4]) == [
        GDP_2019, GDP_2020, ("上海", "人口规模", 2020, "万人", 2.0), ("上海", "人口规模", 2019, "万人", 1.0),
    ]  # fmt: skip
    last, untitled = found[4:]
    assert (last.indicator, last.year, last.value) == ("GDP", None, 5.0)
    assert (untitled.indicator, untitled.doubts) == ("", (Message("doubt.no_title"),))
    assert len(find_blocks(grid(text)).blocks) == 3


def test_the_measure_of_one_table_is_not_that_of_the_next() -> None:
    """A unit above the first table does not reach the second."""
    found = readings(
        "单位：万元\n指标：GDP\n地区,2019年,2020年\n上海,7.5,\n,,\n指标：人口规模\n地区,2019年,2020年\n上海,2,\n"
    )
    assert [(r.indicator, r.measure) for r in found] == [("GDP", "万元"), ("人口规模", "")]


def test_figures_without_a_header_are_told() -> None:
    """Rows above the first header, or below a new title without one, belong to nothing."""
    found = readings("1,2\n3,4\n")
    assert [r.doubts for r in found] == [(Message("doubt.no_header"),)] * 4
    titled = readings("指标：GDP(亿元)\n地区,2019年\n上海,7.5\n\n表2 人口\n杭州,9\n")
    assert [(r.place, r.value, bool(r.doubts)) for r in titled] == [("上海", 7.5, False), ("", None, True)]


def test_empty_sheets_and_stray_columns() -> None:
    """Nothing is made of nothing; a column without a title is told, a blank one is not."""
    assert readings("") == readings(",,\n,,\n") == []
    found = readings("指标：GDP(亿元)\n地区,2019年,,,\n上海,7.5,,9,\n")
    assert [(r.value, r.doubts) for r in found] == [(7.5, ()), (9.0, (Message("doubt.no_title"),))]


def test_sections_within_a_table() -> None:
    """A line between rows may narrow what follows, and may be the name of a province."""
    found = readings("指标：GDP(亿元)\n地区,2019年,2020年\n上海市,7.5,\n市辖区,,\n上海市,6.5,\n")
    assert [(r.value, bool(r.doubts)) for r in found] == [(7.5, False), (6.5, True)]
    provinces = readings("城市,City,GDP(亿元)\n浙江省,Zhejiang,\n  杭州市,Hangzhou,4\n", year=2020)
    assert short(provinces) == [("杭州市", "GDP", 2020, "亿元", 4.0)]


@pytest.mark.parametrize("line", ["农村", "第一产业", "其中：女", "比上年增长"])
def test_a_line_that_narrows_what_follows(line: str) -> None:
    """Figures below it wait; a row without figures is no such line."""
    found = readings(f"指标：GDP(亿元)\n地区,2019年,2020年\n上海,7.5,\n{line},,\n杭州,3,\n")
    assert [bool(r.doubts) for r in found] == [False, True]
    empty = readings("地区：上海\n指标,2019年\n工业增加值(亿元),\nGDP(亿元),7.5\n")
    assert [r.doubts for r in empty] == [()]


def test_measures_that_contradict_each_other_wait() -> None:
    """One in the label and another one in the column of units."""
    (found,) = readings("指标,单位,2019年\nGDP(亿元),万元,7.5\n", place="上海")
    assert found.doubts == (Message("doubt.two_measures", measures=("万元", "亿元")),)


def test_a_blank_label_takes_nothing_from_elsewhere() -> None:
    """A row without a place in a column of places is no row of the place that was given."""
    found = readings("年份,城市,GDP(亿元)\n2019,上海,7.5\n2020,,9\n", place="北京")
    assert [(r.place, r.value) for r in found] == [("上海", 7.5), ("", 9.0)]


def test_figures_that_were_not_observed_wait() -> None:
    """A column of interpolated figures beside the raw one."""
    found = readings("地区,年份,GDP(亿元),GDP_插值(亿元)\n上海,2019,7.5,7.6\n")
    assert [bool(r.doubts) for r in found] == [False, True]


def test_a_year_in_the_title_counts_only_alone() -> None:
    """A yearbook's own year is not that of its figures."""
    assert [r.year for r in readings("2019年各市主要指标\n城市,GDP(亿元)\n上海,7.5\n")] == [2019]
    assert [r.year for r in readings("2020年统计年鉴\n城市,GDP(亿元)\n上海,7.5\n")] == [None]
    assert [r.year for r in readings("2018年与2019年\n城市,GDP(亿元)\n上海,7.5\n")] == [None]
    assert [r.year for r in readings("2018年\n城市,2019年,增长率\n上海,7.5,3\n")] == [2019, None]


def test_codes_and_remarks_are_no_figures() -> None:
    """Columns of codes, numbers and notes beside the figures are passed over."""
    found = readings(
        "序号,行政区划代码,城市,年份,GDP(亿元),备注\n1,310000,上海,2019,7.5,初步\n2,330100,杭州,2019,3.25,\n"
    )
    assert short(found) == [GDP_2019, HZ_2019]


def test_province_before_city() -> None:
    """省份 and 城市 side by side: the city counts, whichever stands first."""
    found = readings("省份,城市,年份,GDP(亿元)\n浙江,杭州,2019,3.25\n")
    assert short(found) == [HZ_2019]


# --- matching ---------------------------------------------------------------------------------------------------------

PLACES = {
    "北京": "BJ", "北京市": "BJ", "  北京市": "BJ", "北\u3000京": "BJ", "Beijing": "BJ", "Beijing (city)": "BJ",
    "BEIJING": "BJ", "BJ": "BJ", "广东-广州": "GZ", "广东省广州市": "GZ", "ｂｊ": "BJ", "上海市 ": "SH",
    "\ufeff上海": "SH",
}  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_places_in_every_spelling(name: str) -> None:
    """By code and name, exactly after cleaning."""
    assert NAMES.place(name) == {PLACES[name]}


@pytest.mark.parametrize("name", ["浙江", "广东", "上海浦东", "北京大学", "海", "合计", "吉林"])
def test_what_is_no_place_of_the_framework(name: str) -> None:
    """A province is not its capital, and nothing is found by a part of its name."""
    assert NAMES.place(name) == set()


def no_place(name: str) -> Message:
    """Return why a figure of a place that the framework does not have is not used."""
    return Message("unused.place", found=name)


def matched(text: str, **given: object) -> list[tuple[str, float | None, tuple[Message, ...], Message | None]]:
    """Return key, value, doubts and reason of each reading."""
    found = Matcher(FRAMEWORK, NAMES).match_all(readings(text, **given))
    return [(one.key, one.value, one.doubts, one.unused) for one in found]


CONVERSIONS = [
    ("GDP(亿元)", 7.5, 7.5), ("GDP(万元)", 75000.0, 7.5), ("GDP(元)", 750000000.0, 7.5), ("GDP(万亿元)", 0.75, 7500.0),
    ("GDP(百万元)", 750.0, 7.5), ("GDP(100 million yuan)", 7.5, 7.5), ("GDP(10 000 yuan)", 75000.0, 7.5),
    ("人口规模(人)", 20020.0, 2.002), ("人口规模(千人)", 20.02, 2.002), ("人口规模(万人)", 2.002, 2.002),
    ("外国直接投资额(百万美元)", 750.0, 7.5), ("外国直接投资额(万美元)", 75000.0, 7.5), ("货运总量(吨)", 20000.0, 2.0),
    ("修建公路里程数(万公里)", 0.5, 5000.0), ("集装箱吞吐量(万TEU)", 7.5, 7.5), ("进口依存度(％)", 7.5, 7.5),
    ("人均拥有道路面积(平方米/人)", 7.5, 7.5), ("劳动力的年平均薪酬水平(万元)", 7.5, 75000.0),
]  # fmt: skip


@pytest.mark.parametrize(("label", "value", "expected"), CONVERSIONS)
def test_conversions_of_measures(label: str, value: float, expected: float) -> None:
    """By the table alone, without the dust of binary fractions."""
    ((_, found, doubts, unused),) = matched(f"地区：上海\n指标,2019年\n{label},{value}\n")
    assert (found, doubts, unused) == (expected, (), None)


@pytest.mark.parametrize(
    "label",
    ["GDP(亿美元)", "GDP(万人)", "人口规模(亿元)", "GDP", "进口依存度(‰)", "外国直接投资额(亿元)", "GDP(元/人)"],
)
def test_measures_that_do_not_fit_wait(label: str) -> None:
    """No exchange rate, no guess."""
    ((key, _, doubts, unused),) = matched(f"地区：上海\n指标,2019年\n{label},7.5\n")
    assert key
    assert len(doubts) == 1
    assert not unused


def test_a_similar_name_is_only_proposed() -> None:
    """房地产开发投资额 is near to 房地产投资交易额, and waits; 工业产值 is near to nothing."""
    near, far = matched("地区：上海\n指标,2019年\n房地产开发投资额(亿元),7.5\n工业产值(亿元),1\n")
    assert (near[0], near[1]) == ("CA02.SH", 7.5)
    assert [doubt.key for doubt in near[2]] == ["doubt.similar_indicator"]
    assert far[3] == Message("unused.indicator", found="工业产值")


def test_a_romanised_name_of_two_cities_waits() -> None:
    """Suzhou is 苏州 and 宿州; in Chinese it is one of them."""
    (english,) = matched("Region,2019\nSuzhou,7.5\n", indicator="RS01", measure="元/人")
    (chinese,) = matched("地区,2019\n苏州,7.5\n", indicator="RS01", measure="元/人")
    assert (english[0], english[2]) == (
        "RS01.SUZHOU",
        (Message("doubt.homonym", found="Suzhou", places="苏州 / 宿州"),),
    )
    assert (chinese[0], chinese[2]) == ("RS01.SUZHOU", ())
    assert matched("城市,City,2019\n宿州市,Suzhou,7.5\n", indicator="RS01", measure="元/人")[0][3] == no_place("宿州市")


def test_a_series_of_the_region_is_found_by_its_own_city() -> None:
    """RS01 is entered for 苏州, 天津 and 广州, not for 上海."""
    found = matched("地区,2019\n苏州,7.5\n上海,1\n", indicator="RS01", measure="元/人")
    assert [one[0] for one in found] == ["RS01.SUZHOU", ""]


def test_totals_are_similar_to_no_city() -> None:
    """合计 and 全国 are counted as not used."""
    found = matched("指标：GDP(亿元)\n地区,2019年\n城市合计,9\n全国,9\nTotal,9\n")
    assert [one[3] for one in found] == [no_place(name) for name in ("城市合计", "全国", "Total")]


LONG = "地区,年份,{title},指标,单位,数值\n上海,2019,{cell},GDP,亿元,7.5\n"
TITLED = "{title}\n指标：GDP(亿元)\n地区,2019年\n上海,7.5\n"
APART = {
    "kind of figure": LONG.format(title="类型", cell="增速"),
    "month": LONG.format(title="月份", cell="1月"),
    "number of a month": LONG.format(title="月份", cell="6"),
    "quarter": LONG.format(title="季度", cell="一季度"),
    "part of the place": LONG.format(title="范围", cell="市辖区"),
    "forecast in the remarks": LONG.format(title="备注", cell="预计数"),
    "months in the title": TITLED.format(title="2019年1-6月各市GDP"),
    "quarter above the rows": "指标：GDP(亿元)\n地区,2019年\n一季度\n上海,7.5\n",
    "changes in per cent": "各市GDP比上年增长\n指标：GDP(%)\n地区,2019年\n上海,7.5\n",
}
for _title in (
    "各市GDP比上年增长", "GDP增速", "GDP同比", "GDP指数（上年=100）", "地区生产总值指数 (2019年)", "GDP与上年同比",
    "GDP发展速度", "GDP growth", "GDP year-on-year", "GDP (preceding year=100)", "GDP indices",
    "Rate of increase of GDP", "工业和建筑业总产值增速",
):  # fmt: skip
    APART[f"a level below {_title}"] = TITLED.format(title=_title)
APART["kind of figure below the title"] = "地区,指标,单位,年份,数值\n,,,,增速\n上海,GDP,亿元,2019,7.5\n"
NOT_APART = {
    "the whole year": LONG.format(title="月份", cell="1-12月"),
    "levels": LONG.format(title="类型", cell="总量"),
    "months to December": TITLED.format(title="2019年1-12月各市GDP"),
    "last day": TITLED.format(title="截至2019年12月31日"),
    "levels and changes": TITLED.format(title="各市GDP及增长速度"),
    "levels and their changes": TITLED.format(title="各市GDP绝对数和比上年增长"),
    "levels and indices": TITLED.format(title="GDP and indices"),
    "the book's own index": TITLED.format(title="流动经济指数基础数据"),
    "a note": TITLED.format(title="注：2020年3月发布"),
}


@pytest.mark.parametrize("table", APART.values(), ids=APART)
def test_what_is_said_beside_or_above_a_figure_holds_it_back(table: str) -> None:
    """A figure of a quarter, a part of the city or a rate of change is never taken for that of the year in silence."""
    (reading,) = [reading for reading in readings(table) if reading.indicator]
    assert reading.value is not None
    assert {doubt.key for doubt in reading.doubts} & {"doubt.beside", "doubt.below_line", "doubt.two_names"}
    for doubt in reading.doubts:
        assert re.search("[\u4e00-\u9fff]", doubt.of("zh"))
        assert str(doubt) == doubt.of("en") != doubt.of("zh")


@pytest.mark.parametrize(("sheet", "waits"), [("GDP增速", True), ("YoY", True), ("GDP", False), ("指数数据", False)])
def test_a_sheet_named_for_changes_holds_them(sheet: str, waits: bool) -> None:
    """A growth rate is no level, whatever measure stands beside it."""
    rows = grid("指标：GDP(亿元)\n地区,2019年\n上海,7.5\n").rows
    (reading,) = read_grid(Grid("book.xlsx", sheet, rows), NAMES)
    assert bool(reading.doubts) is waits


@pytest.mark.parametrize("table", NOT_APART.values(), ids=NOT_APART)
def test_what_says_nothing_against_a_figure_lets_it_pass(table: str) -> None:
    """Whole years and levels go on without a question."""
    (reading,) = readings(table)
    assert (reading.value, reading.doubts) == (7.5, ())


@pytest.mark.parametrize("line", ["上海统计年鉴2020年", "统计年鉴（2020年）", "2020年3月发布", "2020年公布"])
def test_the_year_of_a_yearbook_is_not_that_of_its_figures(line: str) -> None:
    """A yearbook of 2020 holds figures of 2019: its own year is never taken."""
    (reading,) = readings(f"{line}\n指标：GDP(亿元)\n地区,数值\n上海,7.5\n")
    assert reading.year is None


BASES = [
    "各市GDP（按2015年价格计算）", "2015年不变价", "（2015年=100）", "单位：亿元，2015年不变价", "自2018年起口径调整",
    "根据2018年经济普查修订", "2018年以来", "2018年\n2019年各市GDP", "GDP at 2015 prices", "(2015 = 100)",
]  # fmt: skip


@pytest.mark.parametrize("line", BASES)
def test_the_year_of_prices_or_of_a_base_is_not_that_of_the_figures(line: str) -> None:
    """Nor is one of two years in the lines above; a person's own fills the gap."""
    text = f"{line}\n指标：GDP(亿元)\n地区,数值\n上海,7.5\n"
    (reading,) = [reading for reading in readings(text) if reading.indicator]
    assert reading.year is None
    (given,) = [reading for reading in readings(text, year=2019) if reading.indicator]
    assert given.year == 2019


OTHER_VALUES = [
    "按2015年不变价计算",
    "（2015年不变价）",
    "单位：亿元，2015年不变价",
    "2020年计划",
    "GDP targets",
    "2019年初",
    "Forecast",
]


@pytest.mark.parametrize("line", OTHER_VALUES)
def test_other_prices_and_plans_wait(line: str) -> None:
    """Figures at constant prices, planned or expected ones are not what was observed in the year."""
    above = readings(f"{line}\n指标：GDP(亿元)\n地区,2019年\n上海,7.5\n")
    within = readings(f"指标：GDP(亿元)\n地区,2019年\n{line}\n上海,7.5\n")
    assert [(r.value, bool(r.doubts)) for r in (*above, *within)] == [(7.5, True)] * 2


def test_cities_with_a_plan_of_their_own_are_cities() -> None:
    """计划单列市 are a kind of city, 2010年第六次人口普查 tells the year of its figures."""
    assert readings("计划单列市主要指标\n指标：GDP(亿元)\n地区,2019年\n上海,7.5\n")[0].doubts == ()
    assert readings("2010年人口普查\n指标：人口规模(万人)\n地区,数值\n上海,7.5\n")[0].year == 2010


@pytest.mark.parametrize(
    ("note", "waits"),
    [
        ("注：本表按2015年不变价格计算。", True),
        ("注：绝对数按当年价格计算，增长速度按不变价格计算。", False),
        ("注：常住人口。", False),
    ],
)
def test_a_note_on_constant_prices_holds_levels_back(note: str, waits: bool) -> None:
    """Below a table as well; that growth rates are at constant prices is usual and no reason."""
    (found,) = readings(f"指标：GDP(亿元)\n地区,2019年\n上海,7.5\n{note}\n")
    assert (found.value, bool(found.doubts)) == (7.5, waits)


ONE_PLACE = "{above}\n指标,2019年\nGDP(亿元),7.5\n"
OF_PLACES = "{above}\n地区,2019年\n上海,7.5\n"
ABOUT_OTHERS = {
    "a district within the rows": ("地区：上海\n指标,2019年\n浦东新区\nGDP(亿元),7.5\n", {}),
    "a city that the book lacks, above": (ONE_PLACE.format(above="宁波市主要指标"), {"place": "上海"}),
    "a district of the city, above": (ONE_PLACE.format(above="上海市浦东新区主要指标"), {"place": "SH"}),
    "another city of the book, above": (ONE_PLACE.format(above="杭州主要指标"), {"place": "上海"}),
    "another city above the second table": (
        "地区：上海\n指标,2018年\nGDP(亿元),6.5\n\n宁波市主要指标\n指标,2019年\nGDP(亿元),7.5\n", {},
    ),
    "another item within the rows": ("指标：GDP(亿元)\n地区,2019年\n社会消费品零售总额(亿元)\n上海,7.5\n", {}),
    "another item after a blank line": ("指标：GDP(亿元)\n地区,2019年\n杭州,1\n\n粮食产量\n上海,7.5\n", {}),
    "a part of the item, above": (OF_PLACES.format(above="第三产业增加值"), {"indicator": "GDP", "measure": "亿元"}),
    "per head, above": (OF_PLACES.format(above="表2 人均GDP"), {"indicator": "OE07", "measure": "亿元"}),
}  # fmt: skip
ABOUT_THESE = {
    "the city itself": (ONE_PLACE.format(above="上海市主要指标"), {"place": "上海"}),
    "its province": (ONE_PLACE.format(above="浙江省杭州市主要指标"), {"place": "杭州"}),
    "the whole city": (ONE_PLACE.format(above="全市主要指标"), {"place": "上海"}),
    "several cities": ("指标：GDP(亿元)\n地区,2019年\n东部地区\n上海,7.5\n", {}),
    "a province above its cities": ("指标：GDP(亿元)\n地区,2019年\n浙江省\n杭州市,7.5\n", {}),
    "continued": ("指标：GDP(亿元)\n地区,2019年\n杭州,1\n续表\n上海,7.5\n", {}),
    "per head by its own name": (
        OF_PLACES.format(above="人均拥有道路面积"), {"indicator": "人均拥有道路面积", "measure": "平方米/人"},
    ),
    "chapters of one place": ("地区：上海\n指标,2019年\n一、综合\nGDP(亿元),7.5\n", {}),
}  # fmt: skip


@pytest.mark.parametrize("case", ABOUT_OTHERS)
def test_a_line_about_another_place_or_item_holds_figures_back(case: str) -> None:
    """Where place or indicator stand beside no figure, each line above or between them may change them."""
    text, given = ABOUT_OTHERS[case]
    (found,) = [reading for reading in readings(text, **given) if reading.value == 7.5]
    assert "doubt.below_line" in {doubt.key for doubt in found.doubts}


@pytest.mark.parametrize("case", ABOUT_THESE)
def test_a_line_about_the_same_place_or_a_group_lets_figures_pass(case: str) -> None:
    """Groups of places, the place itself and its province say nothing against them."""
    text, given = ABOUT_THESE[case]
    (found,) = [reading for reading in readings(text, **given) if reading.value == 7.5]
    assert found.doubts == ()


BESIDE = "城市,{title},年份,GDP(亿元)\n杭州,{one},2019,7.5\n杭州,{other},2019,3\n"
LESS = {
    "districts": ("区县", "西湖区", "余杭区"), "industries": ("行业", "制造业", "采矿业"),
    "sexes": ("性别", "男", "女"), "no title": ("", "甲", "乙"), "sizes": ("企业", "大中型", "小微型"),
    "a group once": ("分组", "城镇", "城镇"), "English": ("Type", "state-owned", "private"),
}  # fmt: skip


@pytest.mark.parametrize("case", LESS)
def test_a_text_beside_figures_that_tells_rows_apart_holds_them_back(case: str) -> None:
    """Two rows of one city and year: the column that differs says that each is of a part."""
    title, one, other = LESS[case]
    found = readings(BESIDE.format(title=title, one=one, other=other))
    assert [(r.value, "doubt.beside" in {doubt.key for doubt in r.doubts}) for r in found] == [
        (7.5, True), (3, True),
    ]  # fmt: skip


WHOLES = ["合计", "总计", "全市", "Total", "浙江省", "Hangzhou"]


@pytest.mark.parametrize("text", WHOLES)
def test_totals_and_other_names_beside_figures_let_them_pass(text: str) -> None:
    """A total, the province and the English name are about the whole; so is a remark."""
    found = readings(BESIDE.format(title="区县", one=text, other="西湖区"))
    assert [(r.value, bool(r.doubts)) for r in found] == [(7.5, False), (3, True)]
    found = readings("城市,备注,年份,GDP(亿元)\n杭州,初步核实,2019,7.5\n杭州,快报,2020,3\n")
    assert [bool(r.doubts) for r in found] == [False, False]


def test_a_figure_too_many_holds_its_row_back() -> None:
    """A row that is longer than the header may be shifted by a column; two columns may stand below one year."""
    found = readings("指标：GDP(亿元)\n城市,2018,2019\n上海,7.5,8.5\n杭州,,3,4\n北京市,朝阳区,1,2\n")
    assert [(r.place, r.value, bool(r.doubts)) for r in found if r.year and r.value] == [
        ("上海", 7.5, False), ("上海", 8.5, False), ("杭州", 3, True), ("北京市", 1, True),
    ]  # fmt: skip
    merged = readings("指标：GDP(亿元)\n城市,2018,,2019,\n上海,7.5,7.1,8.5,8.1\n")
    assert [(r.value, bool(r.doubts)) for r in merged if r.year] == [(7.5, True), (8.5, True)]


GOES_ON = {
    "rows go on": "指标：GDP(亿元)\n地区,2019年\n市辖区\n上海,6.5\n续表\n杭州,3\n",
    "with a number": "指标：GDP(亿元)\n地区,2019年\n市辖区\n上海,6.5\n续表1\n杭州,3\n",
    "the header comes again": "指标：GDP(亿元)\n地区,2019年\n市辖区\n上海,6.5\n（续表）\n地区,2019年\n杭州,3\n",
    "a measure between": "指标：GDP\n地区,2019年\n市辖区\n上海,6.5\n单位：亿元\n杭州,3\n",
    "a page in English": "指标：GDP(亿元)\n地区,2019年\n市辖区\n上海,6.5\nTable 1 (continued)\n杭州,3\n",
    "a line in two cells": "指标：GDP(亿元)\n地区,2019年\n市辖区,Districts under City\n杭州,3\n",
}


@pytest.mark.parametrize("case", GOES_ON)
def test_what_narrows_rows_holds_on_the_next_page(case: str) -> None:
    """续表 and a line with a measure do not end 市辖区."""
    (last,) = [reading for reading in readings(GOES_ON[case]) if reading.value == 3]
    assert "doubt.part_of_place" in {doubt.key for doubt in last.doubts}


def test_a_continued_table_keeps_indicator_and_measure() -> None:
    """续表 with a header of its own is the same table; another title is another one."""
    text = "指标：GDP(亿元)\n地区,2019年\n上海,7.5\n{line}\n地区,2020年\n上海,8.5\n"
    assert short(readings(text.format(line="续表"))) == [GDP_2019, GDP_2020]
    assert short(readings(text.format(line="表2 人口")))[1] == ("上海", "", 2020, "", 8.5)


@pytest.mark.parametrize("row", ["各市GDP比上年增长,2019年度", "GDP增速,,2020-03-01", "GDP growth,preliminary"])
def test_a_title_in_several_cells_is_a_title(row: str) -> None:
    """A row of texts above the header, such as a title with a date at its right."""
    (found,) = [r for r in readings(f"{row}\n指标：GDP(亿元)\n地区,2019年\n上海,7.5\n") if r.value]
    assert "doubt.below_line" in {doubt.key for doubt in found.doubts}


def test_years_above_the_middle_of_their_columns_wait() -> None:
    """Typed above the middle instead of merged: the first column of 2020 would be one of 2019."""
    text = "地区,{},2019年,{},,2020年,\n,GDP(亿元),增速,位次,GDP(亿元),增速,位次\n上海,7.5,6,1,8.5,2,1\n"
    centred = [r for r in readings(text.format("", "")) if r.indicator == "GDP"]
    assert [(r.value, r.year, bool(r.doubts)) for r in centred] == [(7.5, None, False), (8.5, 2019, True)]
    first = "地区,2019年,,,2020年,,\n,GDP(亿元),增速,位次,GDP(亿元),增速,位次\n上海,7.5,6,1,8.5,2,1\n"
    assert [(r.year, r.doubts) for r in readings(first) if r.indicator == "GDP"] == [(2019, ()), (2020, ())]


@pytest.mark.parametrize(
    "label",
    ["2020*", "2020年*", "2020年①", "2020①", "2020年1)", "2020(p)", "2020年(初步数)", "2020年（修订）", "2020 [r]"],
)
def test_a_year_with_a_mark_is_that_year_and_waits(label: str) -> None:
    """A footnote or a vintage: beside plain years, with one for itself, and downwards; it spoils no other year."""
    for text in (
        f"指标：GDP(亿元)\n地区,2018,2019,{label}\n上海,6.5,7.5,8.5\n",
        f"指标：GDP(亿元)\n,2018,2019,{label}\n上海,6.5,7.5,8.5\n",
        f"指标：GDP(亿元)\n时间,上海\n2018,6.5\n2019,7.5\n{label},8.5\n",
    ):
        assert [(r.year, r.value, bool(r.doubts)) for r in readings(text)] == [
            (2018, 6.5, False), (2019, 7.5, False), (2020, 8.5, True),
        ]  # fmt: skip


def test_figures_without_a_label_below_a_row_hold_it_back() -> None:
    """A place merged over two rows of figures: which of them is meant nothing tells."""
    found = readings("指标：GDP(亿元)\n地区,2019\n杭州,3\n上海,7.5\n,8\n北京,9\n")
    assert [(r.place, r.value, bool(r.doubts)) for r in found] == [
        ("杭州", 3, False), ("上海", 7.5, True), ("", 8, False), ("北京", 9, False),
    ]  # fmt: skip
