"""Changes to files that are planned first and then made: each file whole or not at all, and all of them or none."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from flowxl.voice.message import Message
from flowxl.voice.reasons import Reason
from flowxl.voice.text import Language

Action = Literal["keep", "create", "replace", "delete"]


@dataclass(frozen=True)
class Change:
    """One file before and after; None is no file."""

    path: Path
    before: bytes | None
    after: bytes | None

    @classmethod
    def of(cls, path: Path, after: bytes | None) -> "Change":
        """Return the change that gives a file this content."""
        return cls(path, read(path), after)

    @property
    def action(self) -> Action:
        """What happens to the file."""
        if self.before == self.after:
            return "keep"
        if self.after is None:
            return "delete"
        return "create" if self.before is None else "replace"


class InUseError(PermissionError):
    """A file that cannot be written, most likely because Excel has it open."""

    def __init__(self, error: PermissionError, path: str) -> None:
        self.told = Message("desktop.in_use", reason=Reason(error))
        super().__init__(error.errno, self.told.of("en"), path)

    def of(self, language: Language) -> str:
        """Return the reason in one language, and what to do."""
        return self.told.of(language)


def read(path: Path) -> bytes | None:
    """Return the content of a file; None if there is none."""
    return path.read_bytes() if path.is_file() else None


def make(changes: Sequence[Change]) -> None:
    """Make the changes; if one fails, undo those before it.

    Raises
    ------
    OSError
        If a file cannot be written or deleted; it names that file.
    """
    done: list[Change] = []
    try:
        for change in changes:
            if change.action != "keep":
                put(change.path, change.after)
                done.append(change)
    except OSError:
        for change in reversed(done):
            put(change.path, change.before)
        raise


def put(path: Path, content: bytes | None) -> None:
    """Write a file whole, or delete it.

    Raises
    ------
    OSError
        If that fails; the old file is still there.
    """
    try:
        if content is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        if isinstance(error, PermissionError):
            raise InUseError(error, str(path)) from error
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
