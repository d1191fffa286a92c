"""Lines of a width: a Chinese character takes the room of two letters, and a line may end after it."""

import unicodedata

WIDE = "WF"
NEVER_FIRST = "，。；：、！？）》」』”’"
NEVER_LAST = "（《「『“‘"


def width_of(text: str) -> int:
    """Return how much room a text takes, in letters.

    >>> width_of("abc"), width_of("工作簿"), width_of("“权重”")
    (3, 6, 6)
    """
    return len(text) if text.isascii() else sum(_width(letter) for letter in text)


def _width(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in WIDE else 1


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines; a word is broken nowhere, and no line begins with a full stop or a comma.

    >>> wrapped("write it to FILE", 8), wrapped("写入文件，不替换。", 8), wrapped("写入 FILE（.oxt）", 8)
    (['write it', 'to FILE'], ['写入文', '件，不替', '换。'], ['写入', 'FILE', '（.oxt）'])
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width_of(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()]


def _pieces(text: str) -> list[str]:
    """Return the pieces between which a line may end."""
    pieces: list[str] = []
    joined = False
    for letter in text:
        new = not joined and letter not in NEVER_FIRST and _parts(pieces[-1][-1] if pieces else " ", letter)
        if new or not pieces:
            pieces.append(letter)
        else:
            pieces[-1] += letter
        joined = letter in NEVER_LAST
    return pieces


def _parts(before: str, letter: str) -> bool:
    """Whether a line may end between two letters."""
    if letter == " ":
        return False
    return before == " " or _width(letter) == 2 or _width(before) == 2
