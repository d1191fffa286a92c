"""What is said of a workbook that people edited: its tables, cells and settings."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

_FOUND = Text("现为{found}", "{found}")
_EXPECTED = Text("{expected}", "{expected}")
_COLUMN_ONCE = Text("每列一次", "each column once")
_UNDO = Text(
    "请撤销该改动，或按改动后的框架重新生成工作簿",
    "Undo the change, or build a new workbook from the changed framework",
)
_COMPUTE = Text(
    "请用表格软件打开该文件，全部重新计算后保存",
    "Open the file in a spreadsheet program, compute everything anew and save it",
)
_KEPT = Text("该内容予以保留，但不读取", "It is kept and not read")
_NOT_COMPARED = Text("未与其公式核对", "Its formulas were not compared")
_RESULT_TABLE = Text("结果表", "the result table")

FAULTS: dict[str, Entry] = {
    "header.gone": Entry(
        Text("缺少列 {titles}", "no column {titles}"), Text("生成时的表头", "the header as generated")
    ),
    "header.twice": Entry(Text("列“{title}”重复", "{title} twice"), _COLUMN_ONCE),
    "too_many_rows": Entry(
        Text("{name} 有 {found:,} 行", "{found:,} rows in {name}"),
        Text("最多 {most:,} 行", "at most {most:,} rows"),
        Text("请删除不属于该表的行", "Delete the rows that do not belong to the table"),
    ),
    "name.book": Entry(
        _FOUND,
        Text("本工作簿中一张表的名称", "the name of one table of this book"),
        Text(
            "请从备份恢复该名称，或将数据粘贴到新工作簿",
            "Take the name from a backup, or paste the figures into a fresh workbook",
        ),
    ),
    "unheaded": Entry(
        Text("无标题列中有 {found}", "{found} in a column without a title"),
        Text("数据在年份列中", "figures below a year"),
    ),
    "column.stray": Entry(
        Text("列{found!r}", "a column {found!r}"), Text("模板中的列", "columns of the template"), _KEPT
    ),
    "exists": Entry(
        Text("文件", "a file"), Text("新的文件名", "a new name"), Text("不覆盖任何文件", "Nothing is overwritten")
    ),
    "rewrite.figures": Entry(
        Text("{found} 个数据有变化", "{found} figures that changed"), Text("{expected} 个", "{expected}")
    ),
    "rewrite.others": Entry(
        Text("权重或设置有变化", "other weights or settings"), Text("与原工作簿一致", "those of the book")
    ),
    "rewrite.content": Entry(Text("现为{found!r}", "{found!r}"), Text("{expected!r}", "{expected!r}")),
    "name.result_gone": Entry(Text("没有该表", "no such table"), _RESULT_TABLE, _NOT_COMPARED),
    "name.result_edges": Entry(
        Text("表的边缘没有城市和二级指标", "no cities and pillars at its edges"), _RESULT_TABLE, _NOT_COMPARED
    ),
    "name.result_repeated": Entry(
        Text("有 {found:,} 行结果，其中多行重复", "{found:,} lines of results, many of them repeated"),
        _RESULT_TABLE,
        _NOT_COMPARED,
    ),
    "not_computed": Entry(
        Text("没有缓存结果的公式", "formulas without stored values"),
        Text("已计算的公式", "computed formulas"),
        _COMPUTE,
    ),
    "other_shown": Entry(_FOUND, _EXPECTED, _COMPUTE),
    "other_value": Entry(_FOUND, _EXPECTED, _COMPUTE),
    "outdated.weights": Entry(_FOUND, _EXPECTED, Text("请重新运行 flowxl weights", "Run flowxl weights again")),
    "sheet.gone": Entry(Text("没有该工作表", "no such sheet"), Text("{sheets}", "{sheets}")),
    "not_ours.book": Entry(
        Text("没有 FlowXL 的任何名称", "none of FlowXL's names"),
        Text("由 FlowXL 生成的工作簿", "a workbook made by FlowXL"),
    ),
    "years.data": Entry(
        Text("年份为 {years}", "years {years}"), Text("生成时的连续年份", "consecutive years, as generated")
    ),
    "structure.key": Entry(Text("键 {key}", "key {key}"), Text("每行一次", "each row once"), _UNDO),
    "structure.label": Entry(
        _FOUND, Text("{expected}，与工作簿中的框架一致", "{expected}, as the book's framework says"), _UNDO
    ),
    "structure.row_gone": Entry(
        Text("缺少键为 {key} 的行", "no row with key {key}"), Text("全部行", "every row"), _UNDO
    ),
    "order": Entry(
        Text("行的次序不同", "rows in another order"), Text("生成时的次序", "the order as generated"), _UNDO
    ),
    "foreign": Entry(
        Text("不是拆分产生的工作簿", "a book that no split made"),
        Text("由 flowxl split 生成的分表", "a part made by flowxl split"),
    ),
    "outdated.split": Entry(
        Text("格式 {found}", "format {found}"),
        Text("格式 {format}，即当前 FlowXL 所用格式", "format {format}, as this FlowXL writes it"),
        Text("请用当前 FlowXL 重新拆分工作簿", "Split the book anew with this FlowXL"),
    ),
    "handout": Entry(
        Text("工作表有改动", "a sheet that was changed"),
        Text("分发时的工作表", "the sheet as it was handed out"),
        Text("请从分发时的分表副本恢复该工作表", "Take the sheet from a copy of the part as it was handed out"),
    ),
    "remark.twice": Entry(
        Text("{key} {year} 年的备注重复", "{key} {year} twice"), Text("每个数据一条备注", "one remark for each value")
    ),
    "remark.key": Entry(_FOUND, Text("录入行的键，例如 TR08.SH", "the key of an input row, e.g. TR08.SH")),
    "remark.year": Entry(_FOUND, Text("{first} 至 {last} 之间的年份", "a year from {first} to {last}")),
    "remark.status": Entry(_FOUND, Text("{known:or}", "{known}")),
    "remark.value": Entry(
        Text("标为不适用，但 {key} {year} 年有数值", "not applicable, but {key} {year} has a value"),
        Text("二者之一", "one of them"),
    ),
    "below.remark": Entry(_FOUND, Text("备注在表内", "remarks inside the table")),
    "too_large.series": Entry(
        Text("{indicators:,} 个三级指标、{places:,} 个城市", "{indicators:,} indicators for {places:,} places"),
        Text("最多 {most:,} 个序列", "at most {most:,} series"),
    ),
    "weight.text": Entry(_FOUND, Text("大于 0 的数", "a number above 0")),
    "duplicate_code.cell": Entry(
        Text("{code} 重复", "{code} again"),
        Text("每个代码一次；其值在 {first}", "each code once; its value is in {first}"),
    ),
    "meta": Entry(
        Text("代码 {code!r}，计算期 {window!r}", "code {code!r}, window {window!r}"),
        Text("生成时的框架代码和年份", "the framework's code and years, as generated"),
    ),
    "setting.cell": Entry(_FOUND, _EXPECTED),
}

MESSAGES: dict[str, Text] = {
    "cell.text": Text("文本{text!r}", "the text {text!r}"),
    "cell.uncached": Text("没有缓存结果的公式", "a formula without a stored value"),
    "name.areas": Text("{number} 个区域", "{number} areas"),
    "name.gone": Text("名称不存在", "no such name"),
    "row.gone": Text("没有该行", "no such row"),
    "core.computes": Text("{value:.6g}，即核心的计算结果", "{value:.6g}, as the core computes"),
    "weight.none": Text("没有权重", "no weight"),
    "weight.now": Text("按现有数据和权重为 {value:.6g}", "{value:.6g} by the figures and weights now"),
    "a.number": Text("数值", "a number"),
    "a.year": Text("{first} 至 {last} 之间的年份", "a year from {first} to {last}"),
    "a.city": Text("“城市”工作表中的城市名称", "the name of a city of the sheet for cities"),
    "read.nothing_computed": Text(
        "{name} 无法可靠读取，未进行计算。", "{name} cannot be read reliably; nothing was computed."
    ),
    "read.nothing_written": Text(
        "{name} 无法可靠读取，未写出任何内容。", "{name} cannot be read reliably; nothing was written."
    ),
    "read.unreliable": Text("{name} 无法可靠读取。", "{name} cannot be read reliably."),
    "read.not_ours": Text("{name} 是工作簿，但不是 FlowXL 的工作簿。", "{name} is a workbook, but not one of FlowXL."),
    "read.no_part": Text("{name} 不是拆分产生的分表。", "{name} is no part of a split."),
    "read.other_split": Text("{name} 由其他版本的 FlowXL 拆分。", "{name} was split by another FlowXL."),
    "read.handout": Text(
        "{name}：已无法确定当时分发的内容。", "{name}: it can no longer be established what was handed out."
    ),
    "fix.exists": Text("{name} 已存在。", "{name} exists already."),
    "fix.unreadable": Text(
        "修复后的副本无法读取，未写出任何内容。", "The repaired copy could not be read, so nothing was written."
    ),
    "fix.other": Text(
        "修复后的副本与预期不符，未写出任何内容。",
        "The repaired copy does not hold what was meant, so nothing was written.",
    ),
    "fix.review": Text("{where}：{found!r}留待人工核对（{rule}）", "{where}: {found!r} left for review ({rule})"),
    "fix.changed": Text("{where}：{found!r} → {value}（{rule}）", "{where}: {found!r} → {value} ({rule})"),
    "fix.blank": Text("空", "blank"),
    "patch.refused": Text(
        "部分单元格无法修改，未写出任何内容。", "Some cells cannot be changed, so nothing was written."
    ),
    "patch.cannot": Text("{name} 无法修改。", "{name} cannot be changed."),
}
