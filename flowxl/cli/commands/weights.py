"""``flowxl weights``."""

from flowxl.cli.arguments import book, methods
from flowxl.cli.declare import Argument, Command
from flowxl.cli.placeholders import BOOK, CITIES, METHOD
from flowxl.voice.text import Text

COMMAND = Command(
    "weights",
    Text(
        "将现行权重与其他方法的权重相比较，写入“权重比较”表",
        "compare the weights with those of other methods, in the book's sheet 权重比较 (Weights compared)",
    ),
    "flowxl weights FlowIndex.xlsm --compare equal,entropy,critic,delphi+entropy",
    run="flowxl.cli.weights:run",
    group="weights",
    order=1,
    book="changes",
    parts=(
        Argument("book", Text("工作簿；保留备份", "the book; a backup is kept"), metavar=BOOK, read=book),
        Argument(
            "--compare",
            Text(
                "与现行权重相比较的方法：equal、entropy、critic、deviation、principal、first_component、delphi、"
                "delphi_median、delphi_authority、ahp；组合写作 a+b、a*b 或 game:a:b；a@indicator "
                "表示二级指标内各三级指标的权重；none 撤除该表（未给其他选项时默认：equal、entropy、critic、deviation、"
                "principal，工作簿中有德尔菲、层次分析的，另加 delphi、ahp）",
                "methods to compare with the present weights: equal, entropy, critic, deviation, principal, "
                "first_component, delphi, delphi_median, delphi_authority, ahp; combined as a+b, a*b or game:a:b; "
                "a@indicator for weights of indicators within their pillars; none takes the sheet away (default, "
                "without other options: equal, entropy, critic, deviation, principal, and delphi and ahp where the "
                "book has them)",
            ),
            metavar=CITIES,
            read=methods,
        ),
        Argument(
            "--pairs",
            Text("加入“层次分析”表，在其中两两比较", "add the sheet 层次分析 (AHP) to compare pairs in"),
            choices=("pillar", "indicator"),
        ),
        Argument(
            "--use",
            Text(
                "将某一方法的权重写入“权重”表，按现行合计换算",
                "write a method's weights into the sheet 权重 (Weights), scaled to their present total",
            ),
            metavar=METHOD,
            default="",
        ),
    ),
)
