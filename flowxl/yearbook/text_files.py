"""Text files with cells (.csv, .tsv, .txt) in the encodings that are met, with every shape of quoting that is."""

import csv
import io
import re
from pathlib import Path

from flowxl.frameworks.csv_rows import Row, check_file, table_rows
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Text
from flowxl.yearbook.grids import MAX_CELLS, Grid

MAX_BYTES = 64_000_000
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
_CONFLICT = re.compile(r"^(<{7} |>{7} |={7}$|\|{7} )")
_SAMPLE = 200  # so many lines tell which character stands between cells


def read_text_grid(path: Path) -> Grid:
    """Read a text file as a grid; nothing in it is interpreted.

    Raises
    ------
    FlowXLError
        If it is too large, no text, in no encoding that is known, broken in its quotes, or holds the marks of a
        merge that was never finished.
    """
    text, encoding = decoded(_bytes(path), path.name)
    lines = text.splitlines()
    _check_conflicts(lines, path.name)
    mark = separator(lines)
    rows = _rows(text, mark, path.name)
    unfolded = [_unfolded(row, mark) for row in rows]
    notes = [encoding] if encoding not in ("utf-8", "utf-8-sig") else []
    if unfolded != rows:
        notes.append("whole rows inside quotes")
    cells = sum(map(len, unfolded))
    if cells > MAX_CELLS:
        fault = Fault("too_large.text_cells", Place(path.name), cells=cells, most=MAX_CELLS)
        raise FlowXLError(Message("yearbook.too_large", name=path.name), [fault])
    return Grid(path.name, "", tuple(map(tuple, unfolded)), tuple(notes), mark)


def read_list(path: Path, required: tuple[str, ...], faults: list[Fault]) -> list[Row]:
    """Read a table of a person's own, with a header line: CSV or tabs, in the encodings that an import takes.

    Semicolons never stand between its cells: they may stand inside them.

    Raises
    ------
    FlowXLError
        As :func:`read_text_grid` does; faults of the table's shape are added to ``faults``.
    """
    check_file(path, "a text file")
    text, _ = decoded(_bytes(path), path.name)
    first = next(iter(text.splitlines()), "")
    return table_rows(path, text, required, faults, "\t" if "\t" in first and "," not in first else ",")


def _bytes(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MAX_BYTES:
        fault = Fault("too_large.text_file", Place(path.name), size=size, most=MAX_BYTES)
        raise FlowXLError(Message("yearbook.too_large", name=path.name), [fault])
    return path.read_bytes()


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """Return the text of a file and its encoding.

    UTF-8 is tried first: text in GB18030 is hardly ever valid UTF-8, while nearly everything is valid GB18030.

    Raises
    ------
    FlowXLError
        If it is none of UTF-8, UTF-16 and GB18030, or no text at all.
    """
    tried = [encoding for mark, encoding in _BOMS if content.startswith(mark)] or _guesses(content)
    for encoding in () if content.startswith(_BINARY) else tried:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff"), encoding
    binary = content.startswith(_BINARY) or b"\0" in content
    fault = Fault("encoding.binary" if binary else "encoding.unknown", Place(name))
    raise FlowXLError(Message("yearbook.no_text", name=name), [fault])


def _guesses(content: bytes) -> list[str]:
    """UTF-16 without its mark: every other byte of digits and commas is nought."""
    sample = content[:4000]
    if sample[1::2].count(0) > len(sample) // 8:
        return ["utf-16-le"]
    if sample[::2].count(0) > len(sample) // 8:
        return ["utf-16-be"]
    return ["utf-8", "gb18030"]


def _check_conflicts(lines: list[str], name: str) -> None:
    found = [number for number, line in enumerate(lines, 1) if _CONFLICT.match(line)]
    if not found:
        return
    faults = [Fault("merge_conflict", Place(name, line=number), text=lines[number - 1][:40]) for number in found]
    raise FlowXLError(Message("yearbook.merge", name=name), faults)


def separator(lines: list[str]) -> str:
    r"""Return what stands between cells: a comma, a tab, a semicolon.

    A tab before each comma (as the National Bureau exports) belongs to the cell; a comma in text between tabs is a
    thousands separator.

    >>> separator(["a\t,b\t,", "1\t,2\t,"]), separator(["a\tb", "1,000\t2"]), separator(["a;b", "1,5;2"])
    (',', '\t', ';')
    """
    sample = [re.sub(r'"[^"]*"', "", line) for line in lines[:_SAMPLE] if line.strip()]
    tabs = sum("\t" in re.sub(r"\t+(?=,|$)", "", line) for line in sample)
    commas, semicolons = (sum(mark in line for line in sample) for mark in ",;")
    if tabs and 2 * tabs >= len(sample) - 4:
        return "\t"
    if semicolons and 2 * semicolons >= len(sample) - 4 and _steady(sample, ";") >= _steady(sample, ","):
        return ";"
    return "\t" if tabs and not commas else ","


def _steady(lines: list[str], mark: str) -> int:
    """Return how many lines share the most frequent number of a mark."""
    counts = [line.count(mark) for line in lines if mark in line]
    return max((counts.count(count) for count in set(counts)), default=0)


def _rows(text: str, mark: str, name: str) -> list[list[str]]:
    # strict: without it a quote that is never closed takes the rest of the file into one cell, in silence.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        fault = Fault("csv.yearbook", Place(name, line=reader.line_num), problem=csv_problem(error))
        raise FlowXLError(Message("yearbook.broken", name=name), [fault]) from error
    return rows


def csv_problem(error: csv.Error) -> Text:
    """Return what Python found wrong with the quotes of a text; it says so in English alone."""
    return Text("引号不成对，或单元格过长", str(error))


def _unfolded(row: list[str], mark: str) -> list[str]:
    """Take apart a row that stands as a whole inside quotes, because a name in it holds a comma."""
    filled = [cell for cell in row if cell.strip()]
    if len(filled) != 1 or filled[0] != row[0] or row[0].count(mark) < 2 or '"' not in row[0]:
        return row
    try:
        return next(csv.reader([row[0]], delimiter=mark, strict=True))
    except csv.Error:
        return row
