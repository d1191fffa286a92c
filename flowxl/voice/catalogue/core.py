"""What the core says: settings, weights, figures and ratings that cannot be used."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

_FOUND = Text("现为 {found!r}", "{found!r}")
_SHAPE = Text("形状为 {shape}", "shape {shape}")

FAULTS: dict[str, Entry] = {
    "setting.window": Entry(
        _FOUND,
        Text("起始年份不晚于终止年份，均在 1 至 9999 之间", "a first year not after the last, from 1 to 9999"),
    ),
    "setting.choice": Entry(_FOUND, Text("{known:or}", "{known:or}")),
    "setting.share": Entry(_FOUND, Text("大于 0 且不大于 1 的比例", "a share above 0 and up to 1")),
    "setting.from_nought": Entry(_FOUND, Text("0 至 {largest:g}", "0 to {largest:g}")),
    "setting.factor": Entry(_FOUND, Text("大于 1 且不超过 {largest:g} 的倍数", "a factor above 1, up to {largest:g}")),
    "setting.size": Entry(_FOUND, Text("绝对值不超过 {largest:g} 的数", "a number up to {largest:g}")),
    "setting.above_nought": Entry(
        _FOUND, Text("大于 0 且不超过 {largest:g} 的数", "a number above 0, up to {largest:g}")
    ),
    "weights": Entry(_SHAPE, Text("形状 {expected}", "{expected}")),
    "weight.above_nought": Entry(
        Text("现为 {found}", "{found}"), Text("大于 0 的数（{range}）", "a number above 0 ({range})")
    ),
    "weight.from_nought": Entry(
        Text("现为 {found}", "{found}"), Text("不小于 0 的数（{range}）", "a number from 0 ({range})")
    ),
    "weight.all_nought": Entry(Text("全部为 0", "0 for all"), Text("至少一个大于 0", "one above 0")),
    "too_large": Entry(
        Text("均值过大", "a mean that is too large"),
        Text("可以计算的数据（{range}）", "figures that can be computed with ({range})"),
    ),
    "delphi_setting.no_scores": Entry(
        Text("没有分值", "no scores"),
        Text("影响程度大、中、小各有分值", "a score at large, medium and small influence"),
    ),
    "delphi_setting.share": Entry(Text("现为 {found}", "{found}"), Text("0 至 1 的数", "a number from 0 to 1")),
    "delphi_level": Entry(Text("现为{found!r}", "{found!r}"), Text("{known} 之一", "one of {known}")),
    "delphi_rating.whole": Entry(
        Text("评分为 {found:g}", "{found:g}"),
        Text("{low:g} 至 {high:g} 的整数", "a whole number from {low:g} to {high:g}"),
    ),
    "delphi_rating.any": Entry(
        Text("评分为 {found:g}", "{found:g}"), Text("{low:g} 至 {high:g} 的数", "a number from {low:g} to {high:g}")
    ),
    "delphi_authority": Entry(
        Text("没有权威系数（Cr）", "no Cr"),
        Text("熟悉程度和四项判断依据均已填写", "familiarity and all four bases"),
    ),
    "delphi_unrated": Entry(Text("没有有效评分", "no rating that counts"), Text("至少一个", "at least one")),
    "delphi_weight": Entry(Text("评分全部为 0", "only ratings of 0"), Text("至少一个大于 0", "one above 0")),
}

MESSAGES: dict[str, Text] = {
    "range": Text("0，或绝对值在 {smallest:g} 至 {largest:g} 之间", "0, or {smallest:g} to {largest:g} in size"),
    "core.settings": Text("设置无法使用。", "The settings cannot be used."),
    "core.weights": Text("权重无法使用。", "The weights cannot be used."),
    "core.figures": Text("数据无法使用。", "The figures cannot be used."),
    "core.self_assessments": Text("专家自评无法计分。", "The self-assessments cannot be scored."),
    "core.delphi_settings": Text("德尔菲设置无法使用。", "The settings of the Delphi study cannot be used."),
    "core.ratings": Text("第 {round} 轮的评分无法使用。", "Ratings of round {round} cannot be used."),
    "core.no_authority": Text(
        "按权威系数加权，要求每位评分专家都有权威系数（Cr）。",
        "Weights by authority need the Cr of everyone who rated.",
    ),
    "core.no_weights": Text("本轮评分得不出权重。", "The round gives no weights."),
    "place.weights": Text("权重", "weights"),
    "place.weight_of": Text("{code} 的权重", "weight of {code}"),
    "place.indicator_weights": Text("三级指标的权重", "weights of indicators"),
    "place.counting_weights": Text("{code} 中参与计算的三级指标的权重", "weights of the counting indicators of {code}"),
    "place.indicator": Text("指标 {code}", "indicator {code}"),
    "place.expert": Text("专家 {expert}", "expert {expert}"),
    "place.expert_part": Text("专家 {expert}，{part}", "expert {expert}, {part}"),
    "place.expert_item": Text("专家 {expert}，条目 {item}", "expert {expert}, item {item}"),
    "part.familiarity": Text("熟悉程度", "familiarity"),
    "part.practice": Text("实践经验", "practice"),
    "part.theory": Text("理论分析", "theory"),
    "part.literature": Text("国内外文献", "literature"),
    "part.intuition": Text("直觉", "intuition"),
    "place.item": Text("条目 {item}", "item {item}"),
    "place.group": Text("组 {group}", "group {group}"),
    "weights_error": Text("无法计算权重（{code}）：{reason}", "Weights cannot be computed ({code}): {reason}"),
    "weights_error.numbers": Text("{error}。{numbers}", "{error}. {numbers}"),
    "weights.no_items": Text(
        "数据不是由城市和条目构成的表，或没有条目",
        "the values are no table of cities and items, or it has no item",
    ),
    "weights.not_finite": Text("有无穷大的数值，位置见 items", "infinite values, at items"),
    "weights.too_few_cities": Text(
        "cities 个城市中只有 complete 个各项齐全，至少需要 needed 个；items 有缺失",
        "of cities only complete have every item, and needed must; items have gaps",
    ),
    "weights.all_constant": Text(
        "所用城市之间各项均无差异，没有赋权依据",
        "every item is the same in every city used: there is nothing to weigh by",
    ),
    "weights.no_conflict": Text(
        "CRITIC：有差异的各项完全相关，各权重均为 0/0",
        "CRITIC: all items that vary are perfectly correlated, so that every weight would be 0 / 0",
    ),
    "weights.components_out_of_range": Text(
        "要求 asked 个主成分，但只有 1 至 rank 个",
        "more components asked for than there are: 1 to rank",
    ),
    "weights.first_component_tied": Text(
        "最大的两个特征值相等，没有“第一”主成分",
        "the two largest eigenvalues are equal: no component is the first",
    ),
    "weights.rotation_failed": Text("方差最大旋转在 sweeps 轮内未收敛", "varimax did not settle within the sweeps"),
    "weights.groups_unusable": Text(
        "应为每一项给出一个不小于 0 的组号，共 items 项",
        "there is not one group number, 0 or more, for each of the items",
    ),
    "weights.not_square": Text("比较矩阵不是方阵", "the matrix of comparisons is not square"),
    "weights.not_positive": Text(
        "pairs 处的比较值为负、无穷大，或超出 1e-100 至 1e100",
        "comparisons at pairs are negative, infinite, or beyond 1e-100 to 1e100",
    ),
    "weights.diagonal": Text("items 处与自身的比较值不是 1", "an item compared with itself, at items, is not 1"),
    "weights.not_reciprocal": Text(
        "pairs 处 a[j, i] 不等于 1/a[i, j]，或只有其中之一",
        "at pairs a[j, i] is not 1 / a[i, j], or only one of the two is there",
    ),
    "weights.disconnected": Text(
        "各部分之间没有任何比较相连，见 parts", "no chain of comparisons joins the parts, each a tuple of items"
    ),
    "weights.not_weights": Text(
        "一组权重中有负数、无穷大或缺失，或合计为 0，见 vector",
        "a vector has negative or infinite weights or gaps, or sums to nothing",
    ),
    "weights.lengths_differ": Text("各组权重的长度不同", "the vectors are of different lengths"),
    "weights.share_out_of_range": Text("份额不在 0 至 1 之间", "the share is not from 0 to 1"),
    "weights.no_overlap": Text("各组权重的乘积全部为 0", "the product of the vectors is 0 everywhere"),
    "weights.total_out_of_range": Text("合计不是正数", "the total is not a positive number"),
    "weights.no_reference": Text("没有该名称的参照权重", "no vector has the name of the reference"),
}
