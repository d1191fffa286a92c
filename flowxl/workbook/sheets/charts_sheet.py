"""The sheet 图表 as it is declared; ``charts`` has the figures behind its pictures."""

from flowxl.voice.text import Text
from flowxl.workbook.book import Book, Line
from flowxl.workbook.declare import Lines, SheetSpec, View
from flowxl.workbook.layout import TABLE_TOP, Sheet
from flowxl.workbook.sheets.chart_grids import PICTURE_ROWS, grids
from flowxl.workbook.sheets.charts import HERE, columns, pictured

SHOWN = (
    Text("尚无计入的二级指标", "No pillar counts yet"),
    Text("图中为计入的二级指标", "Pictures show the pillars that count"),
    Text("计入的二级指标已变，请重新生成工作簿", "Other pillars count now: build again"),
)
COUNTED = Text("。计入 / 图中：", ". Counting / drawn: ")


def _lines(book: Book, _: Sheet, help_line: Line) -> Lines:
    return [[help_line], [_shown(book)]]


def _shown(book: Book) -> Line:
    """Say whether the pictures show the pillars that count now: their ranges are fixed when the book is made."""
    area = book.layout.area("flow_profile", "charts")
    number = pictured(book)
    words = [book.say(said) for said in SHOWN]
    drawn = f"ROWS({area.part('position', 0, number - 1)})"
    counting = f"SUM({area.span('counting')})"
    state = f"1+({counting}>0)+({counting}>0)*({counting}<>{drawn})"
    choices = ",".join(f'"{word}"' for word in words)
    counted = book.say(COUNTED)
    formula = f'=CHOOSE({state},{choices})&"{counted}"&{counting}&" / "&{drawn}'
    now = int(book.result.pillar_counting.sum())
    return Line(f"{words[min(now, 1)]}{counted}{now} / {number}", formula)


SHEET = SheetSpec(
    HERE,
    Text("图表", "Charts"),
    "charts",
    help=Text(
        "蓝色为目标{unit}，橙色为标杆{unit}；图随输入更新，数据在图下方。来源：本工作簿各填报表；FlowXL 计算。",
        "Blue: focus {unit}, orange: benchmark. Figures stand below. Source: input sheets of this workbook.",
    ),
    about=Text("排名、贡献、雷达图与差距图。", "Ranking, contributions, radar and gap."),
    grids=grids,
    columns=columns,
    lines=_lines,
    # The pictures stand above the tables: only the title stays.
    view=View(frozen=0, one_page=True, top=TABLE_TOP + PICTURE_ROWS),
)
