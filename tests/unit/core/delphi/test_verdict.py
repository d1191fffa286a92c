"""Verdicts of small studies: each rule, each stop code, limits that are met exactly; and the words for them."""

import numpy as np
import pytest
from support.delphi_studies import study

from flowxl.core.delphi.choices import Choices
from flowxl.core.delphi.statistics import round_statistics, study_statistics
from flowxl.voice.faults import FlowXLError
from flowxl.workbook.texts_delphi import sentence

AGREED = [[4, 5, 5], [4, 5, 5], [4, 5, 4], [5, 4, 5]]
SPLIT = [[1, 5, 5], [5, 5, 5], [1, 5, 4], [5, 4, 5]]
MOVED = [[5, 4, 4], [5, 4, 4], [5, 4, 5], [4, 5, 4]]
NOBODY = [None] * 4

STOPS = {
    "first_round": [AGREED],
    "no_answers": [AGREED, NOBODY],
    "go_on_no_pairs": [[AGREED[0], None, None, None], [None, *AGREED[1:]]],
    "go_on_no_consensus": [AGREED, SPLIT],
    "go_on_not_stable": [MOVED, AGREED],
    "stable_dissent": [SPLIT, SPLIT],
    "stop": [AGREED, AGREED],
}


@pytest.mark.parametrize("code", STOPS)
def test_stop_codes(code):
    """Consensus alone stops nothing, a first round never stops."""
    found = study_statistics(study(*STOPS[code]))[-1].verdict
    assert found.stop == code


def lacks(columns, **choices):
    """Return what stands against consensus on items with these ratings."""
    made = study(np.array(columns, dtype=float).T.tolist(), choices=Choices(**choices))
    return [list(lack) for lack in round_statistics(made, 1).verdict.lacks]


def test_consensus_needs_each_rule():
    """4, 4, 5, 5 agrees; of 3, 5, 5, 5 the IQR is .5; ratings 2 and 3 agree on little importance only."""
    assert lacks([[4, 4, 5, 5], [3, 5, 5, 5], [2, 2, 3, 3], [1, 1, 5, 5]]) == [
        [], [], ["agreement"], ["cv", "iqr", "agreement"],
    ]  # fmt: skip
    assert lacks([[2, 2, 3, 3]], agree_share=0, cv_limit=0.3) == [[]]
    assert lacks([[3, 5, 5, 3]], cv_limit=1, agree_share=0) == [["iqr"]]


def test_limits_that_are_met_exactly():
    """CV must be below .25: 3, 4, 5 has just that. IQR 1 and agreement 75 % are enough; changes of 15 % too many."""
    assert lacks([[3, 4, 5]], agree_share=0) == [["cv"]]
    assert lacks([[3, 4, 4, 5]], cv_limit=1) == [[]]
    assert lacks([[3, 4, 4, 4]], agree_share=0.75) == [[]]
    rows = [[4.0] * 5] * 4
    three = [[5.0, 5, 5, 4, 4], *rows[1:]]
    found = round_statistics(study(rows, three), 2)
    assert found.stability.changed_share == 0.15
    assert (found.verdict.stable, found.verdict.stop) == (False, "go_on_not_stable")


def test_one_rating_is_no_consensus():
    """Nor is none."""
    assert lacks([[4, np.nan], [np.nan, np.nan], [4, 4]]) == [["few_ratings"], ["few_ratings"], []]


def test_budget_has_no_agreement_share_and_nobody_disagrees_on_nothing():
    """IQR in parts of 100; an item that everyone gave 0 has no CV, but consensus."""
    made = study([[60, 40, 0], [55, 45, 0], [65, 35, 0]], scale="budget")
    found = round_statistics(made, 1)
    assert found.verdict.consensus.tolist() == [True, True, True]
    assert np.isnan([found.items.full_share, found.items.agree_share]).all()


def test_authority_and_response_are_flags():
    """They decide nothing; unknown is None."""
    good = round_statistics(study([[4, 5], [4, 4], [5, 5], None]), 1)
    assert (good.verdict.response_enough, good.verdict.authority_enough) == (True, True)
    weak = round_statistics(study([[4, 5], None, None], choices=Choices(familiarity={"very": 0.2})), 1)
    assert (weak.verdict.response_enough, weak.verdict.authority_enough) == (False, False)
    none = round_statistics(study([[4, 5]], [None]), 2)
    assert (none.verdict.response_enough, none.verdict.authority_enough) == (False, None)


def test_response_and_authority_that_just_suffice():
    """7 of 10 are 70 %, and Cr = (1 + .4) / 2 is .70."""
    made = study([[4, 5]] * 7 + [None] * 3, choices=Choices(familiarity={"very": 0.4}))
    found = round_statistics(made, 1).verdict
    assert (found.response_enough, found.authority_enough) == (True, True)


def test_shifted_items_are_flagged():
    """All ten experts go from 3 to 4 or 5 on the first item only."""
    before, now = [[3, 4]] * 10, [[4, 4]] * 5 + [[5, 4]] * 5
    assert round_statistics(study(before, now), 2).verdict.shifted.tolist() == [True, False]


def test_ratings_off_the_scale_are_refused():
    """All of them, with expert and item."""
    with pytest.raises(FlowXLError) as caught:
        round_statistics(study([[6, 4], [4, 4.5]]), 1)
    assert [fault.where for fault in caught.value.faults] == ["expert E1, item I1", "expert E2, item I2"]
    assert "a whole number from 1 to 5" in str(caught.value)


def test_groups_have_their_own_concordance():
    """Within A the orders are opposite, within B they are the same."""
    made = study([[1, 2, 4, 5], [2, 1, 4, 5]], groups=["A", "A", "B", "B"])
    found = round_statistics(made, 1)
    assert (found.by_group["A"].w, found.by_group["B"].w) == (0, 1)
    assert list(round_statistics(study([[1, 2], [2, 3]]), 1).by_group) == [""]
    assert found.concordance.items == 4


SENTENCES = {
    (
        "stop",
        "zh",
    ): "第2轮后可以停止征询：各条目意见均已一致，评分已经稳定"
    "（4位专家两轮均评分，0%的评分有改动，界限15%）。协调系数W=0.250（χ²=2.00，p=0.368，4位专家）。",
    (
        "stop",
        "en",
    ): "The study may stop after round 2: there is consensus on every item, and ratings are stable "
    "(4 experts rated in both rounds and changed 0% of their ratings; the limit is 15%). "
    "Kendall's W is 0.250 (χ² 2.00, p = 0.368, 4 experts).",
    ("first_round", "zh"): "第1轮后应继续征询：只有一轮，无法判断评分是否稳定；各条目意见均已一致。"
    "协调系数W=0.250（χ²=2.00，p=0.368，4位专家）。",
    (
        "stable_dissent",
        "en",
    ): "Ratings are stable after round 2 (4 experts rated in both rounds and changed 0% of "
    "their ratings; the limit is 15%), but there is no consensus on 1 of 3 items: Item 1; another round would hardly "
    "change that, so decide what to do with these items. Kendall's W is 0.175 (χ² 1.40, p = 0.497, 4 experts).",
    ("no_answers", "zh"): "第2轮尚未收到评分。",
}


@pytest.mark.parametrize(("code", "language"), SENTENCES)
def test_sentences(code, language):
    """Whether to stop, why, and W beside its p."""
    made = study(*STOPS[code])
    assert sentence(made, study_statistics(made)[-1], language) == SENTENCES[code, language]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", STOPS)
def test_every_code_has_its_sentence(code, language):
    """Nothing is left unfilled."""
    made = study(*STOPS[code])
    said = sentence(made, study_statistics(made)[-1], language)
    assert not set("{}") & set(said)
    assert "nan" not in said.casefold()
    assert "W" in said or code == "no_answers"


def test_sentence_names_five_items_and_counts_the_others():
    """And tells of low authority, low response, shifted items, and why there is no W."""
    made = study([[1] * 7, [5] * 7, None, None, None], choices=Choices(familiarity={"very": 0.1}))
    found = round_statistics(made, 1)
    zh, en = (sentence(made, found, language) for language in ("zh", "en"))
    assert "7个条目意见尚未一致：指标1、指标2、指标3、指标4、指标5等。" in zh
    assert "no consensus on 7 of 7 items: Item 1, Item 2, Item 3, Item 4, Item 5 and 2 more." in en
    assert "。每位专家给所有条目的评分都相同，没有协调系数；权威系数0.550低于0.7；回收率40%低于70%。" in zh
    assert "Everyone rated all items alike" in en
    moved = study([[3, 4]] * 10, [[4, 4]] * 5 + [[5, 4]] * 5)
    assert "评分有显著变化的条目：指标1。" in sentence(moved, round_statistics(moved, 2), "zh")
    alike = study([[1, 2, 3]] * 9)
    assert "（χ²=18.00，p<0.001，9位专家）" in sentence(alike, round_statistics(alike, 1), "zh")
