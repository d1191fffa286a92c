"""CSV files of a framework as rows that know their line; nothing is read twice or guessed."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flowxl.core.numbers import is_usable
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

MAX_BYTES = 200_000_000
"""A table of text beyond this is not something that a person made."""

UTF8_FILE = Message("a.utf8_file")


@dataclass(frozen=True)
class Row:
    """One line of a table: its place, and its cells by column, stripped."""

    place: Place
    cells: dict[str, str]

    @property
    def where(self) -> str:
        """Its place in English."""
        return self.place.of("en")

    def __getitem__(self, column: str) -> str:
        """Return a cell; a column that the file does not have is empty."""
        return self.cells.get(column, "")


def plain_number(text: str) -> float | None:
    """Read a plain number; None for anything else, also for what Python alone would read (nan, inf, 1_000, 1e-999)."""
    if not text or not set(text) <= set("+-.0123456789eE"):
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    if value == 0 and set(text.lower().partition("e")[0]) & set("123456789"):
        return None  # too small for a double
    return value if is_usable(value) else None


def check_file(path: Path, expected: Message | str = UTF8_FILE) -> None:
    """Refuse what is no ordinary file.

    Raises
    ------
    FlowXLError
        If it is missing, a folder, a device or a pipe.
    """
    if path.exists() and not path.is_file():
        found = Message("a.folder") if path.is_dir() else Message("a.device")
        fault = Fault("file.kind", Place(str(path)), found=found, expected=expected)
        raise FlowXLError(Message("file.is", path=str(path), found=found), [fault])
    if not path.is_file():
        fault = Fault("file.missing", Place(str(path)), expected=expected)
        raise FlowXLError(Message("file.is_missing", name=path.name), [fault])


def read_text(path: Path) -> str:
    """Read a UTF-8 text file, with or without byte order mark.

    Raises
    ------
    FlowXLError
        If the file is missing, no ordinary file, too large or not UTF-8.
    """
    check_file(path)
    if path.stat().st_size > MAX_BYTES:
        fault = Fault("file.size", Place(str(path)), size=path.stat().st_size, most=MAX_BYTES)
        raise FlowXLError(Message("file.too_large", name=path.name), [fault])
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        byte, position = error.object[error.start], error.start
        fault = Fault("encoding.utf8", Place(str(path)), byte=byte, position=position)
        raise FlowXLError(Message("file.not_utf8", name=path.name), [fault]) from error


def read_table(path: Path, required: tuple[str, ...], faults: list[Fault]) -> list[Row]:
    """Read a CSV file with a header line; faults of its shape are added to ``faults``."""
    return table_rows(path, read_text(path), required, faults)


def table_rows(path: Path, text: str, required: tuple[str, ...], faults: list[Fault], mark: str = ",") -> list[Row]:
    """Return the rows of the text of a file with a header line and a mark between its cells."""
    lines = _lines(path, (text, mark), faults)
    _, first = next(lines, (1, []))
    header = [cell.strip() for cell in first]
    missing = [column for column in required if column not in header]
    repeated = sorted({column for column in header if column and header.count(column) > 1})
    place = Place(path.name, line=1)
    if missing:
        found = tuple(header) if any(header) else Message("nothing")
        faults.append(Fault("column.missing", place, found=found, columns=tuple(missing)))
    if repeated:
        faults.append(Fault("column.twice", place, columns=tuple(repeated)))
    return [] if missing or repeated else list(_rows(path.name, header, lines, faults))


def _lines(path: Path, content: tuple[str, str], faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Yield each record of a text and its mark with the line where it begins: quoted cells may hold line breaks."""
    # strict: without it a quote that is never closed takes the rest of the file into one cell, in silence.
    reader = csv.reader(io.StringIO(content[0]), delimiter=content[1], strict=True)
    number = 1
    try:
        for cells in reader:
            yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        faults.append(Fault("csv", Place(path.name, line=number), error=str(error)))


def _rows(name: str, header: list[str], lines: Iterator[tuple[int, list[str]]], faults: list[Fault]) -> Iterator[Row]:
    for number, cells in lines:
        stripped = [cell.strip() for cell in cells]
        if not any(stripped):
            continue
        place = Place(name, line=number)
        if len(stripped) != len(header):
            faults.append(Fault("cells", place, found=len(stripped), expected=len(header)))
            continue
        yield Row(place, dict(zip(header, stripped, strict=True)))
