"""Parts that come back: read, and refused in words where they are not those of this book."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from flowxl.core.framework import Framework
from flowxl.core.panel import Observations
from flowxl.cycle.merge_places import Places, author, read_places
from flowxl.cycle.split_parts import restricted
from flowxl.reading.patching import Known
from flowxl.reading.read_book import BookData, OpenBook
from flowxl.reading.read_handout import read_handout
from flowxl.voice.faults import Fault, FlowXLError, rough
from flowxl.workbook.handout import PART, Handout
from flowxl.workbook.sheets import changes, registry

MOST = 20
"""So many differences of a framework are told."""


@dataclass(frozen=True, eq=False)
class Whole:
    """The whole book as it is now; ``known`` is what the change of its cells needs to know of it."""

    path: Path
    data: BookData
    places: Places
    author: str
    known: Known


@dataclass(frozen=True, eq=False)
class Returned:
    """A part that came back: what was handed out, what it holds now, who saved it."""

    path: Path
    data: BookData
    places: Places
    author: str
    handout: Handout
    given: Observations
    not_merged: tuple[Fault, ...]


def read_whole(path: Path) -> Whole:
    """Read the book that parts are merged into.

    Raises
    ------
    FlowXLError
        If it cannot be read surely, or is itself a part.
    """
    with OpenBook.open(path) as book:
        data = book.data
        if PART in book.package.defined_names:
            fault = rough("part", path.name, "a part of a split", "the whole book, and then its parts")
            raise FlowXLError(f"{path.name} is itself a part.", [fault])
        return Whole(path, data, read_places(book), author(book), Known.of(book, data.framework))


def read_parts(whole: Whole, paths: Sequence[Path], *, partial: bool) -> list[Returned]:
    """Read parts; all that is wrong with all of them is told at once.

    Parameters
    ----------
    whole
        The book.
    paths
        The files.
    partial
        Whether some of the parts may be missing.

    Raises
    ------
    FlowXLError
        If a part cannot be read, is foreign, outdated, twice or missing.
    """
    faults: list[Fault] = []
    parts: list[Returned] = []
    for path in paths:
        try:
            part = _read(path)
        except FlowXLError as error:
            faults += _told_of(path, error)
            continue
        wrong = _wrong(whole, part)
        faults += wrong
        if not wrong:
            parts.append(part)
    faults += _together(parts, partial=partial or bool(faults))
    if faults:
        raise FlowXLError("The parts cannot be merged; nothing was changed.", faults)
    return parts


def _told_of(path: Path, error: FlowXLError) -> list[Fault]:
    if not error.faults:
        return [rough("part", path.name, error.title(), "a part made by flowxl split")]
    named = [f.where if path.name in f.where else f"{path.name}, {f.where}" for f in error.faults]
    return [
        rough(f.kind, where, f.found, f.expected, f.remedy, f.count)
        for f, where in zip(error.faults, named, strict=True)
    ]


def _read(path: Path) -> Returned:
    with OpenBook.open(path) as book:
        data = book.data
        found = read_handout(book)
        not_merged = tuple(_not_merged(book))
        return Returned(path, data, read_places(book), author(book), found.handout, found.given, not_merged)


def _not_merged(book: OpenBook) -> list[Fault]:
    """Return what a colleague added that no table takes: it stays in the part, and is told."""
    path, data = book.path, book.data
    found = [
        rough(note.kind, f"{path.name}, {note.where}", note.found, note.expected, "It is not merged", note.count)
        for note in data.notes
        if note.kind in {"outside", "column"}
    ]
    unit = data.framework.unit
    ours = [unit.named(spec.title) for spec in registry.SHEETS if spec is not changes.SHEET]  # no part has 变更
    own = {title for each in ours for title in each.both}
    own |= {title for p in data.framework.pillars for title in (p.short.zh, p.short.en, p.name.zh, p.name.en)}
    sheets = [sheet for sheet in book.package.sheet_names if sheet not in own]
    comments = book.package.parts_like("comments")
    found += [
        rough("sheet", f"{path.name}, {sheet}", "a sheet of one's own", "none", "It is not merged") for sheet in sheets
    ]
    if comments:
        found.append(rough("comments", path.name, "comments on cells", "none", "They are not merged"))
    return found


def _wrong(whole: Whole, part: Returned) -> list[Fault]:
    """Return why a part is not one of this book as it is now."""
    name, framework, book = part.path.name, part.data.framework, whole.data.framework
    if framework.code != book.code:
        return [rough("foreign", name, f"the framework {framework.code}", f"{book.code}, that of {whole.path.name}")]
    remedy = "Split the book anew, or take the figures over by hand"
    differences = _framework_differences(framework, book)
    years, expected = part.data.observations.years, whole.data.observations.years
    if years != expected:
        differences.append((f"years {years[0]}-{years[-1]}", f"{expected[0]}-{expected[-1]}"))
    if not np.array_equal(part.given.years, years) or part.given.framework.series != framework.series:
        differences.append(("other rows or years than were handed out", "those that were handed out"))
    told = [
        rough("outdated", name, found, f"{wanted}, as in {whole.path.name}", remedy) for found, wanted in differences
    ]
    return told[:MOST]


def _framework_differences(part: Framework, book: Framework) -> list[tuple[str, str]]:
    """Return what stands in a part and what stands in the book instead."""
    found = [(f"city {city.code}", "its cities") for city in part.cities if city not in book.cities]
    known = {i.code: i for i in book.indicators}
    for indicator in part.indicators:
        other = known.get(indicator.code)
        if other is None:
            found.append((f"indicator {indicator.code}", "its indicators"))
        elif other != indicator:
            names = [n for n, value in vars(indicator).items() if value != getattr(other, n)]
            found += [
                (f"{indicator.code}: {n} {_plain(getattr(indicator, n))}", _plain(getattr(other, n))) for n in names
            ]
    if not found:
        own = restricted(book, part.indicator_codes, part.city_codes)
        missing = set(own.series_position) ^ set(part.series_position)
        found += [(f"row {key}", "other region cities") for key in sorted(missing)]
        found += [
            (f"place {code} {place.name.of('zh')}", own.places[code].name.of("zh"))
            for code, place in part.places.items()
            if code in own.places and own.places[code] != place
        ]
    return found


def _plain(value: object) -> str:
    return str(getattr(value, "zh", value))


def _together(parts: Sequence[Returned], *, partial: bool) -> list[Fault]:
    """Return what is wrong with the parts as a set: two splits, one twice, some missing."""
    splits = {part.handout.split: part for part in parts}
    if len(splits) > 1:
        others = [f"{part.path.name} (split {mark})" for mark, part in splits.items()]
        return [
            rough("two_splits", others[0], "parts of another split: " + ", ".join(others[1:]), "parts of one split")
        ]
    counts = Counter(part.handout.number for part in parts)
    faults = []
    for number, count in counts.items():
        if count > 1:
            same = [part for part in parts if part.handout.number == number]
            found = " and ".join(part.path.name for part in same)
            remedy = "Keep the one that counts"
            faults.append(rough("duplicate", same[0].handout.part, f"twice: {found}", "each part once", remedy))
    names = parts[0].handout.names if parts else ()
    missing = [name for number, name in enumerate(names) if number not in counts]
    if missing and not partial:
        remedy = "Add them, or merge what there is with --partial"
        found = f"{len(missing)} of {len(names)} parts missing: " + ", ".join(missing)
        faults.append(rough("missing", parts[0].handout.book, found, "every part of the split", remedy))
    return faults
