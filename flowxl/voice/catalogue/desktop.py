"""What is said of the way from Excel to Python on a desktop: descriptions of one, and what stands in the way."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

_DAMAGED = Text(
    "请删去此文件；此后 FlowXL 写入的内容不会再被取出",
    "Delete the file; what FlowXL put in then stays in",
)
_DESCRIBE = Text("请用 flowxl doctor --json FILE 生成", "`flowxl doctor --json FILE` writes one")
_ELSEWHERE = Text(
    "请将 Python 装在 C:\\FlowXL 这样的文件夹中，并在其中运行 flowxl install",
    "Install Python in a folder like C:\\FlowXL and run flowxl install there",
)
_FOUND = Text("现为 {found}", "{found}")
_TROUBLE = Text("{trouble}", "{trouble}")

FAULTS: dict[str, Entry] = {
    "value.object": Entry(_FOUND, Text("对象", "an object")),
    "value.list": Entry(_FOUND, Text("最多 {most} 项的列表", "a list of at most {most}")),
    "value.choice": Entry(_FOUND, Text("{known:or}", "{known:or}")),
    "value.truth": Entry(_FOUND, Text("true 或 false", "true or false")),
    "value.whole": Entry(_FOUND, Text("非负整数", "a whole number, not negative")),
    "value.text": Entry(_FOUND, Text("最多 {most} 个字符的文本", "text of at most {most} letters")),
    "unknown.field": Entry(Text("未知的键", "an unknown key"), Text("{known}", "{known}")),
    "unknown.beside_environment": Entry(
        Text("未知的键", "a key that is not known"),
        Text("environment 和 doctor 所附的内容", "environment and what doctor adds"),
    ),
    "missing.field": Entry(Text("空", "nothing"), Text("一个值", "a value")),
    "environment": Entry(
        Text("没有该项的 JSON（{found}）", "a JSON {found} without it"),
        Text("含有“environment”的对象", 'an object with "environment"'),
        _DESCRIBE,
    ),
    "json.description": Entry(_TROUBLE, Text("UTF-8 编码的小型 JSON 文件", "a small JSON file in UTF-8"), _DESCRIBE),
    "json.record": Entry(_TROUBLE, Text("由 flowxl install 写入的内容", "what `flowxl install` wrote")),
    "record": Entry(Text("文件已损坏", "a damaged file"), Text("JSON 格式", "JSON"), _DAMAGED),
    "encoding.configuration": Entry(
        Text("有 {encoding} 以外的字符", "letters that are not in {encoding}"),
        Text("{encoding} 编码的文本", "text in {encoding}"),
        Text("请另存为 ANSI 编码，或将其移走", "Save it as ANSI, or move it away"),
    ),
    "letters": Entry(
        Text("系统代码页以外的字符", "letters that the code page lacks"),
        Text("{encoding} 中的字符", "letters in {encoding}"),
        _ELSEWHERE,
    ),
    "signs": Entry(Text('% 或 "', 'a % or "'), Text("不含这些字符的路径", "a path without them"), _ELSEWHERE),
}

MESSAGES: dict[str, Text] = {
    "desktop.description": Text("{file} 不是计算机环境说明文件。", "{file} is not a description of a desktop."),
    "desktop.configuration": Text(
        "无法读取 xlwings 的配置文件，未作改动。",
        "The configuration of xlwings cannot be read; it was left as it is.",
    ),
    "desktop.program": Text("Excel 无法启动这个 Python。", "Excel cannot start this Python."),
    "desktop.record": Text("安装记录已损坏。", "The note about what was installed is damaged."),
    "desktop.unreadable": Text("文件无法读取（{reason}）", "a file that cannot be read ({reason})"),
    "desktop.large_file": Text("文件超过 1 MB", "more than a megabyte"),
    "desktop.key_twice": Text("有重复的键", "a key that comes twice"),
    "desktop.no_number": Text("{text} 不是数", "{text}, which is no number"),
    "desktop.not_json": Text("第 {line} 行第 {column} 列不是 JSON", "no JSON at line {line}, column {column}"),
    "desktop.not_utf8": Text("不是 UTF-8 编码", "text that is not UTF-8"),
    "desktop.nested": Text("嵌套层数过多", "too many levels of nesting"),
    "desktop.long_number": Text("位数过多的数", "a number with too many digits"),
    "desktop.in_use": Text("{reason}；请关闭 Excel 后重试", "{reason}; close Excel and try again"),
}
