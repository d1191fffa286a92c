"""The commands of the year: roll, import, split, merge, diff."""

import argparse
from pathlib import Path
from typing import Any

from flowxl.cli.arguments import (
    add_language,
    book,
    book_or_folder,
    command,
    date,
    pair,
    preview,
    report,
    runner,
    split_by,
    year,
)


def add_roll(commands: Any) -> None:
    """Add ``flowxl roll``."""
    summary = "make next year's book from this year's: nothing that was entered or made is lost"
    parser = command(commands, "roll", summary, "flowxl roll FlowIndex.xlsm --to 2021 --output FlowIndex2021.xlsm")
    parser.set_defaults(run=runner("roll"))
    add = parser.add_argument
    add("file", type=book, metavar="OLD", help="the book; it is never changed")
    add("--to", type=year, required=True, metavar="YEAR", help="last year that counts in the new book")
    add("--output", "-o", type=book, required=True, metavar="NEW", help="book to write, of the same kind as OLD")
    add("--keep-start", action="store_true", help="extend the years that count instead of shifting them")
    add("--framework", metavar="DIR", help="folder of a changed framework; figures follow their codes, never names")
    add("--revised", type=book, metavar="BOOK", help="a book whose figures take the place of those in OLD")
    add("--force", action="store_true", help="replace NEW if it exists; a backup is kept")
    add("--date", type=date, metavar="YYYY-MM-DD", help="date shown on the first sheet (default: OLD's)")
    add_language(parser, "the workbook's")


def add_import(commands: Any) -> None:
    """Add ``flowxl import``."""
    summary = "bring in figures from yearbook tables: shown first, written with --apply or --from"
    parser = command(commands, "import", summary, "flowxl import gdp.xlsx --into my.xlsm --preview preview.xlsx")
    parser.set_defaults(run=runner("import_"))
    add = parser.add_argument
    add("files", nargs="*", type=Path, metavar="FILE", help="tables: .xlsx, .xlsm, .xls, .csv, .txt")
    add("--into", type=book, required=True, metavar="BOOK", help="the workbook that the figures are for")
    add("--preview", type=preview, metavar="OUT", help="write the preview as a workbook to decide in; OUT must be new")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--apply", action="store_true", help="write what is new into BOOK; a backup is kept")
    what.add_argument(
        "--from", dest="preview_from", type=preview, metavar="PREVIEW", help="write what was decided in a preview"
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
    add("--year", type=year, metavar="YEAR", help="year of the figures, where a table names none")
    add(
        "--synonyms",
        type=Path,
        metavar="FILE",
        help="other names, from a CSV file: kind,code,name (place or indicator)",
    )
    _add_baidu(parser.add_argument_group("Baidu Index exports"))
    add_language(parser, "the workbook's")


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
    add("--area", action="append", type=pair, default=[], metavar="AREA=CITY", help="an area that stands for a city")
    add("--keyword", action="append", type=pair, default=[], metavar="WORD=KEYWORD", help="another word for a keyword")


def add_split(commands: Any) -> None:
    """Add ``flowxl split``."""
    summary = "make one small workbook per colleague, with only their rows"
    parser = command(commands, "split", summary, "flowxl split FlowIndex.xlsm --by pillar -o parts")
    parser.set_defaults(run=runner("split"))
    add = parser.add_argument
    add("book", type=book, metavar="BOOK", help="the whole book; it is not changed")
    add(
        "--by",
        required=True,
        type=split_by,
        metavar="pillar|city|LIST.csv",
        help="one part per pillar or city, or per row of a list: name, pillars, cities, indicators",
    )
    add("-o", "--output", type=Path, metavar="FOLDER", help="where to (default: a new folder beside the book)")
    add_language(parser, "the workbook's")


def add_merge(commands: Any) -> None:
    """Add ``flowxl merge``."""
    summary = "bring the parts of colleagues back into the book"
    parser = command(commands, "merge", summary, "flowxl merge FlowIndex.xlsm parts --dry-run")
    parser.set_defaults(run=runner("merge"))
    add = parser.add_argument
    add("book", type=book, metavar="BOOK", help="the whole book; it is replaced, and kept as a backup")
    add("parts", type=book_or_folder, nargs="+", metavar="PART", help="filled-in parts, or the folder they lie in")
    add("-o", "--output", type=book, metavar="OUT", help="write a new file instead, and leave BOOK as it is")
    add(
        "--prefer",
        choices=("book", "part"),
        help="whose value counts where both changed it (default: the book stays, and each conflict is listed)",
    )
    add("--partial", action="store_true", help="merge what there is, though parts of the split are missing")
    add("--dry-run", action="store_true", help="show what would be taken, and write nothing")
    add_language(parser, "the workbook's")


def add_diff(commands: Any) -> None:
    """Add ``flowxl diff``."""
    summary = "compare two workbooks: figures, framework, weights, and the effect on scores and ranks"
    parser = command(commands, "diff", summary, "flowxl diff FlowIndex-2020.xlsm FlowIndex.xlsm --csv changes.csv")
    parser.set_defaults(run=runner("diff"))
    add = parser.add_argument
    add("old", type=book, metavar="A", help="the older workbook")
    add("new", type=book, metavar="B", help="the newer one")
    add(
        "--csv",
        type=report,
        metavar="FILE",
        help="write one line per difference to FILE; - prints it instead of the text",
    )
    add_language(parser, "that of B")
