"""A book that people worked in: sheets, charts, pictures and much more of their own, and additions to our sheets."""

import base64
import re
import zipfile
from pathlib import Path

import xlsxwriter

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "http://schemas.microsoft.com/office"
TYPES = "application/vnd.openxmlformats-officedocument"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SHEET, CHARTSHEET = "我的分析", "我的图"
PERSON = "{8E2C2C3B-7B0A-4D0D-9D0B-3A5F5D9E7A11}"


def donor(path: Path, our: str) -> Path:
    """Write a workbook with what a person makes, pointing at one of our sheets."""
    picture = path.with_suffix(".png")
    picture.write_bytes(PIXEL)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.write_column("A1", ["合计", "首年", "派生", "名称", "列"])
        sheet.write_formula("B1", f"=SUM('{our}'!$M$6:$R$6)")
        sheet.write_formula("B2", f"='{our}'!M6*2")
        sheet.write_formula("B3", "=数据汇总!$U$6+COUNT(数据汇总!U:U)")
        sheet.write_formula("B4", "=SUM(flow_weights)+my_cell")
        sheet.write_formula("B5", f'="{our}!M6"&结果!D6')
        for row in range(9):
            sheet.write_row(row, 4, [row, row * row])
        sheet.add_table("D12:E15", {"name": "MyTable", "columns": [{"header": "k"}, {"header": "v"}]})
        sheet.write_comment("A1", "我的批注")
        sheet.insert_image("H1", str(picture))
        sheet.insert_textbox("H5", "", {"textlink": f"='{our}'!$M$6"})
        sheet.add_sparkline("G1", {"range": f"'{our}'!M6:R6"})
        sheet.conditional_format("F1:F9", {"type": "data_bar", "data_bar_2010": True})
        sheet.data_validation("C1", {"validate": "list", "source": f"='{our}'!$A$6:$A$8"})
        sheet.write_url("C2", f"internal:'{our}'!A1", string="go")
        sheet.write_url("C3", "https://example.org/yearbook", string="web")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"categories": f"='{our}'!$M$5:$R$5", "values": f"='{our}'!$M$6:$R$6"})
        sheet.insert_chart("H10", chart)
        whole = book.add_chart({"type": "column"})
        whole.add_series({"values": "=数据汇总!$U$6:$U$10"})
        book.add_chartsheet(CHARTSHEET).set_chart(whole)
    return path


def graft(base: Path, given: Path, out: Path) -> Path:
    """Put the sheets of the donor, and parts made by hand, into a book of ours."""
    with zipfile.ZipFile(base) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(given) as archive:
        theirs = {info.filename: archive.read(info) for info in archive.infolist()}
    strings = re.findall(r"<si>(.*?)</si>", theirs["xl/sharedStrings.xml"].decode(), re.DOTALL)
    types, relations, sheets = [], [], []
    for name, given_content in theirs.items():
        content = given_content
        folder, _, own = name.rpartition("/")
        if not re.match(r"xl/(worksheets|chartsheets|drawings|charts|media|tables)|xl/comments", name):
            continue
        if name.endswith(".rels"):
            content = re.sub(rb'Target="(\.\./[^"]*?)([^"/]+)"', rb'Target="\1people_\2"', content)
        elif folder == "xl/worksheets":
            text = re.sub(
                r'<c r="(\w+)"(?: s="\d+")? t="s"><v>(\d+)</v></c>',
                lambda m: f'<c r="{m[1]}" t="inlineStr"><is>{strings[int(m[2])]}</is></c>',
                content.decode(),
            )
            content = re.sub(r' s="\d+"', "", text).replace(' tabSelected="1"', "").encode()
        content = content.replace(b'dxfId="0"', b"")
        new = f"{folder}/people_{own}"
        parts[new] = content
        declared = re.search(
            rf'<Override PartName="/{name}" ContentType="([^"]*)"/>', theirs["[Content_Types].xml"].decode()
        )
        if declared:
            types.append(f'<Override PartName="/{new}" ContentType="{declared[1]}"/>')
        if folder in ("xl/worksheets", "xl/chartsheets"):
            kind = "worksheet" if folder == "xl/worksheets" else "chartsheet"
            relations.append((kind, new.removeprefix("xl/")))
            sheets.append(SHEET if kind == "worksheet" else CHARTSHEET)
    _by_hand(parts, types)
    relations.append(("customXml", "../customXml/item1.xml"))
    text = "".join(
        f'<Relationship Id="people{n}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(relations)
    )
    text += (
        f'<Relationship Id="persons" Type="{OFFICE}/2017/10/relationships/person" Target="persons/person.xml"/>'
        f'<Relationship Id="cache" Type="{OFFICE}/2007/relationships/slicerCache" '
        'Target="slicerCaches/slicerCache1.xml"/>'
    )
    _end(parts, "xl/_rels/workbook.xml.rels", "</Relationships>", text)
    defaults = '<Default Extension="png" ContentType="image/png"/>'
    if b'Extension="vml"' not in parts["[Content_Types].xml"]:
        defaults += f'<Default Extension="vml" ContentType="{TYPES}.vmlDrawing"/>'
    _end(parts, "[Content_Types].xml", "</Types>", defaults + "".join(types))
    entries = "".join(f'<sheet name="{title}" sheetId="{90 + n}" r:id="people{n}"/>' for n, title in enumerate(sheets))
    workbook = parts["xl/workbook.xml"].decode()
    workbook = workbook.replace("</sheets>", f"{entries}</sheets>")
    workbook = workbook.replace(
        "</definedNames>",
        '<definedName name="my_cell">数据汇总!$U$6</definedName><definedName name="my_rate">0.5</definedName>'
        "</definedNames>",
    )
    caches = (
        '<extLst><ext uri="{46BE6895-7355-4a93-B00E-2C351335B9C9}" '
        'xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"><x15:slicerCaches '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:slicerCache r:id="cache"/>'
        "</x15:slicerCaches></ext></extLst>"
    )
    parts["xl/workbook.xml"] = workbook.replace("</workbook>", f"{caches}</workbook>").encode()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out


def _end(parts: dict[str, bytes], name: str, tag: str, text: str) -> None:
    parts[name] = parts[name].replace(tag.encode(), text.encode() + tag.encode())


def _by_hand(parts: dict[str, bytes], types: list[str]) -> None:
    """Add what XlsxWriter cannot write: threaded comments, a slicer, custom XML."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    threads = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    made = {
        "customXml/item1.xml": "<note xmlns='urn:example'>课题编号 42</note>",
        "xl/persons/person.xml": f'<personList xmlns="{threads}"><person displayName="王" id="{PERSON}" userId="w" '
        'providerId="None"/></personList>',
        "xl/threadedComments/people_thread.xml": f'<ThreadedComments xmlns="{threads}"><threadedComment ref="A1" '
        f'dT="2021-03-01T08:00:00.00" personId="{PERSON}" id="{{6D0C4B6C-5B1F-4B8C-9E6B-2C4A1B3D5E7F}}">'
        "<text>请核对</text></threadedComment></ThreadedComments>",
        "xl/slicers/slicer1.xml": '<slicers xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        '<slicer name="k" cache="Slicer_k" caption="k" rowHeight="241300"/></slicers>',
        "xl/slicerCaches/slicerCache1.xml": "<slicerCacheDefinition "
        'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" name="Slicer_k" sourceName="k"><extLst>'
        f'<x:ext xmlns:x="{main}" uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}" '
        'xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main">'
        '<x15:tableSlicerCache tableId="1" column="1"/></x:ext></extLst></slicerCacheDefinition>',
    }
    for name, text in made.items():
        parts[name] = (head + text).encode()
    types += [
        '<Override PartName="/xl/persons/person.xml" ContentType="application/vnd.ms-excel.person+xml"/>',
        '<Override PartName="/xl/threadedComments/people_thread.xml" '
        'ContentType="application/vnd.ms-excel.threadedcomments+xml"/>',
        '<Override PartName="/xl/slicers/slicer1.xml" ContentType="application/vnd.ms-excel.slicer+xml"/>',
        '<Override PartName="/xl/slicerCaches/slicerCache1.xml" '
        'ContentType="application/vnd.ms-excel.slicerCache+xml"/>',
    ]
    relations = next(name for name in parts if name.startswith("xl/worksheets/_rels/people_"))
    _end(
        parts,
        relations,
        "</Relationships>",
        f'<Relationship Id="thread" Type="{OFFICE}/2017/10/relationships/threadedComment" '
        'Target="../threadedComments/people_thread.xml"/>'
        f'<Relationship Id="slicer" Type="{OFFICE}/2007/relationships/slicer" Target="../slicers/slicer1.xml"/>',
    )
    sheet = next(name for name in parts if name.startswith("xl/worksheets/people_"))
    slicers = (
        '<ext uri="{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"><x14:slicerList>'
        '<x14:slicer r:id="slicer"/></x14:slicerList></ext>'
    )
    _end(parts, sheet, "</extLst>", slicers)


def contents(path: Path) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def rewrite(path: Path, out: Path, changes: dict[str, bytes]) -> Path:
    """Write a copy with other or more parts."""
    parts = contents(path) | changes
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out
