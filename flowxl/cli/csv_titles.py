"""Titles of the columns of CSV files: the same in every language, unless Chinese ones are asked for."""

from flowxl.cli.declare import Argument
from flowxl.voice.text import LANGUAGES, Language, Text

TITLES: dict[str, Text] = {
    # What ``compute`` gives.
    "code": Text("代码", "code"),
    "name_zh": Text("中文名称", "name_zh"),
    "name_en": Text("英文名称", "name_en"),
    "index": Text("指数", "index"),
    "rank": Text("名次", "rank"),
    "display": Text("显示指数", "display"),
    "complete": Text("是否完整", "complete"),
    "lacking": Text("缺少的二级指标", "lacking"),
    "indicators": Text("三级指标数", "indicators"),
    "weight": Text("计入权重", "weight"),
    "years": Text("年份覆盖率", "years"),
    # What ``diff`` gives.
    "kind": Text("类别", "kind"),
    "table": Text("表", "table"),
    "item": Text("项", "item"),
    "place": Text("地区", "place"),
    "year": Text("年份", "year"),
    "field": Text("内容", "field"),
    "old": Text("原值", "old"),
    "new": Text("现值", "new"),
    "change": Text("变动", "change"),
    "relative": Text("相对变动", "relative"),
}
PILLARS: dict[str, Text] = {
    "score": Text("得分_{code}", "score_{code}"),
    "contribution": Text("贡献_{code}", "contribution_{code}"),
}
"""Columns of which there is one for each pillar."""
OPTION = Argument(
    "--csv-titles",
    Text(
        "CSV 列名的语言（默认：{default}，不随 --lang 改变）",
        "language of the titles in the CSV (default: {default}, whatever --lang says)",
    ),
    choices=LANGUAGES,
    default="en",
)


def pillar_title(kind: str, code: str, language: Language) -> str:
    """Return the title of a column for one pillar."""
    return PILLARS[kind].say(language, code=code)
