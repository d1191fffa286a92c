"""Write clear readings of texts in number cells into a new file; every other part of the file stays as it is.

The formulas of the new file carry no stored values, since those belong to the old figures: a spreadsheet program
computes them when it opens the file.
"""

import os
import re
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flowxl.core.faults import Fault, FlowXLError
from flowxl.excel.grid import a1
from flowxl.excel.package import Kind, Package
from flowxl.excel.reader import read_book
from flowxl.excel.reader_inputs import BadCell
from flowxl.excel.readings import read_text

_STORED = re.compile(rb"(</f>|<f\b[^>]*/>)\s*<v\b[^>]*>[^<]*</v>")
_CALC = re.compile(rb"<calcPr\b[^>]*?/>|<calcPr\b.*?</calcPr>", re.DOTALL)


@dataclass(frozen=True)
class Fix:
    """One cell that was looked at: ``value`` is the new number, None for a blank; ``review`` is left as it was."""

    where: str
    found: str
    kind: str
    value: float | None
    rule: str

    def __str__(self) -> str:
        """Return one readable line."""
        if self.kind == "review":
            return f"{self.where}: {self.found!r} left for review ({self.rule})"
        return f"{self.where}: {self.found!r} → {'blank' if self.value is None else f'{self.value:g}'} ({self.rule})"


def fix_book(path: str | Path, out: str | Path) -> list[Fix]:
    """Write clear readings into a new file; list each, and what is left to a person.

    Raises
    ------
    FlowXLError
        If the book cannot be read surely, the new file exists, or a cell cannot be rewritten surely.
    """
    path, out = Path(path), Path(out)
    if out.exists():
        fault = Fault("exists", str(out), "a file", "a new name", "Nothing is overwritten")
        raise FlowXLError(f"{out.name} exists already.", [fault])
    data = read_book(path)
    fixes = [_fix(bad) for bad in data.bad_cells]
    changes: dict[str, dict[str, float | None]] = {}
    for fix, bad in zip(fixes, data.bad_cells, strict=True):
        if fix.kind != "review":
            changes.setdefault(bad.cell.sheet, {})[a1(bad.cell.row - 1, bad.cell.column - 1)] = fix.value
    _rewrite(path, out, changes)
    return fixes


def _fix(bad: BadCell) -> Fix:
    cell = bad.cell
    if cell.kind is not Kind.TEXT or cell.is_formula:
        return Fix(cell.where, str(cell.value), "review", None, "formula" if cell.is_formula else cell.kind.value)
    reading = read_text(str(cell.value), percentage=bad.percentage)
    return Fix(cell.where, str(cell.value), reading.kind, reading.value, reading.rule)


def _rewrite(path: Path, out: Path, changes: dict[str, dict[str, float | None]]) -> None:
    handle, name = tempfile.mkstemp(suffix=".xlsx", prefix=f".{out.stem}-", dir=out.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        _copy(path, temporary, changes)
        _verify(temporary, changes)
        temporary.chmod(0o644)
        temporary.replace(out)
    finally:
        temporary.unlink(missing_ok=True)


def _copy(path: Path, out: Path, changes: dict[str, dict[str, float | None]]) -> None:
    with Package.open(path) as package:
        parts = {package.part_of(sheet): sheet for sheet in package.sheet_names}
        workbook = package.workbook_part
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename in parts:
                content = _patch(content, changes.get(parts[info.filename], {}), parts[info.filename])
            elif info.filename == workbook:
                content = _recalculate(content)
            new.writestr(info, content)


def _patch(xml: bytes, cells: dict[str, float | None], sheet: str) -> bytes:
    """Replace the content of cells, keep their style, and drop the stored values of formulas."""
    for address, value in cells.items():
        pattern = re.compile(rb'<c\b(?=[^>]*\br="%s")[^>]*?(?:/>|>.*?</c>)' % address.encode(), re.DOTALL)
        xml, count = pattern.subn(partial(_cell, value), xml)
        if count != 1:
            remedy = "Save it in a spreadsheet program first"
            fault = Fault("rewrite", f"{sheet}!{address}", f"{count} such cells", "one", remedy)
            raise FlowXLError("The file is written in an unusual way.", [fault])
    return _STORED.sub(rb"\1", xml)


def _cell(value: float | None, found: re.Match[bytes]) -> bytes:
    start = re.match(rb"<c\b[^>]*", found[0])
    attributes = re.sub(rb'\s+t="[^"]*"', b"", start[0].rstrip(b"/") if start else b"<c")
    return attributes + (b"/>" if value is None else b"><v>%s</v></c>" % repr(value).encode())


def _recalculate(xml: bytes) -> bytes:
    """Ask programs to compute everything when they open the file."""
    calc = b'<calcPr calcId="191029" fullCalcOnLoad="1"/>'
    if _CALC.search(xml):
        return _CALC.sub(calc, xml, count=1)
    anchor = b"</definedNames>" if b"</definedNames>" in xml else b"</sheets>"
    return xml.replace(anchor, anchor + calc, 1)


def _verify(path: Path, changes: dict[str, dict[str, float | None]]) -> None:
    """Read the new file and compare what was written; a difference is never handed over."""
    wrong: Sequence[Fault] = []
    with Package.open(path) as package:
        for sheet, cells in changes.items():
            read = package.sheet(sheet)
            for address, value in cells.items():
                row, column = _position(address)
                found = read.value(row, column)
                if found != value:
                    wrong = [*wrong, Fault("rewrite", f"{sheet}!{address}", str(found), str(value))]
    if wrong:
        raise FlowXLError("The new file does not hold what was written.", wrong)


def _position(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(address[len(letters) :]), column
