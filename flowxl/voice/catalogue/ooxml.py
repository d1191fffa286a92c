"""What is said of a workbook file that is changed or written."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

_SAVE_FIRST = Text("请先用表格软件保存该文件", "Save it in a spreadsheet program first")
_OWN_CELL = Text("独立的单元格", "a cell of its own")
_FOUND = Text("{found}", "{found}")
_CLOSE = Text("请先将其关闭，再重试", "Close it there and try again")

FAULTS: dict[str, Entry] = {
    "damaged.book_xml": Entry(
        Text("无法读取的 XML（“{error}”）", "XML that cannot be read ({error})"),
        Text("工作簿的 XML", "the XML of a workbook"),
    ),
    "rewrite.part": Entry(
        _FOUND,
        Text("{expected}", "{expected}"),
        Text("请用表格软件打开并保存该文件，再重试", "Open it in a spreadsheet program and save it, then try again"),
    ),
    "rewrite.cell": Entry(
        _FOUND, Text("表格软件所写的单元格", "cells as spreadsheet programs write them"), _SAVE_FIRST
    ),
    "too_long": Entry(
        Text("有 {found:,} 个字符", "{found:,} characters"), Text("最多 {most:,} 个", "at most {most:,}")
    ),
    "number.finite": Entry(Text("现为 {found}", "{found}"), Text("有限的数", "a finite number")),
    "array": Entry(
        Text("数组公式的一部分", "a part of an array formula"),
        _OWN_CELL,
        Text("请在表格软件中修改该公式", "Change the formula in a spreadsheet program"),
    ),
    "shared_formula": Entry(Text("与其他单元格共用的公式", "a formula that other cells share"), _OWN_CELL, _SAVE_FIRST),
    "open.in_program": Entry(
        _FOUND,
        Text("文件已关闭（没有 {mark}）", "the file closed (no {mark})"),
        Text(
            "请先将其关闭，再重试；如果并未打开，请删除 {mark}",
            "Close it there and try again. If it is open nowhere, delete {mark}",
        ),
    ),
    "open.elsewhere": Entry(_FOUND, Text("文件已关闭", "the file closed"), _CLOSE),
    "protected": Entry(
        _FOUND,
        Text("可以修改的文件", "a file that may be changed"),
        Text("请取消写保护，或另选文件名", "Take off the protection, or choose another name"),
    ),
    "full": Entry(
        _FOUND,
        Text("足够在旧文件旁写入新文件的空间", "room for the new file beside the old one"),
        Text("请腾出空间后重试", "Make room and try again"),
    ),
    "drive": Entry(_FOUND, Text("有响应的磁盘", "a drive that answers"), Text("请稍后重试", "Try again later")),
    "folder.gone": Entry(
        _FOUND,
        Text("存在的文件夹", "a folder that exists"),
        Text("如在网络驱动器上，请重新连接", "If it lies on a network drive, connect it again"),
    ),
    "read_only": Entry(
        _FOUND,
        Text("有写入权限的文件夹", "a folder that you may write to"),
        Text("请另选文件夹，或申请权限", "Choose another folder, or ask for the right"),
    ),
    "system": Entry(_FOUND, Text("可以写入的文件", "a file that can be written")),
    "changed": Entry(
        _FOUND, Text("与读取时相同的文件", "the file as it was read"), Text("请重新运行命令", "Run the command again")
    ),
    "changed.while_read": Entry(
        Text("读取期间有其他程序改动了该文件", "another program changed it while it was read"),
        Text("与检查时相同的文件", "the file as it was checked"),
        Text("请重新运行命令", "Run the command again"),
    ),
    "busy": Entry(
        _FOUND,
        Text("同一时间只运行一次", "one run at a time"),
        Text("请待其结束后重试", "Try again when that has ended"),
    ),
}

MESSAGES: dict[str, Text] = {
    "package.unusual": Text("该文件的写法异常。", "The file is written in an unusual way."),
    "package.prefix": Text("根元素带有前缀", "a root element with a prefix"),
    "package.no_prefix": Text("不带前缀", "one without"),
    "package.odd_xml": Text("写法异常的 XML", "XML in an unusual form"),
    "package.utf8_xml": Text("UTF-8 编码的 XML", "XML in UTF-8"),
    "patch.no_cells": Text("没有单元格的工作表", "a sheet without cells"),
    "patch.marks": Text("单元格之间有注释或其他标记", "comments or other marks between the cells"),
    "patch.rows": Text("写法异常的行", "rows in an unusual form"),
    "patch.row_number": Text("行没有行号，或次序错乱", "a row without its number, or out of order"),
    "patch.addresses": Text("单元格没有地址，或次序错乱", "cells without address, or out of order"),
    "place.row_after": Text("第 {row} 行之后的行", "row after {row}"),
    "file.changed_while_read": Text(
        "{path} 无法读取：读取期间有其他程序改动了该文件。",
        "{path} cannot be read: another program changed it while it was read.",
    ),
    "write.refused": Text(
        "{path} 无法写入：{found}。未作任何更改。", "{path} cannot be written: {found}. Nothing was changed."
    ),
    "write.open_in": Text("该文件已在 {program} 中打开", "it is open in {program}"),
    "write.open": Text("该文件已在其他程序中打开", "it is open in another program"),
    "write.protected": Text("该文件有写保护", "it is write-protected"),
    "write.full": Text("磁盘已满", "the disk is full"),
    "write.drive": Text("{folder} 所在的磁盘没有响应", "the drive of {folder} does not answer"),
    "write.no_folder": Text("文件夹 {folder} 不存在", "there is no folder {folder}"),
    "write.forbidden": Text("没有权限写入文件夹 {folder}", "nothing may be written into the folder {folder}"),
    "write.changed": Text("其间有其他程序改动了该文件", "another program changed it in the meantime"),
    "write.busy": Text("FlowXL 正在另一次运行中处理该文件", "another run of FlowXL is at work on it"),
    "write.excel_or_wps": Text("Excel 或 WPS", "Excel or WPS"),
}
