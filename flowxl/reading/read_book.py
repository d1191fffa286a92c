"""Read a workbook that people edited: tables by the file's names, rows by their keys, never by a fixed address.

What a number is, is the same here, in the formulas and in the functions: a numeric cell counts, a blank is missing,
anything else counts as missing and is a fault.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np

from flowxl.core.framework import Framework
from flowxl.core.index import compute
from flowxl.core.panel import Observations, Remark
from flowxl.core.result import Result
from flowxl.core.settings import Settings
from flowxl.ooxml.file_state import FileState, file_state, refuse_other_state
from flowxl.ooxml.package import Package
from flowxl.ooxml.precheck import precheck
from flowxl.reading.book_tables import Tables
from flowxl.reading.formula_results import Shown, badge, differences, read_shown
from flowxl.reading.formula_results_weighting import (
    WeightingShown,
    outdated,
    read_weighting_shown,
    weighting_differences,
)
from flowxl.reading.read_data import read_years
from flowxl.reading.read_filled import read_filled
from flowxl.reading.read_inputs import BadCell, InputReader, Series
from flowxl.reading.read_log import read_log
from flowxl.reading.read_remarks import RemarkReader
from flowxl.reading.read_structure import read_framework, read_settings, read_version
from flowxl.reading.read_weighting import read_weighting
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.refusing import refusing_in
from flowxl.voice.text import Language
from flowxl.workbook.book import Filled
from flowxl.workbook.log import LogEntry
from flowxl.workbook.sheets import about, inputs_declared
from flowxl.workbook.weighting import Weighting


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
        Cells that hold something else than a number; they count as missing.
    remark_faults
        Remarks that cannot be used; the figures that they are about count all the same.
    notes : tuple of Fault
        Things that are kept and not used, or used and worth a look.
    formulas
        Number of formulas in cells for figures; each counts by its stored value.
    log
        What was brought into the book so far, as its own log says.
    weighting, weighting_faults
        How its weights came about; a fault there keeps nobody from computing, but the book cannot be made anew.
    weighting_shown
        What the formulas of the sheets on weights show.
    choices
        Settings of the book's own, by their codes.
    filled
        What people entered in tables that one sheet alone knows: the table, then the key of the row, then the field.
    version
        Version of the FlowXL that made it; empty where the file does not say.
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
    shown: Shown = ()
    formulas: int = 0
    remark_faults: tuple[Fault, ...] = ()
    log: tuple[LogEntry, ...] = ()
    weighting: Weighting = field(default_factory=Weighting)
    weighting_faults: tuple[Fault, ...] = ()
    weighting_shown: WeightingShown = field(default_factory=lambda: WeightingShown({}))
    choices: Mapping[str, float | str] = field(default_factory=dict)
    filled: Filled = field(default_factory=dict)
    version: str = ""

    def compute(self) -> Result:
        """Compute the index from what was read."""
        return compute(self.observations.panel(), self.settings, self.weights)

    def differences(self, result: Result) -> list[Fault]:
        """Return where the file's own formulas show another value than the core computes."""
        found = differences(self.shown, result)
        if any(fault.kind == "not_computed" for fault in found):
            return found
        return found + weighting_differences(self.weighting_shown, self.weighting, result)

    def outdated(self, result: Result) -> list[Fault]:
        """Return the methods whose weights on 权重比较 are those of other figures, ratings or weights than now."""
        return outdated(self.weighting_shown, self.weighting, result)

    @property
    def badge(self) -> str:
        """Who computed what the file shows: the worksheet functions with their version, or the native formulas."""
        return badge(self.shown)


@dataclass(eq=False)
class OpenBook:
    """A workbook that is open: checked once, opened once, each sheet read once; handed along to whoever needs it.

    Attributes
    ----------
    path
        The file.
    state
        By what the file is known to be the same as when it was checked.
    warnings
        What the check found that keeps nobody from reading.
    tables
        Its tables, with the package that they are in.
    """

    path: Path
    state: FileState
    warnings: tuple[Fault, ...]
    tables: Tables = field(repr=False)

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Check a file, then open it: nothing is parsed that was not checked.

        Raises
        ------
        FlowXLError
            If the file is unsafe, or became another one while it was checked.
        """
        path = Path(path)
        state = file_state(path.resolve())
        warnings = precheck(path).warnings
        package = Package.open(path)
        try:
            refuse_other_state(path, state)
        except BaseException:
            package.close()
            raise
        return cls(path, state, warnings, Tables(package))

    @property
    def package(self) -> Package:
        """The package."""
        return self.tables.package

    @cached_property
    def data(self) -> BookData:
        """What the book holds.

        Raises
        ------
        FlowXLError
            If it is no workbook of ours, or its tables cannot be told apart; with every fault. Also if another
            program changed the file while it was read.
        """
        data = read_tables(self.tables, self.warnings)
        refuse_other_state(self.path, self.state)
        return data

    def close(self) -> None:
        """Close the file; what was found in it stays."""
        self.tables.forget()
        self.package.close()

    def __enter__(self) -> Self:
        """Return the book."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()


def read_book(path: str | Path) -> BookData:
    """Read a workbook, and close it.

    Raises
    ------
    FlowXLError
        If the file is unsafe or no workbook of ours, or if its tables cannot be told apart; with every fault.
    """
    with OpenBook.open(path) as book:
        return book.data


def read_tables(tables: Tables, warnings: Iterable[Fault]) -> BookData:
    """Read a workbook that is open, after its check; who needs its cells too finds them in the same tables."""
    language = book_language(tables.package)
    if language is None:
        return _read(tables, warnings, "en")
    with refusing_in(language):
        return _read(tables, warnings, language)


def book_language(package: Package) -> Language | None:
    """Return the language of a book of ours, by the title of its first sheet; None where that is not known."""
    title = about.SHEET.title
    if title.zh in package.sheet_names:
        return "zh"
    return "en" if title.en in package.sheet_names else None


def _read(tables: Tables, warnings: Iterable[Fault], language: Language) -> BookData:
    path = tables.package.path
    if not any(tables.names(prefix) for prefix in ("flow_meta", "flow_in_", "flow_framework")):
        raise FlowXLError(Message("read.not_ours", name=path.name), [Fault("not_ours.book", Place(path.name))])
    framework = read_framework(tables)
    chosen = read_settings(tables, framework) if framework else None
    if framework is None or chosen is None:
        raise FlowXLError(Message("read.nothing_computed", name=path.name), tables.faults)
    settings, choices = chosen
    years = read_years(tables, framework)
    reader = InputReader(tables, framework, years)
    found = [reader.read(pillar.code) for pillar in framework.pillars]
    reader.check_missing()
    remarks = RemarkReader(framework, years, reader.numbers)
    remarks.read(tables)
    filled = read_filled(tables)
    if tables.faults:
        raise FlowXLError(Message("read.nothing_computed", name=path.name), tables.faults)
    series = {key: entry for part in found for key, entry in part.items()}
    observations = _observations(framework, years, series, remarks.found)
    shown = read_shown(tables, framework)
    log = read_log(tables)
    weighting, weighting_faults = read_weighting(tables.afresh(), framework.pillar_codes)
    return BookData(
        path=path,
        framework=framework,
        observations=observations,
        weights=framework.weights,
        settings=settings,
        language=language,
        faults=tuple(reader.value_faults),
        remark_faults=tuple(remarks.faults),
        notes=(*warnings, *tables.notes),
        bad_cells=tuple(reader.bad_cells),
        shown=shown,
        formulas=reader.formulas,
        log=log,
        weighting=weighting,
        weighting_faults=weighting_faults,
        weighting_shown=read_weighting_shown(tables, weighting),
        choices=choices,
        filled=filled,
        version=read_version(tables),
    )


def _observations(
    framework: Framework, years: tuple[int, ...], series: dict[str, Series], remarks: dict[tuple[str, int], Remark]
) -> Observations:
    values = np.array([series[entry.key].values for entry in framework.series], dtype=np.float64)
    return Observations(
        framework,
        years,
        values.reshape(len(framework.series), len(years)),
        remarks=remarks,
    ).with_texts(
        {
            column: {key: text for key, entry in series.items() if (text := entry.texts.get(column, ""))}
            for column in inputs_declared.kept()
        }
    )
