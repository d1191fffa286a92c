"""The commands of a Delphi study: start, collect, next, status, weights."""

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from flowxl.cli.arguments import add_language, book, command, date

SCALES = ("1-5", "1-9", "0-100", "budget")
EXAMPLE = "flowxl delphi start FlowIndex.xlsm --experts experts.csv -o round1 --due 2022-03-31"
LEVELS = ("pillar", "indicator")


def add_delphi(commands: Any) -> None:
    """Add ``flowxl delphi`` with its steps."""
    summary = "ask experts in rounds: questionnaires out, answers back into the book"
    parser = commands.add_parser(
        "delphi",
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"example:\n  {EXAMPLE}\n\n`flowxl delphi STEP --help` explains a step.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    steps = parser.add_subparsers(dest="step", metavar="STEP", required=True)
    for add in (_start, _collect, _next, _status, _weights):
        add(steps)


def _runner(step: str) -> Callable[[argparse.Namespace], int]:
    """Return what runs a step: its module is imported only then, for it imports what is heavy."""

    def run(arguments: argparse.Namespace) -> int:
        module = "delphi_status" if step in ("status", "weights") else "delphi"
        code: int = getattr(import_module(f"flowxl.cli.{module}"), f"run_{step}")(arguments)
        return code

    return run


def _start(steps: Any) -> None:
    summary = "begin a study: a questionnaire for every expert"
    parser = command(steps, "start", summary, EXAMPLE)
    parser.set_defaults(run=_runner("start"))
    add = parser.add_argument
    add("book", type=book, metavar="BOOK", help="the book; what is rated is taken from it, the study is kept in it")
    add(
        "--experts",
        type=Path,
        required=True,
        metavar="FILE",
        help="CSV list: 姓名/name, and 代码/code if you have them",
    )
    add("--level", choices=LEVELS, default="pillar", help="what is rated (default: %(default)s)")
    add("--scale", choices=SCALES, default="1-5", help="budget: 100 points to share out (default: %(default)s)")
    add("--name", default="", metavar="NAME", help="name of the study, on every questionnaire (default: the index's)")
    _sending(parser)


def _collect(steps: Any) -> None:
    summary = "bring answers into the book; of a file at fault nothing is taken, and every reason is told"
    parser = command(steps, "collect", summary, "flowxl delphi collect FlowIndex.xlsm returned")
    parser.set_defaults(run=_runner("collect"))
    add = parser.add_argument
    add("book", type=book, metavar="BOOK", help="the book with the study")
    add("files", type=Path, nargs="+", metavar="FILE", help="answers, or the folder they lie in")
    add("--partial", action="store_true", help="also take answers with gaps; what is missing stays missing")
    add("--late", action="store_true", help="also take answers to an earlier round, into that round, marked as late")
    add("--replace", action="store_true", help="let a new answer take the place of the expert's earlier one")
    add_language(parser, "the workbook's")


def _next(steps: Any) -> None:
    summary = "begin the next round: who answered is asked again, and sees where the group stood"
    example = "flowxl delphi next FlowIndex.xlsm -o round2 --due 2022-04-30"
    parser = command(steps, "next", summary, example)
    parser.set_defaults(run=_runner("next"))
    add = parser.add_argument
    add("book", type=book, metavar="BOOK", help="the book with the study")
    add("--experts", type=Path, metavar="FILE", help="CSV list with those who join now; others in it stay as they are")
    add("--again", action="store_true", help="ask those as well who did not answer")
    _sending(parser)


def _status(steps: Any) -> None:
    summary = "say how the study stands: response, authority, concordance, consensus, and whether to stop"
    parser = command(steps, "status", summary, "flowxl delphi status FlowIndex.xlsm")
    parser.set_defaults(run=_runner("status"))
    parser.add_argument("book", type=book, metavar="BOOK", help="the book with the study; it is not changed")
    add_language(parser, "the workbook's")


def _weights(steps: Any) -> None:
    summary = "write the weights that the last ratings give into the book's sheet 权重 (Weights)"
    parser = command(steps, "weights", summary, "flowxl delphi weights FlowIndex.xlsm --by authority")
    parser.set_defaults(run=_runner("weights"))
    add = parser.add_argument
    add("book", type=book, metavar="BOOK", help="the book with the study; a backup is kept")
    add(
        "--by",
        choices=("mean", "median", "authority"),
        default="mean",
        help="mean or median of the ratings, or their mean weighted by the experts' authority (default: %(default)s)",
    )
    add("--integers", action="store_true", help="round to whole numbers as the paper prints them, instead of scaling")
    add_language(parser, "the workbook's")


def _sending(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("-o", "--output", "--folder", type=Path, required=True, metavar="FOLDER", help="where the questionnaires go")
    add("--due", type=date, metavar="YYYY-MM-DD", help="until when they should be back")
    add("--language", choices=("zh", "en"), help="language of the questionnaires (default: the workbook's)")
    add("--force", action="store_true", help="replace questionnaires that are there; each is kept as a backup")
    add_language(parser, "the workbook's")
