"""What hangs on our sheets and is not a cell: comments, pictures, links, sparklines. Carried, or listed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flowxl.carry import covered_blocks, elements
from flowxl.carry.added_rules import Told, newer_formats, own_validations, with_own_formats
from flowxl.carry.cell_moves import Place, Places
from flowxl.carry.covered_blocks import BLOCKS, merged_cells, merged_element, moved_block, place_of, shifted
from flowxl.carry.drawings import add_pictures, remove_ours
from flowxl.carry.findings import Finding, Said
from flowxl.carry.notes import comment_text, moved_comments, moved_shapes
from flowxl.carry.our_charts import is_our_chart
from flowxl.carry.references import References
from flowxl.ooxml.addresses import a1
from flowxl.ooxml.escapes import to_text, to_xml
from flowxl.ooxml.package_parts import RELATIONS, Parts, Relation, free_id, relations_name
from flowxl.ooxml.package_sheet import area as parse_area
from flowxl.voice.message import Message
from flowxl.voice.text import Text

COMMENTS = {"comments": "comment", "threadedComment": "threadedComment"}
KEPT_EXTENSIONS = (
    b"{05C60535-1F16-4FD2-B633-F4F36F0B64E0}",  # sparklines
    b"{A8765BA9-456A-4DAB-B4F3-ACF838C121DE}",  # slicers
    b"{3A4CF648-6AED-40F4-86FF-DC5316D8AED3}",  # slicers of tables
    b"{7E03D99C-DC04-49D9-9315-930204A7B6E9}",  # timelines
)
ELEMENTS = {"legacyDrawing": "vmlDrawing", "picture": "image", "tableParts": "table"}
"""Elements that a fresh sheet of ours never has, and the relation that each needs."""
RELATED = {"comments", "threadedComment", "vmlDrawing", "image", "table", "slicer", "timeline", "pivotTable"}
LISTED: dict[str, Text] = {
    "oleObjects": Text("嵌入对象", "an embedded object"),
    "controls": Text("表单控件", "form controls"),
    "legacyDrawingHF": Text("页眉中的图片", "a picture in the header"),
}


@dataclass
class Attachments:
    """What hangs on the old sheets of ours.

    ``parts_of`` gives the part of each by title, ``keys`` the title by key; ``chart_titles`` are the titles of our
    charts as texts; ``replaced`` are parts of ours that go.
    """

    parts: Parts
    places: Places
    parts_of: Mapping[str, str]
    keys: Mapping[str, str]
    chart_titles: frozenset[str] = frozenset()
    replaced: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    _xml: dict[str, bytes] = field(default_factory=dict)
    _relations: dict[str, list[Relation]] = field(default_factory=dict)
    _drawings: dict[str, str] = field(default_factory=dict)
    _merged: dict[str, list[bytes]] = field(default_factory=dict)

    def read(self) -> None:
        """Look at every sheet of ours; move comments, take our pictures out."""
        for title, part in self.parts_of.items():
            self._xml[title] = elements.usual(self.parts.content[part], part)
            self._relations[title] = self.parts.relations(part)
            gone = self.places.sheets[title] is None
            for relation in self._relations[title]:
                if relation.kind in COMMENTS or relation.kind == "vmlDrawing":
                    self._comments(title, relation, gone=gone)
                elif relation.kind == "drawing":
                    self._drawing(title, relation, gone=gone)
                elif relation.kind == "printerSettings":
                    self.replaced.add(relation.target)
                elif relation.kind in BLOCKS:
                    self._block(title, relation)
            self._merged_cells(title)
            self._list_others(title)

    def _mover(self, title: str) -> Callable[[int, int], tuple[int, int] | None]:
        def move(row: int, column: int) -> tuple[int, int] | None:
            new = self.places.new(Place(title, row, column))
            return (new.row, new.column) if new and new.sheet == self.places.sheets[title] else None

        return move

    def _comments(self, title: str, relation: Relation, *, gone: bool) -> None:
        xml = self.parts.content.get(relation.target, b"")
        if gone:
            self.replaced.add(relation.target)
        if relation.kind == "vmlDrawing":
            if not gone:
                self.parts.put(relation.target, moved_shapes(xml, self._mover(title)))
            return
        new, lost = moved_comments(xml, COMMENTS[relation.kind], self._mover(title))
        self.findings += [Finding("comment", f"{title}!{address}", text) for address, text in lost]
        if not gone:
            self.parts.put(relation.target, new)

    def _drawing(self, title: str, relation: Relation, *, gone: bool) -> None:
        dropped, theirs = remove_ours(
            self.parts, relation.target, lambda shown: is_our_chart(self.places, shown, self.chart_titles)
        )
        self.replaced |= dropped
        if theirs and gone:
            self.findings.append(Finding("not_carried", title, Message("carry.pictures_gone", pictures=theirs)))
        elif theirs:
            self._drawings[title] = relation.target

    def _block(self, title: str, relation: Relation) -> None:
        """Move a table or pivot table with its cells: where it names others, Excel calls the file damaged."""
        xml = self.parts.content.get(relation.target, b"")
        new = moved_block(xml, relation.kind, self._mover(title))
        if new is not None:
            self.parts.put(relation.target, new)
            return
        where = f"{title}!{place_of(xml, relation.kind).decode()}"
        self.findings.append(Finding("not_carried", where, covered_blocks.BLOCKS_GONE[relation.kind]))
        self.replaced.add(relation.target)
        self._relations[title] = [known for known in self._relations[title] if known.id != relation.id]

    def _merged_cells(self, title: str) -> None:
        """Move the cells that a person merged outside of our tables; we merge none."""
        kept: list[bytes] = []
        taken: set[tuple[int, int]] = set()
        for ref in merged_cells(elements.find(self._xml[title], "mergeCells")):
            new = shifted(ref, self._mover(title))
            cells = _cells(new) if new else set()
            ours = any(self.places.named(Place(title, row, column)) for row, column in _cells(ref))
            if new is None or ours or cells & taken:
                self.findings.append(Finding("not_carried", f"{title}!{ref.decode()}", covered_blocks.MERGED_CELLS))
                continue
            taken |= cells
            kept.append(new)
        self._merged[title] = kept

    def _list_others(self, title: str) -> None:
        """List what a fresh sheet does not take over."""
        xml = self._xml[title]
        found: list[Said] = [text for name, text in LISTED.items() if elements.find(xml, name) is not None]
        block = elements.find(xml, "extLst") or b""
        if self.places.sheets[title] is None and any(uri in block.upper() for uri in KEPT_EXTENSIONS):
            found.append(covered_blocks.SPARKLINES_GONE)
        self.findings += [Finding("not_carried", title, text) for text in found]

    def compare(self, xml: bytes, title: str) -> list[Finding]:
        """Return what the fresh XML of a sheet of ours will not take over: rules for input, and what lost its cells."""
        links, formats = self._links(xml, title)[2], self._formats(xml, title)[1]
        old = self._xml[title]
        found = [(title, text) for text in links]
        told = (*own_validations(xml, old), *formats, *newer_formats(xml, old))
        found += [(f"{title}!{place}", text) for place, text in told]
        return [Finding("not_carried", where, text) for where, text in found]

    def put(  # noqa: PLR0913 - a sheet, where it comes from, and its pictures
        self,
        xml: bytes,
        title: str | None,
        part: str,
        fresh: Parts | None,
        pictures: Relation | None,
        bring: Callable[[str], str],
    ) -> bytes:
        """Hang what belongs to a sheet of ours on its fresh XML; write its relations."""
        relations: list[Relation] = []
        if title is not None:
            relations = [r for r in self._relations[title] if r.kind in RELATED]
            xml = self._elements(xml, title)
            xml, linked, _ = self._links(xml, title)
            relations += linked
            xml = self._extensions(xml, title)
            xml, _ = self._formats(xml, title)
            drawing = self._drawings.get(title)
            if drawing is not None:
                if fresh is not None and pictures is not None:
                    own = fresh.content[pictures.target]
                    add_pictures(self.parts, drawing, own, fresh.relations(pictures.target), bring)
                relations, xml = self._relate(relations, drawing, xml)
                pictures = None
        if pictures is not None:
            relations, xml = self._relate(relations, bring(pictures.target), xml)
        if relations or relations_name(part) in self.parts.content:
            self.parts.set_relations(part, relations)
        self._drop_replaced()
        return xml

    def _relate(self, relations: list[Relation], drawing: str, xml: bytes) -> tuple[list[Relation], bytes]:
        id_ = free_id({relation.id for relation in relations})
        xml = elements.insert(xml, "drawing", f'<drawing r:id="{id_}"/>'.encode())
        return [*relations, Relation(id_, f"{RELATIONS}/drawing", drawing)], xml

    def _drop_replaced(self) -> None:
        for part in sorted(self.replaced):
            if part in self.parts.content:
                self.parts.remove(part)
        self.replaced.clear()

    def _elements(self, xml: bytes, title: str) -> bytes:
        for name in ELEMENTS:
            element = elements.find(self._xml[title], name)
            if element is not None and name == "tableParts":
                element = self._tables(title, element)
            if element is not None and b":id=" in element:
                xml = elements.insert(xml, name, element)
        if self._merged.get(title):
            xml = elements.insert(xml, "mergeCells", merged_element(self._merged[title]))
        return xml

    def _tables(self, title: str, element: bytes) -> bytes:
        """Return the list of tables without those that could not be moved."""
        known = {relation.id.encode() for relation in self._relations[title]}
        found = re.findall(rb'<tablePart\b[^>]*:id="([^"]*)"[^>]*>', element)
        kept = [b'<tablePart r:id="%s"/>' % id_ for id_ in found if id_ in known]
        return b'<tableParts count="%d">%s</tableParts>' % (len(kept), b"".join(kept)) if kept else b""

    def _links(self, xml: bytes, title: str) -> tuple[bytes, list[Relation], list[str]]:
        """Carry the links that a person put on cells; those of 说明 to our sheets are in the fresh one.

        Return also the relations that these need, and the links whose cells are gone.
        """
        block = elements.find(self._xml[title], "hyperlinks")
        own = elements.find(xml, "hyperlinks")
        if block is None or (own is not None and b"r:id" not in block):
            return xml, [], []
        known = {r.id: r for r in self._relations[title] if r.kind == "hyperlink"}
        items, used, lost = [], [], []
        for link in re.findall(rb"<hyperlink\b[^>]*?/>", block):
            id_ = re.search(rb'\br:id="([^"]*)"', link)
            if own is not None and id_ is None:
                continue
            relation = known.get(id_[1].decode()) if id_ else None
            ref = re.search(rb'\bref="([^"]*)"', link)
            new = self._ref(title, ref[1]) if ref else None
            if new is None:
                lost.append(f"{to_text(link)} {relation.target if relation else ''}".strip())
                continue
            items.append(re.sub(rb'\bref="[^"]*"', b'ref="%s"' % new, link))
            if relation is not None:
                used.append(relation)
        if not items:
            return xml, [], lost
        if own is not None:
            return xml.replace(b"</hyperlinks>", b"".join(items) + b"</hyperlinks>", 1), used, lost
        xml = elements.insert(xml, "hyperlinks", b"<hyperlinks>%s</hyperlinks>" % b"".join(items))
        return xml, used, lost

    def _ref(self, title: str, ref: bytes) -> bytes | None:
        top, left, bottom, right = parse_area(ref)
        start, end = self._mover(title)(top, left), self._mover(title)(bottom, right)
        if start is None or end is None:
            return None
        first, last = a1(start[0] - 1, start[1] - 1), a1(end[0] - 1, end[1] - 1)
        return (first if b":" not in ref else f"{first}:{last}").encode()

    def _formats(self, xml: bytes, title: str) -> tuple[bytes, list[Told]]:
        """Carry conditional formats of a person's own, with references that follow their cells; tell those without."""
        references = References(self.places)
        return with_own_formats(
            xml, self._xml[title], lambda ref: self._ref(title, ref), lambda text: references.rewrite(text, title)
        )

    def _extensions(self, xml: bytes, title: str) -> bytes:
        """Carry sparklines and slicers; other extensions are conditional formats and rules that programs move there."""
        block = elements.find(self._xml[title], "extLst")
        if block is None or elements.find(xml, "extLst") is not None:
            return xml
        kept = [
            elements.self_contained(ext, self._xml[title])
            for ext in re.findall(rb"<ext\b[^>]*\buri=.*?</ext>", block, re.DOTALL)
            if any(uri in ext.upper() for uri in KEPT_EXTENSIONS)
        ]
        if not kept:
            return xml
        references = References(self.places)

        def text(found: re.Match[bytes]) -> bytes:
            return found[1] + to_xml(references.rewrite(to_text(found[2]), title))

        def place(found: re.Match[bytes]) -> bytes:
            refs = [self._ref(title, ref) or ref for ref in found[2].split()]
            return found[1] + b" ".join(refs)

        whole = re.sub(rb"(<xm:f>)([^<]*)", text, b"".join(kept))
        whole = re.sub(rb"(<xm:sqref>)([^<]*)", place, whole)
        return elements.insert(xml, "extLst", b"<extLst>%s</extLst>" % whole)


def _cells(ref: bytes) -> set[tuple[int, int]]:
    top, left, bottom, right = parse_area(ref)
    return {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}


__all__ = ["Attachments", "comment_text"]
