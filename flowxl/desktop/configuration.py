"""xlwings.conf: read as Excel's side reads it, changed without touching what somebody else put there.

The VBA module reads it with ``Input #``: fields one after the other, two to a setting, whatever the lines are. So a
blank line, or a line with one field too many, shifts everything below it. Of two lines with the same key Excel takes
the first, xlwings' Python side the last. The text is in the code page of the machine, not in UTF-8.
All this was read in xlwings.bas of 0.37.8.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

INTERPRETER = "INTERPRETER_WIN"
BOOK_FOLDER = "ADD_WORKBOOK_TO_PYTHONPATH"
"""Whether Python imports from the folder of the workbook; xlwings takes yes where nothing is set."""
KNOWN_KEYS = frozenset(
    "ADD_WORKBOOK_TO_PYTHONPATH|API_KEY|AUTH|CLI_PATH|CONDA ENV|CONDA PATH|DEBUG UDFS|ENABLE_AUTO_PROXY|EXCLUDE|"
    "FOLLOW_REDIRECTS|INCLUDE|INSECURE|INTERPRETER|INTERPRETER_MAC|INTERPRETER_WIN|LICENSE_KEY|PYTHONPATH|SHOW CONSOLE|"
    "SHOW_ERROR_POPUPS|TEMP DIR|TIMEOUT|UDF MODULES|USE UDF SERVER".split("|")
)
"""Keys that xlwings asks for; more begin with one of ``KNOWN_BEGINNINGS``."""
KNOWN_BEGINNINGS = ("AZUREAD_", "ONEDRIVE_", "PROXY_", "RELEASE_", "SHAREPOINT_")
_SECRET = re.compile(r"KEY|TOKEN|SECRET|PASSWORD", re.IGNORECASE)
_FIELD = re.compile(r'\s*(?:"([^"]*)"|([^,"]*))\s*(?:,|$)')


@dataclass(frozen=True)
class Entry:
    """One setting; keys are the same whatever their case."""

    key: str
    value: str

    @property
    def name(self) -> str:
        """The key as xlwings compares it."""
        return self.key.upper()


@dataclass(frozen=True)
class ConfigFile:
    """A configuration file as it was found.

    Attributes
    ----------
    path
        Where it is.
    entries
        Settings in their order, also those that come twice.
    slips
        What makes Excel read it wrongly, as ``kind:line``: ``blank``, ``fields``, ``mark`` (of UTF-8), ``ends`` (of
        lines), ``letters`` (outside the code page).
    """

    path: str
    entries: tuple[Entry, ...] = ()
    slips: tuple[str, ...] = ()

    def get(self, key: str) -> str | None:
        """Return the value that Excel takes: the first."""
        return next((entry.value for entry in self.entries if entry.name == key), None)


def parse(content: bytes, path: str, encoding: str) -> ConfigFile:
    """Read a configuration file.

    Parameters
    ----------
    content
        Its bytes.
    path
        Its name, for messages.
    encoding
        Code page of the machine.
    """
    slips = []
    if content.startswith(b"\xef\xbb\xbf"):
        slips.append("mark:1")
        content = content[3:]
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].count(b"\n")
        return ConfigFile(path, (), (*slips, f"letters:{before + 1}"))
    if "\n" in text.replace("\r\n", ""):
        slips.append("ends:1")
    entries = []
    if not text:
        return ConfigFile(path, (), tuple(slips))
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removesuffix("\n").removesuffix("\r")), start=1):
        fields = _fields(line)
        if len(fields) == 2:
            entries.append(Entry(*fields))
        else:
            slips.append(f"{'fields' if line.strip() else 'blank'}:{number}")
    return ConfigFile(path, tuple(entries), tuple(slips))


def _fields(line: str) -> list[str]:
    found, position = [], 0
    while match := _FIELD.match(line, position):
        found.append(match[1] if match[1] is not None else match[2].strip())
        position = match.end()
        if position >= len(line):
            return [*found, ""] if line.rstrip().endswith(",") else found
    return []


def render(entries: Iterable[Entry], encoding: str) -> bytes:
    """Return the bytes of a configuration file: CRLF, both fields in quotes.

    Raises
    ------
    UnicodeEncodeError
        If the code page lacks a letter.
    """
    return "".join(f'"{entry.key}","{entry.value}"\r\n' for entry in entries).encode(encoding)


def edit(entries: Iterable[Entry], values: Mapping[str, str | None]) -> tuple[Entry, ...]:
    """Set some keys, or take out those whose value is None; nothing comes twice afterwards.

    Of settings that came twice the first stays, which is the one that Excel has been using.

    >>> edit([Entry("PYTHONPATH", "a"), Entry("pythonpath", "b")], {"DEBUG UDFS": "False"})
    (Entry(key='PYTHONPATH', value='a'), Entry(key='DEBUG UDFS', value='False'))
    """
    result: dict[str, Entry] = {}
    for entry in entries:
        result.setdefault(entry.name, entry)
    for key, value in values.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = Entry(key, value)
    return tuple(result.values())


def twice(entries: Iterable[Entry]) -> list[str]:
    """Return the keys that come more than once."""
    names = [entry.name for entry in entries]
    return sorted({name for name in names if names.count(name) > 1})


def unknown(entries: Iterable[Entry]) -> list[str]:
    """Return the keys that xlwings never asks for."""
    return [e.key for e in entries if e.name not in KNOWN_KEYS and not e.name.startswith(KNOWN_BEGINNINGS)]


def fits(text: str, encoding: str) -> bool:
    """Whether a code page has all letters of a text; one that Windows does not know has none but ASCII.

    >>> fits("张三", "cp936"), fits("张三", "cp1252"), fits("Zhang", "rot13")
    (True, False, True)
    """
    known = re.fullmatch(r"cp\d{3,5}|utf-?8|gbk|gb18030|big5|mbcs", encoding.lower())
    try:
        text.encode(encoding if known else "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def without_secrets(config: ConfigFile) -> ConfigFile:
    """Return the file as it may be shown to others: values of licence keys, tokens and passwords are left out."""
    entries = tuple(Entry(e.key, "***") if _SECRET.search(e.key) else e for e in config.entries)
    return ConfigFile(config.path, entries, config.slips)
