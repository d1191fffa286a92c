"""Writing safely: the old file or the new one, whatever happens; every refusal is a sentence."""

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from xlsxwriter.exceptions import FileCreateError

from flowxl.ooxml import safely
from flowxl.ooxml.safely import book_lock, refuse_if_open, write_safely
from flowxl.voice.faults import FlowXLError, WriteError

OLD, NEW = b"the old book", b"the new book"


def put(path: Path) -> None:
    """Write the new contents."""
    path.write_bytes(NEW)


def good(path: Path) -> None:
    """Read them back."""
    assert path.read_bytes() == NEW


def fails(error: BaseException) -> Callable[[Path], None]:
    """Return a step that ends in an error half-way."""

    def step(path: Path) -> None:
        path.write_bytes(NEW[:5])
        raise error

    return step


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Give a file with the old contents, alone in its folder."""
    path = tmp_path / "年鉴 book.xlsx"
    path.write_bytes(OLD)
    return path


def alone(book: Path) -> bool:
    """Whether nothing lies beside the book."""
    return list(book.parent.iterdir()) == [book]


def test_a_file_is_replaced_and_nothing_lies_beside_it(book: Path) -> None:
    """New and old targets; the mode of the old file stays."""
    book.chmod(0o640)
    assert write_safely(book, put, good) is None
    assert (book.read_bytes(), book.stat().st_mode & 0o777) == (NEW, 0o640)
    assert alone(book)
    write_safely(book.with_name("other.xlsx"), put, good)
    assert book.with_name("other.xlsx").read_bytes() == NEW


def test_the_temporary_file_lies_beside_and_ends_alike(book: Path) -> None:
    """Renaming works within a file system only; a check may go by the suffix."""
    seen: list[Path] = []
    write_safely(book, lambda path: (seen.append(path), put(path))[1], lambda path: seen.append(path))
    assert {path.parent for path in seen} == {book.parent}
    assert {path.suffix for path in seen} == {".xlsx"}


def test_a_backup_keeps_the_old_file(book: Path) -> None:
    """Each run its own; none where there was no file, or where nothing was written."""
    first, second = write_safely(book, put, good, backup=True), write_safely(book, put, good, backup=True)
    assert first is not None
    assert second is not None
    assert (first.read_bytes(), second.read_bytes(), first != second) == (OLD, NEW, True)
    assert first.name.startswith("年鉴 book.backup-")
    assert first.suffix == ".xlsx"
    assert write_safely(book.with_name("other.xlsx"), put, good, backup=True) is None
    before = sorted(book.parent.iterdir())
    with pytest.raises(FlowXLError):
        write_safely(book, put, fails(FlowXLError("no")), backup=True)
    assert sorted(book.parent.iterdir()) == before


def test_a_backup_is_copied_where_the_disk_has_no_links(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a memory stick."""

    def link(*_: object) -> None:
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", link)
    backup = write_safely(book, put, good, backup=True)
    assert backup is not None
    assert backup.read_bytes() == OLD


@pytest.mark.parametrize(
    "error", [FlowXLError("no"), KeyboardInterrupt(), ValueError("a bug"), OSError(errno.EIO, "x")]
)
@pytest.mark.parametrize("where", ["write", "check"])
def test_an_error_leaves_the_old_file(book: Path, error: BaseException, where: str) -> None:
    """Also an error that nobody thought of, also in the check."""
    steps = (fails(error), good) if where == "write" else (put, fails(error))
    with pytest.raises(WriteError if isinstance(error, OSError) else type(error)):
        write_safely(book, *steps)
    assert book.read_bytes() == OLD
    assert alone(book)


SENTENCES = {
    "full": (OSError(errno.ENOSPC, "x"), "the disk is full"),
    "full as XlsxWriter says it": (FileCreateError(OSError(errno.ENOSPC, "x")), "the disk is full"),
    "drive": (OSError(errno.EHOSTDOWN, "x"), "does not answer"),
    "forbidden": (OSError(errno.EROFS, "x"), "nothing may be written into the folder"),
    "other": (OSError(errno.EMFILE, "too many files"), "too many files"),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_what_the_system_refuses_is_a_sentence(book: Path, name: str) -> None:
    """It names the file and says that nothing was changed."""
    error, words = SENTENCES[name]
    with pytest.raises(WriteError, match=words) as caught:
        write_safely(book, fails(error), good)
    assert str(book) in caught.value.title()
    assert "未作任何更改" in caught.value.title("zh")
    assert "Nothing was changed" in caught.value.title()


def test_an_error_about_another_file_is_not_told_of_this_one(
    book: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """``write`` may read files that lie elsewhere."""
    other = tmp_path_factory.mktemp("elsewhere") / "gone.xlsx"
    with pytest.raises(FileNotFoundError):
        write_safely(book, lambda _: other.read_bytes() and None, good)


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    """As when a network drive is taken off."""
    with pytest.raises(WriteError, match="there is no folder"):
        write_safely(tmp_path / "gone" / "book.xlsx", put, good)


@pytest.mark.parametrize("name", ["~$年鉴 book.xlsx", ".~lock.年鉴 book.xlsx#", ".~年鉴 book.xlsx"])
def test_a_book_that_is_open_is_left_alone(book: Path, name: str) -> None:
    """Excel, LibreOffice and WPS each leave a file beside it; the sentence names it, for it may be a stale one."""
    book.with_name(name).write_bytes(b"")
    with pytest.raises(WriteError, match="it is open in") as caught:
        write_safely(book, put, good)
    assert name in caught.value.faults[0].remedy
    assert book.read_bytes() == OLD
    book.with_name(name).unlink()
    refuse_if_open(book)


def test_a_book_that_is_opened_while_we_write_is_left_alone(book: Path) -> None:
    """The lock file is looked for again before the file is replaced."""
    mark = book.with_name("~$年鉴 book.xlsx")
    with pytest.raises(WriteError, match="it is open in"):
        write_safely(book, lambda path: (put(path), mark.write_bytes(b""))[0], good)
    assert book.read_bytes() == OLD


def test_what_another_program_saved_meanwhile_is_not_lost(book: Path) -> None:
    """While the new file is written, and since the lock was taken for reading."""
    with pytest.raises(WriteError, match="changed it in the meantime"):
        write_safely(book, lambda path: (put(path), book.write_bytes(b"saved by Excel"))[0], good)
    assert book.read_bytes() == b"saved by Excel"
    with book_lock(book):
        book.write_bytes(b"saved once more")
        with pytest.raises(WriteError, match="changed it in the meantime"):
            write_safely(book, put, good)
    assert book.read_bytes() == b"saved once more"


def test_locks_nest_and_two_writes_under_one_lock_work(book: Path) -> None:
    """The second write sees the first as its own."""
    with book_lock(book):
        write_safely(book, put, good)
        write_safely(book, put, good, backup=True)
    assert book.read_bytes() == NEW


def test_two_threads_do_not_mix(book: Path) -> None:
    """One has the book, the other is told so."""
    told: list[str] = []

    def other() -> None:
        try:
            write_safely(book, put, good)
        except WriteError as error:
            told.append(error.faults[0].kind)

    with book_lock(book):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert (told, book.read_bytes()) == (["busy"], OLD)


HOLD = """
import sys, time
from pathlib import Path
from flowxl.ooxml.safely import book_lock
with book_lock(Path(sys.argv[1])):
    print("locked", flush=True)
    time.sleep(60)
"""


def test_two_processes_do_not_mix_and_a_killed_one_frees_the_book(book: Path) -> None:
    """What the killed one left of a temporary file goes with the next run."""
    left = book.with_name(f".flowxl-{safely._token(book)}-abc.xlsx")
    with subprocess.Popen([sys.executable, "-c", HOLD, str(book)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        left.write_bytes(b"half")
        with pytest.raises(WriteError, match="another run of FlowXL"):
            write_safely(book, put, good)
        holder.kill()
    assert left.exists()
    write_safely(book, put, good)
    assert book.read_bytes() == NEW
    assert alone(book)


def test_a_link_is_followed(book: Path) -> None:
    """The file that it names is replaced, the link stays."""
    link = book.with_name("link.xlsx")
    link.symlink_to(book)
    write_safely(link, put, good)
    assert link.is_symlink()
    assert book.read_bytes() == NEW


as_person = pytest.mark.skipif(
    os.name == "nt" or (hasattr(os, "geteuid") and os.geteuid() == 0), reason="root may write everywhere"
)


@as_person
def test_a_folder_that_may_not_be_written_to_is_told(book: Path) -> None:
    """Nothing is there but the book."""
    book.parent.chmod(0o500)
    try:
        with pytest.raises(WriteError, match="nothing may be written into the folder"):
            write_safely(book, put, good)
    finally:
        book.parent.chmod(0o700)
    assert (book.read_bytes(), alone(book)) == (OLD, True)


@as_person
def test_a_protected_file_is_told(book: Path) -> None:
    """A file that its owner protected is not replaced, though the folder would allow it."""
    book.chmod(0o400)
    with pytest.raises(WriteError, match="write-protected"):
        write_safely(book, put, good)
    assert (book.read_bytes(), alone(book)) == (OLD, True)
