"""Elements of a worksheet in the order that the file format wants."""

import re

from flowxl.excel.carry.parts import unusual

ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip


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
