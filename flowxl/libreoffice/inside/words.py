"""What FLOWSTATUS says about the add-in, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "inside": ("在 LibreOffice 的 Python {version} 中运行", "in LibreOffice's own Python {version}"),
    "outside": ("由独立进程运行：{program}", "in a process of its own: {program}"),
    "native": ("原生公式：{why}。{remedy}", "native formulas: {why}. {remedy}"),
    "other_addin": (
        "加载项为 FlowXL {theirs}，核心为 {ours}：请运行 flowxl addin libreoffice --install，再重启 LibreOffice",
        "the add-in is FlowXL {theirs}, the core {ours}: run `flowxl addin libreoffice --install`, restart LibreOffice",
    ),
    "other_book": ("本工作簿由 {theirs} 生成，核心为 {ours}", "the workbook was made with {theirs}, this is {ours}"),
    "problem": ("最近的问题：{problem}", "latest problem: {problem}"),
    "not_installed": ("加载项不知道哪个 Python 装有 FlowXL", "the add-in does not know which Python has FlowXL"),
    "no_start": ("无法启动 {program}：{error}", "{program} cannot be started: {error}"),
    "no_hello": ("{program} 没有应答：{error}", "{program} does not answer: {error}"),
    "died": ("计算进程两次中止：{error}", "the worker process ended twice: {error}"),
    "late": ("{seconds:g} 秒内没有应答", "no answer within {seconds:g} seconds"),
    "install": (
        "请用装有 FlowXL 的 Python 运行 flowxl addin libreoffice --install，再重启 LibreOffice",
        "Run `flowxl addin libreoffice --install` with the Python that has FlowXL, then restart LibreOffice",
    ),
    "again": (
        "稍后按 Ctrl+Shift+F9 重新计算",
        "Compute again with Ctrl+Shift+F9 in a while",
    ),
}


def say(key: str, language: str, **values: object) -> str:
    """Return a text in one language with its values filled in."""
    return WORDS[key][0 if language == "zh" else 1].format(**values)
