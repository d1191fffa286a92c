"""Parts that come back: read, and refused in words where they are not those of this book."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from flowxl.core.framework import Framework, Indicator
from flowxl.core.panel import Observations
from flowxl.cycle.merge_places import Places, author, read_places
from flowxl.cycle.split_parts import restricted
from flowxl.reading.patching import Known
from flowxl.reading.read_book import BookData, OpenBook
from flowxl.reading.read_handout import read_handout
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Language, Text
from flowxl.workbook.handout import PART, Handout
from flowxl.workbook.sheets import changes, registry

MOST = 20
"""So many differences of a framework are told."""
PROPERTIES: dict[str, Text] = {
    "pillar": Text("二级指标", "pillar"),
    "name": Text("名称", "name"),
    "measure": Text("计量单位", "measure"),
    "direction": Text("方向", "direction"),
    "entry": Text("填报方式", "entry"),
    "region_rank": Text("地区序号", "region rank"),
    "same_as": Text("取自指标", "same as"),
    "publisher": Text("发布单位", "publisher"),
    "baidu_keyword": Text("百度指数关键词", "keyword of Baidu's index"),
}
"""What people call that in which an indicator of a part differs from that of the book."""


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
        If it cannot be read reliably, or is itself a part.
    """
    with OpenBook.open(path) as book:
        data = book.data
        if PART in book.package.defined_names:
            fault = Fault("part.merged", Place(path.name))
            raise FlowXLError(Message("merge.is_part", name=path.name), [fault], data.language)
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
        raise FlowXLError(Message("merge.refused"), faults)
    return parts


def _told_of(path: Path, error: FlowXLError) -> list[Fault]:
    if not error.faults:
        return [Fault("part.refused", Place(path.name), found=error.headline)]
    return [fault.within(path.name) for fault in error.faults]


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
        Fault(
            "outside.not_merged" if note.kind == "outside" else "column.not_merged",
            note.within(path.name).place,
            note.count,
            found=_Said(note, "found"),
            expected=_Said(note, "expected"),
        )
        for note in data.notes
        if note.kind in {"outside", "column"}
    ]
    unit = data.framework.unit
    ours = [unit.named(spec.title) for spec in registry.SHEETS if spec is not changes.SHEET]  # no part has 变更
    own = {title for each in ours for title in each.both}
    own |= {title for p in data.framework.pillars for title in (p.short.zh, p.short.en, p.name.zh, p.name.en)}
    sheets = [sheet for sheet in book.package.sheet_names if sheet not in own]
    comments = book.package.parts_like("comments")
    found += [Fault("sheet.not_merged", Place(path.name, sheet)) for sheet in sheets]
    if comments:
        found.append(Fault("comments", Place(path.name)))
    return found


@dataclass(frozen=True)
class _Said:
    """What another fault says that it found or expected."""

    fault: Fault
    part: Literal["found", "expected"]

    def of(self, language: Language) -> str:
        words = self.fault.words(language)
        return words.found if self.part == "found" else words.expected


def _wrong(whole: Whole, part: Returned) -> list[Fault]:
    """Return why a part is not one of this book as it is now."""
    framework, book = part.data.framework, whole.data.framework
    if framework.code != book.code:
        place = Place(part.path.name)
        return [Fault("foreign.part", place, found=framework.code, expected=book.code, book=whole.path.name)]
    return [*_framework_differences(whole, part), *_other_rows(whole, part)][:MOST]


def _other_rows(whole: Whole, part: Returned) -> Iterator[Fault]:
    """Yield in what the years and rows of a part differ from those of the book, and from those handed out."""
    place, book = Place(part.path.name), whole.path.name
    years, expected = part.data.observations.years, whole.data.observations.years
    if years != expected:
        ends = {"first": years[0], "last": years[-1], "from_year": expected[0], "to_year": expected[-1]}
        yield Fault("outdated.years", place, book=book, **ends)
    if not np.array_equal(part.given.years, years) or part.given.framework.series != part.data.framework.series:
        yield Fault("outdated.given", place, book=book)


def _framework_differences(whole: Whole, part: Returned) -> list[Fault]:
    """Return what stands in a part and what stands in the book instead."""
    place, name = Place(part.path.name), whole.path.name
    framework, book = part.data.framework, whole.data.framework
    found = [Fault("outdated.city", place, code=c.code, book=name) for c in framework.cities if c not in book.cities]
    known = {i.code: i for i in book.indicators}
    for indicator in framework.indicators:
        other = known.get(indicator.code)
        if other is None:
            found.append(Fault("outdated.indicator", place, code=indicator.code, book=name))
        elif other != indicator:
            found += _property_differences(indicator, other, place, name)
    return found or _place_differences(framework, book, place, name)


def _property_differences(part: Indicator, book: Indicator, place: Place, name: str) -> list[Fault]:
    """Return in what an indicator differs."""
    pairs = {key: _shown(value, getattr(book, key)) for key, value in vars(part).items()}
    return [
        Fault(
            "outdated.property",
            place,
            code=part.code,
            property=PROPERTIES.get(key, Text(key, key)),
            found=ours,
            expected=theirs,
            book=name,
        )
        for key, (ours, theirs) in pairs.items()
        if ours != theirs
    ]


def _place_differences(part: Framework, book: Framework, place: Place, book_name: str) -> list[Fault]:
    """Return rows and members of regions that are others."""
    own = restricted(book, part.indicator_codes, part.city_codes)
    rows = sorted(set(own.series_position) ^ set(part.series_position))
    found = [Fault("outdated.row", place, key=key, book=book_name) for key in rows]
    for code, one in part.places.items():
        if code in own.places and own.places[code] != one:
            name, expected = _shown(one.name, own.places[code].name)
            found.append(Fault("outdated.place", place, code=code, name=name, expected=expected, book=book_name))
    return found


def _shown(ours: object, theirs: object) -> tuple[object, object]:
    """Return two values as they are shown: of texts that differ in one language alone, that language."""
    if not (isinstance(ours, Text) and isinstance(theirs, Text)):
        return str(ours), str(theirs)
    if ours.en == theirs.en:
        return ours.zh, theirs.zh
    return (ours.en, theirs.en) if ours.zh == theirs.zh else (ours, theirs)


def _together(parts: Sequence[Returned], *, partial: bool) -> list[Fault]:
    """Return what is wrong with the parts as a set: two splits, one twice, some missing."""
    splits = {part.handout.split: part for part in parts}
    if len(splits) > 1:
        first, *others = splits.items()
        told = tuple(Message("merge.of_split", file=part.path.name, split=mark) for mark, part in others)
        return [Fault("two_splits", Place(first[1].path.name), split=first[0], others=told)]
    counts = Counter(part.handout.number for part in parts)
    faults = []
    for number, count in counts.items():
        if count > 1:
            same = [part for part in parts if part.handout.number == number]
            files = tuple(part.path.name for part in same)
            faults.append(Fault("duplicate.part", Place(name=same[0].handout.part), files=files))
    names = parts[0].handout.names if parts else ()
    missing = tuple(name for number, name in enumerate(names) if number not in counts)
    if missing and not partial:
        place = Place(parts[0].handout.book)
        faults.append(Fault("missing.parts", place, missing=len(missing), all=len(names), names=missing))
    return faults
