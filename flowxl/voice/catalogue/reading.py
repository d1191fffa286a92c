"""What is said of a workbook that people edited: its tables and cells."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

FAULTS: dict[str, Entry] = {}

MESSAGES: dict[str, Text] = {
    "cell.text": Text("文本{text!r}", "the text {text!r}"),
    "cell.uncached": Text("没有缓存结果的公式", "a formula without a stored value"),
    "name.areas": Text("{number} 个区域", "{number} areas"),
    "name.gone": Text("名称不存在", "no such name"),
}
