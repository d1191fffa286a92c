"""A checked workbook, read fast: sheets, defined names, and the cells of a sheet with their kinds.

Only for files that ``precheck`` has let pass: the parsers used here trust sizes and addresses.
"""

import datetime
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from python_calamine import CalamineError, CalamineWorkbook

from flowxl.ooxml.package_names import NameTarget, read_names
from flowxl.ooxml.package_parts import Parts
from flowxl.ooxml.package_scan import FastScan, Rows, SlowScan, UnusualError, local, shared_strings
from flowxl.ooxml.package_sheet import Kind, Marks, Position, SheetCells
from flowxl.ooxml.precheck_zip import normal, resolve
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

_CHUNK = 1 << 20
_BROKEN = (ParseError, DefusedXmlException, ValueError, zipfile.BadZipFile, zlib.error)
_DATE_OBJECTS = {datetime.date, datetime.datetime, datetime.time, datetime.timedelta}
# dates and times among the formats that have a number only; 27 to 36 and 50 to 58 are those of Chinese and Japanese
_DATE_FORMATS = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
_PERCENT_FORMATS = {9, 10}
_NOT_A_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\[\]]*\]|general|e[+-]', re.IGNORECASE)


def is_date_format(code: str) -> bool:
    """Tell whether a number format shows a date or a time.

    >>> is_date_format('yyyy"年"m"月"'), is_date_format('0.0"days"'), is_date_format("[h]:mm")
    (True, False, True)
    """
    return re.search(r"[ymdhs]|aaa|^e|[^0#?]e", _NOT_A_DATE.sub("", code).lower()) is not None


def is_percent_format(code: str) -> bool:
    """Tell whether a number format shows per cent.

    >>> is_percent_format("0.0%"), is_percent_format('0"%"'), is_percent_format("0.0")
    (True, False, False)
    """
    return "%" in re.sub(r'"[^"]*"|\\.', "", code)


@dataclass(frozen=True)
class _Part:
    """Name and kind of a related part."""

    kind: str
    name: str


class Package:
    """A workbook that is read.

    Attributes
    ----------
    path
        The file.
    sheet_names
        Names of the worksheets in their order, without chart sheets.
    defined_names
        Areas of every name of the whole book that stands for cells.
    broken_names
        Text of the names whose cells or sheets are gone (``#REF!``).
    other_names
        Text of the names that stand for a constant or a formula.
    archive
        The package as it is opened.
    """

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path = path
        self.archive = archive
        self._parts = {normal(info.filename): info for info in archive.infolist()}
        found = [part.name for part in self._related("").values() if part.kind == "officeDocument"]
        workbook = next((name for name in found if name in self._parts), "xl/workbook.xml")
        self.workbook_part = self._parts[workbook].filename
        self._related_parts = self._related(workbook)
        root = self._tree(workbook)
        self._sheets: dict[str, str] = dict(self._worksheets(root))
        self.sheet_names = tuple(self._sheets)
        names = {local(element): element for element in root}.get("definedNames")
        self.defined_names: dict[str, list[NameTarget]]
        self.defined_names, self.broken_names, self.other_names = read_names(
            [] if names is None else list(names), self.sheet_names
        )
        self._date_styles = self._read_styles(_DATE_FORMATS, is_date_format)
        self._calamine: CalamineWorkbook | None = None
        self._strings: list[str] | None = None

    @classmethod
    def open(cls, path: str | Path) -> "Package":
        """Open a file that ``precheck`` has let pass."""
        archive = zipfile.ZipFile(path)
        try:
            return cls(Path(path), archive)
        except BaseException:
            archive.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._calamine = None  # which holds the file too
        self.archive.close()

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _tree(self, name: str) -> Element:
        try:
            root: Element = fromstring(self.archive.read(self._parts[name]), forbid_dtd=True)
        except _BROKEN as error:
            raise self._damaged(name, error) from error
        return root

    def _damaged(self, part: str, error: Exception) -> FlowXLError:
        place = Place(self.path.name, name=Message("place.part", part=self._parts[part].filename))
        fault = Fault("damaged.book_xml", place, error=str(error))
        return FlowXLError(Message("book.unreadable", name=self.path.name), [fault])

    def _related(self, part: str) -> dict[str, _Part]:
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        if rels not in self._parts:
            return {}
        return {
            relation.get("Id", ""): _Part(
                relation.get("Type", "").rpartition("/")[2], resolve(folder, relation.get("Target", ""))
            )
            for relation in self._tree(rels)
        }

    def _worksheets(self, root: Element) -> Iterator[tuple[str, str]]:
        for sheet in (sheet for part in root if local(part) == "sheets" for sheet in part):
            at = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            part = self._related_parts.get(at)
            if part is not None and part.kind == "worksheet":
                yield sheet.get("name", ""), part.name

    def _first(self, kind: str) -> str | None:
        names = [part.name for part in self._related_parts.values() if part.kind == kind]
        return next((name for name in names if name in self._parts), None)

    def _read_styles(self, numbers: set[int], test: Callable[[str], bool]) -> frozenset[int]:
        """Return the styles whose number format has one of some numbers, or a text for which a test holds."""
        name = self._first("styles")
        if name is None:
            return frozenset()
        parts = {local(part): part for part in self._tree(name)}
        formats = {str(number): True for number in numbers}
        for item in parts.get("numFmts", ()):
            formats[item.get("numFmtId", "")] = test(item.get("formatCode", ""))
        styles = enumerate(parts.get("cellXfs", ()))
        return frozenset(number for number, style in styles if formats.get(style.get("numFmtId", "0")))

    def parts(self) -> Parts:
        """Return all parts as bytes."""
        return Parts.of(self.archive)

    def part(self, name: str, most: int) -> bytes | None:
        """Return the content of a part; None where there is none, or it has more bytes than ``most``."""
        info = self._parts.get(normal(name))
        return None if info is None or info.file_size > most else self.archive.read(info)

    def part_of(self, name: str) -> str:
        """Return the name, as it stands in the archive, of the part that holds a sheet."""
        return self._parts[self._sheets[name]].filename

    def parts_like(self, word: str) -> list[str]:
        """Return the names of the parts that have a word in them, whatever their case."""
        return [info.filename for name, info in self._parts.items() if word in name.lower()]

    def sheet(self, name: str) -> SheetCells:
        """Read the cells of a sheet; each call reads again.

        Raises
        ------
        KeyError
            If the book has no such worksheet.
        FlowXLError
            If the sheet is damaged.
        """
        part = self._sheets[name]
        try:
            with self.archive.open(self._parts[part]) as stream:
                marks = FastScan(self._date_styles).run(iter(lambda: stream.read(_CHUNK), b""))
            rows = self._values(name)
            self._check_dates(rows, marks)
        except (UnusualError, CalamineError):
            rows, marks = self._read_slowly(part, self._date_styles)
        cells = SheetCells(rows, marks)
        self._check_arrays(part, cells, marks)
        return cells

    def percentages(self, name: str) -> frozenset[Position]:
        """Return where a sheet shows numbers as per cent: 30% is stored as 0.3.

        Raises
        ------
        KeyError, FlowXLError
            As :meth:`sheet` does.
        """
        styles = self._read_styles(_PERCENT_FORMATS, is_percent_format)
        if not styles:
            return frozenset()
        part = self._sheets[name]
        try:
            with self.archive.open(self._parts[part]) as stream:
                return frozenset(FastScan(styles).run(iter(lambda: stream.read(_CHUNK), b"")).dates)
        except UnusualError:
            return frozenset(self._read_slowly(part, styles)[1].dates)

    def _check_arrays(self, part: str, cells: SheetCells, marks: Marks) -> None:
        """Refuse array formulas that lie one over another: programs write none, and each costs time."""
        inside = sum(
            max(min(bottom, cells.max_row) - top + 1, 0) * max(min(right, cells.max_col) - left + 1, 0)
            for top, left, bottom, right in marks.arrays
        )
        if inside > cells.max_row * cells.max_col:
            raise self._damaged(part, ValueError("array formulas that overlap"))

    def _read_slowly(self, part: str, styles: frozenset[int]) -> tuple[Rows, Marks]:
        try:
            strings = self._read_strings()
            with self.archive.open(self._parts[part]) as stream:
                return SlowScan(styles, strings).run(stream)
        except _BROKEN as error:
            raise self._damaged(part, error) from error

    def _values(self, name: str) -> Rows:
        if self._calamine is None:
            self._calamine = CalamineWorkbook.from_path(str(self.path))
        return self._calamine.get_sheet_by_name(name).to_python(skip_empty_area=False)  # type: ignore[return-value]

    def _check_dates(self, rows: Rows, marks: Marks) -> None:
        """Refuse the fast way where calamine sees dates that the scan did not: their serials are not at hand."""
        for number, row in enumerate(rows, 1):
            if not _DATE_OBJECTS.isdisjoint(map(type, row)):
                for column, value in enumerate(row, 1):
                    if type(value) in _DATE_OBJECTS and (number, column) not in marks.dates:
                        raise UnusualError

    def _read_strings(self) -> list[str]:
        if self._strings is None:
            name = self._first("sharedStrings")
            if name is None:
                return []
            stream: IO[bytes]
            with self.archive.open(self._parts[name]) as stream:
                self._strings = shared_strings(stream)
        return self._strings


__all__ = ["Kind", "NameTarget", "Package", "SheetCells", "is_date_format"]
