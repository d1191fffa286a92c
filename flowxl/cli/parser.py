"""What can be typed: commands, options, their help. Light, because every call imports it."""

import argparse
from pathlib import Path
from typing import Any

from flowxl import __version__
from flowxl.cli.arguments import add_language, book, command, date, names, report, runner, years
from flowxl.cli.exits import EXIT_CODES
from flowxl.cli.parser_cycle import add_diff, add_import, add_merge, add_roll, add_split
from flowxl.cli.parser_delphi import add_delphi
from flowxl.cli.parser_desktop import add_addin, add_doctor, add_install
from flowxl.cli.parser_weights import add_weights

DEFAULT_OUTPUT = Path("FlowIndex.xlsm")


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of ``flowxl``; each command sets ``run``."""
    codes = "\n".join(f"  {code:<2} {meaning}" for code, meaning in EXIT_CODES.items())
    parser = argparse.ArgumentParser(
        prog="flowxl",
        description="Composite indices in the spreadsheet: build the workbook, compute the index from it, check it.",
        epilog=f"exit codes:\n{codes}\n\n`flowxl COMMAND --help` explains a command and shows an example.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--version", action="version", version=f"flowxl {__version__}", help="show the version and exit"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for add in (
        _add_build,
        _add_compute,
        _add_check,
        add_roll,
        add_import,
        add_split,
        add_merge,
        add_diff,
        add_weights,
        add_delphi,
        _add_reproduce,
        add_doctor,
        add_install,
        add_addin,
    ):
        add(commands)
    return parser


def _add_build(commands: Any) -> None:
    summary = "build a workbook: the index with all its formulas, filled with public figures"
    parser = command(commands, "build", summary, "flowxl build --cities 上海,北京 --years 2012-2020 --output my.xlsx")
    parser.set_defaults(run=runner("build"))
    add = parser.add_argument
    add(
        "--output",
        type=book,
        default=DEFAULT_OUTPUT,
        metavar="FILE",
        help="workbook to write (default: %(default)s)",
    )
    add(
        "--xlsx",
        action="store_true",
        help="no macros: FILE ends in .xlsx, and native formulas alone compute (for offices that block macros)",
    )
    add("--force", action="store_true", help="replace FILE even if it holds something else; a backup is kept")
    figures = parser.add_mutually_exclusive_group()
    figures.add_argument("--empty", action="store_true", help="a blank template without figures")
    figures.add_argument("--demo", action="store_true", help="complete made-up figures; every sheet says SYNTHETIC")
    figures.add_argument(
        "--data", type=Path, metavar="FILE", help="figures from a CSV file: indicator,place,year,value[,status,source]"
    )
    add("--framework", default="flow_economy", metavar="DIR", help="folder of a framework, or a shipped one's name")
    add("--years", type=years, metavar="FIRST-LAST", help="years that count, e.g. 2012-2021 (default: the framework's)")
    add("--cities", type=names, metavar="A,B,…", help="codes or names of cities, in order (default: all)")
    add("--lang", choices=("zh", "en"), default="zh", help="language of the workbook (default: %(default)s)")
    add("--date", type=date, metavar="YYYY-MM-DD", help="date shown on the first sheet (default: that of the data)")


def _add_compute(commands: Any) -> None:
    summary = "compute the index from a workbook and print it"
    parser = command(commands, "compute", summary, "flowxl compute workbook/FlowIndex.xlsm --csv result.csv")
    parser.set_defaults(run=runner("compute"))
    parser.add_argument("file", type=Path, metavar="FILE", help="the workbook")
    parser.add_argument(
        "--csv", type=report, metavar="FILE", help="write one line per city to FILE; - prints it instead of the text"
    )
    add_language(parser, "the workbook's")


def _add_check(commands: Any) -> None:
    summary = "check a workbook: what its sheet 校验 (Checks) shows, and every cell that cannot be used"
    parser = command(commands, "check", summary, "flowxl check workbook/FlowIndex.xlsm --fix repaired.xlsm")
    parser.set_defaults(run=runner("check"))
    parser.add_argument("file", type=Path, metavar="FILE", help="the workbook; it is never changed")
    parser.add_argument(
        "--fix",
        type=book,
        metavar="OUT",
        help="write a copy with clear slips repaired, list them, check the copy; OUT must be new",
    )
    add_language(parser, "the workbook's")


def _add_reproduce(commands: Any) -> None:
    summary = "reproduce the printed tables of the paper, computed beside printed"
    parser = command(commands, "reproduce", summary, "flowxl reproduce --lang en")
    parser.set_defaults(run=runner("reproduce"))
    add_language(parser, "zh")
