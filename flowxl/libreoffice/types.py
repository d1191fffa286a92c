"""Compile the type library of the add-in: ``python -m flowxl.libreoffice.types``; needs LibreOffice's SDK."""

import os
import subprocess
import tempfile
from pathlib import Path

from flowxl.libreoffice.build import TYPES, idl
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

SDK = "apt install libreoffice-dev"
WRITER = "sdk/bin/unoidl-write"
BASE = ("program/types.rdb", "program/types/offapi.rdb")


def compile_types(office: Path, target: Path) -> None:
    """Compile the interface of the functions.

    Parameters
    ----------
    office
        Folder of LibreOffice, which holds ``program`` and ``sdk``.
    target
        The file to write.

    Raises
    ------
    FlowXLError
        If the compiler is missing or refuses the interface.
    """
    writer = office / WRITER
    if not writer.exists():
        raise FlowXLError(Message("libreoffice.types"), [Fault("missing.sdk", Place(str(writer)), command=SDK)])
    with tempfile.TemporaryDirectory(prefix="flowxl-types-") as folder:
        source, made = Path(folder) / "XFunctions.idl", Path(folder) / TYPES.name
        source.write_text(idl(), encoding="utf-8")
        command = [writer, *(office / base for base in BASE), source, made]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - LibreOffice's own
        if ran.returncode:
            fault = Fault("refused.compiler", Place(str(writer)), found=ran.stderr.strip())
            raise FlowXLError(Message("libreoffice.types"), [fault])
        content = made.read_bytes()
    new = target.with_name(f".{target.name}.new")
    new.write_bytes(content)
    new.replace(target)


def office_folder() -> Path:
    """Return the folder of the LibreOffice that is found first, following links."""
    found = next((Path(path) / "soffice" for path in os.get_exec_path() if (Path(path) / "soffice").exists()), None)
    if found is None:
        raise FlowXLError(Message("libreoffice.missing"), [Fault("missing.soffice", Place(name="PATH"))])
    return found.resolve().parents[1]


if __name__ == "__main__":
    compile_types(office_folder(), TYPES)
