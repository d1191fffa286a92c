"""What is said of LibreOffice where the add-in is put into it."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

_FOUND = Text("{found}", "{found}")
_GET = Text(
    "请安装 LibreOffice 25.2 或更新版本，方法见 docs/libreoffice.zh-CN.md",
    "Install LibreOffice 25.2 or newer; docs/libreoffice.md says how",
)
_NEWER = Text("LibreOffice 25.2 或更新版本", "LibreOffice 25.2 or newer")

FAULTS: dict[str, Entry] = {
    "missing.office": Entry(Text("未找到", "nothing"), _NEWER, _GET),
    "missing.soffice": Entry(Text("没有 soffice", "no soffice"), _NEWER),
    "missing.sdk": Entry(
        Text("未找到", "nothing"),
        Text("LibreOffice 的 SDK", "LibreOffice's SDK"),
        Text("在 Debian 中请运行：{command}", "On Debian: {command}"),
    ),
    "version.unknown": Entry(Text("没有版本号", "no version"), _NEWER, _GET),
    "version.old": Entry(_FOUND, _NEWER, _GET),
    "python": Entry(
        Text("没有 pythonloader.py", "no pythonloader.py"),
        Text("能运行 Python 的 LibreOffice", "a LibreOffice that runs Python"),
        Text("在 Debian、Ubuntu 中请运行：{command}", "On Debian and Ubuntu: {command}"),
    ),
    "refused.manager": Entry(_FOUND, Text("扩展管理器完成操作", "an extension manager that does it")),
    "refused.locked": Entry(
        _FOUND,
        Text("扩展管理器完成操作", "an extension manager that does it"),
        Text(
            "请关闭 LibreOffice（包括快速启动程序）后重试", "Close LibreOffice, also its quick starter, and try again"
        ),
    ),
    "refused.compiler": Entry(_FOUND, Text("类型库", "a type library")),
    "failed.reason": Entry(Text("{reason}", "{reason}"), Text("能运行的程序", "a program that runs"), _GET),
    "failed.late": Entry(
        Text("{seconds:g} 秒内没有应答", "no answer within {seconds:g} seconds"),
        Text("能运行的程序", "a program that runs"),
        _GET,
    ),
}

MESSAGES: dict[str, Text] = {
    "libreoffice.missing": Text("找不到 LibreOffice。", "LibreOffice is not found."),
    "libreoffice.old": Text("LibreOffice 版本过旧，不能使用加载项。", "This LibreOffice is too old for the add-in."),
    "libreoffice.no_python": Text("LibreOffice 不能运行 Python。", "This LibreOffice cannot run Python."),
    "libreoffice.refused": Text("LibreOffice 的扩展管理器拒绝了操作。", "LibreOffice's extension manager refused."),
    "libreoffice.silent": Text("无法运行 LibreOffice。", "LibreOffice cannot be asked."),
    "libreoffice.types": Text("无法编译类型库。", "The type library cannot be compiled."),
}
