"""Words for methods of weighting: names, notes, why one gives nothing, how far data can bear weights."""

from collections.abc import Sequence

from flowxl.core.weighting.common import Note, WeightsError
from flowxl.core.weighting.compare import Reliability
from flowxl.voice.text import Language
from flowxl.workbook import texts
from flowxl.workbook.methods_compared import ADD, GAME, INDICATOR, TIMES, Compared, LacksError, parts

Pair = tuple[str, str]
NAMES: dict[str, Pair] = {
    "present": ("现行权重", "Weights now"),
    "equal": ("等权", "Equal"),
    "entropy": ("熵权", "Entropy"),
    "critic": ("CRITIC", "CRITIC"),
    "deviation": ("标准差法", "Standard deviation"),
    "principal": ("主成分（旋转因子）", "PCA (rotated factors)"),
    "first_component": ("第一主成分", "First component"),
    "delphi": ("德尔菲（均值）", "Delphi (mean)"),
    "delphi_median": ("德尔菲（中位数）", "Delphi (median)"),
    "delphi_authority": ("德尔菲（权威加权）", "Delphi (by authority)"),
    "ahp": ("层次分析", "AHP"),
}
INSIDE: Pair = ("{name}，三级指标", "{name}, indicators")
GAME_NAME: Pair = ("博弈组合：{names}", "Game-theoretic: {names}")
NOTES: dict[str, Pair] = {
    "constant": ("{items}在各城市间无差异，权重为 0", "{items}: the same in every city, so weight 0"),
    "incomplete": ("{items}有缺，缺项城市未参与计算", "{items}: gaps; cities that lack them were left out"),
    "components_added": ("为使累计贡献超过 60% 另取了主成分", "further components kept to explain more than 60 %"),
    "components_tied": ("特征值相同的主成分一并保留", "components with an equal eigenvalue kept as well"),
    "factor_tied": (
        "{items}在两个因子上载荷相同，取贡献大者",
        "{items}: load equally on two factors; the larger was taken",
    ),
    "not_counting": ("{items}未计入，权重为 0", "{items}: do not count, weight 0"),
    "few_cities": ("城市过少", "few cities"),
    "rank_deficient": ("各项线性相关", "items depend on each other"),
    "incomplete_matrix": ("比较未填全，按 Harker（1987）估计，不给 CR", "blanks: after Harker (1987), without a CR"),
    "outside_scale": ("有比较值超出 1/9–9", "comparisons beyond 1/9 to 9"),
    "singular": (
        "所组合的权重线性相关，取最小平方解",
        "the combined weights depend on each other; least squares taken",
    ),
    "negative_share": ("组合系数有负，取绝对值", "a negative coefficient; its size was taken"),
}
REASONS: dict[str, Pair] = {
    "no_study": ("本簿没有涵盖全部项目的德尔菲评分", "the book has no Delphi ratings of all items"),
    "no_authority": (
        "有评分的专家未答熟悉程度或判断依据，无权威程度",
        "an expert who rated has no authority: familiarity or a basis was left out",
    ),
    "no_pairs": ("本簿没有这些项目的两两比较", "the book has no pairwise comparisons of these items"),
    "no_items": ("没有计入的项目", "no item counts"),
    "not_finite": ("有无穷大的数", "infinite values"),
    "too_few_cities": (
        "数据齐全的城市不足 {needed} 个（{complete} / {cities}）",
        "fewer than {needed} cities have every item ({complete} of {cities})",
    ),
    "all_constant": ("各项在城市间均无差异", "every item is the same in all cities"),
    "no_conflict": (
        "有差异的各项完全相关，CRITIC 无解",
        "all items that vary are perfectly correlated: CRITIC has no answer",
    ),
    "components_out_of_range": ("主成分个数超出范围", "number of components out of range"),
    "first_component_tied": (
        "最大的两个特征值相同，没有“第一”主成分",
        "the two largest eigenvalues are equal: no component is the first",
    ),
    "rotation_failed": ("因子旋转未收敛", "the rotation did not settle"),
    "disconnected": ("两两比较未连成一体，请补填", "the comparisons fall into parts that nothing joins; fill in more"),
    "not_reciprocal": ("比较值不互为倒数", "comparisons are not reciprocal"),
    "no_overlap": ("两种权重没有共同的非零项，或计入项目权重全为 0", "no item has weight in both, or none that counts"),
}
OTHER: Pair = ("无法计算（{code}）", "cannot be computed ({code})")
GROUP: Pair = ("{name}：", "{name}: ")
SEPARATOR: Pair = ("；", "; ")
LIST: Pair = ("、", ", ")
MOST_ITEMS = 3
RELIABILITY: Pair = (
    "数据驱动的权重依据 {complete} 个城市、{items} 个二级指标，协方差矩阵的秩为 {rank}。",
    "Data-driven weights rest on {complete} cities and {items} pillars; the rank of the covariance is {rank}.",
)
UNRELIABLE: Pair = (
    "城市少于指标数的 3 倍（Grossman 等 1991）：换一批城市，熵权、CRITIC、主成分等权重就可能大变，不宜单独作为依据。",
    "Fewer than 3 cities per pillar (Grossman et al. 1991): with other cities entropy, CRITIC or PCA may change "
    "a lot; do not rest on them alone.",
)
UNCHANGED: Pair = ("名次不变", "no rank changes")


def method_name(code: str, language: Language) -> str:
    """Return what a method is called.

    >>> method_name("delphi*entropy", "en"), method_name("entropy@indicator", "zh")
    ('Delphi (mean) × Entropy', '熵权，三级指标')
    """
    names = [texts.pick(NAMES[part], language) for part in parts(code)]
    if code.endswith(INDICATOR):
        return texts.pick(INSIDE, language).format(name=names[0])
    if code.startswith(GAME):
        return texts.pick(GAME_NAME, language).format(names=texts.pick(LIST, language).join(names))
    sign = {ADD: " + ", TIMES: " × "}[ADD if ADD in code else TIMES]
    return sign.join(names)


def told(found: Compared, items: Sequence[str], language: Language) -> str:
    """Return what is to be known about a method: why it gives nothing, or its notes; ``items`` are names."""
    if found.reason is not None:
        return reason_words(found.reason, items, language)
    return notes_words(found.notes, items, language)


def notes_words(notes: Sequence[Note], items: Sequence[str], language: Language) -> str:
    """Return notes in words; ``items`` are the names that their positions mean."""
    together: dict[str, list[int]] = {}
    for note in notes:
        together.setdefault(note.code, []).extend(note.items)
    said = (
        texts.pick(NOTES[code], language).format(items=_named(at, items, language)) for code, at in together.items()
    )
    return texts.pick(SEPARATOR, language).join(said)


def _named(positions: Sequence[int], items: Sequence[str], language: Language) -> str:
    names = [items[n] for n in positions if n < len(items)]
    more = (
        texts.pick(("等 {0} 项", " and so on, {0} in all"), language).format(len(names))
        if len(names) > MOST_ITEMS
        else ""
    )
    return texts.pick(LIST, language).join(names[:MOST_ITEMS]) + more


def reason_words(reason: WeightsError | LacksError, items: Sequence[str], language: Language) -> str:
    """Return why a method gives nothing."""
    if isinstance(reason, LacksError):
        return texts.pick(REASONS[reason.code], language)
    pair = REASONS.get(reason.code, (OTHER[0].format(code=reason.code), OTHER[1].format(code=reason.code)))
    text = texts.pick(pair, language).format(**reason.numbers)
    where = reason.numbers.get("items")
    if isinstance(where, tuple) and where:
        text += texts.pick(("：", ": "), language) + _named([n for n in where if isinstance(n, int)], items, language)
    return text


def reliability_words(data: Reliability, language: Language) -> str:
    """Say how far data can bear weights."""
    said = texts.pick(RELIABILITY, language).format(complete=data.complete, items=data.items, rank=data.rank)
    space = "" if language == "zh" else " "
    return said + (space + texts.pick(UNRELIABLE, language) if data.notes else "")
