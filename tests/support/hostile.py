"""Writers of files that a reader must refuse; each returns the path of the file that it wrote."""

import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from support.handmade import MAIN, SHEET, STRICT, parts, sheet, workbook, write

SHRINK = 1
"""By what files that are hostile by their size are smaller; with a larger one, so must the budgets be."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def much(number: int) -> int:
    """Return how many of something make a file hostile."""
    return number // SHRINK


def sound(folder: Path) -> Path:
    """Write a book that nothing is wrong with."""
    return write(folder / "sound.xlsx", parts())


def _bytes(folder: Path, content: bytes) -> Path:
    path = folder / "book.xlsx"
    path.write_bytes(content)
    return path


def _book(folder: Path, **changes: str | bytes) -> Path:
    return write(folder / "book.xlsx", parts(**changes))


def _more(folder: Path, name: str, content: str | bytes) -> Path:
    return write(folder / "book.xlsx", {**parts(), name: content})


def _less(folder: Path, name: str) -> Path:
    return write(folder / "book.xlsx", {key: content for key, content in parts().items() if key != name})


def truncated(folder: Path) -> Path:
    """Cut a sound book in the middle, as a broken download does."""
    content = sound(folder).read_bytes()
    return _bytes(folder, content[: len(content) // 2])


def flipped(folder: Path) -> Path:
    """Change one stored byte, so that a checksum does not fit."""
    path = folder / "book.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
    content = path.read_bytes()
    return _bytes(folder, content.replace(b"<v>1</v>", b"<v>7</v>"))


def bomb_of_ratio(folder: Path) -> Path:
    """Write 100 MB of blanks, packed to 100 KB."""
    return _more(folder, "xl/media/picture.bin", bytes(much(100 << 20)))


def padded(size: int) -> bytes:
    """Return bytes that shrink to about 1/50: the ratio tells nothing."""
    return (random.Random(1).randbytes(350).hex().encode() * 2 + b"x" * 60_000) * (size // 61_400)


def bomb_of_size(folder: Path) -> Path:
    """Write ten parts of 60 MB each, harmless one by one."""
    return write(
        folder / "book.xlsx", {**parts(), **{f"xl/media/{number}.bin": padded(much(60 << 20)) for number in range(10)}}
    )


def bomb_of_entries(folder: Path) -> Path:
    """Write 70,000 empty parts."""
    book = parts()
    book.update({f"xl/media/{number}": b"" for number in range(much(70_000))})
    return write(folder / "book.xlsx", book)


def bomb_of_one_string(folder: Path) -> Path:
    """Write one shared string of 100 MB, packed to 2 MB."""
    text = f'<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>{padded(much(100 << 20)).decode()}</t></si></sst>'
    return _book(folder, sheet=sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), strings=text)


def _patch_sizes(path: Path, name: str, size: int) -> Path:
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(name)
    content[info.header_offset + 22 : info.header_offset + 26] = struct.pack("<L", size)
    at = content.index(b"PK\x01\x02")
    while content[at + 46 : at + 46 + len(name)] != name.encode():
        at = content.index(b"PK\x01\x02", at + 4)
    content[at + 24 : at + 28] = struct.pack("<L", size)
    path.write_bytes(content)
    return path


def lying_size(folder: Path) -> Path:
    """Write a part of 50 MB whose headers say that it has 1,000 bytes."""
    name = "xl/media/picture.bin"
    return _patch_sizes(_more(folder, name, bytes(much(50 << 20))), name, 1000)


def overlapping(folder: Path) -> Path:
    """Write a book in whose directory a second part points at the data of the first."""
    path = write(folder / "book.xlsx", {**parts(), "a": b"x" * 1000, "b": b"y" * 1000})
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        first = archive.getinfo("a").header_offset
    content[-22 - 47 + 42 : -22 - 47 + 46] = struct.pack("<L", first)  # the last entry of the directory is b
    path.write_bytes(content)
    return path


def duplicate(folder: Path) -> Path:
    """Write two parts whose names differ in case only, which Office takes for the same."""
    return _more(folder, "XL/Workbook.xml", workbook())


def far_cell(folder: Path) -> Path:
    """Write one number into the last cell of a sheet."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return _book(folder, sheet=sheet(rows))


def far_cell_prefixed(folder: Path) -> Path:
    """Do the same with a namespace prefix."""
    cell = '<x:row><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>'
    xml = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{cell}</x:sheetData></x:worksheet>'
    return _book(folder, sheet=xml)


def far_cell_by_row(folder: Path) -> Path:
    """Put a cell without address into a row far beyond the last one."""
    return _book(folder, sheet=sheet('<row r="4000000000"><c><v>1</v></c></row>'))


def far_cell_quoted(folder: Path) -> Path:
    """Write the address in single quotes, with an attribute that ends like an empty cell."""
    return _book(folder, sheet=sheet("<row r='1'><c r='XFD1048576' x='/>'><v>1</v></c></row>"))


def far_cell_utf16(folder: Path) -> Path:
    """Write the far cell in UTF-16."""
    xml = '<?xml version="1.0" encoding="UTF-16"?>' + sheet('<row r="9"><c r="XFD1048576"><v>1</v></c></row>')
    return _book(folder, sheet=xml.encode("utf-16"))


def far_corner(folder: Path) -> Path:
    """Write one cell far to the right and one far below, each harmless alone."""
    rows = '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="900000"><c r="A900000"><v>1</v></c></row>'
    return _book(folder, sheet=sheet(rows))


def _declared(folder: Path, **encodings: str) -> Path:
    encoding = encodings.get("encoding", "utf-8")
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY e "boo">]>'
    return _more(folder, "docProps/app.xml", (head + "<x>&e;</x>").encode(encoding))


def dtd(folder: Path) -> Path:
    """Declare an entity."""
    return _declared(folder)


def dtd_utf16(folder: Path) -> Path:
    """Declare an entity in UTF-16, where a search for ASCII finds nothing."""
    return _declared(folder, encoding="utf-16")


def dtd_utf16_without_mark(folder: Path) -> Path:
    """Declare an entity in UTF-16 without a byte order mark."""
    return _declared(folder, encoding="utf-16-be")


def huge_merge(folder: Path) -> Path:
    """Merge a whole sheet: openpyxl would make 17 billion objects."""
    return _book(folder, sheet=sheet(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'))


def many_strings(folder: Path) -> Path:
    """Say that there are four billion shared strings: calamine reserves the memory."""
    return _book(folder, strings=f'<sst xmlns="{MAIN}" uniqueCount="4000000000"><si><t>a</t></si></sst>')


def many_elements(folder: Path) -> Path:
    """Write two million rows without addresses, of differing heights."""
    rows = "".join(f'<x:row ht="{number % 9973}"/>' for number in range(much(2_000_000)))
    return _book(folder, sheet=sheet(rows, before='<x xmlns:x="x"/>'))


def quoted_cells(folder: Path) -> Path:
    """Write 60,000 cells in single quotes, which a parser has to read, and then the reader's own one."""
    rows = "".join(f"<row r='{n}'><c r='A{n}'><v>1</v></c></row>" for n in range(1, much(60_000) + 1))
    return _book(folder, sheet=sheet(rows))


def many_cells(folder: Path) -> Path:
    """Write four million cells into one row of positions."""
    cells = "".join(f'<c r="A{number % 9973 + 1}"><v>1</v></c>' for number in range(much(4_000_000)))
    return _book(folder, sheet=sheet(f'<row r="1">{cells}</row>'))


def far_cells_together(folder: Path) -> Path:
    """Write a stray cell into each of three sheets; each would pass alone."""
    far = {"": (5000, "ALL"), "2": (1900, "ALL"), "3": (1900, "ALL")}
    rows = {name: f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>' for name, (row, column) in far.items()}
    more = {SHEET.replace("1", name): sheet(cells) for name, cells in rows.items() if name}
    return write(folder / "book.xlsx", {**parts(sheet=sheet(rows[""])), **more})


def _strings(items: str) -> str:
    return f'<sst xmlns="{MAIN}">{items}</sst>'


def _showing(index: int, cells: int) -> str:
    return sheet("".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{index}</v></c></row>' for n in range(1, cells + 1)))


def copied_string(folder: Path) -> Path:
    """Show one string of 30,000 letters in 10,000 cells: every reader copies it into each."""
    strings = _strings(f"<si><t>a</t></si><si><t>{'x' * 30_000}</t></si>")
    return _book(folder, sheet=_showing(1, much(10_000)), strings=strings)


def copied_string_hidden(folder: Path) -> Path:
    """Put the strings one into another, so that their numbers are not those of the tags."""
    strings = _strings(f"<si><si><t>a</t></si></si><si><t>{'x' * 30_000}</t></si><si><t>b</t></si>")
    return _book(folder, sheet=_showing(2, much(10_000)), strings=strings)


def texts_of_cells(folder: Path) -> Path:
    """Write 300 MB of texts into the cells themselves."""
    text = padded(61_400).decode()[:4000]
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{n}{text}</t></is></c></row>' for n in range(1, much(75_000))
    )
    return _book(folder, sheet=sheet(rows))


def many_real_strings(folder: Path) -> Path:
    """Write two million shared strings, whatever the part says about their number."""
    return _book(folder, strings=_strings("".join(f"<si><t>{n}</t></si>" for n in range(much(2_000_000)))))


def many_formats(folder: Path) -> Path:
    """Write 700,000 cell formats in 14 MB, which become half a gigabyte of objects."""
    formats = "".join(f'<xf numFmtId="{number % 9973}"/>' for number in range(much(700_000)))
    return _book(folder, styles=f'<styleSheet xmlns="{MAIN}"><cellXfs>{formats}</cellXfs></styleSheet>')


def styles_elsewhere(folder: Path) -> Path:
    """Name the part of the styles differently, so that the limits of its usual name do not hold."""
    book = parts(styles="")
    del book["xl/styles.xml"]
    book["xl/_rels/workbook.xml.rels"] = str(book["xl/_rels/workbook.xml.rels"]).replace("styles.xml", "looks.xml")
    formats = "".join(f'<xf numFmtId="{number % 9973}"/>' for number in range(much(700_000)))
    return write(folder / "book.xlsx", {**book, "xl/looks.xml": f"<styleSheet>{formats}</styleSheet>"})


def unpaired(folder: Path) -> Path:
    """Leave a tag open in a sheet that needs a parser."""
    return _book(folder, sheet=sheet("<row><c><v>1</c></row>"))


def _ole(folder: Path, stream: str) -> Path:
    return _bytes(folder, OLE + bytes(1016) + stream.encode("utf-16-le") + bytes(512))


HOSTILE: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "a folder": ("folder", lambda folder: folder),
    "no file": ("missing_file", lambda folder: folder / "none.xlsx"),
    "lock file": ("lock_file", lambda folder: write(folder / "~$book.xlsx", parts())),
    "0 bytes": ("empty_file", lambda folder: _bytes(folder, b"")),
    "csv": ("not_workbook", lambda folder: _bytes(folder, "城市,2011\r\n上海,3.5\r\n".encode("gb18030"))),
    "utf-16 text": ("not_workbook", lambda folder: _bytes(folder, "a\tb".encode("utf-16"))),
    "png": ("not_workbook", lambda folder: _bytes(folder, b"\x89PNG\r\n\x1a\n" + bytes(99))),
    "html": ("not_workbook", lambda folder: _bytes(folder, b"<html><body>1</body></html>")),
    "table": ("not_workbook", lambda folder: _bytes(folder, b"<table><tr><td>1</td></tr></table>")),
    "plain zip": ("not_workbook", lambda folder: write(folder / "book.xlsx", {"readme.txt": "hello"})),
    "word": ("not_workbook", lambda folder: write(folder / "book.xlsx", {"word/document.xml": "<w/>"})),
    "xlsb": ("not_workbook", lambda folder: write(folder / "book.xlsx", {"xl/workbook.bin": b"\x83\x01"})),
    "old xls": ("old_xls", lambda folder: _ole(folder, "Workbook")),
    "encrypted": ("encrypted", lambda folder: _ole(folder, "EncryptedPackage")),
    "old word": ("not_workbook", lambda folder: _ole(folder, "WordDocument")),
    "truncated": ("damaged", truncated),
    "flipped byte": ("damaged", flipped),
    "bomb by ratio": ("zip_bomb", bomb_of_ratio),
    "bomb by size": ("zip_bomb", bomb_of_size),
    "bomb by entries": ("too_many_parts", bomb_of_entries),
    "one huge string": ("long_text", bomb_of_one_string),
    "lying size": ("wrong_size", lying_size),
    "overlapping parts": ("overlapping_parts", overlapping),
    "same name twice": ("duplicate_part", duplicate),
    "path upwards": ("unsafe_part_name", lambda folder: _more(folder, "../../evil.xml", "<x/>")),
    "path upwards, backslash": ("unsafe_part_name", lambda folder: _more(folder, "xl\\..\\..\\evil", "<x/>")),
    "path from the root": ("unsafe_part_name", lambda folder: _more(folder, "/etc/evil", "<x/>")),
    "entity": ("dtd", dtd),
    "entity in utf-16": ("dtd", dtd_utf16),
    "entity in utf-16, no mark": ("dtd", dtd_utf16_without_mark),
    "other encoding": (
        "encoding",
        lambda folder: _book(folder, sheet='<?xml version="1.0" encoding="GB18030"?>' + sheet()),
    ),
    "far cell": ("far_cell", far_cell),
    "far cell, prefixed": ("far_cell", far_cell_prefixed),
    "far cell by row": ("far_cell", far_cell_by_row),
    "far row": ("far_cell", lambda folder: _book(folder, sheet=sheet('<row r="2000000"/>'))),
    "far row, prefixed": ("far_cell", lambda folder: _book(folder, sheet=sheet('<x:row r="2000000" xmlns:x="x"/>'))),
    "far cell, quoted": ("far_cell", far_cell_quoted),
    "far cell in utf-16": ("far_cell", far_cell_utf16),
    "far corner": ("far_cell", far_corner),
    "huge merge": ("huge_range", huge_merge),
    "many strings": ("too_many_strings", many_strings),
    "many elements": ("unusual_form", many_elements),
    "many cells, quoted": ("unusual_form", quoted_cells),
    "many cells": ("too_many_cells", many_cells),
    "far cells together": ("far_cell", far_cells_together),
    "a string copied": ("too_much_text", copied_string),
    "a string copied, hidden": ("too_much_text", copied_string_hidden),
    "texts of cells": ("too_much_text", texts_of_cells),
    "many real strings": ("too_many_strings", many_real_strings),
    "many formats": ("too_many_formats", many_formats),
    "styles elsewhere": ("too_large", styles_elsewhere),
    "tag left open": ("damaged", unpaired),
    "strict": ("strict", lambda folder: _book(folder, workbook=workbook(namespace=STRICT))),
    "no workbook.xml": ("missing_part", lambda folder: _less(folder, "xl/workbook.xml")),
    "no content types": ("missing_part", lambda folder: _less(folder, "[Content_Types].xml")),
    "no sheet part": ("missing_part", lambda folder: _less(folder, SHEET)),
    "no shared strings": (
        "missing_part",
        lambda folder: _book(folder, sheet=sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')),
    ),
    "no sheets": (
        "no_sheets",
        lambda folder: _book(folder, workbook=f'<workbook xmlns="{MAIN}"/>'),
    ),
}
