"""Every sheet of ours beside its generated twin: which looks are a person's."""

import re
from collections.abc import Mapping

from flowxl.carry.additions import Added
from flowxl.carry.cell_moves import Places
from flowxl.carry.generated import AsGenerated
from flowxl.carry.look_carry import LookReader
from flowxl.carry.look_cells import faces
from flowxl.carry.old_file import OldFile
from flowxl.carry.sheet_xml import SheetXml
from flowxl.carry.workbook import NameEntry, read_names, read_sheets, related
from flowxl.ooxml.escapes import to_text
from flowxl.ooxml.package_parts import Parts
from flowxl.workbook.layout import Layout
from flowxl.workbook.sheets import changes
from flowxl.workbook.writing.book_looks import BookLooks

PRINTED = ("_xlnm.Print_Area", "_xlnm.Print_Titles")
LIKE_CHANGES = "checks"
"""The sheet that 变更 is set up like."""


def read_looks(  # noqa: PLR0913 - two books, where cells are, and what takes their looks
    old: OldFile,
    sheets: Mapping[str, SheetXml],
    generated: BookLooks,
    layout: Layout,
    places: Places,
    added: Added,
    same_version: bool,
) -> LookReader:
    """Compare the looks of all sheets of ours with those of the book as it is generated now.

    Parameters
    ----------
    old, sheets
        The old book, and its sheets of ours by title.
    generated
        How it looks when it is generated: the sheets of ``layout`` in order, without 变更.
    layout
        Layout of the old book with the titles of its file.
    places
        Where cells are in the new book.
    added
        Takes the cells that a person marked.
    same_version
        Whether this FlowXL wrote the old book.
    """
    parts, twin = old.parts, Parts({}, dict(generated.parts))
    twin_workbook = next(relation.target for relation in twin.relations("") if relation.kind == "officeDocument")
    own_faces, twin_faces = (faces(one.content[related(one, "styles")]) for one in (parts, twin))
    then = AsGenerated.of(places.tables, layout)
    reader = LookReader(places, then, own_faces, twin_faces, same_version)
    twin_sheets = read_sheets(twin, twin_workbook)
    old_names = read_names(parts.content[old.workbook], old.sheets)
    twin_names = read_names(twin.content[twin_workbook], twin_sheets)
    of_key = {sheet.key: entry for sheet, entry in zip(layout.sheets, twin_sheets, strict=False)}
    for key, title in old.titles.items():
        own, like = sheets[title], of_key[LIKE_CHANGES if key == changes.KEY else key]
        if key == changes.KEY:
            reader.read_whole(title, own.xml, twin.content[like.part])
            continue
        reader.read(title, own, (twin.content[like.part], generated.cells[key]), added.injections)
        for name in PRINTED:
            text = _text(old_names, name, title)
            if text and places.sheets[title] is not None:
                reader.read_printing(title, name, text, _text(twin_names, name, like.title))
    return reader


def _text(names: list[NameEntry], name: str, sheet: str) -> str:
    found = next((entry.xml for entry in names if (entry.name, entry.sheet) == (name, sheet)), b"")
    return to_text(re.sub(rb"<[^>]*>", b"", found))
