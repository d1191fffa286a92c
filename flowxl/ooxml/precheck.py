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
from flowxl.voice.faults import Fault, FlowXLError, rough

MAX_STRUCTURE = 4 << 20  # workbook.xml of a book with 10,000 names takes 1.5 MB; a parsed tree takes 30 times that
MAX_STYLES = 16 << 20  # the 64,000 formats that Excel allows take about 10 MB

_STRICT = "purl.oclc.org/ooxml"
_OTHER_DOCUMENTS = {
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "content.xml": "an OpenDocument file (.ods or similar)",
    "xl/workbook.bin": "a binary workbook (.xlsb)",
}
_PROJECT = ("vbaproject.bin",)
_WARNINGS = (
    ("macros", _PROJECT, "macros", "They are never run or changed"),
    ("macros", ("xl/macrosheets/",), "macro sheets (Excel 4)", "They are never run or changed"),
    ("external_links", ("xl/externallinks/",), "links to other workbooks", "Their values may be out of date"),
    ("connections", ("xl/connections.xml",), "connections to data outside", "They are not refreshed"),
    ("embedded_objects", ("xl/embeddings/",), "embedded files", "They are not opened"),
    ("active_x", ("xl/activex/",), "ActiveX controls", "They are not run"),
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
        fault = rough("unreadable", str(path), f"a file that cannot be read ({error.strerror})", "a readable file")
        raise refuse(path, fault) from error


def _check_file(path: Path) -> None:
    if path.name.startswith("~$"):
        found = "the small lock file that Excel keeps beside an open workbook"
        raise refuse(path, rough("lock_file", path.name, found, "the workbook itself", "Leave out the ~$"))
    if path.is_dir():
        raise refuse(path, rough("folder", str(path), "a folder", "a file"))
    if not path.exists():
        raise refuse(path, rough("missing_file", str(path), "no such file", "an .xlsx or .xlsm"))
    if not path.is_file():
        raise refuse(path, rough("unreadable", str(path), "a device or pipe", "a file"))
    if path.stat().st_size > MAX_FILE:
        found = f"a file of {path.stat().st_size / 2**20:,.0f} MB"
        raise refuse(path, rough("too_large", path.name, found, f"at most {MAX_FILE >> 20} MB"))


def _check_parts(archive: Archive) -> Extent:
    """Look through all parts; the faults of several parts are told together."""
    extent, strings = Extent(), Strings()
    faults = []
    for name, info in sorted(archive.parts.items(), key=lambda part: part[0] != STRINGS_PART):
        limit = MAX_STYLES if name.endswith(STYLES_PART) else None
        where = archive.where(info.filename)
        if limit and info.file_size > limit:
            found = f"a part of {info.file_size >> 20} MB"
            faults.append(rough("too_large", where, found, f"at most {limit >> 20} MB"))
            continue
        try:
            check_part(lambda name=name: archive.blocks(name), name, where, extent, strings)  # type: ignore[misc]
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
        where = self.archive.where(info.filename)
        if info.file_size > MAX_STRUCTURE:
            found = f"a part of {info.file_size / 2**20:,.0f} MB"
            raise refuse(self.path, rough("too_large", where, found, f"at most {MAX_STRUCTURE >> 20} MB"))
        try:
            root: Element = fromstring(b"".join(self.archive.blocks(name)), forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            fault = rough("damaged", where, f"XML that cannot be read ({error})", "well-formed XML")
            raise refuse(self.path, fault) from error
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
        found = next((text for name, text in _OTHER_DOCUMENTS.items() if name in parts), None)
        if found is None and not any(name.startswith("xl/") or name == "[content_types].xml" for name in parts):
            found = "a zip archive without a workbook"
        if found is not None:
            remedy = "Save it as Excel workbook (*.xlsx)" if "book" in found or "Open" in found else ""
            raise refuse(self.path, rough("not_workbook", self.path.name, found, "an .xlsx or .xlsm", remedy))
        missing = [] if part else ["xl/workbook.xml"]
        missing += [] if "[content_types].xml" in parts else ["[Content_Types].xml"]
        if missing or part is None:
            raise refuse(self.path, *map(self._missing, missing))
        return part

    def _missing(self, name: str) -> Fault:
        found = f"no part {name} in the archive"
        return rough("missing_part", self.path.name, found, "all parts of a workbook", "Get the file once more")

    def describe(self, extent: Extent) -> Precheck:
        """Check that the parts fit together and collect facts and warnings."""
        namespace = self.root.tag[1:].partition("}")[0] if self.root.tag.startswith("{") else ""
        if _STRICT in namespace:
            remedy = "In Excel choose Save as, Excel workbook (*.xlsx), not Strict Open XML"
            found = "a workbook in the form Strict Open XML"
            raise refuse(self.path, rough("strict", self.path.name, found, "an ordinary .xlsx or .xlsm", remedy))
        tag = f"{{{namespace}}}" if namespace else ""
        sheets = self.root.findall(f"{tag}sheets/{tag}sheet")
        faults = [self._missing(name) for name in self._missing_targets(sheets, uses_strings=extent.uses_strings)]
        faults += self._large_parts()
        if not sheets:
            faults.append(rough("no_sheets", self.path.name, "a workbook without sheets", "at least one sheet"))
        if faults:
            raise refuse(self.path, *faults)
        properties = self.root.find(f"{tag}workbookPr")
        date1904 = properties is not None and properties.get("date1904", "0").lower() in ("1", "true", "on")
        names = tuple(sheet.get("name", "") for sheet in sheets)
        return Precheck(self.path, tuple(self._warnings(date1904=date1904)), date1904, names, extent.cells)

    def _missing_targets(self, sheets: list[Element], *, uses_strings: bool) -> list[str]:
        parts = self.archive.parts
        missing = []
        for sheet in sheets:
            at = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            kind, target = self.relations.get(at, ("", ""))
            if target not in parts or not kind:
                missing.append(target or f"of the sheet {sheet.get('name', '')!r}")
        strings = [at for kind, at in self.relations.values() if kind == "sharedStrings"]
        if uses_strings and not any(at in parts for at in [*strings, "xl/sharedstrings.xml"]):
            missing.append("xl/sharedStrings.xml")
        return missing

    def _large_parts(self) -> list[Fault]:
        """Return a fault for each part that is parsed as a whole and escaped its own limits by an unusual name."""
        faults = []
        for kind, at in self.relations.values():
            info = self.archive.parts.get(at)
            usual = at.endswith(STYLES_PART) or at == STRINGS_PART
            if kind in ("styles", "sharedStrings") and info and not usual and info.file_size > MAX_STRUCTURE:
                where = self.archive.where(info.filename)
                found = f"a part of {info.file_size >> 20} MB for {kind}, with an unusual name"
                faults.append(rough("too_large", where, found, f"at most {MAX_STRUCTURE >> 20} MB"))
        return faults

    def _warnings(self, *, date1904: bool) -> list[Fault]:
        found = []
        for kind, marks, what, remedy in _WARNINGS:
            if marks == _PROJECT and self.path.suffix.lower() == ".xlsm":
                continue  # its name says so, and ours have macros
            if any(mark in name for mark in marks for name in self.archive.parts):
                found.append(rough(kind, self.path.name, what, "none of them", remedy))
        if date1904:
            remedy = "Dates are shifted by 1,462 days against other books"
            found.append(rough("dates_1904", self.path.name, "dates that count from 1904", "from 1900", remedy))
        return found


__all__ = ["FlowXLError", "Precheck", "precheck"]
