"""LibreOffice with the add-in, worked with as a person does; run by the Python that LibreOffice uses.

Commands come in on standard input, one JSON object a line: ``{"do": name, "given": {…}}``; each is answered by
``{"answer": …, "error": … or null}``. This process leads a group that soffice and the worker belong to: when the input
ends, also in the midst of a command, the whole group is killed.
"""

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from uno_edit import Office
from uno_ops import Book, prop

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML", ".ods": "calc8"}
LOOK = "vnd.sun.star.script:live_look.py$look?language=Python&location=user"
COMMANDS: dict[str, Callable[..., Any]] = {}


def command(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function a command."""
    COMMANDS[function.__name__] = function
    return function


class Live(Office):
    """A soffice with a profile that was made before, and the documents that are open in it."""

    own_group = False

    def __init__(self, folder: Path) -> None:
        self.given = folder
        self.documents: dict[str, Any] = {}
        super().__init__()
        provider = self.service("com.sun.star.script.provider.MasterScriptProviderFactory").createScriptProvider("")
        self.script = provider.getScript(LOOK)
        self.toolkit = self.service("com.sun.star.awt.Toolkit")

    def prepare(self) -> Path:
        """Return the folder with the profile."""
        return self.given

    def look(self) -> dict[str, Any]:
        """Return what the add-in keeps."""
        seen, _, _ = self.script.invoke((), (), ())
        return json.loads(seen)

    def settle(self) -> None:
        """Wait until the program has nothing to do and the add-in waits for nothing."""
        for _ in range(100):
            self.toolkit.processEventsToIdle()
            if not self.look()["waiting"]:
                return
        raise RuntimeError("the add-in still waits to compute")


@command
def open_book(office: Live, name: str, path: str, protected: bool) -> None:
    """Open a file; the protection of its sheets stays or is taken away, so that everything can be edited."""
    document = office.desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, (prop("Hidden", True),))
    if document is None:
        raise RuntimeError(f"{path} cannot be opened")
    office.documents[name] = document
    for sheet in () if protected else document.Sheets:
        sheet.unprotect("")
    office.settle()


@command
def edit(office: Live, name: str, ops: list[list[Any]]) -> None:
    """Make edits and wait; nothing is asked to compute."""
    book = Book(office.documents[name])
    for op, *arguments in ops:
        book.do(op, *arguments)
    office.settle()


@command
def fill(office: Live, name: str, sheet: str, cells: dict[str, Any]) -> None:
    """Type into cells of a sheet, which is added if it is not there; into a range of cells goes an array formula."""
    sheets = office.documents[name].Sheets
    if not sheets.hasByName(sheet):
        sheets.insertNewByName(sheet, sheets.Count)
    target = sheets.getByName(sheet)
    for place, value in cells.items():
        at = target.getCellRangeByName(place)
        if ":" in place:
            at.setArrayFormula(value)
        elif isinstance(value, str):
            at.setFormula(value)  # as if typed: a formula, a number or a text
        else:
            at.setValue(value)
    office.settle()


@command
def cells(office: Live, name: str, places: list[list[str]]) -> list[list[list[Any]]]:
    """Return rows of cells for each place, a sheet and a range; sheet "" is for a defined name."""
    document = office.documents[name]
    return [_rows(_area(document, *place)) for place in places]


def _area(document: Any, sheet: str, place: str) -> Any:
    if not sheet:
        return document.NamedRanges.getByName(place).getReferredCells()
    return document.Sheets.getByName(sheet).getCellRangeByName(place)


def _rows(area: Any) -> list[list[Any]]:
    """Return numbers, texts, and of error cells what they show in a list."""
    rows = [list(row) for row in area.getDataArray()]
    for down, row in enumerate(rows):
        for right, value in enumerate(row):
            if not isinstance(value, str | float):
                row[right] = [area.getCellByPosition(right, down).String]
    return rows


@command
def recalculate(office: Live, name: str) -> None:
    """Compute everything anew, as Ctrl+Shift+F9 does."""
    office.documents[name].calculateAll()
    office.settle()


@command
def save(office: Live, name: str, path: str) -> None:
    """Save as another file, of the kind that its name says."""
    kind = FILTERS[Path(path).suffix]
    office.documents[name].storeToURL(Path(path).as_uri(), (prop("FilterName", kind),))


@command
def close(office: Live, name: str) -> None:
    """Close a document."""
    office.documents.pop(name).close(True)
    office.settle()


@command
def look(office: Live) -> dict[str, Any]:
    """Return what the add-in keeps."""
    return office.look()


def listen(jobs: "queue.SimpleQueue[str]") -> None:
    """Pass on commands; at their end kill the group, this process too."""
    for line in sys.stdin:
        jobs.put(line)
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    """Answer commands until there are none."""
    jobs: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=listen, args=(jobs,), daemon=True).start()
    office = Live(Path(sys.argv[1]))
    print(json.dumps({"answer": None, "error": None}), flush=True)  # noqa: T201 - it has started
    while True:
        job = json.loads(jobs.get())
        answer = error = None
        try:
            answer = COMMANDS[job["do"]](office, **job["given"])
        except Exception as reason:  # told to the test, which fails
            error = f"{type(reason).__name__}: {reason}"
        print(json.dumps({"answer": answer, "error": error}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
