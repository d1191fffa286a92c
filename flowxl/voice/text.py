"""A text in Chinese and English, and how values are put into it: the one way in which FlowXL keeps what people read."""

from dataclasses import dataclass
from string import Formatter
from typing import Any, Literal, Protocol, runtime_checkable

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

LONGEST = 200
"""So many characters of a text from a file are shown."""


def shortened(text: str) -> str:
    """Return a text from a file as it is shown: a cell may hold 32,767 characters.

    >>> shortened("x" * 1234)[-20:]
    '… (1,234 characters)'
    """
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text):,} characters)"


@runtime_checkable
class Sayable(Protocol):
    """Something that has words in each language."""

    def of(self, language: Language) -> str:
        """Return the words in one language."""


@dataclass(frozen=True)
class Text:
    """A text in Chinese and English; one that is empty is taken from the other language.

    It may hold places for values, as ``str.format`` writes them; see :meth:`say`.
    """

    zh: str
    en: str

    @property
    def both(self) -> tuple[str, str]:
        """The text in either language: what to look for where the language is not known."""
        return self.zh, self.en

    def of(self, language: Language) -> str:
        """Return the text in one language, as it stands."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)

    def say(self, language: Language, /, *values: object, **named: object) -> str:
        """Return the text in one language with values put into it.

        A value that has words of its own is said in that language; several values are joined as the language joins
        them (``{names}``), or as a choice (``{names:or}``). ``{name!r}`` stands in quotes, with nothing in it that a
        terminal would obey.

        >>> known = Text("应为 {codes:or}；现为{found!r}", "expected {codes:or}; found {found!r}")
        >>> known.say("en", codes=("SH", "BJ", "GZ"), found="HH")
        "expected SH, BJ or GZ; found 'HH'"
        >>> known.say("zh", codes=("SH", "BJ", "GZ"), found="HH")
        '应为 SH、BJ 或 GZ；现为“HH”'
        """
        return _FORMATTERS[language].vformat(self.of(language), values, named)


class _Formatter(Formatter):
    """Puts values into a text of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        """Return a text in quotes for ``!r``: as Python writes it in English, in the quotes of Chinese otherwise."""
        if conversion == "r" and isinstance(value, str):
            quoted = repr(shortened(value))
            return f"“{quoted[1:-1]}”" if self.language == "zh" else quoted
        return super().convert_field(value, conversion)

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return a value as a text: said, joined, or as Python formats it."""
        if isinstance(value, tuple | list):
            return joined([self.format_field(one, "") for one in value], self.language, choice=format_spec == "or")
        if isinstance(value, Sayable):
            return value.of(self.language)
        return format(value, format_spec)


_FORMATTERS = {language: _Formatter(language) for language in LANGUAGES}


def joined(parts: list[str], language: Language, *, choice: bool = False) -> str:
    """Return parts as one text, as a list or as a choice between them.

    >>> joined(["a", "b"], "zh"), joined(["a", "b"], "en"), joined(["a", "b"], "zh", choice=True)
    ('a、b', 'a, b', 'a 或 b')
    """
    comma, word = ("、", " 或 ") if language == "zh" else (", ", " or ")
    if choice and len(parts) > 1:
        return f"{comma.join(parts[:-1])}{word}{parts[-1]}"
    return comma.join(parts)
