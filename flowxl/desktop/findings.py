"""What the doctor says: one finding per link of the chain from Excel to Python, in Chinese and English."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from flowxl.desktop.texts import CASES, LINKS

State = Literal["ok", "attention", "fault"]
STATES: tuple[State, ...] = ("ok", "attention", "fault")
UNSEEN = frozenset({"antivirus", "bits_unknown", "addin_unknown"})
"""Cases that count as ok because nothing speaks against them; nobody looked."""


@dataclass(frozen=True)
class Message:
    """A sentence in Chinese and English; ``core.framework.Text`` would do, but it imports numpy."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """Return it in one language."""
        return self.zh if language == "zh" else self.en


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
    found: Message
    expected: Message
    remedy: Message

    @property
    def seen(self) -> bool:
        """Whether the link was looked at, and not only taken for good."""
        return self.case not in UNSEEN

    @property
    def link(self) -> Message:
        """Name of the link."""
        return Message(*LINKS[self.code])


def finding(code: str, case: str, state: State, **values: object) -> Finding:
    """Return the finding of a case, with its values filled in; a value may be a pair, Chinese and English."""
    zh, en = ({k: v[n] if isinstance(v, tuple) else v for k, v in values.items()} for n in (0, 1))
    found, expected, remedy = (Message(pair[0].format(**zh), pair[1].format(**en)) for pair in CASES[case])
    return Finding(code, case, state, found, expected, remedy)


def worst(findings: Iterable[Finding]) -> State:
    """Return the gravest state."""
    return max((one.state for one in findings), key=STATES.index, default="ok")
