"""A sheet, a setting, a check and a column of the input sheets, each declared here alone: every command knows them."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support.command import Ran

from flowxl.api import BuildOptions, build
from flowxl.cli.exits import OK
from flowxl.cycle.merge_places import Entry, read_places
from flowxl.cycle.split import split_book
from flowxl.frameworks.load import DEFAULT, framework_folder
from flowxl.ooxml.addresses import a1
from flowxl.reading.patching import patch_book
from flowxl.reading.read_book import OpenBook, read_book
from flowxl.voice.text import Language, Text
from flowxl.workbook.book import Book, Column, Columns
from flowxl.workbook.declare import Accepts, Highlight, SheetSpec
from flowxl.workbook.grid import Grid, Placed, Traits
from flowxl.workbook.layout import Sheet
from flowxl.workbook.plan import Plan
from flowxl.workbook.sheets import checks_declared, inputs_declared, registry, settings_declared
from flowxl.workbook.sheets.check_spec import CheckSpec, Outcome
from flowxl.workbook.sheets.inputs_declared import InputColumn
from flowxl.workbook.sheets.settings_declared import SettingSpec

TABLE, BAND, CONTACT = "flow_goals", "goal_band", "contact"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
KEY = "OE07.SH"


def _grids(plan: Plan, _: str) -> Placed:
    fields = plan.fields(code=8, name=20, goal=12, missed=12)
    traits = Traits(caption=Text("各城市", "By city"), entered=("goal",), carried="whole")
    return [(Grid(TABLE, plan.framework.city_codes, tuple(fields), traits=traits), 0)]


def _columns(book: Book) -> dict[str, Columns]:
    area, native = (book.layout.area(name, "goals") for name in (TABLE, "flow_native"))
    keys, index = book.layout.city_keys("score"), native.grid.item_position["index"]
    held = book.filled.get(TABLE, {})
    goals = [held.get(code, {}).get("goal") for code in book.framework.city_codes]
    missed = [
        goal - value if isinstance(goal, float) else "" for goal, value in zip(goals, book.result.index, strict=True)
    ]

    def formula(n: int) -> str:
        goal = area.cell(n, "goal")
        return f'=IF(ISNUMBER({goal}),{goal}-{native.cell(index, keys[n], "if")},"")'

    return {
        TABLE: {
            "code": Column(list(area.grid.items), "label"),
            "name": Column([city.name.of(book.language) for city in book.framework.cities]),
            "goal": Column(goals, "input_number"),
            "missed": Column(missed, "score", formula),
        }
    }


def _accepts(book: Book, _: Sheet) -> Iterator[Accepts]:
    yield Accepts((book.layout.areas[TABLE].cells("goal"),), {"validate": "decimal", "criteria": ">", "value": -1000})


def _highlights(book: Book, sheet: Sheet) -> Iterator[Highlight]:
    area = book.layout.areas[TABLE]
    formula = f"N({area.cell(0, 'missed')})>{book.setting(BAND, sheet.key)}"
    yield Highlight(area.cells("missed"), formula, "attention")


GOALS = SheetSpec(
    "goals",
    Text("目标值", "Goals"),
    "input",
    help=Text("填写各城市的目标指数。", "Enter the index that each city aims at."),
    grids=_grids,
    columns=_columns,
    fields={"goal": Text("目标指数", "Index aimed at"), "missed": Text("尚差", "Missing to it")},
    filled={TABLE: ("code", "goal")},
    accepts=_accepts,
    highlights=_highlights,
)
SETTING = SettingSpec(
    BAND,
    Text("目标容差", "Band of goals"),
    Text("差距不超过此数不提示", "Differences within it are not pointed out"),
    "number",
    limits={"validate": "decimal", "criteria": ">=", "value": 0},
    refused=Text("不小于 0 的数。", "A number, 0 or more."),
    own=2.0,
)
CHECK = CheckSpec(
    "goals",
    Text("未达目标的城市", "Cities short of their goal"),
    Text("见“目标值”", "See Goals"),
    lambda on: (f'=COUNTIF({on.layout.area(TABLE, on.here).span("missed")},">"&{on.book.setting(BAND, on.here)})'),
    in_file=lambda file: Outcome(int(file.choices[BAND] > 2), [f"{BAND} {file.choices[BAND]:g}"]),
)
COLUMN = InputColumn(CONTACT, 14, title=Text("联系人", "Contact"))


@dataclass(frozen=True)
class Typed:
    """A book in which people filled in all four."""

    path: Path
    language: Language


@pytest.fixture(autouse=True)
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Declare the four."""
    monkeypatch.setattr(registry, "SHEETS", (*registry.SHEETS[:3], GOALS, *registry.SHEETS[3:]))
    monkeypatch.setattr(settings_declared, "SETTINGS", (*settings_declared.SETTINGS, SETTING))
    monkeypatch.setattr(checks_declared, "CHECKS", (*checks_declared.CHECKS, CHECK))
    monkeypatch.setattr(inputs_declared, "COLUMNS", (*inputs_declared.COLUMNS, COLUMN))


@pytest.fixture(params=LANGUAGES)
def typed(request: pytest.FixtureRequest, tmp_path: Path) -> Typed:
    """Give a small book in which people filled in all four."""
    fresh, path = tmp_path / "fresh.xlsx", tmp_path / "book.xlsx"
    options = BuildOptions(cities=("SH", "BJ", "HZ"), window=(2014, 2016), language=request.param)
    areas = build(fresh, options).layout.areas
    cells: dict[str, dict[str, float | str | None]] = {}
    for name, item, field, value in (
        (TABLE, "SH", "goal", 1.5),
        ("flow_settings", BAND, "setting", 3.0),
        ("flow_in_OE", KEY, CONTACT, "张三"),
    ):
        area = areas[name]
        at = area.position(area.grid.item_position[item], field)
        cells.setdefault(area.sheet, {})[a1(*at)] = value
    patch_book(fresh, path, cells)
    return Typed(path, request.param)


def _sheet(path: Path, text: Text, language: Language) -> Worksheet:
    return openpyxl.load_workbook(path)[text.of(language)]


def _texts(sheet: Worksheet) -> set[object]:
    return {cell.value for row in sheet.iter_rows() for cell in row}


def test_the_book_shows_all_four(typed: Typed) -> None:
    """The sheet with its help, rule and colour; its line on 说明; setting, check and column where they belong."""
    path, language = typed.path, typed.language
    own = _sheet(path, GOALS.title, language)
    assert {GOALS.title.of(language), GOALS.help.of(language), GOALS.fields["goal"].of(language)} <= _texts(own)
    assert [str(rule.sqref) for rule in own.data_validations.dataValidation] == ["C6:C8"]
    assert [str(cells.sqref) for cells in own.conditional_formatting] == ["D6:D8"]
    assert GOALS.help.of(language) in _texts(_sheet(path, Text("说明", "About"), language))
    settings = _sheet(path, Text("设置", "Settings"), language)
    assert {BAND, SETTING.label.of(language), SETTING.help.of(language)} <= _texts(settings)
    assert SETTING.help.of(language) in {rule.prompt for rule in settings.data_validations.dataValidation}
    assert {CHECK.asks.of(language), CHECK.advice.of(language)} <= _texts(
        _sheet(path, Text("校验", "Checks"), language)
    )
    for pillar in read_book(path).framework.pillars:
        assert COLUMN.title is not None
        assert COLUMN.title.of(language) in _texts(_sheet(path, pillar.short, language))


def _held(path: Path) -> tuple[object, object, object]:
    data = read_book(path)
    return data.filled, data.choices, data.observations.texts.get(CONTACT)


HELD = ({TABLE: {"SH": {"goal": 1.5}}}, {BAND: 3.0}, {KEY: "张三"})


def test_the_reader_gives_them_back(typed: Typed) -> None:
    """What was typed is read by table, code and key; nothing is at fault."""
    assert _held(typed.path) == HELD
    data = read_book(typed.path)
    assert (data.faults, data.notes, data.remark_faults) == ((), (), ())


def test_a_setting_beyond_its_limits_is_refused(typed: Typed, flowxl: Callable[..., Ran]) -> None:
    """As the core's own are: the book is not computed."""
    sheet = _sheet(typed.path, Text("设置", "Settings"), typed.language)
    at = next(cell for row in sheet.iter_rows() for cell in row if cell.value == BAND)
    bad = typed.path.with_name("bad.xlsx")
    patch_book(typed.path, bad, {sheet.title: {f"C{at.row}": -1.0}})
    ran = flowxl("check", bad, "--lang", typed.language)
    assert ran.code != OK
    assert f"{sheet.title}!C{at.row}" in ran.err


def test_check_lists_it(typed: Typed, flowxl: Callable[..., Ran]) -> None:
    """``flowxl check`` has its row, with what it found and where."""
    row = json.loads(flowxl("check", typed.path, "--json").out)["checks"][-1]
    assert (row["code"], row["found"], row["level"], row["where"]) == ("goals", 1, 1, [f"{BAND} 3"])
    assert (row["check"], row["advice"]) == (CHECK.asks.of(typed.language), CHECK.advice.of(typed.language))
    assert CHECK.asks.of(typed.language) in flowxl("check", typed.path).out


def test_a_roll_carries_them(typed: Typed, flowxl: Callable[..., Ran]) -> None:
    """Next year's book has them, and nothing is told as not carried."""
    new = typed.path.with_name("next.xlsx")
    ran = flowxl("roll", typed.path, "--to", "2017", "-o", new, "--json")
    assert ran.code == OK, ran
    assert _held(new) == HELD
    findings = json.loads(ran.out)["findings"]
    assert [one for one in findings if one["kind"] == "not_carried"] == []


def test_parts_have_them_and_bring_texts_back(typed: Typed, flowxl: Callable[..., Ran]) -> None:
    """A colleague sees the contact, changes it, and the book takes it; the rest stays."""
    part = next(p for p in split_book(typed.path, "pillar").files if KEY in read_book(p).framework.series_position)
    assert read_book(part).observations.texts[CONTACT] == {KEY: "张三"}
    other = "OE07.BJ"
    with OpenBook.open(part) as book:
        places = read_places(book)
        cells = [places.cell(Entry(key, CONTACT)) for key in (KEY, other)]
    texts: dict[str, float | str | None] = {
        a1(cell.row - 1, cell.column - 1): text for cell, text in zip(cells, ("李四", "王五"), strict=True) if cell
    }
    back = part.with_name("back.xlsx")
    patch_book(part, back, {next(cell.sheet for cell in cells if cell): texts})
    merged = typed.path.with_name("merged.xlsx")
    assert flowxl("merge", typed.path, back, "-o", merged, "--partial").code == OK
    assert _held(merged) == (HELD[0], HELD[1], {KEY: "李四", other: "王五"})


def test_diff_tells_setting_and_text(typed: Typed, flowxl: Callable[..., Ran]) -> None:
    """What differs between the fresh book and the one that was filled in."""
    found = json.loads(flowxl("diff", typed.path.with_name("fresh.xlsx"), typed.path, "--json").out)
    assert {(one["item"], one["field"], one["new"]) for one in found["texts"]} == {(KEY, CONTACT, "张三")}
    assert {(one["item"], one["old"], one["new"]) for one in found["structure"]} == {(BAND, "2", "3")}


def test_what_has_no_row_any_more_is_told(typed: Typed, flowxl: Callable[..., Ran]) -> None:
    """A goal of a city that the next framework lacks is listed with its cell: the table is carried as it stands."""
    sheet = _sheet(typed.path, GOALS.title, typed.language)
    at = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "HZ")
    book, folder = typed.path.with_name("hz.xlsx"), typed.path.with_name("framework")
    patch_book(typed.path, book, {sheet.title: {f"C{at.row}": 0.5}})
    shutil.copytree(framework_folder(DEFAULT), folder)
    cities = (folder / "cities.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "cities.csv").write_text("".join(line for line in cities if not line.startswith("HZ,")), encoding="utf-8")
    ran = flowxl("roll", book, "--to", "2017", "--framework", folder, "-o", typed.path.with_name("next.xlsx"), "--json")
    assert "findings" in ran.out, ran
    told = [(one["where"], one["found"]) for one in json.loads(ran.out)["findings"] if one["kind"] == "not_carried"]
    assert (f"{sheet.title}!C{at.row}", "0.5") in told
