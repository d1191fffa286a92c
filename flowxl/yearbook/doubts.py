"""Why a figure waits for a person, in both languages: written down in English, shown in the reader's own."""

import re
from functools import lru_cache

SENTENCES = {
    "no header above it": "上方没有表头",
    "a figure in a column of texts": "文字列中的数字",
    "a column without a title": "该列没有标题",
    "shown in another scale, or with a word, by its number format": "数字格式使其显示为另一数量级，或带有文字",
    "in a hidden row, column or sheet": "位于隐藏的行、列或工作表中",
    "one figure for several cells": "合并单元格：一个数字对应几格",
    "the year has a mark: {}": "年份带有标记：{}",
    "years above the middle of their columns": "年份写在各列中间，看不出属于哪几列",
    "nothing tells whether the labels are places or indicators": "无法判断标签是地区还是指标",
    "for a part of the place only: {}": "只是该地区的一部分：{}",
    "a part of {}": "只是“{}”的其中一项",
    "below the line {}": "位于“{}”这一行之下",
    "a note says {}": "表注写明“{}”",
    "figures without a label stand below it": "下一行有数字而没有标签",
    "a figure without a title stands right of it": "右侧另有一个没有标题的数字",
    "beside it stands {}": "同一行另有“{}”",
    "not observed: {}": "并非实测：{}",
    "two names: {}, and {} above the column": "两个指标名：{}，列标题为{}",
    "two measures: {}": "两个计量单位：{}",
    "two places: {}, and {} above the column": "两个地区名：{}，列标题为{}",
    "two years: {}, and {} above the column": "两个年份：{}，列标题为{}",
    "… stands for less than the smallest unit": "“…”表示不足最小单位",
    "a figure in brackets": "数字带括号",
    "a formula as text": "公式以文字形式存放",
    "a percentage where none is expected": "出现百分号，而计量单位不是 %",
    "a scale within the cell": "单元格内带有万、亿等字样",
    "an exponent": "科学计数法",
    "several figures in one cell": "一格中有几个数字",
    "a comma or blank not before groups of three digits, or a point too many": "分隔符后不是三位一组，或多出小数点",
    "a comma or point before three digits: decimal mark or thousands separator": "三位数前的逗号或点：不知是否小数点",
    "letters among the digits": "数字中混有字母",
    "too large to compute with": "数值过大",
    "too small to compute with": "数值过小",
    "too small or too large to compute with": "数值过小或过大",
    "no figure": "不是数字",
    "an error of a spreadsheet program": "表格程序的错误值",
    "no measure; the book has {}": "没有计量单位；工作簿中为{}",
    "measure {}; the book has {}": "计量单位为{}；工作簿中为{}",
    "{} is only similar to {}": "“{}”与“{}”只是相近",
    "{} may be {}": "{}可能是{}",
    "may be {}": "可能是{}",
    "two readings that differ: {}": "两处读数不同：{}",
    "a step of {} against {}": "与 {1} 相差 {0} 倍",
    "a step of {} against the other places": "与其他地区相差 {} 倍",
    "0, where the years around it are not: it may stand for a missing figure": "为 0，相邻年份不为 0：可能缺失",
    "at most 1 in size, though in per cent: it may be a share": "单位为 %，而数值不超过 1：可能是比例",
    "marked as not applicable in the book": "工作簿中标为“不适用”",
    "a formula stands there": "该单元格中是公式",
    "the book holds something else than a number there": "该单元格中不是数字",
    "the book has changed since the preview": "预览之后工作簿有改动",
    "no number to write": "没有可写入的数字",
    "a mark for a missing figure": "缺失符号",
    "no year (--year)": "没有年份（--year）",
    "{} of {} days": "{} / {} 天有数据",
    "{} days in a row without a search": "连续 {} 天没有搜索",
    "different figures for one day": "同一天有不同数值",
    "cells that are no figures": "有的单元格不是数字",
    "weeks or months that overlap": "周或月的日期有重叠",
    "days on which all is not pc + wise": "有的日子整体不等于 PC + 移动",
    "it is not clear of how many days a figure is": "无法判断一个数值是几天的",
    "figures of each day in {} give {}": "{} 的日数据得 {}",
    "figures of each week in {} give {}": "{} 的周数据得 {}",
    "figures of each month in {} give {}": "{} 的月数据得 {}",
    "{}, {}: mean of {} of {} days, {} without a search": "{}，{}：{} / {} 天的日均值，其中 {} 天没有搜索",
    "from figures of each week": "由周数据得出",
    "from figures of each month": "由月数据得出",
    "all = pc + wise, added up here": "整体 = PC + 移动，此处相加得出",
    "city taken from the name of the file or sheet: {}": "城市取自文件名或表名：{}",
    "keyword taken from the name of the file or sheet: {}": "关键词取自文件名或表名：{}",
    "also from {}": "另有 {}",
    "every day is 0 or blank: the keyword is not indexed": "每日均为 0 或空：关键词未收录",
    "not indexed, 0 or blank on every day: {}": "未收录（每日均为 0 或空）：{}",
    "keywords that no indicator asks for: {}": "没有指标使用的关键词：{}",
    "areas that no indicator asks for: {}": "没有指标使用的地区：{}",
    "{}: only {}, which does not count": "{}：只有 {}，不计",
    "no indicator (--indicator)": "没有指标（--indicator）",
    "no place (--place)": "没有地区（--place）",
    "indicator {}": "指标不在框架中：{}",
    "place {}": "地区不在框架中：{}",
    "no row for {}, {}": "工作簿中没有这一行：{}，{}",
    "year {}": "年份不在工作簿中：{}",
}  # fmt: skip


@lru_cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    made = []
    for english, chinese in SENTENCES.items():
        pattern = "(.+)".join(map(re.escape, english.split("{}")))
        made.append((re.compile(pattern, re.DOTALL), chinese))
    return sorted(made, key=lambda pair: -len(pair[0].pattern))


@lru_cache(maxsize=10_000)
def in_chinese(sentence: str) -> str:
    """Return a reason in Chinese; one that is not in the list stays as it is.

    >>> in_chinese("a step of 18.7 against 2014"), in_chinese("something new")
    ('与 2014 相差 18.7 倍', 'something new')
    """
    for pattern, chinese in _patterns():
        found = pattern.fullmatch(sentence)
        if found:
            return chinese.format(*found.groups())
    return sentence
