"""Text as XML writes it, and back: names and numbers of letters where a program wrote those."""

import re
from xml.sax.saxutils import escape

_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ENTITY = re.compile(r"&(#[0-9]+|#x[0-9A-Fa-f]+|\w+);")


def to_text(xml: bytes) -> str:
    """Return the text of an element or attribute, also where letters are written as numbers.

    >>> to_text(b"&#20132;&#x901A;!A1&amp;#65;")
    '交通!A1&#65;'
    """
    return _ENTITY.sub(lambda found: _letter(found[1]), xml.decode())


def _letter(name: str) -> str:
    if name.startswith("#"):
        return chr(int(name[2:], 16) if name[1] in "xX" else int(name[1:]))
    return _ENTITIES.get(name, f"&{name};")


def to_xml(text: str, *, attribute: bool = False) -> bytes:
    """Return a text as XML."""
    return escape(text, {'"': "&quot;"} if attribute else {}).encode()
