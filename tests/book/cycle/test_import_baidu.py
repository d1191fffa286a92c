"""``flowxl import --baidu``: decisions shown, yearly means previewed and applied, what is unclear told."""

import json
import shutil
from pathlib import Path

import pytest
from support.baidu_exports import MEAN_2019, days, transposed, wide, write_csv
from support.books import built
from support.command import ROOT

from flowxl.cli import parser
from flowxl.cli.exits import ATTENTION, OK, REFUSED, USAGE
from flowxl.cli.import_ import _baidu_settings
from flowxl.cycle.importing_files import read_rows
from flowxl.reading.read_book import read_book
from flowxl.yearbook.baidu_settings import CHOICES, BaiduSettings

YEAR = days()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a book of Shanghai and Hangzhou and an export of Hangzhou, which has no such figures."""
    shutil.copy(built("two cities").path, tmp_path / "book.xlsx")
    write_csv(tmp_path / "export.csv", wide(YEAR, ["杭州"]))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_decisions_and_means_are_shown(folder, flowxl):
    """Every decision with its value, each mean with its cells; nothing is written."""
    content = (folder / "book.xlsx").read_bytes()
    ran = flowxl("import", "export.csv", "--into", "book.xlsx", "--baidu")
    assert ran.code == OK
    assert all(text in ran.out for text in ("取整体指数", "IN08.HZ", "54900 / 365", "C2:C366", "尚未写入", "新增 2"))
    assert all(f"{name} = " in ran.out for name in CHOICES)
    assert (folder / "book.xlsx").read_bytes() == content
    document = json.loads(flowxl("import", "export.csv", "--into", "book.xlsx", "--baidu", "--json").out)
    assert [line["value"] for line in document["lines"]] == [pytest.approx(MEAN_2019), 30]
    assert {one["name"]: one["value"] for one in document["decisions"]}["zero"] == "zero"
    assert document["faults"] == []
    assert "人工智能，杭州：365 / 365 天的日均值，其中 0 天没有搜索" in [one["note"] for one in document["notes"]]
    english = json.loads(flowxl("import", "export.csv", "--into", "book.xlsx", "--baidu", "--json", "--lang", "en").out)
    note = "人工智能, 杭州: mean of 365 of 365 days, 0 without a search"
    assert note in [one["note"] for one in english["notes"]]


def test_means_are_applied_with_their_source(folder, flowxl):
    """The cell gets the mean, the row says from which cells, the log has a row."""
    assert flowxl("import", "export.csv", "--into", "book.xlsx", "--baidu", "--apply").code == OK
    data = read_book(folder / "book.xlsx")
    row = data.framework.series_position["IN08.HZ"]
    assert data.observations.values[row, data.observations.years.index(2019)] == pytest.approx(MEAN_2019, rel=1e-14)
    assert "export.csv C2:C366" in data.observations.sources["IN08.HZ"]
    again = flowxl("import", "export.csv", "--into", "book.xlsx", "--baidu", "--json")
    assert json.loads(again.out)["counts"] == {"new": 0, "same": 2, "conflict": 0, "review": 0}


def test_preview_comes_back(folder, flowxl):
    """The preview is a workbook to decide in, with decisions on its sheet of notes."""
    assert flowxl("import", "export.csv", "--into", "book.xlsx", "--baidu", "--preview", "p.xlsx").code == OK
    notes = [row[2] for _, rows in read_rows(folder / "p.xlsx") for row in rows if len(row) > 2]
    assert "zero = zero: 个别日为 0 或空：低于收录阈值，按 0 计入" in notes
    assert "人工智能，杭州：365 / 365 天的日均值，其中 0 天没有搜索" in notes
    ran = flowxl("import", "--into", "book.xlsx", "--from", "p.xlsx")
    assert "已写入 2 个数值" in ran.out


def test_what_is_unclear_asks_for_attention(folder, flowxl):
    """A province and a year of 364 days: told with file and cell, exit code 1, nothing taken."""
    write_csv(folder / "province.csv", wide(YEAR, ["浙江"]))
    write_csv(folder / "short.csv", wide(YEAR[1:], ["杭州"]))
    ran = flowxl("import", "province.csv", "short.csv", "--into", "book.xlsx", "--baidu", "--apply")
    assert ran.code == ATTENTION
    assert all(text in ran.out for text in ("province.csv", "省不等于市", "364 / 365 天有数据", "待定 2"))
    assert "没有要写入的数值" in ran.out
    assert flowxl("import", "export.csv", "province.csv", "--into", "book.xlsx", "--baidu").code == ATTENTION
    chosen = flowxl("import", "province.csv", "--into", "book.xlsx", "--baidu", "--area", "浙江=杭州")
    assert chosen.code == OK
    assert "浙江=杭州" in chosen.out


def test_city_and_keyword_that_a_table_does_not_name(folder, flowxl):
    """--place and --indicator give them, and so does a file of other names."""
    write_csv(folder / "merge.csv", transposed(YEAR))
    write_csv(folder / "values.csv", [["日期", "指数"], *([day, 30] for day in YEAR)])
    (folder / "names.csv").write_text("kind,code,name\nplace,HZ,临安府\n", encoding="utf-8")
    write_csv(folder / "old.csv", wide(YEAR, ["临安府"]))
    into = ("--into", "book.xlsx", "--baidu", "--json")
    assert flowxl("import", "merge.csv", *into).code == ATTENTION
    named = json.loads(flowxl("import", "merge.csv", *into, "--place", "HZ").out)
    assert [line["key"] for line in named["lines"]] == ["IN08.HZ", "LT26.HZ"]
    named = json.loads(flowxl("import", "values.csv", *into, "--place", "杭州", "--indicator", "LT26").out)
    assert [(line["key"], line["value"]) for line in named["lines"]] == [("LT26.HZ", 30)]
    named = json.loads(flowxl("import", "old.csv", *into, "--synonyms", "names.csv").out)
    assert [line["key"] for line in named["lines"]] == ["IN08.HZ", "LT26.HZ"]
    assert flowxl("import", "values.csv", *into, "--place", "HZ", "--indicator", "SP01").code == REFUSED


def test_every_decision_has_an_option():
    """Each option reaches its setting; without one the default stands."""
    parse = parser.make_parser().parse_args
    begin = ["import", "a.csv", "--into", "book.xlsx", "--baidu"]
    assert _baidu_settings(parse(begin)) == BaiduSettings()
    for name, choices in CHOICES.items():
        for choice in choices:
            settings = _baidu_settings(parse([*begin, f"--{name}", choice]))
            assert settings == BaiduSettings(**{name: choice})
    given = _baidu_settings(parse([*begin, "--longest-gap", "9", "--area", "甲=乙", "--keyword", "丙 = 丁"]))
    assert given == BaiduSettings(longest_gap=9, areas=(("甲", "乙"),), synonyms=(("丙", "丁"),))


@pytest.mark.parametrize(
    "options",
    [
        ("--zero", "missing"),
        ("--baidu", "--year", "2019"),
        ("--baidu", "--measure", "人"),
        ("--baidu", "--area", "浙江"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_options_that_do_not_go_together(flowxl, options):
    """One sentence, exit code 2."""
    assert flowxl("import", "export.csv", "--into", "book.xlsx", *options).code == USAGE


@pytest.mark.parametrize("name", ["baidu.md", "baidu.zh-CN.md"])
def test_guide_names_every_decision_with_its_default(name):
    """The guides, English and Chinese, list each option, its default and its other choices."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    for option, choices in CHOICES.items():
        default = getattr(BaiduSettings(), option)
        row = next(line for line in text.splitlines() if line.startswith(f"| `--{option}` | `{default}` |"))
        assert all(f"`{choice}`" in row for choice in choices)
    assert f"| `--longest-gap` | `{BaiduSettings().longest_gap}` |" in text
