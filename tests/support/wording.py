"""Finds words of another language in what a command says; names, paths, options and quotations are none."""

import re

QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|'[^'\n]*'|\"[^\"\n]*\"|`[^`\n]*`|\[[^\]\n]*\]|\{[^}\n]*\}")
EXAMPLE = re.compile(r"^\s*(?:用法：|usage: )?flowxl .*(?:\n {15,}.*)*$", re.MULTILINE)
LETTER = r"[^\s，。；：、（）“”]"
NAME = re.compile(
    rf"\bflowxl(?: [a-z]+)+|--?[\w-]+|\w+(?:,\w+)+|{LETTER}*[./\\=@_|+*:<>]{LETTER}*|\b[A-Z][A-Z0-9]+\b|\b\w*\d\w*\b"
)
WORDS = re.compile(r"(?:[A-Za-z]+(?:'[a-z]+)?[ ,;:]+){2,}[A-Za-z]+")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
TITLE = re.compile(r"[\u4e00-\u9fff]+\s+\([A-Z][\w\s]*\)|[\u4e00-\u9fff]+/\w+")
"""A title of a sheet or column with its English beside it, maybe on the next line."""


def english(text: str) -> list[str]:
    """Return where three English words stand in a row, in a Chinese text."""
    return WORDS.findall(_bare(text))


def chinese(text: str) -> list[str]:
    """Return the Chinese in an English text; titles of sheets and names of places are none."""
    return CHINESE.findall(_bare(TITLE.sub(" § ", text)))


def _bare(text: str) -> str:
    """Return a text without what has the same words in every language."""
    for pattern in (EXAMPLE, QUOTED, NAME):
        text = pattern.sub(" § ", text)
    return text
