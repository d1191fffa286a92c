"""What the commands say, in Chinese and English; names of checks and fields come from the workbook's own texts."""

from flowxl.core.result import Coverage
from flowxl.voice.text import Language, Text

WORDS: dict[str, Text] = {
    "weight": Text("权重", "Weight"),
    "pillar": Text("二级指标", "Pillar"),
    "city": Text("{unit}", "{Unit}"),
    "index": Text("指数", "Index"),
    "rank": Text("名次", "Rank"),
    "coverage": Text(
        "计入 {0} / {1} 个二级指标，权重 {2:g} / {3:g}，{4} / {5} 个三级指标",
        "{0} of {1} pillars, weight {2:g} of {3:g}, {4} of {5} indicators",
    ),
    "built": Text(
        "已写入 {path}：{indicators} 个指标，{cities} 个{unit}，{first}–{last} 年。",
        "Wrote {path}: {indicators} indicators, {cities} {units}, {first}–{last}.",
    ),
    "replaced": Text("原文件备份为 {backup}。", "The file as it was: {backup}."),
    "current": Text("{path} 已是最新，未作改动。", "{path} is up to date; nothing was changed."),
    "synthetic": Text("SYNTHETIC 合成数据，并非真实统计数字。", "SYNTHETIC: these are no real figures."),
    "wrote": Text("已写入 {path}。", "Wrote {path}."),
    "no_index": Text("{city}：没有指数，缺少 {pillars}。", "{city}: no index, it lacks {pillars}."),
    "scaled": Text(
        "{city}：按其余二级指标放大，缺少 {pillars}。", "{city}: scaled up from the rest, it lacks {pillars}."
    ),
    "nothing": Text("没有一个二级指标计入，因此没有指数。", "No pillar counts, so there is no index."),
    "left_out": Text("整项略去的二级指标：{names}。", "Pillars left out for all {units}: {names}."),
    "amber": Text(
        "* 该得分所依据的指标不足该项的 {share:.0%}。",
        "* rests on less than {share:.0%} of the pillar's indicators.",
    ),
    "constant": Text(
        "{unit}间无差异、得中性分的指标：{names}。", "Indicators equal in all {units} (neutral score): {names}."
    ),
    "unusable": Text("{count} 个单元格无法使用，按空缺处理：", "{count} cell(s) cannot be used and count as missing:"),
    "remarks": Text(
        "数据备注中有 {count} 处无法采用（数值照常计入）：",
        "{count} remark(s) cannot be used; the figures count all the same:",
    ),
    "weighting": Text(
        "权重依据（德尔菲、层次分析）中有 {count} 处无法使用（指数照常计算，但在改正前不能更新工作簿）：",
        "{count} item(s) behind the weights cannot be used; the index is computed; correct them before a roll:",
    ),
    "differ": Text(
        "文件中的公式结果与计算结果不同，共 {count} 处：",
        "{count} result(s) in the file differ from what was computed:",
    ),
    "not_computed": Text(
        "文件中的公式从未计算过，各表没有数值；这里的结果由填报的数字算出：",
        "The formulas in the file were never computed, so its sheets show nothing; the result is that of its figures:",
    ),
    "notes": Text("备注 {count} 条：", "{count} note(s):"),
    "verdict": Text("结论", "Verdict"),
    "check": Text("检查项", "Check"),
    "found": Text("发现", "Found"),
    "items": Text("所在", "Where"),
    "advice": Text("怎么办", "What to do"),
    "more": Text("等 {count} 项", "… {count} in all"),
    "fixed": Text(
        "已修正 {count} 处，写入 {path}（数值由表格程序打开时重算）：",
        "Repaired {count} cell(s) in {path}; a spreadsheet program recalculates it on opening:",
    ),
    "nothing_to_fix": Text(
        "没有可以确定修正的内容；副本为 {path}。",
        "Nothing could be repaired with certainty; the copy is {path}.",
    ),
    "kept_formulas": Text(
        "填报格中有 {count} 个公式，暂按原有结果计；由表格程序打开并保存后更新。",
        "{count} formula(s) in cells for figures keep the value they had until a spreadsheet program saves the copy.",
    ),
    "code": Text("代码", "Code"),
    "name": Text("名称", "Name"),
    "printed": Text("论文", "Printed"),
    "computed": Text("计算", "Computed"),
    "difference": Text("差异", "Difference"),
    "tolerance": Text("容差", "Tolerance"),
    "verdict_ok": Text("相符", "agrees"),
    "verdict_explained": Text("见下", "see below"),
    "verdict_off": Text("不符", "differs"),
    "scores": Text("表3 各指标均值 → 表2 交通流得分", "Table 3, means of indicators → Table 2, row '交通流'"),
    "indices": Text("表2 得分 → 指数", "Table 2, scores → index"),
    "sums": Text("表2 各二级指标在城市间的合计", "Table 2, sum of each pillar over the cities"),
    "readings": Text("杭州“现代信息流”得分的两种读法", "Two readings of the score of '杭州' in '现代信息流'"),
    "reading": Text("读法", "Reading"),
    "kept": Text("照印数：有缺失值", "as printed: values were missing"),
    "slip": Text("印误：合计应为零", "a slip: the sum should be zero"),
    "score": Text("得分", "Score"),
    "pillar_sum": Text("该项合计", "Sum of the pillar"),
    "printed_index": Text("论文指数", "Printed index"),
    "reproduced": Text("指数相符", "Index agrees"),
    "summary": Text(
        "与表2的最大偏差：指数 {index:.4f}，交通流 {score:.4f}。",
        "Largest deviation from Table 2: index {index:.4f}, row '交通流' {score:.4f}.",
    ),
    "agrees": Text("全部在四舍五入容许的范围之内。", "Everything is within what rounding allows."),
    "differs": Text("有数值超出四舍五入容许的范围。", "Some figures are further off than rounding allows."),
}


def coverage_sentence(coverage: Coverage, language: Language) -> str:
    """Say how much of the framework stands behind the index."""
    c = coverage
    return WORDS["coverage"].say(
        language, c.pillars, c.of_pillars, c.weight, c.of_weight, c.indicators, c.of_indicators
    )
