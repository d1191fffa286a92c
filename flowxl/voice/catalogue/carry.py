"""What is said of carrying a person's work into a fresh book."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

FAULTS: dict[str, Entry] = {
    "internal": Entry(Text("工作表不同", "other sheets"), Text("布局所列的工作表", "the layout's")),
}

MESSAGES: dict[str, Text] = {
    "carry.look": Text("{look} {more}", "{look} {more}"),
    "carry.pictures_gone": Text(
        "已不存在的工作表上的图片或图表，共 {pictures} 个", "{pictures} picture(s) or chart(s) on a sheet that is gone"
    ),
    "carry.macros_unreadable": Text("无法读取的工程（“{error}”）", "a project that cannot be read ({error})"),
    "carry.sheets": Text("新的工作表不匹配。", "The new sheets do not fit."),
}
