"""What is said of the files of a framework and of observation files."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

_FOUND = Text("{column} 为{found!r}", "{column} {found!r}")
_CODE_RULE = Text(
    "以字母开头，由字母、数字或 _ 组成，最多 20 个字符，不得为 TRUE 或 FALSE",
    "a letter, then letters, digits or _, at most 20, not TRUE or FALSE",
)
_ONE_CODE = Text("框架中一个三级指标的代码或名称", "one code or name of the framework")
_ONE_PLACE = Text("框架中一个城市的代码或名称", "one code or name of a city of the framework")
_UNKNOWN = Text("{column} 为{found!r}", "{column} {found!r}")
_SEVERAL = Text("{column} 为{found!r}，可能指 {several}", "{column} {found!r}, which may be {several}")

FAULTS: dict[str, Entry] = {
    "file.kind": Entry(Text("{found}", "{found}"), Text("{expected}", "{expected}")),
    "file.missing": Entry(Text("文件不存在", "no such file"), Text("{expected}", "{expected}")),
    "file.size": Entry(Text("{size:,} 字节", "{size:,} bytes"), Text("最多 {most:,} 字节", "up to {most:,} bytes")),
    "encoding.utf8": Entry(
        Text("位置 {position} 处有字节 {byte:#x}", "byte {byte:#x} at {position}"), Text("UTF-8 编码", "UTF-8")
    ),
    "column.missing": Entry(Text("表头为 {found}", "{found}"), Text("含有列 {columns}", "columns {columns}")),
    "column.twice": Entry(
        Text("以下列重复：{columns}", "columns twice: {columns}"), Text("每列一次", "each column once")
    ),
    "csv": Entry(
        Text("CSV 格式错误“{error}”", "{error}"), Text("CSV 单元格，引号成对", "cells as CSV, quotes in pairs")
    ),
    "cells": Entry(
        Text("有 {found} 个单元格", "{found} cells"),
        Text("与表头相同，为 {expected} 个", "{expected}, as in the header line"),
    ),
    "name.row": Entry(
        Text("没有 {column}", "no {column}"), Text("{column}_zh 或 {column}_en", "{column}_zh or {column}_en")
    ),
    "code.row": Entry(Text("代码为{found!r}", "code {found!r}"), _CODE_RULE),
    "duplicate_code.row": Entry(
        Text("代码 {code} 与 {first} 相同", "code {code}, as in {first}"), Text("唯一的代码", "a code of its own")
    ),
    "unknown_parent": Entry(_FOUND, Text("{parent}的代码", "the code of a {parent}")),
    "entry": Entry(Text("entry 为{found!r}", "entry {found!r}"), Text("{known:or}", "{known:or}")),
    "weight.row": Entry(Text("weight 为{found!r}", "weight {found!r}"), Text("大于 0 的数", "a number above 0")),
    "rank": Entry(Text("rank 为{found!r}", "rank {found!r}"), Text("不小于 1 的整数", "a whole number from 1")),
    "direction": Entry(Text("direction 为{found!r}", "direction {found!r}"), Text("1 或 -1", "1 or -1")),
    "region_rank.row": Entry(
        Text("region_rank 为{found!r}", "region_rank {found!r}"),
        Text("空，或不小于 1 的整数", "empty or a whole number from 1"),
    ),
    "short_name.rule": Entry(
        Text("简称为{found!r}", "short name {found!r}"),
        Text("1 至 31 个字符，不含 []:*?/\\'", "1 to 31 characters without []:*?/\\'"),
    ),
    "short_name.twice": Entry(
        Text("简称{name!r}与 {first} 相同", "short name {name}, as in {first}"), Text("唯一的简称", "a name of its own")
    ),
    "region_without_cities": Entry(
        Text("区域 {code} 没有城市", "region {code} without cities"),
        Text("region_cities.csv 中至少一行", "at least one line in region_cities.csv"),
    ),
    "region_rank.gaps": Entry(
        Text("区域 {code} 的位次为 {ranks}", "ranks {ranks} in region {code}"), Text("1 至 {last}", "1 to {last}")
    ),
    "region_rank.twice": Entry(
        Text("区域 {region} 的位次 {rank} 重复", "rank {rank} of {region} twice"),
        Text("每个位次一次", "each rank once"),
    ),
    "region_rank.short": Entry(
        Text(
            "region_rank 为 {rank}，但 {cities} 所在区域的城市不足",
            "region_rank {rank}, but too few region cities for {cities}",
        ),
        Text("每个城市的区域都有这么多城市", "a region with that many cities for every city"),
    ),
    "empty.table": Entry(Text("没有数据行", "no lines"), Text("至少一行", "at least one")),
    "empty_group.pillars": Entry(
        Text("{code} 下没有二级指标", "{code} without pillars"), Text("至少一个二级指标", "at least one pillar")
    ),
    "empty_group.indicators": Entry(
        Text("{code} 下没有三级指标", "{code} without indicators"), Text("至少一个三级指标", "at least one indicator")
    ),
    "same_as.unknown": Entry(
        Text("same_as 为{found!r}", "same_as {found!r}"),
        Text("另一个自行录入的三级指标的代码", "the code of another indicator that is entered itself"),
    ),
    "same_as.differs": Entry(
        Text("{column} 与 {base} 不同：{ours}", "another {column} than {base}: {ours}"),
        Text("{theirs}，与所共用的序列一致", "{theirs}, the same as the series it shares"),
    ),
    "duplicate_name": Entry(
        Text("名称{name!r}与 {first} 相同", "name {name!r}, as in {first}"),
        Text("在该二级指标内唯一的名称", "its own name within the pillar"),
    ),
    "place_code": Entry(
        Text("代码为 {found}", "code {found}"), Text("与别处一致，为 {first}", "{first}, as elsewhere")
    ),
    "place_name": Entry(
        Text("此处 {code} 的名称为 {found}", "{code} is {found} here"),
        Text("与别处一致，为 {first}", "{first}, as elsewhere"),
    ),
    "folder": Entry(Text("文件夹不存在", "no such folder"), Text("框架文件夹", "a framework folder")),
    "toml": Entry(Text("TOML 格式错误“{error}”", "{error}"), Text("TOML 文件", "a TOML file")),
    "language": Entry(Text("language 为{found!r}", "language = {found!r}"), Text("{languages:or}", "{languages:or}")),
    "window.toml": Entry(
        Text("现为 window = {found!r}", "window = {found!r}"),
        Text("[起始年份, 终止年份]，最多 {most} 年", "[first year, last year], at most {most} years"),
    ),
    "code.toml": Entry(Text("现为 code = {found!r}", "code = {found!r}"), _CODE_RULE),
    "name.toml": Entry(Text("没有 name", "no name"), Text("文本 name_zh 或 name_en", "name_zh or name_en as text")),
    "unit.name": Entry(
        Text("现为 {key} = {found!r}", "{key} = {found!r}"),
        Text(
            "以文字开头、不超过 20 字的名称，只含文字、数字、空格和连字符",
            "a name of up to 20 letters, digits, blanks and hyphens that begins with a letter",
        ),
    ),
    "source.toml": Entry(
        Text("没有 source", "no source"), Text("文本 source_zh 或 source_en", "source_zh or source_en as text")
    ),
    "indicator.unknown": Entry(_UNKNOWN, _ONE_CODE),
    "indicator.several": Entry(_SEVERAL, _ONE_CODE),
    "place.unknown": Entry(_UNKNOWN, _ONE_PLACE),
    "place.several": Entry(_SEVERAL, _ONE_PLACE),
    "place.not_of_indicator": Entry(
        Text("{indicator} 的 place 为 {place}", "place {place} for {indicator}"),
        Text("该指标涉及的城市", "a place of that indicator"),
    ),
    "year.row": Entry(
        Text("year 为{found!r}", "year {found!r}"),
        Text("{first} 至 {last} 之间、接近计算期的年份", "a year from {first} to {last}, near those that count"),
    ),
    "value.row": Entry(
        Text("value 为{found!r}", "value {found!r}"), Text("数值（{range}）或空", "a number ({range}), or nothing")
    ),
    "status": Entry(Text("status 为{found!r}", "status {found!r}"), Text("空，或 {known} 之一", "empty, {known}")),
    "status.and_value": Entry(
        Text("status 为 not_applicable 而又有数值", "status not_applicable and a value"),
        Text("二者之一", "one of them"),
    ),
    "duplicate": Entry(
        Text("{key} {year} 年为 {found}", "{found} for {key} {year}"),
        Text("{known}（见 {first}），或只有一行", "{known}, as in {first}, or one line only"),
    ),
    "row": Entry(Text("没有行 {rows}", "no row {rows}"), Text("每项一行", "one row each")),
    "value.printed": Entry(
        Text("{city} 为{found!r}", "{city} {found!r}"), Text("{table} 中印出的数", "a number, as printed in {table}")
    ),
}

MESSAGES: dict[str, Text] = {
    "file.is": Text("{path} 是{found}。", "{path} is {found}."),
    "file.is_missing": Text("{name} 不存在。", "{name} is missing."),
    "file.too_large": Text("{name} 过大。", "{name} is too large."),
    "file.not_utf8": Text("{name} 不是 UTF-8 文本。", "{name} is not UTF-8 text."),
    "file.unreadable": Text("{name} 无法读取。", "{name} cannot be read."),
    "file.faults": Text(
        "{name} 有 {faults} 处错误，未读入任何数据。", "{name} has {faults} fault(s); nothing was taken from it."
    ),
    "a.folder": Text("文件夹", "a folder"),
    "a.device": Text("设备或管道", "a device or pipe"),
    "a.utf8_file": Text("UTF-8 文本文件", "a UTF-8 text file"),
    "framework.missing": Text("无法载入框架。", "The framework cannot be loaded."),
    "framework.faults": Text("框架 {folder} 有 {faults} 处错误。", "The framework in {folder} has {faults} fault(s)."),
    "term.dimension": Text("一级指标", "dimension"),
    "term.pillar": Text("二级指标", "pillar"),
    "term.region": Text("区域", "region"),
}
