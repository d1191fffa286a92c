"""Edit workbooks in LibreOffice as a person would, through UNO; run by the Python that LibreOffice uses.

One soffice runs for the whole session. Jobs come in on standard input, one JSON object a line:
``{"source": path, "target": path, "ops": [[name, …], …]}``, with ``"protected": true`` where sheets stay so; each is
answered by ``{"target": …, "error": … or null}``.
Cells are named by table, key and title (``["put", "flow_in_TR", "TR01.SH", 2015, 3.5]``) and found in the open book, so
that an edit means the same after rows were sorted or moved; or by sheet and reference.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from uno_ops import Book, prop
from uno_profile import RECALCULATE

with contextlib.suppress(ImportError):  # the Python of the tests has it not, and only looks for doctests here
    import uno
    from com.sun.star.connection import NoConnectException


class Office:
    """A soffice of our own with a profile of its own, that recalculates what it loads."""

    own_group = True
    """Whether soffice and what it starts are a group of processes without this one."""

    def __init__(self) -> None:
        self.folder = self.prepare()
        self.pipe = f"flowxl{os.getpid()}"
        self.start()
        self.desktop = self.connect()

    def prepare(self) -> Path:
        """Return a folder with a profile."""
        folder = Path(tempfile.mkdtemp(prefix="flowxl-uno-"))
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
        return folder

    def start(self) -> None:
        """Start the program."""
        profile = (self.folder / "profile").as_uri()
        options = ["--headless", "--norestore", "--nologo", f"-env:UserInstallation={profile}"]
        accept = f"--accept=pipe,name={self.pipe};urp;"
        env = {**os.environ, "SAL_USE_VCLPLUGIN": "svp"}
        self.process = subprocess.Popen(
            ["soffice", *options, accept], env=env, start_new_session=self.own_group, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def connect(self) -> Any:
        """Wait for the program; a fresh profile makes it end at once with 81, then it is started again."""
        context = uno.getComponentContext()
        resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
        for _ in range(600):
            if self.process.poll() is not None:
                self.start()
            try:
                remote = resolver.resolve(f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext")
            except NoConnectException:
                time.sleep(0.1)
                continue
            self.context = remote
            return self.service("com.sun.star.frame.Desktop")
        raise RuntimeError("soffice does not answer")

    def service(self, name: str) -> Any:
        """Return a service of the running program."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def run(self, source: str, target: str, ops: list[list[Any]], protected: bool = False) -> None:
        """Open a book, edit it with or without the protection of its sheets, recalculate all of it, save it."""
        copy = self.folder / "book.xlsx"  # a book that another soffice has open cannot be opened
        shutil.copyfile(source, copy)
        doc = self.desktop.loadComponentFromURL(copy.as_uri(), "_blank", 0, (prop("Hidden", True),))
        try:
            book = Book(doc)
            for sheet in () if protected else doc.Sheets:
                sheet.unprotect("")
            for name, *arguments in ops:
                book.do(name, *arguments)
            doc.calculateAll()
            doc.storeToURL(Path(target).as_uri(), (prop("FilterName", "Calc MS Excel 2007 XML"),))
        finally:
            doc.close(True)

    def stop(self) -> None:
        """End the program and everything that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)


def main() -> None:
    """Answer jobs until there are none."""
    office = Office()
    try:
        for line in sys.stdin:
            job = json.loads(line)
            error = None
            try:
                office.run(**job)
            except Exception as reason:  # told to the test, which fails
                error = f"{type(reason).__name__}: {reason}"
            print(json.dumps({"target": job["target"], "error": error}), flush=True)  # noqa: T201
    finally:
        office.stop()


if __name__ == "__main__":
    main()
