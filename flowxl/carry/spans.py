"""References across sheets, as Sheet1:Sheet3!A1: they mean every sheet that stands between these two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flowxl.workbook.layout import Layout


@dataclass(frozen=True)
class Spans:
    """The sheets of the old book and of the new one, each in order."""

    old: tuple[str, ...]
    new: tuple[str, ...]

    def between(self, first: str, last: str) -> tuple[str, ...]:
        """Return the old sheets from one to another, either of which may come first; none if one is unknown."""
        return _between(self.old, first, last)

    def between_now(self, first: str, last: str) -> tuple[str, ...]:
        """Return the new sheets from one to another."""
        return _between(self.new, first, last)


def _between(titles: Sequence[str], first: str, last: str) -> tuple[str, ...]:
    known = [title.lower() for title in titles]
    if first.lower() not in known or last.lower() not in known:
        return ()
    start, end = sorted((known.index(first.lower()), known.index(last.lower())))
    return tuple(titles[start : end + 1])


def spans_of(old: Sequence[str], ours: Mapping[str, str], layout: Layout) -> Spans:
    """Return the order of the sheets before and after.

    Parameters
    ----------
    old
        Titles of the old book in order.
    ours
        Title of each old sheet of ours, by key.
    layout
        Layout of the new book: a sheet that is new stands behind the one that it follows there.
    """
    now = {title: layout.title(key) for key, title in ours.items() if key in {sheet.key for sheet in layout.sheets}}
    order = [now.get(title, title) for title in old if title in now or title not in ours.values()]
    before = ""
    for sheet in layout.sheets:
        if sheet.title not in order:
            order.insert(order.index(before) + 1 if before else 0, sheet.title)
        before = sheet.title
    return Spans(tuple(old), tuple(order))
