"""Texts of the sheets on weights: Delphi, pairwise comparison, comparison of methods."""

from collections.abc import Iterable

from flowxl.voice.text import Language

Pair = tuple[str, str]


FIELDS: dict[str, Pair] = {
    "origin": ("权重来源", "Where the weight is from"),
    "stored_origin": ("生成时来源", "Origin as generated"),
    "round": ("轮次", "Round"),
    "sent": ("发出日期", "Sent"),
    "asked": ("发出份数", "Asked"),
    "returned": ("回收份数", "Returned"),
    "response": ("积极系数", "Response rate"),
    "ca": ("判断依据 Ca", "Basis Ca"),
    "cs": ("熟悉程度 Cs", "Familiarity Cs"),
    "cr": ("权威程度 Cr", "Authority Cr"),
    "experts_used": ("答全专家数", "Complete experts"),
    "w": ("Kendall W", "Kendall's W"),
    "chi2": ("χ²", "χ²"),
    "df": ("自由度", "df"),
    "p": ("p", "p"),
    "changed_share": ("改动评分占比", "Ratings changed"),
    "spearman": ("与上轮秩相关（收回时）", "Spearman with last round (as collected)"),
    "agreed_items": ("达成共识项数", "Items agreed on"),
    "mean_cv": ("平均变异系数", "Mean CV"),
    "ratings_count": ("评分人数", "Ratings"),
    "mean_rating": ("均值", "Mean"),
    "median": ("中位数", "Median"),
    "sd_rating": ("标准差", "Sd"),
    "cv": ("变异系数", "CV"),
    "q1": ("下四分位", "Q1"),
    "q3": ("上四分位", "Q3"),
    "iqr": ("四分位距", "IQR"),
    "full": ("满分率", "Full-score share"),
    "agree": ("认同率", "Share agreeing"),
    "agreed": ("共识", "Agreed"),
    "delta_cv": ("变异系数变化（收回时）", "Change of CV (as collected)"),
    "wilcoxon": ("Wilcoxon p（收回时）", "Wilcoxon p (as collected)"),
    "screened": ("界值法（收回时）", "Screening (as collected)"),
    "authority_mean": ("权威加权均值", "Authority-weighted mean"),
    "mean_share": ("均值权重", "Weight by mean"),
    "median_share": ("中位数权重", "Weight by median"),
    "authority_share": ("权威加权权重", "Weight by authority"),
    "rounded": ("均值取整", "Mean, rounded"),
    "rank_sum": ("秩和", "Rank sum"),
    "group": ("所属指标代码", "Group code"),
    "group_zh": ("所属指标中文名", "Group, Chinese"),
    "group_en": ("所属指标英文名", "Group, English"),
    "expert": ("专家代码", "Expert"),
    "returned_word": ("回收情况", "Returned?"),
    "familiarity": ("熟悉程度", "Familiarity"),
    "practice": ("实践经验", "Practice"),
    "theory": ("理论分析", "Theory"),
    "literature": ("国内外文献", "Literature"),
    "intuition": ("直觉", "Intuition"),
    "received": ("收回日期", "Received"),
    "kind": ("类别", "Kind"),
    "item": ("项目代码", "Item"),
    "text": ("内容", "Text"),
    "spearman_present": ("与现行名次 Spearman ρ（生成时）", "Spearman ρ with ranks now (as generated)"),
    "kendall_present": ("Kendall τ（生成时）", "Kendall τ (as generated)"),
    "rank_changes": ("名次变动城市数", "Cities that change rank"),
    "changes": ("变动（现行→本法，生成时）", "Changes (now → this method, as generated)"),
    "index_change": ("指数变化", "Change of index"),
    "because": ("主要来自（权重变化 × 得分）", "Mostly from (change of weight × score)"),
    "method_notes": ("须知", "To know"),
    "compared": ("已比较", "Compared"),
    "to_compare": ("应比较", "To compare"),
    "lambda_gm": ("λmax（几何均值）", "λmax (geometric)"),
    "ri": ("RI", "RI"),
    "cr_gm": ("CR（几何均值）", "CR (geometric)"),
    "lambda_max": ("λmax（特征向量，存档）", "λmax (eigenvector, stored)"),
    "cr_core": ("CR（特征向量，存档）", "CR (eigenvector, stored)"),
    "pair": ("比较的两项", "The pair"),
    "said_ratio": ("所填", "As given"),
    "fitting": ("相符的值", "Would fit"),
    "factor": ("相差倍数", "Off by a factor"),
    "gm": ("几何均值", "Geometric mean"),
    "group_name": ("所属", "Within"),
    "gm_share": ("权重（几何均值）", "Weight (geometric)"),
    "eigen_share": ("权重（特征向量，存档）", "Weight (eigenvector, stored)"),
    "box_base": ("下四分位（不显示）", "Q1 (not drawn)"),
    "box_low": ("下四分位至中位数", "Q1 to median"),
    "box_mark": ("中位数标记", "Mark of the median"),
    "box_high": ("中位数至上四分位", "Median to Q3"),
}

DELPHI_SETTINGS: dict[str, tuple[Pair, Pair]] = {
    "format": (("格式", "Format"), ("", "")),
    "code": (("研究标记", "Mark of the study"), ("每份问卷均带此标记", "Every questionnaire has it")),
    "name": (("研究名称", "Name"), ("", "")),
    "scale": (
        ("评分标度", "Scale"),
        ("1-5、1-9、0-100 或 budget（分配 100 分）", "1-5, 1-9, 0-100 or budget (of 100 points)"),
    ),
    "level": (("评分层级", "Level"), ("pillar 二级指标；indicator 三级指标", "pillar or indicator")),
    "cv_limit": (("变异系数上限", "Limit of the CV"), ("常用 0.25", "Commonly 0.25")),
    "iqr_limit": (
        ("四分位距上限（占标度长度）", "Limit of the IQR (part of the scale)"),
        ("0.25：1–5 标度上为 1", "0.25: one step on a scale from 1 to 5"),
    ),
    "agree_from": (
        ("认同起点（占标度长度）", "Agreeing from (part of the scale)"),
        ("0.75：1–5 标度上为 4", "0.75: 4 on a scale from 1 to 5"),
    ),
    "agree_share": (
        ("认同率下限", "Least share agreeing"),
        (
            "75% 为文献中常用值而非定论（Diamond 等 2014）；0 为不用",
            "75 %: usual, no law (Diamond et al. 2014); 0: unused",
        ),
    ),
    "authority_limit": (("权威程度下限", "Least authority Cr"), ("常用 0.70", "Commonly 0.70")),
    "response_limit": (("积极系数下限", "Least response rate"), ("常用 70%", "Commonly 70 %")),
    "change_limit": (
        ("改动占比上限", "Limit of ratings changed"),
        ("低于 15% 为稳定（Scheibe 等 1975）", "Stable below 15 % (Scheibe et al. 1975)"),
    ),
    "stability_p": (("Wilcoxon 显著性水平", "Level of Wilcoxon's test"), ("惯例 0.05", "By convention 0.05")),
}
FAMILIARITY_WORDS: dict[str, Pair] = {
    "very": ("很熟悉", "very well"),
    "familiar": ("熟悉", "well"),
    "fair": ("一般", "fairly"),
    "little": ("较不熟悉", "little"),
    "none": ("不熟悉", "not at all"),
}
INFLUENCE_WORDS: dict[str, Pair] = {"large": ("大", "large"), "medium": ("中", "medium"), "small": ("小", "small")}
RETURNED_WORDS: dict[str, Pair] = {
    "returned": ("已回收", "returned"),
    "late": ("迟交", "late"),
    "missing": ("未回收", "not returned"),
}
REMARK_WORDS: dict[str, Pair] = {
    "reason": ("偏离说明", "reason"),
    "comment": ("意见", "comment"),
    "proposal": ("建议增补", "proposal"),
    "general": ("总体意见", "general"),
}
SCREEN_WORDS: dict[str, Pair] = {"keep": ("保留", "keep"), "drop": ("剔除", "screened out")}
ROUND_WORD: Pair = (" 第{0}轮", ", round {0}")
ORIGIN_DELPHI: Pair = (
    "德尔菲“{study}”第 {round} 轮（{answers}/{asked} 份），{how}，{day}",
    "Delphi “{study}”, round {round} ({answers} of {asked} answers), {how}, {day}",
)
ORIGIN_METHOD: Pair = ("{name}，{day}", "{name}, {day}")
WEIGHING_WORDS: dict[str, Pair] = {
    "mean": ("均值", "mean"),
    "median": ("中位数", "median"),
    "authority": ("权威加权均值", "authority-weighted mean"),
}
AHP_VERDICTS: dict[str, Pair] = {
    "open": ("待比较对数：", "Pairs still to compare: "),
    "good": ("一致性可接受（CR ≤ 0.1）", "consistent enough (CR ≤ 0.1)"),
    "moved": (
        "行列次序已变，或两半不互为倒数：请恢复",
        "rows or columns were moved, or the halves contradict each other: put them back",
    ),
    "bad": (
        "一致性不足（CR > 0.1），请看下方矛盾最大的比较",
        "not consistent (CR > 0.1): look at the worst pairs below",
    ),
}
WHOLE_NAME: Pair = ("二级指标之间", "Between the pillars")
DELPHI_TITLES: dict[str, Pair] = {
    "boxes": (
        "各项评分：下四分位至上四分位，黑线为中位数",
        "Ratings per item: from the lower to the upper quartile; the dark line is the median",
    ),
    "path": (
        "收敛：平均变异系数、Kendall W、改动评分占比",
        "Convergence: mean CV, Kendall's W, share of ratings changed",
    ),
}
HAND: Pair = ("手工填写", "typed by hand")
FROM_FRAMEWORK: Pair = ("指标体系", "framework")
SCORE_OF: dict[str, Pair] = {
    "familiarity": ("熟悉程度得分：", "Score of familiarity: "),
    "basis": ("判断依据得分：", "Score of basis: "),
}
SCORE_HELP: Pair = ("各研究取值不一，可改", "Studies differ; may be changed")


def level_word(level: str, language: Language) -> str:
    """Return the word for a level of familiarity; one that a study made up itself is its own word."""
    zh, en = FAMILIARITY_WORDS.get(level, (level, level))
    return zh if language == "zh" else en


def level_code(text: str, levels: Iterable[str]) -> str | None:
    """Return the level that a word stands for, in either language; None if it is none of the study's."""
    folded = text.strip().lower()
    for level in levels:
        if folded in {word.lower() for word in (level, *FAMILIARITY_WORDS.get(level, ()))}:
            return level
    return None
