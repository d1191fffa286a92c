"""The sheet 设置: settings with their values as generated, what follows from them, their choices, the book itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from flowxl import __version__
from flowxl.core.framework import Framework
from flowxl.core.settings import METHODS, MISSING_PILLAR
from flowxl.voice.text import Text
from flowxl.voice.unit import CITY
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Column, Columns
from flowxl.workbook.declare import Accepts, SheetSpec
from flowxl.workbook.grid import Grid, Placed, Traits
from flowxl.workbook.layout import Sheet
from flowxl.workbook.plan import Plan
from flowxl.workbook.sheets import settings_declared
from flowxl.workbook.sheets.accepting import CHOICE, REFUSED
from flowxl.workbook.sheets.settings_declared import SettingSpec, compared_cities

HERE = "settings"
NAME, DERIVED, METHOD_OPTIONS, MISSING_OPTIONS, META = (
    f"flow_{name}" for name in ("settings", "derived", "methods", "missing", "meta")
)
DERIVED_WORDS: dict[str, Text] = {
    "window_length": Text("窗口年数", "Years in the window"),
    "method_number": Text("方法序号", "Number of the method"),
    "missing_number": Text("缺项规则序号", "Number of the missing-pillar rule"),
    "focus_number": Text("目标{unit}序号", "Number of the focus {unit}"),
    "benchmark_number": Text("标杆{unit}序号", "Number of the benchmark {unit}"),
}
META_ITEMS = ("code", "name_zh", "name_en", "source_zh", "source_en", "window", "data_date", "version", "synthetic")
UNIT_ITEMS = ("unit_zh", "unit_en", "units_en")
"""What the units are called; told where they are not cities."""


def _grids(plan: Plan, _: str) -> Placed:
    fields = tuple(plan.fields(code=20, label=24, setting=24, stored=22, help=30))
    option = tuple(plan.fields(code=20, option=24))
    items = tuple(one.code for one in settings_declared.SETTINGS)

    def captioned(zh: str, en: str) -> Traits:
        return Traits(caption=Text(zh, en))

    methods = captioned("标准化方法的选项", "Choices of normalisation")
    missing = captioned("缺二级指标时的选项", "Choices where a pillar is lacking")
    about = Traits(caption=Text("本工作簿", "This workbook"), carried="renewed")
    derived = tuple(plan.fields(code=20, label=24, setting=24))
    # Names of series in pictures stand among the settings.
    own = Traits(entered=("setting",), drawn="figures")
    return [
        (Grid(NAME, items, fields, traits=own), 0),
        (Grid(DERIVED, tuple(DERIVED_WORDS), derived, traits=captioned("由设置得出", "Derived from the settings")), 0),
        (Grid(METHOD_OPTIONS, tuple(texts.METHOD_WORDS), option, traits=methods), 0),
        (Grid(MISSING_OPTIONS, tuple(texts.MISSING_WORDS), option, traits=missing), 0),
        (Grid(META, _meta_items(plan.framework), tuple(plan.fields(code=20, setting=24)), traits=about), 0),
    ]


def _meta_items(framework: Framework) -> tuple[str, ...]:
    return META_ITEMS if framework.unit == CITY else (*META_ITEMS, *UNIT_ITEMS)


def _columns(book: Book) -> dict[str, Columns]:
    return {
        NAME: _settings(book),
        DERIVED: _derived(book),
        METHOD_OPTIONS: _options(book, texts.METHOD_WORDS),
        MISSING_OPTIONS: _options(book, texts.MISSING_WORDS),
        META: _meta(book),
    }


def _settings(book: Book) -> Columns:
    listed = settings_declared.SETTINGS
    values = [one.shown(book) for one in listed]
    styles = [one.style for one in listed]
    kept = [style.replace("input_", "stored_") for style in styles]
    return {
        "code": Column([one.code for one in listed], "label"),
        "label": Column([book.say(one.label) for one in listed]),
        "setting": Column(values, styles.__getitem__),
        "stored": Column(values, kept.__getitem__),
        "help": Column([book.say(one.help) for one in listed], "help"),
    }


def _derived(book: Book) -> Columns:
    here = HERE
    first, last = book.setting("window_first", here), book.setting("window_last", here)
    methods, missing = (book.layout.area(name, here).span("option") for name in (METHOD_OPTIONS, MISSING_OPTIONS))
    places = book.layout.city_keys("value")
    # Numbers of cities count the fields of the table that charts pick from.
    cities = book.layout.area("flow_cover", here).line(-1, places[0], places[-1], "if")
    wanted = {
        "method_number": (METHODS.index(book.settings.method) + 1, "method", methods),
        "missing_number": (MISSING_PILLAR.index(book.settings.missing_pillar) + 1, "missing_pillar", missing),
        "focus_number": (compared_cities(book)[0] + 1, "focus", cities),
        "benchmark_number": (compared_cities(book)[1] + 1, "benchmark", cities),
    }
    length = book.settings.window[1] - book.settings.window[0] + 1
    formulas = [
        f"={last}-{first}+1",
        *(f"=MATCH({book.setting(name, here)},{listed},0)" for _, name, listed in wanted.values()),
    ]
    return {
        "code": Column(list(DERIVED_WORDS), "label"),
        "label": Column([book.say(words) for words in DERIVED_WORDS.values()]),
        "setting": Column([length, *(number for number, _, _ in wanted.values())], "integer", formulas.__getitem__),
    }


def _options(book: Book, words: Mapping[str, Text]) -> Columns:
    return {
        "code": Column(list(words), "label"),
        "option": Column([book.say(pair) for pair in words.values()]),
    }


def _meta(book: Book) -> Columns:
    framework = book.framework
    values = {
        "code": framework.code,
        "name_zh": framework.name.zh,
        "name_en": framework.name.en,
        "source_zh": framework.source.zh,
        "source_en": framework.source.en,
        "window": "{}-{}".format(*framework.window),
        "data_date": book.date,
        "version": texts.PRODUCT.format(version=__version__),
        "synthetic": "SYNTHETIC" if book.synthetic else "",
        "unit_zh": framework.unit.zh,
        "unit_en": framework.unit.en,
        "units_en": framework.unit.plural,
    }
    items = _meta_items(framework)
    return {
        "code": Column(list(items), "label"),
        "setting": Column([values[item] or None for item in items]),
    }


def _accepts(book: Book, _: Sheet) -> Iterator[Accepts]:
    """Add lists where a setting is a choice, ranges where it is a number."""
    area = book.layout.areas[NAME]
    for number, one in enumerate(settings_declared.SETTINGS):
        rule = _rule(book, one)
        if rule:
            said = {
                "input_title": book.say(one.label)[:32],
                "input_message": book.say(one.help),
                "error_title": book.say(REFUSED),
            }
            yield Accepts((area.cells("setting", "setting", number, number),), rule | said)


def _rule(book: Book, one: SettingSpec) -> dict[str, Any]:
    if one.options is not None:
        name, field = one.options
        source = f"={book.layout.area(name, HERE).span(field)}"
        return {"validate": "list", "source": source, "error_message": book.say(CHOICE)}
    if one.limits is None:
        return {}
    years = (book.years[0], book.years[-1])
    rule = dict(one.limits) | {"error_message": book.say(one.refused).format(*years)}
    if one.kind == "year":
        # A warning only: years may be appended to the finished book.
        rule |= {"minimum": years[0], "maximum": years[1], "error_type": "warning"}
    return rule


SHEET = SheetSpec(
    "settings",
    Text("设置", "Settings"),
    "settings",
    help=Text(
        "在淡黄色格中修改；带下拉的格请从列表选择。",
        "Change the pale yellow cells; where there is a list, choose from it.",
    ),
    grids=_grids,
    columns=_columns,
    accepts=_accepts,
)
