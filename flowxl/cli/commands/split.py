"""``flowxl split``."""

from pathlib import Path

from flowxl.cli.arguments import book, split_by
from flowxl.cli.declare import Argument, Command
from flowxl.cli.placeholders import BOOK, FOLDER
from flowxl.voice.text import Text

COMMAND = Command(
    "split",
    Text(
        "拆分为若干小工作簿，每位填报人一份，只含其负责的行",
        "make one small workbook per colleague, with only their rows",
    ),
    "flowxl split FlowIndex.xlsm --by pillar -o parts",
    run="flowxl.cli.split:run",
    group="year",
    order=3,
    book="reads",
    parts=(
        Argument("book", Text("总表；不作改动", "the whole book; it is not changed"), metavar=BOOK, read=book),
        Argument(
            "--by",
            Text(
                "每个二级指标（pillar）或每个城市（city）一份，或按名单的每一行一份："
                "名单的列为 name、pillars、cities、indicators",
                "one part per pillar or city, or per row of a list: name, pillars, cities, indicators",
            ),
            metavar=Text("pillar|city|名单.csv", "pillar|city|LIST.csv"),
            read=split_by,
            required=True,
        ),
        Argument(
            "-o --output",
            Text("写入位置（默认：工作簿旁的新文件夹）", "where to (default: a new folder beside the book)"),
            metavar=FOLDER,
            read=Path,
        ),
    ),
)
