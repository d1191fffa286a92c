"""An old book, looked through: what of it is ours, what is a person's, and what becomes of that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flowxl.carry.additions import Added, SheetReader
from flowxl.carry.attachments import Attachments
from flowxl.carry.cell_moves import Places
from flowxl.carry.findings import Finding
from flowxl.carry.look_carry import NewLook
from flowxl.carry.look_survey import read_looks
from flowxl.carry.old_file import OldFile
from flowxl.carry.references import References
from flowxl.carry.rewrite import Rewritten, rewrite_parts
from flowxl.carry.sheet_xml import SheetXml
from flowxl.carry.spans import spans_of
from flowxl.carry.vba_kept import Macros, OurMacros, read_macros
from flowxl.carry.workbook import NameEntry, SheetEntry, changed_texts, read_names, without
from flowxl.ooxml.package_parts import Parts
from flowxl.voice.message import Message
from flowxl.workbook.book import Book, Columns
from flowxl.workbook.layout import Layout
from flowxl.workbook.sheets import changes
from flowxl.workbook.writing.book_looks import BookLooks


@dataclass(frozen=True)
class Target:
    """What the new book will be: its layout with final titles, and where dropped figures are kept.

    ``kept_keys`` says what the rows of an older list of these are called there.
    """

    layout: Layout
    kept: str = "flow_kept"
    kept_keys: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Survey:
    """An old book, looked through: what of it is ours, what is a person's, and what becomes of that.

    Attributes
    ----------
    titles
        Title of each old sheet of ours by its key.
    findings
        What was moved, rewritten, or could not be carried.
    looks
        What a person set on each sheet of ours, by its new title.
    """

    parts: Parts
    workbook: str
    sheets: list[SheetEntry]
    names: list[NameEntry]
    titles: dict[str, str]
    places: Places
    added: Added
    attachments: Attachments
    macros: Macros
    findings: list[Finding] = field(default_factory=list)
    old_formulas: bool = False
    looks: Mapping[str, NewLook] = field(default_factory=dict)

    @property
    def people_sheets(self) -> list[str]:
        """Titles of the sheets that are not ours."""
        ours = set(self.titles.values())
        return [entry.title for entry in self.sheets if entry.title not in ours]


@dataclass(frozen=True, eq=False)
class Generated:
    """An old book generated again from its own data, with the titles of its file.

    Attributes
    ----------
    book, contents
        The book, and what stands in its grids.
    looks
        How it looks: its sheets in order, 变更 left out.
    """

    book: Book
    contents: Mapping[str, Columns]
    looks: BookLooks


def survey(generated: Generated, file: OldFile, target: Target, *, same_version: bool, our_macros: OurMacros) -> Survey:
    """Look through an old book.

    Parameters
    ----------
    generated
        The old book as it is generated now.
    file
        What lies in its file.
    target
        Layout of the new book.
    same_version
        Whether the file was made by this FlowXL.
    our_macros
        What our macros consist of now.
    """
    parts, entries, titles = file.parts, file.sheets, file.titles
    by_key = {sheet.key: sheet.title for sheet in target.layout.sheets}
    places = Places(
        file.tables,
        {name: area for name, area in target.layout.areas.items() if name != target.kept},
        {title: by_key.get(key) for key, title in titles.items()},
        target.layout.areas.get(target.kept),
        target.kept_keys,
    )
    references = References(places, spans_of([entry.title for entry in entries], titles, target.layout))
    names = read_names(parts.content[file.workbook], entries)
    by_title = {entry.title: entry.part for entry in entries}
    old, own, sheets = generated.book, generated.contents, file.our_sheets()
    parts_of = {title: by_title[title] for title in titles.values()}
    attachments = Attachments(parts, places, parts_of, titles, _chart_titles(old.layout, own))
    attachments.read()
    ours = [by_title[title] for title in titles.values()]
    rewritten = rewrite_parts(
        parts, {*ours, file.workbook, *attachments.replaced, *parts_without_text(parts)}, references
    )
    names, told = _names(names, old.layout, titles, references)
    added = _added(file, sheets, SheetReader(old, target.layout, places, references, own, same_version))
    read = read_looks(file, sheets, generated.looks, old.layout, places, added, same_version)
    macros = read_macros(parts, file.workbook, our_macros)
    found = [*_told(rewritten, entries, parts), *told, *added.findings, *attachments.findings, *read.findings]
    found += macros.findings
    formulas = any(b"<f" in parts.content.get(e.part, b"") for e in entries if e.title not in titles.values())
    entered = (one for cells in added.injections.values() for one in cells.values() if one.ours)
    formulas = formulas or any(one.cell is not None for one in entered)  # checks that count them are not up to date
    return Survey(
        parts, file.workbook, entries, names, titles, places, added, attachments, macros, found, formulas, read.looks
    )  # fmt: skip


def parts_without_text(parts: Parts) -> set[str]:
    """Return parts in which no reference is written: strings, styles, themes, relations."""
    ends = ("sharedStrings.xml", "styles.xml", ".rels")
    return {name for name in parts.content if name.endswith(ends) or "/theme/" in name}


def _names(
    names: list[NameEntry], layout: Layout, titles: Mapping[str, str], references: References
) -> tuple[list[NameEntry], list[Finding]]:
    parts = {name for area in layout.areas.values() for name, _, _ in area.grid.traits.names}
    ours = {*layout.areas, *parts} | {name.name for name in names if name.name.startswith("flow_in_")}
    ours |= set(changes.FIELDS) if changes.KEY in titles else set()
    told: list[Finding] = []

    def change(name: NameEntry, text: str) -> str:
        references.moves.clear()
        new = references.rewrite(text)
        told.extend(
            Finding(move.kind, Message("place.name", name=name.name), move.old, move.new) for move in references.moves
        )
        return new

    return changed_texts(without(names, ours, set(titles.values())), change), told


def _chart_titles(layout: Layout, own: Mapping[str, Columns]) -> frozenset[str]:
    """Return the titles of our charts in the old book."""
    names = [name for name, area in layout.areas.items() if area.grid.traits.drawn == "titles" and name in own]
    return frozenset(str(title) for name in names for title in own[name]["name"].values)


def _added(file: OldFile, sheets: Mapping[str, SheetXml], reader: SheetReader) -> Added:
    strings = file.strings()
    for key, title in file.titles.items():
        if key == changes.KEY:
            reader.read_report(title, sheets[title].cells(strings))
        else:
            reader.read(title, key, lambda title=title: sheets[title].cells(strings))  # type: ignore[misc]
    return reader.found


def _told(rewritten: Sequence[Rewritten], entries: Sequence[SheetEntry], parts: Parts) -> list[Finding]:
    titles = {entry.part: entry.title for entry in entries}
    for entry in entries:
        for relation in parts.relations(entry.part):
            if relation.kind == "drawing":
                titles |= {relation.target: entry.title}
                titles |= {r.target: f"{entry.title}, {r.kind}" for r in parts.relations(relation.target)}
    found = []
    for one in rewritten:
        sheet = titles.get(one.part, one.part)
        where = f"{sheet}!{one.where}" if one.where else sheet
        found.append(Finding(one.move.kind, where, one.move.old, one.move.new))
    return found
