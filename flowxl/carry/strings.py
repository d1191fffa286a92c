"""Shared strings: those of the fresh sheets are found among the old ones or appended; none is ever renumbered."""

import re
from xml.sax.saxutils import escape, unescape

from flowxl.ooxml.package_parts import unusual

_ITEM = re.compile(rb"<si\s*/>|<si>(.*?)</si>", re.DOTALL)
_PLAIN = re.compile(rb"\s*<t(?:\s[^>]*)?>([^<]*)</t>\s*(?:<phoneticPr\b[^>]*/>\s*)?", re.DOTALL)


class Strings:
    """The strings of the old book, to which others are added."""

    def __init__(self, xml: bytes | None) -> None:
        self.xml = xml or (
            b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"></sst>'
        )
        self.numbers: dict[str, int] = {}
        items = list(_ITEM.finditer(self.xml))
        self.size = len(items)
        for number, found in enumerate(items):
            plain = _PLAIN.fullmatch(found[1] or b"<t/>")
            if plain:
                self.numbers.setdefault(unescape(plain[1].decode(), {"&quot;": '"', "&apos;": "'"}), number)
        self.new: list[str] = []

    def number(self, text: str) -> int:
        """Return the number of a plain text, which is added if no string of the old book is the same."""
        if text not in self.numbers:
            self.numbers[text] = self.size + len(self.new)
            self.new.append(text)
        return self.numbers[text]

    def numbers_of(self, fresh: bytes) -> dict[int, int]:
        """Return the number here of each string of another book, as far as it is plain; ours are."""
        found = {}
        for number, item in enumerate(_ITEM.finditer(fresh)):
            plain = _PLAIN.fullmatch(item[1] or b"<t/>")
            if plain is None:
                raise unusual("sharedStrings", "a string with formats in a fresh book", "plain strings")
            found[number] = self.number(unescape(plain[1].decode(), {"&quot;": '"', "&apos;": "'"}))
        return found

    def written(self) -> bytes:
        """Return the part; the old strings are as they were."""
        if not self.new:
            return self.xml
        items = "".join(f"<si><t{_space(text)}>{escape(text)}</t></si>" for text in self.new).encode()
        start = re.search(rb"<sst\b[^>]*>", self.xml)
        if start is None:
            raise unusual("sharedStrings", "strings with a prefix", "none")
        # both counts are optional, and would be wrong now
        tag = re.sub(rb'\s+(?:count|uniqueCount)="\d+"', b"", start[0])
        rest = self.xml[start.end() :]
        if tag.endswith(b"/>"):
            tag, rest = tag[:-2] + b">", b"</sst>"
        xml = self.xml[: start.start()] + tag + rest
        at = xml.rfind(b"</sst>")
        if at < 0:
            raise unusual("sharedStrings", "strings with a prefix", "none")
        return xml[:at] + items + xml[at:]


def _space(text: str) -> str:
    return ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
