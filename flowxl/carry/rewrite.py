"""Parts that people made: where one points at a cell of ours that moved, the text of that reference alone changes."""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from openpyxl.formula.translate import Translator

from flowxl.carry.references import Move, References
from flowxl.ooxml.escapes import to_text, to_xml
from flowxl.ooxml.package_parts import WORKSHEET_TYPE, Parts

PREFIX = rb"(?:[\w.-]+:)?"
"""A prefix that a program may give an element, or none."""
_TEXTS = re.compile(
    rb"(<(%s)(?:f|formula|formula1|formula2|definedName|calculatedColumnFormula|totalsRowFormula|FmlaLink|FmlaRange"
    rb"|FmlaTxbx|FmlaGroup)(?:\s[^>]*)?(?<!/)>)([^<]+)(?=</)" % PREFIX
)
_ATTRIBUTES = re.compile(
    rb"""(\s(?:location|textlink|fmlaLink|fmlaRange|fmlaTxbx|fmlaGroup|linkedCell|listFillRange)=)"""
    rb"""("[^"]+"|'[^']+')"""
)
_SOURCE = re.compile(rb"<%sworksheetSource\b[^>]*>" % PREFIX)
_SHARED = re.compile(
    rb"""<(%s)c\b[^>]*?\br=["']([A-Z]+[0-9]+)["'][^>]*>\s*"""
    rb"""<\1f\b(?=[^>]*\bt=["']shared["'])(?=[^>]*\bsi=["'](\d+)["'])[^>]*?(?:/>|>([^<]*)</\1f\s*>)""" % PREFIX
)
_FORMULA = re.compile(rb"<(%s)f\b[^>]*?(?:/>|>[^<]*</\1f\s*>)" % PREFIX)
_CELL = re.compile(rb"""<(%s)c\b[^>]*?\br=["']([A-Z]+[0-9]+)["']""" % PREFIX)
_NAME = re.compile(rb"<%s([\w.-]+)" % PREFIX)


@dataclass(frozen=True)
class Rewritten:
    """A reference in a person's part that was rewritten."""

    part: str
    where: str
    move: Move


def rewrite_parts(parts: Parts, skip: Collection[str], references: References) -> list[Rewritten]:
    """Rewrite references in every part that is not ours; return what changed.

    Parameters
    ----------
    parts
        The old package; changed in place.
    skip
        Parts that are replaced or taken out.

    References
    ----------
        Knows where our cells are now.
    """
    found = []
    known = references.spans.old if references.spans else references.places.sheets  # a span may name others than ours
    titles = [to_xml(title) for title in known]
    titles += [title.replace(b"'", b"''") for title in titles if b"'" in title]
    titles.append(b"&#")  # a title whose letters are written as numbers
    for name, content in list(parts.content.items()):
        if name in skip or not name.endswith((".xml", ".vml")) or not any(title in content for title in titles):
            continue
        whole = _Part(name, references)
        if parts.type_of(name) == WORKSHEET_TYPE:
            parts.put(name, whole.unshare(content))
        parts.put(name, whole.rewrite(parts.content[name]))
        found += whole.found
    return found


class _Part:
    """One part that is rewritten."""

    def __init__(self, name: str, references: References) -> None:
        self.name, self.references = name, references
        self.found: list[Rewritten] = []

    def rewrite(self, xml: bytes) -> bytes:
        """Rewrite every formula and link of the part."""
        starts = [(found.start(), found[2].decode()) for found in _CELL.finditer(xml)] if b"f>" in xml else []
        positions = [start for start, _ in starts]
        cells = next((found[1] for found in _CELL.finditer(xml)), None)

        def where(found: re.Match[bytes]) -> str:
            name = _NAME.match(found[1])
            if found[2] != cells or name is None or name[1] != b"f":
                return ""
            number = bisect_right(positions, found.start()) - 1
            return starts[number][1] if number >= 0 else ""

        xml = _TEXTS.sub(lambda found: self._put(found, where(found)), xml)
        xml = _ATTRIBUTES.sub(self._put_attribute, xml)
        return _SOURCE.sub(self._source, xml)

    def _changed(self, text: str, where: str) -> str:
        self.references.moves.clear()
        new = self.references.rewrite(text)
        self.found += [Rewritten(self.name, where, move) for move in self.references.moves]
        return new

    def _put(self, found: re.Match[bytes], where: str) -> bytes:
        text = to_text(found[3])
        new = self._changed(text, where)
        return found[0] if new == text else found[1] + to_xml(new)

    def _put_attribute(self, found: re.Match[bytes]) -> bytes:
        text = to_text(found[2][1:-1])
        new = self._changed(text, "")
        return found[0] if new == text else found[1] + b'"%s"' % to_xml(new, attribute=True)

    def _source(self, found: re.Match[bytes]) -> bytes:
        """Rewrite the source of a pivot table: sheet and range are attributes."""
        sheet, ref = (_attribute(found[0], name) for name in (b"sheet", b"ref"))
        if sheet is None or ref is None:
            return found[0]
        text = f"'{sheet[2].replace(chr(39), chr(39) * 2)}'!{ref[2]}"
        new = self._changed(text, "")
        if new == text or "!" not in new:
            return found[0]
        title, _, cells = new.rpartition("!")
        title = title[1:-1].replace("''", "'") if title.startswith("'") else title
        xml = found[0]
        for start, end, value in sorted(((*ref[:2], cells), (*sheet[:2], title)), reverse=True):
            xml = xml[:start] + b'"%s"' % to_xml(value, attribute=True) + xml[end:]
        return xml

    def unshare(self, xml: bytes) -> bytes:
        """Give the cells of a shared formula each its own where one of them points at something that moved."""
        groups: dict[bytes, list[tuple[str, str]]] = {}
        for _, address, number, text in _SHARED.findall(xml):
            groups.setdefault(number, []).append((address.decode(), to_text(text)))
        moved = {number: texts for number, cells in groups.items() if (texts := self._own_texts(cells))}
        if not moved:
            return xml
        texts = {address: text for group in moved.values() for address, text in group.items()}

        def own(found: re.Match[bytes]) -> bytes:
            text = texts.get(found[2].decode())
            if text is None:
                return found[0]
            return _FORMULA.sub(lambda f: b"<%sf>%s</%sf>" % (f[1], to_xml(text), f[1]), found[0], count=1)

        return _SHARED.sub(own, xml)

    def _own_texts(self, cells: list[tuple[str, str]]) -> dict[str, str]:
        origin, master = next(((address, text) for address, text in cells if text), ("", ""))
        if not master:
            return {}
        texts = dict(shared_texts(origin, master, (address for address, _ in cells)))
        changed = any(self._would_change(text) for text in texts.values())
        return texts if changed else {}

    def _would_change(self, text: str) -> bool:
        return self.references.rewrite(text) != text


def _attribute(tag: bytes, name: bytes) -> tuple[int, int, str] | None:
    """Return where the value of an attribute stands, with its quotes, and its text."""
    found = re.search(rb"""\s%s=("[^"]*"|'[^']*')""" % name, tag)
    return (*found.span(1), to_text(found[1][1:-1])) if found else None


def shared_texts(origin: str, master: str, cells: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Yield the formula of each cell that shares one."""
    translate: Callable[[str], str] = Translator(f"={master}", origin=origin).translate_formula
    for address in cells:
        yield address, translate(address).removeprefix("=")
