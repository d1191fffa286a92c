"""What the preview of an import says, in Chinese and English."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from flowxl.voice.message import Message
from flowxl.voice.text import Language, Text

VERDICT_WORDS: dict[str, Text] = {
    "new": Text("新增", "new"),
    "same": Text("相同", "same"),
    "conflict": Text("冲突", "conflict"),
    "review": Text("待定", "review"),
}
DECISION_WORDS: dict[str, Text] = {"use": Text("采用", "use"), "skip": Text("跳过", "skip")}
TITLES: dict[str, Text] = {
    "verdict": Text("结论", "Verdict"),
    "decision": Text("决定", "Decision"),
    "value": Text("写入值", "Value to write"),
    "now": Text("现有值", "Value there now"),
    "reasons": Text("原因", "Why"),
    "indicator": Text("指标", "Indicator"),
    "place": Text("地区", "Place"),
    "year": Text("年份", "Year"),
    "key": Text("行码", "Key"),
    "target": Text("目标单元格", "Target cell"),
    "text": Text("原文", "As found"),
    "measure": Text("原单位", "Its measure"),
    "file": Text("文件", "File"),
    "sheet": Text("工作表", "Sheet"),
    "cell": Text("单元格", "Cell"),
    "found_indicator": Text("原指标名", "Indicator as found"),
    "found_place": Text("原地区名", "Place as found"),
}
SHEETS: dict[str, Text] = {
    "preview": Text("预览", "Preview"),
    "unused": Text("未用", "Not used"),
    "notes": Text("表外说明", "Notes of the files"),
}
UNUSED_TITLES: dict[str, Text] = {
    "file": Text("文件", "File"),
    "sheet": Text("工作表", "Sheet"),
    "reason": Text("原因", "Why"),
    "count": Text("个数", "Figures"),
    "cell": Text("首个单元格", "First cell"),
}
NOTE_TITLES: dict[str, Text] = {
    "file": Text("文件", "File"),
    "sheet": Text("工作表", "Sheet"),
    "note": Text("说明", "Note"),
}
BETWEEN = Text("；", "; ")
HELP = Text(
    "“决定”一列：采用 = 写入，跳过 = 不写；空白时只写入“新增”。写入值可以改。改好后保存，再用 --from 交回。",
    "Column Decision: use = write it, skip = leave it; where it is blank only new values are written. Values to "
    "write may be changed. Save it, then give it back with --from.",
)


def reasons_in(reasons: Iterable[Message], language: Language) -> str:
    """Return the reasons of a line as one text."""
    return BETWEEN.of(language).join(reason_in(reason, language) for reason in reasons)


@lru_cache(maxsize=10_000)
def reason_in(reason: Message, language: Language) -> str:
    """Return a reason in one language; thousands of lines wait for the same few."""
    return reason.of(language)


def code_of(text: str, words: Mapping[str, Text]) -> str | None:
    """Return the code of a word in either language, or of the code itself; None if it is none of them."""
    folded = text.strip().lower()
    return next((code for code, word in words.items() if folded in {code, word.zh.lower(), word.en.lower()}), None)


def decision_of(text: str) -> str | None:
    """Return the code of a decision, an empty text for none; None where the word is not known."""
    if not text.strip():
        return ""
    return code_of(text, DECISION_WORDS)
