"""Elements of a part with the bytes that they stand in: told by namespace, whatever prefix a program gave them."""

import re
from dataclasses import dataclass, replace
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from flowxl.ooxml.escapes import to_text
from flowxl.ooxml.package_parts import unusual
from flowxl.voice.message import Message

Name = tuple[str, str]
"""Namespace and local name."""
_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")


@dataclass(frozen=True)
class Element:
    """One element: name, attributes, depth (the root's is 0); it begins at ``start``, holds ``inside`` to ``close``."""

    name: Name
    attributes: dict[Name, str]
    depth: int
    start: int
    inside: int
    close: int
    end: int


@dataclass(frozen=True)
class Markup:
    """A part taken apart: its elements in the order of their start tags, and the namespaces of the root by prefix."""

    xml: bytes
    elements: tuple[Element, ...]
    prefixes: dict[str, str]

    @property
    def root(self) -> Element:
        """The element that holds all others."""
        return self.elements[0]

    @property
    def children(self) -> list[Element]:
        """Return what stands directly in the root."""
        return [element for element in self.elements if element.depth == 1]

    def within(self, outer: Element) -> list[Element]:
        """Return an element and all that stands in it."""
        return [element for element in self.elements if outer.start <= element.start < outer.end]

    def written(self, element: Element) -> bytes:
        """Return an element as it is written."""
        return self.xml[element.start : element.end]

    def text(self, element: Element) -> str:
        """Return the text of an element that holds no others."""
        return to_text(self.xml[element.inside : element.close])


class _Reader:
    """Notes where elements begin and end while expat reads."""

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self.found: list[Element] = []
        self.open: list[int] = []
        self.prefixes: dict[str, str] = {}
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartNamespaceDeclHandler = self.declare

    def declare(self, prefix: str | None, uri: str) -> None:
        if not self.found:
            self.prefixes[prefix or ""] = uri or ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        own = {_name(key): value for key, value in attributes.items()}
        self.open.append(len(self.found))
        self.found.append(Element(_name(name), own, len(self.open) - 1, at, at, at, at))

    def end(self, _: str) -> None:
        number = self.open.pop()
        element, at = self.found[number], self.parser.CurrentByteIndex
        tag = _TAG.match(self.xml, element.start)
        if tag is None:
            raise ValueError(element.name)
        empty = tag[0].endswith(b"/>")
        close = tag.end() if empty else at
        end = tag.end() if empty else self.xml.index(b">", at) + 1
        self.found[number] = replace(element, inside=tag.end(), close=close, end=end)


def _name(text: str) -> Name:
    namespace, _, local = text.rpartition(" ")
    return namespace, local


def take_apart(xml: bytes, part: str) -> Markup:
    """Take a part apart that ``precheck`` has let pass.

    Raises
    ------
    FlowXLError
        If it is no XML, or in letters of two bytes.
    """
    reader = _Reader(xml)
    try:
        reader.parser.Parse(xml, True)
    except (expat.ExpatError, ValueError) as error:
        raise unusual(part, Message("package.odd_xml"), Message("package.utf8_xml")) from error
    return Markup(xml, tuple(reader.found), reader.prefixes)


def with_namespaces(element: bytes, wanted: dict[str, str], known: dict[str, str]) -> bytes:
    """Return an element that can stand where other prefixes are known: what it needs is declared on it.

    >>> with_namespaces(b"<a:x/>", {"a": "urn:1"}, {"b": "urn:1"})
    b'<a:x xmlns:a="urn:1"/>'
    """
    start = re.match(rb"<[^\s/>]+", element)
    tag = _TAG.match(element)
    if start is None or tag is None:
        raise ValueError(element[:80])
    more = ""
    for prefix, uri in wanted.items():
        name = f"xmlns:{prefix}" if prefix else "xmlns"
        declared = re.search(rb"\s%s\s*=" % name.encode(), tag[0])
        if known.get(prefix) != uri and declared is None:
            more += f" {name}={quoteattr(uri)}"
    return element[: start.end()] + more.encode() + element[start.end() :]
