"""``flowxl reproduce``."""

from flowxl.cli.declare import BY_SYSTEM, Command
from flowxl.voice.text import Text

COMMAND = Command(
    "reproduce",
    Text("重算论文中的表格，与印出的数值并列", "reproduce the printed tables of the paper, computed beside printed"),
    "flowxl reproduce --lang en",
    run="flowxl.cli.reproduce:run",
    group="paper",
    order=1,
    speaks=BY_SYSTEM,
)
