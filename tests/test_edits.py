"""Every edit a person may make: core, native formulas and an independent model agree, or the book is refused."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import engines
import pytest
from books import built
from edits import Model, Verdict, judge

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]
TR, RS = "flow_in_TR", "flow_in_RS"
COUNTS: dict[str, int] = {}
Edit = Callable[[Model], object]

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
    "rows above the result": lambda m: m.do("insert", "flow_result", "Rows", None, 2),
    "the table moved on its sheet": lambda m: m.do("move_table", TR, m.built.book.layout.title("input:TR"), "H80"),
    "the table moved to a new sheet": lambda m: m.do("add_sheet", "新表", 2).do("move_table", TR, "新表", "C7"),
    "region cities moved": lambda m: m.do("add_sheet", "新表", 2).do("move_table", RS, "新表", "A9"),
    "two rows swapped by cutting": lambda m: m.do("cut_swap", TR, "TR02.SH", "TR02.HZ"),
    "two far rows swapped by cutting": lambda m: m.do("cut_swap", TR, "TR02.SH", "TR06.BJ"),
    "two rows swapped by typing": lambda m: m.do("type_swap", TR, "TR02.SH", "TR02.HZ", whole_row(m)),
    "region rows swapped by typing": lambda m: m.do("type_swap", RS, "RS02.FOS", "RS03.TAS", whole_row(m)),
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


def whole_row(m: Model) -> list[str | int]:
    """Titles of what a person retypes of a row."""
    return ["key", *(m.word(key) for key in ("indicator_name", "city_name", "measure", "source", "note")), *m.years]


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


def check(name: str, tmp_path: Path, edit: Edit, base: str = "mixed") -> Verdict:
    """Make an edit and judge what became of the book."""
    engines.need("libreoffice")
    model = Model(built(base))
    edit(model)
    verdict = judge(model, model.save(tmp_path / "edited.xlsx"))
    COUNTS[verdict.outcome] = COUNTS.get(verdict.outcome, 0) + 1
    assert verdict.outcome != "wrong", (name, verdict.details)
    return verdict


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_edit_keeps_all_three_together(tmp_path, name):
    """Core, formulas and model agree, and nothing is called a fault."""
    verdict = check(name, tmp_path, ORDINARY[name])
    assert verdict.outcome == "right", verdict.details
    assert not verdict.kinds
    assert verdict.native.level < 2, verdict.native.levels
    assert verdict.native.errors == 0
