"""Baidu Index exports of any shape: read, put in order, and given as yearly daily means that can be imported."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

from flowxl.core.framework import Framework
from flowxl.voice.faults import Fault, Findings, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import LONGEST, shortened
from flowxl.yearbook.baidu_areas import AreaKind, Areas
from flowxl.yearbook.baidu_points import PointReader, Points
from flowxl.yearbook.baidu_series import MAX_POINTS, STEP_NAMES, STEPS, UNCLEAR, Used, add_up_devices, pool
from flowxl.yearbook.baidu_settings import BaiduSettings, Decision
from flowxl.yearbook.baidu_shapes import Table, find_table
from flowxl.yearbook.baidu_sheets import OpenBook, open_sheets
from flowxl.yearbook.baidu_words import other_index
from flowxl.yearbook.baidu_years import BaiduYear, yearly
from flowxl.yearbook.readings import Reading

MEASURE = "日均值"
MOST_BETWEEN_STEPS = 0.05
"""Yearly means of weekly and of daily figures were found at most 2.1 % apart; further apart, one of them is wrong."""
_LISTED = 12
_MAY_BE_A_CITY: tuple[AreaKind, ...] = ("province", "wrong_province", "unknown_code")


@dataclass(frozen=True)
class TableFound:
    """One table that was read: where, how it lies, how many figures it has."""

    where: str
    shape: str
    figures: int


@dataclass(frozen=True)
class NotAsked:
    """Something in a file that fills no cell: file and sheet, why, and how many series or years it stands for."""

    where: str
    reason: Message
    count: int = 1


@dataclass(frozen=True)
class BaiduReadings:
    """What Baidu Index exports give.

    Attributes
    ----------
    readings
        Yearly daily means for keywords and cities that the framework asks for; those with doubts need a look.
    years
        What was found of every keyword, area and year, also of those that nobody asks for.
    faults
        What could not be used or needs a look, with its cell.
    unused
        Keywords and areas that are in the files and that no indicator asks for.
    decisions
        What was decided on the way.
    tables
        The tables that were read.
    """

    readings: tuple[Reading, ...]
    years: tuple[BaiduYear, ...]
    faults: tuple[Fault, ...]
    unused: tuple[NotAsked, ...]
    decisions: tuple[Decision, ...]
    tables: tuple[TableFound, ...]


def read_baidu(
    paths: Sequence[Path],
    settings: BaiduSettings,
    framework: Framework,
    open_book: OpenBook,
    progress: Callable[[Path], None] = lambda _: None,
) -> BaiduReadings:
    """Read Baidu Index exports.

    Parameters
    ----------
    paths
        Text files and workbooks.
    settings
        What is counted.
    framework
        Whose indicators ask for keywords, and whose places are meant.
    open_book
        Checks a workbook and gives its sheets.
    progress
        Told each file before it is read.

    Raises
    ------
    FlowXLError
        If a file cannot be read at all, with the faults of every file; if there are more figures than memory is for.
    """
    reader = PointReader(framework, settings, Areas(framework, settings.areas))
    parts, refused = _read_files(paths, reader, open_book, progress)
    if refused:
        raise FlowXLError(Message("baidu.refused", number=len(refused)), refused)
    used = Used(reader.wanted)
    made = pool(parts, settings, used)
    add_up_devices(made, settings)
    years = yearly(made, settings)
    faults = Findings((*reader.faults, *made.faults))
    readings = _readings(years, reader.wanted, settings, faults)
    unused = [
        *_not_indexed(readings, years),
        *_unused(years, reader.wanted),
        *_other_devices(parts, settings, used),
    ]
    tables = tuple(TableFound(part.table.sheet.where, part.table.shape, len(part.value)) for part in parts)
    faults.extend(_provinces(years, reader, settings))
    return BaiduReadings(tuple(readings), tuple(years), tuple(faults), tuple(unused), settings.decisions(), tables)


def _read_files(
    paths: Sequence[Path], reader: PointReader, open_book: OpenBook, progress: Callable[[Path], None]
) -> tuple[list[Points], list[Fault]]:
    parts: list[Points] = []
    refused: list[Fault] = []
    for path in paths:
        progress(path)
        try:
            tables = list(_tables(path, reader, open_book))
        except FlowXLError as error:
            refused.extend(error.faults or [Fault("file.no_export", Place(path.name), title=error.headline)])
            continue
        parts.extend(points for table in tables if (points := reader.read(table)) is not None)
        count = sum(len(part.value) for part in parts)
        if count > MAX_POINTS:
            return parts, [Fault("too_large.export_figures", Place(path.name), figures=count, most=MAX_POINTS)]
    return parts, refused


def _tables(path: Path, reader: PointReader, open_book: OpenBook) -> Iterable[Table]:
    for sheet in open_sheets(path, open_book):
        table = find_table(sheet, reader.areas)
        above = sheet.head[: table.top] if isinstance(table, Table) else sheet.head[:1]
        other = other_index(path.stem, sheet.name, *(cell for row in above for cell in row if isinstance(cell, str)))
        if other:
            reader.faults.append(Fault("other_index", sheet.place(), name=other))
        elif isinstance(table, Fault):
            reader.faults.append(table)
        else:
            yield table


def _readings(
    years: Iterable[BaiduYear], wanted: dict[str, tuple[str, ...]], settings: BaiduSettings, faults: Findings
) -> list[Reading]:
    """Choose among what was found of a keyword, city and year, and make a reading of it for each indicator."""
    groups: dict[tuple[str, str, int], list[BaiduYear]] = {}
    for year in years:
        if year.place is not None and year.keyword in wanted:
            groups.setdefault((year.keyword, year.place, year.year), []).append(year)
    short: dict[tuple[str, int, int], list[BaiduYear]] = {}
    readings: list[Reading] = []
    for (keyword, _, _), found in groups.items():
        year = _best(found)
        if not year.is_whole:
            short.setdefault((f"{year.file} {year.sheet}".strip(), year.year, year.days), []).append(year)
        if year.is_edge or (settings.incomplete == "leave" and not year.is_whole):
            continue
        readings.extend(_reading(year, code, settings) for code in wanted[keyword])
    faults.extend(_short_years(short))
    return readings


def _best(found: Sequence[BaiduYear]) -> BaiduYear:
    """Return the finest figures of a year that are whole, or else the finest; the others serve as a check."""
    best, *others = sorted(found, key=lambda year: (not year.is_whole, STEPS.index(year.step)))
    for other in others:
        if best.value is None or other.value is None or not other.is_whole:
            continue
        note = Message("doubt.other_step", step=STEP_NAMES[other.step], file=other.file, value=other.value)
        if abs(other.value - best.value) > MOST_BETWEEN_STEPS * max(best.value, other.value):
            best = replace(best, doubts=(*best.doubts, note))
        else:
            best = replace(best, notes=(*best.notes, note))
    return best


def _reading(year: BaiduYear, code: str, settings: BaiduSettings) -> Reading:
    doubts = list(year.doubts)
    notes = [Message("note.mean", keyword=year.shown, area=year.area, days=year.days, of=year.of, zero=year.zero_days)]
    if year.step != STEPS[0] and year.step in STEP_NAMES:
        notes.append(Message("note.from_step", step=STEP_NAMES[year.step]))
    if not year.is_whole:
        short = Message("doubt.days", days=year.days, of=year.of)
        (doubts if settings.incomplete == "review" else notes).append(short)
    if year.value is None and year.step != STEPS[UNCLEAR]:
        notes.append(Message("note.not_indexed"))
        doubts.clear()
    return Reading(
        value=year.value,
        text=f"{year.total:.15g} / {year.days}",
        place=year.place or "",
        indicator=code,
        year=year.year,
        measure=MEASURE,
        file=year.file,
        sheet=year.sheet,
        cell=year.cells,
        doubts=tuple(doubts),
        missing=year.value is None and not doubts,
        notes=(*notes, *year.notes),
    )


def _short_years(short: dict[tuple[str, int, int], list[BaiduYear]]) -> Iterable[Fault]:
    for (where, year, days), found in short.items():
        names = _listed(dict.fromkeys(f"{one.shown} {one.area}" for one in found))
        place = Place(where, cell=found[0].cells)
        yield Fault("days", place, len(found), days=days, year=year, names=names, of=found[0].of)


def _listed(names: Iterable[str]) -> tuple[str, ...] | Message:
    """Return names as they are told: of many, or very long ones, the first and how many there are besides."""
    every = tuple(shortened(name) for name in names)
    ends = list(accumulate(len(name) + 2 for name in every))
    shown = max(1, sum(end <= LONGEST for end in ends[:_LISTED]))
    return Message("list.more", names=every[:shown], more=len(every) - shown) if len(every) > shown else every


def _unused(years: Iterable[BaiduYear], wanted: dict[str, tuple[str, ...]]) -> Iterable[NotAsked]:
    keywords: dict[str, dict[str, None]] = {}
    areas: dict[str, dict[str, None]] = {}
    for year in years:
        if year.keyword not in wanted:
            keywords.setdefault(year.file, {})[year.shown] = None
        if year.place is None:
            areas.setdefault(year.file, {})[year.area] = None
    for file, names in keywords.items():
        yield NotAsked(file, Message("unused.keywords", names=_listed(names)), len(names))
    for file, names in areas.items():
        yield NotAsked(file, Message("unused.areas", names=_listed(names)), len(names))


def _not_indexed(readings: Iterable[Reading], years: Iterable[BaiduYear]) -> Iterable[NotAsked]:
    """Tell which keywords had no search on any day, by city."""
    missing = {(one.file, one.cell) for one in readings if one.missing}
    found: dict[str, dict[str, list[int]]] = {}
    for year in years:
        if (year.file, year.cells) in missing and year.value is None:
            found.setdefault(year.file, {}).setdefault(f"{year.shown} {year.area}", []).append(year.year)
    for file, series in found.items():
        names = _listed(f"{about} {min(own)}–{max(own)}" for about, own in series.items())
        yield NotAsked(file, Message("unused.not_indexed", names=names), sum(map(len, series.values())))


def _provinces(years: Iterable[BaiduYear], reader: PointReader, settings: BaiduSettings) -> Iterable[Fault]:
    """Tell of areas that may be taken for a city: provinces, a city under another province, a number nobody knows."""
    if settings.province == "leave":
        return
    unclear: dict[tuple[str, AreaKind], dict[str, None]] = {}
    for year in years:
        if year.place is not None or year.keyword not in reader.wanted:
            continue
        kind = reader.areas.find(year.area).kind
        if kind in _MAY_BE_A_CITY:
            unclear.setdefault((year.file, kind), {})[year.area] = None
    for (file, kind), names in unclear.items():
        place, listed = Place(file), _listed(names)
        if kind == "province":
            yield Fault("area.province", place, len(names), names=listed)
        elif kind == "wrong_province":
            yield Fault("area.wrong_province", place, len(names), names=listed)
        else:
            yield Fault("area.unknown_code", place, len(names), names=listed)


def _other_devices(parts: Iterable[Points], settings: BaiduSettings, used: Used) -> Iterable[NotAsked]:
    """Tell of keywords and cities that are there, but not for the device that counts."""
    found: dict[tuple[str, str], set[str]] = {}
    where: dict[tuple[str, str], str] = {}
    for part in parts:
        for subject in filter(used.__contains__, part.subjects):
            about = subject.shown, subject.area.text
            found.setdefault(about, set()).add(subject.device)
            where.setdefault(about, part.table.sheet.where)
    for about, devices in found.items():
        if settings.device in devices or (settings.device == "all" and {"pc", "wise"} <= devices):
            continue
        reason = Message("unused.device", about=" ".join(about), devices=tuple(sorted(devices)))
        yield NotAsked(where[about], reason)
