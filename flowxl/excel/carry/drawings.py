"""Drawings on our sheets: our pictures are replaced, what a person put beside them stays."""

import re
from collections.abc import Callable

from flowxl.excel.carry.parts import Parts, Relation, free_id, unusual
from flowxl.excel.carry.rewrite import to_text
from flowxl.excel.charts import ALT

_ANCHOR = re.compile(
    rb"<xdr:(twoCellAnchor|oneCellAnchor|absoluteAnchor)\b.*?</xdr:\1>"
    rb"|<mc:AlternateContent\b.*?</mc:AlternateContent>", re.DOTALL
)  # fmt: skip
_OURS = frozenset(text for pair in ALT.values() for text in pair)


def anchors(xml: bytes) -> list[bytes]:
    """Return what stands in a drawing, each as it is written."""
    return [found[0] for found in _ANCHOR.finditer(xml)]


def is_ours(anchor: bytes) -> bool:
    """Tell whether a picture is one of ours: it has our description."""
    found = re.search(rb'<xdr:cNvPr\b[^>]*\sdescr="([^"]*)"', anchor)
    return found is not None and to_text(found[1]) in _OURS


def _ids(anchor: bytes) -> set[str]:
    return {found.decode() for found in re.findall(rb'\br:(?:id|embed|link|pict)="([^"]+)"', anchor)}


def remove_ours(parts: Parts, drawing: str) -> tuple[set[str], bool]:
    """Take our pictures out of a drawing; return the parts that go with them, and whether anything else stays.

    Raises
    ------
    FlowXLError
        If the drawing is written with other prefixes than programs use.
    """
    xml = parts.content[drawing]
    if b"<xdr:wsDr" not in xml:
        raise unusual(drawing, "a drawing with unusual prefixes", "xdr")
    ours = [anchor for anchor in anchors(xml) if is_ours(anchor)]
    theirs = [anchor for anchor in anchors(xml) if not is_ours(anchor)]
    kept = {id_ for anchor in theirs for id_ in _ids(anchor)}
    dropped = {id_ for anchor in ours for id_ in _ids(anchor)} - kept
    relations = {relation.id: relation for relation in parts.relations(drawing)}
    gone = {relations[id_].target for id_ in dropped if id_ in relations and not relations[id_].external}
    gone |= {r.target for part in gone for r in parts.relations(part) if not r.external}
    if not theirs:
        return gone | {drawing}, False
    for anchor in ours:
        xml = xml.replace(anchor, b"", 1)
    parts.put(drawing, xml)
    parts.drop_relations(drawing, dropped)
    return gone, True


def add_pictures(
    parts: Parts, drawing: str, fresh: bytes, relations: list[Relation], put: Callable[[str], str]
) -> None:
    """Add the pictures of a fresh drawing to one that holds a person's; ``put`` brings a fresh part in."""
    xml = parts.content[drawing]
    known = parts.relations(drawing)
    highest = max([0, *(int(n) for n in re.findall(rb'<xdr:cNvPr\b[^>]*\sid="(\d+)"', xml))])
    items = b"".join(anchors(fresh))
    for relation in relations:
        new = free_id({r.id for r in known})
        known.append(Relation(new, relation.type, put(relation.target)))
        items = re.sub(rb'\br:id="%s"' % relation.id.encode(), b'r:id="new-%s"' % new.encode(), items)
    items = items.replace(b'r:id="new-', b'r:id="')

    def number(found: re.Match[bytes]) -> bytes:
        return found[1] + b"%d" % (int(found[2]) + highest) + found[3]

    items = re.sub(rb'(<xdr:cNvPr\b[^>]*?\sid=")(\d+)(")', number, items)
    at = xml.rfind(b"</xdr:wsDr>")
    parts.put(drawing, xml[:at] + items + xml[at:])
    parts.set_relations(drawing, known)
