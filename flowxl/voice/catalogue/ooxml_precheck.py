"""What is said of a file that is no workbook, or none that is safe to open."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

_XLSX = Text(".xlsx 或 .xlsm 文件", "an .xlsx or .xlsm")
_SAVE_AS = Text(
    "请用 Excel、WPS 或 LibreOffice 打开，另存为 Excel 工作簿 (*.xlsx)",
    "Open it in Excel, WPS or LibreOffice and save it as Excel workbook (*.xlsx)",
)
_MOST_MB = Text("最多 {most:,} MB", "at most {most} MB")
_PART_OF = Text("大小为 {size:,} MB 的部件", "a part of {size:,} MB")
_NONE = Text("没有此类内容", "none of them")
_NEVER_RUN = Text("宏不会被运行或改动", "They are never run or changed")
_AREA = Text("所有工作表合计最多 {most:,} 个单元格的区域", "a filled area of at most {most:,} cells over all sheets")
_SHORTER = Text("适合写入单元格的文本（32,767 个字符以内）", "texts that fit into a cell (32,767 characters)")

FAULTS: dict[str, Entry] = {
    "unreadable.error": Entry(
        Text("文件无法读取（“{error}”）", "a file that cannot be read ({error})"),
        Text("可读取的文件", "a readable file"),
    ),
    "unreadable.device": Entry(Text("设备或管道", "a device or pipe"), Text("文件", "a file")),
    "lock_file": Entry(
        Text(
            "Excel 在打开的工作簿旁生成的临时锁定文件",
            "the small lock file that Excel keeps beside an open workbook",
        ),
        Text("工作簿本身", "the workbook itself"),
        Text("请去掉文件名开头的 ~$", "Leave out the ~$"),
    ),
    "folder.not_file": Entry(Text("文件夹", "a folder"), Text("文件", "a file")),
    "missing_file": Entry(Text("文件不存在", "no such file"), _XLSX),
    "too_large.file": Entry(Text("大小为 {size:,} MB 的文件", "a file of {size:,} MB"), _MOST_MB),
    "too_large.part": Entry(_PART_OF, _MOST_MB),
    "too_large.unusual_name": Entry(
        Text(
            "{kind} 的部件大小为 {size} MB，且名称异常",
            "a part of {size} MB for {kind}, with an unusual name",
        ),
        _MOST_MB,
    ),
    "damaged.xml": Entry(
        Text("无法读取的 XML（“{error}”）", "XML that cannot be read ({error})"),
        Text("格式正确的 XML", "well-formed XML"),
    ),
    "damaged.archive": Entry(
        Text("{found}", "{found}"),
        Text("完整的 zip 压缩包", "a complete zip archive"),
        Text("请重新复制或下载该文件", "Copy or download the file again"),
    ),
    "not_workbook.other": Entry(Text("{found}", "{found}"), _XLSX),
    "not_workbook.sheets": Entry(
        Text("{found}", "{found}"),
        _XLSX,
        Text("请另存为 Excel 工作簿 (*.xlsx)", "Save it as Excel workbook (*.xlsx)"),
    ),
    "not_workbook.text": Entry(Text("{found}", "{found}"), _XLSX, _SAVE_AS),
    "old_xls": Entry(Text("旧版二进制工作簿 (.xls)", "an old binary workbook (.xls)"), _XLSX, _SAVE_AS),
    "empty_file": Entry(Text("空文件（0 字节）", "an empty file (0 bytes)"), _XLSX),
    "encrypted.book": Entry(
        Text("用密码加密的工作簿", "a workbook that is encrypted with a password"),
        Text("没有密码的工作簿", "a workbook without a password"),
        Text("请用密码打开，取消密码后再次保存", "Open it with the password, remove the password and save it again"),
    ),
    "encrypted.part": Entry(
        Text("用密码加密的部件", "a part that is encrypted with a password"), Text("没有密码", "no password")
    ),
    "missing_part.name": Entry(
        Text("压缩包中没有部件 {part}", "no part {part} in the archive"),
        Text("工作簿的全部部件", "all parts of a workbook"),
        Text("请重新获取该文件", "Get the file once more"),
    ),
    "missing_part.sheet": Entry(
        Text("压缩包中没有工作表{sheet!r}的部件", "no part of the sheet {sheet!r} in the archive"),
        Text("工作簿的全部部件", "all parts of a workbook"),
        Text("请重新获取该文件", "Get the file once more"),
    ),
    "strict": Entry(
        Text("“Strict Open XML”格式的工作簿", "a workbook in the form Strict Open XML"),
        Text("普通的 .xlsx 或 .xlsm 文件", "an ordinary .xlsx or .xlsm"),
        Text(
            "请在 Excel 中另存为 Excel 工作簿 (*.xlsx)，不要选“Strict Open XML”",
            "In Excel choose Save as, Excel workbook (*.xlsx), not Strict Open XML",
        ),
    ),
    "no_sheets": Entry(
        Text("没有工作表的工作簿", "a workbook without sheets"), Text("至少一张工作表", "at least one sheet")
    ),
    "macros.project": Entry(Text("宏", "macros"), _NONE, _NEVER_RUN),
    "macros.sheets": Entry(Text("宏表（Excel 4）", "macro sheets (Excel 4)"), _NONE, _NEVER_RUN),
    "external_links": Entry(
        Text("指向其他工作簿的链接", "links to other workbooks"),
        _NONE,
        Text("链接的数值可能已过时", "Their values may be out of date"),
    ),
    "connections": Entry(
        Text("外部数据连接", "connections to data outside"), _NONE, Text("连接不会被刷新", "They are not refreshed")
    ),
    "embedded_objects": Entry(
        Text("嵌入的文件", "embedded files"), _NONE, Text("嵌入的文件不会被打开", "They are not opened")
    ),
    "active_x": Entry(Text("ActiveX 控件", "ActiveX controls"), _NONE, Text("控件不会被运行", "They are not run")),
    "dates_1904": Entry(
        Text("日期从 1904 年起算", "dates that count from 1904"),
        Text("从 1900 年起算", "from 1900"),
        Text("日期与其他工作簿相差 1,462 天", "Dates are shifted by 1,462 days against other books"),
    ),
    "zip_bomb": Entry(
        Text(
            "解压后远大于工作簿所需的部件（zip 炸弹）",
            "parts that unpack to far more than a workbook needs (a zip bomb)",
        ),
        Text(
            "合计最多 {most} MB，且不超过压缩后大小的 {ratio} 倍",
            "at most {most} MB in all and {ratio} times the packed size",
        ),
    ),
    "too_many_parts": Entry(
        Text("压缩包中有 {found:,} 个部件", "{found:,} parts in the archive"),
        Text("最多 {most:,} 个", "at most {most:,}"),
    ),
    "unsafe_part_name": Entry(
        Text("部件名{name!r}指向压缩包之外", "the part name {name!r}, which points out of the archive"),
        Text("压缩包内的名称", "names inside the archive"),
    ),
    "duplicate_part": Entry(
        Text("两个部件同名：{name!r}", "two parts with the name {name!r}"),
        Text("每个名称一个部件", "one part for each name"),
    ),
    "compression": Entry(
        Text("压缩方法 {method}", "compression method {method}"), Text("deflate 或不压缩", "deflate or none")
    ),
    "overlapping_parts": Entry(
        Text(
            "部件 {first} 与 {second} 占用文件中相同的字节（zip 炸弹）",
            "parts {first} and {second} that share bytes of the file (a zip bomb)",
        ),
        Text("互不重叠的部件", "parts that lie apart"),
    ),
    "wrong_size.more": Entry(
        Text("超过 {size:,} 字节", "more than {size:,} bytes"),
        Text("目录中所列的大小", "the size that the directory names"),
    ),
    "wrong_size.less": Entry(
        Text("{size:,} 字节中只有 {found:,} 字节", "only {found:,} of {size:,} bytes"),
        Text("目录中所列的大小", "the size that the directory names"),
    ),
    "encoding.xml": Entry(
        Text("编码为 {encoding} 的 XML", "XML in the encoding {encoding}"),
        Text("UTF-8 或 UTF-16，如 Office 所写", "UTF-8 or UTF-16, as Office writes"),
    ),
    "long_text.piece": Entry(
        Text("一段超过 {most:,} 字节的文本", "a text of more than {most:,} bytes in one piece"), _SHORTER
    ),
    "long_text.all": Entry(
        Text("文本多于工作簿所需", "more text than a workbook needs"),
        Text("工作表以外的 XML 最多 {most} MB", "at most {most} MB of XML beside the sheets"),
    ),
    "dtd": Entry(
        Text("文档类型或实体声明（DTD）", "a document type or entity declaration (DTD)"),
        Text("不含声明的 XML，如 Office 所写", "XML without declarations, as Office writes"),
    ),
    "too_many_strings.named": Entry(
        Text("含 {found} 个字符串的表", "a table of {found} strings"), Text("最多 {most:,} 个", "at most {most:,}")
    ),
    "too_many_strings.counted": Entry(
        Text("共享字符串过多", "more shared strings than that"), Text("最多 {most:,} 个", "at most {most:,}")
    ),
    "too_much_text": Entry(
        Text(
            "单元格中的文本超过 {most} MB（按每个显示它的单元格计）",
            "texts of more than {most} MB in its cells, counted for each cell that shows them",
        ),
        Text("更少或更短的文本", "less text, or shorter texts"),
    ),
    "too_many_formats": Entry(
        Text("单元格格式多于 Excel 允许的数目", "more cell formats than Excel allows"),
        Text("最多 {most:,} 个元素", "at most {most:,} elements"),
    ),
    "unusual_form": Entry(
        Text("较大工作表的 XML 写法异常", "a large sheet whose XML has an unusual form"),
        Text("单元格写作 <c r=…>，或最多 {most:,} 个元素", "cells written as <c r=…>, or at most {most:,} elements"),
        Text("请用 Excel 保存该工作簿", "Save the book with Excel"),
    ),
    "far_cell": Entry(
        Text(
            "有内容的单元格远至第 {row:,} 行、第 {column:,} 列",
            "filled cells as far as row {row:,} and column {column:,}",
        ),
        _AREA,
        Text(
            "请在该工作表按 Ctrl+End 找到多余的单元格，删除其所在的行或列",
            "Press Ctrl+End on the sheet to find the stray cell and delete its row or column",
        ),
    ),
    "too_many_cells": Entry(
        Text("单元格过多", "more cells than that"),
        Text("单元格和行各最多 {most:,} 个", "at most {most:,} cells and as many rows"),
    ),
    "huge_range": Entry(
        Text("合并或带链接的区域，例如 {ref}", "merged or linked ranges such as {ref}"),
        Text(
            "合并和带链接的区域合计最多 {most:,} 个单元格", "merged and linked ranges of at most {most:,} cells in all"
        ),
    ),
}

MESSAGES: dict[str, Text] = {
    "book.unreadable": Text("{name} 无法作为工作簿读取", "{name} cannot be read as a workbook"),
    "place.part": Text("部件 {part}", "part {part}"),
    "a.word": Text("Word 文档", "a Word document"),
    "a.powerpoint": Text("PowerPoint 演示文稿", "a PowerPoint presentation"),
    "a.opendocument": Text("OpenDocument 文件（.ods 等）", "an OpenDocument file (.ods or similar)"),
    "a.binary_book": Text("二进制工作簿 (.xlsb)", "a binary workbook (.xlsb)"),
    "a.zip": Text("不含工作簿的 zip 压缩包", "a zip archive without a workbook"),
    "a.png": Text("PNG 图片", "a PNG picture"),
    "a.jpeg": Text("JPEG 图片", "a JPEG picture"),
    "a.gif": Text("GIF 图片", "a GIF picture"),
    "a.pdf": Text("PDF 文档", "a PDF document"),
    "a.rar": Text("RAR 压缩包", "a RAR archive"),
    "a.7z": Text("7-Zip 压缩包", "a 7-Zip archive"),
    "a.gzip": Text("gzip 压缩包", "a gzip archive"),
    "an.empty_zip": Text("空的 zip 压缩包", "an empty zip archive"),
    "an.old_office_file": Text("不含工作簿的旧版 Office 文件", "an old Office file without a workbook"),
    "a.web_page": Text("扩展名为工作簿的网页（HTML）", "a web page (HTML) with the name of a workbook"),
    "an.xml_file": Text("扩展名为工作簿的 XML 文件", "an XML file with the name of a workbook"),
    "a.plain_text": Text("扩展名为工作簿的纯文本（如 CSV）", "plain text such as CSV with the name of a workbook"),
    "bytes.no_zip": Text("不是 zip 压缩包的内容", "bytes that are no zip archive"),
    "archive.no_directory": Text(
        "压缩包不完整或已损坏（缺少目录）", "an archive that is cut off or damaged (its directory is missing)"
    ),
    "archive.cut": Text("部件超出文件末尾", "a part that ends behind the end of the file"),
    "archive.no_part": Text("目录所指位置没有部件", "no part at the place that the directory names"),
    "archive.checksum": Text("内容与校验和不符", "bytes that do not match their checksum"),
    "archive.unpack": Text("无法解压的内容", "bytes that cannot be unpacked"),
}
