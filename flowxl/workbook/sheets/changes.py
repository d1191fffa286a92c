"""The sheet 变更: what changed since last year's book, why each index moved, and what found no other place."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from flowxl.voice.text import Text
from flowxl.workbook import texts
from flowxl.workbook.book import Column, Columns, Value
from flowxl.workbook.declare import SheetSpec
from flowxl.workbook.grid import Field, Grid, Traits
from flowxl.workbook.layout import Layout

KEY = "changes"
KEPT = "flow_kept"
LONGEST = 32_000
"""Letters of a text; a cell takes 32,767."""
Row = tuple[Value, ...]

FIELDS: dict[str, dict[str, tuple[Text, float]]] = {
    "flow_summary": {
        "code": (texts.FIELDS["code"], 14),
        "label": (Text("事项", "What"), 40),
        "found": (texts.FIELDS["found"], 18),
    },
    "flow_moves": {
        "code": (texts.FIELDS["code"], 14),
        "city_name": (texts.FIELDS["city_name"], 40),
        "before": (Text("上一册指数", "Index before"), 18),
        "revised": (Text("数据修订", "Revised figures"), 18),
        "window": (Text("新的年份窗口", "New window"), 18),
        "framework": (Text("指标体系变动", "Framework"), 18),
        "after": (Text("本册指数", "Index now"), 18),
        "total": (Text("合计变动", "Change in all"), 18),
        "rank_before": (Text("上一册名次", "Rank before"), 12),
        "rank_after": (Text("本册名次", "Rank now"), 12),
        "fixed": (Text("按上一册基准的指数", "Index on last year's base"), 18),
    },
    "flow_changes": {
        "code": (texts.FIELDS["code"], 14),
        "name": (texts.FIELDS["name"], 40),
        "what": (Text("变动", "Change"), 18),
        "old": (Text("原为", "Was"), 18),
        "new": (Text("现为", "Is"), 18),
    },
    "flow_to_fill": {
        "code": (texts.FIELDS["code"], 14),
        "name": (texts.FIELDS["name"], 40),
        "cells": (Text("待填单元格", "Cells to fill"), 18),
    },
    KEPT: {
        "key": (texts.FIELDS["key"], 14),
        "name": (Text("指标、地区", "Indicator, place"), 40),
        "measure": (texts.FIELDS["measure"], 18),
        "what": (Text("原因", "Why"), 18),
        "source": (texts.FIELDS["source"], 18),
        "note": (texts.FIELDS["note"], 18),
    },
    "flow_listed": {
        "code": (Text("序", "No."), 14),
        "where": (Text("原位置", "Where it was"), 40),
        "what": (Text("情况", "What"), 18),
        "found": (Text("原内容", "What stood there"), 18),
        "now": (Text("现在", "Now"), 18),
    },
}
SHEET = SheetSpec(
    KEY,
    Text("变更", "Changes"),
    "checks",
    help=Text(
        "与上一册相比的变化。看趋势用“按上一册基准的指数”；看当年的相对位置用“本册指数”（每年重新标准化，均值为 0）。",
        "What changed since last year's book. For a trend use the index on last year's base; for the standing "
        "of {a unit} this year the index now, which is normalised anew every year.",
    ),
)
"""Added to a finished layout by ``with_changes``."""
CAPTIONS: dict[str, Text] = {
    "flow_moves": Text(
        "各{unit}指数为何变动（逐步重算，三步相加即合计）",
        "Why each index moved (each step a full computation; they add up)",
    ),
    "flow_changes": Text("指标体系的变动", "Changes of the framework"),
    "flow_to_fill": Text("待填报", "To be filled in"),
    KEPT: Text("不再填报的序列：数值保存于此", "Series without a place now: their figures are kept here"),
    "flow_listed": Text(
        "改写的引用、移动和未能带入的内容",
        "References rewritten, cells moved, and what could not be carried",
    ),
}
NUMBERS = {"before", "revised", "window", "framework", "after", "total", "fixed"}
COUNTS = {"rank_before", "rank_after", "cells"}


@dataclass(frozen=True)
class Changes:
    """Rows of the tables of 变更: each begins with its code or key; ``years`` are those of kept figures."""

    rows: dict[str, Sequence[Row]]
    years: tuple[int, ...] = ()
    kept: dict[str, dict[int, float]] = field(default_factory=dict)


def grids(changes: Changes, layout: Layout) -> list[Grid]:
    """Return the tables in order; the last grows without moving the others."""
    found = []
    for name, fields in FIELDS.items():
        rows = changes.rows.get(name, ())
        items = tuple(str(row[0]) for row in rows)
        titles = tuple(
            Field(key, layout.framework.unit.named(pair).of(layout.language), width)
            for key, (pair, width) in fields.items()
        )
        years = tuple(Field(f"year:{year}", str(year), 12.5) for year in changes.years) if name == KEPT else ()
        if items or name == KEPT:
            caption = CAPTIONS.get(name, Text("", ""))
            spare = 0 if items else 1
            found.append(Grid(name, items, (*titles, *years), spare=spare, traits=Traits(caption=caption)))
    return found


def with_changes(layout: Layout, changes: Changes, title: str = "") -> Layout:
    """Return a layout with the sheet 变更 at its end."""
    own = [(grid, 0) for grid in grids(changes, layout)]
    return layout.with_sheet(KEY, title or SHEET.title.of(layout.language), SHEET.role, own)


def columns(changes: Changes, layout: Layout) -> dict[str, Columns]:
    """Return the contents of the tables."""
    found: dict[str, Columns] = {}
    for name in (grid.name for grid in grids(changes, layout)):
        rows = changes.rows.get(name, ()) or [(None,) * len(FIELDS[name])]
        found[name] = {
            key: Column([_value(row[n]) for row in rows], _style(key, n)) for n, key in enumerate(FIELDS[name])
        }
        if name == KEPT:
            keys = [str(row[0]) for row in rows]
            for year in changes.years:
                values = [changes.kept.get(key, {}).get(year) for key in keys]
                found[name][f"year:{year}"] = Column(values, "number")
    return found


def _style(key: str, place: int) -> str:
    if place == 0:
        return "label"
    return "score" if key in NUMBERS else "integer" if key in COUNTS else "text"


def _value(value: Value) -> Value:
    if isinstance(value, float) and math.isnan(value):
        return None
    return value[:LONGEST] if isinstance(value, str) else value
