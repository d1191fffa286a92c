"""Figures without a place, as the sheet 变更 of an older book keeps them."""

from collections.abc import Sequence

from flowxl.cycle.roll_plan import KeptSeries
from flowxl.ooxml.addresses import a1
from flowxl.ooxml.package import NameTarget
from flowxl.reading.book_tables import Tables
from flowxl.workbook.sheets import changes as changes_sheet


def read_kept(tables: Tables) -> tuple[KeptSeries, ...]:
    """Read the figures that an older 变更 keeps."""
    areas = tables.package.defined_names.get(changes_sheet.KEPT, [])
    if len(areas) != 1:
        return ()
    target, cells = areas[0], tables.sheet(areas[0].sheet)
    titles = {}
    for column in range(target.min_col, target.max_col + 1):
        value = cells.value(target.min_row, column)
        titles[str(int(value)) if isinstance(value, float) else str(value or "").strip()] = column

    def text(row: int, key: str) -> str:
        title = changes_sheet.FIELDS[changes_sheet.KEPT][key][0]
        at = next((titles[word] for word in title.both if word in titles), 0)
        return str(cells.value(row, at) or "").strip() if at else ""

    found = []
    for row in range(target.min_row + 1, target.max_row + 1):
        if text(row, "key"):
            numbers = {int(t): cells.value(row, c) for t, c in titles.items() if t.isdecimal()}
            values = {year: value for year, value in numbers.items() if isinstance(value, float)}
            found.append(
                KeptSeries(
                    text(row, "key"),
                    text(row, "name"),
                    "",
                    text(row, "measure"),
                    text(row, "what"),
                    values,
                    text(row, "source"),
                    text(row, "note"),
                    _cells(target, row, [titles[str(year)] for year in values]),
                )  # fmt: skip
            )
    return tuple(found)


def _cells(target: NameTarget, row: int, columns: Sequence[int]) -> str:
    """Return where the figures of a kept series stand."""
    first, last = (a1(row - 1, column - 1) for column in (min(columns, default=1), max(columns, default=1)))
    return f"{target.sheet}!{first}" + (f":{last}" if last != first else "")
