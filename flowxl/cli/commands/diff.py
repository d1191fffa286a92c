"""``flowxl diff``."""

from flowxl.cli.arguments import book, report
from flowxl.cli.csv_titles import OPTION as CSV_TITLES
from flowxl.cli.declare import Argument, Command
from flowxl.cli.placeholders import FILE
from flowxl.voice.text import Text

COMMAND = Command(
    "diff",
    Text(
        "比较两个工作簿：数值、指标体系、权重，以及对得分和名次的影响",
        "compare two workbooks: figures, framework, weights, and the effect on scores and ranks",
    ),
    "flowxl diff FlowIndex-2020.xlsm FlowIndex.xlsm --csv changes.csv",
    run="flowxl.cli.diff:run",
    group="year",
    order=5,
    book="reads",
    speaks=Text("按 B", "that of B"),
    parts=(
        Argument("old", Text("较早的工作簿", "the older workbook"), metavar=Text("A", "A"), read=book),
        Argument("new", Text("较新的工作簿", "the newer one"), metavar=Text("B", "B"), read=book),
        Argument(
            "--csv",
            Text(
                "每处差异一行，写入文件；- 表示直接输出，代替文字",
                "write one line per difference to FILE; - prints it instead of the text",
            ),
            metavar=FILE,
            read=report,
        ),
        CSV_TITLES,
    ),
)
