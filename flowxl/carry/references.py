"""References in formulas, names and charts: each follows the cell that it means, and what changed is told."""

import re
from dataclasses import dataclass, field
from typing import Literal

from flowxl.carry.cell_moves import Place, Places
from flowxl.carry.spans import Spans
from flowxl.ooxml.addresses import a1, quoted
from flowxl.ooxml.package_sheet import position

GONE = "#REF!"
_SHEET = r"'(?:[^']|'')+'|[^\W\d][\w.]*(?::[^\W\d][\w.]*)?|[\w.]+"
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_REF = rf"{_CELL}(?::{_CELL})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}}"
_TOKEN = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*")|(?P<external>(?:'[^']*\[(?:[^']|'')*'|\[[^\]]*\][\w.]*)!(?:{_REF})?)"""
    rf"""|(?:(?P<sheet>{_SHEET})!)(?P<ref>{_REF})(?![\w.(!])"""
    rf"""|(?<![\w.!$:'\]])(?P<local>{_REF})(?![\w.(!])"""
)
REFERENCE = re.compile(rf"(?:(?:{_SHEET})!)?(?:{_REF})(?![\w.(!])")
"""A reference with its sheet, where texts in quotes do not matter."""
_PART = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]*)")


@dataclass(frozen=True)
class Move:
    """A reference that was rewritten: what it was, and what it is.

    One across sheets (``kind`` is ``span``) is told where these are others now, or their cells elsewhere.
    """

    old: str
    new: str
    kind: Literal["reference", "span"] = "reference"


@dataclass(frozen=True)
class _Ref:
    """A reference taken apart; rows and columns are None in one to whole columns or rows."""

    pins: tuple[str, str, str, str]
    rows: tuple[int, int] | None
    columns: tuple[int, int] | None
    single: bool


def _parse(text: str) -> _Ref:
    first, _, last = text.partition(":")
    one = _PART.fullmatch(first)
    two = _PART.fullmatch(last or first)
    if one is None or two is None:  # the pattern has let nothing else pass
        raise ValueError(text)
    columns = rows = None
    pins = (one[1], one[3], two[1], two[3])
    if one[2]:
        columns = tuple(sorted(position(f"{part[2].upper()}1".encode())[1] for part in (one, two)))
    else:
        pins = ("", one[1] or one[3], "", two[1] or two[3])
    if one[4]:
        rows = tuple(sorted((int(one[4]), int(two[4]))))
    return _Ref(pins, rows, columns, not last)  # type: ignore[arg-type]


def _write(ref: _Ref, rows: tuple[int, int] | None, columns: tuple[int, int] | None) -> str:
    def corner(number: int) -> str:
        column, row = ref.pins[2 * number : 2 * number + 2]
        letters = a1(0, columns[number] - 1)[:-1] if columns else ""
        return f"{column if columns else ''}{letters}{row if rows else ''}{rows[number] if rows else ''}"

    return corner(0) if ref.single else f"{corner(0)}:{corner(1)}"


@dataclass
class References:
    """Rewrites references to our sheets.

    ``moves`` collects what was changed in the text at hand; without ``spans``, references across sheets are left alone.
    """

    places: Places
    spans: Spans | None = None
    moves: list[Move] = field(default_factory=list)

    def rewrite(self, text: str, here: str | None = None) -> str:
        """Return a formula with its references to our sheets as they are now.

        Parameters
        ----------
        text
            The formula.
        here
            Title of our own old sheet on which the formula stands; its bare references mean that sheet.
        """
        return _TOKEN.sub(lambda found: self._token(found, here), text)

    def _token(self, found: re.Match[str], here: str | None) -> str:
        if found["text"] or found["external"]:
            return found[0]
        sheet = title_of(found["sheet"]) if found["sheet"] else here
        if sheet is not None and ":" in sheet and self.spans is not None:
            return self._span(self.spans, found, sheet)
        if sheet is None or sheet not in self.places.sheets:
            return found[0]
        text = found["ref"] or found["local"]
        new_sheet, new = self._moved(sheet, text)
        if new_sheet is None or new is None:
            self._note(found[0], GONE)
            return GONE
        bare = not found["sheet"] and new_sheet == self.places.sheets[sheet]
        same_sheet = new_sheet == sheet and found["sheet"]
        name = "" if bare else f"{found['sheet'] if same_sheet else quoted(new_sheet)}!"
        written = f"{name}{text if new == text.upper() else new}"
        if written != found[0]:
            self._note(found[0], written)
        return written

    def _span(self, spans: Spans, found: re.Match[str], sheet: str) -> str:
        """Follow the names of the sheets at both ends; what else happened between them is told, to be checked."""
        own = {title.lower(): title for title in spans.old}
        first, last = (own.get(end.lower(), end) for end in sheet.split(":", 1))
        inside = spans.between(first, last)
        ours = [title for title in inside if title in self.places.sheets]
        if not ours:
            return found[0]
        ends = [self.places.sheets.get(title, title) for title in (first, last)]
        if None in ends:
            self.moves.append(Move(found[0], GONE, "span"))
            return GONE
        name = ":".join(str(end) for end in ends)
        written = found[0] if name == f"{first}:{last}" else f"{_quoted(name)}!{found['ref']}"
        stayed = tuple(self.places.sheets.get(title, title) for title in inside)
        same = all(self._moved(t, found["ref"]) == (self.places.sheets[t], found["ref"].upper()) for t in ours)
        if written != found[0] or stayed != spans.between_now(str(ends[0]), str(ends[1])) or not same:
            self.moves.append(Move(found[0], written, "span"))
        return written

    def _note(self, old: str, new: str) -> None:
        self.moves.append(Move(old, new))

    def _moved(self, sheet: str, text: str) -> tuple[str | None, str | None]:
        ref = _parse(text)
        if ref.rows is None or ref.columns is None:
            return self._lines(sheet, ref)
        if ref.single:
            at = self.places.new(Place(sheet, ref.rows[0], ref.columns[0]))
            return (at.sheet, _write(ref, (at.row,) * 2, (at.column,) * 2)) if at else (None, None)
        return self._range(sheet, ref, ref.rows, ref.columns)

    def _range(
        self, sheet: str, ref: _Ref, rows: tuple[int, int], columns: tuple[int, int]
    ) -> tuple[str | None, str | None]:
        """Map a range by its corners, or, within one table, by the cells of it that are still there."""
        start, end = Place(sheet, rows[0], columns[0]), Place(sheet, rows[1], columns[1])
        table = self.places.table_at(start)
        if table is not None and table.holds(rows[1], columns[1]):
            found = [new for new in self._edges(start, end) if new is not None]
        else:
            corners = (self.places.new(start), self.places.new(end))
            found = [new for new in corners if new is not None] if None not in corners else []
        if not found or len({new.sheet for new in found}) > 1:
            return None, None
        new_rows = min(p.row for p in found), max(p.row for p in found)
        new_columns = min(p.column for p in found), max(p.column for p in found)
        return found[0].sheet, _write(ref, new_rows, new_columns)

    def _edges(self, start: Place, end: Place) -> list[Place | None]:
        """Return where the cells along two sides of a range are now: rows and columns move as wholes."""
        down = [Place(start.sheet, row, column) for row in range(start.row, end.row + 1) for column in (start.column,)]
        across = [Place(start.sheet, start.row, column) for column in range(start.column, end.column + 1)]
        firsts = [self.places.new(place) for place in down]
        row = next((place.row for place, new in zip(down, firsts, strict=True) if new is not None), start.row)
        sides = [self.places.new(Place(start.sheet, row, place.column)) for place in across]
        column = next((place.column for place, new in zip(across, sides, strict=True) if new is not None), None)
        if column is None:
            return []
        lines = [self.places.new(Place(start.sheet, place.row, column)) for place in down]
        known = [new for new in (*lines, *sides) if new is not None]
        main = known[0].sheet if known else ""
        return [new for new in known if new.sheet == main]

    def _lines(self, sheet: str, ref: _Ref) -> tuple[str | None, str | None]:
        """Map whole columns or rows by the tables that they run through, if these agree."""
        new_sheet = self.places.sheets[sheet]
        tables = [t for t in self.places.tables.get(sheet, ()) if t.name in self.places.areas]
        ends = []
        for end in ref.columns or ref.rows or ():
            found = set()
            for table in tables:
                at = table.target
                place = Place(sheet, at.min_row, end) if ref.columns else Place(sheet, end, at.min_col)
                if table.holds(place.row, place.column):
                    new = self.places.new(place)
                    found.add((new.column if ref.columns else new.row) if new and new.sheet == new_sheet else None)
            if len(found) > 1 and end not in found:
                return None, None
            ends.append(end if not found or end in found else next(iter(found)))
        if None in ends:
            return None, None
        pair = (min(ends), max(ends))  # type: ignore[type-var]
        return new_sheet, _write(ref, None, pair) if ref.columns else _write(ref, pair, None)  # type: ignore[arg-type]


def _quoted(name: str) -> str:
    """Return the names of the sheets at both ends as a formula writes them."""
    needs_quotes = any(quoted(part) != part for part in name.split(":"))
    return "'{}'".format(name.replace("'", "''")) if needs_quotes else name


def title_of(text: str) -> str:
    """Return the title of a sheet as a reference writes it."""
    return text[1:-1].replace("''", "'") if text.startswith("'") else text
