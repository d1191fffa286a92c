"""The command on weights: compare methods, ask for pairs, take weights over."""

from typing import Any

from flowxl.cli.arguments import add_language, book, command, methods, runner


def add_weights(commands: Any) -> None:
    """Add ``flowxl weights``."""
    summary = "compare the weights with those of other methods, in the book's sheet 权重比较 (Weights compared)"
    example = "flowxl weights FlowIndex.xlsm --compare equal,entropy,critic,delphi+entropy"
    parser = command(commands, "weights", summary, example)
    parser.set_defaults(run=runner("weights"))
    add = parser.add_argument
    add("book", type=book, metavar="BOOK", help="the book; a backup is kept")
    add(
        "--compare",
        type=methods,
        metavar="A,B,…",
        help="methods beside the weights now: equal, entropy, critic, deviation, principal, first_component, delphi, "
        "delphi_median, delphi_authority, ahp; combined as a+b, a*b or game:a:b; a@indicator for weights of indicators "
        "within their pillars; none takes the sheet away (default, without other options: equal, entropy, critic, "
        "deviation, principal, and delphi and ahp where the book has them)",
    )
    add("--pairs", choices=("pillar", "indicator"), help="add the sheet 层次分析 (AHP) to compare pairs in")
    add("--use", metavar="METHOD", default="", help="write a method's weights into 权重, scaled to the total now")
    add_language(parser, "the workbook's")
