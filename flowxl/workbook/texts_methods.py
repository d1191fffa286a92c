"""Words for methods of weighting: names, notes, why one gives nothing, how far data can bear weights."""

from collections.abc import Sequence

from flowxl.core.weighting.common import Note, WeightsError
from flowxl.core.weighting.compare import Reliability
from flowxl.voice.text import Language, Text
from flowxl.voice.unit import Unit
from flowxl.workbook.methods_compared import ADD, GAME, INDICATOR, TIMES, Compared, LacksError, parts

NAMES: dict[str, Text] = {
    "present": Text("现行权重", "Weights now"),
    "equal": Text("等权", "Equal"),
    "entropy": Text("熵权", "Entropy"),
    "critic": Text("CRITIC", "CRITIC"),
    "deviation": Text("标准差法", "Standard deviation"),
    "principal": Text("主成分（旋转因子）", "PCA (rotated factors)"),
    "first_component": Text("第一主成分", "First component"),
    "delphi": Text("德尔菲（均值）", "Delphi (mean)"),
    "delphi_median": Text("德尔菲（中位数）", "Delphi (median)"),
    "delphi_authority": Text("德尔菲（权威加权）", "Delphi (by authority)"),
    "ahp": Text("层次分析", "AHP"),
}
INSIDE = Text("{name}，三级指标", "{name}, indicators")
GAME_NAME = Text("博弈组合：{names}", "Game-theoretic: {names}")
NOTES: dict[str, Text] = {
    "constant": Text("{items}在各{unit}间无差异，权重为 0", "{items}: the same in every {unit}, so weight 0"),
    "incomplete": Text("{items}有缺，缺项{unit}未参与计算", "{items}: gaps; {units} that lack them were left out"),
    "components_added": Text("为使累计贡献超过 60% 另取了主成分", "further components kept to explain more than 60 %"),
    "components_tied": Text("特征值相同的主成分一并保留", "components with an equal eigenvalue kept as well"),
    "factor_tied": Text(
        "{items}在两个因子上载荷相同，取贡献大者",
        "{items}: load equally on two factors; the larger was taken",
    ),
    "not_counting": Text("{items}未计入，权重为 0", "{items}: do not count, weight 0"),
    "few_cities": Text("{unit}过少", "few {units}"),
    "rank_deficient": Text("各项线性相关", "items depend on each other"),
    "incomplete_matrix": Text(
        "比较未填全，按 Harker（1987）估计，不给 CR", "blanks: after Harker (1987), without a CR"
    ),
    "outside_scale": Text("有比较值超出 1/9–9", "comparisons beyond 1/9 to 9"),
    "singular": Text(
        "所组合的权重线性相关，取最小平方解",
        "the combined weights depend on each other; least squares taken",
    ),
    "negative_share": Text("组合系数有负，取绝对值", "a negative coefficient; its size was taken"),
}
REASONS: dict[str, Text] = {
    "no_study": Text("本簿没有涵盖全部项目的德尔菲评分", "the book has no Delphi ratings of all items"),
    "no_authority": Text(
        "有评分的专家未答熟悉程度或判断依据，无权威程度",
        "an expert who rated has no authority: familiarity or a basis was left out",
    ),
    "no_pairs": Text("本簿没有这些项目的两两比较", "the book has no pairwise comparisons of these items"),
    "no_items": Text("没有计入的项目", "no item counts"),
    "not_finite": Text("有无穷大的数", "infinite values"),
    "too_few_cities": Text(
        "数据齐全的{unit}不足 {needed} 个（{complete} / {cities}）",
        "fewer than {needed} {units} have every item ({complete} of {cities})",
    ),
    "all_constant": Text("各项在{unit}间均无差异", "every item is the same in all {units}"),
    "no_conflict": Text(
        "有差异的各项完全相关，CRITIC 无解",
        "all items that vary are perfectly correlated: CRITIC has no answer",
    ),
    "components_out_of_range": Text("主成分个数超出范围", "number of components out of range"),
    "first_component_tied": Text(
        "最大的两个特征值相同，没有“第一”主成分",
        "the two largest eigenvalues are equal: no component is the first",
    ),
    "rotation_failed": Text("因子旋转未收敛", "the rotation did not settle"),
    "disconnected": Text(
        "两两比较未连成一体，请补填", "the comparisons fall into parts that nothing joins; fill in more"
    ),
    "not_reciprocal": Text("比较值不互为倒数", "comparisons are not reciprocal"),
    "no_overlap": Text(
        "两种权重没有共同的非零项，或计入项目权重全为 0", "no item has weight in both, or none that counts"
    ),
}
OTHER = Text("无法计算（{code}）", "cannot be computed ({code})")
GROUP = Text("{name}：", "{name}: ")
SEPARATOR = Text("；", "; ")
LIST = Text("、", ", ")
MOST_ITEMS = 3
RELIABILITY = Text(
    "数据驱动的权重依据 {complete} 个{unit}、{items} 个二级指标，协方差矩阵的秩为 {rank}。",
    "Data-driven weights rest on {complete} {units} and {items} pillars; the rank of the covariance is {rank}.",
)
UNRELIABLE = Text(
    "{unit}少于指标数的 3 倍（Grossman 等 1991）：换一批{unit}，熵权、CRITIC、主成分等权重就可能大变，"
    "不宜单独作为依据。",
    "Fewer than 3 {units} per pillar (Grossman et al. 1991): with other {units} entropy, CRITIC or PCA may change "
    "a lot; do not rest on them alone.",
)
UNCHANGED = Text("名次不变", "no rank changes")


def method_name(code: str, language: Language) -> str:
    """Return what a method is called.

    >>> method_name("delphi*entropy", "en"), method_name("entropy@indicator", "zh")
    ('Delphi (mean) × Entropy', '熵权，三级指标')
    """
    names = [NAMES[part].of(language) for part in parts(code)]
    if code.endswith(INDICATOR):
        return INSIDE.say(language, name=names[0])
    if code.startswith(GAME):
        return GAME_NAME.say(language, names=LIST.of(language).join(names))
    sign = {ADD: " + ", TIMES: " × "}[ADD if ADD in code else TIMES]
    return sign.join(names)


def told(found: Compared, items: Sequence[str], language: Language, unit: Unit) -> str:
    """Return what is to be known about a method: why it gives nothing, or its notes; ``items`` are names."""
    if found.reason is not None:
        return reason_words(found.reason, items, language, unit)
    return notes_words(found.notes, items, language, unit)


def notes_words(notes: Sequence[Note], items: Sequence[str], language: Language, unit: Unit) -> str:
    """Return notes in words; ``items`` are the names that their positions mean."""
    together: dict[str, list[int]] = {}
    for note in notes:
        together.setdefault(note.code, []).extend(note.items)
    said = (unit.named(NOTES[code]).say(language, items=_named(at, items, language)) for code, at in together.items())
    return SEPARATOR.of(language).join(said)


def _named(positions: Sequence[int], items: Sequence[str], language: Language) -> str:
    names = [items[n] for n in positions if n < len(items)]
    more = Text("等 {0} 项", " and so on, {0} in all").say(language, len(names)) if len(names) > MOST_ITEMS else ""
    return LIST.of(language).join(names[:MOST_ITEMS]) + more


def reason_words(reason: WeightsError | LacksError, items: Sequence[str], language: Language, unit: Unit) -> str:
    """Return why a method gives nothing."""
    if isinstance(reason, LacksError):
        return unit.named(REASONS[reason.code]).of(language)
    text = unit.named(REASONS.get(reason.code, OTHER)).say(language, **{"code": reason.code, **reason.numbers})
    where = reason.numbers.get("items")
    if isinstance(where, tuple) and where:
        text += Text("：", ": ").of(language) + _named([n for n in where if isinstance(n, int)], items, language)
    return text


def reliability_words(data: Reliability, language: Language, unit: Unit) -> str:
    """Say how far data can bear weights."""
    said = unit.named(RELIABILITY).say(language, complete=data.complete, items=data.items, rank=data.rank)
    space = "" if language == "zh" else " "
    return said + (space + unit.named(UNRELIABLE).of(language) if data.notes else "")
