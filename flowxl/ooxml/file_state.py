"""By what a file is known to be the same as before."""

from pathlib import Path

from flowxl.voice.faults import FlowXLError, rough

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
        found = "another program changed it while it was read"
        fault = rough("changed", str(path), found, "the file as it was checked", "Run the command again")
        raise FlowXLError(f"{path} cannot be read: {found}.", [fault])
