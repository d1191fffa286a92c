"""What is said of the input sheets and of the sheets on weights of a workbook that people edited."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

_FOUND = Text("现为{found}", "{found}")
_KNOWN = Text("{known}", "{known}")
_EACH_ONCE = Text("每项一次", "each item once")
_INSIDE = Text("数据在表内", "figures inside the table")
_NOT_COUNTED = Text("表外的数据不参与计算", "It would not count")
_KEPT = Text("该内容予以保留，但不读取", "It is kept and not read")
_NOTHING_OUTSIDE = Text("表外没有内容", "nothing outside the table")
_SQUARE = Text("平方后仍可计算的数（{range}）", "a number ({range}), so that its square can be computed")

FAULTS: dict[str, Entry] = {
    "years.columns": Entry(
        Text("缺少列 {years}", "no column {years}"), Text("工作簿的全部年份", "every year of the book")
    ),
    "missing_row": Entry(
        Text("缺少键为 {key} 的行", "no row with key {key}"), Text("模板中的全部行", "every row of the template")
    ),
    "no_key": Entry(Text("没有键的行中有{found}", "{found} in a row without key"), Text("键", "a key")),
    "key.unknown": Entry(
        Text("键 {key}：不是本框架中的行", "key {key}: no row of this framework"),
        Text("本工作表的键", "a key of this sheet"),
    ),
    "key.other_sheet": Entry(
        Text("键 {key}：“{sheet}”工作表中的行", "key {key}: a row of {sheet}"),
        Text("本工作表的键", "a key of this sheet"),
    ),
    "duplicate_key": Entry(
        Text("键 {key} 与 {first} 相同", "key {key}, as in {first}"), Text("每个键一次", "each key once")
    ),
    "label": Entry(_FOUND, Text("{name}，即 {key} 行的名称", "{name}, the row of {key}")),
    "date": Entry(
        Text("{found:g} 显示为日期", "{found:g} shown as a date"),
        Text("数值格式", "a number format"),
        Text("该数据按数值计算", "It counts as a number"),
    ),
    "too_large.number": Entry(_FOUND, _SQUARE),
    "too_small": Entry(_FOUND, _SQUARE),
    "uncached": Entry(
        _FOUND, Text("数值，或由表格软件保存过的工作簿", "a number, or a book saved by a spreadsheet program")
    ),
    "value.cell": Entry(_FOUND, Text("数值或空（{name}）", "a number or nothing ({name})")),
    "shared_row": Entry(
        _FOUND,
        Text("{expected}，与 {base} 行录入的一致", "{expected}, as entered in row {base}"),
        Text("请在 {base} 行录入", "Enter it in row {base}"),
    ),
    "below.key": Entry(Text("键 {key} 在表的下方", "key {key} below the table"), Text("行在表内", "rows inside it")),
    "outside.below": Entry(Text("表的下方有 {found}", "{found} below the table"), _INSIDE, _NOT_COUNTED),
    "outside.beside": Entry(Text("表的旁边有 {found}", "{found} beside the table"), _INSIDE, _NOT_COUNTED),
    "outside.under": Entry(
        Text("表旁边的“{head}”列中有 {found}", "{found} beside the table under {head}"), _INSIDE, _NOT_COUNTED
    ),
    "outside.more": Entry(Text("另有 {count:,} 个数据", "{count:,} more figures"), _INSIDE, _NOT_COUNTED),
    "outside.note": Entry(_FOUND, _NOTHING_OUTSIDE, _KEPT),
    "outside.more_cells": Entry(Text("另有 {count:,} 个单元格", "{count:,} more cells"), _NOTHING_OUTSIDE, _KEPT),
    "ahp.code": Entry(_FOUND, Text("每项的代码，各一次", "the code of each item, once")),
    "ahp.twice": Entry(Text("{code} 重复", "{code} twice"), _EACH_ONCE),
    "ahp.no_row": Entry(
        Text("{found} 没有对应的行", "{found} without a row"), Text("每列有一行", "a row for each column")
    ),
    "ahp.no_column": Entry(Text("缺少列 {codes}", "no column {codes}"), Text("每行有一列", "a column for each row")),
    "ahp.blank": Entry(
        Text("现为空，对面由公式得 {value:g}", "nothing, and {value:g} by a formula opposite"),
        Text("在两个单元格之一中直接填写比较值", "the comparison, typed in one of both cells"),
    ),
    "ahp.opposite": Entry(
        Text("现为 {above:g}，而 {place} 为 {below:g}", "{above:g}, and {below:g} in {place}"),
        Text("只填其一，或互为倒数", "one of them, or 1 divided by the other"),
    ),
    "ahp.number": Entry(_FOUND, Text("1/9 至 9 的数", "a number from 1/9 to 9")),
    "ahp.date": Entry(
        _FOUND,
        Text("1/9 至 9 的数", "a number from 1/9 to 9"),
        Text(
            "1/3 之类的分数可能被当作日期：请填 =1/3 或 0.3333",
            "A fraction such as 1/3 may have become a date: type =1/3 or 0.3333",
        ),
    ),
    "delphi.setting_twice": Entry(Text("{code} 重复", "{code} again"), Text("每项设置一次", "each setting once")),
    "delphi.lacking": Entry(
        Text("缺少 {codes}", "no {codes}"), Text("生成时的全部设置", "every setting, as generated")
    ),
    "delphi.format": Entry(
        Text("格式 {found}", "format {found}"),
        Text("格式 {format}，即 FlowXL 所用格式", "format {format}, as FlowXL writes it"),
    ),
    "delphi.item_twice": Entry(_FOUND, _EACH_ONCE),
    "delphi.round_expert": Entry(_FOUND, Text("轮次和专家", "a round and an expert")),
    "delphi.expert_twice": Entry(_FOUND, Text("每位专家在一轮中一次", "each expert once in a round")),
    "delphi.column_twice": Entry(_FOUND, Text("每位专家一次", "each expert once")),
    "delphi.rating_key": Entry(_FOUND, Text("生成时的“轮次.条目”，每个一次", "round.item, each once, as generated")),
    "delphi.row_gone": Entry(
        Text("缺少行 {rows}", "no row {rows}"), Text("每轮的全部条目", "every item in every round")
    ),
    "delphi.column_gone": Entry(
        Text("缺少列 {expert}", "no column {expert}"), Text("每位专家一列", "a column for each expert")
    ),
    "delphi.rating": Entry(_FOUND, Text("{scale}，或空", "{scale}, or nothing")),
    "delphi.rounds": Entry(Text("轮次 {found}", "rounds {found}"), Text("轮次 {expected}", "rounds {expected}")),
    "delphi.word": Entry(_FOUND, _KNOWN),
    "delphi.state": Entry(Text("{found}，但有 {expert} 的评分", "{found}, and ratings of {expert}"), _KNOWN),
    "delphi.share": Entry(_FOUND, Text("0 至 1 的数", "a number from 0 to 1")),
    "delphi.study": Entry(Text("“{error}”", "{error}"), Text("前后一致的研究", "a study that fits together")),
    "delphi.stray": Entry(
        _FOUND, Text("评分在表内专家代码的下方", "ratings within the table, below the code of an expert")
    ),
    "delphi.not_asked": Entry(
        Text("第 {round} 轮有 {expert} 的评分", "ratings of {expert} in round {round}"),
        Text("专家表中有 {round}.{expert} 一行", "a row {round}.{expert} among the experts"),
    ),
}

MESSAGES: dict[str, Text] = {}
