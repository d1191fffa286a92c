"""Whether what people read is there in both languages, and each in its own."""

import re
from collections.abc import Iterable

from flowxl.voice.faults import Fault

CHINESE = re.compile("[\u4e00-\u9fff]")
QUOTED = re.compile("“[^”]*”")
THREE_WORDS = re.compile("[A-Za-z]+ [A-Za-z]+ [A-Za-z]+")


def said_twice(faults: Iterable[Fault]) -> None:
    """Assert that each fault is said in Chinese, with no English sentence in it, and in English."""
    for fault in faults:
        chinese = fault.words("zh")
        text = f"{chinese.found} {chinese.expected} {chinese.remedy}"
        assert CHINESE.search(text), text
        assert not THREE_WORDS.search(QUOTED.sub("", text)), text
        assert fault.of("zh") != fault.of("en")
