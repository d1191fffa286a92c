"""What ``doctor``, ``install`` and ``addin`` share."""

from collections.abc import Sequence

from flowxl.cli.desktop_words import WORDS
from flowxl.cli.output import Document
from flowxl.desktop.changes import Change
from flowxl.desktop.folders import Folders, program
from flowxl.desktop.look import from_store
from flowxl.voice.faults import FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.text import Language


def addin_bytes() -> bytes:
    """Return the add-in of this FlowXL."""
    from flowxl.udf.addin import addin  # heavy, and needed by few

    return addin()


def user_folders() -> Folders:
    """Return the folders of this person.

    Raises
    ------
    FlowXLError
        If this is not Windows, or a Python whose files Excel would never see.
    """
    folders = Folders.of_user()
    if folders is None:
        raise FlowXLError(Message("cli.only_windows"))
    if from_store():
        raise FlowXLError(Message("cli.store_python"))
    return folders


def started_by_excel() -> str:
    """Return the full path of the program that Excel shall start.

    Raises
    ------
    FlowXLError
        If pip has not put it there.
    """
    found = program()
    if found is None:
        raise FlowXLError(Message("cli.no_program"))
    return str(found)


def tell(changes: Sequence[Change], language: Language, *, dry_run: bool) -> list[str]:
    """Return a line for each file that is there or was."""
    lines = []
    for change in changes:
        if change.before is not None or change.after is not None:
            key = f"would_{change.action}" if dry_run and change.action != "keep" else change.action
            lines.append(WORDS[key].say(language, path=change.path))
    return lines


def document(changes: Sequence[Change], *, dry_run: bool) -> Document:
    """Return the changes as plain data."""
    rows = [{"path": str(change.path), "action": change.action} for change in changes]
    return {"dry_run": dry_run, "changes": rows}
