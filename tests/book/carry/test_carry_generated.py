"""Formulas of ours are known again after cells were inserted or sorted; what a person changed is still listed."""

import pytest
from support.books import built
from support.edits import Model
from support.engines import need
from support.patch import set_cells

from flowxl.carry.cell_moves import OldTable
from flowxl.carry.generated import AsGenerated
from flowxl.cycle.roll import RollOptions, roll
from flowxl.ooxml.addresses import a1
from flowxl.ooxml.package import NameTarget
from flowxl.workbook.grid import Area, Field, Grid
from flowxl.workbook.layout import Layout

TR = "flow_in_TR"
EDITS = {
    "rows inside": ["insert", TR, "Rows", 3, 2],
    "rows above": ["insert", TR, "Rows", None, 2],
    "columns left": ["insert", TR, "Columns", None, 2],
    "a column inside the years": ["insert", TR, "Columns", 2016, 1],
    "a row among the weights": ["insert", "flow_weights", "Rows", 2, 1],
    "a column left of the scores": ["insert", "flow_scores", "Columns", "key", 1],
    "a row inside the result": ["insert", "flow_result", "Rows", 2, 1],
    "figures sorted": ["sort", TR, 2016, False],
    "weights sorted": ["sort", "flow_weights", "key", False],
}


@pytest.mark.libreoffice
@pytest.mark.parametrize("edit", EDITS)
def test_formulas_that_followed_their_cells_are_ours(edit, tmp_path):
    """LibreOffice rewrites hundreds of them; a person changed none."""
    need("libreoffice")
    old = Model(built("mixed")).do(*EDITS[edit]).save(tmp_path / "old.xlsx")
    assert roll(old, tmp_path / "new.xlsx", RollOptions(2021)).findings == ()


@pytest.mark.libreoffice
def test_a_formula_that_a_person_changed_there_is_listed(tmp_path):
    """Also one that differs from ours in nothing but where a range ends."""
    need("libreoffice")
    book = built("mixed").book
    data, scores = book.layout.areas["flow_data"], book.layout.areas["flow_scores"]
    first = next(n for n, item in enumerate(data.grid.items) if item.startswith("TR01"))
    changed = {
        f"数据汇总!{a1(*data.position(first, 'row'))}": "=IFERROR(MATCH($I126;$交通流.$A$6:$A$30;0);0)",
        f"{scores.sheet}!{a1(*scores.position(1, 'sd'))}": "=1+1",
    }
    model = Model(built("mixed")).do(*EDITS["rows inside"])
    for where, formula in changed.items():
        model.do("put_at", *where.split("!"), {"formula": formula})
    found = roll(model.save(tmp_path / "old.xlsx"), tmp_path / "new.xlsx", RollOptions(2021)).findings
    assert {(f.kind, f.where) for f in found} == {("not_carried", where) for where in changed}


def test_a_text_over_a_status_line_is_listed(tmp_path):
    """The line of ours takes its place again."""
    sheet = built("mixed").book.layout.areas[TR].sheet
    old = set_cells(built("mixed").path, tmp_path / "old.xlsx", {(sheet, "A3"): "等统计局答复"})
    found = roll(old, tmp_path / "new.xlsx", RollOptions(2021)).findings
    assert [(f.kind, f.where, f.found) for f in found] == [("not_carried", f"{sheet}!A3", "等统计局答复")]


def generated(rows: tuple[str | None, ...]) -> AsGenerated:
    """Return the rewriter of a file in which a table of four items stands in some order two rows too low."""
    grid = Grid("t", ("a", "b", "c", "d"), (Field("key", "Key"), Field("x", "X")))
    layout = Layout(built("mixed").book.layout.framework, (), "zh", (), {"t": Area(grid, "S", 4, 0)})
    area = NameTarget("S", 7, 1, 7 + len(rows) - 1, 2)
    found = AsGenerated.of({"S": [OldTable("t", area, False, rows, ("key", "x"))]}, layout)
    found.places.sheets["S"] = "S"
    return found


@pytest.mark.parametrize(
    ("rows", "old", "new"),
    [
        (("", "a", "b", "c", "d"), "SUM($B$8:$B$11)+B8", "SUM($B$6:$B$9)+B6"),
        (("", "a", None, "b", "c", None, "d"), "SUM(B8:B13)", "SUM(B6:B9)"),
        (("", "d", "b", "c", "a"), "SUM(B8:B11)+S!A8", "SUM(B6:B9)+S!A9"),
        (("", "a", "d", "b", "c"), "SUM(B8:B9)", "SUM(#REF!)"),  # the first and the last, but not what is between
        (("", "a", "b", "c", "d"), "SUM(B8:B10)", "SUM(B6:B8)"),
    ],
)
def test_references_go_back_to_where_their_cells_were_generated(rows, old, new):
    """A range in a sorted table that leaves cells out is never taken for the whole one."""
    assert generated(rows).rewrite(old, "S") == new
