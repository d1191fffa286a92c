"""Change cells of a workbook in its XML: every other part stays byte for byte, and nothing moves.

The formulas that FlowXL wrote carry no stored values in the new file, since those belong to the old figures: a
spreadsheet program computes them when it opens the file. A formula that a person typed into a cell for figures, a
weight or a setting keeps its value, for without it the new file could not be read.
"""

import re
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from flowxl.core.framework import Framework
from flowxl.ooxml.file_state import FileState, file_state
from flowxl.ooxml.package import Package
from flowxl.ooxml.package_sheet import SheetCells, position
from flowxl.ooxml.patch_sheet import PatchError, Value, patch_sheet
from flowxl.ooxml.patch_values import blocks_without_values
from flowxl.reading.filled_formulas import filled_formulas
from flowxl.reading.read_book import BookData, OpenBook, book_language
from flowxl.reading.read_structure import read_framework
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

Cells = Mapping[str, Mapping[str, Value]]
"""New contents by sheet name and address: a number, a text, or None for an empty cell."""

LARGE = 4 << 20
"""Sheets of more bytes are copied block by block."""

_CALC = re.compile(rb"<((?:\w+:)?)calcPr\b[^>]*?(?:/>|>.*?</\1calcPr>)", re.DOTALL)
_CALC_ANCHOR = re.compile(rb"</(\w+:)?definedNames>|</(\w+:)?sheets>")
_CHAIN = "xl/calcChain.xml"
_CHAIN_TYPE = re.compile(rb'<Override\b[^>]*PartName="/xl/calcChain\.xml"[^>]*/>')
_CHAIN_RELATION = re.compile(rb'<Relationship\b[^>]*relationships/calcChain"[^>]*/>')


@dataclass(frozen=True)
class Known:
    """What is known of a book that was checked and read, so that it need not be read again to be changed.

    Attributes
    ----------
    state
        Of the file, before it was checked; where it has another one now, none of this is used.
    kept
        Formulas whose stored values stay, by sheet.
    parts, workbook
        The sheet of each part, and the part of the workbook.
    """

    state: FileState
    kept: Mapping[str, Collection[str]]
    parts: Mapping[str, str]
    workbook: str

    @classmethod
    def of(cls, book: OpenBook, framework: Framework) -> "Known":
        """Return it from an open book."""
        package = book.package
        parts = {package.part_of(sheet): sheet for sheet in package.sheet_names}
        return cls(book.state, filled_formulas(book.tables, framework), parts, package.workbook_part)


def patch_book(source: Path, target: Path, cells: Cells, known: Known | None = None) -> None:
    """Write a copy of a workbook of ours in which some cells hold something else.

    Parameters
    ----------
    source
        A workbook of ours; it is checked before it is read.
    target
        The file to write, another than the source; see :func:`flowxl.ooxml.safely.write_safely`.
    cells
        What to put where. A number is written as it is, a text as a text, whatever it begins with.
    known
        What was found when the source was read; without it, or where the file has changed since, it is read again.

    Raises
    ------
    FlowXLError
        If the source is unsafe or no book of ours, a sheet is not there, or a cell cannot be changed on its own: a part
        of an array formula, the formula that others share, a form of XML that only a parser can tell. Every such
        cell is listed; the target may then be incomplete.
    """
    if target.exists() and source.samefile(target):
        raise ValueError(f"{target}: a book cannot be read and written at once")
    if known is None or known.state is None or known.state != file_state(source.resolve()):
        known = _looked_at(source)
    _check_sheets(source, known, cells)
    _copy(source, target, _Changes(cells, known))


def _looked_at(source: Path) -> Known:
    """Check and read a book; the sheets that are read for it are let go."""
    with OpenBook.open(source) as book:
        framework = read_framework(book.tables)
        if framework is None:
            title = Message("read.nothing_written", name=source.name)
            raise FlowXLError(title, book.tables.faults, book_language(book.package))
        return Known.of(book, framework)


def read_back(path: Path, cells: Cells) -> tuple[BookData, list[Fault]]:
    """Check and read a file that was just written; return what it holds, and which cells do not hold what they should.

    Raises
    ------
    FlowXLError
        If it cannot be read.
    """
    with OpenBook.open(path) as book:
        return book.data, _not_written(book.tables.sheet, cells)


def not_written(path: Path, cells: Cells) -> list[Fault]:
    """Return which cells of a file do not hold what was put there."""
    with Package.open(path) as package:
        return _not_written(package.sheet, cells)


def _not_written(sheet_of: Callable[[str], SheetCells], cells: Cells) -> list[Fault]:
    wrong = []
    for sheet, places in cells.items():
        read = sheet_of(sheet)
        for address, value in places.items():
            found = read.value(*position(address.encode()))
            expected = None if value == "" else value
            if found != expected:
                wrong.append(Fault("rewrite.content", Place(sheet=sheet, cell=address), found=found, expected=expected))
    return wrong


class _Changes:
    """What becomes of each part of a package."""

    def __init__(self, cells: Cells, known: Known) -> None:
        self.cells, self.kept, self.parts, self.workbook = cells, known.kept, known.parts, known.workbook
        self.faults: list[Fault] = []
        self.formula_gone = False

    def of(self, name: str, content: bytes) -> bytes:
        """Return the new content of a part."""
        if name in self.parts:
            return self._sheet(self.parts[name], content)
        return recalculate(content) if name == self.workbook else content

    def refuse_faults(self) -> None:
        """Raise FlowXLError where cells cannot be changed."""
        if self.faults:
            raise FlowXLError(Message("patch.refused"), self.faults)

    def _sheet(self, sheet: str, xml: bytes) -> bytes:
        try:
            patched = patch_sheet(xml, self.cells.get(sheet, {}), self.kept.get(sheet, set()))
        except PatchError as error:
            self.faults += [fault.at(fault.place.on(sheet)) for fault in error.faults]
            return xml
        self.formula_gone |= patched.formula_gone
        return patched.xml


def _check_sheets(source: Path, known: Known, cells: Cells) -> None:
    sheets = known.parts.values()
    faults = [Fault("sheet.gone", Place(sheet=sheet), sheets=tuple(sheets)) for sheet in cells if sheet not in sheets]
    if faults:
        raise FlowXLError(Message("patch.cannot", name=source.name), faults)


def _copy(source: Path, target: Path, changes: _Changes) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info, content in _contents(old, changes):
            if isinstance(content, bytes):
                new.writestr(info, content)
                continue
            with new.open(info, "w") as stream:
                stream.writelines(content)


def _contents(old: zipfile.ZipFile, changes: _Changes) -> Iterator[tuple[zipfile.ZipInfo, bytes | Iterator[bytes]]]:
    """Yield every part in its order, whole or in blocks; where a formula gave way, the list of formulas is left out.

    Excel calls a file damaged whose list names a cell without a formula, and makes a new one where there is none. So
    where there is such a list, the sheets that change are looked at first.
    """
    infos = old.infolist()
    chained = any(info.filename == _CHAIN for info in infos)
    first = [info for info in infos if chained and changes.parts.get(info.filename) in changes.cells]
    sheets = {info.filename: changes.of(info.filename, old.read(info)) for info in first}
    changes.refuse_faults()
    drop = chained and changes.formula_gone
    for info in infos:
        if drop and info.filename == _CHAIN:
            continue
        content = sheets.pop(info.filename, None) or _content(old, info, changes)
        if drop and info.filename == "[Content_Types].xml" and isinstance(content, bytes):
            content = _CHAIN_TYPE.sub(b"", content)
        if drop and info.filename == "xl/_rels/workbook.xml.rels" and isinstance(content, bytes):
            content = _CHAIN_RELATION.sub(b"", content)
        yield copy(info), content  # writing fills in sizes and places, which reading still needs
    changes.refuse_faults()


def _content(old: zipfile.ZipFile, info: zipfile.ZipInfo, changes: _Changes) -> bytes | Iterator[bytes]:
    """Return the new content of a part; a large sheet in which nothing but stored values changes is not held whole."""
    sheet = changes.parts.get(info.filename)
    if sheet is not None and not changes.cells.get(sheet) and info.file_size > LARGE:
        blocks = blocks_without_values(lambda: old.open(info), changes.kept.get(sheet, set()))
        if blocks is not None:
            return blocks
    return changes.of(info.filename, old.read(info))


def recalculate(xml: bytes) -> bytes:
    """Return the workbook part with the wish that programs compute everything when they open the file."""
    found = _CALC.search(xml)
    if found:
        calc = b'<%scalcPr calcId="191029" fullCalcOnLoad="1"/>' % found[1]
        return xml[: found.start()] + calc + xml[found.end() :]
    anchors = list(_CALC_ANCHOR.finditer(xml))
    names = [anchor for anchor in anchors if b"definedNames" in anchor[0]]
    anchor = (names or anchors)[0]
    calc = b'<%scalcPr calcId="191029" fullCalcOnLoad="1"/>' % (anchor[1] or anchor[2] or b"")
    return xml[: anchor.end()] + calc + xml[anchor.end() :]
