"""Edit cells of a finished workbook in its XML, as a person would type them, without any spreadsheet program."""

import re
import shutil
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from support import books

from flowxl.api import BuildOptions, build
from flowxl.ooxml.addresses import a1
from flowxl.ooxml.package import Package
from flowxl.workbook.book import Book
from flowxl.workbook.layout import input_grid_name

Typed = float | str | bool | None


def error(name: str) -> bytes:
    """Return the XML of an error cell's content."""
    return f' t="e"><v>{name}</v></c>'.encode()


def content(value: Typed | bytes) -> bytes:
    """Return the end of a cell's XML for a value; bytes are taken as they are."""
    if isinstance(value, bytes):
        return value
    if value is None:
        return b"/>"
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v></c>'.encode()
    if isinstance(value, str):
        return f' t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'.encode()
    return f"><v>{value!r}</v></c>".encode()


def set_cells(path: Path, out: Path, cells: dict[tuple[str, str], Typed | bytes]) -> Path:
    """Write a copy in which cells (sheet title, address) hold other values."""
    with Package.open(path) as package:
        parts = {package.part_of(sheet): sheet for sheet in package.sheet_names}
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            xml = old.read(info)
            for (sheet, address), value in cells.items():
                if parts.get(info.filename) != sheet:
                    continue
                pattern = re.compile(rb'(<c r="%s"(?: s="\d+")?)[^>]*?(?:/>|>.*?</c>)' % address.encode())
                end = content(value)
                xml, count = pattern.subn(lambda found, end=end: found[1] + end, xml)
                assert count == 1, f"{sheet}!{address} is not in the file"
            new.writestr(info, xml)
    return out


def replace_in_part(path: Path, out: Path, part: str, old_text: bytes, new_text: bytes) -> Path:
    """Write a copy in which a text of a part is another."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content_of = old.read(info)
            if info.filename == part:
                assert old_text in content_of, f"{old_text!r} is not in {part}"
                content_of = content_of.replace(old_text, new_text)
            new.writestr(info, content_of)
    return out


def address_of(book: Book, key: str, field: str) -> tuple[str, str]:
    """Return sheet title and address of a field in the row of a series."""
    pillar = book.framework.indicator[key.partition(".")[0]].pillar
    area = book.layout.areas[input_grid_name(pillar)]
    return area.sheet, a1(*area.position(area.grid.item_position[key], field))


def grid_address(book: Book, grid: str, item: str | None, field: str) -> tuple[str, str]:
    """Return sheet title and address of a cell of a grid; its header has no item."""
    area = book.layout.areas[grid]
    return area.sheet, a1(*area.position(-1 if item is None else area.grid.item_position[item], field))


def built(path: Path, **options: object) -> Book:
    """Build a workbook for a test; one without options is built once in a run, and copied."""
    if options or path.suffix != ".xlsx":
        return build(path, BuildOptions(**options))  # type: ignore[arg-type]
    made = books.built("real")
    shutil.copy(made.path, path)
    return made.book
