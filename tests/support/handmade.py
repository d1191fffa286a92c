"""Small workbooks put together part by part, for forms that no library writes."""

import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"

Parts = dict[str, str | bytes]


def sheet(cells: str = '<row r="1"><c r="A1"><v>1</v></c></row>', after: str = "", before: str = "") -> str:
    """Return the XML of a sheet with the given rows."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{cells}</sheetData>{after}</worksheet>'


def workbook(inside: str = "", namespace: str = MAIN, before: str = "") -> str:
    """Return the XML of a workbook with one sheet S."""
    sheets = '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
    return f'<workbook xmlns="{namespace}" xmlns:r="{OFFICE}">{before}{sheets}{inside}</workbook>'


def relations(*pairs: tuple[str, str]) -> str:
    """Return the XML of relations r1, r2 … of the given types and targets."""
    items = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{items}</Relationships>'


def parts(**changes: str | bytes) -> Parts:
    """Return the parts of a small sound book; ``sheet``, ``strings``, ``workbook``, ``styles`` replace parts."""
    related = [("worksheet", "worksheets/sheet1.xml")]
    book: Parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": changes.get("workbook", workbook()),
        SHEET: changes.get("sheet", sheet()),
    }
    if "strings" in changes:
        related.append(("sharedStrings", "sharedStrings.xml"))
        book[STRINGS] = changes["strings"]
    if "styles" in changes:
        related.append(("styles", "styles.xml"))
        book["xl/styles.xml"] = changes["styles"]
    book["xl/_rels/workbook.xml.rels"] = relations(*related)
    return book


def write(path: Path, book: Parts) -> Path:
    """Write parts into a zip archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in book.items():
            archive.writestr(name, content)
    return path
