"""Taking the description of this machine: what Python and the files tell; ``windows`` adds what the registry tells."""

import importlib
import locale
import os
import shutil
import struct
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from flowxl import __version__
from flowxl.desktop import environment as env
from flowxl.desktop.changes import read
from flowxl.desktop.configuration import INTERPRETER, ConfigFile, Entry, parse, without_secrets
from flowxl.desktop.folders import CONFIG_NAME, Folders, program
from flowxl.desktop.typed_json import MAX_ITEMS
from flowxl.desktop.windows import Registry, excel, macros, opens_xlsm, others, trusted_folders, zone_of
from flowxl.vba.reading import UnreadableError, read_modules
from flowxl.vba.sources import SERVER

if TYPE_CHECKING:
    from flowxl.ooxml.package_sheet import SheetCells

LIBRARIES = ("numpy", "pandas", "xlwings")
MOST_CONFIG = 1 << 16
SHEET = "xlwings.conf"
_STORE = ("windowsapps", "pythonsoftwarefoundation.python")


def look(workbook: Path | None = None) -> env.Environment:
    """Describe this machine, and a workbook on it.

    Parameters
    ----------
    workbook
        The file that does not answer.

    Raises
    ------
    FlowXLError
        If the workbook is no readable workbook.
    """
    registry = Registry.of_windows() if sys.platform == "win32" else None
    folders = Folders.of_user() if registry else None
    encoding = locale.getencoding()
    config = read_config(folders.config, encoding) if folders else None
    book = _workbook(workbook, registry, encoding) if workbook else None
    return env.Environment(
        platform=sys.platform,
        flowxl=__version__,
        python=_python(),
        xlwings=_installed("xlwings"),
        dlls=_dlls(_named(config, book)),
        excel=excel(registry) if registry else None,
        others=others(registry) if registry else _others_elsewhere(),
        opens_xlsm=opens_xlsm(registry) if registry else None,
        code_page=encoding,
        macros=macros(registry) if registry else env.Macros(),
        config=config,
        present=tuple(path for path in _named(config, book) if Path(path).is_file()),
        addin=_addin(folders),
        workbook=book,
    )


def _python() -> env.Python:
    return env.Python(
        path=sys.executable,
        version=".".join(map(str, sys.version_info[:3])),
        bits=struct.calcsize("P") * 8,
        store=from_store(),
        conda=any((Path(prefix) / "conda-meta").is_dir() for prefix in {sys.prefix, sys.base_prefix}),
        broken=tuple(text for name in LIBRARIES if (text := _breakage(name))),
        program=None if (found := program()) is None else str(found),
        loose=_names_current_folder(os.environ.get("PYTHONPATH", "")),
    )


def from_store() -> bool:
    """Whether this Python, or what its virtual environment rests on, comes from the Microsoft Store."""
    homes = f"{sys.executable}|{sys.base_prefix}|{getattr(sys, '_base_executable', '')}".lower()
    return sys.platform == "win32" and any(word in homes for word in _STORE)


def _breakage(name: str) -> str:
    """Return why a library cannot be imported; nothing if it can, or is not there at all."""
    if _installed(name) is None:
        return ""
    try:
        importlib.import_module(name)
    except Exception as error:  # whatever it is: the person has to read it
        return f"{name}: {type(error).__name__}: {' '.join(str(error).split())}"[:200]
    return ""


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _named(config: ConfigFile | None, book: env.Workbook | None) -> list[str]:
    """Return the interpreters that a configuration names, and this one."""
    sheet = ConfigFile("", book.sheet) if book and book.sheet else None
    found = [one.get(INTERPRETER) for one in (sheet, book.beside if book else None, config) if one]
    return list(dict.fromkeys([*(path for path in found if path), sys.executable]))


def _dlls(interpreters: list[str]) -> tuple[str, ...]:
    """Return the DLLs in the two folders where xlwings' VBA module looks: beside python.exe, and one up."""
    folders = {folder for path in interpreters for folder in (Path(path).parent, Path(path).parent.parent)}
    return tuple(sorted(str(path) for folder in folders for path in folder.glob("xlwings*.dll")))


def read_config(path: Path, encoding: str) -> ConfigFile | None:
    """Read a configuration file, without secrets; None if there is none."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return _as_taken(parse(file.read(MOST_CONFIG), str(path), encoding))


def _as_taken(config: ConfigFile) -> ConfigFile:
    """Return a configuration as Excel's side takes it, environment variables expanded; without secrets."""
    entries = tuple(Entry(entry.key, os.path.expandvars(entry.value)) for entry in config.entries)
    return without_secrets(ConfigFile(config.path, entries, config.slips))


def _addin(folders: Folders | None) -> env.Addin:
    if folders is None:
        return env.Addin()
    there = read(folders.addin)
    return env.Addin(str(folders.startup), None if there is None else env.AddinFile.of(there))


def _others_elsewhere() -> tuple[str, ...]:
    programs = {"WPS": ("et", "wps"), "LibreOffice": ("soffice", "libreoffice")}
    return tuple(name for name, commands in programs.items() if any(map(shutil.which, commands)))


def _names_current_folder(variable: str) -> bool:
    """Whether an entry of PYTHONPATH is relative to the current folder, as an empty one is."""
    return bool(variable) and not all(map(os.path.isabs, variable.split(os.pathsep)))


def _workbook(path: Path, registry: Registry | None, encoding: str) -> env.Workbook:
    path = path.resolve()
    sheet, own_start = _inside(path)
    return env.Workbook(
        path=str(path),
        zone=zone_of(path) if registry else None,
        trusted=registry is not None and any(covers(path) for covers in trusted_folders(registry)),
        sheet=sheet,
        beside=read_config(path.parent / CONFIG_NAME, encoding),
        own_start=own_start,
    )


def _inside(path: Path) -> tuple[tuple[Entry, ...] | None, bool | None]:
    """Return the settings on the sheet ``xlwings.conf``, and whether the macros start Python in our own way."""
    from flowxl.ooxml.package import Package
    from flowxl.ooxml.precheck import precheck

    precheck(path)
    with Package.open(path) as package:
        names = [name for name in package.sheet_names if name.lower() == SHEET]
        sheet = _settings(package.sheet(names[0])) if names else None
        projects = package.parts_like("vbaproject.bin")
    return sheet, _starts_itself(path, projects[0]) if projects else None


def _settings(cells: "SheetCells") -> tuple[Entry, ...]:
    """Return keys in column A down to the first blank, with their values in B."""
    entries: list[Entry] = []
    for row in range(1, min(cells.max_row, MAX_ITEMS) + 1):
        key, value = cells.value(row, 1), cells.value(row, 2)
        if key is None:
            break
        entries.append(Entry(str(key), "" if value is None else str(value)))
    return _as_taken(ConfigFile(SHEET, tuple(entries))).entries


def _starts_itself(path: Path, project: str) -> bool | None:
    """Tell it by the module; None where there is nothing of xlwings, or nothing can be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            modules = read_modules(archive.read(project))
    except UnreadableError:
        return None
    return SERVER in modules if "xlwings" in modules else None
