"""What ``doctor``, ``install`` and ``addin`` say; not in ``words``, which needs numpy: they run where it does not."""

from flowxl.voice.text import Text

WORDS: dict[str, Text] = {
    "verdict": Text("结论", "Verdict"),
    "link": Text("环节", "Link"),
    "found": Text("发现", "Found"),
    "ok": Text("正常", "good"),
    "unseen": Text("不明", "unknown"),
    "attention": Text("注意", "attention"),
    "fault": Text("错误", "fault"),
    "expected": Text("应为：{text}", "expected: {text}"),
    "remedy": Text("怎么办：{text}", "what to do: {text}"),
    "heading": Text("{verdict} · {link}：{found}", "{verdict} · {link}: {found}"),
    "all_ok": Text(
        "能查看的环节都正常，Excel 中的函数应当能够应答。",
        "Every link that can be seen holds: functions in Excel should answer.",
    ),
    "all_attention": Text(
        "没有错误，但有 {attention} 项需要注意。",
        "No faults, but {attention} thing(s) that need attention.",
    ),
    "all_fault": Text(
        "有 {fault} 项错误，改正之前 Excel 中的函数无法应答；工作簿中的公式不受影响。",
        "{fault} fault(s): functions in Excel cannot answer until they are put right; the workbook's formulas do not "
        "depend on them.",
    ),
    "create": Text("已新建 {path}", "created {path}"),
    "replace": Text("已更新 {path}", "updated {path}"),
    "delete": Text("已删除 {path}", "deleted {path}"),
    "keep": Text("未变 {path}", "left as it was: {path}"),
    "would_create": Text("将新建 {path}", "would create {path}"),
    "would_replace": Text("将更新 {path}", "would update {path}"),
    "would_delete": Text("将删除 {path}", "would delete {path}"),
    "interpreter": Text("Excel 将启动 {path}", "Excel will start {path}"),
    "for_you": Text("仅限当前用户", "for you"),
    "for_everyone": Text("本机所有用户", "for everyone on this computer"),
    "office_install": Text(
        "已将加载项装入 LibreOffice {version}（{who}）",
        "installed the add-in in LibreOffice {version} ({who})",
    ),
    "office_uninstall": Text(
        "已从 LibreOffice {version} 移除加载项（{who}）",
        "removed the add-in from LibreOffice {version} ({who})",
    ),
    "office_nothing": Text(
        "LibreOffice {version} 中没有此加载项（{who}），未作任何改动",
        "LibreOffice {version} does not have the add-in ({who}); nothing was changed",
    ),
    "office_interpreter": Text("由 {path} 计算", "{path} computes"),
    "office_hidden": Text(
        "注意：其他用户无法运行 {path}；请把 FlowXL 装在所有用户可读的文件夹中，例如 /opt/flowxl",
        "attention: other users cannot run {path}; install FlowXL in a folder that all can read, like /opt/flowxl",
    ),
    "office_next": Text(
        "重新打开 LibreOffice；在单元格中输入 =FLOWSTATUS() 可看到由谁计算。",
        "Open LibreOffice again; =FLOWSTATUS() in a cell says who computes.",
    ),
    "next": Text(
        "重新打开 Excel；若函数没有应答，运行 flowxl doctor。",
        "Open Excel again; if functions do not answer, run `flowxl doctor`.",
    ),
}
