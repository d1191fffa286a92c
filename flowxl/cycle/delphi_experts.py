"""The list of experts: a CSV file that stays outside of every workbook. Inside, an expert is a code."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flowxl.voice.faults import Fault, Findings, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.yearbook.text_files import read_text_grid

CODE_TITLES = ("代码", "专家代码", "code", "expert code")
NAME_TITLES = ("姓名", "name")
MOST = 1_000
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,19}")


@dataclass(frozen=True)
class Experts:
    """A list of experts as it was read.

    Attributes
    ----------
    codes, names
        Of each expert, in the order of the rows.
    header, rows
        The whole list with its codes, as it can be written again.
    given
        The codes that were not in the file: the next free ones, in the order of the rows.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    given: tuple[str, ...] = ()

    def csv(self) -> str:
        """Return the list with its codes as CSV."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows([self.header, *self.rows])
        return text.getvalue()


def read_experts(path: Path, known: Iterable[str] = ()) -> Experts:
    """Read a list of experts.

    Parameters
    ----------
    path
        A CSV file in UTF-8, GB18030 or UTF-16 with a column 姓名/name; a column 代码/code and others may be there.
    known
        Codes that are taken already. A row without a code never gets one of them.

    Raises
    ------
    FlowXLError
        If it is no such file, has no experts, a code that cannot be used, or an expert twice; all faults at once.
    """
    if not path.is_file():
        raise FlowXLError(Message("experts.missing", path=str(path)), [Fault("missing_file.csv", Place(str(path)))])
    grid = read_text_grid(path)
    rows = [[str(cell).strip() for cell in row] for row in grid.rows]
    lines = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    found = _List(path.name, lines, known)
    if found.faults:
        raise FlowXLError(Message("experts.refused", name=path.name), found.faults)
    return found.experts()


class _List:
    def __init__(self, name: str, lines: list[tuple[int, list[str]]], known: Iterable[str]) -> None:
        self.name, self.known = name, list(known)
        self.faults = Findings()
        self.header = lines[0][1] if lines else []
        self.lines = lines[1:]
        self.code_at, self.name_at = self._column(CODE_TITLES), self._column(NAME_TITLES)
        if self.name_at is None:
            where, codes = Place(name, line=1), CODE_TITLES[::2]
            if lines:
                self.faults.append(Fault("header.no_names", where, names=NAME_TITLES, codes=codes))
            else:
                self.faults.append(Fault("header.nothing", where, names=NAME_TITLES, codes=codes))
            return
        if not 0 < len(self.lines) <= MOST:
            self.faults.append(Fault("experts", Place(name), found=len(self.lines), most=MOST))
            return
        self._check()

    def _column(self, titles: Sequence[str]) -> int | None:
        at = [place for place, title in enumerate(self.header) if title.lower() in titles]
        if len(at) > 1:
            self.faults.append(Fault("header.list_twice", Place(self.name, line=1), title=titles[0]))
        return at[0] if at else None

    def _cell(self, row: list[str], at: int | None) -> str:
        return row[at] if at is not None and at < len(row) else ""

    def _check(self) -> None:
        codes: dict[str, int] = {}
        people: dict[tuple[str, ...], int] = {}
        for number, row in self.lines:
            place = Place(self.name, line=number)
            code, name = self._cell(row, self.code_at), self._cell(row, self.name_at)
            if len(row) > len(self.header) and any(row[len(self.header) :]):
                self.faults.append(Fault("row.cells", place, found=len(row), expected=len(self.header)))
            if not name:
                self.faults.append(Fault("name.expert", place))
            if code and not _CODE.fullmatch(code):
                self.faults.append(Fault("code.expert", place, code=code))
            if code and codes.setdefault(code.upper(), number) != number:
                self.faults.append(Fault("double.code", place, code=code, first=codes[code.upper()]))
            others = [cell for place, cell in enumerate(row) if place != self.code_at] if self._all_coded() else [name]
            if name and people.setdefault(tuple(others), number) != number:
                self.faults.append(Fault("double.name", place, name=name, first=people[tuple(others)]))

    def _all_coded(self) -> bool:
        return all(self._cell(row, self.code_at) for _, row in self.lines)

    def experts(self) -> Experts:
        """Return the list; rows without a code get the next free ones."""
        own = [self._cell(row, self.code_at) for _, row in self.lines]
        free = _free({code.upper() for code in (*own, *self.known)})
        codes = tuple(code or next(free) for code in own)
        given = tuple(code for code, was in zip(codes, own, strict=True) if not was)
        others = [place for place in range(len(self.header)) if place != self.code_at]
        title = self.header[self.code_at] if self.code_at is not None else CODE_TITLES[0]
        if self.code_at is None and self.header[self.name_at or 0].lower() == NAME_TITLES[1]:
            title = "code"
        rows = tuple(
            (code, *(self._cell(row, place) for place in others))
            for code, (_, row) in zip(codes, self.lines, strict=True)
        )
        names = tuple(self._cell(row, self.name_at) for _, row in self.lines)
        return Experts(codes, names, (title, *(self.header[place] for place in others)), rows, given)


def _free(taken: set[str]) -> Iterator[str]:
    """Yield E01, E02, … after the last number that is taken."""
    numbers = [int(code[1:]) for code in taken if re.fullmatch(r"E[0-9]+", code)]
    number = max(numbers, default=0)
    while True:
        number += 1
        yield f"E{number:02}"
