"""The old package with our fresh sheets in it: surveyed first, so that what is found can be told in the new book."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

from flowxl.core.faults import Fault, FlowXLError
from flowxl.excel.book import Book
from flowxl.excel.carry import elements, sheets
from flowxl.excel.carry.added import Added, SheetReader
from flowxl.excel.carry.attachments import Attachments
from flowxl.excel.carry.cells import Injection, inject, read_cells
from flowxl.excel.carry.findings import Finding
from flowxl.excel.carry.macros import Macros, OurMacros, read_macros
from flowxl.excel.carry.parts import RELATIONS, WORKSHEET_TYPE, Parts, Relation
from flowxl.excel.carry.places import OldTable, Places, locate
from flowxl.excel.carry.references import References
from flowxl.excel.carry.rewrite import Rewritten, rewrite_parts
from flowxl.excel.carry.spans import spans_of
from flowxl.excel.carry.strings import Strings
from flowxl.excel.carry.styles import merge_styles
from flowxl.excel.carry.workbook import (
    NameEntry,
    SheetEntry,
    active_title,
    changed_texts,
    read_names,
    read_sheets,
    recalculated,
    retitled,
    sheet_entry,
    with_names,
    with_sheets,
    without,
)
from flowxl.excel.contents import changes
from flowxl.excel.layout import Layout
from flowxl.excel.package import Package
from flowxl.excel.package_scan import shared_strings
from flowxl.excel.writer import contents


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
    """

    path: Path
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

    @property
    def people_sheets(self) -> list[str]:
        """Titles of the sheets that are not ours."""
        ours = set(self.titles.values())
        return [entry.title for entry in self.sheets if entry.title not in ours]


def our_titles(package: Package, layout: Layout, names: Sequence[str]) -> dict[str, str]:
    """Return the title, in the file, of each sheet of ours, by key: a sheet that holds our tables."""
    found: dict[str, str] = {}
    for sheet in layout.sheets:
        at = [package.defined_names.get(grid, []) for grid in sheet.grids]
        title = next((areas[0].sheet for areas in at if len(areas) == 1), None)
        if title is None and not sheet.grids and sheet.title in names:
            title = sheet.title
        if title is not None and title not in found.values():
            found[sheet.key] = title
    return found


def new_titles(old: Layout, new: Layout, found: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    """Return the title of each sheet of the new book: what a person called it, unless the framework renames it."""
    theirs = {name.lower() for name in names if name not in found.values()}
    generated = {sheet.key: sheet.title for sheet in old.sheets}
    titles: dict[str, str] = {}
    taken = set(theirs)
    for sheet in new.sheets:
        own = found.get(sheet.key)
        title = own if own is not None and own != generated.get(sheet.key) else sheet.title
        number = 1
        free = title
        while free.lower() in taken:
            number += 1
            free = f"{title[:27]} {number}"
        taken.add(free.lower())
        titles[sheet.key] = free
    return titles


def retitle(layout: Layout, titles: Mapping[str, str]) -> Layout:
    """Return a layout whose sheets have other titles."""
    by_title = {sheet.title: titles[sheet.key] for sheet in layout.sheets}
    renamed = tuple(replace(sheet, title=titles[sheet.key]) for sheet in layout.sheets)
    areas = {name: replace(area, sheet=by_title[area.sheet]) for name, area in layout.areas.items()}
    return replace(layout, sheets=renamed, areas=areas)


def survey(old: Book, path: Path, target: Target, *, same_version: bool, our_macros: OurMacros) -> Survey:
    """Look through an old book.

    Parameters
    ----------
    old
        The old book generated again from its own data, with the titles of its file.
    path
        Its file, which ``precheck`` has let pass.
    target
        Layout of the new book.
    same_version
        Whether the file was made by this FlowXL.
    our_macros
        What our macros consist of now.
    """
    parts = Parts.read(path)
    with Package.open(path) as package:
        workbook = package.workbook_part
        entries = read_sheets(parts, workbook)
        titles = our_titles(package, old.layout, [entry.title for entry in entries])
        tables = locate(package, old.layout)
        for table in _report(package, old.layout):
            tables.setdefault(table.target.sheet, []).append(table)
    by_key = {sheet.key: sheet.title for sheet in target.layout.sheets}
    kept = target.layout.areas.get(target.kept)
    places = Places(
        {title: found for title, found in tables.items() if title in titles.values()},
        {name: area for name, area in target.layout.areas.items() if name != target.kept},
        {title: by_key.get(key) for key, title in titles.items()},
        kept,
        target.kept_keys,
    )
    references = References(places, spans_of([entry.title for entry in entries], titles, target.layout))
    names = read_names(parts.content[workbook], entries)
    by_title = {entry.title: entry.part for entry in entries}
    attachments = Attachments(parts, places, {title: by_title[title] for title in titles.values()}, titles)
    attachments.read()
    ours = [by_title[title] for title in titles.values()]
    rewritten = rewrite_parts(parts, {*ours, workbook, *attachments.replaced, *parts_without_text(parts)}, references)
    names, told = _names(names, old.layout, titles, references)
    added = _added(old, titles, parts, by_title, target.layout, places, references, same_version)
    macros = read_macros(parts, workbook, our_macros)
    found = [*_told(rewritten, entries, parts), *told, *added.findings, *attachments.findings, *macros.findings]
    formulas = any(b"<f" in parts.content.get(e.part, b"") for e in entries if e.title not in titles.values())
    entered = (one for cells in added.injections.values() for one in cells.values() if one.ours)
    formulas = formulas or any(one.cell is not None for one in entered)  # checks that count them are not up to date
    return Survey(path, parts, workbook, entries, names, titles, places, added, attachments, macros, found, formulas)


def _report(package: Package, layout: Layout) -> list[OldTable]:
    """Return the tables of an old 变更 that are made anew: nothing in them is looked at or pointed to."""
    found = []
    for name in changes.FIELDS:
        targets = package.defined_names.get(name, [])
        if len(targets) == 1 and name not in layout.areas:
            rows, columns = targets[0].max_row - targets[0].min_row + 1, targets[0].max_col - targets[0].min_col + 1
            found.append(OldTable(name, targets[0], False, (None,) * rows, (None,) * columns))
    return found


def parts_without_text(parts: Parts) -> set[str]:
    """Return parts in which no reference is written: strings, styles, themes, relations."""
    ends = ("sharedStrings.xml", "styles.xml", ".rels")
    return {name for name in parts.content if name.endswith(ends) or "/theme/" in name}


def _names(
    names: list[NameEntry], layout: Layout, titles: Mapping[str, str], references: References
) -> tuple[list[NameEntry], list[Finding]]:
    ours = {*layout.areas, "flow_steps"} | {name.name for name in names if name.name.startswith("flow_in_")}
    ours |= set(changes.FIELDS)
    told: list[Finding] = []

    def change(name: NameEntry, text: str) -> str:
        references.moves.clear()
        new = references.rewrite(text)
        told.extend(Finding(move.kind, f"name {name.name}", move.old, move.new) for move in references.moves)
        return new

    return changed_texts(without(names, ours, set(titles.values())), change), told


def _added(  # noqa: PLR0913 - what is read, and with what
    old: Book,
    titles: Mapping[str, str],
    parts: Parts,
    by_title: Mapping[str, str],
    layout: Layout,
    places: Places,
    references: References,
    same_version: bool,
) -> Added:
    name = next((name for name in parts.content if name.lower() == "xl/sharedstrings.xml"), None)
    strings = shared_strings(BytesIO(parts.content[name])) if name else []
    reader = SheetReader(old, layout, places, references, contents(old), same_version)
    for key, title in titles.items():
        cells = read_cells(parts.content[by_title[title]], strings)
        reader.read_report(title, cells) if key == changes.KEY else reader.read(title, key, cells)
    return reader.found


def _related(parts: Parts, kind: str) -> str:
    workbook = next(r.target for r in parts.relations("") if r.kind == "officeDocument")
    return next((r.target for r in parts.relations(workbook) if r.kind == kind), "")


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


def compare(found: Survey, fresh_path: Path, layout: Layout) -> list[Finding]:
    """Return what the sheets of a fresh book will not take over of the old ones, to be told on 变更 like the rest."""
    fresh = Parts.read(fresh_path)
    workbook = next(r.target for r in fresh.relations("") if r.kind == "officeDocument")
    sheets_of = dict(zip((s.key for s in layout.sheets), read_sheets(fresh, workbook), strict=True))
    whole = b"".join(fresh.content[entry.part] for entry in sheets_of.values())
    told: list[Finding] = []
    for key, title in found.titles.items():
        # Where a sheet is gone, what is like anything of ours on another one was ours.
        xml = fresh.content[sheets_of[key].part] if key in sheets_of else whole
        told += found.attachments.compare(xml, title)
    return told


def merge(found: Survey, fresh_path: Path, target: Path, layout: Layout) -> None:
    """Write the old package with the sheets of a fresh book in the place of ours.

    Parameters
    ----------
    found
        The old book, looked through; used up by this.
    fresh_path
        The fresh book, whose sheets are those of ``layout`` in order.
    target
        Where the new package goes.
    layout
        Layout of the fresh book.
    """
    _Merger(found, Parts.read(fresh_path), layout).write(target)


class _Merger:
    def __init__(self, found: Survey, fresh: Parts, layout: Layout) -> None:
        self.found, self.fresh, self.layout = found, fresh, layout
        self.parts = found.parts
        self.fresh_workbook = next(r.target for r in fresh.relations("") if r.kind == "officeDocument")
        self.fresh_sheets = read_sheets(fresh, self.fresh_workbook)
        if [entry.title for entry in self.fresh_sheets] != [sheet.title for sheet in layout.sheets]:
            raise FlowXLError(
                "The new sheets do not fit.", [Fault("internal", "carry", "other sheets", "the layout's")]
            )
        self.brought: dict[str, str] = {}

    def write(self, target: Path) -> None:
        self._numbers()
        front = active_title(self.parts.content[self.found.workbook], self.found.sheets)
        entries, codes = self._entries()
        by_key = {sheet.key: entry for sheet, entry in zip(self.layout.sheets, self.fresh_sheets, strict=True)}
        titles = {title: key for key, title in self.found.titles.items()}
        shown = self.layout.title(titles[front]) if titles.get(front) in by_key else ""
        if front in titles and not shown:
            shown = self.layout.title("result")
        for sheet in self.layout.sheets:
            self._sheet(sheet.key, by_key[sheet.key], entries[sheet.key], codes[sheet.key], front=shown == sheet.title)
        self._workbook(entries)
        self._drop_calculation_chain()
        self.parts.put(self.strings_name, self.strings.written())
        self.found.macros.put_in(self.parts, self.found.workbook)
        self.parts.write(target)

    def _numbers(self) -> None:
        """Join styles and strings."""
        parts, workbook = self.parts, self.found.workbook
        styles = _related(parts, "styles")
        mapped = merge_styles(parts.content[styles], self.fresh.content[_related(self.fresh, "styles")])
        parts.put(styles, mapped.xml)
        self.styles = mapped
        name = _related(parts, "sharedStrings")
        self.strings = Strings(parts.content.get(name))
        if not name:
            name = parts.free("xl/sharedStrings.xml")
            parts.add_relation(workbook, "sharedStrings", name)
            parts.declare(name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml")
        self.strings_name = name
        # A very large book has its strings in the cells themselves.
        shared = self.fresh.content.get(_related(self.fresh, "sharedStrings"), b"")
        self.string_numbers = self.strings.numbers_of(shared)

    def _entries(self) -> tuple[dict[str, SheetEntry], dict[str, str]]:
        """Return the entry in the new workbook and the code name of each sheet of ours."""
        known = {entry.title: entry for entry in self.found.sheets}
        number = max(entry.number for entry in self.found.sheets)
        codes = {e.title: sheets.code_name(self.parts.content.get(e.part, b"")) for e in self.found.sheets}
        taken = {code.lower() for code in codes.values() if code}
        found, names = {}, {}
        for sheet in self.layout.sheets:
            old = known.get(self.found.titles.get(sheet.key, ""))
            if old is not None:
                found[sheet.key] = retitled(old, sheet.title)
                names[sheet.key] = codes[old.title]
                continue
            number += 1
            part = self.parts.free("xl/worksheets/sheet{}.xml")
            self.parts.put(part, b"")
            self.parts.declare(part, WORKSHEET_TYPE)
            id_ = self.parts.add_relation(self.found.workbook, "worksheet", part)
            found[sheet.key] = sheet_entry(sheet.title, number, id_, part)
            names[sheet.key] = self.found.macros.free_code_name(taken)
            taken.add(names[sheet.key].lower())
        return found, names

    def _sheet(self, key: str, fresh: SheetEntry, entry: SheetEntry, code: str, *, front: bool) -> None:
        xml = sheets.adapted(
            self.fresh.content[fresh.part], self.styles.cells, self.styles.differential, self.string_numbers
        )
        xml = inject(xml, self._injections(entry.title), self.strings)
        xml = sheets.with_code_name(xml, code)
        drawing = elements.find(xml, "drawing")
        if drawing is not None:
            xml = xml.replace(drawing, b"", 1)
        pictures = next((r for r in self.fresh.relations(fresh.part) if r.kind == "drawing"), None)
        old_title = self.found.titles.get(key)
        xml = self.found.attachments.put(
            xml, old_title, entry.part, self.fresh if pictures else None, pictures, self._bring
        )
        self.parts.put(entry.part, sheets.selected(xml) if front else xml)

    def _injections(self, title: str) -> dict[tuple[int, int], Injection]:
        """Return what goes into a sheet; a style that is one of ours says nothing."""
        own = set(self.styles.cells.values())
        found = {}
        for place, injection in self.found.added.injections.get(title, {}).items():
            style = None if injection.ours and injection.style in own else injection.style
            if injection.cell is not None or style is not None:
                found[place] = replace(injection, style=style)
        return found

    def _bring(self, name: str) -> str:
        """Bring a fresh part in under a free name, with what it refers to; return that name."""
        if name not in self.brought:
            folder, _, base = name.rpartition("/")
            stem = base.rstrip("0123456789.xml") if base.endswith(".xml") else base
            new = self.parts.free(f"{folder}/{stem}{{}}.xml")
            self.brought[name] = new
            self.parts.put(new, self.fresh.content[name])
            self.parts.declare(new, self.fresh.type_of(name))
            own = [Relation(r.id, r.type, self._bring(r.target)) for r in self.fresh.relations(name)]
            self.parts.set_relations(new, own)
        return self.brought[name]

    def _workbook(self, entries: Mapping[str, SheetEntry]) -> None:
        parts, workbook = self.parts, self.found.workbook
        old = self.found.sheets
        order = self._order(entries)
        gone = [e for e in old if e.title in self.found.titles.values() and e.id not in {n.id for n in order}]
        for entry in gone:
            parts.remove(entry.part)
        parts.drop_relations(workbook, {entry.id for entry in gone})
        fresh_names = read_names(self.fresh.content[self.fresh_workbook], self.fresh_sheets)
        xml = with_sheets(parts.content[workbook], old, order, self.layout.title("result"))
        title_of = {e.id: e.title for e in order}
        moved = {entry.title: title_of.get(entry.id) for entry in old}
        kept = [
            name if name.sheet is None else replace(name, sheet=moved.get(name.sheet) or "")
            for name in self.found.names
        ]
        known = {(name.name, name.sheet) for name in fresh_names}
        kept = [name for name in kept if (name.name, name.sheet) not in known]
        xml = with_names(xml, [*fresh_names, *kept], order)
        parts.put(workbook, recalculated(xml) if self.found.old_formulas else xml)

    def _order(self, entries: Mapping[str, SheetEntry]) -> list[SheetEntry]:
        """Return all sheets: a person's order, with each new sheet of ours behind the one that it follows."""
        by_id = {entry.id: entry for entry in entries.values()}
        ours = set(self.found.titles.values())
        order = [by_id.get(e.id, e) for e in self.found.sheets if e.id in by_id or e.title not in ours]
        before: SheetEntry | None = None
        for sheet in self.layout.sheets:
            entry = entries[sheet.key]
            if entry.id not in {known.id for known in order}:
                order.insert(0 if before is None else [e.id for e in order].index(before.id) + 1, entry)
            before = entry
        return order

    def _drop_calculation_chain(self) -> None:
        """Take out the order of calculation, which names cells of old sheets; programs make it anew."""
        for relation in self.parts.relations(self.found.workbook):
            if relation.type == f"{RELATIONS}/calcChain":
                self.parts.remove(relation.target)
                self.parts.drop_relations(self.found.workbook, {relation.id})
