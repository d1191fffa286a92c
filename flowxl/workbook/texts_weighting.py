"""Texts of the sheets on weights: Delphi, pairwise comparison, comparison of methods."""

from collections.abc import Iterable

from flowxl.voice.text import Language, Text

FIELDS: dict[str, Text] = {
    "origin": Text("权重来源", "Where the weight is from"),
    "stored_origin": Text("生成时来源", "Origin as generated"),
    "round": Text("轮次", "Round"),
    "sent": Text("发出日期", "Sent"),
    "asked": Text("发出份数", "Asked"),
    "returned": Text("回收份数", "Returned"),
    "response": Text("积极系数", "Response rate"),
    "ca": Text("判断依据 Ca", "Basis Ca"),
    "cs": Text("熟悉程度 Cs", "Familiarity Cs"),
    "cr": Text("权威程度 Cr", "Authority Cr"),
    "experts_used": Text("答全专家数", "Complete experts"),
    "w": Text("Kendall W", "Kendall's W"),
    "chi2": Text("χ²", "χ²"),
    "df": Text("自由度", "df"),
    "p": Text("p", "p"),
    "changed_share": Text("改动评分占比", "Ratings changed"),
    "spearman": Text("与上轮秩相关（收回时）", "Spearman with last round (as collected)"),
    "agreed_items": Text("达成共识项数", "Items agreed on"),
    "mean_cv": Text("平均变异系数", "Mean CV"),
    "ratings_count": Text("评分人数", "Ratings"),
    "mean_rating": Text("均值", "Mean"),
    "median": Text("中位数", "Median"),
    "sd_rating": Text("标准差", "Sd"),
    "cv": Text("变异系数", "CV"),
    "q1": Text("下四分位", "Q1"),
    "q3": Text("上四分位", "Q3"),
    "iqr": Text("四分位距", "IQR"),
    "full": Text("满分率", "Full-score share"),
    "agree": Text("认同率", "Share agreeing"),
    "agreed": Text("共识", "Agreed"),
    "delta_cv": Text("变异系数变化（收回时）", "Change of CV (as collected)"),
    "wilcoxon": Text("Wilcoxon p（收回时）", "Wilcoxon p (as collected)"),
    "screened": Text("界值法（收回时）", "Screening (as collected)"),
    "authority_mean": Text("权威加权均值", "Authority-weighted mean"),
    "mean_share": Text("均值权重", "Weight by mean"),
    "median_share": Text("中位数权重", "Weight by median"),
    "authority_share": Text("权威加权权重", "Weight by authority"),
    "rounded": Text("均值取整", "Mean, rounded"),
    "rank_sum": Text("秩和", "Rank sum"),
    "group": Text("所属指标代码", "Group code"),
    "group_zh": Text("所属指标中文名", "Group, Chinese"),
    "group_en": Text("所属指标英文名", "Group, English"),
    "expert": Text("专家代码", "Expert"),
    "returned_word": Text("回收情况", "Returned?"),
    "familiarity": Text("熟悉程度", "Familiarity"),
    "practice": Text("实践经验", "Practice"),
    "theory": Text("理论分析", "Theory"),
    "literature": Text("国内外文献", "Literature"),
    "intuition": Text("直觉", "Intuition"),
    "received": Text("收回日期", "Received"),
    "kind": Text("类别", "Kind"),
    "item": Text("项目代码", "Item"),
    "text": Text("内容", "Text"),
    "spearman_present": Text("与现行名次 Spearman ρ（生成时）", "Spearman ρ with ranks now (as generated)"),
    "kendall_present": Text("Kendall τ（生成时）", "Kendall τ (as generated)"),
    "rank_changes": Text("名次变动{unit}数", "{Units} that change rank"),
    "changes": Text("变动（现行→本法，生成时）", "Changes (now → this method, as generated)"),
    "index_change": Text("指数变化", "Change of index"),
    "because": Text("主要来自（权重变化 × 得分）", "Mostly from (change of weight × score)"),
    "method_notes": Text("须知", "To know"),
    "compared": Text("已比较", "Compared"),
    "to_compare": Text("应比较", "To compare"),
    "lambda_gm": Text("λmax（几何均值）", "λmax (geometric)"),
    "ri": Text("RI", "RI"),
    "cr_gm": Text("CR（几何均值）", "CR (geometric)"),
    "lambda_max": Text("λmax（特征向量，存档）", "λmax (eigenvector, stored)"),
    "cr_core": Text("CR（特征向量，存档）", "CR (eigenvector, stored)"),
    "pair": Text("比较的两项", "The pair"),
    "said_ratio": Text("所填", "As given"),
    "fitting": Text("相符的值", "Would fit"),
    "factor": Text("相差倍数", "Off by a factor"),
    "gm": Text("几何均值", "Geometric mean"),
    "group_name": Text("所属", "Within"),
    "gm_share": Text("权重（几何均值）", "Weight (geometric)"),
    "eigen_share": Text("权重（特征向量，存档）", "Weight (eigenvector, stored)"),
    "box_base": Text("下四分位（不显示）", "Q1 (not drawn)"),
    "box_low": Text("下四分位至中位数", "Q1 to median"),
    "box_mark": Text("中位数标记", "Mark of the median"),
    "box_high": Text("中位数至上四分位", "Median to Q3"),
}

DELPHI_SETTINGS: dict[str, tuple[Text, Text]] = {
    "format": (Text("格式", "Format"), Text("", "")),
    "code": (Text("研究标记", "Mark of the study"), Text("每份问卷均带此标记", "Every questionnaire has it")),
    "name": (Text("研究名称", "Name"), Text("", "")),
    "scale": (
        Text("评分标度", "Scale"),
        Text("1-5、1-9、0-100 或 budget（分配 100 分）", "1-5, 1-9, 0-100 or budget (of 100 points)"),
    ),
    "level": (Text("评分层级", "Level"), Text("pillar 二级指标；indicator 三级指标", "pillar or indicator")),
    "cv_limit": (Text("变异系数上限", "Limit of the CV"), Text("常用 0.25", "Commonly 0.25")),
    "iqr_limit": (
        Text("四分位距上限（占标度长度）", "Limit of the IQR (part of the scale)"),
        Text("0.25：1–5 标度上为 1", "0.25: one step on a scale from 1 to 5"),
    ),
    "agree_from": (
        Text("认同起点（占标度长度）", "Agreeing from (part of the scale)"),
        Text("0.75：1–5 标度上为 4", "0.75: 4 on a scale from 1 to 5"),
    ),
    "agree_share": (
        Text("认同率下限", "Least share agreeing"),
        Text(
            "75% 为文献中常用值而非定论（Diamond 等 2014）；0 为不用",
            "75 %: usual, no law (Diamond et al. 2014); 0: unused",
        ),
    ),
    "authority_limit": (Text("权威程度下限", "Least authority Cr"), Text("常用 0.70", "Commonly 0.70")),
    "response_limit": (Text("积极系数下限", "Least response rate"), Text("常用 70%", "Commonly 70 %")),
    "change_limit": (
        Text("改动占比上限", "Limit of ratings changed"),
        Text("低于 15% 为稳定（Scheibe 等 1975）", "Stable below 15 % (Scheibe et al. 1975)"),
    ),
    "stability_p": (Text("Wilcoxon 显著性水平", "Level of Wilcoxon's test"), Text("惯例 0.05", "By convention 0.05")),
}
FAMILIARITY_WORDS: dict[str, Text] = {
    "very": Text("很熟悉", "very well"),
    "familiar": Text("熟悉", "well"),
    "fair": Text("一般", "fairly"),
    "little": Text("较不熟悉", "little"),
    "none": Text("不熟悉", "not at all"),
}
INFLUENCE_WORDS: dict[str, Text] = {
    "large": Text("大", "large"),
    "medium": Text("中", "medium"),
    "small": Text("小", "small"),
}
RETURNED_WORDS: dict[str, Text] = {
    "returned": Text("已回收", "returned"),
    "late": Text("迟交", "late"),
    "missing": Text("未回收", "not returned"),
}
REMARK_WORDS: dict[str, Text] = {
    "reason": Text("偏离说明", "reason"),
    "comment": Text("意见", "comment"),
    "proposal": Text("建议增补", "proposal"),
    "general": Text("总体意见", "general"),
}
SCREEN_WORDS: dict[str, Text] = {"keep": Text("保留", "keep"), "drop": Text("剔除", "screened out")}
ROUND_WORD = Text(" 第{0}轮", ", round {0}")
ORIGIN_DELPHI = Text(
    "德尔菲“{study}”第 {round} 轮（{answers}/{asked} 份），{how}，{day}",
    "Delphi “{study}”, round {round} ({answers} of {asked} answers), {how}, {day}",
)
ORIGIN_METHOD = Text("{name}，{day}", "{name}, {day}")
WEIGHING_WORDS: dict[str, Text] = {
    "mean": Text("均值", "mean"),
    "median": Text("中位数", "median"),
    "authority": Text("权威加权均值", "authority-weighted mean"),
}
AHP_VERDICTS: dict[str, Text] = {
    "open": Text("待比较对数：", "Pairs still to compare: "),
    "good": Text("一致性可接受（CR ≤ 0.1）", "consistent enough (CR ≤ 0.1)"),
    "moved": Text(
        "行列次序已变，或两半不互为倒数：请恢复",
        "rows or columns were moved, or the halves contradict each other: put them back",
    ),
    "bad": Text(
        "一致性不足（CR > 0.1），请看下方矛盾最大的比较",
        "not consistent (CR > 0.1): look at the worst pairs below",
    ),
}
WHOLE_NAME = Text("二级指标之间", "Between the pillars")
DELPHI_TITLES: dict[str, Text] = {
    "boxes": Text(
        "各项评分：下四分位至上四分位，黑线为中位数",
        "Ratings per item: from the lower to the upper quartile; the dark line is the median",
    ),
    "path": Text(
        "收敛：平均变异系数、Kendall W、改动评分占比",
        "Convergence: mean CV, Kendall's W, share of ratings changed",
    ),
}
HAND = Text("手工填写", "typed by hand")
FROM_FRAMEWORK = Text("指标体系", "framework")
SCORE_OF: dict[str, Text] = {
    "familiarity": Text("熟悉程度得分：", "Score of familiarity: "),
    "basis": Text("判断依据得分：", "Score of basis: "),
}
SCORE_HELP = Text("各研究取值不一，可改", "Studies differ; may be changed")


def level_word(level: str, language: Language) -> str:
    """Return the word for a level of familiarity; one that a study made up itself is its own word."""
    return FAMILIARITY_WORDS.get(level, Text(level, level)).of(language)


def level_code(text: str, levels: Iterable[str]) -> str | None:
    """Return the level that a word stands for, in either language; None if it is none of the study's."""
    folded = text.strip().lower()
    for level in levels:
        if folded in {word.lower() for word in (level, *FAMILIARITY_WORDS.get(level, Text(level, level)).both)}:
            return level
    return None
