"""The workbook in LibreOffice with the add-in: the core answers every function, in cells of ours and in typed ones."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from support.command import KEY, ROOT, YEAR
from support.live import Rows, libreoffice, opened
from support.native import answers, find_names
from support.patch import set_cells
from support.ranges import TABLES, ranges_of
from support.xlsx_cells import Cells, column_letters, read_cells, split

from flowxl import __version__
from flowxl.api import read
from flowxl.udf.all_functions import UDFS
from flowxl.workbook.texts import badge

pytestmark = pytest.mark.libreoffice
COMMITTED = ROOT / "workbook" / "FlowIndex.xlsm"
CALL = re.compile(r"\bFLOW[A-Z]+\(")
LABELS = re.compile(r"(?:FLOWSCORE\(|flow_settings,)(\$[^,()]+),(\$[^,()]+)[,)]")
FALLBACK = re.compile(r",(?:([^,!()]+)!)?(\$[A-Z]+\$\d+:\$[A-Z]+\$\d+)\)\}$")
WRONG, GDP = 1000, 12345.678
TOLERANCE = 1e-12
FIGURES: Counter[str] = Counter()


@pytest.fixture(scope="module", autouse=True)
def _figures() -> Iterator[None]:
    """Say at the end how much was compared (shown by ``pytest -s``)."""
    yield
    print(f"\nfunctions in LibreOffice: {dict(FIGURES)}")  # noqa: T201


@pytest.fixture(params=["inside", "outside"])
def office(request):
    """Give a LibreOffice in which its own Python computes, or the worker."""
    return libreoffice(request.param)


def places(area: str) -> list[list[str]]:
    """Return the rows of references of a range."""
    first, _, last = area.replace("$", "").partition(":")
    (top, left), (bottom, right) = split(first), split(last or first)
    return [[f"{column_letters(c)}{r}" for c in range(left, right + 1)] for r in range(top, bottom + 1)]


def blocks(cells: Cells) -> dict[tuple[str, str], str]:
    """Return every array formula that calls our functions, by its sheet and the range that it fills."""
    found: dict[tuple[str, str], list[str]] = {}
    for (sheet, ref), (formula, _) in cells.items():
        if formula and CALL.search(formula):
            found.setdefault((sheet, formula), []).append(ref)
    return {(sheet, f"{refs[0]}:{refs[-1]}"): formula for (sheet, formula), refs in found.items()}


def spoiled(target: Path) -> Path:
    """Write a copy of our workbook with another figure, so that stored values are old, and wrong native formulas."""
    cells = read_cells(COMMITTED)
    changed: dict[tuple[str, str], Any] = {}
    for (home, _), block in blocks(cells).items():
        sheet, area = FALLBACK.search(block).groups()
        for ref in chain.from_iterable(places(area)):
            formula, value = cells[sheet or home, ref]
            if isinstance(value, float):
                wrong = f"{formula[1:]}+{WRONG}".replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                changed[sheet or home, ref] = f"><f>{wrong}</f><v>{value!r}</v></c>".encode()
    FIGURES["native formulas planted wrong"] = len(changed)
    sheet, first, last = find_names(COMMITTED)["flow_in_OE"]
    grid = places(f"{first}:{last}")
    row = next(line for line in grid if cells.get((sheet, line[0]), (None, ""))[1] == KEY)
    column = next(n for n, ref in enumerate(grid[0]) if cells[sheet, ref][1] == YEAR)
    return set_cells(COMMITTED, target, {**changed, (sheet, row[column]): GDP})


def far(found: Rows, expected: Sequence[Sequence[Any]]) -> float:
    """Return the largest difference of numbers, relative above 1; all else must be equal."""
    assert [len(row) for row in found] == [len(row) for row in expected]
    largest = 0.0
    for row, wanted in zip(found, expected, strict=True):
        for value, want in zip(row, wanted, strict=True):
            if isinstance(want, int | float):
                assert isinstance(value, float), (value, want)
                largest = max(largest, abs(value - want) / max(1.0, abs(want)))
            else:
                assert value == want
    return largest


def test_every_function_of_the_workbook_is_answered_by_the_core(office, tmp_path):
    """Stored values are old and the formulas behind are wrong, so that neither can be what the cells show."""
    path = spoiled(tmp_path / "spoiled.xlsm")
    formulas = blocks(read_cells(path))
    with opened(office, path) as document:
        areas = {place: document.rows(place[1], place[0]) for place in formulas}
        labels = {
            (place, area): [*chain.from_iterable(document.rows(area.replace("$", ""), place[0]))]
            for place, formula in formulas.items()
            for area in LABELS.search(formula).groups()
        }
        shown, native = document.badge(), document.table("flow_native")
        saved = document.save(tmp_path / "saved.xlsx")
    data = read(saved)
    expected = answers(data.compute())
    assert shown == badge("core", "zh", __version__) == data.badge
    assert any(value > WRONG / 2 for row in native for value in row if isinstance(value, float))
    largest, cells = 0.0, 0
    for place, formula in formulas.items():
        both = [labels[place, area] for area in LABELS.search(formula).groups()]
        items, cities = sorted(both, key=lambda line: line[0] == "上海")
        largest = max(largest, far(areas[place], [[expected[item, city] for city in cities] for item in items]))
        cells += len(items) * len(cities)
    assert cells == sum(1 for formula, _ in read_cells(COMMITTED).values() if formula and CALL.search(formula)) > 700
    assert largest <= TOLERANCE
    assert data.observations.values[data.framework.series_position[KEY], data.observations.years.index(YEAR)] == GDP
    FIGURES["FLOW cells of the workbook"] = cells
    FIGURES["largest difference"] = max(FIGURES["largest difference"], largest)


OURS = ";".join(TABLES)
CALLS = {udf.name: udf.call for udf in UDFS}
CITIES, ITEMS = (("上海", "北京", "广州"),), (("CA",), ("OE",), ("TR",))
ROW, COLUMN, NUMBERS = "B1:D1", "A2:A4", "B2:D4"
VALUES = ((3.0, "", 5.0), (4.0, 1.5, 5.0), (8.0, -2.0, 5.0))
TYPED: dict[str, tuple[str, str, tuple[Any, ...]]] = {
    # name: formula with tables left out, formula with tables, arguments; None stands for a table
    "an index": ('FLOWINDEX("上海")', f'FLOWINDEX("上海";{OURS})', ("上海", *TABLES)),
    "all indices": ("FLOWINDEX()", f"FLOWINDEX(;{OURS})", (None, *TABLES)),
    "a pillar": ('FLOWSCORE("上海";"资金流")', f'FLOWSCORE("上海";"资金流";{OURS})', ("上海", "CA", *TABLES)),
    "a dimension": ('FLOWSCORE("SH";"经济型")', f'FLOWSCORE("SH";"ECON";{OURS})', ("上海", "ECON", *TABLES)),
    "scores": (f"FLOWSCORE({ROW};{COLUMN})", f"FLOWSCORE({ROW};{COLUMN};{OURS})", (CITIES, ITEMS, *TABLES)),
    "a rank": ('FLOWRANK("Guangzhou")', f'FLOWRANK("广州市";;{OURS})', ("广州", None, *TABLES)),
    "a rank in a pillar": ('FLOWRANK("广州";"OE")', f'FLOWRANK("广州";"OE";{OURS})', ("广州", "OE", *TABLES)),
    "ranks": (f"FLOWRANK({ROW};{COLUMN})", f"FLOWRANK({ROW};{COLUMN};{OURS})", (CITIES, ITEMS, *TABLES)),
    "a mean": ('FLOWMEAN("上海";"oe07")', f'FLOWMEAN("上海";"OE07";{OURS})', ("上海", "OE07", *TABLES)),
    "means": (f'FLOWMEAN({ROW};"OE07")', f'FLOWMEAN({ROW};"OE07";{OURS})', (CITIES, "OE07", *TABLES)),
    "Table 2": ("FLOWTABLE()", f"FLOWTABLE({OURS})", TABLES),
    "part of it": (f"FLOWTABLE(;;;{COLUMN};{ROW})", f"FLOWTABLE({OURS};{COLUMN};{ROW})", (*TABLES, ITEMS, CITIES)),
    "gaps": ('FLOWGAP("上海";"北京")', f'FLOWGAP("上海";"北京";{OURS})', ("上海", "北京", *TABLES)),
    "z-scores": (f"FLOWZ({NUMBERS})", f"FLOWZ({NUMBERS};1;1)", (VALUES,)),
    "other z-scores": (f"FLOWZ({NUMBERS};0;-1)", f"FLOWZ({NUMBERS};0;-1)", (VALUES, 0.0, -1.0)),
    "a z-score": ("FLOWZ(B2)", "FLOWZ(B2;1;1)", (3.0,)),
    "items": (f"FLOWDELPHI({NUMBERS};8)", f"FLOWDELPHI({NUMBERS};8;0)", (VALUES, 8.0)),
    "items in rows": (f"FLOWDELPHI({NUMBERS};;1)", f"FLOWDELPHI({NUMBERS};;1)", (VALUES, None, 1.0)),
    "concordance": (f"FLOWKENDALL({NUMBERS})", f"FLOWKENDALL({NUMBERS};0)", (VALUES,)),
    "coverage": ("FLOWCOVERAGE()", f"FLOWCOVERAGE(;{OURS})", (None, *TABLES)),
    "coverage of a city": ('FLOWCOVERAGE("杭州")', f'FLOWCOVERAGE("杭州";{OURS})', ("杭州", *TABLES)),
}


def test_every_function_can_be_typed(office):
    """Short and long, a cell and an array over its full range give what the function gives in Python."""
    tables = dict(zip(TABLES, ranges_of(COMMITTED), strict=True))
    cells: dict[str, Any] = {
        ref: value
        for area, rows in ((ROW, CITIES), (COLUMN, ITEMS), (NUMBERS, VALUES))
        for refs, row in zip(places(area), rows, strict=True)
        for ref, value in zip(refs, row, strict=True)
        if value != ""
    }
    expected: dict[str, list[list[Any]]] = {}
    top = 10
    for short, long, arguments in TYPED.values():
        given = [tables.get(one, one) if isinstance(one, str) else one for one in arguments]
        value = CALLS[CALL.match(short)[0][:-1]](*given)
        rows = value if isinstance(value, list) else [[value]]
        for left, formula in ((1, short), (12, long)):
            first, last = (
                f"{column_letters(left)}{top}",
                f"{column_letters(left + len(rows[0]) - 1)}{top + len(rows) - 1}",
            )
            area = f"{first}:{last}"
            cells[first if isinstance(value, float | str) else area] = f"={formula}"
            expected[area] = rows
        top += len(rows) + 1
    with opened(office, COMMITTED) as document:
        document.fill(cells)
        found = document.do("cells", places=[("mine", area) for area in expected])
        assert document.typed("=FLOWSTATUS()", sheet="status")[0].startswith(badge("core", "zh", __version__))
    largest = max(far(rows, wanted) for rows, wanted in zip(found, expected.values(), strict=True))
    assert largest <= TOLERANCE
    FIGURES["formulas typed"] = len(expected) + 1
    FIGURES["largest difference"] = max(FIGURES["largest difference"], largest)
