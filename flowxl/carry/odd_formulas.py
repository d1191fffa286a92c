"""Formulas of ours that a person replaced: they are neither as generated nor like the others of their field."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from flowxl.carry.findings import Finding
from flowxl.carry.generated import AsGenerated
from flowxl.carry.our_fields import OurField
from flowxl.carry.raw_cells import RawCell
from flowxl.ooxml.package_sheet import position

Box = tuple[int, int, int, int]
KeyedCells = Callable[[], Iterator[tuple[RawCell, OurField | None]]]
"""Gives all cells of a sheet, each with its field where a formula of ours should stand."""
_RELATIVE = re.compile(
    r"(?<![\w.$!'])(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})(?![\w(])|(?<=!)(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})"
)


class OddFormulas:
    """Notes what stands on one sheet in the place of our formulas."""

    def __init__(self, title: str, generated: AsGenerated) -> None:
        self.title, self.generated = title, generated
        self.unlike: dict[OurField, list[RawCell]] = {}
        self.typed: list[RawCell] = []

    def look(self, cell: RawCell, own: OurField, number: int, arrays: list[Box]) -> None:
        """Take note of a cell where a formula of ours should stand."""
        column = own.column
        formula = column.block.formula if column.block else column.formula(number) if column.formula else ""
        if cell.formula is None:
            if formula and not cell.is_blank and not _inside(cell, arrays):
                self.typed.append(cell)
        elif not self.generated.is_like(cell.formula, bare(formula), self.title):
            self.unlike.setdefault(own, []).append(cell)

    def findings(self, cells: KeyedCells) -> Iterator[Finding]:
        """Yield what was typed over, and formulas that are unlike all others of their field."""
        for cell in self.typed:
            yield Finding("not_carried", f"{self.title}!{cell.address}", cell.shown)
        all_forms = self._forms(cells) if self.unlike else {}
        for own, unlike in self.unlike.items():
            form, count = all_forms[own].most_common(1)[0]
            half = all_forms[own].total() // 2
            if len(unlike) > half >= count:
                continue  # another program spells the whole field in its own way
            for cell in unlike:
                if count <= half or relative(cell.formula or "", cell.row, cell.column) != form:
                    yield Finding("not_carried", f"{self.title}!{cell.address}", cell.shown)

    def _forms(self, cells: KeyedCells) -> dict[OurField, Counter[str]]:
        """Count how the formulas of the fields read that have unlike ones; they are read again for it."""
        found: dict[OurField, Counter[str]] = {own: Counter() for own in self.unlike}
        for cell, own in cells():
            if own in found and cell.formula is not None:
                found[own][relative(cell.formula, cell.row, cell.column)] += 1
        return found


def _inside(cell: RawCell, arrays: list[Box]) -> bool:
    return any(top <= cell.row <= bottom and left <= cell.column <= right for top, left, bottom, right in arrays)


def bare(formula: str) -> str:
    """Return a formula as the file holds it."""
    return formula.strip("{}").removeprefix("=")


def relative(formula: str, row: int, column: int) -> str:
    """Return a formula with its own references counted from its cell, so that equal formulas read equal.

    >>> relative("A1+$B$2", 1, 2), relative("A9+$B$2", 9, 2)
    ('r0c-1+$B$2', 'r0c-1+$B$2')
    """

    def one(found: re.Match[str]) -> str:
        groups = found.groups()
        pinned_column, letters, pinned_row, digits = groups[:4] if groups[1] else groups[4:]
        at_row, at_column = position(f"{letters}{digits}".encode())
        across = f"${letters}" if pinned_column else f"c{at_column - column}"
        down = f"${digits}" if pinned_row else f"r{at_row - row}"
        return across + down if pinned_column else down + across

    return _RELATIVE.sub(one, formula)
