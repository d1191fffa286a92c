"""Read a workbook that people edited: tables by the file's names, rows by their keys, never by a fixed address.

What a number is, is the same here, in the formulas and in the functions: a numeric cell counts, a blank is missing,
anything else counts as missing and is a fault.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from flowxl.core.faults import Fault, FlowXLError
from flowxl.core.framework import Framework, Language
from flowxl.core.index import compute
from flowxl.core.panel import Observations, Remark
from flowxl.core.result import Result
from flowxl.core.settings import Settings
from flowxl.excel import texts
from flowxl.excel.package import Package
from flowxl.excel.precheck import precheck
from flowxl.excel.reader_data import read_years
from flowxl.excel.reader_inputs import BadCell, InputReader, Series
from flowxl.excel.reader_structure import read_framework, read_settings
from flowxl.excel.shown import Shown, badge, differences, read_shown
from flowxl.excel.tables import Cell, Table, Tables


@dataclass(frozen=True, eq=False)
class BookData:
    """What a workbook holds.

    Attributes
    ----------
    framework, observations, weights, settings
        As the file carries them.
    language
        Language of its sheets.
    faults
        Cells that hold something else than a number, and other doubtful entries; they count as missing.

    Notes
    -----
        Things that are kept and not used, or used and worth a look.
    """

    path: Path
    framework: Framework
    observations: Observations
    weights: np.ndarray
    settings: Settings
    language: Language
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    bad_cells: tuple[BadCell, ...] = ()
    shown: Shown = field(default_factory=dict)

    def compute(self) -> Result:
        """Compute the index from what was read."""
        return compute(self.observations.panel(), self.settings, self.weights)

    def differences(self, result: Result) -> list[Fault]:
        """Return where the file's own formulas show another value than the core computes."""
        return differences(self.shown, result)

    @property
    def badge(self) -> str:
        """Who computed what the file shows: the worksheet functions with their version, or the native formulas."""
        return badge(self.shown)


def read_book(path: str | Path) -> BookData:
    """Read a workbook.

    Raises
    ------
    FlowXLError
        If the file is unsafe or no workbook of ours, or if its tables cannot be told apart surely; with every fault.
    """
    path = Path(path)
    warnings = precheck(path).warnings
    with Package.open(path) as package:
        tables = Tables(package)
        if not any(tables.names(prefix) for prefix in ("flow_meta", "flow_in_", "flow_framework")):
            fault = Fault("not_ours", path.name, "none of FlowXL's names", "a workbook made by FlowXL")
            raise FlowXLError(f"{path.name} is a workbook, but not one of FlowXL.", [fault])
        framework = read_framework(tables)
        settings = read_settings(tables, framework) if framework else None
        if framework is None or settings is None:
            raise FlowXLError(f"{path.name} cannot be read surely; nothing was computed.", tables.faults)
        years = read_years(tables, framework)
        reader = InputReader(tables, framework, years)
        found = [reader.read(pillar.code) for pillar in framework.pillars]
        reader.check_missing()
        remarks = _read_remarks(tables, framework, reader)
        if tables.faults:
            raise FlowXLError(f"{path.name} cannot be read surely; nothing was computed.", tables.faults)
        series = {key: entry for part in found for key, entry in part.items()}
        observations = _observations(framework, years, series, remarks)
        shown = read_shown(tables, framework)
        language: Language = "zh" if any(s == texts.SHEETS["about"][0] for s in package.sheet_names) else "en"
    return BookData(
        path=path,
        framework=framework,
        observations=observations,
        weights=framework.weights,
        settings=settings,
        language=language,
        faults=tuple(reader.value_faults),
        notes=(*warnings, *tables.notes),
        bad_cells=tuple(reader.bad_cells),
        shown=shown,
    )


def _observations(
    framework: Framework, years: tuple[int, ...], series: dict[str, Series], remarks: dict[tuple[str, int], Remark]
) -> Observations:
    values = np.array([series[entry.key].values for entry in framework.series], dtype=np.float64)
    return Observations(
        framework,
        years,
        values.reshape(len(framework.series), len(years)),
        {key: entry.source for key, entry in series.items() if entry.source},
        {key: entry.note for key, entry in series.items() if entry.note},
        remarks,
    )


def _read_remarks(tables: Tables, framework: Framework, reader: InputReader) -> dict[tuple[str, int], Remark]:
    """Read what is said about single values; a remark that fits no value is a fault, and is not used."""
    most = len(framework.series) * len(reader.years)
    table = tables.find("flow_remarks", ("key", "year", "status", "source", "note"), most=most)
    remarks: dict[tuple[str, int], Remark] = {}
    if table is None:
        return remarks
    keys = {key.lower(): key for key in framework.series_position}
    for row in table.rows:
        cells = {key: table.field(row, key) for key in table.columns}
        if not any(cell.text for cell in cells.values()):
            continue
        key = keys.get(cells["key"].text.lower())
        year = int(cells["year"].text) if cells["year"].text.isdecimal() else None
        status = texts.word_code(cells["status"].text, texts.STATUS_WORDS) if cells["status"].text else None
        wrong = _remark_faults(cells, key, year, status, reader)
        reader.value_faults.extend(wrong)
        if not wrong and key and year:
            remark = Remark(status, cells["source"].text, cells["note"].text)  # type: ignore[arg-type]
            if remarks.setdefault((key, year), remark) != remark:
                reader.value_faults.append(
                    Fault("remark", cells["key"].where, f"{key} {year} twice", "one remark for each value")
                )
    _check_below(table, reader)
    return remarks


def _remark_faults(
    cells: dict[str, Cell], key: str | None, year: int | None, status: str | None, reader: InputReader
) -> list[Fault]:
    words = ", ".join(texts.pick(pair, "zh") for pair in texts.STATUS_WORDS.values())
    tests = (
        (key is None, "key", "the key of an input row, e.g. TR08.SH"),
        (year not in reader.years, "year", f"a year from {reader.years[0]} to {reader.years[-1]}"),
        (bool(cells["status"].text) and status is None, "status", words),
    )
    wrong = [Fault("remark", cells[name].where, cells[name].shown, expected) for bad, name, expected in tests if bad]
    if not wrong and status == "not_applicable" and (key, year) in reader.numbers:
        wrong.append(
            Fault("remark", cells["status"].where, f"not applicable, but {key} {year} has a value", "one of them")
        )
    return wrong


def _check_below(table: Table, reader: InputReader) -> None:
    """Text below the remarks would be lost in silence."""
    column, last = table.columns["key"], table.cells.max_row
    for row in table.cells.filled_rows(table.target.max_row + 1, last, column, column):
        cell = table.cell(row, column)
        reader.value_faults.append(Fault("below", cell.where, cell.shown, "remarks inside the table"))
