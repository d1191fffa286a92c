"""What a round of a Delphi study means, in a sentence or two: whether to stop and why."""

import math

import numpy as np

from flowxl.core.delphi.concordance import Concordance
from flowxl.core.delphi.statistics import RoundStatistics
from flowxl.core.delphi.study import Study
from flowxl.voice.text import Language, Text

SHOWN = 5
"""Items that are named; the number of the others follows."""

ADVICE: dict[str, Text] = {
    "no_answers": Text("第{number}轮尚未收到评分。", "Round {number} has no ratings yet."),
    "first_round": Text(
        "第{number}轮后应继续征询：只有一轮，无法判断评分是否稳定；{agreement}。",
        "Go on after round {number}: one round cannot show whether ratings are stable; {agreement}.",
    ),
    "go_on_no_pairs": Text(
        "第{number}轮后应继续征询：没有专家在前后两轮都评分，无法判断是否稳定；{agreement}。",
        "Go on after round {number}: nobody rated in it and the one before, so stability is unknown; {agreement}.",
    ),
    "go_on_no_consensus": Text(
        "第{number}轮后应继续征询：{agreement}，评分也尚未稳定（{change}）。",
        "Go on after round {number}: {agreement}, and ratings are not stable yet ({change}).",
    ),
    "go_on_not_stable": Text(
        "第{number}轮后应继续征询：{agreement}，但评分尚未稳定（{change}）。",
        "Go on after round {number}: {agreement}, but ratings are not stable yet ({change}).",
    ),
    "stable_dissent": Text(
        "第{number}轮后评分已经稳定（{change}），但{agreement}；再征询一轮作用不大，请决定这些条目的取舍。",
        "Ratings are stable after round {number} ({change}), but {agreement}; another round would hardly change that, "
        "so decide what to do with these items.",
    ),
    "stop": Text(
        "第{number}轮后可以停止征询：{agreement}，评分已经稳定（{change}）。",
        "The study may stop after round {number}: {agreement}, and ratings are stable ({change}).",
    ),
}
AGREED = Text("各条目意见均已一致", "there is consensus on every item")
NOT_AGREED = Text("{count}个条目意见尚未一致：{names}", "there is no consensus on {count} of {of} items: {names}")
ONLY_LOW = Text(
    "未一致的条目中有{count}个评分集中，只是认为重要的人不足{limit}：若只为定权重，可把认同率下限改为0",
    "on {count} of the items without consensus ratings lie close together, and only fewer than {limit} call it "
    "important: where only weights are wanted, set the least share agreeing to 0",
)
"""Close ratings far down are agreement as well, unless items are to be chosen."""
MORE = Text("{names}等", "{names} and {more} more")
CHANGE = Text(
    "{experts}位专家两轮均评分，{share}的评分有改动，界限{limit}",
    "{experts} experts rated in both rounds and changed {share} of their ratings; the limit is {limit}",
)
CONCORDANCE = Text(
    "协调系数W={w:.3f}（χ²={chi2:.2f}，{p}，{experts}位专家）",
    "Kendall's W is {w:.3f} (χ² {chi2:.2f}, {p}, {experts} experts)",
)
NO_CONCORDANCE: dict[str, Text] = {
    "few_experts": Text(
        "评全所有条目的专家不足两位，没有协调系数",
        "fewer than two experts rated every item, so there is no Kendall's W",
    ),
    "few_items": Text("条目不足两个，没有协调系数", "with fewer than two items there is no Kendall's W"),
    "all_tied": Text(
        "每位专家给所有条目的评分都相同，没有协调系数",
        "everyone rated all items alike, so there is no Kendall's W",
    ),
}
SHIFTED = Text("评分有显著变化的条目：{names}", "ratings shifted significantly on {names}")
LOW: dict[str, Text] = {
    "authority": Text("权威系数{value:.3f}低于{limit:g}", "authority of {value:.3f} is below {limit:g}"),
    "response": Text("回收率{value}低于{limit}", "response of {value} is below {limit}"),
}
JOIN = Text("；", "; ")
NAMES = Text("、", ", ")
END = Text("。", ".")
TINY_P, PLAIN_P = Text("p<0.001", "p < 0.001"), Text("p={:.3f}", "p = {:.3f}")


def sentence(study: Study, statistics: RoundStatistics, language: Language) -> str:
    """Return whether to stop after a round, why, and the figures behind it."""
    verdict = statistics.verdict
    advice = ADVICE[verdict.stop].say(
        language,
        number=statistics.number,
        agreement=_agreement(study, statistics, language),
        change=_change(study, statistics, language),
    )
    if verdict.stop == "no_answers":
        return advice
    figures = JOIN.of(language).join(_figures(study, statistics, language))
    return f"{advice}{'' if language == 'zh' else ' '}{figures[0].upper()}{figures[1:]}{END.of(language)}"


def percent(share: float) -> str:
    """Return a share with one decimal where it needs one.

    >>> percent(0.15), percent(1 / 12)
    ('15%', '8.3%')
    """
    return f"{round(share * 100, 1):g}%"


def _figures(study: Study, statistics: RoundStatistics, language: Language) -> list[str]:
    verdict, choices, experts = statistics.verdict, study.choices, statistics.authority
    parts = [_concordance(statistics.concordance, language)]
    if verdict.shifted.any():
        parts.append(SHIFTED.say(language, names=_names(study, verdict.shifted, language)))
    if verdict.authority_enough is False:
        words = LOW["authority"].of(language)
        parts.append(words.format(value=experts.mean_authority, limit=choices.authority_limit))
    if verdict.response_enough is False:
        words = LOW["response"].of(language)
        parts.append(words.format(value=percent(experts.response), limit=percent(choices.response_limit)))
    low = sum(lacks == ("agreement",) for lacks in verdict.lacks)
    if low:
        parts.append(ONLY_LOW.say(language, count=low, limit=percent(choices.agree_share)))
    return parts


def _concordance(found: Concordance, language: Language) -> str:
    if found.reason:
        return NO_CONCORDANCE[found.reason].of(language)
    p = TINY_P.of(language) if found.p < 0.001 else PLAIN_P.say(language, found.p)
    return CONCORDANCE.say(language, w=found.w, chi2=found.chi2, p=p, experts=found.experts)


def _agreement(study: Study, statistics: RoundStatistics, language: Language) -> str:
    without = ~statistics.verdict.consensus
    if not without.any():
        return AGREED.of(language)
    names = _names(study, without, language)
    return NOT_AGREED.say(language, count=np.count_nonzero(without), of=len(without), names=names)


def _change(study: Study, statistics: RoundStatistics, language: Language) -> str:
    found = statistics.stability
    if found is None or math.isnan(found.changed_share):
        return ""
    share, limit = percent(found.changed_share), percent(study.choices.change_limit)
    return CHANGE.say(language, experts=found.experts, share=share, limit=limit)


def _names(study: Study, chosen: np.ndarray, language: Language) -> str:
    """Return the names of some items, the first few of them."""
    found = [study.items[n].name.of(language) or study.item_codes[n] for n in np.flatnonzero(chosen)]
    names = NAMES.of(language).join(found[:SHOWN])
    more = len(found) - SHOWN
    return MORE.say(language, names=names, more=more) if more > 0 else names
