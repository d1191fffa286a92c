"""``flowxl merge``."""

from flowxl.cli.arguments import book, book_or_folder
from flowxl.cli.declare import Argument, Command
from flowxl.cli.placeholders import BOOK, OUT, PART
from flowxl.voice.text import Text

COMMAND = Command(
    "merge",
    Text("将各填报人的分表并回总表", "bring the parts of colleagues back into the book"),
    "flowxl merge FlowIndex.xlsm parts --dry-run",
    run="flowxl.cli.merge:run",
    group="year",
    order=4,
    book="changes",
    parts=(
        Argument(
            "book",
            Text("总表；将被替换，原文件留作备份", "the whole book; it is replaced, and kept as a backup"),
            metavar=BOOK,
            read=book,
        ),
        Argument(
            "parts",
            Text("已填好的分表，或其所在文件夹", "filled-in parts, or the folder they lie in"),
            metavar=PART,
            read=book_or_folder,
            nargs="+",
        ),
        Argument(
            "-o --output",
            Text("另存为新文件，总表保持不变", "write a new file instead, and leave BOOK as it is"),
            metavar=OUT,
            read=book,
        ),
        Argument(
            "--prefer",
            Text(
                "两边都改过时以哪一方为准（默认：保留总表的值，并列出每处冲突）",
                "whose value counts where both changed it (default: the book stays, and each conflict is listed)",
            ),
            choices=("book", "part"),
        ),
        Argument(
            "--partial",
            Text(
                "分表不齐时，也合并已有的部分",
                "merge what there is, though parts of the split are missing",
            ),
            flag=True,
        ),
        Argument(
            "--dry-run",
            Text("只显示将采用的内容，不写入", "show what would be taken, and write nothing"),
            flag=True,
        ),
    ),
)
