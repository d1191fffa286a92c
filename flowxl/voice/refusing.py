"""Refusals know the language of the book that they are about, so that they can be told in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from flowxl.voice.faults import FlowXLError
from flowxl.voice.text import Language


@contextmanager
def refusing_in(language: Language) -> Iterator[None]:
    """Give refusals the language of a book, where they have none yet.

    >>> try:
    ...     with refusing_in("zh"):
    ...         raise FlowXLError("…")
    ... except FlowXLError as error:
    ...     error.language
    'zh'
    """
    try:
        yield
    except FlowXLError as error:
        error.language = error.language or language
        raise
