"""Saving in LibreOffice with the add-in: nothing of ours is lost, and formulas keep the names that Excel knows."""

import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.command import ROOT
from support.live import libreoffice, opened
from support.native import find_names
from support.vba_readers import modules_of
from support.xlsx_cells import Cells, Value, is_number, read_cells, sheet_parts

from flowxl import __version__
from flowxl.api import read
from flowxl.workbook.texts import badge

pytestmark = pytest.mark.libreoffice
COMMITTED = ROOT / "workbook" / "FlowIndex.xlsm"
MINE = {
    "A1": '=FLOWINDEX("上海")',
    "A2": '=IFERROR(FLOWSCORE("上海";"CA";flow_data;flow_weights;flow_settings);0)',
    "C1:E6": "=FLOWINDEX()",
    "G1:M14": "=FLOWTABLE(flow_data;flow_weights;flow_settings)",
}
"""What a person types on a sheet of their own."""
STORED = {
    "A1": '=FLOWINDEX("上海")',
    "A2": '=IFERROR(FLOWSCORE("上海","CA",flow_data,flow_weights,flow_settings),0)',
    **{ref: "{=FLOWINDEX()}" for ref in ("C1", "E1", "C6", "E6")},
    **{ref: "{=FLOWTABLE(flow_data,flow_weights,flow_settings)}" for ref in ("G1", "M1", "G14", "M14")},
}
KEPT = ("dataValidation", "cfRule", "hyperlink", "sheetProtection", "pane")
FOREIGN = re.compile(rb"_xll\.|_xlfn\.|com\.sun|org\.flowxl")
SHEET_TWICE = re.compile(r"(:)[^:!,()]+!")
CLASS = "Option ClassModule"
"""What LibreOffice writes into a class, also into the file."""
DIGITS = 5e-15
"""LibreOffice stores 15 digits."""


@dataclass(frozen=True)
class Stored:
    """What a file holds."""

    cells: Cells
    names: dict[str, tuple[str, str, str]]
    sheets: list[tuple[str, str]]
    elements: Counter[str]
    charts: int
    texts: bytes

    @classmethod
    def of(cls, path: Path) -> "Stored":
        """Read a file."""
        with zipfile.ZipFile(path) as package:
            sheets = [(part.name, part.state) for part in sheet_parts(package)]
            parts = [package.read(part.path).decode() for part in sheet_parts(package)]
            charts = sum(name.startswith("xl/charts/chart") for name in package.namelist())
            texts = b"".join(package.read(name) for name in package.namelist() if name.endswith(".xml"))
        elements = Counter({tag: sum(part.count(f"<{tag} ") for part in parts) for tag in KEPT})
        return cls(read_cells(path), find_names(path), sheets, elements, charts, texts)

    def formulas(self) -> dict[tuple[str, str], str]:
        """Return every formula; a reference may name its sheet once or twice."""
        return {place: SHEET_TWICE.sub(r"\1", text) for place, (text, _) in self.cells.items() if text}

    def ours(self, sheet: str) -> "Stored":
        """Return the same without a sheet."""
        cells = {place: cell for place, cell in self.cells.items() if place[0] != sheet}
        return Stored(cells, self.names, [s for s in self.sheets if s[0] != sheet], self.elements, self.charts, b"")


def same(one: Value, other: Value) -> bool:
    """Say whether two stored values are equal as far as LibreOffice stores them."""
    if is_number(one) and is_number(other):
        return abs(one - other) <= DIGITS * max(abs(one), abs(other))
    return one == other


def statements(path: Path) -> dict[str, list[str]]:
    """Return the lines of every module that has any, without what LibreOffice drops or adds: attributes, its mark."""
    found = {}
    for name, source in modules_of(path).items():
        lines = [line.strip() for line in source.splitlines()]
        found[name] = [line for line in lines if line and not line.startswith(("Attribute ", CLASS))]
    return {name: lines for name, lines in found.items() if lines}


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
def test_saving_and_opening_again_loses_nothing(tmp_path, suffix):
    """Cells, names, checks of entries, colours, links, protection, charts and macros are there after two savings."""
    office = libreoffice("inside")
    first, second = tmp_path / f"first{suffix}", tmp_path / f"second{suffix}"
    with opened(office, COMMITTED, protected=True) as document:
        document.fill(MINE)
        before = document.rows("A1:M14")
        document.save(first)
    with opened(office, first, protected=True) as document:
        assert document.rows("A1:M14") == before
        assert document.badge() == badge("core", "zh", __version__)
        document.save(second)
    original = Stored.of(COMMITTED)
    for path in (first, second):
        saved = Stored.of(path)
        assert not FOREIGN.search(saved.texts)
        assert {ref: saved.cells["mine", ref][0] for ref in STORED} == STORED
        ours = saved.ours("mine")
        assert (ours.names, ours.sheets, ours.charts) == (original.names, original.sheets, original.charts)
        assert ours.elements == original.elements
        assert ours.formulas() == original.formulas()
        texts = {place for place, (formula, _) in original.cells.items() if formula is None}
        other = [place for place in texts if not same(original.cells[place][1], ours.cells.get(place, (None, ""))[1])]
        assert other == []
        if suffix == ".xlsm":
            assert statements(path) == statements(COMMITTED)
        data, shipped = read(path), read(COMMITTED)
        assert data.observations.values.tobytes() == shipped.observations.values.tobytes()
        assert data.badge == badge("core", "zh", __version__)
        assert data.differences(shipped.compute()) == []
