"""What is said of a VBA project that cannot be made."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

_IDENTIFIER = Text(
    "以英文字母开头，其后最多 30 个英文字母、数字或下划线",
    "an ASCII letter, then up to 30 ASCII letters, digits and underscores",
)
_REMEDY = Text("{remedy}", "{remedy}")

FAULTS: dict[str, Entry] = {
    "project_name": Entry(Text("名称为{found!r}", "{found!r}"), _IDENTIFIER),
    "random_text": Entry(
        Text("无法压缩的文本，如随机字符", "text that cannot be compressed, as random characters are"),
        Text("程序代码；未压缩的模块会被 Excel 丢弃", "code; Excel drops a module that is stored as it is"),
    ),
    "module_name.rule": Entry(Text("名称为{found!r}", "the name {found!r}"), _IDENTIFIER),
    "module_name.attribute": Entry(
        Text("现为 Attribute VB_Name = {found}", "Attribute VB_Name = {found}"),
        Text('"{name}"，或没有此行', '"{name}", or no such line'),
    ),
    "module_name.taken": Entry(
        Text("与{owner}同名", "the name of {owner}"),
        Text("唯一的名称，不分大小写", "a name of its own; case does not count"),
    ),
    "workbook_module.none": Entry(
        Text("没有工作簿类模块", "0 modules of kind workbook"), Text("恰好一个", "exactly one")
    ),
    "workbook_module.several": Entry(
        Text("有 {number} 个工作簿类模块（{names}）", "{number} modules of kind workbook ({names})"),
        Text("恰好一个", "exactly one"),
    ),
    "header.end": Entry(
        Text("{line!r}", "{line!r}"),
        Text("以 END 行结束的文件头，或没有文件头", "a header that ends with a line END, or none"),
    ),
    "header.late": Entry(
        Text("{line!r}位于其他行之后", "{line!r} below other lines"),
        Text("模块属性在最前面", "attributes of the module before anything else"),
    ),
    "line_end": Entry(
        Text("行内有回车符", "a carriage return inside the line"),
        Text("仅在行末有 LF 或 CRLF", "LF or CRLF at its end only"),
    ),
    "character.control": Entry(
        Text("控制字符{found!r}", "the control character {found!r}"), Text("除制表符外没有控制字符", "none but tabs")
    ),
    "character.unknown": Entry(
        Text("{found!r}", "{found!r}"),
        Text("代码页 {code_page} 中的字符，最好只用 ASCII", "characters of code page {code_page}; ASCII is safest"),
    ),
    "line_length": Entry(Text("有 {found} 个字符", "{found} characters"), Text("最多 {most} 个", "at most {most}")),
    "continuation": Entry(
        Text("连续 {found} 行以 _ 续行", "{found} lines continued with _"), Text("最多 {most} 行", "at most {most}")
    ),
    "xlwings_version.none": Entry(
        Text("没有 xlwings 版本", "no xlwings version"),
        Text("一个版本", "one"),
        Text("请用 pip 安装 FlowXL", "Install FlowXL with pip."),
    ),
    "xlwings_version.other": Entry(Text("版本 {found}", "version {found}"), Text("{expected}", "{expected}"), _REMEDY),
    "xlwings_file.missing": Entry(
        Text("文件不存在", "no such file"), Text("软件包中的文件", "a file of the package"), _REMEDY
    ),
    "xlwings_file.line": Entry(Text("没有 {line} 一行", "no line {line}"), Text("有此行", "one"), _REMEDY),
}

MESSAGES: dict[str, Text] = {
    "vba.project": Text(
        "VBA 工程有 {faults} 处错误，未写出任何内容。", "The VBA project has {faults} fault(s); nothing was written."
    ),
    "vba.xlwings": Text("无法将 xlwings 的 VBA 代码写入工作簿。", "xlwings' VBA cannot be put into the workbook."),
    "vba.reinstall": Text(
        "请运行：pip install --force-reinstall xlwings=={version}",
        "Run: pip install --force-reinstall xlwings=={version}",
    ),
    "vba.another": Text("其他版本", "another"),
    "vba.the_project": Text("工程", "the project"),
    "vba.a_stream": Text("工程中的流", "a stream of the project"),
    "place.vba_project": Text("VBA 工程", "VBA project"),
    "place.module": Text("模块 {module}", "module {module}"),
    "place.modules": Text("模块", "modules"),
    "place.module_line": Text("模块 {module}，第 {line} 行", "module {module}, line {line}"),
    "place.metadata": Text("FlowXL 的元数据", "FlowXL's metadata"),
    "place.xlwings_file": Text("xlwings 文件 {file}", "xlwings: {file}"),
    "place.xlwings_installed": Text("已安装的 xlwings", "xlwings, as installed"),
}
