"""How the cells of a foreign workbook look: as per cent, scaled, hidden, merged; the value alone does not tell."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from defusedxml.ElementTree import fromstring

from flowxl.ooxml.package import Package
from flowxl.ooxml.package_scan import local
from flowxl.ooxml.package_sheet import Position, position
from flowxl.voice.message import Message
from flowxl.yearbook.grids import Cell

SCALED = Message("doubt.scaled")
HIDDEN = Message("doubt.hidden")
MERGED = Message("doubt.merged")
_PERCENT_FORMATS = {"9", "10"}
_TAG = rb"<(?:\w+:)?%s\b"
_STYLED = re.compile(_TAG % b"c" + rb'(?=[^>]*?\br="([A-Z]+[0-9]+)")[^>]*?\bs="([0-9]+)"')
_HIDDEN_ROW = re.compile(_TAG % b"row" + rb'(?=[^>]*?\bhidden="(?:1|true)")[^>]*?\br="([0-9]+)"')
_HIDDEN_COLUMNS = re.compile(
    _TAG % b"col" + rb'(?=[^>]*?\bhidden="(?:1|true)")(?=[^>]*?\bmin="([0-9]+)")[^>]*?\bmax="([0-9]+)"'
)
_MERGED = re.compile(_TAG % b"mergeCell" + rb'[^>]*?\bref="([A-Z]+[0-9]+):([A-Z]+[0-9]+)"')
_LITERALS = re.compile(r'"([^"]*)"|[\\!](.)')
_BRACKETS = re.compile(r"\[[^\]]*\]")
_THOUSANDS_OFF = re.compile(r"[0#?],+(?:\.|[^0#?,]*$)")
_WORD = re.compile(r"[^\W\d_]|‰")
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
Kind = Literal["", "percent", "scaled"]


def kind_of_format(code: str) -> Kind:
    """Tell what a number format does to a number.

    >>> [kind_of_format(code) for code in ("0.0%", "#,##0.0,", '0.0"万"', "#,##0.00", 'yyyy"年"', "General")]
    ['percent', 'scaled', 'scaled', '', '', '']
    """
    bare = _BRACKETS.sub("", code).partition(";")[0]
    plain = _LITERALS.sub("", bare)
    if "%" in plain:
        return "percent"
    if _DATE_LETTERS.search(plain.replace("General", "")):
        return ""
    said = "".join(one or other for one, other in _LITERALS.findall(bare)) + re.sub("General|E", "", plain)
    return "scaled" if _THOUSANDS_OFF.search(plain) or _WORD.search(said) or not code.strip("; ") else ""


@dataclass
class Looks:
    """How the cells of a sheet look.

    Attributes
    ----------
    percent
        Cells that show per cent: their number is a hundredth of what is shown.
    doubts
        Why cells with a number may not mean it, by row and column counted from 1.
    merged
        First and last cell of each merged range.
    """

    percent: frozenset[Position] = frozenset()
    doubts: dict[Position, Message] = field(default_factory=dict)
    merged: list[tuple[Position, Position]] = field(default_factory=list)


class BookLooks:
    """Reads the looks of the sheets of an open workbook."""

    def __init__(self, package: Package) -> None:
        self.archive = package.archive
        self.styles = dict(_styles(self.archive))
        self.hidden_sheets = set(_hidden_sheets(self.archive))

    def of(self, name: str, part: str, size: Position) -> Looks:
        """Return the looks of a sheet of so many rows and columns."""
        xml = self.archive.read(part)
        found: dict[Kind, set[Position]] = {"percent": set(), "scaled": set()}
        if self.styles:
            for cell in _STYLED.finditer(xml):
                if cell[2] in self.styles:
                    found[self.styles[cell[2]]].add(position(cell[1]))
        doubts = dict.fromkeys(_hidden_cells(xml, size, whole=name in self.hidden_sheets), HIDDEN)
        doubts |= dict.fromkeys(found["scaled"], SCALED)
        merged = [(position(one[1]), position(one[2])) for one in _MERGED.finditer(xml)]
        return Looks(frozenset(found["percent"]), doubts, merged)


def _styles(archive: zipfile.ZipFile) -> Iterator[tuple[bytes, Kind]]:
    """Yield the numbers of the styles that change what a number looks like."""
    name = next((name for name in archive.namelist() if name.lower().endswith("styles.xml")), None)
    if name is None:
        return
    parts = {local(part): part for part in fromstring(archive.read(name), forbid_dtd=True)}
    kinds: dict[str, Kind] = dict.fromkeys(_PERCENT_FORMATS, "percent")
    for item in parts.get("numFmts", ()):
        kinds[item.get("numFmtId", "")] = kind_of_format(item.get("formatCode", ""))
    for number, style in enumerate(parts.get("cellXfs", ())):
        kind = kinds.get(style.get("numFmtId", ""), "")
        if kind:
            yield b"%d" % number, kind


def _hidden_sheets(archive: zipfile.ZipFile) -> Iterator[str]:
    name = next((name for name in archive.namelist() if name.lower().endswith("workbook.xml")), None)
    root = fromstring(archive.read(name), forbid_dtd=True) if name else ()
    for part in root:
        if local(part) == "sheets":
            yield from (sheet.get("name", "") for sheet in part if sheet.get("state", "visible") != "visible")


def _hidden_cells(xml: bytes, size: Position, *, whole: bool) -> Iterator[Position]:
    rows, columns = range(1, size[0] + 1), range(1, size[1] + 1)
    hidden_rows = set(rows) if whole else {int(found[1]) for found in _HIDDEN_ROW.finditer(xml)}
    yield from ((row, column) for row in hidden_rows if row in rows for column in columns)
    for found in _HIDDEN_COLUMNS.finditer(xml):
        hidden = range(int(found[1]), min(int(found[2]), size[1]) + 1)
        yield from ((row, column) for column in hidden for row in rows)


def merged_figures(ranges: Iterable[tuple[Position, Position]], rows: Sequence[Sequence[Cell]]) -> Iterator[Position]:
    """Yield the first cell of merged ones whose other rows or columns hold something, so that it may be for these.

    Where the other columns are empty from top to bottom they are only part of a wide one; rows likewise.
    """
    filled = {(row, column) for row, cells in enumerate(rows, 1) for column, cell in enumerate(cells, 1) if cell != ""}
    used_rows, used_columns = {row for row, _ in filled}, {column for _, column in filled}
    for first, last in ranges:
        below, right = range(first[0] + 1, last[0] + 1), range(first[1] + 1, last[1] + 1)
        if first in filled and (not used_rows.isdisjoint(below) or not used_columns.isdisjoint(right)):
            yield first
