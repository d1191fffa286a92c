"""``flowxl install``."""

from flowxl.cli.declare import BY_SYSTEM, Argument, Command
from flowxl.voice.text import Text

COMMAND = Command(
    "install",
    Text(
        "在 Windows 上设置 Excel：告知 xlwings 启动哪个 Python，并安装加载项",
        "set up Excel on Windows: tell xlwings which Python to start, and install the add-in",
    ),
    "flowxl install --dry-run",
    run="flowxl.cli.install:run",
    group="programs",
    order=2,
    speaks=BY_SYSTEM,
    parts=(
        Argument(
            "--dry-run",
            Text("只显示将作的改动，不实际改动", "show what would change, and change nothing"),
            flag=True,
        ),
        Argument(
            "--uninstall",
            Text("只移除先前装入的内容", "remove what was installed, and nothing else"),
            flag=True,
        ),
    ),
)
