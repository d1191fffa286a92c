"""Figures from outside beside a workbook: why they wait, what is wrong with a file or with a preview that came back."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

_FOUND = Text("{shown}（{series} {year}）", "{shown} ({series} {year})")

FAULTS: dict[str, Entry] = {
    "file.import_missing": Entry(Text("文件不存在", "no such file"), Text("文件", "a file")),
    "file.import_folder": Entry(Text("文件夹", "a folder"), Text("文件", "a file")),
    "damaged.import": Entry(
        Text("无法读取的文件（{problem}）", "a file that cannot be read ({problem})"),
        Text("Excel 工作簿", "an Excel workbook"),
        Text("用表格程序打开，另存为 .xlsx", "Open it in a spreadsheet program and save it as .xlsx"),
    ),
    "rewrite.import_figures": Entry(
        Text("另有 {figures} 个数值不同", "{figures} other figures"),
        Text("应写入的数值", "the figures that were meant"),
    ),
    "rewrite.import_settings": Entry(
        Text("权重或设置有变", "other weights or settings"), Text("与原工作簿一致", "those of the book")
    ),
    "too_large.preview": Entry(
        Text("{lines:,} 行", "{lines:,} lines"),
        Text("不超过 {most:,} 行", "at most {most:,}"),
        Text("请分批导入", "Import fewer files at once"),
    ),
    "preview.no_table": Entry(
        Text("没有该名称的表", "no table of that name"),
        Text("--preview 所写的表 {name}", "the table {name} that --preview writes"),
    ),
    "preview.decision": Entry(_FOUND, Text("{words}", "{words}")),
    "preview.verdict": Entry(_FOUND, Text("原写的结论", "the word as written")),
    "preview.key": Entry(_FOUND, Text("工作簿中的行码和年份", "a row and a year of the book")),
    "preview.value": Entry(_FOUND, Text("数字，或留空", "a number or nothing")),
    "preview.no_value": Entry(_FOUND, Text("决定采用时应有数字", "a number, where the decision is to use it")),
    "header.preview": Entry(Text("缺少列 {titles}", "no column {titles}"), Text("原有各列", "the columns as written")),
    "twice": Entry(
        Text(
            "{one:.15g}（{one_at}）与 {other:.15g}（{other_at}）", "{one:.15g} ({one_at}) and {other:.15g} ({other_at})"
        ),
        Text("只写入一个值", "one value to write"),
    ),
}

MESSAGES: dict[str, Text] = {
    # titles
    "importing.refused": Text("部分文件无法读取；未导入任何内容。", "Some files cannot be read; nothing was imported."),
    "importing.file": Text("{name} 无法读取。", "{name} cannot be read."),
    "importing.no_workbook": Text("{name} 无法作为工作簿读取。", "{name} cannot be read as a workbook."),
    "importing.book": Text(
        "{name} 无法可靠读取；未作任何改动。", "{name} cannot be read reliably; nothing was changed."
    ),
    "importing.rewrite": Text(
        "新文件的内容与应写入的不符，因此未写入。",
        "The new file does not hold what was meant, so nothing was written.",
    ),
    "importing.too_large": Text("预览过大，一个工作簿写不下。", "The preview is too large for a workbook."),
    "importing.no_preview": Text("{name} 不是导入预览。", "{name} is no preview of an import."),
    "importing.preview": Text(
        "{name} 现状不可用；未写入任何内容。", "{name} cannot be used as it stands; nothing was written."
    ),
    # why a figure waits: how its cell looks
    "doubt.scaled": Text(
        "数字格式使其显示为另一数量级，或带有文字", "shown in another scale, or with a word, by its number format"
    ),
    "doubt.hidden": Text("位于隐藏的行、列或工作表中", "in a hidden row, column or sheet"),
    "doubt.merged": Text("合并单元格：一个数字对应几格", "one figure for several cells"),
    # beside what the book holds
    "doubt.two_readings": Text("两处读数不同：{others}", "two readings that differ: {others}"),
    "doubt.step": Text("与 {year} 相差 {ratio:.3g} 倍", "a step of {ratio:.3g} against {year}"),
    "doubt.step_places": Text("与其他地区相差 {ratio:.3g} 倍", "a step of {ratio:.3g} against the other places"),
    "doubt.nought": Text(
        "为 0，相邻年份不为 0：可能缺失",
        "0, where the years around it are not: it may stand for a missing figure",
    ),
    "doubt.share": Text(
        "单位为 %，而数值不超过 1：可能是比例", "at most 1 in size, though in per cent: it may be a share"
    ),
    "doubt.not_applicable": Text("工作簿中标为“不适用”", "marked as not applicable in the book"),
    "doubt.formula_there": Text("该单元格中是公式", "a formula stands there"),
    "doubt.no_number_there": Text("该单元格中不是数字", "the book holds something else than a number there"),
    "doubt.changed": Text("预览之后工作簿有改动", "the book has changed since the preview"),
    "doubt.no_number": Text("没有可写入的数字", "no number to write"),
    # why it is not used
    "unused.year": Text("年份不在工作簿中：{year}", "year {year}"),
}
