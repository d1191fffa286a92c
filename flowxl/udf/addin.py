"""FlowXL.xlam: the same functions for any workbook, with a ribbon."""

import datetime as dt
import io
import zipfile

from xlsxwriter.workbook import Workbook

from flowxl import __version__
from flowxl.templates import render
from flowxl.udf.macros import OPEN, own_modules, speaking
from flowxl.vba.modules import Module
from flowxl.vba.project import vba_project
from flowxl.vba.sources import WORKBOOK_CODE_NAME, sheet_code_name, workbook_modules
from flowxl.voice.text import Language, Text

RIBBON = "customUI/customUI14.xml"
RIBBON_MODULE = "FlowXLRibbon"
RIBBON_RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
PYTHON = "flowxl.cli.ribbon"
BOOK_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
ADDIN_TYPE = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"
COMMANDS: tuple[tuple[str, str, Text, Text], ...] = (
    (
        "check", "SpellingMenu", Text("检查", "Check"),
        Text("保存并检查当前工作簿", "Save the active workbook and check it"),
    ),
    (
        "compute", "CalculateNow", Text("重算", "Recompute"),
        Text("用 Python 核心重算并与公式比较", "Compute with the Python core and compare with the formulas"),
    ),
    (
        "reconnect", "Refresh", Text("重新连接", "Reconnect"),
        Text("函数不应答时：重新启动 Python", "When functions do not answer: start Python again"),
    ),
    (
        "status", "Info", Text("状态", "Status"),
        Text("由谁计算，最近的问题", "Who computes, and the latest problem"),
    ),
)  # fmt: skip
"""Buttons: name, Office's picture, label, what it does."""
GROUP = Text("工作簿", "Workbook")


def ribbon(language: Language) -> str:
    """Return the ribbon (customUI of Office 2010)."""
    buttons = [
        {"id": name, "image": image, "label": label.of(language), "help": words.of(language)}
        for name, image, label, words in COMMANDS
    ]
    return render("ribbon.xml.j2", buttons=buttons, group=GROUP.of(language))


def ribbon_module(language: Language) -> str:
    """Return the text of the module behind the buttons."""
    commands = [name for name, *_ in COMMANDS]
    return speaking("ribbon.bas.j2", language, addin=True, python=PYTHON, commands=commands)


def addin(language: Language = "zh") -> bytes:
    """Return the add-in as bytes; the same FlowXL gives the same.

    Raises
    ------
    FlowXLError
        If xlwings is missing or of another version.
    """
    modules = (
        *own_modules(language, addin=True),
        Module(RIBBON_MODULE, "standard", ribbon_module(language)),
    )
    project = vba_project(workbook_modules(1, modules, OPEN), name="FlowXL")
    return _with_ribbon(_package(project), ribbon(language))


def _package(project: bytes) -> bytes:
    """Return a macro workbook of one sheet that says what it is."""
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": f"FlowXL {__version__}", "created": dt.datetime(2000, 1, 1)})
        book.add_vba_project(io.BytesIO(project), is_stream=True)
        book.set_vba_name(WORKBOOK_CODE_NAME)
        sheet = book.add_worksheet("FlowXL")
        sheet.set_vba_name(sheet_code_name(1))
        sheet.write_string(0, 0, f"FlowXL {__version__}: =FLOWINDEX(…)")
    return content.getvalue()


def _with_ribbon(package: bytes, xml: str) -> bytes:
    """Turn a macro workbook into an add-in with a ribbon."""
    relation = f'<Relationship Id="rIdFlowXL" Type="{RIBBON_RELATION}" Target="{RIBBON}"/></Relationships>'
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename == "[Content_Types].xml":
                part = part.replace(BOOK_TYPE, ADDIN_TYPE)
            elif info.filename == "_rels/.rels":
                part = part.replace(b"</Relationships>", relation.encode())
            new.writestr(_entry(info.filename), part)
        new.writestr(_entry(RIBBON), xml.encode())
    return content.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """Return an entry without the time of day."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
