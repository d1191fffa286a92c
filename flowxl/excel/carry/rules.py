"""Conditional formats and rules for input that a person added on our sheets: ours are told by their form."""

import re
from collections.abc import Callable

from flowxl.excel.carry import elements
from flowxl.excel.carry.references import REFERENCE
from flowxl.excel.carry.rewrite import to_text, to_xml

_BLOCK = re.compile(rb"<conditionalFormatting\b([^>]*)>(.*?)</conditionalFormatting>", re.DOTALL)
_RULE = re.compile(rb"<cfRule\b[^>]*?/>|<cfRule\b.*?</cfRule>", re.DOTALL)
_VALIDATION = re.compile(rb"<dataValidation\b[^>]*?/>|<dataValidation\b.*?</dataValidation>", re.DOTALL)
_FORMULA = re.compile(rb"(<formula[12]?>)([^<]*)(</formula[12]?>)")
_SQREF = re.compile(rb'(\bsqref=")([^"]*)(")')
Shift = Callable[[bytes], bytes | None]
Rewrite = Callable[[str], str]


def _attribute(xml: bytes, name: bytes) -> bytes:
    found = re.search(rb'\s%s="([^"]*)"' % name, xml.partition(b">")[0] + b" ")
    return found[1] if found else b""


def form(rule: bytes) -> tuple[bytes, ...]:
    """Return what a rule is like, whatever cells it speaks of: that stays when years are added or a program saves."""
    texts = [re.sub(r"[\s$']", "", REFERENCE.sub("R", to_text(f))).upper() for _, f, _ in _FORMULA.findall(rule)]
    kind = (_attribute(rule, b"type"), _attribute(rule, b"operator"))
    return (*kind, *(text.encode() for text in texts))


def with_own_formats(fresh: bytes, old: bytes, shift: Shift, rewrite: Rewrite) -> tuple[bytes, list[str]]:
    """Add the conditional formats of an old sheet that are not like any of ours; return also those without a cell now.

    Their looks are those of the old book, whose numbers never change.
    """
    ours = {form(rule) for rule in _RULE.findall(fresh)}
    priority = max([0, *(int(_attribute(rule, b"priority") or b"0") for rule in _RULE.findall(fresh))])
    added, lost = b"", []
    for start, body in _BLOCK.findall(old):
        own = [rule for rule in _RULE.findall(body) if form(rule) not in ours]
        if not own:
            continue
        refs = [shift(ref) for ref in _attribute(b"<x " + start, b"sqref").split()]
        known = [ref for ref in refs if ref is not None]
        if not known:
            lost += [_told(rule) for rule in own]
            continue
        rules = b""
        for rule in own:
            priority += 1
            rules += re.sub(rb'\spriority="\d+"', b' priority="%d"' % priority, _rewritten(rule, rewrite), count=1)
        added += b'<conditionalFormatting sqref="%s">%s</conditionalFormatting>' % (b" ".join(known), rules)
    return (elements.insert(fresh, "conditionalFormatting", added) if added else fresh), lost


def own_validations(fresh: bytes, old: bytes) -> list[str]:
    """Return the rules for input of an old sheet that are none of ours: two on one cell are not allowed."""

    def kind(rule: bytes) -> tuple[bytes, bytes]:
        return _attribute(rule, b"type"), _attribute(rule, b"promptTitle")

    ours = {kind(rule) for rule in _VALIDATION.findall(fresh)}
    return [_told(rule) for rule in _VALIDATION.findall(old) if kind(rule) not in ours]


def _told(rule: bytes) -> str:
    formulas = ", ".join(to_text(formula) for _, formula, _ in _FORMULA.findall(rule))
    return f"{_attribute(rule, b'type').decode()} {_attribute(rule, b'sqref').decode()} {formulas}".strip()


def _rewritten(rule: bytes, rewrite: Rewrite) -> bytes:
    return _FORMULA.sub(lambda found: found[1] + to_xml(rewrite(to_text(found[2]))) + found[3], rule)
