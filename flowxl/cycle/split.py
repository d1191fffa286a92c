"""``split``: one small, protected workbook per colleague, which says itself what it was made from."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from flowxl.core.index import compute
from flowxl.core.settings import Settings
from flowxl.cycle.split_parts import Part, Parts, parts_by
from flowxl.ooxml.safely import book_lock, write_safely
from flowxl.reading.read_book import BookData, OpenBook
from flowxl.reading.read_handout import read_handout
from flowxl.reading.read_structure import META_FIELDS
from flowxl.voice.faults import Fault, FlowXLError, WriteError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.reasons import Reason
from flowxl.voice.refusing import refusing_in
from flowxl.workbook.handout import FORMAT, Handout, PartBook, digest, mark, with_handout
from flowxl.workbook.sheets.registry import lay_out
from flowxl.workbook.writing.writer import write_book

Told = Callable[[str, int, int], None]
"""Called with the name of a part, how many are done, and how many there are."""


@dataclass(frozen=True)
class Split:
    """What was written.

    Attributes
    ----------
    data
        The whole book as it was read.
    parts
        Who got what.
    files
        The files, in the order of the parts.
    """

    data: BookData
    parts: Parts
    files: tuple[Path, ...]


def split_book(path: Path, by: str | Path, folder: Path | None = None, progress: Told | None = None) -> Split:
    """Write a workbook for each colleague; the book stays as it is.

    Parameters
    ----------
    path
        The book.
    by
        ``pillar``, ``city``, or a CSV file; see :func:`flowxl.cycle.split_parts.parts_by`.
    folder
        Where to; without it a new folder beside the book.
    progress
        Called before each part and at the end.

    Raises
    ------
    FlowXLError
        If the book or the list cannot be read reliably, a file is there already, or a part does not hold what
        it should.
    WriteError
        If a file cannot be written. No part is left of a split that did not end well.
    """
    with OpenBook.open(path) as book:
        data, meta = book.data, _meta(book)
    with refusing_in(data.language):
        return _split(data, meta, by, folder, progress)


def _split(data: BookData, meta: dict[str, str], by: str | Path, folder: Path | None, progress: Told | None) -> Split:
    path = data.path
    parts = _parts(data, meta, by)
    folder = folder or path.with_name(f"{path.stem}-{'parts' if data.language == 'en' else '分表'}")
    files = tuple(folder / f"{path.stem}-{part.name}.xlsx" for part in parts.parts)
    _refuse_existing(files)
    handouts = _handouts(path, data, parts)
    made = not folder.exists()
    _make(folder)
    written: list[Path] = []
    try:
        for number, (part, file, handout) in enumerate(zip(parts.parts, files, handouts, strict=True)):
            if progress:
                progress(part.name, number, len(files))
            _write(data, part, handout, file, synthetic=bool(meta.get("synthetic")))
            written.append(file)
    except BaseException:
        for file in written:
            file.unlink(missing_ok=True)
        if made:
            folder.rmdir()
        raise
    if progress:
        progress("", len(files), len(files))
    return Split(data, parts, files)


def _parts(data: BookData, meta: dict[str, str], by: str | Path) -> Parts:
    """Return who gets what.

    Raises
    ------
    FlowXLError
        If the book is a part itself, or has no rows.
    """
    title, place = Message("split.refused", name=data.path.name), Place(data.path.name)
    if meta.get("part"):
        raise FlowXLError(title, [Fault("part.split", place, part=meta["part"], book=meta.get("book", "?"))])
    parts = parts_by(data.framework, by, data.language)
    if not parts.parts:
        raise FlowXLError(title, [Fault("split", place)])
    return parts


def state_of(data: BookData) -> str:
    """Return a mark of what a book holds: framework, weights, settings, figures and what is said about them."""
    rows = [repr(data.framework.pillars), repr(data.framework.indicators), repr(data.framework.cities)]
    rows += [repr(data.framework.regions), repr(data.settings), mark(data.observations)]
    rows += [repr(sorted(data.choices.items()))] if data.choices else []
    return digest(rows)


def _handouts(path: Path, data: BookData, parts: Parts) -> list[Handout]:
    state = state_of(data)
    names = tuple(part.name for part in parts.parts)
    split = digest([FORMAT, path.name, state, *((part.name, part.keys) for part in parts.parts)])
    return [Handout(split, names, number, path.name, state) for number in range(len(names))]


def _meta(book: OpenBook) -> dict[str, str]:
    """Return what the book says about itself, and of a part which one it is."""
    tables = book.tables.afresh()
    names = [name for name in ("flow_meta", "flow_part") if name in book.package.defined_names]
    found = [tables.find(name, META_FIELDS) for name in names]
    return {
        table.field(row, "code").text: table.field(row, "setting").text
        for table in found
        if table
        for row in table.rows
    } | ({"part": "?"} if "flow_part" in names and None in found else {})


def _refuse_existing(files: tuple[Path, ...]) -> None:
    faults = [Fault("exists", Place(str(file))) for file in files if file.exists()]
    if faults:
        raise WriteError(Message("split.exists"), faults)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        fault = Fault("folder.not_made", Place(str(folder)), reason=Reason(error))
        raise WriteError(Message("folder.not_made", folder=str(folder)), [fault]) from error


def part_book(data: BookData, part: Part, handout: Handout, *, synthetic: bool = False) -> PartBook:
    """Return the book for one colleague: its own rows with the figures of the whole book."""
    years = data.observations.years
    observations = data.observations.fitted(part.framework, years)
    settings = _settings(data.settings, part)
    result = compute(observations.panel(), settings)
    layout = lay_out(part.framework, years, data.language, len(observations.remarks))
    return PartBook(
        observations,
        result,
        with_handout(layout, observations, handout),
        data.framework.data_date,
        synthetic=synthetic,
        handout=handout,
        choices=data.choices,
        filled=data.filled,
    )


def _settings(settings: Settings, part: Part) -> Settings:
    """Return the settings; who is compared with whom only where the part has them."""
    known = ("", *part.framework.city_codes)
    focus, benchmark = (code if code in known else "" for code in (settings.focus, settings.benchmark))
    return replace(settings, focus=focus, benchmark=benchmark)


def _write(data: BookData, part: Part, handout: Handout, file: Path, *, synthetic: bool) -> None:
    book = part_book(data, part, handout, synthetic=synthetic)

    def check(path: Path) -> None:
        with OpenBook.open(path) as written:
            found, now = read_handout(written), written.data.observations
        same = np.array_equal(found.given.values, book.observations.values, equal_nan=True)
        if not same or found.handout != handout or mark(now) != mark(book.observations):
            fault = Fault("rewrite.part_figures", Place(file.name))
            raise FlowXLError(Message("split.other", name=file.name), [fault])

    with book_lock(file):
        write_safely(file, lambda path: write_book(book, path), check)
