"""Modules of a workbook: its documents, xlwings' own two modules as installed, and whatever is added."""

import importlib.util
import re
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from flowxl.vba.modules import ENCODING, Module
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

WORKBOOK_CODE_NAME = "ThisWorkbook"
SERVER = "FlowXLServing"
"""Name of our module that starts Python; one by itself, because only Excel on Windows can compile what it declares."""
APP_LINE = '#Const App = "Microsoft Excel"'
"""Each module that asks ``App`` needs this line of its own: such constants hold in their module only."""
_VERSION = re.compile(r'^Public Const XLWINGS_VERSION As String = "([^"]*)"', re.MULTILINE)


def _pinned() -> str:
    """Return the xlwings version that FlowXL asks for: it stands in pyproject.toml, and from there in its metadata."""
    try:
        wanted = metadata.requires("flowxl") or []
    except metadata.PackageNotFoundError:
        return ""
    found = (re.fullmatch(r"xlwings\s*==\s*([\w.]+)", line.partition(";")[0].strip()) for line in wanted)
    return next((match[1] for match in found if match), "")


XLWINGS_VERSION = _pinned()
"""xlwings' VBA calls a library whose file name carries this version, so it must be that of the user's xlwings."""


def sheet_code_name(number: int) -> str:
    """Return the code name of the n-th sheet, counted from 1: ASCII in every language, unlike the title.

    >>> sheet_code_name(1)
    'Sheet1'
    """
    return f"Sheet{number}"


def workbook_modules(n_sheets: int, extra: Sequence[Module] = (), events: str = "") -> tuple[Module, ...]:
    """Return the modules of a workbook with macros.

    Parameters
    ----------
    n_sheets
        Number of worksheets; their code names are ``sheet_code_name(1)`` to ``sheet_code_name(n_sheets)``.
    extra
        Modules of our own, such as wrappers of functions.
    events
        Event procedures of the workbook, such as ``Workbook_Open``.

    Raises
    ------
    FlowXLError
        If the installed xlwings is not the one that FlowXL asks for.
    """
    sheets = (Module(sheet_code_name(number), "worksheet") for number in range(1, n_sheets + 1))
    return (Module(WORKBOOK_CODE_NAME, "workbook", events), *sheets, *xlwings_modules(), *extra)


def xlwings_modules() -> tuple[Module, Module]:
    """Return xlwings' standard module and the class that it needs, as the installed package has them.

    Raises
    ------
    FlowXLError
        If the package is missing, damaged, or of another version than FlowXL asks for.
    """
    standard, dictionary = (_read(name) for name in ("xlwings.bas", "addin/Dictionary.cls"))
    faults = list(_faults(standard, dictionary))
    if faults:
        raise FlowXLError(Message("vba.xlwings"), faults)
    return Module("xlwings", "standard", standard), Module("Dictionary", "class", dictionary)


def _read(name: str) -> str:
    """Return a file of the xlwings package, empty if there is none; the package is not imported, which takes long."""
    spec = importlib.util.find_spec("xlwings")
    paths = [Path(folder) / name for folder in (spec.submodule_search_locations or ())] if spec else []
    return next((path.read_bytes().decode(ENCODING) for path in paths if path.is_file()), "")


def _faults(standard: str, dictionary: str) -> Iterator[Fault]:
    remedy = Message("vba.reinstall", version=XLWINGS_VERSION) if XLWINGS_VERSION else ""
    if not XLWINGS_VERSION:
        yield Fault("xlwings_version.none", Place(name=Message("place.metadata")))
    for name, text in (("xlwings.bas", standard), ("addin/Dictionary.cls", dictionary)):
        if not text:
            yield Fault("xlwings_file.missing", _file(name), remedy=remedy)
    written = _VERSION.search(standard)
    installed, bas = Place(name=Message("place.xlwings_installed")), _file("xlwings.bas")
    wanted = XLWINGS_VERSION or Message("vba.another")
    for place, found in ((installed, _installed()), (bas, written[1] if written else "")):
        if not found or found != XLWINGS_VERSION:
            version = found or Message("none")
            yield Fault("xlwings_version.other", place, found=version, expected=wanted, remedy=remedy)
    if standard and not re.search(f"^{re.escape(APP_LINE)}", standard, re.MULTILINE):
        yield Fault("xlwings_file.line", bas, line=APP_LINE, remedy=remedy)


def _file(name: str) -> Place:
    return Place(name=Message("place.xlwings_file", file=name))


def _installed() -> str:
    """Return the version of xlwings; empty if there is none."""
    try:
        return metadata.version("xlwings")
    except metadata.PackageNotFoundError:
        return ""
