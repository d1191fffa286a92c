"""The decisions on the Baidu Index that ``flowxl import`` takes.

Each is None where nothing was chosen, so that defaults stand in one place.
"""

from flowxl.cli.arguments import count, pair
from flowxl.cli.declare import Argument, Section
from flowxl.voice.text import Text

DEVICES = ("all", "pc", "wise")
CHOSEN = (
    Argument(
        "--device",
        Text("采用的指数（默认：all = pc + wise）", "the index that counts (default: all = pc + wise)"),
        choices=DEVICES,
    ),
    Argument(
        "--untyped",
        Text(
            "表中未注明终端的数值属于哪一种（默认：all）",
            "what the figures of a table are that names no device (default: all)",
        ),
        choices=DEVICES,
    ),
    Argument(
        "--zero",
        Text(
            "个别日期为 0 或空白时：按 0 计（zero），或按缺失计（missing）（默认：zero）",
            "0 or a blank on single days: 0, or no day (default: zero)",
        ),
        choices=("zero", "missing"),
    ),
    Argument(
        "--unindexed",
        Text(
            "全年各日均为 0 或空白时（默认：missing）",
            "0 or a blank on every day of a year (default: missing)",
        ),
        choices=("missing", "zero"),
    ),
    Argument(
        "--duplicates",
        Text(
            "同一日期有不同数值时（默认：review；数值相同的只计一次）",
            "different figures for one day (default: review; equal ones count once)",
        ),
        choices=("review", "first", "last", "mean"),
    ),
    Argument(
        "--incomplete",
        Text("日期不全的年份（默认：review）", "a year without all of its days (default: review)"),
        choices=("review", "use", "leave"),
    ),
    Argument(
        "--weight",
        Text(
            "周、月数值如何计入（默认：days，按天数）",
            "how figures of weeks and months count (default: by their days)",
        ),
        choices=("days", "points"),
    ),
    Argument(
        "--week",
        Text(
            "周的日期指哪一天（默认：calendar，周一为首日，周日为末日）",
            "the day that dates a week (default: calendar, a Monday is its first day and a Sunday its last)",
        ),
        choices=("calendar", "first", "last"),
    ),
    Argument(
        "--province",
        Text("省级数值，并非城市（默认：review）", "figures of provinces, which are not cities (default: review)"),
        choices=("review", "leave"),
    ),
    Argument(
        "--keywords",
        Text(
            "关键词如何比对（默认：folded，不计引号、全角半角和大小写）",
            "how keywords are compared (default: without quotes, width, case)",
        ),
        choices=("folded", "exact"),
    ),
)
BAIDU = Section(
    Text("百度指数导出文件", "Baidu Index exports"),
    (
        Argument(
            "--baidu",
            Text(
                "各文件为百度指数导出文件：导入关键词的年度日均值",
                "FILEs are such exports: yearly daily means of keywords are imported",
            ),
            flag=True,
        ),
        *CHOSEN,
        Argument(
            "--longest-gap",
            Text(
                "连续无搜索的天数超过此数即列为待定（默认：60）",
                "more days in a row without a search go to review (default: 60)",
            ),
            metavar=Text("天数", "DAYS"),
            read=count,
        ),
        Argument(
            "--area",
            Text("代表某个城市的地区", "an area that stands for a city"),
            metavar=Text("地区=城市", "AREA=CITY"),
            read=pair,
            default=(),
            several=True,
        ),
        Argument(
            "--keyword",
            Text("关键词的另一写法", "another word for a keyword"),
            metavar=Text("词=关键词", "WORD=KEYWORD"),
            read=pair,
            default=(),
            several=True,
        ),
    ),
)
