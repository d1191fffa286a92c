"""What the preview of an import says, in Chinese and English."""

from flowxl.voice.text import Language
from flowxl.workbook.texts import pick, word_code
from flowxl.yearbook.doubts import in_chinese

VERDICT_WORDS = {
    "new": ("新增", "new"),
    "same": ("相同", "same"),
    "conflict": ("冲突", "conflict"),
    "review": ("待定", "review"),
}
DECISION_WORDS = {"use": ("采用", "use"), "skip": ("跳过", "skip")}
TITLES: dict[str, tuple[str, str]] = {
    "verdict": ("结论", "Verdict"),
    "decision": ("决定", "Decision"),
    "value": ("写入值", "Value to write"),
    "now": ("现有值", "Value there now"),
    "reasons": ("原因", "Why"),
    "indicator": ("指标", "Indicator"),
    "place": ("地区", "Place"),
    "year": ("年份", "Year"),
    "key": ("行码", "Key"),
    "target": ("目标单元格", "Target cell"),
    "text": ("原文", "As found"),
    "measure": ("原单位", "Its measure"),
    "file": ("文件", "File"),
    "sheet": ("工作表", "Sheet"),
    "cell": ("单元格", "Cell"),
    "found_indicator": ("原指标名", "Indicator as found"),
    "found_place": ("原地区名", "Place as found"),
}
SHEETS = {
    "preview": ("预览", "Preview"),
    "unused": ("未用", "Not used"),
    "notes": ("表外说明", "Notes of the files"),
}
UNUSED_TITLES: dict[str, tuple[str, str]] = {
    "file": ("文件", "File"),
    "sheet": ("工作表", "Sheet"),
    "reason": ("原因", "Why"),
    "count": ("个数", "Figures"),
    "cell": ("首个单元格", "First cell"),
}
NOTE_TITLES: dict[str, tuple[str, str]] = {
    "file": ("文件", "File"),
    "sheet": ("工作表", "Sheet"),
    "note": ("说明", "Note"),
}
HELP = (
    "“决定”一列：采用 = 写入，跳过 = 不写；空白时只写入“新增”。写入值可以改。改好后保存，再用 --from 交回。",
    "Column Decision: use = write it, skip = leave it; where it is blank only new values are written. Values to "
    "write may be changed. Save it, then give it back with --from.",
)


def reasons_in(reasons: tuple[str, ...], language: Language) -> str:
    """Return the reasons of a line as one text."""
    said = [in_chinese(reason) for reason in reasons] if language == "zh" else list(reasons)
    return ("；" if language == "zh" else "; ").join(said)


def decision_of(text: str) -> str | None:
    """Return the code of a decision, an empty text for none; None where the word is not known."""
    if not text.strip():
        return ""
    return word_code(text, DECISION_WORDS)


__all__ = ["DECISION_WORDS", "HELP", "TITLES", "VERDICT_WORDS", "decision_of", "pick", "reasons_in"]
