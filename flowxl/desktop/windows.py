"""What Windows tells about Excel, other programs, macro settings and trusted folders.

Everything is asked through ``Registry``, so that tests can answer; only ``Registry.of_windows`` needs Windows.
Keys as Office 2016 to 365 (all "16.0") use them.
"""

import os
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from flowxl.desktop.environment import Edition, Excel, Macros

_SOFTWARE = "SOFTWARE"
_OFFICE = rf"{_SOFTWARE}\Microsoft\Office\16.0\Excel"
_POLICY = rf"{_SOFTWARE}\Policies\Microsoft\Office\16.0\Excel\Security"
_CLOUD_POLICY = rf"{_SOFTWARE}\Policies\Microsoft\Cloud\Office\16.0\Excel\Security"
_CLICK_TO_RUN = rf"{_SOFTWARE}\Microsoft\Office\ClickToRun\Configuration"
_APP_PATHS = rf"{_SOFTWARE}\Microsoft\Windows\CurrentVersion\App Paths"
_BITS = {0x14C: 32, 0x8664: 64, 0xAA64: 64}  # x86, x64, ARM64 in the header of a program
_OTHERS = {
    "WPS": (rf"{_SOFTWARE}\Kingsoft\Office\6.0\Common", "InstallRoot", ("et.exe", "wps.exe")),
    "LibreOffice": (rf"{_SOFTWARE}\LibreOffice\UNO\InstallPath", "", ("scalc.exe", "soffice.exe")),
}
Value = str | int | None


@dataclass(frozen=True)
class Registry:
    """Two questions to the registry.

    Attributes
    ----------
    value
        Value of (hive, key, name); the hive is ``"HKCU"`` or ``"HKLM"``; None if it is not there.
    keys
        Names of the keys below (hive, key).
    """

    value: Callable[[str, str, str], Value]
    keys: Callable[[str, str], list[str]]

    @classmethod
    def of_windows(cls) -> "Registry":
        """Return the registry of this machine.

        Raises
        ------
        ImportError
            If this is not Windows.
        """
        winreg: Any = import_module("winreg")  # only there

        hives = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY

        def value(hive: str, key: str, name: str) -> Value:
            try:
                with winreg.OpenKey(hives[hive], key, 0, access) as opened:
                    found = winreg.QueryValueEx(opened, name)[0]
            except OSError:  # it is not there, or not for us to read: the same to the question asked
                return None
            return found if isinstance(found, str | int) else None

        def keys(hive: str, key: str) -> list[str]:
            try:
                with winreg.OpenKey(hives[hive], key, 0, access) as opened:
                    count = winreg.QueryInfoKey(opened)[0]
                    return [winreg.EnumKey(opened, n) for n in range(count)]
            except OSError:
                return []

        return cls(value, keys)

    def text(self, hive: str, key: str, name: str) -> str | None:
        """Return a text; a number or an empty text counts as none."""
        found = self.value(hive, key, name)
        return found if isinstance(found, str) and found else None

    def number(self, hive: str, key: str, name: str) -> int | None:
        """Return a number."""
        found = self.value(hive, key, name)
        return found if isinstance(found, int) and found >= 0 else None

    def either(self, key: str, name: str) -> str | None:
        """Return a text of this person, or of the machine, or of its 32-bit programs."""
        narrow = key.replace(_SOFTWARE, rf"{_SOFTWARE}\WOW6432Node", 1)
        places = (("HKCU", key), ("HKLM", key), ("HKLM", narrow))
        return next((text for hive, where in places if (text := self.text(hive, where, name))), None)


def excel(registry: Registry) -> Excel | None:
    """Return the installed Excel."""
    path = registry.either(rf"{_APP_PATHS}\excel.exe", "")
    folder = registry.either(rf"{_OFFICE}\InstallRoot", "Path")
    if path is None and folder is not None:
        path = str(Path(folder) / "EXCEL.EXE")
    streamed = registry.text("HKLM", _CLICK_TO_RUN, "VersionToReport")
    if path is None:
        return None
    path = path.strip('"')
    edition: Edition = "store" if "windowsapps" in path.lower() else "click_to_run" if streamed else "msi"
    platform = registry.text("HKLM", _CLICK_TO_RUN, "Platform")
    bits = program_bits(Path(path)) or {"x86": 32, "x64": 64}.get(platform or "")
    return Excel(path, streamed, bits, edition)


def program_bits(path: Path) -> int | None:
    """Return whether a program is of 32 or 64 bits, from its own header; None if it cannot be read."""
    try:
        with path.open("rb") as file:
            file.seek(0x3C)
            file.seek(struct.unpack("<I", file.read(4))[0])
            signature, machine = struct.unpack("<4sH", file.read(6))
    except (OSError, struct.error):
        return None
    return _BITS.get(machine) if signature == b"PE\0\0" else None


def others(registry: Registry) -> tuple[str, ...]:
    """Return other spreadsheet programs."""
    return tuple(
        name
        for name, (key, value, programs) in _OTHERS.items()
        if registry.either(key, value) or any(registry.either(rf"{_APP_PATHS}\{one}", "") for one in programs)
    )


def opens_xlsm(registry: Registry) -> str | None:
    """Return what opens .xlsm files on a double click, as Windows names it."""
    choice = rf"{_SOFTWARE}\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.xlsm\UserChoice"
    return registry.text("HKCU", choice, "ProgId") or registry.either(rf"{_SOFTWARE}\Classes\.xlsm", "")


def macros(registry: Registry) -> Macros:
    """Return the macro settings of the person and of the office."""

    def policy(name: str, below: str = "") -> int | None:
        keys = (_CLOUD_POLICY + below, _POLICY + below)
        return next((found for key in keys if (found := registry.number("HKCU", key, name)) is not None), None)

    return Macros(
        registry.number("HKCU", rf"{_OFFICE}\Security", "VBAWarnings"),
        policy("vbawarnings"),
        policy("blockcontentexecutionfrominternet"),
        policy("alllocationsdisabled", r"\Trusted Locations"),
    )


def trusted_folders(registry: Registry) -> Iterator[Callable[[Path], bool]]:
    """Yield a test for each trusted location that tells whether a file lies in it."""
    for key in (rf"{_OFFICE}\Security\Trusted Locations", rf"{_POLICY}\Trusted Locations"):
        for name in registry.keys("HKCU", key):
            text = registry.text("HKCU", rf"{key}\{name}", "Path")
            if text:
                deep = registry.number("HKCU", rf"{key}\{name}", "AllowSubFolders") == 1
                yield _covers(Path(os.path.expandvars(text)), deep=deep)


def _covers(folder: Path, *, deep: bool) -> Callable[[Path], bool]:
    return lambda path: path.parent == folder or (deep and path.is_relative_to(folder))


def zone_of(path: Path) -> int | None:
    """Return the zone in the Mark of the Web, which NTFS keeps in a stream of the file."""
    try:
        text = Path(f"{path}:Zone.Identifier").read_text(encoding="utf-8", errors="replace")
    except OSError:  # no mark, or a file system without such streams
        return None
    match = re.search(r"^\s*ZoneId\s*=\s*(\d)\b", text, re.MULTILINE)
    return int(match[1]) if match else None
