"""The sheet 导入记录: what was imported or merged, one row per file and sheet."""

from flowxl.voice.text import Text
from flowxl.workbook.book import Book, Column, Columns, Value
from flowxl.workbook.declare import SheetSpec
from flowxl.workbook.grid import Grid, Placed, Traits
from flowxl.workbook.log import LOG, LOG_FIELDS
from flowxl.workbook.plan import Plan


def _grids(plan: Plan, _: str) -> Placed:
    fields = plan.fields(date=12, action=10, file=36, sheet=18, cells=24, note=44)
    return [(Grid(LOG, (), tuple(fields), spare=plan.log_rows, traits=Traits(entered=LOG_FIELDS, carried="whole")), 0)]


def _columns(book: Book) -> dict[str, Columns]:
    return {LOG: _log(book)}


def _log(book: Book) -> Columns:
    spare: list[Value] = [None] * (book.layout.areas[LOG].grid.size - len(book.log))
    return {
        field: Column([*(getattr(entry, field) or None for entry in book.log), *spare], "input_text")
        for field in LOG_FIELDS
    }


SHEET = SheetSpec(
    "log",
    Text("导入记录", "Import log"),
    "input",
    help=Text(
        "每次导入或合并由程序记一行：日期、文件、工作表、单元格。",
        "Each import or merge adds a row: date, file, sheet, cells.",
    ),
    grids=_grids,
    columns=_columns,
)
