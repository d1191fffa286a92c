"""What the buttons of the add-in call: a command of the command line, with its report in a file."""

import contextlib
import io
import tempfile
from pathlib import Path

import xlwings

from flowxl.cli import main

COMMANDS = ("check", "compute")


@xlwings.func
@xlwings.arg("command", "raw")
@xlwings.arg("book", "raw")
def report(command: str, book: str) -> str:
    """Run a command on a saved workbook and return the path of a text file with everything it said.

    Raises
    ------
    ValueError
        If the command is none of those that have a button.
    """
    if command not in COMMANDS:
        raise ValueError(f"{command!r} is none of {', '.join(COMMANDS)}")
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main([command, book])
    # Windows' editor knows the encoding by its mark.
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8-sig", suffix=".txt", prefix=f"flowxl-{command}-", delete=False
    ) as file:
        file.write(f"flowxl {command} {Path(book).name}\n{said.getvalue()}\n(exit code {code})\n")
    return file.name
