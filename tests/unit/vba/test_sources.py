"""The modules of a workbook: documents by code name, xlwings' own as installed, ours."""

import importlib.util
import struct
import tomllib
import zipfile
from importlib import metadata
from importlib.machinery import ModuleSpec
from pathlib import Path
from xml.etree import ElementTree

import pytest
from support.command import ROOT, python
from support.engines import need, to_ods
from support.vba_books import MODULES, OPEN, macro_book
from support.vba_container import Container, decompress
from support.vba_readers import VBA_Parser
from support.vba_strict import strict

from flowxl.vba import sources
from flowxl.vba.modules import Module
from flowxl.vba.sources import WORKBOOK_CODE_NAME, XLWINGS_VERSION, sheet_code_name, workbook_modules, xlwings_modules
from flowxl.voice.faults import FlowXLError


@pytest.fixture(scope="module")
def saved_by_excel() -> Path:
    """Return a workbook with both modules that comes with xlwings: saved by Excel, but for the standard module."""
    spec = importlib.util.find_spec("xlwings")
    assert spec
    assert spec.origin
    return Path(spec.origin).parent / "quickstart_standalone.xlsm"


def test_modules_in_order():
    """Workbook, sheets, xlwings, what is added; the events of the workbook are its text."""
    extra = Module("Wrappers", "standard", "' ours\n")
    modules = workbook_modules(3, [extra], "' event\n")
    assert [(module.name, module.kind) for module in modules] == [
        (WORKBOOK_CODE_NAME, "workbook"),
        *((sheet_code_name(number), "worksheet") for number in (1, 2, 3)),
        ("xlwings", "standard"),
        ("Dictionary", "class"),
        ("Wrappers", "standard"),
    ]
    assert modules[0].text.endswith("VB_Customizable = True\r\n' event\r\n")
    assert modules[-1] is extra


def test_texts_are_what_excel_made_of_them(saved_by_excel):
    """Excel imported the same files: the text that it stored is ours line by line, attributes included.

    But for the case of names, which its editor makes the same everywhere.
    """
    parser = VBA_Parser(str(saved_by_excel))
    saved = {name.partition(".")[0]: source for _, _, name, source in parser.extract_macros()}
    parser.close()
    for module in xlwings_modules():
        assert module.text.rstrip().lower().splitlines() == saved[module.name].rstrip().lower().splitlines()


def test_description_is_what_excel_made_of_it(saved_by_excel):
    """The description of the class stands in the stream ``dir`` as well."""
    with zipfile.ZipFile(saved_by_excel) as archive:
        container = Container(archive.read("xl/vbaProject.bin"))
    description = xlwings_modules()[1].description.encode()
    assert description.startswith(b"Drop-in replacement for Scripting.Dictionary on Mac\r\n\r\n")
    assert struct.pack("<HI", 0x1C, len(description)) + description in decompress(container.streams["VBA/dir"])


def test_whole_workbook(tmp_path):
    """It passes every rule of the strict reader, and olevba reads xlwings' text as it was installed."""
    path = macro_book(tmp_path / "book.xlsm", workbook_modules(15, MODULES[3:], OPEN))
    assert strict(path) == []
    parser = VBA_Parser(str(path))
    stored = {name.rpartition(".")[0]: source for _, _, name, source in parser.extract_macros()}
    parser.close()
    assert stored["xlwings"] == xlwings_modules()[0].source


def test_one_pin():
    """The version stands in pyproject.toml; what is installed and what its VBA says are the same."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert f"xlwings=={XLWINGS_VERSION}" in wanted
    assert metadata.version("xlwings") == XLWINGS_VERSION
    assert f'"xlwings64-{XLWINGS_VERSION}.dll"' in xlwings_modules()[0].source


def kinds() -> list[tuple[str, str]]:
    """Return the faults for which xlwings' modules are refused."""
    with pytest.raises(FlowXLError, match="xlwings' VBA cannot be put into the workbook") as caught:
        workbook_modules(1)
    return [(fault.kind, fault.where) for fault in caught.value.faults]


def test_another_version_is_installed(monkeypatch):
    """The package and its VBA are named, with what to do."""
    monkeypatch.setattr(sources, "XLWINGS_VERSION", "0.36.0")
    with pytest.raises(FlowXLError, match="Run: pip install --force-reinstall xlwings==0.36.0"):
        xlwings_modules()
    assert kinds() == [("xlwings_version", "xlwings, as installed"), ("xlwings_version", "xlwings: xlwings.bas")]


def test_nothing_is_installed(monkeypatch):
    """Every file that is missing is named."""

    def absent(*_: object) -> None:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(metadata, "version", absent)
    monkeypatch.setattr(metadata, "requires", absent)
    monkeypatch.setattr(sources, "XLWINGS_VERSION", sources._pinned())
    assert sorted(kinds()) == [
        ("xlwings_file", "xlwings: addin/Dictionary.cls"),
        ("xlwings_file", "xlwings: xlwings.bas"),
        ("xlwings_version", "FlowXL's metadata"),
        ("xlwings_version", "xlwings, as installed"),
        ("xlwings_version", "xlwings: xlwings.bas"),
    ]


def test_a_source_without_its_application(monkeypatch, tmp_path):
    """Without the constant the code for Excel would not be compiled."""
    standard, dictionary = xlwings_modules()
    (tmp_path / "addin").mkdir()
    (tmp_path / "xlwings.bas").write_text(standard.source.replace(sources.APP_LINE, "'"), encoding="ascii")
    (tmp_path / "addin" / "Dictionary.cls").write_text(dictionary.source, encoding="ascii")
    spec = ModuleSpec("xlwings", None, is_package=True)
    spec.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: spec)
    assert kinds() == [("xlwings_file", "xlwings: xlwings.bas")]


def test_xlwings_is_not_imported():
    """It takes half a second, and does nothing outside Windows."""
    ran = python("-c", "import sys, flowxl.vba.sources as s; s.workbook_modules(1); sys.exit('xlwings' in sys.modules)")
    assert ran.returncode == 0, ran.stderr


@pytest.mark.libreoffice
def test_libreoffice_reads_every_line(tmp_path):
    """Modules, their kinds and their text, without the attributes, which LibreOffice keeps apart."""
    need("libreoffice")
    modules = workbook_modules(3, MODULES[3:], OPEN)
    path = to_ods(macro_book(tmp_path / "book.xlsm", modules), tmp_path / "out")
    script = "{http://openoffice.org/2000/script}"
    types = {"workbook": "document", "worksheet": "document", "standard": "normal", "class": "class"}
    own = ("Rem Attribute VBA_ModuleType=", "Option VBASupport 1", "Option ClassModule")
    with zipfile.ZipFile(path) as archive:
        for module in modules:
            root = ElementTree.fromstring(archive.read(f"Basic/VBAProject/{module.name}.xml"))
            assert root.get(f"{script}moduleType") == types[module.kind]
            read = [line for line in (root.text or "").split("\n") if not line.startswith(own)]
            written = [line for line in module.text.split("\r\n") if not line.startswith("Attribute ")]
            assert "\n".join(read).rstrip("\n") == "\n".join(written).rstrip("\n")
