"""What can be typed: commands, options, their help. Light, because every call imports it."""

import argparse
import datetime as dt
import re
from pathlib import Path
from typing import Any

from flowxl import __version__
from flowxl.cli.exits import EXIT_CODES

MAX_YEARS = 200
STDOUT = Path("-")
BOOKS = (".xlsx", ".xlsm")
ADDINS = (".xlam", ".oxt")
WORKBOOKS = (*BOOKS, *ADDINS)
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
        _add_roll,
        _add_import,
        _add_split,
        _add_merge,
        _add_diff,
        _add_reproduce,
        _add_doctor,
        _add_install,
        _add_addin,
    ):
        add(commands)
    return parser


def _command(commands: Any, name: str, summary: str, example: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"example:\n  {example}\n\n`flowxl --help` lists the exit codes.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--json",
        nargs="?",
        type=_report,
        const=STDOUT,
        metavar="FILE",
        help="give everything as JSON: instead of the text (also with -), or in FILE beside it",
    )
    return parser


def _add_build(commands: Any) -> None:
    summary = "build a workbook: the index with all its formulas, filled with public figures"
    parser = _command(commands, "build", summary, "flowxl build --cities 上海,北京 --years 2012-2020 --output my.xlsx")
    parser.set_defaults(run=_run_build)
    add = parser.add_argument
    add(
        "--output",
        type=_new_book,
        default=DEFAULT_OUTPUT,
        metavar="FILE",
        help="workbook to write (default: %(default)s)",
    )
    add(
        "--xlsx",
        action="store_true",
        help="no macros: FILE ends in .xlsx, and native formulas alone compute (for offices that block macros)",
    )
    add("--force", action="store_true", help="replace FILE even if that loses what somebody entered there")
    figures = parser.add_mutually_exclusive_group()
    figures.add_argument("--empty", action="store_true", help="a blank template without figures")
    figures.add_argument("--demo", action="store_true", help="complete made-up figures; every sheet says SYNTHETIC")
    figures.add_argument(
        "--data", type=Path, metavar="FILE", help="figures from a CSV file: indicator,place,year,value[,status,source]"
    )
    add("--framework", default="flow_economy", metavar="DIR", help="folder of a framework, or a shipped one's name")
    add(
        "--years", type=_years, metavar="FIRST-LAST", help="years that count, e.g. 2012-2021 (default: the framework's)"
    )
    add("--cities", type=_names, metavar="A,B,…", help="codes or names of cities, in order (default: all)")
    add("--lang", choices=("zh", "en"), default="zh", help="language of the workbook (default: %(default)s)")
    add("--date", type=_date, metavar="YYYY-MM-DD", help="date shown on the first sheet (default: that of the data)")


def _add_compute(commands: Any) -> None:
    summary = "compute the index from a workbook and print it"
    parser = _command(commands, "compute", summary, "flowxl compute workbook/FlowIndex.xlsm --csv result.csv")
    parser.set_defaults(run=_run_compute)
    parser.add_argument("file", type=Path, metavar="FILE", help="the workbook")
    parser.add_argument(
        "--csv", type=_report, metavar="FILE", help="write one line per city to FILE; - prints it instead of the text"
    )
    _add_language(parser, "the workbook's")


def _add_check(commands: Any) -> None:
    summary = "check a workbook: what its sheet 校验 (Checks) shows, and every cell that cannot be used"
    parser = _command(commands, "check", summary, "flowxl check workbook/FlowIndex.xlsm --fix repaired.xlsm")
    parser.set_defaults(run=_run_check)
    parser.add_argument("file", type=Path, metavar="FILE", help="the workbook; it is never changed")
    parser.add_argument(
        "--fix",
        type=_book,
        metavar="OUT",
        help="write a copy with clear slips repaired, list them, check the copy; OUT must be new",
    )
    _add_language(parser, "the workbook's")


def _add_split(commands: Any) -> None:
    summary = "make one small workbook per colleague, with only their rows"
    parser = _command(commands, "split", summary, "flowxl split FlowIndex.xlsm --by pillar -o parts")
    parser.set_defaults(run=_run_split)
    add = parser.add_argument
    add("book", type=_book, metavar="BOOK", help="the whole book; it is not changed")
    add(
        "--by",
        required=True,
        type=_split_by,
        metavar="pillar|city|LIST.csv",
        help="one part per pillar or city, or per row of a list: name, pillars, cities, indicators",
    )
    add("-o", "--output", type=Path, metavar="FOLDER", help="where to (default: a new folder beside the book)")
    _add_language(parser, "the workbook's")


def _add_merge(commands: Any) -> None:
    summary = "bring the parts of colleagues back into the book"
    parser = _command(commands, "merge", summary, "flowxl merge FlowIndex.xlsm parts/*.xlsx --dry-run")
    parser.set_defaults(run=_run_merge)
    add = parser.add_argument
    add("book", type=_book, metavar="BOOK", help="the whole book; it is replaced, and kept as a backup")
    add("parts", type=_book, nargs="+", metavar="PART", help="the parts that flowxl split made, filled in")
    add("-o", "--output", type=_new_book, metavar="OUT", help="write a new file instead, and leave BOOK as it is")
    add(
        "--prefer",
        choices=("book", "part"),
        help="whose value counts where both changed it (default: the book stays, and each conflict is listed)",
    )
    add("--partial", action="store_true", help="merge what there is, though parts of the split are missing")
    add("--dry-run", action="store_true", help="show what would be taken, and write nothing")
    _add_language(parser, "the workbook's")


def _add_diff(commands: Any) -> None:
    summary = "compare two workbooks: figures, framework, weights, and the effect on scores and ranks"
    parser = _command(commands, "diff", summary, "flowxl diff FlowIndex-2020.xlsm FlowIndex.xlsm --csv changes.csv")
    parser.set_defaults(run=_run_diff)
    add = parser.add_argument
    add("old", type=_book, metavar="A", help="the older workbook")
    add("new", type=_book, metavar="B", help="the newer one")
    add(
        "--csv",
        type=_report,
        metavar="FILE",
        help="write one line per difference to FILE; - prints it instead of the text",
    )
    _add_language(parser, "that of B")


def _add_import(commands: Any) -> None:
    summary = "bring in figures from yearbook tables: shown first, written with --apply or --from"
    parser = _command(commands, "import", summary, "flowxl import gdp.xlsx --into my.xlsm --preview preview.xlsx")
    parser.set_defaults(run=_run_import)
    add = parser.add_argument
    add("files", nargs="*", type=Path, metavar="FILE", help="tables: .xlsx, .xlsm, .xls, .csv, .txt")
    add("--into", type=_book, required=True, metavar="BOOK", help="the workbook that the figures are for")
    add("--preview", type=_preview, metavar="OUT", help="write the preview as a workbook to decide in; OUT must be new")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--apply", action="store_true", help="write what is new into BOOK; a backup is kept")
    what.add_argument(
        "--from", dest="preview_from", type=_preview, metavar="PREVIEW", help="write what was decided in a preview"
    )
    add(
        "--accept",
        action="append",
        choices=("conflicts", "steps"),
        default=[],
        help="also write: conflicts, over other values that are there; steps, what only a step makes doubtful",
    )
    add("--indicator", default="", metavar="NAME", help="code or name of the indicator, where a table names none")
    add("--place", default="", metavar="NAME", help="code or name of the place, where a table names none")
    add("--measure", default="", metavar="UNIT", help="measure of the figures, where a table names none, e.g. 万元")
    add("--year", type=_one_year, metavar="YEAR", help="year of the figures, where a table names none")
    add(
        "--synonyms",
        type=Path,
        metavar="FILE",
        help="other names, from a CSV file: kind,code,name (place or indicator)",
    )
    _add_baidu(parser.add_argument_group("Baidu Index exports"))
    _add_language(parser, "the workbook's")


def _add_baidu(group: argparse._ArgumentGroup) -> None:
    """Add the decisions on the Baidu Index; each is None where nothing was chosen, so that defaults stand once."""
    add = group.add_argument
    add("--baidu", action="store_true", help="FILEs are such exports: yearly daily means of keywords are imported")
    add("--device", choices=("all", "pc", "wise"), help="the index that counts (default: all = pc + wise)")
    add("--untyped", choices=("all", "pc", "wise"), help="what a table holds that names no device (default: all)")
    add("--zero", choices=("zero", "missing"), help="0 or a blank on single days: 0, or no day (default: zero)")
    add("--unindexed", choices=("missing", "zero"), help="0 or a blank on every day of a year (default: missing)")
    add(
        "--duplicates",
        choices=("review", "first", "last", "mean"),
        help="different figures for one day (default: review; equal ones count once)",
    )
    add("--incomplete", choices=("review", "use", "leave"), help="a year without all of its days (default: review)")
    add("--weight", choices=("days", "points"), help="how figures of weeks and months count (default: by their days)")
    add(
        "--week",
        choices=("calendar", "first", "last"),
        help="the day that dates a week (default: calendar, a Monday is its first day and a Sunday its last)",
    )
    add("--province", choices=("review", "leave"), help="figures of provinces, which are no cities (default: review)")
    add(
        "--keywords",
        choices=("folded", "exact"),
        help="how keywords are compared (default: without quotes, width, case)",
    )
    add(
        "--longest-gap", type=int, metavar="DAYS", help="more days in a row without a search go to review (default: 60)"
    )
    add("--area", action="append", type=_pair, default=[], metavar="AREA=CITY", help="an area that stands for a city")
    add("--keyword", action="append", type=_pair, default=[], metavar="WORD=KEYWORD", help="another word for a keyword")


def _add_reproduce(commands: Any) -> None:
    summary = "reproduce the printed tables of the paper, computed beside printed"
    parser = _command(commands, "reproduce", summary, "flowxl reproduce --lang en")
    parser.set_defaults(run=_run_reproduce)
    _add_language(parser, "zh")


def _add_doctor(commands: Any) -> None:
    summary = "check every link between Excel and Python on this computer, and say what to do"
    parser = _command(commands, "doctor", summary, "flowxl doctor FlowIndex.xlsm --json doctor.json")
    parser.set_defaults(run=_run_doctor)
    add = parser.add_argument
    add("file", nargs="?", type=_book, metavar="FILE", help="a workbook whose functions do not answer")
    add("--environment", type=Path, metavar="FILE", help="judge another computer by what its doctor --json FILE wrote")
    _add_language(parser, "zh")


def _add_install(commands: Any) -> None:
    summary = "set up Excel on Windows: tell xlwings which Python to start, and install the add-in"
    parser = _command(commands, "install", summary, "flowxl install --dry-run")
    parser.set_defaults(run=_run_install)
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
    parser.add_argument("--uninstall", action="store_true", help="take out what was put in, and nothing else")
    _add_language(parser, "zh")


def _add_addin(commands: Any) -> None:
    summary = "install the add-in, which gives every workbook the functions, or take it out"
    parser = _command(commands, "addin", summary, "flowxl addin libreoffice --install")
    parser.set_defaults(run=_run_addin)
    add = parser.add_argument
    add("program", choices=("excel", "libreoffice"), help="the spreadsheet program; excel on Windows only")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--install", action="store_true", help="put it in; root puts it into LibreOffice for everyone")
    what.add_argument("--uninstall", action="store_true", help="take it out; an Excel add-in of another origin stays")
    what.add_argument(
        "--build", type=_addin_file, metavar="FILE", help="write it to FILE (.xlam or .oxt), on any system"
    )
    add("--outside", action="store_true", help="libreoffice: compute in a process of its own, whatever LibreOffice has")
    _add_language(parser, "zh")


def _add_roll(commands: Any) -> None:
    summary = "make next year's book from this year's: nothing that was entered or made is lost"
    parser = _command(commands, "roll", summary, "flowxl roll FlowIndex.xlsm --to 2021 --output FlowIndex2021.xlsm")
    parser.set_defaults(run=_run_roll)
    add = parser.add_argument
    add("file", type=_book, metavar="OLD", help="the book; it is never changed")
    add("--to", type=_year, required=True, metavar="YEAR", help="last year that counts in the new book")
    add("--output", "-o", type=_new_book, required=True, metavar="NEW", help="book to write, of the same kind as OLD")
    add("--keep-start", action="store_true", help="extend the years that count instead of shifting them")
    add("--framework", metavar="DIR", help="folder of a changed framework; figures follow their codes, never names")
    add("--revised", type=_book, metavar="BOOK", help="a book whose figures take the place of those in OLD")
    add("--force", action="store_true", help="replace NEW if it exists; a backup is kept")
    add("--date", type=_date, metavar="YYYY-MM-DD", help="date shown on the first sheet (default: OLD's)")
    _add_language(parser, "the workbook's")


def _add_language(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument("--lang", choices=("zh", "en"), help=f"language of the output (default: {default})")


def _new_book(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in BOOKS:
        raise argparse.ArgumentTypeError(f"{text!r} does not end in .xlsx or .xlsm")
    return path


def _book(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in BOOKS:
        raise argparse.ArgumentTypeError(f"{text!r} does not end in .xlsx or .xlsm")
    return path


def _split_by(text: str) -> str | Path:
    if text in ("pillar", "city"):
        return text
    if Path(text).suffix.lower() != ".csv":
        raise argparse.ArgumentTypeError(f"{text!r} is neither pillar nor city, nor a file that ends in .csv")
    return Path(text)


def _preview(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() != ".xlsx":
        raise argparse.ArgumentTypeError(f"{text!r} does not end in .xlsx")
    return path


def _pair(text: str) -> tuple[str, str]:
    found, equals, meant = text.partition("=")
    if not (equals and found.strip() and meant.strip()):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form FOUND=MEANT")
    return found.strip(), meant.strip()


def _one_year(text: str) -> int:
    first, last = _years(text)
    if first != last:
        raise argparse.ArgumentTypeError(f"{text!r} is not one year")
    return first


def _addin_file(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in ADDINS:
        raise argparse.ArgumentTypeError(f"{text!r} does not end in .xlam or .oxt")
    return path


def _report(text: str) -> Path:
    """Read the name of a file for results; a workbook there is a slip that would destroy it."""
    path = Path(text)
    if path.suffix.lower() in WORKBOOKS:
        raise argparse.ArgumentTypeError(f"{text!r} is a workbook; put the workbook before the options")
    return path


def _years(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"\s*(\d{4})\s*(?:[-–—~～至]\s*(\d{4})\s*)?", text)
    if not match:
        raise argparse.ArgumentTypeError(f"{text!r} is not like 2012-2021")
    first, last = int(match[1]), int(match[2] or match[1])
    if not 1 <= first <= last < first + MAX_YEARS:
        raise argparse.ArgumentTypeError(f"{text!r}: expected a first year, then a last one, {MAX_YEARS} years at most")
    return first, last


def _year(text: str) -> int:
    first, last = _years(text)
    if first != last:
        raise argparse.ArgumentTypeError(f"{text!r} is not one year, such as 2021")
    return first


def _names(text: str) -> list[str]:
    names = [name.strip() for name in re.split(r"[,，、;；]", text) if name.strip()]
    if not names:
        raise argparse.ArgumentTypeError("expected codes or names with commas between them")
    return names


def _date(text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2022-12-31") from None


# The commands import what is heavy, so they are imported only when they run.


def _run_build(arguments: argparse.Namespace) -> int:
    from flowxl.cli.build import run

    return run(arguments)


def _run_compute(arguments: argparse.Namespace) -> int:
    from flowxl.cli.compute import run

    return run(arguments)


def _run_check(arguments: argparse.Namespace) -> int:
    from flowxl.cli.check import run

    return run(arguments)


def _run_split(arguments: argparse.Namespace) -> int:
    from flowxl.cli.split import run

    return run(arguments)


def _run_merge(arguments: argparse.Namespace) -> int:
    from flowxl.cli.merge import run

    return run(arguments)


def _run_diff(arguments: argparse.Namespace) -> int:
    from flowxl.cli.diff import run

    return run(arguments)


def _run_import(arguments: argparse.Namespace) -> int:
    from flowxl.cli.import_ import run

    return run(arguments)


def _run_reproduce(arguments: argparse.Namespace) -> int:
    from flowxl.cli.reproduce import run

    return run(arguments)


def _run_doctor(arguments: argparse.Namespace) -> int:
    from flowxl.cli.doctor import run

    return run(arguments)


def _run_install(arguments: argparse.Namespace) -> int:
    from flowxl.cli.install import run

    return run(arguments)


def _run_addin(arguments: argparse.Namespace) -> int:
    from flowxl.cli.addin import run

    return run(arguments)


def _run_roll(arguments: argparse.Namespace) -> int:
    from flowxl.cli.roll import run

    return run(arguments)
