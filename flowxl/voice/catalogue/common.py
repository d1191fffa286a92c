"""Kinds that belong to no room: what is said of faults themselves."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

FAULTS: dict[str, Entry] = {
    "more": Entry(
        Text("另有 {count:,} 处", "{count:,} more"), Text("没有", "none"), Text("请先改正以上各处", "Mend these first")
    ),
}
MESSAGES: dict[str, Text] = {
    "fault": Text("{where}：{found}；应为：{expected}", "{where}: found {found}; expected {expected}"),
    "fault.remedy": Text("{fault}。{remedy}", "{fault}. {remedy}"),
    "times": Text("{found}，共 {count:,} 处", "{found}, {count:,} times"),
    "others": Text("另有 {count:,} 处，例如{found}", "{count:,} more, such as {found}"),
    "nothing": Text("空", "nothing"),
    "none": Text("无", "none"),
    "and_so_on": Text("{expected}等", "{expected}, and so on"),
}
