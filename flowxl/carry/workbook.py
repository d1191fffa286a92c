"""The part workbook.xml: its list of sheets and its names are rebuilt, the rest stays as it is written."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import quoteattr

from flowxl.ooxml.escapes import to_text, to_xml
from flowxl.ooxml.package_parts import RELATIONS, Parts, unusual

_SHEETS = re.compile(rb"<sheets>(.*?)</sheets>", re.DOTALL)
_NAMES = re.compile(rb"<definedNames>(.*?)</definedNames>|<definedNames\s*/>", re.DOTALL)
_NAME = re.compile(rb"<definedName\b([^>]*?)(?:/>|>(.*?)</definedName>)", re.DOTALL)
_CALC = re.compile(rb"<calcPr\b[^>]*?/>|<calcPr\b.*?</calcPr>", re.DOTALL)
_LOCAL = re.compile(rb'\s+localSheetId="(\d+)"')
PRINTING = ("_xlnm.Print_Titles", "_xlnm.Print_Area", "_xlnm._FilterDatabase")
"""Names of a single sheet that the fresh sheet brings along, or that belong to a filter that is gone with the old."""


def _attribute(xml: bytes, name: str) -> str:
    found = re.search(rb"""\s%s=(?:"([^"]*)"|'([^']*)')""" % name.encode(), xml)
    return to_text(found[1] or found[2] or b"") if found else ""


@dataclass(frozen=True)
class SheetEntry:
    """A sheet as the workbook lists it: its element as written, its title, id and part."""

    xml: bytes
    title: str
    id: str
    part: str

    @property
    def number(self) -> int:
        """The ``sheetId``."""
        return int(_attribute(self.xml, "sheetId"))


@dataclass(frozen=True)
class NameEntry:
    """A defined name as written; ``sheet`` is the title of the sheet that it belongs to, None for the whole book."""

    xml: bytes
    name: str
    sheet: str | None


def read_sheets(parts: Parts, workbook: str) -> list[SheetEntry]:
    """Return the sheets of a workbook in order.

    Raises
    ------
    FlowXLError
        If the part is written with prefixes.
    """
    found = _SHEETS.search(parts.content[workbook])
    if found is None:
        raise unusual(workbook, "no list of sheets", "one without a prefix")
    targets = {relation.id: relation.target for relation in parts.relations(workbook)}
    entries = []
    for xml in re.findall(rb"<sheet\b[^>]*?/>|<sheet\b[^>]*?>\s*</sheet>", found[1]):
        id_ = re.search(rb"\s\w+:id=[\"']([^\"']*)[\"']", xml)
        at = id_[1].decode() if id_ else ""
        entries.append(SheetEntry(xml, _attribute(xml, "name"), at, targets.get(at, "")))
    return entries


def read_names(xml: bytes, sheets: Sequence[SheetEntry]) -> list[NameEntry]:
    """Return the defined names in order."""
    block = _NAMES.search(xml)
    found = []
    for name in _NAME.finditer((block[1] or b"") if block else b""):
        local = _LOCAL.search(name[1])
        number = int(local[1]) if local else -1
        sheet = sheets[number].title if 0 <= number < len(sheets) else None
        found.append(NameEntry(name[0], _attribute(b" " + name[1], "name"), sheet))
    return found


def with_names(xml: bytes, names: Sequence[NameEntry], sheets: Sequence[SheetEntry]) -> bytes:
    """Write the names, each of a single sheet with the number that its sheet has now."""
    numbers = {entry.title: number for number, entry in enumerate(sheets)}

    def written(name: NameEntry) -> bytes:
        bare = _LOCAL.sub(b"", name.xml, count=1)
        if name.sheet is None:
            return bare
        return bare.replace(b"<definedName", b'<definedName localSheetId="%d"' % numbers[name.sheet], 1)

    items = b"".join(map(written, (name for name in names if name.sheet is None or name.sheet in numbers)))
    block = b"<definedNames>%s</definedNames>" % items if items else b""
    old = _NAMES.search(xml)
    if old:
        return xml[: old.start()] + block + xml[old.end() :]
    at = next((m.end() for tag in (b"</externalReferences>", b"</functionGroups>", b"</sheets>")
               if (m := re.search(re.escape(tag), xml))), None)  # fmt: skip
    return xml if at is None else xml[:at] + block + xml[at:]


def with_sheets(xml: bytes, old: Sequence[SheetEntry], new: Sequence[SheetEntry], start: str) -> bytes:
    """Write the list of sheets; the sheet that was open stays so, or else the book opens on ``start``."""
    block = _SHEETS.search(xml)
    if block is None:  # read_sheets has seen it
        raise ValueError("no sheets")
    xml = xml[: block.start(1)] + b"".join(entry.xml for entry in new) + xml[block.end(1) :]
    ids = [entry.id for entry in new]
    titles = [entry.title for entry in new]

    def moved(found: re.Match[bytes]) -> bytes:
        number = int(found[2])
        entry = old[number] if number < len(old) else old[0]
        place = ids.index(entry.id) if entry.id in ids else titles.index(start)
        return b'%s"%d"' % (found[1], place)

    return re.sub(rb'(\b(?:activeTab|firstSheet)=)"(\d+)"', moved, xml)


def active_title(xml: bytes, sheets: Sequence[SheetEntry]) -> str:
    """Return the title of the sheet that a book opens on."""
    found = re.search(rb'\bactiveTab="(\d+)"', xml)
    number = int(found[1]) if found else 0
    return sheets[number if number < len(sheets) else 0].title


def sheet_entry(title: str, number: int, id_: str, part: str) -> SheetEntry:
    """Return the element of a new sheet."""
    xml = f'<sheet xmlns:r={quoteattr(RELATIONS)} name={quoteattr(title)} sheetId="{number}" r:id="{id_}"/>'
    return SheetEntry(xml.encode(), title, id_, part)


def retitled(entry: SheetEntry, title: str) -> SheetEntry:
    """Return a sheet under another title."""
    xml = re.sub(rb'(\sname=)("[^"]*"|\'[^\']*\')', lambda m: m[1] + quoteattr(title).encode(), entry.xml, count=1)
    return replace(entry, xml=xml, title=title)


def without(names: Sequence[NameEntry], ours: Collection[str], sheets: Collection[str]) -> list[NameEntry]:
    """Return the names without those of ours, and without what belongs to the printing of our sheets."""

    def stays(name: NameEntry) -> bool:
        return name.name not in ours if name.sheet is None else not (name.sheet in sheets and name.name in PRINTING)

    return [name for name in names if stays(name)]


def recalculated(xml: bytes) -> bytes:
    """Ask programs to compute everything when they open the file."""
    calc = b'<calcPr calcId="191029" fullCalcOnLoad="1"/>'
    if _CALC.search(xml):
        return _CALC.sub(calc, xml, count=1)
    anchor = b"</definedNames>" if b"</definedNames>" in xml else b"</sheets>"
    return xml.replace(anchor, anchor + calc, 1)


def changed_texts(names: Sequence[NameEntry], change: Callable[[NameEntry, str], str]) -> list[NameEntry]:
    """Return names whose text went through a function."""
    found = []
    for name in names:
        match = _NAME.fullmatch(name.xml)
        text = to_text(match[2]) if match and match[2] else ""
        new = change(name, text) if text else text
        whole = name.xml if new == text else name.xml.replace(b">" + match[2] + b"<", b">" + to_xml(new) + b"<", 1)  # type: ignore[index]
        found.append(replace(name, xml=whole))
    return found


def related(parts: Parts, kind: str) -> str:
    """Return the part of a kind that the workbook has; empty where there is none."""
    workbook = next(r.target for r in parts.relations("") if r.kind == "officeDocument")
    return next((r.target for r in parts.relations(workbook) if r.kind == kind), "")
