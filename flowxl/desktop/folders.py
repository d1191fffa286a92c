"""Where things are put: the user's configuration, what we note about it, and Excel's start-up folder."""

import locale
import os
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from flowxl.desktop.start import NAME

CONFIG_NAME = "xlwings.conf"
ADDIN_NAME = "FlowXL.xlam"


def program() -> Path | None:
    """Return ``flowxl-python``, which pip puts beside the other programs of this Python; None if it is not there."""
    folders = [sysconfig.get_path("scripts"), sysconfig.get_path("scripts", f"{os.name}_user")]
    name = f"{NAME}.exe" if sys.platform == "win32" else NAME
    return next((path for folder in folders if (path := Path(folder) / name).is_file()), None)


@dataclass(frozen=True)
class Folders:
    r"""Folders of one person.

    Attributes
    ----------
    settings
        ``%USERPROFILE%\.xlwings``, where xlwings looks for its configuration.
    startup
        ``%APPDATA%\Microsoft\Excel\XLSTART``: Excel opens what lies there.
    encoding
        Code page of the machine.
    """

    settings: Path
    startup: Path
    encoding: str

    @property
    def config(self) -> Path:
        """The configuration that Excel's side of xlwings reads."""
        return self.settings / CONFIG_NAME

    @property
    def backup(self) -> Path:
        """The configuration as it was before us."""
        return self.settings / f"{CONFIG_NAME}.before-flowxl"

    @property
    def record(self) -> Path:
        """What we put where, so that exactly this can be taken out again."""
        return self.settings / "flowxl-installed.json"

    @property
    def addin(self) -> Path:
        """The add-in."""
        return self.startup / ADDIN_NAME

    @classmethod
    def under(cls, home: Path, encoding: str) -> "Folders":
        """Return the folders of a person whose home is laid out as Windows does it."""
        return cls(home / ".xlwings", home / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART", encoding)

    @classmethod
    def of_user(cls) -> "Folders | None":
        """Return the folders of this person on Windows; None elsewhere."""
        if sys.platform != "win32":
            return None
        home = Path(os.environ["USERPROFILE"])
        roaming = Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming")
        return cls(home / ".xlwings", roaming / "Microsoft" / "Excel" / "XLSTART", locale.getencoding())
