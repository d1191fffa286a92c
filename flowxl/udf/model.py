"""From the three ranges to a panel, settings and weights the core understands."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from flowxl.core.framework import City, Dimension, Framework, Indicator, Pillar
from flowxl.core.index import compute
from flowxl.core.numbers import RANGE, is_usable
from flowxl.core.panel import Panel
from flowxl.core.result import Result
from flowxl.core.settings import Settings
from flowxl.udf.cell_values import Cell, Grid, as_it_is, shown, text_of
from flowxl.udf.errors import FunctionError, argument
from flowxl.udf.names import Names, fold, fold_city
from flowxl.udf.range_tables import DATA, SETTINGS, WEIGHTS, RangeTable, find_table, weight_or_fault
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Language, Sayable, Text
from flowxl.workbook import texts
from flowxl.workbook.sheets import settings_declared

NOTHING = Text("", "")
MERGED = ("indicator", "indicator_name", "indicator_other", "pillar", "direction", "entry")
"""Labels that may be merged over the rows of an indicator: only the first of these cells has the text."""


@dataclass(frozen=True, eq=False)
class Model:
    """What three ranges say: structure, figures and choices, with the names that functions may use."""

    panel: Panel
    settings: Settings
    weights: np.ndarray
    names: Names
    language: Language

    @property
    def framework(self) -> Framework:
        """The framework."""
        return self.panel.framework

    @cached_property
    def result(self) -> Result:
        """The computation; once per model."""
        return compute(self.panel, self.settings, self.weights)


def read_model(data: Grid, weights: Grid, settings: Grid | None) -> Model:
    """Read the ranges of a workbook.

    Raises
    ------
    FunctionError
        ``#VALUE!`` with every fault of a range that cannot be used.
    """
    pillars = _Pillars(find_table(weights, WEIGHTS))
    table = _Data(find_table(data, DATA), pillars)
    framework, values = table.framework(), table.values()
    chosen = _read_settings(find_table(settings, SETTINGS), framework) if settings else Settings(framework.window)
    _check_window(chosen, table.years)
    names = Names.of(framework, table.series())
    panel = Panel(framework, table.years, values)
    return Model(panel, chosen, np.array([p.weight for p in framework.pillars]), names, table.language)


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise FunctionError("#VALUE!", faults)


def _data() -> Place:
    return Place(name=argument("data"))


def _check_window(settings: Settings, years: tuple[int, ...]) -> None:
    first, last = settings.window
    if first < years[0] or last > years[-1]:
        told = {"first": first, "last": last, "found_first": years[0], "found_last": years[-1]}
        _refuse([Fault("window.in_range", _data(), **told)])


class _Pillars:
    """Pillars and dimensions as the weights table lists them."""

    def __init__(self, table: RangeTable) -> None:
        self.table = table
        faults: list[Fault] = []
        found: dict[str, Pillar] = {}
        dimensions: dict[str, Dimension] = {}
        for row, cells in table.filled():
            code = table.text(row, "code")
            weight = weight_or_fault(table, row, table.columns["weight"], faults)
            where = table.where(row, table.columns["weight"])
            if weight is None and cells[table.columns["weight"]] is None:
                faults.append(Fault("weight.in_range", where, found=shown(None)))
            elif weight is not None and (weight <= 0 or not is_usable(weight)):
                faults.append(Fault("weight.in_range", where, found=as_it_is(f"{weight:g}")))
            if not code or code in found:
                place = table.where(row, table.columns["code"])
                faults.append(Fault("code.in_range", place, found=code))
            dimension = table.text(row, "dimension") or "ALL"
            dimensions.setdefault(
                dimension, Dimension(dimension, self._text(row, "dimension"), self._text(row, "dimension_short"))
            )
            name = self._text(row, "name")
            plain = table.text(row, "name")
            name = name if name.zh or name.en else Text(plain, plain)
            found.setdefault(code, Pillar(code, dimension, name, self._text(row, "short"), weight or 0.0))
        _refuse(faults)
        self.dimensions = tuple(dimensions.values())
        order = list(dimensions)
        self.pillars = tuple(sorted(found.values(), key=lambda pillar: order.index(pillar.dimension)))
        self.codes = {
            fold(word): pillar.code
            for pillar in self.pillars
            for word in (pillar.name.zh, pillar.name.en, pillar.short.zh, pillar.short.en)
            if word
        } | {fold(pillar.code): pillar.code for pillar in self.pillars}  # a code wins over another pillar's name

    def _text(self, row: int, field: str) -> Text:
        return Text(self.table.text(row, f"{field}_zh"), self.table.text(row, f"{field}_en"))


class _Data:
    """Indicators, cities and figures as the data table lists them; blank labels are merged cells."""

    def __init__(self, table: RangeTable, pillars: _Pillars) -> None:
        self.table, self.pillars = table, pillars
        self.language: Language = "zh" if table.chinese else "en"
        self.years = tuple(range(min(table.years), max(table.years) + 1))
        self.faults: list[Fault] = []
        self.labels: dict[int, dict[str, str]] = {}
        above: dict[str, str] = {}
        for row, _ in table.filled():
            above = self._labels(row, above)
            self.labels[row] = above
        self.cities = self._first("city", (label["city"] for label in self.labels.values()))
        indicators = self._first("indicator", (label["indicator"] for label in self.labels.values()))
        order = [pillar.code for pillar in pillars.pillars]
        owner = {fold(label["indicator"]): label["pillar"] for label in self.labels.values()}
        self.indicators = sorted(
            (key for key in indicators if owner[key] in order), key=lambda key: order.index(owner[key])
        )
        self._check_pairs()
        empty = [code for code in order if code not in owner.values()]
        if empty:
            self.faults.append(Fault("data.pillars_without_rows", _data(), pillars=tuple(empty)))
        _refuse(self.faults)

    def _labels(self, row: int, above: dict[str, str]) -> dict[str, str]:
        table = self.table
        label = {key: table.text(row, key) for key in DATA.known}
        same = not (label["indicator"] or label["indicator_name"])  # merged over the cities of an indicator
        if same:
            label |= {key: above.get(key, "") for key in MERGED}
        label["indicator"] = label["indicator"] or label["indicator_name"]
        label["city"] = label["city"] or label["city_name"]
        label["pillar"] = label["pillar"] or above.get("pillar", "")
        where = table.where(row, 0)
        if not label["indicator"]:
            self.faults.append(Fault("data.no_indicator", where))
        if not label["city"]:
            self.faults.append(Fault("data.no_city", where))
        pillar = self.pillars.codes.get(fold(label["pillar"]))
        if pillar is None:
            self.faults.append(Fault("data.pillar", where, found=label["pillar"]))
        label["pillar"] = pillar or ""
        label["direction"] = label["direction"] or "1"
        if label["direction"] not in {"1", "-1"}:
            self.faults.append(Fault("data.direction", where, found=label["direction"]))
        entry = texts.word_code(label["entry"] or "level", texts.ENTRY_WORDS)
        if entry is None:
            self.faults.append(Fault("data.entry", where, found=label["entry"]))
        label["entry"] = entry or "level"
        return label

    @staticmethod
    def _first(key: str, values: Iterable[str]) -> list[str]:
        """Return what is listed, each once, in the order of its first row."""
        normal = fold_city if key == "city" else fold
        return list(dict.fromkeys(normal(value) for value in values))

    def _check_pairs(self) -> None:
        """Find indicators without a row for some city, with two rows for one, or described in two ways."""
        seen: dict[tuple[str, str], int] = {}
        kinds: dict[str, tuple[str, ...]] = {}
        for row, label in self.labels.items():
            indicator, city = fold(label["indicator"]), fold_city(label["city"])
            if (indicator, city) in seen:
                place = self.table.where(row, 0)
                self.faults.append(Fault("data.row_twice", place, indicator=label["indicator"], city=label["city"]))
            seen[indicator, city] = row
            kind = (label["pillar"], label["direction"], label["entry"])
            if kinds.setdefault(indicator, kind) != kind:
                place = self.table.where(row, 0)
                self.faults.append(Fault("data.described_otherwise", place, indicator=label["indicator"]))
        lacking = [f"{i} {c}" for i in kinds for c in self.cities if (i, c) not in seen]
        if lacking:
            rows, more = tuple(lacking[:3]), len(lacking) - 3
            self.faults.append(
                Fault("data.more_rows_lacking", _data(), rows=rows, more=more)
                if more > 0
                else Fault("data.rows_lacking", _data(), rows=rows)
            )
        self.row_of = seen

    def _label(self, key: tuple[str, str]) -> dict[str, str]:
        return self.labels[self.row_of[key]]

    def framework(self) -> Framework:
        """Return the structure that the tables describe."""
        indicators = []
        for key in self.indicators:
            label = self._label((key, self.cities[0]))
            indicators.append(
                Indicator(
                    code=label["indicator"],
                    pillar=label["pillar"],
                    name=self._both(label["indicator_name"], label["indicator_other"]),
                    measure=NOTHING,
                    direction=int(label["direction"]),
                    entry="increment" if label["entry"] == "increment" else "level",
                    region_rank=None,
                    same_as=None,
                    publisher=NOTHING,
                    baidu_keyword="",
                )
            )
        cities = []
        for key in self.cities:
            label = self._label((self.indicators[0], key))
            cities.append(City(label["city"], self._both(label["city_name"], label["city_other"]), None))
        grows = any(indicator.entry == "increment" for indicator in indicators)
        window = (self.years[min(int(grows), len(self.years) - 1)], self.years[-1])
        return Framework(
            "ranges", NOTHING, NOTHING, window, "", self.pillars.dimensions, self.pillars.pillars,
            tuple(indicators), tuple(cities), (), unit=self.table.unit,
        )  # fmt: skip

    def _both(self, name: str, other: str) -> Text:
        return Text(name, other) if self.language == "zh" else Text(other, name)

    def series(self) -> tuple[tuple[str, ...], ...]:
        """Return for each indicator the keys of the rows that feed it; its own keys where the table has none."""
        found = []
        for indicator in self.indicators:
            labels = {city: self._label((indicator, city)) for city in self.cities}
            found.append(tuple(label["source_key"] or f"{indicator}.{city}" for city, label in labels.items()))
        return tuple(found)

    def values(self) -> np.ndarray:
        """Return the figures, shape (indicators, cities, years); anything but a number or nothing is refused."""
        table, faults = self.table, []
        first, columns = self.years[0], sorted(table.years.items())
        values = np.full((len(self.indicators), len(self.cities), len(self.years)), np.nan)
        for i, indicator in enumerate(self.indicators):
            for c, city in enumerate(self.cities):
                row = self.row_of[indicator, city]
                cells = table.rows[row]
                for year, column in columns:
                    cell = cells[column]
                    if type(cell) is float:
                        values[i, c, year - first] = cell
                        if not is_usable(cell):
                            place = table.where(row, column)
                            faults.append(Fault("number.too_large_in_range", place, found=shown(cell), range=RANGE))
                    elif cell is not None:
                        faults.append(Fault("number.in_range", table.where(row, column), found=shown(cell)))
        _refuse(faults)
        return values


def _read_settings(table: RangeTable, framework: Framework) -> Settings:
    """Return the settings; what the table does not say has its default."""
    reader = _SettingRows(table, framework)
    given: dict[str, Any] = {}
    # What nobody changes, and what the core does not know.
    passed_over = {one.code for one in settings_declared.SETTINGS if one.kind == "fixed" or one.own is not None}
    for row, cells in table.filled():
        code = table.text(row, "code")
        if code not in passed_over:
            reader.read(row, code, cells[table.columns["setting"]], given)
    first, last = given.pop("window_first", framework.window[0]), given.pop("window_last", framework.window[1])
    _refuse(reader.faults)
    try:
        return Settings((int(first), int(last)), **given)
    except FlowXLError as error:
        raise FunctionError("#VALUE!", [fault.at(_in_settings(fault.place)) for fault in error.faults]) from error


def _in_settings(place: Place) -> Place:
    return Place(name=Message("place.settings_of_range", argument=argument("settings"), where=place))


class _SettingRows:
    """Reads the rows of a settings table, each by its kind."""

    def __init__(self, table: RangeTable, framework: Framework) -> None:
        self.table = table
        self.faults: list[Fault] = []
        self.declared = {one.code: one for one in settings_declared.SETTINGS}
        self.cities = {
            fold_city(text): c.code for c in framework.cities for text in (c.code, c.name.zh, c.name.en) if text
        }
        self.known = {*Settings.names(), "window_first", "window_last"} - {"window"}

    def read(self, row: int, code: str, cell: Cell, given: dict[str, Any]) -> None:
        """Read one row."""
        where = self.table.where(row, self.table.columns["setting"])
        if code not in self.known or code in given:
            known = tuple(sorted(self.known))
            self.faults.append(Fault("setting.unknown_in_range", where, found=code, known=known))
            return
        value, expected = self._value(code, cell)
        if value is None:
            place = Place(name=Message("place.range_setting", where=where, code=code))
            self.faults.append(Fault("setting.in_range", place, found=shown(cell), expected=expected))
        given[code] = value

    def _value(self, code: str, cell: Cell) -> tuple[object, Sayable]:
        """Return the value of a setting, None where it cannot be used, and what it may be."""
        kind, words = self.declared[code].kind, self.declared[code].words
        if words is not None:
            return texts.word_code(text_of(cell), words), Message("udf.choice", words=tuple(words.values()))
        if kind == "city":
            return "" if cell is None else self.cities.get(fold_city(text_of(cell))), Message("udf.a_city")
        whole = kind == "year"
        good = isinstance(cell, float) and (cell.is_integer() or not whole)
        return cell if good else None, Message("udf.whole_number" if whole else "udf.number")
