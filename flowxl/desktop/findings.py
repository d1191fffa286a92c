"""What the doctor says: one finding per link of the chain from Excel to Python, in Chinese and English."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from flowxl.desktop.texts import CASES, LINKS
from flowxl.voice.text import Text

State = Literal["ok", "attention", "fault"]
STATES: tuple[State, ...] = ("ok", "attention", "fault")
UNSEEN = frozenset({"antivirus", "bits_unknown", "addin_unknown"})
"""Cases that count as ok because nothing speaks against them; nobody looked."""


@dataclass(frozen=True)
class Finding:
    """One link of the chain.

    Attributes
    ----------
    code
        The link, e.g. ``"xlwings"``.
    case
        What is the matter with it, e.g. ``"xlwings_version"``.
    state
        ``ok``; ``attention``: the numbers are right, but something should be known or done; ``fault``: functions cannot
        answer until this is put right.
    found, expected, remedy
        In words; the last two may be empty.
    """

    code: str
    case: str
    state: State
    found: Text
    expected: Text
    remedy: Text

    @property
    def seen(self) -> bool:
        """Whether the link was looked at, and not only taken for good."""
        return self.case not in UNSEEN

    @property
    def link(self) -> Text:
        """Name of the link."""
        return LINKS[self.code]


def finding(code: str, case: str, state: State, **values: object) -> Finding:
    """Return the finding of a case, with its values filled in; a value may have words of its own in each language."""
    found, expected, remedy = (Text(text.say("zh", **values), text.say("en", **values)) for text in CASES[case])
    return Finding(code, case, state, found, expected, remedy)


def worst(findings: Iterable[Finding]) -> State:
    """Return the gravest state."""
    return max((one.state for one in findings), key=STATES.index, default="ok")
