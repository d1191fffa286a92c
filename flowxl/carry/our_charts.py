"""Our charts where a program dropped their description: told by the cells that they show."""

import re

from flowxl.carry.cell_moves import OldTable, Place, Places
from flowxl.carry.drawings import Shown
from flowxl.carry.references import title_of
from flowxl.ooxml.package_sheet import area as parse_area

_CELLS = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?")


def is_our_chart(places: Places, shown: Shown, titles: frozenset[str]) -> bool:
    """Tell whether a chart is one of ours: its title is one of our titles, and it shows nothing but our tables for it.

    Parameters
    ----------
    titles
        The titles of our charts as texts, for programs that keep no reference there.
    """
    found = [table.traits.drawn if table else "" for table in (_table(places, text) for text in shown.references)]
    if shown.linked:
        return len(found) > 1 and found[0] == "titles" and set(found[1:]) == {"figures"}
    return bool(found) and shown.title in titles and set(found) == {"figures"}


def _table(places: Places, text: str) -> OldTable | None:
    """Return the table that a reference lies within."""
    sheet, mark, cells = text.rpartition("!")
    if not mark or not _CELLS.fullmatch(cells):
        return None
    top, left, bottom, right = parse_area(cells.encode())
    table = places.table_at(Place(title_of(sheet), top, left))
    return table if table is not None and table.holds(bottom, right) else None
