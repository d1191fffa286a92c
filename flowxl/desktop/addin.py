"""The add-in FlowXL.xlam in Excel's start-up folder: the functions in every workbook."""

import hashlib
from dataclasses import replace

from flowxl.desktop.changes import Change, make
from flowxl.desktop.folders import Folders
from flowxl.desktop.record import Record


def plan_addin(folders: Folders, content: bytes) -> list[Change]:
    """Return the changes that install the add-in, in place of an older one."""
    record = replace(Record.read(folders.record), addin=digest(content))
    return [Change.of(folders.addin, content), Change.of(folders.record, record.content())]


def plan_addin_removal(folders: Folders) -> list[Change]:
    """Return the changes that take the add-in out; one that we did not install stays."""
    record = Record.read(folders.record)
    addin = Change.of(folders.addin, None)
    if addin.before is not None and digest(addin.before) != record.addin:
        addin = replace(addin, after=addin.before)
    return [addin, Change.of(folders.record, replace(record, addin=None).content())]


def install_addin(folders: Folders, content: bytes) -> list[Change]:
    """Install the add-in.

    Parameters
    ----------
    folders
        Where it goes.
    content
        The file, as ``flowxl.workbook.addin.write_addin`` writes it.

    Returns
    -------
    list of Change
        What was done.

    Raises
    ------
    OSError
        If a file cannot be written: usually Excel is open.
    """
    changes = plan_addin(folders, content)
    make(changes)
    return changes


def uninstall_addin(folders: Folders) -> list[Change]:
    """Take the add-in out again; see ``install_addin``."""
    changes = plan_addin_removal(folders)
    make(changes)
    return changes


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()
