"""What matters about a desktop for ``=FLOWINDEX()``: its description, whoever takes or reads it."""

import hashlib
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from flowxl.desktop.configuration import ConfigFile, Entry

Edition = Literal["click_to_run", "store", "msi"]


@dataclass(frozen=True)
class Python:
    """The interpreter that runs FlowXL.

    Attributes
    ----------
    path, version, bits
        As ``sys`` knows them.
    store
        Whether it, or what its virtual environment rests on, comes from the Microsoft Store.
    conda
        Whether it belongs to a conda environment.
    broken
        Libraries that cannot be imported, each with the reason.
    program
        The program ``flowxl-python`` of it, which Excel shall start; None where pip has not put it there.
    loose
        Whether the environment variable PYTHONPATH names the current folder, whichever that may be.
    """

    path: str
    version: str
    bits: int
    store: bool = False
    conda: bool = False
    broken: tuple[str, ...] = ()
    program: str | None = None
    loose: bool = False


@dataclass(frozen=True)
class Excel:
    """An installed Excel; what cannot be found out is None."""

    path: str | None = None
    version: str | None = None
    bits: int | None = None
    edition: Edition = "click_to_run"


@dataclass(frozen=True)
class Macros:
    """Excel's macro settings, as numbers of the registry; None where nobody set them.

    Attributes
    ----------
    warnings, policy_warnings
        The person's choice and the office's: 1 all run, 2 ask, 3 signed ones only, 4 none.
    policy_internet
        1: the office blocks macros in files from the internet.
    no_trusted_folders
        1: the office has switched off trusted locations, and with them the folder of the add-in.
    """

    warnings: int | None = None
    policy_warnings: int | None = None
    policy_internet: int | None = None
    no_trusted_folders: int | None = None


@dataclass(frozen=True)
class AddinFile:
    """A file FlowXL.xlam: size and SHA-256."""

    size: int
    digest: str

    @classmethod
    def of(cls, content: bytes) -> "AddinFile":
        """Return what tells this file from others."""
        return cls(len(content), hashlib.sha256(content).hexdigest())


@dataclass(frozen=True)
class Addin:
    """Where the add-in belongs, the one that is there, and the one that this FlowXL would write."""

    folder: str | None = None
    installed: AddinFile | None = None
    shipped: AddinFile | None = None


@dataclass(frozen=True)
class Workbook:
    """A workbook that does not answer.

    Attributes
    ----------
    path
        The file.
    zone
        Where Windows says it came from: 3 internet, 4 restricted; None without such a mark.
    trusted
        Whether it lies in a trusted location.
    sheet
        Settings on its sheet ``xlwings.conf``; None without that sheet.
    beside
        An ``xlwings.conf`` in its folder.
    own_start
        Whether macros in it start Python our own way, which asks neither that file nor its folder; None without macros.
    """

    path: str
    zone: int | None = None
    trusted: bool = False
    sheet: tuple[Entry, ...] | None = None
    beside: ConfigFile | None = None
    own_start: bool | None = None


@dataclass(frozen=True)
class Environment:
    """A desktop.

    Attributes
    ----------
    platform
        ``sys.platform``.
    flowxl, xlwings
        Versions; xlwings is None where it is not installed.
    python, excel, macros, addin, workbook
        See there; without Excel, or if no workbook was named, None.
    dlls
        Paths of the DLLs of xlwings beside Python and one folder up, where Excel looks for them.
    others
        Other spreadsheet programs: ``"WPS"``, ``"LibreOffice"``.
    opens_xlsm
        The program that opens .xlsm files on a double click, as Windows names it.
    code_page
        Encoding of text files that Excel's VBA reads.
    config
        The user's ``xlwings.conf``.
    present
        Those of the interpreters named in a configuration that exist.
    """

    platform: str
    flowxl: str
    python: Python
    xlwings: str | None = None
    dlls: tuple[str, ...] = ()
    excel: Excel | None = None
    others: tuple[str, ...] = ()
    opens_xlsm: str | None = None
    code_page: str = "utf-8"
    macros: Macros = field(default_factory=Macros)
    config: ConfigFile | None = None
    present: tuple[str, ...] = ()
    addin: Addin = field(default_factory=Addin)
    workbook: Workbook | None = None

    def to_plain(self) -> dict[str, Any]:
        """Return the description as plain data for JSON."""
        return asdict(self)

    def with_shipped(self, content: bytes) -> "Environment":
        """Return the description with the add-in that this FlowXL would write, to compare."""
        return replace(self, addin=replace(self.addin, shipped=AddinFile.of(content)))
