"""Modules of a workbook: its documents, xlwings' own two modules as installed, and whatever is added."""

import importlib.util
import re
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from flowxl.vba.modules import ENCODING, Module
from flowxl.voice.faults import Fault, FlowXLError, rough

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
        raise FlowXLError("xlwings' VBA cannot be put into the workbook.", faults)
    return Module("xlwings", "standard", standard), Module("Dictionary", "class", dictionary)


def _read(name: str) -> str:
    """Return a file of the xlwings package, empty if there is none; the package is not imported, which takes long."""
    spec = importlib.util.find_spec("xlwings")
    paths = [Path(folder) / name for folder in (spec.submodule_search_locations or ())] if spec else []
    return next((path.read_bytes().decode(ENCODING) for path in paths if path.is_file()), "")


def _faults(standard: str, dictionary: str) -> Iterator[Fault]:
    remedy = f"Run: pip install --force-reinstall xlwings=={XLWINGS_VERSION}" if XLWINGS_VERSION else ""
    if not XLWINGS_VERSION:
        yield rough("xlwings_version", "FlowXL's metadata", "no xlwings version", "one", "Install FlowXL with pip.")
    for name, text in (("xlwings.bas", standard), ("addin/Dictionary.cls", dictionary)):
        if not text:
            yield rough("xlwings_file", f"xlwings: {name}", "no such file", "a file of the package", remedy)
    written = _VERSION.search(standard)
    versions = {"xlwings, as installed": _installed(), "xlwings: xlwings.bas": written[1] if written else "none"}
    for where, found in versions.items():
        if found != XLWINGS_VERSION:
            yield rough("xlwings_version", where, f"version {found}", XLWINGS_VERSION or "another", remedy)
    if standard and not re.search(f"^{re.escape(APP_LINE)}", standard, re.MULTILINE):
        yield rough("xlwings_file", "xlwings: xlwings.bas", f"no line {APP_LINE}", "one", remedy)


def _installed() -> str:
    try:
        return metadata.version("xlwings")
    except metadata.PackageNotFoundError:
        return "none"
