"""A whole ``vbaProject.bin`` after [MS-OVBA] 2.2.1, from the source text of its modules; no compiled code.

Excel compiles a project without such code when it is opened. The same modules give the same bytes.
"""

import hashlib
import uuid
from collections.abc import Mapping, Sequence

from flowxl.vba.compound import compound_file
from flowxl.vba.compression import compress, has_raw_chunk
from flowxl.vba.directory import dir_stream
from flowxl.vba.modules import DOCUMENTS, ENCODING, IDENTIFIER, Module, faults_of
from flowxl.vba.protection import protection
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

__all__ = ["Module", "vba_project"]

PROJECT_NAME = "VBAProject"
NOT_COMPILED = bytes.fromhex("CC61 FFFF 00 0000")  # the stream _VBA_PROJECT without a cache ([MS-OVBA] 2.3.4.1)
_NAMESPACE = uuid.UUID("5b0c4f5e-5c1f-4c55-9d0e-4f9a3c9f6f57")  # of our project numbers; drawn once


def vba_project(modules: Sequence[Module], name: str = PROJECT_NAME) -> bytes:
    """Return the VBA project of a workbook.

    Parameters
    ----------
    modules
        In the order in which the editor lists them: one of kind workbook, one per sheet, then others.
    name
        Name of the project; macros in other workbooks that refer to this one know it by that name.

    Raises
    ------
    FlowXLError
        With every fault of every module.
    """
    faults = faults_of(modules, name)
    if not IDENTIFIER.fullmatch(name):
        faults.append(Fault("project_name", Place(name=Message("place.vba_project")), found=name))
    if not faults:
        streams = {module.name: compress(module.text.encode(ENCODING)) for module in modules}
        faults = [_raw(stream) for stream, content in streams.items() if has_raw_chunk(content)]
    if faults:
        raise FlowXLError(Message("vba.project", faults=len(faults)), faults)
    vba = {"_VBA_PROJECT": NOT_COMPILED, "dir": compress(dir_stream(name, modules)), **streams}
    return compound_file(
        {"VBA": vba, "PROJECT": _project(modules, name, streams), "PROJECTwm": _names(modules)},
    )


def _raw(module: str) -> Fault:
    return Fault("random_text", Place(name=Message("place.module", module=module)))


def _identity(name: str, streams: Mapping[str, bytes]) -> str:
    """Return the project's GUID in braces: made from the contents, where Office draws one."""
    digest = hashlib.sha256(name.encode())
    for key, content in streams.items():
        digest.update(f"{key}\0{len(content)}\0".encode() + content)
    return f"{{{uuid.uuid5(_NAMESPACE, digest.hexdigest())}}}".upper()


def _project(modules: Sequence[Module], name: str, streams: Mapping[str, bytes]) -> bytes:
    """Return the stream PROJECT, a text in the manner of .ini files ([MS-OVBA] 2.3.1)."""
    identity = _identity(name, streams)
    lines = [
        f'ID="{identity}"',
        *map(_declaration, modules),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        *(f'{key}="{value}"' for key, value in protection(identity).items()),
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),  # windows of the editor, closed
    ]
    return "".join(f"{line}\r\n" for line in lines).encode(ENCODING)


def _declaration(module: Module) -> str:
    if module.kind in DOCUMENTS:
        return f"Document={module.name}/&H00000000"
    return f"{'Module' if module.kind == 'standard' else 'Class'}={module.name}"


def _names(modules: Sequence[Module]) -> bytes:
    """Return the stream PROJECTwm, which is not compressed: names in the code page and in UTF-16 ([MS-OVBA] 2.3.3)."""
    pairs = (f"{module.name}\0".encode(ENCODING) + f"{module.name}\0".encode("utf-16-le") for module in modules)
    return b"".join(pairs) + bytes(2)
