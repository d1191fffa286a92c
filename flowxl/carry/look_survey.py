"""Every sheet of ours beside its generated twin: which looks are a person's."""

import re
from collections.abc import Mapping
from pathlib import Path

from flowxl.carry.additions import Added
from flowxl.carry.cell_moves import Places
from flowxl.carry.generated import AsGenerated
from flowxl.carry.look_carry import LookReader
from flowxl.carry.look_cells import faces
from flowxl.carry.workbook import NameEntry, read_names, read_sheets
from flowxl.ooxml.escapes import to_text
from flowxl.ooxml.package_parts import Parts
from flowxl.workbook.layout import Layout
from flowxl.workbook.sheets import changes

PRINTED = ("_xlnm.Print_Area", "_xlnm.Print_Titles")
LIKE_CHANGES = "checks"
"""The sheet that 变更 is set up like."""


def read_looks(  # noqa: PLR0913 - two books, where cells are, and what takes their looks
    parts: Parts,
    styles: str,
    twin_path: Path,
    layout: Layout,
    titles: Mapping[str, str],
    places: Places,
    added: Added,
    same_version: bool,
) -> LookReader:
    """Compare the looks of all sheets of ours with those of the book as it is generated now.

    Parameters
    ----------
    parts, styles
        The old package and the name of its part with styles.
    twin_path
        The generated book: the sheets of ``layout`` in order, without 变更.
    layout
        Layout of the old book with the titles of its file.
    titles
        Title in the file of each sheet of ours by key.
    places
        Where cells are in the new book.
    added
        Takes the cells that a person marked.
    same_version
        Whether this FlowXL wrote the old book.
    """
    twin = Parts.read(twin_path)
    workbook, twin_workbook = (_workbook(one) for one in (parts, twin))
    generated = AsGenerated.of(places.tables, layout)
    twin_styles = next(r.target for r in twin.relations(twin_workbook) if r.kind == "styles")
    all_faces = faces(parts.content[styles]), faces(twin.content[twin_styles])
    reader = LookReader(places, generated, *all_faces, layout.language, same_version)
    old_sheets, twin_sheets = read_sheets(parts, workbook), read_sheets(twin, twin_workbook)
    old_names, twin_names = (
        read_names(parts.content[workbook], old_sheets),
        read_names(twin.content[twin_workbook], twin_sheets),
    )
    of_key = {sheet.key: entry for sheet, entry in zip(layout.sheets, twin_sheets, strict=False)}
    part_of = {entry.title: entry.part for entry in old_sheets}
    for key, title in titles.items():
        own, like = parts.content[part_of[title]], of_key[LIKE_CHANGES if key == changes.KEY else key]
        if key == changes.KEY:
            reader.read_whole(title, own, twin.content[like.part])
            continue
        reader.read(title, own, twin.content[like.part], added.injections)
        for name in PRINTED:
            text = _text(old_names, name, title)
            if text and places.sheets[title] is not None:
                reader.read_printing(title, name, text, _text(twin_names, name, like.title))
    return reader


def _workbook(parts: Parts) -> str:
    return next(relation.target for relation in parts.relations("") if relation.kind == "officeDocument")


def _text(names: list[NameEntry], name: str, sheet: str) -> str:
    found = next((entry.xml for entry in names if (entry.name, entry.sheet) == (name, sheet)), b"")
    return to_text(re.sub(rb"<[^>]*>", b"", found))
