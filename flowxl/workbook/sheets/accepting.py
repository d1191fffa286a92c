"""What cells accept: the words that go with it, and rules that several sheets have."""

from typing import Any

from flowxl.voice.text import Text
from flowxl.workbook.book import Book
from flowxl.workbook.declare import Accepts
from flowxl.workbook.grid import Box

LIMIT = 1e15
"""Numbers that a yearbook can print; beyond it a double loses digits."""
LONGEST_TEXT = 500
REFUSED = Text("不能这样填", "This cannot be entered")
CHOICE = Text("请从列表选择。", "Choose from the list.")
TEXT = Text("文字请不超过 500 字。", "At most 500 characters.")
Said = tuple[Text, Text, Text]
"""Title of what is shown beside a cell, that itself, and what is said when an entry is refused."""


def say(book: Book, words: Said, *values: object) -> dict[str, str]:
    """Return the words of a rule in the language of the book."""
    title, prompt, error = (book.say(text).format(*values) for text in words)
    refused = book.say(REFUSED)
    return {"input_title": title, "input_message": prompt, "error_title": refused, "error_message": error}


def short_texts(book: Book, cells: Box) -> Accepts:
    """Warn of long texts."""
    rule: dict[str, Any] = {
        "validate": "length",
        "criteria": "<=",
        "value": LONGEST_TEXT,
        "error_type": "warning",
        "error_title": book.say(REFUSED),
        "error_message": book.say(TEXT),
    }
    return Accepts((cells,), rule)


def runs(flags: list[bool], kind: bool) -> list[tuple[int, int]]:
    """Return first and last position of every unbroken run of a kind."""
    found: list[tuple[int, int]] = []
    for position, flag in enumerate(flags):
        if flag is not kind:
            continue
        if found and found[-1][1] == position - 1:
            found[-1] = (found[-1][0], position)
        else:
            found.append((position, position))
    return found
