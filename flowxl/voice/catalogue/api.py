"""What is said of the choices with which a workbook is built."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

FAULTS: dict[str, Entry] = {
    "city.unknown": Entry(Text("现为{found!r}", "{found!r}"), Text("{known} 之一", "one of {known}")),
    "city.twice": Entry(Text("{code} 重复", "{code} twice"), Text("每个城市一次", "each city once")),
}

MESSAGES: dict[str, Text] = {
    "api.cities": Text("所选城市无法使用。", "The cities cannot be used."),
}
