"""Write clear readings of texts in number cells into a new file; every other part of the file stays as it is.

The formulas that FlowXL wrote carry no stored values in the new file, since those belong to the old figures: a
spreadsheet program computes them when it opens the file. A formula that a person typed into a cell for figures, a
weight or a setting keeps its value, for without it the new file could not be read.
"""

import os
import re
import tempfile
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from flowxl.core.faults import Fault, FlowXLError
from flowxl.excel.fix_filled import filled_formulas
from flowxl.excel.grid import a1
from flowxl.excel.package import Kind, Package
from flowxl.excel.package_sheet import position
from flowxl.excel.reader import BookData, read_book
from flowxl.excel.reader_inputs import BadCell
from flowxl.yearbook.numbers import read_text

_STORED = re.compile(rb"(<c\b[^>]*>\s*(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>))\s*<v\b[^>]*>[^<]*</v>")
_ADDRESS = re.compile(rb'\br="([A-Z]+[0-9]+)"')
_CALC = re.compile(rb"<calcPr\b[^>]*?/>|<calcPr\b.*?</calcPr>", re.DOTALL)

Changes = dict[str, dict[str, float | None]]
"""New numbers by sheet and address; None empties a cell."""


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
        If the book cannot be read surely, the new file exists, or would not hold what was meant; then none is left.
    """
    path, out = Path(path), Path(out)
    if out.exists():
        fault = Fault("exists", str(out), "a file", "a new name", "Nothing is overwritten")
        raise FlowXLError(f"{out.name} exists already.", [fault])
    data = read_book(path)
    fixes = [_fix(bad) for bad in data.bad_cells]
    changes: Changes = {}
    for fix, bad in zip(fixes, data.bad_cells, strict=True):
        if fix.kind != "review":
            changes.setdefault(bad.cell.sheet, {})[a1(bad.cell.row - 1, bad.cell.column - 1)] = fix.value
    _rewrite(data, out, changes)
    return fixes


def _fix(bad: BadCell) -> Fix:
    cell = bad.cell
    if cell.kind is not Kind.TEXT or cell.is_formula:
        return Fix(cell.where, str(cell.value), "review", None, "formula" if cell.is_formula else cell.kind.value)
    reading = read_text(str(cell.value), percentage=bad.percentage)
    return Fix(cell.where, str(cell.value), reading.kind, reading.value, reading.rule)


def _rewrite(data: BookData, out: Path, changes: Changes) -> None:
    """Write the copy beside its place, read it back, and only then put it there."""
    handle, name = tempfile.mkstemp(suffix=out.suffix, prefix=f".{out.stem}-", dir=out.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        _copy(data, temporary, changes)
        _verify(data, temporary, changes)
        temporary.chmod(0o644)
        temporary.replace(out)
    finally:
        temporary.unlink(missing_ok=True)


def _copy(data: BookData, out: Path, changes: Changes) -> None:
    with Package.open(data.path) as package:
        parts = {package.part_of(sheet): sheet for sheet in package.sheet_names}
        workbook = package.workbook_part
        kept = filled_formulas(package, data.framework)
    with zipfile.ZipFile(data.path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename in parts:
                sheet = parts[info.filename]
                content = _put(content, changes.get(sheet, {}), sheet)
                content = _STORED.sub(partial(_without_value, kept.get(sheet, set())), content)
            elif info.filename == workbook:
                content = _recalculate(content)
            new.writestr(info, content)


def _put(xml: bytes, cells: dict[str, float | None], sheet: str) -> bytes:
    """Replace the content of cells and keep their style."""
    for address, value in cells.items():
        pattern = re.compile(rb'<c\b(?=[^>]*\br="%s")[^>]*?(?:/>|>.*?</c>)' % address.encode(), re.DOTALL)
        xml, count = pattern.subn(partial(_cell, value), xml)
        if count != 1:
            remedy = "Save it in a spreadsheet program first"
            fault = Fault("rewrite", f"{sheet}!{address}", f"{count} such cells", "one", remedy)
            raise FlowXLError("The file is written in an unusual way.", [fault])
    return xml


def _without_value(kept: Collection[str], found: re.Match[bytes]) -> bytes:
    """Drop the stored value of a formula, save where a person filled it in."""
    address = _ADDRESS.search(found[1])
    return found[0] if address and address[1].decode() in kept else found[1]


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


def _verify(data: BookData, path: Path, changes: Changes) -> None:
    """Read the new file and compare it with the old one; what differs elsewhere is never handed over."""
    try:
        copy = read_book(path)
    except FlowXLError as error:
        raise FlowXLError("The repaired copy could not be read, so nothing was written.", error.faults) from error
    numbers = sum(value is not None for cells in changes.values() for value in cells.values())
    old, new = data.observations.values, copy.observations.values
    changed = int((~np.isclose(old, new, rtol=0, atol=0, equal_nan=True)).sum())
    wrong = _not_written(path, changes)
    if changed != numbers:
        wrong.append(Fault("rewrite", data.path.name, f"{changed} figures that changed", str(numbers)))
    if copy.settings != data.settings or not np.array_equal(copy.weights, data.weights):
        wrong.append(Fault("rewrite", data.path.name, "other weights or settings", "those of the book"))
    if wrong:
        raise FlowXLError("The repaired copy does not hold what was meant, so nothing was written.", wrong)


def _not_written(path: Path, changes: Changes) -> list[Fault]:
    wrong = []
    with Package.open(path) as package:
        for sheet, cells in changes.items():
            read = package.sheet(sheet)
            for address, value in cells.items():
                found = read.value(*position(address.encode()))
                if found != value:
                    wrong.append(Fault("rewrite", f"{sheet}!{address}", str(found), str(value)))
    return wrong
