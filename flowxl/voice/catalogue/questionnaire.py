"""What is said of a questionnaire that an expert returned."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

_OURS = Text("请专家按发出的问卷填写", "Ask the expert to fill in the questionnaire as it was sent")
_FOUND = Text("现为{found}", "{found}")
_WANTED = Text("{expected}", "{expected}")
_READ = Text("写在会被读取的单元格中", "a text in a cell that is read")

FAULTS: dict[str, Entry] = {
    "altered.name": Entry(_FOUND, Text("一张表", "one table"), _OURS),
    "altered.unknown_code": Entry(
        Text("代码为{found!r}", "the code {found!r}"), Text("本问卷中的代码", "a code of this questionnaire"), _OURS
    ),
    "altered.row_twice": Entry(
        Text("{code} 再次出现（首次在第 {first} 行）", "{code} a second time (first in row {first})"),
        Text("每行一次", "each row once"),
        _OURS,
    ),
    "altered.rows_gone": Entry(
        Text("缺少行 {codes}", "no row {codes}"), Text("发出时的全部行", "all rows as sent"), _OURS
    ),
    "altered.item": Entry(_FOUND, Text("{code}：{name}", "{code}: {name}"), _OURS),
    "altered.no_code": Entry(_FOUND, Text("没有代码的行保持空白", "nothing in a row without a code")),
    "altered.scale": Entry(Text("评分方式为{found!r}", "the scale {found!r}"), Text("{expected}", "{expected}"), _OURS),
    "altered.language": Entry(Text("语言为{found!r}", "the language {found!r}"), Text("zh 或 en", "zh or en"), _OURS),
    "altered.mark": Entry(
        Text("校验码为{found!r}", "the mark {found!r}"),
        Text("{expected}", "{expected}"),
        Text(
            "发出之后，题目或本表内容有改动", "The questions, or what stands on this sheet, changed since it was sent"
        ),
    ),
    "header.question_twice": Entry(
        Text("列“{title}”重复", "{title} twice"), Text("每列一次", "each column once"), _OURS
    ),
    "header.question_gone": Entry(
        Text("缺少列 {titles}", "no column {titles}"), Text("发出时的列标题", "the titles as sent"), _OURS
    ),
    "not_ours": Entry(
        Text("没有名称 {name}", "no name {name}"), Text("德尔菲研究的问卷", "a questionnaire of a Delphi study"), _OURS
    ),
    "format": Entry(
        Text("格式为{found!r}", "the format {found!r}"),
        Text("{expected}", "{expected}"),
        Text("它不属于本研究", "It does not belong here"),
    ),
    "other_study": Entry(
        Text("研究编号为{found!r}", "the study {found!r}"),
        Text("{code}（{name}）", "{code} ({name})"),
        Text("它不属于本研究", "It does not belong here"),
    ),
    "other_round": Entry(
        Text("轮次为{found!r}", "round {found!r}"), Text("1 至 {last} 之一", "one from 1 to {last}"), _OURS
    ),
    "expert.unknown": Entry(
        Text("专家代码为{found!r}", "the expert {found!r}"), Text("本研究中的代码", "a code of the study"), _OURS
    ),
    "expert.not_asked": Entry(
        Text("第 {round} 轮的专家 {expert}", "{expert} in round {round}"),
        Text("该轮征询过的专家", "an expert who was asked in that round"),
    ),
    "incomplete.rating": Entry(
        Text("{code} {name} 未评分", "no rating of {code} {name}"), Text("一个评分", "a rating")
    ),
    "incomplete.answer": Entry(
        Text("未作答：{question}", "no answer: {question}"), Text("从列表中选择", "a choice from the list")
    ),
    "choice": Entry(_FOUND, Text("{known}", "{known}"), Text("请从列表选择", "Choose from the list")),
    "out_of_scale": Entry(Text("{code} 的评分为 {found}", "{found} for {code}"), _WANTED),
    "percentage": Entry(
        Text("{code} 的评分为 {found}", "{found} for {code}"),
        _WANTED,
        Text("请填数字，不带 %", "Type the number without %"),
    ),
    "not_whole": Entry(Text("{code} 的评分为 {found}", "{found} for {code}"), _WANTED),
    "not_a_number": Entry(_FOUND, _WANTED, Text("请只填数字", "Type the number alone")),
    "no_value.rating": Entry(
        _FOUND,
        _WANTED,
        Text("请用表格软件打开该文件并保存", "Open the file in a spreadsheet program and save it"),
    ),
    "no_value.text": Entry(
        _FOUND,
        Text("文字", "a text"),
        Text("以 = 或 - 开头的文字，前面须加单引号", "A text that begins with = or - needs an apostrophe before it"),
    ),
    "budget": Entry(
        Text("分值合计为 {total}", "points that sum to {total}"),
        Text("{high:g}，允许相差 {tolerance:g}", "{high:g}, give or take {tolerance:g}"),
    ),
    "no_reason": Entry(
        Text("{code} 的评分 {value:g} 没有理由", "no reason for {value:g} of {code}"),
        Text("说明理由，因其在 {low:g} 至 {high:g} 之外", "a reason, as it lies outside {low:g} to {high:g}"),
    ),
    "not_read.cell": Entry(_FOUND, _READ),
    "not_read.sheet": Entry(Text("不属于问卷的工作表", "a sheet that is not ours"), _READ),
    "not_read.more": Entry(Text("表外单元格超过 {most:,} 个", "more than {most:,} cells beside the tables"), _READ),
    "not_read.comments": Entry(
        Text("单元格批注", "comments on cells"), _READ, Text("请在文件中查看", "Look at them in the file")
    ),
}

MESSAGES: dict[str, Text] = {
    "scale.whole": Text("{low:g} 至 {high:g} 的整数", "a whole number from {low:g} to {high:g}"),
    "scale.any": Text("{low:g} 至 {high:g} 的数", "a number from {low:g} to {high:g}"),
    "place.name": Text("名称 {name}", "name {name}"),
    "place.table": Text("表 {table}", "table {table}"),
}
