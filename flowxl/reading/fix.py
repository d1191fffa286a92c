"""Write clear readings of texts in number cells into a new file; every other part of the file stays as it is.

The formulas that FlowXL wrote carry no stored values in the new file, since those belong to the old figures: a
spreadsheet program computes them when it opens the file. A formula that a person typed into a cell for figures, a
weight or a setting keeps its value, for without it the new file could not be read.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from flowxl.ooxml.addresses import a1
from flowxl.ooxml.package import Kind
from flowxl.ooxml.safely import write_safely
from flowxl.reading.patching import Known, patch_book, read_back
from flowxl.reading.read_book import BookData, OpenBook
from flowxl.reading.read_inputs import BadCell
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Language
from flowxl.yearbook.number_texts import read_text

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

    def of(self, language: Language) -> str:
        """Return one readable line in one language."""
        if self.kind == "review":
            return Message("fix.review", where=self.where, found=self.found, rule=self.rule).of(language)
        value = Message("fix.blank") if self.value is None else f"{self.value:g}"
        return Message("fix.changed", where=self.where, found=self.found, value=value, rule=self.rule).of(language)

    def __str__(self) -> str:
        """Return one readable line in English."""
        return self.of("en")


def fix_book(path: str | Path, out: str | Path) -> list[Fix]:
    """Write clear readings into a new file; list each, and what is left to a person.

    Raises
    ------
    FlowXLError
        If the book cannot be read reliably, the new file exists, cannot be written, or would not hold what was meant;
        then none is left.
    """
    path, out = Path(path), Path(out)
    if out.exists():
        raise FlowXLError(Message("fix.exists", name=out.name), [Fault("exists", Place(str(out)))])
    with OpenBook.open(path) as book:
        data, known = book.data, Known.of(book, book.data.framework)
    fixes = [_fix(bad) for bad in data.bad_cells]
    changes: Changes = {}
    for fix, bad in zip(fixes, data.bad_cells, strict=True):
        if fix.kind != "review":
            changes.setdefault(bad.cell.sheet, {})[a1(bad.cell.row - 1, bad.cell.column - 1)] = fix.value
    write_safely(out, lambda new: patch_book(path, new, changes, known), lambda new: _verify(data, new, changes))
    return fixes


def _fix(bad: BadCell) -> Fix:
    cell = bad.cell
    if cell.kind is not Kind.TEXT or cell.is_formula:
        return Fix(cell.where, str(cell.value), "review", None, "formula" if cell.is_formula else cell.kind.value)
    reading = read_text(str(cell.value), percentage=bad.percentage)
    return Fix(cell.where, str(cell.value), reading.kind, reading.value, reading.rule)


def _verify(data: BookData, path: Path, changes: Changes) -> None:
    """Read the new file and compare it with the old one; what differs elsewhere is never handed over."""
    try:
        copy, wrong = read_back(path, changes)
    except FlowXLError as error:
        raise FlowXLError(Message("fix.unreadable"), error.faults, data.language) from error
    numbers = sum(value is not None for cells in changes.values() for value in cells.values())
    old, new = data.observations.values, copy.observations.values
    changed = int((~np.isclose(old, new, rtol=0, atol=0, equal_nan=True)).sum())
    if changed != numbers:
        wrong.append(Fault("rewrite.figures", Place(data.path.name), found=changed, expected=numbers))
    if copy.settings != data.settings or not np.array_equal(copy.weights, data.weights):
        wrong.append(Fault("rewrite.others", Place(data.path.name)))
    if wrong:
        raise FlowXLError(Message("fix.other"), wrong, data.language)
