"""Edits in an open workbook: what is shown follows without being told to compute, and the saved file agrees."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from support.books import Built, make, mixed
from support.edit_cases import RS, TR, Edit, lack_a_pillar, region_keys, whole_row
from support.edits import Model, judge
from support.live import Cell, Document, libreoffice, opened, until
from support.native import answers
from support.tiers import amount

from flowxl import __version__
from flowxl.core.settings import Settings
from flowxl.udf.macros import macros
from flowxl.workbook.texts import badge
from flowxl.workbook.writing.writer import write_book

pytestmark = pytest.mark.libreoffice
BADGE = badge("core", "zh", __version__)
ASKED = {
    "A1": '=FLOWINDEX("上海")',
    "A2": '=FLOWINDEX("上海";flow_data;flow_weights;flow_settings)',
    "A3": '=FLOWRANK("上海")*10',
    "A4": '=FLOWSCORE("上海";"TR01")',
    "A5": "=FLOWSTATUS()",
    "C1:E6": "=FLOWINDEX()",
}
"""What a person types on a sheet of their own; all but the second ask for tables by no reference."""
NEAR = 1e-9
COUNTS: Counter[str] = Counter()
LARGEST = {"shown and core": 0.0, "native formulas and core": 0.0}


@pytest.fixture(scope="module", autouse=True)
def _figures() -> Iterator[None]:
    """Say at the end what became of the edits (shown by ``pytest -s``)."""
    yield
    print(f"\nedits in LibreOffice: {dict(COUNTS)}, largest differences {LARGEST}")  # noqa: T201


@pytest.fixture(params=amount("kinds", ["inside"]))
def office(request):
    """Give a LibreOffice in which its own Python computes, or the worker."""
    return libreoffice(request.param)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Built:
    """Build a workbook whose cells call functions: four pillars, ten years, all figures there."""
    observations = mixed(demo=True, years=10)
    path = tmp_path_factory.mktemp("live") / "live.xlsm"
    made = make(path, observations, Settings(observations.framework.window))
    book = replace(made.book, functions=True)
    write_book(book, path, None, macros(len(book.layout.sheets), book.language))
    return Built(path, book)


def block(m: Model) -> Model:
    """Paste five rows of ten years, with a text, full-width digits and a blank among the figures."""
    rows: list[list[Any]] = [[10.5 * row + column * column for column in range(10)] for row in range(1, 6)]
    rows[1][3], rows[2][4], rows[4][9] = "约 1.2万", "１２３", None
    keys = [f"TR03.{city}" for city in m.framework.city_codes]
    for key, line in zip(keys, rows, strict=True):
        for year, value in zip(m.years[-10:], line, strict=True):
            m.put(key, year, value)
            m.ops.pop()
    return m.do("paste_foreign", TR, keys[0], m.years[-10], rows)


EDITS: dict[str, Edit] = {
    "nothing": lambda m: m,
    "a figure typed": lambda m: m.put("TR01.SH", 2018, 43210.5),
    "a figure cleared": lambda m: m.put("TR01.HZ", 2016, None),
    "a block pasted": block,
    "a weight changed": lambda m: m.weigh("CA", 6.5),
    "another method": lambda m: m.set("method", "minmax"),
    "another window": lambda m: m.set("method", "zscore").set("window_first", 2013),
    "two rows swapped by cutting": lambda m: m.do("cut_swap", TR, "TR02.SH", "TR06.BJ"),
    "two rows swapped by typing": lambda m: m.do("type_swap", RS, *region_keys(m), whole_row(m)),
    "a row inserted": lambda m: m.do("insert", TR, "Rows", "TR03.BJ", 1),
    "a column inserted": lambda m: m.do("insert", TR, "Columns", 2018, 1),
    "rows inserted above the data": lambda m: m.do("insert", "flow_data", "Rows", 1, 1),
    "a sheet renamed": lambda m: m.do("rename", m.built.book.layout.title("input:TR"), "Traffic 'new' & more"),
    "a pillar emptied, the rest taken": lambda m: lack_a_pillar(m).set("missing_pillar", "rest"),
    "a figure typed at last": lambda m: m.put("PE01.SH", 2015, 1.5),
}


FEW = ("a figure typed", "a block pasted", "another method", "two rows swapped by cutting", "a figure typed at last")
"""Edits for the worker: who computes makes no difference to LibreOffice."""


def difference(found: Cell, expected: float | str) -> float:
    """Return how far a cell is from what it should be, relative above 1; a text must be equal."""
    if isinstance(found, float) and isinstance(expected, float):
        return abs(found - expected) / max(1.0, abs(expected))
    assert found == expected
    return 0.0


def titled(document: Document, name: str) -> dict[tuple[Cell, Cell], Cell]:
    """Return the cells of a table by code and title."""
    titles, *rows = document.table(name)
    return {(row[0], title): value for row in rows if row[0] for title, value in zip(titles, row, strict=True)}


def check(document: Document, model: Model, path: Any) -> None:
    """Compare what is shown now with the core's reading of the saved file, and that with the model."""
    expected = answers(model.result())
    shown = {**titled(document, "flow_dimensions"), **titled(document, "flow_scores")}
    shown |= {**titled(document, "flow_pillars"), **titled(document, "flow_result")}
    mine, table = [row[0] for row in document.rows("A1:A5")], document.rows("C1:E6")
    checks = titled(document, "flow_checks")
    verdict = judge(model, document.save(path))
    assert verdict.outcome == "right", verdict.details
    assert verdict.data.badge == BADGE
    result = verdict.data.compute()
    assert verdict.data.differences(result) == []
    core = answers(result)
    assert core.keys() == expected.keys()
    off = max(difference(shown[place], value) for place, value in core.items())
    index, rank = core["index", "上海"], core["rank", "上海"]
    wanted = [index, index, rank * 10, core["TR01", "上海"] or ["#N/A"]]
    off = max(off, *(difference(a, b) for a, b in zip(mine[:4], wanted, strict=True)))
    assert mine[4].startswith(BADGE)
    cities = [city.name.zh for city in result.framework.cities]
    wanted = [["城市", "指数", "名次"], *([c, core["index", c], core["rank", c]] for c in cities)]
    off = max(
        off,
        *(difference(a, b) for line, want in zip(table, wanted, strict=True) for a, b in zip(line, want, strict=True)),
    )
    assert off <= NEAR
    for what, found in zip(LARGEST, (off, verdict.largest), strict=True):
        LARGEST[what] = max(LARGEST[what], found)
    assert {level for (_, title), level in checks.items() if title == "级别"} <= {0.0, 1.0}
    assert (checks["engine", "级别"], checks["answered", "级别"]) == (0.0, 0.0)
    assert checks["answered", "发现"] == BADGE


def test_what_is_shown_follows_every_edit(office, made, tmp_path):
    """One edit after the other in one open document, for the worker some; nobody asks it to compute anew."""
    model = Model(made)
    with opened(office, made.path) as document:
        document.fill(ASKED)
        for number, name in enumerate(EDITS if office.kind == "inside" else FEW):
            edit = EDITS[name]
            before = len(model.ops)
            edit(model)
            document.edit(*model.ops[before:])
            try:
                check(document, model, tmp_path / f"{number}.xlsx")
            except AssertionError as error:
                error.add_note(f"after the edit: {name}")
                raise
            COUNTS["right"] += 1


def test_what_cannot_be_used_is_told_and_its_repair_is_seen(office, made):
    """While a weight is a word the native formulas show; when it is a number again the core answers again."""
    with opened(office, made.path) as document:
        document.fill(ASKED)
        right = document.rows("A1:E6")
        document.edit(["put", "flow_weights", "CA", "权重", "五"])
        short, long, _, _, status = (row[0] for row in document.rows("A1:A5"))
        assert (short, long) == (["#VALUE!"], ["#VALUE!"])
        assert document.badge() == badge("native", "zh", __version__)
        assert "weights" in status
        assert "五" in status
        document.edit(["put", "flow_weights", "CA", "权重", float(made.book.framework.pillars[2].weight)])
        assert document.rows("A1:E6")[:4] == right[:4]
        assert document.badge() == BADGE


def test_answers_do_not_pile_up(office, made):
    """After 200 edits the add-in keeps as many answers as before, and none when the document is closed."""
    with opened(office, made.path) as document:
        document.fill(ASKED)
        document.edit(["put", "flow_in_TR", "TR01.SH", 2018, 0.5])
        document.rows("A1:E6")  # what nobody looks at is not computed
        before = office.look()
        for number in range(20):
            document.edit(*(["put", "flow_in_TR", "TR01.SH", 2018, 10.0 * number + k] for k in range(10)))
            short, long = (row[0] for row in document.rows("A1:A2"))
            assert short == pytest.approx(long, rel=NEAR)
        after = office.look()
    assert (before["books"], before["live"]) == (after["books"], after["live"]) == (1, len(ASKED) - 1)
    assert after["listeners"] <= before["listeners"] + 1
    assert after["fixed"] <= before["fixed"] + 1
    kept = ("books", "live", "fixed", "listeners", "alive")
    until(lambda: [office.look()[key] for key in kept] == [0, 0, 0, 0, 0], "an end of all answers")
