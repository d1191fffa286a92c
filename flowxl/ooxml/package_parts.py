"""A package as parts: bytes by name, relations, content types. What is not changed is written as it was read."""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

from defusedxml.ElementTree import fromstring

from flowxl.ooxml.precheck_zip import resolve
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT_TYPES = "[Content_Types].xml"
WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
STAMP = (1980, 1, 31, 0, 0, 0)  # of new parts: the same input must give the same bytes


def unusual(part: str, found: Message | str, expected: Message | str) -> FlowXLError:
    """Return the refusal of a package that is written in a way that we do not rewrite."""
    fault = Fault("rewrite.part", Place(name=part), found=found, expected=expected)
    return FlowXLError(Message("package.unusual"), [fault])


@dataclass(frozen=True)
class Relation:
    """One relation of a part: ``kind`` is the end of its type, ``target`` the full name of the part or an address."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """Last word of the type, e.g. ``worksheet``."""
        return self.type.rpartition("/")[2]


def relations_name(part: str) -> str:
    """Return the name of the part that holds the relations of a part.

    >>> relations_name("xl/workbook.xml")
    'xl/_rels/workbook.xml.rels'
    """
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


@dataclass
class Parts:
    """The parts of one package, in order; ``changed`` are those that are new or differ from the file."""

    infos: dict[str, zipfile.ZipInfo]
    content: dict[str, bytes]
    changed: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, path: Path) -> "Parts":
        """Read a package that ``precheck`` has let pass."""
        with zipfile.ZipFile(path) as archive:
            return cls.of(archive)

    @classmethod
    def of(cls, archive: zipfile.ZipFile) -> "Parts":
        """Read an open package."""
        infos = {info.filename: info for info in archive.infolist() if not info.is_dir()}
        return cls(infos, {name: archive.read(info) for name, info in infos.items()})

    def write(self, path: Path) -> None:
        """Write the package."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.content.items():
                info = self.infos.get(name)
                if info is None:
                    info = zipfile.ZipInfo(name, STAMP)
                    info.compress_type = zipfile.ZIP_DEFLATED
                    info.external_attr = 0o600 << 16
                archive.writestr(info, content)

    def put(self, name: str, content: bytes) -> None:
        """Set a part; equal bytes change nothing."""
        if self.content.get(name) != content:
            self.content[name] = content
            self.changed.add(name)

    def remove(self, name: str) -> None:
        """Take out a part with its relations and its content type."""
        for gone in (name, relations_name(name)):
            self.content.pop(gone, None)
            self.infos.pop(gone, None)
        pattern = rb"<Override\b[^>]*\bPartName=" + re.escape(quoteattr("/" + name).encode()) + rb"[^>]*/>"
        self.put(CONTENT_TYPES, re.sub(pattern, b"", self.content[CONTENT_TYPES]))

    def real(self, name: str) -> str:
        """Return a name as it stands in the package, where case does not count."""
        if name in self.content:
            return name
        return next((known for known in self.content if known.lower() == name.lower()), name)

    def relations(self, part: str) -> list[Relation]:
        """Return the relations of a part; of the package itself for an empty name."""
        content = self.content.get(self.real(relations_name(part)))
        if content is None:
            return []
        found = []
        for element in fromstring(content, forbid_dtd=True):
            external = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            if not external:
                target = self.real(resolve(posixpath.dirname(part), target))
            found.append(Relation(element.get("Id", ""), element.get("Type", ""), target, external))
        return found

    def set_relations(self, part: str, relations: list[Relation]) -> None:
        """Write the relations of a part; none takes the part with them out."""
        name = relations_name(part)
        if not relations:
            self.content.pop(name, None)
            self.infos.pop(name, None)
            return
        folder = posixpath.dirname(part)
        items = []
        for relation in relations:
            target = relation.target if relation.external else posixpath.relpath(relation.target, folder or ".")
            mode = ' TargetMode="External"' if relation.external else ""
            items.append(
                f"<Relationship Id={quoteattr(relation.id)} Type={quoteattr(relation.type)} "
                f"Target={quoteattr(target)}{mode}/>"
            )
        text = f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(items)}</Relationships>'
        self.put(name, b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text.encode())

    def add_relation(self, part: str, kind: str, target: str) -> str:
        """Add a relation of a kind to a part and return its id; the others stay as they are written."""
        relations = self.relations(part)
        new = free_id({relation.id for relation in relations})
        name = self.real(relations_name(part))
        if name not in self.content:
            self.set_relations(part, [Relation(new, f"{RELATIONS}/{kind}", target)])
            return new
        path = posixpath.relpath(target, posixpath.dirname(part) or ".")
        item = f'<Relationship Id="{new}" Type="{RELATIONS}/{kind}" Target={quoteattr(path)}/>'
        self.put(name, _before_end(self.content[name], item.encode(), name))
        return new

    def drop_relations(self, part: str, ids: set[str]) -> None:
        """Take out relations by id; the others stay as they are written."""
        name = self.real(relations_name(part))
        if name not in self.content or not ids:
            return

        def kept(found: re.Match[bytes]) -> bytes:
            own = re.search(rb"""\bId=["'](.*?)["']""", found[0])
            return b"" if own and own[1].decode() in ids else found[0]

        self.put(name, re.sub(rb"<(?:\w+:)?Relationship\b[^>]*?/>", kept, self.content[name]))

    def type_of(self, name: str) -> str:
        """Return the content type of a part."""
        default = ""
        for element in fromstring(self.content[CONTENT_TYPES], forbid_dtd=True):
            if element.get("PartName", "").lower() == f"/{name}".lower():
                return str(element.get("ContentType", ""))
            if element.get("Extension", "\0").lower() == name.rpartition(".")[2].lower():
                default = element.get("ContentType", "")
        return default

    def declare(self, name: str, content_type: str) -> None:
        """Give a part its content type."""
        if self.type_of(name) != content_type:
            item = f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(content_type)}/>"
            self.put(CONTENT_TYPES, _before_end(self.content[CONTENT_TYPES], item.encode(), CONTENT_TYPES))

    def free(self, pattern: str) -> str:
        """Return the first free name of a pattern with ``{}`` for a number."""
        known = {name.lower() for name in self.content}
        number = 1
        while pattern.format(number).lower() in known:
            number += 1
        return pattern.format(number)


def free_id(taken: set[str]) -> str:
    """Return a relation id that is not taken.

    >>> free_id({"rId1", "rId2"})
    'rId3'
    """
    number = len(taken) + 1
    while f"rId{number}" in taken:
        number += 1
    return f"rId{number}"


def _before_end(xml: bytes, item: bytes, part: str) -> bytes:
    """Insert an element before the end tag of the root, which programs write without a prefix."""
    at = xml.rfind(b"</")
    if at < 0 or b":" in xml[at : xml.find(b">", at)]:
        raise unusual(part, Message("package.prefix"), Message("package.no_prefix"))
    return xml[:at] + item + xml[at:]
