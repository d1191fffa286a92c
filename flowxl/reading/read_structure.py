"""Framework, weights and settings as a workbook carries them."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from flowxl.core.framework import Framework
from flowxl.core.settings import YEARS, Settings, is_year
from flowxl.frameworks.csv_rows import Row
from flowxl.frameworks.load import assemble, build_parts
from flowxl.frameworks.own_unit import own_unit
from flowxl.frameworks.record_rules import CODE
from flowxl.ooxml.package import Kind
from flowxl.reading.book_tables import Cell, Table, Tables
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Sayable, Text, shortened
from flowxl.workbook import texts
from flowxl.workbook.sheets import settings_declared
from flowxl.workbook.sheets.settings_declared import SettingSpec

Choices = dict[str, float | str]
"""Settings of the book's own, by their codes."""
MAX_ROWS = 20_000  # of a table of the framework
MAX_PILLARS = 200  # each has a sheet of its own
MAX_SERIES = 250_000  # with labels and a few years each has 30 cells, and a book has at most 3.5 million
INDICATOR_FIELDS = (
    "code", "pillar", "name_zh", "name_en", "measure_zh", "measure_en", "direction", "entry", "region_rank", "same_as",
    "publisher_zh", "publisher_en", "baidu_keyword",
)  # fmt: skip
WEIGHT_FIELDS = (
    "code", "weight", "name_zh", "name_en", "short_zh", "short_en", "dimension", "dimension_zh", "dimension_en",
    "dimension_short_zh", "dimension_short_en",
)  # fmt: skip
CITY_FIELDS = ("code", "name_zh", "name_en", "region")
REGION_FIELDS = ("region", "rank", "place", "name_zh", "name_en", "region_zh", "region_en")
META_FIELDS = SETTING_FIELDS = ("code", "setting")
A_NUMBER = Message("a.number")


def read_framework(tables: Tables) -> Framework | None:
    """Rebuild the framework from the book's own tables; None with faults where that cannot be done."""
    indicators = tables.find("flow_framework", INDICATOR_FIELDS, most=MAX_ROWS)
    weights = tables.find("flow_weights", WEIGHT_FIELDS, most=MAX_PILLARS)
    cities = tables.find("flow_cities", CITY_FIELDS, most=MAX_ROWS)
    meta = _read_meta(tables)
    regions = tables.find("flow_regions", REGION_FIELDS, most=MAX_ROWS) if tables.names("flow_regions") else None
    if indicators is None or weights is None or cities is None or meta is None:
        return None
    known = len(tables.faults)
    places = len(cities.rows) + (len(regions.rows) if regions else 0)
    if len(indicators.rows) * places > MAX_SERIES:
        place = Place(sheet=f"{indicators.target.sheet}, {cities.target.sheet}")
        numbers = {"indicators": len(indicators.rows), "places": places, "most": MAX_SERIES}
        tables.faults.append(Fault("too_large.series", place, 1, **numbers))
        return None
    rows: dict[str, list[Row]] = {
        "dimensions.csv": _dimensions(weights),
        "pillars.csv": _rows(weights, WEIGHT_FIELDS),
        "indicators.csv": [_words_to_codes(row) for row in _rows(indicators, INDICATOR_FIELDS)],
        "cities.csv": _rows(cities, CITY_FIELDS),
        "regions.csv": [],
        "region_cities.csv": [],
    }
    if regions is not None:
        lines = _rows(regions, REGION_FIELDS)
        first = {row["region"]: row for row in reversed(lines)}
        rows["regions.csv"] = [
            Row(
                first[code].place,
                {"code": code, "name_zh": first[code]["region_zh"], "name_en": first[code]["region_en"]},
            )
            for code in dict.fromkeys(row["region"] for row in lines)
        ]
        rows["region_cities.csv"] = [Row(row.place, row.cells | {"code": row["place"]}) for row in lines]
    for number in weights.rows:
        cell = weights.field(number, "weight")
        if cell.kind is Kind.TEXT:  # formulas would not take it for a number either
            tables.faults.append(Fault("weight.text", cell.place, found=cell.content))
    wrong: list[Fault] = []
    parts = build_parts(rows, wrong)
    tables.faults.extend(wrong)
    return assemble(meta, parts) if len(tables.faults) == known else None


def _rows(table: Table, fields: tuple[str, ...]) -> list[Row]:
    """Return the rows of a table as framework rules read them; empty rows are passed over."""
    found = []
    for number in table.rows:
        cells = {key: table.field(number, key).text for key in fields}
        if any(cells.values()):
            found.append(Row(Place(sheet=table.target.sheet, row=number), cells))
    return found


def _dimensions(table: Table) -> list[Row]:
    seen: dict[str, Row] = {}
    for row in _rows(table, WEIGHT_FIELDS):
        cells = {
            "code": row["dimension"],
            "name_zh": row["dimension_zh"],
            "name_en": row["dimension_en"],
            "short_zh": row["dimension_short_zh"],
            "short_en": row["dimension_short_en"],
        }
        seen.setdefault(row["dimension"], Row(row.place, cells))
    return list(seen.values())


def _words_to_codes(row: Row) -> Row:
    entry = texts.word_code(row["entry"], texts.ENTRY_WORDS)
    return Row(row.place, row.cells | {"entry": entry or row["entry"]})


def _by_code(tables: Tables, table: Table) -> dict[str, Cell]:
    """Return the value cells by the code beside them; a code that stands twice, as two tables in one do, is a fault."""
    found: dict[str, Cell] = {}
    for row in table.rows:
        code = table.field(row, "code")
        if code.text and found.setdefault(code.text, table.field(row, "setting")).row != row:
            first = found[code.text].place
            tables.faults.append(Fault("duplicate_code.cell", code.place, code=shortened(code.text), first=first))
    return found


def _read_meta(tables: Tables) -> dict[str, Any] | None:
    table = tables.find("flow_meta", META_FIELDS, most=MAX_ROWS)
    if table is None:
        return None
    values = {code: cell.text for code, cell in _by_code(tables, table).items()}
    first, _, last = values.get("window", "").partition("-")
    if not (first.isdecimal() and last.isdecimal() and CODE.fullmatch(values.get("code", ""))):
        place, code, window = Place(sheet=table.target.sheet), values.get("code"), values.get("window")
        tables.faults.append(Fault("meta", place, code=code, window=window))
        return None
    wrong: list[Fault] = []
    unit = own_unit(values, Place(sheet=table.target.sheet), wrong)
    tables.faults.extend(wrong)
    return {
        "code": values["code"],
        "name": Text(values.get("name_zh", ""), values.get("name_en", "")),
        "source": Text(values.get("source_zh", ""), values.get("source_en", "")),
        "window": (int(first), int(last)),
        "data_date": values.get("data_date", ""),
        "unit": unit,
    }


def read_version(tables: Tables) -> str:
    """Return the version of the FlowXL that made the book; empty where the book does not say."""
    table = tables.find("flow_meta", META_FIELDS, most=MAX_ROWS)
    values = {} if table is None else {code: cell.text for code, cell in _by_code(tables, table).items()}
    start = texts.PRODUCT.format(version="")
    return found.removeprefix(start) if (found := values.get("version", "")).startswith(start) else ""


def read_settings(tables: Tables, framework: Framework) -> tuple[Settings, Choices] | None:
    """Return the settings and those of the book's own; None with a fault for each that cannot be used."""
    table = tables.find("flow_settings", SETTING_FIELDS, most=MAX_ROWS)
    if table is None:
        return None
    known = len(tables.faults)
    cells = _SettingCells(tables, table)
    names = {text.lower(): c.code for c in framework.cities for text in (c.code, c.name.zh, c.name.en) if text}
    declared = [one for one in settings_declared.SETTINGS if one.kind != "fixed"]
    values: dict[str, Any] = {one.code: cells.read(one, names) for one in declared if one.own is None}
    choices = {one.code: cells.read(one, names) for one in declared if one.own is not None and one.code in cells.cells}
    values["window"] = (values.pop("window_first"), values.pop("window_last"))
    if len(tables.faults) > known:
        return None
    try:
        return Settings(**values), choices
    except FlowXLError as error:
        sheet = table.target.sheet
        tables.faults.extend(fault.at(fault.place.on(sheet)) for fault in error.faults)
        return None


class _SettingCells:
    """The value cells of 设置 by their code; what cannot be used is noted as a fault."""

    def __init__(self, tables: Tables, table: Table) -> None:
        self.faults, self.sheet = tables.faults, table.target.sheet
        self.cells = _by_code(tables, table)

    def read(self, one: SettingSpec, cities: dict[str, str]) -> float | int | str:
        """Return what a setting is, by its kind; a number that the core does not know is checked here."""
        if one.kind == "year":
            return self.year(one.code)
        if one.kind == "word":
            return self.word(one.code, one.words or {})
        if one.kind == "city":
            return self.city(one.code, cities)
        if one.own is None:
            return self.number(one.code)
        return self.number(one.code, one.holds, one.refused)

    def fault(self, name: str, expected: str | Sayable) -> None:
        cell = self.cells.get(name)
        place = cell.place if cell else Place(sheet=self.sheet, name=name)
        found = cell.content if cell else Message("row.gone")
        self.faults.append(Fault("setting.cell", place, found=found, expected=expected))

    def number(self, name: str, holds: Callable[[float], bool] = math.isfinite, expected: Sayable = A_NUMBER) -> float:
        cell = self.cells.get(name)
        value = cell.value if cell and cell.kind in (Kind.NUMBER, Kind.DATE) else None
        if not isinstance(value, float) or not holds(value):
            self.fault(name, expected)
            return 1.0
        return value

    def year(self, name: str) -> int:
        return int(self.number(name, is_year, Message("a.year", first=YEARS[0], last=YEARS[1])))

    def word(self, name: str, words: Mapping[str, Text]) -> str:
        cell = self.cells.get(name)
        code = texts.word_code(cell.text, words) if cell else None
        if code is None:
            self.fault(name, " / ".join(pair.zh for pair in words.values()))
        return code or next(iter(words))

    def city(self, name: str, names: dict[str, str]) -> str:
        cell = self.cells.get(name)
        code = names.get(cell.text.lower()) if cell else None
        if code is None:
            self.fault(name, Message("a.city"))
        return code or ""
