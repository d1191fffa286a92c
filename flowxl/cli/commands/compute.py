"""``flowxl compute``."""

from pathlib import Path

from flowxl.cli.arguments import report
from flowxl.cli.csv_titles import OPTION as CSV_TITLES
from flowxl.cli.declare import Argument, Command
from flowxl.cli.placeholders import FILE
from flowxl.voice.text import Text

COMMAND = Command(
    "compute",
    Text("由工作簿计算指数并显示", "compute the index from a workbook and print it"),
    "flowxl compute workbook/FlowIndex.xlsm --csv result.csv",
    run="flowxl.cli.compute:run",
    group="book",
    order=2,
    book="reads",
    parts=(
        Argument("file", Text("工作簿", "the workbook"), metavar=FILE, read=Path),
        Argument(
            "--csv",
            Text(
                "每个城市一行，写入文件；- 表示直接输出，代替文字",
                "write one line per city to FILE; - prints it instead of the text",
            ),
            metavar=FILE,
            read=report,
        ),
        CSV_TITLES,
    ),
)
