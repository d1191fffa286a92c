"""Our charts where a program dropped their description: told by the cells that they show."""

import re

from flowxl.carry.cell_moves import OldTable, Place, Places
from flowxl.carry.drawings import Shown
from flowxl.carry.references import title_of
from flowxl.ooxml.package_sheet import area as parse_area
from flowxl.workbook.plan_weighting import BOXES, PICTURE_TITLES, ROUNDS

TITLES = {"flow_titles", PICTURE_TITLES}
SHOWN = {"flow_bars", "flow_profile", "flow_gap_bars", "flow_settings", BOXES, ROUNDS}
"""Tables that our charts show; names of series stand among the settings."""
_CELLS = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?")


def is_our_chart(places: Places, shown: Shown, titles: frozenset[str]) -> bool:
    """Tell whether a chart is one of ours: its title is one of our titles, and it shows nothing but our tables for it.

    Parameters
    ----------
    titles
        The titles of our charts as texts, for programs that keep no reference there.
    """
    names = [table.name if table else "" for table in (_table(places, text) for text in shown.references)]
    if shown.linked:
        return len(names) > 1 and names[0] in TITLES and SHOWN.issuperset(names[1:])
    return bool(names) and shown.title in titles and SHOWN.issuperset(names)


def _table(places: Places, text: str) -> OldTable | None:
    """Return the table that a reference lies within."""
    sheet, mark, cells = text.rpartition("!")
    if not mark or not _CELLS.fullmatch(cells):
        return None
    top, left, bottom, right = parse_area(cells.encode())
    table = places.table_at(Place(title_of(sheet), top, left))
    return table if table is not None and table.holds(bottom, right) else None
