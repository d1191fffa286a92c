"""What the catalogue holds of one kind of fault."""

from dataclasses import dataclass

from flowxl.voice.text import Text

NOTHING = Text("", "")


@dataclass(frozen=True)
class Entry:
    """The words of one kind: what was found, what was expected, what to do about it (may be empty)."""

    found: Text
    expected: Text
    remedy: Text = NOTHING
