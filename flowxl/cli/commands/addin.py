"""``flowxl addin``."""

from flowxl.cli.arguments import addin_file
from flowxl.cli.declare import BY_SYSTEM, Argument, Command, OneOf
from flowxl.cli.placeholders import FILE
from flowxl.voice.text import Text

WHAT = OneOf(
    (
        Argument(
            "--install",
            Text(
                "装入；以 root 身份运行时，为所有用户装入 LibreOffice",
                "install it; root installs it in LibreOffice for everyone",
            ),
            flag=True,
        ),
        Argument(
            "--uninstall",
            Text("移除；其他来源的 Excel 加载项不动", "remove it; an Excel add-in of another origin stays"),
            flag=True,
        ),
        Argument(
            "--build",
            Text(
                "写入文件（.xlam 或 .oxt），任何系统均可",
                "write it to FILE (.xlam or .oxt), on any system",
            ),
            metavar=FILE,
            read=addin_file,
        ),
    ),
    required=True,
)
COMMAND = Command(
    "addin",
    Text(
        "安装或移除加载项；装入后每个工作簿都可使用这些函数",
        "install the add-in, which gives every workbook the functions, or remove it",
    ),
    "flowxl addin libreoffice --install",
    run="flowxl.cli.addin:run",
    group="programs",
    order=3,
    speaks=BY_SYSTEM,
    parts=(
        Argument(
            "program",
            Text("表格程序；excel 仅限 Windows", "the spreadsheet program; excel on Windows only"),
            choices=("excel", "libreoffice"),
        ),
        WHAT,
        Argument(
            "--outside",
            Text(
                "libreoffice：无论 LibreOffice 自带什么，都由独立进程计算",
                "libreoffice: compute in a process of its own, whatever LibreOffice has",
            ),
            flag=True,
        ),
    ),
)
