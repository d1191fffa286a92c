"""``flowxl check``."""

from pathlib import Path

from flowxl.cli.arguments import book
from flowxl.cli.declare import Argument, Command
from flowxl.cli.placeholders import FILE, OUT
from flowxl.voice.text import Text

COMMAND = Command(
    "check",
    Text(
        "检查工作簿：“校验”表显示的内容，以及每个无法使用的单元格",
        "check a workbook: what its sheet 校验 (Checks) shows, and every cell that cannot be used",
    ),
    "flowxl check workbook/FlowIndex.xlsm --fix repaired.xlsm",
    run="flowxl.cli.check:run",
    group="book",
    order=3,
    book="reads",
    parts=(
        Argument("file", Text("工作簿；绝不改动", "the workbook; it is never changed"), metavar=FILE, read=Path),
        Argument(
            "--fix",
            Text(
                "另存一份副本，改正其中明显的笔误并逐一列出，再检查该副本；新文件须尚不存在",
                "write a copy with clear slips repaired, list them, check the copy; OUT must be new",
            ),
            metavar=OUT,
            read=book,
        ),
    ),
)
