"""Faults: what is wrong, where, what was found and what was expected. All faults of a file are told at once."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    Attributes
    ----------
    kind
        Stable short code of the rule that was broken, e.g. ``"duplicate_code"``.
    where
        Sheet and cell, or file and line.
    found, expected
        In words, with the value that was met and the value or rule that was hoped for.
    remedy
        What to do about it; may be empty.
    """

    kind: str
    where: str
    found: str
    expected: str
    remedy: str = ""

    def __str__(self) -> str:
        """Return one readable line."""
        text = f"{self.where}: found {self.found}; expected {self.expected}"
        return f"{text}. {self.remedy}" if self.remedy else text


class FlowXLError(Exception):
    """Input that cannot be used; carries every fault that was found, not only the first."""

    def __init__(self, title: str, faults: Sequence[Fault] = ()) -> None:
        self.title = title
        self.faults = tuple(faults)
        super().__init__("\n".join([title, *(f"  {fault}" for fault in self.faults)]))
