"""The doctor's sentences: for each case what was found, what was expected, what to do; Chinese and English."""

from flowxl.desktop.texts_settings import NONE, SETTINGS
from flowxl.voice.text import Text

LINKS: dict[str, Text] = {
    "system": Text("系统", "System"),
    "excel": Text("表格程序", "Spreadsheet program"),
    "opens": Text("文件关联", "File association"),
    "python": Text("Python", "Python"),
    "store": Text("Python 来源", "Source of Python"),
    "libraries": Text("程序库", "Libraries"),
    "bits": Text("位数", "Bits"),
    "xlwings": Text("xlwings", "xlwings"),
    "dll": Text("DLL", "DLL"),
    "config": Text("配置文件", "Configuration"),
    "interpreter": Text("解释器", "Interpreter"),
    "override": Text("其他配置", "Other settings"),
    "path": Text("导入路径", "Import path"),
    "addin": Text("加载项", "Add-in"),
    "macros": Text("宏设置", "Macro settings"),
    "mark": Text("文件来源", "Origin of the file"),
    "antivirus": Text("杀毒软件", "Antivirus"),
}

_NATIVE = Text(
    "不必处理：工作簿中的公式照常给出正确结果。",
    "Nothing: the formulas of the workbook give the right numbers.",
)
OTHER_PYTHON = Text(
    "从 python.org 安装 64 位 Python，在其中安装 FlowXL，再运行 flowxl install。",
    "Install 64-bit Python from python.org, FlowXL in it, then run `flowxl install`.",
)
_PINNED = Text(
    '在这个 Python 中运行 pip install "xlwings=={pinned}"。',
    'Run pip install "xlwings=={pinned}" in this Python.',
)
_ASK_IT = Text(
    "请信息部门放开，或改用 flowxl build --output FlowIndex.xlsx 生成的无宏工作簿。",
    "Ask your IT department, or use the workbook without macros: flowxl build --output FlowIndex.xlsx.",
)

CASES: dict[str, tuple[Text, Text, Text]] = {
    "windows": (Text("Windows", "Windows"), NONE, NONE),
    "mac": (
        Text("macOS：Mac 版 Excel 不能调用 Python 函数", "macOS: Excel for Mac cannot call functions in Python"),
        Text("Windows", "Windows"),
        _NATIVE,
    ),
    "other_system": (
        Text("{platform}：这里没有 Excel", "{platform}: there is no Excel here"),
        Text("Windows", "Windows"),
        _NATIVE,
    ),
    "excel": (Text("Excel {version}，{bits}", "Excel {version}, {bits}"), NONE, NONE),
    "excel_other": (
        Text(
            "没有 Excel，只有 {programs}；它不能调用 Python 函数", "no Excel, only {programs}, which cannot call Python"
        ),
        Text("Windows 版 Excel", "Excel for Windows"),
        _NATIVE,
    ),
    "excel_none": (
        Text("没有找到表格程序", "no spreadsheet program"),
        Text("Windows 版 Excel", "Excel for Windows"),
        Text("安装 Excel；或用 flowxl compute 直接计算。", "Install Excel, or compute with `flowxl compute`."),
    ),
    "excel_store": (
        Text(
            "从微软应用商店安装的 Excel：它受隔离，无法启动 Python",
            "Excel from the Microsoft Store: it is sandboxed and cannot reach Python",
        ),
        Text("普通安装的 Excel（即点即用）", "the ordinary Excel (Click-to-Run)"),
        Text(
            "卸载商店版 Office，从 office.com 安装普通版。",
            "Uninstall the Store's Office; install the ordinary one from office.com.",
        ),
    ),
    "opens": (Text(".xlsm 由 Excel 打开", "Excel opens .xlsm files"), NONE, NONE),
    "opens_other": (
        Text("双击 .xlsm 时由 {program} 打开", "a double click on .xlsm starts {program}"),
        Text("Excel", "Excel"),
        Text(
            "右击工作簿，选“打开方式”→“选择其他应用”→ Excel，并勾选“始终”。",
            "Right-click the workbook: Open with, Choose another app, Excel, Always.",
        ),
    ),
    "python": (Text("{version}（{bits} 位）：{path}", "{version} ({bits} bits): {path}"), NONE, NONE),
    "python_old": (
        Text("{version}：{path}", "{version}: {path}"),
        Text("{oldest} 或更新", "{oldest} or newer"),
        OTHER_PYTHON,
    ),
    "python_narrow": (
        Text("{bits} 位 Python：xlwings 不为它提供 DLL", "Python of {bits} bits, for which xlwings has no DLL"),
        Text("64 位", "64 bits"),
        OTHER_PYTHON,
    ),
    "conda": (
        Text("conda 环境：不经激活启动时可能缺少 DLL", "a conda environment: not activated, it may lack DLLs"),
        Text("python.org 的 Python", "Python from python.org"),
        Text("若函数无应答：{do}", "If functions do not answer: {do}"),
    ),
    "store": (Text("不是商店版", "not from the Store"), NONE, NONE),
    "store_python": (
        Text(
            "从微软应用商店安装的 Python：Excel 无法启动它，它写入的加载项 Excel 也看不到",
            "Python from the Microsoft Store: Excel cannot start it, nor see the add-in it writes",
        ),
        Text("python.org 的 Python", "Python from python.org"),
        OTHER_PYTHON,
    ),
    "libraries": (Text("都可以载入", "all can be loaded"), NONE, NONE),
    "libraries_broken": (
        Text("无法载入 {broken}", "{broken}"),
        Text("numpy、pandas、xlwings 都可以载入", "numpy, pandas and xlwings can be loaded"),
        Text("重新安装：pip install --force-reinstall {names}", "Install again: pip install --force-reinstall {names}"),
    ),
    "bits": (Text("Excel 与 Python 都是 {bits} 位", "Excel and Python have {bits} bits"), NONE, NONE),
    "bits_unknown": (Text("Excel 位数不明", "bits of Excel unknown"), NONE, NONE),
    "bits_differ": (
        Text(
            "Excel {excel} 位，Python {python} 位（xlwings 称可以并用，本项目未曾试过）",
            "Excel has {excel} bits, Python {python} (xlwings says that this works; we have not tried it)",
        ),
        Text("都是 64 位", "64 bits each"),
        Text(
            "函数能应答则不必处理；否则改装 64 位 Office。",
            "Nothing if functions answer; otherwise install the 64-bit Office.",
        ),
    ),
    "xlwings": (Text("{version}", "{version}"), NONE, NONE),
    "xlwings_none": (Text("没有安装", "not installed"), Text("{pinned}", "{pinned}"), _PINNED),
    "xlwings_version": (
        Text("{version}：工作簿里的宏只认 {pinned}", "{version}, but the workbook's macros work with {pinned} only"),
        Text("{pinned}", "{pinned}"),
        _PINNED,
    ),
    "dll": (Text("{path}", "{path}"), NONE, NONE),
    "dll_none": (
        Text("{folder} 及其上一级文件夹中没有它（有：{others}）", "not in {folder} or one up (there: {others})"),
        Text("{name}", "{name}"),
        Text(
            "运行 pip install --force-reinstall --no-deps xlwings=={pinned}；若再次消失，查看杀毒软件的隔离区。",
            "Run pip install --force-reinstall --no-deps xlwings=={pinned}; if it vanishes again, look into the "
            "antivirus quarantine.",
        ),
    ),
    **SETTINGS,
    "addin": (Text("FlowXL.xlam，与本版一致", "FlowXL.xlam, that of this FlowXL"), NONE, NONE),
    "addin_unknown": (
        Text("FlowXL.xlam（{size} 字节），未比较版本", "FlowXL.xlam ({size} bytes), not compared"),
        NONE,
        NONE,
    ),
    "addin_none": (
        Text(
            "没有安装：只有 FlowXL 的工作簿里有这些函数",
            "not installed: only FlowXL's own workbooks have the functions",
        ),
        Text("{folder} 中的 FlowXL.xlam", "FlowXL.xlam in {folder}"),
        Text(
            "要在其他工作簿中使用，运行 flowxl addin excel --install。",
            "To use them elsewhere, run `flowxl addin excel --install`.",
        ),
    ),
    "addin_stale": (
        Text("FlowXL.xlam 属于另一版 FlowXL", "FlowXL.xlam belongs to another FlowXL"),
        Text("FlowXL {flowxl} 的加载项", "that of FlowXL {flowxl}"),
        Text("关闭 Excel，运行 flowxl addin excel --install。", "Close Excel and run `flowxl addin excel --install`."),
    ),
    "addin_untrusted": (
        Text(
            "单位策略停用了受信任位置，加载项可能不被载入",
            "a policy has switched off trusted locations; the add-in may not load",
        ),
        Text("受信任的 XLSTART", "a trusted XLSTART"),
        Text("请信息部门放开 {folder}。", "Ask your IT department to trust {folder}."),
    ),
    "macros": (Text("打开时询问是否启用", "Excel asks whether to enable macros"), NONE, NONE),
    "macros_all": (Text("全部启用", "all macros run"), NONE, NONE),
    "macros_policy": (
        Text("单位策略禁用未签名的宏", "a policy of your office disables macros that are not signed"),
        Text("禁用并通知", "disabled with notification"),
        _ASK_IT,
    ),
    "macros_off": (
        Text("已禁用，并且不通知", "disabled without notification"),
        Text("禁用并通知", "disabled with notification"),
        Text(
            "文件 → 选项 → 信任中心 → 信任中心设置 → 宏设置 →“禁用所有宏，并发出通知”，重新打开工作簿，点“启用内容”。",
            "File, Options, Trust Center, Settings, Macro Settings: disable with notification. Open the workbook again "
            "and click Enable Content.",
        ),
    ),
    "mark": (Text("没有“来自互联网”的标记", "no mark of the web"), NONE, NONE),
    "mark_trusted": (Text("来自互联网，但在受信任位置", "from the internet, but in a trusted location"), NONE, NONE),
    "mark_web": (
        Text(
            "{path} 来自互联网（区域 {zone}），Excel 阻止其中的宏",
            "{path} is from the internet (zone {zone}): its macros are blocked",
        ),
        Text("没有此标记，或在受信任位置", "no such mark, or a trusted location"),
        Text(
            "关闭工作簿，右击 → 属性 → 勾选“解除锁定”→ 确定；或在本机用 flowxl build 生成。",
            "Close it, right-click, Properties, tick Unblock, OK; or build it on this machine.",
        ),
    ),
    "no_macros": (
        Text("{path} 不含宏，函数只能由加载项提供", "{path} has no macros: functions come from the add-in only"),
        Text(".xlsm", ".xlsm"),
        NONE,
    ),
    "antivirus": (
        Text("从这里看不到", "cannot be seen from here"),
        NONE,
        Text(
            "若提示“Access is denied（拒绝访问）”或“Could not create Python process”，"
            "请信息部门允许 EXCEL.EXE 启动 cmd.exe 与 {python}（规则“阻止所有 Office 应用程序创建子进程”）。",
            "If Excel says “Access is denied” or “Could not create Python process”, ask IT to let EXCEL.EXE start "
            "cmd.exe and {python} (rule “Block all Office applications from creating child processes”).",
        ),
    ),
}

BITS: dict[int | None, Text] = {
    32: Text("32 位", "32 bits"),
    64: Text("64 位", "64 bits"),
    None: Text("位数不明", "bits unknown"),
}
NO_DLL = Text("无", "none")
