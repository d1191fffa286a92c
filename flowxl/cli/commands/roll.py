"""``flowxl roll``."""

from flowxl.cli.arguments import book, date, year
from flowxl.cli.declare import Argument, Command
from flowxl.cli.placeholders import BOOK, DATE, FRAMEWORK, NEW, OLD, YEAR
from flowxl.voice.text import Text

COMMAND = Command(
    "roll",
    Text(
        "由本年工作簿生成下一年工作簿，已填报和自行制作的内容全部保留",
        "make next year's book from this year's: nothing that was entered or made is lost",
    ),
    "flowxl roll FlowIndex.xlsm --to 2021 --output FlowIndex2021.xlsm",
    run="flowxl.cli.roll:run",
    group="year",
    order=1,
    book="writes",
    parts=(
        Argument("file", Text("原工作簿；绝不改动", "the book; it is never changed"), metavar=OLD, read=book),
        Argument(
            "--to",
            Text("新工作簿计入的最后一年", "last year that counts in the new book"),
            metavar=YEAR,
            read=year,
            required=True,
        ),
        Argument(
            "--output -o",
            Text("要写入的工作簿，类型与旧簿相同", "book to write, of the same kind as OLD"),
            metavar=NEW,
            read=book,
            required=True,
        ),
        Argument(
            "--keep-start",
            Text(
                "首年不变，向后延长计入的年份（默认整体后移）",
                "extend the years that count instead of shifting them",
            ),
            flag=True,
        ),
        Argument(
            "--framework",
            Text(
                "改动后的指标体系的文件夹；数值按代码对应，不按名称",
                "folder of a changed framework; figures follow their codes, never names",
            ),
            metavar=FRAMEWORK,
        ),
        Argument(
            "--revised",
            Text(
                "修订后的工作簿，以其中的数值取代旧簿的数值",
                "a book whose figures take the place of those in OLD",
            ),
            metavar=BOOK,
            read=book,
        ),
        Argument(
            "--force",
            Text("新簿已存在时予以替换；保留备份", "replace NEW if it exists; a backup is kept"),
            flag=True,
        ),
        Argument(
            "--date",
            Text("首页显示的日期（默认：按旧簿）", "date shown on the first sheet (default: OLD's)"),
            metavar=DATE,
            read=date,
        ),
    ),
)
