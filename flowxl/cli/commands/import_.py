"""``flowxl import``."""

from pathlib import Path

from flowxl.cli.arguments import book, preview, year
from flowxl.cli.baidu_options import BAIDU
from flowxl.cli.declare import Argument, Command, OneOf
from flowxl.cli.placeholders import BOOK, FILE, NAME, OUT, PREVIEW, UNIT, YEAR
from flowxl.voice.text import Text

WRITING = OneOf(
    (
        Argument(
            "--apply",
            Text("将新增数值写入工作簿；保留备份", "write what is new into BOOK; a backup is kept"),
            flag=True,
        ),
        Argument(
            "--from",
            Text("按预览中的取舍写入", "write what was decided in a preview"),
            metavar=PREVIEW,
            read=preview,
            dest="preview_from",
        ),
    )
)
COMMAND = Command(
    "import",
    Text(
        "导入年鉴表格中的数值：先预览，用 --apply 或 --from 写入",
        "bring in figures from yearbook tables: shown first, written with --apply or --from",
    ),
    "flowxl import gdp.xlsx --into my.xlsm --preview preview.xlsx",
    run="flowxl.cli.import_:run",
    group="year",
    order=2,
    book="changes",
    parts=(
        Argument(
            "files",
            Text("表格：.xlsx、.xlsm、.xls、.csv、.txt", "tables: .xlsx, .xlsm, .xls, .csv, .txt"),
            metavar=FILE,
            read=Path,
            nargs="*",
        ),
        Argument(
            "--into",
            Text("导入到哪个工作簿", "the workbook that the figures are for"),
            metavar=BOOK,
            read=book,
            required=True,
        ),
        Argument(
            "--preview",
            Text(
                "将预览另存为工作簿，在其中取舍；新文件须尚不存在",
                "write the preview as a workbook to decide in; OUT must be new",
            ),
            metavar=OUT,
            read=preview,
        ),
        WRITING,
        Argument(
            "--accept",
            Text(
                "一并写入：conflicts 为冲突，取代已有的不同数值；steps 为仅因跨年变动过大而存疑的数值",
                "also write: conflicts, in place of other values; steps, figures that only their change puts in doubt",
            ),
            choices=("conflicts", "steps"),
            default=(),
            several=True,
        ),
        Argument(
            "--indicator",
            Text(
                "表中未注明指标时，指标的代码或名称",
                "code or name of the indicator, where a table names none",
            ),
            metavar=NAME,
            default="",
        ),
        Argument(
            "--place",
            Text("表中未注明地区时，地区的代码或名称", "code or name of the place, where a table names none"),
            metavar=NAME,
            default="",
        ),
        Argument(
            "--measure",
            Text(
                "表中未注明计量单位时，数值的计量单位，例如“万元”",
                "measure of the figures, where a table names none, e.g. '万元'",
            ),
            metavar=UNIT,
            default="",
        ),
        Argument(
            "--year",
            Text("表中未注明年份时，数值的年份", "year of the figures, where a table names none"),
            metavar=YEAR,
            read=year,
        ),
        Argument(
            "--synonyms",
            Text(
                "别名，取自 CSV 文件，各列为 kind,code,name（kind 为 place 或 indicator）",
                "other names, from a CSV file: kind,code,name (place or indicator)",
            ),
            metavar=FILE,
            read=Path,
        ),
        BAIDU,
    ),
)
