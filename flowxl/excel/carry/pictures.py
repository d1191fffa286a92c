"""Our charts where a program dropped their description: told by the cells that they show."""

import re
from collections.abc import Sequence

from flowxl.excel.carry.places import OldTable, Place, Places
from flowxl.excel.carry.references import title_of
from flowxl.excel.package_sheet import area as parse_area
from flowxl.excel.plan_weighting import BOXES, PICTURE_TITLES, ROUNDS

TITLES = {"flow_titles", PICTURE_TITLES}
SHOWN = {"flow_bars", "flow_profile", "flow_gap_bars", "flow_settings", BOXES, ROUNDS}
"""Tables that our charts show; names of series stand among the settings."""
_CELLS = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?")


def is_our_chart(places: Places, shown: Sequence[str]) -> bool:
    """Tell whether a chart is one of ours: its title is one of our titles, and it shows nothing but our tables for it.

    Parameters
    ----------
    shown
        What the chart refers to, the reference of its title first.
    """
    tables = [_table(places, text) for text in shown]
    names = [table.name if table else "" for table in tables]
    return len(names) > 1 and names[0] in TITLES and SHOWN.issuperset(names[1:])


def _table(places: Places, text: str) -> OldTable | None:
    """Return the table that a reference lies within."""
    sheet, mark, cells = text.rpartition("!")
    if not mark or not _CELLS.fullmatch(cells):
        return None
    top, left, bottom, right = parse_area(cells.encode())
    table = places.table_at(Place(title_of(sheet), top, left))
    return table if table is not None and table.holds(bottom, right) else None
