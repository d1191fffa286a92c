"""What ``doctor``, ``install`` and ``addin`` say; not in ``words``, which needs numpy: they run where it does not."""

WORDS: dict[str, tuple[str, str]] = {
    "verdict": ("结论", "Verdict"),
    "link": ("环节", "Link"),
    "found": ("发现", "Found"),
    "ok": ("正常", "good"),
    "unseen": ("不明", "unknown"),
    "attention": ("注意", "attention"),
    "fault": ("错误", "fault"),
    "expected": ("应为：{text}", "expected: {text}"),
    "remedy": ("怎么办：{text}", "what to do: {text}"),
    "heading": ("{verdict} · {link}：{found}", "{verdict} · {link}: {found}"),
    "all_ok": (
        "能查看的环节都正常，Excel 中的函数应当能够应答。",
        "Every link that can be seen holds: functions in Excel should answer.",
    ),
    "all_attention": (
        "没有错误，但有 {attention} 项需要注意。",
        "No faults, but {attention} thing(s) that need attention.",
    ),
    "all_fault": (
        "有 {fault} 项错误，改正之前 Excel 中的函数无法应答；工作簿中的公式不受影响。",
        "{fault} fault(s): functions in Excel cannot answer until they are put right; the workbook's formulas do not "
        "depend on them.",
    ),
    "only_windows": (
        "此命令只能在 Windows 上运行，那里才有可以调用 Python 的 Excel；未作任何改动",
        "this command works on Windows only, where Excel can call Python; nothing was changed",
    ),
    "store_python": (
        "这是微软应用商店的 Python，Excel 无法启动它；请从 python.org 安装 Python。未作任何改动",
        "this Python is from the Microsoft Store, and Excel cannot start it; install Python from python.org. "
        "Nothing was changed",
    ),
    "no_program": (
        "找不到 flowxl-python；请用 pip 重新安装 FlowXL。未作任何改动",
        "flowxl-python is missing; install FlowXL again with pip. Nothing was changed",
    ),
    "create": ("已新建 {path}", "created {path}"),
    "replace": ("已更新 {path}", "updated {path}"),
    "delete": ("已删除 {path}", "deleted {path}"),
    "keep": ("未变 {path}", "left as it was: {path}"),
    "would_create": ("将新建 {path}", "would create {path}"),
    "would_replace": ("将更新 {path}", "would update {path}"),
    "would_delete": ("将删除 {path}", "would delete {path}"),
    "interpreter": ("Excel 将启动 {path}", "Excel will start {path}"),
    "for_you": ("仅限当前用户", "for you"),
    "for_everyone": ("本机所有用户", "for everyone on this computer"),
    "office_install": (
        "已将加载项装入 LibreOffice {version}（{who}）",
        "installed the add-in in LibreOffice {version} ({who})",
    ),
    "office_uninstall": (
        "已从 LibreOffice {version} 移除加载项（{who}）",
        "removed the add-in from LibreOffice {version} ({who})",
    ),
    "office_nothing": (
        "LibreOffice {version} 中没有此加载项（{who}），未作任何改动",
        "LibreOffice {version} does not have the add-in ({who}); nothing was changed",
    ),
    "office_interpreter": ("由 {path} 计算", "{path} computes"),
    "office_hidden": (
        "注意：其他用户无法运行 {path}；请把 FlowXL 装在所有用户可读的文件夹中，例如 /opt/flowxl",
        "attention: other users cannot run {path}; install FlowXL in a folder that all can read, like /opt/flowxl",
    ),
    "office_next": (
        "重新打开 LibreOffice；在单元格中输入 =FLOWSTATUS() 可看到由谁计算。",
        "Open LibreOffice again; =FLOWSTATUS() in a cell says who computes.",
    ),
    "next": (
        "重新打开 Excel；若函数没有应答，运行 flowxl doctor。",
        "Open Excel again; if functions do not answer, run `flowxl doctor`.",
    ),
}


def say(key: str, language: str, **values: object) -> str:
    """Return a text in one language with its values filled in."""
    return WORDS[key][0 if language == "zh" else 1].format(**values)
