"""A message is a key and its values; the catalogue has the words. So nothing ever has to look at wording."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flowxl.voice import catalogue
from flowxl.voice.text import Language


@dataclass(frozen=True, init=False, slots=True)
class Message:
    """Something to say: a key of the catalogue, and the values that belong into its text.

    Raises
    ------
    KeyError
        When it is said, if the catalogue does not know the key or a value is lacking: that is a fault of the program.
    """

    key: str
    values: Mapping[str, object] = field(hash=False)

    def __init__(self, key: str, /, **values: object) -> None:
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "values", values)

    def of(self, language: Language) -> str:
        """Return the message in one language."""
        return catalogue.messages()[self.key].say(language, **self.values)

    def __hash__(self) -> int:
        """Return a hash of key and values: a file may give thousands of messages that differ in their values alone."""
        return hash((self.key, frozenset(self.values.items())))

    def __str__(self) -> str:
        """Return the message in English."""
        return self.of("en")
