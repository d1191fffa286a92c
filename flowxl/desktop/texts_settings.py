"""The doctor's sentences about xlwings' settings: which Python Excel starts, and from where that imports."""

from flowxl.voice.text import Text

NONE = Text("", "")
INSTALL = Text("运行 flowxl install，然后重新打开 Excel。", "Run `flowxl install`, then open Excel again.")

SETTINGS: dict[str, tuple[Text, Text, Text]] = {
    "config": (Text("{path}", "{path}"), NONE, NONE),
    "config_none": (Text("没有", "none"), Text("用户配置 xlwings.conf", "the user's xlwings.conf"), INSTALL),
    "config_slip": (
        Text("{path} 第 {line} 行：{slip}，其后的设置会读错", "{path}, line {line}: {slip}; what follows is misread"),
        Text('每行一对 "键","值"', 'one pair "KEY","value" a line'),
        Text(
            "运行 flowxl install 整理此文件（保留其他设置）。",
            "Run `flowxl install`, which tidies it up and keeps your settings.",
        ),
    ),
    "config_twice": (
        Text(
            "{where} 中重复的键：{keys}；Excel 取第一个，Python 取最后一个",
            "{where} has keys twice: {keys}; Excel takes the first, Python the last",
        ),
        Text("每个键一次", "each key once"),
        Text("运行 flowxl install，或删去多余的行。", "Run `flowxl install`, or delete the surplus lines."),
    ),
    "config_unknown": (
        Text("{path} 中 xlwings 不认识的键：{keys}", "{path} has keys that xlwings does not know: {keys}"),
        Text("xlwings 的键，如 INTERPRETER_WIN", "keys of xlwings such as INTERPRETER_WIN"),
        Text("检查拼写。", "Check the spelling."),
    ),
    "debug": (
        Text(
            "DEBUG UDFS 为 True（{where}）：只有手工启动的服务才会应答",
            "DEBUG UDFS is True ({where}): only a server started by hand answers",
        ),
        Text("False，或没有这个键", "False, or no such key"),
        Text("删去这个键，除非您确实在用手工启动的服务。", "Delete the key, unless you do start the server by hand."),
    ),
    "interpreter": (Text("{path}", "{path}"), NONE, NONE),
    "interpreter_none": (
        Text("没有设置", "not set"),
        Text("INTERPRETER_WIN：{here}", "INTERPRETER_WIN: {here}"),
        INSTALL,
    ),
    "interpreter_relative": (
        Text("{path}（{where}）：不是完整路径", "{path} ({where}) is no full path"),
        Text("{here}", "{here}"),
        Text("{do}", "{do}"),
    ),
    "interpreter_gone": (
        Text("{path}（{where}）：没有这个文件", "{path} ({where}) does not exist"),
        Text("{here}", "{here}"),
        Text("{do}", "{do}"),
    ),
    "interpreter_other": (
        Text("{path}（{where}）：是另一个 Python", "{path} ({where}) is another Python"),
        Text("{here}", "{here}"),
        Text(
            "用那个 Python 再运行一次 flowxl doctor；或：{do}",
            "Run `flowxl doctor` with that Python; or: {do}",
        ),
    ),
    "interpreter_letters": (
        Text(
            "{path}：有系统代码页 {page} 写不出的字，Excel 找不到它",
            "{path} has letters that the code page {page} lacks, so Excel cannot find it",
        ),
        Text("只含系统代码页中文字的路径", "a path in letters of the code page"),
        Text(
            "把 Python 装在 C:\\FlowXL 这样的文件夹中，再运行 flowxl install。",
            "Install Python in a folder like C:\\FlowXL, then run `flowxl install`.",
        ),
    ),
    "override": (
        Text("{where} 中的 {keys} 优先于用户配置", "{keys} in {where} take precedence over the user's configuration"),
        NONE,
        Text("若非有意，请删去。", "Delete them unless they are meant."),
    ),
    "unread": (
        Text(
            "{path} 不再起作用：任何人都能把它放在工作簿旁边",
            "{path} is not read: anybody can put it beside a workbook",
        ),
        Text("用户配置 xlwings.conf 中的设置", "settings in the user's xlwings.conf"),
        Text(
            "把其中需要的设置移到用户配置，然后删去它。",
            "Move what you need to the user's configuration and delete it.",
        ),
    ),
    "path": (
        Text("不从工作簿所在文件夹和当前文件夹导入", "neither the workbook's folder nor the current one"),
        NONE,
        NONE,
    ),
    "path_book": (
        Text(
            "Python 从工作簿所在文件夹导入（{where}）：那里名为 flowxl.py 的文件会被运行",
            "Python imports from the workbook's folder ({where}): a file flowxl.py there would be run",
        ),
        Text("ADD_WORKBOOK_TO_PYTHONPATH：False", "ADD_WORKBOOK_TO_PYTHONPATH: False"),
        Text("{do}", "{do}"),
    ),
    "path_current": (
        Text(
            "{path} 先从当前文件夹导入：那里名为 numpy.py 的文件会被运行",
            "{path} imports from the current folder first: a file numpy.py there would be run",
        ),
        Text("flowxl-python.exe", "flowxl-python.exe"),
        INSTALL,
    ),
    "path_program": (
        Text(
            "{path} 先从当前文件夹导入：那里名为 numpy.py 的文件会被运行",
            "{path} imports from the current folder first: a file numpy.py there would be run",
        ),
        Text("flowxl-python.exe", "flowxl-python.exe"),
        Text(
            "在这个 Python 中用 pip 重新安装 FlowXL，再运行 flowxl install，然后重新打开 Excel。",
            "Install FlowXL again with pip in this Python, run `flowxl install`, then open Excel again.",
        ),
    ),
    "path_macros": (
        Text(
            "{path} 的宏出自旧版 FlowXL：旁边的 xlwings.conf 可以指定另一个 Python",
            "{path} has macros of an older FlowXL: a file xlwings.conf beside it could name another Python",
        ),
        Text("本版 FlowXL 的宏", "macros of this FlowXL"),
        Text(
            "用 flowxl roll 生成新的工作簿（年份可以不变）；在此之前，只在自己信任的文件夹中打开它。",
            "Make it anew with `flowxl roll`, for the same year if you like; until then open it only in folders that "
            "you trust.",
        ),
    ),
    "path_variable": (
        Text(
            "环境变量 PYTHONPATH 中有空项或相对路径，即当前文件夹",
            "the environment variable PYTHONPATH has an empty or relative entry, which is the current folder",
        ),
        Text("只含完整路径，或没有这个变量", "full paths only, or no such variable"),
        Text("改正或删去这个变量。", "Correct the variable, or delete it."),
    ),
}

SLIPS: dict[str, Text] = {
    "blank": Text("空行", "a blank line"),
    "fields": Text("不是一对", "no pair"),
    "mark": Text("UTF-8 标记（BOM）", "a UTF-8 mark (BOM)"),
    "ends": Text("换行不是 Windows 式", "line ends are not those of Windows"),
    "letters": Text("不是系统代码页的文字", "letters of another encoding"),
}
DELETE_FOLDER = Text("删去那里的 ADD_WORKBOOK_TO_PYTHONPATH。", "Delete ADD_WORKBOOK_TO_PYTHONPATH there.")
NOWHERE = Text("没有设置", "not set")
DELETE_KEY = Text("删去那里的 INTERPRETER_WIN。", "Delete INTERPRETER_WIN there.")
SHEET_NAME = Text("工作表 xlwings.conf", "the sheet xlwings.conf")
