"""``flowxl build``."""

from pathlib import Path

from flowxl.cli.arguments import book, date, names, years
from flowxl.cli.declare import Argument, Command, OneOf, language_option
from flowxl.cli.placeholders import CITIES, DATE, FILE, FRAMEWORK, YEARS
from flowxl.voice.text import Text

FIGURES = OneOf(
    (
        Argument("--empty", Text("空白模板，不含数值", "a blank template without figures"), flag=True),
        Argument(
            "--demo",
            Text(
                "完整的虚构数值；各表注明 SYNTHETIC（合成数据）",
                "complete made-up figures; every sheet says SYNTHETIC",
            ),
            flag=True,
        ),
        Argument(
            "--data",
            Text(
                "取自 CSV 文件的数值，各列为 indicator,place,year,value[,status,source]",
                "figures from a CSV file: indicator,place,year,value[,status,source]",
            ),
            metavar=FILE,
            read=Path,
        ),
    )
)
COMMAND = Command(
    "build",
    Text(
        "生成工作簿：含全部公式的指数，已填入公开数据",
        "build a workbook: the index with all its formulas, filled with public figures",
    ),
    "flowxl build --cities 上海,北京 --years 2012-2020 --output my.xlsx",
    run="flowxl.cli.build:run",
    group="book",
    order=1,
    book="writes",
    speaks=None,
    parts=(
        Argument(
            "--output",
            Text("要写入的工作簿（默认：{default}）", "workbook to write (default: {default})"),
            metavar=FILE,
            read=book,
            default=Path("FlowIndex.xlsm"),
        ),
        Argument(
            "--xlsx",
            Text(
                "不含宏：文件以 .xlsx 结尾，只由公式计算（用于禁用宏的单位）",
                "no macros: FILE ends in .xlsx, and native formulas alone compute (for offices that block macros)",
            ),
            flag=True,
        ),
        Argument(
            "--force",
            Text(
                "即使文件中另有内容也予以替换；保留备份",
                "replace FILE even if it holds something else; a backup is kept",
            ),
            flag=True,
        ),
        FIGURES,
        Argument(
            "--framework",
            Text(
                "指标体系的文件夹，或随附体系的名称（默认：{default}）",
                "folder of a framework, or a shipped one's name (default: {default})",
            ),
            metavar=FRAMEWORK,
            default="flow_economy",
        ),
        Argument(
            "--years",
            Text(
                "计入的年份，例如 2012-2021（默认：按指标体系）",
                "years that count, e.g. 2012-2021 (default: the framework's)",
            ),
            metavar=YEARS,
            read=years,
        ),
        Argument(
            "--cities",
            Text(
                "城市的代码或名称，按顺序排列（默认：全部）",
                "codes or names of cities, in order (default: all)",
            ),
            metavar=CITIES,
            read=names,
        ),
        language_option(
            Text(
                "工作簿与输出的语言（默认：按指标体系）",
                "language of the workbook and the output (default: the framework's)",
            )
        ),
        Argument(
            "--date",
            Text("首页显示的日期（默认：数据的日期）", "date shown on the first sheet (default: that of the data)"),
            metavar=DATE,
            read=date,
        ),
    ),
)
