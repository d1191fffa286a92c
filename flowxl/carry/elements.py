"""Elements of a worksheet in the order that the file format wants."""

import re

from flowxl.ooxml.markup import with_namespaces
from flowxl.ooxml.package_parts import RELATIONS, unusual

ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip


_ROOT = re.compile(rb"<([\w.-]+:)?worksheet\b[^>]*>")
_PREFIXES = re.compile(rb"""\sxmlns:([\w.-]+)\s*=\s*["']([^"']*)["']""")
_IGNORABLE = re.compile(rb"""\s[\w.-]+:Ignorable\s*=\s*["']([^"']*)["']""")
_TAG = re.compile(rb"""<[\w.:-]+(?:\s+[^\s=<>/]+\s*=\s*(?:"[^"]*"|'[^']*'))+\s*/?>""")
_ATTRIBUTE = re.compile(rb"""\s+(?:([\w.-]+):)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def usual(xml: bytes, part: str) -> bytes:
    """Return a sheet as another program wrote it, in the way in which fresh ones are written, behind its cells.

    Prefixes of relations become ``r``; what the root calls ignorable, such as marks of revisions, is left out, because
    a fresh root does not know it.

    Raises
    ------
    FlowXLError
        If its elements have a prefix: what people added could not be found in it.
    """
    root = _ROOT.search(xml)
    if root is None or root[1]:
        raise unusual(part, "a sheet with prefixes", "one without")
    ignored = {prefix for found in _IGNORABLE.findall(root[0]) for prefix in found.split()}
    relations = {prefix for prefix, uri in _PREFIXES.findall(xml) if uri == RELATIONS.encode()}

    def attribute(found: re.Match[bytes]) -> bytes:
        value = b'"%s"' % (found[3] if found[3] is not None else found[4].replace(b'"', b"&quot;"))
        if found[1] is None:
            return b" %s=%s" % (found[2], value)
        if found[1] in ignored:
            return b""
        return b" %s:%s=%s" % (b"r" if found[1] in relations else found[1], found[2], value)

    at = max(xml.rfind(b"</sheetData>"), xml.rfind(b"<sheetData/>"), root.end())
    return xml[:at] + _TAG.sub(lambda tag: _ATTRIBUTE.sub(attribute, tag[0]), xml[at:])


def self_contained(element: bytes, xml: bytes) -> bytes:
    """Return an element of a sheet with the namespaces declared on it that only the root of the sheet declares."""
    root = _ROOT.search(xml)
    known = {prefix.decode(): uri.decode() for prefix, uri in _PREFIXES.findall(root[0] if root else b"")}
    used = {found[1].decode() for found in re.finditer(rb"(?:</?|\s)(?!xmlns:)([\w.-]+):(?=[\w.-]+[\s=/>])", element)}
    own = {prefix.decode() for prefix, _ in _PREFIXES.findall(element)}
    wanted = {prefix: known[prefix] for prefix in sorted(used - own - {"r"}) if prefix in known}
    return with_namespaces(element, wanted, {})


def find(xml: bytes, name: str) -> bytes | None:
    """Return an element that stands once in a sheet, as it is written; None if there is none."""
    tag = name.encode()
    start = max(xml.rfind(b"</sheetData>"), 0) if ORDER.index(name) > ORDER.index("sheetData") else 0
    found = re.compile(rb"<%s\b(?:[^>]*/>|[^>]*[^/]?>.*?</%s>)" % (tag, tag), re.DOTALL).search(xml, start)
    return found[0] if found else None


def insert(xml: bytes, name: str, element: bytes) -> bytes:
    """Insert an element of a name that the sheet does not have yet.

    Raises
    ------
    FlowXLError
        If the root has a prefix.
    """
    start = max(xml.rfind(b"</sheetData>"), xml.rfind(b"<sheetData/>"), 0)
    later = "|".join(ORDER[ORDER.index(name) + 1 :]).encode()
    found = re.compile(rb"<(?:%s)[\s/>]|</worksheet>" % later).search(xml, start)
    if found is None:
        raise unusual("worksheet", "a sheet with prefixes", "one without")
    return xml[: found.start()] + element + xml[found.start() :]
