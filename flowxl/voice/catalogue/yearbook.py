"""Foreign tables: why a figure waits for a person or is not used, and what is wrong with a file."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

_SMALLER = Text(
    "用表格程序打开，只把需要的内容另存为 .xlsx", "Open it in a spreadsheet program and save what is needed as .xlsx"
)
_WORKBOOK = Text("Excel 工作簿（.xls）", "an Excel workbook (.xls)")
_PAIRS = Text("CSV 单元格，引号成对", "cells as CSV, quotes in pairs")

FAULTS: dict[str, Entry] = {
    "synonym.kind": Entry(
        Text("{kind} {name!r}", "{kind} {name!r}"), Text("indicator 或 place，以及名称", "indicator or place, a name")
    ),
    "synonym.indicator": Entry(
        Text("代码{code!r}", "code {code!r}"), Text("工作簿中某个指标的代码", "the code of one indicator of the book")
    ),
    "synonym.place": Entry(
        Text("代码{code!r}", "code {code!r}"), Text("工作簿中某个地区的代码", "the code of one place of the book")
    ),
    "too_large.text_cells": Entry(
        Text("{cells:,} 个单元格", "{cells:,} cells"), Text("不超过 {most:,} 个", "at most {most:,}")
    ),
    "too_large.text_file": Entry(
        Text("{size:,} 字节", "{size:,} bytes"), Text("不超过 {most:,} 字节", "at most {most:,} bytes")
    ),
    "encoding.binary": Entry(
        Text("二进制文件", "a binary file"),
        Text("UTF-8、GB18030 或 UTF-16 编码的文本", "text in UTF-8, GB18030 or UTF-16"),
        Text("在 Excel 中另存为 CSV UTF-8 或 .xlsx", "Save it in Excel as CSV UTF-8, or as .xlsx"),
    ),
    "encoding.unknown": Entry(
        Text("不属于这些编码的字节", "bytes of no such encoding"),
        Text("UTF-8、GB18030 或 UTF-16 编码的文本", "text in UTF-8, GB18030 or UTF-16"),
        Text("在 Excel 中另存为 CSV UTF-8 或 .xlsx", "Save it in Excel as CSV UTF-8, or as .xlsx"),
    ),
    "merge_conflict": Entry(Text("{text!r}", "{text!r}"), Text("数值", "figures")),
    "csv.yearbook": Entry(Text("{problem}", "{problem}"), _PAIRS),
    "old_workbook.too_large": Entry(
        Text("{size:,} 字节", "{size:,} bytes"), Text("不超过 {most:,} 字节", "at most {most:,} bytes"), _SMALLER
    ),
    "old_workbook.damaged": Entry(Text("文件已损坏（{problem}）", "a damaged file ({problem})"), _WORKBOOK, _SMALLER),
    "old_workbook.encrypted": Entry(
        Text("工作簿已加密", "an encrypted workbook"), Text("未设密码的工作簿", "one without a password"), _SMALLER
    ),
    "old_workbook.reach": Entry(
        Text("工作表范围共 {cells:,} 个单元格", "sheets that reach over {cells:,} cells"),
        Text("不超过 {most:,} 个", "at most {most:,}"),
        _SMALLER,
    ),
}

MESSAGES: dict[str, Text] = {
    # titles
    "yearbook.synonyms": Text("{name} 有 {number} 处错误。", "{name} has {number} fault(s)."),
    "yearbook.too_large": Text("{name} 过大。", "{name} is too large."),
    "yearbook.no_text": Text("{name} 无法作为文本读取。", "{name} cannot be read as text."),
    "yearbook.merge": Text(
        "{name} 含有同一内容的两个版本：合并未完成。请选定其一。",
        "{name} holds two versions of itself: a merge was never finished. Choose one of them.",
    ),
    "yearbook.broken": Text("{name} 的单元格文本格式有误。", "{name} is broken as a text file with cells."),
    "yearbook.old_workbook": Text("{name} 无法读取。", "{name} cannot be read."),
    # what an old workbook suffers from
    "biff.no_workbook": Text("其中没有工作簿", "no workbook in it"),
    # why a figure waits: its place in the table
    "doubt.no_header": Text("上方没有表头", "no header above it"),
    "doubt.in_texts": Text("文字列中的数字", "a figure in a column of texts"),
    "doubt.no_title": Text("该列没有标题", "a column without a title"),
    "doubt.marked_year": Text("年份带有标记：{mark}", "the year has a mark: {mark}"),
    "doubt.centred_years": Text("年份写在各列中间，看不出属于哪几列", "years above the middle of their columns"),
    "doubt.unclear_labels": Text(
        "无法判断标签是地区还是指标", "nothing tells whether the labels are places or indicators"
    ),
    "doubt.part_of_place": Text("只是该地区的一部分：{part}", "for a part of the place only: {part}"),
    "doubt.part_of_item": Text("只是“{item}”的其中一项", "a part of {item}"),
    "doubt.part_of_above": Text("只是上方项目的其中一项", "a part of the item above it"),
    "doubt.below_line": Text("位于“{line}”这一行之下", "below the line {line}"),
    "doubt.note_says": Text("表注写明“{note}”", "a note says {note}"),
    "doubt.unlabelled": Text("下一行有数字而没有标签", "figures without a label stand below it"),
    "doubt.untitled": Text("右侧另有一个没有标题的数字", "a figure without a title stands right of it"),
    "doubt.beside": Text("同一行另有“{text}”", "beside it stands {text}"),
    "doubt.made_up": Text("并非实测：{words}", "not observed: {words}"),
    "doubt.two_names": Text("两个指标名：{row}，列标题为{column}", "two names: {row}, and {column} above the column"),
    "doubt.two_measures": Text("两个计量单位：{measures}", "two measures: {measures}"),
    "doubt.two_places": Text("两个地区名：{row}，列标题为{column}", "two places: {row}, and {column} above the column"),
    "doubt.two_years": Text("两个年份：{row}，列标题为{column}", "two years: {row}, and {column} above the column"),
    # what stands in the cell
    "doubt.ellipsis": Text("“…”表示不足最小单位", "… stands for less than the smallest unit"),
    "doubt.brackets": Text("数字带括号", "a figure in brackets"),
    "doubt.formula": Text("公式以文字形式存放", "a formula as text"),
    "doubt.uncached": Text("公式没有存储结果", "a formula without a stored value"),
    "doubt.percent": Text("出现百分号，而计量单位不是 %", "a percentage where none is expected"),
    "doubt.wan": Text("单元格内带有万、亿等字样", "a scale within the cell"),
    "doubt.exponent": Text("科学计数法", "an exponent"),
    "doubt.several": Text("一格中有几个数字", "several figures in one cell"),
    "doubt.groups": Text(
        "分隔符后不是三位一组，或多出小数点",
        "a comma or blank not before groups of three digits, or a point too many",
    ),
    "doubt.decimal_mark": Text(
        "三位数前的逗号或点：不知是否小数点",
        "a comma or point before three digits: decimal mark or thousands separator",
    ),
    "doubt.letters": Text("数字中混有字母", "letters among the digits"),
    "doubt.too_large": Text("数值过大", "too large to compute with"),
    "doubt.too_small": Text("数值过小", "too small to compute with"),
    "doubt.no_figure": Text("不是数字", "no figure"),
    "doubt.error": Text("表格程序的错误值", "an error of a spreadsheet program"),
    # how it fits the book
    "doubt.converted": Text("数值过小或过大", "too small or too large to compute with"),
    "doubt.no_measure": Text("没有计量单位；工作簿中为{book}", "no measure; the book has {book}"),
    "doubt.measure": Text("计量单位为{found}；工作簿中为{book}", "measure {found}; the book has {book}"),
    "doubt.similar_indicator": Text("“{found}”与“{code} {name}”只是相近", "{found} is only similar to {code} {name}"),
    "doubt.similar_place": Text("“{found}”与“{name}”只是相近", "{found} is only similar to {name}"),
    "doubt.homonym": Text("{found}可能是{places}", "{found} may be {places}"),
    "doubt.several_rows": Text("可能是{keys}", "may be {keys}"),
    # why it is not used
    "unused.missing": Text("缺失符号", "a mark for a missing figure"),
    "unused.no_year": Text("没有年份（--year）", "no year (--year)"),
    "unused.no_indicator": Text("没有指标（--indicator）", "no indicator (--indicator)"),
    "unused.no_place": Text("没有地区（--place）", "no place (--place)"),
    "unused.indicator": Text("指标不在框架中：{found}", "indicator {found}"),
    "unused.place": Text("地区不在框架中：{found}", "place {found}"),
    "unused.no_row": Text("工作簿中没有这一行：{indicator}，{place}", "no row for {indicator}, {place}"),
}
