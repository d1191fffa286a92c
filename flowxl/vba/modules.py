"""Modules of a VBA project: what may stand in one, and the text that is stored for it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from flowxl.voice.faults import Fault
from flowxl.voice.message import Message
from flowxl.voice.place import Place

CODE_PAGE = 1252
ENCODING = f"cp{CODE_PAGE}"
LONGEST_LINE, MOST_CONTINUATIONS = 1023, 24
IDENTIFIER = re.compile(r"[A-Za-z]\w{0,30}", re.ASCII)

Kind = Literal["workbook", "worksheet", "standard", "class"]
DOCUMENTS = ("workbook", "worksheet")
_BASES: dict[Kind, str] = {
    "workbook": "0{00020819-0000-0000-C000-000000000046}",
    "worksheet": "0{00020820-0000-0000-C000-000000000046}",
    "class": "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}",
}
_ATTRIBUTE = re.compile(r"Attribute (VB_\w+) = (.*)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Module:
    """One module.

    Attributes
    ----------
    name
        For documents the code name of the workbook or sheet, to the letter: Excel adds a second one where they differ.
    kind
        Workbook and worksheets are documents; their attributes are made here.
    source
        Text as a file exported from Excel has it, or the bare procedures; lines may end in LF or CRLF. The header of a
        class file (``VERSION`` to ``END``) is left out: it belongs to the file and not to the project.
    """

    name: str
    kind: Kind
    source: str = ""

    @property
    def text(self) -> str:
        """Return what is stored: attributes first, every line ended by CRLF."""
        given, body = _split(self.source)
        given.pop("VB_Base", None)  # it follows from the kind
        attributes = {"VB_Name": f'"{self.name}"'} | _class_attributes(self.kind) | given
        lines = [*(f"Attribute {key} = {value}" for key, value in attributes.items()), *body]
        return "".join(f"{line}\r\n" for line in lines)

    @property
    def description(self) -> str:
        """Return the text of ``VB_Description``, which the ``dir`` stream repeats."""
        quoted = _split(self.source)[0].get("VB_Description", '""')
        return quoted[1:-1].replace('""', '"').replace(r"\r\n", "\r\n")


def _class_attributes(kind: Kind) -> dict[str, str]:
    """Return attributes in the order in which Excel writes them; a standard module has none but its name."""
    if kind == "standard":
        return {}
    document = kind in DOCUMENTS
    flags = {
        "VB_GlobalNameSpace": False,
        "VB_Creatable": False,
        "VB_PredeclaredId": document,
        "VB_Exposed": document,
        "VB_TemplateDerived": False,
        "VB_Customizable": document,
    }
    return {"VB_Base": f'"{_BASES[kind]}"', **{key: str(value) for key, value in flags.items()}}


def _lines(source: str) -> list[str]:
    lines = source.replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _split(source: str) -> tuple[dict[str, str], list[str]]:
    """Return the attributes at the head of a source, and the lines after them."""
    lines = _lines(source)
    lines = lines[_header_size(lines) :]
    attributes: dict[str, str] = {}
    for number, line in enumerate(lines):
        found = _ATTRIBUTE.fullmatch(line)
        if found is None:
            return attributes, lines[number:]
        attributes[found[1]] = found[2]
    return attributes, []


def _header_size(lines: Sequence[str]) -> int:
    """Return the number of lines from VERSION to END; 0 without such a header."""
    if not lines or not lines[0].upper().startswith("VERSION "):
        return 0
    return next((number for number, line in enumerate(lines, start=1) if line.strip().upper() == "END"), 0)


def faults_of(modules: Sequence[Module], project: str) -> list[Fault]:
    """Return everything for which Excel would refuse, repair or silently change a project."""
    faults = [fault for module in modules for fault in (*_name_faults(module), *_text_faults(module))]
    taken = {project.lower(): Message("vba.the_project"), "dir": Message("vba.a_stream")}
    for module in modules:
        if module.name.lower() in taken:
            faults.append(Fault("module_name.taken", _place(module), owner=taken[module.name.lower()]))
        taken[module.name.lower()] = Message("place.module", module=module.name)
    books = [module.name for module in modules if module.kind == "workbook"]
    if len(books) != 1:
        place = Place(name=Message("place.modules"))
        several = Fault("workbook_module.several", place, number=len(books), names=tuple(books))
        faults.append(several if books else Fault("workbook_module.none", place))
    return faults


def _place(module: Module) -> Place:
    return Place(name=Message("place.module", module=module.name))


def _name_faults(module: Module) -> Iterator[Fault]:
    place = _place(module)
    attributes, body = _split(module.source)
    if not IDENTIFIER.fullmatch(module.name):
        yield Fault("module_name.rule", place, found=module.name)
    given = attributes.get("VB_Name", f'"{module.name}"')
    if given != f'"{module.name}"':
        yield Fault("module_name.attribute", place, found=given, name=module.name)
    if body and body[0].upper().startswith("VERSION "):
        yield Fault("header.end", place, line=body[0])
    late = [line for line in body if _ATTRIBUTE.fullmatch(line)]
    if late:
        yield Fault("header.late", place, line=late[0])


def _text_faults(module: Module) -> Iterator[Fault]:
    continued = 0
    for number, line in enumerate(_lines(module.source), start=1):
        place = Place(name=Message("place.module_line", module=module.name, line=number))
        if "\r" in line:
            yield Fault("line_end", place)
        elif control := _CONTROL.search(line):
            yield Fault("character.control", place, found=control[0])
        if len(line) > LONGEST_LINE:
            yield Fault("line_length", place, found=len(line), most=LONGEST_LINE)
        if unknown := _unknown(line):
            yield Fault("character.unknown", place, found=unknown, code_page=CODE_PAGE)
        continued = continued + 1 if line.endswith((" _", "\t_")) else 0
        if continued == MOST_CONTINUATIONS + 1:
            yield Fault("continuation", place, found=continued, most=MOST_CONTINUATIONS)


def _unknown(line: str) -> str:
    """Return the characters that the code page lacks."""
    known = set(line.encode(ENCODING, "ignore").decode(ENCODING))
    return "".join(dict.fromkeys(character for character in line if character not in known))
