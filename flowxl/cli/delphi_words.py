"""What ``flowxl delphi`` says, in Chinese and English."""

from flowxl.voice.text import Language
from flowxl.workbook.texts import pick

WORDS: dict[str, tuple[str, str]] = {
    "sent": (
        "第 {0} 轮，{1}（{2}）：{3} 份问卷，在 {4}：",
        "Round {0} of {1} ({2}): {3} questionnaires in {4}:",
    ),
    "code": ("代码", "Code"),
    "name": ("姓名", "Name"),
    "file": ("文件", "File"),
    "round": ("轮次", "Round"),
    "state": ("处理", "What became of it"),
    "rate": ("第 {0} 轮交回 {1} / {2} 份，{3:.0%}。", "Round {0}: {1} of {2} came back, {3:.0%}."),
    "low_rate": ("回收率低于 {0:.0%}。", "That is less than {0:.0%}."),
    "joined": ("新加入：{0}。", "Joined: {0}."),
    "nobody_new": ("名单中没有新的专家。", "Nobody in the list is new."),
    "dropped": ("未交回、不再邀请：{0}（--again 再次邀请）。", "No answer, not asked again: {0} (--again asks them)."),
    "again": ("上轮未交回、再次邀请：{0}。", "Asked again, though they did not answer: {0}."),
    "listed": (
        "姓名与代码对照：{0}。以后各轮用这份名单；请勿随问卷发出。",
        "Who has which code: {0}. Use this list from now on, and do not send it along.",
    ),
    "then": ("交回后：flowxl delphi collect {0} {1}", "When they are back: flowxl delphi collect {0} {1}"),
    "collected": ("{0} 个文件：", "{0} file(s):"),
    "so_far": ("第 {0} 轮已有 {1} / {2} 份答卷。", "Round {0} has {1} of {2} answers."),
    "waiting": ("尚未交回：{0}。", "Still out: {0}."),
    "left_out": ("不是答卷、未读取：{0}。", "No answers, not read: {0}."),
    "saved": ("已写入 {0}。", "Wrote {0}."),
    "unchanged": ("没有新的答卷，{0} 未作改动。", "No new answer; {0} was left as it is."),
    "refused": ("{0} 未采用，请退回改正：", "{0} was not taken; please have it mended:"),
    "doubts": ("{0} 已采用，请查看：", "{0} was taken; please look at this:"),
}
STATES: dict[str, tuple[str, str]] = {
    "taken": ("采用", "taken"),
    "replaced": ("采用，替换原答卷", "taken, replaces another"),
    "same": ("与已有答卷相同", "there already"),
    "empty": ("尚未填写", "not filled in"),
    "refused": ("未采用", "not taken"),
}


def say(key: str, language: Language, *values: object) -> str:
    """Return a sentence in one language."""
    return pick(WORDS[key], language).format(*values)


def state_word(state: str, language: Language) -> str:
    """Return the word for what became of a file."""
    return pick(STATES[state], language)
