"""Baidu Index exports beside a workbook: yearly means previewed and applied as any other figures are."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from flowxl.core.faults import Fault, FlowXLError
from flowxl.core.framework import Framework, Language
from flowxl.cycle.importing import Options, Preview, Unused, preview_readings, synonyms_of
from flowxl.cycle.importing_files import read_grids
from flowxl.cycle.importing_targets import open_targets
from flowxl.excel.package import Kind, Package, SheetCells
from flowxl.excel.precheck import precheck
from flowxl.yearbook.baidu import BaiduReadings, read_baidu
from flowxl.yearbook.baidu_settings import BaiduSettings
from flowxl.yearbook.doubts import in_chinese
from flowxl.yearbook.names import Names

_EPOCHS = {False: dt.date(1899, 12, 30), True: dt.date(1904, 1, 1)}
_LAST_SERIAL = 200_000


def preview_baidu(
    files: Sequence[Path],
    into: Path,
    settings: BaiduSettings,
    options: Options | None = None,
    progress: Callable[[Path], None] | None = None,
) -> Preview:
    """Read Baidu Index exports and compare their yearly means with a workbook; nothing is written.

    Parameters
    ----------
    files
        Text files and workbooks.
    into
        The workbook; its framework tells which keywords are asked for.
    settings
        What is counted.
    options
        Place and indicator of tables that name none, other names, and what is accepted.
    progress
        Told each file before it is read.

    Raises
    ------
    FlowXLError
        If a file or the workbook is refused.
    """
    options = options or Options()
    targets = open_targets(into)
    settings = _declared(settings, options, targets.framework)
    found = read_baidu(files, settings, targets.framework, open_book, progress or (lambda _: None))
    preview = preview_readings(found.readings, targets, accept=options.accept)
    return replace(
        preview,
        unused=(*preview.unused, *(Unused(one.where, "", one.found, one.count, "") for one in found.unused)),
        remarks=_remarks(found, preview, targets.book.language),
        faults=found.faults,
        decisions=found.decisions,
    )


def _declared(settings: BaiduSettings, options: Options, framework: Framework) -> BaiduSettings:
    """Return the settings with what a person says by the options that every import has."""
    areas, keywords = list(settings.areas), list(settings.synonyms)
    for synonym in synonyms_of(framework, options.synonyms):
        if synonym.kind == "place":
            areas.append((synonym.name, synonym.code))
        elif framework.indicator[synonym.code].baidu_keyword:
            keywords.append((synonym.name, framework.indicator[synonym.code].baidu_keyword))
    if options.given.place:
        areas.append(("", options.given.place))
    if options.given.indicator:
        keywords.append(("", _keyword(options.given.indicator, framework)))
    return replace(settings, areas=tuple(areas), synonyms=tuple(keywords))


def _keyword(name: str, framework: Framework) -> str:
    codes = sorted(Names(framework, []).indicator(name))
    keywords = {framework.indicator[code].baidu_keyword for code in codes} - {""}
    if len(keywords) != 1:
        expected = "code or name of one indicator that has a Baidu keyword"
        raise FlowXLError("--indicator cannot be used.", [Fault("indicator", "--indicator", repr(name), expected)])
    return keywords.pop()


def _remarks(found: BaiduReadings, preview: Preview, language: Language) -> tuple[tuple[str, str, str], ...]:
    """Return what stands on the sheet of notes: decisions, what needs a look, days found."""
    decided = [("", "", f"{one.name} = {one.value}: {one.meaning.of(language)}") for one in found.decisions]
    faults = [("", "", str(fault)) for fault in found.faults]
    notes = ((file, sheet, in_chinese(note) if language == "zh" else note) for file, sheet, note in preview.remarks)
    return (*decided, *faults, *notes)


def open_book(path: Path) -> Iterator[tuple[str, Sequence[Sequence[object]]]]:
    """Yield name and rows of each sheet of a workbook.

    Raises
    ------
    FlowXLError
        If the file is no workbook, or is not safe to open.
    """
    if path.suffix.lower() == ".xls":
        yield from ((grid.sheet, grid.rows) for grid in read_grids(path))
        return
    checked = precheck(path)
    with Package.open(path) as package:
        for name in package.sheet_names:
            cells = package.sheet(name)
            yield name, [_row(cells, row, _EPOCHS[checked.date1904]) for row in range(1, cells.max_row + 1)]


def _row(cells: SheetCells, row: int, epoch: dt.date) -> Sequence[object]:
    plain = cells.plain_values(row)
    return [_value(cells, row, column, epoch) for column in range(1, cells.max_col + 1)] if plain is None else plain


def _value(cells: SheetCells, row: int, column: int, epoch: dt.date) -> object:
    kind, value = cells.kind(row, column), cells.value(row, column)
    if kind is Kind.UNCACHED:
        return "formula without a value"
    if kind is Kind.DATE and isinstance(value, float) and value.is_integer() and 60 < value < _LAST_SERIAL:
        return epoch + dt.timedelta(days=int(value))
    return "" if value is None else value
