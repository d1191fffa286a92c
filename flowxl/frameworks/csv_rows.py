"""CSV files of a framework as rows that know their line; nothing is read twice or guessed."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flowxl.core.numbers import is_usable
from flowxl.voice.faults import Fault, FlowXLError, rough

MAX_BYTES = 200_000_000
"""A table of text beyond this is not something that a person made."""


@dataclass(frozen=True)
class Row:
    """One line of a table: its place, and its cells by column, stripped."""

    where: str
    cells: dict[str, str]

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


def check_file(path: Path, expected: str = "a UTF-8 text file") -> None:
    """Refuse what is no ordinary file.

    Raises
    ------
    FlowXLError
        If it is missing, a folder, a device or a pipe.
    """
    if path.exists() and not path.is_file():
        found = "a folder" if path.is_dir() else "a device or pipe"
        raise FlowXLError(f"{path} is {found}.", [rough("file", str(path), found, expected)])
    if not path.is_file():
        raise FlowXLError(f"{path.name} is missing.", [rough("file", str(path), "no such file", expected)])


def read_text(path: Path) -> str:
    """Read a UTF-8 text file, with or without byte order mark.

    Raises
    ------
    FlowXLError
        If the file is missing, no ordinary file, too large or not UTF-8.
    """
    check_file(path)
    if path.stat().st_size > MAX_BYTES:
        size = f"{path.stat().st_size:,} bytes"
        raise FlowXLError(f"{path.name} is too large.", [rough("file", str(path), size, f"up to {MAX_BYTES:,} bytes")])
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        fault = rough("encoding", str(path), f"byte {error.object[error.start]:#x} at {error.start}", "UTF-8")
        raise FlowXLError(f"{path.name} is not UTF-8 text.", [fault]) from error


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
    where = f"{path.name} line 1"
    if missing:
        faults.append(rough("column", where, ", ".join(header) or "nothing", "columns " + ", ".join(missing)))
    if repeated:
        faults.append(rough("column", where, "columns twice: " + ", ".join(repeated), "each column once"))
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
        faults.append(rough("csv", f"{path.name} line {number}", str(error), "cells as CSV, quotes in pairs"))


def _rows(name: str, header: list[str], lines: Iterator[tuple[int, list[str]]], faults: list[Fault]) -> Iterator[Row]:
    for number, cells in lines:
        stripped = [cell.strip() for cell in cells]
        if not any(stripped):
            continue
        where = f"{name} line {number}"
        if len(stripped) != len(header):
            faults.append(rough("cells", where, f"{len(stripped)} cells", f"{len(header)}, as in the header line"))
            continue
        yield Row(where, dict(zip(header, stripped, strict=True)))
