"""Conditional formats and rules for input that a person added on our sheets: ours are told by their form."""

import re
from collections.abc import Callable

from flowxl.carry import elements
from flowxl.carry.references import REFERENCE
from flowxl.ooxml.escapes import to_text, to_xml
from flowxl.workbook.sheets.accepting import REFUSED

_BLOCK = re.compile(rb"<conditionalFormatting\b([^>]*)>(.*?)</conditionalFormatting>", re.DOTALL)
_RULE = re.compile(rb"<cfRule\b[^>]*?/>|<cfRule\b.*?</cfRule>", re.DOTALL)
_VALIDATION = re.compile(
    rb"<dataValidation\b[^>]*?/>|<dataValidation\b.*?</dataValidation>"
    rb"|<x14:dataValidation\b.*?</x14:dataValidation>", re.DOTALL
)  # fmt: skip
_NEWER_BLOCK = re.compile(rb"<x14:conditionalFormatting\b.*?</x14:conditionalFormatting>", re.DOTALL)
_NEWER_RULE = re.compile(rb"<x14:cfRule\b[^>]*?/>|<x14:cfRule\b.*?</x14:cfRule>", re.DOTALL)
_PLACE = re.compile(rb"<xm:sqref>([^<]*)</xm:sqref>")
_FORMULA = re.compile(rb"(<(?:formula[12]?|xm:f)>)([^<]*)(</(?:formula[12]?|xm:f)>)")
_SQREF = re.compile(rb'(\bsqref=")([^"]*)(")')
_CELLS_END = b"</sheetData>"
Shift = Callable[[bytes], bytes | None]
Rewrite = Callable[[str], str]
Told = tuple[str, str]
"""Where a rule stands, and what it says."""


def _behind_cells(xml: bytes) -> bytes:
    """Return what stands behind the cells of a sheet; rules do. Of several sheets it is all."""
    return xml[xml.rfind(_CELLS_END) :] if xml.count(_CELLS_END) == 1 else xml


def _attribute(xml: bytes, name: bytes) -> bytes:
    found = re.search(rb'\s%s="([^"]*)"' % name, xml.partition(b">")[0] + b" ")
    return found[1] if found else b""


def form(rule: bytes) -> tuple[bytes, ...]:
    """Return what a rule is like, whatever cells it speaks of: that stays when years are added or a program saves."""
    texts = [re.sub(r"[\s$']", "", REFERENCE.sub("R", to_text(f))).upper() for _, f, _ in _FORMULA.findall(rule)]
    kind = (_attribute(rule, b"type"), _attribute(rule, b"operator"))
    return (*kind, *(text.encode() for text in texts))


def with_own_formats(fresh: bytes, old: bytes, shift: Shift, rewrite: Rewrite) -> tuple[bytes, list[Told]]:
    """Add the conditional formats of an old sheet that are not like any of ours; return also those without a cell now.

    Their looks are those of the old book, whose numbers never change.
    """
    ours = {form(rule) for rule in _RULE.findall(_behind_cells(fresh))}
    priority = max([0, *(int(_attribute(rule, b"priority") or b"0") for rule in _RULE.findall(_behind_cells(fresh)))])
    added, lost = b"", []
    for start, body in _BLOCK.findall(_behind_cells(old)):
        own = [rule for rule in _RULE.findall(body) if form(rule) not in ours]
        if not own:
            continue
        sqref = _attribute(b"<x " + start, b"sqref")
        refs = [shift(ref) for ref in sqref.split()]
        known = [ref for ref in refs if ref is not None]
        if not known:
            lost += [(sqref.decode(), _told(rule)) for rule in own]
            continue
        rules = b""
        for rule in own:
            priority += 1
            rules += re.sub(rb'\spriority="\d+"', b' priority="%d"' % priority, _rewritten(rule, rewrite), count=1)
        added += b'<conditionalFormatting sqref="%s">%s</conditionalFormatting>' % (b" ".join(known), rules)
    return (elements.insert(fresh, "conditionalFormatting", added) if added else fresh), lost


def own_validations(fresh: bytes, old: bytes) -> list[Told]:
    """Return the rules for input of an old sheet that are none of ours: two on one cell are not allowed.

    Ours have a title of their own, also those that the new framework has no use for.
    """

    def kind(rule: bytes) -> tuple[bytes, ...]:
        return tuple(_attribute(rule, name) for name in (b"type", b"promptTitle", b"errorTitle"))

    ours = {kind(rule) for rule in _VALIDATION.findall(_behind_cells(fresh))}
    found = []
    for rule in _VALIDATION.findall(_behind_cells(old)):
        if kind(rule) not in ours and to_text(_attribute(rule, b"errorTitle")) not in (REFUSED.zh, REFUSED.en):
            place = _PLACE.search(rule)
            found.append((place[1].decode() if place else _attribute(rule, b"sqref").decode(), _told(rule)))
    return found


def newer_formats(fresh: bytes, old: bytes) -> list[Told]:
    """Return conditional formats of a kind that only newer programs know, kept apart by them, that are none of ours.

    The newer half of one that is carried, as of a data bar, is none.
    """
    ours = {form(rule) for rule in _RULE.findall(_behind_cells(fresh))}
    found = []
    for block in _NEWER_BLOCK.findall(_behind_cells(old)):
        place = _PLACE.search(block)
        for rule in _NEWER_RULE.findall(block):
            carried = b">%s<" % _attribute(rule, b"id") in old
            if not carried and form(rule) not in ours:
                found.append((place[1].decode() if place else "", _told(rule)))
    return found


def _told(rule: bytes) -> str:
    formulas = ", ".join(to_text(formula) for _, formula, _ in _FORMULA.findall(rule))
    return f"{_attribute(rule, b'type').decode()} {formulas}".strip()


def _rewritten(rule: bytes, rewrite: Rewrite) -> bytes:
    return _FORMULA.sub(lambda found: found[1] + to_xml(rewrite(to_text(found[2]))) + found[3], rule)
