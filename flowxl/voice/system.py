"""The language of this computer, for messages where neither a person nor a book says which; standard library only."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from flowxl.voice.text import Language

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""What says the language of messages on POSIX; the first that is set counts."""
CHINESE_ON_WINDOWS = 0x04
"""Primary language of Windows' identifiers for Chinese; it stands in their lowest ten bits."""
PREFERENCES = Path("~/Library/Preferences/.GlobalPreferences.plist")


def system_language(
    environ: Mapping[str, str] | None = None,
    platform: str = sys.platform,
    asked: Mapping[str, Callable[[], Language]] | None = None,
) -> Language:
    """Return Chinese where the system is Chinese, else English.

    Parameters
    ----------
    environ
        Environment; defaults to that of the process.
    platform
        As ``sys.platform`` has it.
    asked
        What to ask, by platform, where no variable of the environment is set; defaults to the system itself.

    Notes
    -----
    >>> system_language({"LANG": "zh_CN.UTF-8"}), system_language({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"})
    ('zh', 'en')
    """
    environ = os.environ if environ is None else environ
    for variable in VARIABLES:
        if environ.get(variable):
            return of_locale(environ[variable])
    ask = (ASKED if asked is None else asked).get(platform)
    return ask() if ask else "en"


def of_locale(name: str) -> Language:
    """Return the language of a locale or a tag of a language.

    >>> [of_locale(name) for name in ("zh_TW.UTF-8", "zh-Hans-CN", "zh", "C.UTF-8", "en_GB", "de_DE@euro")]
    ['zh', 'zh', 'zh', 'en', 'en', 'en']
    """
    return "zh" if name.replace("-", "_").partition("_")[0].partition(".")[0].lower() == "zh" else "en"


def _windows() -> Language:
    """Return the language in which Windows shows its own menus."""
    import ctypes

    identifier: int = ctypes.windll.kernel32.GetUserDefaultUILanguage()  # type: ignore[attr-defined,unused-ignore]
    return of_windows(identifier)


def of_windows(identifier: int) -> Language:
    """Return the language of an identifier of Windows.

    >>> of_windows(0x0804), of_windows(0x0404), of_windows(0x0409)
    ('zh', 'zh', 'en')
    """
    return "zh" if identifier & 0x3FF == CHINESE_ON_WINDOWS else "en"


def _mac() -> Language:
    """Return the first language that the person prefers; its programs set no variable where they start one another."""
    import plistlib

    path = PREFERENCES.expanduser()
    if not path.is_file():
        return "en"
    try:
        preferred = plistlib.loads(path.read_bytes()).get("AppleLanguages", [])
    except (OSError, plistlib.InvalidFileException):  # it only says what would be nicer to read
        return "en"
    return of_locale(preferred[0]) if preferred and isinstance(preferred[0], str) else "en"


ASKED: Mapping[str, Callable[[], Language]] = {"win32": _windows, "darwin": _mac}
