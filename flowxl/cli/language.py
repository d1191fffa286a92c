"""In which language a command speaks: ``--lang``, else the book's, else the system's. One place decides."""

import argparse
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import TextIO

from flowxl.voice.system import system_language
from flowxl.voice.text import LANGUAGES, Language

OPTION = "--lang"
SAMPLE = "中文：“”"


def message_language(arguments: argparse.Namespace, book: Language | None = None) -> Language:
    """Return the language of what a command says.

    Parameters
    ----------
    arguments
        What was typed.
    book
        The language of the book or framework that it is about, where that is known.
    """
    asked: Language | None = arguments.lang
    return asked or shown(book or system_language())


def typed_language(words: Sequence[str]) -> Language:
    """Return the language for what is said before anything is parsed: help, and arguments at fault.

    >>> typed_language(["compute", "--lang", "zh", "--help"]), typed_language(["--lang=en", "--", "--lang=zh"])
    ('zh', 'en')
    """
    options = list(words)[: list(words).index("--")] if "--" in words else list(words)
    found: Language | None = None
    for word, following in pairwise([*options, ""]):
        option, equals, value = word.partition("=")
        typed = value if equals else following
        found = next((one for one in LANGUAGES if option == OPTION and one == typed), found)
    return found or shown(system_language())


def shown(language: Language) -> Language:
    """Return the language, or English where a stream cannot show Chinese: codes in its place help nobody."""
    return language if all(shows_chinese(stream) for stream in (sys.stdout, sys.stderr)) else "en"


def shows_chinese(stream: TextIO) -> bool:
    """Whether a stream has letters for Chinese; one without an encoding keeps any text."""
    try:
        SAMPLE.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
