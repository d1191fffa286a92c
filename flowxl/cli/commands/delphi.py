"""``flowxl delphi`` and its steps."""

from pathlib import Path

from flowxl.cli.arguments import book, date
from flowxl.cli.declare import Argument, Command
from flowxl.cli.placeholders import BOOK, DATE, FILE, FOLDER, NAME
from flowxl.voice.text import LANGUAGES, Text

START = "flowxl delphi start FlowIndex.xlsm --experts experts.csv -o round1 --due 2022-03-31"
STUDY = Text("含德尔菲研究的工作簿", "the book with the study")
SENDING = (
    Argument(
        "-o --output --folder",
        Text("问卷写入的文件夹", "where the questionnaires go"),
        metavar=FOLDER,
        read=Path,
        required=True,
    ),
    Argument("--due", Text("交回的截止日期", "until when they should be back"), metavar=DATE, read=date),
    Argument(
        "--language",
        Text("问卷的语言（默认：按工作簿）", "language of the questionnaires (default: the workbook's)"),
        choices=LANGUAGES,
    ),
    Argument(
        "--force",
        Text("替换已有的问卷；逐份保留备份", "replace questionnaires that are there; each is kept as a backup"),
        flag=True,
    ),
)
STEPS = (
    Command(
        "start",
        Text("开始一项研究：每位专家一份问卷", "begin a study: a questionnaire for every expert"),
        START,
        run="flowxl.cli.delphi:run_start",
        book="changes",
        parts=(
            Argument(
                "book",
                Text(
                    "工作簿；评分的指标取自其中，研究也存于其中",
                    "the book; what is rated is taken from it, the study is kept in it",
                ),
                metavar=BOOK,
                read=book,
            ),
            Argument(
                "--experts",
                Text(
                    "CSV 名单，列为 姓名/name，如有代码另加 代码/code",
                    "CSV list: 姓名/name, and 代码/code if there are any",
                ),
                metavar=FILE,
                read=Path,
                required=True,
            ),
            Argument(
                "--level",
                Text("对哪一级指标评分（默认：{default}）", "what is rated (default: {default})"),
                choices=("pillar", "indicator"),
                default="pillar",
            ),
            Argument(
                "--scale",
                Text(
                    "标度；budget：分配 100 分（默认：{default}）",
                    "budget: 100 points to share out (default: {default})",
                ),
                choices=("1-5", "1-9", "0-100", "budget"),
                default="1-5",
            ),
            Argument(
                "--name",
                Text(
                    "研究名称，印在每份问卷上（默认：按指数名称）",
                    "name of the study, on every questionnaire (default: the index's)",
                ),
                metavar=NAME,
                default="",
            ),
            *SENDING,
        ),
    ),
    Command(
        "collect",
        Text(
            "将答卷收入工作簿；有错误的答卷整份不采用，并说明全部原因",
            "bring answers into the book; a faulty file is left out as a whole, with every reason",
        ),
        "flowxl delphi collect FlowIndex.xlsm returned",
        run="flowxl.cli.delphi:run_collect",
        book="changes",
        parts=(
            Argument("book", STUDY, metavar=BOOK, read=book),
            Argument(
                "files",
                Text("答卷，或其所在文件夹", "answers, or the folder they lie in"),
                metavar=FILE,
                read=Path,
                nargs="+",
            ),
            Argument(
                "--partial",
                Text(
                    "也采用未填全的答卷；未填的按缺失计",
                    "also take answers with gaps; what is missing stays missing",
                ),
                flag=True,
            ),
            Argument(
                "--late",
                Text(
                    "也采用以前轮次的答卷，计入该轮并注明迟交",
                    "also take answers to an earlier round, into that round, marked as late",
                ),
                flag=True,
            ),
            Argument(
                "--replace",
                Text(
                    "以新答卷替换同一专家的原答卷",
                    "let a new answer take the place of the expert's earlier one",
                ),
                flag=True,
            ),
        ),
    ),
    Command(
        "next",
        Text(
            "开始下一轮：已作答的专家再次评分，并看到上一轮的总体结果",
            "begin the next round: those who answered are asked again, and see how the group rated",
        ),
        "flowxl delphi next FlowIndex.xlsm -o round2 --due 2022-04-30",
        run="flowxl.cli.delphi:run_next",
        book="changes",
        parts=(
            Argument("book", STUDY, metavar=BOOK, read=book),
            Argument(
                "--experts",
                Text(
                    "CSV 名单，含新加入的专家；其中已有的专家不变",
                    "CSV list with those who join now; others in it stay as they are",
                ),
                metavar=FILE,
                read=Path,
            ),
            Argument("--again", Text("也再次邀请未作答的专家", "also ask those who did not answer"), flag=True),
            *SENDING,
        ),
    ),
    Command(
        "status",
        Text(
            "报告研究进展：积极系数、权威系数、协调系数、认同率，以及是否可以结束",
            "say how the study stands: response, authority, concordance, consensus, and whether to stop",
        ),
        "flowxl delphi status FlowIndex.xlsm",
        run="flowxl.cli.delphi_status:run_status",
        book="reads",
        parts=(
            Argument(
                "book",
                Text("含德尔菲研究的工作簿；不作改动", "the book with the study; it is not changed"),
                metavar=BOOK,
                read=book,
            ),
        ),
    ),
    Command(
        "weights",
        Text(
            "将末轮评分得出的权重写入工作簿的“权重”表",
            "write the weights that the last ratings give into the book's sheet 权重 (Weights)",
        ),
        "flowxl delphi weights FlowIndex.xlsm --by authority",
        run="flowxl.cli.delphi_status:run_weights",
        book="changes",
        parts=(
            Argument(
                "book",
                Text("含德尔菲研究的工作簿；保留备份", "the book with the study; a backup is kept"),
                metavar=BOOK,
                read=book,
            ),
            Argument(
                "--by",
                Text(
                    "评分的均值（mean）、中位数（median），或按专家权威系数加权的均值（authority）（默认：{default}）",
                    "mean or median of the ratings, or their mean weighted by the experts' authority "
                    "(default: {default})",
                ),
                choices=("mean", "median", "authority"),
                default="mean",
            ),
            Argument(
                "--integers",
                Text(
                    "取整数，与论文印出的一致，不再换算",
                    "round to whole numbers as the paper prints them, instead of scaling",
                ),
                flag=True,
            ),
        ),
    ),
)
COMMAND = Command(
    "delphi",
    Text(
        "分轮征询专家意见：发出问卷，将答卷收入工作簿",
        "ask experts in rounds: questionnaires out, answers back into the book",
    ),
    START,
    group="weights",
    order=2,
    book="changes",
    steps=STEPS,
)
