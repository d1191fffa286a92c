"""Exit codes, each with the sentence that ``--help`` and the README give it."""

from flowxl.voice.message import Message
from flowxl.voice.text import Text

OK, VALUE_FAULTS, USAGE, REFUSED, DEVIATION = range(5)
ATTENTION = VALUE_FAULTS
INTERNAL = 70
"""A fault of FlowXL itself; the number that BSD gives to internal errors."""
STOPPED = 130
"""What shells expect of a program that was stopped with Ctrl-C."""
READER_LEFT = 141
"""What shells expect of a program whose output nobody reads any more (``flowxl … | head``)."""

EXIT_CODES: dict[int, Text] = {
    OK: Text("一切正常", "all is well"),
    VALUE_FAULTS: Text(
        "已完成，但有事项需要查看：单元格无法使用、检查项出错、公式从未计算、数值待定、有冲突、有内容未能带入；"
        "doctor：有事项需要注意",
        "done, but something needs a look: a cell that cannot be used, a check at fault, formulas never "
        "computed, figures for review, conflicts, what could not be carried; doctor: something needs attention",
    ),
    USAGE: Text(
        "选项有误，或文件无法写入：文件已打开、磁盘已满、文件夹不可写",
        "an option is wrong, or a file cannot be written: it is open, the disk is full, the folder is closed",
    ),
    REFUSED: Text(
        "输入被拒绝，并列出全部问题；doctor：Excel 中的函数无法应答",
        "the input was refused; every fault is listed; doctor: functions in Excel cannot answer",
    ),
    DEVIATION: Text(
        "reproduce：有数值超出四舍五入容许的范围",
        "reproduce: a figure is further from the paper than rounding allows",
    ),
    INTERNAL: Text("FlowXL 自身出错，请告知我们", "an error of FlowXL itself; please report it"),
}


class UsageError(Exception):
    """Something the person at the command line can put right; told as one sentence, exit code 2."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))
