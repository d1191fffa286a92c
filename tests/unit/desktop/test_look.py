"""What is found out about a machine, with a registry, files and folders that tests lay out."""

import os
import struct
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from support.desktops import as_sent, registry

from flowxl.desktop import folders as placing
from flowxl.desktop import look as looking
from flowxl.desktop import windows
from flowxl.desktop.configuration import Entry
from flowxl.desktop.environment import Excel, Macros
from flowxl.desktop.folders import Folders
from flowxl.vba.modules import Module
from flowxl.vba.project import vba_project
from flowxl.vba.sources import workbook_modules
from flowxl.voice.faults import FlowXLError

DATA = Path(__file__).parents[2] / "data"
APP = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"
STREAMED = r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
SECURITY = r"SOFTWARE\Microsoft\Office\16.0\Excel\Security"
POLICY = r"SOFTWARE\Policies\Microsoft\Office\16.0\Excel\Security"
CLOUD = r"SOFTWARE\Policies\Microsoft\Cloud\Office\16.0\Excel\Security"


def program(path: Path, machine: int) -> Path:
    """Write the beginning of a Windows program."""
    path.write_bytes(
        b"MZ" + bytes(0x3A) + struct.pack("<I", 0x80) + bytes(0x40) + b"PE\0\0" + struct.pack("<H", machine)
    )
    return path


# --- Excel and other programs ---------------------------------------------------------------------------------------


def test_an_ordinary_excel():
    """Version and bits from Click-to-Run, where the program itself cannot be read."""
    values = {
        ("HKLM", rf"{APP}\excel.exe", ""): '"C:\\Office16\\EXCEL.EXE"',
        ("HKLM", STREAMED, "VersionToReport"): "16.0.17928.20156",
        ("HKLM", STREAMED, "Platform"): "x86",
    }
    assert windows.excel(registry(values)) == Excel("C:\\Office16\\EXCEL.EXE", "16.0.17928.20156", 32, "click_to_run")


def test_the_program_itself_knows_its_bits_best(tmp_path):
    """Whatever the registry says."""
    path = str(program(tmp_path / "EXCEL.EXE", 0x8664))
    values = {("HKLM", rf"{APP}\excel.exe", ""): path, ("HKLM", STREAMED, "Platform"): "x86"}
    assert windows.excel(registry(values)) == Excel(path, None, 64, "msi")


def test_excel_of_the_store_and_excel_of_32_bits_on_64():
    """The one by its folder, the other under WOW6432Node."""
    store = {
        ("HKCU", rf"{APP}\excel.exe", ""): r"C:\Program Files\WindowsApps\Microsoft.Office.Desktop.Excel\EXCEL.EXE"
    }
    assert windows.excel(registry(store)).edition == "store"
    root = r"SOFTWARE\WOW6432Node\Microsoft\Office\16.0\Excel\InstallRoot"
    assert windows.excel(registry({("HKLM", root, "Path"): "C:\\Office16\\"})).path.endswith("EXCEL.EXE")
    assert windows.excel(registry({})) is None


@pytest.mark.parametrize(("machine", "bits"), [(0x14C, 32), (0x8664, 64), (0xAA64, 64), (0x1C0, None)])
def test_bits_of_a_program(machine, bits, tmp_path):
    """From its own header."""
    assert windows.program_bits(program(tmp_path / "a.exe", machine)) == bits


@pytest.mark.parametrize("content", [b"", b"MZ", b"MZ" + bytes(0x3A) + b"\xff\xff\xff\xff", bytes(200)])
def test_a_file_that_is_no_program_has_no_bits(content, tmp_path):
    """Also one that is cut off."""
    (tmp_path / "a.exe").write_bytes(content)
    assert windows.program_bits(tmp_path / "a.exe") is None
    assert windows.program_bits(tmp_path / "none.exe") is None


def test_other_programs_and_what_opens_a_workbook():
    """WPS takes the file type over when it is installed."""
    choice = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.xlsm\UserChoice"
    values = {
        ("HKCU", r"SOFTWARE\Kingsoft\Office\6.0\Common", "InstallRoot"): "C:\\WPS",
        ("HKLM", rf"{APP}\scalc.exe", ""): "C:\\LibreOffice\\scalc.exe",
        ("HKCU", choice, "ProgId"): "ET.Xlsm.6",
        ("HKLM", r"SOFTWARE\Classes\.xlsm", ""): "Excel.SheetMacroEnabled.12",
    }
    assert windows.others(registry(values)) == ("WPS", "LibreOffice")
    assert windows.opens_xlsm(registry(values)) == "ET.Xlsm.6"
    del values["HKCU", choice, "ProgId"]
    assert windows.opens_xlsm(registry(values)) == "Excel.SheetMacroEnabled.12"


# --- macros and origin of files -------------------------------------------------------------------------------------


def test_macro_settings_of_person_and_office():
    """A cloud policy comes before one of the domain."""
    values = {
        ("HKCU", SECURITY, "VBAWarnings"): 2,
        ("HKCU", POLICY, "vbawarnings"): 3,
        ("HKCU", CLOUD, "vbawarnings"): 4,
        ("HKCU", POLICY, "blockcontentexecutionfrominternet"): 1,
        ("HKCU", rf"{POLICY}\Trusted Locations", "alllocationsdisabled"): 1,
    }
    assert windows.macros(registry(values)) == Macros(2, 4, 1, 1)
    assert windows.macros(registry({("HKCU", SECURITY, "VBAWarnings"): "two"})) == Macros()


def test_trusted_folders(tmp_path, monkeypatch):
    """With or without what lies below them."""
    monkeypatch.setenv("PLACE", str(tmp_path))
    place = rf"{SECURITY}\Trusted Locations"
    values = {
        ("HKCU", rf"{place}\Location0", "Path"): "$PLACE/deep",
        ("HKCU", rf"{place}\Location0", "AllowSubFolders"): 1,
        ("HKCU", rf"{place}\Location1", "Path"): "$PLACE/flat",
        ("HKCU", rf"{place}\Location2", "Description"): "without a path",
    }
    tests = list(windows.trusted_folders(registry(values)))
    assert len(tests) == 2

    def trusted(*parts: str) -> bool:
        return any(covers(tmp_path.joinpath(*parts)) for covers in tests)

    assert trusted("deep", "a.xlsm")
    assert trusted("deep", "below", "a.xlsm")
    assert trusted("flat", "a.xlsm")
    assert not trusted("flat", "below", "a.xlsm")
    assert not trusted("a.xlsm")


@pytest.mark.skipif(sys.platform == "win32", reason="a file with a colon in its name plays the stream")
def test_mark_of_the_web(tmp_path):
    """The zone in the stream beside the file."""
    path = tmp_path / "a.xlsm"
    assert windows.zone_of(path) is None
    stream = Path(f"{path}:Zone.Identifier")
    stream.write_bytes(b"[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://example.org/\r\n")
    assert windows.zone_of(path) == 3
    stream.write_bytes(b"\xff\xfe no zone")
    assert windows.zone_of(path) is None


# --- the whole ------------------------------------------------------------------------------------------------------


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Lay out a Windows computer in a folder: Python with its DLLs, configuration, add-in, registry."""
    placing.sysconfig.get_config_vars()  # it keeps what it finds at first, and that must be this system
    monkeypatch.setattr(looking.sys, "platform", "win32")
    scripts = tmp_path / "venv" / "Scripts"
    scripts.mkdir(parents=True)
    (scripts / "python.exe").touch()
    (tmp_path / "venv" / "xlwings64-0.37.8.dll").touch()
    monkeypatch.setattr(looking.sys, "executable", str(scripts / "python.exe"))
    monkeypatch.setattr(placing.sysconfig, "get_path", lambda *_: str(scripts))
    monkeypatch.setattr(looking.locale, "getencoding", lambda: "cp936")
    folders = Folders.under(tmp_path / "home", "cp936")
    monkeypatch.setattr(looking.Folders, "of_user", classmethod(lambda _: folders))
    values = {("HKLM", rf"{APP}\excel.exe", ""): "C:\\Office16\\EXCEL.EXE", ("HKCU", SECURITY, "VBAWarnings"): 2}
    monkeypatch.setattr(looking.Registry, "of_windows", classmethod(lambda _: registry(values)))
    folders.settings.mkdir(parents=True)
    folders.startup.mkdir(parents=True)
    return folders


def test_a_windows_computer(machine, monkeypatch, tmp_path):
    """Everything that can be seen; secrets left out, environment variables expanded."""
    monkeypatch.setenv("PLACE", str(tmp_path))
    python = "$PLACE/venv/Scripts/python.exe"
    machine.config.write_bytes(f'"INTERPRETER_WIN","{python}"\r\n"LICENSE_KEY","abc"\r\n"X","张"\r\n'.encode("gbk"))
    machine.addin.write_bytes(b"add-in")
    here = looking.look()
    assert here.config.entries == (
        Entry("INTERPRETER_WIN", str(tmp_path / "venv/Scripts/python.exe")),
        Entry("LICENSE_KEY", "***"),
        Entry("X", "张"),
    )
    assert here.present == (str(tmp_path / "venv/Scripts/python.exe"),)
    assert here.dlls == (str(tmp_path / "venv/xlwings64-0.37.8.dll"),)
    assert here.addin.installed.size == 6
    assert here.excel.path == "C:\\Office16\\EXCEL.EXE"
    assert here.macros.warnings == 2
    assert not here.python.store
    assert "abc" not in as_sent(here)


def test_python_of_the_store_is_recognised(machine, monkeypatch):
    """Also below a virtual environment."""
    assert not looking.from_store()
    monkeypatch.setattr(
        looking.sys, "base_prefix", r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12"
    )
    assert looking.from_store()
    assert machine.config.name == "xlwings.conf"


def test_a_library_that_cannot_be_imported_is_named(monkeypatch):
    """With the reason, on one line."""
    monkeypatch.setattr(looking, "_installed", lambda name: "1.0" if name == "numpy" else None)
    monkeypatch.setattr(looking, "program", lambda: None)  # it imports on its way

    def fail(name: str) -> None:
        raise ImportError(f"DLL load failed\nwhile importing {name}")

    monkeypatch.setattr(looking.importlib, "import_module", fail)
    assert looking._python().broken == ("numpy: ImportError: DLL load failed while importing numpy",)


def test_a_workbook_with_settings_of_its_own(machine, tmp_path):
    """Its sheet down to the first blank, and a file beside it."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("xlwings.conf")
        sheet.write_column(0, 0, ["Interpreter_Win", "UDF MODULES", None, "PYTHONPATH"])
        sheet.write_column(0, 1, ["C:\\py.exe"])
    (tmp_path / "xlwings.conf").write_bytes(b'"SHOW CONSOLE","True"\r\n')
    found = looking.look(path).workbook
    assert found.sheet == (Entry("Interpreter_Win", "C:\\py.exe"), Entry("UDF MODULES", ""))
    assert found.beside.entries == (Entry("SHOW CONSOLE", "True"),)
    assert (found.zone, found.trusted) == (None, False)
    assert machine.config.name == "xlwings.conf"


@pytest.mark.parametrize("name", ["flowxl-python.exe", None])
def test_the_program_that_excel_starts(name, machine, tmp_path):
    """Beside Python, where pip puts it."""
    scripts = tmp_path / "venv" / "Scripts"
    if name:
        (scripts / name).touch()
    assert looking.look().python.program == (str(scripts / name) if name else None)
    assert machine.config.name == "xlwings.conf"


@pytest.mark.parametrize(
    ("variable", "loose"), [(None, False), ("", False), ("/a", False), ("/a:", True), (":/a", True), ("/a:b", True)]
)
def test_a_variable_that_names_the_current_folder(variable, loose, monkeypatch):
    """An empty entry does."""
    monkeypatch.delenv("PYTHONPATH", raising=False)
    if variable is not None:
        monkeypatch.setenv("PYTHONPATH", variable.replace(":", os.pathsep))
    assert looking.look().python.loose is loose


def test_whose_way_the_macros_of_a_workbook_start_python(tmp_path, shipped_book):
    """Ours; xlwings' own, as those of 0.1.0 did; there is nothing to start; nothing can be read."""

    def own_start(project: bytes) -> bool | None:
        path = tmp_path / "book.xlsm"
        with zipfile.ZipFile(shipped_book) as old, zipfile.ZipFile(path, "w") as new:
            for info in old.infolist():
                new.writestr(info, project if info.filename == "xl/vbaProject.bin" else old.read(info))
        return looking.look(path).workbook.own_start

    assert looking.look(shipped_book).workbook.own_start is True
    assert looking.look(DATA / "release_0_1_0" / "small.xlsm").workbook.own_start is False
    assert own_start(vba_project(workbook_modules(1))) is False
    assert own_start(vba_project((Module("ThisWorkbook", "workbook"),))) is None
    assert own_start(b"no project") is None


def test_a_workbook_without_settings_and_one_that_is_none(tmp_path):
    """The one has no such sheet, the other is refused as everywhere."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("a")
    assert looking.look(path).workbook.sheet is None
    path.write_text("no workbook")
    with pytest.raises(FlowXLError):
        looking.look(path)
