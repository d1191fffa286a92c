"""What ``flowxl delphi`` says, in Chinese and English."""

from flowxl.voice.text import Text

WORDS: dict[str, Text] = {
    "sent": Text(
        "第 {0} 轮，{1}（{2}）：{3} 份问卷，在 {4}：",
        "Round {0} of {1} ({2}): {3} questionnaires in {4}:",
    ),
    "code": Text("代码", "Code"),
    "name": Text("姓名", "Name"),
    "file": Text("文件", "File"),
    "round": Text("轮次", "Round"),
    "state": Text("处理", "Outcome"),
    "rate": Text("第 {0} 轮交回 {1} / {2} 份，{3:.0%}。", "Round {0}: {1} of {2} came back, {3:.0%}."),
    "low_rate": Text("积极系数低于 {0:.0%}。", "That is less than {0:.0%}."),
    "joined": Text("新加入：{0}。", "Joined: {0}."),
    "nobody_new": Text("名单中没有新的专家。", "Nobody in the list is new."),
    "dropped": Text(
        "未交回、不再邀请：{0}（--again 再次邀请）。", "No answer, not asked again: {0} (--again asks them)."
    ),
    "again": Text("上轮未交回、再次邀请：{0}。", "Asked again, though they did not answer: {0}."),
    "listed": Text(
        "姓名与代码对照：{0}。以后各轮用这份名单；请勿随问卷发出。",
        "Who has which code: {0}. Use this list from now on, and do not send it along.",
    ),
    "then": Text("交回后：flowxl delphi collect {0} {1}", "When they are back: flowxl delphi collect {0} {1}"),
    "collected": Text("{0} 个文件：", "{0} file(s):"),
    "so_far": Text("第 {0} 轮已有 {1} / {2} 份答卷。", "Round {0} has {1} of {2} answers."),
    "waiting": Text("尚未交回：{0}。", "Not returned yet: {0}."),
    "left_out": Text("不是答卷、未读取：{0}。", "Not questionnaires, so not read: {0}."),
    "saved": Text("已写入 {0}。", "Wrote {0}."),
    "unchanged": Text("没有新的答卷，{0} 未作改动。", "No new answer; {0} was left as it is."),
    "refused": Text("{0} 未采用，请退回更正：", "{0} was not taken; please send it back for correction:"),
    "doubts": Text("{0} 已采用，请查看：", "{0} was taken; please look at this:"),
}
STATES: dict[str, Text] = {
    "taken": Text("采用", "taken"),
    "replaced": Text("采用，替换原答卷", "taken, replaces another"),
    "same": Text("与已有答卷相同", "there already"),
    "empty": Text("尚未填写", "not filled in"),
    "refused": Text("未采用", "not taken"),
}
