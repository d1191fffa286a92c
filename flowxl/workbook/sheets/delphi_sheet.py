"""The sheet 德尔菲 as it is declared; ``delphi`` has the contents of its tables."""

from collections.abc import Iterator

from flowxl.voice.text import Text
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Line
from flowxl.workbook.declare import Accepts, Highlight, Lines, SheetSpec, View
from flowxl.workbook.layout import Sheet
from flowxl.workbook.sheets.accepting import Said, say
from flowxl.workbook.sheets.delphi import columns
from flowxl.workbook.sheets.delphi_grids import RATINGS, STUDY, grids
from flowxl.workbook.sheets.delphi_sentence import verdict_lines

RATING: Said = (
    Text("评分", "Rating"),
    Text("{0} 至 {1}；没有评分就留空。", "From {0} to {1}; empty if there is none."),
    Text("请按本研究的标度填写。", "Enter a rating of the study's scale."),
)
SHARE: Said = (
    Text("得分或界限", "Score or limit"),
    Text("0 至 1 的数。", "A number from 0 to 1."),
    Text("请填 0 至 1 的数。", "Enter a number from 0 to 1."),
)


def _accepts(book: Book, _: Sheet) -> Iterator[Accepts]:
    """Take ratings of the study's scale, and numbers from 0 to 1 as scores and limits."""
    study = book.weighting.study
    area, settings = book.layout.areas[RATINGS], book.layout.areas[STUDY]
    if study is None or not area.grid.size:
        return
    scale = study.scale
    kind = "integer" if scale.whole else "decimal"
    rule = {"validate": kind, "criteria": "between", "minimum": scale.low, "maximum": scale.high}
    first = area.grid.fields[area.grid.field_position["screened"] + 1].key
    cells = area.cells(first, area.grid.fields[-1].key)
    yield Accepts((cells,), rule | say(book, RATING, f"{scale.low:g}", f"{scale.high:g}"))
    start = settings.grid.item_position["cv_limit"]
    share = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1} | say(book, SHARE)
    yield Accepts((settings.cells("setting", "setting", start),), share)


def _highlights(book: Book, _: Sheet) -> Iterator[Highlight]:
    """Mark items without consensus, and ratings outside the quartiles."""
    area = book.layout.areas[RATINGS]
    no = book.say(texts.YES_NO[0])
    yield Highlight(area.cells("agreed"), f'{area.cell(0, "agreed")}="{no}"', "attention")
    first, end = area.grid.fields[area.grid.field_position["screened"] + 1].key, area.grid.fields[-1].key
    own, low, high = area.cell(0, first), area.cell(0, "q1", "f"), area.cell(0, "q3", "f")
    outside = f"ISNUMBER({own})*(({own}<{low})+({own}>{high}))>0"
    yield Highlight(area.cells(first, end), outside, "outside")


def _lines(book: Book, _: Sheet, help_line: Line) -> Lines:
    study = book.weighting.study
    if study is None:
        return [[help_line]]
    said = [[line] for line in verdict_lines(book, study)]
    return said if book.synthetic else [*said, [help_line]]


SHEET = SheetSpec(
    "delphi",
    Text("德尔菲", "Delphi"),
    "settings",
    help=Text(
        "评分由“flowxl delphi collect”收入，也可在淡黄色格中补填；统计为公式，标“收回时”的由核心计算。",
        'Ratings come by "flowxl delphi collect", or are typed in. Formulas all, but "as collected": the core\'s.',
    ),
    grids=grids,
    columns=columns,
    lines=_lines,
    accepts=_accepts,
    highlights=_highlights,
    # Several tables and pictures below each other; what follows the ratings are figures for formulas and pictures.
    view=View(frozen=2, printed=(RATINGS, "")),
)
