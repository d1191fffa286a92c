"""What functions in cells say instead of a wrong number."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

_MET = Text("{found}", "{found}")
_NUMBER = Text("数值或空白", "a number or nothing")
_WANTED = Text("{expected}", "{expected}")
_WEIGHT = Text("大于 0 的权重", "a weight above 0")

FAULTS: dict[str, Entry] = {
    "unknown.name": Entry(_MET, _WANTED),
    "unusable": Entry(_MET, _WANTED),
    "missing.answer": Entry(_MET, _WANTED),
    "error": Entry(_MET, Text("标签", "a label")),
    "untitled": Entry(_MET, Text("该列上方有标题", "a title above its column")),
    "number.weight_in_range": Entry(_MET, _WEIGHT),
    "number.in_range": Entry(_MET, _NUMBER),
    "number.too_large_in_range": Entry(_MET, Text("数值（{range}）", "a number ({range})")),
    "rating.in_range": Entry(_MET, Text("数值或空白", "a number or a blank")),
    "weight.in_range": Entry(_MET, _WEIGHT),
    "code.in_range": Entry(
        Text("代码为{found!r}", "{found!r}"), Text("与其他二级指标不同的代码", "a code that no other pillar has")
    ),
    "window.in_range": Entry(
        Text("年份为 {found_first}–{found_last}", "the years {found_first}-{found_last}"),
        Text("包含计算期 {first}–{last} 的全部年份", "all years of the window {first}-{last}"),
    ),
    "data.pillars_without_rows": Entry(
        Text("二级指标 {pillars} 没有数据行", "no rows for the pillars {pillars}"),
        Text("权重表中的每个二级指标都有数据行", "rows for every pillar of the weights"),
    ),
    "data.no_indicator": Entry(
        Text("没有指标的行", "a row without indicator"),
        Text("指标", "the indicator of the row"),
    ),
    "data.no_city": Entry(Text("没有城市的行", "a row without city"), Text("城市", "the city of the row")),
    "data.pillar": Entry(
        Text("二级指标为{found!r}", "the pillar {found!r}"), Text("权重表中的二级指标", "a pillar of the weights")
    ),
    "data.direction": Entry(Text("方向为{found!r}", "direction {found!r}"), Text("1 或 -1", "1 or -1")),
    "data.entry": Entry(Text("填报方式为{found!r}", "entry {found!r}"), Text("水平或增量", "level or increment")),
    "data.row_twice": Entry(
        Text("{indicator} {city} 重复", "{indicator} {city} twice"), Text("各有一行", "one row for each")
    ),
    "data.described_otherwise": Entry(
        Text("{indicator} 的二级指标、方向或填报方式与前面不同", "another pillar, direction or entry of {indicator}"),
        Text("同一指标各行一致", "the same in every row of an indicator"),
    ),
    "data.rows_lacking": Entry(
        Text("没有 {rows} 的数据行", "no row for {rows}"),
        Text("每个指标、每个城市各有一行", "a row for every indicator and city"),
    ),
    "data.more_rows_lacking": Entry(
        Text("没有 {rows} 的数据行，另缺 {more} 行", "no row for {rows} and {more} more"),
        Text("每个指标、每个城市各有一行", "a row for every indicator and city"),
    ),
    "setting.unknown_in_range": Entry(
        Text("设置项为{found!r}", "the setting {found!r}"),
        Text("{known} 之一，各出现一次", "one of {known}, each once"),
    ),
    "setting.in_range": Entry(_MET, _WANTED),
}

MESSAGES: dict[str, Text] = {
    "udf.problem": Text("{function}：{error}", "{function}: {error}"),
    "udf.unexpected": Text(
        "{function}：{kind}：{error}（程序错误，请反馈）", "{function}: {kind}: {error} (please report this)"
    ),
    "udf.late": Text("{function}：{seconds:g} 秒内没有应答", "{function}: no answer within {seconds:g} seconds"),
    "udf.made_with": Text(
        "本工作簿由 {name} {theirs} 生成，当前为 {ours}", "the workbook was made with {name} {theirs}, this is {ours}"
    ),
    "udf.more": Text("另有 {count} 处", "and {count} more"),
    # Where.
    "place.range_cell": Text("{argument}，区域中的单元格 {cell}", "{argument}, cell {cell} of the range"),
    "place.range_setting": Text("{where}，{code}", "{where}, {code}"),
    "place.settings_of_range": Text("{argument}，{where}", "{argument}, {where}"),
    "place.argument": Text("参数", "argument"),
    "place.range": Text("区域", "range"),
    "place.two_arguments": Text("{first}与{second}", "{first} and {second}"),
    "place.index_of": Text("{city}的指数", "the index of {city}"),
    "place.value_of": Text("{city}的 {item}", "{item} of {city}"),
    # What was found.
    "udf.text": Text("文本{text!r}", "the text {text!r}"),
    "udf.error_value": Text("错误值", "an error value"),
    "udf.quoted": Text("{found!r}", "{found!r}"),
    "udf.cells": Text("{rows} 行 {columns} 列", "{rows} x {columns} cells"),
    "udf.same_direction": Text("两个区域方向相同", "two ranges in the same direction"),
    "udf.only_one": Text("只给出其中之一", "only one of them"),
    "udf.no_score_in": Text("{pillars} 没有得分", "no score in {pillars}"),
    "udf.no_indicator": Text("没有参与计算的指标", "no indicator counts"),
    "udf.too_few_figures": Text("数据不足", "too few figures"),
    "udf.no_number": Text("没有数值", "no number"),
    "udf.among_values": Text("数值中有{found}", "{found} among the values"),
    "udf.ragged": Text("各行长度不同", "rows of different lengths"),
    "udf.beside_numbers": Text("数值旁有{found}", "{found} beside numbers"),
    "udf.above_numbers": Text("数值上方有{found!r}", "{found!r} above numbers"),
    "udf.titles_twice": Text("标题 {titles} 重复", "{titles} twice among the titles"),
    "udf.range_begins": Text(
        "{rows} 行 {columns} 列，首个内容为{first!r}", "{rows} rows x {columns} columns that begin with {first!r}"
    ),
    "udf.empty_range": Text("{rows} 行 {columns} 列，均为空", "{rows} rows x {columns} columns with nothing in them"),
    "udf.several_cities": Text("{name!r}对应 {count} 个城市", "{name!r}, the name of {count} cities"),
    "udf.several_items": Text("{name!r}对应 {count} 项", "{name!r}, the name of {count} things"),
    "udf.few_experts": Text("评完全部条目的专家不足两人", "fewer than two experts rated every item"),
    "udf.one_item": Text("只有一个条目", "one item"),
    "udf.all_tied": Text("每位专家对各条目评分相同", "each expert rated all items alike"),
    # What was expected.
    "udf.cells_with": Text("数值和文本单元格", "cells with numbers and texts"),
    "udf.rectangle": Text("矩形区域", "a rectangle of cells"),
    "udf.either": Text("{first} 或 {second}", "{first} or {second}"),
    "udf.range_or_table": Text(
        "一个区域；本工作簿没有可代替它的 {table}",
        "a range; this workbook has no table {table} to take its place",
    ),
    "udf.one_cell": Text("一个单元格", "one cell"),
    "udf.code_or_name": Text("代码或名称", "a code or a name"),
    "udf.one_line": Text("一个单元格、一行或一列", "a cell, a row or a column"),
    "udf.row_and_column": Text("一个为行、一个为列", "one in a row and one in a column"),
    "udf.both_or_neither": Text("都给出或都省略", "both, or neither"),
    "udf.figures_for_index": Text(
        "各参与计算的二级指标均有数据，或设置 missing_pillar 为 rest",
        "figures for every counting pillar, or missing_pillar = rest",
    ),
    "udf.more_figures": Text("足够的年份和城市有数据", "figures for enough years and cities"),
    "udf.at_least_one_number": Text("至少一个数值", "at least one number"),
    "udf.numbers_and_blanks": Text("数值和空白", "numbers and blanks"),
    "udf.numbers_or_labels": Text("数值；或整行（列）均为标签", "numbers, or labels in all of that line"),
    "udf.label": Text("标签，与其他条目一致", "a label, as other items have"),
    "udf.texts_or_no_title": Text(
        "该标题下为文本，或区域不含该列：否则数值会计为评分",
        "texts under this title, or a range without it: numbers would count as ratings",
    ),
    "udf.each_title_once": Text("每个标题一次", "each title once"),
    "udf.a_table": Text("含有标题 {titles} 的表", "a table with the titles {titles}"),
    "udf.choice": Text("{words:or}", "{words:or}"),
    "udf.years": Text("年份", "years"),
    "udf.one_of_cities": Text("下列城市之一：{names}", "one of the cities {names}"),
    "udf.one_of_many_cities": Text("下列城市之一：{names} 等", "one of the cities {names} …"),
    "udf.an_indicator": Text("框架中三级指标的代码或名称", "the code or name of an indicator of the framework"),
    "udf.an_item": Text(
        "框架中一级、二级或三级指标的代码或名称",
        "the code or name of a dimension, pillar or indicator of the framework",
    ),
    "udf.the_dimension": Text("一级指标 {code}", "the dimension {code}"),
    "udf.the_pillar": Text("二级指标 {code}", "the pillar {code}"),
    "udf.full_score": Text("一个数，即满分值", "one number, the full score"),
    "udf.at_most_full": Text("不超过满分值 {full:g}", "at most {full:g}, the full score"),
    "udf.two_or_more": Text("至少两个", "two or more"),
    "udf.different_ratings": Text("有差异的评分", "different ratings"),
    "udf.a_city": Text("表中的城市", "a city of the table"),
    "udf.whole_number": Text("整数", "a whole number"),
    "udf.number": Text("数值", "a number"),
}
