"""Formulas of ours that a program rewrote because cells were inserted or sorted: read back as they were generated."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flowxl.carry.cell_moves import OldTable, Place, Places
from flowxl.carry.references import GONE, References, _Ref, _write
from flowxl.workbook.layout import Layout
from flowxl.workbook.texts import versionless


@dataclass
class AsGenerated(References):
    """Rewrites references of an old file to where the same cells stood when the book was generated.

    Where that is not certain to the cell the reference becomes ``#REF!``, so that no formula is taken for ours by luck.
    """

    _known: dict[tuple[str, str], tuple[str | None, str | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Mapping[str, list[OldTable]], layout: Layout) -> "AsGenerated":
        """Return the rewriter of a file whose tables stand where ``tables`` says, and stood where ``layout`` says."""
        titles = {sheet.title: sheet.title for sheet in layout.sheets}
        return cls(Places(dict(tables), dict(layout.areas), dict(titles)))

    def is_like(self, formula: str, wanted: str, here: str) -> bool:
        """Whether a formula on a sheet is the one wanted, in any spelling and version, its references moved or not."""
        if formula == wanted:
            return True
        spelled = plain(wanted)
        if plain(formula) == spelled:
            return True
        moved = self.rewrite(formula, here)
        return plain(moved) == spelled or plain(versionless(moved)) == plain(versionless(wanted))

    def _moved(self, sheet: str, text: str) -> tuple[str | None, str | None]:
        if (sheet, text) not in self._known:  # thousands of formulas name the same columns
            self._known[sheet, text] = super()._moved(sheet, text)
        return self._known[sheet, text]

    def _note(self, old: str, new: str, note: str = "") -> None:
        """Keep nothing: nobody is told."""

    def _range(
        self, sheet: str, ref: _Ref, rows: tuple[int, int], columns: tuple[int, int]
    ) -> tuple[str | None, str | None]:
        """Map a range only if it covers all cells between its new corners: those of a sorted table may lie apart."""
        table = self.places.table_at(Place(sheet, rows[0], columns[0]))
        if table is None or not table.holds(rows[1], columns[1]):
            return super()._range(sheet, ref, rows, columns)
        found = [self.places.new(place) for place in self._sides(sheet, table, rows, columns)]
        known = [new for new in found if new is not None]
        if not known or len({new.sheet for new in known}) > 1:
            return None, None
        across, down = {new.column for new in known}, {new.row for new in known}
        new_rows, new_columns = (min(down), max(down)), (min(across), max(across))
        if len(down) <= new_rows[1] - new_rows[0] or len(across) <= new_columns[1] - new_columns[0]:
            return sheet, GONE
        return known[0].sheet, _write(ref, new_rows, new_columns)

    def _sides(self, sheet: str, table: OldTable, rows: tuple[int, int], columns: tuple[int, int]) -> list[Place]:
        """Return the cells of a range along a row and a column that nobody added."""
        at = table.target
        own_rows = [row for row in range(rows[0], rows[1] + 1) if table.rows[row - at.min_row] is not None]
        own_columns = [c for c in range(columns[0], columns[1] + 1) if table.columns[c - at.min_col] is not None]
        if not own_rows or not own_columns:
            return []
        down = [Place(sheet, row, own_columns[0]) for row in own_rows]
        return [*down, *(Place(sheet, own_rows[0], column) for column in own_columns)]


def plain(formula: str) -> str:
    """Return a formula without what programs add or leave out, as the sheet in the second half of a range."""
    formula = re.sub(r":(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!", ":", formula)
    return re.sub(r"[\s'$]|_xlfn\.|_xlws\.", "", formula).upper()
