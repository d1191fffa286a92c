"""``flowxl doctor``."""

from pathlib import Path

from flowxl.cli.arguments import book
from flowxl.cli.declare import BY_SYSTEM, Argument, Command
from flowxl.cli.placeholders import FILE
from flowxl.voice.text import Text

COMMAND = Command(
    "doctor",
    Text(
        "逐一检查本机 Excel 与 Python 之间的环节，并说明如何处理",
        "check every link between Excel and Python on this computer, and say what to do",
    ),
    "flowxl doctor FlowIndex.xlsm --json doctor.json",
    run="flowxl.cli.doctor:run",
    group="programs",
    order=1,
    book="reads",
    speaks=BY_SYSTEM,
    parts=(
        Argument(
            "file",
            Text("函数没有应答的工作簿", "a workbook whose functions do not answer"),
            metavar=FILE,
            read=book,
            nargs="?",
        ),
        Argument(
            "--environment",
            Text(
                "诊断另一台计算机，依据在那里运行 doctor --json 写出的文件",
                "diagnose another computer from the file that doctor --json wrote there",
            ),
            metavar=FILE,
            read=Path,
        ),
    ),
)
