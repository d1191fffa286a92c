"""What the macros themselves say, in Chinese and English, and how such a text stands in VBA that is plain ASCII."""

from flowxl.voice.text import Text

TEXTS: dict[str, Text] = {
    "native": Text("原生公式：", "native formulas: "),
    "mac": Text(
        "函数需要 Windows 版 Excel；在 Mac 上显示原生公式的结果",
        "functions need Excel on Windows; on a Mac the native formulas show",
    ),
    "error": Text("错误 {number}", "error {number}"),
    "no_library": Text(
        "{folder} 及其上一级文件夹中没有 {library}：请运行 flowxl doctor",
        "{library} is neither in {folder} nor one up: run flowxl doctor",
    ),
    "no_python": Text(
        "没有设置 Python 的完整路径：请运行 flowxl install", "no full path of Python is set: run flowxl install"
    ),
    "save_first": Text(
        "请先保存工作簿：读取的是文件。",
        "Save the workbook first: the file is what is read.",
    ),
    "save_now": Text("先保存 {file} 吗？读取的是文件。", "Save {file} first? The file is what is read."),
    "button_on_mac": Text(
        "此按钮需要 Windows 版 Excel；在 Mac 上请使用命令行：{command}",
        "This button needs Excel on Windows; on a Mac use the command line: {command}",
    ),
}
SAMPLE = "请读设缺单"
"""Letters that a code page has only if it can show simplified Chinese."""


def both(key: str) -> str:
    """Return the expression of VBA that holds a text in both languages: the macro chooses when it shows it.

    >>> both("native")
    'FxBoth("539F751F516C5F0FFF1A", "native formulas: ")'
    """
    text = TEXTS[key]
    english = text.en.replace('"', '""')
    return f'FxBoth("{hexadecimal(text.zh)}", "{english}")'


def hexadecimal(text: str) -> str:
    """Return a text as four hexadecimal digits a letter, so that VBA source stays ASCII in every language.

    >>> hexadecimal("指a")
    '63070061'
    """
    return text.encode("utf-16-be").hex().upper()
