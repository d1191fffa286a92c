"""By what a file is known to be the same as before."""

from pathlib import Path

from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

FileState = tuple[int, int, int] | None
"""Time, size and number of a file; None where there is none."""


def file_state(place: Path) -> FileState:
    """Return by what a file is known to be the same as before; None where there is none."""
    try:
        found = place.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def refuse_other_state(path: Path, state: FileState) -> None:
    """Refuse a file that is another one now than when its state was taken.

    Raises
    ------
    FlowXLError
        If it is.
    """
    if file_state(path.resolve()) != state:
        title = Message("file.changed_while_read", path=str(path))
        raise FlowXLError(title, [Fault("changed.while_read", Place(str(path)))])
