"""Macros: ours are replaced by those of this FlowXL; where a person added some, theirs stay as they are."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from flowxl.carry import sheets
from flowxl.carry.findings import Finding, Said
from flowxl.carry.workbook import read_sheets
from flowxl.ooxml.package_parts import Parts
from flowxl.vba.reading import UnreadableError, code, read_modules
from flowxl.vba.sources import WORKBOOK_CODE_NAME, sheet_code_name
from flowxl.voice.message import Message
from flowxl.voice.text import Text

KIND = "vbaProject"
SIGNED = Text("已签名的工程", "a signed project")
KEPT = Text("已保留", "kept")
_SIGNATURES = ("vbaProjectSignature", "vbaProjectSignatureAgile", "vbaProjectSignatureV3")
_VERSION = re.compile(r'FxVersion As String = "([^"]*)"')


@dataclass(frozen=True)
class OurMacros:
    """What our macros consist of: makes a project from the code names of workbook and sheets.

    ``modules`` are the texts of our modules as they are now, ``events`` that of the workbook, ``released`` the SHA-256
    of the code of modules that a release wrote under the version of now.
    """

    make: Callable[[str, Sequence[str]], bytes]
    modules: dict[str, str]
    events: str
    released: frozenset[str] = frozenset()


@dataclass
class Macros:
    """The macros of an old book: none, ``ours`` or a person's."""

    part: str = ""
    ours: OurMacros | None = None
    findings: list[Finding] = field(default_factory=list)

    def free_code_name(self, taken: set[str]) -> str:
        """Return a code name for a new sheet; none where macros stay, for which Excel makes one."""
        if self.ours is None:
            return ""
        number = 1
        while sheet_code_name(number).lower() in taken:
            number += 1
        return sheet_code_name(number)

    def put_in(self, parts: Parts, workbook: str) -> None:
        """Replace our macros by new ones that know every sheet."""
        if self.ours is None:
            return
        found = re.search(rb'<workbookPr\b[^>]*\bcodeName="([^"]*)"', parts.content[workbook])
        own = found[1].decode() if found else WORKBOOK_CODE_NAME
        names = [
            name for e in read_sheets(parts, workbook) if (name := sheets.code_name(parts.content.get(e.part, b"")))
        ]
        parts.put(self.part, self.ours.make(own, names))


def read_macros(parts: Parts, workbook: str, ours: OurMacros) -> Macros:
    """Tell whose the macros of a book are."""
    related = {relation.kind: relation.target for relation in parts.relations(workbook)}
    part = related.get(KIND, "")
    if not part:
        return Macros()
    signed = [r.kind for r in parts.relations(part) if r.kind in _SIGNATURES]
    if signed:
        return _kept(part, SIGNED)
    try:
        modules = read_modules(parts.content[part])
    except UnreadableError as error:
        return _kept(part, Message("carry.macros_unreadable", error=str(error)))
    added = [name for name, text in modules.items() if not _is_ours(name, text, ours)]
    return _kept(part, ", ".join(added)) if added else Macros(part, ours)


def _kept(part: str, found: Said) -> Macros:
    return Macros(part, None, [Finding("macros", "VBA", found, KEPT)])


def _is_ours(name: str, text: str, ours: OurMacros) -> bool:
    """Tell whether a module is ours and unchanged; an older FlowXL wrote other text under its own version."""
    own = code(text)
    if not own or own == ours.events:
        return True
    now = ours.modules.get(name)
    if now is None:
        return False
    version = _VERSION.search(text)
    older = version is not None and version[1] != (_VERSION.search(now) or version)[1]
    return own == code(now) or older or hashlib.sha256(own.encode()).hexdigest() in ours.released
