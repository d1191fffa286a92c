"""Every text of the workbook, Chinese and English, by a key; sentences of 说明 are in ``templates/``."""

import re
from collections.abc import Mapping
from itertools import chain

from flowxl.voice.text import Language, Text
from flowxl.workbook import texts_weighting

FIELDS: dict[str, Text] = {
    "code": Text("代码", "Code"),
    "key": Text("行码", "Key"),
    "name": Text("名称", "Name"),
    "name_zh": Text("中文名", "Chinese name"),
    "name_en": Text("英文名", "English name"),
    "short_zh": Text("中文简称", "Chinese short name"),
    "short_en": Text("英文简称", "English short name"),
    "indicator": Text("指标代码", "Indicator code"),
    "indicator_name": Text("指标", "Indicator"),
    "indicator_other": Text("指标英文名", "Indicator, Chinese"),
    "pillar": Text("二级指标代码", "Pillar code"),
    "pillar_name": Text("二级指标", "Pillar"),
    "dimension": Text("一级指标代码", "Dimension code"),
    "dimension_name": Text("一级指标", "Dimension"),
    "dimension_zh": Text("一级指标中文名", "Dimension, Chinese"),
    "dimension_en": Text("一级指标英文名", "Dimension, English"),
    "dimension_short_zh": Text("一级指标中文简称", "Dimension short, Chinese"),
    "dimension_short_en": Text("一级指标英文简称", "Dimension short, English"),
    "measure": Text("计量单位", "Measure"),
    "measure_zh": Text("计量单位（中文）", "Measure, Chinese"),
    "measure_en": Text("计量单位（英文）", "Measure, English"),
    "direction": Text("方向", "Direction"),
    "entry": Text("填报方式", "Entry"),
    "region_rank": Text("区域{unit}序号", "Region rank"),
    "same_as": Text("同一序列", "Same series as"),
    "publisher": Text("来源提示", "Where to find it"),
    "publisher_zh": Text("来源提示（中文）", "Publisher, Chinese"),
    "publisher_en": Text("来源提示（英文）", "Publisher, English"),
    "baidu_keyword": Text("百度关键词", "Baidu keyword"),
    "coverage": Text("覆盖", "Coverage"),
    "counting": Text("计入", "Counts"),
    "city": Text("{unit}代码", "{Unit} code"),
    "city_name": Text("{unit}", "{Unit}"),
    "city_other": Text("{unit}英文名", "{Unit}, Chinese"),
    "place": Text("地区代码", "Place code"),
    "region": Text("区域代码", "Region code"),
    "region_zh": Text("区域中文名", "Region, Chinese"),
    "region_en": Text("区域英文名", "Region, English"),
    "rank": Text("名次", "Rank"),
    "source_key": Text("取数行码", "Entered in row"),
    "place_name": Text("取数地区", "Entered for"),
    "row": Text("所在行", "Row found"),
    "count": Text("数值个数", "Numbers"),
    "checksum": Text("校验和", "Checksum"),
    "years": Text("窗口年数", "Years in window"),
    "mean": Text("均值", "Mean"),
    "value": Text("计入均值", "Mean that counts"),
    "score": Text("得分", "Score"),
    "native_score": Text("公式得分", "Formula score"),
    "shown": Text("得分", "Score"),
    "faults": Text("问题数", "Faults"),
    "mismatch": Text("行不符", "Row mismatch"),
    "signature": Text("年份组合", "Set of years"),
    "source": Text("来源", "Source"),
    "note": Text("备注", "Note"),
    "date": Text("日期", "Date"),
    "action": Text("事项", "Action"),
    "file": Text("文件", "File"),
    "sheet": Text("工作表", "Sheet"),
    "cells": Text("单元格", "Cells"),
    "year": Text("年份", "Year"),
    "status": Text("状态", "Status"),
    "remark": Text("备注序号", "Remark"),
    "said": Text("其内容", "What it says"),
    "column": Text("年份列", "Column of the year"),
    "fits": Text("行码年份可用", "Key and year fit"),
    "known": Text("状态可用", "Status is known"),
    "against": Text("不适用而有值", "Not applicable, with a value"),
    "twice": Text("前后不一", "Said twice, differently"),
    "weight": Text("权重", "Weight"),
    "stored_weight": Text("生成时权重", "Weight as generated"),
    "share": Text("权重占比", "Share of weight"),
    "label": Text("设置项", "Setting"),
    "setting": Text("取值", "Value"),
    "stored": Text("生成时取值", "Value as generated"),
    "help": Text("说明", "What it does"),
    "option": Text("选项", "Option"),
    "first": Text("首行", "First row"),
    "cities": Text("{unit}数", "{Units}"),
    "centre": Text("均值（{unit}间）", "Mean over {units}"),
    "sd": Text("样本标准差", "Sample sd"),
    "low": Text("最小", "Smallest"),
    "base": Text("最差值", "Worst value"),
    "high": Text("最大", "Largest"),
    "tolerance": Text("容差", "Tolerance"),
    "constant": Text("无差异", "Constant"),
    "rule": Text("算法序号", "Rule"),
    "neutral": Text("中性得分", "Neutral score"),
    "indicators": Text("指标数", "Indicators"),
    "counting_indicators": Text("计入指标数", "Counting indicators"),
    "subtotal": Text("小计", "Subtotal"),
    "contribution": Text("贡献", "Contribution"),
    "present_indicators": Text("有分指标数", "Indicators with a score"),
    "counting_pillars": Text("计入二级指标数", "Counting pillars"),
    "missing_rows": Text("未找到的行", "Rows not found"),
    "present": Text("有分的二级指标数", "Pillars with a score"),
    "difference": Text("差异", "Difference"),
    "apart": Text("所示与公式之差", "Shown minus formula"),
    "focus": Text("目标{unit}", "Focus {unit}"),
    "benchmark": Text("标杆{unit}", "Benchmark {unit}"),
    "gap": Text("差距", "Gap"),
    "weighted_gap": Text("加权差距", "Weighted gap"),
    "state": Text("判断", "State"),
    "check": Text("检查项", "Check"),
    "found": Text("发现", "Found"),
    "limit": Text("界限", "Limit"),
    "level": Text("级别", "Level"),
    "verdict": Text("结论", "Verdict"),
    "advice": Text("怎么办", "What to do"),
    "steps": Text("可疑跳变", "Suspicious steps"),
    "uneven": Text("年数不齐", "Uneven years"),
    "largest": Text("最大绝对得分", "Largest |score|"),
    "bound": Text("理论上限", "Bound"),
    "fingerprint": Text("指纹", "Fingerprint"),
    "fingerprint_count": Text("指纹（个数）", "Fingerprint of counts"),
    "stored_fingerprint": Text("生成时指纹", "Fingerprint as generated"),
    "stored_count": Text("生成时指纹（个数）", "Count as generated"),
    "changed": Text("已变动", "Changed"),
    "sum": Text("{unit}合计", "Sum over {units}"),
    "complete": Text("齐全", "Complete"),
    "position": Text("序", "Place"),
    "number": Text("{unit}序号", "{Unit} number"),
    "index": Text("指数", "Index"),
    "display": Text("展示指数", "Display index"),
    "engine": Text("由谁计算", "Computed by"),
    "contributions": Text("贡献合计（指数）", "Sum of contributions (index)"),
    **texts_weighting.FIELDS,
}

ENTRY_WORDS = {"level": Text("水平", "level"), "increment": Text("增量", "increment")}
STATUS_WORDS = {
    "preliminary": Text("初步", "preliminary"),
    "revised": Text("修订", "revised"),
    "not_applicable": Text("不适用", "not applicable"),
}
METHOD_WORDS = {
    "zscore": Text("z 分数（样本标准差）", "z-score (sample sd)"),
    "minmax": Text("极差法 0–100", "min-max 0-100"),
    "rank": Text("名次分", "rank score"),
}
MISSING_WORDS = {"none": Text("不给指数", "no index"), "rest": Text("按其余计算", "take the rest")}
VERDICTS = (Text("正常", "good"), Text("注意", "attention"), Text("错误", "fault"))
GAP_WORDS = {-1: Text("落后", "lagging"), 0: Text("持平", "level"), 1: Text("领先", "leading")}
YES_NO = (Text("否", "no"), Text("是", "yes"))
ENGINES = {
    "core": Text("Python 核心 {version}", "Python core {version}"),
    "native": Text("原生公式", "native formulas"),
    "stored": Text("存档值，FlowXL {version}", "stored values, FlowXL {version}"),
}
"""Who computed the numbers beside the badge."""
WORDED_ALIKE = ("0.1.0",)
"""Releases whose sheets have the words and looks of this one, but for their number: whatever differs is a person's.

A release that changes words or looks of a sheet empties it; ``benchmarks/compare_builds.py`` shows whether one does.
"""
PRODUCT = "FlowXL {version}"
"""What a book says it was made with."""
_NAMES = {
    name
    for text in (PRODUCT, *chain(*(engine.both for engine in ENGINES.values())))
    for name, found, _ in [text.partition("{version}")]
    if found
}
_VERSIONED = re.compile(rf"({'|'.join(map(re.escape, sorted(_NAMES)))})\d+(?:[.+!-]?[0-9A-Za-z]+)*")


def badge(engine: str, language: Language, version: str) -> str:
    """Return the badge of an engine."""
    return ENGINES[engine].say(language, version=version)


def versionless(text: str) -> str:
    """Return a text with no version of FlowXL in it, so that texts of ours read alike whichever FlowXL wrote them.

    >>> versionless("存档值，FlowXL 0.1.0") == versionless("存档值，FlowXL 1.10rc2")
    True
    """
    return _VERSIONED.sub(r"\1", text)


def word_code(text: str, words: Mapping[str, Text]) -> str | None:
    """Return the code of a word in either language, or of the code itself; None if it is none of them."""
    folded = text.strip().lower()
    for code, word in words.items():
        if folded in {code.lower(), word.zh.lower(), word.en.lower()}:
            return code
    return None
