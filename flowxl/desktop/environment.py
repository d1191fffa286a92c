"""What matters about a desktop for ``=FLOWINDEX()``: one description, taken here or read from a file."""

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from flowxl.core.faults import Fault, FlowXLError
from flowxl.desktop.configuration import ConfigFile, Entry
from flowxl.desktop.plain import read_plain

MAX_BYTES = 1 << 20
MOST_FAULTS = 20
_BESIDE = {"note", "state", "findings"}
"""What else may stand in the file beside the environment: ``flowxl doctor --json`` writes it."""

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

    @classmethod
    def here(cls, workbook: Path | None = None) -> "Environment":
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
        from flowxl.desktop.look import look

        return look(workbook)

    def to_plain(self) -> dict[str, Any]:
        """Return the description as plain data for JSON."""
        return asdict(self)

    def with_shipped(self, content: bytes) -> "Environment":
        """Return the description with the add-in that this FlowXL would write, to compare."""
        return replace(self, addin=replace(self.addin, shipped=AddinFile.of(content)))

    def to_json(self) -> str:
        """Return the text of a file that ``from_json`` reads."""
        return json.dumps({"environment": self.to_plain()}, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, path: Path) -> "Environment":
        """Read a description, e.g. one that somebody sent: the output of ``flowxl doctor --json``.

        Raises
        ------
        FlowXLError
            If the file holds anything else; every fault is told.
        """
        title = f"{path.name} is not a description of a desktop"
        document = _load(path, title)
        if not isinstance(document, dict) or "environment" not in document:
            found = f"a JSON {type(document).__name__} without it"
            raise FlowXLError(title, [Fault("environment", path.name, found, 'an object with "environment"', _REMEDY)])
        faults = [
            Fault("unknown", f"{path.name}: {key}"[:200], "a key that is not known", "environment and what doctor adds")
            for key in document
            if key != "environment" and key not in _BESIDE
        ]
        environment = read_plain(cls, document["environment"], f"{path.name}: environment", faults)
        if faults or environment is None:
            raise FlowXLError(title, faults[:MOST_FAULTS])
        return environment


_REMEDY = "`flowxl doctor --json FILE` writes one"


def _load(path: Path, title: str) -> Any:
    def refuse(found: str) -> FlowXLError:
        return FlowXLError(title, [Fault("json", path.name, found, "a small JSON file in UTF-8", _REMEDY)])

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError("a key that comes twice")
        return dict(pairs)

    def no_number(text: str) -> float:
        raise ValueError(f"{text}, which is no number")

    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise refuse(f"a file that cannot be read ({error.strerror})") from error
    if len(content) > MAX_BYTES:
        raise refuse("more than a megabyte")
    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=unique, parse_constant=no_number)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise refuse(f"{type(error).__name__}: {error}"[:200]) from error
