"""Modules of a VBA project: what may stand in one, and the text that is stored for it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from flowxl.voice.faults import Fault, rough

CODE_PAGE = 1252
ENCODING = f"cp{CODE_PAGE}"
LONGEST_LINE, MOST_CONTINUATIONS = 1023, 24
IDENTIFIER = re.compile(r"[A-Za-z]\w{0,30}", re.ASCII)
IDENTIFIER_RULE = "an ASCII letter, then up to 30 ASCII letters, digits and underscores"

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
    taken = {project.lower(): "the project", "dir": "a stream of the project"}
    for module in modules:
        if module.name.lower() in taken:
            found = f"the name of {taken[module.name.lower()]}"
            faults.append(
                rough("module_name", f"module {module.name}", found, "a name of its own; case does not count")
            )
        taken[module.name.lower()] = f"module {module.name}"
    books = [module.name for module in modules if module.kind == "workbook"]
    if len(books) != 1:
        found = f"{len(books)} modules of kind workbook" + (f" ({', '.join(books)})" if books else "")
        faults.append(rough("workbook_module", "modules", found, "exactly one"))
    return faults


def _name_faults(module: Module) -> Iterator[Fault]:
    where = f"module {module.name}"
    attributes, body = _split(module.source)
    if not IDENTIFIER.fullmatch(module.name):
        yield rough("module_name", where, f"the name {module.name!r}", IDENTIFIER_RULE)
    given = attributes.get("VB_Name", f'"{module.name}"')
    if given != f'"{module.name}"':
        yield rough("module_name", where, f"Attribute VB_Name = {given}", f'"{module.name}", or no such line')
    if body and body[0].upper().startswith("VERSION "):
        yield rough("header", where, repr(body[0]), "a header that ends with a line END, or none")
    late = [line for line in body if _ATTRIBUTE.fullmatch(line)]
    if late:
        yield rough("header", where, f"{late[0]!r} below other lines", "attributes of the module before anything else")


def _text_faults(module: Module) -> Iterator[Fault]:
    continued = 0
    for number, line in enumerate(_lines(module.source), start=1):
        where = f"module {module.name}, line {number}"
        if "\r" in line:
            yield rough("line_end", where, "a carriage return inside the line", "LF or CRLF at its end only")
        elif control := _CONTROL.search(line):
            yield rough("character", where, f"the control character {control[0]!r}", "none but tabs")
        if len(line) > LONGEST_LINE:
            yield rough("line_length", where, f"{len(line)} characters", f"at most {LONGEST_LINE}")
        if unknown := _unknown(line):
            yield rough("character", where, f"{unknown!r}", f"characters of code page {CODE_PAGE}; ASCII is safest")
        continued = continued + 1 if line.endswith((" _", "\t_")) else 0
        if continued == MOST_CONTINUATIONS + 1:
            yield rough("continuation", where, f"{continued} lines continued with _", f"at most {MOST_CONTINUATIONS}")


def _unknown(line: str) -> str:
    """Return the characters that the code page lacks."""
    known = set(line.encode(ENCODING, "ignore").decode(ENCODING))
    return "".join(dict.fromkeys(character for character in line if character not in known))
