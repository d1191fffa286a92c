"""What is said of a Delphi study that goes out, comes back and gives weights."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

_COLUMNS = Text("列 {names:or}；如有代码，另有列 {codes:or}", "{names:or}, and {codes:or} if you have codes")
_ONE_AT_LEAST = Text("至少一个", "at least one")

FAULTS: dict[str, Entry] = {
    "missing_file.csv": Entry(Text("文件不存在", "no such file"), Text("CSV 文件", "a CSV file")),
    "header.no_names": Entry(
        Text("没有列 {names:or}", "no column {names:or}"),
        _COLUMNS,
    ),
    "header.nothing": Entry(
        Text("没有内容", "nothing"),
        _COLUMNS,
    ),
    "header.list_twice": Entry(Text("列“{title}”重复", "{title} twice"), Text("每列一次", "each column once")),
    "experts": Entry(Text("{found} 位专家", "{found} experts"), Text("1 至 {most:,} 位", "from 1 to {most:,}")),
    "row.cells": Entry(
        Text("{found} 个单元格", "{found} cells"), Text("{expected} 个，与第 1 行一致", "{expected}, as in line 1")
    ),
    "name.expert": Entry(Text("没有姓名", "no name"), Text("专家姓名", "the name of an expert")),
    "name.study": Entry(
        Text("名称为{found!r}", "{found!r}"),
        Text("1 至 {most} 个可打印的字符", "1 to {most} characters that can be printed"),
    ),
    "code.expert": Entry(
        Text("代码为{code!r}", "{code!r}"),
        Text(
            "以字母开头，其后为字母、数字、- 或 _，最多 20 个字符",
            "a letter, then letters, digits, - or _; 20 at most",
        ),
    ),
    "double.code": Entry(
        Text("代码 {code} 与第 {first} 行相同", "the code {code} as in line {first}"),
        Text("每个代码一次", "each code once"),
    ),
    "double.name": Entry(
        Text("{name} 与第 {first} 行相同", "{name} as in line {first}"),
        Text("每位专家一次", "each expert once"),
        Text(
            "如为不同的人，请分别给出代码，并加一列以示区别",
            "If they are two people, give both a code, and a column that tells them apart",
        ),
    ),
    "double.asked": Entry(Text("专家 {experts}", "the experts {experts}"), Text("每位专家一次", "each expert once")),
    "study.none": Entry(
        Text("没有德尔菲研究", "no Delphi study"),
        Text("有德尔菲研究", "one"),
        Text("请用 `flowxl delphi start` 开始", "Begin it with flowxl delphi start"),
    ),
    "study.another": Entry(
        Text("研究 {code}（{name}）", "the study {code} ({name})"), Text("研究 {expected}", "the study {expected}")
    ),
    "study.no_ratings": Entry(
        Text("没有德尔菲研究", "no study"), Text("已有评分的二级指标研究", "a study of pillars with ratings")
    ),
    "study.other_ratings": Entry(
        Text("{level}研究，共 {rounds} 轮", "a study of {level} with {rounds} rounds"),
        Text("已有评分的二级指标研究", "a study of pillars with ratings"),
    ),
    "study.empty": Entry(
        Text("{items} 个条目、{experts} 位专家", "{items} items and {experts} experts"),
        Text("各至少一个", "one of each at least"),
    ),
    "weight.rated": Entry(Text("权重为 {found}", "{found}"), Text("大于 0 的数", "a number above 0")),
    "pillar": Entry(Text("没有该二级指标", "no such pillar"), Text("本簿的二级指标", "a pillar of the book")),
    "round.none": Entry(Text("没有轮次", "no round"), Text("已发出的轮次", "one that was sent")),
    "round.no_answer": Entry(
        Text("第 {round} 轮没有答卷", "no answer to round {round}"),
        Text("至少一份", "one at least"),
        Text("请先收集答卷", "Collect answers first"),
    ),
    "files": Entry(Text("没有工作簿", "no workbook"), Text("收回的问卷（.xlsx）", "returned questionnaires (.xlsx)")),
    "late.taken": Entry(
        Text(
            "第 {round} 轮的答卷，收到时第 {open} 轮已开始",
            "an answer to round {round}, after round {open} had begun",
        ),
        Text("第 {open} 轮的答卷", "an answer to round {open}"),
    ),
    "late.refused": Entry(
        Text("第 {round} 轮的答卷", "an answer to round {round}"),
        Text("第 {open} 轮的答卷", "one to round {open}"),
        Text("--late 可将其计入所属轮次", "--late takes it into its own round"),
    ),
    "two_answers": Entry(
        Text("{expert} 另有答卷：{files}", "{expert} answers in {files} as well"),
        Text("每位专家一个文件", "one file by each expert"),
        Text("请只给出有效的一份", "Give only the one that counts"),
    ),
    "incomplete.all": Entry(Text("全部未评分", "no rating at all"), _ONE_AT_LEAST),
    "conflict": Entry(
        Text(
            "{expert} 的答卷与 {day} 收到的（{file}）不同",
            "another answer by {expert} than that of {day} ({file})",
        ),
        Text("已有的答卷", "the answer that is there"),
        Text("请比较两份答卷；--replace 采用新的一份", "Compare both; --replace takes the new one"),
    ),
    "due": Entry(Text("截止日期为 {due}", "{due}"), Text("{today} 或之后", "{today} or later")),
    "exists.questionnaire": Entry(
        Text("文件", "a file"),
        Text("新的文件名", "a new name"),
        Text(
            "请另选文件夹，或用 --force 替换，原文件留有备份", "Choose another folder, or --force, which keeps a backup"
        ),
    ),
}

MESSAGES: dict[str, Text] = {
    "place.study_name": Text("研究名称", "name of the study"),
    "place.study_item": Text("研究的条目 {code}", "item {code} of the study"),
    "experts.missing": Text("{path} 无法读取。", "{path} cannot be read."),
    "experts.refused": Text("专家名单 {name} 无法使用。", "The list of experts {name} cannot be used."),
    "delphi.no_study": Text("{name} 中没有德尔菲研究。", "{name} has no Delphi study."),
    "delphi.unreadable": Text("{name}：德尔菲研究无法可靠读取。", "{name}: the Delphi study cannot be read reliably."),
    "delphi.other_study": Text("{name} 中是另一项德尔菲研究。", "{name} holds another Delphi study."),
    "delphi.no_ratings": Text("{name}：没有可据以确定权重的评分。", "{name}: there are no ratings to make weights of."),
    "delphi.no_rating": Text("空（没有评分）", "no rating"),
    "delphi.some_unrated": Text(
        "{name}：现有评分不能给出全部二级指标的权重。",
        "{name}: the ratings do not give a weight to every pillar.",
    ),
    "delphi.due": Text("问卷的截止日期早于发出日期。", "The questionnaires would be due before they are sent."),
    "delphi.cannot_begin": Text("研究无法开始。", "The study cannot begin."),
    "delphi.no_answers": Text("无法开始下一轮。", "There is nothing to go on from."),
    "delphi.other_questionnaire": Text(
        "{expert} 的问卷回读后与预期不符。", "The questionnaire for {expert} does not read back as it was meant."
    ),
    "delphi.exists": Text("部分问卷已存在。", "Some questionnaires are there already."),
    "collect.no_round": Text("没有可收集答卷的轮次。", "There is nothing to collect answers for."),
    "collect.nothing": Text("没有可收集的答卷。", "There is nothing to collect."),
}
