"""LibreOffice with FlowXL's add-in as tests see it: starts ``live_driver.py``, gives commands, leaves nothing behind.

Every process that comes from here carries a mark in its environment, by which it is found again whoever its parent is.
"""

import atexit
import functools
import json
import os
import selectors
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support import engines
from support.uno_profile import RECALCULATE

from flowxl.libreoffice.build import addin, this_interpreter

PYTHON = "/usr/bin/python3"
"""The Python that has LibreOffice's module ``uno``."""
HERE = Path(__file__).parent
MARK = "FLOWXL_LIVE"
NOBODY = 65534
LIMIT = 180.0
"""Seconds after which a command has failed."""
KINDS: dict[str, Callable[[], dict[str, Any]]] = {
    "inside": this_interpreter,
    "outside": lambda: this_interpreter(outside=True),
    "nowhere": lambda: {**this_interpreter(outside=True), "program": "/nowhere/python"},
}
"""Who computes: the Python of LibreOffice, a worker process, or nobody."""
Cell = float | str | list[str]
"""A number, a text, or what an error cell shows in a list."""
Rows = list[list[Cell]]


def environment(**more: str) -> dict[str, str]:
    """Return an environment for LibreOffice.

    It takes the modules of the first ``python3`` on the path, and breaks where that is another than it was made for.
    """
    path = os.pathsep.join([str(Path(shutil.which("soffice")).parent), os.defpath])
    return {**os.environ, "PATH": path, **more}


def as_plain_user(folder: Path) -> list[str]:
    """Return what to put before a command that refuses to run as root; it may write to the folder."""
    if os.geteuid() != 0:
        return []
    user = ["unshare", "-U", "--map-user=1000", "--map-group=1000"]
    if shutil.which(user[0]) and subprocess.run([*user, "true"], capture_output=True, check=False).returncode == 0:
        return user
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


@functools.cache
def profile(kind: str) -> Path:
    """Return a profile of LibreOffice with the add-in, made once; a program works with a copy."""
    folder = Path(tempfile.mkdtemp(prefix="flowxl-profile-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made, package = folder / "profile", folder / "FlowXL.oxt"
    (made / "user" / "Scripts" / "python").mkdir(parents=True)
    (made / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    shutil.copy(HERE / "live_look.py", made / "user" / "Scripts" / "python")
    package.write_bytes(addin(KINDS[kind]()))
    command = ["unopkg", "add", "-f", f"-env:UserInstallation={made.as_uri()}", str(package)]
    ran = subprocess.run(
        [*as_plain_user(folder), *command],
        capture_output=True,
        text=True,
        check=False,
        env=environment(HOME=str(folder)),
    )
    if ran.returncode:
        raise RuntimeError(f"unopkg ended with {ran.returncode}: {ran.stdout}{ran.stderr}")
    return made


def marked(mark: str) -> dict[int, str]:
    """Return the living processes that carry a mark, with their command lines."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment, line = (folder / "environ").read_bytes(), (folder / "cmdline").read_bytes()
        except OSError:  # it has ended, or is another user's
            continue
        if f"{MARK}={mark}".encode() in environment.split(b"\0"):
            found[int(folder.name)] = line.replace(b"\0", b" ").decode(errors="replace")
    return found


def until(true: Callable[[], Any], what: str, seconds: float = 30.0) -> Any:
    """Wait until something is so, and return it."""
    end = time.monotonic() + seconds
    while not (found := true()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds:g} seconds")
        time.sleep(0.02)
    return found


def end(mark: str) -> None:
    """Kill the processes that carry a mark, and be sure that they are gone."""
    for process in marked(mark):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    until(lambda: not marked(mark), "an end of all processes")


class LibreOffice:
    """One running LibreOffice, with a profile of its own, that recalculates what it loads."""

    def __init__(self, kind: str) -> None:
        self.kind, self.mark = kind, uuid.uuid4().hex
        self.folder = Path(tempfile.mkdtemp(prefix="flowxl-live-"))
        shutil.copytree(profile(kind), self.folder / "profile")
        atexit.register(self.stop)
        self.process = subprocess.Popen(
            [PYTHON, str(HERE / "live_driver.py"), str(self.folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
            env=environment(**{MARK: self.mark}),
        )  # fmt: skip
        self._read()

    def _read(self) -> Any:
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            line = self.process.stdout.readline() if selector.select(LIMIT) else ""
        if not line:
            self.stop()
            raise RuntimeError("LibreOffice's driver has ended, or does not answer")
        answer = json.loads(line)
        if answer["error"]:
            raise RuntimeError(answer["error"])
        return answer["answer"]

    def ask(self, name: str, /, **given: Any) -> Any:
        """Give a command and return its answer."""
        return self.begin(name, **given)()

    def begin(self, name: str, /, **given: Any) -> Callable[[], Any]:
        """Give a command; its answer is there when the result is called."""
        self.process.stdin.write(json.dumps({"do": name, "given": given}) + "\n")
        self.process.stdin.flush()
        return self._read

    def look(self) -> dict[str, Any]:
        """Return what the add-in keeps."""
        return self.ask("look")

    def running(self) -> dict[int, str]:
        """Return all processes that came from this one."""
        return marked(self.mark)

    @property
    def alive(self) -> bool:
        """Whether it takes commands."""
        return self.process.poll() is None

    def stop(self) -> None:
        """Kill the driver, LibreOffice and the worker, whatever they do, and be sure of it."""
        atexit.unregister(self.stop)
        if self.alive:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        end(self.mark)
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass
class Document:
    """An open document."""

    office: LibreOffice
    name: str

    def do(self, command: str, **given: Any) -> Any:
        """Give a command about this document."""
        return self.office.ask(command, name=self.name, **given)

    def edit(self, *ops: Iterable[Any]) -> None:
        """Make edits of ``uno_ops.py``."""
        self.do("edit", ops=[list(op) for op in ops])

    def fill(self, cells: dict[str, Any], sheet: str = "mine") -> None:
        """Type into cells; array formulas into ranges."""
        self.do("fill", sheet=sheet, cells=cells)

    def rows(self, place: str, sheet: str = "mine") -> Rows:
        """Return the cells of a range."""
        return self.do("cells", places=[(sheet, place)])[0]

    def cell(self, place: str, sheet: str = "mine") -> Cell:
        """Return a cell."""
        return self.rows(place, sheet)[0][0]

    def table(self, name: str) -> Rows:
        """Return the cells of a defined name."""
        return self.rows(name, "")

    def typed(self, *formulas: str, sheet: str = "mine") -> list[Cell]:
        """Type formulas below each other and return what they give."""
        self.fill({f"A{n}": formula for n, formula in enumerate(formulas, start=1)}, sheet)
        return [row[0] for row in self.rows(f"A1:A{len(formulas)}", sheet)]

    def badge(self) -> Cell:
        """Return who computed Table 2."""
        return next(row[3] for row in self.table("flow_result") if row[0] == "engine")

    def save(self, path: Path) -> Path:
        """Save as another file."""
        self.do("save", path=str(path))
        return path


@contextmanager
def opened(office: LibreOffice, path: Path, *, protected: bool = False) -> Iterator[Document]:
    """Open a copy of a file, with the protection of its sheets or without, and close it at the end."""
    name = uuid.uuid4().hex
    copy = office.folder / f"{name}{path.suffix}"
    shutil.copyfile(path, copy)
    office.ask("open_book", name=name, path=str(copy), protected=protected)
    try:
        yield Document(office, name)
    finally:
        if office.alive:
            office.ask("close", name=name)


_RUNNING: dict[str, LibreOffice] = {}


def libreoffice(kind: str) -> LibreOffice:
    """Return the LibreOffice of a kind that all tests share; another one where a test has ended it."""
    engines.need("libreoffice")
    if kind not in _RUNNING or not _RUNNING[kind].alive:
        _RUNNING[kind] = LibreOffice(kind)
    return _RUNNING[kind]
