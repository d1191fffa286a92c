"""Every text of the workbook, Chinese and English, by a key; sentences of 说明 are in ``templates/``."""

import re
from collections.abc import Mapping
from itertools import chain

from flowxl.voice.text import Language
from flowxl.workbook import texts_weighting

FIELDS: dict[str, tuple[str, str]] = {
    "code": ("代码", "Code"),
    "key": ("行码", "Key"),
    "name": ("名称", "Name"),
    "name_zh": ("中文名", "Chinese name"),
    "name_en": ("英文名", "English name"),
    "short_zh": ("中文简称", "Chinese short name"),
    "short_en": ("英文简称", "English short name"),
    "indicator": ("指标代码", "Indicator code"),
    "indicator_name": ("指标", "Indicator"),
    "indicator_other": ("指标英文名", "Indicator, Chinese"),
    "pillar": ("二级指标代码", "Pillar code"),
    "pillar_name": ("二级指标", "Pillar"),
    "dimension": ("一级指标代码", "Dimension code"),
    "dimension_name": ("一级指标", "Dimension"),
    "dimension_zh": ("一级指标中文名", "Dimension, Chinese"),
    "dimension_en": ("一级指标英文名", "Dimension, English"),
    "dimension_short_zh": ("一级指标中文简称", "Dimension short, Chinese"),
    "dimension_short_en": ("一级指标英文简称", "Dimension short, English"),
    "measure": ("计量单位", "Measure"),
    "measure_zh": ("计量单位（中文）", "Measure, Chinese"),
    "measure_en": ("计量单位（英文）", "Measure, English"),
    "direction": ("方向", "Direction"),
    "entry": ("填报方式", "Entry"),
    "region_rank": ("区域城市序号", "Region rank"),
    "same_as": ("同一序列", "Same series as"),
    "publisher": ("来源提示", "Where to find it"),
    "publisher_zh": ("来源提示（中文）", "Publisher, Chinese"),
    "publisher_en": ("来源提示（英文）", "Publisher, English"),
    "baidu_keyword": ("百度关键词", "Baidu keyword"),
    "coverage": ("覆盖", "Coverage"),
    "counting": ("计入", "Counts"),
    "city": ("城市代码", "City code"),
    "city_name": ("城市", "City"),
    "city_other": ("城市英文名", "City, Chinese"),
    "place": ("地区代码", "Place code"),
    "region": ("区域代码", "Region code"),
    "region_zh": ("区域中文名", "Region, Chinese"),
    "region_en": ("区域英文名", "Region, English"),
    "rank": ("名次", "Rank"),
    "source_key": ("取数行码", "Entered in row"),
    "place_name": ("取数地区", "Entered for"),
    "row": ("所在行", "Row found"),
    "count": ("数值个数", "Numbers"),
    "checksum": ("校验和", "Checksum"),
    "years": ("窗口年数", "Years in window"),
    "mean": ("均值", "Mean"),
    "value": ("计入均值", "Mean that counts"),
    "score": ("得分", "Score"),
    "native_score": ("公式得分", "Formula score"),
    "shown": ("得分", "Score"),
    "faults": ("问题数", "Faults"),
    "mismatch": ("行不符", "Row mismatch"),
    "signature": ("年份组合", "Set of years"),
    "source": ("来源", "Source"),
    "note": ("备注", "Note"),
    "date": ("日期", "Date"),
    "action": ("事项", "Action"),
    "file": ("文件", "File"),
    "sheet": ("工作表", "Sheet"),
    "cells": ("单元格", "Cells"),
    "year": ("年份", "Year"),
    "status": ("状态", "Status"),
    "remark": ("备注序号", "Remark"),
    "said": ("其内容", "What it says"),
    "column": ("年份列", "Column of the year"),
    "fits": ("行码年份可用", "Key and year fit"),
    "known": ("状态可用", "Status is known"),
    "against": ("不适用而有值", "Not applicable, with a value"),
    "twice": ("前后不一", "Said twice, differently"),
    "weight": ("权重", "Weight"),
    "stored_weight": ("生成时权重", "Weight as generated"),
    "share": ("权重占比", "Share of weight"),
    "label": ("设置项", "Setting"),
    "setting": ("取值", "Value"),
    "stored": ("生成时取值", "Value as generated"),
    "help": ("说明", "What it does"),
    "option": ("选项", "Option"),
    "first": ("首行", "First row"),
    "cities": ("城市数", "Cities"),
    "centre": ("均值（城市间）", "Mean over cities"),
    "sd": ("样本标准差", "Sample sd"),
    "low": ("最小", "Smallest"),
    "base": ("最差值", "Worst value"),
    "high": ("最大", "Largest"),
    "tolerance": ("容差", "Tolerance"),
    "constant": ("无差异", "Constant"),
    "rule": ("算法序号", "Rule"),
    "neutral": ("中性得分", "Neutral score"),
    "indicators": ("指标数", "Indicators"),
    "counting_indicators": ("计入指标数", "Counting indicators"),
    "subtotal": ("小计", "Subtotal"),
    "contribution": ("贡献", "Contribution"),
    "present_indicators": ("有分指标数", "Indicators with a score"),
    "counting_pillars": ("计入二级指标数", "Counting pillars"),
    "missing_rows": ("未找到的行", "Rows not found"),
    "present": ("有分的二级指标数", "Pillars with a score"),
    "difference": ("差异", "Difference"),
    "apart": ("所示与公式之差", "Shown minus formula"),
    "focus": ("目标城市", "Focus city"),
    "benchmark": ("标杆城市", "Benchmark city"),
    "gap": ("差距", "Gap"),
    "weighted_gap": ("加权差距", "Weighted gap"),
    "state": ("判断", "State"),
    "check": ("检查项", "Check"),
    "found": ("发现", "Found"),
    "limit": ("界限", "Limit"),
    "level": ("级别", "Level"),
    "verdict": ("结论", "Verdict"),
    "advice": ("怎么办", "What to do"),
    "steps": ("可疑跳变", "Suspicious steps"),
    "uneven": ("年数不齐", "Uneven years"),
    "largest": ("最大绝对得分", "Largest |score|"),
    "bound": ("理论上限", "Bound"),
    "fingerprint": ("指纹", "Fingerprint"),
    "fingerprint_count": ("指纹（个数）", "Fingerprint of counts"),
    "stored_fingerprint": ("生成时指纹", "Fingerprint as generated"),
    "stored_count": ("生成时指纹（个数）", "Count as generated"),
    "changed": ("已变动", "Changed"),
    "sum": ("城市合计", "Sum over cities"),
    "complete": ("齐全", "Complete"),
    "position": ("序", "Place"),
    "number": ("城市序号", "City number"),
    "index": ("指数", "Index"),
    "display": ("展示指数", "Display index"),
    "engine": ("由谁计算", "Computed by"),
    "contributions": ("贡献合计（指数）", "Sum of contributions (index)"),
    **texts_weighting.FIELDS,
}

ENTRY_WORDS = {"level": ("水平", "level"), "increment": ("增量", "increment")}
STATUS_WORDS = {
    "preliminary": ("初步", "preliminary"),
    "revised": ("修订", "revised"),
    "not_applicable": ("不适用", "not applicable"),
}
METHOD_WORDS = {
    "zscore": ("z 分数（样本标准差）", "z-score (sample sd)"),
    "minmax": ("极差法 0–100", "min-max 0-100"),
    "rank": ("名次分", "rank score"),
}
MISSING_WORDS = {"none": ("不给指数", "no index"), "rest": ("按其余计算", "take the rest")}
VERDICTS = (("正常", "good"), ("注意", "attention"), ("错误", "fault"))
GAP_WORDS = {-1: ("落后", "lagging"), 0: ("持平", "level"), 1: ("领先", "leading")}
YES_NO = (("否", "no"), ("是", "yes"))
ENGINES = {
    "core": ("Python 核心 {version}", "Python core {version}"),
    "native": ("原生公式", "native formulas"),
    "stored": ("存档值，FlowXL {version}", "stored values, FlowXL {version}"),
}
"""Who computed the numbers beside the badge."""
PRODUCT = "FlowXL {version}"
"""What a book says it was made with."""
_NAMES = {
    name for text in (PRODUCT, *chain(*ENGINES.values())) for name, found, _ in [text.partition("{version}")] if found
}
_VERSIONED = re.compile(rf"({'|'.join(map(re.escape, sorted(_NAMES)))})\d+(?:[.+!-]?[0-9A-Za-z]+)*")


def pick(pair: tuple[str, str], language: Language) -> str:
    """Return the text of one language."""
    return pair[0] if language == "zh" else pair[1]


def badge(engine: str, language: Language, version: str) -> str:
    """Return the badge of an engine."""
    return pick(ENGINES[engine], language).format(version=version)


def versionless(text: str) -> str:
    """Return a text with no version of FlowXL in it, so that texts of ours read alike whichever FlowXL wrote them.

    >>> versionless("存档值，FlowXL 0.1.0") == versionless("存档值，FlowXL 1.10rc2")
    True
    """
    return _VERSIONED.sub(r"\1", text)


def word_code(text: str, words: Mapping[str, tuple[str, str]]) -> str | None:
    """Return the code of a word in either language, or of the code itself; None if it is none of them."""
    folded = text.strip().lower()
    for code, pair in words.items():
        if folded in {code.lower(), pair[0].lower(), pair[1].lower()}:
            return code
    return None
