"""The old package with our fresh sheets in the place of ours."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from flowxl.carry import elements, sheets
from flowxl.carry.findings import Finding
from flowxl.carry.look_carry import NewLook
from flowxl.carry.look_put import put_look
from flowxl.carry.raw_cells import Injection, inject
from flowxl.carry.strings import Strings
from flowxl.carry.style_table import merge_styles
from flowxl.carry.survey import Survey
from flowxl.carry.workbook import (
    SheetEntry,
    active_title,
    read_names,
    read_sheets,
    recalculated,
    related,
    retitled,
    sheet_entry,
    with_names,
    with_sheets,
)
from flowxl.ooxml.package_parts import RELATIONS, WORKSHEET_TYPE, Parts, Relation
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.workbook.layout import Layout


def compare(found: Survey, fresh: Parts, layout: Layout) -> list[Finding]:
    """Return what the sheets of a fresh book will not take over of the old ones, to be told on 变更 like the rest."""
    workbook = next(r.target for r in fresh.relations("") if r.kind == "officeDocument")
    sheets_of = dict(zip((s.key for s in layout.sheets), read_sheets(fresh, workbook), strict=True))
    told: list[Finding] = []
    for key, title in found.titles.items():
        # Where a sheet is gone, what is like anything of ours on another one was ours.
        own = [sheets_of[key]] if key in sheets_of else sheets_of.values()
        xml = b"".join(fresh.content[entry.part] for entry in own)
        told += found.attachments.compare(xml, title)
    return told


def merge(found: Survey, fresh: Parts, target: Path, layout: Layout) -> None:
    """Write the old package with the sheets of a fresh book in the place of ours.

    Parameters
    ----------
    found
        The old book, looked through; used up by this.
    fresh
        The fresh book, whose sheets are those of ``layout`` in order.
    target
        Where the new package goes.
    layout
        Layout of the fresh book.
    """
    _Merger(found, fresh, layout).write(target)


class _Merger:
    def __init__(self, found: Survey, fresh: Parts, layout: Layout) -> None:
        self.found, self.fresh, self.layout = found, fresh, layout
        self.parts = found.parts
        self.fresh_workbook = next(r.target for r in fresh.relations("") if r.kind == "officeDocument")
        self.fresh_sheets = read_sheets(fresh, self.fresh_workbook)
        if [entry.title for entry in self.fresh_sheets] != [sheet.title for sheet in layout.sheets]:
            raise FlowXLError(Message("carry.sheets"), [Fault("internal", Place(name="carry"))])
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
        styles = related(parts, "styles")
        mapped = merge_styles(parts.content[styles], self.fresh.content[related(self.fresh, "styles")])
        parts.put(styles, mapped.xml)
        self.styles = mapped
        name = related(parts, "sharedStrings")
        self.strings = Strings(parts.content.get(name))
        if not name:
            name = parts.free("xl/sharedStrings.xml")
            parts.add_relation(workbook, "sharedStrings", name)
            parts.declare(name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml")
        self.strings_name = name
        # A very large book has its strings in the cells themselves.
        shared = self.fresh.content.get(related(self.fresh, "sharedStrings"), b"")
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
        xml = put_look(xml, self.found.looks.get(entry.title, NewLook()))
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
            said = injection.marked or not injection.ours or injection.style not in own
            style = injection.style if said else None
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
