"""What is said of carrying a person's work into a fresh book."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

FAULTS: dict[str, Entry] = {
    "internal": Entry(Text("工作表不同", "other sheets"), Text("布局所列的工作表", "the layout's")),
}

MESSAGES: dict[str, Text] = {
    "carry.sheets": Text("新的工作表不匹配。", "The new sheets do not fit."),
}
