"""Is this file a workbook that is safe to open? Asked before any parser sees it.

Three stages: what kind of file it is and whether the archive is sound (``precheck_zip``), whether every part is
harmless (``precheck_xml``), and whether the parts make up a workbook (here).
"""

from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from flowxl.ooxml.precheck_extent import Extent, PartRefusedError
from flowxl.ooxml.precheck_strings import STRINGS_PART, Strings
from flowxl.ooxml.precheck_xml import STYLES_PART, check_part
from flowxl.ooxml.precheck_zip import MAX_FILE, Archive, recognise, refuse, resolve
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

MAX_STRUCTURE = 4 << 20  # workbook.xml of a book with 10,000 names takes 1.5 MB; a parsed tree takes 30 times that
MAX_STYLES = 16 << 20  # the 64,000 formats that Excel allows take about 10 MB

_STRICT = "purl.oclc.org/ooxml"
_OTHER_DOCUMENTS = {
    "word/document.xml": Message("a.word"),
    "ppt/presentation.xml": Message("a.powerpoint"),
}
_OTHER_SHEETS = {
    "content.xml": Message("a.opendocument"),
    "xl/workbook.bin": Message("a.binary_book"),
}
_PROJECT = ("vbaproject.bin",)
_WARNINGS = (
    (_PROJECT, Fault("macros.project", Place())),
    (("xl/macrosheets/",), Fault("macros.sheets", Place())),
    (("xl/externallinks/",), Fault("external_links", Place())),
    (("xl/connections.xml",), Fault("connections", Place())),
    (("xl/embeddings/",), Fault("embedded_objects", Place())),
    (("xl/activex/",), Fault("active_x", Place())),
)
# spent budgets would refuse each later part
_OF_THE_WHOLE_BOOK = {"too_many_cells", "huge_range", "unusual_form", "too_much_text"}


@dataclass(frozen=True)
class Precheck:
    """What is known about a workbook that may be opened.

    Attributes
    ----------
    path
        The file.
    warnings
        Things that do not stop reading, told in the words of a Fault: kinds ``macros``, ``external_links``,
        ``connections``, ``embedded_objects``, ``active_x``, ``dates_1904``.
    date1904
        Whether serial numbers of dates count from 1904.
    sheets
        Names of all sheets in their order.
    cells
        Number of cells that the sheets list, filled or not.
    """

    path: Path
    warnings: tuple[Fault, ...] = field(default=())
    date1904: bool = False
    sheets: tuple[str, ...] = ()
    cells: int = 0


def precheck(path: str | Path) -> Precheck:
    """Check a workbook from outside and tell what is in it.

    Parameters
    ----------
    path
        File that somebody sent.

    Returns
    -------
    Precheck
        Facts and warnings about a book that is safe to open.

    Raises
    ------
    FlowXLError
        If the file is missing, no workbook, protected, damaged or hostile; one fault for each problem.
    """
    path = Path(path)
    try:
        _check_file(path)
        recognise(path)
        archive = Archive(path)
        extent = _check_parts(archive)
        return _Workbook(archive).describe(extent)
    except OSError as error:
        fault = Fault("unreadable.error", Place(str(path)), error=error.strerror)
        raise refuse(path, fault) from error


def _check_file(path: Path) -> None:
    if path.name.startswith("~$"):
        raise refuse(path, Fault("lock_file", Place(path.name)))
    if path.is_dir():
        raise refuse(path, Fault("folder.not_file", Place(str(path))))
    if not path.exists():
        raise refuse(path, Fault("missing_file", Place(str(path))))
    if not path.is_file():
        raise refuse(path, Fault("unreadable.device", Place(str(path))))
    if path.stat().st_size > MAX_FILE:
        size = round(path.stat().st_size / 2**20)
        raise refuse(path, Fault("too_large.file", Place(path.name), size=size, most=MAX_FILE >> 20))


def _check_parts(archive: Archive) -> Extent:
    """Look through all parts; the faults of several parts are told together."""
    extent, strings = Extent(), Strings()
    faults = []
    for name, info in sorted(archive.parts.items(), key=lambda part: part[0] != STRINGS_PART):
        limit = MAX_STYLES if name.endswith(STYLES_PART) else None
        place = archive.place(info.filename)
        if limit and info.file_size > limit:
            faults.append(Fault("too_large.part", place, size=info.file_size >> 20, most=limit >> 20))
            continue
        try:
            check_part(lambda name=name: archive.blocks(name), name, place, extent, strings)  # type: ignore[misc]
        except PartRefusedError as error:
            faults.append(error.fault)
            if error.fault.kind in _OF_THE_WHOLE_BOOK:
                break
    faults += extent.too_wide()
    if faults:
        raise refuse(archive.path, *faults)
    return extent


class _Workbook:
    """The parts that say which sheets there are."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.path = archive.path
        self.part = self._find()
        self.root = self._parse(self.part)
        self.relations = self._relations(self.part)

    def _parse(self, name: str) -> Element:
        info = self.archive.parts[name]
        place = self.archive.place(info.filename)
        if info.file_size > MAX_STRUCTURE:
            size = round(info.file_size / 2**20)
            raise refuse(self.path, Fault("too_large.part", place, size=size, most=MAX_STRUCTURE >> 20))
        try:
            root: Element = fromstring(b"".join(self.archive.blocks(name)), forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            raise refuse(self.path, Fault("damaged.xml", place, error=str(error))) from error
        return root

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return type and normal target of every internal relation of a part, by id."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        if rels not in self.archive.parts:
            return {}
        found = {}
        for relation in self._parse(rels):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], resolve(folder, target))
        return found

    def _find(self) -> str:
        parts = self.archive.parts
        targets = [at for kind, at in self._relations("").values() if kind == "officeDocument"]
        part = next((at for at in [*targets, "xl/workbook.xml"] if at in parts and at.endswith(".xml")), None)
        sheets = next((found for name, found in _OTHER_SHEETS.items() if name in parts), None)
        if sheets is not None:
            raise refuse(self.path, Fault("not_workbook.sheets", Place(self.path.name), found=sheets))
        found = next((found for name, found in _OTHER_DOCUMENTS.items() if name in parts), None)
        if found is None and not any(name.startswith("xl/") or name == "[content_types].xml" for name in parts):
            found = Message("a.zip")
        if found is not None:
            raise refuse(self.path, Fault("not_workbook.other", Place(self.path.name), found=found))
        missing = [] if part else ["xl/workbook.xml"]
        missing += [] if "[content_types].xml" in parts else ["[Content_Types].xml"]
        if missing or part is None:
            raise refuse(self.path, *map(self._missing, missing))
        return part

    def _missing(self, name: str) -> Fault:
        return Fault("missing_part.name", Place(self.path.name), part=name)

    def describe(self, extent: Extent) -> Precheck:
        """Check that the parts fit together and collect facts and warnings."""
        namespace = self.root.tag[1:].partition("}")[0] if self.root.tag.startswith("{") else ""
        if _STRICT in namespace:
            raise refuse(self.path, Fault("strict", Place(self.path.name)))
        tag = f"{{{namespace}}}" if namespace else ""
        sheets = self.root.findall(f"{tag}sheets/{tag}sheet")
        faults = self._missing_targets(sheets, uses_strings=extent.uses_strings)
        faults += self._large_parts()
        if not sheets:
            faults.append(Fault("no_sheets", Place(self.path.name)))
        if faults:
            raise refuse(self.path, *faults)
        properties = self.root.find(f"{tag}workbookPr")
        date1904 = properties is not None and properties.get("date1904", "0").lower() in ("1", "true", "on")
        names = tuple(sheet.get("name", "") for sheet in sheets)
        return Precheck(self.path, tuple(self._warnings(date1904=date1904)), date1904, names, extent.cells)

    def _missing_targets(self, sheets: list[Element], *, uses_strings: bool) -> list[Fault]:
        parts = self.archive.parts
        missing = []
        for sheet in sheets:
            at = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            kind, target = self.relations.get(at, ("", ""))
            if target not in parts or not kind:
                unnamed = Fault("missing_part.sheet", Place(self.path.name), sheet=sheet.get("name", ""))
                missing.append(self._missing(target) if target else unnamed)
        strings = [at for kind, at in self.relations.values() if kind == "sharedStrings"]
        if uses_strings and not any(at in parts for at in [*strings, "xl/sharedstrings.xml"]):
            missing.append(self._missing("xl/sharedStrings.xml"))
        return missing

    def _large_parts(self) -> list[Fault]:
        """Return a fault for each part that is parsed as a whole and escaped its own limits by an unusual name."""
        faults = []
        for kind, at in self.relations.values():
            info = self.archive.parts.get(at)
            usual = at.endswith(STYLES_PART) or at == STRINGS_PART
            if kind in ("styles", "sharedStrings") and info and not usual and info.file_size > MAX_STRUCTURE:
                place, most = self.archive.place(info.filename), MAX_STRUCTURE >> 20
                size = info.file_size >> 20
                faults.append(Fault("too_large.unusual_name", place, kind=kind, size=size, most=most))
        return faults

    def _warnings(self, *, date1904: bool) -> list[Fault]:
        found, place = [], Place(self.path.name)
        for marks, fault in _WARNINGS:
            if marks == _PROJECT and self.path.suffix.lower() == ".xlsm":
                continue  # its name says so, and ours have macros
            if any(mark in name for mark in marks for name in self.archive.parts):
                found.append(fault.at(place))
        if date1904:
            found.append(Fault("dates_1904", place))
        return found


__all__ = ["FlowXLError", "Precheck", "precheck"]
