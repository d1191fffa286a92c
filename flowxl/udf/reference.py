"""The function reference in ``docs/``, rendered from the declarations: ``python -m flowxl.udf.reference docs``."""

import sys
from pathlib import Path
from typing import Any

from flowxl.templates import render
from flowxl.udf.all_functions import UDFS
from flowxl.udf.declare import Param, Udf
from flowxl.voice.text import Language, Text

NAMES: dict[Language, str] = {"en": "functions.md", "zh": "functions.zh-CN.md"}
TITLE = Text("函数", "Functions")
INTRODUCTION = Text(
    "本页由函数的声明生成（`python -m flowxl.udf.reference docs`），请勿直接修改。"
    "方括号中的参数可以省略；省略数据、权重、设置时，取公式所在工作簿的 `flow_data`、`flow_weights`、`flow_settings`，"
    "并随任何改动重算。名称可用代码、中文名或英文名，带不带“市”均可。"
    "在 LibreOffice 中，参数指向空白单元格时按 0 处理。",
    "Made from the declarations of the functions (`python -m flowxl.udf.reference docs`); do not edit. Arguments in\n"
    "brackets may be left out. Without data, weights and settings a function takes `flow_data`, `flow_weights` and\n"
    "`flow_settings` of its own workbook, and is computed anew with every change. A name is a code or a Chinese or\n"
    "English name, with or without 市. In LibreOffice a blank cell given for an argument counts as 0.",
)
ERRORS = Text(
    "- `#N/A`：名称不明或有歧义，数据缺失，或 Python 没有应答。\n"
    "- `#VALUE!`：某个参数或区域无法使用。\n\n"
    "`=FLOWSTATUS()` 用文字说明最近一次问题：函数、参数、发现什么、应为什么。表中没有得分的格为空。",
    "- `#N/A`: a name is unknown or stands for several things, figures are missing, or Python does not answer.\n"
    "- `#VALUE!`: an argument or a range cannot be used.\n\n"
    "`=FLOWSTATUS()` tells the latest problem in words: function, argument, what was found, what was expected. Inside\n"
    "a table a missing score is a blank.",
)
HEADS: dict[str, Text] = {
    "function": Text("函数", "function"),
    "gives": Text("结果", "gives"),
    "argument": Text("参数", "argument"),
    "meaning": Text("含义", "meaning"),
    "left_out": Text("省略", "left out"),
    "errors": Text("错误值", "Errors"),
}
LEFT_OUT = {"must": Text("不可", "no"), "may": Text("可以", "may be")}


def reference(language: Language) -> str:
    """Return the reference in one language."""
    return render(
        "functions.md.j2",
        title=TITLE.of(language),
        introduction=INTRODUCTION.of(language),
        errors=ERRORS.of(language),
        heads={key: text.of(language) for key, text in HEADS.items()},
        stop="。" if language == "zh" else "",
        udfs=[_entry(udf, language) for udf in UDFS],
    )


def _entry(udf: Udf, language: Language) -> dict[str, Any]:
    return {
        "name": udf.name,
        "anchor": udf.name.lower(),
        "usage": udf.usage(),
        "help": udf.help.of(language),
        "example": udf.example,
        "params": [
            {"name": param.name, "help": param.help.of(language), "left_out": _left_out(param, language)}
            for param in udf.params
        ],
    }


def _left_out(param: Param, language: Language) -> str:
    if param.name_of_table:
        return f"`{param.name_of_table}`"
    return LEFT_OUT["may" if param.optional else "must"].of(language)


if __name__ == "__main__":
    for language, name in NAMES.items():
        (Path(sys.argv[1]) / name).write_text(reference(language), encoding="utf-8")
