"""What is said of a workbook that is laid out, and of methods that are compared on one of its sheets."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

FAULTS: dict[str, Entry] = {
    "sheet_name": Entry(
        Text("简称为 {title}", "short name {title}"),
        Text("与本簿其他工作表不同的名称", "a name that no other sheet of the book has"),
    ),
    "method.unknown": Entry(Text("方法 {found}", "{found}"), Text("{known} 之一", "one of {known}")),
    "method.combined": Entry(
        Text("方法 {code}", "{code}"), Text("{ending} 之前只有一种方法", "a method of its own before {ending}")
    ),
    "method.twice": Entry(Text("{code} 重复", "{code} twice"), Text("每种方法一次", "each method once")),
}

MESSAGES: dict[str, Text] = {
    "place.methods": Text("方法", "methods"),
    "workbook.layout": Text("工作簿无法排版。", "The workbook cannot be laid out."),
    "weights.methods": Text("这些方法无法使用。", "The methods cannot be used."),
}
