"""Files of Baidu Index exports as sheets of columns: text files here, workbooks by the function that is handed in."""

import csv
import io
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.yearbook.text_files import csv_problem, decoded, separator

MAX_BYTES = 100_000_000
MAX_CELLS = 8_000_000
"""One export of 300 cities, ten years and two keywords has 6.6 million cells with its dates and names."""
TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
BOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls")
HEAD_ROWS = 20
_SAMPLE = 1_000_000

OpenBook = Callable[[Path], Iterable[tuple[str, Sequence[Sequence[object]]]]]
"""Gives name and rows of each sheet of a workbook that was checked: numbers, texts, dates; errors as texts."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """One table of cells; rows and columns count from 0.

    Attributes
    ----------
    file, name
        Name of the file and of the sheet; a text file has no sheet.
    head
        The first rows.
    columns_below
        Gives the columns below so many rows: numbers where all are, else objects; a blank is "" or NaN. Some columns
        stay texts where the file has texts: read as a number, the month 2019.10 would be 2019.1.
    """

    file: str
    name: str
    head: list[list[object]]
    columns_below: Callable[[int, Collection[int]], list[np.ndarray]]

    @property
    def where(self) -> str:
        """File and sheet in one text."""
        return f"{self.file} {self.name}" if self.name else self.file

    def place(self, cell: str = "") -> Place:
        """Return where a cell is, or the sheet as a whole."""
        return Place(sheet=self.where, cell=cell) if self.name else Place(self.file, cell=cell)


def open_sheets(path: Path, open_book: OpenBook) -> list[Sheet]:
    """Read a file as sheets that hold something.

    Raises
    ------
    FlowXLError
        If the file is missing, too large, of another kind, or its lines are not a table.
    """
    if not path.is_file():
        raise _refused(path, Fault("file.export_folder" if path.is_dir() else "file.export_missing", Place(path.name)))
    suffix = path.suffix.lower()
    if suffix in BOOK_SUFFIXES:
        return [sheet for name, rows in open_book(path) if (sheet := _of_rows(path.name, name, rows)) is not None]
    if suffix not in TEXT_SUFFIXES:
        place, known = Place(path.name), TEXT_SUFFIXES + BOOK_SUFFIXES
        bare = Fault("file.export_bare", place, known=known)
        raise _refused(path, Fault("file.export_suffix", place, suffix=suffix, known=known) if suffix else bare)
    if path.stat().st_size > MAX_BYTES:
        size = path.stat().st_size
        raise _refused(path, Fault("too_large.export", Place(path.name), size=size, most=MAX_BYTES))
    text, _ = decoded(path.read_bytes(), path.name)
    sheet = _of_text(path, text.replace("\r\n", "\n").replace("\r", "\n"))
    return [] if sheet is None else [sheet]


def _refused(path: Path, fault: Fault) -> FlowXLError:
    return FlowXLError(Message("baidu.file", name=path.name), [fault])


def _of_text(path: Path, text: str) -> Sheet | None:
    text = text.rstrip("\n")
    if not text:
        return None
    between = separator(text[:_SAMPLE].split("\n")[:HEAD_ROWS])
    # a quoted cell may hold separators and line breaks: only the slow way reads those
    if '"' in text:
        return _of_quoted(path, text, between)
    content = f"{text}\n".encode()
    _check_size(path, content.count(b"\n") + content.count(between.encode()))
    ends, counts = _count_cells(content, between)
    head = [list(line.split(between)) for line in content[: ends[:HEAD_ROWS][-1]].decode().split("\n")]

    def columns_below(row: int, texts: Collection[int]) -> list[np.ndarray]:
        width = int(counts[row - 1])
        _check_widths(path, counts[row:], width, row)
        if row == len(counts):
            return []
        frame = pd.read_csv(
            io.BytesIO(content[ends[row - 1] + 1 :]),
            sep=between,
            header=None,
            names=range(width),
            index_col=False,
            keep_default_na=False,
            na_values=[""],
            dtype=dict.fromkeys(texts, str),
            quoting=csv.QUOTE_NONE,
            skip_blank_lines=False,
            low_memory=False,
        )
        return _columns_of(frame)

    return Sheet(path.name, "", head, columns_below)  # type: ignore[arg-type]


def _count_cells(content: bytes, between: str) -> tuple[np.ndarray, np.ndarray]:
    """Return where each line ends, and how many cells it has."""
    characters = np.frombuffer(content, dtype=np.uint8)
    ends = np.flatnonzero(characters == ord("\n"))
    marks = np.searchsorted(np.flatnonzero(characters == ord(between)), ends)
    return ends, np.diff(marks, prepend=0) + 1


def _columns_of(frame: pd.DataFrame) -> list[np.ndarray]:
    """Return the columns of a frame; one by one is slow where there are thousands."""
    columns: dict[int, np.ndarray] = {}
    kinds = frame.dtypes.to_numpy()
    for kind in set(kinds):
        same = np.flatnonzero(kinds == kind)
        columns.update(zip(same.tolist(), frame.iloc[:, same].to_numpy().T, strict=True))
    return [columns[number] for number in range(len(columns))]


def _of_quoted(path: Path, text: str, between: str) -> Sheet | None:
    reader = csv.reader(io.StringIO(text), delimiter=between, strict=True)
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in reader:
            rows.append(row)
            cells += len(row)
            if cells > MAX_CELLS:
                _check_size(path, cells)
    except csv.Error as error:
        fault = Fault("csv.export", Place(path.name, row=len(rows) + 1), problem=csv_problem(error))
        raise _refused(path, fault) from error
    while rows and not any(map(str.strip, rows[-1])):
        rows.pop()
    counts = np.array([len(row) for row in rows], np.int64)

    def columns_below(row: int, texts: Collection[int]) -> list[np.ndarray]:  # noqa: ARG001 - all are texts
        width = int(counts[row - 1])
        _check_widths(path, counts[row:], width, row)
        body = [[*cells, *[""] * (width - len(cells))] for cells in rows[row:]]
        return [np.array(column, dtype=object) for column in zip(*body, strict=True)]

    return Sheet(path.name, "", [list(row) for row in rows[:HEAD_ROWS]], columns_below) if rows else None


def _check_size(path: Path, cells: int) -> None:
    if cells > MAX_CELLS:
        raise _refused(path, Fault("too_large.export_cells", Place(path.name), cells=cells, most=MAX_CELLS))


def _check_widths(path: Path, counts: np.ndarray, width: int, above: int) -> None:
    """Refuse lines that are longer or shorter than their header; one cell alone is a remark, or nothing."""
    ragged = np.flatnonzero((counts != width) & (counts > 1))
    if not len(ragged):
        return
    faults = [
        Fault("cells.export", Place(path.name, row=above + number + 1), cells=int(counts[number]), width=width)
        for number in ragged.tolist()
    ]
    raise FlowXLError(Message("baidu.lines", name=path.name, number=len(ragged)), faults)


def _of_rows(file: str, name: str, rows: Sequence[Sequence[object]]) -> Sheet | None:
    """Make a sheet of a workbook's rows, which may be of different length."""
    if not any(cell not in ("", None) for row in rows for cell in row):
        return None
    width = max(map(len, rows))
    if width * len(rows) > MAX_CELLS:
        _check_size(Path(file), width * len(rows))

    def columns_below(row: int, texts: Collection[int]) -> list[np.ndarray]:  # noqa: ARG001 - cells have kinds
        body = [[*cells, *[""] * (width - len(cells))] for cells in rows[row:]]
        return [_column(column) for column in zip(*body, strict=True)]

    return Sheet(file, name, [list(row) for row in rows[:HEAD_ROWS]], columns_below)


def _column(cells: Sequence[object]) -> np.ndarray:
    """Return numbers where all cells are; booleans are none."""
    if all(type(cell) is float for cell in cells):
        return np.array(cells, dtype=np.float64)
    column = np.empty(len(cells), dtype=object)
    column[:] = ["" if cell is None else cell for cell in cells]
    return column
