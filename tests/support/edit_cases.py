"""Edits that people make to a workbook: ordinary ones, those that must be refused, those of the structure."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from support.edits import Model

from flowxl.workbook import texts

TR, RS = "flow_in_TR", "flow_in_RS"
Edit = Callable[[Model], object]


def whole_row(m: Model) -> list[str | int]:
    """Titles of what a person retypes of a row."""
    return ["key", *(m.word(key) for key in ("indicator_name", "city_name", "measure", "source", "note")), *m.years]


def region_keys(m: Model) -> list[str]:
    """Return the keys of two region rows, of different indicators."""
    return [next(s.key for s in m.framework.series if s.indicator == code) for code in ("RS02", "RS03")]


def rename_all(m: Model) -> None:
    """Rename every sheet but 说明."""
    for number, sheet in enumerate(m.built.book.layout.sheets[1:]):
        m.do("rename", sheet.title, f"表 {number}")


def reorder(m: Model) -> None:
    """Turn the order of the sheets round."""
    for sheet in m.built.book.layout.sheets:
        m.do("reorder", sheet.title, 0)


def formula(m: Model, key: str, year: int, text: str, value: float) -> Model:
    """Type a formula that gives a number."""
    m.put(key, year, value)
    m.ops.pop()
    return m.do("put", m.table(key), key, year, {"formula": text})


def lack_a_pillar(m: Model) -> Model:
    """Empty everything that a city has of a pillar."""
    for series in m.framework.series:
        if series.place == "SH" and m.framework.indicator[series.indicator].pillar == "TR":
            for year in m.years:
                m.put(series.key, year, None)
    return m


def paste(m: Model, number: int) -> Model:
    """Paste foreign cells over the figures of four rows and three years."""
    block = [[100.0 * row + column + number, *[2.5 * row + column] * 2] for column, row in enumerate((3, 5, 4, 9))]
    keys = [f"TR03.{city}" for city in m.framework.city_codes[:4]]
    for key, line in zip(keys, block, strict=True):
        for year, value in zip(range(2016, 2019), line, strict=True):
            m.put(key, year, value)
            m.ops.pop()
    return m.do("paste_foreign", TR, keys[0], 2016, block)


def turn(m: Model, code: str) -> Model:
    """Turn the direction of an indicator round."""
    turned = (replace(i, direction=-i.direction) if i.code == code else i for i in m.framework.indicators)
    m.framework = replace(m.framework, indicators=tuple(turned))
    return m.do("put", "flow_framework", code, m.word("direction"), m.framework.indicator[code].direction)


def remark(m: Model, row: int, key: str | None, year: int | str | None, status: str) -> Model:
    """Type a remark into a row of 数据备注, with the word for its status, or one that is none."""
    word = texts.STATUS_WORDS[status].of(m.language) if status in texts.STATUS_WORDS else status
    typed = {"key": key, "year": year, "status": word or None, "note": None if status else "seen"}
    for field, value in typed.items():
        title = "key" if field == "key" else m.word(field)
        m.do("put", "flow_remarks", row + 1, title, value)
    return m


def put(*where: Any) -> Edit:
    """Type something into a cell of a table; titles are given by their keys."""

    def edit(m: Model) -> Model:
        name, key, title, value = where
        return m.do("put", name, key, m.word(title) if isinstance(title, str) and title != "key" else title, value)

    return edit


def setting(name: str, value: Any) -> Edit:
    """Type something into a setting."""
    return put("flow_settings", name, "setting", value)


def weight(value: Any) -> Edit:
    """Type something into a weight."""
    return put("flow_weights", "TR", "weight", value)


ORDINARY: dict[str, Edit] = {
    "nothing": lambda m: m,
    "a value": lambda m: m.put("TR01.SH", 2018, 12.5),
    "zero and below": lambda m: m.put("TR01.SH", 2018, 0).put("TR01.HZ", 2018, -3.25),
    "blanks": lambda m: m.put("TR01.SH", 2018, None).put("TR01.HZ", 2016, None),
    "rows above": lambda m: m.do("insert", TR, "Rows", None, 3),
    "columns left": lambda m: m.do("insert", TR, "Columns", None, 2),
    "a row inside": lambda m: m.do("insert", TR, "Rows", "TR03.BJ", 1),
    "rows inside, twice": lambda m: m.do("insert", TR, "Rows", 5, 2).do("insert", TR, "Rows", 12, 1),
    "a row above the first": lambda m: m.do("insert", TR, "Rows", 1, 1),
    "a column inside the years": lambda m: m.do("insert", TR, "Columns", 2018, 1),
    "a column before the first year": lambda m: m.do("insert", TR, "Columns", m.years[0], 1),
    "a column among the labels": lambda m: m.do("insert", TR, "Columns", m.word("source"), 1),
    "rows inside the settings": lambda m: m.do("insert", "flow_settings", "Rows", "method", 2),
    "rows inside the weights": lambda m: m.do("insert", "flow_weights", "Rows", "TR", 2),
    "rows inside the data": lambda m: m.do("insert", "flow_data", "Rows", 1, 1),
    "rows above the data": lambda m: m.do("insert", "flow_data", "Rows", None, 2),
    "columns left of the data": lambda m: m.do("insert", "flow_data", "Columns", None, 1),
    "rows above the scores": lambda m: m.do("insert", "flow_scores", "Rows", None, 2),
    "a row inside the cities, another focus": lambda m: m.do("insert", "flow_cities", "Rows", 3, 1).set("focus", "BJ"),
    "a column inside the result": lambda m: m.do("insert", "flow_result", "Columns", "北京", 1).set("benchmark", "SZ"),
    "a column inside the native table": lambda m: m.do("insert", "flow_native", "Columns", "北京", 1).set(
        "focus", "BJ"
    ),
    "rows above the result": lambda m: m.do("insert", "flow_result", "Rows", None, 2),
    "the table moved on its sheet": lambda m: m.do("move_table", TR, m.built.book.layout.title("input:TR"), "H80"),
    "the table moved to a new sheet": lambda m: m.do("add_sheet", "新表", 2).do("move_table", TR, "新表", "C7"),
    "region cities moved": lambda m: m.do("add_sheet", "新表", 2).do("move_table", RS, "新表", "A9"),
    "two rows swapped by cutting": lambda m: m.do("cut_swap", TR, "TR02.SH", "TR02.HZ"),
    "two far rows swapped by cutting": lambda m: m.do("cut_swap", TR, "TR02.SH", "TR06.BJ"),
    "two rows swapped by typing": lambda m: m.do("type_swap", TR, "TR02.SH", "TR02.HZ", whole_row(m)),
    "region rows swapped by typing": lambda m: m.do("type_swap", RS, *region_keys(m), whole_row(m)),
    "a sheet renamed": lambda m: m.do("rename", m.built.book.layout.title("input:TR"), "Traffic 'new' & more"),
    "many sheets renamed": lambda m: rename_all(m),
    "sheets reordered": lambda m: reorder(m),
    "sheets added": lambda m: m.do("add_sheet", "mine", 0).do("add_sheet", "mine too", 7),
    "sorted by a year": lambda m: m.do("sort", TR, 2018, True),
    "sorted by a year, descending": lambda m: m.do("sort", TR, 2018, False),
    "sorted by city": lambda m: m.do("sort", TR, m.word("city_name"), True),
    "sorted by key, descending": lambda m: m.do("sort", TR, "key", False),
    "sorted by the live score": lambda m: m.do("sort", TR, m.word("score"), True),
    "region rows sorted": lambda m: m.do("sort", RS, 2019, False),
    "a sheet with shared rows sorted": lambda m: m.do("sort", "flow_in_CA", 2019, False),
    "every sheet sorted": lambda m: [m.do("sort", f"flow_in_{p}", 2019, False) for p in m.framework.pillar_codes],
    "weights sorted": lambda m: m.do("sort", "flow_weights", m.word("weight"), True),
    "sorted, then a value": lambda m: m.do("sort", TR, 2018, True).put("TR01.SH", 2017, 7),
    "filtered": lambda m: m.do("hide_rows", TR, m.word("city_name"), "上海").put("TR01.SH", 2017, 7),
    "years sorted left to right": lambda m: m.do("sort_columns", TR, m.years[0], False),
    "years of shared rows sorted": lambda m: m.do("sort_columns", "flow_in_CA", m.years[0], False),
    "sorted both ways": lambda m: m.do("sort", TR, 2018, True).do("sort_columns", TR, m.years[0], False),
    "a headed column beside, with text": lambda m: m.do("put_beside", TR, "", 1, "我的备注").do(
        "put_beside", TR, "TR01.SH", 1, "看这里"
    ),
    "text beside, without a title": lambda m: m.do("put_beside", TR, "TR01.SH", 2, "看这里"),
    "text below": lambda m: m.do("put_below", TR, 3, m.word("indicator_name"), "小计"),
    "text in note and source": lambda m: m.do("put", TR, "TR01.SH", m.word("note"), "=1+1").do(
        "put", TR, "TR01.SH", m.word("source"), "年鉴 2020"
    ),
    "keys in small letters": lambda m: m.do("put", TR, "TR01.SH", "key", "tr01.sh"),
    "a formula in a cell": lambda m: formula(m, "TR01.SH", 2018, "=2*21", 42.0),
    "a date": lambda m: m.put("TR01.SH", 2018, {"date": 42000}),
    "a weight": lambda m: m.weigh("TR", 7.25).weigh("RS", 0.5),
    "window": lambda m: m.set("window_first", 2017).set("window_last", 2019),
    "window beyond the years": lambda m: m.set("window_last", 2025),
    "window of one year": lambda m: m.set("window_first", 2020),
    "window before the years": lambda m: m.set("window_first", 1990).set("window_last", 1999),
    "window with the base year": lambda m: m.set("window_first", 2014),
    "min-max": lambda m: m.set("method", "minmax"),
    "rank": lambda m: m.set("method", "rank"),
    "shares": lambda m: m.set("min_year_share", 1).set("min_city_share", 1).put("TR01.SH", 2018, None),
    "small shares": lambda m: m.set("min_year_share", 0.01).set("min_city_share", 0.01),
    "take the rest": lambda m: lack_a_pillar(m).set("missing_pillar", "rest"),
    "no index for one": lambda m: lack_a_pillar(m),
    "focus and benchmark": lambda m: m.set("focus", "GZ").set("benchmark", "HZ"),
    "band, factor, display": lambda m: m.set("gap_band", 0).set("step_factor", 50).set("display_mean", 0),
    "pasted once": lambda m: paste(m, 1),
    "pasted three times": lambda m: paste(paste(paste(m, 1), 2), 3),
}
REFUSED: dict[str, tuple[Edit, str]] = {
    "a key overwritten by an unknown one": (put(TR, "TR02.SH", "key", "TR02.XX"), "key"),
    "a key of another sheet": (put(TR, "TR02.SH", "key", "PE01.SH"), "key"),
    "a key duplicated": (put(TR, "TR02.SH", "key", "TR02.HZ"), "duplicate_key"),
    "a key of the row above": (put(TR, "TR02.HZ", "key", "TR02.SH"), "duplicate_key"),
    "a key deleted": (put(TR, "TR02.SH", "key", None), "no_key"),
    "a key with a joker": (put(TR, "TR02.SH", "key", "TR0*"), "key"),
    "a key as a number": (put(TR, "TR02.SH", "key", 5), "key"),
    "two keys swapped alone": (lambda m: m.do("type_swap", TR, "TR02.SH", "TR02.HZ", ["key"]), "label"),
    "a region key swapped alone": (lambda m: m.do("type_swap", RS, *region_keys(m), ["key"]), "label"),
    "an indicator's name overwritten": (put(TR, "TR02.SH", "indicator_name", "x"), "label"),
    "a city's name overwritten": (put(TR, "TR02.SH", "city_name", "杭州"), "label"),
    "a key below the block": (lambda m: m.do("put_below", TR, 1, "key", "TR01.SH"), "below"),
    "a row below the block": (
        lambda m: m.do("put_below", TR, 1, "key", "TR01.SH").do("put_below", TR, 1, 2018, 5),
        "below",
    ),
    "a number below the block": (lambda m: m.do("put_below", TR, 2, 2018, 5), "outside"),
    "a number beside, no title": (lambda m: m.do("put_beside", TR, "TR01.SH", 1, 5), "outside"),
    "a number beside, with a title": (
        lambda m: m.do("put_beside", TR, "", 1, 2021).do("put_beside", TR, "TR01.SH", 1, 5),
        "outside",
    ),
    "a number in an inserted column": (
        lambda m: m.do("insert", TR, "Columns", 2018, 1).do("put_right_of", TR, "TR01.SH", 2017, 5),
        "unheaded",
    ),
    "figures in an inserted row": (
        lambda m: m.do("insert", TR, "Rows", "TR03.SH", 1).do("put", TR, 11, 2018, 5),
        "no_key",
    ),
    "a year overwritten by another": (put(TR, "", 2018, 2017), "header"),
    "a year overwritten by a far one": (put(TR, "", 2018, 2030), "years"),
    "a year deleted": (put(TR, "", 2018, None), "years"),
    "a year as a word": (put(TR, "", 2018, "去年"), "years"),
    "a title overwritten": (put(TR, "", "city_name", "地方"), "header"),
    "a title deleted": (put(TR, "", "key", None), "header"),
    "a title twice": (put(TR, "", "note", "来源"), "header"),
    "a year's column deleted": (lambda m: m.do("remove", TR, "Columns", 2018), "years"),
    "the first year's column deleted": (lambda m: m.do("remove", TR, "Columns", m.years[0]), "years"),
    "the last year's column deleted": (lambda m: m.do("remove", TR, "Columns", m.years[-1]), "years"),
    "the key column deleted": (lambda m: m.do("remove", TR, "Columns", "key"), "header"),
    "the name column deleted": (lambda m: m.do("remove", TR, "Columns", m.word("city_name")), "header"),
    "a row deleted": (lambda m: m.do("remove", TR, "Rows", "TR02.SH"), "missing_row"),
    "the first row deleted": (lambda m: m.do("remove", TR, "Rows", "TR01.SH"), "missing_row"),
    "the last row deleted": (lambda m: m.do("remove", TR, "Rows", "TR08.GZ"), "missing_row"),
    "a city's row deleted": (lambda m: m.do("remove", "flow_cities", "Rows", "GZ"), "structure"),
    "a pillar's row deleted": (lambda m: m.do("remove", "flow_weights", "Rows", "PE"), "unknown_parent"),
    "an indicator's row deleted": (lambda m: m.do("remove", "flow_framework", "Rows", "TR08"), "structure"),
    "a setting's row deleted": (lambda m: m.do("remove", "flow_settings", "Rows", "method"), "setting"),
    "a sheet deleted": (lambda m: m.do("delete_sheet", m.built.book.layout.title("input:TR")), "name"),
    "the name of an input table deleted": (lambda m: m.do("delete_name", TR), "name"),
    "the name of the settings deleted": (lambda m: m.do("delete_name", "flow_settings"), "name"),
    "the name of the data deleted": (lambda m: m.do("delete_name", "flow_data"), "name"),
    "the name of the regions deleted": (lambda m: m.do("delete_name", "flow_regions"), "unknown_parent"),
    "the name of the remarks deleted": (lambda m: m.do("delete_name", "flow_remarks"), "name"),
    "a figure over a shared row": (put("flow_in_CA", "CA06.SH", 2018, 5), "shared_row"),
    "a text over a shared row": (put("flow_in_CA", "CA06.SH", 2018, "x"), "shared_row"),
    "a weight as text": (weight("5"), "weight"),
    "a weight of zero": (weight(0), "weight"),
    "a weight below zero": (weight(-5), "weight"),
    "a weight deleted": (weight(None), "weight"),
    "a weight of TRUE": (weight(True), "weight"),
    "a weight that is an error": (weight({"formula": "=NA()"}), "weight"),
    "a method unknown": (setting("method", "魔法"), "setting"),
    "a method deleted": (setting("method", None), "setting"),
    "a rule unknown": (setting("missing_pillar", "也许"), "setting"),
    "a focus unknown": (setting("focus", "南京"), "setting"),
    "a share of zero": (setting("min_year_share", 0), "setting"),
    "a share above one": (setting("min_city_share", 1.5), "setting"),
    "a share as text": (setting("min_year_share", "0.5"), "setting"),
    "a share deleted": (setting("min_indicator_share", None), "setting"),
    "a share of TRUE": (setting("min_year_share", True), "setting"),
    "a first year as text": (setting("window_first", "2016"), "setting"),
    "a first year with a fraction": (setting("window_first", 2016.5), "setting"),
    "a first year after the last": (setting("window_first", 2030), "setting"),
    "a last year deleted": (setting("window_last", None), "setting"),
    "a band below zero": (setting("gap_band", -1), "setting"),
    "a band as text": (setting("gap_band", "little"), "setting"),
    "a factor of one": (setting("step_factor", 1), "setting"),
    "a factor deleted": (setting("step_factor", None), "setting"),
    "a display sd of zero": (setting("display_sd", 0), "setting"),
    "a display mean as text": (setting("display_mean", "x"), "setting"),
    "a code of a setting overwritten": (put("flow_settings", "method", "key", "mthod"), "setting"),
    "a direction of two": (put("flow_framework", "TR01", "direction", 2), "direction"),
    "a direction as text": (put("flow_framework", "TR01", "direction", "up"), "direction"),
    "the window of the framework": (put("flow_meta", "window", "setting", "all years"), "meta"),
}
STRUCTURE: dict[str, Edit] = {
    "the entry word": put("flow_framework", "TR08", "entry", "水平"),
    "an entry word to increment": put("flow_framework", "TR01", "entry", "增量"),
    "the shared series": put("flow_framework", "CA06", "same_as", None),
    "the pillar of an indicator": put("flow_framework", "PE05", "pillar", "TR"),
    "the dimension of a pillar": put("flow_weights", "TR", "dimension", "D1"),
    "a region of a city": put("flow_cities", "GZ", "region", "YRD"),
    "a region's city": put("flow_regions", "YRD.1", "place", "NIJ"),
    "a rank of a region": put("flow_framework", "RS01", "region_rank", 2),
    "cities sorted": lambda m: m.do("sort", "flow_cities", "key", True),
    "indicators sorted": lambda m: m.do("sort", "flow_framework", "key", False),
    "region cities sorted": lambda m: m.do("sort", "flow_regions", "key", False),
    "pillars sorted": lambda m: m.do("sort", "flow_weights", m.word("weight"), True),
    "data sorted": lambda m: m.do("sort", "flow_data", m.years[0], False),
    "data sorted by city": lambda m: m.do("sort", "flow_data", m.word("city"), True),
    "data's years sorted": lambda m: m.do("sort_columns", "flow_data", m.years[0], False),
    "a year of the data": put("flow_data", "", 2018, 2030),
    "a year of the finder": lambda m: m.do("put", "flow_years", "", 2018, 2017),
    "a direction turned": lambda m: turn(m, "TR01"),
    "a key of the data": put("flow_data", "TR01.SH", "source_key", "TR01.HZ"),
    "a city of the data": put("flow_data", "TR01.SH", "city", "HZ"),
    "an indicator of the data": put("flow_data", "TR01.SH", "indicator", "TR02"),
    "a code of the scores": put("flow_scores", "TR01", "key", "TR02"),
    "a pillar of the scores": put("flow_scores", "TR01", "pillar", "PE"),
    "a code of the pillars": put("flow_pillars", "TR", "key", "PE"),
    "a code of the result": put("flow_result", "TR", "key", "PE"),
    "a dimension of the pillars": put("flow_pillars", "TR", "dimension", "D1"),
    "scores sorted": lambda m: m.do("sort", "flow_scores", "key", False),
    "pillar scores sorted": lambda m: m.do("sort", "flow_pillars", "key", False),
    "a formula of the data overwritten": put("flow_data", "TR01.SH", 2018, 5),
    "a formula of the scores overwritten": put("flow_scores", "TR01", "centre", 5),
    "a formula of the result overwritten": lambda m: m.do("put", "flow_result", "TR", "上海", 5),
    "the index overwritten": lambda m: m.do("put", "flow_result", "index", "上海", 5),
}
REMARKS: dict[str, tuple[Edit, int]] = {
    "not applicable beside a value": (lambda m: remark(m, 0, "TR01.SH", 2018, "not_applicable"), 1),
    "an unknown key": (lambda m: remark(m, 0, "TR01.XX", 2018, "revised"), 1),
    "a key with a joker": (lambda m: remark(m, 0, "TR01*", 2018, "revised"), 1),
    "an unknown year": (lambda m: remark(m, 0, "TR01.SH", 1999, "revised"), 1),
    "an unknown status": (lambda m: remark(m, 0, "TR01.SH", 2018, "perhaps"), 1),
    "a status alone": (lambda m: remark(m, 0, None, None, "revised"), 1),
    "two remarks that differ": (lambda m: remark(remark(m, 0, "TR01.SH", 2018, ""), 3, "TR01.SH", 2018, "revised"), 1),
    "the same remark twice": (lambda m: remark(remark(m, 0, "TR01.SH", 2018, ""), 3, "TR01.SH", 2018, ""), 0),
    "small letters, a year as text": (lambda m: remark(m, 2, "tr01.sh", "2018", "revised"), 0),
    "not applicable without a value": (
        lambda m: remark(m.put("TR01.SH", 2018, None), 0, "TR01.SH", 2018, "not_applicable"),
        0,
    ),
    "blanks": (lambda m: remark(m, 0, " ", None, " "), 0),
    "rows inserted": (
        lambda m: remark(m, 0, "TR01.XX", 2018, "revised").do("insert", "flow_remarks", "Rows", 1, 3),
        1,
    ),
    "a good remark among inserted rows": (
        lambda m: remark(m, 9, "TR01.SH", 2018, "revised").do("insert", "flow_remarks", "Rows", 5, 3),
        0,
    ),
}
TEXTS = (
    "１２３", "36,365.38", "1.2万", "-", "—", "…", "n.a.", "12%", "(123)", " ", "\u3000\u00a0", "12 345", "1O5", "'5",
    "五",
)  # fmt: skip
