"""Drawings on our sheets: our pictures are replaced, what a person put beside them stays.

Elements are told by their namespaces: each program gives them prefixes of its own, or none.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from flowxl.ooxml.markup import Element, Markup, take_apart, with_namespaces
from flowxl.ooxml.package_parts import RELATIONS, Parts, Relation, free_id, unusual
from flowxl.workbook.writing.charts import ALT
from flowxl.workbook.writing.charts_delphi import ALT as DELPHI_ALT

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
TEXT = "http://schemas.openxmlformats.org/drawingml/2006/main"
_DESCRIPTIONS = [text for pair in (*ALT.values(), *DELPHI_ALT.values()) for text in pair.both]
_OURS = re.compile("|".join(re.sub(r"\\{[Uu]nits?\\}", ".{1,40}", re.escape(text)) for text in _DESCRIPTIONS))
"""Our descriptions, whatever the units of a book are called."""
IsOurChart = Callable[["Shown"], bool]
"""Tells by what a chart shows whether it is one of ours."""


@dataclass(frozen=True)
class Shown:
    """What a chart shows: its title as text, where that has one, and its references, that of the title first."""

    title: str
    references: tuple[str, ...]
    linked: bool


def read_drawing(parts: Parts, drawing: str) -> Markup:
    """Take a drawing apart.

    Raises
    ------
    FlowXLError
        If it is none.
    """
    found = take_apart(parts.content[drawing], drawing)
    if found.root.name != (DRAWING, "wsDr"):
        raise unusual(drawing, f"an element {found.root.name[1]} of {found.root.name[0]}", f"wsDr of {DRAWING}")
    return found


def _ids(drawing: Markup, anchor: Element) -> set[str]:
    values = (element.attributes for element in drawing.within(anchor))
    return {text for each in values for (namespace, _), text in each.items() if namespace == RELATIONS}


def shown_by(xml: bytes, part: str) -> Shown:
    """Return what a chart shows; LibreOffice writes the title as text, where others keep its reference."""
    chart = take_apart(xml, part)
    titles = [element for element in chart.elements if element.name == (CHART, "title")][:1]
    formulas = [element for element in chart.elements if element.name == (CHART, "f")]
    own = [
        chart.text(element)
        for title in titles
        for element in chart.elements
        if element.name == (TEXT, "t") and title.start < element.start < title.end
    ]
    linked = bool(titles and formulas) and titles[0].start < formulas[0].start < titles[0].end
    return Shown("".join(own), tuple(chart.text(element) for element in formulas), linked)


def _is_ours(parts: Parts, drawing: Markup, anchor: Element, targets: dict[str, str], is_our_chart: IsOurChart) -> bool:
    """Tell whether a picture is ours: it has our description or, where a program drops that, shows our cells alone."""
    descriptions = [
        element.attributes.get(("", "descr"), "")
        for element in drawing.within(anchor)
        if element.name == (DRAWING, "cNvPr")
    ]
    if any(map(_OURS.fullmatch, descriptions)):
        return True
    if any(descriptions):
        return False
    charts = [
        targets.get(element.attributes.get((RELATIONS, "id"), ""), "")
        for element in drawing.within(anchor)
        if element.name == (CHART, "chart")
    ]
    return len(charts) == 1 and charts[0] in parts.content and _shows_ours(parts, charts[0], is_our_chart)


def _shows_ours(parts: Parts, chart: str, is_our_chart: IsOurChart) -> bool:
    return is_our_chart(shown_by(parts.content[chart], chart))


def remove_ours(parts: Parts, drawing: str, is_our_chart: IsOurChart) -> tuple[set[str], int]:
    """Take our pictures out of a drawing; return the parts that go with them, and how many of others stay.

    Raises
    ------
    FlowXLError
        If the part is no drawing.
    """
    whole = read_drawing(parts, drawing)
    relations = {relation.id: relation for relation in parts.relations(drawing)}
    targets = {id_: relation.target for id_, relation in relations.items()}
    ours = [a for a in whole.children if _is_ours(parts, whole, a, targets, is_our_chart)]
    theirs = [anchor for anchor in whole.children if anchor not in ours]
    kept = {id_ for anchor in theirs for id_ in _ids(whole, anchor)}
    dropped = {id_ for anchor in ours for id_ in _ids(whole, anchor)} - kept
    gone = {relations[id_].target for id_ in dropped if id_ in relations and not relations[id_].external}
    gone |= {r.target for part in gone for r in parts.relations(part) if not r.external}
    if not theirs:
        return gone | {drawing}, 0
    xml = whole.xml
    for anchor in reversed(ours):
        xml = xml[: anchor.start] + xml[anchor.end :]
    parts.put(drawing, xml)
    parts.drop_relations(drawing, dropped)
    return gone, len(theirs)


def add_pictures(
    parts: Parts, drawing: str, fresh: bytes, relations: list[Relation], put: Callable[[str], str]
) -> None:
    """Add the pictures of a fresh drawing to one that holds a person's; ``put`` brings a fresh part in."""
    old, new = read_drawing(parts, drawing), take_apart(fresh, drawing)
    known = parts.relations(drawing)
    numbers = [e.attributes.get(("", "id"), "") for e in old.elements if e.name == (DRAWING, "cNvPr")]
    highest = max([0, *(int(number) for number in numbers if number.isdecimal())])
    items = b"".join(with_namespaces(new.written(each), new.prefixes, old.prefixes) for each in new.children)
    for relation in relations:
        id_ = free_id({r.id for r in known})
        known.append(Relation(id_, relation.type, put(relation.target)))
        items = re.sub(rb'\br:id="%s"' % relation.id.encode(), b'r:id="new-%s"' % id_.encode(), items)
    items = items.replace(b'r:id="new-', b'r:id="')

    def number(found: re.Match[bytes]) -> bytes:
        return found[1] + b"%d" % (int(found[2]) + highest) + found[3]

    items = re.sub(rb'(<xdr:cNvPr\b[^>]*?\sid=")(\d+)(")', number, items)
    parts.put(drawing, old.xml[: old.root.close] + items + old.xml[old.root.close :])
    parts.set_relations(drawing, known)
