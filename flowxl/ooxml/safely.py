"""Write a file whole or not at all: beside its place first, read back and checked, only then renamed into it.

Killing the process at any moment leaves the old file or the new one. Two runs at once on one book do not mix.
"""

import datetime as dt
import errno
import hashlib
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter.exceptions import FileCreateError

from flowxl.ooxml.file_state import FileState, file_state
from flowxl.voice.faults import Fault, WriteError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOCK_FILES = {"~${}": Message("write.excel_or_wps"), ".~{}": "WPS", ".~lock.{}#": "LibreOffice"}
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_GONE = {errno.ENOENT, errno.ENOTDIR}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_ANSWER = "EIO ESTALE ENETDOWN ENETUNREACH EHOSTDOWN EHOSTUNREACH ETIMEDOUT ENOTCONN ENXIO"
_SILENT = {getattr(errno, name) for name in _NO_ANSWER.split() if hasattr(errno, name)}
_SHARING = {32, 33}  # Windows: another program has the file, or a part of it
_NO_DRIVE = {53, 59, 64, 67, 121, 1231}  # Windows: the network, or what lies on it, is not there


@dataclass
class _Held:
    """A lock of this process: who has it, and the file as it was found."""

    thread: int
    state: FileState


_held: dict[Path, _Held] = {}


def write_safely(
    target: Path, write: Callable[[Path], None], check: Callable[[Path], None], *, backup: bool = False
) -> Path | None:
    """Write a file beside its place, check it, and only then put it there.

    Parameters
    ----------
    target
        The file; a link is followed.
    write
        Writes the file that it is given: one in the folder of the target, with the same suffix.
    check
        Reads that file back and raises FlowXLError where it is not what was meant.
    backup
        Whether to keep what is there under another name.

    Returns
    -------
    Path or None
        The backup, where there is one.

    Raises
    ------
    WriteError
        If the target is open in a spreadsheet program, was changed by another one since :func:`book_lock` or while
        this ran, or cannot be written; it is then as it was.
    """
    place = target.resolve()
    with book_lock(target), _told(target):
        refuse_if_open(target)
        _remove_leftovers(place)
        handle, name = tempfile.mkstemp(place.suffix, f".flowxl-{_token(place)}-", place.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            write(temporary)
            check(temporary)
            temporary.chmod(place.stat().st_mode & 0o777 if place.exists() else 0o644)
            _to_disk(temporary)
            refuse_if_open(target)
            _refuse_if_changed(target, place)
            kept = _keep(place) if backup and place.exists() else None
            _put(temporary, place, kept)
        finally:
            temporary.unlink(missing_ok=True)
        _to_disk(place.parent)
        _held[place].state = file_state(place)
    return kept


@contextmanager
def book_lock(path: Path) -> Iterator[None]:
    """Keep other runs of FlowXL away from a book while it is read, changed and written; may be nested.

    What another program changes in the meantime is found by :func:`write_safely`.

    Raises
    ------
    WriteError
        If another run has the book, or its folder cannot be written to.
    """
    place = path.resolve()
    held = _held.get(place)
    if held is not None and held.thread == threading.get_ident():
        yield
        return
    lock = place.parent / f".flowxl-{_token(place)}.lock"
    with _told(path):
        handle = _acquire(lock, path)
    _held[place] = _Held(threading.get_ident(), file_state(place))
    try:
        yield
    finally:
        del _held[place]
        _release(handle, lock)


def refuse_if_open(path: Path) -> None:
    """Refuse a file that a spreadsheet program has open, or that is write-protected.

    Raises
    ------
    WriteError
        If it is.
    """
    place = path.resolve()
    for pattern, program in _LOCK_FILES.items():
        mark = place.with_name(pattern.format(place.name))
        if mark.exists():
            found = Message("write.open_in", program=program)
            raise _error(Fault("open.in_program", Place(str(path)), found=found, mark=mark.name))
    if not place.exists():
        return
    try:
        with place.open("r+b"):
            pass
    except PermissionError as error:
        if getattr(error, "winerror", None) in _SHARING:
            raise _error(Fault("open.elsewhere", Place(str(path)), found=Message("write.open"))) from error
        raise _error(Fault("protected", Place(str(path)), found=Message("write.protected"))) from error


def _token(place: Path) -> str:
    """Return what our files beside a book are named by: its own name may be too long to add to."""
    return hashlib.sha256(place.name.encode()).hexdigest()[:12]


def _error(fault: Fault) -> WriteError:
    return WriteError(Message("write.refused", path=fault.place.file, found=fault.values["found"]), [fault])


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell what the system refuses as a sentence about the file."""
    try:
        yield
    except (OSError, FileCreateError) as caught:
        cause = caught.args[0] if isinstance(caught, FileCreateError) and caught.args else caught
        if not isinstance(cause, OSError) or not _is_about(cause, path):
            raise
        raise _error(_reason(cause, path)) from caught


def _is_about(error: OSError, path: Path) -> bool:
    """Whether an error is about the file to write or its folder: ``write`` and ``check`` may read others."""
    if error.filename is None or not isinstance(error.filename, str):
        return True
    folder = path.resolve().parent
    return folder in (Path(error.filename).absolute(), Path(error.filename).absolute().parent)


def _reason(error: OSError, path: Path) -> Fault:
    number, system = error.errno, getattr(error, "winerror", None)
    folder, place = path.resolve().parent, Place(str(path))
    if number in _FULL:
        return Fault("full", place, found=Message("write.full"))
    if number in _SILENT or system in _NO_DRIVE:
        return Fault("drive", place, found=Message("write.drive", folder=str(folder)))
    if number in _GONE and not folder.exists():
        return Fault("folder.gone", place, found=Message("write.no_folder", folder=str(folder)))
    if system in _SHARING:
        return Fault("open.elsewhere", place, found=Message("write.open"))
    if number in _FORBIDDEN:
        return Fault("read_only", place, found=Message("write.forbidden", folder=str(folder)))
    return Fault("system", place, found=error.strerror or str(error))


def _refuse_if_changed(target: Path, place: Path) -> None:
    if file_state(place) != _held[place].state:
        raise _error(Fault("changed", Place(str(target)), found=Message("write.changed")))


def _remove_leftovers(place: Path) -> None:
    """Remove what a run that was killed left of this book; who holds the lock knows that nobody writes there."""
    for left in place.parent.glob(f".flowxl-{_token(place)}-*"):
        left.unlink(missing_ok=True)


def _keep(place: Path) -> Path:
    """Give the file that is there a second name; nothing is copied where the disk can do without."""
    stamp = f"{place.stem}.backup-{dt.datetime.now().astimezone():%Y%m%d-%H%M%S}"
    number = 1
    while True:
        kept = place.with_name(f"{stamp}{f'-{number}' if number > 1 else ''}{place.suffix}")
        number += 1
        try:
            os.link(place, kept)
        except FileExistsError:
            continue
        except OSError:  # a disk without links
            if kept.exists():
                continue
            _copy(place, kept)
        return kept


def _copy(place: Path, kept: Path) -> None:
    handle, name = tempfile.mkstemp(place.suffix, f".flowxl-{_token(place)}-", place.parent)
    os.close(handle)
    copy = Path(name)
    try:
        shutil.copy2(place, copy)
        _to_disk(copy)
        copy.replace(kept)
    finally:
        copy.unlink(missing_ok=True)


def _put(temporary: Path, place: Path, kept: Path | None) -> None:
    try:
        temporary.replace(place)
    except OSError:
        if kept is not None:
            kept.unlink(missing_ok=True)
        raise


def _to_disk(path: Path) -> None:
    """Wait until a file or the names in a folder are on the disk, so that a power cut leaves it whole."""
    if path.is_dir() and sys.platform == "win32":
        return  # Windows opens no folders
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    except OSError:
        if not path.is_dir():  # not every file system can do that for a folder
            raise
    finally:
        os.close(handle)


def _acquire(lock: Path, path: Path) -> int:
    """Return the handle of a locked file; the system frees it whatever becomes of this process."""
    while True:
        handle = os.open(lock, os.O_CREAT | (os.O_RDWR if sys.platform == "win32" else os.O_RDONLY), 0o644)
        try:
            if sys.platform == "win32":
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(handle)
            raise _error(Fault("busy", Place(str(path)), found=Message("write.busy"))) from error
        with suppress(FileNotFoundError):  # who had it before us may have removed it after we opened it
            if os.path.samestat(os.fstat(handle), lock.stat()):
                return handle
        os.close(handle)


def _release(handle: int, lock: Path) -> None:
    if sys.platform == "win32":
        os.close(handle)  # an open file cannot be removed there
        with suppress(OSError):
            lock.unlink()
        return
    with suppress(OSError):  # the drive may be gone
        lock.unlink()
    os.close(handle)
