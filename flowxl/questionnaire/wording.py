"""What a questionnaire says, in Chinese and English; every text that is found again when it is read stands here."""

from flowxl.voice.text import Language, Text

SHEETS: dict[str, Text] = {"form": Text("问卷", "Questionnaire"), "info": Text("研究信息", "About the study")}
TITLES: dict[str, Text] = {
    "code": Text("代码", "Code"),
    "name": Text("评价内容", "What is rated"),
    "rating": Text("评分", "Rating"),
    "last": Text("您上轮", "Yours before"),
    "median": Text("中位数", "Median"),
    "low": Text("下四分位", "Lower quartile"),
    "high": Text("上四分位", "Upper quartile"),
    "hint": Text("提示", "Hint"),
    "reason": Text("理由", "Reason"),
    "comment": Text("意见", "Comment"),
    "question": Text("自评", "About yourself"),
    "answer": Text("选择", "Answer"),
    "proposal": Text("建议增加的内容", "What to add"),
    "why": Text("为什么", "Why"),
    "entry": Text("项目", "Entry"),
    "value": Text("内容", "Value"),
}
"""Titles of columns; no two in one table are alike, in either language."""
POINTS: Text = Text("分值", "Points")
"""Title of the ratings where points are shared out."""
SELF: dict[str, Text] = {
    "familiarity": Text("您对本研究领域的熟悉程度", "How well do you know this field?"),
    "practice": Text("判断依据：实践经验的影响", "Influence of experience in practice"),
    "theory": Text("判断依据：理论分析的影响", "Influence of theoretical analysis"),
    "literature": Text("判断依据：国内外文献的影响", "Influence of the literature"),
    "intuition": Text("判断依据：直觉的影响", "Influence of intuition"),
}
SELF_CODES = {"familiarity": "S1", "practice": "S2", "theory": "S3", "literature": "S4", "intuition": "S5"}
META: dict[str, Text] = {
    "format": Text("格式", "Format"),
    "study": Text("研究编号", "Study"),
    "round": Text("轮次", "Round"),
    "expert": Text("专家代码", "Expert code"),
    "scale": Text("评分方式", "Scale"),
    "language": Text("语言", "Language"),
    "mark": Text("校验码", "Mark"),
}
WORDS: dict[str, Text] = {
    "title": Text("{name}：专家咨询问卷（第 {round} 轮）", "{name}: questionnaire for experts, round {round}"),
    "who": Text("专家代码：{expert}", "Expert code: {expert}"),
    "due": Text("请于 {due} 前交回", "Please return it by {due}"),
    "between": Text("　　", "    "),
    "open": Text("还有 {items} 项未评分", "{items} left to rate"),
    "open_sums": Text("，{sums} 组合计不是 {high:g}", ", {sums} group(s) do not sum to {high:g}"),
    "open_self": Text("，{self} 项自评未选", ", {self} about yourself left"),
    "open_end": Text("。", "."),
    "done": Text("已全部填完，请保存后交回。", "All filled in. Please save it and send it back."),
    "how": Text(
        "只填浅黄色的格，按 Tab 键到下一格；约需十分钟。不要改动题目，不必写姓名。",
        "Fill in the yellow cells only; Tab goes to the next. It takes ten minutes. Leave the questions unchanged.",
    ),
    "1-5": Text(
        "请为每项的重要性评分：1＝很不重要，3＝一般，5＝非常重要；填 1 至 5 的整数。",
        "Rate how important each is: 1 = not at all, 3 = fairly, 5 = extremely; whole numbers from 1 to 5.",
    ),
    "1-9": Text(
        "请为每项的重要性评分：1＝很不重要，5＝一般，9＝非常重要；填 1 至 9 的整数。",
        "Rate how important each is: 1 = not at all, 5 = fairly, 9 = extremely; whole numbers from 1 to 9.",
    ),
    "0-100": Text(
        "请为每项的重要性评分：0＝不重要，100＝最重要；填 0 至 100 的整数。",
        "Rate how important each is: 0 = not at all, 100 = most; whole numbers from 0 to 100.",
    ),
    "budget": Text(
        "请把 {high:g} 分按重要性分给各项，每组合计须为 {high:g}；不给分的填 0。",
        "Share out {high:g} points by importance; each group sums to {high:g}. Enter 0 for what gets none.",
    ),
    "again": Text(
        "中位数与四分位数来自上一轮全体专家。请重新评分，可以不变；落在四分位之外的，请写理由。",
        "Median and quartiles are those of all experts, last round. Rate again, or keep yours; outside, say why.",
    ),
    "sum": Text("合计（应为 {high:g}）", "Sum (should be {high:g})"),
    "left": Text("还剩 ", "left: "),
    "over": Text("超出 ", "too many: "),
    "right": Text("正好", "exact"),
    "explain": Text("请说明理由", "please say why"),
    "explained": Text("已说明", "said why"),
    "self": Text("自评", "About yourself"),
    "proposals": Text("建议增加（可不填）", "What should be added (optional)"),
    "general": Text("总体意见（可不填）", "General remark (optional)"),
    "info": Text("供识别问卷用，请勿改动。", "By this the questionnaire is known again; please leave it as it is."),
    "refused": Text("不能这样填", "This cannot be entered"),
    "whole": Text("请填 {low:g} 至 {high:g} 的整数。", "A whole number from {low:g} to {high:g}."),
    "points": Text("请填 0 至 {high:g} 的数。", "A number from 0 to {high:g}."),
    "choose": Text("请从列表选择。", "Choose from the list."),
    "long": Text("文字请不超过 500 字。", "At most 500 characters."),
    "page": Text("第 &P / &N 页", "Page &P of &N"),
    "file": Text("问卷-第{round}轮-{expert}.xlsx", "questionnaire-round{round}-{expert}.xlsx"),
}


def say(key: str, language: Language, **values: object) -> str:
    """Return a text in one language with its values filled in."""
    return WORDS[key].say(language, **values)
