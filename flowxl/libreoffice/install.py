"""Put the add-in into LibreOffice with its own extension manager, or take it out."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flowxl.libreoffice.build import IDENTIFIER, addin, this_interpreter
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.reasons import Reason

OLDEST = (25, 2)
"""The first release that keeps the names of an add-in's functions in .xlsx."""
NAME = "FlowXL.oxt"
LIMIT = 300.0
UNO = "apt install python3-uno"


@dataclass(frozen=True)
class Office:
    """An installed LibreOffice: the folder of its programs and its version."""

    programs: Path
    version: str

    @property
    def manager(self) -> Path:
        """The extension manager."""
        return _program(self.programs, "unopkg")


@dataclass(frozen=True)
class Done:
    """What was done: with which LibreOffice, for whom, and which Python answers."""

    action: str
    office: Office
    everyone: bool
    interpreter: str


def find_office() -> Office:
    """Return the LibreOffice of this computer.

    Raises
    ------
    FlowXLError
        If there is none, it is too old, or it cannot run Python.
    """
    programs = next((folder for folder in _folders() if _program(folder, "unopkg").is_file()), None)
    if programs is None:
        raise FlowXLError(Message("libreoffice.missing"), [Fault("missing.office", Place(name="LibreOffice"))])
    said = _run([_program(programs, "soffice"), "--version"]).stdout.strip()
    found = re.search(r"\d+(\.\d+)+", said)
    if not found or tuple(map(int, found[0].split(".")[:2])) < OLDEST:
        place = Place(str(programs))
        fault = Fault("version.old", place, found=said) if said else Fault("version.unknown", place)
        raise FlowXLError(Message("libreoffice.old"), [fault])
    loaders = [*programs.glob("pythonloader.py"), *programs.parent.glob("Resources/pythonloader.py")]
    if not loaders:
        raise FlowXLError(Message("libreoffice.no_python"), [Fault("python", Place(str(programs)), command=UNO)])
    return Office(programs, found[0])


def install(office: Office, *, outside: bool = False) -> Done:
    """Install the add-in, in place of an older one; an administrator installs it for everyone.

    Parameters
    ----------
    outside
        Whether the core shall run in a process of its own even where LibreOffice's Python could import it.

    Raises
    ------
    FlowXLError
        If the extension manager refuses it, for example while LibreOffice is open.
    """
    interpreter = this_interpreter(outside=outside)
    with tempfile.TemporaryDirectory(prefix="flowxl-addin-") as folder:
        path = Path(folder) / NAME
        path.write_bytes(addin(interpreter))
        _manage(office, "add", "--force", path)
    return Done("install", office, is_administrator(), interpreter["program"])


def uninstall(office: Office) -> Done:
    """Take the add-in out; where it is not installed nothing is done.

    Raises
    ------
    FlowXLError
        If the extension manager refuses.
    """
    installed = is_installed(office)
    if installed:
        _manage(office, "remove", IDENTIFIER)
    return Done("uninstall" if installed else "nothing", office, is_administrator(), sys.executable)


def is_installed(office: Office) -> bool:
    """Say whether the add-in is installed, for this person or, asked by an administrator, for everyone."""
    return IDENTIFIER in _run([office.manager, "list", *_for_everyone()]).stdout


def is_administrator() -> bool:
    """Say whether this is root, to whom the extension manager gives extensions of everyone alone."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _for_everyone() -> list[str]:
    return ["--shared"] if is_administrator() else []


def _manage(office: Office, action: str, *arguments: str | Path) -> None:
    ran = _run([office.manager, action, *_for_everyone(), *arguments])
    if ran.returncode:
        said = " ".join((ran.stderr or ran.stdout).split())
        locked = "lock file" in said  # LibreOffice's words, not ours
        fault = Fault("refused.locked" if locked else "refused.manager", Place(str(office.manager)), found=said)
        raise FlowXLError(Message("libreoffice.refused"), [fault])


def _run(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    # LibreOffice takes the modules of the first python3 on the path, and breaks on those of an activated environment.
    path = os.pathsep.join([str(Path(command[0]).parent), os.defpath])
    try:
        return subprocess.run(  # noqa: S603 - programs of the LibreOffice that was found
            list(map(str, command)), capture_output=True, encoding="utf-8", errors="replace", check=False,
            timeout=LIMIT, stdin=subprocess.DEVNULL, env={**os.environ, "PATH": path},
        )  # fmt: skip
    except OSError as error:
        fault = Fault("failed.reason", Place(str(command[0])), reason=Reason(error))
        raise FlowXLError(Message("libreoffice.silent"), [fault]) from error
    except subprocess.TimeoutExpired as error:
        fault = Fault("failed.late", Place(str(command[0])), seconds=LIMIT)
        raise FlowXLError(Message("libreoffice.silent"), [fault]) from error


def _program(folder: Path, name: str) -> Path:
    return folder / (f"{name}.com" if sys.platform == "win32" else name)


def _folders() -> Iterator[Path]:
    """Return where LibreOffice's programs may be: on the path, then where its installers put them."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found:
        yield Path(found).resolve().parent
    for variable in ("ProgramFiles", "ProgramW6432"):
        if variable in os.environ:
            yield Path(os.environ[variable]) / "LibreOffice" / "program"
    yield Path("/Applications/LibreOffice.app/Contents/MacOS")
    yield Path("/usr/lib/libreoffice/program")
    yield from sorted(Path("/opt").glob("libreoffice*/program"), reverse=True)
