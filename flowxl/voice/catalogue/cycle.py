"""What is said of splitting, merging, rolling a book and weighing it anew."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

_FOUND = Text("现为 {found}", "{found}")
_AS_IT_IS = Text("{found}", "{found}")
_EXPECTED = Text("{expected}", "{expected}")
_ANEW = Text("请重新拆分工作簿，或手工抄录这些数据", "Split the book anew, or take the figures over by hand")
_NEW_NAME = Text("新的文件名", "a new name")
_NOT_MERGED = Text("该内容不参与合并", "It is not merged")
_TAKEN = Text("已采用的内容", "those that were taken")
_NO_OTHER_FOLDER = Text("请用 -o 另选文件夹", "Choose another folder with -o")

FAULTS: dict[str, Entry] = {
    "part.merged": Entry(
        Text("拆分产生的分表", "a part of a split"),
        Text("先给完整的工作簿，再给分表", "the whole book, and then its parts"),
    ),
    "part.refused": Entry(_AS_IT_IS, Text("`flowxl split` 产生的分表", "a part made by flowxl split")),
    "part.split": Entry(
        Text("它是 {book} 的分表{part!r}", "it is the part {part!r} of {book}"), Text("完整的工作簿", "a whole book")
    ),
    "part.anew": Entry(
        Text("同事的分表", "a colleague's part"),
        Text("完整的工作簿", "a whole book"),
        Text("请先合并", "Merge it first"),
    ),
    "outside.not_merged": Entry(_AS_IT_IS, _EXPECTED, _NOT_MERGED),
    "column.not_merged": Entry(_AS_IT_IS, _EXPECTED, _NOT_MERGED),
    "sheet.not_merged": Entry(Text("自建的工作表", "a sheet of one's own"), Text("没有", "none"), _NOT_MERGED),
    "comments": Entry(
        Text("单元格批注", "comments on cells"), Text("没有", "none"), Text("批注不参与合并", "They are not merged")
    ),
    "foreign.part": Entry(
        Text("框架为 {found}", "the framework {found}"),
        Text("{expected}，即 {book} 的框架", "{expected}, that of {book}"),
    ),
    "outdated.city": Entry(
        Text("城市 {code}", "city {code}"), Text("{book} 中的城市", "its cities, as in {book}"), _ANEW
    ),
    "outdated.indicator": Entry(
        Text("三级指标 {code}", "indicator {code}"), Text("{book} 中的三级指标", "its indicators, as in {book}"), _ANEW
    ),
    "outdated.property": Entry(
        Text("{code} 的{property}为 {found}", "{code}: {property} {found}"),
        Text("{expected}，与 {book} 一致", "{expected}, as in {book}"),
        _ANEW,
    ),
    "outdated.years": Entry(
        Text("年份为 {first}-{last}", "years {first}-{last}"),
        Text("{from_year}-{to_year}，与 {book} 一致", "{from_year}-{to_year}, as in {book}"),
        _ANEW,
    ),
    "outdated.given": Entry(
        Text("行或年份与分发时不同", "other rows or years than were handed out"),
        Text("分发时的内容，与 {book} 一致", "those that were handed out, as in {book}"),
        _ANEW,
    ),
    "outdated.row": Entry(
        Text("行 {key}", "row {key}"), Text("地区所含城市与 {book} 一致", "other region cities, as in {book}"), _ANEW
    ),
    "outdated.place": Entry(
        Text("地区 {code} {name}", "place {code} {name}"),
        Text("{expected}，与 {book} 一致", "{expected}, as in {book}"),
        _ANEW,
    ),
    "two_splits": Entry(
        Text(
            "属于拆分 {split}，但另有其他拆分的分表：{others}",
            "a part of the split {split}, and parts of another split: {others}",
        ),
        Text("同一次拆分的分表", "parts of one split"),
    ),
    "duplicate.part": Entry(
        Text("重复给出：{files}", "twice: {files}"),
        Text("每个分表一次", "each part once"),
        Text("请只保留有效的一份", "Keep the one that counts"),
    ),
    "duplicate.file": Entry(Text("给出 {times} 次", "given {times} times"), Text("每个文件一次", "each file once")),
    "missing.parts": Entry(
        Text("{all} 个分表中缺少 {missing} 个：{names}", "{missing} of {all} parts missing: {names}"),
        Text("该次拆分的全部分表", "every part of the split"),
        Text("请补齐分表，或用 --partial 只合并已有的", "Add them, or merge what there is with --partial"),
    ),
    "suffix.merge": Entry(Text("扩展名为 {found}", "{found}"), _EXPECTED),
    "suffix.roll": Entry(
        Text("扩展名为 {found}", "{found}"),
        _EXPECTED,
        Text("宏是工作簿的一部分，请保持文件类型不变", "Macros are part of the book: keep its kind"),
    ),
    "rewrite.copy": Entry(Text("副本与原文件不同", "another copy"), Text("逐字节相同", "the same bytes")),
    "rewrite.merged_figures": Entry(Text("数据不同", "other figures"), _TAKEN),
    "rewrite.merged_texts": Entry(Text("来源、备注或数据备注不同", "other sources, notes or remarks"), _TAKEN),
    "rewrite.merged_settings": Entry(
        Text("权重或设置不同", "other weights or settings"), Text("工作簿原有的权重和设置", "those of the book")
    ),
    "rewrite.part_figures": Entry(
        Text("数据与应分发的不同", "other figures than were handed out"), Text("工作簿中的数据", "those of the book")
    ),
    "full.remarks": Entry(
        Text("剩余 {free} 行", "{free} free rows"),
        Text("{needed} 行", "{needed}"),
        Text("请在“数据备注”表中插入行", "Insert rows into the table of remarks"),
    ),
    "split": Entry(Text("没有可填报的行", "no rows to fill"), Text("分表", "a part")),
    "folder.not_made": Entry(
        Text("{reason}", "{reason}"), Text("可以创建的文件夹", "a folder that can be made"), _NO_OTHER_FOLDER
    ),
    "list.empty": Entry(
        Text("没有行", "no rows"),
        Text(
            "每位同事一行：姓名、二级指标和（或）城市",
            "a row for each colleague: name, pillars and/or cities",
        ),
    ),
    "list.twice": Entry(Text("{name} 重复", "{name} twice"), Text("每人一行", "one row for each name")),
    "list.columns": Entry(Text("列 {unknown}", "columns {unknown}"), Text("列 {known}", "columns {known}")),
    "list.no_name": Entry(Text("没有姓名", "no name"), Text("每行填写姓名", "a name in each row")),
    "list.nothing": Entry(
        Text("没有填报内容", "nothing to fill"),
        Text("二级指标、城市或三级指标", "pillars, cities or indicators"),
    ),
    "list.several": Entry(
        Text("名称{name!r}对应多个代码：{codes}", "{name!r}, which stands for several: {codes}"),
        Text("{column}的代码或名称", "a code or name of the {column}"),
    ),
    "list.unknown": Entry(
        Text("名称{name!r}", "{name!r}"), Text("{column}的代码或名称", "a code or name of the {column}")
    ),
    "exists.roll": Entry(
        Text("文件", "a file"),
        _NEW_NAME,
        Text("也可用 --force 替换，原文件留有备份", "Or replace it with --force; a backup is kept"),
    ),
    "same": Entry(
        Text("原工作簿本身", "the old book itself"),
        _NEW_NAME,
        Text("原工作簿始终保持不变", "The old book is never changed"),
    ),
    "year.to": Entry(_FOUND, Text("{first} 至 {last} 之间的年份", "a year from {first} to {last}")),
    "city.none": Entry(
        Text("不含本簿的任何城市（{cities}）", "none of the book's cities ({cities})"),
        Text("至少含其中一个", "one of them at least"),
    ),
    "roll": Entry(_FOUND, _EXPECTED),
    "weighting": Entry(_FOUND, _EXPECTED),
    "method.other_weights": Entry(
        Text("方法 {code}", "{code}"),
        Text("能给出另一组二级指标权重的方法", "a method that gives other weights of pillars"),
    ),
    "method.no_weights": Entry(Text("{why}", "{why}"), Text("权重", "weights")),
    "weight.by_method": Entry(
        Text("权重为 {weight:g}", "{weight:g}"),
        Text("大于 0 的数", "a number above 0"),
        Text("请手工填写权重", "Type a weight by hand"),
    ),
}

MESSAGES: dict[str, Text] = {
    "place.framework": Text("框架", "framework"),
    "place.weight_of_pillar": Text("{code} {name} 的权重", "weight of {code} {name}"),
    "folder.not_made": Text("无法创建文件夹 {folder}。", "The folder {folder} cannot be made."),
    "merge.is_part": Text("{name} 本身是分表。", "{name} is itself a part."),
    "merge.refused": Text("无法合并分表，未作任何修改。", "The parts cannot be merged; nothing was changed."),
    "merge.of_split": Text("{file}（拆分 {split}）", "{file} (split {split})"),
    "merge.exists": Text("{out} 已存在，请另选文件名。", "{out} exists already; choose another name."),
    "merge.no_ending": Text("空", "no ending"),
    "merge.ending": Text(
        "{out} 的扩展名应为 {ending}，与 {name} 一致。", "{out} must end in {ending}, as {name} does."
    ),
    "merge.other_copy": Text(
        "副本与预期不符，未写出任何内容。", "The copy does not hold what was meant, so nothing was written."
    ),
    "merge.unreadable": Text(
        "合并后的工作簿无法读取，未写出任何内容。", "The merged book could not be read, so nothing was written."
    ),
    "merge.other": Text(
        "合并后的工作簿与预期不符，未写出任何内容。",
        "The merged book does not hold what was meant, so nothing was written.",
    ),
    "merge.full": Text("“数据备注”表已满，未作任何修改。", "The table of remarks is full; nothing was changed."),
    "split.refused": Text("{name} 无法拆分。", "{name} cannot be split."),
    "split.exists": Text("部分分表已存在，请另选文件夹。", "Some parts are there already; choose another folder."),
    "split.other": Text(
        "{name} 与预期不符，未写出任何内容。", "{name} does not hold what was meant, so nothing was written."
    ),
    "split.list": Text("{name} 不能用作分工名单。", "{name} cannot be used as a list of colleagues."),
    "roll.not_written": Text("未写出 {name}。", "{name} is not written."),
    "roll.year": Text("工作簿不能结转到该年份。", "The book cannot be rolled to that year."),
    "roll.framework": Text("框架与工作簿不匹配。", "The framework does not fit the book."),
    "anew.part": Text("{name} 无法结转。", "{name} cannot be rolled."),
    "anew.other": Text(
        "新工作簿与预期不符，未写出任何内容。", "The new book would not hold what was meant, so nothing was written."
    ),
    "anew.other_weighting": Text(
        "新工作簿的权重依据与预期不符，未写出任何内容。",
        "The new book would not hold what was meant about its weights, so nothing was written.",
    ),
    "anew.weighting": Text(
        "{name}：权重的依据无法可靠读取，未写出任何内容。",
        "{name}: what stands behind its weights cannot be read reliably, so nothing was written.",
    ),
    "weights.refused": Text("{name}：{method}的权重无法采用。", "{name}: the weights by {method} cannot be used."),
}
