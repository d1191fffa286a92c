"""The doctor's sentences about xlwings' settings: which Python Excel starts, and from where that imports."""

Pair = tuple[str, str]
NONE: Pair = ("", "")
INSTALL: Pair = ("运行 flowxl install，然后重新打开 Excel。", "Run `flowxl install`, then open Excel again.")

SETTINGS: dict[str, tuple[Pair, Pair, Pair]] = {
    "config": (("{path}", "{path}"), NONE, NONE),
    "config_none": (("没有", "none"), ("用户配置 xlwings.conf", "the user's xlwings.conf"), INSTALL),
    "config_slip": (
        ("{path} 第 {line} 行：{slip}，其后的设置会读错", "{path}, line {line}: {slip}; what follows is misread"),
        ('每行一对 "键","值"', 'one pair "KEY","value" a line'),
        (
            "运行 flowxl install 整理此文件（保留其他设置）。",
            "Run `flowxl install`, which tidies it up and keeps your settings.",
        ),
    ),
    "config_twice": (
        (
            "{where} 中重复的键：{keys}；Excel 取第一个，Python 取最后一个",
            "{where} has keys twice: {keys}; Excel takes the first, Python the last",
        ),
        ("每个键一次", "each key once"),
        ("运行 flowxl install，或删去多余的行。", "Run `flowxl install`, or delete the surplus lines."),
    ),
    "config_unknown": (
        ("{path} 中 xlwings 不认识的键：{keys}", "{path} has keys that xlwings does not know: {keys}"),
        ("xlwings 的键，如 INTERPRETER_WIN", "keys of xlwings such as INTERPRETER_WIN"),
        ("检查拼写。", "Check the spelling."),
    ),
    "debug": (
        (
            "DEBUG UDFS 为 True（{where}）：只有手工启动的服务才会应答",
            "DEBUG UDFS is True ({where}): only a server started by hand answers",
        ),
        ("False，或没有这个键", "False, or no such key"),
        ("删去这个键，除非您确实在用手工启动的服务。", "Delete the key, unless you do start the server by hand."),
    ),
    "interpreter": (("{path}", "{path}"), NONE, NONE),
    "interpreter_none": (("没有设置", "not set"), ("INTERPRETER_WIN：{here}", "INTERPRETER_WIN: {here}"), INSTALL),
    "interpreter_relative": (
        ("{path}（{where}）：不是完整路径", "{path} ({where}) is no full path"),
        ("{here}", "{here}"),
        ("{do}", "{do}"),
    ),
    "interpreter_gone": (
        ("{path}（{where}）：没有这个文件", "{path} ({where}) does not exist"),
        ("{here}", "{here}"),
        ("{do}", "{do}"),
    ),
    "interpreter_other": (
        ("{path}（{where}）：是另一个 Python", "{path} ({where}) is another Python"),
        ("{here}", "{here}"),
        (
            "用那个 Python 再运行一次 flowxl doctor；或：{do}",
            "Run `flowxl doctor` with that Python; or: {do}",
        ),
    ),
    "interpreter_letters": (
        (
            "{path}：有系统代码页 {page} 写不出的字，Excel 找不到它",
            "{path} has letters that the code page {page} lacks, so Excel cannot find it",
        ),
        ("只含系统代码页中文字的路径", "a path in letters of the code page"),
        (
            "把 Python 装在 C:\\FlowXL 这样的文件夹中，再运行 flowxl install。",
            "Install Python in a folder like C:\\FlowXL, then run `flowxl install`.",
        ),
    ),
    "override": (
        ("{where} 中的 {keys} 优先于用户配置", "{keys} in {where} take precedence over the user's configuration"),
        NONE,
        ("若非有意，请删去。", "Delete them unless they are meant."),
    ),
    "unread": (
        ("{path} 不再起作用：任何人都能把它放在工作簿旁边", "{path} is not read: anybody can put it beside a workbook"),
        ("用户配置 xlwings.conf 中的设置", "settings in the user's xlwings.conf"),
        ("把其中需要的设置移到用户配置，然后删去它。", "Move what you need to the user's configuration and delete it."),
    ),
    "path": (
        ("不从工作簿所在文件夹和当前文件夹导入", "neither the workbook's folder nor the current one"),
        NONE,
        NONE,
    ),
    "path_book": (
        (
            "Python 从工作簿所在文件夹导入（{where}）：那里名为 flowxl.py 的文件会被运行",
            "Python imports from the workbook's folder ({where}): a file flowxl.py there would be run",
        ),
        ("ADD_WORKBOOK_TO_PYTHONPATH：False", "ADD_WORKBOOK_TO_PYTHONPATH: False"),
        ("{do}", "{do}"),
    ),
    "path_current": (
        (
            "{path} 先从当前文件夹导入：那里名为 numpy.py 的文件会被运行",
            "{path} imports from the current folder first: a file numpy.py there would be run",
        ),
        ("flowxl-python.exe", "flowxl-python.exe"),
        INSTALL,
    ),
    "path_program": (
        (
            "{path} 先从当前文件夹导入：那里名为 numpy.py 的文件会被运行",
            "{path} imports from the current folder first: a file numpy.py there would be run",
        ),
        ("flowxl-python.exe", "flowxl-python.exe"),
        (
            "在这个 Python 中用 pip 重新安装 FlowXL，再运行 flowxl install，然后重新打开 Excel。",
            "Install FlowXL again with pip in this Python, run `flowxl install`, then open Excel again.",
        ),
    ),
    "path_macros": (
        (
            "{path} 的宏出自旧版 FlowXL：旁边的 xlwings.conf 可以指定另一个 Python",
            "{path} has macros of an older FlowXL: a file xlwings.conf beside it could name another Python",
        ),
        ("本版 FlowXL 的宏", "macros of this FlowXL"),
        (
            "用 flowxl roll 生成新的工作簿（年份可以不变）；在此之前，只在自己信任的文件夹中打开它。",
            "Make it anew with `flowxl roll`, for the same year if you like; until then open it only in folders that "
            "you trust.",
        ),
    ),
    "path_variable": (
        (
            "环境变量 PYTHONPATH 中有空项或相对路径，即当前文件夹",
            "the environment variable PYTHONPATH has an empty or relative entry, which is the current folder",
        ),
        ("只含完整路径，或没有这个变量", "full paths only, or no such variable"),
        ("改正或删去这个变量。", "Correct the variable, or delete it."),
    ),
}

SLIPS: dict[str, Pair] = {
    "blank": ("空行", "a blank line"),
    "fields": ("不是一对", "no pair"),
    "mark": ("UTF-8 标记（BOM）", "a UTF-8 mark (BOM)"),
    "ends": ("换行不是 Windows 式", "line ends are not those of Windows"),
    "letters": ("不是系统代码页的文字", "letters of another encoding"),
}
DELETE_FOLDER: Pair = ("删去那里的 ADD_WORKBOOK_TO_PYTHONPATH。", "Delete ADD_WORKBOOK_TO_PYTHONPATH there.")
NOWHERE: Pair = ("没有设置", "not set")
DELETE_KEY: Pair = ("删去那里的 INTERPRETER_WIN。", "Delete INTERPRETER_WIN there.")
SHEET_NAME: Pair = ("工作表 xlwings.conf", "the sheet xlwings.conf")
