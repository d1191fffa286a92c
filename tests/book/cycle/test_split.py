"""``split``: each colleague gets only what is theirs, and all that was handed out can be read back."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from support.command import Ran
from support.frameworks import SECOND
from support.hands import LIST, Shared, share, typed

from flowxl.api import BuildOptions, build
from flowxl.cli.exits import REFUSED
from flowxl.core.framework import Framework
from flowxl.cycle import split as split_module
from flowxl.cycle.merge_places import Entry
from flowxl.cycle.split import split_book
from flowxl.cycle.split_parts import parts_by
from flowxl.frameworks.load import load_framework
from flowxl.reading.read_book import OpenBook, read_book
from flowxl.reading.read_handout import read_handout
from flowxl.voice.faults import FlowXLError, WriteError
from flowxl.workbook.handout import mark


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """Build a book and split it by pillar."""
    return share(tmp_path_factory.mktemp("split"))


@pytest.fixture(scope="module")
def whole() -> Framework:
    """Give the framework that is shipped."""
    return load_framework("flow_economy")


def test_by_pillar_every_row_is_in_one_part(shared: Shared) -> None:
    """The parts together have the rows of the book, with its figures, sources, notes and remarks."""
    data = read_book(shared.book)
    seen: list[str] = []
    for path in shared.parts:
        part = read_book(path)
        assert len(part.framework.pillars) == 1
        assert part.observations.years == data.observations.years
        expected = data.observations.fitted(part.framework, part.observations.years)
        np.testing.assert_array_equal(part.observations.values, expected.values)
        assert mark(part.observations) == mark(expected)
        seen += list(part.framework.series_position)
    assert sorted(seen) == sorted(data.framework.series_position)


def test_what_was_handed_out_can_be_read(shared: Shared) -> None:
    """Which part of which split, which others there are, and every figure."""
    found = []
    for path in shared.parts:
        with OpenBook.open(path) as part:
            found.append(read_handout(part))
    assert len({part.handout.split for part in found}) == 1
    assert {part.handout.number for part in found} == set(range(len(shared.parts)))
    assert all(part.handout.names == found[0].handout.names for part in found)
    for path, part in zip(shared.parts, found, strict=True):
        assert mark(part.given) == mark(read_book(path).observations)


def test_scores_of_a_pillar_are_those_of_the_whole(shared: Shared) -> None:
    """So that a colleague sees what the book will show."""
    result = read_book(shared.book).compute()
    for path in shared.parts:
        part = read_book(path).compute()
        row = result.framework.pillar_codes.index(part.framework.pillar_codes[0])
        expected = result.framework.indicator_codes
        for number, code in enumerate(part.framework.indicator_codes):
            np.testing.assert_allclose(part.scores[number], result.scores[expected.index(code)], atol=1e-12)
        if len(part.framework.indicators) == int(result.framework.pillar_sizes[row]):
            np.testing.assert_allclose(part.pillar_scores[0], result.pillar_scores[row], atol=1e-12)


def test_only_what_is_to_be_filled_is_open(shared: Shared) -> None:
    """Every sheet is protected; figures, sources, notes and remarks are open, weights and settings are not."""
    part = openpyxl.load_workbook(shared.parts[0])
    assert all(sheet.protection.sheet for sheet in part)
    open_sheets = {
        sheet.title for sheet in part if any(not c.protection.locked for row in sheet.iter_rows() for c in row)
    }
    data = read_book(shared.parts[0])
    assert {data.framework.pillars[0].short.zh, "数据备注"} <= open_sheets <= {
        data.framework.pillars[0].short.zh, "数据备注", "导入记录"
    }  # fmt: skip
    assert any(sheet.data_validations.dataValidation for sheet in part)
    assert all(sheet.sheet_state == "visible" for sheet in part)


def test_a_series_that_is_entered_elsewhere_is_named(whole: Framework) -> None:
    """Such an indicator is in no part but that of its base; the parts have every series once."""
    parts = parts_by(whole, "pillar", "zh")
    shown = {i.code for i in whole.indicators if i.same_as and whole.indicator[i.same_as].pillar != i.pillar}
    assert {code for codes in parts.elsewhere.values() for code in codes} == shown
    assert shown
    assert (parts.nobody, parts.shared) == ((), {})


def test_by_city_region_rows_are_in_every_part_of_the_region(whole: Framework) -> None:
    """Two cities of one region are fed by the same series: both parts have it, and the split says so."""
    parts = parts_by(whole, "city", "en")
    assert [part.framework.city_codes for part in parts.parts] == [(code,) for code in whole.city_codes]
    assert parts.nobody == ()
    regions = [city.region for city in whole.cities]
    ranked = {i.code for i in whole.indicators if i.region_rank is not None}
    assert len(set(regions)) < len(regions)
    assert parts.shared
    assert {key.partition(".")[0] for key in parts.shared} <= ranked


def test_a_list_takes_codes_and_names(whole: Framework, tmp_path: Path) -> None:
    """In both languages, with the separators that people use; rows in nobody's hands are named."""
    path = tmp_path / "list.csv"
    path.write_text("姓名,二级指标,城市\n张三,TR；总体经济度量,\n李四,CA,SH、北京市\n", encoding="utf-8-sig")
    parts = parts_by(whole, path, "zh")
    first, second = parts.parts
    assert (first.name, first.framework.pillar_codes) == ("张三", ("OE", "TR"))
    assert first.framework.city_codes == whole.city_codes
    assert (second.framework.pillar_codes, second.framework.city_codes) == (("CA",), ("SH", "BJ"))
    assert set(parts.nobody) | set(first.keys) | set(second.keys) == set(whole.series_position)
    assert "CA02.HZ" in parts.nobody


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t"])
def test_a_list_in_the_encodings_of_spreadsheet_programs(
    whole: Framework, tmp_path: Path, encoding: str, mark: str
) -> None:
    """Excel writes CSV in GB18030 on a Chinese computer, and its Unicode text in UTF-16 with tabs."""
    path = tmp_path / "list.csv"
    text = "姓名,二级指标,城市\n张三,TR；总体经济度量,\n李四,CA,SH、北京市\n"
    path.write_bytes(text.replace(",", mark).encode(encoding))
    parts = parts_by(whole, path, "zh").parts
    assert [(part.name, part.framework.pillar_codes) for part in parts] == [("张三", ("OE", "TR")), ("李四", ("CA",))]
    assert parts[1].framework.city_codes == ("SH", "BJ")


def test_a_list_with_commas_between_names_and_semicolons_within(whole: Framework, tmp_path: Path) -> None:
    """Semicolons never stand between the cells of a list."""
    path = tmp_path / "list.csv"
    path.write_text("name,pillars,cities\nA,TR;OE,SH;BJ\nB,CA;RS,SH;BJ\n", encoding="utf-8")
    assert [part.framework.city_codes for part in parts_by(whole, path, "zh").parts] == [("SH", "BJ")] * 2


FAULTY = {
    "an unknown pillar": ("name,pillars\nA,XX\n", "'XX'"),
    "a name twice": ("name,pillars\nA,TR\nA,OE\n", "A twice"),
    "no name": ("name,pillars\n,TR\n", "no name"),
    "nothing to fill": ("name,pillars\nA,\n", "nothing to fill"),
    "an unknown column": ("name,pillar codes\nA,TR\n", "pillar codes"),
    "no rows": ("name,pillars\n", "no rows"),
}


@pytest.mark.parametrize("what", FAULTY)
def test_a_list_that_cannot_be_used_is_refused(whole: Framework, tmp_path: Path, what: str) -> None:
    """With file and line."""
    text, found = FAULTY[what]
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FlowXLError) as caught:
        parts_by(whole, path, "zh")
    assert any(found in fault.found for fault in caught.value.faults)
    assert all("list.csv" in fault.where for fault in caught.value.faults)


def test_names_that_no_file_can_have(whole: Framework, tmp_path: Path) -> None:
    """Slashes, device names, two names that differ in case only."""
    path = tmp_path / "list.csv"
    path.write_text("name,pillars\na/b:c,TR\nCON,OE\nAda,CA\nada,RS\n..,IN\n", encoding="utf-8")
    names = [part.name for part in parts_by(whole, path, "zh").parts]
    assert len({name.lower() for name in names}) == 5
    assert not any(set(name) & set('<>:"/\\|?*') for name in names)
    assert "CON" not in names


FEW = ("AMBE", "ASTE", "BIRC", "CEDA")


@pytest.mark.parametrize("by", ["pillar", "city"])
def test_other_frameworks_and_english(tmp_path: Path, by: str) -> None:
    """The second framework of the tests, with regions and increments of its own."""
    build(tmp_path / "second.xlsx", BuildOptions(framework=SECOND, language="en", demo=True, cities=FEW))
    split = split_book(tmp_path / "second.xlsx", by, tmp_path / "parts")
    keys = {key for path in split.files for key in read_book(path).framework.series_position}
    assert keys == set(split.data.framework.series_position)
    part = openpyxl.load_workbook(split.files[0])
    assert "Handout" in part.sheetnames
    assert "SYNTHETIC" in str(part["Result"].cell(4, 1).value)


def test_nothing_is_overwritten_and_a_failed_split_leaves_nothing(
    shared: Shared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a part that is there, nor half a split."""
    with pytest.raises(WriteError, match="there already"):
        split_book(shared.book, "pillar", shared.parts[0].parent)
    real, calls = split_module.write_book, []

    def fail(book: object, path: Path) -> None:
        calls.append(path)
        if len(calls) == 3:
            raise OSError(28, "full")
        real(book, path)  # type: ignore[arg-type]

    monkeypatch.setattr(split_module, "write_book", fail)
    with pytest.raises(WriteError, match="the disk is full"):
        split_book(shared.book, "pillar", tmp_path / "parts")
    assert list(tmp_path.iterdir()) == []


def test_a_part_cannot_be_split_again(shared: Shared, tmp_path: Path) -> None:
    """It would come back to the wrong book."""
    with pytest.raises(FlowXLError, match="cannot be split"):
        split_book(shared.parts[0], "city", tmp_path / "parts")


def test_command(shared: Shared, tmp_path: Path, flowxl: Callable[..., Ran]) -> None:
    """The table in Chinese and English, JSON, a list, exit codes."""
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    ran = flowxl("split", shared.book, "--by", path, "-o", tmp_path / "a", "--lang", "zh")
    assert ran.code == 1
    assert "不在任何分表中" in ran.out
    assert "张三" in ran.out
    ran = flowxl("split", shared.book, "--by", "pillar", "-o", tmp_path / "b", "--json")
    document = json.loads(ran.out)
    assert ran.code == 0
    assert sum(part["rows"] for part in document["parts"]) == len(read_book(shared.book).framework.series)
    assert all(Path(part["file"]).exists() for part in document["parts"])
    assert flowxl("split", shared.book, "--by", "pillar", "-o", tmp_path / "b").code == 2
    assert flowxl("split", shared.book, "--by", "province").code == 2


def test_cells_that_are_no_numbers_are_told(shared: Shared, tmp_path: Path, flowxl: Callable[..., Ran]) -> None:
    """They are blank in the parts."""
    own = shared.copied(tmp_path / "own")
    typed(own.book, {Entry("OE07.SH", "value", 2015): "12.3 亿"})
    ran = flowxl("split", own.book, "--by", "pillar", "-o", tmp_path / "parts")
    assert ran.code == 1
    assert "12.3 亿" in ran.err


def test_a_part_is_not_rolled(shared: Shared, tmp_path: Path, flowxl: Callable[..., Ran]) -> None:
    """Its figures belong into the whole book first."""
    ran = flowxl("roll", shared.parts[0], "--to", 2021, "-o", tmp_path / "new.xlsx", "--lang", "en")
    assert ran.code == REFUSED
    assert "Merge it first" in ran.err
    assert not (tmp_path / "new.xlsx").exists()
