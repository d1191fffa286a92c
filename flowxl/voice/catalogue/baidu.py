"""Exports of the Baidu Index: what is wrong with them, why a yearly mean waits, and how it was made."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

_ONE_OF_EACH = Text("日期、地区、关键词、数据源、数值各一列", "one column of dates, areas, keywords, devices, figures")
_SAY_CITY = Text("确指某城市的，请用 --area 地区=城市 说明", "If one is meant for a city, say so: --area AREA=CITY")
_SEARCH_INDEX = Text("搜索指数：0 或正数", "a search index: 0 or a positive number")
_HEADS = Text("每列有列标题", "a head for each column")
_BELOW = Text("表头下方有数值", "figures below the header")

FAULTS: dict[str, Entry] = {
    # files
    "file.export_missing": Entry(Text("文件不存在", "no such file"), Text(".csv 或 .xlsx", "a .csv or .xlsx")),
    "file.export_folder": Entry(Text("文件夹", "a folder"), Text(".csv 或 .xlsx", "a .csv or .xlsx")),
    "file.export_suffix": Entry(Text("{suffix} 文件", "a file {suffix}"), Text("{known}", "{known}")),
    "file.export_bare": Entry(Text("没有扩展名的文件", "a file without suffix"), Text("{known}", "{known}")),
    "file.no_export": Entry(Text("{title}", "{title}"), Text("百度指数导出文件", "a Baidu Index export")),
    "too_large.export": Entry(
        Text("{size:,} 字节", "{size:,} bytes"), Text("不超过 {most:,} 字节", "at most {most:,} bytes")
    ),
    "too_large.export_cells": Entry(
        Text("至少 {cells:,} 个单元格", "{cells:,} cells or more"),
        Text("不超过 {most:,} 个单元格；请拆分文件", "at most {most:,} cells; split the file"),
    ),
    "too_large.export_figures": Entry(
        Text("{figures:,} 个数值", "{figures:,} figures"),
        Text("一次不超过 {most:,} 个", "at most {most:,} in one run"),
    ),
    "csv.export": Entry(Text("{problem}", "{problem}"), Text("CSV 单元格，引号成对", "cells as CSV, quotes in pairs")),
    "cells.export": Entry(
        Text("{cells} 个单元格", "{cells} cells"), Text("{width} 个，与表头一致", "{width}, as in its header")
    ),
    # tables
    "other_index": Entry(Text("另一种指数：{name}", "another index: {name}"), Text("搜索指数", "the search index")),
    "shape.no_header": Entry(
        Text("以 {first} 开头的表", "a table that begins with {first}"),
        Text(
            "含“日期”及关键词、“地区”或“指数”的表头，或以日期为列标题",
            "a header with date and keywords, area or index, or with dates as heads",
        ),
    ),
    "shape.two_columns": Entry(
        Text(
            "两列同类：{column} 列{first!r}与{second!r}", "two columns of one kind: {column} {first!r} and {second!r}"
        ),
        _ONE_OF_EACH,
    ),
    "shape.no_figures": Entry(
        Text("有日期而没有数值列", "dates and no column of figures"),
        Text("每个关键词一列数值", "a column of figures for each keyword"),
    ),
    "shape.columns": Entry(
        Text("列 {heads}", "columns {heads}"), Text("关键词旁有“指数”列", "a column index beside the keywords")
    ),
    "shape.mixed": Entry(
        Text("地区（{areas}）与其他列标题（{others}）并存", "areas ({areas}) and other heads ({others})"),
        Text("只有关键词或只有地区，或另有“地区”列", "keywords only, areas only, or a column area"),
    ),
    "shape.head": Entry(
        Text("日期旁的列标题{head!r}", "head {head!r} beside dates"),
        Text(
            "首列为“关键词”、name 或没有列标题，或另有“地区”列",
            "a first column keyword, name or without a head, or a column area",
        ),
    ),
    "head.blank": Entry(Text("没有列标题的数值列", "a column of figures without a head"), _HEADS),
    "head.no_date": Entry(
        Text("列标题{head!r}之下有数值", "figures under the head {head!r}"), Text("以日期为列标题", "a date as head")
    ),
    "empty": Entry(Text("只有表头，没有数据行", "a header without rows"), _BELOW),
    # rows
    "date.unread": Entry(
        Text("数值旁为{text!r}", "{text!r} beside figures"),
        Text(
            "日如 2019-01-31，月如 2019-01，或起止日期",
            "a day such as 2019-01-31, a month such as 2019-01, or a range of days",
        ),
    ),
    "date.none": Entry(
        Text("数值旁没有日期", "no date beside figures"),
        Text(
            "日如 2019-01-31，月如 2019-01，或起止日期",
            "a day such as 2019-01-31, a month such as 2019-01, or a range of days",
        ),
    ),
    "year.other_date": Entry(
        Text("年份 {year} 与日期不符", "year {year} beside another date"),
        Text("日期所在的年份", "the year of the date"),
        Text("以日期为准", "The dates count"),
    ),
    "keyword.none": Entry(
        Text("没有关键词", "no keyword"),
        Text("表中有关键词，或文件名以关键词开头", "a keyword in the table, or one as the first part of the file name"),
        Text("也可指明：--indicator 名称", "Or name it: --indicator NAME"),
    ),
    "area.none": Entry(
        Text("没有地区", "no area"),
        Text("表中有地区，或文件名含城市名", "an area in the table, or a city as a part of the file name"),
        Text("也可指明：--place 城市", "Or name it: --place CITY"),
    ),
    "device.unknown": Entry(
        Text("数据源{device!r}", "device {device!r}"), Text("all、pc 或 wise；整体、PC 或移动", "all, pc or wise")
    ),
    "value.unread": Entry(Text("{text!r}", "{text!r}"), _SEARCH_INDEX),
    "value.uncached": Entry(Text("公式没有存储结果", "a formula without a stored value"), _SEARCH_INDEX),
    "dates": Entry(
        Text(
            "日期如 {day}，既非逐日、逐周，也非逐月",
            "dates such as {day}, neither of each day, nor of each week, nor of each month",
        ),
        Text(
            "逐日、逐月或逐周（周一或周日）的日期",
            "a date for each day, each month, or each week (a Monday or a Sunday)",
        ),
        Text(
            "也可说明周数据的日期：--week first 或 --week last",
            "Or say what the date of a week is: --week first or --week last",
        ),
    ),
    "duplicate.day": Entry(
        Text("{day} 为 {other}", "{other} for {day}"),
        Text("与 {cell} 相同的 {one}，或只有一个数值", "{one} as in {cell}, or one figure only"),
    ),
    "sum": Entry(Text("{value}", "{value}"), Text("同日 PC + 移动", "pc + wise of the same day")),
    "days": Entry(
        Text("{year} 年有 {days} 天：{names}", "{days} days of {year}: {names}"), Text("{of} 天", "{of} days")
    ),
    # areas, settings
    "area.province": Entry(
        Text("地区 {names}", "areas {names}"), Text("城市：省不等于市", "cities: a province is not its city"), _SAY_CITY
    ),
    "area.wrong_province": Entry(
        Text("地区 {names}", "areas {names}"), Text("所属省份正确的城市", "a city under its own province"), _SAY_CITY
    ),
    "area.unknown_code": Entry(
        Text("地区 {names}", "areas {names}"),
        Text("地区名称，或已知的地区编号", "names, or numbers of areas that are known"),
        _SAY_CITY,
    ),
    "place.area": Entry(
        Text("{found!r}", "{found!r}"), Text("框架中某个地区的代码或名称", "code or name of one place of the framework")
    ),
    "setting.baidu": Entry(Text("{found!r}", "{found!r}"), Text("{choices} 之一", "one of {choices}")),
    "indicator.keyword": Entry(
        Text("{found!r}", "{found!r}"),
        Text("有百度关键词的一个指标的代码或名称", "code or name of one indicator that has a Baidu keyword"),
    ),
}

MESSAGES: dict[str, Text] = {
    # titles
    "baidu.refused": Text(
        "百度指数导出文件有 {number} 处错误；未采用其中任何内容。",
        "{number} fault(s) in the Baidu Index exports; nothing was taken from them.",
    ),
    "baidu.file": Text("{name} 无法作为百度指数导出文件读取。", "{name} cannot be read as a Baidu Index export."),
    "baidu.lines": Text("{name} 有 {number} 行与表头不符。", "{name} has {number} line(s) that do not fit its header."),
    "baidu.settings": Text("百度指数的设置不可用。", "The settings for the Baidu Index cannot be used."),
    "baidu.place": Text(
        "为百度指数指定的地区不在框架中。", "A place named for the Baidu Index is not in the framework."
    ),
    "baidu.indicator": Text("--indicator 不可用。", "--indicator cannot be used."),
    # parts of what is said
    "list.more": Text("{names}等，另有 {more} 项", "{names} and {more} more"),
    "baidu.blank": Text("空", "a blank"),
    # why a yearly mean waits
    "doubt.days": Text("{days} / {of} 天有数据", "{days} of {of} days"),
    "doubt.gap": Text("连续 {days} 天没有搜索", "{days} days in a row without a search"),
    "doubt.differing": Text("同一天有不同数值", "different figures for one day"),
    "doubt.unreadable": Text("有的单元格不是数字", "cells that are no figures"),
    "doubt.overlap": Text("周或月的日期有重叠", "weeks or months that overlap"),
    "doubt.device_sum": Text("有的日子整体不等于 PC + 移动", "days on which all is not pc + wise"),
    "doubt.unclear_days": Text("无法判断一个数值是几天的", "it is not clear of how many days a figure is"),
    "doubt.other_step": Text("{file} 的{step}数据得 {value:.6g}", "figures of each {step} in {file} give {value:.6g}"),
    # how it was made
    "note.mean": Text(
        "{keyword}，{area}：{days} / {of} 天的日均值，其中 {zero} 天没有搜索",
        "{keyword}, {area}: mean of {days} of {of} days, {zero} without a search",
    ),
    "note.from_step": Text("由{step}数据得出", "from figures of each {step}"),
    "note.added_up": Text("整体 = PC + 移动，此处相加得出", "all = pc + wise, added up here"),
    "note.city_from_name": Text(
        "城市取自文件名或表名：{name}", "city taken from the name of the file or sheet: {name}"
    ),
    "note.keyword_from_name": Text(
        "关键词取自文件名或表名：{name}", "keyword taken from the name of the file or sheet: {name}"
    ),
    "note.also_from": Text("另有 {places}", "also from {places}"),
    "note.not_indexed": Text("每日均为 0 或空：关键词未收录", "every day is 0 or blank: the keyword is not indexed"),
    "note.fault": Text("{fault}", "{fault}"),
    "note.decision": Text("{name} = {value}: {meaning}", "{name} = {value}: {meaning}"),
    # what is in the files and not asked for
    "unused.not_indexed": Text("未收录（每日均为 0 或空）：{names}", "not indexed, 0 or blank on every day: {names}"),
    "unused.keywords": Text("没有指标使用的关键词：{names}", "keywords that no indicator asks for: {names}"),
    "unused.areas": Text("没有指标使用的地区：{names}", "areas that no indicator asks for: {names}"),
    "unused.device": Text("{about}：只有 {devices}，不计", "{about}: only {devices}, which does not count"),
}
