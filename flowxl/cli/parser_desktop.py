"""The commands about spreadsheet programs: doctor, install, addin."""

from pathlib import Path
from typing import Any

from flowxl.cli.arguments import add_language, addin_file, book, command, runner


def add_doctor(commands: Any) -> None:
    """Add ``flowxl doctor``."""
    summary = "check every link between Excel and Python on this computer, and say what to do"
    parser = command(commands, "doctor", summary, "flowxl doctor FlowIndex.xlsm --json doctor.json")
    parser.set_defaults(run=runner("doctor"))
    add = parser.add_argument
    add("file", nargs="?", type=book, metavar="FILE", help="a workbook whose functions do not answer")
    add("--environment", type=Path, metavar="FILE", help="judge another computer by what its doctor --json FILE wrote")
    add_language(parser, "zh")


def add_install(commands: Any) -> None:
    """Add ``flowxl install``."""
    summary = "set up Excel on Windows: tell xlwings which Python to start, and install the add-in"
    parser = command(commands, "install", summary, "flowxl install --dry-run")
    parser.set_defaults(run=runner("install"))
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
    parser.add_argument("--uninstall", action="store_true", help="take out what was put in, and nothing else")
    add_language(parser, "zh")


def add_addin(commands: Any) -> None:
    """Add ``flowxl addin``."""
    summary = "install the add-in, which gives every workbook the functions, or take it out"
    parser = command(commands, "addin", summary, "flowxl addin libreoffice --install")
    parser.set_defaults(run=runner("addin"))
    add = parser.add_argument
    add("program", choices=("excel", "libreoffice"), help="the spreadsheet program; excel on Windows only")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--install", action="store_true", help="put it in; root puts it into LibreOffice for everyone")
    what.add_argument("--uninstall", action="store_true", help="take it out; an Excel add-in of another origin stays")
    what.add_argument(
        "--build", type=addin_file, metavar="FILE", help="write it to FILE (.xlam or .oxt), on any system"
    )
    add("--outside", action="store_true", help="libreoffice: compute in a process of its own, whatever LibreOffice has")
    add_language(parser, "zh")
